"""A new draft as people know it: a line that is made again keeps its id, and one they took over stays.

A point's id is made from its first utterance, on which other points may rest too, so that in another draft the same id
may name another sentence. Which sentence an id named is told by the edits (`Edit.point`) and by the page.
"""

from __future__ import annotations

import re
import string
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from transcribe.minutes import familiar
from transcribe.schema import Minutes, Point
from transcribe.wording import alike

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from transcribe.revision.following import Machine
    from transcribe.schema import DraftedLine, Edit, Notes, Seconds, Section

POINT = re.compile(r"p(\d{7,})[a-z]*")
"""A point's id; its digits are the milliseconds at which its utterance starts."""

LABEL = re.compile(r"\bSpeaker \d+\b")
OPENING = re.compile(r"\s*(?:(?:[-*+]|\d+[.)])\s+)?(?:\[[^\]]*\](?!\()\s*)?")
"""The bullet and the tag of a line."""

MADE_AGAIN = 70.0
"""How alike (0 to 100) a line of the same moment must be to one of an earlier draft to be that line in other words."""

WRITTEN = 90.0
"""How alike (0 to 100) a person's line must be to a drafted one to say it in its place."""

NEAR_S = 5.0
"""Lines of one moment rest on one utterance, or start so close together where utterances were cut anew."""


def redrafted(made: Machine, edits: Sequence[Edit], drafted: Iterable[DraftedLine] = ()) -> Minutes:
    """The draft with the ids by which people know its lines, and with those of an earlier draft that they hold on to.

    A line is known again by its words, then as the most alike of its moment. What people kept, changed or moved to
    another item is put back where no line is it any more, unless the page says it; what they kept has their words. A
    line that nobody knows takes no id of another. `drafted` are the lines that stand on the page.
    """
    known = _known(made, edits, drafted)
    added = {edit.target for edit in edits if edit.field == "new"}
    points = list(made.minutes.points)
    again = _made_again(known, points)
    names = {place: name for name, place in again.items()}
    taken = {*known, *added, *(point.id for point in points)}
    for place, point in enumerate(points):
        if place in names:
            name = names[place]
            same = not _is_kept(name, edits) or _says_same(known[name], point)
            held = point if same else replace(_of_today(known[name], made), item=point.item)
            points[place] = replace(held, id=name)
        elif point.id in known or point.id in added:
            points[place] = replace(point, id=_unused(point.id, taken))
            taken.add(points[place].id)
    there = {utterance.id for utterance in made.utterances}
    recorded = {edit.target for edit in edits if edit.point is not None}
    for name, point in known.items():
        found = name in recorded or not there.isdisjoint(point.utterances)
        if name not in again and found and _is_held(name, edits):
            back = replace(_of_today(point, made), id=name)
            if not _is_written(back, made):
                points.insert(_place(back, points), back)
    return replace(made.minutes, points=tuple(points))


def settled(made: Minutes, edits: Iterable[Edit]) -> frozenset[str]:
    """The points of these edits that the draft does not have, where nothing is left to be done about them."""
    there = {point.id for point in made.points}
    return frozenset(edit.target for edit in edits if edit.point is not None) - there


def housed(points: Iterable[Point], notes: Notes, sections: Sequence[Section]) -> tuple[Point, ...]:
    """The points, those of an item that is gone from the page under the one during which they were said."""
    items = {item.id for item in notes.agenda} | {None}
    return tuple(
        point if point.item in items else replace(point, item=_item_of(point.utterances[0], sections))
        for point in points
    )


def _item_of(utterance: str, sections: Sequence[Section]) -> str | None:
    return next((section.item for section in sections if utterance in section.utterances), None)


def _known(made: Machine, edits: Sequence[Edit], drafted: Iterable[DraftedLine]) -> dict[str, Point]:
    """What the ids of points named when people last saw them; what people wrote themselves is not drafted."""
    found = {
        line.point: _recalled(line.point, line.words or OPENING.sub("", line.text, count=1), made)
        for line in drafted
        if line.point and POINT.fullmatch(line.point)
    }
    changed: set[str] = set()
    for edit in edits:
        if edit.point is not None:
            found[edit.target] = edit.point
        elif edit.field == "text" and edit.was and edit.target not in changed and POINT.fullmatch(edit.target):
            found[edit.target] = _recalled(edit.target, edit.was, made)
            changed.add(edit.target)
    added = {edit.target for edit in edits if edit.field == "new"}
    return {name: point for name, point in found.items() if name not in added}


