"""Agendas without bullets: paragraphs in bold as items, and paragraphs in which each line is one."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from transcribe.notes.groups import NO_ITEM, are_owned, is_apart
from transcribe.notes.markdown import Block, plain
from transcribe.notes.owners import split_owners
from transcribe.notes.titles import is_label, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transcribe.schema import Attendee

LONGEST = 12
"""A line of more words is prose, which the next line may go on with."""
FEW = 2
"""So many paragraphs in bold are an agenda where nothing else could be one."""
COUNTED = re.compile(r"\s*(?:\*\*|__)?\(?(?P<sign>[a-z]|[ivx]{1,4}|\d{1,2})[.)](?:\*\*|__)?\s+\S", re.IGNORECASE)
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
COUNTS = (list("abcdefghijklmnop"), ROMAN, [str(number) for number in range(1, 21)])
"""How paragraphs count on."""
PART = re.compile(r"\s*\d+\.1\.?\s")
TOPIC = re.compile(
    r"\s*(?:(?P<mark>\*\*|__)Topic(?: \d+)?(?::(?P=mark)|(?P=mark):)|(?P<open>\*\*|__)?Topic(?: \d+)?:)\s+(?=\S)",
    re.IGNORECASE,
)
"""What says of a paragraph or a title that it is one: `Topic: oil`, `**Topic 2:** wicks`."""
DEFINED = re.compile(r"[^\n:]+\n[ \t]*:[ \t]+\S")
LINE_BREAK = re.compile(r"(?: {2,}|\\|<br ?/?>)$")


def topic_lines(block: Block) -> list[Block]:
    """The lines of a paragraph where each is a topic, else the paragraph itself."""
    lines = [LINE_BREAK.sub("", line).strip() for line in block.text.split("\n")]
    topics = all(
        re.match(r"[^\w]*[A-Z\d]", line) and line[-1:] not in ".,;:" and len(line.split()) <= LONGEST for line in lines
    )
    if len(lines) == 1 or not topics:
        return [block]
    first = block.lines[0]
    return [replace(block, lines=(first + at, first + at + 1), text=line) for at, line in enumerate(lines)]


def with_bold_topics(blocks: Sequence[Block], people: Sequence[Attendee]) -> list[Block]:
    """The same blocks; paragraphs in bold, or counted (`A. oil`), as items without a bullet, where they are the topics.

    They are where most have an owner and the bullets below them have none, or where nothing else could be one; counted
    ones where they stand above bullets without owners; and those that say so (`Topic: oil`), or are defined.
    """
    pieces = [piece for block in blocks for piece in _cut(block)]
    counted = _counted(pieces) if any(block.kind == "list" for block in blocks) else []
    counted = counted or topical(pieces)
    if counted and not are_owned(blocks, people):
        return [_as_item(piece) if piece in counted else piece for piece in pieces]
    bold = [piece for piece in pieces if _is_bold(piece)]
    owned = sum(bool(split_owners(_unmarked(piece.text.split("\n")[0]), people)[1]) for piece in bold)
    alone = not any(block.kind in {"heading", "list", "table"} for block in blocks)
    if not ((alone and len(bold) >= FEW) or (owned * 2 > len(bold) and not are_owned(blocks, people))):
        return list(blocks)
    return [_as_item(piece) if piece in bold else piece for piece in pieces]


def is_first(line: str) -> bool:
    """Whether a line opens with a letter or the like with which a list of them begins (`a.`, `(i)`, `2.1`)."""
    sign = COUNTED.match(line)
    return (sign is not None and sign["sign"].casefold() in {"a", "i"}) or PART.match(line) is not None


def topical(blocks: Iterable[Block]) -> list[Block]:
    """The paragraphs that say that they are topics, or that have a definition each (`: Ann` below `oil`)."""
    paragraphs = [block for block in blocks if block.kind == "paragraph"]
    found = [block for block in paragraphs if TOPIC.match(block.text)]
    found = found or [block for block in paragraphs if DEFINED.match(block.text)]
    return found if len(found) >= FEW else []


def without_word(title: str) -> str:
    """A title without the word that says that it is one (`Topic: oil`)."""
    return TOPIC.sub(lambda word: word["open"] or "", title, count=1)


def _counted(pieces: Sequence[Block]) -> list[Block]:
    """The paragraphs that count on, from the first of their kind: `A.`, `B.`, or `I.`, `II.`, or `**1. oil**`."""
    found = [(piece, sign) for piece in pieces if piece.kind == "paragraph" and (sign := COUNTED.match(piece.text))]
    signs = [sign["sign"].casefold() for _, sign in found]
    fits = len(signs) >= FEW and any(signs == count[: len(signs)] for count in COUNTS)
    return [piece for piece, _ in found] if fits else []


def _cut(block: Block) -> list[Block]:
    """A paragraph cut above each of its lines in bold."""
    lines = block.text.split("\n")
    starts = [at for at, line in enumerate(lines) if at and (TOPIC.match(line) or _is_bold(replace(block, text=line)))]
    if block.kind != "paragraph" or not starts:
        return [block]
    return [
        replace(block, lines=(block.lines[0] + at, block.lines[0] + end), text="\n".join(lines[at:end]))
        for at, end in pairwise((0, *starts, len(lines)))
    ]


def _is_bold(block: Block) -> bool:
    """Whether a paragraph opens with a line in bold that names no part of a call."""
    words = _opening(block)
    bold = block.kind == "paragraph" and words and is_label(block.text) and block.text.lstrip()[0] in "*_<"
    return bool(bold) and not (kind_of(words) or is_apart(words) or NO_ITEM.fullmatch(words))


def _opening(block: Block) -> str:
    return plain(block.text.strip().split("\n")[0]).strip(" :")


def _unmarked(line: str) -> str:
    """A line in bold, or with its number in bold, without the marks."""
    whole = re.sub(r"^(\*\*|__)((?:(?!\1).)+)\1(?=\s)", r"\2", line.strip())
    return re.sub(r"^(?:\*\*|__|<\w+>)|(?:\*\*|__|</\w+>):?$", "", whole).strip(" :")


def _as_item(block: Block) -> Block:
    first, *others = block.text.strip().split("\n")
    start, end = block.lines
    title = replace(block, lines=(start, start + 1), text=_unmarked(first))
    rest = [replace(block, lines=(start + 1, end), text="\n".join(others))] if others else []
    return Block("item", block.lines, children=(title, *rest))
