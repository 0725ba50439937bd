"""Which call of a page is meant, and what is told of it."""

from __future__ import annotations

import pytest

from tests.conftest import PAGE, ScriptedCall, processed
from transcribe import notes
from transcribe.commands import which_call

CALL = PAGE[PAGE.index("## 2026-03-04") :]
HEAD = PAGE[: PAGE.index("## 2026-03-04")]


def page(*days: str) -> str:
    return HEAD + "\n".join(CALL.replace("2026-03-04", day) for day in days)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("09.02.2026", "2026-02-09"),
        ("9. 2. 2026", "2026-02-09"),
        ("2026-02-09", "2026-02-09"),
        ("02/09/2026", "02/09/2026"),
        ("February 9, 2026", "February 9, 2026"),
    ],
)
def test_a_date_with_dots_has_its_day_first(written: str, meant: str) -> None:
    assert which_call.day(written) == meant


def test_a_day_that_is_none_is_a_usage_error(call: ScriptedCall) -> None:
    result = processed(call, "--date", "02.13.2026")
    assert result.exit_code == 2
    assert "'02.13.2026' is no day of the calendar; write it like 2026-02-09 or 09.02.2026" in result.output


def test_the_call_of_a_date_with_dots_is_drafted(call: ScriptedCall) -> None:
    call.page.write_text(page("2026-09-02", "2026-02-09"))
    assert "The page holds 2 calls; this is the one of 2026-02-09" in processed(call, "--date", "09.02.2026").output


def test_a_page_with_one_call_needs_no_word_of_it(call: ScriptedCall) -> None:
    assert "The page holds" not in processed(call).output


def test_two_calls_of_one_date_are_told() -> None:
    twice = page("2026-03-11", "2026-03-11", "2026-03-04")
    (sentence,) = which_call.doubts(twice, notes.read(twice))
    second = twice[: twice.rindex("## 2026-03-11")].count("\n") + 1
    assert f"several calls of 2026-03-11, at lines 6 and {second}; the first is taken" in sentence


def test_an_empty_call_of_the_same_date_is_no_doubt() -> None:
    text = page("2026-03-11") + "\n## 2026-03-11\n"
    assert which_call.doubts(text, notes.read(text)) == ()
    assert which_call.doubts(PAGE, notes.read(PAGE)) == ()
