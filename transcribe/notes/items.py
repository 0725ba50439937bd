"""Agenda items: their titles, owners and notes, and where on the page each is written about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe.notes.aspects import KINDS, inner_headings
from transcribe.notes.fields import is_awaited, is_later, is_remark
from transcribe.notes.groups import (
    NO_ITEM,
    are_owned,
    below_headings,
    is_above,
    is_apart,
    is_for_decisions,
    is_group,
    leaves,
    openings,
    wider,
)
from transcribe.notes.markdown import BARE_URL, BULLET, LINK, Block, first_text, plain, spoken, urls, walk
from transcribe.notes.owners import FULL_NAMES, TAG, TRAILING, owners_below, owners_of, split_owners
from transcribe.notes.paragraphs import is_first, topic_lines, with_bold_topics, without_word
from transcribe.notes.parts import blocks_of
from transcribe.notes.people import fold, names_in
from transcribe.notes.titles import is_label, label_of
from transcribe.schema import AgendaItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transcribe.notes.markdown import Document
    from transcribe.notes.parts import Part
    from transcribe.schema import Attendee

OF_THE_CALL = re.compile(
    r"(?:(?:call|meeting|video|zoom) ){0,2}(?:recording|transcript)(?: link)?(?: of the (?:call|meeting))?",
    re.IGNORECASE,
)
"""What a link to the whole call says; one that says "video" may be about an item."""
BESIDE_LINKS = re.compile(r"(?::[^\W_]\w*:|&[^\W_]\w*;|<br ?/?>|[\W_])*")
"""What may stand around links that are all there is on a line: marks, and emoji by name."""
AWAY = re.compile(r"(?:agenda|recording|video|zoom|transcript|meeting (?:link|notes))\b", re.IGNORECASE)
SPOKEN = re.compile(r"\*\*[^*]{2,30}\*\*\s*:|\*\*[^*]{2,30}:\*\*")
SENTENCES = re.compile(r"[.!?] +\S")
TEMPLATE_ITEM = re.compile(
    r"^\W*(?:(?:add|put|list|your)\b.{0,20}\b(?:items?|topics?|name|agenda)\b.{0,20}|(?:add|put) yours(?: here)?"
    r"|submit a (?:pr|pull request)\b.*|name this is an example\b.*|agenda item \d*|todo|tb[ad]|none|n/?a)\W*$",
    re.IGNORECASE,
)
TEMPLATE_TOPIC = re.compile(
    r"^\W*(?:(?:your )?(?:name|@?handle|owner|presenter)\W+)?"
    r"(?:your )?(?:agenda )?(?:topic|item)(?: (?:\d+|name|title))?(?:\W+(?:\d+ ?)?min\w*)?\W*$",
    re.IGNORECASE,
)
"""What a template says in place of a topic, its owner and its time: `(name) topic`, `Topic 1`."""
QUESTION = "Question for the MC:"
"""How a drafted line begins that asks about a voice; it is no item."""

SAME_TITLE = 90
"""How alike (0 to 100) a heading and an item's title must be to be the same; typing mistakes, not other words."""


def agenda_items(document: Document, parts: Iterable[Part], people: Sequence[Attendee]) -> tuple[AgendaItem, ...]:
    """The items of an agenda: its bullets, else the rows of its table, its headings, or its lines."""
    found = [entry for part in parts for entry in _entries(document, part, people)]
    items: list[AgendaItem] = []
    habit = any(
        entry.raw.title.rstrip().endswith(")")
        and split_owners(entry.raw.title, people)[1]
        and not TAG.match(entry.raw.title)
        for entry in found
    )
    for entry in found:
        title, owners = split_owners(without_word(entry.raw.title), people)
        closing = TRAILING.search(title)
        if habit and not owners and closing and FULL_NAMES.fullmatch(closing[1]):
            # brackets close the other titles with known owners, so these hold owners too
            title, owners = title[: closing.start()], names_in(closing[1])
        ours = title.startswith(QUESTION) or is_remark(title)
        if ours or not any(char.isalnum() for char in title) or _is_template(entry, title):
            continue
        inside = "\n".join(document.line(number) for number in range(*entry.raw.lines))
        items.append(
            AgendaItem(
                id=_unused(slug(title), {item.id for item in items}),
                title=title,
                owners=owners or owners_below(entry.notes, people),
                notes=entry.notes,
                links=urls(inside),
                lines=entry.raw.lines,
            )
        )
    return tuple(items)


