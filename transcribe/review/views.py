"""What the templates show: plain values made of the revision, ready to be written out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.clock import clock
from transcribe.notes.markdown import plain
from transcribe.publish.timeline import NOBODY
from transcribe.review.words import corrected
from transcribe.revision import BY_HAND, NOBODY_OF_OURS, YES, starts
from transcribe.utterances import talk_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transcribe.review.store import State
    from transcribe.review.words import Spoken
    from transcribe.revision import Revision
    from transcribe.schema import Evidence, Naming, Seconds, Section, Utterance

COLOURS = 10
CLIPS = 3
CLIP_S = (2.0, 12.0)
EVIDENCE_SHOWN = 4
SURE, LIKELY = 0.9, 0.6
MATTERS_S = 5.0
"""A voice that speaks less is not counted among the open names."""
CONTEXT_WORDS = 4
OFF_AGENDA = "Off the agenda"
SIGNS = {
    "introduced": "introduced themself",
    "called": "was called on",
    "asked for": "was asked for",
    "asked to repeat": "was asked to repeat",
}
THEIRS = "their item"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a name was given, in words, and the moment that shows it."""

    text: str
    at: Seconds | None


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch worth listening to."""

    start: Seconds
    end: Seconds
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One voice: who it is said to be, why, and what it sounds like."""

    voice: str
    key: str
    colour: int
    shown: str
    name: str | None
    guest: bool
    confirmed: bool
    confidence: str
    reasons: tuple[Reason, ...]
    clips: tuple[Clip, ...]
    talk: str
    share: int
    is_open: bool
    absorbed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One utterance of the transcript; `begins` says that a section starts here, of `item`."""

    utterance: Utterance
    colour: int
    who: str
    times: str
    begins: bool
    item: str | None
    title: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that was likely misheard, in its words, and the utterance's text `now` with it corrected."""

    utterance: str
    at: Seconds
    before: str
    heard: str
    after: str
    meant: str
    now: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A section in the order of the call."""

    section: Section
    number: int
    title: str
    first: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda: what was found for it and what a person said about it."""

    id: str
    number: int
    title: str
    owners: str
    stretches: tuple[Stretch, ...]
    not_discussed: bool
    looked_at: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How much is left to look at."""

    items: int
    looked_at: int
    open_names: int
    approved: str | None
    undo: bool
    redo: bool


def label(line: str) -> str:
    """A line of Markdown in plain words, a picture by its name."""
    return plain(line.replace("![", "["))


def colours(state: State) -> dict[str, int]:
    """A colour for each voice, by the machine's order, so that a correction recolours nothing else."""
    voices = dict.fromkeys([naming.voice for naming in state.made.names])
    voices |= dict.fromkeys(naming.voice for naming in state.revision.names)
    return {voice: number % COLOURS + 1 for number, voice in enumerate(voices)}


def titles(revised: Revision) -> dict[str | None, str]:
    """Each item's title as a label."""
    return {None: OFF_AGENDA, **{item.id: label(item.title) or item.id for item in revised.notes.agenda}}


def cards(state: State) -> tuple[Card, ...]:
    """One card a voice that speaks, the most talk first."""
    revised = state.revision
    total = talk_time(revised.utterances)
    everything = sum(total.values()) or 1.0
    colour = colours(state)
    by_voice = {naming.voice: naming for naming in revised.names}
    known = [naming.voice for naming in state.made.names]
    owners = {item.title: ", ".join(item.owners) for item in state.made.notes.agenda if item.owners}
    found = []
    for voice, seconds in total.items():
        if voice is None or voice not in by_voice:
            continue
        naming = by_voice[voice]
        said = revised.current(voice, "name")
        confirmed = (
            any(edit.target == voice and edit.field == "name" for edit in revised.review.edits) and said is not None
        )
        found.append(
            Card(
                voice=voice,
                key=f"voice-{colour[voice]}-{list(by_voice).index(voice)}",
                colour=colour[voice],
                shown=naming.name or voice,
                name=naming.name,
                guest=voice in revised.guests,
                confirmed=confirmed,
                confidence=_confidence(naming, confirmed=confirmed, guest=voice in revised.guests),
                reasons=_reasons(naming, owners),
                clips=_clips(voice, revised.utterances),
                talk=clock(seconds),
                share=round(100 * seconds / everything),
                is_open=_is_open(naming, seconds, revised),
                absorbed=tuple(one for one in known if revised.current(one, "merged") == voice),
            )
        )
    return tuple(found)