def _recalled(name: str, text: str, made: Machine) -> Point:
    """A drafted line of which only id and words are known."""
    digits = POINT.fullmatch(name)
    at = int(digits[1]) / 1000 if digits else 0.0
    said = f"u{digits[1] if digits else ''}"
    now = next((point for point in made.minutes.points if point.id == name and point.text == text), None)
    return now or Point(name, _item_of(said, made.sections), "note", text, (), at, (said,), 1.0)


def _made_again(known: Mapping[str, Point], points: Sequence[Point]) -> dict[str, int]:
    """Which of the points (by its place) is which known line; the surest first, each only once."""
    fits: list[tuple[tuple[float, ...], str, int]] = []
    for name, was in known.items():
        for place, point in enumerate(points):
            near = _is_near(was, point)
            same = _says_same(was, point) if near else _words(was.text) == _words(point.text)
            likeness = 100.0 if same else alike(was.text, point.text) if near else 0.0
            if same or likeness >= MADE_AGAIN:
                far: Seconds = abs(was.at - point.at)
                fits.append(((same, near, likeness, point.id == name, -far), name, place))
    found: dict[str, int] = {}
    for _, name, place in sorted(fits, key=lambda fit: fit[0], reverse=True):
        if name not in found and place not in found.values():
            found[name] = place
    return found


def _is_near(one: Point, other: Point) -> bool:
    return not set(one.utterances).isdisjoint(other.utterances) or abs(one.at - other.at) <= NEAR_S


def _says_same(one: Point, other: Point) -> bool:
    """Whether two lines have the same words; that a voice got its name since then changes nothing."""
    names = {part for name in (*one.speakers, *other.speakers) for part in _words(name)}
    before, after = ([word for word in _words(point.text) if word not in names] for point in (one, other))
    return before == after and (bool(before) or one.text == other.text)


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", LABEL.sub("", text).casefold()))


def _now(name: str, edits: Iterable[Edit]) -> dict[str, str | None]:
    return {edit.field: edit.now for edit in edits if edit.target == name}


def _is_kept(name: str, edits: Iterable[Edit]) -> bool:
    return _now(name, edits).get("kept") is not None


def _is_held(name: str, edits: Iterable[Edit]) -> bool:
    """Whether people kept a line, changed it or moved it to another item, and did not delete it."""
    now = _now(name, edits)
    touched = now.get("kept") is not None or not {"text", "kind", "item"}.isdisjoint(now)
    return touched and now.get("deleted") is None


def _is_written(point: Point, made: Machine) -> bool:
    """Whether a person's line under the item says it."""
    from rapidfuzz.fuzz import ratio

    notes = [note for item in made.notes.agenda if item.id == point.item for note in item.notes]
    return any(ratio(OPENING.sub("", note, count=1), point.text) >= WRITTEN for note in notes)


def _of_today(point: Point, made: Machine) -> Point:
    """A line of an earlier draft with the utterances, items and names that there are now."""
    there = {utterance.id: utterance for utterance in made.utterances}
    said = tuple(name for name in point.utterances if name in there)
    if not said and made.utterances:
        said = (min(made.utterances, key=lambda one: (one.end <= point.at, abs(one.start - point.at))).id,)
    if not said:
        return point
    point = housed([replace(point, utterances=said)], made.notes, made.sections)[0]
    voice = there[said[0]].voice
    name = next((naming.name for naming in made.names if naming.voice == voice), None) or voice
    if len(point.speakers) != 1 or not LABEL.fullmatch(point.speakers[0]) or name is None:
        return point
    people = [naming.name for naming in made.names if naming.name]
    short = familiar(name, made.notes.attendees, people)
    text = short.join(re.split(rf"\b{re.escape(point.speakers[0])}\b", point.text))
    return replace(point, text=text, speakers=(name,))


def _place(point: Point, points: Sequence[Point]) -> int:
    """Where a line goes: by its time among those of its item, else at the end."""
    own = [place for place, other in enumerate(points) if other.item == point.item]
    later = [place for place in own if (points[place].at, points[place].id) > (point.at, point.id)]
    return later[0] if later else own[-1] + 1 if own else len(points)


def _unused(name: str, taken: Collection[str]) -> str:
    digits = POINT.fullmatch(name)
    base = f"p{digits[1]}" if digits else name
    letters = (first + second for first in ("", *string.ascii_lowercase) for second in string.ascii_lowercase)
    return next(f"{base}{letter}" for letter in letters if f"{base}{letter}" not in taken)
