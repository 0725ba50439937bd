import pytest

from transcribe.minutes.closing import closing_fields
from transcribe.schema import Attendee, Notes, Utterance

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
    ],
)
def test_what_closing_asks_for_is_found(text: str, field: str, value: str) -> None:
    assert told(("Speaker 1", text)) == {field: value}


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
