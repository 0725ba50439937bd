"""Two copies of one call are brought together, other calls are refused; on made-up sound and on a real recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from benchmarks.corpus import DATA
from transcribe.errors import PublishError, RecordingError
from transcribe.publish import align
from transcribe.publish.listen import RATE, listen

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

RECORDINGS = DATA / "recordings"
REAL = RECORDINGS / "ccg-2023-11-28" / "audio.ogg"
needs_recordings = pytest.mark.skipif(not REAL.is_file(), reason="the real recordings are not here")
CLOSE = 0.05


def babble(seconds: float, seed: int) -> Floats:
    """Noise in syllables of random length, pitch and loudness: as much structure as talk has, and no words."""
    random = np.random.default_rng(seed)
    parts: list[Floats] = [np.zeros(0, np.float32)]
    while sum(map(len, parts)) < seconds * RATE:
        length = int(random.uniform(0.05, 0.4) * RATE)
        t = np.arange(length) / RATE
        tone = sum(np.sin(2 * np.pi * pitch * t) for pitch in random.uniform(150, 3000, 4))
        parts.append((tone * np.hanning(length) * random.uniform(0, 0.1)).astype(np.float32))
        parts.append(np.zeros(int(random.exponential(0.15) * RATE), np.float32))
    whole = np.concatenate(parts)[: int(seconds * RATE)]
    return whole + random.normal(0, 0.0005, len(whole)).astype(np.float32)


def encode(samples: Floats, path: Path, codec: str, rate: int, bit_rate: int) -> Path:
    """Write samples as a file of another codec."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate)
        stream.bit_rate = bit_rate
        stream.layout = "mono"
        stream.options = {"compression_level": "0"}
        resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=rate)
        for start in range(0, len(samples), RATE):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + RATE], format="flt", layout="mono")
            frame.sample_rate = RATE
            frame.pts = start
            for ready in resampler.resample(frame):
                container.mux(stream.encode(ready))
        for ready in resampler.resample(None):
            container.mux(stream.encode(ready))
        container.mux(stream.encode(None))
    return path


def heard(path: Path) -> Floats:
    [samples] = listen([[path]])
    return samples


def at(samples: Floats, start: float, end: float) -> Floats:
    return samples[int(start * RATE) : int(end * RATE)]


@pytest.mark.parametrize(("name", "codec", "rate"), [("call.flac", "flac", 8000), ("call.m4a", "aac", 44_100)])
def test_a_long_recording_is_heard_in_parts_as_in_one_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, codec: str, rate: int
) -> None:
    path = encode(babble(47, seed=3), tmp_path / name, codec, rate, 64_000)
    whole = heard(path)
    monkeypatch.setattr("transcribe.publish.listen.PART_SECONDS", 10.0)
    # what a broken process falls back to would hide that it broke
    monkeypatch.delattr("transcribe.publish.listen._careful")
    parts = heard(path)
    assert len(parts) == pytest.approx(len(whole), abs=0.05 * RATE)
    loudness = [np.square(each[: 46 * RATE].reshape(46, RATE)).mean(axis=1) for each in (whole, parts)]
    assert loudness[1] == pytest.approx(loudness[0], rel=0.1)
    assert align.find(whole, parts).timeline.pieces[0].offset == pytest.approx(0, abs=0.005)


@pytest.mark.parametrize("gain", [0.05, 1.0, 4.0])
@pytest.mark.parametrize(("cut", "added"), [(0, 0), (12.34, 0), (0, 7.77), (20.5, 31.25)])
def test_a_shift_is_found_whatever_the_level(gain: float, cut: float, added: float) -> None:
    mine = babble(120, seed=1)
    theirs = np.concatenate([babble(added, seed=2), at(mine, cut, 120) * gain])
    found = align.find(mine, theirs)
    assert len(found.timeline.pieces) == 1
    assert found.timeline.pieces[0].offset == pytest.approx(added - cut, abs=CLOSE)
    assert found.timeline.pieces[0].start == pytest.approx(cut, abs=1)
    assert found.confidence > 0.6


