"""`transcribe review` and `transcribe rename`: the page that corrects a draft, and one of its edits without it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from transcribe.review.store import State
    from transcribe.work import Work


@click.command(no_args_is_help=True)
@click.argument("work", type=click.Path(path_type=Path), metavar="WORK_FOLDER_OR_RECORDING")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on this machine; default: any free one.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def review(work: Path, port: int, *, no_browser: bool) -> None:
    """Listen, correct and finish the minutes in a browser on this machine.

    WORK_FOLDER_OR_RECORDING is what `transcribe process` was given or made. Every correction is on disk at once, in
    review.json of the work folder; Ctrl-C ends the server and loses nothing.
    """
    from transcribe.errors import OptionError
    from transcribe.review import server
    from transcribe.review.keeping import Keeper
    from transcribe.work import Work

    folder = Work.find(work)
    keeper = Keeper(folder, click.echo)
    try:
        serving, address = server.serve(folder, port, keeper)
    except (OSError, SystemExit) as error:
        raise OptionError(f"Port {port} is taken; choose another with --port, or leave it out.") from error
    click.echo(f"Review page: {address}")
    click.echo("It is open to this machine only. Press Ctrl-C to end it; every change is saved.")
    if not no_browser:
        click.launch(address)
    serving.serve_forever()  # returns at Ctrl-C, and closes its socket
    click.echo("\nEnded. Every change is in the work folder.")
    _tell_unwritten(folder)
    keeper.wait()


def _tell_unwritten(work: Work) -> None:
    from transcribe.errors import TranscribeError
    from transcribe.review import paper
    from transcribe.review.store import Store

    try:
        page = paper.read(work, Store(work).state())
    except TranscribeError:
        return
    if page.drafted != page.on_disk:
        click.echo(
            f"{page.path} does not hold these minutes yet: start again and press Write to page to put them there."
        )


@click.command(no_args_is_help=True)
@click.argument("work", type=click.Path(path_type=Path), metavar="WORK_FOLDER_OR_RECORDING")
@click.argument("voice")
@click.argument("name")
@click.option("--in-place", is_flag=True, help="Write the minutes with the new name into the page itself.")
def rename(work: Path, voice: str, name: str, *, in_place: bool) -> None:
    """Say whose voice it is: `transcribe rename call.mp4 "Speaker 3" "Kris Nóva"`.

    VOICE is a voice's label or the name it was given. The name goes into review.json, and with it into minutes.md of
    the work folder and into what is published. The lines drafted into the page change with --in-place, or when the
    review writes the page. An empty NAME means that it is nobody of ours.
    """
    from transcribe import origin
    from transcribe.errors import OptionError
    from transcribe.review.store import Store, Wanted
    from transcribe.work import Work, check_writable

    folder = Work.find(work)
    store = Store(folder)
    state = store.state()
    if in_place and (page := origin.found(folder, state.source, state.source.page)):
        check_writable(page)
    shown = state.revision.displayed
    voices = [label for label in shown if label == voice] or [label for label, given in shown.items() if given == voice]
    if not voices:
        known = ", ".join(given if given == label else f"{label} ({given})" for label, given in shown.items())
        raise OptionError(f"There is no voice {voice} in this call; known are {known or 'none'}.")
    state = store.change(state.digest, [Wanted(label, "name", name.strip()) for label in voices])
    click.echo(f"{', '.join(voices)} is {name.strip() or 'nobody of ours'} now.")
    _write_names(folder, state, shlex.join([str(work), voices[0], name.strip()]), in_place=in_place)


def _write_names(work: Work, state: State, renamed: str, *, in_place: bool) -> None:
    """Let the minutes say the names that they have now; `renamed` are the arguments that gave the last one."""
    from transcribe.errors import PageError
    from transcribe.review import paper

    try:
        page = paper.read(work, state)
    except PageError as error:
        if in_place:
            raise
        click.echo(f"Note: {error}", err=True)
        return
    if in_place:
        page = paper.write(work, state, page.digest)
        click.echo(f"{page.path} holds the minutes with this name.")
        return
    work.write_text("minutes.md", page.drafted)
    if page.drafted != page.on_disk:
        click.echo(f"{page.path} was not changed; to write the minutes with this name into it:")
        click.echo(f"  transcribe rename {renamed} --in-place")
