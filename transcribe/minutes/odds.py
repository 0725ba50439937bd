"""How likely a line tells a decision or an action: a logistic regression over signs and how its sentence is meant.

Its weights were learned from real calls in which every decision and action was marked by reading
(`benchmarks/fit_drafter.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.agenda.cues import STEERING, steering
from transcribe.engines import Passage
from transcribe.minutes import acts, learned
from transcribe.minutes.cleaning import bare, content, has_verb, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from transcribe.engines import SentenceEncoder
    from transcribe.minutes.candidate import Candidate
    from transcribe.minutes.learned import Learned
    from transcribe.minutes.passages import Sentence

LONG_LINE, LONG_SENTENCE = 25, 40
"""Words beyond which length tells no more."""

NEAR_END = 6
"""Sentences before the end of an item in which it is often summed up."""

NEIGHBOUR = 220
"""Letters of the sentences before and after that are read with it."""

ANSWERS = 3
"""Sentences in which somebody else may agree."""

_HERE = re.compile(
    r"\b(?:share|switch|show)\b.{0,20}\b(?:screen|slides?|desktop|doc)|\b(?:in|into|to) the (?:zoom )?chat\b|"
    r"\b(?:quick|short|brief) (?:update|recap|overview|question|note)|\b(?:this|today's|the) (?:call|meeting|agenda|"
    r"session)\b|\b(?:start|begin) (?:out )?with\b|\bnext (?:one|up|topic|item|slide)\b|\bnow\b|\bfirst (?:up|item)\b|"
    r"\bmove on\b|\bhand\b|\bfloor\b|\bminutes\b",
    re.IGNORECASE,
)
"""What is done here and now, in the call."""

_WHEN = re.compile(
    r"\b(?:today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|this (?:week|month|quarter)|"
    r"next (?:\w+ )?(?:week|month|year|call|meeting|quarter|release)|in (?:\w+ )?(?:\w+ )?(?:weeks?|days|months?)|"
    r"by (?:the end|\w+day)|before (?:the )?next|soon|async\w*|offline|"
    r"on (?:the )?(?:pr|issue|discord|slack|forum|github|mailing list)|"
    r"january|february|march|april|june|july|august|september|october|november|december|q[1-4])\b",
    re.IGNORECASE,
)
"""When, or where, something is to be done afterwards."""


def log_odds(
    candidates: Sequence[Candidate], said: Sequence[Sentence], encoder: SentenceEncoder, weights: Learned
) -> NDArray[np.float64]:
    """(n,): the natural logarithm of how much likelier each line is an outcome than not."""
    import numpy as np

    places = sorted({one.sentence.place for one in candidates})
    vectors = encoder.in_context([surrounded(said[place], said) for place in places])
    own = vectors[np.searchsorted(places, [one.sentence.place for one in candidates])]
    return learned.log_odds(weights, [signs(one, said) for one in candidates], own)


def surrounded(sentence: Sentence, said: Sequence[Sentence]) -> Passage:
    """A sentence between its neighbours, which tell whether the same voice goes on."""
    before = said[sentence.place - 1] if sentence.place else None
    after = said[sentence.place + 1] if sentence.place + 1 < len(said) else None
    return Passage(
        f"{_whose(before, sentence)}: {before.text[-NEIGHBOUR:]}" if before else "",
        sentence.text,
        f"{_whose(after, sentence)}: {after.text[:NEIGHBOUR]}" if after else "",
    )


def _whose(neighbour: Sentence, sentence: Sentence) -> str:
    return "same" if neighbour.voice == sentence.voice else "other"


def signs(candidate: Candidate, said: Sequence[Sentence]) -> list[float]:
    """What speaks for and against a line beside how it is meant, each from 0 to 1."""
    sentence, line = candidate.sentence, candidate.text
    spoken = words(line)
    done = acts.acts(bare(sentence.text))
    answers = said[sentence.place + 1 : sentence.place + 1 + ANSWERS]
    return [
        *(float(candidate.form == form) for form in acts.FORMS),
        float(any(one.voice != sentence.voice and acts.AGREE.match(one.text) for one in answers)),
        (sentence.place + 1) / len(said),
        float(len(said) - sentence.place <= NEAR_END),
        min(LONG_LINE, len(spoken)) / LONG_LINE,
        len(content(line)) / max(1, len(spoken)),
        min(LONG_SENTENCE, len(words(sentence.text))) / LONG_SENTENCE,
        float(candidate.led),
        float(acts.AGREE.match(sentence.text) is not None),
        float(_HERE.search(line) is not None),
        float(_HERE.search(sentence.text) is not None),
        float(_WHEN.search(line) is not None),
        float(_WHEN.search(sentence.text) is not None),
        float(acts.is_task(candidate.doing)),
        float(acts.is_idle(candidate.doing)),
        max((act.weight for act in done if act.kind == "decision"), default=0.0),
        max((act.weight for act in done if act.kind == "action"), default=0.0),
        candidate.weight,
        float(has_verb(line)),
        float(any(phrase.kind in STEERING for phrase in steering(sentence.text))),
    ]
