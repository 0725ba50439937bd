"""Join words and turns into who said what: every word in exactly one utterance, in order."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from transcribe.schema import Turn, Utterance, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transcribe.schema import Seconds, Transcript

PAUSE: Seconds = 1.5
"""A silence of one voice that ends an utterance; conversational pauses inside a sentence stay well below it."""

LONG: Seconds = 12.0
"""From this length on an utterance ends at the next end of a sentence, so that it stays a readable paragraph."""

TOO_LONG: Seconds = 30.0
"""Where no sentence ends, an utterance ends here."""

CHANGE, CHANGE_AT_END = 2.0, 0.35
"""Price of a change of voice inside a sentence and where one ends, in words wholly outside their voice.

People take turns at the ends of sentences: a turn border that is a word or two off moves there, and one stray word
changes nothing.
"""

_MARKS = re.compile(r"^\W+|\W+$")

SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！")


def under_way(utterances: Sequence[Utterance], moment: Seconds) -> int:
    """The place of the last of these utterances that had begun by then; the first before any had."""
    return max(0, bisect_right([utterance.start for utterance in utterances], moment) - 1)


def join(transcript: Transcript, turns: tuple[Turn, ...]) -> tuple[Utterance, ...]:
    """Give each word the voice whose turns cover it, and cut where the voice changes or pauses.

    A word between turns goes to the nearest one; a change of voice has a price, so that a turn border which is a
    fraction of a second off does not tear a sentence. Without turns every voice is None.
    """
    words = transcript.words
    voices = _voices(words, turns)
    cuts = [position for position in range(1, len(words)) if _cut(words, voices, position)]
    runs = _shorten(words, [0, *cuts, len(words)]) if words else []
    covered = _coverage(words, turns)
    utterances: list[Utterance] = []
    taken = -1
    for first, stop in runs:
        voice = voices[first]
        taken = max(taken + 1, round(words[first].start * 1000))
        certain = [
            word.probability * (covered[first + offset].get(voice, 0.0) if voice else 1.0)
            for offset, word in enumerate(words[first:stop])
        ]
        utterances.append(
            Utterance(
                start=words[first].start,
                end=max(word.end for word in words[first:stop]),
                id=f"u{taken:07d}",
                voice=voice,
                text="".join(word.text for word in words[first:stop]).strip(),
                confidence=round(sum(certain) / len(certain), 3),
            )
        )
    return tuple(utterances)


def named_turns(transcript: Transcript) -> tuple[Turn, ...]:
    """The turns of a transcript whose source says who spoke."""
    return tuple(
        Turn(start=segment.start, end=segment.end, voice=segment.voice)
        for segment in transcript.segments
        if segment.voice is not None
    )


def spread(text: str, start: Seconds, end: Seconds) -> tuple[Word, ...]:
    """The words of a text, each with the space before it, over a stretch that they share by their length."""
    pieces = text.split()
    ends = list(accumulate(map(len, pieces)))
    borders = [start + (end - start) * length / ends[-1] for length in (0, *ends)] if pieces else []
    return tuple(
        Word(begin, until, f" {piece}", 1.0) for piece, (begin, until) in zip(pieces, pairwise(borders), strict=True)
    )


def words_of(transcript: Transcript, utterances: Sequence[Utterance]) -> dict[str, tuple[Word, ...]]:
    """The words of each utterance by its id, for those that ask for the time of a word.

    The utterances must be all those joined from this transcript.
    """
    words = transcript.words
    found: dict[str, tuple[Word, ...]] = {}
    first = 0
    for utterance in utterances:
        stop, text = first, ""
        while stop < len(words) and len(text.strip()) < len(utterance.text):
            text += words[stop].text
            stop += 1
        found[utterance.id] = words[first:stop]
        first = stop
    return found


def sureness(transcript: Transcript, utterances: Sequence[Utterance]) -> dict[str, dict[str, float]]:
    """By utterance id and word, in lower case without marks: how probable it is (0 to 1), at its least.

    A word that the call says n times is doubted by 1/√n as much: a slip of the ear hardly comes twice, a term does.
    """
    found: dict[str, dict[str, float]] = {}
    times = Counter(_spelled(word) for word in transcript.words)
    for name, words in words_of(transcript, utterances).items():
        sure = found.setdefault(name, {})
        for word in words:
            spelled = _spelled(word)
            sure[spelled] = min(sure.get(spelled, 1.0), 1 - (1 - word.probability) / math.sqrt(times[spelled]))
    return found


def _spelled(word: Word) -> str:
    return _MARKS.sub("", word.text.lower())


def talk_time(utterances: Iterable[Utterance]) -> dict[str | None, Seconds]:
    """Seconds of talk of each voice, longest first."""
    total: dict[str | None, Seconds] = {}
    for utterance in utterances:
        total[utterance.voice] = total.get(utterance.voice, 0.0) + utterance.duration
    return dict(sorted(total.items(), key=lambda entry: -entry[1]))


def _voices(words: Sequence[Word], turns: Sequence[Turn]) -> list[str | None]:
    """For each word its share inside the turns of each voice; a word in nobody's turn has the nearest voice."""
    known = list(dict.fromkeys(turn.voice for turn in turns))
    if not known:
        return [None] * len(words)
    covered = _coverage(words, turns)
    costs = dict.fromkeys(known, 0.0)
    back: list[dict[str, str]] = []
    for position, shares in enumerate(covered):
        cheapest = min(costs, key=costs.__getitem__)
        change = 0.0 if not position else _price(words[position - 1], words[position])
        came: dict[str, str] = {}
        after: dict[str, float] = {}
        for voice in known:
            before = voice if costs[voice] <= costs[cheapest] + change else cheapest
            came[voice] = before
            after[voice] = costs[before] + (change if before != voice else 0.0) + 1.0 - shares.get(voice, 0.0)
        costs = after
        back.append(came)
    path: list[str | None] = []
    voice = min(costs, key=costs.__getitem__) if costs else known[0]
    for came in reversed(back):
        path.append(voice)
        voice = came[voice]
    return path[::-1]


