"""Gives voices their names: weighs every sign of who a voice belongs to and leaves it open where the signs are thin.

Each sign is a likelihood ratio: how much likelier it is to be seen if this voice is that attendee than if it is not.
Their logarithms are summed for every pair of voice and attendee, and one assignment over all voices decides.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from transcribe.names.assignment import marginals
from transcribe.names.call import Call, Sign, beginning
from transcribe.names.roles import MC_SPEAKS, mc_signs, own_work_signs, owner_signs, resolved
from transcribe.names.spoken import spoken_signs
from transcribe.schema import Evidence, Naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from transcribe.names.cues import CueKind
    from transcribe.schema import Notes, Section, Utterance

NAMED_FROM = 0.75
"""A voice gets its name from this confidence on."""

LONE_SIGN, STRONG = 0.88, 1.0
"""The most that one strong sign alone is worth, unless people name themselves: where a diarizer told the voices apart,
it is right nine times in ten on real calls. Signs from STRONG on count."""

LEAST = 1.4
"""A name needs signs of its own that sum to this; that nobody else is left is not enough …"""

CERTAIN, LEAST_DIRECT = 0.9, 0.5
DIRECT = frozenset({"introduced", "called", "asked for", "asked to repeat", "thanked", "addressed", "leads the call"})
"""… unless it is beyond doubt and one of the signs is of a kind that speaks to the person, with this weight."""

SPEAKS_AT_LEAST, SPEAKS_AT_MOST = 0.05, 0.95
SPEAKS: Mapping[CueKind, float] = {
    "introduced": 0.95,
    "called": 0.92,
    "asked for": 0.8,
    "asked to repeat": 0.92,
    "thanked": 0.92,
    "addressed": 0.9,
    "quoted": 0.75,
    "mentioned": 0.6,
    "absent": 0.1,
}
"""How many of the attendees of whom that is said speak in the call; nobody else is likelier than another to."""

TRUST = 1.5
"""Factor on the sum of the signs; with the shares above taken at their word, names came out too unsure."""

REPEATS = 0.75
"""Each further sign of one kind for one pair counts this much of the one before: they are not independent."""

GUEST = "a guest, by the voice"
"""The kind of evidence that tells whose remembered voice an open one is, who is not on the page's list."""


@dataclass(frozen=True, slots=True)
class Cues:
    """What is known beside the words: names that came with the voices, a first guess of the sections, known voices.

    `given` is voice -> whose it is by an imported transcript, an attendee's or a guest's; `known` is voice -> attendee
    -> log-odds from remembered voices, `guests` is voice -> remembered person who is not on the list.
    """

    given: Mapping[str, Naming] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    known: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    guests: Mapping[str, str] = field(default_factory=dict)


def name_voices(
    utterances: tuple[Utterance, ...], notes: Notes, cues: Cues, *, without: frozenset[str] = frozenset()
) -> tuple[Naming, ...]:
    """One naming for every voice, in order of first speech; a voice whose signs are thin keeps no name.

    A guest keeps none either: only people of the page are named, and who it sounds like is told as evidence. A name
    that an imported transcript gives to a voice stands, also that of a guest.

    `without` leaves out kinds of sign, to measure what each is worth: those of `spoken.AIMS`, "introduced", "own"
    (naming someone else), "mc" and "owner".
    """
    voices = tuple(dict.fromkeys(utterance.voice for utterance in utterances if utterance.voice is not None))
    people = tuple(dict.fromkeys(attendee.name for attendee in notes.attendees))
    given = {voice: naming for voice, naming in cues.given.items() if naming.name}
    call = Call.of(utterances, notes.attendees)
    signs: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for sign in _signs(call, notes, cues, without):
        signs[sign.voice, sign.person].append(sign.evidence)
    odds = {pair: _total(evidence) for pair, evidence in signs.items()}
    listed = tuple(voice for voice in voices if voice not in given or given[voice].name in people)
    confidence = marginals(listed, _speakers(call, people, notes.mc, cues), odds)
    namings = (_naming(voice, people, confidence, signs) for voice in voices)
    return tuple(
        _as_given(naming, given[naming.voice])
        if naming.voice in given
        else _with_guest(naming, cues.guests.get(naming.voice))
        for naming in namings
    )


def by_voice(namings: Iterable[Naming]) -> dict[str, str]:
    """Voice -> its name, of those that have one."""
    return {naming.voice: naming.name for naming in namings if naming.name}


