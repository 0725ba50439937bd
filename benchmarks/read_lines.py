"""Lines that could stand in minutes, read and judged: what `worth` learns from.

`verdicts/lines.tsv` holds the lines that the built-in drafter could make of the marked calls, each judged by reading:
whether it is clear to who missed the call, true to what was said, and how much it would be missed (0, 1, 2). A line is
known by what it rests on and a digest of its words, for the words belong to the calls. What was judged told as a fact
also counts for the same line told as what its speaker thinks. 260 were read twice: for 253 both readers agreed
whether a line is clear, true and of substance (2), which is what is learned.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.corpus import rows
from benchmarks.fitting import Material, digest
from benchmarks.spoken_outcomes import marked_calls
from transcribe.engines import Passage
from transcribe.minutes import Context, length
from transcribe.minutes.extractive import lines_of
from transcribe.minutes.passages import spoken_sentences
from transcribe.minutes.worth import signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.spoken_outcomes import MarkedCall
    from benchmarks.vectors import Remembering

VERDICTS = Path(__file__).parent / "verdicts" / "lines.tsv"

Verdict = tuple[bool, bool, int]
"""Clear, true, and how much it would be missed."""


def verdicts() -> dict[str, dict[tuple[str, str], Verdict]]:
    """By call, utterance and digest of the line."""
    found: dict[str, dict[tuple[str, str], Verdict]] = defaultdict(dict)
    for row in rows(VERDICTS):
        verdict = row["clear"] == "yes", row["true"] == "yes", int(row["missed"])
        found[row["call"]][row["utterance"], row["line"]] = verdict
    return found


def good(verdict: Verdict) -> bool:
    """Whether an MC would want the line as it is."""
    clear, true, missed = verdict
    return clear and true and missed == 2


def material(call: MarkedCall, judged: dict[tuple[str, str], Verdict], encoder: Remembering) -> Material:
    """The lines of a call that were judged and are still made."""
    by_id = {one.id: one for one in call.utterances}
    context = Context(call.notes, {one.voice: one.voice for one in call.names}, call.length)
    said: dict[str | None, list[str]] = defaultdict(list)
    for section in call.sections:
        said[section.item] += section.utterances
    found: dict[str, bool] = {}
    for names in said.values():
        spoken = spoken_sentences(tuple(by_id[name] for name in names))
        longest = length.longest_line(context.length)
        for line in lines_of(spoken, context, longest) or lines_of(spoken, context, length.LONGEST_ALONE):
            verdict = judged.get((line.sentence.utterances[0].id, digest(line.text)))
            if verdict:
                found[line.text] = good(verdict)
    vectors = encoder.in_context([Passage("", line, "") for line in found])
    return Material(call, np.array([signs(line) for line in found]), vectors, np.array(list(found.values())))


def materials(encoder: Remembering) -> list[Material]:
    """What there is to learn from all calls."""
    judged = verdicts()
    return [material(call, judged[call.id], encoder) for call in marked_calls()]


def shares(found: Sequence[Verdict]) -> str:
    """How many of them are what an MC wants."""
    clear, true, missed = (np.array(part) for part in zip(*found, strict=True))
    return (
        f"{len(found)} notes that were judged: clear {clear.mean():.2f}, true {true.mean():.2f}, "
        f"of substance {(missed == 2).mean():.2f}, all three {(clear & true & (missed == 2)).mean():.2f}, "
        f"not worth keeping {(missed == 0).mean():.2f}"
    )
