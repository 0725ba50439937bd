"""The command line: which commands there are, and how an error becomes one sentence and an exit code."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

from transcribe import __version__
from transcribe.errors import TranscribeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

COMMANDS = {
    "process": "transcribe.commands.process:process",
    "review": "transcribe.commands.review:review",
    "rename": "transcribe.commands.review:rename",
    "publish": "transcribe.commands.publish:publish",
    "index": "transcribe.commands.publish:index",
    "voices": "transcribe.commands.voices:voices",
    "models": "transcribe.commands.models:models",
}
"""Commands in the order in which an MC meets them; each is imported when it is asked for."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it (128 + SIGINT)."""


class Commands(click.Group):
    """A group that imports its commands late and turns our errors into one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order of use, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a user can meet ends in a sentence, a bug shows its traceback."""
        return _told(ctx, super().invoke)


def _told(ctx: click.Context, run: Callable[[click.Context], Any]) -> Any:
    try:
        return run(ctx)
    except TranscribeError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo("\nInterrupted. What was finished is kept; the same command goes on from there.", err=True)
        ctx.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="transcribe")
def cli() -> None:
    """From the recording of a community call and its Markdown page to that page with drafted minutes.

    Three moments of use: `process` after the call, `review` the draft, `publish` the links. Everything happens on
    this machine.
    """


def main() -> None:
    """Run the command line; after Ctrl-C it ends without waiting for what other threads still compute.

    A second Ctrl-C ends it wherever it is. Files are written aside and renamed, so nothing is left half-written.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    try:
        cli(prog_name="transcribe")
    except SystemExit as end:
        if end.code != INTERRUPTED:
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(INTERRUPTED)


def _interrupt(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    signal.default_int_handler(number, frame)
