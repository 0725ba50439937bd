"""Who was there and who led: the lists, lines, tables and fields in which a page names people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.notes.items import cells, first_text
from transcribe.notes.markdown import BULLET, LINK, plain
from transcribe.notes.parts import label_of
from transcribe.notes.people import attendees, names_in, person_name, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.notes.markdown import Block, Document
    from transcribe.notes.parts import Part
    from transcribe.schema import Attendee


def people_in(document: Document, part: Part | None) -> tuple[Attendee, ...]:
    """The attendees of a section: one a bullet, one a line, the rows of a table, or names in one line."""
    if part is None:
        return ()
    if part.rest:
        return attendees(names_in(part.rest))
    lines: list[str] = []
    extras: dict[str, tuple[str, ...]] = {}
    blocks = _inside(document, part)
    listed = any(block.kind == "list" and len(block.children) > 1 for block in blocks)
    for block in blocks:
        if block.kind == "paragraph" and listed:
            continue
        if block.kind == "table":
            for name, spellings in _table(document, block):
                lines.append(name)
                extras[person_name(name) or name] = spellings
        else:
            lines += _names(document, block)
    return attendees(lines, extras)


def _inside(document: Document, part: Part) -> list[Block]:
    """The blocks of a part; a label in a list stands for what lies below it."""
    found = [block for block in document.blocks if part.body <= block.lines[0] < part.lines[1]]
    for block in document.blocks:
        if block.kind == "list":
            for item in block.children:
                if item.lines[0] == part.lines[0]:
                    found += item.children[1:]
        elif (
            block.kind == "paragraph"
            and block.lines[0] <= part.lines[0] < block.lines[1]
            and part.body < block.lines[1]
        ):
            # names in the lines right below a label
            rest = "\n".join(document.line(number) for number in range(part.body, min(block.lines[1], part.lines[1])))
            found.append(type(block)("paragraph", (part.body, block.lines[1]), text=rest))
    return found


def _names(document: Document, block: Block) -> list[str]:
    if block.kind == "paragraph":
        return [name for line in block.text.split("\n") for name in _split(line)]
    if block.kind != "list":
        return []
    found: list[str] = []
    for item in block.children:
        text = first_text(item)
        if text is None:
            for nested in item.children:
                found += _names(document, nested)
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
    commas = LINK.sub("", line).count(",")
    short = all(len(name.split()) <= 3 for name in names_in(line))
    return names_in(line) if commas > 1 and short and "(" not in LINK.sub("", line) else (line,)


def _table(document: Document, block: Block) -> list[tuple[str, tuple[str, ...]]]:
    """The people of a table: a line for each, and their initials."""
    head = [plain(cell).casefold() for cell in cells(document.line(block.lines[0]))]
    initials = next((number for number, name in enumerate(head) if "initial" in name), None)
    named = re.compile(r"name|attendee|who|participant|person|member")
    name_at = next((number for number, name in enumerate(head) if named.search(name)), 1 if initials == 0 else 0)
    found: list[tuple[str, tuple[str, ...]]] = []
    for number in range(block.lines[0] + 2, block.lines[1]):
        row = cells(document.line(number))
        if name_at >= len(row) or not row[name_at]:
            continue
        handles = [f"({cell})" for cell in row if cell.startswith("@") and cell is not row[name_at]]
        others = [
            cell for at, cell in enumerate(row) if cell and at not in {name_at, initials} and not cell.startswith("@")
        ]
        line = " ".join([row[name_at], *handles, *(f"({cell})" for cell in others if not LINK.search(cell))])
        short = row[initials] if initials is not None and initials < len(row) else ""
        found.append((line, (short,) if short else ()))
    return found


def leaders(document: Document, part: Part | None, people: Sequence[Attendee]) -> tuple[str, ...]:
    """Who leads: by the name of the list if it is there, else as written."""
    if part is None:
        return ()
    lines = list(names_in(part.rest)) if part.rest else []
    for block in _inside(document, part) if not lines else ():
        lines += [name for line in _names(document, block) for name in names_in(line)]
    found = []
    for line in lines:
        name = person_name(line)
        if name is not None:
            known = resolve(name, people)
            found.append(known.name if known else name)
    return tuple(dict.fromkeys(found))
