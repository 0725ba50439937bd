"""What a line was torn from, and whose view it is."""

from __future__ import annotations

import pytest

from transcribe.minutes import Context, scope
from transcribe.minutes.extractive import lines_of
from transcribe.minutes.passages import spoken_sentences
from transcribe.schema import Attendee, Notes, Utterance

NOTES = Notes("Calls", None, (), (Attendee("Ada Bell"),), (), (), (), (0, 9), {})
CONTEXT = Context(NOTES, {"v1": "Ada Bell"})


def lines(said: str) -> list[str]:
    """The lines that could be made of what Ada says."""
    sentences = spoken_sentences((Utterance(0.0, 9.0, "u0000000", "v1", said, 0.9),))
    return [line.text for line in lines_of(sentences, CONTEXT, 25)]


@pytest.mark.parametrize(
    "said",
    [
        "The north gate of the garden stays closed until the frost is over.",
        "The north gate of the garden is the old gate right.",
        "Given the garden team still works on the roof of the greenhouse.",
        "We shouldn't lie to ourselves that the roof is cheap and the garden team finishes the whole roof in May.",
        "One pump still leaks but otherwise the water system has been stable.",
        "It'll drop below ten litres and then the second pump gets its water.",
        "The lower handle of the garden gate is definitely.",
        "At least, we're going to plant fifty thousand more roses.",
    ],
)
def test_a_line_is_not_told_without_what_changes_it(said: str) -> None:
    assert not [line for line in lines(said) if "second pump gets" not in line]


def test_the_other_half_of_a_sentence_does_not_harm_the_first() -> None:
    assert lines("The north gate of the garden stays closed, and then the visitors use the south gate.")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "I think the north gate of the garden should be painted green.",
            "Ada thinks the north gate of the garden should be painted green",
        ),
        (
            "I guess the whole team agrees on the second greenhouse.",
            "Ada thinks the whole team agrees on the second greenhouse",
        ),
        (
            "I think the north gate of the garden is closed on Sunday.",
            "Ada thinks the north gate of the garden is closed on Sunday",
        ),
        (
            "The garden team chose one kind of roses, damask, I think.",
            "Ada thinks the garden team chose one kind of roses, damask",
        ),
        ("I might suggest a second pump for the north garden.", "Ada suggests a second pump for the north garden"),
        (
            "Most of the water comes from, I don't know, the pumps behind the greenhouse.",
            "Most of the water comes from the pumps behind the greenhouse",
        ),
        (
            "There's all kind of information about roses in the garden forum.",
            "There's all kind of information about roses in the garden forum",
        ),
    ],
)
def test_a_view_is_its_speakers(said: str, told: str) -> None:
    assert lines(said) == [told]


def test_what_stands_behind_a_line_is_found_by_its_last_words() -> None:
    said = "The gate is closed, and the second gate is closed until May."
    assert scope.behind("The second gate is closed", said) == " until May."
    assert scope.behind("Nobody said this", said) == ""


def test_a_condition_without_what_holds_under_it_is_torn() -> None:
    said = "We should note that if the visitors want plastic buttons, the case has to go."
    assert scope.is_torn("We should note that if the visitors want plastic buttons", said)
    assert not scope.is_torn(said.rstrip("."), said)
