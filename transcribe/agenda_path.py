"""The likeliest course of a call through its agenda: which item is talked about when, decoded over the whole call."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

OFF = -1
"""The state of talk that belongs to no item."""

BEAM = 80
"""Histories kept at each utterance; twice as many change nothing measurable."""


@dataclass(frozen=True, slots=True)
class Course:
    """Log-odds that a call takes this way through its agenda rather than another.

    `begin` is the price of any new section. In order: `follow` for the next item not yet taken, `skip` for passing
    over one, `jump` for going back to one that was passed over, `come_back` for one taken before. Out of order (a page
    whose order means nothing, `shuffled`): any item not yet taken costs the same. `unreached` is the price of an item
    nobody takes up, `leave` that of talk off the agenda and `off` its share of an utterance's weight. `brief` seconds
    are the least a section lasts unless much speaks for it.
    """

    begin: float = -4.0
    follow: float = -0.2
    skip: float = -2.0
    jump: float = -4.0
    come_back: float = -4.0
    shuffled: float = -3.0
    unreached: float = -3.0
    leave: float = -2.0
    off: float = -0.2
    brief: float = 40.0
    brief_price: float = 3.0


@dataclass(frozen=True, slots=True)
class _History:
    """One way through the call so far."""

    score: float
    item: int
    last: int
    taken: int
    start: int
    before: _History | None

    @property
    def key(self) -> tuple[int, int, int]:
        return self.item, self.last, self.taken


def likeliest(
    belongs: NDArray[np.float64],
    opens: NDArray[np.float64],
    off: NDArray[np.float64],
    starts: Sequence[float],
    course: Course,
) -> tuple[tuple[int, int], ...]:
    """The sections as (first utterance, item or OFF), best course in order or out of order.

    `belongs` (T, K) and `off` (T,) are the log-odds of the utterances, `opens` (T, K + 1) those of a start there, the
    last column for OFF; `starts` are times in seconds.
    """
    if not len(belongs):
        return ()
    best: tuple[float, tuple[tuple[int, int], ...]] | None = None
    for ordered in (True, False):
        score, sections = _Search(belongs, opens, off, starts, course, ordered=ordered).run()
        if best is None or score > best[0]:
            best = score, sections
    return best[1] if best else ()


class _Search:
    """A beam search; histories that agree in the present item, the last item and the items taken are one."""

    def __init__(
        self,
        belongs: NDArray[np.float64],
        opens: NDArray[np.float64],
        off: NDArray[np.float64],
        starts: Sequence[float],
        course: Course,
        *,
        ordered: bool,
    ) -> None:
        self._scores = np.column_stack([belongs, off]).tolist()
        self._opens = opens.tolist()
        self._starts = list(starts)
        self._course = course
        self._ordered = ordered
        self._items = belongs.shape[1]
        self._orders: dict[tuple[int, int, int], float] = {}

    def run(self) -> tuple[float, tuple[tuple[int, int], ...]]:
        root = _History(0.0 if self._ordered else self._course.shuffled, OFF, OFF, 0, 0, None)
        live = self._begun(root, 0)
        for position in range(1, len(self._scores)):
            row = self._scores[position]
            held: dict[tuple[int, int, int], _History] = {}
            for history in live:
                self._offer(held, _stay(history, row[history.item]))
                if max(self._opens[position]) > self._course.begin:
                    for begun in self._begun(history, position):
                        self._offer(held, begun)
            live = sorted(held.values(), key=lambda history: -history.score)[:BEAM]
        final = max(live, key=self._final)
        return self._final(final), _sections(final)

    def _final(self, history: _History) -> float:
        """The score with the last section's length and the items never reached."""
        reached = bin(history.taken).count("1")
        return history.score + self._course.unreached * (self._items - reached)

    @staticmethod
    def _offer(held: dict[tuple[int, int, int], _History], history: _History) -> None:
        rival = held.get(history.key)
        if rival is None or history.score > rival.score:
            held[history.key] = history

    def _begun(self, history: _History, position: int) -> list[_History]:
        course = self._course
        price = 0.0
        if position:
            length = self._starts[position] - self._starts[history.start]
            price = course.begin - course.brief_price * max(0.0, 1 - length / course.brief)
        row, opens = self._scores[position], self._opens[position]
        before = history if position else None
        begun = []
        for item in range(self._items):
            if item == history.item:
                continue
            score = history.score + price + opens[item] + row[item] + self._order(history, item)
            begun.append(_History(score, item, item, history.taken | 1 << item, position, before))
        if history.item != OFF or not position:
            leave = course.leave if position else 0.0
            score = history.score + price + leave + opens[OFF] + row[OFF]
            begun.append(_History(score, OFF, history.last, history.taken, position, before))
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
        if not self._ordered:
            return -math.log(self._items)
        if item < last:
            return course.jump
        passed = sum(1 for other in range(last + 1, item) if not taken >> other & 1)
        return course.follow + course.skip * passed


def _stay(history: _History, score: float) -> _History:
    return _History(history.score + score, history.item, history.last, history.taken, history.start, history.before)


def _sections(history: _History | None) -> tuple[tuple[int, int], ...]:
    found = []
    while history is not None:
        found.append((history.start, history.item))
        history = history.before
    return tuple(reversed(found))
