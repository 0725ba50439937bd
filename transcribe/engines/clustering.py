"""Voice embeddings of short pieces to people: how many there are, and whose piece each one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

THRESHOLD = 0.5
"""Cosine distance up to which two groups of pieces, on average, are one person; 0.45 to 0.65 give nearly the same."""
THRESHOLDS_ABOVE = (0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
THRESHOLDS_BELOW = (0.45, 0.4, 0.35, 0.3)
"""Tried one after the other while there are more, or fewer, people than there can be."""
RELIABLE_S = 1.0
"""Pieces shorter than this are assigned to the people that the longer ones show, but do not make new ones."""
TINY_S = (1.0, 3.0)
TINY_SHARE = 0.03
"""Who speaks less than this share of all talk (within these seconds) is nobody; the pieces go to the others."""
LEAST_S = 0.5
"""Enough speech to be somebody where more people are known to be there."""
APART = 2.0
"""Distance of two pieces of one window: the segmentation heard two people there."""
ROUNDS = 3

NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """What was heard of each local speaker of each window.

    `vectors`: (n, d) float32 of length 1. `seconds`: (n,) of speech that each stands for. `windows`: (n,) the window
    each is from; two pieces of one window are two people.
    """

    vectors: NDArray[np.float32]
    seconds: NDArray[np.float32]
    windows: NDArray[np.int64]
    copies: float = 1.0
    """How many windows see the same speech."""


def group(pieces: Pieces, minimum: int | None = None, maximum: int | None = None) -> NDArray[np.int64]:
    """(n,) the person of each piece, numbered from 0, or `NOBODY` where a window shows more people than there are."""
    if not len(pieces.vectors):
        return np.zeros(0, np.int64)
    lower, upper = max(1, minimum or 1), max(1, minimum or 1, maximum or len(pieces.vectors))
    reliable = np.flatnonzero(pieces.seconds >= RELIABLE_S)
    if len(reliable) < lower:
        reliable = np.argsort(-pieces.seconds, kind="stable")[: max(lower, len(reliable))]
    chosen = Pieces(pieces.vectors[reliable], pieces.seconds[reliable], pieces.windows[reliable], pieces.copies)
    labels = _people(chosen, lower, upper)
    centres = _centres(chosen, labels)
    for _ in range(ROUNDS):
        again = _centres(pieces, assign(pieces, centres))
        if len(again) < len(centres):
            break
        centres = again
    return assign(pieces, centres)


def assign(pieces: Pieces, centres: NDArray[np.float32]) -> NDArray[np.int64]:
    """The nearest centre of each piece, the pieces of one window at different centres."""
    from scipy.optimize import linear_sum_assignment

    labels = np.full(len(pieces.vectors), NOBODY, np.int64)
    likeness = pieces.vectors @ centres.T
    for window in np.unique(pieces.windows):
        rows = np.flatnonzero(pieces.windows == window)
        # longer pieces weigh more in who gets which centre
        best = linear_sum_assignment(-(likeness[rows] + 1) * np.sqrt(pieces.seconds[rows])[:, None])
        labels[rows[best[0]]] = best[1]
    return labels


def _people(pieces: Pieces, lower: int, upper: int) -> NDArray[np.int64]:
    """The person of each piece, `NOBODY` for groups too small to be one: average linkage, cut where people differ.

    Outside the bounds the cut moves; what still does not fit is settled by size.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(pieces.vectors) == 1:
        return np.zeros(1, np.int64)
    distance = np.clip(1.0 - pieces.vectors @ pieces.vectors.T, 0.0, 2.0).astype(np.float64)
    distance[pieces.windows[:, None] == pieces.windows[None, :]] = APART
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="average")
    tiny = min(max(TINY_SHARE * float(pieces.seconds.sum()) / pieces.copies, TINY_S[0]), TINY_S[1])

    def cut(threshold: float) -> tuple[NDArray[np.int64], NDArray[np.float64], int]:
        labels = np.asarray(fcluster(tree, threshold, criterion="distance"), np.int64) - 1
        seconds = np.bincount(labels, weights=pieces.seconds) / pieces.copies
        return labels, seconds, int((seconds >= tiny).sum())

    labels, seconds, people = cut(THRESHOLD)
    for threshold in THRESHOLDS_ABOVE if people > upper else ():
        labels, seconds, people = cut(threshold)
        if people <= upper:
            break
    for threshold in THRESHOLDS_BELOW:
        # small groups count before people are cut in two
        if (seconds >= LEAST_S).sum() >= lower:
            break
        labels, seconds, people = cut(threshold)
    if len(seconds) < lower:
        labels = np.asarray(fcluster(tree, lower, criterion="maxclust"), np.int64) - 1
        seconds = np.bincount(labels, weights=pieces.seconds) / pieces.copies
    kept = np.argsort(-seconds, kind="stable")[: min(max(people, lower, 1), upper)]
    renamed = np.full(len(seconds), NOBODY, np.int64)
    renamed[kept] = np.arange(len(kept))
    return renamed[labels]


def _centres(pieces: Pieces, labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """(people, d) of length 1: the mean of each person's pieces, longer ones weighing more."""
    centres = [
        (pieces.vectors[labels == person] * pieces.seconds[labels == person, None]).sum(axis=0)
        for person in range(labels.max() + 1)
        if (labels == person).any()
    ]
    stacked = np.stack(centres)
    return np.asarray(stacked / np.linalg.norm(stacked, axis=1, keepdims=True), np.float32)
