"""The other pages of a folder: which to look at, and what they teach about people and about length."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from transcribe.errors import PageError
from transcribe.notes import calls, load, read
from transcribe.notes.dates import find_dates
from transcribe.notes.markdown import first_text, parse, plain, walk
from transcribe.notes.people import fold, with_aliases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from transcribe.notes.markdown import Document
    from transcribe.schema import Attendee, Notes

PAGES = 12
"""So many pages, the nearest in time, teach enough; each costs some hundredths of a second."""

CALLS = 12
"""So many calls of a page of many."""

COPIED = 0.75
"""From this share of its lines on a page of the same call is a copy."""

ENOUGH = 8
"""So many lines show how much a community writes."""


@dataclass(frozen=True, slots=True)
class Length:
    """How much a community writes: median words of a line, and median words under one agenda item of a call."""

    line: float
    item: float


def pages_beside(path: Path, date: str | None = None) -> tuple[str, ...]:
    """The texts of the pages that lie beside this one: those before `date` (ISO) first, the latest of them first.

    Dates are those in the names of the files; what cannot be read is left out, and so is a copy of this very page.
    """
    others = [other for other in path.absolute().parent.glob("*.md") if other.name != path.name]
    dated = sorted(((_day(other), other.name, other) for other in others), reverse=True)
    limit = date or _day(path) or "9999"
    earlier = [other for day, _, other in dated if day < limit]
    ordered = [*earlier, *(other for day, _, other in dated if day >= limit)]
    own = _loaded(path)
    texts = ((other, _loaded(other)) for other in ordered)
    found = (text for other, text in texts if text and not (own and _is_copy(own, text, path, other)))
    return tuple(islice(found, PAGES))


def _loaded(path: Path) -> str | None:
    try:
        return load(path)
    except PageError:
        return None


def _is_copy(one: str, other: str, path: Path, beside: Path) -> bool:
    """Whether two pages tell of the same calls under the same title in mostly the same lines.

    What is in only one of them may have been drafted into it since, so that the shorter page counts; where one has
    calls that the other has not, the longer one.
    """
    lines, others = (Counter(line.strip() for line in text.splitlines() if line.strip()) for text in (one, other))
    common = (lines & others).total()
    if common < COPIED * min(lines.total(), others.total()):
        return False
    days, held = ({call.date for call in calls(text) if call.date} for text in (one, other))
    known = {_day(path), *days} - {""}
    if known and _day(beside) not in {"", *known}:
        return False
    if _title(one) != _title(other) or ((days or held) and days.isdisjoint(held)):
        return False
    return days == held or common >= COPIED * max(lines.total(), others.total())


def _title(text: str) -> str:
    return next((plain(block.text) for block in parse(text).blocks if block.kind == "heading"), "")


def with_spellings(notes: Notes, texts: Sequence[str]) -> Notes:
    """The same notes, each attendee with the spellings that these pages have for the same handle or name.

    A spelling that two attendees of this call may claim is given to neither.
    """
    known = tuple(person for text in texts for person in _people(text))
    taught = [replace(person, aliases=tuple(dict.fromkeys(_spellings(person, known)))) for person in notes.attendees]
    return replace(notes, attendees=with_aliases(taught))


def usual_length(notes: Notes, text: str, others: Sequence[str]) -> Length | None:
    """How much is written in the page's other calls and in the pages beside it; None where there is too little."""
    lengths: list[int] = []
    totals: list[float] = []
    for page, call in _written_calls(notes, text, others):
        written = [count for line in _lines(page, call) if (count := len(plain(line).split()))]
        if call.agenda and written:
            lengths += written
            totals.append(sum(written) / len(call.agenda))
    return Length(median(lengths), median(totals)) if len(lengths) >= ENOUGH else None


def _written_calls(notes: Notes, text: str, others: Sequence[str]) -> Iterable[tuple[Document, Notes]]:
    for page in (text, *others):
        document = parse(page)
        for call in _filled_calls(page):
            if page is not text or call.date != notes.date:
                yield document, call


def _lines(document: Document, call: Notes) -> Iterable[str]:
    """What people wrote under the items of a call: its bullets outside its lists of people, news and dates."""
    titles = {item.lines[0] for item in call.agenda}
    apart = [lines for kind, lines in call.sections.items() if kind not in {"agenda", "notes"}]
    for block in walk(document.blocks):
        line = block.lines[0]
        inside = call.lines[0] <= line < call.lines[1] and not any(first <= line < last for first, last in apart)
        if block.kind == "item" and inside and line not in titles:
            told = first_text(block)
            if told is not None:
                yield told.text.split("\n")[0]


def _spellings(person: Attendee, known: Sequence[Attendee]) -> Iterable[str]:
    yield from person.aliases
    handle = fold(person.handle or "")
    for other in known:
        same = fold(other.name) == fold(person.name) or (handle and fold(other.handle or "") == handle)
        if same:
            yield from (other.name, *([other.handle] if other.handle else []), *other.aliases)


def _people(text: str) -> Iterable[Attendee]:
    for call in _filled_calls(text):
        yield from call.attendees


def _filled_calls(text: str) -> Iterable[Notes]:
    """The newest dated calls of a page, as far as they can be read."""
    for call in calls(text)[:CALLS]:
        if call.filled and call.date is not None:
            try:
                yield read(text, date=call.date)
            except PageError:
                continue


def _day(path: Path) -> str:
    found = find_dates(path.stem)
    return found[0].readings[0] if found else ""
