from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from transcribe.engines import Passage, SentenceEncoder, sentence_encoder
from transcribe.minutes import Context
from transcribe.minutes.learned import Learned, learned
from transcribe.minutes.odds import log_odds, signs, surrounded
from transcribe.minutes.outcomes import candidates, outcomes
from transcribe.minutes.passages import spoken_sentences
from transcribe.schema import Attendee, Notes, Point, Utterance

if TYPE_CHECKING:
    from transcribe.minutes.passages import Sentence

NOTES = Notes("Calls", None, ("Ada Bell",), (Attendee("Ada Bell"), Attendee("Cem Dogan")), (), (), (), (0, 9), {})
CONTEXT = Context(NOTES, {"v1": "Ada Bell", "v2": "Cem Dogan"})


def sentences(*talk: tuple[str, str]) -> list[Sentence]:
    return spoken_sentences(
        tuple(
            Utterance(place * 5.0, place * 5.0 + 4, f"u{place * 5000:07d}", voice, text, 0.9)
            for place, (voice, text) in enumerate(talk)
        )
    )


def found(encoder: SentenceEncoder, *talk: tuple[str, str]) -> list[Point]:
    return outcomes(sentences(*talk), None, CONTEXT, encoder, learned("odds"))


@pytest.mark.engines
@pytest.mark.parametrize(
    ("talk", "kind", "text"),
    [
        (
            (
                ("v2", "Should the second greenhouse be part of the plan for this year?"),
                ("v1", "Clients would need to look into the details of the proposal before the next call."),
                ("v2", "Yeah, that sounds good."),
            ),
            "action",
            "Clients to look into the details of the proposal before the next call",
        ),
        (
            (
                ("v2", "That is all from my side."),
                ("v1", "Okay. Next week the kitchen team is going to publish the list of recipes for the book."),
                ("v2", "Great, thanks."),
            ),
            "decision",
            "Next week the kitchen team is going to publish the list of recipes for the book",
        ),
    ],
)
def test_an_outcome_without_a_known_form_of_words_is_found(
    minilm: SentenceEncoder, talk: tuple[tuple[str, str], ...], kind: str, text: str
) -> None:
    assert [(point.kind, point.text) for point in found(minilm, *talk)] == [(kind, text)]


@pytest.mark.engines
@pytest.mark.parametrize(
    "said",
    [
        "The scope of the first greenhouse only grew because we started after the summer.",
        "The gardener will then see that no water is left in the tank.",
        "In the old plan we need to restart the pump after every storm.",
    ],
)
def test_what_only_tells_how_things_are_is_none(minilm: SentenceEncoder, said: str) -> None:
    talk = sentences(("v1", "How does that work?"), ("v2", said), ("v1", "Interesting."))
    assert candidates(talk, None, CONTEXT), "it has the form of an outcome"
    assert outcomes(talk, None, CONTEXT, minilm, learned("odds")) == []


@pytest.mark.parametrize(
    "said", ["Next on the list would be the windows of the house.", "Let's move on to the roof of the old house."]
)
def test_what_leads_the_meeting_on_is_no_candidate(said: str) -> None:
    assert candidates(sentences(("v1", said)), None, CONTEXT) == []


def tasks(said: str) -> list[str]:
    return [one.text for one in candidates(sentences(("v1", said)), None, CONTEXT) if one.doing]


@pytest.mark.parametrize(
    "said",
    [
        "I'm interested if we can find a model for the old house.",
        "If we want to find a model for the old house, it takes time.",
        "We need two people so that we can find a model for the old house.",
        "Do we want to find a model for the old house?",
        "I want to find a model for the old house, but there is no time.",
        "They were ready to say let's find a model for the old house.",
        "If you could do that, then we can find a model for the old house.",
        "There are other houses that we should find a model for.",
    ],
)
def test_what_only_may_be_or_tells_which_thing_is_meant_is_no_task(said: str) -> None:
    assert not [text for text in tasks(said) if "model" in text.lower()]


