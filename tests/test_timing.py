"""Times on a page: on every item of every kind of agenda, recognised again, and gone without a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.corpus import DATA
from transcribe import notes
from transcribe.draft.changes import Change, NewLine, apply, undo
from transcribe.errors import PageError
from transcribe.notes import marks
from transcribe.notes.markdown import parse, walk
from transcribe.publish import timing
from transcribe.schema import DraftedLine

if TYPE_CHECKING:
    from pathlib import Path

    from transcribe.notes.markdown import Block
    from transcribe.schema import Notes

PAGES = sorted((DATA / "pages").rglob("*.md")) if DATA.is_dir() else []
URL = "https://youtu.be/heron-01"

AGENDAS = {
    "bullets": "- [Ada] one\n    - below\n- two [x](https://a.b)  \n- `three`\n",
    "tight": "-[Ada/Bo] one\n-[Bo] two\n",
    "numbers": "1. one\n2. two\n   - below\n",
    "wrapped": "- one that goes\n  on below\n- [two, a link\n  on two lines](https://a.b) here\n",
    "code": "- one\n  ```\n  # code\n  ```\n- two `x\n  y` z\n",
    "checkboxes": "- [ ] one\n- [x] [Ada] two\n",
    "headings": "#### [Ada] one\n\nwords\n\n#### two ####\n\nwords\n",
}


def wanted(page: Notes) -> dict[str, str]:
    return {item.id: marks.mark(60 * number, f"{URL}?t={60 * number}") for number, item in enumerate(page.agenda)}


def shape(text: str) -> list[tuple[str, int, tuple[int, int]]]:
    blocks: tuple[Block, ...] = parse(text).blocks
    return [(block.kind, block.level, block.lines) for block in walk(blocks)]


def check(text: str, date: str | None) -> int:
    """Mark every item of a call, twice, and take the marks off; gives back how many there were."""
    page = notes.read(text, date=date)
    marked = timing.marked(text, page, wanted(page), ())
    again = timing.marked(marked.text, notes.read(marked.text, date=date), wanted(page), (), known=marked.marks)
    assert again.text == marked.text
    assert marks.unmarked(marked.text) == marks.unmarked(text)
    assert notes.read(marked.text, date=date) == page
    assert shape(marked.text) == shape(text)
    off = timing.marked(marked.text, page, {}, (), known=marked.marks)
    assert off.text == text
    return len(marked.marks)


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("kind", AGENDAS)
def test_every_item_of_every_kind_of_agenda_gets_its_time(kind: str, ending: str) -> None:
    text = f"# Heron\n\n## 2026-03-04\n\n### Agenda\n\n{AGENDAS[kind]}\n### Closing\n".replace("\n", ending)
    page = notes.read(text)
    assert len(page.agenda) >= 2
    assert check(text, None) == len(page.agenda)


def test_a_table_stays_as_it_is() -> None:
    text = "# Heron\n\n## Agenda\n\n| Topic | Who |\n|---|---|\n| one | Ada |\n| two | Bo |\n"
    assert notes.read(text).agenda
    assert check(text, None) == 0
    page = notes.read(text)
    assert timing.marked(text, page, wanted(page), ()).notices == (
        "The agenda is a table, and so its items get no times.",
    )
    assert timing.marked(text, page, {}, ()).notices == ()


def test_a_list_of_links_that_closes_the_call_gets_no_times() -> None:
    agenda = "# Heron\n\n## Agenda\n\n1. one\n2. [two](https://a.b)\n\n"
    closed = notes.read(f"{agenda}Links:\n\n+ [Forum](https://b.c)\n+ Chat: https://c.d\n")
    assert [item.title for item in closed.agenda] == ["one", "[two](https://a.b)"]
    assert len(notes.read(f"{agenda}And:\n\n+ [three](https://b.c)\n").agenda) == 3


def test_drafted_points_get_theirs_and_plain_times_give_way() -> None:
    text = "## Agenda\n\n- one\n    - drafted (12:34)\n    - a person's (9:99)\n    - reworded\n"
    drafted = (
        DraftedLine("    - drafted (12:34)", None, "- one", "p1"),
        DraftedLine("    - was here", None, "    - drafted (12:34)", "p2"),
    )
    page = notes.read(text)
    done = timing.marked(text, page, {"p1": f"([12:34]({URL}?t=754))", "p2": "([0:01](x))"}, drafted)
    assert done.text == text.replace("drafted (12:34)", f"drafted ([12:34]({URL}?t=754))")
    assert done.drafted[0].text == f"    - drafted ([12:34]({URL}?t=754))"
    assert done.drafted[1].above == done.drafted[0].text
    assert done.marks == (f"([12:34]({URL}?t=754))",)


def test_a_time_on_a_persons_line_is_not_taken_for_one_on_a_drafted_line_with_its_words() -> None:
    text = "## Agenda\n\n- one\n- two\n\n## Notes\n\n"
    made = apply(text, [Change(7, 7, (NewLine("- one"), NewLine("    - drafted", "p1"), NewLine("- two")))])
    page = notes.read(text)
    done = timing.marked(made.text, page, {**wanted(page), "p1": "([0:05](x))"}, made.lines)
    assert [line.text for line in done.drafted] == ["- one", "    - drafted ([0:05](x))", "- two"]
    assert [line.below for line in done.drafted] == ["    - drafted ([0:05](x))", "- two", None]
    undone = undo(done.text, done.drafted)
    assert undone.text == text.replace("- one", f"- one {wanted(page)['one']}").replace(
        "- two", f"- two {wanted(page)['two']}"
    )
    assert not undone.kept


@pytest.mark.parametrize(
    ("told", "habit"),
    [
        (("one (12:34)", "two ([1:02:03](https://a.b))"), "points"),
        (("one [12:34]", "two at 12:34", "three"), "items"),
        ((), "items"),
    ],
)
def test_the_pages_habit(told: tuple[str, ...], habit: str) -> None:
    text = "## Agenda\n\n- item\n" + "".join(f"    - {note}\n" for note in told)
    assert timing.habit(text, notes.read(text)) == habit


@pytest.mark.skipif(not PAGES, reason="the real pages are not here")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_real_pages_take_times_and_give_them_back(path: Path) -> None:
    text = path.read_bytes().decode()
    try:
        check(text, None)
    except PageError as error:
        assert "ambiguous" in str(error)  # noqa: PT017 - two calls of one day cannot be told apart


def test_a_time_that_a_person_wrote_in_a_title_stays() -> None:
    text = "## Agenda\n\n- Standup (9:05)\n- two\n"
    page = notes.read(text)
    done = timing.marked(text, page, wanted(page), ())
    assert "- Standup (9:05) ([" in done.text
    assert timing.marked(done.text, notes.read(done.text), {}, (), known=done.marks).text == text
