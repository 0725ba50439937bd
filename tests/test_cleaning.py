from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.minutes.cleaning import (
    bare,
    clauses,
    content,
    has_verb,
    is_whole,
    sentences,
    shortened,
    tidy,
    words,
)

TOLD = """so um uh we we want the parser to to be faster and you know it's 1.5.0 now because Ada said no okay right I
I mean like"""
SPOKEN = st.lists(st.sampled_from(TOLD.split()), max_size=40).map(" ".join)


@given(SPOKEN)
def test_cleaning_only_takes_words_away(text: str) -> None:
    left = iter(text.lower().replace(",", " ").split())
    assert all(word in left for word in tidy(text).lower().replace(",", " ").split())


@given(SPOKEN)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet="abcde .,?!…\n-AB1", max_size=200))
def test_sentences_follow_one_another_and_lose_no_word(text: str) -> None:
    spans = list(sentences(text))
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert [word for start, end in spans for word in words(text[start:end])] == words(text)


def test_fillers_false_starts_and_doubled_words_go() -> None:
    assert tidy("Um, so we we wanna, uh, ship ship the the the parser, you know, on Friday.") == (
        "so we wanna, ship the parser, on Friday."
    )
    assert tidy("I… I suggest we… We'll leave the interf interface out") == "I suggest We'll leave the interface out"
    assert tidy("It's fast, and it's also, you know, it's small.") == "It's fast, and it's small."
    assert tidy("We're going to, speaking of parsers, we're going to ship it") == "we're going to ship it"
    assert tidy("We have parsers, they are fast, we have tests") == "We have parsers, they are fast, we have tests"
    assert tidy("One or whatever they want is fine, or whatever.") == "One or whatever they want is fine."
    assert tidy("We al also want to wri write the rem remote control down.") == (
        "We also want to write the remote control down."
    )
    assert (
        tidy("We can cancel all alleys of the app applications.") == "We can cancel all alleys of the app applications."
    )
    assert tidy("It took like 20 minutes, now it's more like 40.") == "It took 20 minutes, now it's more like 40."
    assert tidy("It's just slower than just a parser, not just once") == "It's slower than just a parser, not just once"
    assert tidy("w we need th the new b button") == "we need the new button"
    assert tidy("It was on the, uh, last call, and one of, the tests failed") == (
        "It was on the last call, and one of the tests failed"
    )


def test_what_only_sounds_like_a_filler_stays() -> None:
    assert tidy("Do you know what kind of parser it is?") == "Do you know what kind of parser it is?"
    assert tidy("It looks like this, and I'd like to like it") == "It looks like this, and I'd like to like it"
    assert tidy("We meet to like get like 40 of them done") == "We meet to get 40 of them done"
    assert tidy("Move to tokens and talk to Tom") == "Move to tokens and talk to Tom"


def test_openers_and_tags_go_and_questions_stay_questions() -> None:
    assert bare("So yeah, I think that the parser is done, right.") == "the parser is done"
    assert bare("Okay, and what do we ship?") == "what do we ship?"
    assert bare("First release is on Friday") == "First release is on Friday"
    assert bare("For members it is okay") == "For members it is okay"
    assert bare("I figured that the date is right") == "I figured that the date is right"
    assert bare("Sorry, I meant Friday") == "I meant Friday"
    assert bare("The date was Friday, okay?") == "The date was Friday?"
    assert bare("So one test fails, we should take a look.") == "one test fails, we should take a look"
    assert bare("And to be clear, everybody got a tattoo.") == "everybody got a tattoo"
    assert bare("At least half of it is gone.") == "At least half of it is gone"
    assert bare("At least we know the cause.") == "we know the cause"


def test_versions_and_abbreviations_end_no_sentence() -> None:
    text = "Version 1.5.0 is out, e.g. for Dr. Bell. Try it."
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "Version 1.5.0 is out, e.g. for Dr. Bell.",
        "Try it.",
    ]


def test_a_run_on_is_parted_at_its_joints() -> None:
    text = (
        "we moved the whole build to the new machines last week and then we found that the cache was never shared "
        "between them so every build took twice as long but we have fixed that now with a bigger disk"
    )
    parts = [text[start:end].strip() for start, end in sentences(text)]
    assert len(parts) > 1
    assert all(len(words(part)) >= 5 for part in parts)


