"""Gives voices their names: weighs every sign of who a voice belongs to and leaves it open where the signs are thin.

Each sign is a likelihood ratio: how much likelier it is to be seen if this voice is that attendee than if it is not.
Their logarithms are summed for every pair of voice and attendee, and one assignment over all voices decides.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from transcribe.names.assignment import marginals
from transcribe.names.cues import Cue, CueKind, cue_of, leads, own_work
from transcribe.names.hearing import Ear, tokens
from transcribe.schema import Evidence, Naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from transcribe.schema import AgendaItem, Attendee, Notes, Section, Utterance

NAMED_FROM = 0.75
"""A voice gets its name from this confidence on."""

LONE_SIGN, STRONG = 0.88, 1.0
"""The most that one strong sign alone is worth, unless people name themselves: where a diarizer told the voices apart,
it is right nine times in ten on real calls. Signs from STRONG on count."""

DISTANCES = (8, 25, 60)
"""Words between a name and the change of voice: at the change, near it, a few sentences off, far."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Whom a cue is aimed at, as shares by distance from the change of voice, and how often it is the speaker's own."""

    ahead: tuple[float, float, float, float]
    back: tuple[float, float, float, float]
    own: float


AIMS: Mapping[CueKind, Aim] = {
    "called": Aim(ahead=(0.94, 0.85, 0.65, 0.45), back=(0.02, 0.02, 0.02, 0.02), own=0.02),
    "asked for": Aim(ahead=(0.94, 0.9, 0.6, 0.4), back=(0.02, 0.02, 0.02, 0.02), own=0.02),
    "asked to repeat": Aim(ahead=(0.6, 0.55, 0.4, 0.3), back=(0.35, 0.3, 0.2, 0.1), own=0.02),
    "thanked": Aim(ahead=(0.1, 0.08, 0.03, 0.02), back=(0.88, 0.7, 0.25, 0.15), own=0.02),
    "addressed": Aim(ahead=(0.65, 0.55, 0.45, 0.3), back=(0.25, 0.2, 0.15, 0.08), own=0.03),
    "quoted": Aim(ahead=(0.2, 0.2, 0.15, 0.1), back=(0.3, 0.3, 0.2, 0.12), own=0.08),
    "mentioned": Aim(ahead=(0.4, 0.35, 0.22, 0.12), back=(0.1, 0.1, 0.08, 0.06), own=0.1),
    "absent": Aim(ahead=(0.02, 0.02, 0.02, 0.02), back=(0.02, 0.02, 0.02, 0.02), own=0.05),
}
"""Shares as counted on real calls; what is left over is aimed at nobody near."""

NEAR_RUNS = 6
LEAST_WORDS_BACK = 6
"""Whoever is thanked spoke within the last six runs, and said more than a word of assent."""

HIT_FIRST, HIT_SECOND, MISS = 0.91, 0.06, 0.03
"""Of the people aimed at who spoke: the first other voice, the second, neither."""

RAREST, COMMONEST = 0.04, 0.5
"""A voice follows another at least this often by chance, as fewer turns prove nothing, and at most this often: where
only two voices speak, whoever called might have gone on."""

LEAST = 1.4
"""A name needs signs of its own that sum to this; that nobody else is left is not enough …"""

CERTAIN, LEAST_DIRECT = 0.9, 0.5
DIRECT = frozenset({"introduced", "called", "asked for", "asked to repeat", "thanked", "addressed", "leads the call"})
"""… unless it is beyond doubt and one of the signs is of a kind that speaks to the person, with this weight."""

INTRODUCED = 120.0
"""Likelihood ratio of "I'm Laura" for the voice that says it; the rare misses are quotes and mishearings."""

ABSENT = 0.25
"""Likelihood ratio, for every voice, of being someone who is said to be missing."""

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

GIVEN = 8.0
"""Log-odds of a name that an imported transcript gives."""

GUEST = "a guest, by the voice"
"""The kind of evidence that tells whose remembered voice an open one is, who is not on the page's list."""

SURE = 6.0
"""No single sign weighs more, in log-odds."""


