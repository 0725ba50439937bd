"""Every type that is written to disk: what was heard, what the page says, what was drafted, what people changed.

All values are frozen and check themselves when made, also when they are read back from a file.
Times are seconds from the start of the recording, kept to the millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Seconds = float

PointKind = Literal["note", "decision", "action", "question"]
POINT_KINDS: tuple[PointKind, ...] = ("note", "decision", "action", "question")

Times = Literal["items", "points", "none"]
"""What shows when it was said: the first line of each item, every point, or nothing."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the recording; `start <= end`, both rounded to the millisecond."""

    start: Seconds
    end: Seconds

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", round(float(self.start), 3))
        object.__setattr__(self, "end", round(float(self.end), 3))
        if not 0 <= self.start <= self.end < float("inf"):
            message = f"a span must have 0 <= start <= end, not {self.start} and {self.end}"
            raise ValueError(message)

    @property
    def duration(self) -> Seconds:
        """Length in seconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Word(Span):
    """One recognised word; `text` keeps the space before it, so that words joined are the segment's text."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Segment(Span):
    """A run of words as the speech engine gave it.

    `voice` is set only where the source itself says who spoke (a Zoom transcript).
    """

    text: str
    words: tuple[Word, ...]
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that was said; segments in order, none beyond `duration`.

    `sureness` is how sure the engine is of the language, None where it was told or there was nothing to go by.
    """

    language: str
    duration: Seconds
    segments: tuple[Segment, ...]
    sureness: float | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word, in order."""
        return tuple(word for segment in self.segments for word in segment.words)


@dataclass(frozen=True, slots=True)
class Turn(Span):
    """A span in which one voice speaks; turns of different voices may overlap.

    `voice` is the diarizer's label, "Speaker 1", "Speaker 2" … in order of first speech,
    or the name that an imported transcript gives.
    """

    voice: str


@dataclass(frozen=True, slots=True)
class Utterance(Span):
    """What one voice said in one go.

    `id` is made from the start in milliseconds (`u0083460`) and is unique and ascending within a call.
    `confidence` is the share (0 to 1) of the utterance's words that lie inside a turn of its voice,
    times their mean probability.
    """

    id: str
    voice: str | None
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person of the page's list, as written there; `aliases` are other spellings that mean only this person."""

    name: str
    handle: str | None = None
    link: str | None = None
    aliases: tuple[str, ...] = ()
    role: str | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One top-level item of the agenda.

    `id` is a slug of the title, so that it survives a reordering of the page. `title` is the item's text without
    bullet and owner tags, as Markdown. `owners` are as written (`Kris`, `@leogr`). `notes` are the lines already
    below it, stripped of bullet and indent. `links` are the URLs of title and notes. `lines` is the item's span in
    the page: zero-based, half open, sub-notes included, blank lines after it not.
    """

    id: str
    title: str
    owners: tuple[str, ...]
    notes: tuple[str, ...]
    links: tuple[str, ...]
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page's header; `url` is empty or a stub (`...`, `https://`) while it waits to be filled."""

    text: str
    url: str
    line: int


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place the page keeps open for us.

    `kind` says for what, `lines` where (zero-based, half open), `text` what stands there.
    """

    kind: Literal["recording", "transcript", "minutes", "next-mc", "next-release", "next-call"]
    lines: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Notes:
    """What was read from one call of a page.

    `date` is ISO (2020-05-06) or None. `lines` is the call's span in the page, `sections` the line spans of its parts
    by kind (header, mc, attendees, absent, highlights, agenda, notes, closing), headings included; both are zero-based
    and half open.
    """

    title: str
    date: str | None
    mc: tuple[str, ...]
    attendees: tuple[Attendee, ...]
    agenda: tuple[AgendaItem, ...]
    links: tuple[Link, ...]
    placeholders: tuple[Placeholder, ...]
    lines: tuple[int, int]
    sections: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why something was concluded: what kind of sign, when, the words, and its weight in log-odds."""

    kind: str
    at: Seconds | None
    quote: str
    weight: float


