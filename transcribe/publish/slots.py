"""Where on a page the links to recording and transcript stand or belong, and how they are written there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from transcribe import notes
from transcribe.notes.fields import (
    COMMENT,
    ROW,
    field_of,
    is_awaited,
    is_of_this_call,
    is_reference,
    link_kind,
    words_of,
)
from transcribe.notes.markdown import BARE_URL, BULLET, LINK, parse, plain, split_lines
from transcribe.notes.spans import is_day, is_decoration, is_field
from transcribe.notes.titles import kind_of
from transcribe.publish import links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transcribe.notes import CallHeading
    from transcribe.notes.fields import Purpose
    from transcribe.notes.markdown import Document
    from transcribe.schema import Notes

PREFIX = re.compile(r"^[ \t]*(?:(?:[-*+]|\d+[.)]|#{1,6}|>)[ \t]+)*")
PICTURES = re.compile(r"^(?:(?::[a-z0-9_+-]+:|[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[ \t]*)+")
"""Emoji in front of a label, as signs or by name."""
BETWEEN = re.compile(r"\)(\s*(?:[-–—|·•,/]|&bull;|&middot;)\s*|\s{2,}|\s)\[")
DELIMITER = re.compile(r"^[\s:|]*-[\s:|-]*$")
LINE_BREAK = re.compile(r"( {2,}|\\|<br ?/?>)$")
AFTER_CONTENT = re.compile(r"(?:\s*<!--[^>]*-->)?\s*$")
ABOUT = ("highlights", "notes")
"""Parts of a call whose links are what people talk about."""
STREAM = re.compile(r"stream\b", re.IGNORECASE)
"""What is said of an address before the call: only one of a video, or of a host without one, is its recording's."""
REMARK = re.compile(rf"\s*{COMMENT.pattern}$")
ARCHIVE = re.compile(r"recordings|videos|playlist|channel|archive", re.IGNORECASE)
FRONT_FIELD = re.compile(r"^(youtube)(\s*:[ \t]*)(['\"]?)([\w-]*)\3[ \t]*$")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a link: its line, the columns of what stands there, and that address, repaired.

    `form` is how it is filled: `target` replaces an address, `link` writes a whole link, `id` a video's id,
    `below` a line under a heading that has nothing below it yet. `streamed` says that its words name no recording,
    only where the call was shown.
    """

    purpose: Purpose
    line: int
    columns: tuple[int, int]
    url: str
    form: Literal["target", "link", "id", "below"]
    streamed: bool = False

    @property
    def waits(self) -> bool:
        """Whether no video (or file) is named there."""
        return links.waits(self.url)


def own_lines(text: str, page: Notes) -> tuple[int, int]:
    """The lines that belong to this call alone."""
    calls = notes.calls(text)
    place = next((number for number, call in enumerate(calls) if call.lines == page.lines), None)
    return page.lines if place is None else own_span(calls, place)


def own_span(calls: Sequence[CallHeading], place: int) -> tuple[int, int]:
    """The lines of one call of a page, without a header at the top of the page that stands for all its calls.

    Where another call repeats the header above its own heading, the one at the top is the first call's.
    """
    call = calls[place]
    repeated = any(other.line is not None and other.lines[0] < other.line for other in calls[1:])
    if place or call.line is None or len(calls) == 1 or repeated:
        return call.lines
    return call.line, call.lines[1]


def slots(text: str, page: Notes, purpose: Purpose) -> tuple[Slot, ...]:
    """Every place of the call that is there for this link, those inside agenda items not.

    The header's come first, and behind all others those where the call was only streamed.
    """
    document = parse(text)
    first, last = own_lines(text, page)
    elsewhere = [item.lines for item in page.agenda] + [page.sections[kind] for kind in ABOUT if kind in page.sections]
    hidden = {number for span in elsewhere for number in range(*span)}
    found = [slot for slot in _front(document) if slot.purpose == purpose and first < document.front[1]]
    for number in document.prose((first, last)):
        if number not in hidden:
            found += [slot for slot in _on_line(document, number) if slot.purpose == purpose]
    found += [slot for slot in _under_headings(document, (first, last)) if slot.purpose == purpose]
    return tuple(sorted(found, key=lambda slot: slot.streamed))


def mended(text: str, slot: Slot) -> str:
    """The page with a doubled scheme taken out of that link; mostly the page as it is."""
    written = split_lines(text)[slot.line].removeprefix("\ufeff")[slice(*slot.columns)]
    return filled(text, slot, slot.url) if slot.form == "target" and links.repaired(written) != written else text


def filled(text: str, slot: Slot, url: str) -> str:
    """The page with that link in that place."""
    lines = list(split_lines(text))
    line = lines[slot.line]
    if slot.form == "below":
        ending = _ending(lines, slot.line)
        return _inserted(lines, slot.line + 1, [f"{_shown(slot.purpose, url)}{ending}"])
    written = {
        "target": links.in_markdown(url),
        "link": f"[{'Play' if slot.purpose == 'recording' else 'Transcript'}]({links.in_markdown(url)})",
        "id": links.video_id(url, "youtube") or url,
    }[slot.form]
    shift = len(line) - len(line.removeprefix("\ufeff"))
    before, after = line[: slot.columns[0] + shift], line[slot.columns[1] + shift :]
    if slot.form == "link":
        written = f"{' ' * (before.rstrip() == before)}{written}{' ' * (after.lstrip() == after != '')}"
    elif slot.form == "id" and before.rstrip() == before and not before.endswith(("'", '"')):
        written = f" {written}"
    lines[slot.line] = before + written + after
    return "".join(lines)


def added(text: str, page: Notes, purpose: Purpose, url: str) -> str:
    """The page with a new link: behind the recording's, else in the style of the header's other links."""
    lines = list(split_lines(text))
    link = _shown(purpose, url)
    beside = [slot for slot in slots(text, page, "recording") if slot.form != "id"] if purpose == "transcript" else []
    place = min(beside, key=lambda slot: slot.waits).line if beside else _last_header_link(text, page)
    if place is None:
        return _under_title(text, page, link)
    line = lines[place].rstrip("\r\n")
    if line.lstrip().startswith("|"):
        return _in_table(lines, place, purpose, link)
    separator = _separator(line)
    if separator is not None:
        end = AFTER_CONTENT.search(line)
        at = end.start() if end else len(line)
        lines[place] = line[:at] + separator + link + lines[place][at:]
        return "".join(lines)
    ending = _ending(lines, place)
    broken = LINE_BREAK.search(line)
    return _inserted(lines, place + 1, [f"{_prefix(line)}{link}{broken[1] if broken else ''}{ending}"])


def _on_line(document: Document, number: int) -> Iterator[Slot]:
    """Links with a purpose, and labels (`Recording:`, `**Video**: TBD`, `YouTube video: https://…`) without a link."""
    line = document.line(number)
    found = list(LINK.finditer(line))
    for match in found:
        words = words_of(line, match)
        purpose = link_kind(*words) if words else None
        moment = re.fullmatch(r"(?:\d+:)?\d+:\d\d", plain(match[1]))
        url = links.repaired(match[2])
        if words and purpose and not moment and _may_hold(url, *words):
            yield Slot(purpose, number, match.span(2), url, "target", streamed=_is_streamed(*words))
    label = field_of(PICTURES.sub("", PREFIX.sub("", line))) if not found else None
    purpose = link_kind("", label[0]) if label and len(label[0].split()) <= 3 else None
    if label is None or purpose is None or ARCHIVE.search(label[0]):
        return
    written = _bare(label[1])
    if written is not None:
        start = line.rindex(written)
        if _may_hold(links.repaired(written), label[0]):
            columns, streamed = (start, start + len(written)), _is_streamed(label[0])
            yield Slot(purpose, number, columns, links.repaired(written), "target", streamed=streamed)
    elif is_awaited(label[1]) and (label[1] or not line.lstrip().startswith("#")) and not is_reference(document, line):
        end = len(line.rstrip().removesuffix("|")) if ROW.match(line) else len(line.rstrip())
        start = line.rindex(label[1], 0, end) if label[1] else end
        columns = (start, start + len(REMARK.sub("", label[1])))
        yield Slot(purpose, number, columns, "", "link", streamed=_is_streamed(label[0]))


def _under_headings(document: Document, lines: tuple[int, int]) -> Iterator[Slot]:
    """`### Recording` with an address below it, or with nothing."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    for position, heading in enumerate(headings):
        number = heading.lines[0]
        words = plain(heading.text).strip(" :")
        purpose = link_kind("", words) if len(words.split()) <= 2 and not ARCHIVE.search(words) else None
        if purpose is None or not lines[0] <= number < lines[1] or LINK.search(heading.text):
            continue
        end = headings[position + 1].lines[0] if position + 1 < len(headings) else lines[1]
        inside = [line for line in range(heading.lines[1], min(end, lines[1])) if not document.blank(line)]
        if not any(BULLET.sub("", document.line(line)).strip() for line in inside):
            yield Slot(purpose, heading.lines[1] - 1, (0, 0), "", "below")
        elif inside and not LINK.search(line := document.line(inside[0])):
            url = _bare(BULLET.sub("", line).strip())
            if url is not None and _may_hold(links.repaired(url), words):
                start = line.rindex(url)
                yield Slot(purpose, inside[0], (start, start + len(url)), links.repaired(url), "target")


