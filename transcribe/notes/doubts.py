"""Where an agenda may not be the one that people meant, and what of it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transcribe.notes.markdown import parse, plain, spoken
from transcribe.notes.marks import unmarked
from transcribe.notes.repeats import own_heading, section_end
from transcribe.notes.titles import kind_of, label_of
from transcribe.notes.topics import APART

if TYPE_CHECKING:
    from transcribe.notes.markdown import Document
    from transcribe.schema import Notes, Seconds

LONG_S = 20 * 60.0
"""A call that lasts longer than this seldom has one item only."""

BESIDE = ("header", "mc", "attendees", "absent", "highlights", "closing")
"""Parts of a call whose headings and lists are no items."""


def doubts(text: str, notes: Notes, duration: Seconds) -> tuple[str, ...]:
    """What a user should know of the agenda that was read from a page, for a call of this length (seconds)."""
    document = parse(unmarked(text))
    if not notes.agenda:
        return ()
    first = notes.agenda[0]
    told = f'"{plain(first.title)}" (line {first.lines[0] + 1})'
    if len(notes.agenda) == 1 and duration > LONG_S and _has_more(document, notes):
        said = f"Of the page's headings and lists only {told} was read as an item, for {duration / 60:.0f} minutes"
        return (f'{said} of talk; if there are more, write them as bullets below "Agenda" and run this again.',)
    if not notes.attendees and _is_guessed(document, notes):
        said = f'No heading says "Agenda" or "Attendees", so all headings from {told} on were read as items'
        return (f"{said}; if that is wrong, give those two names to the headings they fit and run this again.",)
    return ()


def _has_more(document: Document, notes: Notes) -> bool:
    """Whether there are headings or lists in the call that are neither an item nor a part beside the talk."""
    beside = [notes.sections[kind] for kind in BESIDE if kind in notes.sections]
    own = [heading for item in notes.agenda if (heading := own_heading(document, notes, item)) is not None]
    beside += [(heading.lines[0], section_end(document, notes, heading)) for heading in own]
    apart = False
    for block in document.blocks:
        if block.kind not in {"heading", "list"} or not block.within(notes.lines):
            continue
        if block.kind == "heading":
            apart = bool(APART.match(spoken(block.text)))
        read = any(block.lines[0] < item.lines[1] and item.lines[0] < block.lines[1] for item in notes.agenda)
        named = block.kind == "heading" and kind_of(block.text) is not None
        if not (read or named or apart or any(block.within(lines) for lines in beside)):
            return True
    return False


def _is_guessed(document: Document, notes: Notes) -> bool:
    """Whether the agenda begins with a heading that names no part."""
    start = notes.sections.get("agenda", (-1, -1))[0]
    heading = next((block for block in document.blocks if block.kind == "heading" and block.lines[0] == start), None)
    if heading is None or kind_of(heading.text) is not None:
        return False
    label = label_of(spoken(heading.text))
    return label is None or kind_of(label[0]) is None
