"""The decisions and actions that were made in the corpus' calls, as read, and how many of them a draft tells.

People's minutes list few of them. `verdicts/spoken.tsv` lists all: each call was read from beginning to end by
somebody who saw neither its minutes nor any draft. Six calls were read by two: of what the second one marked the first
had 128 of 133, and the second had all 58 that the first held must not be missed (`must`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import calls, rows
from benchmarks.minutes import case
from benchmarks.score_names import named_calls
from transcribe.schema import Naming, Notes, Section, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from transcribe.engines import SentenceEncoder
    from transcribe.notes.neighbours import Length
    from transcribe.schema import Point

VERDICTS = Path(__file__).parent / "verdicts" / "spoken.tsv"

SAME = 0.3
"""Cosine of a line and an outcome from which it tells it, where both rest on the same utterance."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An outcome that was made: what utterances hold it, and as minutes would have it."""

    must: bool
    utterances: frozenset[str]
    line: str


@dataclass(frozen=True, slots=True)
class MarkedCall:
    """A call with its true speakers and items, and the outcomes made in it."""

    id: str
    half: str
    notes: Notes
    utterances: tuple[Utterance, ...]
    sections: tuple[Section, ...]
    length: Length | None
    marks: tuple[Mark, ...]

    @property
    def names(self) -> tuple[Naming, ...]:
        """Every voice is called as its speaker."""
        return tuple(
            Naming(voice, voice, 1.0) for voice in dict.fromkeys(one.voice for one in self.utterances) if voice
        )


def marked_calls() -> Iterator[MarkedCall]:
    """The corpus' calls and Zoom's own transcripts; where the items are not known all is under one."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    for row in rows(VERDICTS):
        marks[row["call"]].append(Mark(row["rank"] == "must", frozenset(row["utterances"].split(",")), row["line"]))
    for call in calls():
        one = case(call)
        sections = one.sections if call.items else (_whole(call.utterances, None),)
        yield MarkedCall(call.id, call.half, one.notes, one.utterances, sections, one.length, tuple(marks[call.id]))
    for named in named_calls():
        if named.id.startswith("zoom-"):
            sections = (_whole(named.utterances, named.notes.agenda[0].id),)
            yield MarkedCall(
                named.id, named.half, named.notes, named.utterances, sections, None, tuple(marks[named.id])
            )


def _whole(utterances: tuple[Utterance, ...], item: str | None) -> Section:
    return Section(utterances[0].start, utterances[-1].end, item, tuple(one.id for one in utterances))


def tells(
    lines: Iterable[tuple[str, frozenset[str]]], marks: tuple[Mark, ...], encoder: SentenceEncoder
) -> list[frozenset[int]]:
    """For each line, with the utterances it rests on, the places of the marks that it tells."""
    told = list(lines)
    if not told or not marks:
        return [frozenset() for _ in told]
    near = encoder.encode([text for text, _ in told]) @ encoder.encode([mark.line for mark in marks]).T
    return [
        frozenset(place for place, mark in enumerate(marks) if rests & mark.utterances and near[row, place] >= SAME)
        for row, (_, rests) in enumerate(told)
    ]


@dataclass(slots=True)
class Score:
    """How many outcomes that must be told are drafted as such, or told by any line, and how many drafted are right."""

    must: list[bool] = field(default_factory=list)
    anyhow: list[bool] = field(default_factory=list)
    may: list[bool] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, call: MarkedCall, points: tuple[Point, ...], encoder: SentenceEncoder) -> None:
        """Count one draft."""
        told = tells(((one.text, frozenset(one.utterances)) for one in points), call.marks, encoder)
        outcome = [one.kind in {"decision", "action"} for one in points]
        drafted = frozenset().union(*(places for places, is_one in zip(told, outcome, strict=True) if is_one))
        for place, mark in enumerate(call.marks):
            (self.must if mark.must else self.may).append(place in drafted)
            if mark.must:
                self.anyhow.append(place in frozenset().union(*told))
        self.right += [bool(places) for places, is_one in zip(told, outcome, strict=True) if is_one]

    def __str__(self) -> str:
        return (
            f"must {sum(self.must)} of {len(self.must)} = {_share(self.must):.2f} "
            f"(by any line {_share(self.anyhow):.2f}), "
            f"may {sum(self.may)} of {len(self.may)} = {_share(self.may):.2f}; "
            f"drafted {len(self.right)}, right {_share(self.right):.2f}"
        )


def _share(hits: list[bool]) -> float:
    return sum(hits) / max(1, len(hits))
