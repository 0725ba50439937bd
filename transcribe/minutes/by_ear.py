"""Which term a run of words most likely is, weighed by its sound and by how unlikely the words are as English."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.minutes.sounds import apart, begins_alike, heard_as, said_as, skeleton, weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LEAST = 4.0
"""Weight of a term (1 for a consonant, a half for a vowel) below which chance finds its sound anywhere."""

ALIKE, ALIKE_ENGLISH = 10.0, 13.0
"""Nats of surprise that the words must have before they are taken for a term of the same sound: where one of them is
no English, and where all are. A term of the page is said about once in 20,000 words (10 nats)."""

UNLIKE, UNLIKE_ENGLISH = 7.0, 10.0
"""Nats that a difference in sound as large as one consonant costs, likewise."""

ONSET = 0.7
"""What it costs besides where a word begins with quite another sound: an ear seldom misses that."""

LOOSEST = 0.16
"""Share of the sound that may differ, whatever the length."""


@dataclass(frozen=True, slots=True)
class Found:
    """A term by its folded spelling, the share of its sound that was heard, and how much of it there was to hear."""

    key: str
    alike: float
    worth: float


class Sounds:
    """Terms by how they sound."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._ways: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, term in terms.items():
            for way in said_as(term):
                for bones in _nearby(skeleton(way)):
                    self._ways[bones].add((way, key))

    def find(self, words: Sequence[str], surprise: float, *, english: bool) -> Found | None:
        """The term that these words are, if they are one; `surprise` in nats, `english` if each is an English word."""
        if surprise < (ALIKE_ENGLISH if english else ALIKE):
            return None
        heard = heard_as(words)
        near = {way for bones in _nearby(skeleton(heard)) for way in self._ways.get(bones, ())}
        ranked = sorted((apart(heard, way) + (0 if begins_alike(heard, way) else ONSET), key, way) for way, key in near)
        if not ranked or any(cost == ranked[0][0] and key != ranked[0][1] for cost, key, _ in ranked[1:]):
            return None
        cost, key, way = ranked[0]
        size = max(weight(heard), weight(way))
        if surprise < (
            ALIKE_ENGLISH + UNLIKE_ENGLISH * cost if english else ALIKE + UNLIKE * cost
        ) or cost > size * _slack(size, english=english, single=len(words) == 1):
            return None
        return Found(key, 1 - cost / size, weight(way) - 3 * cost)


def _slack(size: float, *, english: bool, single: bool) -> float:
    """The share of a sound of this weight that may differ."""
    if size < LEAST:
        return 0.06 if single and size > LEAST - 1 else 0.0 if single else -1.0
    over = size - LEAST
    return min(LOOSEST, 0.02 + 0.022 * over if english else 0.06 + 0.025 * over)


def _nearby(bones: str) -> Iterator[str]:
    """The skeleton, and each with one class less where it is long enough to be known by the rest."""
    yield bones
    if len(bones) > 3:
        yield from (bones[:place] + bones[place + 1 :] for place in range(len(bones)))