def _is_template(entry: _Found, title: str) -> bool:
    """Whether an item only shows how to write one; "Topic 1" with something below it is one."""
    blank = TEMPLATE_TOPIC.match(plain(entry.raw.title)) and not entry.notes
    return bool(TEMPLATE_ITEM.match(plain(title)) or blank)


def slug(text: str) -> str:
    """A short name for an id: the words of a title, plain, at most 60 characters."""
    words = re.findall(r"[^\W_]+", fold(spoken(text)))
    return "-".join(words)[:60].strip("-") or "item"


def same_title(one: str, other: str) -> bool:
    """Whether two titles are meant to be the same."""
    from rapidfuzz import fuzz

    return (
        fuzz.ratio(" ".join(re.findall(r"\w+", fold(spoken(one)))), " ".join(re.findall(r"\w+", fold(spoken(other)))))
        >= SAME_TITLE
    )


def links_to_call(text: str) -> bool:
    """Whether there are only links, and one of them is to the recording or transcript of the call, or their fields."""
    text = "\n".join("[recording]()" if _is_field_of_call(line) else line for line in text.split("\n"))
    found = list(LINK.finditer(text))
    return any(OF_THE_CALL.fullmatch(plain(match[1])) for match in found) and bool(
        BESIDE_LINKS.fullmatch(LINK.sub("", text))
    )


def _is_field_of_call(line: str) -> bool:
    """Whether a line is there for the recording or transcript alone (`- **Recording**: [Play]()`, `Recording: TBD`)."""
    label = label_of(line)
    if label is None or not OF_THE_CALL.fullmatch(label[0]):
        return False
    return bool(is_awaited(label[1]) or LINK.fullmatch(label[1]) or BARE_URL.fullmatch(label[1].strip("<> ")))


def note_lines(document: Document, blocks: Iterable[Block]) -> tuple[str, ...]:
    """What stands in these blocks, line by line, without bullets and indents; no code, comments or titles of parts."""
    found: list[str] = []
    inner = inner_headings(document)
    for block in walk(tuple(blocks)):
        if block.kind in {"paragraph", "table", "heading"} and block.lines[0] not in inner:
            found += [_without_bullets(document.line(number)) for number in range(*block.lines)]
    return tuple(line for line in found if any(char.isalnum() for char in line) and not is_later(line))


def _without_bullets(line: str) -> str:
    while bullet := BULLET.match(line):
        line = line[bullet.end() :]
    return line.strip().lstrip("> ")


@dataclass(frozen=True, slots=True)
class _Raw:
    title: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Found:
    raw: _Raw
    notes: tuple[str, ...]


def _entries(document: Document, part: Part, people: Sequence[Attendee]) -> list[_Found]:
    blocks = blocks_of(document, part)
    first = next((block for block in blocks if block.kind in {"table", "list", "heading"}), None)
    if first is not None and first.kind == "table" and _topics_at(_head(document, first)) is not None:
        # a list below the table of the topics is what was said of them
        return [_Found(row, ()) for row in _rows(document, [first])]
    found = _told(document, blocks) or _listed(document, blocks, part.lines[1], people)
    found = _without_links(document, found) or [_Found(row, ()) for row in _rows(document, blocks)]
    if not found:
        texts = [topic for block in blocks if block.kind == "paragraph" for topic in topic_lines(block)]
        found = [_Found(_Raw(topic.text, topic.lines), ()) for topic in texts if not _no_item(topic.text)]
    return found


def _without_links(document: Document, found: Sequence[_Found]) -> list[_Found]:
    """The same entries, the last without the links to the call that stand below it, no deeper than it does."""
    if not found:
        return []
    *others, entry = found
    first, last = entry.raw.lines
    inside = [number for number in range(first, last) if not document.blank(number)]
    while len(inside) > 1 and _is_link_below(document.line(inside[-1])):
        inside.pop()
    below = [_without_bullets(document.line(number)) for number in range(inside[-1] + 1, last)]
    title = entry.raw.title
    for line in filter(None, reversed(below)):
        title = title.removesuffix(line).rstrip()
    notes = tuple(note for note in entry.notes if note not in below)
    return [*others, _Found(_Raw(title, (first, inside[-1] + 1)), notes)]


