"""Minutes into the page: each point under its item, in the page's own style, every other byte as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe.clock import clock
from transcribe.draft.changes import Change, NewLine, apply
from transcribe.draft.style import Style, habits_of, style
from transcribe.notes.actions import words_of
from transcribe.notes.apart import OUTCOMES, place_apart
from transcribe.notes.fields import FIELDS, NOT_DISCUSSED, UNKNOWN
from transcribe.notes.items import QUESTION
from transcribe.notes.loose import other_item
from transcribe.notes.markdown import BULLET, parse, spoken
from transcribe.notes.people import fold, resolve
from transcribe.notes.places import Layout, Place, numbered, place_of, place_of_other
from transcribe.notes.rows import row
from transcribe.notes.titles import kind_of, label_alone, label_of
from transcribe.render import fill
from transcribe.schema import Attendee

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from transcribe.draft.changes import Draft
    from transcribe.notes.markdown import Document
    from transcribe.schema import AgendaItem, ClosingField, Minutes, Naming, Notes, Point, Times

TEMPLATE = "minutes.md.j2"
SILENT = "silent:"
"""Before an item's id: what the line "not discussed" is known by, as a point is by its id."""

UNLISTED = "unlisted"
"""What the question about those who are not on the list is known by."""

CLOSING = {"next-mc": "**MC Next Call**", "next-release": "**Next Release**", "next-call": "**Next Call**"}


def draft(  # noqa: PLR0913 — what is drawn, how, and what people wrote in place of it
    page_text: str,
    notes: Notes,
    minutes: Minutes,
    names: Sequence[Naming],
    *,
    times: Times = "none",
    others: Sequence[str] = (),
    theirs: Mapping[str, tuple[str, ...]] | None = None,
) -> Draft:
    """The whole page with the minutes in it, and which lines are ours.

    `times` says which drafted lines show when they were said: the first of each item, all, or none. `others` are
    texts of pages of the same folder, to learn from where this one shows no habits. `theirs` are lines, by point, that
    a person wrote in place of a drafted one (`Undone.theirs`).
    """
    document = parse(page_text)
    page = Layout(document, notes, habits_of(tuple(others)))
    manner = style(notes, page_text, others=others)
    writer = _Writer(notes, manner, {naming.voice: naming.name for naming in names}, times)
    mine = theirs or {}
    blocks = _Blocks(mine, notes.attendees)
    items = {item.id: item for item in notes.agenda}
    kept = {(point.item, point.kind) for point in minutes.points}
    places = {(item, kind): place_apart(page, items.get(item or ""), kind) for item, kind in kept}
    below = [point for point in minutes.points if places[point.item, point.kind] is None]
    loose = writer.lines([point for point in below if point.item not in items], None)
    question = (
        ""
        if _asked_already(document, notes) and UNLISTED not in mine
        else _question(minutes.unlisted, _attendees_title(document, notes))
    )
    asked = [NewLine(question, UNLISTED)] if question else []
    other = other_item(notes)
    if other is not None and (loose or any(point.item == other.id for point in below)):
        loose, asked = [*loose, *asked], []
    for item in notes.agenda:
        points = [point for point in below if point.item == item.id]
        more = loose if item is other else []
        if points or more:
            blocks.add(place_of(page, item), [*writer.lines(points, item), *more])
        elif item.id in minutes.not_discussed and (not item.notes or SILENT + item.id in mine):
            place = place_of(page, item)
            if place.room or SILENT + item.id in mine:
                blocks.add(place, [NewLine(NOT_DISCUSSED, SILENT + item.id)])
    told = frozenset(words_of(document.line(number)) for number in range(*notes.lines))
    for apart in filter(None, dict.fromkeys(places[point.item, point.kind] for point in minutes.points)):
        points = [point for point in minutes.points if places[point.item, point.kind] == apart]
        blocks.add(apart, [line for line in writer.lines(points, None) if blocks.shown(apart, line) not in told])
    loose = loose if other is None else []
    if loose or asked:
        _add_other(blocks, place_of_other(page), loose, asked)
    return apply(page_text, [*blocks.changes(), *_closing(document, notes, minutes.closing)])


def shown(minutes: Minutes) -> frozenset[str]:
    """What the drafted lines of these minutes are known by."""
    silent = (SILENT + item for item in minutes.not_discussed)
    return frozenset((*(point.id for point in minutes.points), *silent, *([UNLISTED] if minutes.unlisted else [])))


