"""What a line is worth: how likely it is understood alone, true to what was said, and of substance.

Its form tells some of that, how its words are meant more: a logistic regression whose weights were learned from lines
of real calls that were read and judged one by one (`benchmarks/fit_drafter.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.engines import Passage
from transcribe.minutes import learned
from transcribe.minutes.cleaning import content, has_verb, words
from transcribe.minutes.lexicon import VERBS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from transcribe.engines import SentenceEncoder
    from transcribe.minutes.learned import Learned

DENSE, CONCRETE, LENGTH, POINTING, CEREMONY, ROUGH, OURS = 0.4, 0.05, 0.05, 0.25, 0.3, 0.1, 0.15
"""What counts in a line's form: density, names and numbers, length; against it: pointing to something said before,
being about the meeting itself, signs of rough speech, and telling only what "we" have or can."""

MOST, LONG, LONGEST = 3, 14, 25
"""Of one sign; words from which a line's form is no better for more, and from which length tells nothing more."""

_POINTERS = re.compile(
    r"\b(?:it|they|them|he|she|him|his|this|these|those|here|something|somebody|someone|whatever|stuff|things?|"
    r"that(?=$|\s+(?:is|was|way|one|would|will|can|could|has|also|means|makes|works|should|might|point|stuff|kind|sort|"
    r"time)\b)|the same|such|the other|another|similar)\b",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    r"\blike\b|\bwhatever\b|\banyway\b|,\s*\w+(?=,|$)|\b(?:a|the|of|to|and) (?:a|the|of|to|and|is|are)\b|"
    r"\bthere (?:is|are|could be)\b|"
    r"^(?:ensuring|assuming|imagine|besides|manually|about|means|shows|figure|the reason|worth|having|have|has|did|"
    r"didn't|regarding|with|from|in terms of|in parallel|mostly|more|much|bit|but|being|going to|seen|designed|"
    r"would be|cool|then|all (?:kinds|about)|no\.|what|potential|maybe|such|because|looking to|telling|related|"
    r"supported|by|for|on the|at the|as|except|including|other)\b",
    re.IGNORECASE,
)
_CEREMONY = re.compile(
    r"\b(?:welcome|next up|moving on|hand (?:\w+ ){0,2}over|today'?s? (?:call|meeting|agenda)|this (?:call|meeting)|"
    r"agenda|screen|slides?|mute|"
    r"unmute|hear me|zoom|thanks?|thank you|have a chat|going to (?:talk|describe|explain|show|discuss|present|go)|"
    r"floor|"
    r"last (?:thing|point|question)|coming up|good (?:question|point)|questions?|talked about|"
    r"next (?:topic|item|slide)|should (?:probably )?move on|minutes? (?:left|past|over)|out of time|wrap(?:ping)? up|"
    r"these (?:calls|meetings)|well done|congrat\w*|hearing from|key point|announcement section|be talking about|"
    r"tl;?dr|guys|hello|morning|afternoon|introduce|my name|call today|please|don't forget)\b",
    re.IGNORECASE,
)


def form(line: str) -> float:
    """What the form of a line is worth: dense, with names or numbers in it, pointing nowhere, not about the meeting."""
    spoken = words(line)
    told = content(line)
    return (
        DENSE * len(told) / len(spoken)
        + CONCRETE * min(_concrete(spoken), MOST)
        + LENGTH * min(len(spoken), LONG)
        - POINTING * len(_POINTERS.findall(line))
        - CEREMONY * (_CEREMONY.search(line) is not None)
        - ROUGH * (len(_ROUGH.findall(line)) + len(told) - len(set(told)))
        - OURS * (spoken[0].lower() == "we")
    )


def pointers(line: str) -> int:
    """How many words of a line point to what was said before, as far as they count."""
    return min(len(_POINTERS.findall(line)), MOST)


def signs(line: str) -> list[float]:
    """The same and more for `log_odds`, each from 0 to 1."""
    spoken = words(line)
    first = spoken[0].lower()
    return [
        len(content(line)) / len(spoken),
        min(_concrete(spoken), MOST) / MOST,
        min(len(spoken), LONGEST) / LONGEST,
        pointers(line) / MOST,
        float(_CEREMONY.search(line) is not None),
        min(len(_ROUGH.findall(line)), MOST) / MOST,
        float(first == "we"),
        float(has_verb(line)),
        float(first in VERBS),
        min(line.count(","), MOST) / MOST,
    ]


def log_odds(lines: Sequence[str], encoder: SentenceEncoder, weights: Learned) -> NDArray[np.float64]:
    """(n,): the natural logarithm of how much likelier each line is worth telling than not."""
    vectors = encoder.in_context([Passage("", line, "") for line in lines])
    return learned.log_odds(weights, [signs(line) for line in lines], vectors)


def _concrete(spoken: list[str]) -> int:
    """Names and numbers."""
    return sum(any(letter.isdigit() for letter in word) or word[:1].isupper() for word in spoken[1:])
