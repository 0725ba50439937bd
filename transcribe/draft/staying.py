"""Which of the lines that a person took over stay where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transcribe.draft import shown
from transcribe.draft.changes import undo
from transcribe.notes.actions import depth, is_below
from transcribe.notes.markdown import parse
from transcribe.notes.places import Layout, place_of, place_of_actions, place_of_other

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transcribe.draft.changes import Undone
    from transcribe.schema import DraftedLine, Minutes, Notes


def left(text: str, drafted: Sequence[DraftedLine], minutes: Minutes, read: Callable[[str], Notes]) -> Undone:
    """The page without those of our lines that find their place again in the next draft.

    An action in a person's words is no longer ours where the next draft would take it from its item to a section for
    actions, out of such a section, or to where lines begin in another column: it stays.
    """
    live = shown(minutes)
    undone = undo(text, drafted, live)
    actions = [point for point in minutes.points if point.kind == "action" and point.id in undone.theirs]
    if not actions:
        return undone
    page, document = Layout(parse(undone.text), read(undone.text)), parse(text)
    apart = place_of_actions(page)
    items = {item.id: item for item in page.notes.agenda}
    elsewhere = set()
    for point in actions:
        written = undone.theirs[point.id][0]
        place = apart or (place_of(page, items[point.item]) if point.item in items else place_of_other(page))
        line = next((number for number in range(len(document.lines)) if document.line(number) == written), None)
        if line is not None and (is_below(document, line) is (apart is None) or depth(written) != depth(place.prefix)):
            elsewhere.add(point.id)
    return undo(text, drafted, live - elsewhere) if elsewhere else undone
