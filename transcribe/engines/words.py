"""What is done to the words of any speech engine: sane times, no loops, nothing invented over silence, short runs."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING, Any

from transcribe.schema import Segment, Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transcribe.engines.voice_activity import Speech

LONGEST_WORD_S = 1.5
"""The aligner stretches a word over the silence before it; a longer word is cut back to where somebody speaks."""
DOUBTFUL = 0.3
"""A word less sure than this is dropped where nobody speaks."""
NEAR_S = 0.5
"""How far a doubtful word may lie from detected speech; voice detection is no more precise than that."""
FAR_S = 1.5
"""So far from detected speech no word is believed."""
PAUSE_S = 0.8
"""A pause that ends a segment."""
LONGEST_SEGMENT_S = 30.0
LONGEST_LOOP_WORDS = 12
LOOP_LETTERS = 24
"""A phrase said four times over is a loop once the copies make this many letters ("no no no no" is speech)."""
LOOP_TIMES = 4


def timed(word: Mapping[str, Any]) -> Word:
    """A word as both Whisper libraries give it, whose times may lie before the sound or run back."""
    start = max(0.0, float(word["start"]))
    return Word(start, max(start, float(word["end"])), word["word"], float(word["probability"]))


def tidy(words: Sequence[Word], speech: Sequence[Speech], duration: float) -> tuple[Word, ...]:
    """Words in order, within 0 and `duration`, not overlapping, without loops and inventions.

    `speech`: stretches in which a voice was detected, in order, seconds.
    """
    kept: list[Word] = []
    before = 0.0
    for word in sorted(without_loops(words), key=lambda each: each.start):
        if not word.text.strip() or _distance(word, speech) > (NEAR_S if word.probability < DOUBTFUL else FAR_S):
            continue
        start, end = _cut_back(word, speech)
        start = min(max(start, before), duration)
        end = min(max(end, start), duration)
        kept.append(Word(start, end, word.text, round(min(1.0, max(0.0, word.probability)), 3)))
        before = kept[-1].end
    return tuple(kept)


def segments(words: Sequence[Word]) -> tuple[Segment, ...]:
    """Runs of words between pauses; a run's text is its words joined."""
    runs: list[list[Word]] = []
    for word in words:
        last = runs[-1] if runs else []
        if last and word.start - last[-1].end < PAUSE_S and word.end - last[0].start <= LONGEST_SEGMENT_S:
            last.append(word)
        else:
            runs.append([word])
    return tuple(Segment(run[0].start, run[-1].end, "".join(word.text for word in run), tuple(run)) for run in runs)


def without_loops(words: Sequence[Word]) -> list[Word]:
    """The words with each phrase that comes many times in a row said once."""
    plain = [re.sub(r"\W", "", word.text).lower() for word in words]
    kept: list[Word] = []
    at = 0
    while at < len(words):
        length, times = _loop(plain, at)
        kept += words[at : at + length]
        at += length * times
    return kept


def _loop(plain: Sequence[str], at: int) -> tuple[int, int]:
    """Length and times of the loop that starts at `at`; (1, 1) where there is none."""
    for length in range(1, LONGEST_LOOP_WORDS + 1):
        phrase = plain[at : at + length]
        times = 1
        while plain[at + times * length : at + (times + 1) * length] == phrase:
            times += 1
        if times >= LOOP_TIMES and times * sum(map(len, phrase)) >= LOOP_LETTERS:
            return length, times
    return 1, 1


def _near(word: Word, speech: Sequence[Speech]) -> Sequence[Speech]:
    """The stretches that can touch the word or lie next to it."""
    first = bisect.bisect_left(speech, word.start, key=lambda span: span[1])
    last = bisect.bisect_right(speech, word.end, key=lambda span: span[0])
    return speech[max(0, first - 1) : last + 1]


def _distance(word: Word, speech: Sequence[Speech]) -> float:
    gaps = [max(0.0, start - word.end, word.start - end) for start, end in _near(word, speech)]
    return min(gaps, default=float("inf"))


def _cut_back(word: Word, speech: Sequence[Speech]) -> Speech:
    if word.duration <= LONGEST_WORD_S:
        return word.start, word.end
    shared = [(max(word.start, start), min(word.end, end)) for start, end in _near(word, speech)]
    start, end = max(shared, key=lambda part: part[1] - part[0], default=(word.start, word.end))
    if end <= start:
        start, end = word.start, word.end
    return (start, end) if end - start <= LONGEST_WORD_S else (end - LONGEST_WORD_S, end)
