"""The talk in cleaned sentences, each with who said it and the utterances it rests on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from transcribe.minutes.acts import AGREE
from transcribe.minutes.cleaning import sentences, tidy, words

if TYPE_CHECKING:
    from transcribe.schema import Utterance

BACKCHANNEL = re.compile(
    r"^(?:yeah|yes|yep|no|okay|ok|right|mm|mm-hmm|mhm|uh-huh|hmm|sure|cool|great|alright|exactly|oh|ah|um|uh|so|thanks|"
    r"thank you|[\s.,!?…])+$",
    re.IGNORECASE,
)
"""What listeners say while somebody else goes on; after a question it is an answer."""

ENDS = (".", "?", "!")

ECHO = re.compile(r"(?:me (?:too|neither)|same (?:here|for me)|likewise|(?:so|neither) do i)\W*", re.IGNORECASE)
"""What nobody says of their own last sentence: from there on somebody else speaks, and who is not known."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One cleaned sentence: who said it, as far as that is known, what it rests on, and its place among all."""

    text: str
    voice: str | None
    utterances: tuple[Utterance, ...]
    place: int


def spoken_sentences(utterances: tuple[Utterance, ...]) -> list[Sentence]:
    """The talk in order; what one voice goes on saying over others' "mm-hmm" is one text.

    A sentence that a turn border tore apart is one again, of the voice that said more of it; where that voice would
    answer its own question, the border came late, and the sentence is the other's. What follows an echo of the voice's
    own words in an utterance is nobody's.
    """
    raw: list[_Raw] = []
    for passage in _passages(utterances):
        said = _parted(passage)
        if raw and said and _torn(raw[-1].text, said[0].text):
            before, after = raw.pop(), said.pop(0)
            said_by = before.said_by + after.said_by
            voice = after.voice if _answered(raw, before.voice) else max(said_by, key=said_by.__getitem__)
            text = f"{before.text.rstrip()} {after.text}"
            raw.append(_Raw(text, voice, (*before.utterances, *after.utterances), said_by))
        raw += said
    found: list[Sentence] = []
    for one in raw:
        cleaned = tidy(one.text)
        if words(cleaned):
            found.append(Sentence(cleaned, one.voice, one.utterances, len(found)))
    return found


class _Raw(NamedTuple):
    """A sentence as it was said; `said_by` are the words of each voice in it."""

    text: str
    voice: str | None
    utterances: tuple[Utterance, ...]
    said_by: Counter[str | None]


def _parted(passage: list[Utterance]) -> list[_Raw]:
    """The sentences of what one voice said, each with the utterances that hold it."""
    text = ""
    spans: list[tuple[int, int]] = []
    for utterance in passage:
        begun = len(text)
        said = utterance.text.strip()
        text += said + ("\n" if said.endswith(ENDS) else " ")
        spans.append((begun, len(text) - 1))
    found: list[_Raw] = []
    echoed: Utterance | None = None
    for start, end in sentences(text):
        inner = start + len(text[start:end]) - len(text[start:end].lstrip())
        rests = tuple(one for one, (first, last) in zip(passage, spans, strict=True) if first < end and last > inner)
        if not rests:
            continue
        if found and ECHO.fullmatch(text[start:end].strip()) and not BACKCHANNEL.match(found[-1].text.strip()):
            echoed = rests[0]
        voice = None if rests[0] is echoed else passage[0].voice
        found.append(_Raw(text[start:end], voice, rests, Counter({voice: len(words(text[start:end]))})))
    return found


def _torn(before: str, after: str) -> bool:
    """Whether a voice goes on in the middle of a sentence that another began."""
    return before.rstrip()[-1:].isalnum() and after.lstrip()[:1].islower()


def _answered(raw: list[_Raw], voice: str | None) -> bool:
    """Whether the last two sentences of a voice are a question and the assent to it."""
    if len(raw) < 2 or {raw[-1].voice, raw[-2].voice} != {voice}:
        return False
    return raw[-2].text.rstrip().endswith("?") and AGREE.match(raw[-1].text.strip()) is not None


def _passages(utterances: tuple[Utterance, ...]) -> list[list[Utterance]]:
    passages: list[list[Utterance]] = []
    for utterance in utterances:
        if passages and passages[-1][0].voice == utterance.voice:
            passages[-1].append(utterance)
        elif not passages or passages[-1][-1].text.rstrip().endswith("?") or not BACKCHANNEL.match(utterance.text):
            passages.append([utterance])
    return passages
