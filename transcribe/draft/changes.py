"""Changes to a page, made without touching any other byte, and taken back where nobody changed them since."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe.notes.markdown import split_lines
from transcribe.schema import DraftedLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to write, without its ending; `point` is the id of the point it shows, or of what else it says."""

    text: str
    point: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """New lines in place of the lines from `start` to `end` (zero-based, half open; equal to insert before `start`)."""

    start: int
    end: int
    lines: tuple[NewLine, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A page with what was drafted, and the lines that are ours, in the order of the page."""

    text: str
    lines: tuple[DraftedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """A page without our lines.

    `kept` are points that a person reworded or deleted and that must not come back; `lost` are their lines, to be
    remembered with those of the next draft, so that they do not come back later either.
    """

    text: str
    kept: frozenset[str] = frozenset()
    lost: tuple[DraftedLine, ...] = ()


def apply(text: str, changes: Iterable[Change]) -> Draft:
    """Make the changes; lines around them keep their endings, new ones take the ending of the line above."""
    wanted = sorted(changes, key=lambda change: (change.start, change.end))
    if not wanted:
        return Draft(text)
    lines = split_lines(text)
    written: list[str] = []
    drafted: list[DraftedLine] = []
    position = 0
    for change in wanted:
        written += lines[position : change.start]
        replaced = [_bare(line) for line in lines[change.start : change.end]]
        for number, line in enumerate(change.lines):
            above = _bare(written[-1]) if written else None
            last = number + 1 == len(change.lines)
            was = "\n".join(replaced[number:] if last else replaced[number : number + 1])
            drafted.append(
                DraftedLine(line.text, was if number < len(replaced) else None, above, line.point, len(written))
            )
            written.append(line.text)
        position = max(position, change.end)
    written += lines[position:]
    return Draft(_joined(written, text), tuple(drafted))


def undo(text: str, drafted: Sequence[DraftedLine]) -> Undone:
    """Take back the lines of an earlier draft that still stand as they were written.

    A line counts as ours when it lies between the lines it lay between, or when no other line has its text; a blank
    one when it lies beside one of ours. Any other line is a person's by now.
    """
    lines = split_lines(text)
    bare = [_bare(line) for line in lines]
    found = _standing(bare, drafted)
    lost = tuple(replace(line, number=-1) for order, line in enumerate(drafted) if line.point and order not in found)
    kept = frozenset(line.point for line in lost if line.point)
    if not found:
        return Undone(text, kept, lost)
    before = {place: drafted[order].was for order, place in found.items()}
    left: list[str] = []
    for number, line in enumerate(lines):
        was = before.get(number)
        if number not in before:
            left.append(line)
        elif was is not None:
            left += was.split("\n")
    return Undone(_joined(left, text), kept, lost)


def _standing(bare: Sequence[str], drafted: Sequence[DraftedLine]) -> dict[int, int]:
    """Where drafted lines stand now, by their position among them."""
    found: dict[int, int] = {}
    after = 0
    for order, line in enumerate(drafted):
        below = drafted[order + 1] if order + 1 < len(drafted) else None
        joined = below if below and below.number == line.number + 1 > 0 else None
        place = _place(bare, line, joined, after) if line.text.strip() else None
        if place is not None:
            found[order] = place
            after = place + 1
    for order, line in enumerate(drafted):
        for beside, step in ((order + 1, -1), (order - 1, 1)):
            place = found.get(beside, -2) + step
            adjoining = 0 <= beside < len(drafted) and drafted[beside].number == line.number - step
            if not line.text.strip() and adjoining and 0 <= place < len(bare) and bare[place] == line.text:
                found.setdefault(order, place)
    return found


def _place(bare: Sequence[str], line: DraftedLine, below: DraftedLine | None, after: int) -> int | None:
    """The line that is this one: between the neighbours it had, or the only one with its text."""
    places = [number for number in range(after, len(bare)) if bare[number] == line.text]
    for number in places:
        follows = below is None or (number + 1 < len(bare) and bare[number + 1] == below.text)
        if follows and (bare[number - 1] if number else None) == line.above:
            return number
    return places[0] if len(places) == 1 and bare.count(line.text) == 1 else None


def _bare(line: str) -> str:
    return line.rstrip("\r\n").removeprefix("\ufeff")


def _joined(written: Sequence[str], text: str) -> str:
    """The lines of a page, each with an ending where it has none yet, closed the way the page was closed."""
    usual = re.search(r"\r\n|\r|\n", text)
    ending = usual[0] if usual else "\n"
    whole: list[str] = []
    for line in written:
        own = line[len(line.rstrip("\r\n")) :]
        ending = own or ending
        whole.append(line if own else line + ending)
    joined = "".join(whole)
    return joined if text.endswith(("\n", "\r")) or not text else joined.removesuffix(ending)