def _price(before: Word, word: Word) -> float:
    """A change of voice is likelier where a sentence ended or a pause stands."""
    eased = before.text.rstrip().endswith(SENTENCE_ENDS) or word.start - before.end > PAUSE / 3
    return CHANGE_AT_END if eased else CHANGE


def _coverage(words: Sequence[Word], turns: Sequence[Turn]) -> list[dict[str, float]]:
    """For each word the share of it inside each voice's turns; a word in nobody's turn has the nearest one's."""
    ordered = sorted(turns, key=lambda turn: turn.start)
    starts = [turn.start for turn in ordered]
    longest = max((turn.duration for turn in ordered), default=0.0)
    shares: list[dict[str, float]] = []
    for word in words:
        low = bisect_left(starts, word.start - longest)
        high = bisect_left(starts, word.end + 0.001)
        found: dict[str, float] = {}
        length = max(word.duration, 0.001)
        for turn in ordered[low:high]:
            inside = min(turn.end, word.start + length) - max(turn.start, word.start)
            if inside > 0:
                found[turn.voice] = min(1.0, found.get(turn.voice, 0.0) + inside / length)
        if not found and ordered:
            nearby = ordered[max(0, low - 1) : high + 1]
            nearest = min(nearby, key=lambda turn: max(turn.start - word.end, word.start - turn.end))
            found[nearest.voice] = 0.5
        shares.append(found)
    return shares


def _cut(words: Sequence[Word], voices: Sequence[str | None], position: int) -> bool:
    return voices[position] != voices[position - 1] or words[position].start - words[position - 1].end >= PAUSE


def _shorten(words: Sequence[Word], borders: Sequence[int]) -> list[tuple[int, int]]:
    """Cut the runs between borders further where they grow long."""
    runs: list[tuple[int, int]] = []
    for first, stop in pairwise(borders):
        begin = first
        for position in range(first + 1, stop):
            length = words[position - 1].end - words[begin].start
            ended = words[position - 1].text.rstrip().endswith(SENTENCE_ENDS)
            if (ended and length >= LONG) or length >= TOO_LONG:
                runs.append((begin, position))
                begin = position
        runs.append((begin, stop))
    return runs
