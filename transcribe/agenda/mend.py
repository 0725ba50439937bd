"""Mends a decoded course where single utterances tell more than the whole: hand-overs, and items in name only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transcribe.agenda.path import OFF, spans
from transcribe.agenda.text import is_named_for_its_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.agenda.signs import Signs
    from transcribe.schema import AgendaItem, Utterance

ANNOUNCED = 0.3
"""An utterance that says so much of an item's title, its number or its owner's name announces the item."""

ANNOUNCED_WITHIN_S = 20.0
FEW_WORDS = 60
"""An announcement is short; a longer utterance is talk."""

SMALL_TALK_S = 15.0
"""Less talk than this before the first item is announced is left with it."""

HOLLOW = 1.0
"""Shared rare words (inverse document frequency) below which a section shares nothing with its item."""

SKIPPED_WITHIN_S = 40.0
"""An item that is called out and skipped is skipped so soon."""

GOODBYE_S = 25.0
"""A shorter hollow section at the end is a goodbye; at the start, one out of the page's order is small talk."""


def mended(
    course: Sequence[tuple[int, int]], signs: Signs, utterances: Sequence[Utterance], agenda: Sequence[AgendaItem]
) -> tuple[tuple[int, int], ...]:
    """The course as (first utterance, item or OFF), with hand-overs under the item they open.

    Hollow sections at the ends of the call go off the agenda, and so does an item that is called out to be skipped.
    """
    filled = []
    for start, end, item in spans(course, len(utterances)):
        begun = _begun(end, item, signs, utterances, agenda) if start == 0 and item != OFF else 0
        if begun:
            filled += [(0, OFF), (begun, item)]
            continue
        early = start == 0 and item > 0
        late = end == len(utterances) and utterances[-1].end - utterances[start].start < GOODBYE_S
        if item != OFF and _is_skipped(start, end, item, signs, utterances):
            filled.append((start, OFF))
            continue
        hollow = (early or late) and item != OFF and _is_hollow(start, end, item, signs, agenda)
        filled.append((start, OFF if hollow else item))
    moved: list[tuple[int, int]] = []
    for start, item in filled:
        first = start
        if moved and item != OFF and not _opens_itself(start, item, signs):
            while first - 1 > moved[-1][0] and _announces(first - 1, item, moved[-1][1], signs, utterances, start):
                first -= 1
        if not moved or moved[-1][1] != item:
            moved.append((first, item))
    return tuple(moved)


def _begun(end: int, item: int, signs: Signs, utterances: Sequence[Utterance], agenda: Sequence[AgendaItem]) -> int:
    """The utterance that announces the item which the call begins with, where only small talk stands before; else 0."""
    for position in range(end):
        if _says(position, item, signs) < ANNOUNCED:
            continue
        late = utterances[position].start - utterances[0].start >= SMALL_TALK_S
        opened = bool(signs.breaks["opens-call"][: position + 1].any())
        return position if late and opened and _is_hollow(0, position, item, signs, agenda) else 0
    return 0


def _is_skipped(start: int, end: int, item: int, signs: Signs, utterances: Sequence[Utterance]) -> bool:
    """Whether an item is passed over as soon as it is called out, and not called out again."""
    over = signs.mentions["skipped"][start:end, item]
    said = next((place for place in range(start, end) if signs.breaks["skips"][place]), end)
    words = sum(len(utterance.text.split()) for utterance in utterances[start : said + 1])
    if said == end or utterances[said].start - utterances[start].start > SKIPPED_WITHIN_S or words > FEW_WORDS:
        return False
    return bool(over[said + 1 - start :].all())


def _is_hollow(start: int, end: int, item: int, signs: Signs, agenda: Sequence[AgendaItem]) -> bool:
    """Whether nothing that is said between the two utterances is the item's own: no rare word, no number, no link."""
    if is_named_for_its_place(agenda[item].title):
        return False
    own = ("words", HOLLOW), ("number", 0.0), ("pasted", 0.0)
    return all(float(signs.mentions[kind][start:end, item].max()) <= least for kind, least in own)


def _opens_itself(start: int, item: int, signs: Signs) -> bool:
    """Whether an utterance leads on to the item in so many words, so that nothing before it does."""
    return float(signs.breaks["moves-on"][start]) >= 1.0 and _says(start, item, signs) >= ANNOUNCED


def _announces(
    position: int, item: int, before: int, signs: Signs, utterances: Sequence[Utterance], start: int
) -> bool:
    """Whether an utterance right before a section already opens it, rather than the item talked about until then."""
    near = utterances[start].start - utterances[position].start <= ANNOUNCED_WITHIN_S
    if not near or len(utterances[position].text.split()) > FEW_WORDS:
        return False

    said = _says(position, item, signs)
    return said >= ANNOUNCED and (before == OFF or said > _says(position, before, signs))


def _says(position: int, item: int, signs: Signs) -> float:
    """How much of an item's title, its number or its owner's name an utterance says."""
    return sum(float(signs.opens[kind][position, item]) for kind in ("title-words", "number", "name-said"))
