"""Which agenda item is talked about when: the call's utterances in sections, each with the reason it starts there."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from transcribe.agenda.mend import mended
from transcribe.agenda.path import OFF, Course, Odds, likeliest, spans
from transcribe.agenda.signs import Signs, read_signs
from transcribe.agenda.text import rank
from transcribe.schema import Evidence, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transcribe.agenda.text import Matrix
    from transcribe.engines import SentenceEncoder
    from transcribe.schema import Notes, Utterance
    from transcribe.zoom.chat import Message

MOST_KNOWN = 2.5
"""Log-odds that an item's likeness to the whole call can add to its being discussed."""

LEAVES = 0.5
"""How much of what speaks for any start speaks for the start of talk off the agenda."""

OFF_CONFIDENCE = 0.5
MOST_CONFIDENCE = 0.92
"""Even where everything agrees, one minute in ten is another item's (measured on the tuned half)."""

WORTH_TELLING = 0.5
QUOTED_WORDS = 12


@dataclass(frozen=True, slots=True)
class Weights:
    """What each measure is worth in log-odds, by kind; a kind that is missing is left out.

    `belongs`, `opens` and `breaks` are a conditional logit of the true items and starts of half of the calls of the
    corpus, with a ridge; the first scaled down by half, because neighbouring utterances repeat each other. `mentions`
    and what is pasted into the chat are set by hand: few of these calls name items by number, hardly one asks to go
    back to an item, none skips one aloud, and none has its chat. `silent` is against an item whose owners do not
    speak: of 35 that were discussed, the owner spoke under 34.
    """

    belongs: Mapping[str, float] = field(
        default_factory=lambda: {"similar": 4.0, "owner": 0.8, "place": 1.0, "learnt": 4.0}
    )
    mentions: Mapping[str, float] = field(
        default_factory=lambda: {"words": 0.1, "number": 2.5, "back-to": 5.0, "pasted": 3.0, "skipped": -1.0}
    )
    opens: Mapping[str, float] = field(
        default_factory=lambda: {
            "title": 4.4,
            "change": 3.0,
            "title-words": 2.6,
            "number": 4.5,
            "name-said": 1.5,
            "owner": 2.3,
            "called": 1.0,
            "pasted": 3.0,
            "comes-back": 6.0,
        }
    )
    breaks: Mapping[str, float] = field(
        default_factory=lambda: {
            "moves-on": 1.2,
            "comes-back": 0.4,
            "opens-call": 0.4,
            "ends-call": 0.5,
            "after-moves-on": 0.3,
            "after-hands-over": 1.7,
            "voice": 0.5,
            "pause": 0.55,
            "length": 1.8,
            "depth": 0.5,
            "new-voice": 1.35,
            "chair": 0.6,
        }
    )
    leaves: Mapping[str, float] = field(default_factory=lambda: {"wraps-up": 11.0, "skips": 9.0})
    known: Mapping[str, float] = field(default_factory=lambda: {"nearest": 12.0, "covered": 4.6, "pasted": 5.0})
    silent: float = -2.0
    course: Course = field(default_factory=Course)
    passes: int = 2


WEIGHTS = Weights()


def place(
    utterances: tuple[Utterance, ...],
    names: Mapping[str, str],
    notes: Notes,
    encoder: SentenceEncoder,
    *,
    chat: Sequence[Message] = (),
    weights: Weights = WEIGHTS,
) -> tuple[Section, ...]:
    """The sections of the call, in order, every utterance in exactly one; `names` maps voices to attendees."""
    if not utterances:
        return ()
    if not notes.agenda:
        return (_section(utterances, None, 0.0, ()),)
    signs = read_signs(utterances, names, notes, encoder, chat)
    return decode(utterances, notes, signs, weights)


def not_discussed(sections: Sequence[Section], notes: Notes) -> tuple[str, ...]:
    """Ids of the items that no section belongs to, in the page's order."""
    reached = {section.item for section in sections}
    return tuple(item.id for item in notes.agenda if item.id not in reached)