@dataclass(frozen=True, slots=True)
class Naming:
    """Whose voice this is: an attendee's name as in the page, or None while it stays open."""

    voice: str
    name: str | None
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Section(Span):
    """A stretch of talk that belongs to one item, or to none (`item` None: off the agenda).

    Sections follow one another and hold every utterance once; an item may have several.
    `evidence` says why the section starts where it starts.
    """

    item: str | None
    utterances: tuple[str, ...]
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One drafted line.

    `text` is plain Markdown without bullet or `[Name]` tag; `speakers` are display names, `utterances` the ids it
    rests on, `at` the moment it starts. `id` is made from its first utterance (`p0083460`).
    """

    id: str
    item: str | None
    kind: PointKind
    text: str
    speakers: tuple[str, ...]
    at: Seconds
    utterances: tuple[str, ...]
    confidence: float

    def __post_init__(self) -> None:
        if not self.utterances:
            message = f"point {self.id} names no utterance"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class ClosingField:
    """Something said aloud that the page's Closing section asks for."""

    field: Literal["next-mc", "next-release", "next-call"]
    value: str
    at: Seconds
    utterances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misheard:
    """A name or term of an utterance that was most likely misheard: what was heard and what was meant."""

    utterance: str
    heard: str
    meant: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole draft: points in the order in which they stand under their item (None: "Other").

    `not_discussed` are ids of items nobody took up; `unlisted` are display names or voices that spoke but are not
    on the page's list. `misheard` is proposed for the transcript, in its order; the points have it mended. `notices`
    say what went less well in the drafting.
    """

    points: tuple[Point, ...]
    not_discussed: tuple[str, ...] = ()
    closing: tuple[ClosingField, ...] = ()
    unlisted: tuple[str, ...] = ()
    misheard: tuple[Misheard, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A correction by a person: which place, which field of it, what it replaced, what it is now, and when (ISO, UTC).

    `target` is the id of an utterance, point, item or voice; `was` and `now` are the field's values as text, None for
    "nothing there". `point` is the drafted line that it was made to, by which that is known in another draft.
    """

    target: str
    field: str
    was: str | None
    now: str | None
    at: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Who signed the minutes, and when (ISO, UTC)."""

    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Review:
    """All that people changed, in the order in which they did.

    Edits made by one action share their `at`. `undone` are edits taken back that can still be done again, the next
    one last; a new edit empties it.
    """

    edits: tuple[Edit, ...] = ()
    approved: Approval | None = None
    undone: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftedLine:
    """A line that we wrote, as it stands in the page, to be known again.

    `was` is the line it replaced (or lines), None where it was added. `above` and `below` are the lines around it at
    that time, None at the top and at the end. `number` is its place in the drafted page (zero-based, -1 where that is
    not known). `theirs`: a person reworded it or wrote below it since, so that it stays as it stands, with the lines
    below it. `words` are those of its point, None where it shows none or they are not known.
    """

    text: str
    was: str | None = None
    above: str | None = None
    point: str | None = None
    number: int = -1
    theirs: bool = False
    below: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What a work folder was made from: the page, the recordings in order, and which call.

    Both are paths from the work folder on (`origin`), or whole ones.

    `page_sha256` tells the page as it was read or last written by us from one that a person changed since. `drafted`
    are the lines that were last written into the page in place; those that still stand unchanged are ours to replace, a
    line that differs is a person's. `notices` say what could not be decoded. `recordings_sha256` are the
    digests of the recordings' bytes, none where they are not known. `times` and `voices` are what the last run was told
    other than the settings say (`options.told`), None where it went by them. `call` is its date with words that tell it
    from others of that day.
    """

    page: str
    recordings: tuple[str, ...]
    date: str | None
    page_sha256: str
    drafted: tuple[DraftedLine, ...] = ()
    notices: tuple[str, ...] = ()
    recordings_sha256: tuple[str, ...] = ()
    times: Times | None = None
    voices: bool | None = None
    call: str | None = None

    @property
    def named(self) -> str | None:
        """What names the call on its page."""
        return self.call or self.date


@dataclass(frozen=True, slots=True)
class Piece(Span):
    """A stretch of the recording that was published; there it comes `offset` seconds later."""

    offset: Seconds


@dataclass(frozen=True, slots=True)
class Published:
    """What was published last, so that our own time marks and files are known again.

    `recording` is its address, `pieces` what it holds of the file. `marks` are the time marks on the page as written,
    `files` the sha256 of each file beside the page, by its path from there.
    """

    recording: str
    pieces: tuple[Piece, ...]
    marks: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
