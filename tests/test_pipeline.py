"""The whole path with the scripted engines: reuse, resume, writing the page."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.conftest import HEARS_CTRL_C, PAGE, ScriptedCall, write_recording
from transcribe import revision
from transcribe.chosen import speaker_bounds
from transcribe.cli import cli
from transcribe.errors import OptionError, PageChanged, RecordingError
from transcribe.pipeline import Pipeline
from transcribe.schema import Edit, Minutes, Review, Source
from transcribe.stages import STAGES

if TYPE_CHECKING:
    from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.suffix in {".json", ".md"} and path.name != "source.json"
    }


def process(call: ScriptedCall, *flags: str) -> str:
    arguments = ["process", str(call.recording), str(call.page), *flags]
    result = CliRunner(env={"TRANSCRIBE_ENGINE": "scripted", "TRANSCRIBE_DIARIZER": "scripted"}).invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_page_comes_back_with_minutes_and_all_that_stood_there(call: ScriptedCall) -> None:
    pipeline = call.pipeline()
    pipeline.run()
    drafted = (pipeline.work.folder / "minutes.md").read_text()
    kept = iter(drafted.splitlines())
    missing = [line for line in PAGE.splitlines() if line not in kept]
    assert not missing
    assert len(drafted.splitlines()) > len(PAGE.splitlines())
    assert call.page.read_text() == PAGE


def test_the_call_is_understood(call: ScriptedCall) -> None:
    pipeline = call.pipeline()
    named = {naming.voice: naming.name for naming in pipeline.names}
    assert named == {"Speaker 1": "Ada Moreno", "Speaker 2": "Bo Lindqvist", "Speaker 3": "Cleo Marsh"}
    retry, images, logo = pipeline.notes.agenda
    assert [section.item for section in pipeline.sections if section.item] == [retry.id, images.id]
    assert pipeline.minutes.not_discussed == (logo.id,)
    kinds = {(point.kind, point.item) for point in pipeline.minutes.points}
    assert {("decision", retry.id), ("action", retry.id)} <= kinds
    action = next(point for point in pipeline.minutes.points if point.kind == "action")
    assert "Bo" in " ".join((action.text, *action.speakers))


def test_a_second_run_makes_nothing_anew(call: ScriptedCall) -> None:
    call.pipeline().run()
    before = contents(call.pipeline().work.folder)
    told: list[str] = []
    again = Pipeline(
        (call.recording,), call.page, call.pipeline().options, watch=lambda stage, done, total: told.append(stage)
    )
    again.run()
    assert told == []
    assert contents(again.work.folder) == before


@pytest.mark.parametrize("stage", STAGES[1:-1])
def test_a_run_goes_on_from_the_last_whole_file(call: ScriptedCall, stage: str) -> None:
    call.pipeline().run()
    folder = call.pipeline().work.folder
    whole = contents(folder)
    for later in STAGES[STAGES.index(stage) : -1]:
        (folder / f"{later}.json").unlink()
    (folder / f".{stage}.json.123.part").write_text('{"half')
    call.pipeline().run()
    assert contents(folder) == whole


def test_a_new_attendee_costs_no_speech_recognition(call: ScriptedCall) -> None:
    call.pipeline().run()
    told: list[str] = []
    call.page.write_text(PAGE.replace("- Cleo Marsh", "- Dee Owusu\n- Cleo Marsh"))
    again = Pipeline(
        (call.recording,), call.page, call.pipeline().options, watch=lambda stage, done, total: told.append(stage)
    )
    again.run()
    assert "transcript" not in told
    assert "names" in told


def test_redo_makes_a_stage_and_all_after_it_anew(call: ScriptedCall) -> None:
    call.pipeline().run()
    told: list[str] = []
    again = Pipeline(
        (call.recording,), call.page, call.pipeline().options, watch=lambda stage, done, total: told.append(stage)
    )
    again.run(redo="sections")
    assert set(told) == {"sections", "minutes"}


def test_until_stops_early(call: ScriptedCall) -> None:
    output = process(call, "--until", "turns", "--quiet")
    assert output == ""
    made = {path.name for path in call.pipeline().work.folder.glob("*.json")}
    assert made == {"source.json", "notes.json", "transcript.json", "turns.json"}


def test_in_place_twice_changes_nothing_the_second_time(call: ScriptedCall) -> None:
    process(call, "--in-place")
    once = call.page.read_bytes()
    assert once != PAGE.encode()
    process(call, "--in-place")
    assert call.page.read_bytes() == once
    assert call.pipeline().work.read("source", Source).drafted


def test_a_drafted_line_that_a_person_changed_is_theirs(call: ScriptedCall) -> None:
    process(call, "--in-place")
    drafted = {line.text for line in call.pipeline().work.read("source", Source).drafted if line.point}
    mine = next(line for line in call.page.read_text().splitlines() if line in drafted)
    changed = mine.rstrip() + " (checked by Ada)"
    call.page.write_text(call.page.read_text().replace(mine, changed))
    process(call, "--in-place")
    assert changed in call.page.read_text().splitlines()


def test_what_a_person_rewords_or_writes_below_a_drafted_line_changes_no_other_line(call: ScriptedCall) -> None:
    process(call, "--in-place")
    once = call.page.read_text().splitlines()
    drafted = {line.text for line in call.pipeline().work.read("source", Source).drafted if line.point}
    first, *_, last = (place for place, line in enumerate(once) if line in drafted)
    edited = list(once)
    edited[first] += " (checked by Ada)"
    edited.insert(last + 1, once[last].replace("-", "    - Ada adds to:", 1))
    call.page.write_text("\n".join(edited) + "\n")
    for _ in range(2):
        assert call.pipeline().undone.text == PAGE
        process(call, "--in-place")
        assert call.page.read_text().splitlines() == edited


def test_a_page_that_comes_to_lie_beside_it_redrafts_no_call_under_review(call: ScriptedCall) -> None:
    process(call, "--in-place")
    work = call.pipeline().work
    point = work.read("minutes", Minutes).points[0]
    edit = Edit(point.id, "text", point.text, "Ada's own words", "2026-03-04T10:00:00Z")
    revision.write_review(work, Review((edit,)))
    drafted = work.path("minutes").read_bytes()
    terse = "".join(f"    - short {number}\n" for number in range(12))
    older = PAGE.replace("2026-03-04", "2026-02-25").replace("- [Cleo]", f"{terse}- [Cleo]")
    call.page.with_name("2026-02-25.md").write_text(older)
    process(call, "--in-place")
    assert work.path("minutes").read_bytes() == drafted
    assert "Ada's own words" in call.page.read_text()


def test_a_page_that_was_put_back_is_drafted_again(call: ScriptedCall) -> None:
    process(call, "--in-place")
    once = call.page.read_bytes()
    call.page.write_text(PAGE)
    process(call, "--in-place")
    assert call.page.read_bytes() == once


def test_another_page_is_drafted_whatever_became_of_the_first(call: ScriptedCall) -> None:
    process(call, "--in-place")
    once = call.page.read_bytes()
    other = replace(call, page=call.page.parent / "elsewhere" / "page.md")
    other.page.parent.mkdir()
    other.page.write_text(PAGE)
    process(other, "--in-place")
    assert other.page.read_bytes() == once


def test_a_page_that_changes_meanwhile_is_not_written(call: ScriptedCall) -> None:
    pipeline = call.pipeline()
    pipeline.run()
    edited = PAGE + "- a line of somebody else\n"
    call.page.write_text(edited)
    with pytest.raises(PageChanged, match="was changed while this ran"):
        pipeline.write_page()
    assert call.page.read_text() == edited


def test_output_goes_to_the_named_file(call: ScriptedCall, tmp_path: Path) -> None:
    process(call, "--output", str(tmp_path / "out.md"))
    assert (tmp_path / "out.md").read_text() == (call.pipeline().work.folder / "minutes.md").read_text()
    assert call.page.read_text() == PAGE


def test_corrections_survive_a_new_run_and_stale_ones_are_listed(call: ScriptedCall) -> None:
    pipeline = call.pipeline()
    pipeline.run()
    edits = (
        Edit("Speaker 3", "name", "Cleo Marsh", None, "2026-03-04T18:00:00Z"),
        Edit("p9999999", "text", "gone", "still gone", "2026-03-04T18:01:00Z"),
    )
    pipeline.work.write("review", Review(edits=edits))
    output = process(call)
    assert "Speaker 3 (open)" in output
    assert "1 correction no longer has its place:\n  “still gone” in place of “gone” at 2:46:39\n" in output


def test_the_summary_tells_what_matters(call: ScriptedCall) -> None:
    output = process(call)
    for told in ("1:36", "Ada Moreno", "Retry queue for uploads", "not discussed", "minutes.md", "transcribe review"):
        assert told in output


def test_a_transcript_with_names_takes_the_place_of_the_recording(call: ScriptedCall, tmp_path: Path) -> None:
    cues = [
        "00:00:01.000 --> 00:00:04.000\nAda Moreno: Welcome to the Heron community call.",
        "00:00:05.000 --> 00:00:12.000\nBo: The retry queue keeps failed uploads on disk and sends them again.",
        "00:00:13.000 --> 00:00:16.000\nGuest from Acme: We would use the retry queue for uploads tomorrow.",
    ]
    (tmp_path / "call.vtt").write_text("WEBVTT\n\n" + "\n\n".join(cues) + "\n")
    pipeline = Pipeline((tmp_path / "call.vtt",), call.page, call.pipeline().options)
    pipeline.run()
    named = {naming.voice: naming.name for naming in pipeline.names}
    assert named == {"Ada Moreno": "Ada Moreno", "Bo": "Bo Lindqvist", "Guest from Acme": None}


def test_the_names_of_a_transcript_beside_the_recording_stand_also_that_of_a_guest(call: ScriptedCall) -> None:
    label = {"Speaker 1": "Ada Moreno", "Speaker 2": "Bo", "Speaker 3": "Ines Guest (she/her)"}
    cues = [
        f"00:{turn.start // 60:02.0f}:{turn.start % 60:06.3f} --> 00:{turn.end // 60:02.0f}:{turn.end % 60:06.3f}\n"
        f"{label.get(turn.voice, turn.voice)}: This is what was said."
        for turn in call.pipeline().turns
    ]
    beside = call.recording.with_suffix(".vtt")
    beside.write_text("WEBVTT\n\n" + "\n\n".join(cues) + "\n")
    result = CliRunner().invoke(
        cli,
        ["process", *map(str, (call.recording, beside, call.page)), "--engine", "scripted", "--diarizer", "scripted"],
    )
    assert result.exit_code == 0, result.output
    assert re.search(r"  Ines Guest \((?:probably, )?not on the page's list\)\n", result.output)
    given = {
        naming.voice: naming for naming in Pipeline((call.recording, beside), call.page, call.pipeline().options).names
    }
    assert {voice: given[voice].name for voice in label} == {
        "Speaker 1": "Ada Moreno",
        "Speaker 2": "Bo Lindqvist",
        "Speaker 3": "Ines Guest",
    }
    assert all(given[voice].evidence[0].quote.startswith(f"{label[voice]}: ") for voice in label)


@pytest.mark.parametrize(
    ("recording", "sentence"),
    [("missing.wav", "missing.wav does not exist; check its name."), (".", "is a folder; name the recording in it.")],
)
def test_a_recording_that_is_none_leaves_nothing_behind(call: ScriptedCall, recording: str, sentence: str) -> None:
    folder = call.recording.parent
    before = set(folder.iterdir())
    result = CliRunner().invoke(cli, ["process", str(folder / recording), str(call.page)])
    assert result.exit_code == 1
    assert sentence in result.output
    assert set(folder.iterdir()) == before


def test_a_page_that_is_none_leaves_nothing_behind(call: ScriptedCall) -> None:
    call.page.write_bytes(b"\xff\xfe\x00")
    before = set(call.recording.parent.iterdir())
    result = CliRunner().invoke(cli, ["process", str(call.recording), str(call.page)])
    assert result.exit_code == 1
    assert "save it as UTF-8" in result.output
    assert set(call.recording.parent.iterdir()) == before


def test_a_server_elsewhere_is_refused_before_an_hour_of_listening(call: ScriptedCall) -> None:
    heard: list[str] = []
    options = replace(call.pipeline().options, drafter="llm", llm_url="http://llm.example.org", llm_model="m")
    pipeline = Pipeline((call.recording,), call.page, options, watch=lambda stage, done, total: heard.append(stage))
    with pytest.raises(OptionError, match="add --allow-remote"):
        pipeline.run()
    assert "transcript" not in heard


def test_silence_from_end_to_end_is_one_sentence(call: ScriptedCall) -> None:
    write_recording(call.recording, 5, loudness=0.0)
    with pytest.raises(RecordingError, match="is silent from end to end"):
        call.pipeline().run()


def test_sound_without_speech_is_one_sentence(call: ScriptedCall, tmp_path: Path) -> None:
    os.environ["TRANSCRIBE_SCRIPT"] = str(tmp_path / "empty.tsv")  # the fixture puts the old value back
    (tmp_path / "empty.tsv").write_text("start\tend\tvoice\ttext\n")
    with pytest.raises(RecordingError, match="holds sound but no speech"):
        call.pipeline().run()


@pytest.mark.parametrize(
    "page",
    ["# Just a title\n", "Some prose without any structure.\n", "# Call\n\n## 2026-03-04\n\n### Agenda\n"],
    ids=["title", "prose", "empty agenda"],
)
def test_a_page_that_lacks_nearly_everything_still_gets_minutes(call: ScriptedCall, page: str) -> None:
    call.page.write_text(page)
    output = process(call)
    assert "The page lists no attendees" in output
    drafted = (call.pipeline().work.folder / "minutes.md").read_text()
    assert len(drafted) > len(page)


def test_an_unknown_stage_is_refused(call: ScriptedCall) -> None:
    with pytest.raises(OptionError, match="There is no stage turn; known are notes"):
        call.pipeline().run("turn")


def test_bounds_come_from_the_page(call: ScriptedCall) -> None:
    notes = call.pipeline().notes
    low, high = speaker_bounds(notes)
    assert low is not None
    assert high is not None
    assert low <= 3 <= high


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_is_gone_on_with(call: ScriptedCall, how: signal.Signals) -> None:
    undisturbed = call.pipeline()
    undisturbed.run()
    whole = contents(undisturbed.work.folder)
    for path in undisturbed.work.folder.iterdir():
        path.unlink()
    script = (
        f"{HEARS_CTRL_C}import sys, time\n"
        "import transcribe.utterances as stage\n"
        "def stuck(*_):\n"
        "    print('in the middle', flush=True)\n"
        "    time.sleep(60)\n"
        "stage.join = stuck\n"
        "from transcribe.cli import main\n"
        "main()\n"
    )
    environment = {**os.environ, "TRANSCRIBE_ENGINE": "scripted", "TRANSCRIBE_DIARIZER": "scripted"}
    run = subprocess.Popen(
        [sys.executable, "-c", script, "process", str(call.recording), str(call.page), "--quiet"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "in the middle\n"
    time.sleep(0.1)
    run.send_signal(how)
    _, told = run.communicate(timeout=30)
    if how is signal.SIGINT:
        assert run.returncode == 130
        assert "goes on from there" in told
        assert "Traceback" not in told
    call.pipeline().run()
    assert contents(undisturbed.work.folder) == whole
