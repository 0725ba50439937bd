"""The draft under the names and sections that people set; what people wrote themselves is not touched here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe.minutes import Context

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transcribe.schema import Minutes, Naming, Notes, Section, Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the stages made, as it lies in the work folder."""

    notes: Notes
    utterances: tuple[Utterance, ...]
    names: tuple[Naming, ...]
    sections: tuple[Section, ...]
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class Names:
    """Who said what and whose voice is whose, as people set it; `guests` are nobody of ours."""

    utterances: tuple[Utterance, ...]
    names: tuple[Naming, ...]
    guests: frozenset[str]
    merged: Mapping[str, str]


def followed_to_the_end(voice: str | None, merged: Mapping[str, str]) -> str | None:
    """Where a chain of merges ends; the first voice met twice ends a circle."""
    seen = set()
    while voice is not None and voice in merged and voice not in seen:
        seen.add(voice)
        voice = merged[voice]
    return voice


def follow(made: Machine, people: Names, sections: Sequence[Section]) -> Minutes:
    """The machine's draft under the names and sections that people set."""
    renaming = _Renaming(made, people)
    moved = _moved_items(made, sections)
    points = tuple(
        replace(
            point,
            item=moved.get(point.utterances[0], point.item),
            text=renaming.text(point.text, point.utterances),
            speakers=renaming.speakers(point.speakers, point.utterances),
        )
        for point in made.minutes.points
    )
    closing = tuple(replace(told, value=renaming.text(told.value, told.utterances)) for told in made.minutes.closing)
    return replace(
        made.minutes,
        points=points,
        closing=closing,
        not_discussed=_not_discussed(made, sections),
        unlisted=_unlisted(made, people),
    )


class _Renaming:
    """Changes display names where the drafter put them: a voice's label anywhere, a name at the line's beginning."""

    def __init__(self, made: Machine, people: Names) -> None:
        before = {naming.voice: naming.name or naming.voice for naming in made.names}
        after = {naming.voice: naming.name or naming.voice for naming in people.names}
        named = {naming.voice: naming.name for naming in (*made.names, *people.names) if naming.name}
        self._familiar = Context(made.notes, named).familiar
        self._labels: dict[str, str] = {}
        for naming in made.names:
            voice = followed_to_the_end(naming.voice, people.merged) or naming.voice
            if naming.name is None and after.get(voice, voice) != naming.voice:
                self._labels[naming.voice] = after.get(voice, voice)
        self._speakers: dict[str, tuple[str, str]] = {}
        for was, now in zip(made.utterances, people.utterances, strict=True):
            old, new = before.get(was.voice or "", was.voice), after.get(now.voice or "", now.voice)
            if old is not None and new is not None and old != new:
                self._speakers[was.id] = (old, new)

    def text(self, text: str, said: Sequence[str]) -> str:
        """The line of those utterances."""
        for old, new in (self._speakers[one] for one in said if one in self._speakers):
            for name in dict.fromkeys((old, self._familiar(old))):
                if re.match(rf"{re.escape(name)}(?!\w)", text):
                    text = self._familiar(new) + text[len(name) :]
                    break
            else:
                continue
            break
        for label, name in self._labels.items():
            text = self._familiar(name).join(re.split(rf"(?<!\w){re.escape(label)}(?!\w)", text))
        return text

    def speakers(self, speakers: Sequence[str], said: Sequence[str]) -> tuple[str, ...]:
        """Their display names."""
        changes = dict(self._speakers[one] for one in said if one in self._speakers)
        return tuple(dict.fromkeys(changes.get(name, self._labels.get(name, name)) for name in speakers))


def _moved_items(made: Machine, sections: Sequence[Section]) -> dict[str, str | None]:
    """The utterances that people put under another item, and that item."""
    before = {one: section.item for section in made.sections for one in section.utterances}
    after = {one: section.item for section in sections for one in section.utterances}
    return {one: item for one, item in after.items() if before.get(one) != item}


def _not_discussed(made: Machine, sections: Sequence[Section]) -> tuple[str, ...]:
    """As the machine found, but for items that won or lost all their talk by hand."""
    before = {section.item for section in made.sections}
    after = {section.item for section in sections}
    won, lost = after - before, before - after
    return tuple(
        item.id
        for item in made.notes.agenda
        if item.id in lost or (item.id in made.minutes.not_discussed and item.id not in won)
    )


def _unlisted(made: Machine, people: Names) -> tuple[str, ...]:
    """Who spoke without being on the list: as the machine found, but for the voices that people named."""
    listed = {attendee.name for attendee in made.notes.attendees}
    before = {naming.voice: naming.name or naming.voice for naming in made.names}
    speaking = {utterance.voice for utterance in people.utterances}
    found = []
    for naming in people.names:
        was = before.get(naming.voice)
        shown = naming.name or naming.voice
        if naming.voice not in speaking or naming.voice in people.guests or shown in listed:
            continue
        if was in made.minutes.unlisted or (naming.name is not None and shown != was):
            found.append(shown)
    known = {*before, *before.values()}
    return tuple(dict.fromkeys([*found, *(name for name in made.minutes.unlisted if name not in known)]))
