"""Learn what the built-in drafter tells outcomes and good lines by, and show how good that is.

Two regressions (`transcribe.minutes.odds` and `worth`), from what `read_outcomes` and `read_lines` hold. Every call is
judged by what the other calls teach; what is written is learned from all.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from benchmarks import fitting, read_lines, read_outcomes
from benchmarks.spoken_outcomes import Score
from benchmarks.vectors import Remembering
from transcribe.minutes import assemble
from transcribe.minutes.extractive import Extractive
from transcribe.minutes.learned import Learned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.fitting import Material
    from benchmarks.spoken_outcomes import MarkedCall
    from transcribe.schema import Point

HALVES = ("tuned", "held")


def main() -> None:
    """Fit, print the scores, and write the weights where told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights, learned from all calls, into the tool")
    options = parser.parse_args()
    encoder = Remembering()
    ends, lines = read_outcomes.materials(encoder), read_lines.materials(encoder)
    odds, worth = fitting.learned_apart(ends), fitting.learned_apart(lines)
    tuned = fitting.fit([one for one in ends if one.call.half == "tuned"])
    print_outcomes(ends, {"each learned from all other calls": odds}, worth, encoder)
    print_outcomes(ends, {"learned from the tuned half": dict.fromkeys(odds, tuned)}, worth, encoder, halves=("held",))
    print(f"{len(lines)} calls, lines ordered rightly {fitting.ranked(lines, worth):.3f}")
    print_notes(lines, odds, {"by what is talked of most alone": nothing_learned(lines), "with worth": worth}, encoder)
    encoder.keep()
    if options.write:
        fitting.write("odds", ends)
        fitting.write("worth", lines)


def nothing_learned(materials: Sequence[Material]) -> dict[str, Learned]:
    """For each call weights by which all lines are worth the same."""
    signs, width = materials[0].signs.shape[1], materials[0].meant.shape[1]
    blind = Learned(0.0, (0.0,) * signs, *((value,) * width for value in (0.0, 1.0, 0.0)))
    return {one.call.id: blind for one in materials}


def print_outcomes(
    materials: Sequence[Material],
    compared: Mapping[str, Mapping[str, Learned]],
    worth: Mapping[str, Learned],
    encoder: Remembering,
    *,
    halves: Sequence[str] = HALVES,
) -> None:
    """How many of the marked outcomes are drafted, and what readers held of the drafted lines."""
    judged = read_outcomes.verdicts()
    for label, odds in compared.items():
        for half in halves:
            score = Score()
            read: list[read_outcomes.Verdict] = []
            for call in (one.call for one in materials if one.call.half == half):
                points = drafted(call, Extractive(encoder, odds[call.id], worth[call.id]))
                score.add(call, points, encoder)
                ends = [point for point in points if point.kind in {"decision", "action"}]
                read += [verdict for point in ends if (verdict := judged[call.id].of(point))]
            print(f"{half}, {label}: {score}; {len(read)} were read: {read_outcomes.shares(read)}")


def print_notes(
    materials: Sequence[Material],
    odds: Mapping[str, Learned],
    compared: Mapping[str, Mapping[str, Learned]],
    encoder: Remembering,
) -> None:
    """What readers held of the drafted notes."""
    judged = read_lines.verdicts()
    for half in HALVES:
        for label, worth in compared.items():
            found: list[read_lines.Verdict] = []
            for call in (one.call for one in materials if one.call.half == half):
                points = drafted(call, Extractive(encoder, odds[call.id], worth[call.id]))
                keys = ((one.utterances[0], fitting.digest(one.text)) for one in points if one.kind == "note")
                found += [judged[call.id][key] for key in keys if key in judged[call.id]]
            print(f"{half}, {label}: {read_lines.shares(found)}")


def drafted(call: MarkedCall, drafter: Extractive) -> tuple[Point, ...]:
    """The points of the whole call."""
    return assemble(call.notes, call.utterances, call.names, call.sections, drafter, length=call.length).points


if __name__ == "__main__":
    main()
