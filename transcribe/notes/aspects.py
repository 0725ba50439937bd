"""Headings that name a part of the item above them ("Background", "Decisions"), and where each kind of point goes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from transcribe.notes.markdown import spoken
from transcribe.notes.people import fold
from transcribe.notes.spans import call_spans
from transcribe.notes.titles import kind_of, label_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transcribe.notes.markdown import Block, Document
    from transcribe.schema import PointKind

Lines = tuple[int, int]

ACTIONS = (
    r"(?:new |our )?(?:action (?:items?|points?)|actions|to-?dos?)(?: required)?"
    r"|(?:new )?ai'?s|(?:action (?:items?|points?)|actions|next steps?) ?(?:/|&|and) ?(?:ais|next steps?|follow-?ups?)"
)
DECISIONS = r"(?:key )?(?:decisions?|resolutions?)(?: (?:made|taken|reached))?"
BOTH = r"(?:key )?(?:decisions?|resolutions?)(?: made)? ?(?:/|&|and) ?(?:action (?:items?|points?)|actions)"
KINDS: dict[PointKind, re.Pattern[str]] = {
    "action": re.compile(rf"{ACTIONS}|{BOTH}", re.IGNORECASE),
    "decision": re.compile(rf"{DECISIONS}|{BOTH}", re.IGNORECASE),
}
"""What a section is called that is kept for points of a kind."""
INNER: dict[PointKind, re.Pattern[str]] = {
    "action": re.compile(rf"{KINDS['action'].pattern}|ai|next steps?|follow-?ups?", re.IGNORECASE),
    "decision": re.compile(rf"{KINDS['decision'].pattern}|outcomes?|conclusions?", re.IGNORECASE),
    "note": re.compile(r"summary|discussion(?: points| notes)?|talking points|(?:key|main) points", re.IGNORECASE),
}
"""What the part of an item is called for points of a kind."""
NAMED = re.compile(
    r"background|context|details|goals?|motivation|problem(?: statement)?|proposals?|questions|open questions"
    r"|presentation|references|links|materials|objectives?|desired outcomes?|status|updates?|requests?|asks?",
    re.IGNORECASE,
)
"""What else the part of an item is called."""
FEW = 2
"""Below so many items stands a heading that is a part of each."""


@lru_cache(maxsize=8)
def inner_headings(document: Document) -> frozenset[int]:
    """The lines of the headings of a page that are no items but parts of the one above them.

    They have the words of others below other items, or the words for such a part below an item of the agenda.
    """
    return frozenset(line for span in call_spans(document) for line in _inner(document, span.lines, span.heading))


def _inner(document: Document, lines: Lines, heading: int | None) -> Iterator[int]:
    first = lines[0] if heading is None else heading + 1
    inside = [block for block in document.blocks if block.kind == "heading" and block.within((first, lines[1]))]
    above = {block: _above(inside[:place], block) for place, block in enumerate(inside)}
    found: set[Block] = set()
    for block, parent in above.items():
        if parent is None:
            continue
        below_item = kind_of(parent.text) is None and (
            _is_repeated(block, parent, above) or _is_named_in_agenda(parent, above)
        )
        if parent in found or below_item:
            found.add(block)
            yield block.lines[0]


def _above(before: Sequence[Block], heading: Block) -> Block | None:
    return next((other for other in reversed(before) if other.level < heading.level), None)


def _is_repeated(heading: Block, parent: Block, above: dict[Block, Block | None]) -> bool:
    """Whether the words of a heading stand below several headings beside the one above it; if strange, below most."""
    peers = [other for other in above if other.level == parent.level and kind_of(other.text) is None]
    same = [
        over
        for other, over in above.items()
        if over in peers and other.level == heading.level and _words(other) == _words(heading)
    ]
    titles = {_words(over) for over in same}
    return len(titles) >= FEW and (_is_known(heading) or len(titles) * 2 > len(peers))


def _is_named_in_agenda(parent: Block, above: dict[Block, Block | None]) -> bool:
    """Whether all headings below an item of the agenda have the words for its parts."""
    outer = above[parent]
    beside = [other for other, over in above.items() if over is parent]
    return outer is not None and kind_of(outer.text) in {"agenda", "topics"} and all(map(_is_known, beside))


def _is_known(heading: Block) -> bool:
    words = _words(heading)
    known = any(pattern.fullmatch(words) for pattern in INNER.values())
    return known or kind_of(heading.text) in {"notes", "topics"} or NAMED.fullmatch(words) is not None


def _words(heading: Block) -> str:
    return fold(spoken(heading.text)).strip(" :")


def part_for(document: Document, lines: Lines, kind: PointKind) -> Lines | None:
    """The lines below the heading or label, among those of an item, for points of a kind."""
    parts = list(_parts(document, lines))
    ends = [line for _, line in parts[1:]]
    spans = {(line + 1, end): words for (words, line), end in zip(parts, [*ends, lines[1]], strict=False)}
    own = (span for span, words in spans.items() if kind == "note" and kind_of(words) == "notes")
    like = (span for span, words in spans.items() if kind in INNER and INNER[kind].fullmatch(fold(words).strip(" :")))
    return next(own, None) or next(like, None)


def first_part(document: Document, lines: Lines) -> int | None:
    """The line of the first heading for a part among those of an item."""
    return next((line for line in sorted(inner_headings(document)) if lines[0] <= line < lines[1]), None)


def _parts(document: Document, lines: Lines) -> Iterator[tuple[str, int]]:
    """The words and the line of each heading for a part, and of each label that stands alone, among these lines."""
    inner = inner_headings(document)
    for block in document.blocks:
        if not block.within(lines):
            continue
        if block.lines[0] in inner:
            yield spoken(block.text), block.lines[0]
        elif block.kind == "paragraph":
            labels = ((number, label_alone(document.line(number))) for number in range(*block.lines))
            yield from ((label, number) for number, label in labels if label)
