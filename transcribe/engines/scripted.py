"""Engines that say what a script tells them: they make every test exact, fast and free of weights.

The script is named by TRANSCRIBE_SCRIPT or given when the engine is made. It is JSON

    {"language": "en", "lines": [{"start": 0.5, "end": 3.0, "voice": "ana", "text": "Hello everyone."}]}

or a tab-separated file with the header `start`, `end`, `voice`, `text`. Times are seconds; lines may overlap; an
empty voice is heard but by no known voice, an empty text is a voice without words. What lies beyond the end of the
sound is not said. Settings of other engines, such as a model, change nothing.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from transcribe.engines import silent
from transcribe.errors import EngineError
from transcribe.schema import Segment, Transcript, Turn
from transcribe.utterances import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from transcribe.audio import Audio
    from transcribe.engines import Passage, Progress, SpeakerHints, SpeechHints

VARIABLE = "TRANSCRIBE_SCRIPT"
WIDTH = 256


@dataclass(frozen=True, slots=True)
class Line:
    """What one voice says in one go."""

    start: float
    end: float
    voice: str
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """Everything that is said, in any order."""

    lines: tuple[Line, ...]
    language: str = "en"


def read_script(path: Path | None = None) -> Script:
    """The script in the file, or in the one that TRANSCRIBE_SCRIPT names; lines come back in order of their start."""
    named = path or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is None:
        raise EngineError(f"The scripted engine has no script; name one in {VARIABLE}.")
    try:
        if named.suffix == ".tsv":
            with named.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
            script = msgspec.convert({"lines": rows}, Script, strict=False)
        else:
            script = msgspec.json.decode(named.read_bytes(), type=Script)
    except OSError as error:
        raise EngineError(f"The script {named} cannot be read: {error.strerror}.") from error
    except msgspec.MsgspecError as error:
        raise EngineError(f"The script {named} is not as a script must be: {error}.") from error
    return Script(tuple(sorted(script.lines, key=lambda line: (line.start, line.end))), script.language)


class ScriptedSpeech:
    """Says the script's words, spread over their line by their length."""

    def __init__(self, script: Path | None = None, **_settings: object) -> None:
        self._script = read_script(script)

    def transcribe(self, audio: Audio, hints: SpeechHints, progress: Progress = silent) -> Transcript:
        """Every word of the script within the sound; `hints.language` overrules the script's."""
        segments = []
        for line in self._script.lines:
            words = tuple(
                replace(word, end=min(word.end, audio.duration))
                for word in spread(line.text, line.start, line.end)
                if word.start < audio.duration
            )
            if words:
                text = "".join(word.text for word in words)
                segments.append(Segment(words[0].start, words[-1].end, text, words))
            progress(min(line.end, audio.duration), audio.duration)
        return Transcript(hints.language or self._script.language, round(audio.duration, 3), tuple(segments))


class ScriptedDiarizer:
    """Knows every voice of the script."""

    def __init__(self, script: Path | None = None, **_settings: object) -> None:
        self._script = read_script(script)

    def diarize(self, audio: Audio, hints: SpeakerHints, progress: Progress = silent) -> tuple[Turn, ...]:
        """The script's lines as turns; the hints change nothing."""
        del hints
        labels: dict[str, str] = {}
        turns = []
        for line in self._script.lines:
            if line.voice and line.start < audio.duration:
                voice = labels.setdefault(line.voice, f"Speaker {len(labels) + 1}")
                turns.append(Turn(line.start, min(line.end, audio.duration), voice))
        progress(audio.duration, audio.duration)
        return tuple(turns)


class ScriptedEncoder:
    """Sentences that share words lie near each other: each word is a fixed random direction."""

    def __init__(self, **_settings: object) -> None: ...

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """(n, 256) float32, rows of length 1, the same on every machine."""
        vectors = np.zeros((len(sentences), WIDTH), np.float32)
        for row, sentence in enumerate(sentences):
            words = re.findall(r"\w+", sentence.lower()) or [""]
            vectors[row] = np.sum([_direction(word) for word in words], axis=0)
        lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths

    def in_context(self, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """(n, 0): words alone tell nothing of how they are meant."""
        return np.zeros((len(passages), 0), np.float32)


def _direction(word: str) -> NDArray[np.float32]:
    signs = hashlib.blake2b(word.encode(), digest_size=WIDTH // 8).digest()
    return np.unpackbits(np.frombuffer(signs, np.uint8)).astype(np.float32) * 2 - 1
