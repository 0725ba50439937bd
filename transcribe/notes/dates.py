"""Dates as people write them in headings and file names."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?P<day>\d{1,2})"
YEAR = r"(?P<year>(?:19|20)\d\d)"
ORDINAL = r"(?:st|nd|rd|th)?"

NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){YEAR}[-/._ ]{MONTH}[-/._ ]{DAY}(?!\d)",
        rf"(?<![^\W\d_]){MONTH}[ \-]+{DAY}{ORDINAL},?[ \-]+{YEAR}(?!\d)",
        rf"(?<!\d){DAY}{ORDINAL}(?: of)?[ \-]+{MONTH},?[ \-]+{YEAR}(?!\d)",
    )
)
NUMBERED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){YEAR}(?P<sep>[-/._])(?P<number>\d{{1,2}})(?P=sep){DAY}(?!\d)",
        rf"(?<!\d){YEAR}(?P<sep> ?)(?P<number>\d\d)(?P=sep)(?P<day>\d\d)(?!\d)",
    )
)
TWO_NUMBERS = re.compile(rf"(?<!\d)(?P<first>\d{{1,2}})(?P<sep>[/.\-])(?P<second>\d{{1,2}})(?P=sep){YEAR}(?!\d)")
SHORT_YEAR = re.compile(r"(?<![\d/])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<short>[012]\d)(?![\d/])")
YEARLESS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![^\W\d_]){MONTH}[ \-]+{DAY}{ORDINAL}(?!\d)",
        rf"(?<!\d){DAY}{ORDINAL}(?: of)?[ \-]+{MONTH}(?![^\W\d_])",
    )
)

SPARE_WORDS = (
    "afternoon am americas and apac asia call cest cet east edt emea est eu europe evening fri friday gmt link meeting "
    "minutes mon monday morning notes pacific pdt pm pst recorded recording sat saturday session slides sun sunday "
    "sync the thu thursday tue tuesday us utc video wed wednesday weekly west "
)
SPARE = frozenset(SPARE_WORDS.split())
"""What a heading may say beside its date: the day, the part of the world, the kind of call."""
BEHIND = frozenset({"and", "session", "slides"})
"""Those of them that a heading may say behind its date only: "Slides 2026-05-05" stands above slides."""
CANCELLED = re.compile(
    r"\bno (?:community |public )?(?:call|meeting)\b|\bcancell?ed\b|\bskipped\b|\bholidays?\b|\bbreak!|\bno quorum\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found in a text: every way to read it, the likelier first (ISO), and where it stands."""

    readings: tuple[str, ...]
    start: int
    end: int


def find_dates(text: str) -> tuple[Dated, ...]:
    """Every date in a text, in order.

    Of `10/06/2023` both readings are kept; first the one that is a working day, as calls are held on those.
    """
    found: list[Dated] = []
    for pattern in NAMED:
        for match in pattern.finditer(text):
            month = MONTHS.index(match["month"].lower()[:3]) + 1
            found += _dated(match, (int(match["year"]), month, int(match["day"])))
    for pattern in NUMBERED:
        for match in pattern.finditer(text):
            found += _dated(match, (int(match["year"]), int(match["number"]), int(match["day"])))
    numbers = [(match, int(match["year"])) for match in TWO_NUMBERS.finditer(text)]
    numbers += [(match, 2000 + int(match["short"])) for match in SHORT_YEAR.finditer(text)]
    for match, year in numbers:
        first, second = int(match["first"]), int(match["second"])
        found += _dated(match, (year, first, second), (year, second, first))
    found.sort(key=lambda dated: (dated.start, -dated.end))
    return tuple(
        dated for position, dated in enumerate(found) if all(other.end <= dated.start for other in found[:position])
    )


def find_days(text: str, year: int) -> tuple[Dated, ...]:
    """The first day of a text that is written without its year (`December 5`), in this year."""
    for pattern in YEARLESS:
        match = pattern.search(text)
        if match:
            return _dated(match, (year, MONTHS.index(match["month"].lower()[:3]) + 1, int(match["day"])))
    return ()


def is_date(words: str, year: int | None = None) -> bool:
    """Whether plain words are a date and little more ("2025-09-10 No community call!"); with a year, one without it."""
    found = find_dates(words) or (find_days(words, year) if year else ())
    if not found:
        return False
    rest = re.sub(r"\([^()]*\)", " ", words[: found[0].start] + words[found[0].end :])
    before = frozenset(re.findall(r"[^\W\d_]+", words[: found[0].start].lower()))
    spare = frozenset(re.findall(r"[^\W\d_]+", rest.lower())) - SPARE | (before & BEHIND)
    return CANCELLED.search(rest) is not None or not spare


def _dated(match: re.Match[str], *readings: tuple[int, int, int]) -> tuple[Dated, ...]:
    days: list[dt.date] = []
    for reading in readings:
        try:
            days.append(dt.date(*reading))
        except ValueError:
            continue
    if not days:
        return ()
    days.sort(key=lambda day: day.weekday() >= 5)
    return (Dated(tuple(dict.fromkeys(day.isoformat() for day in days)), match.start(), match.end()),)
