"""Two calls of one day are told apart by the words of their headings."""

import pytest

from transcribe.errors import PageError
from transcribe.notes import name_of, read

CALL = "## {}\n\n### Agenda\n\n- {}\n- more\n\n"
PAGE = CALL.format("2024-05-08 (EMEA)", "oil") + CALL.format("2024-05-08 APAC/US", "wicks")


@pytest.mark.parametrize("day", ["2024-05-08", "May 8, 2024", "2024/05/08"])
@pytest.mark.parametrize(
    ("words", "title"), [("EMEA", "oil"), ("(emea)", "oil"), ("APAC/US", "wicks"), ("us", "wicks")]
)
def test_a_call_is_named_by_its_day_and_a_word_of_its_heading(day: str, words: str, title: str) -> None:
    assert read(PAGE, date=f"{day} {words}").agenda[0].title == title


def test_the_name_of_a_recording_may_hold_the_word() -> None:
    assert read(PAGE, hint="2024-05-08 apac call.mp4").agenda[0].title == "wicks"


@pytest.mark.parametrize("date", ["2024-05-08", "2024-05-08 LATAM", "2024-05-08 EMEA APAC"])
def test_what_fits_both_calls_or_none_is_answered_with_the_choices(date: str) -> None:
    with pytest.raises(PageError) as error:
        read(PAGE, date=date)
    assert str(error.value) == (
        'The date 2024-05-08 is ambiguous: the page has it at line 1 ("2024-05-08 (EMEA)") and line 8 '
        '("2024-05-08 APAC/US"); name one of them, as in --date "2024-05-08 (EMEA)".'
    )


@pytest.mark.parametrize("words", ["EMEA", "APAC"])
def test_the_name_of_a_call_finds_it_again(words: str) -> None:
    notes = read(PAGE, date=f"2024-05-08 {words}")
    assert read(PAGE, date=name_of(PAGE, notes)) == notes


def test_the_only_call_of_a_day_is_named_by_its_date() -> None:
    assert name_of(CALL.format("2024-05-08 EMEA", "oil"), read(CALL.format("2024-05-08 EMEA", "oil"))) == "2024-05-08"


def test_headings_with_the_same_words_are_not_told_apart() -> None:
    with pytest.raises(PageError, match="line 1 and line 8; correct one of the headings"):
        read(CALL.format("2024-05-08 EMEA", "oil") * 2, date="2024-05-08 EMEA")


def test_the_name_of_a_recording_picks_no_call_that_was_not_held() -> None:
    page = CALL.format("2024-05-08", "oil") + "## 2024-05-08 No community call!\n"
    assert read(page, hint="2024-05-08 community call").agenda[0].title == "oil"


def test_the_call_whose_heading_is_the_day_alone_is_named_by_that() -> None:
    page = CALL.format("2024-05-08", "oil") + CALL.format("2024-05-08 APAC", "wicks")
    notes = read(page, date="2024-05-08")
    assert notes.agenda[0].title == "oil"
    assert read(page, date=name_of(page, notes)) == notes
    with pytest.raises(PageError, match="APAC"):
        read(page, hint="2024-05-08.mp4")


def test_a_call_in_which_nothing_is_written_yet_is_found_again() -> None:
    page = CALL.format("2024-05-08 EMEA", "oil") + "## 2024-05-08 APAC\n\n### Agenda\n\n"
    notes = read(page, date="2024-05-08 APAC")
    assert notes.agenda == ()
    assert read(page, date=name_of(page, notes)) == notes
