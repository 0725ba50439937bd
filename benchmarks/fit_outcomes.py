"""Learn by what the built-in drafter tells decisions and actions from other talk, and show how good that is."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from benchmarks.spoken_outcomes import MarkedCall, Score, marked_calls, tells
from benchmarks.vectors import Remembering
from transcribe.minutes import Context, assemble
from transcribe.minutes.extractive import Extractive
from transcribe.minutes.odds import WEIGHTS, Learned, signs, surrounded
from transcribe.minutes.outcomes import candidates
from transcribe.minutes.passages import spoken_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PENALTY = 20.0
"""What the squared weights cost, half of it."""

MEANT_LESS = 0.15
"""How much less than a sign a standardised direction of meaning may weigh."""


@dataclass(frozen=True, slots=True)
class Material:
    """The candidates of a call: signs (n, s), how their sentences are meant (n, w), whether each is right (n,)."""

    call: MarkedCall
    signs: NDArray[np.float64]
    meant: NDArray[np.float32]
    right: NDArray[np.bool_]


def material(call: MarkedCall, encoder: Remembering) -> Material:
    """What there is to learn from a call."""
    by_id = {one.id: one for one in call.utterances}
    items = {item.id: item for item in call.notes.agenda}
    context = Context(call.notes, {one.voice: one.voice for one in call.names}, call.length)
    found: list[list[float]] = []
    passages = []
    lines: list[tuple[str, frozenset[str]]] = []
    for section in call.sections:
        said = spoken_sentences(tuple(by_id[name] for name in section.utterances))
        for one in candidates(said, items.get(section.item or ""), context):
            found.append(signs(one, said))
            passages.append(surrounded(one.sentence, said))
            lines.append((one.text, frozenset(utterance.id for utterance in one.rests.utterances)))
    told = tells(lines, call.marks, encoder)
    return Material(call, np.array(found), encoder.in_context(passages), np.array([bool(places) for places in told]))


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


def main() -> None:
    """Fit, print the scores, and write the weights where told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights, learned from all calls, into the tool")
    options = parser.parse_args()
    encoder = Remembering()
    materials = [material(call, encoder) for call in marked_calls()]
    encoder.keep()
    tuned = fit([one for one in materials if one.call.half == "tuned"])
    rows = {"held, learned from the tuned half": [(one, tuned) for one in materials if one.call.half == "held"]}
    apart = learned_apart(materials)
    for half in ("tuned", "held"):
        rows[f"{half}, each learned from all other calls"] = [
            (one, apart[one.call.id]) for one in materials if one.call.half == half
        ]
    for label, judged in rows.items():
        score = Score()
        for one, weights in judged:
            call = one.call
            drafter = Extractive(encoder, weights)
            minutes = assemble(call.notes, call.utterances, call.names, call.sections, drafter, length=call.length)
            score.add(call, minutes.points, encoder)
        print(f"{label}: {score}")
    if options.write:
        WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(fit(materials)), indent=0) + b"\n")


if __name__ == "__main__":
    main()
