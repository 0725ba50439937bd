"""The page as it will be, and how it gets onto the disk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.conftest import PAGE, ScriptedCall, lock_folder
from tests.reviewing import Processed, processed
from transcribe.cli import cli
from transcribe.errors import PageChanged, PageError, WorkError
from transcribe.review import paper
from transcribe.review.store import Store, Wanted
from transcribe.schema import Source
from transcribe.work import Work

if TYPE_CHECKING:
    from pathlib import Path

STYLES = {
    "as it is": PAGE,
    "other bullets": PAGE.replace("\n- ", "\n* ").replace("    - ", "  * "),
    "windows": PAGE.replace("\n", "\r\n"),
    "no final newline": PAGE.rstrip("\n"),
    "several calls": PAGE + PAGE.split("\n", 5)[5].replace("2026-03-04", "2026-02-25"),
}


def read(call: Processed) -> paper.Paper:
    return paper.read(call.work, Store(call.work).state())


def change(call: Processed, *wanted: Wanted) -> None:
    store = Store(call.work)
    store.change(store.state().digest, wanted)


def test_the_page_is_written_in_the_style_of_the_pages_beside_it_as_process_does(call: ScriptedCall) -> None:
    untagged = "".join(f"    - note {number}\n" for number in range(12))
    call.page.with_name("2026-02-25.md").write_text(PAGE.replace("- [Cleo]", f"{untagged}- [Cleo]"))
    call.pipeline().run()
    made = call.pipeline().work
    page = paper.read(made, Store(made).state())
    assert page.drafted == (made.folder / "minutes.md").read_text()
    assert "    - [" not in page.drafted


@pytest.mark.parametrize("name", STYLES)
def test_every_point_and_every_line_of_the_call_is_shown_once_in_the_order_of_the_page(
    tmp_path: Path, name: str
) -> None:
    call = processed(tmp_path / "calls", STYLES[name])
    page = read(call)
    shown = paper.lines(page)
    points = [line.point.id for line in shown if line.point]
    assert sorted(points) == sorted(point.id for point in page.minutes.points)
    first, last = page.notes.lines
    assert [line.text for line in shown if line.kind in ("kept", "gone")] == STYLES[name].splitlines()[first:last]
    drafted = page.drafted.splitlines()
    assert [line.text for line in shown if line.kind != "gone"] == drafted[first : first + len(shown)]
    assert [item for line in shown for item in line.ends] == [item.id for item in page.notes.agenda]
    for line in shown:
        if line.point:
            assert line.before + line.point.text + line.after == line.text
            assert line.before.strip(" ").startswith(("-", "*"))


def test_writing_twice_is_writing_once_and_later_corrections_replace_what_was_written(tmp_path: Path) -> None:
    call = processed(tmp_path / "calls")
    for _ in range(2):
        paper.write(call.work, Store(call.work).state(), read(call).digest)
    written = call.page.read_text()
    assert written.count("Agreed to merge") == 1
    assert read(call).drafted == written
    change(call, Wanted("p0044000", "text", "Merged"), Wanted("p0076000", "deleted", "true"))
    paper.write(call.work, Store(call.work).state(), read(call).digest)
    text = call.page.read_text()
    assert "Agreed to merge" not in text
    assert "older boards?" not in text
    assert "Merged" in text


def test_what_a_person_reworded_on_the_page_is_theirs_and_what_they_deleted_stays_away(tmp_path: Path) -> None:
    call = processed(tmp_path / "calls")
    paper.write(call.work, Store(call.work).state(), read(call).digest)
    lines = [line for line in call.page.read_text().splitlines(keepends=True) if "older boards?" not in line]
    theirs = "".join(lines).replace("Agreed to merge the retry queue this week", "Everybody wants the retry queue")
    call.page.write_text(theirs)
    change(call, Wanted("p0049000", "text", "Bo writes the notes"))
    page = read(call)
    assert page.moved_on
    paper.write(call.work, Store(call.work).state(), page.digest)
    text = call.page.read_text()
    assert "Everybody wants the retry queue" in text
    assert "Agreed to merge" not in text
    assert "older boards?" not in text
    assert "Bo writes the notes" in text
    assert not read(call).moved_on


def test_what_this_program_writes_into_the_page_is_no_change_by_a_person(call: ScriptedCall) -> None:
    pipeline = call.pipeline()
    pipeline.run()
    pipeline.write_page()

    def moved_on() -> bool:
        return paper.read(pipeline.work, Store(pipeline.work).state()).moved_on

    publish = ("publish", str(call.recording), "--recording", "https://youtu.be/heron-01", "--yes")
    assert not moved_on()
    assert CliRunner().invoke(cli, publish).exit_code == 0
    assert not moved_on()
    call.page.write_text(call.page.read_text().replace("Logo contest", "Logo vote"))
    assert CliRunner().invoke(cli, (*publish, "--times", "points")).exit_code == 0
    assert moved_on()


def test_a_page_that_is_not_what_was_shown_is_left_alone(tmp_path: Path) -> None:
    call = processed(tmp_path / "calls")
    seen = read(call).digest
    call.page.write_text(PAGE + "more\n")
    with pytest.raises(PageChanged):
        paper.write(call.work, Store(call.work).state(), seen)
    assert call.page.read_text() == PAGE + "more\n"


def test_points_of_an_item_that_left_the_page_are_still_there(tmp_path: Path) -> None:
    call = processed(tmp_path / "calls")
    call.page.write_text(PAGE.replace("- [Cleo] Container images for ARM boards\n", ""))
    page = read(call)
    assert {point.id for point in page.homeless} == {"p0060500", "p0076000"}
    assert "Images for ARM boards are built every night" in page.drafted


def test_a_page_that_is_gone_is_told(tmp_path: Path) -> None:
    call = processed(tmp_path / "calls")
    call.page.unlink()
    with pytest.raises(PageError):
        read(call)


def test_a_page_that_moved_along_with_the_work_folder_is_found(tmp_path: Path) -> None:
    call = processed(tmp_path / "calls")
    (tmp_path / "calls").rename(tmp_path / "archive")
    folder = tmp_path / "archive"
    moved = Processed(call.recording, folder / "page.md", Work(folder / call.work.folder.name))
    assert read(moved).path == moved.page
    assert moved.work.read("source", Source).page == str(call.page)


def test_what_cannot_be_written_is_told_before_anything_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = processed(tmp_path / "calls")
    state, seen = Store(call.work).state(), read(call).digest
    call.page.chmod(0o444)
    with pytest.raises(WorkError, match=r"page\.md is read-only and was left as it is; make it writable"):
        paper.write(call.work, state, seen)
    call.page.chmod(0o644)
    lock_folder(monkeypatch, call.work.folder)
    with pytest.raises(WorkError, match=r"calls/.*\.minutes is read-only; make it writable"):
        paper.write(call.work, state, seen)
    assert call.page.read_text() == PAGE
    assert call.work.read("source", Source) == state.source
    assert not (call.work.folder / "minutes.md").exists()


@pytest.mark.parametrize("times", ["points", "items", "none"])
def test_the_review_draws_the_times_that_the_call_was_processed_with(call: ScriptedCall, times: str) -> None:
    run = CliRunner().invoke
    flags = ("--engine", "scripted", "--diarizer", "scripted", "--quiet", "--times", times)
    (call.page.parent / "transcribe.toml").write_text('times = "items"\n')
    assert run(cli, ["process", str(call.recording), str(call.page), *flags]).exit_code == 0
    work = Work.find(call.recording)
    drafted = (work.folder / "minutes.md").read_text()
    state = Store(work).state()
    assert paper.write(work, state, paper.read(work, state).digest).drafted == drafted
    assert call.page.read_text() == drafted
    timed = sum(bool(re.search(r"\(\d:\d\d\)$", line)) for line in drafted.splitlines())
    assert timed == {"points": len(state.revision.minutes.points), "items": 2, "none": 0}[times]
