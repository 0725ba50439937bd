"""The page as it will be: the person's lines, the drafted ones at their place, and how it gets onto the disk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from transcribe import draft, notes
from transcribe.draft import DraftedLine
from transcribe.errors import PageChanged
from transcribe.options import load as load_options
from transcribe.work import Recipe, digest, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from transcribe.draft import Draft
    from transcribe.review.store import State
    from transcribe.revision import Revision
    from transcribe.schema import Minutes, Notes, Point, Source
    from transcribe.work import Work

MARKS = ("\ue000", "\ue001")
"""Private-use characters around a point's id behind its text: no page holds them, so they tell where it went."""


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

    `human` is the page without our lines. `moved_on`: a person changed it since the call was processed. `homeless` are
    points whose item is gone from it, `taken_over` those that a person reworded or deleted on the page itself.
    """

    path: Path
    on_disk: str
    human: str
    draft: Draft
    notes: Notes
    minutes: Minutes
    moved_on: bool
    homeless: tuple[Point, ...]
    taken_over: frozenset[str]

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
    path = Path(state.source.page)
    if not path.is_file():
        path = next((place for place in (work.folder.parent / path.name,) if place.is_file()), path)
    on_disk = notes.load(path)
    undone = draft.undo(on_disk, _ours(state.source))
    moved_on = digest(on_disk) != state.source.page_sha256
    page = _notes(undone.text, f"{state.source.date or ''} {Path(state.source.recordings[0]).stem}")
    minutes, homeless = _rehoused(state.revision, page, undone.kept)
    drafted = draft.draft(undone.text, page, minutes, state.revision.names, times=load_options(path.parent).times)
    return Paper(path, on_disk, undone.text, drafted, page, minutes, moved_on, homeless, undone.kept)


def lines(paper: Paper, revised: Revision) -> tuple[Line, ...]:
    """The call's part of the page as it will be, with every point at its place."""
    marked = replace(
        paper.minutes,
        points=tuple(replace(point, text=point.text + point.id.join(MARKS)) for point in paper.minutes.points),
    )
    times = load_options(paper.path.parent).times
    new = draft.render(paper.human, paper.notes, marked, revised.names, times=times).splitlines()
    old = paper.human.splitlines()
    first, last = paper.notes.lines
    points = {point.id: point for point in paper.minutes.points}
    heads = {item.lines[0]: item.id for item in paper.notes.agenda}
    found: list[Line] = []
    for kind, text, place in _compared(old, new):
        if place is not None and not first <= place < last:
            continue
        if kind == "added" and MARKS[0] in text:
            found.append(_point_line(text, points))
        else:
            found.append(Line(kind, text, item=heads.get(place) if place is not None else None))
    return _with_ends(tuple(found))


def _point_line(text: str, points: Mapping[str, Point]) -> Line:
    """A point with what stands around its text."""
    before, _, rest = text.partition(MARKS[0])
    name, _, after = rest.partition(MARKS[1])
    point = points[name]
    said = " ".join(point.text.split())
    around = before[: -len(said)] if before.endswith(said) else before[: before.find(said[:1])]
    return Line("point", text, around, after, point)


def write(work: Work, state: State, seen: str) -> Paper:
    """Put the minutes into the page; `seen` is the digest of the page that the person was shown.

    Raises:
        PageChanged: it is another page now.
        PageError: the page is gone or cannot be read.
        WorkError: it cannot be written.
    """
    paper = read(work, state)
    if paper.digest != seen:
        raise PageChanged(f"{paper.path.name} was changed on disk after this difference was shown.")
    if paper.drafted != paper.on_disk:
        write_whole(paper.path, paper.drafted)
    work.write_text("minutes.md", paper.drafted)
    source = replace(
        state.source,
        page=str(paper.path.resolve()),
        page_sha256=digest(paper.drafted),
        drafted=_remembered(paper, state.source),
    )
    work.write("source", Recipe(stage="source", version=1), source)
    return replace(paper, on_disk=paper.drafted, moved_on=False)


def _ours(source: Source) -> tuple[DraftedLine, ...]:
    return tuple(line if isinstance(line, DraftedLine) else DraftedLine(line) for line in source.drafted)


def _remembered(paper: Paper, source: Source) -> tuple[DraftedLine, ...]:
    """Our lines as written, and those that a person took over, so that they do not come back."""
    return (*paper.draft.lines, *(line for line in _ours(source) if line.point in paper.taken_over))


@lru_cache(maxsize=8)
def _notes(text: str, hint: str) -> Notes:
    """What the page says about this call; read again because its lines may have moved."""
    return notes.read(text, hint=hint)


def _rehoused(revised: Revision, page: Notes, taken_over: frozenset[str]) -> tuple[Minutes, tuple[Point, ...]]:
    """The minutes for the page as it is; points of an item that is gone from it stand under no item."""
    there = {item.id for item in page.agenda}
    homeless = tuple(point for point in revised.minutes.points if point.item is not None and point.item not in there)
    points = tuple(
        replace(point, item=None) if point in homeless else point
        for point in revised.minutes.points
        if point.id not in taken_over
    )
    silent = tuple(item for item in revised.minutes.not_discussed if item in there)
    return replace(revised.minutes, points=points, not_discussed=silent), homeless


def _compared(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[Literal["kept", "added", "gone"], str, int | None]]:
    """Each line of both: what became of it, its text, and where it stood."""
    for tag, begin, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            for place in range(begin, end):
                yield "kept", old[place], place
            continue
        for place in range(begin, end):
            yield "gone", old[place], place
        for place in range(first, last):
            yield "added", new[place], None


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
