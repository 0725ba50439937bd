"""The work folder: reuse by recipe, whole files, one run at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from transcribe.errors import WorkBusy, WorkError
from transcribe.schema import Segment, Transcript, Turn, Word
from transcribe.work import Recipe, Work, check_writable, digest, write_whole

TURNS = (Turn(0.0, 1.5, "Speaker 1"), Turn(1.25, 3.0, "Speaker 2"))
RECIPE = Recipe(stage="turns", version=1, settings={"speakers": (2, 4)}, inputs={"part 1": "abc"})


def kept(work: Work, recipe: Recipe, calls: list[int]) -> tuple[Turn, ...]:
    def make() -> tuple[Turn, ...]:
        calls.append(1)
        return TURNS

    return work.keep("turns", tuple[Turn, ...], recipe, make)


def test_the_same_recipe_makes_once_and_reads_the_same_back(tmp_path: Path) -> None:
    calls: list[int] = []
    first = kept(Work(tmp_path), RECIPE, calls)
    assert first == TURNS
    assert kept(Work(tmp_path), RECIPE, calls) == first
    assert len(calls) == 1


@pytest.mark.parametrize(
    "other",
    [
        Recipe(stage="turns", version=2, settings=RECIPE.settings, inputs=RECIPE.inputs),
        Recipe(stage="turns", version=1, settings={"speakers": (2, 5)}, inputs=RECIPE.inputs),
        Recipe(stage="turns", version=1, settings=RECIPE.settings, inputs={"part 1": "other"}),
    ],
)
def test_another_recipe_makes_anew(tmp_path: Path, other: Recipe) -> None:
    calls: list[int] = []
    kept(Work(tmp_path), RECIPE, calls)
    kept(Work(tmp_path), other, calls)
    assert len(calls) == 2


@pytest.mark.parametrize("damage", ["", "{", '{"made_by": {}, "data": []}'])
def test_a_damaged_file_is_made_anew_and_never_trusted(tmp_path: Path, damage: str) -> None:
    calls: list[int] = []
    work = Work(tmp_path)
    kept(work, RECIPE, calls)
    work.path("turns").write_text(damage)
    assert kept(work, RECIPE, calls) == TURNS
    assert len(calls) == 2


def test_a_failed_stage_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail() -> tuple[Turn, ...]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Work(tmp_path / "new").keep("turns", tuple[Turn, ...], RECIPE, fail)
    assert not list(tmp_path.rglob("*.json*"))


def test_files_are_readable_and_small_objects_stay_on_a_line(tmp_path: Path) -> None:
    work = Work(tmp_path)
    words = tuple(Word(i, i + 0.5, f" word{i}", 0.5) for i in range(9))
    transcript = Transcript("en", 9.0, (Segment(0, 9, "".join(word.text for word in words), words),))
    work.write("transcript", transcript, RECIPE)
    text = work.path("transcript").read_text()
    assert '{"start": 3.0, "end": 3.5, "text": " word3", "probability": 0.5}' in text
    assert max(map(len, text.splitlines())) < 140
    assert json.loads(text)["data"]["duration"] == 9.0
    assert work.read("transcript", Transcript) == transcript


def test_a_wrong_value_is_told_with_its_place(tmp_path: Path) -> None:
    work = Work(tmp_path)
    work.write("turns", TURNS, RECIPE)
    broken = work.path("turns").read_text().replace('"end": 1.5', '"end": "late"')
    work.path("turns").write_text(broken)
    with pytest.raises(WorkError, match=r"turns\.json cannot be read .*\$\.data\[0\]\.end"):
        work.read("turns", tuple[Turn, ...])


def test_a_second_run_is_told_to_wait(tmp_path: Path) -> None:
    with Work(tmp_path).locked():
        code = (
            "import sys; from pathlib import Path; from transcribe.work import Work\n"
            "with Work(Path(sys.argv[1])).locked(): pass"
        )
        other = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
        assert "WorkBusy" in other.stderr
    with Work(tmp_path).locked():
        pass
    assert WorkBusy is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(WorkError, match="Cannot make the work folder"):
        Work(tmp_path / "call.minutes").write("turns", TURNS, RECIPE)


def test_writing_into_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match=r"Cannot write .*page\.md: No such file or directory\."):
        write_whole(tmp_path / "missing" / "page.md", "text")


def test_write_whole_keeps_newlines_and_mode(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"old")
    page.chmod(0o640)
    write_whole(page, "a\r\nb\nc")
    assert page.read_bytes() == b"a\r\nb\nc"
    assert page.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


def test_write_whole_writes_through_a_link_and_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    page, link = tmp_path / "repository" / "page.md", tmp_path / "page.md"
    page.write_text("old")
    link.symlink_to(Path("repository") / "page.md")
    write_whole(link, "new")
    assert link.readlink() == Path("repository") / "page.md"
    assert (page.read_text(), page.is_symlink()) == ("new", False)
    assert [path.name for path in tmp_path.rglob("*.md")] == ["page.md", "page.md"]


@pytest.mark.parametrize("linked", [False, True])
def test_a_read_only_file_is_left_as_it_is(tmp_path: Path, linked: bool) -> None:
    page = tmp_path / "page.md"
    page.write_text("old")
    page.chmod(0o444)
    path = tmp_path / "link.md" if linked else page
    if linked:
        path.symlink_to(page)
    with pytest.raises(WorkError) as refused:
        write_whole(path, "new")
    assert str(refused.value) == (
        f"{path} is read-only and was left as it is; make it writable (chmod u+w) and try again."
    )
    assert page.read_text() == "old"
    assert page.stat().st_mode & 0o777 == 0o444
    assert not list(tmp_path.glob(".*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told_before_anything_is_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    for path in (tmp_path / "page.md", tmp_path / "transcripts" / "page.md"):
        with pytest.raises(WorkError, match=rf"Cannot write {path}: {tmp_path} is read-only; make it writable"):
            check_writable(path)


def test_find_says_how_to_make_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match=r"transcribe process .*call\.m4a PAGE"):
        Work.find(tmp_path / "call.m4a")


def test_digests_follow_values() -> None:
    assert digest(TURNS) == digest(tuple(TURNS))
    assert digest(TURNS) != digest(TURNS[:1])
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
