"""What a call without an agenda is about: its notes, its own headings, or the bullets right below its date."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from transcribe.notes.aspects import inner_headings
from transcribe.notes.fields import is_later, is_remark
from transcribe.notes.markdown import BARE_URL, LINK, first_text, plain, spoken
from transcribe.notes.paragraphs import topical
from transcribe.notes.parts import LABEL_LEVEL, PEOPLE, Part, blocks_of
from transcribe.notes.titles import is_group, is_label, kind_of, label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.notes.markdown import Block, Document
    from transcribe.notes.spans import CallSpan

APART = re.compile(
    r"(?:about|abstract|action items?|actions|antitrust|calendar|(?:call )?references?|chat|code of conduct|decisions"
    r"|future|how to|introductions?|links|location|logistics|meeting info|next(?! steps\b)|notices?|participation"
    r"|previous|problems|purpose|recordings?|registration|related|resources|roles|summary|(?:table of )?contents?"
    r"|to-?dos?|ai'?s|transcripts?|upcoming (?:call|meeting|session)s?|video|welcome|when|where)\b.*",
    re.IGNORECASE,
)
"""Headings beside the talk."""

FIELD = re.compile(
    r"(?:.* )?(?:calendar|call|chat|contact|date|duration|hackmd|issue|location|meeting id|notes?|password|recording"
    r"|repository|time|url|video|when|where|zoom)(?: .*)?",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"/(?:issues|pull|discussions|merge_requests)/\d+")
"""The address of an issue, which a bullet may be made of."""
BESIDE = re.compile(
    r"(?:(?:standing|recurring|regular|new|old|other|further|additional|open|your new) (?:agenda )?"
    r"(?:items?|topics?|business|discussion)|open (?:floor|mic)|a\.?o\.?b\.?|any other business)",
    re.IGNORECASE,
)
"""Headings beside that of the agenda which hold more of its items."""
ANNOUNCED = re.compile(r"^\W*announcements?\b", re.IGNORECASE)
TITLE_WORDS = 15
"""Longer bullets, and sentences, tell what was said."""
FEW = 2
"""So many headings or bullets make an agenda."""


def with_agenda(document: Document, span: CallSpan, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The same parts; where no part is an agenda, with the one that holds what the call is about."""
    if any(part.kind in {"agenda", "talks"} for part in parts):
        return tuple(parts)
    topics = [part for part in parts if part.kind == "topics" and part.level < LABEL_LEVEL]
    if topics:
        others = [part for part in parts if part not in topics]
        wider = _headings(document, span, others)
        peers = _peers(document, wider, topics[0]) if wider else 0
        return (*others, wider) if wider and peers >= FEW else tuple(parts)
    if any(part.kind == "topics" for part in parts):
        return tuple(parts)
    notes = [part for part in parts if part.kind == "notes" and _says_something(document, part)]
    if notes:
        longest = max(notes, key=lambda part: part.lines[1] - part.lines[0])
        return tuple(replace(part, kind="agenda") if part is longest else part for part in parts)
    found = _headings(document, span, parts) or _bullets(document, span, parts)
    return (*parts, found) if found else tuple(parts)


def beside_agenda(document: Document, span: tuple[int, int], parts: Sequence[Part], agenda: Part) -> tuple[Part, ...]:
    """The sections of a call that hold more of its items, under headings of the agenda's own level ("AOB")."""
    headings = [block for block in document.blocks if block.kind == "heading" and block.within(span)]
    if not any(block.lines[0] == agenda.lines[0] and kind_of(block.text) == "agenda" for block in headings):
        return ()
    taken = [part.lines for part in parts if part.kind not in {"topics", "header"}]
    found = []
    for place, block in enumerate(headings):
        line = block.lines[0]
        if block.level != agenda.level or any(first <= line < end for first, end in taken):
            continue
        if BESIDE.fullmatch(spoken(block.text).strip(" :")):
            later = (other.lines[0] for other in headings[place + 1 :] if other.level <= block.level)
            part = Part("agenda", (line, next(later, span[1])), line + 1, block.level)
            texts = [item.children[0].text for item in _told(_lists(document, part))]
            said = [text for text in texts if text.rstrip().endswith((".", "?")) or len(text.split()) > TITLE_WORDS]
            found += [part] if len(said) * 2 < len(texts) else []
    return tuple(found)


