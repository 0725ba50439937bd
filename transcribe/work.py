"""The work folder beside a recording: one readable JSON file a result, reused by recipe and never by existence.

A file holds `{"made_by": recipe, "data": …}`. It is written aside and renamed, so that a run that is killed leaves
whole files only, and what `keep` returns is always read back from the file: a first run and a resumed one are the
same.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from transcribe.errors import WorkBusy, WorkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Kept = TypeVar("Kept")

SUFFIX = ".minutes"
WRITE_BITS = 0o222
LINE_WIDTH = 110
"""Objects that fit into so many characters stay on one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a result was made with: the stage, its version, the settings that change it and digests of its inputs."""

    stage: str
    version: int
    settings: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)

    def makes_the_same_as(self, other: Recipe) -> bool:
        """Whether both lead to the same result."""
        mine = (self.stage, self.version, _plain(self.settings), self.inputs)
        return mine == (other.stage, other.version, _plain(other.settings), other.inputs)


@dataclass(frozen=True, slots=True)
class File(Generic[Kept]):
    """How a result lies on disk."""

    made_by: Recipe
    data: Kept


class Work:
    """One work folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, recording: Path) -> Work:
        """The folder that belongs to a recording, `<stem>.minutes` beside it."""
        return cls(recording.with_name(recording.stem + SUFFIX))

    @classmethod
    def find(cls, path: Path) -> Work:
        """The folder that `path` means: itself, or the one of a recording.

        Raises:
            WorkError: there is none; the sentence says which command makes it.
        """
        work = cls(path) if path.is_dir() else cls.beside(path)
        if not work.folder.is_dir():
            raise WorkError(f"There is no work folder for {path}; make it with: transcribe process {path} PAGE")
        if not work.path("source").is_file():
            raise WorkError(
                f"{work.folder} is not a work folder of this tool; name a recording or its .minutes folder."
            )
        return work

    def path(self, name: str) -> Path:
        """Where the result of that name lies."""
        return self.folder / f"{name}.json"

    def keep(
        self, name: str, kind: type[Kept], recipe: Recipe, make: Callable[[], Kept], *, anew: bool = False
    ) -> Kept:
        """The result of that name: from its file when it was made by this recipe, otherwise made and kept.

        `anew`: made and kept in any case; until then the earlier one stays.

        Raises:
            WorkError: the folder cannot be written.
        """
        if anew or not self.has(name, kind, recipe):
            self.write(name, make(), recipe)
        return self.read(name, kind)

    def has(self, name: str, kind: type[Kept], recipe: Recipe) -> bool:
        """Whether a whole file lies there that was made by this recipe."""
        try:
            file = self._file(name, kind)
        except (OSError, msgspec.MsgspecError):
            return False
        return file.made_by.makes_the_same_as(recipe)

    def inputs(self, name: str) -> dict[str, str]:
        """The digests of what a result was made from, none where there is no such file."""
        try:
            return self._file(name, msgspec.Raw).made_by.inputs
        except (OSError, msgspec.MsgspecError):
            return {}

    def read(self, name: str, kind: type[Kept]) -> Kept:
        """The result of that name, whatever made it.

        Raises:
            WorkError: the file is missing or not what it should be; the sentence names the place in it.
        """
        try:
            return self._file(name, kind).data
        except FileNotFoundError as error:
            raise WorkError(f"{self.path(name)} is missing; make it with: transcribe process RECORDING PAGE") from error
        except (OSError, msgspec.MsgspecError) as error:
            raise WorkError(f"{self.path(name)} cannot be read ({error}); delete it and run again.") from error

    def held(self, name: str, kind: type[Kept]) -> Kept | None:
        """The result of that name, None where there is no such file.

        Raises:
            WorkError: the file is not what it should be.
        """
        return self.read(name, kind) if self.path(name).is_file() else None

    def write(self, name: str, value: object, recipe: Recipe | None = None) -> None:
        """Write a result with the recipe that made it, aside and then renamed; what no stage makes needs none.

        Raises:
            WorkError: no space or no right to write.
        """
        document = msgspec.to_builtins(File(recipe or Recipe(stage=name, version=1), value))
        self.write_text(f"{name}.json", _readable(document) + "\n")

    def write_text(self, name: str, text: str) -> Path:
        """Write a text file of the folder, aside and then renamed; newlines stay as they are."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkError(f"Cannot make the work folder {self.folder}: {error.strerror}.") from error
        write_whole(self.folder / name, text)
        return self.folder / name

    @contextmanager
    def locked(self, name: str = ".lock", *, patience_s: float = 0) -> Iterator[None]:
        """Keep others who take the lock of that name out of the folder; `patience_s` is how long to wait for them.

        Raises:
            WorkBusy: one is at work here already.
            WorkError: the folder cannot be written.
        """
        import filelock

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkError(f"Cannot make the work folder {self.folder}: {error.strerror}.") from error
        check_writable(self.folder / name)
        lock = filelock.FileLock(self.folder / name)
        try:
            lock.acquire(timeout=patience_s)
        except filelock.Timeout:
            raise WorkBusy(f"Another run is at work in {self.folder}; wait for it to end.") from None
        except OSError as error:
            raise WorkError(f"Cannot write to {self.folder}: {error.strerror}.") from error
        try:
            yield
        finally:
            lock.release()

    def _file(self, name: str, kind: type[Kept]) -> File[Kept]:
        return msgspec.json.decode(self.path(name).read_bytes(), type=File[kind])  # type: ignore[valid-type]


def digest(value: object) -> str:
    """The sha256 of a value as it would be written; equal values have equal digests."""
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Replace a text file in one step: a reader sees the old text or the new, never a part.

    A link stays one: the file that it leads to is replaced.

    Raises:
        WorkError: the file is read-only, no space, no right to write, or no such folder.
    """
    check_writable(path)
    target = Path(os.path.realpath(path))
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with aside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            aside.chmod(target.stat().st_mode)
        aside.replace(target)
    except OSError as error:
        raise WorkError(f"Cannot write {path}: {error.strerror}.") from error
    finally:
        aside.unlink(missing_ok=True)


def check_writable(path: Path) -> None:
    """Look, before anything is written, whether a file may be: by its own mode, and by that of its folder.

    A file that nobody may write is left alone by its owner and by root too, though both could rename over it.

    Raises:
        WorkError: it may not be written; the sentence names what stands in the way.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not (target.stat().st_mode & WRITE_BITS and os.access(target, os.W_OK)):
        raise WorkError(f"{path} is read-only and was left as it is; make it writable (chmod u+w) and try again.")
    folder = next(parent for parent in target.parents if parent.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        raise WorkError(f"Cannot write {path}: {folder} is read-only; make it writable (chmod u+w) and try again.")


def _plain(settings: Mapping[str, Any]) -> Any:
    return msgspec.json.decode(msgspec.json.encode(settings))


def _readable(value: Any, depth: int = 0) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list | tuple) or len(line) + 2 * depth <= LINE_WIDTH or not value:
        return line
    inner = "  " * (depth + 1)
    if isinstance(value, dict):
        rows = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {_readable(value[key], depth + 1)}" for key in value]
    else:
        rows = [inner + _readable(entry, depth + 1) for entry in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + "\n" + ",\n".join(rows) + "\n" + "  " * depth + closing
