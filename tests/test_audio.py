"""Recordings of every kind become samples on the right clock, and what is wrong with one is said in one sentence."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from transcribe.audio import Audio, date_of, decode, digest, is_silent
from transcribe.errors import RecordingError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

BEEPS_S = (1.0, 4.0, 7.5)
LENGTH_S = 9.0
KINDS = [
    ("call.wav", "pcm_s16le", 44100, "stereo"),
    ("call.flac", "flac", 48000, "stereo"),
    ("call.ogg", "flac", 22050, "stereo"),
    ("call.opus", "libopus", 48000, "mono"),
    ("call.webm", "libopus", 48000, "stereo"),
    ("call.mkv", "aac", 32000, "mono"),
    ("call.m4a", "aac", 44100, "stereo"),
    ("call.mp3", "libmp3lame", 44100, "stereo"),
    ("low.wav", "pcm_s16le", 8000, "mono"),
]


def beeps(rate: int, length_s: float = LENGTH_S, at: tuple[float, ...] = BEEPS_S) -> NDArray[np.float32]:
    times = np.arange(int(length_s * rate)) / rate
    on = np.zeros_like(times)
    for start in at:
        on[(times >= start) & (times < start + 0.5)] = 1
    return (0.5 * on * np.sin(2 * np.pi * 440 * times)).astype(np.float32)


def onsets(audio: Audio) -> list[float]:
    loud: NDArray[np.bool_] = np.greater(np.abs(audio.samples), 0.1)
    frames = loud[: len(loud) // 160 * 160].reshape(-1, 160).any(axis=1)
    filled = np.convolve(frames, np.ones(10), "full")[: len(frames)] > 0
    return [float(index) / 100 for index in np.flatnonzero(np.diff(filled.astype(int)) == 1) + 1]


def add_picture(container: Any) -> Any:
    video = container.add_stream("mpeg4", rate=5)
    video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
    return video


def show(container: Any, video: Any) -> None:
    for _ in range(5):
        container.mux(video.encode(av.VideoFrame(64, 64, "yuv420p")))
    container.mux(video.encode(None))


def write(path: Path, samples: NDArray[np.float32], rate: int, codec: str = "pcm_s16le", **more: Any) -> Path:
    layout = more.pop("layout", "mono")
    options = more.pop("options", {})
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update(more.pop("metadata", {}))
        picture = add_picture(container) if more.pop("picture", False) else None
        stream: Any = container.add_stream(codec, rate=rate, layout=layout)
        container.start_encoding()
        if picture is not None:
            show(container, picture)
        for begin in range(0, len(samples), 1000):
            block = samples[begin : begin + 1000]
            planar = np.stack([block] * (2 if layout == "stereo" else 1))
            frame = av.AudioFrame.from_ndarray(planar, format="fltp", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = rate, begin, Fraction(1, rate)
            converted = av.AudioResampler(format=stream.format.name, layout=layout, rate=rate).resample(frame)
            container.mux([packet for part in converted for packet in stream.encode(part)])
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("name", "codec", "rate", "layout"), KINDS)
def test_every_container_gives_the_same_sound_at_the_same_times(
    tmp_path: Path, name: str, codec: str, rate: int, layout: str
) -> None:
    path = write(tmp_path / name, beeps(rate), rate, codec, layout=layout)
    audio = decode([path])
    assert audio.samples.dtype == np.float32
    assert audio.samples.ndim == 1
    assert audio.duration == pytest.approx(LENGTH_S, abs=0.1)
    assert onsets(audio) == pytest.approx(BEEPS_S, abs=0.06)
    assert np.abs(audio.samples).max() == pytest.approx(0.5, abs=0.1)
    assert audio.notices == ()
    assert not is_silent(audio)


def test_the_sound_of_a_video_is_found_beside_its_picture(tmp_path: Path) -> None:
    path = write(tmp_path / "call.mp4", beeps(48000), 48000, "aac", picture=True)
    assert onsets(decode([path])) == pytest.approx(BEEPS_S, abs=0.06)


def test_parts_share_one_clock(tmp_path: Path) -> None:
    first = write(tmp_path / "1.wav", beeps(44100), 44100)
    second = write(tmp_path / "2.flac", beeps(16000), 16000, "flac")
    audio = decode([first, second])
    assert onsets(audio) == pytest.approx((*BEEPS_S, *(LENGTH_S + beep for beep in BEEPS_S)), abs=0.06)


def test_progress_ends_at_the_end(tmp_path: Path) -> None:
    told: list[tuple[float, float]] = []
    audio = decode([write(tmp_path / "call.wav", beeps(16000), 16000)], lambda done, total: told.append((done, total)))
    assert told[-1] == (audio.duration, audio.duration)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def with_a_hole(folder: Path) -> Path:
    """A minute whose last beep comes at 55 s, behind a stretch that cannot be decoded."""
    path = write(folder / "damaged.ogg", beeps(48000, 60, (1.0, 30.0, 55.0)), 48000, "libopus")
    content = bytearray(path.read_bytes())
    begin, end = len(content) * 2 // 10, len(content) * 4 // 10
    content[begin:end] = bytes(end - begin)
    path.write_bytes(content)
    return path


def test_a_hole_in_the_middle_keeps_the_clock_and_is_told(tmp_path: Path) -> None:
    audio = decode([with_a_hole(tmp_path)])
    assert audio.duration == pytest.approx(60, abs=0.3)
    assert onsets(audio)[-1] == pytest.approx(55.0, abs=0.1)
    assert len(audio.notices) == 1
    assert "no sound from" in audio.notices[0]


def test_a_truncated_recording_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.mkv", beeps(48000, 60, (1.0, 20.0, 55.0)), 48000, "libopus")
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    audio = decode([cut])
    assert 20 < audio.duration < 45
    assert onsets(audio) == pytest.approx((1.0, 20.0), abs=0.06)
    assert len(audio.notices) == 1
    assert "truncated" in audio.notices[0]


@pytest.mark.parametrize("loudness", [0, 2e-5])
def test_silence_is_noticed(tmp_path: Path, loudness: float) -> None:
    noise = (np.random.default_rng(1).standard_normal(48000) * loudness).astype(np.float32)
    assert is_silent(decode([write(tmp_path / "call.wav", noise, 16000)]))


def test_a_quiet_voice_is_not_silence(tmp_path: Path) -> None:
    assert not is_silent(decode([write(tmp_path / "call.wav", beeps(16000) * 0.02, 16000)]))


def broken_files(folder: Path) -> dict[str, Path]:
    folder.joinpath("text.m4a").write_text("no sound here\n" * 50)
    folder.joinpath("empty.wav").touch()
    folder.joinpath("folder.mp4").mkdir()
    with av.open(str(folder / "mute.mkv"), "w") as container:
        show(container, add_picture(container))
    write(folder / "nothing.wav", np.zeros(0, np.float32), 16000)
    index_last = write(folder / "whole.m4a", beeps(16000), 16000, "aac").read_bytes()
    folder.joinpath("no-index.m4a").write_bytes(index_last[: len(index_last) // 2])
    return {path.name: path for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("text.m4a", "{} is no recording, or one whose end with its index is missing; download it again."),
        ("no-index.m4a", "{} is no recording, or one whose end with its index is missing; download it again."),
        ("empty.wav", "{} is empty (0 bytes); download it again."),
        ("folder.mp4", "{} is a folder; name the recording inside it."),
        ("mute.mkv", "{} has no audio track; name the file that holds the sound."),
        ("nothing.wav", "{} holds an audio track without any sound that can be decoded; download it again."),
        ("missing.wav", "There is no recording {}; check its name."),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(tmp_path: Path, name: str, sentence: str) -> None:
    path = broken_files(tmp_path).get(name, tmp_path / name)
    with pytest.raises(RecordingError) as error:
        decode([path])
    assert str(error.value) == sentence.format(path)


def test_no_part_at_all() -> None:
    with pytest.raises(RecordingError, match="no recording to read"):
        decode([])


@pytest.mark.skipif(sys.platform == "win32", reason="a colon cannot stand in a name there")
@pytest.mark.parametrize("name", ["2031-02-03 10:00.wav", "http:call.wav", "%d.wav", "-call.wav"])
def test_a_name_is_only_a_name(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "plain.wav", beeps(16000), 16000).rename(tmp_path / name)
    assert decode([path]).duration == pytest.approx(LENGTH_S, abs=0.01)


def test_the_day_is_read_where_it_is_told(tmp_path: Path) -> None:
    told = write(tmp_path / "t.m4a", beeps(16000), 16000, "aac", metadata={"creation_time": "2031-05-06T17:00:00Z"})
    unset = write(tmp_path / "u.m4a", beeps(16000), 16000, "aac", metadata={"creation_time": "1904-01-01T00:00:00Z"})
    assert date_of(told) == "2031-05-06"
    assert date_of(unset) is None
    assert date_of(write(tmp_path / "w.wav", beeps(16000), 16000)) is None
    assert date_of(tmp_path / "missing.wav") is None


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"abc")
    assert digest(tmp_path / "one") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
