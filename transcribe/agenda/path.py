"""The likeliest course of a call through its agenda: which item is talked about when, decoded over the whole call."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

OFF = -1
"""The state of talk that belongs to no item."""

BEAM = 60
"""Histories kept at each place; twice as many change nothing measurable."""

HOPELESS = 30.0
"""Log-odds behind the best at which a history is given up."""

MOST_GATES = 400
"""Places of a call at which a section may start, however long it is."""


@dataclass(frozen=True, slots=True)
class Course:
    """Log-odds that a call takes this way through its agenda rather than another.

    `begin` is the price of any new section. In order: `follow` for the next item not yet taken, `skip` for passing
    over one, `jump` for going back to one that was passed over, `come_back` for one taken before (`asked_back` where
    somebody asks to). Out of order (a page whose order means nothing, `shuffled`): any item not yet taken costs the
    same. Either way `misplaced` is the price for each item taken before one that by its name precedes it. `unreached`
    is the price of an item nobody takes up, `leave` that of talk off the agenda and `off` its share of an utterance's
    weight. `brief` seconds are the least a section lasts unless much speaks for it.
    """

    begin: float = -8.0
    follow: float = -0.2
    skip: float = -1.5
    jump: float = -7.0
    come_back: float = -12.0
    asked_back: float = -1.0
    shuffled: float = -2.0
    misplaced: float = -3.0
    unreached: float = -4.5
    leave: float = -2.0
    off: float = -0.3
    brief: float = 25.0
    brief_price: float = 3.0


@dataclass(frozen=True, slots=True)
class Odds:
    """Log-odds of a call's T utterances and K items.

    `belongs` (T, K) and `off` (T,) for talk of an item and of none, `opens` (T, K + 1) for a start there, the last
    column for OFF, `known` (K,) for an item coming up at all; `starts` (T,) are times in seconds. `ranks` (K,) are the
    places that items have by their names: one of a lower rank comes before those of a higher rank. `asked` (T, K) is
    1 where somebody asks to go back to an item.
    """

    belongs: NDArray[np.float64]
    off: NDArray[np.float64]
    opens: NDArray[np.float64]
    known: NDArray[np.float64]
    starts: NDArray[np.float64]
    ranks: tuple[int, ...]
    asked: NDArray[np.float64]


def spans(course: Sequence[tuple[int, int]], count: int) -> Iterator[tuple[int, int, int]]:
    """First utterance, end and item of each section of a course through `count` utterances."""
    for (start, item), end in zip(course, [*(start for start, _ in course[1:]), count], strict=True):
        yield start, end, item


class _History(NamedTuple):
    """One way through the call so far; `start` is where its present section begins."""

    score: float
    item: int
    last: int
    taken: int
    start: int
    before: _History | None


def likeliest(odds: Odds, course: Course) -> tuple[tuple[int, int], ...]:
    """The sections as (first utterance, item or OFF), best course in order or out of order."""
    if not len(odds.belongs):
        return ()
    gates = _gates(odds.opens)
    gains = np.add.reduceat(np.column_stack([odds.belongs, odds.off]), gates, axis=0)
    at_gates = replace(odds, opens=odds.opens[gates], starts=odds.starts[gates], asked=odds.asked[gates])
    runs = [_Search(gains, at_gates, course, ordered=ordered).run() for ordered in (True, False)]
    best = max(runs, key=lambda history: history.score)
    return tuple((int(gates[start]), item) for start, item in _sections(best))


def _gates(opens: NDArray[np.float64]) -> NDArray[np.intp]:
    """The utterances at which a section may start: those where most speaks for it."""
    best = opens.max(axis=1)
    worth = best >= max(0.5, float(np.quantile(best, max(0.0, 1 - MOST_GATES / len(best)))))
    worth[0] = True
    return np.flatnonzero(worth)


class _Search:
    """A beam search; histories that agree in the present item, the last item and the items taken are one."""

    def __init__(self, gains: NDArray[np.float64], odds: Odds, course: Course, *, ordered: bool) -> None:
        self._gains: list[list[float]] = gains.tolist()
        self._opens: list[list[float]] = odds.opens.tolist()
        self._starts: list[float] = odds.starts.tolist()
        self._known: list[float] = odds.known.tolist()
        self._asked: list[list[float]] = odds.asked.tolist()
        self._course = course
        self._ordered = ordered
        self._items = len(self._known)
        self._later = [sum(1 << other for other, rank in enumerate(odds.ranks) if rank > own) for own in odds.ranks]
        self._orders: dict[tuple[int, int, int], float] = {}

    def run(self) -> _History:
        """The best history, its score with the items never reached."""
        root = _History(0.0 if self._ordered else self._course.shuffled, OFF, OFF, 0, 0, None)
        live = self._begun(root, 0)
        for gate in range(1, len(self._gains)):
            gains = self._gains[gate]
            held: dict[tuple[int, int, int], _History] = {}
            for history in live:
                stayed = _History(history.score + gains[history.item], *history[1:])
                for after in (stayed, *self._begun(history, gate)):
                    key = after[1:4]
                    rival = held.get(key)
                    if rival is None or after.score > rival.score:
                        held[key] = after
            ranked = sorted(held.values(), key=lambda history: -history.score)[:BEAM]
            floor = ranked[0].score - HOPELESS
            live = [history for history in ranked if history.score >= floor]
        ended = [_History(self._final(history), *history[1:]) for history in live]
        return max(ended, key=lambda history: history.score)

    def _final(self, history: _History) -> float:
        return history.score + self._course.unreached * (self._items - history.taken.bit_count())

    def _begun(self, history: _History, gate: int) -> list[_History]:
        """What follows when the present section ends before `gate`."""
        course = self._course
        base = history.score
        if gate:
            length = self._starts[gate] - self._starts[history.start]
            base += course.begin - course.brief_price * max(0.0, 1 - length / course.brief)
        gains, opens = self._gains[gate], self._opens[gate]
        before = history if gate else None
        begun = []
        for item in range(self._items):
            if item != history.item:
                asked = history.taken >> item & 1 and self._asked[gate][item]
                order = course.asked_back if asked else self._order(history, item)
                score = base + opens[item] + gains[item] + order
                begun.append(_History(score, item, item, history.taken | 1 << item, gate, before))
        if history.item != OFF or not gate:
            score = base + (course.leave if gate else 0.0) + opens[OFF] + gains[OFF]
            begun.append(_History(score, OFF, history.last, history.taken, gate, before))
        return begun

    def _order(self, history: _History, item: int) -> float:
        key = history.last, history.taken, item
        if key not in self._orders:
            self._orders[key] = self._order_price(*key)
        return self._orders[key]

    def _order_price(self, last: int, taken: int, item: int) -> float:
        course = self._course
        if item == last:
            return 0.0
        if taken >> item & 1:
            return course.come_back
        price = self._known[item] + course.misplaced * (taken & self._later[item]).bit_count()
        if not self._ordered:
            return price - math.log(self._items)
        if item < last:
            return price + course.jump
        passed = sum(1 for other in range(last + 1, item) if not taken >> other & 1)
        return price + course.follow + course.skip * passed


def _sections(history: _History | None) -> tuple[tuple[int, int], ...]:
    found = []
    while history is not None:
        found.append((history.start, history.item))
        history = history.before
    return tuple(reversed(found))
