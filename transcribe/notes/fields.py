"""The places a page keeps open: links to fill, minutes to add, and the fields of its closing section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from transcribe.notes.markdown import BARE_URL, BULLET, LINK, plain, spoken
from transcribe.notes.people import fold
from transcribe.notes.titles import label_of
from transcribe.schema import Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transcribe.notes.markdown import Document
    from transcribe.notes.parts import Part

Purpose = Literal["recording", "transcript"]
"""What a link of a page is there for."""
PlaceholderKind = Literal["recording", "transcript", "minutes", "next-mc", "next-release", "next-call"]

RECORDING = r"recording|recorded|video(?![ -]?(?:call|chat|conferenc\w*|meeting)\b)|play"
RECORDED = re.compile(rf"\b(?:{RECORDING}|youtube|watch|(?:live[ -]?)?stream)\b", re.IGNORECASE)
THIS_RECORDING = re.compile(rf"\b(?:{RECORDING})\b", re.IGNORECASE)
"""What names the recording of a call, not only where one may watch."""
OTHERS = re.compile(r"\b(?:earlier|last|older|other|past|previous)\b", re.IGNORECASE)
"""What says that a recording or transcript is that of another call."""
TRANSCRIPT = re.compile(r"\btranscripts?\b", re.IGNORECASE)
STUB = re.compile(r"(?:https?:?/{0,2})?(?:\.\.\.|…|tbd|tba|todo|url|link|#|<.*>)?/?", re.IGNORECASE)
PLAYLIST = re.compile(r"youtube\.com/playlist\?", re.IGNORECASE)
LATER = re.compile(
    r"\W*(?:(?:notes |minutes |details |summary )?(?:to|will) be (?:added|filled|written|posted|provided|done)\b.{0,60}"
    r"|(?:meeting )?(?:minutes|notes) (?:go here|here|to follow|coming soon|pending|tbd|tba)"
    r"|_(?:meeting )?(?:minutes|notes)_|(?:add|fill in) (?:\w+ ){0,3}(?:minutes|notes) (?:here|after).{0,40}"
    r"|(?:added|posted|published|provided) (?:here )?after (?:the )?(?:call|meeting)"
    r"|coming soon|_?(?:person|name) \d_?: _?(?:\.\.\.|…)_?)\W*",
    re.IGNORECASE,
)
UNKNOWN = re.compile(r"[\s_*.…?-]*(?:tbd|tba|todo|\?+)?[\s_*.…?-]*", re.IGNORECASE)
NOUN = r"(?:address|call|link|meeting|recording|transcript|url|video|youtube)"
DONE = r"(?:added|available|filled|here|inserted|linked|posted|provided|published|ready|shared|up|uploaded)"
AWAITED = re.compile(
    r"(?:tb[acd]|todo|n/?a|placeholder|soon|later|here|none yet|no response|\?+)?"
    rf"|(?:(?:add|enter|insert|paste|put) )?(?:(?:a|the|your) )?(?:{NOUN} )*(?:address|link|url)"
    rf"(?: to(?: the)?(?: {NOUN})+)?(?: here)?"
    rf"|(?:the )?(?:{NOUN} )*(?:is )?(?:pending|processing|in progress|being \w+ed|coming soon|to come"
    rf"|not yet {DONE}|not {DONE} yet|{DONE} (?:later|shortly|soon)|(?:to|will) (?:follow|be {DONE})\b.{{0,60}})",
    re.IGNORECASE,
)
"""What stands where a link will be: its words, with single spaces."""
ROW = re.compile(r"^\s*\|(?P<label>[^|]*)\|(?P<value>[^|]*)\|?\s*$")
"""A table's row of two cells."""
NOT_DISCUSSED = "not discussed"
"""The drafted line below an item that nobody took up; it is no item."""

COMMENT = re.compile(r"<!--(?:(?!-->).)*-->")
REFERENCE = re.compile(r" {0,3}\[([^\[\]]+)\]:[ \t]*\S")
FIELDS: tuple[tuple[PlaceholderKind, re.Pattern[str]], ...] = (
    ("next-mc", re.compile(r"\bnext\b.*\b(?:mc|moderator|host|chair|facilitator)\b|\bmc\b.*\bnext\b", re.IGNORECASE)),
    ("next-release", re.compile(r"\bnext\b.*\brelease\b", re.IGNORECASE)),
    ("next-call", re.compile(r"\bnext (?:community )?(?:call|meeting|sync)\b", re.IGNORECASE)),
)


def link_kind(label: str, text: str) -> Purpose | None:
    """What a link is there for, by the words before it on its line and its own."""
    if OTHERS.search(label) or OTHERS.search(text):
        return None
    for words in (text, label):
        if TRANSCRIPT.search(words):
            return "transcript"
        if RECORDED.search(words):
            return "recording"
    return None


def is_of_this_call(label: str, text: str) -> bool:
    """Whether these words mean the recording itself, so that a list of videos behind them only holds its place."""
    return any(THIS_RECORDING.search(words) for words in (label, text))


def is_stub(url: str) -> bool:
    """Whether an address still waits to be filled."""
    return STUB.fullmatch(url.strip()) is not None


def is_later(line: str) -> bool:
    """Whether a line only says that the minutes will come."""
    words = BULLET.sub("", line).strip()
    return not words.startswith("**") and LATER.fullmatch(words) is not None


