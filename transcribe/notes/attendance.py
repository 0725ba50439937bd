"""Who was there and who led: the lists, lines, tables and fields in which a page names people."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from transcribe.notes.items import cells
from transcribe.notes.markdown import BULLET, LINK, first_text, plain
from transcribe.notes.parts import blocks_of
from transcribe.notes.people import ONLY_HANDLES, PARTICLES, attendees, names_in, person_name, resolve
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
DEFINED = re.compile(r"[ \t]*\n[ \t]*:[ \t]+")
"""Between a word and its definition in a list of those."""
DASH = re.compile(r"\s[-–—]\s")
NEXT_LABEL = re.compile(r"[,;|]?\s+(?:\*\*|__)[^*_:]+:")
"""Where one line holds several fields: `**Host:** Ann, **Scribe:** Bo`."""
PERSON = re.compile(r"@|[^\W\d_a-z]")
NAMES = re.compile(r"name|attendee|who|participant|person|member")
ATTENDEES = re.compile(r"attendees?")
INITIALS = re.compile(r"initial|abbr")
HANDLES = re.compile(r"github|gitlab|handle|account|nick|login|irc")
SIGNED = re.compile(r"github|gitlab|handle|initial|institution|organi[sz]ation|affiliation|company")
THERE = re.compile(r"\b(?:present|attended|attending|attendance|here)\b")
YES = re.compile(r"(?:y|yes|x|\[x\]|present|here|true|✓|✔|✅|☑|:white_check_mark:|:heavy_check_mark:)", re.IGNORECASE)
FULL = (2, 3)
"""So many words, without particles, has a first and a last name; more are none."""


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
    above = [header, *(part.lines for part in parts if part.kind == "mc")]
    for block in document.blocks:
        if block.kind == "table" and any(block.within(lines) for lines in above):
            head = [plain(cell).casefold() for cell in cells(document.line(block.lines[0]))]
            signed = _column(head, NAMES) is not None and _column(head, SIGNED) is not None
            if signed or _column(head, ATTENDEES) is not None:
                return tuple(_table(document, block))
    lines = (block.text for block in document.blocks if block.kind == "paragraph" and block.within(header))
    return tuple(Named(handle) for line in lines if ONLY_HANDLES.fullmatch(line) for handle in names_in(line))


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
        return list(names_in(NEXT_LABEL.split(part.rest)[0]))
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
            lines = DEFINED.sub(": ", re.sub(r",\s*\n", ", ", block.text)).split("\n")
            fields = [_field(line) for line in lines]
            alone = fields.count(None) == 1
            for line, field in zip(lines, fields, strict=True):
                names = () if listed or field is not None else _together(line) if alone else _split(line)
                found += [*(field or ()), *map(Named, names)]
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
    return NEXT_LABEL.split(names)[0]


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
    texts = [text.text.split("\n")[0] for item in block.children if (text := first_text(item))]
    one_each = _one_each(texts)
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
            lines = [first, *filter(_names_someone, more)]
            found += [name for line in lines for name in ((line,) if one_each and not label else _split(line))]
    return found


def _names_someone(line: str) -> bool:
    """Whether a line that carries on an item is one more person who lost the bullet, and no remark."""
    return bool(LINK.search(line) or BULLET.match(line)) or (line.istitle() and len(line.split()) <= 3)


def _split(line: str) -> tuple[str, ...]:
    """One person, or the several of a line that is a list of names (`Team: Ann, Bo`)."""
    label = label_of(line)
    if label and "," in label[1]:
        return names_in(label[1])
    apart = _apart(line)
    if len(apart) > 1 and all(_is_full(name) and re.search(r"[@(\[]", name) for name in apart):
        return apart
    # "Ann Bee, Bo Cee, Cy Dee (Oil Ltd)" come from one company
    bare = re.sub(r"\s*\([^(),]*\)\s*$", "", LINK.sub("", line))
    names = names_in(bare)
    several = bare.count(",") > 1 and all(len(_words(name)) <= max(FULL) for name in names) and "(" not in bare
    # "Ann Bee, Oil, Harbour" is one person
    several = several and not (_is_full(names[0]) and not all(map(_is_full, names)))
    return (names_in(line) if "(" not in line else names) if several else (line,)


def _together(line: str) -> tuple[str, ...]:
    """The people of the only line of a list: one, or several where it has many names or only full ones."""
    names = _apart(line)
    heads = [re.split(r"\s*[(\[@]|\s[-–—]\s", name)[0] for name in names]
    many = bool(names[2:]) and all(len(_words(head)) <= max(FULL) for head in heads)
    return names if many or all(map(_is_full, names)) else _split(line)


def _apart(line: str) -> tuple[str, ...]:
    """The names of a line, in which a slash stands between name, company and handle of one person."""
    names = names_in(line)
    cut = any(name.count("(") != name.count(")") for name in names)
    return (line,) if cut or re.search(r"\s/|/\s", LINK.sub("", line)) else names


def _one_each(texts: Sequence[str]) -> bool:
    """Whether the bullets of a list are one person each in spite of their commas, as some of them surely are.

    So it is where a name stands before much that is none or a handle, or where all bullets have equally many commas.
    """
    parts = [names for text in texts if len(names := _apart(text)) > 1]
    told = [
        _is_full(first) and not any(_is_full(more) for more in others if not more.startswith("@"))
        for first, *others in parts
        if len(others) > 1 and not first.startswith("@")
    ]
    alike = bool(parts[2:]) and len(texts) == len(parts) and len({len(names) for names in parts}) == 1
    return any(told) or alike


def _is_full(text: str) -> bool:
    """Whether a text is a person beyond doubt: a handle, a link, or a first and a last name."""
    words = _words(person_name(text) or "")
    named = not any(word[0].islower() or (word.isupper() and len(word.strip(".")) > 1) for word in words)
    return (named and min(FULL) <= len(words) <= max(FULL)) or bool(words and re.match(r"@|\[[^\]]+\]\(", text))


def _words(name: str) -> list[str]:
    """The words of a name, without particles."""
    return [word for word in name.split() if word.casefold() not in PARTICLES]


def _table(document: Document, block: Block) -> list[Named]:
    """The people of a table: a line for each, and their initials; no row that says they are away."""
    head = [plain(cell).casefold() for cell in cells(document.line(block.lines[0]))]
    rows = [cells(document.line(number)) for number in range(block.lines[0] + 2, block.lines[1])]
    initials = _column(head, INITIALS)
    name_at = _column(head, NAMES)
    if name_at is None:
        name_at = 1 if initials == 0 else 0
    there = _column(head, THERE)
    if there in {None, name_at}:
        there = next((at for at, name in enumerate(head) if not name and _ticks(rows, at)), there)
    shown = there is not None and there != name_at and any(YES.match(_cell(row, there)) for row in rows)
    found: list[Named] = []
    for row in rows:
        if not _cell(row, name_at) or (shown and not YES.match(_cell(row, there))):
            continue
        handle_at = _column(head, HANDLES)
        others = [
            f"(@{cell})" if at == handle_at and re.fullmatch(r"[\w.-]+", cell) else f"({_beside(cell, at, handle_at)})"
            for at, cell in enumerate(row)
            if cell and at not in {name_at, initials, there} and (at == handle_at or not LINK.search(cell))
        ]
        short = _cell(row, initials)
        found.append(Named(" ".join([row[name_at], *others]), spellings=(short,) if short else ()))
    return found


def _ticks(rows: Sequence[Sequence[str]], number: int) -> bool:
    """Whether a column of a table holds nothing but ticks, `[x]` or `[ ]`; one with a name may tick anything."""
    column = [cell for row in rows if (cell := _cell(row, number))]
    return bool(column) and all(TICKED.fullmatch(cell) or UNTICKED.fullmatch(cell) for cell in column)


def _beside(cell: str, at: int, handle_at: int | None) -> str:
    """A cell beside a name, without the @ of a company where another column holds the handles."""
    return cell.lstrip("@") if handle_at not in {None, at} else cell


def _column(head: Sequence[str], wanted: re.Pattern[str]) -> int | None:
    return next((number for number, name in enumerate(head) if wanted.search(name)), None)


def _cell(row: Sequence[str], number: int | None) -> str:
    return row[number] if number is not None and number < len(row) else ""
