"""A run with the real engines that is stopped again and again, and what the next run makes of it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import av
import pytest

from tests.conftest import HEARS_CTRL_C, SAMPLES, needs_weights

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 25

pytestmark = [pytest.mark.engines, needs_weights]


def beginning_of_the_sample(folder: Path) -> Path:
    folder.mkdir()
    shutil.copyfile(SAMPLES / "page.md", folder / "page.md")
    recording = folder / "call.wav"
    with av.open(str(SAMPLES / "call.ogg")) as given, av.open(str(recording), "w") as made:
        stream = made.add_stream("pcm_s16le", rate=16_000, layout="mono")
        resampler = av.AudioResampler("s16", "mono", 16_000)
        for frame in given.decode(audio=0):
            if frame.time > SECONDS:
                break
            for piece in resampler.resample(frame):
                made.mux(stream.encode(piece))
        made.mux(stream.encode(None))
    return recording


def started(recording: Path) -> subprocess.Popen[str]:
    program = f"{HEARS_CTRL_C}from transcribe.cli import main\nmain()\n"
    return subprocess.Popen(
        [sys.executable, "-c", program, "process", recording.name, "page.md"],
        cwd=recording.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def kept(recording: Path) -> dict[str, bytes]:
    folder = recording.with_suffix(".minutes")
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.suffix in {".json", ".md"} and path.name != "source.json"
    }


def test_killed_in_each_long_stage_it_ends_with_the_same_bytes(tmp_path: Path) -> None:
    undisturbed, killed = (beginning_of_the_sample(tmp_path / name) for name in ("undisturbed", "killed"))
    run = started(undisturbed)
    run.communicate()
    assert run.returncode == 0
    before: dict[str, bytes] = {}
    for stage in ("Recognising speech", "Telling voices apart", "Naming voices"):
        run = started(killed)
        assert run.stderr is not None
        assert any(line.startswith(stage) for line in run.stderr), f"{stage} was never begun"
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert run.returncode == -signal.SIGKILL
        after = kept(killed)
        assert before.items() <= after.items(), "a whole file was made anew"
        before = after
    assert {"transcript.json", "turns.json"} <= before.keys()
    assert "names.json" not in before
    run = started(killed)
    _, told = run.communicate()
    assert run.returncode == 0
    assert "Recognising speech" not in told
    assert "Telling voices apart" not in told
    assert kept(killed) == kept(undisturbed)


@pytest.mark.parametrize("presses", [1, 2])
@pytest.mark.parametrize("seconds", [0.5, 2.0])
def test_ctrl_c_ends_speech_recognition_at_once_and_leaves_whole_files(
    tmp_path: Path, presses: int, seconds: float
) -> None:
    recording = beginning_of_the_sample(tmp_path / "call")
    run = started(recording)
    assert run.stderr is not None
    assert any(line.startswith("Recognising speech") for line in run.stderr)
    time.sleep(seconds)
    before = time.monotonic()
    for _ in range(presses):
        run.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, told = run.communicate(timeout=60)
    assert run.returncode == 130
    assert time.monotonic() - before < 5
    assert "Traceback" not in told
    left = [path for path in recording.with_suffix(".minutes").iterdir() if path.name != ".lock"]
    assert {"source.json", "notes.json"} <= {path.name for path in left}
    assert all("data" in json.loads(path.read_text(encoding="utf-8")) for path in left), "a file is half-written"
