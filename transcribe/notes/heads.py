"""One line that says when a call was and who took part (`6 May 2026, 16:00 UTC. Attendees: Ann, Bo`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transcribe.notes.dates import SPARE, is_date
from transcribe.notes.markdown import plain
from transcribe.notes.titles import kind_of

FIELD = re.compile(
    r"(?P<apart>^|[.,;|]\s+|\s[-–—·•]\s+)(?P<marks>[*_]{0,3})(?P<label>[^\W\d_][\w' ]{0,30})[*_]{0,3}:[*_]{0,3}\s+"
)
"""Where a field begins, behind the mark that parts it from what stands before it."""
WHEN = re.compile(r"\b(?:(?:call|meeting) )?(?:date|time|when)s?(?: ?(?:and|&|/) ?time)? *:", re.IGNORECASE)
CLOCK = re.compile(r"\d{1,2}[:.]\d\d|\d ?[ap]m\b", re.IGNORECASE)
PEOPLE = frozenset({"mc", "attendees", "absent"})


@dataclass(frozen=True, slots=True)
class Head:
    """The day of a call that a line says, if it does, and the fields behind: of which kind, the label and its words."""

    when: str
    fields: tuple[tuple[str, str, str], ...]


def head_of(line: str) -> Head | None:
    """What the line that opens a call says; None where neither date nor time stands first, or where it names nobody."""
    text = line.strip().lstrip("# ")
    found = list(FIELD.finditer(text))
    first = next((place for place, match in enumerate(found) if kind_of(match["label"]) in PEOPLE), None)
    before = text[: found[first].start()] if first is not None else ""
    when = opening(before)
    if first is None or not (when or _is_time(before)):
        return None
    ends = [*(match.start() for match in found[first + 1 :]), len(text)]
    fields = [
        (kind, match["label"], text[match.end() : end].strip(" *_"))
        for match, end in zip(found[first:], ends, strict=True)
        if (kind := kind_of(match["label"])) in PEOPLE
    ]
    return Head(when, tuple(field for field in fields if field[2]))


def opening(text: str) -> str:
    """The words for a date, and nothing else but a time, that these are; none where they are more."""
    words = WHEN.sub(" ", plain(text.strip(" *_"))).strip()
    return words if is_date(words) else ""


def _is_time(text: str) -> bool:
    """Whether these words are a time of day alone, which stands below the date of the call."""
    words = frozenset(re.findall(r"[^\W\d_]+", WHEN.sub(" ", plain(text)).casefold()))
    return CLOCK.search(text) is not None and words <= SPARE
