"""When each word of an utterance was said, also after a person corrected the words."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from transcribe.utterances import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.schema import Seconds, Transcript, Utterance, Word


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word as it is shown, and when it starts."""

    text: str
    start: Seconds


def spoken(transcript: Transcript | None, utterances: Sequence[Utterance]) -> dict[str, tuple[Spoken, ...]]:
    """The words of each utterance as the machine heard them; evenly spread where their times are not known."""
    heard = words_of(transcript, utterances) if transcript is not None and transcript.words else {}
    found = {}
    for utterance in utterances:
        words = _joined(heard.get(utterance.id, ()))
        said = tuple(word.text for word in words)
        found[utterance.id] = words if said == tuple(utterance.text.split()) else _spread(utterance)
    return found


def corrected(words: Sequence[Spoken], text: str) -> tuple[Spoken, ...]:
    """The words of `text` at the times of those they stand for."""
    new = text.split()
    if new == [word.text for word in words]:
        return tuple(words)
    found: list[Spoken] = []
    matcher = SequenceMatcher(None, [word.text for word in words], new, autojunk=False)
    for _, first, last, begin, end in matcher.get_opcodes():
        for place in range(begin, end):
            stands_for = min(first + place - begin, max(first, last - 1), len(words) - 1)
            found.append(Spoken(new[place], words[stands_for].start if words else 0.0))
    return tuple(found)


def _joined(words: Sequence[Word]) -> tuple[Spoken, ...]:
    """Words as they are written: a piece without a space before it belongs to the word before."""
    found: list[Spoken] = []
    for word in words:
        pieces = word.text.split()
        if not pieces:
            continue
        if found and not word.text[:1].isspace():
            found[-1] = Spoken(found[-1].text + pieces[0], found[-1].start)
        else:
            found.append(Spoken(pieces[0], word.start))
        found += [Spoken(piece, word.start) for piece in pieces[1:]]
    return tuple(found)


def _spread(utterance: Utterance) -> tuple[Spoken, ...]:
    """Words at times that follow from their place in the text."""
    length = max(len(utterance.text), 1)
    found, place = [], 0
    for word in utterance.text.split():
        place = utterance.text.index(word, place)
        found.append(Spoken(word, round(utterance.start + utterance.duration * place / length, 3)))
        place += len(word)
    return tuple(found)
