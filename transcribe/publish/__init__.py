"""Attach a recording to its page: links, item times and the transcript, planned as a whole and then written."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from transcribe import notes, origin, revision
from transcribe.clock import clock
from transcribe.draft import reading, standing
from transcribe.errors import PageChanged, PublishError
from transcribe.notes.markdown import LINK
from transcribe.notes.people import fold
from transcribe.publish import exports, links, slots, timeline, timing, transcript_page
from transcribe.publish.timing import Leads
from transcribe.schema import Published, Source, Transcript
from transcribe.wording import counted
from transcribe.work import check_writable, digest, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from transcribe.notes.fields import Purpose
    from transcribe.publish.timeline import Spoken, Timeline
    from transcribe.schema import DraftedLine, Notes, Times
    from transcribe.work import Work

TRANSCRIPT = "transcripts/{date}.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be published; what is None is taken from the page and from the last time.

    `transcript` is the path of the transcript beside the page, with `{date}` and `{page}` (the page's stem).
    """

    recording: str | None = None
    transcript: str = TRANSCRIPT
    formats: tuple[str, ...] = ()
    times: Times | None = None
    replace: bool = False
    patterns: Mapping[str, str] = field(default_factory=dict)
    timeline: Timeline | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that would be written. `files` are whole texts by path, the page's first; `notices` say what was left."""

    page: Path
    recording: str
    before: dict[Path, str | None]
    files: dict[Path, str]
    notices: tuple[str, ...]
    published: Published
    source: Source
    date: str | None = None

    @property
    def changes(self) -> dict[Path, str]:
        """The files that are not on disk already as they shall be."""
        return {path: text for path, text in self.files.items() if self.before[path] != text}


def plan(work: Work, request: Request) -> Plan:
    """Work out every file that publishing would write; nothing is written yet.

    Raises:
        PublishError: no recording is known, a check failed, or a file is in the way.
        TranscribeError: the work folder or the page cannot be read.
    """
    source = work.read("source", Source)
    page = origin.page(work, source)
    text = notes.load(page)
    revised = revision.load(work)
    last = work.held("published", Published)
    ours = source.drafted or standing.copied(text, revised.minutes)
    here = reading.read(text, ours, date=source.named)
    recording = _recording(request, last, text, here)
    hosts = links.Hosts(request.patterns, links.zoom_start(source.recordings))
    heard = work.read("transcript", Transcript)
    shown = request.timeline or _remembered(last, recording) or timeline.shifted(heard.duration)
    spoken = timeline.spoken(revised.utterances, revised.names, shown, heard.words)
    if not spoken:
        raise PublishError("Nothing that was said is in the published recording; check the offset.")
    target = _target(page, request.transcript, here.date or page.stem, source, last)
    known = replace(here, agenda=revised.notes.agenda)
    back = links.relative(_relative(page, target.parent))
    body = transcript_page.write(known, spoken, revised.sections, recording=recording, page_link=back, hosts=hosts)
    others = {_beside(target, form): exports.write(spoken, form, target.stem) for form in request.formats}
    written = {target: body, **others}
    before = {path: _existing(path) for path in written}
    _check_owned(before, written, page, last, replace=request.replace)
    relative = links.relative(_relative(target, page.parent))
    attached, notices = attach(
        text,
        source.named,
        recording,
        relative,
        replace=request.replace,
        instead=last.recording if last else None,
        drafted=ours,
    )
    leads = Leads(recording=recording, transcript=relative, hosts=hosts, spoken=spoken)
    times = request.times or timing.habit(text, here)
    wanted = {} if times == "none" else timing.item_marks(here, revised, leads)
    if times == "points":
        wanted |= timing.point_marks(revised, leads, shown)
    done = timing.marked(
        attached,
        reading.read(attached, ours, date=source.named),
        wanted,
        source.drafted,
        known=last.marks if last else (),
        replace_others=request.replace,
    )
    check(spoken, shown, [match[2] for mark in wanted.values() for match in LINK.finditer(mark)])
    if last and not request.timeline and not _remembered(last, recording) and _was_moved(last):
        notices += (f"The offset is not that of {last.recording}; --offset or --align says what it is here.",)
    if standing.missing(text, revised.minutes, source.drafted):
        how = f"transcribe review {shlex.quote(str(work.folder))} writes them there"
        notices += (f"The drafted minutes are not in {page.name} yet; {how}, as does process --in-place.",)
    if left := len(revised.utterances) - len(spoken):
        notices += (f"Left out, as not in the published recording: {counted(left, 'utterance')}.",)
    published = Published(
        recording=recording,
        pieces=shown.pieces,
        marks=done.marks,
        files={_relative(path, page.parent): _sha(content) for path, content in written.items()},
    )
    return Plan(
        page=page,
        recording=recording,
        before={page: text, **before},
        files={page: done.text, **written},
        notices=(*notices, *done.notices),
        published=published,
        source=_seen(replace(source, drafted=done.drafted), text, done.text),
        date=here.date,
    )


