"""Which call of a page is meant: how a user names its day, and what the user is told of a choice that was made."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from transcribe.notes import alike, calls, name_of

if TYPE_CHECKING:
    from transcribe.notes import CallHeading
    from transcribe.schema import Notes

WITH_DOTS = re.compile(r"\s*(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>\d{4})(?P<words>\s+\D.*)?\s*")


def day(written: str) -> str:
    """A date with dots has its day first, `09.02.2026`, and comes back as ISO; any other stays as it is written.

    Raises:
        ValueError: there is no such day.
    """
    match = WITH_DOTS.fullmatch(written)
    if not match:
        return written
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat() + (match["words"] or "")
    except ValueError:
        message = f"{written!r} is no day of the calendar; write it like 2026-02-09 or 09.02.2026"
        raise ValueError(message) from None


def chosen(page: str, notes: Notes) -> str | None:
    """Which of a page's calls these notes are of, None where it holds one only."""
    count = len(calls(page))
    if count < 2:
        return None
    this = name_of(page, notes) or "no date"
    return f"The page holds {count} calls; this is the one of {this}, another is named with --date."


def doubts(page: str, notes: Notes) -> tuple[str, ...]:
    """What a user should know where two calls of a page have the same date and no words that tell them apart."""
    same = [call for call in calls(page) if notes.date and notes.date in call.dates and not call.cancelled]
    filled = _filled(same)
    lines = [str((call.line or 0) + 1) for call in filled]
    if len(lines) < 2 or alike.are_told_apart([call.title for call in filled]):
        return ()
    where = f"at lines {' and '.join(lines)}"
    return (f"The page has several calls of {notes.date}, {where}; the first is taken, correct the wrong date.",)


def _filled(same: list[CallHeading]) -> list[CallHeading]:
    """An empty call does not count beside one with content."""
    return [call for call in same if call.filled] or same
