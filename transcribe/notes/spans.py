"""Where each call of a page begins, what it is called, and when it was."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from transcribe.notes.dates import CANCELLED, find_dates, find_days, is_date
from transcribe.notes.heads import head_of, opening
from transcribe.notes.markdown import Block, plain, spoken
from transcribe.notes.titles import kind_of, label_alone, label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.notes.dates import Dated
    from transcribe.notes.markdown import Document

CALLED_OFF = re.compile(
    r"(?:(?:the |this )?(?:call|meeting) (?:is|was) )?cancell?ed\b(?!\s+(?:the|an?|our|my|his|her|their|all|some)\b)",
    re.IGNORECASE,
)
IMAGE = re.compile(r"<[^<>]*>|\[?!\[[^\[\]]*\]\([^()]*\)(?:\]\([^()]*\))?")
BANNER = 2
"""A table of so many lines has a head only: a notice in a frame."""
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
LEAP_YEAR = 2024
"""A year that has every day."""
DATE_FIELD = re.compile(r"^\W*(?:date|when|meeting date)\W*:\s*", re.IGNORECASE)
FIELD = re.compile(r"date|time\b|when\b|today.?s (?:call|meeting)\b", re.IGNORECASE)
FIELD_HEADING = re.compile(
    r"(?:(?:call|meeting) )?(?:date|time|when|where|location)(?: ?(?:and|&|/) ?(?:date|time|where|location|link))?"
    r"|today.?s (?:call|meeting)",
    re.IGNORECASE,
)
OPENING = 6
"""Among so many blocks a date alone is that of the call."""
OTHER_CALL = re.compile(r"\b(?:next|upcoming|previous|last)\b", re.IGNORECASE)
"""What says that a date is that of another call."""


@dataclass(frozen=True, slots=True)
class CallSpan:
    """One call of a page: its heading's line and text, the dates it may mean, its lines, and the call's title.

    `lines` begin at the header that is repeated above the call, if there is one.
    """

    heading: int | None
    text: str
    dates: tuple[str, ...]
    lines: tuple[int, int]
    title: str


def is_cancelled(text: str) -> bool:
    """Whether a heading says that there was no call."""
    return bool(CANCELLED.search(plain(text)))


def says_cancelled(document: Document, lines: tuple[int, int]) -> bool:
    """Whether a paragraph of these lines opens with the word that there was no call ("Cancelled, no agenda")."""
    inside = (block for block in document.blocks if block.kind == "paragraph" and block.within(lines))
    return any(CALLED_OFF.match(plain(block.text)) for block in inside)


@lru_cache(maxsize=8)
def call_spans(document: Document) -> tuple[CallSpan, ...]:
    """The calls of a page in the order of the page; a page without a dated heading is one call."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    starts = _call_headings(document, headings)
    lines = [] if starts else _date_lines(document)
    starts = starts or lines
    end = len(document.lines)
    if not starts:
        opening = next((block for block in document.blocks if not is_decoration(block)), None)
        top = headings[0] if headings and headings[0] is opening else None
        text = plain(top.text) if top and kind_of(top.text) is None and not is_field(top.text) else ""
        if not text or (top and top.level > 1):
            text = _front_title(document) or text or _later_title(headings)
        return (CallSpan(top.lines[0] if top else None, text, _written_dates(document), (0, end), text),)
    first_lines = [0, *(start.lines[0] if lines else _own_header(start, headings) for start in starts[1:])]
    named = headings and not (kind_of(headings[0].text) or _is_date(headings[0].text))
    page_title = plain(headings[0].text) if named else ""
    spans = []
    for position, start in enumerate(starts):
        line = start.lines[0]
        last = first_lines[position + 1] if position + 1 < len(starts) else end
        found = _dates(start, headings, _only_year(headings))
        text = plain(start.text).lstrip("# ")
        title = next(
            (plain(block.text) for block in headings if first_lines[position] <= block.lines[0] < line),
            page_title,
        )
        spans.append(
            CallSpan(start.lines[0], text, found[0].readings if found else (), (first_lines[position], last), title)
        )
    return tuple(spans)


