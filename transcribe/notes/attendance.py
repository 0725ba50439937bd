"""Who was there and who led: the lists, lines, tables and fields in which a page names people."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from transcribe.notes.items import cells, first_text
from transcribe.notes.markdown import BULLET, LINK, plain
from transcribe.notes.parts import blocks_of
from transcribe.notes.people import attendees, names_in, person_name, resolve
from transcribe.notes.titles import is_group, kind_of, label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transcribe.notes.markdown import Block, Document
    from transcribe.notes.parts import Part
    from transcribe.schema import Attendee

TICKED = re.compile(r"(?:[-*+]\s+)?\[[xX]\]")
UNTICKED = re.compile(r"(?:[-*+]\s+)?\[ ?\]")
OFFICE = re.compile(
    r"(?:^|, )(?:mc|moderator|host|(?:meeting )?chair|facilitator|chairing|moderating)(?:$|,)", re.IGNORECASE
)
COMPANY = re.compile(r"\b(?:foundation|inc|ltd|llc|gmbh|corporation|university|institute)\b", re.IGNORECASE)
DASH = re.compile(r"\s[-–—]\s")
ONLY_HANDLES = re.compile(r"@[\w-]+(?:(?:\s*[,;]\s*|\s+|\s+and\s+)@[\w-]+)+\.?")
PERSON = re.compile(r"@|[^\W\d_a-z]")
NAMES = re.compile(r"name|attendee|who|participant|person|member")
INITIALS = re.compile(r"initial|abbr")
HANDLES = re.compile(r"github|gitlab|handle|account|nick|login|irc")
SIGNED = re.compile(r"github|gitlab|handle|initial|institution|organi[sz]ation|affiliation|company")
THERE = re.compile(r"\b(?:present|attended|attending|attendance|here)\b")
YES = re.compile(r"(?:y|yes|x|\[x\]|present|here|true|✓|✔|✅|☑|:white_check_mark:|:heavy_check_mark:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A line of a page that names someone; `leads` where a field says so, `spellings` from other columns of a table."""

    line: str
    leads: bool = False
    spellings: tuple[str, ...] = ()


def named_in(document: Document, parts: Sequence[Part]) -> tuple[Named, ...]:
    """Everyone whom the attendee sections among these parts name as present, else those of a table to sign in."""
    lists = [part for part in parts if part.kind == "attendees"]
    if lists:
        return tuple(named for part in lists for named in _present(document, part))
    header = next((part.lines for part in parts if part.kind == "header"), (0, 0))
    for block in document.blocks:
        if block.kind == "table" and block.within(header):
            head = [plain(cell).casefold() for cell in cells(document.line(block.lines[0]))]
            if _column(head, NAMES) is not None and _column(head, SIGNED) is not None:
                return tuple(_table(document, block))
    lines = (block.text for block in document.blocks if block.kind == "paragraph" and block.within(header))
    return tuple(
        Named(handle) for line in lines if ONLY_HANDLES.fullmatch(line) for handle in re.findall(r"@\S+\b", line)
    )


def people_of(found: Iterable[Named]) -> tuple[Attendee, ...]:
    """The attendees whom these lines name, each once."""
    found = tuple(found)
    extras = {person_name(named.line) or named.line: named.spellings for named in found if named.spellings}
    return attendees((named.line for named in found), extras)


def leaders(document: Document, part: Part | None, found: Sequence[Named]) -> tuple[str, ...]:
    """Who leads, as the page's own part says, else a field among the attendees, else one attendee's office.

    By the name of the list if it is there, else as written.
    """
    people = people_of(found)
    lines = _lines_of(document, part) if part else []
    lines = lines or [named.line for named in found if named.leads]
    names = [name for line in lines if (name := person_name(line)) is not None]
    if not names:
        offices = [person for person in people if OFFICE.search(person.role or "")]
        names = [person.name for person in offices] if len(offices) == 1 else []
    known = [(name, resolve(name, people)) for name in names]
    return tuple(dict.fromkeys(person.name if person else name for name, person in known))


def _lines_of(document: Document, part: Part) -> list[str]:
    if part.rest:
        return list(names_in(part.rest))
    return [name for block in _inside(document, part) for line in _names(document, block) for name in names_in(line)]


def _present(document: Document, part: Part) -> list[Named]:
    """One a bullet, one a line, the rows of a table, or names in one line; unticked names where others are ticked."""
    if part.rest:
        return [*(Named(name) for name in names_in(_carried_on(document, part))), *_more_groups(document, part)]
    found: list[Named] = []
    blocks = _inside(document, part)
    listed = any(block.kind == "table" or (block.kind == "list" and len(block.children) > 1) for block in blocks)
    away = False
    for block in blocks:
        if block.kind == "table":
            found += _table(document, block)
        elif block.kind == "paragraph":
            lines = block.text.split("\n")
            fields = [_field(line) for line in lines]
            for line, field in zip(lines, fields, strict=True):
                found += field if field is not None else [] if listed else [Named(name) for name in _split(line)]
            label = label_of(lines[-1])
            away = bool(label and not label[1] and kind_of(label[0]) == "absent")
        elif not away:
            found += [named for line in _names(document, block) for named in _named(line)]
    ticked = any(TICKED.match(named.line) for named in found)
    return [named for named in found if not (ticked and UNTICKED.match(named.line))]