def closing_field(line: str) -> tuple[PlaceholderKind, str] | None:
    """Which field a line of the closing section is, and what stands in it."""
    label = label_of(line)
    if label is None:
        return None
    return next(((kind, label[1]) for kind, pattern in FIELDS if pattern.search(label[0])), None)


def is_remark(text: str) -> bool:
    """Whether a line only says that nobody took its item up."""
    return fold(plain(text)).strip(" .") == NOT_DISCUSSED


def is_open(value: str) -> bool:
    """Whether a field's value says nothing yet."""
    return UNKNOWN.fullmatch(value) is not None


def field_of(line: str) -> tuple[str, str] | None:
    """The label of a line, or of a table's row of two cells, and what stands behind it."""
    row = ROW.match(line)
    return (plain(row["label"]).strip(" :"), row["value"].strip()) if row else label_of(line)


def is_awaited(value: str) -> bool:
    """Whether what follows the label of a link only says that it will come, or asks for it (`[link]`, `to follow`)."""
    return AWAITED.fullmatch(" ".join(re.findall(r"[^\W_]+(?:/[^\W_]+)*|\?+", plain(value)))) is not None


def is_reference(document: Document, line: str) -> bool:
    """Whether a line ends in the name of a link whose address stands elsewhere on the page (`Recording: [link]`)."""
    name = re.search(r"(?<!\\)\[([^\[\]]+)\]\W*$", line)
    return name is not None and any(
        match[1].casefold() == name[1].casefold() for match in map(REFERENCE.match, document.lines) if match
    )


def purpose_of(line: str, match: re.Match[str]) -> Purpose | None:
    """What a link is there for, when it is labelled so or stands on a line of its own."""
    words = words_of(line, match)
    return link_kind(*words) if words else None


def words_of(line: str, match: re.Match[str]) -> tuple[str, str] | None:
    """The label of a link and its own words, None for one that stands in prose."""
    before = plain(BULLET.sub("", line[: match.start()])).strip(" :*_|-·")
    if LINK.search(line[: match.start()]):
        before = ""
    text = plain(match[1])
    if len(before.split()) > 4 or len(text.split()) > 4:
        return None
    behind = COMMENT.sub("", line[match.end() :])
    if behind.strip(" |·-*_") and before and not LINK.search(behind):
        return None
    return before, text


def placeholders(document: Document, lines: tuple[int, int], parts: Mapping[str, Part]) -> tuple[Placeholder, ...]:
    """What waits to be filled between these lines, in order."""
    found: list[Placeholder] = []
    closing = parts.get("closing")
    for number in document.prose(lines):
        line = document.line(number)
        for match in LINK.finditer(line):
            purpose = purpose_of(line, match)
            listed = PLAYLIST.search(match[2]) and is_of_this_call(*(words_of(line, match) or ("", "")))
            if purpose and (is_stub(match[2]) or (purpose == "recording" and listed)):
                found.append(Placeholder(purpose, (number, number + 1), match[0]))
        purpose = _open_label(line)
        if purpose and not is_reference(document, line):
            found.append(Placeholder(purpose, (number, number + 1), line))
        if is_later(line):
            found.append(Placeholder("minutes", (number, number + 1), line))
        field = closing_field(line)
        if field and is_open(field[1]) and closing and closing.lines[0] <= number < closing.lines[1]:
            found.append(Placeholder(field[0], (number, number + 1), line))
    found += _open_headings(document, lines)
    if closing and (open_mc := _open_heading(document, closing)):
        found.append(open_mc)
    return tuple(sorted(found, key=lambda placeholder: placeholder.lines))


def _open_headings(document: Document, lines: tuple[int, int]) -> Iterable[Placeholder]:
    """Sections for a link (`### Recording`) that hold none yet."""
    headings = [block for block in document.blocks if block.kind == "heading" and block.within(lines)]
    for position, heading in enumerate(headings):
        kind = link_kind("", spoken(heading.text)) if len(spoken(heading.text).split()) == 1 else None
        end = headings[position + 1].lines[0] if position + 1 < len(headings) else lines[1]
        inside = [number for number in range(heading.lines[1], end) if not document.blank(number)]
        if kind and all(is_awaited(BULLET.sub("", document.line(number))) for number in inside):
            number = inside[0] if inside else heading.lines[0]
            yield Placeholder(kind, (number, number + 1), document.line(number))


def _open_heading(document: Document, closing: Part) -> Placeholder | None:
    """A closing section that is itself the field (`### Next Week MC`) with nothing below its heading."""
    heading = document.line(closing.lines[0])
    kind = next((kind for kind, pattern in FIELDS if pattern.search(heading)), None)
    inside = [number for number in range(closing.body, closing.lines[1]) if not document.blank(number)]
    if kind is None or any(BULLET.sub("", document.line(number)).strip() for number in inside):
        return None
    number = inside[0] if inside else closing.lines[0]
    return Placeholder(kind, (number, number + 1), document.line(number))


def _open_label(line: str) -> Purpose | None:
    """A field for a link without one: `Recording:` or `**Recording**: TBD`."""
    label = field_of(line)
    if label is None or BARE_URL.search(line) or LINK.search(line):
        return None
    return link_kind("", label[0]) if is_awaited(label[1]) and len(label[0].split()) <= 2 else None
