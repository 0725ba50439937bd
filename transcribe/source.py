"""What a work folder was made from, and what becomes of it when another call comes under the same name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from transcribe import audio, notes, origin
from transcribe.errors import WorkError
from transcribe.schema import Transcript
from transcribe.work import SUFFIX, digest
from transcribe.zoom.captions import is_transcript

if TYPE_CHECKING:
    from transcribe.pipeline import Pipeline
    from transcribe.schema import Source
    from transcribe.work import Work

SAME_LENGTH = 0.01
"""Copies of one recording in two formats differ in length by a smaller share than this, or by SAME_LENGTH_S."""
SAME_LENGTH_S = 3.0


def make_room(pipeline: Pipeline) -> str | None:
    """Move the work folder away where it is another call's; gives back what to tell, None where it stays.

    Raises:
        WorkError: it is that of another recording which is still there, or cannot be moved.
    """
    before, work = pipeline.source, pipeline.work
    if before is None or not is_another_call(before, pipeline):
        return None
    old, new = Path(before.recordings[0]), pipeline.first
    there = origin.found(work, before, before.recordings[0])
    if there is not None and old.name != new.name:
        raise WorkError(
            f"{work.folder} holds the work on {old.name}, which is another recording; "
            f"give {new} a name of its own, or move {old.name} away."
        )
    with work.locked():
        aside = _free_name(work, before)
    try:
        work.folder.rename(aside)
    except OSError as error:
        raise WorkError(f"Cannot move {work.folder} to {aside.name}: {error.strerror}.") from error
    return f"{work.folder.name} was another call's{_of(before)}; with its corrections it is kept as {aside.name}."


def is_another_call(before: Source, pipeline: Pipeline) -> bool:
    """Whether the folder was made from another recording and for another page.

    A new download keeps its page, a corrected page its recording. On the same page a file of another name is another
    call unless it is as long.
    """
    if not before.recordings_sha256 or set(before.recordings_sha256) & set(pipeline.digests.values()):
        return False
    if not _is_the_same_page(before, pipeline):
        return True
    return Path(before.recordings[0]).name != pipeline.first.name and not _is_as_long(before, pipeline)


def _is_the_same_page(before: Source, pipeline: Pipeline) -> bool:
    if before.page_sha256 in {digest(pipeline.page_text), digest(pipeline.undone.text)}:
        return True
    page = origin.found(pipeline.work, before, before.page)
    if before.date is None or page is None or page.resolve() != pipeline.page.resolve():
        return False
    return before.date == notes.read(pipeline.undone.text, date=pipeline.date, hint=pipeline.hint).date


def _is_as_long(before: Source, pipeline: Pipeline) -> bool:
    """Whether two recordings last as long as far as that is known; a transcript ends with its last word."""
    if not pipeline.work.path("transcript").is_file() or any(map(is_transcript, map(Path, before.recordings))):
        return True
    earlier, now = pipeline.work.read("transcript", Transcript).duration, audio.length(pipeline.recordings)
    return not now or abs(now - earlier) <= max(SAME_LENGTH_S, SAME_LENGTH * earlier)


def _free_name(work: Work, before: Source) -> Path:
    stem = f"{work.folder.name.removesuffix(SUFFIX)}.{before.date or 'before'}"
    numbered = (f"{stem}{f'-{number}' if number > 1 else ''}{SUFFIX}" for number in range(1, 1000))
    return next(path for name in numbered if not (path := work.folder.with_name(name)).exists())


def _of(before: Source) -> str:
    return f" ({before.date})" if before.date else ""