def _call_headings(document: Document, headings: Sequence[Block]) -> list[Block]:
    """The headings that open a call: dates alone if there are any, else the highest that hold a date.

    Several days without their year are calls too, where each has its own attendees or agenda.
    """
    dated = [block for block in headings if kind_of(block.text) is None and find_dates(plain(block.text))]
    alone = [block for block in dated if block.level <= 4 and _is_date(block.text)]
    if not alone:
        alone = [block for block in headings if 1 < block.level <= 4 and _is_date(block.text, _year(block, headings))]
    if not alone and not dated:
        days = [block for block in headings if 1 < block.level <= 4 and _is_date(block.text, LEAP_YEAR)]
        alone = days if len(_alike(document, days)) == len(days) and not _written_dates(document) else []
    if alone:
        # now and then one of many is mistyped a level higher ("# # Dec 12")
        level = Counter(block.level for block in reversed(alone)).most_common(1)[0][0]
        chosen = [block for block in alone if block.level <= level]
    else:
        titled = [block for block in dated if not FIELD.search(plain(block.text).split(":")[0])]
        level = min((block.level for block in titled), default=0)
        chosen = [block for block in titled if block.level == level]
        if len(chosen) == 1 and chosen[0] is not headings[0]:
            chosen = []
    if not chosen:
        return [block for block in headings if re.fullmatch(r"\W*(?:Y{4}-M{2}-D{2}|DATE)\W*", plain(block.text))]
    first = chosen[0].lines[0]
    # "## HOLIDAY BREAK!" among dated calls of the same level
    breaks = [
        block
        for block in headings
        if block.level == level and block.lines[0] > first and block not in chosen and is_cancelled(block.text)
    ]
    return sorted([*chosen, *breaks], key=lambda block: block.lines)


def _is_date(text: str, year: int | None = None) -> bool:
    return is_date(plain(text), year)


def _date_lines(document: Document) -> list[Block]:
    """The lines that hold a date alone, above what else makes a call; none where only one of them does."""
    found: list[Block] = []
    for above, block in pairwise((None, *document.blocks)):
        if block is None or block.kind != "paragraph" or (above and above.kind == "heading" and is_field(above.text)):
            continue
        head = head_of(document.line(block.lines[0]))
        line = head.when if head else plain(document.line(block.lines[0]))
        after_next = above is not None and above.kind == "heading" and OTHER_CALL.search(plain(above.text))
        if _is_date(DATE_FIELD.sub("", line)) and not after_next and not OTHER_CALL.search(line):
            found.append(Block("heading", (block.lines[0], block.lines[0] + 1), line))
    days = {dated.readings[0] for block in found for dated in find_dates(block.text)[:1]}
    return _alike(document, found) if len(days) == len(found) else []


def _alike(document: Document, starts: Sequence[Block]) -> list[Block]:
    """Those of several starts below which stands what stands below the first one that has attendees or an agenda."""
    ends = [*(block.lines[0] for block in starts[1:]), len(document.lines)] if starts else []
    held = [(block, _parts_held(document, (block.lines[0], end))) for block, end in zip(starts, ends, strict=True)]
    first: frozenset[str] = next((kinds for _, kinds in held if kinds), frozenset())
    calls = [block for block, kinds in held if kinds & first]
    return calls if len(calls) > 1 else []


def _parts_held(document: Document, lines: tuple[int, int]) -> frozenset[str]:
    """Which of attendees, agenda and notes stand between these lines."""
    found = set()
    for number in document.prose(lines):
        line = document.line(number)
        label, head = label_of(line), head_of(line)
        found.add(kind_of(label_alone(line) or (label[0] if label else line.lstrip("# "))) or "")
        found |= {kind for kind, _, _ in head.fields} if head else set()
    return frozenset(found) & {"attendees", "agenda", "notes", "topics"}


def _only_year(headings: Sequence[Block]) -> int | None:
    """The year that the headings of a page name, where they name one only."""
    years = {year for block in headings for year in YEAR.findall(plain(block.text))}
    return int(years.pop()) if len(years) == 1 else None


def days_of(span: CallSpan, year: int) -> tuple[str, ...]:
    """How the day of a call whose heading has no year is read in this year."""
    found = () if span.dates else find_days(span.text, year)
    return found[0].readings if found else ()


def _dates(heading: Block, headings: Sequence[Block], only: int | None) -> tuple[Dated, ...]:
    """The dates of a heading that opens a call; without a year, with that of a heading above it or of the page."""
    words = plain(heading.text)
    year = _year(heading, headings) or only
    return find_dates(words) or (find_days(words, year) if year else ())


