"""Changes to a page, made without touching any other byte, and taken back where nobody changed them since."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from transcribe.notes.markdown import split_lines
from transcribe.schema import DraftedLine
from transcribe.wording import alike

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


REWORDED = 60.0
"""How alike (0 to 100) a line must be to one of ours to be that line in a person's words."""

PUT_BACK = 3
"""So many points do not all vanish by a person's hand."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to write, without its ending; `point` is the id of the point it shows, or of what else it says.

    `theirs`: a person wrote it, and it only finds its place again. `words` are those of its point.
    """

    text: str
    point: str | None = None
    theirs: bool = False
    words: str | None = None


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

    `theirs` are drafted lines, by point, that a person reworded or wrote below: as they stand, with what lies below
    them. They are taken out as well, to be put where their point goes. `deleted` are points whose line a person
    deleted; `lost` are such lines, to be remembered with those of the next draft, so that they do not come back later.
    `numbers` tells of each line of `text` where it is on the page, or the line of ours that stands for it.
    """

    text: str
    theirs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()
    lost: tuple[DraftedLine, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def kept(self) -> frozenset[str]:
        """The points that a person has taken over: those deleted and those that are theirs now."""
        return self.deleted | frozenset(self.theirs)


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
            held = was if number < len(replaced) else None
            ours = DraftedLine(line.text, held, above, line.point, len(written), line.theirs, words=line.words)
            drafted.append(ours)
            written.append(line.text)
        position = max(position, change.end)
    written += lines[position:]
    below = [*(_bare(line) for line in written[1:]), None]
    return Draft(_joined(written, text), tuple(replace(line, below=below[line.number]) for line in drafted))


def undo(text: str, drafted: Sequence[DraftedLine], live: Collection[str] | None = None) -> Undone:
    """Take back the lines of an earlier draft that still stand as they were written.

    A line counts as ours when it lies between the lines it lay between, or when no other line has its text; a blank
    one when it lies beside one of ours. Any other line is a person's. One that stands near where ours is missing and
    is much like it, or that stands exactly there, is that line in a person's words; of those only points in `live`
    are taken out (None: all). A page from which all points are gone was put back as it was before, and nothing was
    deleted.
    """
    bare = [_bare(line) for line in split_lines(text)]
    ours = [line for line in drafted if line.point or not line.theirs]
    page = _Page(bare, ours, _standing(bare, ours))
    reworded = page.reworded()
    points = [line.point for line in ours if line.point]
    if len(points) >= PUT_BACK and not any(ours[order].point for order in (*page.found, *reworded)):
        return Undone(text, numbers=tuple(range(len(bare))))
    held = page.held(reworded)
    theirs = {order: span for order, span in held.items() if live is None or ours[order].point in live}
    staying = {number for order, span in held.items() if order not in theirs for number in range(*span)}
    gone = {number for span in theirs.values() for number in range(*span)}
    was = {place: ours[order].was for order, place in (*page.found.items(), *reworded.items()) if place not in staying}
    was = {place: held_back for place, held_back in was.items() if place in gone or not page.holds(place, gone)}
    lost = [line for order, line in enumerate(ours) if line.point and order not in {*page.found, *reworded}]
    lost += [ours[order] for order in held if order not in theirs]
    left, numbers = _without(text, gone, was)
    return Undone(
        left,
        {ours[order].point or "": tuple(bare[slice(*span)]) for order, span in theirs.items()},
        frozenset(line.point for line in lost if line.point),
        tuple(replace(line, number=-1) for line in lost),
        numbers,
    )


def standing(text: str, drafted: Sequence[DraftedLine]) -> dict[int, int]:
    """The lines of a page on which drafted lines stand as they were written, by their position among the drafted."""
    return _standing([_bare(line) for line in split_lines(text)], drafted)


def followed(before: str, after: str, drafted: Sequence[DraftedLine]) -> tuple[DraftedLine, ...]:
    """The drafted lines as they and what is beside them stand now, where lines of the page were changed in place."""
    was, now = ([_bare(line) for line in split_lines(text)] for text in (before, after))
    places = standing(before, drafted)

    def moved(text: str | None, near: int | None) -> str | None:
        if near is not None and 0 <= near < len(now) and was[near] == text:
            return now[near]
        return now[was.index(text)] if near is None and text is not None and was.count(text) == 1 else text

    return tuple(
        replace(
            line,
            text=line.text if (place := places.get(order)) is None else now[place],
            above=moved(line.above, None if place is None else place - 1),
            below=moved(line.below, None if place is None else place + 1),
        )
        for order, line in enumerate(drafted)
    )


def _without(text: str, gone: Collection[int], was: Mapping[int, str | None]) -> tuple[str, tuple[int, ...]]:
    """The text without these lines, with what some of them (`was`) replaced, and where each line left stood."""
    left: list[tuple[int, str]] = []
    for number, line in enumerate(split_lines(text)):
        replaced = was.get(number)
        if replaced is not None:
            left += [(number, before) for before in replaced.split("\n")]
        elif number not in was and number not in gone:
            left.append((number, line))
    return _joined([line for _, line in left], text), tuple(number for number, _ in left)


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page, our lines, and where those stand (`found`, by their position among ours)."""

    lines: Sequence[str]
    ours: Sequence[DraftedLine]
    found: Mapping[int, int]

    def reworded(self) -> dict[int, int]:
        """Where the lines stand, by position, that a person wrote in place of ours."""
        places = dict(self.found)
        for order, line in enumerate(self.ours):
            if order in self.found or not line.point:
                continue
            first = max((place + 1 for other, place in places.items() if other < order), default=0)
            last = min((place for other, place in places.items() if other > order), default=len(self.lines))
            free = [number for number in range(first, last) if self._beside(number, line, places)]
            like = [(alike(self.lines[number], line.text), -number) for number in free]
            if like and max(like)[0] >= REWORDED:
                places[order] = -max(like)[1]
        places |= self._replaced(places)
        return {order: place for order, place in places.items() if order not in self.found}

    def _replaced(self, places: Mapping[int, int]) -> dict[int, int]:
        """Where other lines stand in the very place of ours, as many as are missing there, by position."""
        found: dict[int, int] = {}
        ours = enumerate(self.ours)
        missing = [order for order, line in ours if order not in places and line.point and line.number >= 0]
        for _, run in groupby(missing, lambda order: self.ours[order].number - order):
            gap = list(run)
            above, below = self._edge(gap[0], -1, places), self._edge(gap[-1], 1, places)
            if above is not None and below is not None and below - above - 1 == len(gap):
                lines = range(above + 1, below)
                taken = {*places.values(), *found.values()}
                free = taken.isdisjoint(lines)
                if free and all(self._may_be(line, self.ours[order]) for line, order in zip(lines, gap, strict=True)):
                    found |= dict(zip(gap, lines, strict=True))
        return found

    def _edge(self, order: int, step: int, places: Mapping[int, int]) -> int | None:
        """Where what stood beside this line of ours stands: another of ours, or the only line with its text."""
        line, beside = self.ours[order], order + step
        if 0 <= beside < len(self.ours) and self.ours[beside].number == line.number + step:
            return places.get(beside)
        text = line.above if step < 0 else line.below
        if text is None:
            return -1 if step < 0 else len(self.lines)
        return self.lines.index(text) if self.lines.count(text) == 1 else None

    def _may_be(self, number: int, line: DraftedLine) -> bool:
        """Whether a line was not there before and stands as deep as this one did."""
        text = self.lines[number]
        stood = any(text in {other.above, other.below} for other in self.ours)
        return bool(text.strip()) and not stood and _depth(text) == _depth(line.text)

    def _beside(self, number: int, line: DraftedLine, places: Mapping[int, int]) -> bool:
        """Whether a line that was not there before stands as deep as this one did, beside ours or where it did."""
        around = (self._line(number - 1) == line.above, self._line(number + 1) == line.below)
        near = any(around) or not {number - 1, number + 1}.isdisjoint(places.values())
        return near and self._may_be(number, line)

    def _line(self, number: int) -> str | None:
        return self.lines[number] if 0 <= number < len(self.lines) else None

    def held(self, reworded: Mapping[int, int]) -> dict[int, tuple[int, int]]:
        """The lines, by position among ours, that a person took over: each with what they wrote below it."""
        mine = {*self.found.values(), *reworded.values()}
        held: dict[int, tuple[int, int]] = {}
        for order, place in (*self.found.items(), *reworded.items()):
            line = self.ours[order]
            was_there = self._line(place + 1) == line.below and not line.theirs
            end = place + 1 if was_there else self._end(place, mine)
            if line.point and (order in reworded or line.theirs or end > place + 1):
                held[order] = (place, end)
        return held

    def _end(self, place: int, mine: Collection[int] = ()) -> int:
        """The end of what lies below a line: deeper lines, none of them in `mine`, and blank ones between them."""
        depth, end = _depth(self.lines[place]), place + 1
        for number in range(place + 1, len(self.lines)):
            if number in mine or (self.lines[number].strip() and _depth(self.lines[number]) <= depth):
                break
            if self.lines[number].strip():
                end = number + 1
        return end

    def holds(self, place: int, gone: Collection[int]) -> bool:
        """Whether a person wrote something of their own below a line of ours that only holds others."""
        ours = {at: self.ours[order] for order, at in self.found.items()}
        if ours[place].point or not ours[place].text.strip():
            return False
        inside = range(place, self._end(place) - 1)
        return any(
            number in ours
            and number + 1 not in ours
            and number + 1 not in gone
            and self.lines[number + 1].strip() != ""
            and self.lines[number + 1] != ours[number].below
            for number in inside
        )


def _depth(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())


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
