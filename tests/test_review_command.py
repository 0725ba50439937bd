"""`transcribe review` and `transcribe rename` on the command line."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.conftest import HEARS_CTRL_C, lock_folder
from tests.reviewing import Processed, processed
from transcribe import revision
from transcribe.cli import cli
from transcribe.review import paper
from transcribe.review.store import Store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def call(tmp_path: Path) -> Processed:
    return processed(tmp_path / "calls")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize("voice", ["Speaker 2", "Bo Lindqvist"])
def test_a_voice_is_renamed_by_its_label_or_its_name(call: Processed, voice: str) -> None:
    code, told = run("rename", str(call.recording), voice, "Cleo Marsh")
    assert code == 0
    assert told == (
        f"Speaker 2 is Cleo Marsh now.\n{call.page} was not changed; to write the minutes with this name into it:\n"
        f"  transcribe rename {call.recording} 'Speaker 2' 'Cleo Marsh' --in-place\n"
    )
    assert revision.load(call.work).displayed["Speaker 2"] == "Cleo Marsh"


def test_a_new_name_is_in_the_minutes_at_once_and_on_the_page_with_in_place(call: Processed) -> None:
    store = Store(call.work)
    paper.write(call.work, store.state(), paper.read(call.work, store.state()).digest)
    drafted = call.page.read_text()
    assert "Bo to write the upgrade notes" in drafted
    _, told = run("rename", str(call.recording), "Bo Lindqvist", "Cleo Marsh")
    assert call.page.read_text() == drafted
    assert "Cleo to write the upgrade notes" in (call.work.folder / "minutes.md").read_text()
    said, _, command = told.rpartition("\n  transcribe ")
    assert said.endswith(f"{call.page} was not changed; to write the minutes with this name into it:")
    code, told = run(*shlex.split(command))
    assert (code, told) == (
        0,
        f"Speaker 2 is Cleo Marsh now.\n{call.page} holds the minutes with this name.\n",
    )
    assert call.page.read_text() == (call.work.folder / "minutes.md").read_text()
    assert "Cleo to write the upgrade notes" in call.page.read_text()
    assert "Bo to write" not in call.page.read_text()


def test_a_page_that_is_gone_hinders_no_name(call: Processed) -> None:
    call.page.unlink()
    code, told = run("rename", str(call.recording), "Speaker 2", "Cleo Marsh")
    assert code == 0
    assert told.startswith("Speaker 2 is Cleo Marsh now.\nNote: ")
    assert revision.load(call.work).displayed["Speaker 2"] == "Cleo Marsh"


def test_a_name_that_was_to_be_on_a_page_that_is_gone_is_kept_and_is_an_error(call: Processed) -> None:
    call.page.unlink()
    code, told = run("rename", str(call.recording), "Speaker 2", "Cleo Marsh", "--in-place")
    assert code == 1
    assert told.startswith(f"Speaker 2 is Cleo Marsh now.\nError: There is no page of this call at {call.page};")
    assert revision.load(call.work).displayed["Speaker 2"] == "Cleo Marsh"


def test_in_a_read_only_folder_nobody_is_renamed(call: Processed, monkeypatch: pytest.MonkeyPatch) -> None:
    lock_folder(monkeypatch, call.work.folder)
    code, told = run("rename", str(call.recording), "Speaker 2", "Cleo Marsh")
    assert code == 1
    assert told == (
        f"Error: Cannot write {call.work.folder / '.review.lock'}: {call.work.folder} is read-only; "
        "make it writable (chmod u+w) and try again.\n"
    )
    assert not call.work.path("review").exists()


def test_an_unknown_voice_is_told_with_those_there_are(call: Processed) -> None:
    code, told = run("rename", str(call.work.folder), "Speaker 9", "Cleo Marsh")
    assert code == 1
    assert "There is no voice Speaker 9 in this call; known are Speaker 1 (Ada Moreno)," in told
    assert not call.work.path("review").exists()


@pytest.mark.parametrize("command", [("review",), ("rename", "Speaker 1", "X")])
def test_what_is_no_work_folder_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    code, told = run(name, str(tmp_path / "nothing.mp4"), *rest)
    assert code == 1
    assert "transcribe process" in told


def test_the_printed_address_answers_until_ctrl_c_and_nothing_is_lost(call: Processed) -> None:
    program = f"{HEARS_CTRL_C}from transcribe.cli import main; main()"
    command = [sys.executable, "-c", program, "review", str(call.recording), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{20,}/", process.stdout.readline())
        assert address
        with urllib.request.urlopen(address[0]) as answer:  # noqa: S310
            assert b"Heron Community Call" in answer.read()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address[0][:-4] + "/")  # noqa: S310
        refused.value.close()
        assert refused.value.code == 403
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    assert process.returncode == 0
    assert "Every change is in the work folder.\n" in rest
    assert f"{call.page} does not hold these minutes yet: start again and press Write to page" in rest


def test_a_port_that_is_taken_is_told(call: Processed) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, told = run("review", str(call.recording), "--no-browser", "--port", str(port))
    assert code == 1
    assert f"Port {port} is taken; choose another with --port, or leave it out." in told
