"""The talk in cleaned sentences, each with who said it and the utterances it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.minutes.cleaning import sentences, tidy, words

if TYPE_CHECKING:
    from transcribe.schema import Utterance

BACKCHANNEL = re.compile(
    r"^(?:yeah|yes|yep|no|okay|ok|right|mm|mm-hmm|mhm|uh-huh|hmm|sure|cool|great|alright|exactly|oh|ah|um|uh|so|thanks|"
    r"thank you|[\s.,!?…])+$",
    re.IGNORECASE,
)
"""What listeners say while somebody else goes on."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One cleaned sentence: who said it, what it rests on, and its place among all sentences of the item."""

    text: str
    voice: str | None
    utterances: tuple[Utterance, ...]
    place: int


def spoken_sentences(utterances: tuple[Utterance, ...]) -> list[Sentence]:
    """The talk in order; what one voice goes on saying over others' "mm-hmm" is one text."""
    found: list[Sentence] = []
    for passage in _passages(utterances):
        text = ""
        spans: list[tuple[int, int]] = []
        for utterance in passage:
            begun = len(text)
            text += utterance.text.strip() + " "
            spans.append((begun, len(text) - 1))
        for start, end in sentences(text):
            cleaned = tidy(text[start:end])
            inner = start + len(text[start:end]) - len(text[start:end].lstrip())
            rests = tuple(
                one for one, (first, last) in zip(passage, spans, strict=True) if first < end and last > inner
            )
            if words(cleaned) and rests:
                found.append(Sentence(cleaned, passage[0].voice, rests, len(found)))
    return found


def _passages(utterances: tuple[Utterance, ...]) -> list[list[Utterance]]:
    passages: list[list[Utterance]] = []
    for utterance in utterances:
        if passages and passages[-1][0].voice == utterance.voice:
            passages[-1].append(utterance)
        elif not passages or not BACKCHANNEL.match(utterance.text):
            passages.append([utterance])
    return passages
