"""Questions that stay open: which are told, and which are answered, in passing, or not understood alone."""

from __future__ import annotations

import pytest

from transcribe.minutes import Context
from transcribe.minutes.passages import spoken_sentences
from transcribe.minutes.questions import questions
from transcribe.schema import Attendee, Notes, Utterance

NOTES = Notes("Calls", None, (), (Attendee("Ada Bell"), Attendee("Cem Dogan")), (), (), (), (0, 9), {})
CONTEXT = Context(NOTES, {"v1": "Ada Bell", "v2": "Cem Dogan"})


def asked(*talk: tuple[str, str]) -> list[str]:
    said = spoken_sentences(
        tuple(
            Utterance(place * 5.0, place * 5.0 + 4, f"u{place * 5000:07d}", voice, text, 0.9)
            for place, (voice, text) in enumerate(talk)
        )
    )
    return [point.text for point in questions(said, None, CONTEXT)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "The question right now is if we plant roses or tulips in the park.",
            "Whether we plant roses or tulips in the park",
        ),
        (
            "I was wondering whether the park needs a second gate.",
            "Whether the park needs a second gate",
        ),
        ("Should the park have a second gate in the north?", "Should the park have a second gate in the north?"),
        ("Should they have a second gate in the north of it?", None),
        ("Are there any questions about the gates of the park?", None),
        ("Should we move on and talk about the gates of the park?", None),
        ("How is the weather in the park, said the gardener?", None),
        ("The question is what the park and the", None),
    ],
)
def test_what_the_group_has_to_answer_is_told(said: str, told: str | None) -> None:
    assert asked(("v1", said), ("v2", "The deer are many."), ("v1", "Roses are cheap.")) == ([told] if told else [])


GATE = ("v1", "Should the park have a second gate in the north?")


@pytest.mark.parametrize("answer", ["Yes, it should.", "No, that's not in the plan.", "Sounds good."])
def test_an_answered_question_is_not_open(answer: str) -> None:
    assert asked(GATE, ("v2", "The gate."), ("v2", answer)) == []


def test_a_no_inside_what_is_said_next_is_no_answer() -> None:
    assert asked(GATE, ("v2", "The old one has no paint left."))


def test_any_answer_settles_how_and_when() -> None:
    deer = ("v1", "So how do we keep the deer out of the park?")
    assert asked(deer, ("v1", "They eat the roses.")) == ["How do we keep the deer out of the park?"]
    assert asked(deer, ("v2", "With a fence of two metres.")) == []


def test_a_doubt_leaves_it_open() -> None:
    assert asked(GATE, ("v2", "Yeah, good question, I don't know."))


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("Who pays for the northern gate?", "Good question, we need to find out.", "Who pays for the northern gate?"),
        ("How long do we keep the old gates?", "I do not know.", "How long do we keep the old gates?"),
        ("Does anybody know who owns the gate?", "No.", "Who owns the gate?"),
        ("Does anyone know whether the gate is locked?", "No idea.", "Whether the gate is locked?"),
        ("Does anybody know who owns the gate?", "The city owns it.", None),
        ("Who pays for the northern gate?", "The city pays.", None),
    ],
)
def test_what_nobody_knows_is_open(question: str, answer: str, told: str | None) -> None:
    assert asked(("v1", question), ("v2", answer)) == ([told] if told else [])


def test_another_question_is_open_only_where_nobody_answers_or_in_doubt() -> None:
    north = ("v1", "Does the northern gate of the park need new paint?")
    assert asked(north) == ["Does the northern gate of the park need new paint?"]
    assert asked(north, ("v2", "The paint of the gate is old.")) == []
    assert asked(north, ("v2", "I'm not sure.")) == ["Does the northern gate of the park need new paint?"]
    assert asked(("v1", "On the northern or the southern gate of the park?"), ("v2", "I'm not sure.")) == []


def test_an_answer_may_come_last_or_from_oneself() -> None:
    assert asked(GATE, ("v2", "We can also do that, yeah.")) == []
    known = ("v1", "Do we have a gate in the north of the park? Yes, we do. It is old.")
    assert asked(known, ("v2", "The gate is green.")) == []


def test_questions_in_a_row_that_their_speaker_goes_on_from_are_not_open() -> None:
    row = (("v1", "How do we count the votes?"), ("v1", "How do we then plant a second tree in the park?"))
    assert asked(*row, ("v1", "These are hard things.")) == []
    assert asked(row[1], ("v2", "These are hard things, it depends.")) == [row[1][1]]


@pytest.mark.parametrize("answer", ["I don't think that the park needs that.", "I believe it should."])
def test_an_answer_may_begin_with_who_thinks_so(answer: str) -> None:
    assert asked(GATE, ("v2", "The old one has no paint left."), ("v2", answer)) == []
