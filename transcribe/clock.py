"""A moment of a recording as people write it: one way for pages, transcripts, the review and the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transcribe.schema import Seconds


def clock(seconds: Seconds) -> str:
    """Whole seconds as people write them: 0:07, 12:34, 1:02:34; negative with a minus."""
    whole = int(abs(seconds))
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    sign = "-" if seconds < 0 and whole else ""
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{sign}{minutes}:{rest:02d}"