def _is_link_below(line: str) -> bool:
    return not line[:1].isspace() and links_to_call(line)


def _listed(document: Document, blocks: Sequence[Block], end: int, people: Sequence[Attendee]) -> list[_Found]:
    """Bullets and headings as items; what follows a bullet outside of the list belongs to it too."""
    found: list[_Found] = []
    bullets: list[tuple[Block, list[Block]]] = []
    under: str | None = None
    # a person in front of a bullet owns an item below most headings, or told something below a few
    sections = [inside for inside in below_headings(blocks) if openings(inside)]
    owned = sum(are_owned(inside, people) for inside in sections) * 2 >= len(sections)
    inner = inner_headings(document)
    parted = {block.lines[0] for block in blocks if block.kind == "heading"} & inner
    blocks = with_bold_topics(
        [replace(block, kind="paragraph") if block.lines[0] in parted else block for block in blocks], people
    )
    for position, block in enumerate(blocks):
        if block.kind == "heading":
            following = next((other for other in blocks[position + 1 :] if other.kind == "heading"), None)
            last = following.lines[0] if following else end
            inside = [other for other in blocks[position + 1 :] if other.lines[0] < last]
            found += _titles(document, bullets)
            bullets = []
            listed = [entry for entry in found if not document.line(entry.raw.lines[0]).startswith("#")]
            known = next((entry for entry in listed if same_title(entry.raw.title, block.text)), None)
            if known is not None:
                found[found.index(known)] = replace(known, notes=known.notes + note_lines(document, inside))
                under = "item"
            elif is_apart(block.text) or is_for_decisions(spoken(block.text), inside):
                under = "apart"
            elif parted.isdisjoint(other.lines[0] for other in inside) and (
                is_group(block, inside, people, owned=owned) or is_above(block, following, inside)
            ):
                under = None
            else:
                found.append(
                    _Found(_Raw(block.text, (block.lines[0], _end(inside, block))), note_lines(document, inside))
                )
                under = "item"
        elif block.kind == "paragraph" and is_label(block.text) and under in {None, "label"}:
            under = "label" if is_apart(block.text) or is_for_decisions(spoken(block.text)) else None
            _collect(block, bullets, people)
        elif under is None or (under == "label" and block.kind == "item"):
            under = None
            _collect(block, bullets, people)
    return found + _titles(document, bullets)


def _no_item(text: str) -> bool:
    """Whether a paragraph of an agenda is none of its topics: a label, or a link to the recording."""
    return is_label(text) or links_to_call(text) or bool(NO_ITEM.fullmatch(plain(text).split(":")[0].strip()))


def _told(document: Document, blocks: Sequence[Block]) -> list[_Found]:
    """Paragraphs as items, where the bullets below them are what people said (`- **Ann**: …`), else none."""
    texts = [
        text.text for block in blocks if block.kind == "list" for item in block.children if (text := first_text(item))
    ]
    texts = [text for text in texts if not links_to_call(text)]
    if not texts or sum(bool(SPOKEN.match(text)) for text in texts) * 2 < len(texts):
        return []
    topics = [
        number for number, block in enumerate(blocks) if block.kind == "paragraph" and not SPOKEN.match(block.text)
    ]
    topics = [
        number
        for number in topics
        if number + 1 < len(blocks)
        and blocks[number + 1].kind != "paragraph"
        and not SENTENCES.search(plain(blocks[number].text))
    ]
    found = []
    for position, number in enumerate(topics):
        last = topics[position + 1] if position + 1 < len(topics) else len(blocks)
        inside = blocks[number + 1 : last]
        raw = _Raw(" ".join(blocks[number].text.split("\n")), (blocks[number].lines[0], _end(inside, blocks[number])))
        found.append(_Found(raw, note_lines(document, inside)))
    return found


