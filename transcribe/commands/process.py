"""`transcribe process`: a recording and a page in, the page with drafted minutes out."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from transcribe.schema import Times
from transcribe.stages import STAGES

if TYPE_CHECKING:
    from transcribe.pipeline import Pipeline


class Read(click.ParamType[Any]):
    """What a function makes of the text; its ValueError is a mistake of usage.

    `reader` is the function's place, `module:name`: it is imported only when there is something to read.
    """

    def __init__(self, name: str, reader: str) -> None:
        self.name = name
        self._reader = reader

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a text; what was read already stays."""
        module, _, function = self._reader.partition(":")
        try:
            return getattr(import_module(module), function)(value) if isinstance(value, str) else value
        except ValueError as error:
            self.fail(str(error), param, ctx)


BOUNDS = Read("N|MIN-MAX", "transcribe.options:parse_speakers")
LANGUAGE = Read("LANGUAGE", "transcribe.languages:code_of")
DAY = Read("DATE", "transcribe.commands.which_call:day")


PAGES = (".markdown", ".md", ".mdx")
"""What the names of pages end in, where one of two files is missing."""


@click.command(no_args_is_help=True)
@click.argument("recordings", nargs=-1, type=click.Path(path_type=Path), metavar="RECORDING...")
@click.argument("page", type=click.Path(path_type=Path))
@click.option("--in-place", is_flag=True, help="Change the page itself instead of writing minutes.md.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the drafted page to this file.")
@click.option(
    "--date", type=DAY, help="Which call of a page that holds many: YYYY-MM-DD, DD.MM.YYYY, or as it stands there."
)
@click.option("--engine", help="Speech recognition: faster-whisper (default) or openai-whisper.")
@click.option("--model", help="Whisper size: tiny, base (default), small, medium, large-v3, turbo …")
@click.option("--diarizer", help="Who speaks when: pyannote (default) or community-1 (needs a token).")
@click.option(
    "--language", type=LANGUAGE, help="Language of the call, as en or English; by default it is detected once."
)
@click.option("--speakers", type=BOUNDS, help="How many voices to tell apart; default: from the attendee list.")
@click.option("--drafter", help="Who drafts: extractive (default) or llm.")
@click.option(
    "--llm-url",
    help="Address of an OpenAI-compatible server that drafts; means --drafter llm. Its key is OPENAI_API_KEY.",
)
@click.option("--llm-model", help="Name of the model on that server; means --drafter llm too.")
@click.option(
    "--allow-remote",
    is_flag=True,
    default=None,
    help="Let --llm-url be another machine than this one; needed once for a call.",
)
@click.option("--times", type=click.Choice(get_args(Times)), help="Where drafted lines show their time.")
@click.option(
    "--remember-voices",
    "voices",
    is_flag=True,
    default=None,
    help="Know people by voices kept from approved calls, and keep this call's once it is approved.",
)
@click.option("--until", type=click.Choice(STAGES), default="draft", help="Stop after this stage.")
@click.option("--redo", type=click.Choice(STAGES[:-1]), help="Make this stage and all after it anew.")
@click.option("--threads", type=click.IntRange(0), help="Processor threads; default: all cores.")
@click.option("--quiet", is_flag=True, help="No progress and no summary; errors are still told.")
def process(  # noqa: PLR0913
    recordings: tuple[Path, ...],
    page: Path,
    *,
    in_place: bool,
    output: Path | None,
    date: str | None,
    until: str,
    redo: str | None,
    quiet: bool,
    **flags: Any,
) -> None:
    """Draft the minutes of a call into its page.

    RECORDING is what Zoom or any other tool recorded (mp4, m4a, mkv, webm, ogg, opus, flac, wav, mp3), or several
    parts of one call in their order, or a transcript with names (.vtt, .srt) in place of a recording or beside it.
    Zoom's chat (.txt) may be named too: links pasted while an item was discussed go into its minutes. PAGE is the
    call's Markdown page. Everything made on the way is kept in RECORDING.minutes, so that a second run is quick and
    an interrupted one goes on with the step at which it stopped.
    """
    from transcribe import options
    from transcribe.commands import console
    from transcribe.pipeline import Pipeline
    from transcribe.source import make_room

    if not recordings:
        raise click.UsageError(_missing(page))
    if (flags["llm_url"] or flags["llm_model"]) and flags["drafter"] != "llm":
        if flags["drafter"]:
            raise click.UsageError(
                f"--llm-url and --llm-model are not for --drafter {flags['drafter']}; leave them out."
            )
        flags["drafter"] = "llm"
    if twice := next((path for path in recordings if recordings.count(path) > 1), None):
        raise click.UsageError(f"{twice} is named twice; name each part of the call once.")
    if in_place and output:
        message = "--in-place and --output exclude each other"
        raise click.UsageError(message)
    with console.progress(quiet=quiet) as watch:
        pipeline = Pipeline(recordings, page, options.load(page.parent, **flags), date=date, watch=watch)
        _check(pipeline, output, in_place=in_place)
        if moved := make_room(pipeline):
            click.echo(f"Note: {moved}", err=True)
            pipeline = Pipeline(recordings, page, pipeline.options, date=date, watch=watch)
        with pipeline.work.locked():
            pipeline.run(until, redo)
            written = _write(pipeline, output, in_place=in_place) if until == "draft" else None
            if pipeline.options.voices and written and pipeline.revision.review.approved:
                pipeline.remember_voices()
    if not quiet:
        console.summary(pipeline, written, until)


def _missing(named: Path) -> str:
    """What is told where one file only is named."""
    if named.suffix.lower() in PAGES:
        return f"Missing argument 'RECORDING...': name the call's recording before its page {named}."
    return f"Missing argument 'PAGE': name the call's Markdown page after {named}."


def _check(pipeline: Pipeline, output: Path | None, *, in_place: bool) -> None:
    """Find out what cannot be used before anything is made.

    Raises:
        TranscribeError: the page, a recording, the transcript or the chat cannot be read, or the page or the output
            not be written.
        BadParameter: the output is in no folder, or would replace what it is made from.
    """
    from transcribe import audio
    from transcribe.errors import PageError
    from transcribe.work import check_writable

    try:
        _ = pipeline.page_text
    except PageError as error:
        if audio.holds_sound(pipeline.page):
            raise PageError(f"{pipeline.page} is a recording and no page; the Markdown page is named last.") from error
        raise
    _ = pipeline.files.messages
    if pipeline.files.transcripts:
        _ = pipeline.files.transcript
    audio.length(pipeline.recordings)
    if in_place:
        check_writable(pipeline.page)
    if output is not None:
        _check_output(pipeline, output.resolve())
        check_writable(output)


def _check_output(pipeline: Pipeline, output: Path) -> None:
    problem = None
    if output == pipeline.page.resolve():
        problem = "it is the page itself; use --in-place for that"
    elif output in {path.resolve() for path in pipeline.files.named}:
        problem = f"{output.name} is what the minutes are made from"
    elif not output.parent.is_dir():
        problem = f"there is no folder {output.parent}"
    if problem:
        raise click.BadParameter(problem, param_hint="--output")


def _write(pipeline: Pipeline, output: Path | None, *, in_place: bool) -> Path:
    if in_place:
        pipeline.write_page()
        return pipeline.page
    if output:
        pipeline.write_copy(output)
        return output
    return pipeline.work.path("minutes").with_suffix(".md")
