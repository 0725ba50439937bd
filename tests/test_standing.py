"""Minutes got into a page by our hand or by another, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.conftest import PAGE
from tests.reviewing import processed
from transcribe.draft import reading
from transcribe.draft.changes import Change, NewLine, apply
from transcribe.draft.standing import copied, missing
from transcribe.review import paper
from transcribe.review.store import Store
from transcribe.schema import Minutes, Point

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path) -> paper.Paper:
    call = processed(folder)
    return paper.read(call.work, Store(call.work).state())


def test_minutes_are_missing_from_the_page_until_somebody_puts_them_there(tmp_path: Path) -> None:
    page = read(tmp_path / "calls")
    assert missing(PAGE, page.minutes, ())
    assert not missing(page.drafted, page.minutes, page.draft.lines)
    assert not missing(page.drafted.replace("\n", "\r\n"), page.minutes, ())


def test_minutes_are_missing_from_a_page_that_was_put_back_and_not_where_a_person_deleted_them(tmp_path: Path) -> None:
    page = read(tmp_path / "calls")
    assert missing(PAGE, page.minutes, page.draft.lines)
    assert not missing(PAGE, page.minutes, [line for line in page.draft.lines if line.point == "p0044000"])


def test_a_link_that_the_page_had_before_is_no_sign_of_the_minutes(tmp_path: Path) -> None:
    page = read(tmp_path / "calls")
    link = replace(page.minutes.points[0], text="https://github.com/heron/heron/pull/412")
    assert missing(PAGE, Minutes((link, *page.minutes.points[1:])), ())


def test_without_points_nothing_is_missing() -> None:
    assert not missing(PAGE, Minutes(()), ())


def test_points_that_a_person_put_on_the_page_are_known_and_nothing_else_is(tmp_path: Path) -> None:
    page = read(tmp_path / "calls")
    known = copied(page.drafted, page.minutes)
    assert {line.point for line in known} == {point.id for point in page.minutes.points}
    assert {line.text for line in known} <= {line.text for line in page.draft.lines}
    assert copied(PAGE, page.minutes) == ()


def test_points_that_a_person_put_below_headings_leave_these_items() -> None:
    text = "# Call\n\n## Attendees\n\n- Ann Bee\n\n## Agenda\n\n### Oil\n\n### Wicks\n\nThey burn.\n"
    said = ("it is cheap now", "who buys a can?")
    points = (Point(words, None, "note", words, (), 0.0, ("u0",), 1.0) for words in said)
    lines = tuple(NewLine(line) for line in ("", f"- [Ann] {said[0]}", f"- [Ann] {said[1]} (1:23)"))
    page = apply(text, [Change(9, 9, lines)]).text
    assert [item.title for item in reading.read(page, ()).agenda] != ["Oil", "Wicks"]
    known = copied(page, Minutes(tuple(points)))
    assert [item.title for item in reading.read(page, known).agenda] == ["Oil", "Wicks"]