@pytest.mark.parametrize(
    ("said", "task"),
    [
        ("We'll find a model for the old house.", "Find a model for the old house"),
        ("It would be great if we could find a model for the house.", "Would be good to find a model for the house"),
        ("Hopefully we'll find a model for the old house.", "Hopefully find a model for the old house"),
        ("Once the roof is done, we'll look for a house model.", "Look for a house model once the roof is done"),
        ("If that's the case, we'll find a model for the old house.", "Find a model for the old house"),
        ("If you like roses, please find a model for the old house.", "Find a model for the old house"),
        ("I think if we could find a model for the old house.", "Could find a model for the old house"),
        ("I think we can just find a model for the old house.", "Could find a model for the old house"),
        ("You should be able to find a model for the old house.", "Should be able to find a model for the old house"),
        ("I believe that we should be looking for a model of the house.", "Should look for a model of the house"),
        ("Cem, could you find a model for the old house?", "Cem to find a model for the old house"),
    ],
)
def test_a_task_that_nobody_took_is_as_sure_as_it_was_said(said: str, task: str) -> None:
    assert task in tasks(said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("We'll start with the updates of the garden team.", False),
        ("I'm going to give a quick update on the roses.", False),
        ("I'm going to give a quick update on the roses next week.", True),
        ("I don't want the roses to be moved until the spring.", False),
        ("I would move the roses only after the spring.", True),
        ("In terms of moving the roses, next summer.", False),
    ],
)
def test_what_passes_with_the_call_or_only_tells_how_it_is_is_no_candidate(said: str, *, told: bool) -> None:
    assert bool(candidates(sentences(("v1", said)), None, CONTEXT)) == told


def test_confidence_is_how_likely_it_is_an_outcome() -> None:
    encoder = sentence_encoder("scripted")
    talk = sentences(("v1", "I'll open an issue for the broken window."), ("v2", "Thank you."))
    [made] = [one for one in candidates(talk, None, CONTEXT) if one.kind == "action"]
    weights = Learned(2.0, (0.0,) * len(signs(made, talk)), (), (), ())
    [point] = outcomes(talk, None, CONTEXT, encoder, weights)
    assert point.text == "Ada to open an issue for the broken window"
    assert point.confidence == pytest.approx(1 / (1 + np.exp(-2)), abs=1e-3)


def test_a_recognised_act_is_told_whatever_the_odds() -> None:
    talk = sentences(("v1", "I'll open an issue for the broken window. We'll see the roses from the new terrace."))
    never = replace_bias(learned("odds"), -50.0)
    told = outcomes(talk, None, CONTEXT, sentence_encoder("scripted"), never)
    assert [point.text for point in told] == ["Ada to open an issue for the broken window"]


def replace_bias(weights: Learned, bias: float) -> Learned:
    return Learned(bias, weights.signs, weights.mean, weights.scale, weights.meant)


def test_there_is_a_weight_for_every_sign_and_direction() -> None:
    weights = learned("odds")
    talk = sentences(("v1", "I'll open an issue for the broken window."))
    [made, *_] = candidates(talk, None, CONTEXT)
    assert len(signs(made, talk)) == len(weights.signs)
    assert len(weights.mean) == len(weights.scale) == len(weights.meant) == 768


def test_a_sentence_is_read_between_its_neighbours() -> None:
    talk = sentences(("v1", "Shall we paint it? It is old."), ("v2", "Yes, green."))
    assert [surrounded(one, talk) for one in talk] == [
        Passage("", "Shall we paint it?", "same: It is old."),
        Passage("same: Shall we paint it?", "It is old.", "other: Yes, green."),
        Passage("other: It is old.", "Yes, green.", ""),
    ]


def test_nobody_is_told_to_do_what_anybody_has_to() -> None:
    talk = sentences(("v1", "Hi."), ("v2", "You have to check the pipes of the old house."), ("v1", "Right."))
    assert "Check the pipes of the old house" in [one.text for one in candidates(talk, None, CONTEXT)]


def test_who_leads_the_call_is_told_apart() -> None:
    talk = sentences(("v1", "Let's check the pipes of the house."), ("v2", "I'll check the roof of the house."))
    assert {one.sentence.voice: one.led for one in candidates(talk, None, CONTEXT)} == {"v1": True, "v2": False}
    assert not any(one.led for one in candidates(talk, None, replace(CONTEXT, notes=replace(NOTES, mc=()))))


def test_no_talk_has_no_outcome() -> None:
    assert outcomes([], None, CONTEXT, sentence_encoder("scripted"), learned("odds")) == []
    made = candidates(sentences(("v1", "I'll open an issue for the broken window.")), None, CONTEXT)
    assert log_odds(made[:0], [], sentence_encoder("scripted"), learned("odds")).shape == (0,)
