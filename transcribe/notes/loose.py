"""What a page keeps for talk off its agenda: an item or a section "Other"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.notes.markdown import spoken
from transcribe.notes.people import fold

if TYPE_CHECKING:
    from transcribe.notes.markdown import Block, Document
    from transcribe.schema import AgendaItem, Notes

OTHER = re.compile(
    r"(?:\d+[.)] )?(?:\d+ ?min\w*\W+)?(?:q ?& ?a\W+)?"
    r"(?:others?(?: business| items?| topics?)?|(?:any other business|aob)\b.*|misc|miscellaneous"
    r"|open (?:discussion|floor|forum|mic)|q ?& ?a)\W*",
    re.IGNORECASE,
)
APART = ("attendees", "absent", "mc", "highlights", "closing")
"""Parts of a call in which a heading "Other" stands above other people or other news."""


def other_item(notes: Notes) -> AgendaItem | None:
    """The item of the agenda for what is not on it."""
    return next((item for item in notes.agenda if OTHER.fullmatch(fold(spoken(item.title)))), None)


def other_heading(document: Document, notes: Notes) -> Block | None:
    """A section of the call for what is not on the agenda ("Q&A, Other")."""
    apart = [notes.sections[kind] for kind in APART if kind in notes.sections]
    for block in document.blocks:
        inside = block.within(notes.lines) and not any(block.within(lines) for lines in apart)
        if block.kind == "heading" and inside and OTHER.fullmatch(fold(spoken(block.text))):
            return block
    return None
