"""What people changed, applied to what the machine made: the one place that makes what is shown and published.

An edit names a place and a field of it:

| target | field | now |
|---|---|---|
| voice | name | a person's name; None: still open; "": nobody of ours |
| voice | merged | the voice that it really is; None: a voice of its own |
| utterance | voice | the voice that said it, or a person who has no voice of their own yet |
| utterance | text | the words as they were said |
| utterance | item | the item that starts here and lasts to the next start; None: off the agenda |
| item | not_discussed | "true" or None |
| item | looked_at | "true" or None |
| point | text, kind, item, order, deleted, new, kept | see `minutes.revise`; kept is "true" or None |

The last edit of a field counts. What the machine drafted follows the names and sections that people set; what people
wrote is theirs and never changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from transcribe import minutes as drafting
from transcribe.errors import WorkError
from transcribe.revision.again import housed, redrafted, settled
from transcribe.revision.following import Machine, Names, follow, followed_to_the_end
from transcribe.schema import (
    DraftedLine,
    Edit,
    Evidence,
    Minutes,
    Naming,
    Notes,
    Point,
    Review,
    Section,
    Source,
    Utterance,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from transcribe.work import Work

YES = "true"
NOBODY_OF_OURS = ""
BY_HAND = "by hand"
VOICE_FIELDS = ("name", "merged")
UTTERANCE_FIELDS = ("voice", "text", "item")
ITEM_FIELDS = ("not_discussed", "looked_at")
DRAFTED_FIELDS = ("text", "kind", "item", "order", "deleted", "new", "not_discussed")
POINT_FIELDS = ("text", "kind", "item", "order", "deleted", "new", "kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What is shown and published.

    `drafted` is what the machine drafted, each line under the id by which people know it (`again.redrafted`). `guests`
    are voices that people said are nobody of ours, `stale` the edits whose place is gone.
    """

    notes: Notes
    utterances: tuple[Utterance, ...]
    names: tuple[Naming, ...]
    sections: tuple[Section, ...]
    minutes: Minutes
    drafted: Minutes
    review: Review
    guests: frozenset[str] = frozenset()
    stale: tuple[Edit, ...] = ()

    @property
    def displayed(self) -> dict[str, str]:
        """Each voice's display name."""
        return {naming.voice: naming.name or naming.voice for naming in self.names}

    def current(self, target: str, field: str) -> str | None:
        """What people last set a field to, None where they did not touch it."""
        return next(
            (edit.now for edit in reversed(self.review.edits) if (edit.target, edit.field) == (target, field)), None
        )


def load(work: Work) -> Revision:
    """What the work folder holds, with all that people changed.

    Raises:
        WorkError: a file is missing or cannot be read.
    """
    source = work.held("source", Source)
    return revise(machine(work), read_review(work), source.drafted if source else ())


def machine(work: Work) -> Machine:
    """What the stages made.

    Raises:
        WorkError: a file is missing or cannot be read.
    """
    return Machine(
        notes=work.read("notes", Notes),
        utterances=work.read("utterances", tuple[Utterance, ...]),
        names=work.read("names", tuple[Naming, ...]),
        sections=work.read("sections", tuple[Section, ...]),
        minutes=work.read("minutes", Minutes),
    )


def read_review(work: Work) -> Review:
    """All that people changed, nothing where they have not begun.

    Raises:
        WorkError: review.json cannot be read.
    """
    path = work.path("review")
    if not path.exists():
        return Review()
    try:
        return work.read("review", Review)
    except WorkError as error:
        raise WorkError(
            f"{path} cannot be read ({error.__cause__}); it holds corrections: mend it or move it away."
        ) from error


def write_review(work: Work, review: Review) -> None:
    """Keep all that people changed.

    Raises:
        WorkError: no space or no right to write.
    """
    work.write("review", review)


def revise(made: Machine, review: Review, drafted: Iterable[DraftedLine] = ()) -> Revision:
    """Apply every edit whose place exists; the rest is `stale`.

    `drafted` are the lines that stand on the page.
    """
    made = replace(made, minutes=redrafted(made, review.edits, drafted))
    good, stale = _sorted_out(made, review.edits)
    now = {(edit.target, edit.field): edit.now for edit in good}
    utterances = _utterances(made, now)
    names, guests = _names(made, utterances, now)
    sections = _sections(made, utterances, now)
    followed = follow(made, Names(utterances, names, guests, _merges(now)), sections)
    heard = {utterance.id for utterance in utterances}
    corrections = [edit for edit in good if edit.field in DRAFTED_FIELDS and edit.target not in heard]
    chained = _chained(followed, corrections)
    revised = drafting.revise(followed, Review(chained))
    lost = [edit for edit, told in zip(corrections, chained, strict=True) if told in revised.stale]
    return Revision(
        notes=made.notes,
        utterances=utterances,
        names=names,
        sections=sections,
        minutes=replace(revised.minutes, points=housed(revised.minutes.points, made.notes, sections)),
        drafted=made.minutes,
        review=review,
        guests=guests,
        stale=(*stale, *lost),
    )


def orders(revised: Revision) -> dict[str, float]:
    """The number by which each point is sorted; to swap two points, swap their numbers."""
    found = {point.id: float(place) for place, point in enumerate(revised.drafted.points)}
    for edit in revised.review.edits:
        if edit.field == "new":
            found.setdefault(edit.target, max(found.values(), default=-1.0) + 1.0)
        elif edit.field == "order" and edit not in revised.stale and edit.now is not None:
            found[edit.target] = float(edit.now)
    return found


def starts(sections: Sequence[Section]) -> dict[str, str | None]:
    """The first utterance of each section and the item that starts there."""
    return {section.utterances[0]: section.item for section in sections if section.utterances}