def _collect(block: Block, bullets: list[tuple[Block, list[Block]]], people: Sequence[Attendee]) -> None:
    """Take a block of the agenda: new items, or more of the last one."""
    if block.kind == "list":
        items = [leaf for item in block.children for leaf in leaves(item, people)]
        if bullets and items and (_has_no_bullet(bullets[-1][0]) or wider(items[0], bullets[-1][0])):
            bullets[-1][1].append(block)
        else:
            bullets += [(item, []) for item in items]
    elif block.kind == "item" or (
        block.kind == "paragraph" and (tag := TAG.match(block.text)) and owners_of(tag[1], ())
    ):
        # an item that has no bullet, or lost it
        bullets.append((block, []))
    elif bullets and block.kind in {"fence", "code", "table", "quote", "paragraph"} and not _no_item(block.text):
        bullets[-1][1].append(block)
    elif bullets and block.kind != "html":
        bullets.append((Block("rule", block.lines), []))


def _has_no_bullet(item: Block) -> bool:
    """Whether an item is a paragraph, so that a list below it is what is written about it."""
    return item.kind == "paragraph" or (item.kind == "item" and not item.marker)


def _titles(document: Document, bullets: Sequence[tuple[Block, list[Block]]]) -> list[_Found]:
    found = []
    for item, attached in bullets:
        text = first_text(item) if item.kind == "item" else item
        if text is None or item.kind == "rule" or _is_for_outcomes(item, text.text) or _links_away(text.text):
            continue
        lines = text.text.split("\n")
        below = (number for number, line in enumerate(lines) if number and (BULLET.match(line) or is_first(line)))
        length = next(below, len(lines))
        notes = tuple(_without_bullets(line) for line in lines[length:])
        notes += note_lines(document, [*item.children[1:], *attached])
        span = (item.lines[0], attached[-1].lines[1] if attached else item.lines[1])
        found.append(_Found(_Raw(" ".join(lines[:length]), span), tuple(note for note in notes if note)))
    return found


def _is_for_outcomes(item: Block, text: str) -> bool:
    """Whether a bullet only says that actions stand below it, or decisions once there are any."""
    words = plain(text).strip(" :*-")
    open_ = len(item.children) > 1 and is_for_decisions(words, item.children)
    return open_ or KINDS["action"].fullmatch(words) is not None


def _links_away(text: str) -> bool:
    """Whether a bullet of an agenda only says where to find it, or the recording (`Agenda issue: https://…`)."""
    label = label_of(text)
    return links_to_call(text) or bool(
        label and AWAY.match(label[0]) and urls(label[1]) and not plain(BARE_URL.sub("", label[1])).strip("[]<> ")
    )


def _end(inside: Sequence[Block], heading: Block) -> int:
    kept = [block for block in inside if block.kind not in {"rule", "html"}]
    return kept[-1].lines[1] if kept else heading.lines[1]


def _rows(document: Document, blocks: Sequence[Block]) -> list[_Raw]:
    """The rows of the agenda's table, by the column that says what they are about."""
    found: list[_Raw] = []
    for block in blocks:
        if block.kind != "table":
            continue
        first, last = block.lines
        head = _head(document, block)
        wanted = _topics_at(head) or 0
        owned = next((number for number, name in enumerate(head) if re.search(r"who|owner|present|lead", name)), -1)
        for number in range(first + 2, last):
            row = cells(document.line(number))
            if wanted < len(row) and row[wanted]:
                owner = f"[{row[owned]}] " if 0 <= owned < len(row) and row[owned] else ""
                found.append(_Raw(owner + row[wanted], (number, number + 1)))
    return found


def _head(document: Document, table: Block) -> list[str]:
    return [fold(plain(cell)) for cell in cells(document.line(table.lines[0]))]


def _topics_at(head: Sequence[str]) -> int | None:
    """The column of a table that says what its rows are about."""
    return next((number for number, name in enumerate(head) if re.search(r"topic|item|agenda|subject", name)), None)


def cells(line: str) -> list[str]:
    """The cells of a table row, stripped."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _unused(name: str, taken: set[str]) -> str:
    number = 1
    unused = name
    while unused in taken:
        number += 1
        unused = f"{name}-{number}"
    return unused
