"""The index of a folder: every call with its links, and every file that holds none with the reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from benchmarks.corpus import DATA
from tests.conftest import write_recording
from transcribe.cli import cli
from transcribe.options import Options
from transcribe.pipeline import Pipeline
from transcribe.publish import index

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import ScriptedCall

PAGES = DATA / "pages"
MANY = """# Heron

[Recording](https://youtube.com/playlist?list=PLheron)

## 2026-03-18

### Who joined

- Ada Moreno

### Agenda

- one
- two

### Recording

- https://youtu.be/heron-03

## 2026-03-11 No call!

## 2026-03-04

### MC

- Bo Lindqvist

### Who joined

- Ada Moreno
- Bo Lindqvist

### Agenda

- [Bo] three [video](https://youtu.be/demo)

### Closing

**Recording**: [Play]()
[Transcript](transcripts/2026-03-04.md)

## 2026-03-04

### Agenda

- a second one on that day
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pages of every kind, and files that are none."""
    pages = tmp_path / "pages"
    (pages / "transcripts").mkdir(parents=True)
    (pages / "2026.md").write_text(MANY)
    (pages / "transcripts" / "2026-03-04.md").write_text(
        "# Transcript: Heron, 2026-03-04\n\n[Recording](x) - [Minutes](../2026.md) - Length: 1:02:03\n\n"
        '<a id="t-0-00"></a>\n'
    )
    (pages / "2025-01-08.md").write_text("## Heron\n\nMeeting Duration: 1 hr 10 mins\n\n### Agenda\n\n- one\n")
    (pages / "README.md").write_text("# About\n\nNothing here.\n")
    (pages / "empty.md").write_text("")
    (pages / "latin.md").write_bytes(b"# H\xe9ron\n")
    (pages / ".git").mkdir()
    (pages / ".git" / "hidden.md").write_text(MANY)
    return pages


def told(folder: Path, *flags: str) -> str:
    result = CliRunner().invoke(cli, ["index", str(folder), *flags])
    assert result.exit_code == 0, result.output
    return result.output


def test_every_call_is_listed_with_what_it_has(folder: Path) -> None:
    found = json.loads(told(folder, "--json"))["calls"]
    assert [(call["page"], call["line"], call["date"], call["people"], call["items"]) for call in found] == [
        ("2025-01-08.md", 1, "2025-01-08", 0, 1),
        ("2026.md", 5, "2026-03-18", 1, 2),
        ("2026.md", 22, "2026-03-04", 2, 1),
        ("2026.md", 42, "2026-03-04", 0, 1),
    ]
    assert [(call["recording"], call["transcript"], call["length"]) for call in found] == [
        ("missing", "missing", 4200),
        ("present", "missing", None),
        ("placeholder", "present", 3723),
        ("missing", "missing", None),
    ]
    assert [call["mc"] for call in found] == [[], [], ["Bo Lindqvist"], []]


def test_what_cannot_be_read_is_listed_with_the_reason(folder: Path) -> None:
    assert json.loads(told(folder, "--json"))["unread"] == [
        {"page": "README.md", "reason": "it holds no call: no date, attendees or agenda."},
        {"page": "empty.md", "reason": "the page is empty; start it with a heading, the attendees and an agenda."},
        {"page": "latin.md", "reason": "the page is no UTF-8 text (byte 3); save it as UTF-8."},
    ]


def test_the_table_has_a_line_for_each_call(folder: Path) -> None:
    lines = told(folder).splitlines()
    assert lines[0].split() == ["date", "MC", "people", "items", "length", "recording", "transcript", "page"]
    assert lines[3].split() == [
        "2026-03-04",
        "Bo",
        "Lindqvist",
        "2",
        "1",
        "1:02:03",
        "placeholder",
        "present",
        "2026.md:22",
    ]
    assert lines[-1] == "4 calls, 4 of them without a link to recording or transcript."


def test_missing_leaves_out_what_is_complete(folder: Path) -> None:
    page = folder / "2026.md"
    page.write_text(page.read_text().replace("[Play]()", "[Play](https://youtu.be/heron-01)"))
    dates = [call["line"] for call in json.loads(told(folder, "--missing", "--json"))["calls"]]
    assert dates == [1, 5, 42]


def test_a_folder_of_nothing(tmp_path: Path) -> None:
    assert told(tmp_path).splitlines()[-1] == "0 calls, 0 of them without a link to recording or transcript."


def test_the_length_comes_from_the_work_folder(call: ScriptedCall) -> None:
    call.pipeline().run()
    [entry] = index.index(call.page.parent).calls
    assert entry.length == pytest.approx(96, abs=0.1)
    assert (entry.recording, entry.transcript) == ("placeholder", "missing")


@pytest.mark.skipif(not PAGES.is_dir(), reason="the real pages are not here")
def test_every_real_page_is_listed_or_given_a_reason() -> None:
    found = index.index(PAGES)
    listed = {call.page for call in found.calls} | {unread.page for unread in found.unread}
    assert listed == {path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*.md")}
    assert len(found.unread) <= 0.05 * len(listed)
    assert all(unread.reason for unread in found.unread)
    states = [call.recording for call in found.calls]
    assert {"present", "placeholder", "missing"} <= set(states)


def test_links_below_the_agenda_are_seen(tmp_path: Path) -> None:
    links = "[Recording](https://youtu.be/heron-03)\n[Transcript](transcripts/2026-03-18.md)\n"
    page = f"# Heron\n\n## 2026-03-18\n\n### Agenda\n\n- one\n\n{links}\n## 2026-03-11\n\n### Agenda\n\n- two\n"
    (tmp_path / "2026.md").write_text(page)
    found = json.loads(told(tmp_path, "--json"))["calls"]
    assert [(call["recording"], call["transcript"]) for call in found] == [("present",) * 2, ("missing",) * 2]


def test_each_of_two_calls_of_a_day_has_the_length_of_its_own_recording(call: ScriptedCall) -> None:
    other = call.recording.with_name("2026-03-04 apac.wav")
    write_recording(other, 120)
    call.page.write_text(f"{call.page.read_text()}\n## 2026-03-04 APAC\n\n### Agenda\n\n- ARM boards\n")
    options = Options(engine="scripted", diarizer="scripted")
    for recording, named in ((call.recording, "2026-03-04"), (other, "2026-03-04 APAC")):
        made = Pipeline((recording,), call.page, options, date=named)
        made.run()
        made.write_page()
    assert [entry.length for entry in index.index(call.page.parent).calls] == [96, 120]
