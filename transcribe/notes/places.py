"""Where on the page the points of an item belong, and in which bullet and indent they are written there."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from transcribe.notes.aspects import KINDS, first_part, part_for
from transcribe.notes.fields import is_later, is_open
from transcribe.notes.loose import other_heading, other_item
from transcribe.notes.markdown import BULLET, TIGHT_BULLET, walk
from transcribe.notes.repeats import bullet_titled, list_titled, own_heading, section_end
from transcribe.notes.titles import is_label, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from transcribe.notes.markdown import Block, Document
    from transcribe.schema import AgendaItem, Notes, PointKind

INDENT = 4
"""Columns below an item's bullet where its notes begin, in a page that shows no habit of its own."""


SAME = ("agenda", "notes", "topics")
"""What a label or heading inside the notes names whose list is for every item."""

Habit = tuple[int, str, bool]
"""How deep below its item a note begins, its bullet, and whether a tab stands before it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Lines go before line `start`, or instead of the placeholder from `start` to `end`.

    `prefix` is what each line opens with, indent and bullet; `before` and `after` are lines that frame them. `room`
    says whether a remark such as "not discussed" can stand there. Where lines are rows of a table, `columns` say what
    each cell is for.
    """

    start: int
    end: int
    prefix: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    room: bool = True
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A page to write into: its blocks, the call, and how notes are written elsewhere where the page shows nothing."""

    document: Document
    notes: Notes
    elsewhere: tuple[Habit, ...] = ()


def place_of(page: Layout, item: AgendaItem) -> Place:
    """Where the points of an item go.

    A heading of its own elsewhere in the call comes first, then a separate notes section, then below the item.
    """
    held = _placeholder(page.document, item.lines)
    heading = own_heading(page.document, page.notes, item)
    if heading is not None:
        return _below_heading(page, heading)
    if held is not None:
        return held
    part = part_of(page, item, "note")
    return behind(page.document, *part) if part else _place_of_none(page, item)


def part_of(page: Layout, item: AgendaItem, kind: PointKind) -> tuple[int, int] | None:
    """The lines of an item that are kept for points of a kind: below a heading or label in it (`**Decisions:**`)."""
    heading = own_heading(page.document, page.notes, item) or _heading_at(page.document, item.lines[0])
    if heading is None and _bullet_at(page.document, item.lines[0]) is not None:
        return None
    first, end = item.lines[0] + 1, item.lines[1]
    if heading is not None:
        first, end = heading.lines[1], section_end(page.document, page.notes, heading)
    return part_for(page.document, (first, end), kind)


def _place_of_none(page: Layout, item: AgendaItem) -> Place:
    """Where the points go of an item for which nothing is kept: in a separate notes section, or below the item."""
    region = page.notes.sections.get("notes")
    bullet = bullet_titled(page.document, region, item.title) if region else _bullet_at(page.document, item.lines[0])
    if bullet is not None:
        return _below_bullet(page, bullet)
    titled = list_titled(page.document, region, item.title) if region else None
    if titled is not None:
        return behind(page.document, titled.lines[0], titled.lines[1])
    if page.document.line(item.lines[0]).lstrip().startswith("|"):
        region = region or _table_around(page.document, item.lines[0])
    if region is not None:
        return _in_notes(page, region, item.title)
    return _below_text(page, item)


def place_of_other(page: Layout) -> Place:
    """Where talk off the agenda goes: an item or section "Other" that people made, else a new one at the end."""
    item = other_item(page.notes)
    if item is not None:
        return place_of(page, item)
    heading = other_heading(page.document, page.notes)
    if heading is not None:
        return replace(_below_heading(page, heading), room=False)
    if "notes" in page.notes.sections:
        return _in_notes(page, page.notes.sections["notes"], "Other")
    if "agenda" not in page.notes.sections:
        return _without_agenda(page)
    region = page.notes.sections["agenda"]
    return _after_items(page, region) if page.notes.agenda else _in_empty_agenda(page, region)


def _in_empty_agenda(page: Layout, region: tuple[int, int]) -> Place:
    """A first item "Other", in place of the empty bullet of a template if there is one."""
    empty = _empty_bullet(page.document, region)
    if empty is not None:
        prefix = prefix_of(page.document.line(empty), _marker(page.document, region))
        indent = " " * (len(prefix) - len(prefix.lstrip()) + INDENT)
        return Place(empty, empty + 1, f"{indent}- ", before=(f"{prefix}Other",), room=False)
    base = behind(page.document, region[0] + 1, region[1])
    return Place(base.start, base.end, " " * INDENT + "- ", (*base.before, "- Other"), base.after, room=False)


def sub_bullets(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Every bullet below a bullet, with that one."""
    for block in walk(blocks):
        if block.kind == "item":
            for nested in block.children:
                if nested.kind == "list":
                    for item in nested.children:
                        yield block, item


