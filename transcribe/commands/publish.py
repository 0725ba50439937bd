"""`transcribe publish` and `transcribe index`: parse, call one function, say what happened."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from transcribe.schema import Times

if TYPE_CHECKING:
    from transcribe.publish import Plan, Request
    from transcribe.publish.handover import Repository
    from transcribe.publish.timeline import Timeline
    from transcribe.work import Work

FORMATS = ("vtt", "srt", "txt", "json", "rttm")
NEW_FILE_LINES = 8
"""Of a file that is new, so many lines are shown."""

CHANGED_FILE_LINES = 24
"""Of the change of another file than the page, so many lines are shown."""


@click.command(no_args_is_help=True)
@click.argument("work", type=click.Path(path_type=Path), metavar="WORK_FOLDER_OR_RECORDING")
@click.option("--recording", metavar="URL", help="Where the recording was published; default: the page's own link.")
@click.option("--offset", metavar="TIME", help="How much later everything comes in it: 1:35, -37.4.")
@click.option(
    "--align", type=click.Path(path_type=Path), metavar="FILE", help="Find that out from a copy of the published sound."
)
@click.option("--transcript", metavar="PATH", help="Beside the page; default: transcripts/{date}.md.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Write this form of it too.")
@click.option("--times", type=click.Choice(get_args(Times)), help="What gets its time; default: items.")
@click.option("--replace", "replaces", is_flag=True, help="Change links, times and files that say something else.")
@click.option("--host", "hosts", multiple=True, metavar="HOST=PATTERN", help="video.example.org={url}?t={seconds}")
@click.option("--check", is_flag=True, help="Ask the network whether the links answer.")
@click.option("--branch", metavar="NAME", help="Commit on a new branch instead of writing into the work tree.")
@click.option("--push", is_flag=True, help="Push the branch and say where a pull request is opened.")
@click.option("--pr", is_flag=True, help="Open the pull request with gh.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
def publish(work: Path, **given: Any) -> None:
    """Link the recording and its transcript from the page of WORK_FOLDER_OR_RECORDING.

    Fills the page's own placeholder, gives each item its start time, and writes the transcript beside the page. Shows
    every change and asks before it writes; running it twice changes nothing the second time.
    """
    from transcribe import publish as publishing
    from transcribe.errors import OptionError
    from transcribe.work import Work

    if (given["push"] or given["pr"]) and not given["branch"]:
        raise OptionError("--push and --pr hand a branch over; say which with --branch NAME.")
    if given["offset"] and given["align"]:
        raise OptionError("--offset and --align are two ways to say the same; give one of them.")
    folder = Work.find(work)
    planned = publishing.plan(folder, _request(folder, given))
    for notice in planned.notices:
        click.echo(f"Note: {notice}", err=True)
    _show(planned)
    if given["check"]:
        _check(planned)
    if given["dry_run"]:
        return
    if given["branch"]:
        _hand_over(folder, planned, given)
    elif planned.changes:
        if not given["yes"]:
            click.confirm("Write this?", abort=True)
        with folder.locked():
            written = publishing.write(folder, planned)
        for path in written:
            click.echo(f"Written: {_near(path)}")


@click.command(no_args_is_help=True)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--missing", is_flag=True, help="Only calls that still need a link.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def index(folder: Path, *, missing: bool, as_json: bool) -> None:
    """List every call on the pages of FOLDER: date, MC, people, items, length, and which links it has."""
    from transcribe.publish import index as indexing

    found = indexing.index(folder)
    if missing:
        found = indexing.needing(found)
    click.echo(indexing.as_json(found) if as_json else indexing.as_table(found), nl=False)


def _request(folder: Work, given: dict[str, Any]) -> Request:
    from transcribe import options, origin
    from transcribe.publish import TRANSCRIPT, Request, links
    from transcribe.schema import Source

    settings = options.load(origin.page(folder, folder.read("source", Source)).parent)
    hosts = (*settings.hosts, *given["hosts"])
    wished = settings.times if settings.times != "none" else None
    return Request(
        recording=given["recording"],
        transcript=given["transcript"] or TRANSCRIPT,
        formats=tuple(given["formats"]),
        times=given["times"] or wished,
        replace=given["replaces"],
        patterns=dict(links.host_pattern(host) for host in hosts),
        timeline=_timeline(folder, given["offset"], given["align"]),
    )


def _timeline(folder: Work, offset: str | None, published: Path | None) -> Timeline | None:
    from transcribe import origin
    from transcribe.publish import timeline
    from transcribe.schema import Source, Transcript

    if offset is not None:
        return timeline.shifted(folder.read("transcript", Transcript).duration, timeline.read_offset(offset))
    if published is None:
        return None
    from transcribe.clock import clock
    from transcribe.publish import align

    source = folder.read("source", Source)
    places = [(origin.place(folder, name), origin.found(folder, source, name)) for name in source.recordings]
    recordings = [path or was for was, path in places]
    found = align.files(recordings, published)
    for piece in found.timeline.pieces:
        click.echo(
            f"{clock(piece.start)} to {clock(piece.end)} of the recording comes "
            f"{abs(piece.offset):.2f} s {'later' if piece.offset >= 0 else 'earlier'} in {published.name}"
        )
    click.echo(f"Confidence: {found.confidence:.2f}")
    return found.timeline


def _show(planned: Plan) -> None:
    """The page's diff as a whole; of the other files what is new."""
    changes = planned.changes
    if not changes:
        click.echo("Nothing to change.")
    for path, text in changes.items():
        before = planned.before[path]
        if before is None:
            lines = text.splitlines()
            click.echo(f"\nNew file {_near(path)}, {len(lines)} lines:")
            shown = [*lines[:NEW_FILE_LINES], *(["…"] if len(lines) > NEW_FILE_LINES else [])]
            click.echo("\n".join(f"  {line}" for line in shown))
            continue
        name = str(_near(path))
        diff = list(difflib.unified_diff(before.splitlines(), text.splitlines(), name, name, n=1, lineterm=""))
        limit = len(diff) if path == planned.page else CHANGED_FILE_LINES
        for line in [*diff[:limit], *([f"… and {len(diff) - limit} more lines"] if len(diff) > limit else [])]:
            colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
            click.secho(line, fg=colour)


