"""The talk of a call and the titles of its items, made ready for comparing them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from transcribe.schema import Utterance

    Matrix = NDArray[np.float64]

HEAD_WORDS = 40
TAIL_WORDS = 35
"""How much of an utterance's beginning opens an item, and how much of the one before hands over to it."""

SHORT_ANSWER = 5
"""Words below which an utterance does not end what was said before it."""

_STOP_WORDS = (
    "a about after all also an and any are as at be been but by can could did do does for from get go had has have he"
    " her here his how i if in into is it its just like make me more my new no not now of off on one or our out over"
    " she should so some than that the their them then there these they this those to up us use was we were what when"
    " where which who why will with would you your via per add adding added update updates status item items topic"
    " topics discussion discuss call meeting review please pr pull request issue issues http https www com org github"
    " io html open intro introduction opening closing general misc other questions question recap thoughts"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")

OPENING = re.compile(r"\b(?:opening|welcome|intros?|introductions?|kick[- ]?off)\b", re.IGNORECASE)
CLOSING = re.compile(r"\b(?:closing|wrap[- ]?up|goodbyes?|adjourn)\b", re.IGNORECASE)
OPEN_END = re.compile(
    r"\b(?:discussions?|q ?& ?a|questions|a\.?o\.?b\.?|any other business|open (?:floor|mic)|post[- ]call)\b",
    re.IGNORECASE,
)
"""Items that are named for their place in the call, and not for what they are about."""


def is_named_for_its_place(title: str) -> bool:
    """Whether an item is an opening, a closing or open talk."""
    return any(pattern.search(title) for pattern in (OPENING, CLOSING, OPEN_END))


def rank(title: str) -> int:
    """The place that an item has by its name: an opening before all others, then open talk, a closing last."""
    if CLOSING.search(title):
        return 3
    if OPENING.search(title):
        return 0
    return 2 if OPEN_END.search(title) and not terms(OPEN_END.sub(" ", title)) else 1


@dataclass(frozen=True, slots=True)
class Talk:
    """The utterances of a call with their words, their beginnings, and the end of what was said before each."""

    utterances: Sequence[Utterance]
    words: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...]
    tails: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.utterances)


def talk_of(utterances: Sequence[Utterance]) -> Talk:
    """The utterances made ready."""
    words = tuple(tuple(utterance.text.split()) for utterance in utterances)
    tails: list[str] = []
    before: list[str] = []
    for each in words:
        tails.append(" ".join(before))
        before = [*(before if len(each) < SHORT_ANSWER else ()), *each][-TAIL_WORDS:]
    return Talk(utterances, words, tuple(" ".join(each[:HEAD_WORDS]) for each in words), tuple(tails))


def plain(title: str) -> str:
    """The title without the targets of its links."""
    return _MARKDOWN_LINK.sub(r"\1", title)


def terms(text: str) -> list[str]:
    """The words that can tell one item from another, without the plural's s."""
    found = []
    for word in _WORD.findall(_folded(plain(text))):
        bare = re.split("['’]", word)[0]
        if bare in STOP_WORDS or len(bare) < 3 or bare.isdecimal():
            continue
        found.append(bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare)
    return found


def _folded(text: str) -> str:
    """Lower case without diacritics."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).casefold()