def _may_hold(url: str, label: str, text: str = "") -> bool:
    """Whether this address stands where the call's own belongs: no room, nor a page of videos that is meant itself."""
    if links.is_elsewhere(url):
        return is_of_this_call(label, text) and not ARCHIVE.search(f"{label} {text}")
    if _is_streamed(label, text):
        return links.waits(url) or links.is_video(url)
    return not links.is_room(url)


def _is_streamed(label: str, text: str = "") -> bool:
    """Whether these words only say where the call was shown."""
    return bool(STREAM.search(f"{label} {text}")) and not is_of_this_call(label, text)


def _front(document: Document) -> Iterator[Slot]:
    for number in range(*document.front):
        match = FRONT_FIELD.match(document.line(number))
        if match:
            url = f"https://youtu.be/{match[4]}" if match[4] else ""
            yield Slot("recording", number, match.span(4), url, "id")


def _bare(words: str) -> str | None:
    """The address or stub of one that is all there is."""
    match = BARE_URL.fullmatch(words.strip("<> "))
    return match[0] if match else words if words in ("http://", "https://") else None


def _last_header_link(text: str, page: Notes) -> int | None:
    """The last line of the first block of links in the call's header, None where there is no such block."""
    document = parse(text)
    first, last = own_lines(text, page)
    header = page.sections.get("header", (first, first))
    last_link: int | None = None
    prose_above = False
    for number in document.prose((max(first, header[0]), min(last, header[1]))):
        line = document.line(number)
        bullet = _prefix(line)
        is_link = LINK.match(line[len(bullet) :]) is not None
        if is_link and (last_link is not None or not prose_above or bullet.strip()):
            last_link = number
        elif last_link is not None and line.strip():
            break
        prose_above = bool(line.strip()) and not line.lstrip().startswith("#")
    return last_link