def _check(planned: Plan) -> None:
    from transcribe.publish import reach

    reach.check(planned.recording)
    click.echo(f"{planned.recording} answers.")


def _hand_over(folder: Work, planned: Plan, given: dict[str, Any]) -> None:
    from transcribe import publish as publishing
    from transcribe.publish.handover import Repository
    from transcribe.work import check_writable

    check_writable(folder.path("published"))
    repository = Repository.of(planned.page)
    if planned.changes and not given["yes"]:
        click.confirm(f"Commit this on the branch {given['branch']}?", abort=True)
    subject = f"add recording and transcript of {planned.date or planned.page.stem}"
    made = repository.commit(given["branch"], planned.files, subject)
    publishing.remember(folder, planned)
    if made is None:
        click.echo(f"Nothing to commit: {given['branch']} or the current branch holds all of it already.")
    else:
        click.echo(f"Committed on {given['branch']}: {made[:12]}")
    if given["push"] or given["pr"]:
        _push(repository, planned, given, subject)


def _push(repository: Repository, planned: Plan, given: dict[str, Any], subject: str) -> None:
    remote = repository.push(given["branch"])
    click.echo(f"Pushed to {remote}.")
    address = repository.request_address(given["branch"])
    if address:
        click.echo(f"Open a pull request: {address}")
    if given["pr"]:
        title = subject[:1].upper() + subject[1:]
        click.echo(repository.request(given["branch"], title, f"Recording: {planned.recording}"))


def _near(path: Path) -> Path:
    """The path as it is written from here."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative)
