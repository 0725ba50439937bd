"""Where the page and the recordings of a call lie: kept from the work folder on, so that they move and copy with it."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from transcribe.errors import PageError

if TYPE_CHECKING:
    from transcribe.schema import Source
    from transcribe.work import Work


def kept(work: Work, path: Path) -> str:
    """How a file's place is kept: the path to it from the work folder, a whole one where there is none."""
    try:
        return Path(os.path.relpath(path.resolve(), work.folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def place(work: Work, name: str) -> Path:
    """Where a file was that is kept so, whether or not it is there now."""
    return Path(os.path.normpath(work.folder.resolve() / name))


def found(work: Work, source: Source, name: str) -> Path | None:
    """A file of the call: where it was, or beside the work folder; None where it is gone.

    A whole path is read from the first recording's folder on, in which the work folder lay; as it is only where it
    leads out of that folder, as else it may be the file of the call that this one is a copy of.
    """
    return next((path for path in _places(work, source, name) if path.is_file()), None)


def page(work: Work, source: Source) -> Path:
    """The call's page.

    Raises:
        PageError: it is gone; the sentence says which command is told where it is.
    """
    path = found(work, source, source.page)
    if path is None:
        first = next((found(work, source, name) for name in source.recordings), None)
        name = shlex.quote(os.path.relpath(first)) if first else "RECORDING"
        raise PageError(
            f"There is no page of this call at {_places(work, source, source.page)[0]}; "
            f"say where it is with: transcribe process {name} PAGE"
        )
    return path


def is_on_another(work: Work, source: Source, path: Path) -> bool:
    """Whether the call's page is there, and is another than this one."""
    before = found(work, source, source.page)
    return before is not None and not path.samefile(before)


def _places(work: Work, source: Source, name: str) -> list[Path]:
    """Where a file is looked for, the likeliest place first."""
    there = place(work, name)
    beside = place(work, f"../{there.name}")
    if not Path(name).is_absolute() or not source.recordings:
        return [there, beside]
    way = _from(there, Path(source.recordings[0]).parent)
    return [place(work, f"../{way}"), *([there] if way.startswith("..") else []), beside]


def _from(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return f"../{path.name}"
