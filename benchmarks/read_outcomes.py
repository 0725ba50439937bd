"""Lines that may tell a decision or an action, read and judged: what `odds` learns from.

`verdicts/outcomes.tsv` holds lines that were made of the marked calls and were not hopeless, each judged by reading:
whether a decision, action or plan was told there (0, 1, or 2: not to be missed), whether the line is true to it, and
whether it is clear to who missed the call. A line is known by a digest of its words, its sentence by one of its first
letters; where the line is made in other words by now, what its sentence told still counts. A line of a sentence of
which nothing was judged is an outcome where it tells one of those that readers of the whole call marked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.corpus import rows
from benchmarks.fitting import Material, digest
from benchmarks.spoken_outcomes import marked_calls, tells
from transcribe.minutes import Context
from transcribe.minutes.odds import signs, surrounded
from transcribe.minutes.outcomes import candidates
from transcribe.minutes.passages import spoken_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.spoken_outcomes import MarkedCall
    from benchmarks.vectors import Remembering
    from transcribe.minutes.candidate import Candidate
    from transcribe.schema import Point

VERDICTS = Path(__file__).parent / "verdicts" / "outcomes.tsv"

BEGINNING = 420
"""Letters by which a sentence is known."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader held of a line."""

    outcome: int
    true: bool
    clear: bool


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts of a call, by utterance and digest: of lines, and of sentences the highest of any line of them."""

    lines: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    sentences: dict[tuple[str, str], int] = field(default_factory=dict)

    def is_outcome(self, one: Candidate) -> bool | None:
        """Whether a decision, action or plan was told there; None where neither line nor sentence was judged."""
        utterance = one.sentence.utterances[0].id
        if verdict := self.lines.get((utterance, digest(one.text))):
            return verdict.outcome > 0
        highest = self.sentences.get((utterance, digest(one.sentence.text[:BEGINNING])))
        return None if highest is None else highest > 0

    def of(self, point: Point) -> Verdict | None:
        """The verdict on a drafted line, None where it was not judged in these words."""
        return self.lines.get((point.utterances[0], digest(point.text)))


def verdicts() -> dict[str, Verdicts]:
    """By call."""
    found: dict[str, Verdicts] = defaultdict(Verdicts)
    for row in rows(VERDICTS):
        call = found[row["call"]]
        verdict = Verdict(int(row["outcome"]), row["true"] == "yes", row["clear"] == "yes")
        call.lines[row["utterance"], row["line"]] = verdict
        sentence = row["utterance"], row["sentence"]
        call.sentences[sentence] = max(verdict.outcome, call.sentences.get(sentence, 0))
    return found


def material(call: MarkedCall, judged: Verdicts, encoder: Remembering) -> Material:
    """What there is to learn from a call; where nobody judged a line, it is an outcome if it tells a marked one."""
    by_id = {one.id: one for one in call.utterances}
    items = {item.id: item for item in call.notes.agenda}
    context = Context(call.notes, {one.voice: one.voice for one in call.names}, call.length)
    found: list[list[float]] = []
    passages = []
    made: list[Candidate] = []
    for section in call.sections:
        said = spoken_sentences(tuple(by_id[name] for name in section.utterances))
        for one in candidates(said, items.get(section.item or ""), context):
            found.append(signs(one, said))
            passages.append(surrounded(one.sentence, said))
            made.append(one)
    lines = ((one.told or one.text, frozenset(each.id for each in one.rests.utterances)) for one in made)
    right = [
        bool(told) if (known := judged.is_outcome(one)) is None else known
        for one, told in zip(made, tells(lines, call.marks, encoder), strict=True)
    ]
    return Material(call, np.array(found), encoder.in_context(passages), np.array(right))


def materials(encoder: Remembering) -> list[Material]:
    """What there is to learn from all calls."""
    judged = verdicts()
    return [material(call, judged[call.id], encoder) for call in marked_calls()]


def shares(read: Sequence[Verdict]) -> str:
    """How many of them are what an MC wants."""
    parts = {
        "an outcome": [verdict.outcome > 0 for verdict in read],
        "true": [verdict.true for verdict in read],
        "clear": [verdict.clear for verdict in read],
    }
    return ", ".join(f"{name} {np.mean(found):.2f}" for name, found in parts.items())
