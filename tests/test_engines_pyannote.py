"""Turns are put together from windows, and the real networks find who speaks when on real sound."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from benchmarks import corpus, score_speech
from transcribe.audio import SAMPLE_RATE, Audio, decode
from transcribe.engines import SpeakerHints, campplus
from transcribe.engines.clustering import Pieces
from transcribe.engines.pyannote import Heard, PyannoteDiarizer, audible, turns
from transcribe.engines.segmentation import FRAME_FIELD, FRAME_STEP, FRAMES
from transcribe.schema import Turn

CALL = corpus.DATA / "recordings" / "pyannote-sample"
needs_call = pytest.mark.skipif(not CALL.exists(), reason="the corpus of real calls is not here")


@functools.cache
def engine() -> PyannoteDiarizer:
    return PyannoteDiarizer(threads=2)


def noise(seconds: float, loudness: float) -> Audio:
    random = np.random.default_rng(3)
    return Audio((loudness * random.standard_normal(int(seconds * SAMPLE_RATE))).astype(np.float32))


def test_windows_are_put_together_on_one_clock_with_overlap() -> None:
    times = (np.arange(FRAMES) * FRAME_STEP + FRAME_FIELD / 2) / SAMPLE_RATE
    activity = np.zeros((2, FRAMES, 3), np.float32)
    activity[0, (times > 1) & (times < 8), 0] = 1
    activity[0, times > 6, 1] = 1
    # the second window starts at 5 s and numbers its speakers the other way round
    activity[1, times < 3, 1] = 1
    activity[1, (times > 1) & (times < 7), 0] = 1
    pieces = Pieces(np.eye(4, dtype=np.float32), np.full(4, 3, np.float32), np.array([0, 0, 1, 1]))
    heard = Heard(activity, np.array([0, 5 * SAMPLE_RATE]), pieces, np.array([0, 1, 0, 1]), 15.0)
    found = turns(heard, np.array([0, 1, 1, 0]))
    assert [turn.voice for turn in found] == ["Speaker 1", "Speaker 2"]
    assert [turn.start for turn in found] == pytest.approx([1, 6], abs=0.05)
    assert [turn.end for turn in found] == pytest.approx([8, 12], abs=0.05)


def test_faint_turns_are_dropped_and_voices_numbered_anew() -> None:
    sound = noise(30, 0.1)
    sound.samples[:SAMPLE_RATE] *= 0.01
    found = (Turn(0, 1, "Speaker 1"), Turn(2, 9, "Speaker 2"), Turn(10, 12, "Speaker 3"))
    assert audible(found, sound) == (Turn(2, 9, "Speaker 1"), Turn(10, 12, "Speaker 2"))


@pytest.mark.parametrize("seconds", [0, 0.02, 1, 125])
def test_features_come_every_ten_milliseconds(seconds: float) -> None:
    found = campplus.features(noise(seconds, 0.1).samples)
    assert found.shape == (max(0, (int(seconds * SAMPLE_RATE) - 400) // 160 + 1), 80)
    assert np.isfinite(found).all()


@pytest.mark.engines
@pytest.mark.parametrize(
    "audio", [noise(0, 0), noise(0.3, 0.1), noise(12, 0), noise(12, 0.01)], ids=["empty", "short", "silence", "noise"]
)
def test_without_a_voice_there_is_no_turn(audio: Audio) -> None:
    assert engine().diarize(audio, SpeakerHints()) == ()


@pytest.mark.engines
@needs_call
def test_two_people_on_the_phone_are_told_apart() -> None:
    audio = decode([CALL / "audio.flac"])
    told: list[float] = []
    found = engine().diarize(audio, SpeakerHints(), lambda done, total: told.append(done / total))
    reference = score_speech.read_rttm(CALL / "reference" / "turns.rttm")
    assert score_speech.turns(reference, found, (0.0, 30.0)).rate < 0.15
    assert {turn.voice for turn in found} == {"Speaker 1", "Speaker 2"}
    assert found == tuple(sorted(found, key=lambda turn: turn.start))
    assert told == sorted(told)
    assert told[-1] == 1
    voices = engine().embed_voices(audio, found)
    assert set(voices) == {"Speaker 1", "Speaker 2"}
    assert float(voices["Speaker 1"] @ voices["Speaker 2"]) < 0.6
    first_half, second_half = (
        engine().embed_voices(audio, [turn for turn in found if (turn.end < 18) is early])["Speaker 1"]
        for early in (True, False)
    )
    assert float(first_half @ second_half) > float(voices["Speaker 1"] @ voices["Speaker 2"])
