"""Tables that a page keeps for its actions or decisions (`| Action | Owner | Due |`), and rows as those are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.notes.actions import sections_for
from transcribe.notes.items import cells
from transcribe.notes.markdown import plain
from transcribe.notes.people import fold, names_in, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.notes.markdown import Block, Document
    from transcribe.schema import Attendee, Notes, PointKind

WHAT = (
    re.compile(r"(?:the )?(?:what|description|tasks?)\b.*"),
    re.compile(r"(?:new )?(?:actions?|decisions?|resolutions?|to-?dos?|ais?)\b.*"),
    re.compile(r"items?"),
)
"""The head of the column that says what is to be done or was decided, the surest first."""
WHO = re.compile(r"(?:action )?(?:owners?|who|assignees?|assigned(?: to)?|responsible|person|lead|names?)(?: ?\(s\))?")
HEAD = 2
"""Lines of a table above its rows."""
TASK = re.compile(r"(?P<who>\S.{0,60}?)\s+to\s+(?P<what>\S.*)", re.DOTALL)
"""An action as it is drafted: "Ann and Bo to buy oil"."""


def table_for(document: Document, notes: Notes, kind: PointKind) -> Block | None:
    """The only table of the only section for a kind of points, where it comes first and has a column for them."""
    found = sections_for(document, notes, kind)
    if len(found) != 1 or any(first < found[0][0] < end for first, end in (item.lines for item in notes.agenda)):
        return None
    held = [block for block in document.blocks if block.within(found[0]) and block.kind not in {"html", "rule"}]
    kinds = [block.kind for block in held]
    if kinds[:1] != ["table"] or {"table", "list"} & {*kinds[1:]} or "what" not in columns_of(document, held[0]):
        return None
    last = max((item.lines[1] for item in notes.agenda), default=notes.lines[0])
    told = held[0].lines[0] < last and not _is_open(document, held[0])
    return None if told else held[0]


def columns_of(document: Document, table: Block) -> tuple[str, ...]:
    """What each column of a table is for: "what", "who", or nothing that is known."""
    head = [fold(plain(cell)) for cell in cells(document.line(table.lines[0]))]
    what = next((place for words in WHAT for place, name in enumerate(head) if words.fullmatch(name)), None)
    who = next((place for place, name in enumerate(head) if WHO.fullmatch(name) and place != what), None)
    return tuple("what" if place == what else "who" if place == who else "" for place in range(len(head)))


def empty_row(document: Document, table: Block) -> int | None:
    """The first row of a table with nothing in it."""
    rows = range(table.lines[0] + HEAD, table.lines[1])
    return next((number for number in rows if not any(cells(document.line(number)))), None)


def row(columns: Sequence[str], text: str, people: Sequence[Attendee]) -> str:
    """A point as a row of a table; who is to do it stands in the column for that, where it is one of these people."""
    who = ""
    task = TASK.fullmatch(text) if "who" in columns else None
    if task and all(resolve(name, people) for name in names_in(task["who"])):
        who, text = task["who"], task["what"][0].upper() + task["what"][1:]
    held = {"what": text.replace("|", "\\|"), "who": who}
    return f"| {' | '.join(held.get(column, '') for column in columns)} |"


def _is_open(document: Document, table: Block) -> bool:
    """Whether a table has no row, or an empty one."""
    return table.lines[1] <= table.lines[0] + HEAD or empty_row(document, table) is not None
