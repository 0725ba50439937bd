"""The stages of a call in order, and who is told how far they have come."""

from __future__ import annotations

from typing import Protocol

STAGES = ("notes", "transcript", "turns", "utterances", "names", "sections", "minutes", "draft")

VERSIONS = {"notes": 8, "transcript": 3, "turns": 3, "utterances": 1, "names": 6, "sections": 6, "minutes": 16}
"""Raised when a stage's code comes to another result from the same input."""


IMPORTED = {"transcript": "captions", "turns": "labels"}
"""What the watch is told of instead of these stages where a transcript stands in for the recording."""


class Watch(Protocol):
    """Told how far each stage has come; a stage that is reused is not told."""

    def __call__(self, stage: str, done: float, total: float) -> None:
        """`done` of `total` of a stage, in seconds of audio or pieces of work."""
        ...


def unwatched(stage: str, done: float, total: float) -> None:
    """Say nothing."""
