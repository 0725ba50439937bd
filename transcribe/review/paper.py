"""The page as it will be: the person's lines, the drafted ones at their place, and how it gets onto the disk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from transcribe import draft, notes, options, origin
from transcribe.draft import staying
from transcribe.errors import PageChanged, PageError
from transcribe.notes.markdown import split_lines
from transcribe.notes.neighbours import pages_beside
from transcribe.work import check_writable, digest, write_whole

if TYPE_CHECKING:
    from transcribe.draft.changes import Draft, Undone
    from transcribe.review.store import State
    from transcribe.revision import Revision
    from transcribe.schema import Minutes, Notes, Point
    from transcribe.work import Work


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page as it will be.

    `kind` tells whose it is: a person's (kept), ours (added), one of ours that is a point, or a person's line that
    gives way (gone). `before` and `after` are what stands around a point's text. `item` is the agenda item that
    begins here, `ends` the items whose lines and points end here.
    """

    kind: Literal["kept", "added", "point", "gone"]
    text: str
    before: str = ""
    after: str = ""
    point: Point | None = None
    item: str | None = None
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """The page on disk and the page as it will be.

    `undone` is the page without our lines. `moved_on`: a person changed it since the call was processed. `homeless`
    are points whose item is gone from it.
    """

    path: Path
    on_disk: str
    undone: Undone
    draft: Draft
    notes: Notes
    minutes: Minutes
    moved_on: bool
    homeless: tuple[Point, ...]

    @property
    def drafted(self) -> str:
        """The page as it will be."""
        return self.draft.text

    @property
    def digest(self) -> str:
        """Tells this text on disk from any other."""
        return digest(self.on_disk)


def read(work: Work, state: State) -> Paper:
    """The page as it is on disk now, with the minutes as people corrected them.

    Raises:
        PageError: the page is gone or cannot be read.
    """
    path = origin.page(work, state.source)
    on_disk = notes.load(path)
    called = partial(_notes, named=state.source.named, hint=Path(state.source.recordings[0]).stem)
    undone = staying.left(on_disk, state.source.drafted, state.revision.minutes, called)
    moved_on = digest(on_disk) != state.source.page_sha256
    page = called(undone.text)
    whole, homeless = _rehoused(state.revision, page)
    times = options.of_call(path.parent, state.source).times
    left = draft.without(whole, undone.deleted)
    beside = _beside(path, state.source.date)
    names = state.revision.names
    drafted = draft.draft(undone.text, page, left, names, times=times, others=beside, theirs=undone.theirs)
    minutes = draft.without(whole, undone.kept)
    return Paper(path, on_disk, undone, drafted, page, minutes, moved_on, homeless)


def lines(paper: Paper) -> tuple[Line, ...]:
    """The call's part of the page as it will be, with every point at its place."""
    points = {point.id: point for point in paper.minutes.points}
    heads = {item.lines[0]: item.id for item in paper.notes.agenda}
    ours = {line.number: line for line in paper.draft.lines}
    first, last = paper.notes.lines
    found: list[Line] = []
    place = 0
    for number, ended in enumerate(split_lines(paper.draft.text)):
        text = ended.rstrip("\r\n")
        mine = ours.get(number)
        if mine is None:
            found += [Line("kept", text, item=heads.get(place))] if first <= place < last else []
            place += 1
            continue
        if mine.theirs:
            found.append(Line("kept", text))
            continue
        replaced = [] if mine.was is None else mine.was.split("\n")
        found += [Line("gone", old) for old in replaced if first <= place < last]
        place += len(replaced)
        point = points.get(mine.point or "")
        found.append(_point_line(text, point) if point else Line("added", text))
    return _with_ends(tuple(found))


def _point_line(text: str, point: Point) -> Line:
    """A point with what stands around its text."""
    said = " ".join(point.text.split())
    at = text.rfind(said)
    if at < 0:
        return Line("point", text, point=point)
    return Line("point", text, text[:at], text[at + len(said) :], point)


def write(work: Work, state: State, seen: str) -> Paper:
    """Put the minutes into the page; `seen` is the digest of the page that the person was shown.

    Raises:
        PageChanged: it is another page now.
        PageError: the page is gone or cannot be read.
        WorkError: it cannot be written; where that can be known before, nothing is.
    """
    paper = read(work, state)
    if paper.digest != seen:
        raise PageChanged(f"{paper.path.name} was changed on disk after this difference was shown.")
    changed = paper.drafted != paper.on_disk
    for path in (*([paper.path] if changed else []), work.folder / "minutes.md", work.path("source")):
        check_writable(path)
    if changed:
        write_whole(paper.path, paper.drafted)
    work.write_text("minutes.md", paper.drafted)
    source = replace(
        state.source,
        page=origin.kept(work, paper.path),
        page_sha256=digest(paper.drafted),
        drafted=(*paper.draft.lines, *paper.undone.lost),
    )
    work.write("source", source)
    return replace(paper, on_disk=paper.drafted, moved_on=False)


@lru_cache(maxsize=2)
def _beside(path: Path, date: str | None) -> tuple[str, ...]:
    """The pages that teach how the community writes, as they are when the review begins."""
    return pages_beside(path, date)


@lru_cache(maxsize=8)
def _notes(text: str, named: str | None, hint: str) -> Notes:
    """What the page says about this call; read again because its lines may have moved, and its date changed."""
    try:
        return notes.read(text, date=named, hint=hint)
    except PageError:
        return notes.read(text, hint=f"{named or ''} {hint}")


def _rehoused(revised: Revision, page: Notes) -> tuple[Minutes, tuple[Point, ...]]:
    """The minutes for the page as it is; points of an item that is gone from it stand under no item."""
    there = {item.id for item in page.agenda}
    homeless = tuple(point for point in revised.minutes.points if point.item is not None and point.item not in there)
    points = tuple(replace(point, item=None) if point in homeless else point for point in revised.minutes.points)
    silent = tuple(item for item in revised.minutes.not_discussed if item in there)
    return replace(revised.minutes, points=points, not_discussed=silent), homeless


def _with_ends(found: tuple[Line, ...]) -> tuple[Line, ...]:
    """Mark the last line of each item, below which a new point of it goes."""
    last: dict[str, int] = {}
    item: str | None = None
    for place, line in enumerate(found):
        if line.item is not None:
            item = line.item
            last[item] = place
        if line.point is not None and line.point.item is not None:
            last[line.point.item] = place
        elif item is not None and line.kind == "kept" and line.text.startswith((" ", "\t")) and line.text.strip():
            last[item] = max(last[item], place)
        elif item is not None and line.kind == "kept" and line.text.startswith("#"):
            item = None
    ends: dict[int, list[str]] = {}
    for name, place in last.items():
        ends.setdefault(place, []).append(name)
    return tuple(replace(line, ends=tuple(ends.get(place, ()))) for place, line in enumerate(found))
