"""A run with the real engines that is killed again and again, and what the next run makes of it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import av
import pytest

from tests.conftest import SAMPLES, needs_weights

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
    return subprocess.Popen(
        [sys.executable, "-m", "transcribe", "process", recording.name, "page.md"],
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
