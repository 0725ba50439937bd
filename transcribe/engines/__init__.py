"""The only place that touches a model: what an engine must do, and how one is found by name.

An engine is a class with one method. It is looked up here as "module:Class" and imported only when it is asked
for, so that starting the program costs nothing and a missing library is one clear sentence.
"""

from __future__ import annotations

import difflib
import importlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from transcribe.errors import EngineBroken, EngineMissing, OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from transcribe.audio import Audio
    from transcribe.schema import Transcript, Turn


class Progress(Protocol):
    """Told how far a stage has come; the default says nothing."""

    def __call__(self, done: float, total: float) -> None:
        """`done` of `total`, in any unit (seconds of audio, pieces of work)."""
        ...


def silent(done: float, total: float) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class SpeechHints:
    """What the speech engine may know beforehand: the ISO language, None to detect it, and the likeliest one, if any.

    Names and terms of the page are not among it: as hotwords and as a prose prompt they raised the word error rate.
    """

    language: str | None = None
    likely: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerHints:
    """Bounds for the number of speakers, both inclusive; None where nothing is known."""

    minimum: int | None = None
    maximum: int | None = None


class SpeechEngine(Protocol):
    """Audio to words."""

    def transcribe(self, audio: Audio, hints: SpeechHints, progress: Progress = silent) -> Transcript:
        """Every word with its time; silence and music give none."""
        ...


class Diarizer(Protocol):
    """Audio to who spoke when."""

    def diarize(self, audio: Audio, hints: SpeakerHints, progress: Progress = silent) -> tuple[Turn, ...]:
        """Turns by start; voices are "Speaker 1", "Speaker 2" … in order of first speech; overlap is kept."""
        ...


class Passage(NamedTuple):
    """A text with what is said right before and after it."""

    before: str
    text: str
    after: str


class SentenceEncoder(Protocol):
    """Sentences to vectors."""

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32, rows of length 1, so that a dot product is the cosine."""
        ...

    def in_context(self, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """(n, w) float32: how each text is meant where it stands; w is 0 where an encoder knows nothing of that."""
        ...


SPEECH_ENGINES = {
    "faster-whisper": "transcribe.engines.faster_whisper:FasterWhisper",
    "openai-whisper": "transcribe.engines.openai_whisper:OpenAIWhisper",
    "scripted": "transcribe.engines.scripted:ScriptedSpeech",
}
DIARIZERS = {
    "pyannote": "transcribe.engines.pyannote:PyannoteDiarizer",
    "community-1": "transcribe.engines.community:Community1",
    "scripted": "transcribe.engines.scripted:ScriptedDiarizer",
}
SENTENCE_ENCODERS = {
    "minilm": "transcribe.engines.minilm:MiniLM",
    "scripted": "transcribe.engines.scripted:ScriptedEncoder",
}

# OpenMP's threads spin while they wait for one another. Where another program wants the processor too (a browser, the
# next call) that makes inference several times slower; asleep they cost nothing. Read once, when the library loads.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


PACKAGES = {"whisper": "openai-whisper", "faster_whisper": "faster-whisper", "pyannote": "pyannote.audio"}
"""Packages that are installed under another name than they are imported by."""


def speech_engine(name: str, **settings: Any) -> SpeechEngine:
    """Make the speech engine of that name; `settings` are its own (model, threads)."""
    return cast("SpeechEngine", _make(SPEECH_ENGINES, "speech engine", name, settings))


def diarizer(name: str, **settings: Any) -> Diarizer:
    """Make the diarizer of that name."""
    return cast("Diarizer", _make(DIARIZERS, "diarizer", name, settings))


def sentence_encoder(name: str, **settings: Any) -> SentenceEncoder:
    """Make the sentence encoder of that name."""
    return cast("SentenceEncoder", _make(SENTENCE_ENCODERS, "sentence encoder", name, settings))


def _make(table: dict[str, str], kind: str, name: str, settings: dict[str, Any]) -> object:
    if name not in table:
        near = difflib.get_close_matches(name, table, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(table))}."
        message = f"There is no {kind} named {name}; {hint}"
        raise OptionError(message)
    place, _, cls = table[name].partition(":")
    try:
        made: object = getattr(importlib.import_module(place), cls)(**settings)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("transcribe"):
            raise
        module = (error.name or name).partition(".")[0]
        package = PACKAGES.get(module, module)
        message = f"The {kind} {name} needs the Python package {package}; install it with: pip install {package}"
        raise EngineMissing(message) from error
    except (ImportError, OSError) as error:
        message = f"The {kind} {name} is installed but does not load: {error}"
        raise EngineBroken(message) from error
    return made
