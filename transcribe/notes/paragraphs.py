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
    from collections.abc import Sequence

    from transcribe.schema import Attendee

LONGEST = 12
"""A line of more words is prose, which the next line may go on with."""
FEW = 2
"""So many paragraphs in bold are an agenda where nothing else could be one."""
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
    """The same blocks; paragraphs in bold as items without a bullet, where they are the topics.

    They are where most have an owner and the bullets below them have none, or where nothing else could be one.
    """
    pieces = [piece for block in blocks for piece in _cut(block)]
    bold = [piece for piece in pieces if _is_bold(piece)]
    owned = sum(bool(split_owners(_unmarked(piece.text.split("\n")[0]), people)[1]) for piece in bold)
    alone = not any(block.kind in {"heading", "list", "table"} for block in blocks)
    if not ((alone and len(bold) >= FEW) or (owned * 2 > len(bold) and not are_owned(blocks, people))):
        return list(blocks)
    return [_as_item(piece) if piece in bold else piece for piece in pieces]


def _cut(block: Block) -> list[Block]:
    """A paragraph cut above each of its lines in bold."""
    lines = block.text.split("\n")
    starts = [at for at, line in enumerate(lines) if at and _is_bold(replace(block, text=line))]
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
    """A line in bold without the marks around it."""
    return re.sub(r"^(?:\*\*|__|<\w+>)|(?:\*\*|__|</\w+>):?$", "", line.strip()).strip(" :")


def _as_item(block: Block) -> Block:
    first, *others = block.text.strip().split("\n")
    start, end = block.lines
    title = replace(block, lines=(start, start + 1), text=_unmarked(first))
    rest = [replace(block, lines=(start + 1, end), text="\n".join(others))] if others else []
    return Block("item", block.lines, children=(title, *rest))
