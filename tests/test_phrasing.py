import pytest

from transcribe.minutes.phrasing import fragment, line, stands_alone, third_person


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("I'm working on the parser", "Ada is working on the parser"),
        ("I've fixed my tests", "Ada has fixed their tests"),
        ("I'll write the release notes", "Ada will write the release notes"),
        ("I'd like to rename the crate", "Ada would like to rename the crate"),
        ("I'd probably keep the crate", "Ada would probably keep the crate"),
        ("I'd left the crate", "Ada had left the crate"),
        ("I need two more reviews", "Ada needs two more reviews"),
        ("I really want a parser", "Ada really wants a parser"),
        ("I try every build", "Ada tries every build"),
        ("I push it today", "Ada pushes it today"),
        ("I wrote a parser", "Ada wrote a parser"),
        ("I don't have a build", "Ada doesn't have a build"),
        ("the parser is done", "the parser is done"),
    ],
)
def test_the_speaker_becomes_the_subject(said: str, written: str) -> None:
    assert third_person(said, "Ada") == written


@pytest.mark.parametrize(
    "said",
    [
        "I we moved it",
        "the parser that I wrote",
        "I wrote what I could",
        "I'm it's in the mail",
        "I am, there would be a parser",
    ],
)
def test_what_has_no_clean_third_person_gives_none(said: str) -> None:
    assert third_person(said, "Ada") is None


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("we'll also release the parser on Friday", "we will release the parser on Friday"),
        ("we're going to drop the new parser", "we will drop the new parser"),
        ("we're working on the new parser", "we're working on the new parser"),
        ("it's a fix for the parser", "fix for the parser"),
        ("this adds formats on all dates", "adds formats on all dates"),
        ("there is an issue with the parser", "there is an issue with the parser"),
        ("it's important to test the parser", "it is important to test the parser"),
        ("that release has the parser", "the release has the parser"),
        ("these changes are in the parser", "the changes are in the parser"),
        ("this week has the parser", "this week has the parser"),
        ("this means the parser is slow", "means the parser is slow"),
        ("this parser we want", "this parser we want"),
        ("that one is the parser", "that one is the parser"),
        ("we all agree on the parser", "we all agree on the parser"),
        ("that's not the parser we want", "that's not the parser we want"),
        ("it's the team that wants the parser", "it's the team that wants the parser"),
        ("it's about the parser of old files", "it's about the parser of old files"),
        ("we were testing the parser", "we were testing the parser"),
        ("we don't merge parsers on Friday", "we don't merge parsers on Friday"),
        ("we have a parser of old files", "we have a parser of old files"),
        ("we have to test the parser", "we have to test the parser"),
        ("we tested the parser with old files", "we tested the parser with old files"),
        ("we well, we tested the parser with old files", "we tested the parser with old files"),
        ("we some of us test the parser daily", "some of us test the parser daily"),
        ("we then we should drop the parser", "we should drop the parser"),
        ("we know we can drop the parser", "we know we can drop the parser"),
        ("we use what we tested last week", "we use what we tested last week"),
    ],
)
def test_empty_subjects_go(said: str, written: str) -> None:
    assert fragment(said) == written


def test_a_line_has_no_first_and_no_second_person() -> None:
    assert line("so I think we should rename the parser", "Ada") == "We should rename the parser"
    assert line("you told me about your parser", "Ada") is None
    assert line("why is the parser slow?", "Ada") is None


def test_a_line_that_points_back_does_not_stand_alone() -> None:
    assert stands_alone("The parser reads old files")
    assert not stands_alone("They read old files")
    assert not stands_alone("It is on the parser")
    assert stands_alone("It is good to read old files")
    assert stands_alone("There are old files")
    assert not stands_alone("The parser reads it")
    assert not stands_alone("The parser is read from that folder")
    assert not stands_alone("Most of those are old files")
    assert stands_alone("We have old files and one of them fails")
    assert stands_alone("The parser is fast enough to show in that we read ten files")
