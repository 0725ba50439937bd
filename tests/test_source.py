"""Another call under the name of an earlier one: nothing of the earlier one is applied to it, and nothing is lost."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.conftest import ScriptedCall, processed
from transcribe.schema import Edit, Review
from transcribe.work import Work

if TYPE_CHECKING:
    from pathlib import Path

OTHER_DAY = "2026-03-11"


def sound(path: Path, seconds: float, seed: int) -> None:
    samples = np.random.default_rng(seed).uniform(-0.1, 0.1, int(seconds * 16_000))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((samples * 32767).astype("<i2").tobytes())


@pytest.fixture
def corrected(call: ScriptedCall) -> ScriptedCall:
    """The call as `call.wav`, processed, with a voice renamed by hand."""
    recording = call.recording.rename(call.recording.with_name("call.wav"))
    call = ScriptedCall(recording, call.page)
    assert processed(call).exit_code == 0
    edit = Edit("Speaker 2", "name", "Bo Lindqvist", "Dora Haas", "2026-03-04T12:00:00Z")
    Work.beside(recording).write("review", Review(edits=(edit,)))
    return call


def with_another_call(page: Path) -> None:
    page.write_text(page.read_text().replace("2026-03-04", OTHER_DAY).replace("Retry queue", "Download queue"))


def test_another_call_of_the_same_name_begins_anew_and_the_old_one_is_kept(corrected: ScriptedCall) -> None:
    work = Work.beside(corrected.recording)
    before = {path.name: path.read_bytes() for path in work.folder.iterdir()}
    sound(corrected.recording, 96, seed=1)
    with_another_call(corrected.page)
    result = processed(corrected)
    assert result.exit_code == 0
    kept = work.folder.with_name("call.2026-03-04.minutes")
    assert (
        "call.minutes was another call's (2026-03-04); with its corrections it is kept as call.2026-03-04.minutes."
        in result.output
    )
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
    assert "Dora Haas" not in (work.folder / "minutes.md").read_text()
    assert not work.path("review").exists()
    assert "another call" not in processed(corrected).output


def test_last_weeks_minutes_in_a_page_of_many_calls_stay(corrected: ScriptedCall) -> None:
    assert processed(corrected, "--in-place").exit_code == 0
    written = corrected.page.read_text()
    before = written.index("## 2026-03-04")
    added = written[before:].split("### Agenda")[0].replace("2026-03-04", OTHER_DAY) + "### Agenda\n\n- New roof\n\n"
    corrected.page.write_text(written[:before] + added + written[before:])
    sound(corrected.recording, 96, seed=1)
    result = processed(corrected, "--in-place", "--date", OTHER_DAY)
    assert result.exit_code == 0, result.output
    assert written[before:] in corrected.page.read_text()


def test_a_new_download_of_the_same_call_keeps_its_review(corrected: ScriptedCall) -> None:
    sound(corrected.recording, 96.5, seed=1)
    assert "another call" not in processed(corrected).output
    assert "Dora Haas" in (Work.beside(corrected.recording).folder / "minutes.md").read_text()


def test_a_new_download_keeps_its_review_when_the_minutes_are_in_the_page(corrected: ScriptedCall) -> None:
    corrected.page.write_text(corrected.page.read_text().replace("## 2026-03-04", "## This week"))
    processed(corrected, "--in-place")
    sound(corrected.recording, 96.5, seed=1)
    assert "another call" not in processed(corrected).output
    assert Work.beside(corrected.recording).path("review").exists()


def test_a_corrected_page_keeps_its_review(corrected: ScriptedCall) -> None:
    with_another_call(corrected.page)
    assert "another call" not in processed(corrected).output
    assert Work.beside(corrected.recording).path("review").exists()


def test_a_second_recording_of_the_same_stem_is_refused(corrected: ScriptedCall) -> None:
    before = {path.name: path.read_bytes() for path in Work.beside(corrected.recording).folder.iterdir()}
    other = ScriptedCall(corrected.recording.with_name("call.rf64"), corrected.page)
    sound(other.recording, 40, seed=2)
    result = processed(other)
    assert result.exit_code == 1
    assert "holds the work on call.wav, which is another recording; give " in result.output
    assert {path.name: path.read_bytes() for path in Work.beside(corrected.recording).folder.iterdir()} == before


def test_a_second_recording_takes_the_place_of_one_that_is_gone(corrected: ScriptedCall) -> None:
    other = ScriptedCall(corrected.recording.with_name("call.rf64"), corrected.page)
    sound(other.recording, 40, seed=2)
    corrected.recording.unlink()
    assert "it is kept as call.2026-03-04.minutes" in processed(other).output


def test_the_same_call_in_another_format_goes_on(corrected: ScriptedCall) -> None:
    other = ScriptedCall(corrected.recording.with_name("call.rf64"), corrected.page)
    sound(other.recording, 95.8, seed=2)
    result = processed(other)
    assert result.exit_code == 0
    assert Work.beside(other.recording).path("review").exists()


def test_folders_set_aside_never_take_each_others_place(corrected: ScriptedCall) -> None:
    folder = corrected.recording.parent
    (folder / "call.2026-03-04.minutes").mkdir()
    sound(corrected.recording, 96, seed=1)
    with_another_call(corrected.page)
    assert "it is kept as call.2026-03-04-2.minutes" in processed(corrected).output
    assert not list((folder / "call.2026-03-04.minutes").iterdir())
