"""One assignment of voices to people from their log-odds, with "nobody" as a choice and a voice split in two allowed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

STRANGER = 0.3
"""Before any sign: the chance that a voice belongs to nobody on the list."""

SPLIT = 0.02
"""How much less likely a person with one more voice is: diarizers split voices, but rarely."""

ROUNDS = 60
DAMPING = 0.5


def marginals(
    voices: tuple[str, ...], people: tuple[str, ...], odds: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], float]:
    """(voice, person) -> probability, for every pair.

    Sum-product message passing on the graph of voices (each belongs to one person or nobody) and people (each has one
    voice, more at a price). `odds` holds natural log-odds from evidence; a missing pair has none.
    """
    if not voices or not people:
        return {}
    prior = (1 - STRANGER) / STRANGER / max(len(people), len(voices))
    weights = np.array([[odds.get((voice, person), 0.0) for person in people] for voice in voices])
    ratio = prior * np.exp(np.clip(weights, -30, 30))
    message = np.ones_like(ratio)
    for _ in range(ROUNDS):
        wanted = _wanted(ratio, message)
        message = message**DAMPING * _free(wanted) ** (1 - DAMPING)
    scaled = ratio * message
    chance = scaled / (1 + scaled.sum(axis=1, keepdims=True))
    return {
        (voice, person): float(chance[row, column])
        for row, voice in enumerate(voices)
        for column, person in enumerate(people)
    }


def _wanted(ratio: NDArray[np.float64], message: NDArray[np.float64]) -> NDArray[np.float64]:
    """Odds with which each voice asks for each person, given its other choices. (voices, people)"""
    scaled = ratio * message
    rest = 1 + scaled.sum(axis=1, keepdims=True) - scaled
    return ratio / np.maximum(rest, 1e-12)


def _free(wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """How free each person is for each voice, given what the other voices want. (voices, people)

    With the others' odds x, and k voices of one person weighing SPLIT**(k-1), the ratio of "taken by this voice too"
    to "not" is P / (1 + (P - 1) / SPLIT), where P is the product of 1 + SPLIT * x.
    """
    logs = np.log1p(SPLIT * wanted)
    product = np.exp(np.clip(logs.sum(axis=0, keepdims=True) - logs, 0, 50))
    return product / (1 + (product - 1) / SPLIT)
