"""What `transcribe process` refuses before it makes anything, and what its summary tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import pytest
from click.testing import CliRunner

from tests.conftest import ScriptedCall, processed
from transcribe.cli import cli

if TYPE_CHECKING:
    from pathlib import Path


def without_sound(path: Path) -> None:
    with av.open(str(path), "w") as made:
        stream = made.add_stream("mpeg4", rate=5, width=32, height=32, pix_fmt="yuv420p")
        made.mux(stream.encode(av.VideoFrame(32, 32, "yuv420p")))
        made.mux(stream.encode(None))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("text.mp4", "is no recording, or one whose end with its index is missing"),
        ("empty.mp4", "is empty (0 bytes); download it again."),
        ("noaudio.mp4", "has no audio track; name the file that holds the sound."),
        ("broken.vtt", "is not a readable .vtt file"),
    ],
)
def test_what_cannot_be_used_leaves_nothing_behind(call: ScriptedCall, name: str, sentence: str) -> None:
    path = call.recording.with_name(name)
    path.write_bytes(b"" if name.startswith("empty") else b"just some words\n" * 40)
    if name.startswith("noaudio"):
        without_sound(path)
    before = set(path.parent.iterdir())
    result = processed(ScriptedCall(path, call.page))
    assert result.exit_code == 1
    assert sentence in result.output
    assert set(path.parent.iterdir()) == before


def test_a_page_that_may_not_be_changed_is_told_before_the_work(call: ScriptedCall) -> None:
    call.page.chmod(0o444)
    before = set(call.page.parent.iterdir())
    result = processed(call, "--in-place")
    assert result.exit_code == 1
    assert "is read-only and was left as it is" in result.output
    assert set(call.page.parent.iterdir()) == before
    assert processed(call).exit_code == 0


def test_a_recording_in_the_pages_place_is_called_one(call: ScriptedCall) -> None:
    before = set(call.recording.parent.iterdir())
    result = processed(ScriptedCall(call.page, call.recording))
    assert result.exit_code == 1
    assert f"{call.recording} is a recording and no page; the Markdown page is named last." in result.output
    assert set(call.recording.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("missing/out.md", "there is no folder"),
        ("page.md", "it is the page itself; use --in-place for that"),
        ("2026-03-04.wav", "2026-03-04.wav is what the minutes are made from"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_the_work(call: ScriptedCall, output: str, sentence: str) -> None:
    folder = call.recording.parent
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = processed(call, "--output", str(folder / output))
    assert result.exit_code == 2
    assert sentence in " ".join(result.output.split())
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_the_change_of_a_page_is_shown_by_git_only_where_there_is_git(call: ScriptedCall) -> None:
    assert "git diff --no-index" in processed(call).output
    assert "git diff" not in processed(call, "--in-place").output
    (call.page.parent.parent / ".git").mkdir()
    assert f"what it adds:    git diff {call.page}" in processed(call, "--in-place").output


CAPTIONS = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:20.000\nBo Lindqvist: The retry queue keeps failed uploads on disk.\n\n"
    "00:00:21.000 --> 00:00:30.000\nZed Zulu: Do you test the retry queue with slow networks?\n"
)


def captioned(call: ScriptedCall) -> str:
    """What a run on a transcript with names tells, in place of a recording."""
    captions = call.recording.with_suffix(".vtt")
    captions.write_text(CAPTIONS)
    return processed(ScriptedCall(captions, call.page)).output


def test_of_a_transcript_it_is_told_that_it_is_read(call: ScriptedCall) -> None:
    told = captioned(call)
    assert "Reading the transcript …" in told
    assert "Reading who spoke …" in told
    assert "Recognising speech" not in told
    assert "Telling voices apart" not in told


def test_people_whom_a_transcript_names_are_not_called_nameless(call: ScriptedCall) -> None:
    told = captioned(call)
    assert "; 2 voices, with names in the transcript, 1 of them on the page's list:\n" in told
    assert "0:19  Bo Lindqvist\n" in told
    assert "0:09  Zed Zulu (not on the page's list)\n" in told
    call.page.write_text(call.page.read_text().replace("### Who joined", "### Links"))
    told = captioned(call)
    assert "0 of them on the page's list:" in told
    assert "0:09  Zed Zulu\n" in told
    assert "Note: The page lists no attendees, so people are called as in the transcript.\n" in told


@pytest.mark.parametrize(
    ("recording", "page", "sentence"),
    [
        (
            "https://youtu.be/abc",
            "page.md",
            "https://youtu.be/abc is a link, and only files are processed; download it and name the file.",
        ),
        (
            "2026-03-04.wav",
            "https://pad.example/call",
            "https://pad.example/call is a link; save the page as a Markdown file and name that.",
        ),
    ],
)
def test_a_link_in_place_of_a_file_is_called_one(call: ScriptedCall, recording: str, page: str, sentence: str) -> None:
    folder = call.page.parent
    files = [name if "://" in name else str(folder / name) for name in (recording, page)]
    result = CliRunner().invoke(cli, ["process", *files])
    assert result.exit_code == 1
    assert f"Error: {sentence}\n" in result.output


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("call.ogg", "Missing argument 'PAGE': name the call's Markdown page after call.ogg."),
        ("call.md", "Missing argument 'RECORDING...': name the call's recording before its page call.md."),
    ],
)
def test_of_recording_and_page_the_one_that_is_missing_is_told(named: str, sentence: str) -> None:
    result = CliRunner().invoke(cli, ["process", named])
    assert result.exit_code == 2
    assert sentence in result.output


def test_a_recording_that_is_named_twice_is_refused(call: ScriptedCall) -> None:
    result = CliRunner().invoke(cli, ["process", *[str(call.recording)] * 2, str(call.page)])
    assert result.exit_code == 2
    assert f"{call.recording.name} is named twice; name each part of the call once." in "".join(
        result.output.split("\n")
    )
    assert not call.recording.with_suffix(".minutes").exists()


def test_an_output_that_is_read_only_is_told_before_the_work(call: ScriptedCall) -> None:
    output = call.page.with_name("out.md")
    output.write_text("")
    output.chmod(0o444)
    before = set(call.page.parent.iterdir())
    result = processed(call, "--output", str(output))
    assert result.exit_code == 1
    assert "is read-only and was left as it is" in result.output
    assert set(call.page.parent.iterdir()) == before
