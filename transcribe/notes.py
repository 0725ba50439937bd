"""The Markdown page: load it, find the call that is meant, and read what people wrote there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from transcribe.dates import find_dates
from transcribe.errors import PageError
from transcribe.items import agenda_items, cells, first_text
from transcribe.markdown import BARE_URL, BULLET, LINK, parse, plain, walk
from transcribe.parts import call_parts, call_spans, is_cancelled, label_of, main_parts
from transcribe.people import attendees, names_in, person_name, resolve
from transcribe.schema import Link, Notes, Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from transcribe.markdown import Block, Document
    from transcribe.parts import CallSpan, Part
    from transcribe.schema import Attendee

PlaceholderKind = Literal["recording", "transcript", "minutes", "next-mc", "next-release", "next-call"]

RECORDED = re.compile(r"\b(?:recording|recorded|video|youtube|watch|play)\b", re.IGNORECASE)
TRANSCRIPT = re.compile(r"\btranscripts?\b", re.IGNORECASE)
STUB = re.compile(r"(?:https?:?/{0,2})?(?:\.\.\.|…|tbd|tba|todo|url|link|#|<.*>)?/?", re.IGNORECASE)
PLAYLIST = re.compile(r"youtube\.com/playlist\?", re.IGNORECASE)
LATER = re.compile(
    r"\W*(?:(?:notes |minutes |details |summary )?(?:to|will) be (?:added|filled|written|posted|provided|done)\b.{0,60}"
    r"|(?:meeting )?(?:minutes|notes) (?:go here|here|to follow|coming soon|pending|tbd|tba)"
    r"|_(?:meeting )?(?:minutes|notes)_|(?:add|fill in) (?:\w+ ){0,3}(?:minutes|notes) (?:here|after).{0,40}"
    r"|coming soon)\W*",
    re.IGNORECASE,
)
UNKNOWN = re.compile(r"[\s_*.…?-]*(?:tbd|tba|todo|\?+)?[\s_*.…?-]*", re.IGNORECASE)
FIELDS: tuple[tuple[PlaceholderKind, re.Pattern[str]], ...] = (
    ("next-mc", re.compile(r"\bnext\b.*\b(?:mc|moderator|host|chair|facilitator)\b|\bmc\b.*\bnext\b", re.IGNORECASE)),
    ("next-release", re.compile(r"\bnext\b.*\brelease\b", re.IGNORECASE)),
    ("next-call", re.compile(r"\bnext (?:community )?(?:call|meeting|sync)\b", re.IGNORECASE)),
)


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
        PageError: there is no such file, it is a folder, empty, or no UTF-8 text.
    """
    try:
        written = path.read_bytes()
    except FileNotFoundError:
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
    document = parse(text)
    spans = call_spans(document)
    span, day = _wanted(document, spans, date, hint)
    parts = main_parts(call_parts(document, span.lines))
    people = _people(document, parts.get("attendees"))
    header = parts["header"]
    items = agenda_items(document, parts["agenda"], people) if "agenda" in parts else ()
    return Notes(
        title=span.title,
        date=day,
        mc=_mc(document, parts.get("mc"), people),
        attendees=people,
        agenda=items,
        links=_links(document, spans, span, header),
        placeholders=_placeholders(document, span, parts),
        lines=span.lines,
        sections={kind: part.lines for kind, part in parts.items()},
    )


def missing(notes: Notes) -> tuple[str, ...]:
    """What this page lacks for good minutes, a sentence each."""
    found = []
    if notes.date is None:
        found.append("The page does not say when the call was.")
    if not notes.attendees:
        found.append("The page lists no attendees, so voices stay without names unless they introduce themselves.")
    if not notes.agenda:
        found.append('The page has no agenda, so all points go under "Other".')
    return tuple(found)


def link_kind(label: str, text: str) -> Literal["recording", "transcript"] | None:
    """What a link is there for, by the words before it on its line and its own."""
    for words in (text, label):
        if TRANSCRIPT.search(words):
            return "transcript"
        if RECORDED.search(words):
            return "recording"
    return None


def is_stub(url: str) -> bool:
    """Whether an address still waits to be filled."""
    return STUB.fullmatch(url.strip()) is not None


def closing_field(line: str) -> tuple[PlaceholderKind, str] | None:
    """Which field a line of the closing section is, and what stands in it."""
    label = label_of(line)
    if label is None:
        return None
    return next(((kind, label[1]) for kind, pattern in FIELDS if pattern.search(label[0])), None)


def is_open(value: str) -> bool:
    """Whether a field's value says nothing yet."""
    return UNKNOWN.fullmatch(value) is not None


