"""The clock of the published recording: which parts of the file it holds, and when they come there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.clock import clock
from transcribe.errors import PublishError
from transcribe.schema import Piece, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transcribe.schema import Naming, Seconds, Utterance, Word

NOBODY = "Unknown"
"""Who speaks where no voice is known."""
KEPT_SHARE = 0.5
"""An utterance of which less is in the published recording was cut from it."""
SLACK = 0.05
"""How far outside its utterance a word may begin; times are rounded."""
OFFSET = re.compile(r"^([+-]?)(?:(\d+):)?(?:(\d{1,3}):)?(\d+(?:\.\d+)?)s?$")


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that was published, in order: neither in the file nor on the published clock do pieces overlap."""

    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        for piece, following in zip(self.pieces, self.pieces[1:], strict=False):
            if following.start < piece.end or following.start + following.offset < piece.end + piece.offset - 0.0005:
                message = f"pieces at {piece.start} and {following.start} s overlap"
                raise ValueError(message)

    def at(self, moment: Seconds) -> Seconds | None:
        """When a moment of the file comes in the published recording, None where it was cut out."""
        for piece in self.pieces:
            if piece.start <= moment <= piece.end and moment + piece.offset > -0.0005:
                return round(max(0.0, moment + piece.offset), 3)
        return None

    def span(self, span: Span) -> tuple[Seconds, Seconds] | None:
        """Start and end of a stretch of the file on the published clock, None where most of it was cut out."""
        shares = [(min(span.end, piece.end) - max(span.start, piece.start), piece) for piece in self.pieces]
        if not shares:
            return None
        shared, piece = max(shares, key=lambda share: share[0])
        if shared < 0 or shared < KEPT_SHARE * span.duration:
            return None
        start = max(span.start, piece.start) + piece.offset
        end = min(span.end, piece.end) + piece.offset
        return round(max(0.0, start), 3), round(max(0.0, end), 3)


@dataclass(frozen=True, slots=True)
class Spoken(Span):
    """An utterance as it is published: on the published clock, under the speaker's display name.

    `words` holds when each of the text's words begins, or nothing where people changed the words.
    """

    id: str
    speaker: str
    text: str
    words: tuple[Seconds, ...] = ()


def shifted(duration: Seconds, offset: Seconds = 0.0) -> Timeline:
    """The whole file, `offset` seconds later than in itself; what would come before 0 was cut from the front."""
    start = max(0.0, -offset)
    if start >= duration:
        message = f"an offset of {clock(offset)} leaves nothing of a recording of {clock(duration)}"
        raise PublishError(message)
    return Timeline((Piece(start, duration, round(offset, 3)),))


def spoken(
    utterances: Iterable[Utterance], names: Sequence[Naming], timeline: Timeline, heard: Sequence[Word] = ()
) -> tuple[Spoken, ...]:
    """All that was said in the published recording, in order of its start there; `heard` gives words their times."""
    display = {naming.voice: naming.name or naming.voice for naming in names}
    starts = [word.start for word in heard]
    found = []
    for utterance in utterances:
        span = timeline.span(utterance)
        text = " ".join(utterance.text.split())
        if span is not None and text:
            speaker = NOBODY if utterance.voice is None else display.get(utterance.voice, utterance.voice)
            inside = heard[bisect_left(starts, utterance.start - SLACK) : bisect_right(starts, utterance.end + SLACK)]
            words = _words(text.split(), inside, timeline)
            found.append(Spoken(*span, utterance.id, speaker, text, words))
    return tuple(sorted(found, key=lambda said: (said.start, said.id)))


def _words(texts: Sequence[str], heard: Sequence[Word], timeline: Timeline) -> tuple[Seconds, ...]:
    """When each of these words begins on the published clock; nothing unless all are found, in order."""
    found: list[Seconds] = []
    left = iter(heard)
    for text in texts:
        word = next((word for word in left if word.text.strip() == text), None)
        at = timeline.at(word.start) if word else None
        if at is None:
            return ()
        found.append(at)
    return tuple(found)


def read_offset(text: str) -> Seconds:
    """Seconds from `95`, `-37.4`, `1:35` or `-1:02:03.5`."""
    match = OFFSET.match(text.strip())
    if match is None:
        message = f"{text!r} is no offset: write seconds (95, -37.4) or minutes and seconds (1:35)"
        raise PublishError(message)
    sign, first, second, seconds = match.groups()
    hours, minutes = (first, second) if second is not None else (None, first)
    total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds)
    return round(-total if sign == "-" else total, 3)
