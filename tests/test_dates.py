import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.notes.dates import find_dates, find_days, is_date

DAYS = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2090, 1, 1))
SPELLINGS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y-%b-%d",
    "%b %d, %Y",
    "%B %d %Y",
    "%d %B %Y",
    "%dth %B %Y",
    "%d of %b, %Y",
)


@given(DAYS, st.sampled_from(SPELLINGS), st.sampled_from(("", "Call of ", "Meeting - ")))
def test_a_date_is_read_as_it_was_spelled(day: dt.date, spelling: str, before: str) -> None:
    found = find_dates(f"{before}{day.strftime(spelling)} 17:00 UTC")
    assert [dated.readings[0] for dated in found] == [day.isoformat()]


@given(DAYS)
def test_of_two_numbers_both_readings_are_kept(day: dt.date) -> None:
    (found,) = find_dates(f"## {day.day}/{day.month}/{day.year}")
    assert day.isoformat() in found.readings


def test_calls_are_held_on_working_days() -> None:
    (found,) = find_dates("10/06/2023")
    assert found.readings == ("2023-10-06", "2023-06-10")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("8/5/24, 20:00 UTC", ("2024-08-05", "2024-05-08")),
        ("(22/4/24) Minutes", ("2024-04-22",)),
        ("2016 06 07 Minutes", ("2016-06-07",)),
    ],
)
def test_a_year_may_be_short_and_numbers_apart(text: str, readings: tuple[str, ...]) -> None:
    assert [dated.readings for dated in find_dates(text)] == [readings]


def test_single_digits_and_recordings_are_dates() -> None:
    assert find_dates("2020-12-9")[0].readings == ("2020-12-09",)
    assert find_dates("GMT20240124-202901_Recording_1920x1080.mp4")[0].readings == ("2024-01-24",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-13-45",
        "version 1.2.3",
        "1.2.24",
        "1/2/24/5",
        "123456789",
        "2015 1230",
        "lantern#20240101123",
        "May 2023",
        "YYYY-MM-DD",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_dates(text) == ()


def test_several_dates_come_in_order_and_apart() -> None:
    found = find_dates("from 2024-05-08 to May 15, 2024")
    assert [dated.readings[0] for dated in found] == ["2024-05-08", "2024-05-15"]
    assert found[0].end <= found[1].start


@pytest.mark.parametrize("text", ["December 5 (APAC)", "Thu, 5th of Dec", "Dec. 5"])
def test_a_day_is_found_in_a_year_that_is_known(text: str) -> None:
    assert [dated.readings for dated in find_days(text, 2019)] == [("2019-12-05",)]


@pytest.mark.parametrize("text", ["December", "5 lamps", "Decree 5", "February 30"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert find_days(text, 2019) == ()


@pytest.mark.parametrize("words", ["Slides 2024-05-08", "Session 2024-05-08", "2024-05-08 what we saw"])
def test_words_in_front_of_a_date_say_what_stands_below(words: str) -> None:
    assert not is_date(words)