def test_cuts_and_insertions_in_the_middle_are_found_as_several_offsets() -> None:
    mine = babble(300, seed=3)
    theirs = np.concatenate([at(mine, 0, 80), at(mine, 95, 200), babble(20, seed=4), at(mine, 200, 300)])
    found = align.find(mine, theirs).timeline
    assert [piece.offset for piece in found.pieces] == pytest.approx([0, -15, 5], abs=CLOSE)
    assert [piece.start for piece in found.pieces] == pytest.approx([0, 95, 200], abs=0.5)
    assert [piece.end for piece in found.pieces] == pytest.approx([80, 200, 300], abs=0.5)
    assert found.at(85) is None
    assert found.at(250) == pytest.approx(255, abs=CLOSE)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 3.0, 120.0])
def test_another_calls_sound_is_refused(seconds: float) -> None:
    with pytest.raises(PublishError) as raised:
        align.find(babble(120, seed=5), babble(seconds, seed=6))
    assert str(raised.value) == (
        "The two recordings do not seem to be of one call (nothing in common); "
        "check that the right file is given, or give the offset yourself with --offset."
    )


def test_a_jingle_that_two_calls_share_does_not_make_them_one() -> None:
    jingle = babble(15, seed=7)
    with pytest.raises(PublishError, match="only 0:1"):
        align.find(
            np.concatenate([jingle, babble(120, seed=8)]),
            np.concatenate([babble(60, seed=9), jingle, babble(60, seed=10)]),
        )


def test_silence_has_nothing_in_common() -> None:
    with pytest.raises(PublishError, match="nothing in common"):
        align.find(np.zeros(30 * RATE, np.float32), np.zeros(30 * RATE, np.float32))


def test_parts_of_a_recording_follow_one_another(tmp_path: Path) -> None:
    whole = babble(90, seed=11)
    parts = [
        encode(at(whole, 0, 40), tmp_path / "one.flac", "flac", 44100, 0),
        encode(at(whole, 40, 90), tmp_path / "two.m4a", "aac", 32000, 48000),
    ]
    found = align.files(parts, encode(at(whole, 5, 90), tmp_path / "published.ogg", "libopus", 48000, 24000))
    assert found.timeline.pieces[0].offset == pytest.approx(-5, abs=CLOSE)
    assert found.timeline.at(80) == pytest.approx(75, abs=0.1)


def test_what_is_no_recording_is_said(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("no sound at all")
    with pytest.raises(RecordingError, match=r"notes\.mp4 is no recording"):
        heard(path)


def test_a_call_without_sound_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(PublishError) as refused:
        align.files([tmp_path / "call.vtt"], tmp_path / "published.mp4")
    assert str(refused.value) == (
        f"{tmp_path / 'call.vtt'} is a transcript, which has no sound to compare; say the offset with --offset."
    )


@pytest.fixture(scope="module")
def real() -> Floats:
    return heard(REAL)


@needs_recordings
def test_a_real_call_trimmed_with_an_intro_and_a_low_rate_codec(real: Floats, tmp_path: Path) -> None:
    published = np.concatenate([babble(11.3, seed=12), at(real, 37.4, 640) * 0.3])
    path = encode(published, tmp_path / "published.ogg", "libopus", 16000, 8000)
    found = align.find(real, heard(path))
    assert len(found.timeline.pieces) == 1
    assert found.timeline.pieces[0].offset == pytest.approx(11.3 - 37.4, abs=CLOSE)
    assert found.timeline.pieces[0].start == pytest.approx(37.4, abs=1)


@needs_recordings
def test_a_real_call_with_its_middle_cut(real: Floats) -> None:
    found = align.find(real, np.concatenate([at(real, 0, 500), at(real, 560, 1200)]))
    assert [piece.offset for piece in found.timeline.pieces] == pytest.approx([0, -60], abs=CLOSE)


@needs_recordings
@pytest.mark.parametrize("other", ["ccg-2020-09-22", "ami-es2002a-a", "pyannote-sample", "ami-30s-dev00"])
def test_another_real_call_is_refused(real: Floats, other: str) -> None:
    path = next(path for path in (RECORDINGS / other).iterdir() if path.stem == "audio")
    with pytest.raises(PublishError):
        align.find(real, heard(path))
