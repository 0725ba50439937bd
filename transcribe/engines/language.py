"""Which language a call is in: the stretches that tell it, and what the network makes of them all together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transcribe.engines.voice_activity import Speech

CHUNKS = 6
"""So many parts of the call are listened to, each where it is fullest of speech: one encoder pass for each."""
FULL = 0.5
"""A part whose fullest chunk holds less than this share of the call's fullest one is left out: noise taken for a voice,
and interjections, can be of any language."""
SURE = 0.7
"""Share of the votes from which on a language is beyond doubt. Minutes of clean English have 0.8 and more, half a
minute with a strong accent at 16 kbit/s has 0.5."""
LIKELY = 5.0
"""How many times as likely the language of the page is as any other, before anything is heard."""
WITHOUT_SPEECH = "en"
"""What a recording without a word is said to be in."""


def telling(chunks: Sequence[Speech], stretches: Sequence[Speech]) -> dict[Speech, float]:
    """The chunks to listen to, in order, and the seconds of speech in each."""
    if not chunks:
        return {}
    spoken = {chunk: _spoken(chunk, stretches) for chunk in chunks}
    length = chunks[-1][1] - chunks[0][0]
    fullest: dict[int, Speech] = {}
    for chunk in chunks:
        middle = (chunk[0] + chunk[1]) / 2 - chunks[0][0]
        part = min(CHUNKS - 1, int(CHUNKS * middle / length))
        fullest[part] = max(fullest.get(part, chunk), chunk, key=spoken.__getitem__)
    most = max(spoken.values())
    return {chunk: spoken[chunk] for chunk in fullest.values() if spoken[chunk] >= FULL * most}


def votes(
    heard: Sequence[Mapping[str, float]], seconds: Sequence[float], likely: str | None = None
) -> dict[str, float]:
    """Each language's share, the likeliest first; a chunk has as many votes as it has seconds of speech."""
    found: dict[str, float] = {}
    for probabilities, weight in zip(heard, seconds, strict=True):
        for language, probability in probabilities.items():
            found[language] = found.get(language, 0.0) + probability * weight * (LIKELY if language == likely else 1.0)
    total = sum(found.values())
    return {language: vote / total for language, vote in sorted(found.items(), key=lambda vote: -vote[1])}


def _spoken(chunk: Speech, stretches: Sequence[Speech]) -> float:
    start, end = chunk
    return sum(max(0.0, min(end, until) - max(start, since)) for since, until in stretches)
