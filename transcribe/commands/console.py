"""What the commands show: progress while they work, and what came out of it."""

from __future__ import annotations

import shlex
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from transcribe import languages
from transcribe.clock import clock
from transcribe.commands import which_call
from transcribe.notes.doubts import doubts
from transcribe.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from transcribe.engines.weights import Row
    from transcribe.pipeline import Pipeline
    from transcribe.schema import AgendaItem, Attendee, Naming, Section
    from transcribe.stages import Watch

LABELS = {
    "audio": "Reading the recording",
    "notes": "Reading the page",
    "captions": "Reading the transcript",
    "labels": "Reading who spoke",
    "transcript": "Recognising speech",
    "turns": "Telling voices apart",
    "utterances": "Joining words and voices",
    "names": "Naming voices",
    "sections": "Finding the items",
    "minutes": "Drafting minutes",
}

SURE = 0.9
"""From this confidence on a name is shown without a question mark."""

SHOWN = 8
"""So many times of links that were left out are told."""

QUARTER = 0.25
"""Where there is no terminal, a line is written whenever so much more of a stage is done."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[Watch]:
    """Bars on stderr where it is a terminal, plain lines where it is not, nothing when `quiet`."""
    from transcribe.stages import unwatched

    if quiet:
        yield unwatched
    elif sys.stderr.isatty():
        with _bars() as watch:
            yield watch
    else:
        yield _Lines()


@contextmanager
def _bars() -> Iterator[Watch]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:<26}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True)) as bars:

        def watch(stage: str, done: float, total: float) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(escape(LABELS.get(stage, stage)), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield watch


class _Lines:
    """A plain line at the start of a stage, at each quarter and at its end."""

    def __init__(self) -> None:
        self._begun: dict[str, float] = {}
        self._told: dict[str, float] = {}

    def __call__(self, stage: str, done: float, total: float) -> None:
        label = LABELS.get(stage, stage)
        share = done / total if total else 1.0
        now = time.monotonic()
        if stage not in self._begun:
            self._begun[stage], self._told[stage] = now, 0.0
            click.echo(f"{label} …", err=True)
        elif share >= 1 > self._told[stage]:
            click.echo(f"{label}: done in {now - self._begun[stage]:.0f} s", err=True)
            self._told[stage] = 1.0
        elif share - self._told[stage] >= QUARTER and share < 1:
            left = (now - self._begun[stage]) * (1 - share) / share
            click.echo(f"{label}: {share:.0%}, about {left:.0f} s left", err=True)
            self._told[stage] = share


def summary(pipeline: Pipeline, written: Path | None, until: str) -> None:
    """Tell an MC in ten seconds what was found, what is open, where the page is and what to do next."""
    if written is None:
        click.echo(f"Stopped after {until}; the results are in {pipeline.work.folder}")
        return
    revised = pipeline.revision
    notes = pipeline.notes
    if which := which_call.chosen(pipeline.undone.text, notes):
        click.echo(which)
    _people(pipeline)
    _items(notes.agenda, revised.sections, pipeline)
    unsure = (
        *which_call.doubts(pipeline.page_text, notes),
        *doubts(pipeline.undone.text, notes, pipeline.transcript.duration),
        *languages.doubts(pipeline.transcript),
    )
    for sentence in filter(None, (*unsure, *pipeline.notices, _unlinked(pipeline), *pipeline.missing)):
        click.echo(f"Note: {sentence}", err=True)
    if revised.stale:
        from transcribe.revision.telling import told

        have = "has its" if len(revised.stale) == 1 else "have their"
        click.echo(f"\n{counted(len(revised.stale), 'correction')} no longer {have} place:")
        for edit in revised.stale:
            click.echo(f"  {told(edit)}")
    recording = shlex.quote(str(pipeline.first))
    page, draft = shlex.quote(str(pipeline.page)), shlex.quote(str(written))
    click.echo(f"\nThe drafted page: {written}")
    if written != pipeline.page:
        click.echo(f"  what it adds:    git diff --no-index {page} {draft}")
        click.echo("  put it in place: the same command with --in-place")
    elif any((folder / ".git").exists() for folder in written.resolve().parents):
        click.echo(f"  what it adds:    git diff {page}")
    click.echo(f"Next: transcribe review {recording}")
    click.echo(f"Then: transcribe publish {recording} --recording URL")


def _people(pipeline: Pipeline) -> None:
    from transcribe.utterances import talk_time

    revised = pipeline.revision
    labelled = not pipeline.recordings and bool(pipeline.turns)
    namings = {naming.voice: naming for naming in revised.names}
    spoken: dict[str, float] = {}
    for voice, seconds in talk_time(revised.utterances).items():
        who = _who(namings.get(voice or ""), voice, pipeline.notes.attendees, labelled=labelled)
        spoken[who] = spoken.get(who, 0.0) + seconds
    named = sum(bool(naming.name) for naming in revised.names)
    spoken_in = languages.in_words(pipeline.transcript)
    told = "with names in the transcript, {} of them on the page's list" if labelled else "{} of them named"
    click.echo(
        f"The call lasts {clock(pipeline.transcript.duration)}{f' and is in {spoken_in}' if spoken_in else ''}; "
        f"{counted(len(revised.names), 'voice')}, {told.format(named)}:"
    )
    for who, seconds in sorted(spoken.items(), key=lambda entry: -entry[1]):
        click.echo(f"  {clock(seconds):>8}  {who}")


def _who(naming: Naming | None, voice: str | None, people: Sequence[Attendee], *, labelled: bool) -> str:
    from transcribe.names import GUEST

    if labelled and voice and (naming is None or naming.name is None):
        return f"{voice} (not on the page's list)" if people else voice
    if naming is None or naming.name is None:
        guest = next((sign.quote for sign in naming.evidence if sign.kind == GUEST), None) if naming else None
        sounds = f"; sounds like {guest}, who is not on the page's list" if guest else ""
        return f"{voice or 'nobody in particular'} (open{sounds})"
    strange = bool(people) and all(person.name != naming.name for person in people)
    marks = [*(["probably"] if naming.confidence < SURE else []), *(["not on the page's list"] if strange else [])]
    return f"{naming.name} ({', '.join(marks)})" if marks else naming.name


def _items(agenda: Sequence[AgendaItem], sections: Sequence[Section], pipeline: Pipeline) -> None:
    minutes = pipeline.revision.minutes
    click.echo("\nItems:" if agenda else "\nThe page has no agenda; what was said is drafted as Other.")
    for item in agenda:
        starts = [clock(section.start) for section in sections if section.item == item.id]
        points = sum(point.item == item.id for point in minutes.points)
        told = f"{', '.join(starts)}" if starts and item.id not in minutes.not_discussed else "not discussed"
        click.echo(f"  {told:>14}  {_short(item.title)}" + (f"  ({counted(points, 'point')})" if points else ""))
    other = sum(point.item is None for point in minutes.points)
    if other:
        click.echo(f"  {'':>14}  Other  ({counted(other, 'point')})")


def _unlinked(pipeline: Pipeline) -> str:
    """A sentence on the links that were pasted into the chat and are not in the minutes, empty where none is left."""
    from transcribe.minutes.links import left_out

    left = left_out(pipeline.minutes.points, pipeline.notes, pipeline.chat)
    if not left:
        return ""
    times = list(dict.fromkeys(clock(at) for at, _ in left))
    more = f" and {counted(len(times) - SHOWN, 'other time')}" if len(times) > SHOWN else ""
    are = "is" if len(left) == 1 else "are"
    which = f"{counted(len(left), 'link')} of {pipeline.files.chats[0].name}"
    return f"{which} {are} not in the minutes, pasted at {', '.join(times[:SHOWN])}{more}."


def _short(title: str, width: int = 60) -> str:
    import re

    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)
    return plain if len(plain) <= width else plain[: width - 1] + "…"


def weights_table(rows: Sequence[Row]) -> None:
    """Show the known weights: where each was found, verified or not."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("name", "size", "licence", "verified", "found"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        verified = "–" if row.found is None else {True: "yes", False: "no", None: "unknown"}[row.found.verified]
        where = f"{row.found.source}: {row.found.path}" if row.found else f"transcribe models fetch {row.weights.name}"
        table.add_row(row.weights.name, f"{row.weights.size / 1e6:,.0f} MB", row.weights.licence, verified, where)
    Console(width=None if sys.stdout.isatty() else 160).print(table)
