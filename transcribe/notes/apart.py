"""Where decisions and actions go that do not stand below their items: a part of the item, a section, a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from transcribe.notes.actions import box_of, open_bullet, section_of
from transcribe.notes.places import Place, behind, next_prefix, part_of, prefix_of, sub_bullets
from transcribe.notes.rows import columns_of, empty_row, table_for

if TYPE_CHECKING:
    from transcribe.notes.places import Layout
    from transcribe.schema import AgendaItem, PointKind

OUTCOMES: tuple[PointKind, ...] = ("decision", "action")
"""The kinds of points that a page may keep a place of their own for."""


def place_apart(page: Layout, item: AgendaItem | None, kind: PointKind) -> Place | None:
    """Where points of a kind go that a page keeps a place for, None for below their item."""
    if kind not in OUTCOMES:
        return None
    lines = (part_of(page, item, kind) if item else None) or section_of(page.document, page.notes, kind)
    return _in_list(page, lines) if lines else _in_table(page, kind)


def _in_list(page: Layout, lines: tuple[int, int]) -> Place:
    """Behind the bullets of these lines, or in place of the empty one, each with the box that all of them have."""
    box, empty = box_of(page.document, lines), open_bullet(page.document, lines)
    if empty is not None:
        return Place(empty, empty + 1, prefix_of(page.document.line(empty)) + box, room=False)
    inner = [item for block, item in sub_bullets(page.document.blocks) if block.lines[0] == lines[0] - 1]
    if inner:
        at = inner[-1].lines[1]
        return Place(at, at, next_prefix(page.document, inner[-1]) + box, room=False)
    place = behind(page.document, *lines, room=False)
    return replace(place, prefix=place.prefix + box)


def _in_table(page: Layout, kind: PointKind) -> Place | None:
    table = table_for(page.document, page.notes, kind)
    if table is None:
        return None
    columns, empty = columns_of(page.document, table), empty_row(page.document, table)
    start, end = (table.lines[1], table.lines[1]) if empty is None else (empty, empty + 1)
    return Place(start, end, "", room=False, columns=columns)