def rows(state: State, words: Mapping[str, Sequence[Spoken]]) -> tuple[Row, ...]:
    """The transcript."""
    revised = state.revision
    shown, colour, title = revised.displayed, colours(state), titles(revised)
    begin = starts(revised.sections)
    before = {utterance.id: utterance for utterance in state.made.utterances}
    found = []
    item: str | None = None
    for utterance in revised.utterances:
        begins = utterance.id in begin
        item = begin.get(utterance.id, item)
        said = corrected(words[utterance.id], utterance.text)
        found.append(
            Row(
                utterance=utterance,
                colour=colour.get(utterance.voice or "", 0),
                who=shown.get(utterance.voice or "", utterance.voice or NOBODY),
                times=" ".join(str(round(100 * word.start)) for word in said),
                begins=begins,
                item=item,
                title=title.get(item, OFF_AGENDA),
                changed=before[utterance.id].text != utterance.text,
            )
        )
    return tuple(found)


def proposals(state: State, words: Mapping[str, Sequence[Spoken]]) -> tuple[Proposal, ...]:
    """What was likely misheard and still stands in the transcript, which may be newer than the minutes."""
    said = {utterance.id: utterance.text for utterance in state.revision.utterances}
    found = []
    taken: Counter[tuple[str, str]] = Counter()
    for one in state.made.minutes.misheard:
        text = said.get(one.utterance, "")
        places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(one.heard)}(?!\w)", text)]
        place = taken[one.utterance, one.heard]
        if place >= len(places):
            continue
        taken[one.utterance, one.heard] += 1
        first, last = places[place]
        times = corrected(words[one.utterance], text)
        found.append(
            Proposal(
                utterance=one.utterance,
                at=times[min(len(text[:first].split()), len(times) - 1)].start,
                before=" ".join(text[:first].split()[-CONTEXT_WORDS:]),
                heard=one.heard,
                after=" ".join(text[last:].split()[:CONTEXT_WORDS]),
                meant=one.meant,
                now=text[:first] + one.meant + text[last:],
            )
        )
    return tuple(found)


def stretches(state: State) -> tuple[Stretch, ...]:
    """The sections in the order of the call."""
    title = titles(state.revision)
    number = {item.id: place for place, item in enumerate(state.revision.notes.agenda, start=1)}
    text = {utterance.id: utterance.text for utterance in state.revision.utterances}
    return tuple(
        Stretch(
            section=section,
            number=number.get(section.item or "", 0),
            title=title.get(section.item, OFF_AGENDA),
            first=section.utterances[0],
            text=_shortened(" ".join(text[one] for one in section.utterances[:3]), 90),
        )
        for section in state.revision.sections
        if section.utterances
    )


def items(state: State) -> tuple[Item, ...]:
    """The agenda in the order of the page."""
    revised = state.revision
    parts = stretches(state)
    found = []
    for number, item in enumerate(revised.notes.agenda, start=1):
        own = tuple(part for part in parts if part.section.item == item.id)
        found.append(
            Item(
                id=item.id,
                number=number,
                title=label(item.title) or item.id,
                owners=", ".join(item.owners),
                stretches=own,
                not_discussed=item.id in revised.minutes.not_discussed,
                looked_at=_looked_at(revised, item.id),
            )
        )
    return tuple(found)


def progress(state: State) -> Progress:
    """How much is left to look at."""
    revised = state.revision
    total = talk_time(revised.utterances)
    approved = revised.review.approved
    return Progress(
        items=len(revised.notes.agenda),
        looked_at=sum(_looked_at(revised, item.id) for item in revised.notes.agenda),
        open_names=sum(_is_open(naming, total.get(naming.voice, 0.0), revised) for naming in revised.names),
        approved=f"{approved.who}, {approved.at[:16].replace('T', ' ')} UTC" if approved else None,
        undo=bool(revised.review.edits),
        redo=bool(revised.review.undone),
    )


