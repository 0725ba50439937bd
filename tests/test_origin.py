"""Page and recording are found again after the folder that holds all of a call was moved or copied."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from tests.conftest import PAGE, ScriptedCall
from transcribe import origin
from transcribe.cli import cli
from transcribe.errors import PageError
from transcribe.schema import Source
from transcribe.work import Work

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://youtu.be/heron-01"


def whole(call: ScriptedCall) -> None:
    """Keep the places as whole paths."""
    work = Work.beside(call.recording)
    source = replace(work.read("source", Source), page=str(call.page), recordings=(str(call.recording),))
    work.write("source", source)


def publish(recording: Path) -> Result:
    return CliRunner().invoke(cli, ["publish", str(recording), "--recording", URL, "--yes"])


@pytest.mark.parametrize("as_whole_paths", [False, True])
def test_a_copy_acts_on_its_own_page(done: ScriptedCall, tmp_path: Path, *, as_whole_paths: bool) -> None:
    if as_whole_paths:
        whole(done)
    before, copy = done.page.read_bytes(), tmp_path / "copy"
    shutil.copytree(done.page.parent, copy)
    assert publish(copy / done.recording.name).exit_code == 0
    assert done.page.read_bytes() == before
    assert URL in (copy / "page.md").read_text()
    assert (copy / "transcripts" / "2026-03-04.md").is_file()
    assert not (done.page.parent / "transcripts").exists()


@pytest.mark.parametrize("as_whole_paths", [False, True])
def test_what_was_moved_goes_on(done: ScriptedCall, tmp_path: Path, *, as_whole_paths: bool) -> None:
    if as_whole_paths:
        whole(done)
    moved = done.page.parent.rename(tmp_path / "moved")
    assert publish(moved / done.recording.name).exit_code == 0
    assert URL in (moved / "page.md").read_text()


@pytest.mark.parametrize("as_whole_paths", [False, True])
def test_a_copy_without_its_page_leaves_the_other_alone(
    done: ScriptedCall, tmp_path: Path, *, as_whole_paths: bool
) -> None:
    if as_whole_paths:
        whole(done)
    before, copy = done.page.read_bytes(), tmp_path / "copy"
    shutil.copytree(done.page.parent, copy)
    (copy / "page.md").unlink()
    said = publish(copy / done.recording.name)
    assert said.exit_code == 1
    assert f"There is no page of this call at {copy / 'page.md'}; " in said.output
    assert done.page.read_bytes() == before


def test_a_page_in_another_folder_is_found_from_the_work_folder(tmp_path: Path) -> None:
    work, page = Work(tmp_path / "calls" / "a.minutes"), tmp_path / "pages" / "a.md"
    page.parent.mkdir()
    page.write_text(PAGE)
    name = origin.kept(work, page)
    assert name == "../../pages/a.md"
    assert origin.place(work, name) == page
    assert origin.page(work, Source(name, (), None, "")) == page


def test_a_whole_path_still_leads_there_when_only_the_recording_moved(done: ScriptedCall, tmp_path: Path) -> None:
    page = done.page.rename(tmp_path / "elsewhere.md")
    whole(ScriptedCall(done.recording, page))
    (tmp_path / "deep").mkdir()
    moved = done.recording.parent.rename(tmp_path / "deep" / "calls")
    work = Work.beside(moved / done.recording.name)
    assert origin.page(work, work.read("source", Source)) == page


def test_a_page_that_is_gone_is_one_sentence_that_helps(
    done: ScriptedCall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(done.recording.parent)
    page = done.page.rename(tmp_path / "elsewhere.md")
    said = publish(done.recording)
    assert said.exit_code == 1
    sentence = (
        f"There is no page of this call at {done.page}; "
        f"say where it is with: transcribe process {done.recording.name} PAGE"
    )
    assert said.output == f"Error: {sentence}\n"
    work = Work.beside(done.recording)
    with pytest.raises(PageError):
        origin.page(work, work.read("source", Source))
    pipeline = ScriptedCall(done.recording, page).pipeline()
    pipeline.run()
    assert pipeline.draft.text == page.read_text()
    assert publish(done.recording).exit_code == 0
    assert URL in page.read_text()