def _after_items(page: Layout, region: tuple[int, int]) -> Place:
    """A new item "Other" behind the last one, written as the others are."""
    last = page.notes.agenda[-1]
    at = max(item.lines[1] for item in page.notes.agenda)
    opening = page.document.line(last.lines[0])
    if opening.startswith("#"):
        inside = [
            block for block in page.document.blocks if block.within(region) and block.kind not in {"rule", "html"}
        ]
        at = max([at, *(block.lines[1] for block in inside)])
        parts = filter(None, (part_of(page, last, kind) for kind in KINDS))
        below = [place_of(page, last), *(behind(page.document, *lines) for lines in parts)]
        at = max([at, *(place.end for place in below if last.lines[0] < place.start <= region[1])])
        # what groups items stands above them, and "Other" beside it
        levels = [block.level for block in inside if block.kind == "heading" and kind_of(block.text) is None]
        mark = "#" * min(levels) if levels else opening.split()[0]
        gap = [] if page.document.blank(at - 1) else [""]
        closed = at < len(page.document.lines) and not page.document.blank(at)
        before, after = (*gap, f"{mark} Other", ""), ("",) if closed else ()
        return Place(at, at, f"{usual_bullet(page.document)} ", before=before, after=after, room=False)
    bullets = [bullet for item in page.notes.agenda if (bullet := _bullet_at(page.document, item.lines[0])) is not None]
    if bullets:
        inner = _inner_prefix(page, bullets[-1])
        empty = _empty_beside(page.document, bullets[-1], at)
        if empty is not None:
            prefix = prefix_of(page.document.line(empty))
            return Place(empty, empty + 1, inner, before=(f"{prefix}Other",), room=False)
        prefix = next_prefix(page.document, bullets[-1])
        return Place(at, at, inner, before=(f"{prefix}Other",), room=False)
    table = _table_around(page.document, last.lines[0])
    mark = next((mark for mark in ("**", "__") if opening.startswith(mark) and is_label(opening)), "")
    starts = {block.lines[0] for block in page.document.blocks if block.kind == "paragraph"}
    several = bool(page.notes.agenda[1:]) and all(item.lines[0] in starts for item in page.notes.agenda)
    if (mark or several or _is_line(page.document, last)) and "notes" not in page.notes.sections:
        at = max(at, place_of(page, last).end)
        closed = at < len(page.document.lines) and not page.document.blank(at)
        before, after = ("", f"{mark}Other{mark}", ""), ("",) if closed else ()
        return Place(at, at, f"{usual_bullet(page.document)} ", before=before, after=after, room=False)
    return _in_notes(page, table or region, "Other")


def _below_text(page: Layout, item: AgendaItem) -> Place:
    """Below an item that is no bullet: a heading, or a paragraph with what follows it."""
    heading = _heading_at(page.document, item.lines[0])
    if heading is not None:
        return _below_heading(page, heading)
    if _is_line(page.document, item):
        end = item.lines[1]
        closed = end < len(page.document.lines) and not page.document.blank(end)
        bullet = usual_bullet(page.document)
        return Place(end, end, f"{bullet} ", before=("",), after=("",) if closed else (), room=False)
    return behind(page.document, item.lines[0], item.lines[1], room=False)


def _is_line(document: Document, item: AgendaItem) -> bool:
    """Whether an item is some lines of a paragraph that has more of them."""
    first, end = item.lines
    block = next((block for block in document.blocks if block.lines[0] <= first < end <= block.lines[1]), None)
    return block is not None and block.kind == "paragraph" and block.lines != item.lines