def _more_groups(document: Document, part: Part) -> list[Named]:
    """The people of the fields right behind one with those present (`Remote: Ann`, `Guests: Bo, Cy`)."""
    found: list[Named] = []
    for number in range(part.body, part.lines[1]):
        line = re.sub(r"\s*\([^()]*\)(?=:)", "", document.line(number))
        label = label_of(line)
        if document.blank(number):
            continue
        if label is None or not is_group(label[0]):
            break
        found += [named for named in _field(line) or () if PERSON.match(named.line)]
    return found


def _carried_on(document: Document, part: Part) -> str:
    """The names behind a label, with the lines that follow one which ends with a comma."""
    names, number = part.rest, part.body
    while names.rstrip().endswith(",") and number < part.lines[1] and not document.blank(number):
        names, number = f"{names} {document.line(number)}", number + 1
    return names


def _field(line: str) -> list[Named] | None:
    """Whom a field of an attendee section names (`Host: Ann`), nobody where it tells who is away; None for no field."""
    label = label_of(line)
    kind = kind_of(label[0]) if label else None
    if label is None or (kind not in {"absent", "attendees", "mc"} and not is_group(label[0])):
        return None
    if kind == "absent":
        return []
    # "Host: Ann Bee - Oil Ltd / Wick Union" is one person
    names = (label[1],) if DASH.search(label[1]) else names_in(label[1])
    return [Named(name, leads=kind == "mc") for name in names if not COMPANY.search(person_name(name) or "")]


def _named(line: str) -> list[Named]:
    field = _field(line)
    return [Named(line)] if field is None else field


def _inside(document: Document, part: Part) -> list[Block]:
    """The blocks of a part; below a label that opens a paragraph, the lines up to the next label."""
    found = list(blocks_of(document, part))
    for block in document.blocks:
        first, last = block.lines
        if block.kind == "paragraph" and first <= part.lines[0] < part.body < last:
            lines = [document.line(number) for number in range(part.body, min(last, part.lines[1]))]
            names = takewhile(lambda line: (label_of(line) or ("", "none"))[1], lines)
            found.append(replace(block, lines=(part.body, last), text="\n".join(names)))
    return found


def _names(document: Document, block: Block) -> list[str]:
    if block.kind == "paragraph":
        return [name for line in block.text.split("\n") for name in _split(line)]
    if block.kind != "list":
        return []
    found: list[str] = []
    for item in block.children:
        text = first_text(item)
        label = label_of(text.text) if text else None
        if text and len(item.children) > 1 and kind_of(text.text) in {"absent", "attendees"}:
            label = (text.text, "")
        if label and not label[1] and kind_of(label[0]) == "absent":
            continue
        if text is None or (label and not label[1] and (kind_of(label[0]) or is_group(label[0]))):
            for nested in item.children:
                found += _names(document, nested) if nested.kind == "list" else []
        else:
            first, *more = text.text.split("\n")
            found += [name for line in [first, *filter(_names_someone, more)] for name in _split(line)]
    return found


def _names_someone(line: str) -> bool:
    """Whether a line that carries on an item is one more person who lost the bullet, and no remark."""
    return bool(LINK.search(line) or BULLET.match(line)) or (line.istitle() and len(line.split()) <= 3)


def _split(line: str) -> tuple[str, ...]:
    """One person, or the several of a line that is a list of names (`Team: Ann, Bo`)."""
    label = label_of(line)
    if label and "," in label[1]:
        return names_in(label[1])
    # "Ann Bee, Bo Cee, Cy Dee (Oil Ltd)" come from one company
    bare = re.sub(r"\s*\([^(),]*\)\s*$", "", LINK.sub("", line))
    names = names_in(bare)
    several = bare.count(",") > 1 and all(len(name.split()) <= 3 for name in names) and "(" not in bare
    return (names_in(line) if "(" not in line else names) if several else (line,)


def _table(document: Document, block: Block) -> list[Named]:
    """The people of a table: a line for each, and their initials; no row that says they are away."""
    head = [plain(cell).casefold() for cell in cells(document.line(block.lines[0]))]
    rows = [cells(document.line(number)) for number in range(block.lines[0] + 2, block.lines[1])]
    initials = _column(head, INITIALS)
    name_at = _column(head, NAMES)
    if name_at is None:
        name_at = 1 if initials == 0 else 0
    there = _column(head, THERE)
    shown = there is not None and there != name_at and any(YES.match(_cell(row, there)) for row in rows)
    found: list[Named] = []
    for row in rows:
        if not _cell(row, name_at) or (shown and not YES.match(_cell(row, there))):
            continue
        handle_at = _column(head, HANDLES)
        others = [
            f"(@{cell})" if at == handle_at and re.fullmatch(r"[\w.-]+", cell) else f"({cell})"
            for at, cell in enumerate(row)
            if cell and at not in {name_at, initials, there} and (at == handle_at or not LINK.search(cell))
        ]
        short = _cell(row, initials)
        found.append(Named(" ".join([row[name_at], *others]), spellings=(short,) if short else ()))
    return found


def _column(head: Sequence[str], wanted: re.Pattern[str]) -> int | None:
    return next((number for number, name in enumerate(head) if wanted.search(name)), None)


def _cell(row: Sequence[str], number: int | None) -> str:
    return row[number] if number is not None and number < len(row) else ""
