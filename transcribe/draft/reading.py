"""What people wrote on a page in which drafted lines stand: those are never items, owners or places of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe import notes
from transcribe.draft.changes import undo
from transcribe.notes.markdown import split_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.schema import DraftedLine, Notes

Lines = tuple[int, int]


def read(text: str, drafted: Sequence[DraftedLine], *, date: str | None = None) -> Notes:
    """Read the call of a page without the drafted lines, its spans in the page as it is; an item holds those below it.

    Raises:
        PageError: no call has that date, or two do.
    """
    undone = undo(text, drafted)
    found = notes.read(undone.text, date=date)
    if undone.text == text:
        return found
    spans = _Spans(split_lines(text), undone.numbers)
    return replace(
        found,
        agenda=tuple(replace(item, lines=spans.with_ours(item.lines)) for item in found.agenda),
        links=tuple(replace(link, line=undone.numbers[link.line]) for link in found.links),
        placeholders=tuple(replace(place, lines=spans.here(place.lines)) for place in found.placeholders),
        lines=spans.here(found.lines),
        sections={kind: spans.here(lines) for kind, lines in found.sections.items()},
    )


@dataclass(frozen=True, slots=True)
class _Spans:
    """The lines of a page, and the numbers of those that are a person's."""

    lines: Sequence[str]
    theirs: Sequence[int]

    def here(self, lines: Lines) -> Lines:
        """A span up to the person's line that follows it."""
        first, end = lines
        return self._at(first), self._at(end)

    def with_ours(self, lines: Lines) -> Lines:
        """A span with our lines right below it."""
        first, number = self.theirs[lines[0]], self.theirs[lines[1] - 1] + 1
        end, theirs = number, frozenset(self.theirs)
        while number < len(self.lines) and (number not in theirs or not self.lines[number].strip()):
            number += 1
            end = end if number - 1 in theirs else number
        return first, end

    def _at(self, number: int) -> int:
        return self.theirs[number] if number < len(self.theirs) else len(self.lines)
