"""A page is read the same with and without the lines that were drafted into it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.conftest import PAGE, ScriptedCall
from transcribe import notes
from transcribe.cli import cli
from transcribe.draft import reading
from transcribe.draft.changes import Change, NewLine, apply
from transcribe.notes.markdown import split_lines
from transcribe.schema import Source

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = "### Retry queue for uploads\n\nPR is open.\n\n### Container images for ARM boards\n\n### Logo contest\n"
ARM = "### Container images for ARM boards\n"
OWNED = "- [Ann] buys a can\n- [Bo] do the wicks burn?\n"
TEXT = (
    "# Call\n\n## Attendees\n\n- Ann Bee\n- Bo Cee\n\n## Agenda\n\n### Oil\n\nIt is cheap.\n\n### Wicks\n\n## Closing\n"
)


@pytest.fixture
def drafted(call: ScriptedCall) -> ScriptedCall:
    """The call, whose items are headings, with lines below two of them that were drafted into the page."""
    before, _, after = PAGE.partition("### Agenda\n\n")
    call.page.write_text(before + "## Agenda\n\n" + HEADINGS + "\n## Closing\n" + after.partition("### Closing\n")[2])
    pipeline = call.pipeline()
    pipeline.run()
    text = call.page.read_text()
    said = tuple(map(NewLine, ("", "- [Ada] how large is it?", "- [Bo] smaller than before")))
    places = (position for position, line in enumerate(split_lines(text)) if line in {"PR is open.\n", ARM})
    draft = apply(text, [Change(place + 1, place + 1, said) for place in places])
    call.page.write_text(draft.text)
    pipeline.work.write("source", replace(pipeline.work.read("source", Source), drafted=draft.lines))
    return call


def test_drafted_lines_are_no_items_and_lie_below_theirs() -> None:
    lines = split_lines(TEXT)
    after = tuple(map(NewLine, ("", *OWNED.splitlines())))
    at = lines.index("It is cheap.\n") + 1
    draft = apply(TEXT, [Change(at, at, after), Change(at + 3, at + 3, after[1:])])
    assert [item.title for item in notes.read(draft.text).agenda] != ["Oil", "Wicks"]
    read = reading.read(draft.text, draft.lines)
    drafted = split_lines(draft.text)
    assert ["".join(drafted[slice(*item.lines)]) for item in read.agenda] == [
        f"### Oil\n\nIt is cheap.\n\n{OWNED}",
        f"### Wicks\n\n{OWNED}",
    ]
    assert drafted[read.sections["closing"][0]] == "## Closing\n"
    assert read.lines == (0, len(drafted))
    assert reading.read(TEXT, ()) == notes.read(TEXT)


def test_every_item_gets_its_time_on_a_page_with_drafted_lines(drafted: ScriptedCall) -> None:
    flags = ("--recording", "https://youtu.be/heron-01", "--yes")
    said = CliRunner().invoke(cli, ["publish", str(drafted.recording), *flags])
    assert said.exit_code == 0, said.output
    timed = [line for line in drafted.page.read_text().splitlines() if re.search(r"\?t=\d+\)\)$", line)]
    assert [line.partition(" (")[0] for line in timed] == [
        "### Retry queue for uploads",
        "### Container images for ARM boards",
    ]
    again = CliRunner().invoke(cli, ["publish", str(drafted.recording), *flags])
    assert "Nothing to change." in again.output


def test_the_index_counts_the_items_that_people_wrote(drafted: ScriptedCall) -> None:
    folder: Path = drafted.page.parent
    found = json.loads(CliRunner().invoke(cli, ["index", str(folder), "--json"]).output)["calls"]
    assert [call["items"] for call in found if call["page"] == "page.md"] == [3]
