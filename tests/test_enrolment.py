"""Voices of an approved call are remembered, at the approval in the review and by a run after it, and only once."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from tests.reviewing import Processed, processed
from transcribe import enrolment, voices
from transcribe.cli import cli
from transcribe.engines.pyannote import PyannoteDiarizer
from transcribe.errors import RecordingError, WorkError
from transcribe.review.keeping import Keeper
from transcribe.review.server import create_app
from transcribe.review.store import Store, Wanted
from transcribe.schema import Source
from transcribe.work import Work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.conftest import ScriptedCall
    from transcribe.audio import Audio
    from transcribe.schema import Turn

HERE = "http://127.0.0.1:8123"
APPROVED = "Ada Moreno, Bo Lindqvist, Cleo Marsh"


@pytest.fixture(autouse=True)
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Voices are kept in a folder of the test, and are given by their number; how much was heard is counted."""
    monkeypatch.setenv(voices.LOCATION, str(tmp_path / "data"))
    lengths: list[float] = []

    def embed(_: PyannoteDiarizer, audio: Audio, turns: Sequence[Turn]) -> dict[str, NDArray[np.float32]]:
        lengths.append(audio.duration)
        found = sorted({turn.voice for turn in turns})
        return {voice: np.eye(len(found), dtype=np.float32)[place] for place, voice in enumerate(found)}

    monkeypatch.setattr(PyannoteDiarizer, "embed_voices", embed)
    return lengths


@pytest.fixture
def reviewed(tmp_path: Path) -> Processed:
    return processed(tmp_path / "calls")


def told(call: Processed, **changes: object) -> None:
    source = replace(call.work.read("source", Source), **changes)  # type: ignore[arg-type]
    call.work.write("source", source)


def approve(call: Processed, who: str = "Ada Moreno") -> list[str]:
    """Approve in the browser; gives back what the terminal is told."""
    said: list[str] = []
    keeper = Keeper(call.work, said.append)
    client = create_app(call.work, "token", 8123, keeper).test_client()
    body = {"digest": Store(call.work).state().digest, "who": who}
    answer = client.post("/token/approve", base_url=HERE, json=body, headers={"Origin": HERE})
    assert answer.status_code == 200
    keeper.wait()
    return said


def names() -> str:
    return ", ".join(kept.name for kept in voices.remembered())


def test_approving_remembers_the_voices_where_that_is_turned_on(reviewed: Processed, heard: list[float]) -> None:
    assert approve(reviewed) == []
    assert voices.remembered() == ()
    (reviewed.page.parent / "transcribe.toml").write_text("voices = true\n")
    assert approve(reviewed) == ["Remembering the voices of this call …", f"Remembered: {APPROVED}."]
    assert names() == APPROVED
    assert heard == [96.0]


def test_it_is_turned_on_by_the_flag_that_the_call_was_processed_with(reviewed: Processed) -> None:
    told(reviewed, voices=True)
    approve(reviewed)
    assert names() == APPROVED


def test_a_name_that_was_corrected_after_the_approval_takes_the_voice_along(reviewed: Processed) -> None:
    told(reviewed, voices=True)
    approve(reviewed)
    store = Store(reviewed.work)
    store.change(store.state().digest, [Wanted("Speaker 2", "name", ""), Wanted("Speaker 3", "name", "Bo Lindqvist")])
    approve(reviewed)
    assert {kept.name: kept.embedding.index(1.0) for kept in voices.remembered()} == {
        "Ada Moreno": 0,
        "Bo Lindqvist": 2,
    }


def test_the_review_ends_when_the_voices_are_kept(reviewed: Processed, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(reviewed.work)
    store.approve(store.state().digest, "Ada Moreno")

    def serve(_work: Work, _port: int, keeper: Keeper) -> tuple[SimpleNamespace, str]:
        return SimpleNamespace(serve_forever=keeper.begin), HERE

    monkeypatch.setattr("transcribe.review.server.serve", serve)
    result = CliRunner().invoke(cli, ["review", str(reviewed.recording), "--no-browser"])
    assert result.output.endswith(f"Remembered: {APPROVED}.\n")


def test_who_was_forgotten_stays_so_under_the_same_approval(reviewed: Processed, heard: list[float]) -> None:
    told(reviewed, voices=True)
    approve(reviewed)
    voices.forget("Bo Lindqvist")
    assert enrolment.enrol(reviewed.work) == ()
    assert names() == "Ada Moreno, Cleo Marsh"
    assert len(heard) == 1


def test_when_all_were_forgotten_only_another_approval_remembers_them(reviewed: Processed, heard: list[float]) -> None:
    told(reviewed, voices=True)
    approve(reviewed)
    voices.forget_all()
    assert enrolment.enrol(reviewed.work) == ()
    assert names() == ""
    approve(reviewed)
    assert names() == APPROVED
    assert len(heard) == 2


def test_a_recording_that_is_gone_is_told_and_the_approval_stands(reviewed: Processed) -> None:
    told(reviewed, voices=True)
    reviewed.recording.unlink()
    sentence = f"{reviewed.recording} is gone, so its voices are not kept; put it back and run transcribe process."
    assert approve(reviewed)[1:] == [sentence]
    assert Store(reviewed.work).state().revision.review.approved is not None
    with pytest.raises(RecordingError):
        enrolment.enrol(reviewed.work)


def test_a_call_that_came_as_a_transcript_has_no_voices_to_remember(reviewed: Processed, heard: list[float]) -> None:
    told(reviewed, voices=True, recordings=(str(reviewed.page.parent / "call.vtt"),))
    assert approve(reviewed)[1:] == ["No voice of this call was new."]
    assert heard == []


def test_without_an_approval_nothing_is_remembered(reviewed: Processed, heard: list[float]) -> None:
    with pytest.raises(WorkError, match="are not approved yet"):
        enrolment.enrol(reviewed.work)
    assert heard == []


def test_a_run_after_the_approval_remembers_them_once(call: ScriptedCall, heard: list[float]) -> None:
    def process() -> None:
        flags = ("--engine", "scripted", "--diarizer", "scripted", "--quiet", "--remember-voices")
        assert CliRunner().invoke(cli, ["process", str(call.recording), str(call.page), *flags]).exit_code == 0

    process()
    assert voices.remembered() == ()
    store = Store(Work.find(call.recording))
    store.approve(store.state().digest, "Ada Moreno")
    process()
    assert names() == APPROVED
    once = voices.remembered()
    process()
    assert voices.remembered() == once
    assert store.work.read("source", Source).voices is True
