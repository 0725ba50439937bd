"""Which lines of a page get which time: an item's first line, and the points that were drafted under it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.draft import changes
from transcribe.notes import marks
from transcribe.notes.markdown import split_lines
from transcribe.publish import links, transcript_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transcribe.publish.links import Hosts
    from transcribe.publish.timeline import Spoken, Timeline
    from transcribe.revision import Revision
    from transcribe.schema import AgendaItem, DraftedLine, Notes, Seconds, Times

HABIT_NOTES = 2
"""So many notes of the page that end in a time are a habit."""
TIMED_NOTE = re.compile(rf"(?:\(|\[)\[?{marks.CLOCK}\]?(?:\([^()]*\))?[)\]]?\s*$")
PLAIN_TIME = re.compile(rf"\s+\({marks.CLOCK}\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """Where a mark leads: into the recording, or where its host has no such links, to the transcript (a path)."""

    recording: str
    transcript: str
    hosts: Hosts
    spoken: tuple[Spoken, ...]

    def mark(self, at: Seconds) -> str:
        """The mark of a moment on the published clock."""
        deep = links.moment(self.recording, at, self.hosts)
        return marks.mark(at, links.in_markdown(deep) if deep else f"{self.transcript}#{self._anchor(at)}")

    def _anchor(self, at: Seconds) -> str:
        """The anchor of the last utterance that has begun by then."""
        starts = [said.start for said in self.spoken]
        begun = [place for place, start in enumerate(starts) if start <= at]
        return transcript_page.anchors(starts)[begun[-1] if begun else 0]


@dataclass(frozen=True, slots=True)
class Marked:
    """A page with its times; `marks` are ours, `drafted` the drafted lines as they stand now."""

    text: str
    marks: tuple[str, ...]
    drafted: tuple[DraftedLine, ...]
    notices: tuple[str, ...] = ()


def item_marks(here: Notes, revised: Revision, leads: Leads) -> dict[str, str]:
    """The mark of each item (by id) that was discussed: where it is first talked about."""
    item_of = {utterance: section.item for section in revised.sections for utterance in section.utterances}
    on_page = {item.id for item in here.agenda} - set(revised.minutes.not_discussed)
    found: dict[str, str] = {}
    for said in leads.spoken:
        item = item_of.get(said.id)
        if item in on_page and item not in found:
            found[item] = leads.mark(said.start)
    return found


def point_marks(revised: Revision, leads: Leads, shown: Timeline) -> dict[str, str]:
    """The mark of each point (by id) whose moment is in the published recording."""
    moments = {point.id: shown.at(point.at) for point in revised.minutes.points}
    return {point: leads.mark(at) for point, at in moments.items() if at is not None}


def habit(text: str, here: Notes) -> Times:
    """Whether the notes that stand on the page carry times, or only items shall."""
    lines = split_lines(text)
    spans = (item.lines for item in here.agenda)
    timed = [line for first, last in spans for line in lines[first + 1 : last] if TIMED_NOTE.search(line)]
    return "points" if len(timed) >= HABIT_NOTES else "items"


def marked(
    text: str,
    here: Notes,
    wanted: Mapping[str, str],
    drafted: Sequence[DraftedLine],
    *,
    known: Sequence[str] = (),
    replace_others: bool = False,
) -> Marked:
    """The page with the wanted marks (by id of item or point); those in `known` are ours to change or take off."""
    lines = list(split_lines(text))
    bare = split_lines(marks.unmarked(text))
    notices: list[str] = []
    if any(item.id in wanted and bare[item.lines[0]].lstrip().startswith("|") for item in here.agenda):
        notices.append("The agenda is a table, and so its items get no times.")
    places = [(place, item.id) for item in here.agenda if (place := _first_line(bare, item)) is not None]
    stands = changes.standing(text, drafted)
    places += [
        (place, line.point) for order, place in stands.items() if (line := drafted[order]).point and not line.theirs
    ]
    ours_at = set(stands.values())
    for place, target in places:
        there, mark = marks.mark_of(lines[place]), wanted.get(target)
        if there is not None and there != mark and there not in known and not replace_others:
            if mark is not None:
                title = next((item.title for item in here.agenda if item.id == target), target)
                notices.append(f'"{title}" has a time of its own, {there}; --replace changes it to {mark}.')
            continue
        if there != mark:
            before = lines[place]
            plain = PLAIN_TIME.sub("", _content(before)) if mark and place in ours_at else _content(before)
            lines[place] = marks.marked(plain + before[len(_content(before)) :], mark)
    stand = {mark for place, _ in places if (mark := marks.mark_of(lines[place])) is not None}
    ours = tuple(mark for mark in dict.fromkeys([*known, *wanted.values()]) if mark in stand)
    done = "".join(lines)
    return Marked(done, ours, changes.followed(text, done, drafted), tuple(notices))


def _content(line: str) -> str:
    return line.rstrip("\r\n")


def _first_line(bare: Sequence[str], item: AgendaItem) -> int | None:
    """The item's first line, or the one on which a link that it opens ends; None where no mark can stand."""
    written = ""
    for number in range(*item.lines):
        line = bare[number]
        if not line.strip() or line.lstrip().startswith(("|", "```", "~~~", "<")):
            return None
        written += line
        if written.count("[") == written.count("]") and not written.count("`") % 2:
            return number
    return item.lines[0] if "|" not in written else None
