"""Assigns voices to people from their log-odds, with "nobody" as a choice and a person split over voices allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    """(voices, people)"""

STRANGER = 0.05
"""Before any sign: the chance that a voice belongs to nobody on the list."""

SPLIT = 0.02
"""How much less likely a person with one more voice is: diarizers split voices, but rarely."""

ROUNDS = 80
DAMPING = 0.5


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What message passing ends with: every pair's `chance`, and `nobody`, a stranger's weight against a person's."""

    chance: Matrix
    nobody: float


def marginals(
    voices: tuple[str, ...],
    people: Mapping[str, float],
    odds: Mapping[tuple[str, str], float],
) -> dict[tuple[str, str], float]:
    """(voice, person) -> probability, for every pair.

    `people` holds how likely each speaks at all, `odds` natural log-odds from evidence (a missing pair has none).
    Sum-product message passing on the graph of voices (each is one person or a stranger) and people (each has no
    voice, one, or, at a price, more). A stranger's weight is set so that without any evidence STRANGER of the voices
    belong to nobody on the list.
    """
    if not voices or not people:
        return {}
    names = tuple(people)
    speaks = np.clip(np.array([people[name] for name in names]), 0.02, 0.98)
    silent = (1 - speaks) / speaks
    weights = np.array([[odds.get((voice, name), 0.0) for name in names] for voice in voices])
    nobody = _propagate(np.ones_like(weights), silent, None).nobody
    chance = _propagate(np.exp(np.clip(weights, -30, 30)), silent, nobody).chance
    return {
        (voice, name): float(chance[row, column])
        for row, voice in enumerate(voices)
        for column, name in enumerate(names)
    }


def _propagate(ratio: Matrix, silent: Matrix, nobody: float | None) -> Beliefs:
    """Pass messages until they settle; where `nobody` is None it is found on the way."""
    count = len(ratio)
    free = nobody is None
    weight = 1.0 if nobody is None else nobody
    message = np.ones_like(ratio) / count
    chance = np.zeros_like(ratio)
    for _ in range(ROUNDS):
        scaled = ratio * message
        total = scaled.sum(axis=1, keepdims=True)
        chance = scaled / (weight + total)
        if free:
            weight = weight**DAMPING * float((total * STRANGER / (1 - STRANGER)).mean()) ** (1 - DAMPING)
        wanted = ratio / np.maximum(weight + total - scaled, 1e-12)
        message = message**DAMPING * _free(wanted, silent) ** (1 - DAMPING)
    return Beliefs(chance, weight)


def _free(wanted: Matrix, silent: Matrix) -> Matrix:
    """How free each person is for each voice, given what the other voices want.

    With a silent person weighing `silent`, one with k voices SPLIT**(k-1), and the other voices wanting the person
    with odds x, "this voice too" against "not this voice" is P / (silent + (P - 1) / SPLIT), P the product of
    1 + SPLIT * x.
    """
    logs = np.log1p(SPLIT * wanted)
    product = np.exp(np.clip(logs.sum(axis=0, keepdims=True) - logs, 0, 50))
    return np.asarray(product / (silent + (product - 1) / SPLIT))