def _as_given(heard: Naming, given: Naming) -> Naming:
    """The name that an imported transcript gives, with what else was heard for it."""
    return replace(given, evidence=heard.evidence) if heard.name == given.name else given


def _with_guest(naming: Naming, guest: str | None) -> Naming:
    if guest is None or naming.name is not None:
        return naming
    return replace(naming, evidence=(Evidence(GUEST, None, guest, STRONG), *naming.evidence))


def _speakers(call: Call, people: tuple[str, ...], mc: tuple[str, ...], cues: Cues) -> dict[str, float]:
    """Attendee -> how likely they speak in this call: those who are spoken to usually do, others share what is left."""
    told: dict[str, float] = {}
    missing: dict[str, float] = {}
    for cue, _ in call.cues:
        for person, share in cue.heard.who.items():
            if cue.kind == "absent":
                missing[person] = min(missing.get(person, 1.0), 1 - share * (1 - SPEAKS[cue.kind]))
            else:
                told[person] = max(told.get(person, 0.0), share * SPEAKS[cue.kind])
    named = {naming.name for naming in cues.given.values() if naming.name}
    given = {*named.intersection(people), *(name for near in cues.known.values() for name in near)}
    told |= dict.fromkeys(given, SPEAKS_AT_MOST)
    others = len(people) - len(told)
    voices = len(call.voices) - len(named.difference(people))
    even = (voices - sum(told.values())) / others if others else voices / max(1, len(people))
    usual = min(SPEAKS_AT_MOST, max(SPEAKS_AT_LEAST, even))
    leads = {person: MC_SPEAKS * trust for person, trust in resolved(call.ear, mc).items()}
    found = {person: max(usual, told.get(person, 0.0), leads.get(person, 0.0)) for person in people}
    return {
        person: chance if person in given else min(chance, missing.get(person, 1.0)) for person, chance in found.items()
    }


def _signs(call: Call, notes: Notes, cues: Cues, without: frozenset[str]) -> Iterator[Sign]:
    """Every sign of who a voice is."""
    yield from spoken_signs(call, without)
    if "mc" not in without:
        yield from mc_signs(call, notes, cues.sections)
    if "owner" not in without:
        yield from owner_signs(call, notes, cues.sections)
        yield from own_work_signs(call, notes, cues.sections)
    for voice, naming in cues.given.items():
        for sign in naming.evidence if naming.name else ():
            yield Sign(voice, naming.name or "", sign)
    for voice, likeness in cues.known.items():
        first = next((utterance for utterance in call.utterances if utterance.voice == voice), None)
        at, quote = (first.start, beginning(first.text)) if first else (None, "")
        for name, weight in likeness.items():
            yield Sign(voice, name, Evidence("known voice", at, quote, weight))


def _total(evidence: list[Evidence]) -> float:
    """Log-odds of all signs of one pair; repeated signs of one kind count less and less."""
    kinds: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for sign in evidence:
        kinds[sign.kind, sign.weight > 0].append(sign.weight)
    return TRUST * sum(
        weight * REPEATS**rank
        for weights in kinds.values()
        for rank, weight in enumerate(sorted(weights, key=abs, reverse=True))
    )


def _naming(
    voice: str,
    people: tuple[str, ...],
    confidence: Mapping[tuple[str, str], float],
    signs: Mapping[tuple[str, str], list[Evidence]],
) -> Naming:
    best = max(people, key=lambda person: confidence.get((voice, person), 0.0), default=None)
    sure = confidence.get((voice, best), 0.0) if best else 0.0
    found = signs.get((voice, best), []) if best else []
    direct = max((sign.weight for sign in found if sign.kind in DIRECT), default=0.0)
    if _total(found) < LEAST and not (sure >= CERTAIN and direct >= LEAST_DIRECT):
        sure = min(sure, 0.5)
    strong = [sign.kind for sign in found if sign.weight >= STRONG]
    if len(strong) == 1 and strong != ["introduced"]:
        sure = min(sure, LONE_SIGN)
    evidence = sorted(found, key=lambda sign: -abs(sign.weight))
    rounded = tuple(Evidence(sign.kind, sign.at, sign.quote, round(sign.weight, 2)) for sign in evidence[:12])
    return Naming(voice, best if sure >= NAMED_FROM else None, round(sure, 3), rounded)
