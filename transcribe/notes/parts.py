"""The parts of a call: where its attendees, its agenda and the rest stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe.notes.aspects import inner_headings
from transcribe.notes.heads import head_of
from transcribe.notes.markdown import BULLET, LINK, plain, spoken
from transcribe.notes.people import PARTICLES
from transcribe.notes.spans import call_spans
from transcribe.notes.titles import is_group, kind_of, label_alone, label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transcribe.notes.markdown import Block, Document
    from transcribe.notes.spans import CallSpan

LABEL_LEVEL = 7
"""Deeper than any heading: a bold or colon-ended label opens a part only where no heading has opened one."""

LONGEST_NAME = 4
"""More words name nobody."""

NEAR = 2
"""So many lines after the heading of its notes, or after another such label, says a label who was there."""

OWNED = re.compile(r"\[[^\[\]]{2,}\]\s+\S+\s+\S")
"""A bullet that begins with somebody's tag and goes on is a topic."""

PEOPLE = frozenset({"mc", "attendees", "absent"})
"""Parts that name people."""

ASKS = re.compile(r"\bplease\b|\byour(?:self|selves)?\b|\bsign (?:in|up)\b|^\W*add\b", re.IGNORECASE)
"""What stands behind "Attendees:" and names nobody."""

CHECK_IN = re.compile(r"check[- ]?ins?\W*", re.IGNORECASE)
"""A heading that stands above people or above what they tell."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a part begins: a heading, or a label in front of what it names (`rest`), or `alone` on its line.

    A label without a kind opens no part, and may end one.
    """

    line: int
    level: int
    kind: str | None
    text: str
    rest: str = ""
    end: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a call; `lines` includes its heading, `body` is where its content begins, `rest` follows a label."""

    kind: str
    lines: tuple[int, int]
    body: int
    level: int
    rest: str = ""


def call_parts(document: Document, span: CallSpan) -> tuple[Part, ...]:
    """The parts of one call in the order of the page; the first is its header, and a kind may come twice."""
    lines = span.lines
    heading = lines[0] if span.heading is None else span.heading
    # what stands above the first of many calls belongs to the page
    alone = len(call_spans(document)) == 1
    inner = inner_headings(document)
    found = _marks(document, (lines[0] if alone else heading, lines[1]))
    marks = _without_own_notes([mark for mark in found if mark.line not in inner])
    if alone:
        marks = _without_title(_without_outer(document, marks, heading))
    parts: list[Part] = []
    for position, mark in enumerate(marks):
        if mark.kind is None or (mark.alone and mark.kind in {"topics", "talks"}):
            continue
        if _leads_item(mark, marks[:position], heading):
            continue
        inside = next((part for part in reversed(parts) if part.lines[0] <= mark.line < part.lines[1]), None)
        if (
            inside is not None
            and mark.level > inside.level
            and mark.kind in {inside.kind, "topics", "talks", "highlights"}
        ):
            continue
        if inside is not None and inside.level < LABEL_LEVEL <= mark.level and not _opens_notes(inside, mark, parts):
            continue
        later: Sequence[Mark] = marks[position + 1 :]
        if mark.kind == "attendees":
            later = _behind_groups(document, mark, later)
        end = mark.end or next((other.line for other in later if _closes(document, mark, other)), lines[1])
        if mark.kind in PEOPLE and mark.level >= LABEL_LEVEL and not mark.end:
            end = _end_of_people(document, mark, end)
        parts.append(Part(mark.kind, (mark.line, end), mark.line + 1, mark.level, mark.rest))
        if mark.kind == "agenda" and mark.alone and not mark.end:
            rest = _behind_people(document, mark, [other for other in later if _closes(document, mark, other)], lines)
            parts[-1:] = [rest] if rest else parts[-1:]
    # an outer part ends where a part inside it begins
    cut = [
        Part(part.kind, (part.lines[0], min([part.lines[1], *_starts(parts, part)])), part.body, part.level, part.rest)
        for part in parts
    ]
    opening = next((mark.line for mark in marks if mark.level < LABEL_LEVEL and mark.line > heading), lines[1])
    header_end = min([opening, *(part.lines[0] for part in cut if part.lines[0] > heading or part.level < LABEL_LEVEL)])
    return (Part("header", (lines[0], header_end), lines[0], 0), *_without_empty_notes(document, cut))


def _behind_people(document: Document, agenda: Mark, closing: Sequence[Mark], lines: tuple[int, int]) -> Part | None:
    """The agenda behind the bullets for people that its list opens with."""
    items = {item.lines[0] for block in document.blocks if block.kind == "list" for item in block.children}
    ends = [mark.line for mark in closing[1:]]
    begin = agenda.line + 1
    for mark, end in zip(closing, [*ends, lines[1]], strict=False):
        if not mark.end or mark.kind not in PEOPLE or not all(map(document.blank, range(begin, mark.line))):
            break
        begin = mark.end
        if begin < end and begin in items:
            return Part("agenda", (begin, end), begin, agenda.level)
    return None


def _without_own_notes(marks: Sequence[Mark]) -> list[Mark]:
    """The same marks without labels "Notes" where each of several headings has one of its own."""
    above: dict[int, int] = {}
    for position, mark in enumerate(marks):
        if mark.kind == "notes" and mark.level >= LABEL_LEVEL:
            headings = [other for other in marks[:position] if other.level < LABEL_LEVEL]
            if headings and headings[-1].kind is None:
                above[mark.line] = headings[-1].line
    own = above if len(set(above.values())) > 1 else {}
    return [mark for mark in marks if mark.line not in own]


def _without_outer(document: Document, marks: Sequence[Mark], heading: int) -> list[Mark]:
    """The same marks; a heading above that of the call itself ("# Meeting notes", "## 8 May") opens no part."""
    level = next((block.level for block in document.blocks if block.lines[0] == heading and block.kind == "heading"), 0)
    outer = [mark for mark in marks if mark.line < heading and mark.level < level]
    return [replace(mark, kind=None) if mark in outer else mark for mark in marks]


def _leads_item(label: Mark, before: Sequence[Mark], heading: int) -> bool:
    """Whether "Lead: Ann" stands below a heading of the call that opens no part, and says whose that item is."""
    above = next((mark for mark in reversed(before) if heading < mark.line and mark.level < LABEL_LEVEL), None)
    return label.level >= LABEL_LEVEL and label.text.casefold() == "lead" and above is not None and above.kind is None


def _without_title(marks: Sequence[Mark]) -> list[Mark]:
    """The same marks; a first heading that only calls the whole page notes ("# Meeting minutes") opens no part."""
    headings = [mark for mark in marks if mark.level < LABEL_LEVEL]
    first, below = headings[:1], headings[1:]
    titled = first and first[0].kind == "notes" and all(mark.level > first[0].level for mark in below)
    if not titled or not any(mark.kind in {"agenda", "attendees", "mc", "topics"} for mark in below):
        return list(marks)
    return [replace(mark, kind=None) if mark is first[0] else mark for mark in marks]


def _without_empty_notes(document: Document, parts: Sequence[Part]) -> list[Part]:
    """The same parts without notes that hold nothing but attendees and the real notes."""
    notes = [part for part in parts if part.kind == "notes"]
    empty = [
        part
        for part in notes
        if all(map(document.blank, range(part.body, part.lines[1])))
        and any(later.lines[0] > part.lines[0] and later.level > part.level for later in notes)
    ]
    return [part for part in parts if part not in empty]


def _opens_notes(notes: Part, mark: Mark, parts: Sequence[Part]) -> bool:
    """Whether a label stands first in a notes section and says who was there or who led."""
    near = max([notes.body, *(part.lines[0] + 1 for part in parts if part.lines[0] > notes.lines[0])])
    first = notes.kind == "notes" and mark.line - near <= NEAR
    return first and mark.kind in PEOPLE and mark.kind not in {part.kind for part in parts}


def main_parts(parts: Iterable[Part]) -> dict[str, Part]:
    """For each kind the part that counts: the first, of agendas and notes the longest; topics are an agenda too."""
    found: dict[str, Part] = {}
    for part in parts:
        other = found.setdefault(part.kind, part)
        if (
            part.kind in {"agenda", "notes", "topics"}
            and part.lines[1] - part.lines[0] > other.lines[1] - other.lines[0]
        ):
            found[part.kind] = part
    topics = found.pop("topics", None)
    if topics is not None:
        found.setdefault("agenda", topics)
    return found


def blocks_of(document: Document, part: Part) -> tuple[Block, ...]:
    """The blocks of a part; a label in a list stands for what lies below it, and a list may begin before the part."""
    found: list[Block] = []
    for block in document.blocks:
        if part.body <= block.lines[0] < part.lines[1]:
            found.append(_cut(block, part.lines[1]))
        elif block.kind == "list":
            labels = [item for item in block.children if item.lines[0] == part.lines[0] < part.body]
            found += [nested for item in labels for nested in item.children[1:]]
            inside = tuple(item for item in block.children if part.body <= item.lines[0] < part.lines[1])
            if inside:
                found.append(replace(block, lines=(inside[0].lines[0], inside[-1].lines[1]), children=inside))
    return tuple(found)


def _cut(block: Block, end: int) -> Block:
    """The block; of a list that another part goes on in, the items before that."""
    if block.kind != "list" or block.lines[1] <= end:
        return block
    inside = tuple(item for item in block.children if item.lines[0] < end)
    return replace(block, lines=(block.lines[0], inside[-1].lines[1]), children=inside)


def _starts(parts: Sequence[Part], outer: Part) -> list[int]:
    inner = [part for part in parts if part is not outer and outer.lines[0] < part.lines[0] < outer.lines[1]]
    return [part.lines[0] for part in inner if outer.kind != "notes" or part.level < LABEL_LEVEL]


def _closes(document: Document, mark: Mark, later: Mark) -> bool:
    if later.level >= LABEL_LEVEL and later.kind in {None, "topics", "talks"}:
        return mark.kind in PEOPLE and _holds_people(document, mark, later) and _stands_above_others(document, later)
    if mark.level >= LABEL_LEVEL:
        return True
    if later.level >= LABEL_LEVEL:
        return mark.kind in PEOPLE and later.kind in {"agenda", "notes"} and later.alone
    if later.level <= mark.level:
        return True
    if mark.kind == "attendees" and later.kind is None:
        return not is_group(later.text)
    inner = {None, "topics", "talks", mark.kind, *(["highlights"] if mark.kind in {"agenda", "topics"} else [])}
    return later.kind not in inner


def _holds_people(document: Document, mark: Mark, later: Mark) -> bool:
    """Whether anybody may be named before a later mark, so that it can end the people."""
    between = (block for block in document.blocks if block.within((mark.line + 1, later.line)))
    return bool(mark.rest) or later.kind is not None or any(block.kind in {"list", "paragraph"} for block in between)


def _stands_above_others(document: Document, label: Mark) -> bool:
    """Whether what stands below a label are no people, so that it does not say which of the attendees they are."""
    below = next((block for block in document.blocks if block.lines[0] > label.line), None)
    if is_group(label.text) or below is None or below.kind == "paragraph":
        return label.kind is not None
    return label.kind is not None or not _are_named(document, below)


def _end_of_people(document: Document, mark: Mark, end: int) -> int:
    """Where people end whom a label names, in its line or below: before a list of anything else behind them."""
    named = bool(mark.rest)
    for block in document.blocks:
        if not block.within((mark.line + 1, end)):
            continue
        led = mark.kind == "mc" and mark.rest
        if block.kind == "list" and named and (led or not _are_named(document, block)):
            return block.lines[0]
        if block.kind == "list" and (topics := _topics_behind(document, block)):
            return topics
        named = named or block.kind in {"paragraph", "list"}
    return end


def _topics_behind(document: Document, block: Block) -> int | None:
    """The first of several bullets with a tag and a topic that end a list of people, its other bullets."""
    first = [item.lines[0] for item in block.children if not _is_topic(document.line(item.lines[0]))]
    topics = [item.lines[0] for item in block.children if item.lines[0] not in first]
    return topics[0] if first and len(topics) > 1 and first[-1] < topics[0] else None


def _is_topic(line: str) -> bool:
    """Whether a bullet is a tag and words of which not all begin with a capital, as those of a company do."""
    owned = OWNED.match(re.sub(r"\\(?=[^\w\s])", "", BULLET.sub("", line)))
    return owned is not None and re.search(r"\]\s.*\b[a-z]{2,}", owned.string) is not None


def _are_named(document: Document, block: Block) -> bool:
    """Whether most of a list are people."""
    named = [_is_named(document.line(item.lines[0])) for item in block.children]
    return 2 * sum(named) > len(named)


def _behind_groups(document: Document, attendees: Mark, later: Sequence[Mark]) -> Sequence[Mark]:
    """The marks behind the deeper headings of a list of attendees that stand right below its own, above people."""
    line = attendees.line + 1
    for position, mark in enumerate(later):
        inside = attendees.level < mark.level < LABEL_LEVEL and mark.kind is None
        if not inside or not all(map(document.blank, range(line, mark.line))):
            return later[position:]
        below = next((block for block in document.blocks if block.lines[0] > mark.line), None)
        if below is None or below.kind != "list" or not all(_is_named(document.line(n)) for n in range(*below.lines)):
            return later[position:]
        line = below.lines[1]
    return ()


def _is_named(line: str) -> bool:
    """Whether a bullet holds a person: a few capitalised words or a handle, before company and address."""
    bare = re.sub(r"^\[[ xX]\]\s+", "", re.sub(r"\\(?=[^\w\s])", "", BULLET.sub("", line)))
    if OWNED.match(bare):
        return False
    name = re.split(r"[,(<\\@]|\s[-–—]\s", plain(bare).strip(), maxsplit=1)[0].strip("[]* ")
    words = [word for word in name.split() if word not in PARTICLES]
    return not line.strip() or (len(words) <= LONGEST_NAME and all(word[0].isupper() for word in words))


def _marks(document: Document, lines: tuple[int, int]) -> list[Mark]:
    marks: list[Mark] = []
    for block in document.blocks:
        if not block.within(lines):
            continue
        if block.kind == "heading":
            kind, rest = kind_of(block.text) or _checks_in(document, block), ""
            label = label_of(spoken(block.text))
            named = kind_of(label[0]) if kind is None and label and label[1] else None
            if label and named in PEOPLE:
                kind, rest = named, _names_behind(label[1])
            elif named == "agenda" and LINK.search(block.text):
                kind = named
            marks.append(Mark(block.lines[0], block.level, kind, block.text, rest))
            marks += [] if kind else _in_head(document, block)
        elif block.kind == "paragraph" or "<summary>" in block.text:
            marks += _in_head(document, block) or _labels(document, block.lines)
        elif block.kind == "list":
            for item in block.children:
                # a list of fields: "- **Moderator:** Ann", "- **Attendees:**" with people below
                found = _labels(document, (item.lines[0], item.lines[0] + 1))
                nested = {"agenda", "notes", "topics"} if len(item.children) > 1 else set[str]()
                found = found or _bare_label(item)
                marks += [
                    replace(mark, end=item.lines[1], alone=mark.alone and mark.kind in {"agenda", "notes"})
                    for mark in found
                    if mark.kind in PEOPLE | nested
                ]
    return marks


def _in_head(document: Document, block: Block) -> list[Mark]:
    """The fields for people of a line that begins with the date of the call."""
    first, end = block.lines
    head = head_of(document.line(first))
    fields = head.fields if head else ()
    return [Mark(first, LABEL_LEVEL, kind, label, _names_behind(rest), end=end) for kind, label, rest in fields]


def _checks_in(document: Document, heading: Block) -> str | None:
    """The kind of a heading "Check-in" above a list of people with handles or companies."""
    below = next((block for block in document.blocks if block.lines[0] > heading.lines[0]), None)
    if not CHECK_IN.fullmatch(spoken(heading.text)) or below is None or below.kind != "list":
        return None
    signed = [bool(re.search(r"\w ?/ ?[@\w]", document.line(item.lines[0]))) for item in below.children]
    return "attendees" if 2 * sum(signed) > len(signed) else None


def _labels(document: Document, lines: tuple[int, int]) -> list[Mark]:
    found = []
    for number in range(*lines):
        line = document.line(number)
        # "Sign in below. Roll call:" has its label at the end
        texts = (line, line.rsplit(". ", 1)[-1]) if line.rstrip(" *_").endswith(":") else (line,)
        labels = [label for text in texts if (label := label_of(text)) and kind_of(label[0])]
        label = labels[0] if labels else None
        kind = kind_of(label[0]) if label else None
        # "Notes: Ann" says who takes them
        if label and kind and (not label[1] or kind in PEOPLE):
            found.append(Mark(number, LABEL_LEVEL, kind, label[0], _names_behind(label[1]), alone=not label[1]))
        elif alone := label_alone(line) if number + 1 == lines[1] else None:
            kind = kind_of(alone)
            kind = kind if kind in {"agenda", "attendees", "absent", "topics"} else None
            if kind or number == lines[0]:
                found.append(Mark(number, LABEL_LEVEL, kind, alone, alone=True))
    return found


def _bare_label(item: Block) -> list[Mark]:
    """The bullet as a label, where it says nothing but the name of a part whose bullets stand below it ("- Agenda")."""
    text = item.children[0].text if len(item.children) > 1 and item.children[0].kind == "paragraph" else ""
    kind = kind_of(text) if "\n" not in text else None
    return [Mark(item.lines[0], LABEL_LEVEL, kind, text, alone=True)] if kind in PEOPLE | {"agenda"} else []


def _names_behind(rest: str) -> str:
    """What follows a label, unless it only asks people to add themselves below."""
    bare = re.sub(r"\([^()]*\)", lambda remark: "" if ASKS.search(remark[0]) else remark[0], rest)
    return bare if any(char.isalnum() for char in bare) and not ASKS.search(plain(bare)) else ""
