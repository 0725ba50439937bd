"""A made-up call that the tests share: a page, a recording, and the script that the scripted engines follow."""

from __future__ import annotations

import os
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from tests.spoken import Spoken
from transcribe.cli import cli
from transcribe.engines import SentenceEncoder, sentence_encoder, weights
from transcribe.errors import WeightsError
from transcribe.options import Options
from transcribe.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SAMPLES = Path(__file__).parents[1] / "samples"
NEEDED = ("whisper-base", "segmentation-3.0", "campplus", "minilm")
needs_weights = pytest.mark.skipif(
    any(weights.found(name) is None for name in NEEDED), reason="the default weights are not installed"
)


@pytest.fixture(scope="session")
def minilm() -> SentenceEncoder:
    """The real sentence encoder; tests that need it are skipped without its weights."""
    try:
        return sentence_encoder("minilm", threads=1)
    except WeightsError as error:
        pytest.skip(str(error))


HEARS_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""First line of a program that is to be stopped: what a shell starts in the background ignores Ctrl-C."""

PAGE = """# Heron Community Call

[More Information](https://heron.example/community)
[Recording]()

## 2026-03-04

### MC

- Ada Moreno

### Who joined

- Ada Moreno ([@adam](https://github.com/adam))
- Bo Lindqvist ([@bolind](https://github.com/bolind))
- Cleo Marsh ([@cmarsh](https://github.com/cmarsh))

### This week highlights

- New website

### Agenda

- [Bo] Retry queue for uploads [heron#412](https://github.com/heron/heron/pull/412)
    - PR is open since Monday
- [Cleo] Container images for ARM boards
- [Ada] Logo contest

### Closing

- **MC Next Call**:
"""

LINES = (
    (1.0, 4.0, "a", "Hello everyone, I'm Ada and I will run the call today."),
    (5.0, 8.0, "b", "Hi, this is Bo, can you hear me well?"),
    (9.0, 12.0, "a", "Yes, we hear you. Welcome to the Heron community call."),
    (14.0, 18.0, "a", "First item, Bo, tell us about the retry queue for uploads, pull request four twelve."),
    (18.5, 26.0, "b", "The retry queue keeps failed uploads on disk and sends them again after a restart."),
    (
        26.5,
        33.0,
        "b",
        "The upload queue had a problem with very large files, the retry would start from zero every time.",
    ),
    (34.0, 37.0, "a", "Did you test the retry queue with slow networks?"),
    (37.5, 43.0, "b", "Yes, uploads over a slow network are retried in pieces of one megabyte."),
    (44.0, 48.0, "a", "Okay, so we agreed to merge the retry queue this week."),
    (49.0, 53.0, "b", "I will write the upgrade notes for the upload queue until Friday."),
    (56.0, 60.0, "a", "Thanks Bo. Next item, container images for ARM boards, Cleo."),
    (60.5, 68.0, "c", "The container images for ARM boards are built every night now, for both board types."),
    (68.5, 75.0, "c", "The ARM images are two hundred megabytes smaller, because we removed the compiler."),
    (76.0, 80.0, "b", "Do the container images work on the older boards?"),
    (80.5, 85.0, "c", "The older ARM boards still need a different kernel, that is an open question."),
    (88.0, 92.0, "a", "Thank you, Cleo. That is all for today, see you next week, bye."),
    (92.5, 94.0, "b", "Bye."),
)


@dataclass(frozen=True, slots=True)
class ScriptedCall:
    """Where the made-up call lies."""

    recording: Path
    page: Path

    def pipeline(self) -> Pipeline:
        """A new run on it."""
        return Pipeline((self.recording,), self.page, Options(engine="scripted", diarizer="scripted"))


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScriptedCall:
    """The call in a folder of its own, the scripted engines told what is said."""
    folder = tmp_path / "calls"
    folder.mkdir()
    write_recording(folder / "2026-03-04.wav", 96)
    page = folder / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    script = folder / "script.tsv"
    script.write_text(
        "start\tend\tvoice\ttext\n" + "".join("\t".join(map(str, line)) + "\n" for line in LINES), encoding="utf-8"
    )
    monkeypatch.setenv("TRANSCRIBE_SCRIPT", str(script))
    return ScriptedCall(folder / "2026-03-04.wav", page)


def processed(call: ScriptedCall, *flags: str) -> Result:
    """What `transcribe process` with the scripted engines makes of the call and tells."""
    arguments = ["process", str(call.recording), str(call.page), *flags]
    return CliRunner(env={"TRANSCRIBE_ENGINE": "scripted", "TRANSCRIBE_DIARIZER": "scripted"}).invoke(cli, arguments)


def lock_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the folder seem read-only, which its mode alone does not make it for root."""
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder and allowed(path, mode))


def write_recording(path: Path, seconds: float, loudness: float = 0.1) -> None:
    """Soft noise as a 16 kHz WAV file."""
    samples = np.random.default_rng(0).uniform(-loudness, loudness, int(seconds * 16_000))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((samples * 32767).astype("<i2").tobytes())


@pytest.fixture
def done(call: ScriptedCall) -> ScriptedCall:
    """The call after `process --in-place`."""
    pipeline = call.pipeline()
    pipeline.run()
    pipeline.write_page()
    return call


@pytest.fixture
def speak() -> Iterator[Callable[[Callable[[dict[str, Any]], tuple[int, str]]], Spoken]]:
    """Opens servers in a language model's place that answer as they are told."""
    opened: list[Spoken] = []

    def open_one(reply: Callable[[dict[str, Any]], tuple[int, str]]) -> Spoken:
        opened.append(Spoken(reply))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()
