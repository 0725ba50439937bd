"""A correction in plain words, for those whose place is gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from transcribe.clock import clock
from transcribe.schema import Point

if TYPE_CHECKING:
    from transcribe.schema import Edit

TIMED = re.compile(r"[up](\d{7,})(?:[a-z]*|-\w+)")
"""The id of an utterance or a point; its digits are milliseconds."""

SET = {
    "deleted": ("deleted", "not deleted after all"),
    "kept": ("kept", "no longer kept"),
    "not_discussed": ("not discussed", "discussed after all"),
    "looked_at": ("looked at", "no longer looked at"),
}
"""How a field is told that is only set or not: when it is, and when that was taken back."""


def told(edit: Edit) -> str:
    """What a person changed, by its words or its time where its id means nothing to them."""
    timed = TIMED.fullmatch(edit.target)
    line = _line(edit, timed) if timed else f"“{edit.target}”"
    if edit.field == "text":
        where = f" at {clock(int(timed[1]) / 1000)}" if timed else ""
        was = f" in place of “{edit.was}”" if edit.was else ""
        return f"“{edit.now}”{was}{where}"
    if edit.field == "new":
        return f"added: {line}"
    if edit.field in SET:
        done, taken_back = SET[edit.field]
        return f"{done if edit.now is not None else taken_back}: {line}"
    if edit.field == "item" and timed and edit.target.startswith("u"):
        return f"from {clock(int(timed[1]) / 1000)} on: {_item(edit.now)}"
    return f"{line}: {_others(edit)}"


def _line(edit: Edit, timed: re.Match[str]) -> str:
    text = edit.point.text if edit.point else _added(edit)
    return f"“{text}”" if text else f"the line at {clock(int(timed[1]) / 1000)}"


def _added(edit: Edit) -> str | None:
    try:
        return msgspec.json.decode(edit.now or "", type=Point).text if edit.field == "new" else None
    except msgspec.MsgspecError:
        return edit.now


def _item(item: str | None) -> str:
    return f"the item “{item}”" if item else "off the agenda"


def _others(edit: Edit) -> str:
    """What is said of a voice or a line, where its place is named before it."""
    if edit.field == "item":
        return f"moved {'to ' if edit.now else ''}{_item(edit.now)}"
    if edit.field == "order":
        return "moved up or down"
    if edit.field == "merged":
        return f"the same voice as {edit.now}" if edit.now else "a voice of its own"
    if edit.field == "voice":
        return f"said by {edit.now}"
    if edit.field == "name":
        return {None: "still open", "": "nobody of ours"}.get(edit.now, str(edit.now))
    return f"{edit.field} is {edit.now}"
