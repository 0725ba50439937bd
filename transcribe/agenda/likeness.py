"""How like each agenda item the talk is, by sentence embeddings in their context."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transcribe.agenda.text import CLOSING, HEAD_WORDS, OPENING, plain, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.agenda.text import Matrix, Talk
    from transcribe.engines import SentenceEncoder
    from transcribe.schema import AgendaItem

CHUNK_WORDS = HEAD_WORDS
"""Words that are embedded together: about one thought."""

CONTEXT_WORDS = 80.0
"""Reach of the context: words away at which a neighbour's vector counts 1/e."""

BACKGROUND = 0.35
"""Share of a call's talk that is taken as foreign to any one item."""

MOST_NOTES = 6
"""Sub-notes of an item that are read; a page with whole minutes under an item would drown its title."""

_PART = re.compile(r"\s+[-–—/|]\s+|:\s")
_PARAPHRASES = (
    (OPENING, "Hello everyone and welcome. Here is the agenda of today's meeting."),
    (CLOSING, "That is all for today. Thanks everyone, goodbye, see you at the next meeting."),
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """`vectors` (T, d) of the talk in its context, and how like each item it is.

    `talk` (T, K) in its context, `head` (T, K) in an utterance's first words, both above the item's background;
    `change` (T, K) from an utterance on against before it; `depth` (T,) how much the talk changes there; `nearest` (K,)
    the most like that any first words are (cosine).
    """

    vectors: Matrix
    talk: Matrix
    head: Matrix
    change: Matrix
    depth: Matrix
    nearest: Matrix


def likeness(talk: Talk, agenda: Sequence[AgendaItem], encoder: SentenceEncoder) -> Likeness:
    """Embed the talk and the items, and compare."""
    owners: list[int] = []
    chunks: list[str] = []
    firsts: list[int] = []
    for position, words in enumerate(talk.words):
        firsts.append(len(chunks))
        for first in range(0, max(1, len(words)), CHUNK_WORDS):
            owners.append(position)
            chunks.append(" ".join(words[first : first + CHUNK_WORDS]))
    texts, of = _texts(agenda)
    encoded = encoder.encode([*chunks, *texts]).astype(np.float64)
    vectors, items = encoded[: len(chunks)], encoded[len(chunks) :]
    lengths = np.array([len(chunk.split()) for chunk in chunks], dtype=np.float64)
    own = np.zeros((len(talk), encoded.shape[1]))
    np.add.at(own, owners, vectors * lengths[:, None])
    past, future = _around(own, np.array([len(words) for words in talk.words], dtype=np.float64))

    def alike(rows: Matrix) -> Matrix:
        return np.stack([(rows @ items[each].T).max(axis=1) for each in of], axis=1)

    head = alike(vectors[firsts])
    context, before, after = _scaled(past + future), _scaled(past), _scaled(future)
    return Likeness(
        vectors=context,
        talk=_above_background(alike(context)),
        head=_above_background(head),
        change=alike(after) - alike(before),
        depth=_depth(before, after),
        nearest=head.max(axis=0),
    )


def _texts(agenda: Sequence[AgendaItem]) -> tuple[list[str], list[list[int]]]:
    """What each item may sound like: its title, the title's parts, its sub-notes; and each item's rows in the list.

    A part that several items have ("Updates - ") tells nothing between them and is left away.
    """
    parts = [[part for part in _PART.split(plain(item.title)) if part.strip()] for item in agenda]
    common = {part for part, count in Counter(part for each in parts for part in set(each)).items() if count > 1}
    texts: list[str] = []
    rows: list[list[int]] = []
    for item, each in zip(agenda, parts, strict=True):
        own = [part for part in each if part not in common]
        whole = " - ".join(own) if own else plain(item.title)
        variants = [whole, *(part for part in own if terms(part)), *item.notes[:MOST_NOTES]]
        variants += [paraphrase for pattern, paraphrase in _PARAPHRASES if pattern.search(plain(item.title))]
        kept = list(dict.fromkeys(variants))
        rows.append(list(range(len(texts), len(texts) + len(kept))))
        texts += kept
    return texts, rows


def _around(own: Matrix, words: Matrix) -> tuple[Matrix, Matrix]:
    """What was said before each row (without it), and from it on, weighed down exponentially by the words between."""
    past, future = np.zeros_like(own), own.copy()
    for position in range(1, len(own)):
        past[position] = (past[position - 1] + own[position - 1]) * math.exp(-words[position - 1] / CONTEXT_WORDS)
        back = len(own) - 1 - position
        future[back] += future[back + 1] * math.exp(-words[back] / CONTEXT_WORDS)
    return past, future


def _scaled(rows: Matrix) -> Matrix:
    scaled: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled


def _above_background(cosines: Matrix) -> Matrix:
    """How far above the usual of this call's talk each item is; BACKGROUND of it is taken as foreign to any item."""
    if not cosines.size:
        return cosines
    floor = np.quantile(cosines, BACKGROUND, axis=0, keepdims=True)
    above: Matrix = cosines - floor
    return above


def _depth(before: Matrix, after: Matrix) -> Matrix:
    """(T,) how much less alike the talk before and after is than elsewhere in the call."""
    alike = (before * after).sum(axis=1)
    if len(alike) < 3:
        return np.zeros(len(alike))
    centre, spread = float(np.median(alike[1:])), float(np.std(alike[1:])) or 1.0
    deep: Matrix = np.clip((centre - alike) / spread, -2.0, 3.0)
    deep[0] = 0.0
    return deep
