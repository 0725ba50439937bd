"""Which words are common English: the whole words in the sentence encoder's vocabulary."""

from __future__ import annotations

import json
import math
import re
from functools import cache

ENGLISH_PAGE = 0.6
"""Share of a page's words that are common English where it is written in English. Such pages have 0.58 to 1.0 and a
median of 0.82, prose in seven other languages 0.0 to 0.55."""
NOT_PROSE = re.compile(r"https?://\S+|\]\([^)]*\)|@\S+")
WORD = re.compile(r"[^\W\d_]{2,}")


UNKNOWN, LETTER = 16.0, 9.0
"""Surprise, in nats, at a word that is not in the vocabulary, and at a letter that stands alone."""


@cache
def common_words() -> frozenset[str]:
    """About 20,000 words in lower case, some first names and places among them.

    Raises:
        WeightsError: the encoder's files are not there.
    """
    return frozenset(_ranks())


def surprise(word: str) -> float:
    """How unlikely a word in lower case is in English, in nats: by Zipf's law, for the vocabulary is ordered by use.

    Raises:
        WeightsError: the encoder's files are not there.
    """
    if len(word) == 1 and word not in "ai":
        return LETTER
    rank = _ranks().get(word)
    return math.log(10 * (rank + 3)) if rank is not None else UNKNOWN


@cache
def _ranks() -> dict[str, int]:
    from transcribe.engines.weights import locate

    listed = json.loads((locate("minilm") / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    words = [word for word in sorted(listed, key=listed.__getitem__) if word.isalpha() and word.isascii()]
    return {word: rank for rank, word in enumerate(words)}


def is_english(page: str) -> bool:
    """Whether a page is written in English, going by its words.

    Raises:
        WeightsError: the encoder's files are not there.
    """
    found = WORD.findall(NOT_PROSE.sub(" ", page).casefold())
    return bool(found) and sum(word in common_words() for word in found) >= ENGLISH_PAGE * len(found)
