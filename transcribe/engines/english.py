"""Which words are common English: the whole words in the sentence encoder's vocabulary."""

from __future__ import annotations

import json
from functools import cache


@cache
def common_words() -> frozenset[str]:
    """About 20,000 words in lower case, some first names and places among them.

    Raises:
        WeightsError: the encoder's files are not there.
    """
    from transcribe.engines.weights import locate

    listed = json.loads((locate("minilm") / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(word for word in listed if word.isalpha() and word.isascii())
