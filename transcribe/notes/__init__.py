"""The Markdown page: load it, find the call that is meant, and read what people wrote there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe.errors import PageError
from transcribe.notes import alike
from transcribe.notes.attendance import leaders, named_in, people_of
from transcribe.notes.dates import find_dates
from transcribe.notes.fields import placeholders, purpose_of
from transcribe.notes.items import agenda_items
from transcribe.notes.markdown import LINK, parse, plain
from transcribe.notes.marks import unmarked
from transcribe.notes.parts import call_parts, main_parts
from transcribe.notes.repeats import own_notes
from transcribe.notes.spans import call_spans, days_of, is_cancelled, says_cancelled
from transcribe.notes.topics import beside_agenda, with_agenda
from transcribe.schema import Link, Notes
from transcribe.wording import link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from transcribe.notes.markdown import Document
    from transcribe.notes.parts import Part
    from transcribe.notes.spans import CallSpan
    from transcribe.schema import AgendaItem, Attendee


UNNAMED = "voices stay without names unless they introduce themselves"


@dataclass(frozen=True, slots=True)
class CallHeading:
    """One call of a page: when, its heading's words and line (zero-based; None without one), and its span.

    `dates` holds every way to read the date, the likelier first; `filled` says whether it has attendees or an agenda.
    """

    date: str | None
    title: str
    line: int | None
    lines: tuple[int, int]
    dates: tuple[str, ...] = ()
    cancelled: bool = False
    filled: bool = False


def load(path: Path) -> str:
    """Read a page with every character it holds: byte order mark, line endings, no final newline.

    Raises:
        PageError: there is no such file, it is a link, a folder, empty, or no UTF-8 text.
    """
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        if address := link(path):
            raise PageError(f"{address} is a link; save the page as a Markdown file and name that.") from None
        raise PageError(f"{path}: there is no such page; name the Markdown file with the notes of the call.") from None
    except IsADirectoryError:
        raise PageError(f"{path} is a folder; name the Markdown file in it.") from None
    except OSError as error:
        raise PageError(f"{path}: the page cannot be read ({error.strerror}).") from error
    if not written.strip():
        raise PageError(f"{path}: the page is empty; start it with a heading, the attendees and an agenda.")
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PageError(f"{path}: the page is no UTF-8 text (byte {error.start}); save it as UTF-8.") from None
    if "\0" in text:
        raise PageError(f"{path}: the page is no text but a binary file; name the Markdown file with the notes.")
    return text


def calls(text: str) -> tuple[CallHeading, ...]:
    """Every call of a page, in the order of the page."""
    document = parse(text)
    return tuple(_heading(document, span) for span in call_spans(document))


def read(text: str, *, date: str | None = None, hint: str | None = None) -> Notes:
    """Read one call of a page.

    It is the call of `date` (ISO); else the one whose date stands in `hint`, such as a recording's file name; else
    the newest that has attendees or an agenda. A page without a date takes the one in `hint`.

    Raises:
        PageError: no call has that date, or two do.
    """
    document = parse(unmarked(text))
    spans = call_spans(document)
    span, day = _wanted(document, spans, date, hint)
    found = with_agenda(document, span, call_parts(document, span))
    parts = main_parts(found)
    named = named_in(document, found)
    people = people_of(named)
    header = parts["header"]
    notes = Notes(
        title=span.title,
        date=day,
        mc=leaders(document, parts.get("mc"), named),
        attendees=people,
        agenda=_agenda(document, span, found, people),
        links=_links(document, spans, span, header),
        placeholders=placeholders(document, span.lines, parts),
        lines=span.lines,
        sections={kind: part.lines for kind, part in parts.items()},
    )
    agenda = [
        replace(item, notes=tuple(dict.fromkeys((*item.notes, *own_notes(document, notes, item)))))
        for item in notes.agenda
    ]
    return replace(notes, agenda=tuple(agenda))


def missing(notes: Notes, *, hint: str | None = None, labelled: bool = False) -> tuple[str, ...]:
    """What this page lacks for good minutes, a sentence each; also when its date is not the one in `hint`.

    `labelled`: a transcript says who speaks.
    """
    found = []
    hinted = [dated.readings[0] for dated in find_dates(hint or "")]
    if notes.date and hinted and not any(_shifted(notes.date, days) in hinted for days in (-1, 0, 1)):
        found.append(f"The page says {notes.date}, but the recording's name says {hinted[0]}.")
    if notes.date is None:
        found.append("The page does not say when the call was.")
    if not notes.attendees:
        loss = "people are called as in the transcript" if labelled else UNNAMED
        found.append(f"The page lists no attendees, so {loss}.")
    if not notes.agenda:
        found.append('The page has no agenda, so all points go under "Other".')
    return tuple(found)


def _agenda(
    document: Document, span: CallSpan, parts: Sequence[Part], people: Sequence[Attendee]
) -> tuple[AgendaItem, ...]:
    """The items of the agenda, or of the discussions, or of the news where a page has neither; and of its talks."""
    main = main_parts(parts)
    agenda = main.get("agenda") or main.get("highlights")
    talks = [part for part in parts if part.kind == "talks" and part is not agenda]
    if agenda is None:
        return agenda_items(document, talks, people)
    beside = [part for part in beside_agenda(document, span.lines, parts, agenda) if part.lines != agenda.lines]
    listed = sorted([agenda, *beside], key=lambda part: part.lines)
    return agenda_items(document, [*listed, *talks], people)


def _heading(document: Document, span: CallSpan) -> CallHeading:
    found = with_agenda(document, span, call_parts(document, span))
    parts = main_parts(found)
    filled = bool(people_of(named_in(document, found)))
    filled = filled or ("agenda" in parts and bool(agenda_items(document, [parts["agenda"]], ())))
    return CallHeading(
        date=span.dates[0] if span.dates else None,
        title=span.text,
        line=span.heading,
        lines=span.lines,
        dates=span.dates,
        cancelled=is_cancelled(span.text) or says_cancelled(document, span.lines),
        filled=filled,
    )


def _wanted(
    document: Document, spans: Sequence[CallSpan], date: str | None, hint: str | None
) -> tuple[CallSpan, str | None]:
    """The call that is meant, and its date."""
    if date:
        return _dated(document, spans, date)
    hinted = find_dates(hint or "")
    # a recording is named in GMT, so an evening's call may have the next day's date
    for near in (0, -1, 1):
        for dated in hinted:
            day = _shifted(dated.readings[0], near)
            chosen = _one_of(document, _held_on(spans, day), day, hint or "")
            if chosen is not None:
                return chosen, day
    filled = [span for span in spans if (heading := _heading(document, span)).filled and not heading.cancelled]
    # newest by date; among undated ones, the first of the page
    newest = max(filled or spans, key=lambda span: (span.dates[:1] or ("",), -span.lines[0]))
    if newest.dates:
        return newest, newest.dates[0]
    return newest, hinted[0].readings[0] if hinted and len(spans) == 1 else None


def _dated(document: Document, spans: Sequence[CallSpan], date: str) -> tuple[CallSpan, str]:
    """The call of a date that the user gave."""
    wanted = find_dates(date)
    if not wanted:
        raise PageError(f"{date} is no date; write it like 2024-05-08.")
    day = wanted[0].readings[0]
    chosen = _one_of(document, _held_on(spans, day), day, date, asked=True)
    if chosen is None and len(spans) == 1 and not spans[0].dates:
        chosen = spans[0]
    if chosen is None:
        there = ", ".join(span.dates[0] for span in spans if span.dates) or "none"
        raise PageError(f"The page has no call of {day}; the dates there: {there}.")
    return chosen, day


def _held_on(spans: Sequence[CallSpan], day: str) -> list[CallSpan]:
    """The calls of a day (ISO); one whose heading has no year is of any year."""
    return [span for span in spans if day in span.dates or day in days_of(span, int(day[:4]))]


def _shifted(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def _one_of(
    document: Document, fits: Sequence[CallSpan], day: str, said: str, *, asked: bool = False
) -> CallSpan | None:
    """The only call of a day, else the one with the words of its heading that are `said`.

    An empty or cancelled one does not count beside one with content, unless a user `asked` for it.

    Raises:
        PageError: two are left.
    """
    counting = _counting(document, fits)
    for some in (fits, counting) if asked else (counting,):
        named = alike.named([span.text for span in some], said) if len(some) > 1 else None
        if named is not None:
            return some[named]
    bare = alike.plain([span.text for span in counting], said) if asked else None
    if bare is not None:
        return counting[bare]
    if len(counting) > 1:
        texts = [span.text for span in counting]
        lines = [f"line {(span.heading or span.lines[0]) + 1}" for span in counting]
        raise PageError(f"The date {day} is ambiguous: the page has it at {alike.choices(lines, texts)}.")
    return counting[0] if counting else None


def _counting(document: Document, fits: Sequence[CallSpan]) -> Sequence[CallSpan]:
    """Those of several calls of a day that have content, if any."""
    if len(fits) < 2:
        return fits
    headings = [(span, _heading(document, span)) for span in fits]
    return [span for span, heading in headings if heading.filled and not heading.cancelled] or fits


def name_of(text: str, notes: Notes) -> str | None:
    """What names this call of a page: its date, with words of its heading where there are others of that day."""
    document = parse(unmarked(text))
    fits = _held_on(call_spans(document), notes.date) if notes.date else ()
    words = alike.own_words([span.text for span in fits])
    own = next((words for span, words in zip(fits, words, strict=True) if span.lines == notes.lines), "")
    return f"{notes.date} {own}" if own and len(fits) > 1 else notes.date


def _links(document: Document, spans: Sequence[CallSpan], span: CallSpan, header: Part) -> tuple[Link, ...]:
    """The links of the header, of the page's header when the call has none of its own, and of recordings anywhere."""
    first = spans[0].heading
    numbers = list(range(*header.lines))
    if len(spans) > 1 and span is not spans[0] and first is not None:
        numbers = [*range(first), *numbers]
    numbers += [number for number in range(header.lines[1], span.lines[1]) if _opens_recording(document.line(number))]
    return tuple(
        Link(plain(match[1]), match[2], number) for number in numbers for match in LINK.finditer(document.line(number))
    )


def _opens_recording(line: str) -> bool:
    """Whether a line below the header is there for the recording or the transcript."""
    return any(purpose_of(line, match) for match in LINK.finditer(line))