def _below_bullet(page: Layout, bullet: Block) -> Place:
    at = bullet.lines[1]
    nested = [item for block in bullet.children if block.kind == "list" for item in block.children]
    if nested and nested[-1].lines == (at - 1, at) and _empty_bullet(page.document, (at - 1, at)) is not None:
        return Place(at - 1, at, prefix_of(page.document.line(at - 1)))
    return Place(at, at, _inner_prefix(page, bullet))


def _inner_prefix(page: Layout, bullet: Block) -> str:
    """Indent and bullet of a note below this item: as its other notes, else as the notes of other items."""
    nested = [block for block in bullet.children if block.kind == "list"]
    if nested and nested[-1] is bullet.children[-1]:
        return next_prefix(page.document, nested[-1].children[-1])
    column, least = _columns(page.document, bullet)
    span = page.notes.sections.get("agenda", page.notes.lines)
    spans = (span, page.notes.lines, (0, len(page.document.lines)))
    for found in (*(tuple(habits(page.document, lines)) for lines in spans), page.elsewhere):
        for (step, marker, tab), _ in Counter(found).most_common():
            if least <= column + step < least + INDENT:
                indent = "\t" if tab and not bullet.indent else bullet.indent + " " * step
                return f"{indent}{marker} "
    marker = bullet.marker if bullet.marker in {"-", "*", "+"} else "-"
    step = INDENT if least <= column + INDENT < least + INDENT else least - column
    return f"{bullet.indent}{' ' * step}{marker} "


def habits(document: Document, lines: tuple[int, int]) -> Iterator[Habit]:
    """How deep below its item each note of these lines begins, its bullet, and whether a tab stands before it."""
    for outer, inner in sub_bullets(document.blocks):
        if (
            lines[0] <= outer.lines[0] < lines[1]
            and inner.marker in {"-", "*", "+"}
            and outer.lines[0] < inner.lines[0]
        ):
            step = _width(inner.indent) - _width(outer.indent)
            if step > 0:
                yield step, inner.marker, inner.indent == "\t"


def _columns(document: Document, bullet: Block) -> tuple[int, int]:
    """The column of an item's bullet, and that of its text: the least depth at which a list lies inside it."""
    line = TIGHT_BULLET.sub(r"\1 ", document.line(bullet.lines[0])).expandtabs(INDENT)
    position = 0
    start = 0
    while match := BULLET.match(line[position:]):
        start = position + len(match[1])
        text = position + match.end()
        marker_end = start + len(match[2])
        if text - marker_end > INDENT or not line[text:].strip():
            text = marker_end + 1
        position = text
    return start, max(position, start + 2)


def _below_heading(page: Layout, heading: Block) -> Place:
    """Behind what stands below a heading: in the part for notes, else above the first part."""
    document = page.document
    lines = heading.lines[1], section_end(document, page.notes, heading)
    return behind(document, *(part_for(document, lines, "note") or (lines[0], first_part(document, lines) or lines[1])))


def _heading_at(document: Document, line: int) -> Block | None:
    return next((block for block in document.blocks if block.kind == "heading" and block.lines[0] == line), None)


def behind(document: Document, start: int, end: int, *, room: bool = True) -> Place:
    """Behind the last block between these lines, in a list that goes on or in a new one."""
    held = _placeholder(document, (start, end))
    if held is not None:
        return replace(held, room=room)
    bullet = usual_bullet(document)
    blocks = [block for block in document.blocks if block.within((start, end)) and block.kind != "rule"]
    if blocks and blocks[-1].kind == "list":
        last = blocks[-1].children[-1]
        own = (_empty_bullet(document, (item.lines[0], item.lines[0] + 1)) for item in blocks[-1].children)
        empty = next((number for number in own if number is not None), None)
        if len(blocks[-1].children) == 1 and is_open(BULLET.sub("", document.line(last.lines[0]))):
            empty = last.lines[0]
        if empty is not None:
            return Place(empty, empty + 1, prefix_of(document.line(empty), last.marker), room=room)
        at = blocks[-1].lines[1]
        return Place(at, at, next_prefix(document, last), room=room)
    if blocks and blocks[-1].kind != "heading":
        at = blocks[-1].lines[1]
        return Place(at, at, f"{bullet} ", before=("",), room=room)
    if start < end and document.blank(start):
        closed = start + 1 < len(document.lines) and not document.blank(start + 1)
        return Place(start + 1, start + 1, f"{bullet} ", after=("",) if closed else (), room=room)
    closed = start < len(document.lines) and not document.blank(start)
    return Place(start, start, f"{bullet} ", before=("",), after=("",) if closed else (), room=room)


