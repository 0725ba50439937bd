"""Whether the minutes that were drafted got into the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.schema import DraftedLine, Minutes

TELLING_WORDS = 3
"""A point of fewer words (a link alone) may stand on the page without having been drafted into it."""


def missing(text: str, minutes: Minutes, drafted: Sequence[DraftedLine]) -> bool:
    """Whether the minutes were never written into the page: no point is among `drafted`, and none was copied there.

    What was written and then deleted by a person is not missing, and nor are minutes without points.
    """
    if any(line.point for line in drafted):
        return False
    lines = [_plain(line) for line in text.splitlines()]
    said = [_plain(point.text) for point in minutes.points]
    telling = [words for words in said if len(words.split()) >= TELLING_WORDS] or said
    return bool(telling) and not any(words in line for words in telling for line in lines)


def _plain(text: str) -> str:
    return " ".join(text.split())