@dataclass(frozen=True, slots=True)
class Cues:
    """What is known beside the words: names that came with the voices, a first guess of the sections, known voices.

    `given` is voice -> attendee, `known` is voice -> attendee -> log-odds from remembered voices, `guests` is voice ->
    remembered person who is not on the list.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    known: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    guests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence about one pair of voice and attendee."""

    voice: str
    person: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive utterances of one voice; `first` and `last` (half open) count utterances."""

    voice: str | None
    first: int
    last: int
    words: int


def name_voices(
    utterances: tuple[Utterance, ...], notes: Notes, cues: Cues, *, without: frozenset[str] = frozenset()
) -> tuple[Naming, ...]:
    """One naming for every voice, in order of first speech; a voice whose signs are thin keeps no name.

    A guest keeps none either: only people of the page are named, and who it sounds like is told as evidence.

    `without` leaves out kinds of sign, to measure what each is worth: those of `AIMS`, "introduced", "own" (naming
    someone else), "mc" and "owner".
    """
    voices = tuple(dict.fromkeys(utterance.voice for utterance in utterances if utterance.voice is not None))
    people = tuple(dict.fromkeys(attendee.name for attendee in notes.attendees))
    call = _Call.of(utterances, notes.attendees)
    signs: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for sign in _signs(call, notes, cues, without):
        signs[sign.voice, sign.person].append(sign.evidence)
    odds = {pair: _total(evidence) for pair, evidence in signs.items()}
    confidence = marginals(voices, _speakers(call, people, notes.mc, cues), odds)
    namings = (_naming(voice, people, confidence, signs) for voice in voices)
    return tuple(_with_guest(naming, cues.guests.get(naming.voice)) for naming in namings)


def _with_guest(naming: Naming, guest: str | None) -> Naming:
    if guest is None or naming.name is not None:
        return naming
    return replace(naming, evidence=(Evidence(GUEST, None, guest, STRONG), *naming.evidence))


def _speakers(call: _Call, people: tuple[str, ...], mc: tuple[str, ...], cues: Cues) -> dict[str, float]:
    """Attendee -> how likely they speak in this call: those who are spoken to usually do, others share what is left."""
    told: dict[str, float] = {}
    missing: dict[str, float] = {}
    for cue, _ in call.cues:
        for person, share in cue.heard.who.items():
            if cue.kind == "absent":
                missing[person] = min(missing.get(person, 1.0), 1 - share * (1 - SPEAKS[cue.kind]))
            else:
                told[person] = max(told.get(person, 0.0), share * SPEAKS[cue.kind])
    given = {*cues.given.values(), *(name for near in cues.known.values() for name in near)}
    told |= dict.fromkeys(given, SPEAKS_AT_MOST)
    others = len(people) - len(told)
    even = (len(call.voices) - sum(told.values())) / others if others else len(call.voices) / max(1, len(people))
    usual = min(SPEAKS_AT_MOST, max(SPEAKS_AT_LEAST, even))
    leads = {person: MC_SPEAKS * trust for person, trust in _resolve(call.ear, mc).items()}
    found = {person: max(usual, told.get(person, 0.0), leads.get(person, 0.0)) for person in people}
    return {
        person: chance if person in given else min(chance, missing.get(person, 1.0)) for person, chance in found.items()
    }


def _signs(call: _Call, notes: Notes, cues: Cues, without: frozenset[str]) -> Iterator[Sign]:
    """Every sign of who a voice is."""
    yield from _spoken_signs(call, without)
    if "mc" not in without:
        yield from _mc_signs(call, notes, cues.sections)
    if "owner" not in without:
        yield from _owner_signs(call, notes, cues.sections)
        yield from _own_work_signs(call, notes, cues.sections)
    for voice, name in cues.given.items():
        yield Sign(voice, name, Evidence("given by the transcript", None, voice, GIVEN))
    for voice, likeness in cues.known.items():
        for name, weight in likeness.items():
            yield Sign(voice, name, Evidence("known voice", None, "", weight))


@dataclass(frozen=True, slots=True)
class _Call:
    """The call as naming sees it."""

    utterances: tuple[Utterance, ...]
    runs: tuple[Run, ...]
    cues: tuple[tuple[Cue, int], ...]
    ear: Ear
    voices: tuple[str, ...]
    after: Mapping[str, Counter[str]]
    turns: Counter[str]

    @staticmethod
    def of(utterances: tuple[Utterance, ...], attendees: tuple[Attendee, ...]) -> _Call:
        texts = tuple(tokens(utterance.text) for utterance in utterances)
        ear = Ear(attendees, texts, beginnings=True)
        found = [
            (cue, position)
            for position, (utterance, words) in enumerate(zip(utterances, texts, strict=True))
            for heard in ear.listen(words)
            if (cue := cue_of(utterance.text, words, heard))
        ]
        runs = _runs(utterances)
        after: dict[str, Counter[str]] = defaultdict(Counter)
        for run, following in pairwise(runs):
            if run.voice is not None and following.voice is not None:
                after[run.voice][following.voice] += 1
        turns = Counter(run.voice for run in runs if run.voice is not None)
        return _Call(utterances, runs, tuple(found), ear, tuple(turns), after, turns)

    def follows(self, voice: str, speaker: str) -> float:
        """How often `voice` is the next one after `speaker`, whatever was said."""
        followers = self.after.get(speaker, Counter())
        others = self.turns.total() - self.turns[speaker]
        share = self.turns[voice] / others if others else 0.0
        return (followers[voice] + 2 * share) / (followers.total() + 2)


def _runs(utterances: tuple[Utterance, ...]) -> tuple[Run, ...]:
    found: list[Run] = []
    for position, utterance in enumerate(utterances):
        count = len(utterance.text.split())
        if found and found[-1].voice == utterance.voice:
            before = found.pop()
            found.append(Run(utterance.voice, before.first, position + 1, before.words + count))
        else:
            found.append(Run(utterance.voice, position, position + 1, count))
    return tuple(found)


def _spoken_signs(call: _Call, without: frozenset[str]) -> Iterator[Sign]:
    runs = [index for index, run in enumerate(call.runs) for _ in range(run.first, run.last)]
    for cue, position in call.cues:
        speaker = call.utterances[position].voice
        if speaker is None or cue.kind in without:
            continue
        at = call.utterances[position].start
        for person, share in cue.heard.who.items():
            for voice, ratio in _ratios(call, cue, position, runs[position]):
                if "own" in without and voice == speaker and cue.kind != "introduced":
                    continue
                weight = math.log(1 + share * (ratio - 1))
                if abs(weight) > 0.05:
                    kind = _described(cue.kind, weight, own=voice == speaker)
                    yield Sign(voice, person, Evidence(kind, at, cue.quote, min(weight, SURE)))


def _ratios(call: _Call, cue: Cue, position: int, index: int) -> Iterator[tuple[str, float]]:
    """Voice -> how much likelier the cue is if the name is this voice's."""
    run = call.runs[index]
    speaker = run.voice or ""
    if cue.kind == "introduced":
        yield speaker, INTRODUCED
        return
    aim = AIMS[cue.kind]
    yield speaker, aim.own
    before = cue.position + sum(len(call.utterances[u].text.split()) for u in range(run.first, position))
    ahead = aim.ahead[bisect(DISTANCES, run.words - before)]
    back = aim.back[bisect(DISTANCES, before)]
    following = _others(call.runs[index + 1 :], speaker)
    preceding = _others(reversed(call.runs[:index]), speaker, least=LEAST_WORDS_BACK)
    for voice in call.voices:
        if voice == speaker:
            continue
        usual = call.follows(voice, speaker)
        ratio = ahead * _hit(voice, following, usual) + back * _hit(voice, preceding, usual) + 1 - ahead - back
        yield voice, ratio * (ABSENT if cue.kind == "absent" else 1)