def without(minutes: Minutes, kept: Collection[str]) -> Minutes:
    """The minutes without what a person deleted on the page, or took over (`Undone.deleted`, `Undone.kept`)."""
    return replace(
        minutes,
        points=tuple(point for point in minutes.points if point.id not in kept),
        not_discussed=tuple(item for item in minutes.not_discussed if SILENT + item not in kept),
        unlisted=() if UNLISTED in kept else minutes.unlisted,
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Points as lines, without bullet."""

    notes: Notes
    habits: Style
    names: dict[str, str | None]
    times: Times

    def lines(self, points: Sequence[Point], item: AgendaItem | None) -> list[NewLine]:
        """The lines of one item, decisions and actions last."""
        ordered = sorted(points, key=lambda point: OUTCOMES.index(point.kind) + 1 if point.kind in OUTCOMES else 0)
        earliest = min((point.at for point in points), default=0.0)
        return [
            self.line(point, item, timed=self.times == "points" or (self.times == "items" and number == 0), at=earliest)
            for number, point in enumerate(ordered)
        ]

    def line(self, point: Point, item: AgendaItem | None, *, timed: bool, at: float) -> NewLine:
        """One point as the template has it, on one line."""
        shown = at if self.times == "items" else point.at
        text = fill(
            TEMPLATE,
            text=_one_line(point.text),
            tag=self.tag(point, item),
            kind=point.kind,
            label=self.habits.labels.get(point.kind, ""),
            at=clock(shown) if timed else "",
        )
        return NewLine(" ".join(text.split()), point.id, words=_one_line(point.text))

    def tag(self, point: Point, item: AgendaItem | None) -> str:
        """Whom a line is tagged with: its only speaker, unless that is plain from the item's owner or the text.

        Outcomes have no tag: it would say that whoever spoke of a task is to do it.
        """
        if not self.habits.tagged or point.kind in {"decision", "action"} or len(point.speakers) != 1:
            return ""
        name = self.names.get(point.speakers[0]) or point.speakers[0]
        people = self.notes.attendees
        owners = [resolve(owner, people) for owner in item.owners] if item else []
        listed = {person.name for person in people}
        speakers = [Attendee(other) for other in self.names.values() if other and other not in listed]
        tag = self.habits.tag(name, (*people, *speakers))
        said = fold(point.text)
        if any(owner is not None and owner.name == name for owner in owners) or name in (item.owners if item else ()):
            return ""
        person = resolve(name, people)
        openings = {fold(name), fold(tag), fold(name.split()[0]), fold((person and person.handle) or name)}
        return "" if any(re.match(rf"{re.escape(opening)}\b", said) for opening in openings if opening) else tag


class _Blocks:
    """Lines gathered by the place they go to, so that what shares a place is framed once."""

    def __init__(self, theirs: Mapping[str, tuple[str, ...]], people: Sequence[Attendee]) -> None:
        self._theirs = theirs
        self._people = people
        self._found: dict[tuple[int, int], list[tuple[Place, list[NewLine]]]] = {}
        self._last: Place | None = None

    def shown(self, place: Place, line: NewLine) -> str:
        """What a line says at a place, without a bullet."""
        return row(place.columns, line.text, self._people) if place.columns else line.text

    def add(self, place: Place, lines: Iterable[NewLine], *, last: bool = False) -> None:
        """Put lines, each behind the place's bullet or as a row, at a place; `last`: behind all others there."""
        self._last = place if last else self._last
        written: list[NewLine] = []
        for number, line in enumerate(lines):
            stands = self._theirs.get(line.point or "")
            if stands:
                written.append(replace(line, text=stands[0], theirs=True))
                written += [NewLine(below, theirs=True) for below in stands[1:]]
            else:
                bullet = "" if place.columns else numbered(place.prefix, number)
                written.append(replace(line, text=bullet + self.shown(place, line)))
        self._found.setdefault((place.start, place.end), []).append((place, written))

    def changes(self) -> list[Change]:
        """Every place with all its lines; what goes on there comes before what has a title of its own."""
        found = []
        for (start, end), blocks in self._found.items():
            ordered = sorted(blocks, key=lambda block: (block[0] is self._last, any(block[0].before)))
            held: list[NewLine] = []
            for place, lines in ordered:
                held += [NewLine(line) for line in self._frame(place, first=not held)]
                held += lines
            after = next((place.after for place, _ in reversed(ordered) if place.after), ())
            found.append(Change(start, end, (*held, *(NewLine(line) for line in after))))
        return found

    @staticmethod
    def _frame(place: Place, *, first: bool) -> tuple[str, ...]:
        """What stands before the lines of a place; behind others a title needs a blank line, and a bullet none."""
        if first:
            return place.before
        apart = place.before[-1:] == ("",) and any(place.before)
        bare = place.before[1:] if place.before[:1] == ("",) else place.before
        return ("", *bare) if apart else bare


def _one_line(text: str) -> str:
    """A point's text on one line that opens no block of its own."""
    return re.sub(r"^(?:[-*+>]|#{1,6}|\d+[.)])\s+", "", " ".join(text.split()))


def _asked_already(document: Document, notes: Notes) -> bool:
    """Whether the page asks about a voice in this call already, in a line of a work folder that is gone."""
    lines = (document.line(number) for number in range(*notes.lines))
    return any(BULLET.sub("", line).startswith(QUESTION) for line in lines)


def _attendees_title(document: Document, notes: Notes) -> str:
    """What the page calls its list of attendees, in quotation marks; "the attendees" where it has none."""
    first, _ = notes.sections.get("attendees", (0, 0))
    line = document.line(first).lstrip("#> ") if "attendees" in notes.sections else ""
    label = label_of(line)
    title = label_alone(line) or (label[0] if label else spoken(line))
    return f'"{title}"' if title and kind_of(title) else "the attendees"


def _question(unlisted: Sequence[str], title: str) -> str:
    """One line that asks the MC about those who spoke and are not on the list; `title` is what the page calls it."""
    if not unlisted:
        return ""
    voices = [name for name in unlisted if re.match(r"Speaker \d+", name)]
    people = [name for name in unlisted if name not in voices]
    asked = [f"who is {_and(voices)}?"] if voices else []
    asked += [f"{_and(people)} spoke too: add to {title}?"] if people else []
    return f"{QUESTION} {' '.join(asked)}"


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _add_other(blocks: _Blocks, place: Place, loose: Sequence[NewLine], asked: Sequence[NewLine]) -> None:
    """Talk off the agenda, and the question below it; a question alone needs no item around it."""
    if (
        not loose
        and place.before
        and place.before[-1].rstrip().endswith("Other")
        and not place.before[-1].startswith("#")
    ):
        *frame, other = place.before
        bullet = BULLET.match(other)
        prefix = f"{bullet[1]}{bullet[2]} " if bullet else "- "
        place = Place(place.start, place.end, prefix, tuple(frame), place.after)
    blocks.add(place, [*loose, *asked], last=True)


def _closing(document: Document, notes: Notes, fields: Sequence[ClosingField]) -> list[Change]:
    """Values for the fields that the closing section keeps open; a section with no fields at all gets them."""
    found: list[Change] = []
    added: list[str] = []
    for field in fields:
        value = " ".join(field.value.split())
        held = next((place for place in notes.placeholders if place.kind == field.field), None)
        if held is not None:
            found.append(_filled(held.lines[0], held.text, value))
        elif not _has_fields(document, notes):
            added.append(f"- {CLOSING[field.field]}: {value}")
    if added and "closing" in notes.sections:
        start, end = notes.sections["closing"]
        at = start + 1
        while at < end and document.blank(at) and at <= start + 1:
            at += 1
        spaced = at > start + 1
        closed = at < len(document.lines) and not document.blank(at)
        lines = [*([] if spaced else [""]), *added, *([""] if closed else [])]
        found.append(Change(at, at, tuple(NewLine(line) for line in lines)))
    return found


def _filled(line: int, text: str, value: str) -> Change:
    """A field's line with its value; a heading gets the value in a bullet below it."""
    if text.lstrip().startswith("#"):
        return Change(line + 1, line + 1, (NewLine(""), NewLine(f"- {value}")))
    bullet = BULLET.match(text)
    if bullet is not None and bullet.end() >= len(text.rstrip()):
        return Change(line, line + 1, (NewLine(f"{bullet[1]}{bullet[2]} {value}"),))
    label, colon, rest = text.rpartition(":")
    marks = re.match(r"\s*(?:\*\*|__)?", rest)
    kept = (
        f"{label}{colon}{marks[0].rstrip() if marks else ''}" if UNKNOWN.fullmatch(rest.strip("*_ ")) else text.rstrip()
    )
    return Change(line, line + 1, (NewLine(f"{kept} {value}"),))


def _has_fields(document: Document, notes: Notes) -> bool:
    """Whether the closing section holds anything already."""
    start, end = notes.sections.get("closing", (0, 0))
    heading = document.line(start) if start < end else ""
    if any(pattern.search(heading) for _, pattern in FIELDS):
        return True
    return any(
        not document.blank(number) and document.line(number).strip() != "---" for number in range(start + 1, end)
    )
