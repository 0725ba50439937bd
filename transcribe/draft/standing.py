"""Whether the minutes that were drafted got into the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transcribe.draft.changes import undo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.schema import DraftedLine, Minutes

TELLING_WORDS = 3
"""A point of fewer words (a link alone) may stand on the page without having been drafted into it."""


def missing(text: str, minutes: Minutes, drafted: Sequence[DraftedLine]) -> bool:
    """Whether the page holds no minutes: none were `drafted` into it or it was put back, and none were copied there.

    What was written and then deleted by a person is not missing, and nor are minutes without points.
    """
    undone = undo(text, drafted)
    if undone.text != text or undone.kept:
        return False
    lines = [_plain(line) for line in text.splitlines()]
    said = [_plain(point.text) for point in minutes.points]
    telling = [words for words in said if len(words.split()) >= TELLING_WORDS] or said
    return bool(telling) and not any(words in line for words in telling for line in lines)


def _plain(text: str) -> str:
    return " ".join(text.split())
