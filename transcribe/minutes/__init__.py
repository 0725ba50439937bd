"""The points under each item: what a drafter proposes, checked against what was said, changed by corrections."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import msgspec

from transcribe.engines import silent
from transcribe.minutes.cleaning import content, words
from transcribe.minutes.closing import closing_fields, tells_field
from transcribe.minutes.glossary import with_references
from transcribe.minutes.lexicon import STOPWORDS
from transcribe.minutes.links import meanwhile, pasted
from transcribe.minutes.outcomes import is_outcome
from transcribe.minutes.truth import is_true, knows_terms
from transcribe.schema import (
    POINT_KINDS,
    AgendaItem,
    Attendee,
    Edit,
    Minutes,
    Misheard,
    Notes,
    Point,
    Review,
    Utterance,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from transcribe.engines import Progress
    from transcribe.minutes.glossary import Glossary
    from transcribe.notes.neighbours import Length
    from transcribe.schema import Naming, PointKind, Section
    from transcribe.zoom.chat import Message

SAID_ALREADY = 0.7
"""Share of a point's meaningful words that another line must hold to say the same."""

NOTED_WORDS = 3
"""Meaningful words of a person's line, all of them in a decision or an action, that say it already."""

LABELS = frozenset({"action", "actions", "decision", "item", "todo", "task", "next", "steps"})
"""What such a line may be called, beside what it says."""

NOTABLE_WORDS = 40
"""Words of a voice that is worth asking about when nobody on the page fits it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a drafter may know beside the talk: the page, and who each voice is.

    `length` is how much this community writes, where older pages show it. `sureness` tells of the words of an
    utterance, by its id and in lower case, how probable speech recognition held them (0 to 1). `chat` is what was
    written to everyone meanwhile.
    """

    notes: Notes
    names: Mapping[str, str]
    length: Length | None = None
    sureness: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    chat: tuple[Message, ...] = ()

    def name(self, voice: str | None) -> str:
        """The display name of a voice: the person's full name, or the voice's label while it stays open."""
        return self.names.get(voice, voice) if voice else "Somebody"

    def short(self, voice: str | None) -> str:
        """The name as the line's subject: the first name where only one person on the page has it."""
        return self.familiar(self.name(voice))

    def familiar(self, name: str) -> str:
        """The first name of an attendee where it means only them, else the name as it is."""
        return familiar(name, self.notes.attendees, self.names.values())

    def sure(self, text: str, utterances: Iterable[Utterance]) -> float:
        """The mean probability of a line's meaningful words as they were heard in these utterances; 1: nothing known.

        "The" and "of" are nearly always certain, and would hide that the word between them is not.
        """
        heard = [self.sureness[one.id] for one in utterances if one.id in self.sureness]
        found = [least for word in content(text) for least in _least(word, heard)]
        return sum(found) / len(found) if found else 1.0

    def attendee(self, said: str) -> Attendee | None:
        """The one attendee whom a name said aloud can mean; None where nobody or two fit."""
        wanted = said.casefold().strip()
        fits = [person for person in self.notes.attendees if wanted in _spellings(person)]
        return fits[0] if len(fits) == 1 else None


def _least(word: str, heard: Sequence[Mapping[str, float]]) -> Iterator[float]:
    """How probable a word is, at its least; speech recognition may have parted it at its hyphens."""
    for part in [word] if any(word in sure for sure in heard) else word.split("-"):
        found = [sure[part] for sure in heard if part in sure]
        yield from [min(found)] if found else []


class Drafter(Protocol):
    """What was said under one item, in a few lines."""

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        """Points of the item by time; `item` None: talk that belongs to none."""
        ...


@dataclass(frozen=True, slots=True)
class Revised:
    """Minutes as people corrected them; `stale` are corrections whose place is gone or says something else now."""

    minutes: Minutes
    stale: tuple[Edit, ...]


def familiar(name: str, attendees: tuple[Attendee, ...], speakers: Iterable[str] = ()) -> str:
    """The first name of an attendee where it means only them among all who are there or speak, else the name."""
    first = name.split(" ", 1)[0]
    listed = {attendee.name for attendee in attendees}
    alike = [other for other in listed.union(speakers) if other.split(" ", 1)[0] == first]
    if name not in listed or len(alike) > 1 or len(first) < 2:
        return name
    return name if first.lower() in STOPWORDS or _is_role(name) else first


