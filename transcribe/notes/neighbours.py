"""The other pages of a folder: which to look at, and what they teach about people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from transcribe.errors import PageError
from transcribe.notes import calls, load, read
from transcribe.notes.dates import find_dates
from transcribe.notes.people import fold, with_aliases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from transcribe.schema import Attendee, Notes

PAGES = 12
"""So many pages, the nearest in time, teach enough; each costs some hundredths of a second."""

CALLS = 12
"""So many calls of a page of many."""


def pages_beside(path: Path, date: str | None = None) -> tuple[str, ...]:
    """The texts of the pages that lie beside this one: those before `date` (ISO) first, the latest of them first.

    Dates are those in the names of the files; what cannot be read is left out.
    """
    others = [other for other in path.absolute().parent.glob("*.md") if other.name != path.name]
    dated = sorted(((_day(other), other.name, other) for other in others), reverse=True)
    limit = date or _day(path) or "9999"
    earlier = [other for day, _, other in dated if day < limit]
    ordered = [*earlier, *(other for day, _, other in dated if day >= limit)]
    found = []
    for other in ordered[:PAGES]:
        try:
            found.append(load(other))
        except PageError:
            continue
    return tuple(found)


def with_spellings(notes: Notes, texts: Sequence[str]) -> Notes:
    """The same notes, each attendee with the spellings that these pages have for the same handle or name.

    A spelling that two attendees of this call may claim is given to neither.
    """
    known = tuple(person for text in texts for person in _people(text))
    taught = [replace(person, aliases=tuple(dict.fromkeys(_spellings(person, known)))) for person in notes.attendees]
    return replace(notes, attendees=with_aliases(taught))


def _spellings(person: Attendee, known: Sequence[Attendee]) -> Iterable[str]:
    yield from person.aliases
    handle = fold(person.handle or "")
    for other in known:
        same = fold(other.name) == fold(person.name) or (handle and fold(other.handle or "") == handle)
        if same:
            yield from (other.name, *([other.handle] if other.handle else []), *other.aliases)


def _people(text: str) -> Iterable[Attendee]:
    for call in calls(text)[:CALLS]:
        if call.filled and call.date is not None:
            try:
                yield from read(text, date=call.date).attendees
            except PageError:
                continue


def _day(path: Path) -> str:
    found = find_dates(path.stem)
    return found[0].readings[0] if found else ""
