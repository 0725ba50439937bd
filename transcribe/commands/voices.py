"""`transcribe voices`: whose voices are remembered on this machine, and how to forget or export them."""

from __future__ import annotations

from pathlib import Path

import click

from transcribe.wording import counted


@click.group(invoke_without_command=True)
@click.pass_context
def voices(ctx: click.Context) -> None:
    """Remembered voices: kept only if `voices = true` is set, from approved calls, readable by you alone."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_voices)


@voices.command("list")
def list_voices() -> None:
    """List who is remembered, from which calls."""
    from transcribe.voices import place, remembered

    kept = remembered()
    if not kept:
        click.echo("No voices are remembered.")
        return
    click.echo(f"Kept in {place()}:")
    for name in dict.fromkeys(voice.name for voice in kept):
        calls = [f"{voice.call} ({voice.date})" if voice.date else voice.call for voice in kept if voice.name == name]
        click.echo(f"  {name}: {', '.join(calls)}")


@voices.command()
@click.argument("name", required=False)
@click.option("--all", "everybody", is_flag=True, help="Forget everybody.")
def forget(name: str | None, *, everybody: bool) -> None:
    """Forget the voice of NAME (as on the page, or a handle)."""
    from transcribe import voices as kept

    if everybody == (name is not None):
        raise click.UsageError("Say whom to forget: a name, or --all.")
    if name is None:
        click.echo("All voices are forgotten." if kept.forget_all() else "No voices were remembered.")
        return
    count = kept.forget(name)
    if not count:
        raise click.ClickException(f"No voice of {name} is remembered; transcribe voices list shows whose are.")
    click.echo(f"{name} is forgotten ({counted(count, 'call')}).")


@voices.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), required=False)
def export(file: Path | None) -> None:
    """Write all that is kept as JSON to FILE, or to the terminal where FILE is left out or is -."""
    from transcribe.errors import WorkError
    from transcribe.voices import export as everything

    if file is None or str(file) == "-":
        click.echo(everything(), nl=False)
        return
    try:
        file.touch(mode=0o600)
        file.write_bytes(everything())
    except OSError as error:
        raise WorkError(f"{file}: the voices cannot be written there ({error.strerror}).") from error
    click.echo(f"Written to {file}.")