def assemble(  # noqa: PLR0913 — the four results it is made from, and what a drafter may know besides
    notes: Notes,
    utterances: tuple[Utterance, ...],
    names: tuple[Naming, ...],
    sections: tuple[Section, ...],
    drafter: Drafter,
    *,
    glossary: Glossary | None = None,
    length: Length | None = None,
    sureness: Mapping[str, Mapping[str, float]] | None = None,
    chat: tuple[Message, ...] = (),
    progress: Progress = silent,
) -> Minutes:
    """Draft every item that was talked about, in the order of the page, and whatever is worth keeping beside them.

    `glossary` mends what was misheard in the drafted lines, and proposes it for the transcript; `length`, `sureness`
    and `chat` as in Context; `progress` counts the utterances of the items that are drafted.
    """
    voices = {naming.voice: naming.name for naming in names if naming.name}
    context = Context(notes, voices, length, sureness or {})
    talk = _talk(utterances, sections)
    points: list[Point] = []
    done = 0
    for item in (*notes.agenda, None):
        said = talk.get(item.id if item else None, ())
        progress(done, len(utterances))
        done += len(said)
        if said:
            context = replace(context, chat=meanwhile(said, utterances, chat))
            drafted = [point for point in drafter.points(item, said, context) if is_true(point, said, context)]
            mended = [_mended(point, item, glossary, context.chat) for point in drafted]
            points += _kept(mended, said, item, context, points)
            points += pasted(item, said, context)
    closing = closing_fields(utterances, context.notes, context.names)
    told = {name for field in closing for name in field.utterances}
    points = [point for point in points if point.item or is_outcome(point) or not told.issuperset(point.utterances)]
    points = [point for point in points if not tells_field(point.text, closing, context.notes)]
    return Minutes(
        points=_unique(points),
        not_discussed=tuple(item.id for item in notes.agenda if item.id not in talk),
        closing=closing,
        unlisted=_unlisted(utterances, context),
        misheard=tuple(_misheard(utterances, glossary)) if glossary else (),
        notices=tuple(getattr(drafter, "notices", ())),
    )


def _misheard(utterances: tuple[Utterance, ...], glossary: Glossary) -> Iterator[Misheard]:
    for utterance in utterances:
        for repair in glossary.repairs(utterance.text):
            yield Misheard(utterance.id, repair.heard, repair.meant)


def _mended(point: Point, item: AgendaItem | None, glossary: Glossary | None, chat: tuple[Message, ...]) -> Point:
    """The point with references as the page or the chat writes them, and misheard terms as the page does."""
    known = [*((item.title, *item.notes) if item else ()), *(name for one in chat for name in one.references)]
    text = with_references(point.text, known)
    return replace(point, text=glossary.repaired(text) if glossary else text)


def _talk(utterances: tuple[Utterance, ...], sections: tuple[Section, ...]) -> dict[str | None, tuple[Utterance, ...]]:
    place = {name: section.item for section in sections for name in section.utterances}
    talk: dict[str | None, list[Utterance]] = {}
    for utterance in utterances:
        if words(utterance.text):
            talk.setdefault(place.get(utterance.id), []).append(utterance)
    return {item: tuple(said) for item, said in talk.items()}


def _kept(
    drafted: Iterable[Point],
    said: tuple[Utterance, ...],
    item: AgendaItem | None,
    context: Context,
    before: list[Point],
) -> list[Point]:
    """The drafted points that are new, no human line and no other point says the same, and true as they are mended."""
    human = [content(line) for line in (item.notes if item else ())]
    earlier = [content(point.text) for point in before if item is None]
    kept: list[Point] = []
    for point in drafted:
        told = content(point.text)
        others = human + earlier + [content(other.text) for other in kept]
        said_before = any(_says(other, told) for other in others) or (
            is_outcome(point) and any(_noted(line, told) for line in human)
        )
        if told and not said_before and knows_terms(point, said, context):
            kept.append(point)
    return [*(point for point in kept if not is_outcome(point)), *(point for point in kept if is_outcome(point))]


def _says(line: list[str], told: list[str]) -> bool:
    held = set(line)
    return sum(word in held for word in told) >= SAID_ALREADY * len(told)


def _noted(line: list[str], told: list[str]) -> bool:
    """Whether a person noted a decision or an action down already, in fewer words: "Daniel: migration plan"."""
    own = set(line) - LABELS
    return len(own) >= NOTED_WORDS and own <= set(told)