def _sorted_out(made: Machine, edits: Sequence[Edit]) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """The edits whose place exists, and those whose place is gone."""
    utterances = {utterance.id for utterance in made.utterances}
    voices = {utterance.voice for utterance in made.utterances if utterance.voice is not None}
    voices |= {naming.voice for naming in made.names}
    items = {item.id for item in made.notes.agenda}
    points = {point.id for point in made.minutes.points} | {edit.target for edit in edits if edit.field == "new"}
    fields: list[tuple[set[str], tuple[str, ...]]] = [
        (utterances, UTTERANCE_FIELDS),
        (voices, VOICE_FIELDS),
        (items, ITEM_FIELDS),
        (points, POINT_FIELDS),
    ]
    good: list[Edit] = []
    stale: list[Edit] = []
    done = settled(made.minutes, edits)
    for edit in edits:
        if edit.target in done:
            continue
        there = any(edit.target in places and edit.field in known for places, known in fields)
        leads_somewhere = (edit.field != "item" or edit.now is None or edit.now in items) and (
            edit.field != "merged" or edit.now is None or edit.now in voices
        )
        (good if there and leads_somewhere else stale).append(edit)
    return tuple(good), tuple(stale)


def _utterances(made: Machine, now: Mapping[tuple[str, str], str | None]) -> tuple[Utterance, ...]:
    """Words and voices as people set them; a merged voice is the one it was merged into."""
    merged = _merges(now)
    found = []
    for utterance in made.utterances:
        voice = now.get((utterance.id, "voice"), utterance.voice)
        text = now.get((utterance.id, "text"), utterance.text)
        found.append(replace(utterance, voice=followed_to_the_end(voice, merged), text=text or utterance.text))
    return tuple(found)


def _merges(now: Mapping[tuple[str, str], str | None]) -> dict[str, str]:
    return {target: into for (target, field), into in now.items() if field == "merged" and into}


def _names(
    made: Machine, utterances: Sequence[Utterance], now: Mapping[tuple[str, str], str | None]
) -> tuple[tuple[Naming, ...], frozenset[str]]:
    """One naming for each voice that still speaks, in the machine's order, and the voices that are nobody of ours."""
    known = {naming.voice: naming for naming in made.names}
    speaking = dict.fromkeys(utterance.voice for utterance in utterances if utterance.voice is not None)
    silent = [voice for voice in known if all(utterance.voice != voice for utterance in made.utterances)]
    order = [voice for voice in known if voice in speaking or voice in silent]
    people = {attendee.name for attendee in made.notes.attendees}
    found, guests = [], set()
    for voice in [*order, *(voice for voice in speaking if voice not in known)]:
        naming = known.get(voice) or Naming(voice, voice if voice in people else None, 0.0)
        if (voice, "name") in now:
            chosen = now[voice, "name"]
            if chosen == NOBODY_OF_OURS:
                guests.add(voice)
            evidence = (Evidence(BY_HAND, None, "", 0.0), *naming.evidence)
            naming = Naming(voice, chosen or None, 1.0 if chosen is not None else 0.0, evidence)
        elif voice not in known and voice in people:
            naming = Naming(voice, voice, 1.0, (Evidence(BY_HAND, None, "", 0.0),))
        found.append(naming)
    return tuple(found), frozenset(guests)


def _sections(
    made: Machine, utterances: Sequence[Utterance], now: Mapping[tuple[str, str], str | None]
) -> tuple[Section, ...]:
    """Sections cut anew where people set a start; neighbours of one item become one."""
    begin = starts(made.sections)
    ids = {utterance.id for utterance in utterances}
    by_hand = {target: item for (target, field), item in now.items() if field == "item" and target in ids}
    if not by_hand:
        return made.sections
    machine = {section.utterances[0]: section for section in made.sections if section.utterances}
    item: str | None = None
    runs: list[tuple[str | None, list[Utterance]]] = []
    for utterance in utterances:
        item = by_hand[utterance.id] if utterance.id in by_hand else begin.get(utterance.id, item)
        if runs and runs[-1][0] == item:
            runs[-1][1].append(utterance)
        else:
            runs.append((item, [utterance]))
    found = []
    for item, said in runs:
        was = machine.get(said[0].id)
        kept = was is not None and was.item == item and said[0].id not in by_hand
        found.append(
            Section(
                start=said[0].start,
                end=max(utterance.end for utterance in said),
                item=item,
                utterances=tuple(utterance.id for utterance in said),
                confidence=was.confidence if was is not None and kept else 1.0,
                evidence=was.evidence if was is not None and kept else (Evidence(BY_HAND, said[0].start, "", 0.0),),
            )
        )
    return tuple(found)


def _fields(edit: Edit) -> dict[tuple[str, str], str | None]:
    """What a new point says; nothing where it cannot be read."""
    try:
        added = msgspec.json.decode(edit.now or "", type=Point)
    except msgspec.MsgspecError:
        return {}
    return {(edit.target, "text"): added.text, (edit.target, "kind"): added.kind, (edit.target, "item"): added.item}


def _chained(drafted: Minutes, corrections: Sequence[Edit]) -> tuple[Edit, ...]:
    """The corrections of points, each replacing what stands there now.

    A name or a section that was set since may have changed the drafted line under a correction; its place is the same.
    """
    now: dict[tuple[str, str], str | None] = {}
    for point in drafted.points:
        now |= {(point.id, "text"): point.text, (point.id, "kind"): point.kind, (point.id, "item"): point.item}
    found = []
    for edit in corrections:
        place = (edit.target, edit.field)
        found.append(replace(edit, was=now.get(place, edit.was)))
        now[place] = edit.now
        if edit.field == "new":
            now |= _fields(edit)
    return tuple(found)