def _says_something(document: Document, part: Part) -> bool:
    """Whether a notes section has headings, or bullets that are more than a placeholder, or topics that say so."""
    headings = [block.text for block in blocks_of(document, part) if block.kind == "heading"]
    headed = any(not APART.match(spoken(text)) and not _is_field(text) for text in headings)
    return headed or len(_told(_lists(document, part))) >= FEW or bool(topical(blocks_of(document, part)))


def _told(lists: Sequence[Block]) -> list[Block]:
    """The bullets of these lists that say something and are no field."""
    bullets = [item for block in lists for item in block.children]
    texts = ((item, first_text(item)) for item in bullets)
    return [item for item, text in texts if text and not _is_field(text.text) and not is_remark(text.text)]


def _is_field(text: str) -> bool:
    line = text.split("\n", maxsplit=1)[0]
    label = label_of(line)
    if label and (kind_of(label[0]) or is_group(label[0]) or (label[1] and FIELD.fullmatch(plain(label[0])))):
        return True
    bare = BARE_URL.sub("", LINK.sub(lambda link: link[1] if NUMBERED.search(link[2]) else "", line))
    return is_later(line) or not any(char.isalnum() for char in bare)


def _headings(document: Document, span: CallSpan, parts: Sequence[Part]) -> Part | None:
    """The longest run of headings of the call that open no part; of a single one, what stands below it."""
    first, inner = span.lines[0] - 1 if span.heading is None else span.heading, inner_headings(document)
    headings = [
        block
        for block in document.blocks
        if block.kind == "heading" and first < block.lines[0] < span.lines[1] and block.lines[0] not in inner
    ]
    # announcements are talked about too where nothing says what the agenda is
    free = [part for part in parts if part.kind == "header" or ANNOUNCED.search(document.line(part.lines[0]))]
    taken = [part.lines for part in parts if part not in free]
    runs: list[list[Block]] = [[]]
    stops = {span.lines[1], *(start for start, _ in taken)}
    for block in headings:
        line = block.lines[0]
        if (
            APART.match(spoken(block.text))
            or _is_field(block.text.rstrip(" :"))
            or any(start <= line < end for start, end in taken)
        ):
            stops.add(line)
            runs.append([])
        else:
            runs[-1].append(block)
    run = max(runs, key=len)
    if not run:
        return None
    end = min(line for line in stops if line > run[-1].lines[0])
    part = Part("agenda", (run[0].lines[0], end), run[0].lines[0], run[0].level)
    if len(run) >= FEW:
        return part
    below = replace(part, body=run[0].lines[1])
    return below if len(_told(_lists(document, below))) >= FEW else None


def _peers(document: Document, run: Part, topics: Part) -> int:
    """How many headings of a run are of the same level as its heading for topics, none where it has not that one."""
    lines = [
        block.lines[0]
        for block in document.blocks
        if block.kind == "heading" and block.level == topics.level and block.within(run.lines)
    ]
    return len(lines) if topics.lines[0] in lines else 0


def _lists(document: Document, part: Part) -> list[Block]:
    return [block for block in blocks_of(document, part) if block.kind == "list"]


def _bullets(document: Document, span: CallSpan, parts: Sequence[Part]) -> Part | None:
    """The list right below a date, behind the fields that may open it."""
    after = max([part.lines[1] for part in parts if part.kind in PEOPLE], default=span.heading)
    if after is None:
        return None
    first = after if span.heading is None else max(after, span.heading + 1)
    headings = (block.lines[0] for block in document.blocks if block.kind == "heading" and block.lines[0] >= first)
    whole = Part("agenda", (after, min(next(headings, span.lines[1]), span.lines[1])), after, LABEL_LEVEL)
    told = _told(_lists(document, whole))
    between = [block for block in blocks_of(document, whole) if block.kind == "paragraph"]
    prose = any(
        told and told[0].lines[0] < block.lines[0] < told[-1].lines[0] for block in between if not is_label(block.text)
    )
    if len(told) < FEW or prose:
        return None
    return replace(whole, lines=(told[0].lines[0], told[-1].lines[1]), body=told[0].lines[0])
