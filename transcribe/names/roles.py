"""Signs of who a voice is in what the page gives people to do: the MC leads the call, an item is its owner's work."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from transcribe.names.call import SURE, Call, Sign, beginning
from transcribe.names.cues import leads, own_work
from transcribe.names.hearing import Ear, tokens
from transcribe.schema import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from transcribe.schema import AgendaItem, Notes, Seconds, Section

MC_SPEAKS = 0.7
MC_LEADS = 0.75
MC_LEADS_COUNTED = 5
MC_OPENS = 0.6
MC_TRUST = 0.9
"""The page's MC speaks, unless somebody else took the call, makes three quarters of the moves that lead a call, opens
six in ten, and is rightly named nine times in ten; more than five moves add nothing."""

OWNER_LEADS_ITEM = 0.5
OWNER_TRUST = 0.6
OWN_WORK = 0.8
"""Of those who say under an item that something is their own work, its owners: six of seven on the tuned calls."""
SHORTEST_OWNED = 60.0


def mc_signs(call: Call, notes: Notes, sections: tuple[Section, ...]) -> Iterator[Sign]:
    """The MC leads the call: calls on people, thanks them, moves on, opens the call and its items."""
    people = resolved(call.ear, notes.mc)
    led = sorted(_moves(call, sections), key=lambda move: move[0])
    moves = Counter(voice for _, voice, _ in led)
    shown = {voice: (at, quote) for at, voice, quote in reversed(led)}
    opening = next((run for run in call.runs if run.words >= 15 and run.voice is not None), None)
    opener = opening.voice if opening else None
    if opening and opener:
        first = call.utterances[opening.first]
        shown.setdefault(opener, (first.start, beginning(first.text)))
    for voice in call.voices if people else ():
        usual = min(0.95, max(0.02, call.turns[voice] / call.turns.total()))
        scale = min(1.0, MC_LEADS_COUNTED / moves.total()) if moves else 0.0
        weight = scale * (
            moves[voice] * math.log(MC_LEADS / usual)
            + (moves.total() - moves[voice]) * math.log((1 - MC_LEADS) / (1 - usual))
        )
        even = 1 / max(2, len(call.voices))
        weight += math.log(MC_OPENS / even) if voice == opener else math.log((1 - MC_OPENS) / (1 - even))
        for person, trust in people.items():
            mixed = math.log(1 + trust * MC_TRUST * (math.exp(min(weight, SURE)) - 1))
            at, quote = shown.get(voice, (None, "")) if mixed > 0 else (None, "")
            kind = "leads the call" if mixed > 0 else "does not lead the call"
            yield Sign(voice, person, Evidence(kind, at, quote, mixed))


def _moves(call: Call, sections: tuple[Section, ...]) -> Iterator[tuple[Seconds, str, str]]:
    """Every move that leads the call: when, by which voice, and the words."""
    for cue, position in call.cues:
        utterance = call.utterances[position]
        if utterance.voice is not None and cue.kind in ("called", "asked for", "thanked"):
            yield utterance.start, utterance.voice, cue.quote
    for utterance in call.utterances:
        if utterance.voice is not None and (words := leads(utterance.text)):
            yield utterance.start, utterance.voice, words
    begun = {utterance.id: utterance for utterance in call.utterances}
    for section in sections:
        begins_call = section.utterances[0] == call.utterances[0].id
        first = begun.get(section.utterances[0]) if section.item is not None and not begins_call else None
        if first is not None and first.voice is not None:
            yield first.start, first.voice, beginning(first.text)


def owner_signs(call: Call, notes: Notes, sections: tuple[Section, ...]) -> Iterator[Sign]:
    """Who owns an item tends to speak most while it is discussed."""
    items = {item.id: item for item in notes.agenda}
    talk = _talk_by_item(call, sections)
    everywhere = Counter[str]()
    for voices in talk.values():
        everywhere.update(voices)
    owned = {item: _owners(call.ear, items[item]) for item in talk if item in items}
    starts = {section.item: section.start for section in reversed(sections)}
    for item, owners in owned.items():
        voices = talk[item]
        if not owners or voices.total() < SHORTEST_OWNED:
            continue
        elsewhere = Counter(everywhere)
        for other, others in owned.items():
            if others.keys() & owners.keys():
                elsewhere.subtract(talk[other])
        top = max(voices, key=lambda voice: voices[voice])
        for voice in call.voices:
            usual = _usual(voice, elsewhere)
            ratio = OWNER_LEADS_ITEM / usual if voice == top else (1 - OWNER_LEADS_ITEM) / (1 - usual)
            for person, trust in owners.items():
                weight = math.log(1 + trust * OWNER_TRUST * (ratio - 1))
                kind = "speaks most on their item" if voice == top else "another speaks most on their item"
                yield Sign(voice, person, Evidence(kind, starts[item], items[item].title, weight))


def own_work_signs(call: Call, notes: Notes, sections: tuple[Section, ...]) -> Iterator[Sign]:
    """Who says under an item "I opened this" is likely its owner."""
    items = {item.id: item for item in notes.agenda}
    place = {name: items[section.item] for section in sections if section.item in items for name in section.utterances}
    total = call.turns.total()
    for utterance in call.utterances:
        item, voice = place.get(utterance.id), utterance.voice
        quote = own_work(utterance.text) if item and voice else None
        if quote is None or item is None or voice is None:
            continue
        usual = min(0.9, max(0.1, call.turns[voice] / total))
        for person, trust in _owners(call.ear, item).items():
            weight = math.log(1 + trust * OWNER_TRUST * (OWN_WORK / usual - 1))
            yield Sign(voice, person, Evidence("speaks of their own work", utterance.start, quote, weight))


def _talk_by_item(call: Call, sections: tuple[Section, ...]) -> dict[str | None, Counter[str]]:
    """Seconds of each voice under each item, and off the agenda."""
    place = {utterance.id: utterance for utterance in call.utterances}
    talk: dict[str | None, Counter[str]] = defaultdict(Counter)
    for section in sections:
        for utterance in (place[name] for name in section.utterances if name in place):
            if utterance.voice is not None:
                talk[section.item][utterance.voice] += utterance.duration  # type: ignore[assignment]
    return talk


def _usual(voice: str, elsewhere: Mapping[str, float]) -> float:
    """How likely a voice leads an item that is not its own: its share of the talk outside this owner's items.

    A minute of even shares keeps little talk from deciding.
    """
    even = SHORTEST_OWNED / max(2, len(elsewhere))
    return min(0.9, max(0.05, (max(0.0, elsewhere[voice]) + even) / (sum(elsewhere.values()) + SHORTEST_OWNED)))


def _owners(ear: Ear, item: AgendaItem) -> dict[str, float]:
    """Attendee -> how surely they own the item: by its tag, or because the title names them."""
    tagged = resolved(ear, item.owners)
    return tagged or resolved(ear, (item.title,))


def resolved(ear: Ear, spellings: tuple[str, ...]) -> dict[str, float]:
    """Attendees meant by what a page says, each with its likelihood."""
    found: dict[str, float] = {}
    for spelling in spellings:
        for heard in ear.listen(tokens(spelling)):
            if heard.exact:
                for person, share in heard.who.items():
                    found[person] = max(found.get(person, 0.0), share)
    return found
