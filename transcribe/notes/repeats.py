"""Where a call writes of an item once more: below a heading, a bullet or a line that repeats its title."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from transcribe.notes.aspects import inner_headings
from transcribe.notes.items import note_lines, same_title
from transcribe.notes.markdown import first_text, plain, spoken
from transcribe.notes.people import fold
from transcribe.notes.topics import APART

if TYPE_CHECKING:
    from transcribe.notes.markdown import Block, Document
    from transcribe.schema import AgendaItem, Notes

FEW = 2
"""So many words of a title are enough to know it by."""


def own_notes(document: Document, notes: Notes, item: AgendaItem) -> tuple[str, ...]:
    """What stands about an item elsewhere in the call: below a heading or a bullet that repeats its title."""
    heading = own_heading(document, notes, item)
    if heading is not None:
        end = section_end(document, notes, heading)
        inside = [block for block in document.blocks if block.within((heading.lines[1], end))]
        return note_lines(document, inside)
    if "notes" not in notes.sections:
        return ()
    bullet = bullet_titled(document, notes.sections["notes"], item.title)
    titled = list_titled(document, notes.sections["notes"], item.title)
    return note_lines(document, bullet.children[1:] if bullet else [titled] if titled else [])


def own_heading(document: Document, notes: Notes, item: AgendaItem) -> Block | None:
    """The heading further down the call that repeats the item's title, or the only one that says it in fewer words."""
    parts = {span[0] for span in notes.sections.values()} | {other.lines[0] for other in notes.agenda}
    headings = [
        block
        for block in document.blocks
        if block.kind == "heading" and block.within(notes.lines) and block.lines[0] not in parts
    ]
    below = [block for block in headings if block.lines[0] > item.lines[0]]
    same = next((block for block in below if same_title(block.text, item.title)), None)
    if same is not None:
        return same
    short = [block for block in below if _shortened(block.text, item.title) and not APART.match(spoken(block.text))]
    others = [other.title for other in notes.agenda if other is not item]
    sure = len(short) == 1 and not any(
        same_title(short[0].text, title) or _shortened(short[0].text, title) for title in others
    )
    return short[0] if sure else None


def bullet_titled(document: Document, region: tuple[int, int], title: str) -> Block | None:
    """The bullet of a region that repeats an item's title."""
    for block in document.blocks:
        if block.kind == "list" and block.within(region):
            for item in block.children:
                text = first_text(item)
                if text is not None and same_title(text.text.split("\n")[0], title):
                    return item
    return None


def list_titled(document: Document, region: tuple[int, int], title: str) -> Block | None:
    """The list below a paragraph of a region that repeats an item's title."""
    inside = [block for block in document.blocks if block.within(region)]
    for block, below in pairwise(inside):
        if block.kind == "paragraph" and below.kind == "list" and same_title(block.text, title):
            return below
    return None


def section_end(document: Document, notes: Notes, heading: Block) -> int:
    """The line at which the next heading of the call, or the call, ends what stands below this one.

    Headings that are parts of an item (`inner_headings`) end nothing but each other.
    """
    inner = inner_headings(document) if heading.lines[0] not in inner_headings(document) else frozenset()
    later = (
        block.lines[0]
        for block in document.blocks
        if block.kind == "heading" and block.lines[0] >= heading.lines[1] and block.lines[0] not in inner
    )
    return min(next(later, notes.lines[1]), notes.lines[1])


def _shortened(heading: str, title: str) -> bool:
    """Whether a heading says a title in fewer words: in a row, and half of them or all that stand before a colon."""
    few, many = _words(heading), _words(title)
    inside = any(many[start : start + len(few)] == few for start in range(len(many) - len(few) + 1))
    return len(few) >= FEW and inside and (len(few) * 2 >= len(many) or few == _words(plain(title).split(":")[0]))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(spoken(text)))
