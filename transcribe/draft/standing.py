"""Whether the minutes that were drafted got into the page, and which lines of it they are where a person put them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.draft.changes import undo
from transcribe.notes.markdown import BULLET, split_lines
from transcribe.notes.marks import CLOCK, unmarked
from transcribe.schema import DraftedLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.schema import Minutes

TELLING_WORDS = 3
"""A point of fewer words (a link alone) may stand on the page without having been drafted into it."""

TIMED = re.compile(rf"\s+\({CLOCK}\)$")
"""A time that was drafted with the line."""


def missing(text: str, minutes: Minutes, drafted: Sequence[DraftedLine]) -> bool:
    """Whether the page holds no minutes: none were `drafted` into it or it was put back, and none were copied there.

    What was written and then deleted by a person is not missing, and nor are minutes without points.
    """
    undone = undo(text, drafted)
    if undone.text != text or undone.kept:
        return False
    lines = [_plain(line) for line in text.splitlines()]
    said = [_plain(point.text) for point in minutes.points]
    telling = [words for words in said if _tells(words)] or said
    return bool(telling) and not any(words in line for words in telling for line in lines)


def copied(text: str, minutes: Minutes) -> tuple[DraftedLine, ...]:
    """The bullets of a page that end with a point's words, as drafted lines: a person put the draft in place."""
    lines = [line.rstrip("\r\n") for line in split_lines(text)]
    said = {words: point.id for point in minutes.points if _tells(words := _plain(point.text))}
    found = []
    for number, line in enumerate(lines):
        ended = _plain(TIMED.sub("", unmarked(line)))
        point = next((name for words, name in said.items() if ended.endswith(words)), None)
        if point is not None and BULLET.match(line):
            above, below = lines[number - 1] if number else None, next(iter(lines[number + 1 :]), None)
            found.append(DraftedLine(line, None, above, point, number, below=below))
    return tuple(found)


def _tells(words: str) -> bool:
    return len(words.split()) >= TELLING_WORDS


def _plain(text: str) -> str:
    return " ".join(text.split())