@lru_cache(maxsize=8)
def usual_bullet(document: Document) -> str:
    """The bullet of most lists of a page; `-` where it shows none."""
    markers = Counter(item.marker for block in document.blocks if block.kind == "list" for item in block.children)
    return max(("-", "*", "+"), key=lambda marker: markers[marker])


def _in_notes(page: Layout, region: tuple[int, int], title: str) -> Place:
    """A bullet with the item's title at the end of a region, and the points below it.

    What ends with the list of one of its sections, or of somebody in it, gets a new section instead.
    """
    opens = page.document.line(region[0]).lstrip().startswith("|")
    lines = (region[0] + (0 if opens else 1), region[1])
    if _placeholder(page.document, lines) is None:
        section = _new_section(page.document, lines, title)
        if section is not None:
            return section
        lines = (lines[0], _above_labels(page.document, lines))
    base = behind(page.document, *lines, room=False)
    spans = (page.notes.lines, (0, len(page.document.lines)))
    found = next(filter(None, (tuple(habits(page.document, lines)) for lines in spans)), page.elsewhere)
    steps = Counter(found)
    outer = base.prefix if base.prefix.strip() else "- "
    depth = _width(outer) - _width(outer.lstrip())
    step, marker, _ = steps.most_common(1)[0][0] if steps else (INDENT, outer.strip(), False)
    step = min(max(step, len(outer.lstrip())), len(outer.lstrip()) + INDENT - 1)
    marker = marker if marker in {"-", "*", "+"} else "-"
    return Place(
        base.start,
        base.end,
        " " * (depth + step) + f"{marker} ",
        (*base.before, f"{outer}{title}"),
        base.after,
        room=False,
    )


def _new_section(document: Document, lines: tuple[int, int], title: str) -> Place | None:
    """A title behind all that stands between these lines, None where the list at their end is for every item."""
    blocks = _written(document, lines)
    if not blocks or blocks[-1].kind == "heading":
        return None
    at = blocks[-1].lines[1]
    headings = [block for block in blocks if block.kind == "heading"]
    opening = title
    if headings and kind_of(headings[-1].text) not in SAME:
        opening = f"{'#' * min(block.level for block in headings)} {title}"
    elif blocks[-1].kind != "list" or _above_labels(document, lines) < lines[1] or not _is_led(blocks):
        return None
    closed = at < len(document.lines) and not document.blank(at)
    return Place(at, at, f"{usual_bullet(document)} ", ("", opening, ""), ("",) if closed else (), room=False)


def _above_labels(document: Document, lines: tuple[int, int]) -> int:
    """Where the last list of a section ends that is for every item, above those with a label ("Action items:")."""
    blocks = _written(document, lines)
    while _is_led(blocks) and is_label(blocks[-2].text):
        del blocks[-2:]
    own = bool(blocks) and blocks[-1].kind == "list" and not _is_led(blocks)
    return blocks[-1].lines[1] if own else lines[1]


def _written(document: Document, lines: tuple[int, int]) -> list[Block]:
    return [block for block in document.blocks if block.within(lines) and block.kind not in {"rule", "html"}]


def _is_led(blocks: Sequence[Block]) -> bool:
    """Whether the list at the end of a section belongs to the paragraph above it, which is no introduction."""
    if [block.kind for block in blocks[-2:]] != ["paragraph", "list"] or kind_of(blocks[-2].text) in SAME:
        return False
    introduces = len(blocks) == len(blocks[-2:]) or blocks[-3].kind == "heading"
    return not introduces or is_label(blocks[-2].text) or blocks[-2].lines[1] == blocks[-1].lines[0]