def _year(heading: Block, headings: Sequence[Block]) -> int | None:
    """The year that a higher heading above this one names ("# 2019")."""
    above = [block for block in headings if block.lines[0] < heading.lines[0] and block.level < heading.level]
    years = [YEAR.findall(plain(block.text)) for block in reversed(above)]
    return next((int(found[0]) for found in years if len(found) == 1), None)


def _own_header(start: Block, headings: Sequence[Block]) -> int:
    """Where the header repeated above a call begins: the headings right above it that are higher and name no part."""
    line = start.lines[0]
    for block in reversed([block for block in headings if block.lines[0] < line]):
        if block.level >= start.level or kind_of(block.text) is not None or find_dates(plain(block.text)):
            break
        line = block.lines[0]
    return line


def is_decoration(block: Block) -> bool:
    """Whether a block above the title is a comment, a picture, a rule, tags or a notice in a frame."""
    framed = block.kind == "table" and block.lines[1] - block.lines[0] <= BANNER
    pictured = block.kind == "paragraph" and not IMAGE.sub("", block.text).strip()
    return framed or pictured or block.kind in {"html", "rule"}


def is_day(block: Block) -> bool:
    """Whether a paragraph opens with the date of a call, alone on its line or in front of who was there."""
    return block.kind == "paragraph" and bool(_day_in(block.text))


def is_field(text: str) -> bool:
    """Whether a heading only says that the date, or the place, stands below it."""
    return FIELD_HEADING.fullmatch(spoken(text).strip(" :")) is not None


def _later_title(headings: Sequence[Block]) -> str:
    """The title of a page that opens with something else: its only highest heading, else one with the date."""
    highest = [block for block in headings if block.level == 1]
    dated = [block for block in headings if kind_of(block.text) is None and find_dates(plain(block.text))]
    chosen = highest if len(highest) == 1 and not _is_date(highest[0].text) else dated[:1]
    chosen = [block for block in chosen if kind_of(block.text) in {None, "notes"} and not is_field(block.text)]
    named = [plain(block.text) for block in chosen]
    return named[0] if named and not _is_date(named[0]) else ""


def _front_title(document: Document) -> str:
    fields = [document.line(number).partition(":") for number in range(*document.front)]
    named = {key.strip(): value.strip().strip("'\"") for key, _, value in fields}
    return next((named[key] for key in ("title", "description", "name") if named.get(key)), "")


def _written_dates(document: Document) -> tuple[str, ...]:
    """The date of a page that is one call: from its front matter, a heading, or a line that says "date"."""
    front = [document.line(number) for number in range(*document.front)]
    opening = [plain(block.text) for block in document.blocks if block.kind == "heading"][:4]
    fields = [
        document.line(number)
        for block in document.blocks[:12]
        if block.kind in {"paragraph", "list", "table"}
        for number in range(*block.lines)
        if FIELD.search(_label(document.line(number))) and not OTHER_CALL.search(_label(document.line(number)))
    ]
    below = [
        (above.text if above and above.kind == "heading" else "", block.text, number)
        for number, (above, block) in enumerate(pairwise((None, *document.blocks)))
        if block and block.kind == "paragraph"
    ]
    bare = [
        when
        for above, text, number in below
        if number < OPENING and not OTHER_CALL.search(above) and (when := _day_in(text))
    ]
    for text in [
        *(line for line in front if line.lower().startswith("date")),
        *opening[:1],
        *(text for text in opening[1:] if not OTHER_CALL.search(text)),
        *fields,
        *(text for above, text, _ in below if FIELD.match(spoken(above))),
        *bare,
        *front,
    ]:
        found = find_dates(plain(text))
        if found:
            return found[0].readings
    years = YEAR.findall(opening[0]) if opening else []
    apart = find_days(opening[0], int(years[0])) if len(years) == 1 else ()
    return apart[0].readings if apart else ()


def _day_in(text: str) -> str:
    """The date with which a paragraph opens, alone on its line or in front of who was there; else nothing."""
    first, head = text.split("\n", maxsplit=1)[0], head_of(text.split("\n", maxsplit=1)[0])
    return head.when if head else opening(first)


def _label(line: str) -> str:
    """What stands before the first colon of a line, or in the first cell of a table's row."""
    words = plain(line)
    return words.strip("| ").split("|")[0] if words.startswith("|") else words.split(":")[0]
