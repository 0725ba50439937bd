"""The scripted engines say exactly what their script says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.audio import SAMPLE_RATE, Audio
from transcribe.engines import SpeakerHints, SpeechHints, diarizer, speech_engine
from transcribe.engines.scripted import ScriptedEncoder, read_script
from transcribe.errors import EngineError

if TYPE_CHECKING:
    from pathlib import Path

LINES = [
    {"start": 5.0, "end": 7.0, "voice": "bo", "text": "Fine, thank you."},
    {"start": 0.5, "end": 3.0, "voice": "ana", "text": "Hello everyone, how are you?"},
    {"start": 6.0, "end": 8.0, "voice": "ana", "text": "Good to hear"},
    {"start": 8.5, "end": 9.0, "voice": "", "text": "mumble"},
]


def script(folder: Path) -> Path:
    path = folder / "script.json"
    path.write_text(json.dumps({"language": "en", "lines": LINES}))
    return path


def audio(seconds: float) -> Audio:
    return Audio(np.zeros(int(seconds * SAMPLE_RATE), np.float32))


def test_words_are_the_scripts_words_in_order(tmp_path: Path) -> None:
    transcript = speech_engine("scripted", script=script(tmp_path)).transcribe(audio(20), SpeechHints())
    told = [segment.text.strip() for segment in transcript.segments]
    assert told == ["Hello everyone, how are you?", "Fine, thank you.", "Good to hear", "mumble"]
    assert all("".join(word.text for word in segment.words) == segment.text for segment in transcript.segments)
    assert transcript.language == "en"
    assert transcript.duration == 20


def test_voices_are_numbered_by_their_first_word_and_overlap_is_kept(tmp_path: Path) -> None:
    turns = diarizer("scripted", script=script(tmp_path)).diarize(audio(20), SpeakerHints())
    assert [(turn.start, turn.end, turn.voice) for turn in turns] == [
        (0.5, 3.0, "Speaker 1"),
        (5.0, 7.0, "Speaker 2"),
        (6.0, 8.0, "Speaker 1"),
    ]


def test_nothing_is_said_after_the_end(tmp_path: Path) -> None:
    path = script(tmp_path)
    words = speech_engine("scripted", script=path).transcribe(audio(6), SpeechHints()).words
    turns = diarizer("scripted", script=path).diarize(audio(6), SpeakerHints())
    assert max(word.end for word in words) <= 6
    assert max(turn.end for turn in turns) <= 6


def test_the_environment_names_the_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "script.tsv"
    rows = ["\t".join(LINES[0]), *("\t".join(str(value) for value in line.values()) for line in LINES)]
    table.write_text("\n".join(rows) + "\n")
    monkeypatch.setenv("TRANSCRIBE_SCRIPT", str(table))
    assert read_script() == read_script(script(tmp_path))


def test_a_script_that_cannot_be_used_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRANSCRIBE_SCRIPT", raising=False)
    with pytest.raises(EngineError, match="has no script; name one in TRANSCRIBE_SCRIPT"):
        read_script()
    with pytest.raises(EngineError, match="cannot be read"):
        read_script(tmp_path / "missing.json")
    (tmp_path / "odd.json").write_text('{"lines": [{"start": "soon"}]}')
    with pytest.raises(EngineError, match=r"lines\[0\]"):
        read_script(tmp_path / "odd.json")


@given(st.lists(st.text(), max_size=5))
def test_vectors_have_length_one(sentences: list[str]) -> None:
    vectors = ScriptedEncoder().encode(sentences)
    assert vectors.shape == (len(sentences), 256)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_shared_words_bring_sentences_near() -> None:
    plugin, again, lunch = ScriptedEncoder().encode(["the plugin registry", "Registry plugin", "lunch at noon"])
    assert plugin @ again > 0.5 > plugin @ lunch