def _unique(points: list[Point]) -> tuple[Point, ...]:
    seen: Counter[str] = Counter()
    named: list[Point] = []
    for point in points:
        place = seen[point.id]
        seen[point.id] += 1
        named.append(replace(point, id=f"{point.id}{chr(ord('a') + place)}") if place else point)
    return tuple(named)


def _unlisted(utterances: tuple[Utterance, ...], context: Context) -> tuple[str, ...]:
    spoken: Counter[str] = Counter()
    for utterance in utterances:
        if utterance.voice:
            spoken[utterance.voice] += len(words(utterance.text))
    listed = {person.name for person in context.notes.attendees}
    strangers = [
        context.name(voice)
        for voice, count in spoken.items()
        if count >= NOTABLE_WORDS and context.name(voice) not in listed
    ]
    return tuple(dict.fromkeys(strangers))


def _spellings(person: Attendee) -> set[str]:
    names = (person.name, *person.aliases, *([person.handle] if person.handle else []))
    firsts = [] if _is_role(person.name) else [person.name.split(" ", 1)[0]]
    return {name.casefold() for name in (*names, *firsts)}


def _is_role(name: str) -> bool:
    """Whether a "name" is a post, whose first word is no name ("Project Manager")."""
    return bool(
        re.search(r"\b(?:manager|designer|expert|engineer|chair|lead|speaker|host|moderator)\b", name, re.IGNORECASE)
    )


def revise(minutes: Minutes, review: Review) -> Revised:
    """Apply the corrections of people to the drafted points, in the order in which they were made."""
    points = {point.id: point for point in minutes.points}
    order: dict[str, float] = {point.id: float(place) for place, point in enumerate(minutes.points)}
    silent = list(minutes.not_discussed)
    gone: set[str] = set()
    stale: list[Edit] = []
    for edit in review.edits:
        if edit.field == "not_discussed":
            done = _mark(silent, edit)
        elif edit.field == "new":
            done = _add(points, order, edit)
        elif edit.field in {"text", "kind", "item", "deleted", "order"}:
            done = _move(order, edit) if edit.field == "order" else _change(points, gone, edit)
        else:
            continue
        if not done:
            stale.append(edit)
    listed = sorted((point for point in points.values() if point.id not in gone), key=lambda point: order[point.id])
    return Revised(replace(minutes, points=tuple(listed), not_discussed=tuple(silent)), tuple(stale))


def _mark(silent: list[str], edit: Edit) -> bool:
    if edit.now is not None:
        if edit.target not in silent:
            silent.append(edit.target)
        return True
    if edit.target not in silent:
        return False
    silent.remove(edit.target)
    return True


def _add(points: dict[str, Point], order: dict[str, float], edit: Edit) -> bool:
    try:
        point = msgspec.json.decode(edit.now or "", type=Point)
    except (msgspec.DecodeError, ValueError):
        return False
    if point.id in points:
        return False
    points[edit.target] = replace(point, id=edit.target)
    order.setdefault(edit.target, max(order.values(), default=-1.0) + 1.0)
    return True


def _change(points: dict[str, Point], gone: set[str], edit: Edit) -> bool:
    point = points.get(edit.target)
    if point is None:
        return False
    if edit.field == "deleted":
        (gone.add if edit.now is not None else gone.discard)(edit.target)
        return True
    if edit.field == "text":
        if not edit.now or not _same_line(edit.was or "", point):
            return False
        points[edit.target] = replace(point, text=edit.now)
    elif edit.field == "item":
        if edit.was != point.item:
            return False
        points[edit.target] = replace(point, item=edit.now)
    else:
        kinds: dict[str | None, PointKind] = {kind: kind for kind in POINT_KINDS}
        if edit.was != point.kind or edit.now not in kinds:
            return False
        points[edit.target] = replace(point, kind=kinds[edit.now])
    return True


def _same_line(was: str, point: Point) -> bool:
    """Whether a correction was made to this very line; that a voice got its name since then changes nothing."""
    names = {part for name in point.speakers for part in name.split()}

    def unnamed(text: str) -> list[str]:
        return [word for word in re.sub(r"\bSpeaker \d+", "", text).split() if word not in names]

    return was == point.text or unnamed(was) == unnamed(point.text)


def _move(order: dict[str, float], edit: Edit) -> bool:
    if edit.target not in order:
        return False
    try:
        order[edit.target] = float(edit.now or "")
    except ValueError:
        return False
    return True