def _hit(voice: str, near: tuple[str, ...], usual: float) -> float:
    """Likelihood of where a voice stands if it is meant, over how often it stands there anyway."""
    if near and voice == near[0]:
        return HIT_FIRST / min(COMMONEST, max(usual, RAREST))
    if len(near) > 1 and voice == near[1]:
        return HIT_SECOND / max(usual, RAREST)
    return MISS / max(1 - usual, MISS)


def _others(runs: Iterable[Run], speaker: str, *, least: int = 0) -> tuple[str, ...]:
    """The first two other voices of the next few runs, those who say less than `least` words last."""
    near = [run for run, _ in zip(runs, range(NEAR_RUNS), strict=False) if run.voice not in (None, speaker)]
    ranked = [run.voice for run in near if run.words >= least] + [run.voice for run in near if run.words < least]
    return tuple(dict.fromkeys(voice for voice in ranked if voice is not None))[:2]


def _described(kind: CueKind, weight: float, *, own: bool) -> str:
    if own:
        return kind if kind == "introduced" else "names someone else"
    return kind if weight > 0 else f"{kind}, another answers"


def _mc_signs(call: _Call, notes: Notes, sections: tuple[Section, ...]) -> Iterator[Sign]:
    """The MC leads the call: calls on people, thanks them, moves on, opens the call and its items."""
    people = _resolve(call.ear, notes.mc)
    moves: Counter[str] = Counter()
    for cue, position in call.cues:
        voice = call.utterances[position].voice
        if voice is not None and cue.kind in ("called", "asked for", "thanked"):
            moves[voice] += 1
    for utterance in call.utterances:
        if utterance.voice is not None and leads(utterance.text):
            moves[utterance.voice] += 1
    voices = {utterance.id: utterance.voice for utterance in call.utterances}
    for section in sections:
        begins_call = section.utterances[0] == call.utterances[0].id
        voice = voices.get(section.utterances[0]) if section.item is not None and not begins_call else None
        if voice is not None:
            moves[voice] += 1
    opener = next((run.voice for run in call.runs if run.words >= 15 and run.voice is not None), None)
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
            yield Sign(
                voice, person, Evidence("leads the call" if mixed > 0 else "does not lead the call", None, "", mixed)
            )


def _owner_signs(call: _Call, notes: Notes, sections: tuple[Section, ...]) -> Iterator[Sign]:
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


def _own_work_signs(call: _Call, notes: Notes, sections: tuple[Section, ...]) -> Iterator[Sign]:
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


def _talk_by_item(call: _Call, sections: tuple[Section, ...]) -> dict[str | None, Counter[str]]:
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
    tagged = _resolve(ear, item.owners)
    return tagged or _resolve(ear, (item.title,))


def _resolve(ear: Ear, spellings: tuple[str, ...]) -> dict[str, float]:
    """Attendees meant by what a page says, each with its likelihood."""
    found: dict[str, float] = {}
    for spelling in spellings:
        for heard in ear.listen(tokens(spelling)):
            if heard.exact:
                for person, share in heard.who.items():
                    found[person] = max(found.get(person, 0.0), share)
    return found


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