def _heading(document: Document, span: CallSpan) -> CallHeading:
    parts = main_parts(call_parts(document, span.lines))
    filled = bool(_people(document, parts.get("attendees")))
    filled = filled or ("agenda" in parts and bool(agenda_items(document, parts["agenda"], ())))
    return CallHeading(
        date=span.dates[0] if span.dates else None,
        title=span.text,
        line=span.heading,
        lines=span.lines,
        dates=span.dates,
        cancelled=is_cancelled(span.text),
        filled=filled,
    )


def _wanted(
    document: Document, spans: Sequence[CallSpan], date: str | None, hint: str | None
) -> tuple[CallSpan, str | None]:
    """The call that is meant, and its date."""
    hinted = find_dates(hint or "")
    for day in [date] if date else [dated.readings[0] for dated in hinted]:
        fits = [span for span in spans if day in span.dates]
        chosen = _one_of(document, fits, day)
        if chosen is not None:
            return chosen, day
    if date:
        alone = spans[0] if len(spans) == 1 and not spans[0].dates else None
        if alone is not None:
            return alone, date
        there = ", ".join(span.dates[0] for span in spans if span.dates) or "none"
        raise PageError(f"The page has no call of {date}; the dates there: {there}.")
    filled = [span for span in spans if (heading := _heading(document, span)).filled and not heading.cancelled]
    # newest by date; among undated ones, the first of the page
    newest = max(filled or spans, key=lambda span: (span.dates[:1] or ("",), -span.lines[0]))
    if newest.dates:
        return newest, newest.dates[0]
    return newest, hinted[0].readings[0] if hinted and len(spans) == 1 else None


def _one_of(document: Document, fits: Sequence[CallSpan], day: str) -> CallSpan | None:
    """The only call of a day; an empty or cancelled one does not count beside one with content."""
    if len(fits) > 1:
        headings = [(span, _heading(document, span)) for span in fits]
        fits = [span for span, heading in headings if heading.filled and not heading.cancelled] or fits
    if len(fits) > 1:
        at = " and ".join(f"line {(span.heading or span.lines[0]) + 1}" for span in fits)
        raise PageError(f"The date {day} is ambiguous: the page has it at {at}; correct one of the headings.")
    return fits[0] if fits else None


def _people(document: Document, part: Part | None) -> tuple[Attendee, ...]:
    """The attendees of a section: one a bullet, one a line, the rows of a table, or names in one line."""
    if part is None:
        return ()
    lines = list(names_in(part.rest)) if part.rest else []
    extras: dict[str, tuple[str, ...]] = {}
    for block in _inside(document, part):
        if block.kind == "table":
            for name, spellings in _table(document, block):
                lines.append(name)
                extras[person_name(name) or name] = spellings
        else:
            lines += _names(document, block)
    return attendees(lines, extras)


def _inside(document: Document, part: Part) -> list[Block]:
    """The blocks of a part; a label in a list stands for what lies below it."""
    found = [block for block in document.blocks if part.body <= block.lines[0] < part.lines[1]]
    for block in document.blocks:
        if block.kind == "list":
            for item in block.children:
                if item.lines[0] == part.lines[0]:
                    found += item.children[1:]
        elif (
            block.kind == "paragraph"
            and block.lines[0] <= part.lines[0] < block.lines[1]
            and part.body < block.lines[1]
        ):
            # names in the lines right below a label
            rest = "\n".join(document.line(number) for number in range(part.body, min(block.lines[1], part.lines[1])))
            found.append(type(block)("paragraph", (part.body, block.lines[1]), text=rest))
    return found


def _names(document: Document, block: Block) -> list[str]:
    if block.kind == "paragraph":
        return [name for line in block.text.split("\n") for name in _split(line)]
    if block.kind != "list":
        return []
    found: list[str] = []
    for item in block.children:
        text = first_text(item)
        if text is None:
            for nested in item.children:
                found += _names(document, nested)
        else:
            found += [name for line in text.text.split("\n") for name in _split(line)]
    return found


def _split(line: str) -> tuple[str, ...]:
    """One person, or the several of a line that is a list of names (`Team: Ann, Bo`)."""
    label = label_of(line)
    if label and "," in label[1]:
        return names_in(label[1])
    commas = LINK.sub("", line).count(",")
    short = all(len(name.split()) <= 3 for name in names_in(line))
    return names_in(line) if commas > 1 and short and "(" not in LINK.sub("", line) else (line,)