def _under_title(text: str, page: Notes, link: str) -> str:
    """A paragraph of its own, below the title of a page of one call or the heading of the call, else at the top."""
    lines = list(split_lines(text))
    document = parse(text)
    first, last = own_lines(text, page)
    start = max(first, document.front[1])
    headings = [block for block in document.blocks if block.kind == "heading" and block.within((start, last))]
    titled = next((block for block in headings if plain(block.text) == page.title), None)
    if titled is None and headings and not (kind_of(headings[0].text) or is_field(headings[0].text)):
        above = [block for block in document.blocks if block.within((start, headings[0].lines[0]))]
        titled = headings[0] if all(map(is_decoration, above)) else None
    titled = titled or next((block for block in document.blocks if block.lines[0] == start and is_day(block)), None)
    at = titled.lines[1] if titled else start
    ending = _ending(lines, max(0, at - 1))
    if titled and (bullet := BULLET.match(lines[titled.lines[0]])):
        # the date of the call is a bullet, and all of the call lies below it
        below = BULLET.match(lines[at]) if at < len(lines) else None
        deeper = below is not None and len(below[1]) > len(bullet[1])
        return _inserted(lines, at, [f"{below[0] if below and deeper else f'{bullet[1]}    - '}{link}{ending}"])
    blank_after = at >= len(lines) or document.blank(at)
    gap = [ending] if at else []
    return _inserted(lines, at, [*gap, f"{link}{ending}", *([] if blank_after else [ending])])


def _in_table(lines: list[str], place: int, purpose: Purpose, link: str) -> str:
    """A row of its own, behind that of the recording; below a table whose rows are no fields, a paragraph."""
    row, ending = ROW.match(lines[place]), _ending(lines, place)
    if row is None or link_kind("", plain(row["label"])) is None:
        end = next((at for at in range(place, len(lines)) if not lines[at].lstrip().startswith("|")), len(lines))
        return _inserted(lines, end, [ending, f"{link}{ending}"])
    at = place + 2 if place + 1 < len(lines) and DELIMITER.match(lines[place + 1]) else place + 1
    label = row["label"].replace(plain(row["label"]).strip(" :"), purpose.capitalize())
    return _inserted(lines, at, [f"|{label}| {link} |{ending}"])


def _shown(purpose: Purpose, url: str) -> str:
    return f"[{purpose.capitalize()}]({links.in_markdown(url)})"


def _separator(line: str) -> str | None:
    """What stands between the links of a line that holds several, None for a line of one."""
    found = BETWEEN.search(line)
    return found[1] if found else None


def _prefix(line: str) -> str:
    match = PREFIX.match(line)
    return match[0] if match else ""


def _ending(lines: Sequence[str], near: int) -> str:
    """The line ending that is used around there."""
    for line in (*lines[near::-1], *lines[near:]):
        for ending in ("\r\n", "\n", "\r"):
            if line.endswith(ending):
                return ending
    return "\n"


def _inserted(lines: list[str], at: int, new: list[str]) -> str:
    """The text with new lines; a page that ended without a newline still does."""
    if at >= len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
        new = [_ending(lines, at - 1) + new[0], *new[1:]]
        new[-1] = new[-1].rstrip("\r\n")
    return "".join([*lines[:at], *new, *lines[at:]])
