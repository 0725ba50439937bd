"""Both speech engines hear the same words on real sound, and none where nobody speaks."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks import corpus, score_speech
from transcribe.audio import SAMPLE_RATE, Audio, decode
from transcribe.engines import SpeechHints, speech_engine, voice_activity, weights
from transcribe.engines.openai_whisper import checkpoint, load, read
from transcribe.errors import WeightsError

if TYPE_CHECKING:
    from pathlib import Path

    from transcribe.engines import SpeechEngine

CALL = corpus.DATA / "recordings" / "pyannote-sample"
needs_call = pytest.mark.skipif(not CALL.exists(), reason="the corpus of real calls is not here")
pytestmark = pytest.mark.engines


@functools.cache
def engine(name: str) -> SpeechEngine:
    if name == "openai-whisper":
        pytest.importorskip("whisper")
    return speech_engine(name, model="base", threads=2)


def music(seconds: float) -> Audio:
    """Chords, changing every half second."""
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    root = 220 * 2 ** (np.floor(times * 2) % 5 / 12)
    tones = sum(np.sin(2 * np.pi * np.cumsum(root * ratio) / SAMPLE_RATE) for ratio in (1, 1.25, 1.5))
    return Audio((0.1 * np.asarray(tones)).astype(np.float32))


def noise(seconds: float) -> Audio:
    return Audio((0.02 * np.random.default_rng(5).standard_normal(int(seconds * SAMPLE_RATE))).astype(np.float32))


@pytest.mark.parametrize("name", ["faster-whisper", "openai-whisper"])
@pytest.mark.parametrize("audio", [noise(0), Audio(np.zeros(5 * SAMPLE_RATE, np.float32)), noise(20), music(20)])
def test_no_voice_no_words(name: str, audio: Audio) -> None:
    transcript = engine(name).transcribe(audio, SpeechHints())
    assert transcript.segments == ()
    assert transcript.duration == audio.duration


@needs_call
@pytest.mark.parametrize("name", ["faster-whisper", "openai-whisper"])
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_phone_call_is_understood(name: str) -> None:
    # Whisper's own library leaves files open
    audio = Audio(decode([CALL / "audio.flac"]).samples[: 19 * SAMPLE_RATE])
    told: list[float] = []
    transcript = engine(name).transcribe(audio, SpeechHints(), lambda done, total: told.append(done / total))
    reference = [said for said in score_speech.read_stm(CALL / "reference" / "words.stm") if said.end < 19]
    assert transcript.language == "en"
    assert score_speech.words(reference, transcript).rate < 0.45
    edges = [edge for word in transcript.words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert 6 < edges[0] < edges[-1] <= audio.duration
    assert told == sorted(told)
    assert told[-1] == 1


def test_chunks_hold_all_speech_and_fit_the_network() -> None:
    stretches = [(n * 7.0, n * 7.0 + 5.5) for n in range(20)]
    found = voice_activity.chunks(stretches)
    assert all(end - start <= voice_activity.CHUNK_S for start, end in found)
    assert all(any(start <= a and b <= end for start, end in found) for a, b in stretches)
    assert len(found) < len(stretches)


def test_long_sound_is_looked_at_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(2)
    samples = random.standard_normal(50 * SAMPLE_RATE).astype(np.float32) * 0.1
    samples[14 * SAMPLE_RATE : 15 * SAMPLE_RATE] = 0
    monkeypatch.setattr(voice_activity, "BLOCK_S", 20.0)
    assert voice_activity._seam(Audio(samples), 0) / SAMPLE_RATE == pytest.approx(14.5, abs=0.5)
    assert voice_activity._seam(Audio(samples), 40 * SAMPLE_RATE) == len(samples)


def test_the_rebuilt_checkpoint_has_every_number_of_the_original() -> None:
    pytest.importorskip("whisper")
    folder = weights.whisper_folder("base")
    values = read(folder / "model.bin")
    state = checkpoint(values)
    numbers = sum(value.size for name, value in values.items() if value.dtype == np.float16)
    # a key has no bias in Whisper; the converted file fills its place in the fused ones with zeros
    fused = [value for name, value in values.items() if name.endswith("bias") and value.size in {1024, 1536}]
    assert all(not value[-1024:-512].any() if value.size == 1536 else not value[:512].any() for value in fused)
    assert sum(value.numel() for value in state.values()) == numbers - 512 * len(fused)
    assert load(folder).is_multilingual


def test_a_file_that_is_no_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"no numbers here")
    with pytest.raises(WeightsError, match="CTranslate2"):
        read(tmp_path / "model.bin")
