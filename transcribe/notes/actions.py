"""The sections that a page keeps for what people are to do ("Action items"), and for what was decided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.notes.aspects import INNER, KINDS
from transcribe.notes.markdown import BULLET, first_text, spoken
from transcribe.notes.repeats import section_end
from transcribe.notes.titles import label_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transcribe.notes.markdown import Block, Document
    from transcribe.schema import Notes, PointKind

LABELLED = re.compile(r"AI\s*:")
"""As a heading it may be a topic."""
SHORT = re.compile(r"\s*\((?:ais?|new)\)", re.IGNORECASE)
NEW = re.compile(r"(?:new|open)\W*", re.IGNORECASE)
BOX = re.compile(r"\[[ xX]?\](?:\s+|$)")
Lines = tuple[int, int]


def sections_for(document: Document, notes: Notes, kind: PointKind) -> list[Lines]:
    """The lines below each title of a call that says that a kind of points stands below it."""
    return [lines for words, lines in _sections(document, notes) if _is_for(kind, words)]


def _is_for(kind: PointKind, title: str) -> bool:
    """Whether a title is that of a section for a kind of points."""
    bare = SHORT.sub("", title).strip(" :")
    return bool(KINDS[kind].fullmatch(bare)) or (kind == "action" and LABELLED.fullmatch(title) is not None)


def section_of(document: Document, notes: Notes, kind: PointKind) -> Lines | None:
    """The lines below the title of the only section for a kind of points.

    None where there is no such section, or one within an item, or where it holds anything but one list; also where
    people wrote in one above the agenda, which tells of the last call.
    """
    found = sections_for(document, notes, kind)
    if len(found) != 1 or any(first < found[0][0] < end for first, end in (item.lines for item in notes.agenda)):
        return None
    first, end = found[0]
    held = [block for block in document.blocks if block.lines[0] < end and first < block.lines[1]]
    held = [block for block in held if block.kind not in {"html", "rule"}]
    last = max((item.lines[1] for item in notes.agenda), default=notes.lines[0])
    if any(block.kind != "list" for block in held) or len(held) > 1:
        return None
    return (first, end) if first >= last or open_bullet(document, (first, end)) is not None or not held else None


def open_bullet(document: Document, lines: Lines) -> int | None:
    """The bullet among the outermost of these lines with nothing behind it but a box to tick."""
    bullets = [number for number in document.prose(lines) if BULLET.match(f"{document.line(number).rstrip()} ")]
    outer = min((depth(document.line(number)) for number in bullets), default=0)
    bare = (number for number in bullets if not words_of(document.line(number)))
    return next((number for number in bare if depth(document.line(number)) == outer), None)


def words_of(line: str) -> str:
    """What a bullet says."""
    return BOX.sub("", BULLET.sub("", f"{line.rstrip()} ", count=1).strip(), count=1)


def box_of(document: Document, lines: Lines) -> str:
    """The box to tick with which every bullet of these lines opens, nothing where not all do."""
    bullets = [line for number in document.prose(lines) if BULLET.match(line := f"{document.line(number).rstrip()} ")]
    return "[ ] " if bullets and all(BOX.match(BULLET.sub("", line, count=1)) for line in bullets) else ""


def is_below(document: Document, line: int, kind: PointKind) -> bool:
    """Whether the closest title above a line, or the bullet that it lies below, is for a kind of points."""
    titles = {block.lines[0]: block.text for block in document.blocks if block.kind == "heading"}
    own = depth(document.line(line))
    for number in reversed(document.prose((0, line))):
        text = document.line(number)
        bullet = BULLET.match(text)
        label = titles.get(number) or (label_alone(text) if bullet is None else None)
        if label is None and bullet is not None and depth(text) < own:
            label = words_of(text)
        if label is not None:
            return INNER[kind].fullmatch(SHORT.sub("", spoken(label)).strip(" :*")) is not None
    return False


def depth(line: str) -> int:
    """The column in which a line begins."""
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip())


def _sections(document: Document, notes: Notes) -> Iterator[tuple[str, Lines]]:
    """The words of every heading and label of a call, and the lines below it that are its own."""
    blocks = [block for block in document.blocks if block.within(notes.lines)]
    for place, block in enumerate(blocks):
        below = blocks[place + 1] if place + 1 < len(blocks) else None
        if block.kind == "heading":
            words = spoken(block.text)
            if below and below.kind == "heading" and below.level > block.level and NEW.fullmatch(spoken(below.text)):
                block = below  # noqa: PLW2901 — "New" below "Action items", above "Pending"
            yield words, (block.lines[1], section_end(document, notes, block))
        elif block.kind == "paragraph" and (label := _labelled(block.text)):
            end = below.lines[1] if below and below.kind in {"list", "table"} else block.lines[1]
            yield label, (block.lines[1], min(end, notes.lines[1]))
        elif block.kind == "list":
            yield from ((spoken(words), (item.lines[0] + 1, item.lines[1])) for item, words in _labels(block))


def _labels(block: Block) -> Iterator[tuple[Block, str]]:
    """The bullets of a list that are labels of those below them."""
    for item in block.children:
        text = first_text(item)
        if text is not None and "\n" not in text.text and len(item.children) > 1:
            yield item, _labelled(text.text) or text.text


def _labelled(text: str) -> str:
    """The words of a label, with its colon where it has one."""
    label = label_alone(text)
    return f"{label}:" if label and ":" in text else label or ""
