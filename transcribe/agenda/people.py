"""Who speaks and who is spoken of: what that tells about the agenda item under discussion."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from transcribe.agenda.cues import steering
from transcribe.names.hearing import Ear, tokens
from transcribe.notes.people import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transcribe.agenda.text import Matrix, Talk
    from transcribe.schema import AgendaItem, Notes

VOICE_WORDS = 150
"""Words after a start in which its main voice shows."""

FULL_TURN_WORDS = 40
"""Words from which somebody has taken the floor."""

OWNER_SHARE = 0.4
"""Share of the talk on an item by its owner, beyond what they speak anyway: 0.36 to 0.5 in real calls."""

STEERS = frozenset({"moves-on", "opens-call", "closes", "hands-over"})


class People:
    """The owners of a call's items, in its talk; `names` maps the voices that are named to attendees."""

    def __init__(self, talk: Talk, names: Mapping[str, str], notes: Notes) -> None:
        self._talk = talk
        self._notes = notes
        self._speakers = [names.get(utterance.voice or "", "") for utterance in talk.utterances]
        self._ear = Ear(notes.attendees, (tokens(utterance.text) for utterance in talk.utterances))
        self._owners = [self._owners_of(item) for item in notes.agenda]
        self._leads = {voice for voice, name in names.items() if name in notes.mc}
        self._spoken: Counter[str] = Counter()
        for speaker, words in zip(self._speakers, talk.words, strict=True):
            self._spoken[speaker] += len(words)

    def speaks(self) -> Matrix:
        """(T, K) log-odds that this speaker speaks under an item of theirs, given how much they speak anyway."""
        whole = max(1, self._spoken.total())
        found = np.zeros((len(self._talk), len(self._owners)))
        for column, owners in enumerate(self._owners):
            share = sum(self._spoken[name] for name in owners if name) / whole
            if not 0 < share < 1:
                continue
            expected = OWNER_SHARE + (1 - OWNER_SHARE) * share
            own, other = math.log(expected / share), math.log((1 - expected) / (1 - share))
            found[:, column] = [(own if speaker in owners else other) if speaker else 0.0 for speaker in self._speakers]
        return found

    def silent(self) -> Matrix:
        """(K,) how surely nobody who owns an item speaks in the call: not at all while half of the talk has no name."""
        known = max(0.0, 1 - 2 * self._spoken[""] / max(1, self._spoken.total()))
        found = np.zeros(len(self._owners))
        for column, owners in enumerate(self._owners):
            if not any(self._spoken[name] for name in owners):
                found[column] = known * max(owners.values(), default=0.0)
        return found

    def opens(self) -> tuple[Matrix, Matrix]:
        """(T, K) how surely an owner's name is said there or just before; and that an owner takes the floor."""
        said = np.zeros((len(self._talk), len(self._owners)))
        takes = np.zeros_like(said)
        before = ""
        for position, (speaker, words) in enumerate(zip(self._speakers, self._talk.words, strict=True)):
            head, tail = self._heard(self._talk.heads[position]), self._heard(self._talk.tails[position])
            for column, owners in enumerate(self._owners):
                in_head = max((trust * head.get(name, 0.0) for name, trust in owners.items()), default=0.0)
                in_tail = max((trust * tail.get(name, 0.0) for name, trust in owners.items()), default=0.0)
                said[position, column] = max(in_head, 0.7 * in_tail)
                if speaker and speaker != before:
                    takes[position, column] = owners.get(speaker, 0.0) * min(1.0, len(words) / FULL_TURN_WORDS)
            before = speaker
        return said, takes

    def chair(self) -> Matrix:
        """(T,) 1 where whoever leads the call speaks: the page's MC when named, else the voice that steers most."""
        leads = self._leads
        if not leads:
            steered = Counter(
                utterance.voice
                for utterance, head in zip(self._talk.utterances, self._talk.heads, strict=True)
                for phrase in steering(head)
                if phrase.kind in STEERS and utterance.voice
            )
            leads = {voice for voice, _ in steered.most_common(1) if voice}
        return np.array([float(utterance.voice in leads) for utterance in self._talk.utterances])

    def new_voice(self) -> Matrix:
        """(T,) share of the next VOICE_WORDS words by voices that had hardly any of twice as many words before."""
        found = np.zeros(len(self._talk))
        for position in range(1, len(self._talk)):
            after = self._words_by_voice(range(position, len(self._talk)), VOICE_WORDS)
            before = self._words_by_voice(range(position - 1, -1, -1), 2 * VOICE_WORDS)
            fresh = sum(words for voice, words in after.items() if before[voice] < 0.05 * VOICE_WORDS)
            found[position] = fresh / max(1, after.total())
        return found

    def _words_by_voice(self, positions: range, most: int) -> Counter[str | None]:
        spoken: Counter[str | None] = Counter()
        for position in positions:
            size = min(most, len(self._talk.words[position]))
            spoken[self._talk.utterances[position].voice] += size
            most -= size
            if most <= 0:
                break
        return spoken

    def _heard(self, text: str) -> dict[str, float]:
        """The attendees whose names the text holds, and how surely they are meant."""
        found: dict[str, float] = {}
        for heard in self._ear.listen(tokens(text)):
            if not heard.doubtful:
                for name, trust in heard.who.items():
                    found[name] = max(found.get(name, 0.0), trust)
        return found

    def _owners_of(self, item: AgendaItem) -> dict[str, float]:
        """Attendees by their tag or by name in the title, each with how surely they are meant."""
        found: dict[str, float] = {}
        for owner in item.owners:
            person = resolve(owner, self._notes.attendees)
            if person is not None:
                found[person.name] = 1.0
        if not found:
            for heard in self._ear.listen(tokens(item.title)):
                if heard.exact and not heard.doubtful:
                    found |= heard.who
        return found
