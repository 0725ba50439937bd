from dataclasses import replace

import pytest

from transcribe.minutes.closing import closing_fields, tells_field
from transcribe.schema import Attendee, ClosingField, Notes, Utterance

NOTES = Notes("Calls", None, (), (Attendee("Ada Bell"), Attendee("Cem Dogan")), (), (), (), (0, 1), {})
NAMES = {"Speaker 1": "Ada Bell"}


def told(*lines: tuple[str, str]) -> dict[str, str]:
    utterances = tuple(
        Utterance(place * 10.0, place * 10.0 + 5, f"u{place * 10000:07d}", voice, text, 1.0)
        for place, (voice, text) in enumerate(lines)
    )
    return {field.field: field.value for field in closing_fields(utterances, NOTES, NAMES)}


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Cem will host the next call.", "next-mc", "Cem Dogan"),
        ("I can MC the next call.", "next-mc", "Ada Bell"),
        ("The next release is on May 18th.", "next-release", "May 18th"),
        ("Release 0.38.1 will be on Thursday.", "next-release", "0.38.1 on Thursday"),
        ("The next call is on the 14th of December.", "next-call", "14th of December"),
        ("The next call is in two weeks, on June third.", "next-call", "June third"),
        ("Perfect, so Ada is the next MC.", "next-mc", "Ada Bell"),
        ("The next MC is Cem.", "next-mc", "Cem Dogan"),
        ("Cem will be the MC next week.", "next-mc", "Cem Dogan"),
        ("Cem will MC the next call.", "next-mc", "Cem Dogan"),
        ("The next release will be 0.23 on May 18th.", "next-release", "0.23 on May 18th"),
        ("The next release is 0.23 and it comes on the 18th of May.", "next-release", "0.23 on 18th of May"),
        ("Version 1.2 is planned for next month.", "next-release", "1.2 next month"),
    ],
)
def test_what_closing_asks_for_is_found(text: str, field: str, value: str) -> None:
    assert told(("Speaker 1", text)) == {field: value}


@pytest.mark.parametrize(
    "said",
    [
        "The last release was on April 20th and it went well.",
        "I wrote the release notes by Monday, so they are there.",
        "Version 0.22 was out by last Thursday as far as I know.",
        "I can take care of the release notes by next Tuesday.",
        "We talked about the release on Monday.",
        "The release manager will be away on Friday.",
        "We should test the release before Friday.",
        "I'll upgrade my version next week.",
        "There should be a release every first Tuesday.",
        "The release-candidate comes out Monday.",
        "The beta release comes next week.",
        "When is the next release, Friday?",
        "We will not do the release on Friday.",
        "If we miss the next release on Friday, then we wait.",
        "I will run the next test.",
        "Cem will lead the next session on eBPF.",
    ],
)
def test_a_release_that_is_over_and_what_is_done_for_one_is_not_the_next(said: str) -> None:
    assert told(("Speaker 1", said)) == {}


def test_what_is_called_the_next_release_is_not_taken_for_another() -> None:
    lines = ("The next release is on May 18th.", "The release of the website will be on Friday.")
    assert told(*(("Speaker 1", line) for line in lines)) == {"next-release": "May 18th"}
    assert told(("Speaker 1", lines[1])) == {"next-release": "Friday"}
    assert told(("Speaker 1", lines[0]), ("Speaker 1", "No, the next release is on May 20th.")) == {
        "next-release": "May 20th"
    }


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Ada, would you like to be the next MC?", "Yes, happy to."),
        ("Who can be the next MC? Ada?", "Sure."),
        ("Ada, could you host the next call?", "Yeah, no problem."),
    ],
)
def test_who_is_asked_and_says_yes_is_the_next_mc(question: str, answer: str) -> None:
    assert told(("Speaker 2", question), ("Speaker 1", answer)) == {"next-mc": "Ada Bell"}
    assert told(("Speaker 2", question), ("Speaker 3", answer)) == {}
    assert told(("Speaker 2", question.replace("Ada", "Cem")), ("Speaker 1", answer)) == {}


def test_who_answers_the_question_for_the_next_mc_is_the_next_mc() -> None:
    assert told(("Speaker 2", "Who is the next MC?"), ("Speaker 1", "I can do it.")) == {"next-mc": "Ada Bell"}


def test_the_answer_to_the_question_for_the_next_release_is_its_date() -> None:
    assert told(("Speaker 2", "And when is the next release?"), ("Speaker 1", "It goes out on June ninth.")) == {
        "next-release": "June ninth"
    }


def test_a_voice_without_a_name_and_a_stranger_are_not_put_down() -> None:
    assert told(("Speaker 2", "I can host the next call."), ("Speaker 2", "Zoe will host the next call.")) == {}


def test_nothing_said_nothing_found() -> None:
    assert told(("Speaker 1", "The parser 1.5.0 is out.")) == {}
    assert told() == {}


def test_who_leads_the_next_call_is_told_once() -> None:
    found = (ClosingField("next-mc", "Ada Bell", 5.0, ("u0005000",)),)
    page = replace(NOTES, sections={"closing": (3, 9)})
    assert tells_field("Aida is the next MC", found, page)
    assert not tells_field("Ada to write to the next speaker", found, page)
    assert not tells_field("Ada is the next MC", (), page)
    assert not tells_field("Ada is the next MC", found, NOTES)
