"""A call as naming sees it: who speaks in which order, and what the names that are said are doing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from transcribe.names.cues import Cue, cue_of
from transcribe.names.hearing import Ear, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transcribe.schema import Attendee, Evidence, Utterance

SURE = 6.0
"""No single sign weighs more, in log-odds."""


QUOTED_WORDS = 14
"""Of what was said, where the words themselves are no sign."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence about one pair of voice and attendee."""

    voice: str
    person: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive utterances of one voice; `first` and `last` (half open) count utterances."""

    voice: str | None
    first: int
    last: int
    words: int


@dataclass(frozen=True, slots=True)
class Call:
    """The call as naming sees it."""

    utterances: tuple[Utterance, ...]
    runs: tuple[Run, ...]
    cues: tuple[tuple[Cue, int], ...]
    ear: Ear
    voices: tuple[str, ...]
    after: Mapping[str, Counter[str]]
    turns: Counter[str]

    @staticmethod
    def of(utterances: tuple[Utterance, ...], attendees: tuple[Attendee, ...]) -> Call:
        """Hear every name of the attendees in the utterances."""
        texts = tuple(tokens(utterance.text) for utterance in utterances)
        ear = Ear(attendees, texts, beginnings=True)
        found = [
            (cue, position)
            for position, (utterance, words) in enumerate(zip(utterances, texts, strict=True))
            for heard in ear.listen(words)
            if (cue := cue_of(utterance.text, words, heard))
        ]
        runs = _runs(utterances)
        after: dict[str, Counter[str]] = defaultdict(Counter)
        for run, following in pairwise(runs):
            if run.voice is not None and following.voice is not None:
                after[run.voice][following.voice] += 1
        turns = Counter(run.voice for run in runs if run.voice is not None)
        return Call(utterances, runs, tuple(found), ear, tuple(turns), after, turns)

    def follows(self, voice: str, speaker: str) -> float:
        """How often `voice` is the next one after `speaker`, whatever was said."""
        followers = self.after.get(speaker, Counter())
        others = self.turns.total() - self.turns[speaker]
        share = self.turns[voice] / others if others else 0.0
        return (followers[voice] + 2 * share) / (followers.total() + 2)


def _runs(utterances: tuple[Utterance, ...]) -> tuple[Run, ...]:
    found: list[Run] = []
    for position, utterance in enumerate(utterances):
        count = len(utterance.text.split())
        if found and found[-1].voice == utterance.voice:
            before = found.pop()
            found.append(Run(utterance.voice, before.first, position + 1, before.words + count))
        else:
            found.append(Run(utterance.voice, position, position + 1, count))
    return tuple(found)


def beginning(text: str) -> str:
    """The first words of what was said, to quote."""
    return " ".join(text.split()[:QUOTED_WORDS])
