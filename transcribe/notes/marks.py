"""Time marks on a page, `([12:34](…))` at the end of a line: written, recognised and taken off again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.clock import clock

if TYPE_CHECKING:
    from transcribe.schema import Seconds

CLOCK = r"(?:\d+:)?\d{1,2}:\d{2}"
END = r"[ \t]*(?:<!--[^>]*-->[ \t]*)?(?:[ \t]#+[ \t]*)?(?:\\|<br ?/?>)?(?:\r\n|\r|\n|$)"
"""What may follow a line's words: a comment, a heading's closing marks, a hard line break."""
MARK = re.compile(rf"[ \t]+\(\[{CLOCK}\]\([^()\s]+\)\)(?={END})")
LINE_END = re.compile(rf"{END}\Z")


def mark(at: Seconds, link: str) -> str:
    """The mark of a moment (seconds on the published clock)."""
    return f"([{clock(at)}]({link}))"


def marked(line: str, wanted: str | None) -> str:
    """The line (ending included) with this mark instead of the one it has; None takes it off."""
    bare = unmarked(line)
    if wanted is None:
        return bare
    end = LINE_END.search(bare)
    at = end.start() if end else len(bare)
    return f"{bare[:at]} {wanted}{bare[at:]}"


def mark_of(line: str) -> str | None:
    """The mark at the end of a line, None where there is none."""
    match = MARK.search(line)
    return match[0].strip() if match else None


def unmarked(text: str) -> str:
    """The text without the marks at the ends of its lines; every line stays where it is."""
    return MARK.sub("", text)