def test_the_whole_sentence_is_the_first_of_its_clauses() -> None:
    sentence = "we fixed the cache, but the disk is too small"
    assert clauses(sentence)[0] == sentence
    assert "the disk is too small" in clauses(sentence)


def test_a_clause_that_breaks_off_is_not_whole() -> None:
    assert is_whole("the parser reads old files")
    assert not is_whole("the parser reads old files and")
    assert not is_whole("it is what it is")


def test_a_verb_of_the_main_clause_tells() -> None:
    assert has_verb("the buoy was replaced before the storm")
    assert has_verb("when the lamps froze, the diving club replaced them")
    assert not has_verb("in the winter, before the lamps are replaced on the outer buoy")
    assert not has_verb("other complaints collected by the diving club")
    assert not has_verb("the lamps which are replaced")


def test_content_leaves_out_empty_words() -> None:
    assert content("We will probably rename the Parser to falco#12") == ["rename", "parser", "falco#12"]


@pytest.mark.parametrize(
    ("said", "cleaned"),
    [
        ("With respect to the bridge, the bridge is closed.", "With respect to the bridge, the bridge is closed."),
        (
            "It is small for Mersey, like Mersey has ever been small.",
            "It is small for Mersey, Mersey has ever been small.",
        ),
        ("The problem was, they never answered.", "The problem was, they never answered."),
        ("The other day, they closed the hall.", "The other day, they closed the hall."),
        ("The hall will, of course, be painted.", "The hall will, of course, be painted."),
        ("There are two halls, A or B.", "There are two halls, A or B."),
        ("The plan, the plan is to close it.", "The plan is to close it."),
        ("The old doors of the hall, they don't close.", "The old doors of the hall don't close."),
        ("In the hall, they don't close.", "In the hall, they don't close."),
        ("The hall will be, painted by June.", "The hall will be painted by June."),
        ("The hall will, I hope, be painted.", "The hall will, I hope, be painted."),
        ("We don't paint the hall, Until we have the colours.", "We don't paint the hall, until we have the colours."),
        ("We paint the hall, Anna the doors.", "We paint the hall, Anna the doors."),
    ],
)
def test_what_is_begun_or_broken_in_the_middle_is_mended(said: str, cleaned: str) -> None:
    assert tidy(said) == cleaned


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("paint the hall", "paint the hall"),
        ("paint the doors of the hall that nobody has opened for years", "paint the doors of the hall"),
        ("paint the doors of the hall and the gates for years", "paint the doors of the hall"),
        ("paint the old and new doors and gates with green colours", "paint the old and new doors"),
        ("paint the doors of the hall that nobody opens if it rains", None),
        ("paint the doors of the hall and not the gates", None),
        ("paint all eight new large heavy wooden doors", "paint all eight new large heavy wooden doors"),
        ("paint all eight new large heavy wooden green round doors today", None),
    ],
)
def test_a_clause_is_cut_where_a_part_of_it_begins(text: str, short: str | None) -> None:
    assert shortened(text, 7, 2) == short


def test_what_nothing_follows_is_dropped_at_the_end() -> None:
    assert bare("The hall is painted, and that's all.") == "The hall is painted"
    assert bare("You can see that the hall is green.") == "the hall is green"


def test_a_clause_about_what_is_names_and_does_not_tell() -> None:
    assert not has_verb("A number of questions about what the hall needs")
    assert has_verb("The hall needs a number of doors")


@pytest.mark.parametrize(
    "said",
    [
        "rebase nine ninety-nine",
        "review one one eight four",
        "rebase number nine nine five",
        "the nine nineteen tests",
        "twenty two twenty two fixes it",
        "with the e b p f probe",
    ],
)
def test_a_number_or_a_spelled_word_is_no_slip_of_the_tongue(said: str) -> None:
    assert tidy(said) == said


@pytest.mark.parametrize(
    ("said", "meant"), [("one one of them", "one of them"), ("w we should", "we should"), ("so s- we go", "so we go")]
)
def test_a_word_begun_twice_is_said_once(said: str, meant: str) -> None:
    assert tidy(said) == meant
