"""A table of every call on the pages of a folder: when, who, how long, and which links are still missing."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from transcribe import notes, origin
from transcribe.clock import clock
from transcribe.draft import reading, standing
from transcribe.errors import TranscribeError
from transcribe.notes import alike
from transcribe.notes.dates import find_dates
from transcribe.notes.markdown import split_lines
from transcribe.publish import slots
from transcribe.schema import Minutes, Source, Transcript
from transcribe.wording import counted
from transcribe.work import SUFFIX, Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transcribe.notes import CallHeading
    from transcribe.notes.fields import Purpose
    from transcribe.schema import DraftedLine, Notes

State = Literal["present", "placeholder", "missing"]

PAGES = ("*.md", "*.markdown", "*.MD")
OUR_TRANSCRIPT = re.compile(r"\A# Transcript: [^\r\n]*\r?\n(?s:.*?)<a id=\"t-")
OUR_LENGTH = re.compile(r"- Length: ((?:\d+:)?\d+:\d\d)")
WRITTEN_LENGTH = re.compile(
    r"^\W*(?:meeting |call )?(?:duration|length)\W{1,6}"
    r"(?:(?P<hours>\d+)\s*(?:hours?|hrs?|h)\b)?\W*(?:(?P<minutes>\d+)\s*(?:minutes?|mins?|m)\b)?",
    re.IGNORECASE | re.MULTILINE,
)
HEADER_LINES = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One call. `length` is in seconds, None where nothing tells it."""

    page: str
    line: int
    date: str | None
    title: str
    mc: tuple[str, ...]
    people: int
    items: int
    length: float | None
    recording: State
    transcript: State


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is listed with the reason why it could not be read as a page of calls."""

    page: str
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a work folder knows of its call: its name, its length in seconds, our lines on the page, and the minutes."""

    name: str | None
    length: float
    drafted: tuple[DraftedLine, ...]
    minutes: Minutes | None

    def ours(self, text: str) -> tuple[DraftedLine, ...]:
        """Our lines on the page."""
        return self.drafted or (standing.copied(text, self.minutes) if self.minutes else ())


@dataclass(frozen=True, slots=True)
class Index:
    """All calls, page by page in the order of each page, and what could not be read."""

    calls: tuple[Entry, ...]
    unread: tuple[Unread, ...]


def index(folder: Path) -> Index:
    """Read every page below a folder."""
    works = _works(folder)
    calls: list[Entry] = []
    unread: list[Unread] = []
    for page in sorted({found for pattern in PAGES for found in folder.rglob(pattern)}):
        name = page.relative_to(folder).as_posix()
        if any(part.startswith(".") or part.endswith(SUFFIX) for part in Path(name).parts):
            continue
        try:
            text = notes.load(page)
            found = [] if OUR_TRANSCRIPT.match(text) else list(_entries(page, name, text, works))
        except TranscribeError as error:
            unread.append(Unread(name, str(error).removeprefix(f"{page}: ")))
            continue
        if not found and not OUR_TRANSCRIPT.match(text):
            unread.append(Unread(name, "it holds no call: no date, attendees or agenda."))
        calls += found
    return Index(tuple(calls), tuple(unread))


def needing(found: Index) -> Index:
    """Only the calls without a link to their recording or transcript."""
    return Index(tuple(filter(_lacks, found.calls)), found.unread)


def as_json(found: Index) -> str:
    """One object with `calls` and `unread`."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n"


def as_table(found: Index) -> str:
    """Columns for a terminal, and below them what could not be read."""
    rows = [("date", "MC", "people", "items", "length", "recording", "transcript", "page")]
    rows += [
        (
            call.date or "?",
            _short(", ".join(call.mc) or "-"),
            str(call.people),
            str(call.items),
            clock(call.length) if call.length is not None else "-",
            call.recording,
            call.transcript,
            f"{call.page}:{call.line}",
        )
        for call in found.calls
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    text = "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows
    )
    if found.unread:
        text += "\nNot read:\n" + "".join(f"  {unread.page}: {unread.reason}\n" for unread in found.unread)
    lacking = sum(map(_lacks, found.calls))
    return (
        text + f"\n{counted(len(found.calls), 'call')}, {lacking} of them without a link to recording or transcript.\n"
    )


def _entries(page: Path, name: str, text: str, works: dict[tuple[str, str | None], list[Known]]) -> Iterator[Entry]:
    lines = split_lines(text)
    calls = notes.calls(text)
    named = find_dates(page.stem)
    for place, call in enumerate(calls):
        date = call.date or (named[0].readings[0] if named and len(calls) == 1 else None)
        if call.cancelled or not (date or call.filled):
            continue
        # each call is read from its own lines: a page may hold two of one date
        own = "".join(lines[slice(*slots.own_span(calls, place))])
        same = [other for other in calls if other.date == call.date]
        known = _of(call, same, works.get((str(page.resolve()), date), ()))
        here = reading.read(own, known.ours(own) if known else ())
        yield Entry(
            page=name,
            line=(call.line if call.line is not None else call.lines[0]) + 1,
            date=date,
            title=call.title or here.title,
            mc=here.mc,
            people=len(here.attendees),
            items=len(here.agenda),
            length=known.length if known else _length(page, here, own),
            recording=_state(own, here, "recording"),
            transcript=_state(own, here, "transcript"),
        )


def _state(text: str, here: Notes, purpose: Purpose) -> State:
    found = slots.slots(text, here, purpose)
    if any(not slot.waits for slot in found):
        return "present"
    return "placeholder" if found else "missing"


def _lacks(call: Entry) -> bool:
    return call.recording != "present" or call.transcript != "present"


def _length(page: Path, here: Notes, text: str) -> float | None:
    """From the transcript we wrote, or as the header says it."""
    for slot in slots.slots(text, here, "transcript"):
        linked = page.parent / slot.url
        if not slot.waits and "://" not in slot.url and linked.is_file():
            match = OUR_LENGTH.search(linked.read_text(encoding="utf-8", errors="replace")[:2000])
            if match:
                parts = [int(part) for part in match[1].split(":")]
                return float(sum(part * 60**place for place, part in enumerate(reversed(parts))))
    written = WRITTEN_LENGTH.search("".join(split_lines(text)[:HEADER_LINES]))
    if written and (written["hours"] or written["minutes"]):
        return 3600.0 * int(written["hours"] or 0) + 60.0 * int(written["minutes"] or 0)
    return None


def _of(call: CallHeading, same: list[CallHeading], works: Sequence[Known]) -> Known | None:
    """What is known of a call among those of its day, the last of several works of it."""
    titles = [other.title for other in same]
    own = [known for known in works if alike.find(titles, known.name or "") in {None, same.index(call)}]
    return own[-1] if own else None


def _works(folder: Path) -> dict[tuple[str, str | None], list[Known]]:
    """What the work folders below know of their calls, by page and date."""
    found: dict[tuple[str, str | None], list[Known]] = {}
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        work = Work(path)
        try:
            source = work.read("source", Source)
            page = origin.found(work, source, source.page) or origin.place(work, source.page)
            length = work.read("transcript", Transcript).duration
            known = Known(source.named, length, source.drafted, work.held("minutes", Minutes))
            found.setdefault((str(page.resolve()), source.date), []).append(known)
        except TranscribeError:
            continue
    return found


def _short(words: str, width: int = 24) -> str:
    return words if len(words) <= width else words[: width - 1] + "…"