def decode(utterances: tuple[Utterance, ...], notes: Notes, signs: Signs, weights: Weights) -> tuple[Section, ...]:
    """The sections that the measures speak for, weighed by `weights`."""
    weight = signs.weights[:, None]
    breaks = _weighed(signs.breaks, weights.breaks)
    opens = _weighed(signs.opens, weights.opens) + breaks[:, None]
    base = _weighed(signs.belongs, weights.belongs) * weight + _weighed(signs.mentions, weights.mentions)
    odds = Odds(
        belongs=base,
        off=weights.course.off * signs.weights,
        opens=np.column_stack([opens, LEAVES * breaks + _weighed(signs.breaks, weights.leaves)]),
        known=np.clip(_weighed(signs.known, weights.known), -MOST_KNOWN, MOST_KNOWN) + weights.silent * signs.silent,
        starts=np.array([utterance.start for utterance in utterances]),
        ranks=tuple(rank(item.title) for item in notes.agenda),
        asked=signs.mentions["back-to"],
    )
    course = likeliest(odds, weights.course)
    for _ in range(weights.passes - 1):
        learnt = weights.belongs.get("learnt", 0.0) * _learnt(course, signs) * weight
        odds = replace(odds, belongs=base + learnt)
        course = likeliest(odds, weights.course)
    course = mended(course, signs, utterances, notes.agenda)
    return _sections(utterances, notes, _Decoded(course, odds.belongs, signs, weights))


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A course through the agenda with what it was decoded from."""

    course: tuple[tuple[int, int], ...]
    belongs: Matrix
    signs: Signs
    weights: Weights


def _weighed(measures: Mapping[str, Matrix], weights: Mapping[str, float]) -> Matrix:
    """The sum of the measures, each times its weight."""
    first = next(iter(measures.values()))
    total: Matrix = np.zeros_like(first)
    for kind, measure in measures.items():
        total = total + weights.get(kind, 0.0) * measure
    return total


def _learnt(course: Sequence[tuple[int, int]], signs: Signs) -> Matrix:
    """(T, K) likeness of each utterance to what was said under each item in the last pass, above the items' mean."""
    items = next(iter(signs.belongs.values())).shape[1]
    centres = np.zeros((items, signs.vectors.shape[1]))
    for start, end, item in spans(course, len(signs.vectors)):
        if item != OFF:
            centres[item] += (signs.vectors[start:end] * signs.weights[start:end, None]).sum(axis=0)
    norms = np.linalg.norm(centres, axis=1)
    taken = norms > 0
    centres[taken] /= norms[taken, None]
    alike: Matrix = signs.vectors @ centres.T
    if taken.any():
        alike -= alike[:, taken].mean(axis=1, keepdims=True)
    alike[:, ~taken] = 0.0
    return alike


def _sections(utterances: tuple[Utterance, ...], notes: Notes, decoded: _Decoded) -> tuple[Section, ...]:
    made = []
    for start, end, item in spans(decoded.course, len(utterances)):
        name = None if item == OFF else notes.agenda[item].id
        evidence = _evidence(utterances[start], start, item, decoded)
        weight = float(decoded.signs.weights[start:end].sum())
        confidence = _confidence(decoded.belongs[start:end], weight, item)
        made.append(_section(utterances[start:end], name, confidence, evidence))
    return tuple(made)


def _section(
    utterances: tuple[Utterance, ...], item: str | None, confidence: float, evidence: tuple[Evidence, ...]
) -> Section:
    return Section(
        start=utterances[0].start,
        end=max(utterance.end for utterance in utterances),
        item=item,
        utterances=tuple(utterance.id for utterance in utterances),
        confidence=round(confidence, 3),
        evidence=evidence,
    )


def _confidence(belongs: Matrix, weight: float, item: int) -> float:
    """From the margin between the item and the best other one, for each unit of talk."""
    if item == OFF:
        return OFF_CONFIDENCE
    total = belongs.sum(axis=0)
    others = np.delete(total, item)
    margin = float(total[item] - max(0.0, *others.tolist())) if len(others) else float(total[item])
    return MOST_CONFIDENCE / (1 + math.exp(-2 * margin / (1 + weight) - 0.5))


def _evidence(utterance: Utterance, start: int, item: int, decoded: _Decoded) -> tuple[Evidence, ...]:
    """The signs that speak for this start, strongest first."""
    signs, weights = decoded.signs, decoded.weights
    found: defaultdict[str, float] = defaultdict(float)
    for kind, measure in signs.breaks.items():
        found[kind] += weights.breaks.get(kind, 0.0) * float(measure[start])
    if item == OFF:
        for kind, weight in weights.leaves.items():
            found[kind] += weight * float(signs.breaks[kind][start])
    else:
        for kind, by in signs.opens.items():
            found[kind] += weights.opens.get(kind, 0.0) * float(by[start, item])
        found["comes-back"] += weights.mentions.get("back-to", 0.0) * float(signs.mentions["back-to"][start, item])
    quote = " ".join(utterance.text.split()[:QUOTED_WORDS])
    return tuple(
        Evidence(kind.removeprefix("after-"), utterance.start, signs.quotes.get((kind, start), quote), round(weight, 2))
        for kind, weight in sorted(found.items(), key=lambda pair: -pair[1])
        if weight >= WORTH_TELLING
    )
