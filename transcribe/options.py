"""The settings of a run, from `transcribe.toml` beside the page, the environment and the command line, in that order.

A later source wins. A name that is not known is refused with the one that was probably meant.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, get_args

from transcribe import languages
from transcribe.errors import OptionError
from transcribe.schema import Times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from transcribe.schema import Source

FILE = "transcribe.toml"
PREFIX = "TRANSCRIBE_"

NOT_OPTIONS = frozenset({"MODELS", "SCRIPT", "CORPUS", "DATA"})
"""TRANSCRIBE_* names that say where things lie, not how a run is done."""

OTHER_NAMES = {"remember_voices": "voices", "host": "hosts"}
"""Flags that are called otherwise on the command line."""
ONE_RUN = frozenset({"in_place", "output", "date", "until", "redo", "quiet"})
"""Flags that say what one run is for."""
REMEMBERED = ("times", "voices")
"""Settings that matter after a run, too, and are kept with its call."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is done. `language` None: detected once. `speakers` None: bounds from the attendee list.

    `threads` 0: as many as there are cores. `hosts`: how other video hosts link to a moment, `HOST=PATTERN`.
    """

    engine: str = "faster-whisper"
    model: str = "base"
    diarizer: str = "pyannote"
    language: str | None = None
    speakers: tuple[int, int] | None = None
    threads: int = 0
    drafter: str = "extractive"
    llm_url: str | None = None
    llm_model: str | None = None
    allow_remote: bool = False
    times: Times = "none"
    voices: bool = False
    hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.speakers and not 1 <= self.speakers[0] <= self.speakers[1]:
            raise OptionError(
                f"speakers must be a number or MIN-MAX with 1 <= MIN <= MAX, not {self.speakers[0]}-{self.speakers[1]}."
            )
        if self.threads < 0:
            raise OptionError(f"threads must be 0 (all cores) or more, not {self.threads}.")
        if self.language == languages.NEW_IN_LARGE_V3 and self.model in languages.WITHOUT_IT:
            name = languages.NAMES[self.language]
            raise OptionError(f"The model {self.model} does not know {name}; choose another with --model large-v3.")
        if self.times not in get_args(Times):
            raise OptionError(f"times must be items, points or none, not {self.times}.")


def load(folder: Path, environment: Mapping[str, str] | None = None, **flags: Any) -> Options:
    """The options of a run on a page in `folder`; a flag that is None was not given.

    Raises:
        OptionError: an unknown name or an impossible value; the sentence says where it stands.
    """
    options = Options()
    for where, settings in (
        (str(folder / FILE), _file(folder / FILE)),
        ("the environment", _environment(os.environ if environment is None else environment)),
        ("the command line", {name: value for name, value in flags.items() if value is not None}),
    ):
        options = replace(options, **dict(_checked(name, value, where) for name, value in settings.items()))
    return options


def told(folder: Path, options: Options) -> dict[str, Any]:
    """What a run on a page in `folder` was told other than file and environment say, for the review to go by.

    Raises:
        OptionError: file or environment cannot be read.
    """
    settings = load(folder)
    given = {name: getattr(options, name) for name in REMEMBERED}
    return {name: value if value != getattr(settings, name) else None for name, value in given.items()}


def of_call(folder: Path, source: Source) -> Options:
    """The options of a call that was processed: what file and environment say now, and what its last run was told.

    Raises:
        OptionError: file or environment cannot be read.
    """
    return load(folder, **{name: getattr(source, name) for name in REMEMBERED})


def parse_speakers(text: str) -> tuple[int, int]:
    """`4` or `3-6` as inclusive bounds.

    Raises:
        ValueError: neither form.
    """
    match = re.fullmatch(r"\s*(\d+)\s*(?:[-–]\s*(\d+)\s*)?", text)
    if not match:
        message = f"{text!r} is neither a number nor MIN-MAX"
        raise ValueError(message)
    return int(match[1]), int(match[2] or match[1])


def _text(value: object) -> str:
    text = value if isinstance(value, str) else ""
    if not text:
        message = "it must be a text"
        raise ValueError(message)
    return text


def _number(value: object) -> int:
    if not re.fullmatch(r"\s*\d+\s*", str(value)):
        message = "it must be a whole number"
        raise ValueError(message)
    return int(str(value))


def _flag(value: object) -> bool:
    meanings = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
    meaning = meanings.get(str(value).lower())
    if meaning is None:
        message = "it must be true or false"
        raise ValueError(message)
    return meaning


def _speakers(value: object) -> tuple[int, int]:
    return (int(value[0]), int(value[1])) if isinstance(value, tuple) else parse_speakers(str(value))


def _hosts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else tuple(str(value).split())


def _language(value: object) -> str:
    return languages.code_of(_text(value))


READERS: dict[str, Callable[[object], Any]] = {
    "language": _language,
    "speakers": _speakers,
    "threads": _number,
    "allow_remote": _flag,
    "voices": _flag,
    "hosts": _hosts,
}
"""How a value is read; every other option is a text."""


def _checked(name: str, value: object, where: str) -> tuple[str, Any]:
    known = [field.name for field in fields(Options)]
    name = OTHER_NAMES.get(name, name)
    if name in ONE_RUN:
        flag = name.replace("_", "-")
        raise OptionError(f"{where} sets {name}, which is for one run; write --{flag} on the command line instead.")
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}."
        raise OptionError(f"{where} sets {name}, which is no setting; {hint}")
    try:
        return name, READERS.get(name, _text)(value)
    except ValueError as error:
        raise OptionError(f"{where} sets {name} to {value!r}, which cannot be: {error}.") from error


def _file(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OptionError(f"{path} cannot be read: {error}.") from error
    return {name.replace("-", "_"): value for name, value in found.items()}


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    names = (name.removeprefix(PREFIX) for name in environment if name.startswith(PREFIX))
    return {name.lower(): environment[PREFIX + name] for name in names if name not in NOT_OPTIONS}
