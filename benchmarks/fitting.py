"""What is learned from material that was judged by reading: a logistic regression, also for each call without it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from transcribe.minutes.learned import Learned, log_odds, path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.spoken_outcomes import MarkedCall
    from transcribe.minutes.learned import Question

PENALTY = 20.0
"""What the squared weights cost, half of it."""

MEANT_LESS = 0.15
"""How much less than a sign a standardised direction of meaning may weigh."""


def digest(text: str) -> str:
    """By which a text that was judged is known; the text itself belongs to the call."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to learn from a call: signs (n, s), how the words are meant (n, w), the verdicts (n,)."""

    call: MarkedCall
    signs: NDArray[np.float64]
    meant: NDArray[np.float32]
    right: NDArray[np.bool_]


def fit(materials: Sequence[Material]) -> Learned:
    """Logistic regression with a ridge."""
    from scipy.optimize import minimize

    meant = np.concatenate([one.meant for one in materials]).astype(np.float64)
    mean, scale = meant.mean(axis=0), meant.std(axis=0) / MEANT_LESS
    table = np.hstack([np.concatenate([one.signs for one in materials]), (meant - mean) / scale])
    right = np.concatenate([one.right for one in materials]).astype(np.float64)

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = table @ weights[1:] + weights[0]
        off = 1 / (1 + np.exp(-odds)) - right
        slope = np.concatenate([[off.sum()], table.T @ off + PENALTY * weights[1:]])
        return float(np.logaddexp(0, odds).sum() - odds @ right + PENALTY / 2 * weights[1:] @ weights[1:]), slope

    best = minimize(cost, np.zeros(table.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    count = materials[0].signs.shape[1]
    rounded = [tuple(np.round(part, 5).tolist()) for part in (best[1 : count + 1], mean, scale, best[count + 1 :])]
    return Learned(round(float(best[0]), 5), *rounded)


def learned_apart(materials: Sequence[Material]) -> dict[str, Learned]:
    """For each call, by its id, what is learned from all others."""
    return {one.call.id: fit([other for other in materials if other is not one]) for one in materials}


def ranked(materials: Sequence[Material], apart: dict[str, Learned]) -> float:
    """How often what was judged right is held likelier than what was not (area under the ROC curve), by the others."""
    odds = np.concatenate([log_odds(apart[one.call.id], one.signs, one.meant) for one in materials])
    right = np.concatenate([one.right for one in materials])
    order = np.argsort(np.argsort(odds))
    count = int(right.sum())
    return float((order[right].sum() - count * (count - 1) / 2) / max(1, count * (len(right) - count)))


def write(question: Question, materials: Sequence[Material]) -> None:
    """Put the weights, learned from all calls, into the tool."""
    path(question).write_bytes(msgspec.json.format(msgspec.json.encode(fit(materials)), indent=0) + b"\n")
