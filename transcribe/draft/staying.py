"""Which of the lines that a person took over stay where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transcribe.draft import shown
from transcribe.draft.changes import undo
from transcribe.notes.actions import depth, is_below
from transcribe.notes.apart import OUTCOMES, place_apart
from transcribe.notes.markdown import parse
from transcribe.notes.places import Layout, place_of, place_of_other

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transcribe.draft.changes import Undone
    from transcribe.schema import DraftedLine, Minutes, Notes


def left(text: str, drafted: Sequence[DraftedLine], minutes: Minutes, read: Callable[[str], Notes]) -> Undone:
    """The page without those of our lines that find their place again in the next draft.

    A decision or action in a person's words is no longer ours where the next draft would take it from its item to a
    place for such, out of such a place, or to where lines begin in another column: it stays.
    """
    live = shown(minutes)
    undone = undo(text, drafted, live)
    outcomes = [point for point in minutes.points if point.kind in OUTCOMES and point.id in undone.theirs]
    if not outcomes:
        return undone
    page, document = Layout(parse(undone.text), read(undone.text)), parse(text)
    items = {item.id: item for item in page.notes.agenda}
    elsewhere = set()
    for point in outcomes:
        written = undone.theirs[point.id][0]
        item = items.get(point.item or "")
        apart = place_apart(page, item, point.kind)
        place = apart or (place_of(page, item) if item else place_of_other(page))
        line = next((number for number in range(len(document.lines)) if document.line(number) == written), None)
        if line is None:
            continue
        moved = is_below(document, line, point.kind) is (apart is None)
        if moved or depth(written) != depth(place.prefix):
            elsewhere.add(point.id)
    return undo(text, drafted, live - elsewhere) if elsewhere else undone
