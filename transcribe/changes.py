"""Changes to a page, made without touching any other byte, and taken back where nobody changed them since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.markdown import split_lines
from transcribe.schema import DraftedLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to write, without its ending; `point` is the id of the point it shows."""

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
    """A page without our lines; `kept` are points that a person reworded or deleted and that must not come back."""

    text: str
    kept: frozenset[str] = frozenset()


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
            was = replaced[number] if number < len(replaced) else None
            drafted.append(DraftedLine(line.text, was, above, line.point))
            written.append(line.text)
        position = max(position, change.end)
    written += lines[position:]
    return Draft(_joined(written, text), tuple(drafted))


def undo(text: str, drafted: Sequence[DraftedLine]) -> Undone:
    """Take back the lines of an earlier draft that still stand as they were written.

    A line counts as ours when its text and the line above it are what they were, or when its text stands only once
    below the last line found. Any other line is a person's by now.
    """
    lines = list(split_lines(text))
    bare = [_bare(line) for line in lines]
    found: dict[int, DraftedLine] = {}
    kept: set[str] = set()
    after = 0
    for line in drafted:
        number = _stands_at(bare, line, after)
        if number is None:
            kept |= {line.point} if line.point else set()
        else:
            found[number] = line
            after = number + 1
    if not found:
        return Undone(text, frozenset(kept))
    left = [
        line if number not in found else found[number].was
        for number, line in enumerate(lines)
        if number not in found or found[number].was is not None
    ]
    return Undone(_joined([line for line in left if line is not None], text), frozenset(kept))


def _stands_at(bare: Sequence[str], line: DraftedLine, after: int) -> int | None:
    places = [number for number in range(after, len(bare)) if bare[number] == line.text]
    for number in places:
        if (bare[number - 1] if number else None) == line.above:
            return number
    return places[0] if len(places) == 1 and line.text.strip() else None


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