def write(work: Work, planned: Plan) -> tuple[Path, ...]:
    """Write what the plan changes, the page last, and remember what is ours; gives back what was written.

    Raises:
        PageChanged: a file is not what it was when the plan was made.
        WorkError: a file cannot be written; where that can be known before, none is.
    """
    for path, was in planned.before.items():
        if _existing(path) != was:
            raise PageChanged(f"{path} was changed in the meantime; run the same command again.")
    changed = planned.changes
    for path in (*changed, work.path("source"), work.path("published")):
        check_writable(path)
    for path in sorted(changed, key=lambda path: path == planned.page):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, changed[path])
    if work.read("source", Source) != planned.source:
        work.write("source", planned.source)
    remember(work, planned)
    return tuple(changed)


def remember(work: Work, planned: Plan) -> None:
    """Keep in the work folder what was published."""
    last = work.held("published", Published)
    files = {**(last.files if last else {}), **planned.published.files}
    work.write("published", replace(planned.published, files=files))


def attach(  # noqa: PLR0913 — the page, what it gets, and what of it gives way
    text: str,
    date: str | None,
    recording: str,
    transcript: str,
    *,
    replace: bool = False,
    instead: str | None = None,
    drafted: Sequence[DraftedLine] = (),
) -> tuple[str, tuple[str, ...]]:
    """The page with both links, and what was left as it was; `transcript` is a path relative to the page.

    With `replace`, links to the recording `instead` are those that change. `drafted` are lines of ours on the page.
    """
    here = reading.read(text, drafted, date=date)
    text, first = _linked(text, here, "recording", recording, replace=replace, instead=instead)
    here = reading.read(text, drafted, date=date)
    text, second = _linked(text, here, "transcript", transcript, replace=replace)
    return text, (*first, *second)


def check(spoken: Sequence[Spoken], shown: Timeline, addresses: Iterable[str]) -> None:
    """Look at all times, anchors and links of ours before anything is written.

    Raises:
        PublishError: one of them is wrong; the sentence names it.
    """
    end = max(piece.end + piece.offset for piece in shown.pieces)
    before = 0.0
    for said in spoken:
        if not before <= said.start <= said.end <= end + 0.001:
            raise PublishError(
                f"{said.id} would come at {clock(said.start)}, which is out of order or outside the recording."
            )
        before = said.start
    anchors = transcript_page.anchors([said.start for said in spoken])
    if len(set(anchors)) < len(anchors):
        raise PublishError("Two utterances would have the same anchor in the transcript.")
    for address in addresses:
        if "://" in address:
            links.checked(address)
        elif "#" in address and address.partition("#")[2] not in anchors:
            raise PublishError(f"{address} leads to no place in the transcript.")


def _beside(transcript: Path, form: str) -> Path:
    """The file for another form of the transcript."""
    path = transcript.with_suffix(f".{form}")
    if path == transcript:
        raise PublishError(f"--format {form} would overwrite the transcript {path}; choose another --transcript.")
    return path


def _seen(source: Source, before: str, after: str) -> Source:
    """The page as we leave it is no change by a person, unless it was changed before."""
    return replace(source, page_sha256=digest(after)) if source.page_sha256 == digest(before) else source