def _table(document: Document, block: Block) -> list[tuple[str, tuple[str, ...]]]:
    """The people of a table: a line for each, and their initials."""
    head = [plain(cell).casefold() for cell in cells(document.line(block.lines[0]))]
    initials = next((number for number, name in enumerate(head) if "initial" in name), None)
    named = re.compile(r"name|attendee|who|participant|person|member")
    name_at = next((number for number, name in enumerate(head) if named.search(name)), 1 if initials == 0 else 0)
    found: list[tuple[str, tuple[str, ...]]] = []
    for number in range(block.lines[0] + 2, block.lines[1]):
        row = cells(document.line(number))
        if name_at >= len(row) or not row[name_at]:
            continue
        handles = [f"({cell})" for cell in row if cell.startswith("@") and cell is not row[name_at]]
        others = [
            cell for at, cell in enumerate(row) if cell and at not in {name_at, initials} and not cell.startswith("@")
        ]
        line = " ".join([row[name_at], *handles, *(f"({cell})" for cell in others if not LINK.search(cell))])
        short = row[initials] if initials is not None and initials < len(row) else ""
        found.append((line, (short,) if short else ()))
    return found


def _mc(document: Document, part: Part | None, people: Sequence[Attendee]) -> tuple[str, ...]:
    """Who leads: by the name of the list if it is there, else as written."""
    if part is None:
        return ()
    lines = list(names_in(part.rest)) if part.rest else []
    for block in _inside(document, part):
        lines += [name for line in _names(document, block) for name in names_in(line)]
    found = []
    for line in lines:
        name = person_name(line)
        if name is not None:
            known = resolve(name, people)
            found.append(known.name if known else name)
    return tuple(dict.fromkeys(found))


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
    return any(_purpose(line, match) for match in LINK.finditer(line))


def _purpose(line: str, match: re.Match[str]) -> Literal["recording", "transcript"] | None:
    """What a link is there for, when it is labelled so or stands on a line of its own."""
    before = plain(BULLET.sub("", line[: match.start()])).strip(" :*_|-·")
    if LINK.search(line[: match.start()]):
        before = ""
    if len(before.split()) > 4 or len(plain(match[1]).split()) > 4:
        return None
    if line[match.end() :].strip(" |·-*_") and before and not LINK.search(line[match.end() :]):
        return None
    return link_kind(before, plain(match[1]))


def _placeholders(document: Document, span: CallSpan, parts: dict[str, Part]) -> tuple[Placeholder, ...]:
    found: list[Placeholder] = []
    closing = parts.get("closing")
    for number in _prose(document, span.lines):
        line = document.line(number)
        for match in LINK.finditer(line):
            purpose = _purpose(line, match)
            if purpose and (is_stub(match[2]) or (purpose == "recording" and PLAYLIST.search(match[2]))):
                found.append(Placeholder(purpose, (number, number + 1), match[0]))
        purpose = _open_label(line)
        if purpose:
            found.append(Placeholder(purpose, (number, number + 1), line))
        if LATER.fullmatch(BULLET.sub("", line)):
            found.append(Placeholder("minutes", (number, number + 1), line))
        field = closing_field(line)
        if field and is_open(field[1]) and closing and closing.lines[0] <= number < closing.lines[1]:
            found.append(Placeholder(field[0], (number, number + 1), line))
    if closing and (open_mc := _open_heading(document, closing)):
        found.append(open_mc)
    return tuple(sorted(found, key=lambda placeholder: placeholder.lines))


def _open_heading(document: Document, closing: Part) -> Placeholder | None:
    """A closing section that is itself the field (`### Next Week MC`) with nothing below its heading."""
    heading = document.line(closing.lines[0])
    kind = next((kind for kind, pattern in FIELDS if pattern.search(heading)), None)
    inside = [number for number in range(closing.body, closing.lines[1]) if not document.blank(number)]
    if kind is None or any(BULLET.sub("", document.line(number)).strip() for number in inside):
        return None
    number = inside[0] if inside else closing.lines[0]
    return Placeholder(kind, (number, number + 1), document.line(number))


def _open_label(line: str) -> Literal["recording", "transcript"] | None:
    """A field for a link without one: `Recording:` or `**Recording**: TBD`."""
    label = label_of(line)
    if label is None or BARE_URL.search(line) or not is_open(label[1]) or len(label[0].split()) > 2:
        return None
    return link_kind("", label[0])


def _prose(document: Document, lines: tuple[int, int]) -> Iterable[int]:
    """The lines of a span that are neither code nor comment."""
    hidden = {
        number
        for block in walk(document.blocks)
        if block.kind in {"fence", "code", "html"}
        for number in range(*block.lines)
    }
    return [number for number in range(*lines) if number not in hidden and number >= document.front[1]]
