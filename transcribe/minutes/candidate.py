"""A line that may tell an outcome, and what it is found in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe.minutes import acts

if TYPE_CHECKING:
    from transcribe.minutes import Context
    from transcribe.minutes.acts import Form
    from transcribe.minutes.passages import Sentence
    from transcribe.schema import AgendaItem, PointKind

FIRM = 0.5
"""Weight of a recognised act that is shown whatever the odds."""

TAKEN = 0.9
"""Weight of what was taken on in answer to a request, or announced as decided."""

SETTLED = 0.8
"""Confidence of what becomes of a pull request."""

LONGEST, SPARE = 18, 6
"""Words of an outcome, and how many more of a decision, and of a task of which nothing can be left out."""

LOOK_BACK, LOOK_AHEAD = 5, 3
"""Sentences in which a promise finds what was asked for, and a proposal its "yes"."""

POINTING = re.compile(
    r"^[a-z]+(?: (?:up|at|into|to|for|on|with|out|of|over|care|through|about|back))* (?:it|them|"
    r"(?:that|this|those|these|one|some|something|things?|stuff)(?=$|,|\s+(?:for|to|in|on|at|with|and|or|by|from|as|up|"
    r"after|before|when|once|until|now|today|tomorrow|later|out|is|was)\b))"
    r"(?!\w)",
    re.IGNORECASE,
)
"""A task whose object is only pointed at: "look into it", "fix that for Friday"."""

_ANSWERS_YES = re.compile(r"(?:(?!not\b|no\b)[\w']+,? ){1,6}(?:yeah|yes|yep|correct|exactly)\W*$", re.IGNORECASE)
"""What is a "yes" only after a question."""

_TAKES_BACK = re.compile(r"\b(?:but|anyway|don't have to|don't need to|rather not)\b", re.IGNORECASE)
"""What takes an assent back."""

_BUT_ANYWAY = re.compile(r"(?:(?:so|well|yeah),? )?(?:but|anyway)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may tell an outcome: made of `sentence`, resting on `rests`, which may hold an answer too.

    `form` is the form of words it was made from, `doing` what is to be done in it, empty for a statement; `weight` is
    that of the act it tells, 0 where none was recognised; `led` says that who leads the call said it; `told` is the
    line as it is shown, where that names whose view it is.
    """

    text: str
    kind: PointKind
    form: Form
    sentence: Sentence
    rests: Sentence
    doing: str = ""
    weight: float = 0.0
    led: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """The sentences of an item, what each of them does, and what else is known."""

    said: list[Sentence]
    done: list[tuple[acts.Act, ...]]
    item: AgendaItem | None
    context: Context


def assent(sentence: Sentence, said: list[Sentence]) -> Sentence | None:
    """The next "yes" of somebody else."""
    following = said[sentence.place + 1 : sentence.place + 1 + LOOK_AHEAD]
    asks = sentence.text.endswith("?")
    agreed = (later for later in following if later.voice != sentence.voice and _agrees(later.text, asks=asks))
    return next((later for later in agreed if not _is_taken_back(later, said)), None)


def _agrees(text: str, *, asks: bool) -> bool:
    return acts.AGREE.match(text) is not None or (asks and _ANSWERS_YES.match(text) is not None)


def _is_taken_back(assent: Sentence, said: list[Sentence]) -> bool:
    """Whether who says yes goes on with a but."""
    more = said[assent.place + 1 : assent.place + 2]
    goes_on = any(one.voice == assent.voice and _BUT_ANYWAY.match(one.text) for one in more)
    return goes_on or _TAKES_BACK.search(assent.text) is not None


def joined(first: Sentence, second: Sentence) -> Sentence:
    """A sentence that rests on another too."""
    return replace(first, utterances=tuple(dict.fromkeys((*first.utterances, *second.utterances))))