def _linked(
    text: str, page: Notes, purpose: Purpose, url: str, *, replace: bool, instead: str | None = None
) -> tuple[str, tuple[str, ...]]:
    found = slots.slots(text, page, purpose)
    same = next((slot for slot in found if not slot.waits and _same(slot.url, url)), None)
    if same is not None:
        return slots.mended(text, same), ()
    outdated = [slot for slot in found if not slot.waits and instead and _same(slot.url, instead)]
    if replace and outdated:
        for slot in sorted(outdated, key=lambda slot: (slot.line, slot.columns), reverse=True):
            text = slots.filled(text, slot, url)
        return text, ()
    found = tuple(slot for slot in found if slot.waits or not slot.streamed)
    waiting = next((slot for slot in found if slot.waits), None)
    if waiting is not None:
        return slots.filled(text, waiting, url), ()
    if not found:
        return slots.added(text, page, purpose, url), ()
    if replace:
        return slots.filled(text, found[0], url), ()
    left = f"The page names another {purpose} already, {found[0].url}; it was left, --replace changes it."
    return slots.mended(text, found[0]), (left,)


def _same(one: str, other: str) -> bool:
    if "://" in one and "://" in other:
        return links.identity(one) == links.identity(other)
    return os.path.normpath(unquote(one)) == os.path.normpath(unquote(other))


def _recording(request: Request, last: Published | None, text: str, here: Notes) -> str:
    if request.recording:
        url = links.checked(request.recording)
        if links.is_list(url):
            raise PublishError(f"{url} is a list of videos; give the link of this call's own video.")
        if links.is_unfinished(url):
            raise PublishError(f"{url} names no video; give the whole link of this call's own video.")
        if not request.replace:
            _check_place(url, text, here, last)
        return url
    named = [slot.url for slot in slots.slots(text, here, "recording") if not slot.waits]
    known = [*named[:1], *([last.recording] if last else [])]
    if last and any(_same(url, last.recording) for url in named):
        return last.recording
    if not known:
        raise PublishError("The page does not name the recording yet; say where it is with --recording URL.")
    return links.checked(known[0])


def _check_place(url: str, text: str, here: Notes, last: Published | None) -> None:
    """Refuse a second recording: the page has one of ours, or one in the only place for it."""
    found = slots.slots(text, here, "recording")
    named = [slot.url for slot in found if not slot.waits]
    ours = [named_url for named_url in named if last and _same(named_url, last.recording)]
    first = [slot for slot in found if slot.waits or not slot.streamed]
    taken = ours or ([] if any(slot.waits for slot in first) else [slot.url for slot in first])
    if taken and not any(_same(other, url) for other in named):
        raise PublishError(
            f"The page names another recording already, {taken[0]}, and nothing was changed; "
            f"--replace puts {url} in its place and changes every link with it."
        )


def _remembered(last: Published | None, recording: str) -> Timeline | None:
    same = last is not None and links.identity(last.recording) == links.identity(recording)
    return timeline.Timeline(last.pieces) if last and same else None


def _was_moved(last: Published) -> bool:
    """Whether what was published last had an offset or cuts."""
    return len(last.pieces) > 1 or any(piece.offset for piece in last.pieces)


def _target(page: Path, pattern: str, date: str, source: Source, last: Published | None) -> Path:
    """Where the transcript goes; the words that name the call are added where another of its day has that file."""
    target = page.parent / links.written(pattern, date=date, page=page.stem)
    words = re.findall(r"\w+", (source.call or "").removeprefix(source.date or ""))
    taken = target.exists() and _relative(target, page.parent) not in (last.files if last else {})
    if not words or not taken:
        return target
    return page.parent / links.written(pattern, date="-".join((date, *map(fold, words))), page=page.stem)


def _check_owned(
    before: Mapping[Path, str | None], written: Mapping[Path, str], page: Path, last: Published | None, *, replace: bool
) -> None:
    for path, was in before.items():
        if path.resolve() == page.resolve():
            raise PublishError(f"The transcript would overwrite the page {page}; choose another --transcript.")
        known = (last.files if last else {}).get(_relative(path, page.parent))
        if was is not None and was != written[path] and known != _sha(was) and not replace:
            raise PublishError(
                f"{path} is there already and is not what was published last; "
                "--replace overwrites it, --transcript PATH writes elsewhere."
            )


def _existing(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise PublishError(f"{path} is in the way and cannot be read ({error}).") from error


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
