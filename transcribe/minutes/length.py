"""How much is written of an item, learned from what the community wrote before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transcribe.notes.neighbours import Length

CALLED_OUT = 18
"""Words of talk under which an item was only called out."""

ROOMS = (CALLED_OUT, 90, 280, 700, 1500)
"""Words of talk from which an item is worth one note more."""

USUAL_ITEM = 45.0
"""Words that an item is given where no older page shows how much this community writes."""

LEAST_ROOM, MOST_ROOM = 0.6, 3.0
"""How far the notes of an item may be scaled to a community's length."""

LONGEST = 16
"""Words of a point; an MC writes six, a reader who was not there needs a few more."""

LONGEST_ALONE = 30
"""The same where an item has nothing shorter to tell, and where a community writes long lines."""

LONG_LINES = 12.0
"""Median words of a line from which a community writes long lines."""


def room(spoken: int, usual: Length | None) -> int:
    """How many notes an item of so many spoken words is worth."""
    notes = sum(spoken >= bound for bound in ROOMS)
    if not notes or usual is None:
        return notes
    return max(1, round(notes * min(MOST_ROOM, max(LEAST_ROOM, usual.item / USUAL_ITEM))))


def longest_line(usual: Length | None) -> int:
    """How many words a point may have."""
    return LONGEST_ALONE if usual is not None and usual.line >= LONG_LINES else LONGEST
