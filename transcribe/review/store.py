"""The work folder as the review page sees it, and the one way to change what people said about it.

A change carries the digest that its page showed and is refused when the files moved on; what is accepted is on disk
before it is answered.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from transcribe import revision
from transcribe.errors import TranscribeError
from transcribe.schema import POINT_KINDS, Approval, Edit, Review, Source, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transcribe.revision import Revision
    from transcribe.revision.following import Machine
    from transcribe.work import Work

MACHINE_FILES = ("notes", "transcript", "utterances", "names", "sections", "minutes")
LOCK_TIMEOUT_S = 10
SAID_AGAIN = ("name", "kept", "item")
"""Fields where the same value again says something: a person agrees with the machine, or an item starts here anew."""


class Conflict(TranscribeError):
    """The work folder is not the one that the change was made on."""


class Refused(TranscribeError):
    """A change that makes no sense here."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change that a person wants; what it replaces and when is added here."""

    target: str
    field: str
    now: str | None


@dataclass(frozen=True, slots=True)
class State:
    """All that the page shows, read in one go; `digest` changes whenever a file of it changes."""

    source: Source
    made: Machine
    transcript: Transcript | None
    revision: Revision
    digest: str

    @property
    def duration(self) -> float:
        """Length of the call in seconds, as far as anybody knows."""
        last = max((utterance.end for utterance in self.made.utterances), default=0.0)
        return max(self.transcript.duration, last) if self.transcript else last


class Store:
    """One work folder; safe to use from several threads and beside another process."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._lock = threading.RLock()
        self._stamp: object = None
        self._state: State | None = None

    def state(self) -> State:
        """What the files hold now; they are read again only when one changed.

        Raises:
            WorkError: a file is missing or cannot be read.
        """
        with self._lock:
            stamp = self._stamps()
            if self._state is None or stamp != self._stamp:
                self._state, self._stamp = self._read(stamp), stamp
            return self._state

    def change(self, digest: str, wanted: Sequence[Wanted]) -> State:
        """Record what a person wants, as one action.

        Raises:
            Conflict: the files are not those of `digest` any more.
            Refused: a place that does not exist or a value it cannot have.
        """

        def changed(state: State) -> Review:
            at = _moment(state.revision.review)
            drafted = {point.id: point for point in state.revision.drafted.points}
            known = {*drafted, *(edit.target for edit in state.revision.review.edits)}
            if any(one.field == "new" and one.target in known for one in wanted):
                raise Refused("There is or was a point of this name already; add it under another.")
            edits = tuple(
                Edit(
                    target=one.target,
                    field=one.field,
                    was=value(state.revision, one.target, one.field),
                    now=one.now,
                    at=at,
                    point=drafted.get(one.target),
                )
                for one in wanted
            )
            edits = tuple(edit for edit in edits if edit.was != edit.now or edit.field in SAID_AGAIN)
            for edit in edits:
                _check(edit)
            if not edits:
                return state.revision.review
            review = Review((*state.revision.review.edits, *edits))
            if set(edits) & set(revision.revise(state.made, review, state.source.drafted).stale):
                raise Refused("This place is not there any more; reload to see what is.")
            return review

        return self._update(digest, changed)

    def undo(self, digest: str) -> State:
        """Take the last action back."""

        def undone(state: State) -> Review:
            review = state.revision.review
            kept, last = _last_action(review.edits)
            return Review(kept, None, (*review.undone, *last))

        return self._update(digest, undone)

    def redo(self, digest: str) -> State:
        """Do again what was taken back last."""

        def redone(state: State) -> Review:
            review = state.revision.review
            kept, last = _last_action(review.undone)
            return Review((*review.edits, *last), None, kept)

        return self._update(digest, redone)

    def approve(self, digest: str, who: str) -> State:
        """Record who signed, and when; the next change takes the signature away."""
        if not who.strip():
            raise Refused("Say who approves these minutes.")
        approval = Approval(who.strip(), datetime.now(UTC).isoformat(timespec="microseconds"))
        return self._update(digest, lambda state: replace(state.revision.review, approved=approval))

    def _update(self, digest: str, make: Callable[[State], Review]) -> State:
        with self._lock, self.work.locked(".review.lock", patience_s=LOCK_TIMEOUT_S):
            state = self.state()
            if state.digest != digest:
                raise Conflict("This call was changed somewhere else since this page showed it.")
            review = make(state)
            if review != state.revision.review:
                revision.write_review(self.work, review)
            return self.state()

    def _read(self, stamp: object) -> State:
        before = self._state
        work = self.work
        review = revision.read_review(work)
        if (
            before is not None
            and isinstance(stamp, tuple)
            and isinstance(self._stamp, tuple)
            and stamp[1:] == self._stamp[1:]
        ):
            made, transcript, source = before.made, before.transcript, before.source
        else:
            made = revision.machine(work)
            transcript = work.held("transcript", Transcript)
            source = work.read("source", Source)
        digest = hashlib.sha256(repr(stamp).encode()).hexdigest()[:16]
        return State(source, made, transcript, revision.revise(made, review, source.drafted), digest)

    def _stamps(self) -> tuple[object, ...]:
        review = self.work.path("review")
        said = hashlib.sha256(review.read_bytes()).hexdigest() if review.exists() else ""
        return (said, *(_stamp(self.work, name) for name in (*MACHINE_FILES, "source")))


def value(revised: Revision, target: str, field: str) -> str | None:
    """What a field holds now, as text."""
    point = next((point for point in revised.minutes.points if point.id == target), None)
    if point is not None and field in ("text", "kind", "item"):
        return {"text": point.text, "kind": point.kind, "item": point.item}[field]
    utterance = next((utterance for utterance in revised.utterances if utterance.id == target), None)
    if utterance is not None and field in ("text", "voice"):
        return {"text": utterance.text, "voice": utterance.voice}[field]
    if utterance is not None:
        return next((section.item for section in revised.sections if target in section.utterances), None)
    naming = next((naming for naming in revised.names if naming.voice == target), None)
    if naming is not None and field == "name":
        return revision.NOBODY_OF_OURS if target in revised.guests else naming.name
    if field == "not_discussed":
        return revision.YES if target in revised.minutes.not_discussed else None
    return revised.current(target, field)


def _check(edit: Edit) -> None:
    if edit.field == "kind" and edit.now not in POINT_KINDS:
        raise Refused(f"A point is a note, decision, action or question, not {edit.now!r}.")
    if edit.field in ("text", "voice") and not (edit.now or "").strip():
        raise Refused("This cannot be left empty; delete the point instead.")
    if edit.field == "merged" and edit.now == edit.target:
        raise Refused("A voice cannot be merged into itself.")


def _last_action(edits: tuple[Edit, ...]) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """The edits before the last action, and those of it: they share their moment."""
    if not edits:
        return (), ()
    first = len(edits)
    while first and edits[first - 1].at == edits[-1].at:
        first -= 1
    return edits[:first], edits[first:]


def _moment(review: Review) -> str:
    """Now, and never the moment of the action before."""
    taken = {edit.at for edit in (*review.edits[-1:], *review.undone[-1:])}
    while True:
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        if now not in taken:
            return now


def _stamp(work: Work, name: str) -> object:
    try:
        status = work.path(name).stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
