"""Learn by what the built-in drafter tells decisions and actions from other talk, and show how good that is."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import fitting
from benchmarks.fitting import Material
from benchmarks.spoken_outcomes import Score, marked_calls, tells
from benchmarks.vectors import Remembering
from transcribe.minutes import Context, assemble
from transcribe.minutes.extractive import Extractive
from transcribe.minutes.odds import signs, surrounded
from transcribe.minutes.outcomes import candidates
from transcribe.minutes.passages import spoken_sentences

if TYPE_CHECKING:
    from benchmarks.spoken_outcomes import MarkedCall


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


def main() -> None:
    """Fit, print the scores, and write the weights where told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights, learned from all calls, into the tool")
    options = parser.parse_args()
    encoder = Remembering()
    materials = [material(call, encoder) for call in marked_calls()]
    encoder.keep()
    tuned = fitting.fit([one for one in materials if one.call.half == "tuned"])
    rows = {"held, learned from the tuned half": [(one, tuned) for one in materials if one.call.half == "held"]}
    apart = fitting.learned_apart(materials)
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
        fitting.write("odds", materials)


if __name__ == "__main__":
    main()