def _without_agenda(page: Layout) -> Place:
    """A page with neither agenda nor notes gets a heading of its own, before the closing section if there is one."""
    headings = [block for block in page.document.blocks if block.kind == "heading" and block.within(page.notes.lines)]
    header = page.notes.sections.get("header", (0, 0))
    outer = max((block.level for block in headings if block.within(header)), default=1)
    inner = Counter(block.level for block in headings if block.level > outer)
    level = inner.most_common(1)[0][0] if inner else outer + 1
    if "closing" in page.notes.sections:
        at = page.notes.sections["closing"][0]
        return Place(at, at, "- ", before=(f"{'#' * level} Notes", ""), after=("",), room=False)
    inside = [block for block in page.document.blocks if block.within(page.notes.lines)]
    while inside and inside[-1].kind == "rule":
        inside.pop()
    at = inside[-1].lines[1] if inside else page.notes.lines[1]
    return Place(at, at, "- ", before=("", f"{'#' * level} Notes", ""), room=False)


def _bullet_at(document: Document, line: int) -> Block | None:
    """The innermost bullet that begins on a line."""
    found = [block for block in walk(document.blocks) if block.kind == "item" and block.lines[0] == line]
    return found[-1] if found else None


def _placeholder(document: Document, lines: tuple[int, int]) -> Place | None:
    """The lines between these that only say that the minutes will come."""
    start = next((number for number in range(*lines) if is_later(document.line(number))), None)
    if start is None:
        return None
    end = start + 1
    while end < lines[1] and is_later(document.line(end)):
        end += 1
    return Place(start, end, prefix_of(document.line(start)))


def _empty_bullet(document: Document, lines: tuple[int, int]) -> int | None:
    """A bullet with nothing behind it, as templates have it."""
    numbers = range(*lines)
    return next((number for number in numbers if BULLET.fullmatch(document.line(number).rstrip() or "x")), None)


def _empty_beside(document: Document, bullet: Block, after: int) -> int | None:
    """The empty bullet that a template keeps in the list of this one, behind a line."""
    lists = (block for block in walk(document.blocks) if block.kind == "list" and bullet in block.children)
    empty = (item.lines[0] for block in lists for item in block.children if item.lines[0] >= after)
    return next((number for number in empty if _empty_bullet(document, (number, number + 1)) is not None), None)


def _table_around(document: Document, line: int) -> tuple[int, int] | None:
    return next(
        (block.lines for block in document.blocks if block.kind == "table" and block.lines[0] <= line < block.lines[1]),
        None,
    )


def _marker(document: Document, region: tuple[int, int]) -> str:
    markers: Iterable[str] = (
        item.marker
        for block in document.blocks
        if block.kind == "list" and block.within(region)
        for item in block.children
    )
    return next(iter(markers), "-")


def prefix_of(line: str, marker: str = "-") -> str:
    """What the lines open with that take the place of this one."""
    bullet = BULLET.match(line)
    if bullet is None:
        return f"{line[: len(line) - len(line.lstrip())]}{marker} "
    return f"{bullet[1]}{bullet[2]} "


def next_prefix(document: Document, item: Block) -> str:
    """What the bullet behind this one opens with: its indent, its bullet or the next number, and its gap."""
    written = BULLET.match(document.line(item.lines[0]))
    gap = len(written[0]) - len(written[1]) - len(written[2]) if written else 1
    return f"{item.indent}{_next_marker(item.marker)}{' ' * (gap if 0 < gap <= INDENT else 1)}"


def _next_marker(marker: str) -> str:
    """The bullet that follows: the same, or the next number where a list counts."""
    number = re.fullmatch(r"(\d+)([.)])", marker)
    if number is None or number[1] in {"0", "1"}:
        return marker
    return f"{int(number[1]) + 1}{number[2]}"


def _width(indent: str) -> int:
    return len(indent.expandtabs(INDENT))


def numbered(prefix: str, position: int) -> str:
    """What the line at this position of a block opens with: the same bullet, or the number that follows."""
    number = re.fullmatch(r"(\s*)(\d+)([.)])(\s+(?:\[ \] )?)", prefix)
    if number is None or number[2] in {"0", "1"}:
        return prefix
    return f"{number[1]}{int(number[2]) + position}{number[3]}{number[4]}"
