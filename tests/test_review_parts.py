"""What the review page is made of: times of words, clips, sound for the browser, differences."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import PAGE, lock_folder, write_recording
from tests.reviewing import NASTY_PAGE, processed
from tests.test_audio import beeps, onsets, with_a_hole, write
from transcribe.audio import decode
from transcribe.errors import RecordingError, WorkError
from transcribe.review import diff, views
from transcribe.review.sound import PEAKS_PER_SECOND, Sound
from transcribe.review.store import Store
from transcribe.review.words import Spoken, corrected, spoken
from transcribe.schema import Segment, Source, Transcript, Utterance, Word
from transcribe.utterances import join
from transcribe.work import Work

if TYPE_CHECKING:
    from pathlib import Path

texts = st.lists(st.text("abc.,-é", min_size=1, max_size=6), min_size=1, max_size=12)


@given(texts)
def test_every_word_has_its_time(parts: list[str]) -> None:
    words = tuple(Word(float(place), place + 0.5, f" {part}", 0.9) for place, part in enumerate(parts))
    segment = Segment(0.0, float(len(parts)), "".join(word.text for word in words), words)
    transcript = Transcript("en", float(len(parts)), (segment,))
    utterances = join(transcript, ())
    found = spoken(transcript, utterances)
    shown = [word for utterance in utterances for word in found[utterance.id]]
    assert [word.text for word in shown] == parts
    assert [word.start for word in shown] == [float(place) for place in range(len(parts))]


@given(texts)
def test_words_without_times_are_spread_over_their_utterance(parts: list[str]) -> None:
    utterance = Utterance(start=5.0, end=9.0, id="u0005000", voice=None, text=" ".join(parts), confidence=1.0)
    shown = spoken(None, [utterance])["u0005000"]
    assert [word.text for word in shown] == parts
    assert [word.start for word in shown] == sorted(word.start for word in shown)
    assert all(5.0 <= word.start <= 9.0 for word in shown)


@given(texts, texts)
def test_corrected_words_stand_at_times_of_the_old_ones(old: list[str], new: list[str]) -> None:
    heard = tuple(Spoken(part, float(place)) for place, part in enumerate(old))
    shown = corrected(heard, " ".join(new))
    assert [word.text for word in shown] == new
    assert [word.start for word in shown] == sorted(word.start for word in shown)
    assert {word.start for word in shown} <= {word.start for word in heard}
    assert corrected(heard, " ".join(old)) == heard


def test_one_corrected_word_moves_no_other() -> None:
    heard = tuple(Spoken(part, float(place)) for place, part in enumerate(["we", "heard", "the", "crease", "today"]))
    shown = corrected(heard, "we heard the Kris today")
    assert [word.start for word in shown] == [word.start for word in heard]


@pytest.mark.parametrize("new", [NASTY_PAGE, PAGE + "x", PAGE.rstrip("\n"), "", PAGE.replace("\n", "\r\n")])
def test_the_difference_is_what_git_shows(tmp_path: Path, new: str) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    page = tmp_path / "a page é.md"
    page.write_bytes(PAGE.encode())
    for command in (["init", "-q"], ["add", page.name]):
        subprocess.run([git, *command], cwd=tmp_path, check=True)
    page.write_bytes(new.encode())
    command = [git, "-c", "core.quotePath=off", "-c", "core.autocrlf=false", "diff", "--no-color"]
    real = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout.decode()
    assert diff.as_git(PAGE, new, page.name) == real


def test_without_git_the_difference_has_the_same_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    with_git = diff.as_git(PAGE, NASTY_PAGE, "page.md").splitlines()
    monkeypatch.setenv("PATH", "")
    without = diff.as_git(PAGE, NASTY_PAGE, "page.md").splitlines()
    assert [line for line in without if not line.startswith("index ")] == [
        line for line in with_git if not line.startswith("index ")
    ]


def test_nothing_changed_is_no_difference() -> None:
    assert diff.as_git(PAGE, PAGE, "page.md") == ""


def sound(folder: Path, *recordings: Path) -> Sound:
    work = Work(folder / "call.minutes")
    work.folder.mkdir(exist_ok=True)
    return Sound(work, Source(str(folder / "page.md"), tuple(map(str, recordings)), None, ""))


def test_loudness_covers_all_parts_and_is_made_once(tmp_path: Path) -> None:
    write_recording(tmp_path / "one.wav", 3, loudness=0.02)
    write_recording(tmp_path / "two.wav", 2, loudness=0.8)
    made = sound(tmp_path, tmp_path / "one.wav", tmp_path / "two.wav")
    path = made.peaks()
    told = json.loads(path.read_text())
    assert told["per_second"] == PEAKS_PER_SECOND
    assert len(told["loudness"]) == pytest.approx(5 * PEAKS_PER_SECOND, abs=1)
    quiet, loud = told["loudness"][: 3 * PEAKS_PER_SECOND - 1], told["loudness"][3 * PEAKS_PER_SECOND + 1 :]
    assert max(quiet) < min(loud) <= 255
    before = path.stat().st_mtime_ns
    assert made.peaks().stat().st_mtime_ns == before
    write_recording(tmp_path / "two.wav", 4, loudness=0.8)
    assert len(json.loads(made.peaks().read_text())["loudness"]) > len(told["loudness"])


def test_several_parts_are_heard_as_one(tmp_path: Path) -> None:
    import av

    write_recording(tmp_path / "one.wav", 2)
    write_recording(tmp_path / "two.wav", 1)
    made = sound(tmp_path, tmp_path / "one.wav", tmp_path / "two.wav")
    assert made.original is None
    with av.open(str(made.copy().path)) as copy:
        assert copy.duration / 1e6 == pytest.approx(3.0, abs=0.2)


def test_parts_of_different_kinds_are_drawn_and_heard_as_one(tmp_path: Path) -> None:
    parts = (
        write(tmp_path / "one.wav", beeps(16000), 16000),
        write(tmp_path / "two.ogg", beeps(48000), 48000, "libopus"),
    )
    made = sound(tmp_path, *parts)
    assert onsets(decode([made.copy().path])) == pytest.approx(onsets(decode(parts)), abs=0.1)
    assert len(json.loads(made.peaks().read_text())["loudness"]) == pytest.approx(18 * PEAKS_PER_SECOND, abs=2)


def test_what_is_drawn_and_heard_keeps_the_recordings_clock_behind_a_hole(tmp_path: Path) -> None:
    made = sound(tmp_path, with_a_hole(tmp_path))
    assert onsets(decode([made.copy().path]))[-1] == pytest.approx(55.0, abs=0.1)
    loudness = json.loads(made.peaks().read_text())["loudness"]
    loud = [place for place, value in enumerate(loudness) if value > 100]
    assert loud[-1] / PEAKS_PER_SECOND == pytest.approx(55.5, abs=0.2)


def test_a_recording_that_cannot_be_decoded_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "call.mp4").write_bytes(b"no sound at all" * 100)
    made = sound(tmp_path, tmp_path / "call.mp4")
    with pytest.raises(RecordingError):
        made.copy()
    with pytest.raises(RecordingError):
        made.peaks()
    assert not [path for path in made.work.folder.iterdir() if not path.name.startswith(".")]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_recording(tmp_path / "one.wav", 2)
    made = sound(tmp_path, tmp_path / "one.wav")
    lock_folder(monkeypatch, made.work.folder)
    for make in (made.copy, made.peaks):
        with pytest.raises(WorkError, match="is read-only"):
            make()
    assert not list(made.work.folder.iterdir())


def test_clips_are_of_their_voice_and_inside_its_talk(tmp_path: Path) -> None:
    state = Store(processed(tmp_path / "calls").work).state()
    for card in views.cards(state):
        assert 1 <= len(card.clips) <= views.CLIPS
        for clip in card.clips:
            said = next(one for one in state.revision.utterances if one.start == clip.start)
            assert said.voice == card.voice
            assert clip.end <= said.end


def test_a_label_holds_no_markdown() -> None:
    assert views.label("**Retry** queue [heron#412](https://heron.example/412) `now`") == "Retry queue heron#412 now"
    assert views.label("![Logo](a.png) of [Heron [draft]](https://heron.example/a_(b))") == "Logo of Heron [draft]"