def kept(revised: Revision) -> frozenset[str]:
    """Points that a person said are right, or wrote."""
    said = {edit.target for edit in revised.review.edits if edit.field == "kept"}
    wrote = {edit.target for edit in revised.review.edits if edit.field in ("text", "new")}
    return frozenset(
        point.id
        for point in revised.minutes.points
        if revised.current(point.id, "kept") == YES or (point.id in wrote and point.id not in said)
    )


def _looked_at(revised: Revision, item: str) -> bool:
    """Ticked by a person, or every point of it kept."""
    if any(edit.target == item and edit.field == "looked_at" for edit in revised.review.edits):
        return revised.current(item, "looked_at") == YES
    points = {point.id for point in revised.minutes.points if point.item == item}
    return bool(points) and points <= kept(revised)


def timeline(state: State) -> dict[str, object]:
    """What the waveform and the strip are drawn from; small, because every answer carries it."""
    colour = colours(state)
    return {
        "duration": state.duration,
        "voices": [[naming.voice, naming.name or naming.voice] for naming in state.revision.names],
        "people": [person.name for person in state.revision.notes.attendees],
        "talk": [[u.start, u.end, colour.get(u.voice or "", 0)] for u in state.revision.utterances],
        "sections": [
            {
                "start": part.section.start,
                "item": part.section.item,
                "number": part.number,
                "title": part.title,
                "first": part.first,
            }
            for part in stretches(state)
        ],
    }


def _is_open(naming: Naming, seconds: float, revised: Revision) -> bool:
    if naming.name is not None or naming.voice in revised.guests or seconds < MATTERS_S:
        return False
    return revised.current(naming.voice, "name") != NOBODY_OF_OURS


def _confidence(naming: Naming, *, confirmed: bool, guest: bool) -> str:
    if confirmed:
        return "You said nobody of ours" if guest else "You said so"
    if naming.name is None:
        return "Not known yet"
    if naming.confidence >= SURE:
        return "Sure"
    return "Likely" if naming.confidence >= LIKELY else "A guess"


def _reasons(naming: Naming, owners: Mapping[str, str]) -> tuple[Reason, ...]:
    """The weightiest evidence for the name; for an open voice none, it would only mislead."""
    told = sorted(
        (sign for sign in naming.evidence if sign.kind != BY_HAND and sign.weight > 0), key=lambda e: -e.weight
    )
    return tuple(Reason(_reason(sign, owners), sign.at) for sign in told[:EVIDENCE_SHOWN])


def _reason(sign: Evidence, owners: Mapping[str, str]) -> str:
    kind = SIGNS.get(sign.kind, sign.kind)
    if sign.quote in owners and THEIRS in kind:
        kind = kind.replace(THEIRS, f"the item of {owners[sign.quote]}")
    elif sign.quote in owners:
        kind = f"{kind} ({owners[sign.quote]})"
    quote = _shortened(label(sign.quote).strip(" ,;.:-"), 80)
    return f"{kind[:1].upper()}{kind[1:]}: “{quote}”" if quote else kind[:1].upper() + kind[1:]


def _clips(voice: str, utterances: Sequence[Utterance]) -> tuple[Clip, ...]:
    """The clearest stretches of a voice: surely its own, long enough to tell, none over another's talk."""
    ends: Seconds = 0.0
    clear = []
    for place, utterance in enumerate(utterances):
        following = utterances[place + 1].start if place + 1 < len(utterances) else float("inf")
        alone = utterance.start >= ends and utterance.end <= following
        ends = max(ends, utterance.end)
        if utterance.voice == voice:
            fits = CLIP_S[0] <= utterance.duration <= 2 * CLIP_S[1]
            clear.append(((alone, fits, utterance.confidence * min(utterance.duration, CLIP_S[1])), utterance))
    best = [utterance for _, utterance in sorted(clear, key=lambda entry: entry[0], reverse=True)[:CLIPS]]
    return tuple(
        Clip(one.start, min(one.end, one.start + CLIP_S[1]), _shortened(one.text, 60))
        for one in sorted(best, key=lambda one: one.start)
    )


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"
