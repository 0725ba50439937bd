"""Logistic regressions learned from real calls: their weights, and what they make of signs and of meaning."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Question = Literal["odds", "worth"]
"""What was learned: whether a line tells an outcome (`odds.py`), whether it is worth telling (`worth.py`)."""


class Learned(msgspec.Struct, frozen=True):
    """The weights: of the signs, in the order in which they are given, and of the meaning, standardised."""

    bias: float
    signs: tuple[float, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    meant: tuple[float, ...]


def path(question: Question) -> Path:
    """The file that holds the weights that come with the tool."""
    return Path(__file__).with_name(f"{question}.json")


@cache
def learned(question: Question) -> Learned:
    """The weights that come with the tool."""
    return msgspec.json.decode(path(question).read_bytes(), type=Learned)


def log_odds(weights: Learned, signs: ArrayLike, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n,) natural logarithms of the odds, from (n, s) signs and (n, w) vectors; where w is 0 by the signs alone."""
    import numpy as np

    found: NDArray[np.float64] = np.asarray(signs).reshape(-1, len(weights.signs)) @ np.array(weights.signs)
    found = found + weights.bias
    if vectors.shape[1]:
        found = found + (vectors - np.array(weights.mean)) / np.array(weights.scale) @ np.array(weights.meant)
    return found
