from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from transcribe.engines import Passage, SentenceEncoder, sentence_encoder
from transcribe.minutes import Context, worth
from transcribe.minutes.candidate import FIRM
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
    return outcomes(sentences(*talk), None, CONTEXT, encoder, learned("odds"), learned("worth"))


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
    assert outcomes(talk, None, CONTEXT, minilm, learned("odds"), learned("worth")) == []


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
        "That's something I'd like to find a model for.",
        "After that we'll be able to find a model for the old house.",
        "I'm sure we can find a model for the old house.",
        "NASA should find a model for the old house.",
    ],
)
def test_what_only_may_be_or_tells_which_thing_is_meant_is_no_task(said: str) -> None:
    assert not [text for text in tasks(said) if "model" in text.lower()]


@pytest.mark.parametrize(
    ("said", "task"),
    [
        ("We'll find a model for the old house.", "Find a model for the old house"),
        ("It would be great if we could find a model for the house.", "It would be good to find a model for the house"),
        ("Eventually we'll find a model for the old house.", "Eventually find a model for the old house"),
        ("Hopefully we'll find a model for the old house.", "Hopefully find a model for the old house"),
        ("Once the roof is done, we'll look for a house model.", "Look for a house model once the roof is done"),
        ("If that's the case, we'll find a model for the old house.", "Find a model for the old house"),
        ("If you like roses, please find a model for the old house.", "Find a model for the old house"),
        ("I think if we could find a model for the old house.", "We could find a model for the old house"),
        ("I think we can just find a model for the old house.", "We could find a model for the old house"),
        ("You should be able to find a model for the old house.", "Should be able to find a model for the old house"),
        ("I believe that we should be looking for a model of the house.", "We should look for a model of the house"),
        ("Cem, could you find a model for the old house?", "Cem to find a model for the old house"),
        ("We'll find a model of the old house for that.", "Find a model of the old house"),
        ("We can find a model for you guys next week.", "We could find a model next week"),
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
        ("We'll move to next meeting of the garden team.", False),
        ("The new shed will be good and the roses are going to be moved.", True),
        ("Hopefully the new shed will be good for the roses.", False),
        ("Hopefully the new shed will be done next week for the roses.", True),
        ("That will be moved to the new garden.", False),
        ("We have a new plot, not the old shed, for the roses.", False),
        ("The roses should be fine until the winter.", False),
        ("There was only the old shed after the winter of the roses.", False),
        ("We had the next plan for the roses after the winter.", False),
        ("For the roses we decided two things.", False),
        ("We decided to have roses instead of tulips.", True),
        ("We've already decided to move the roses.", True),
        ("The tulips might die, so we decided to move the roses.", True),
        ("We will move to the next version of the roses.", True),
        ("The roses will either be moved until the winter.", False),
    ],
)
def test_what_passes_with_the_call_or_only_tells_how_it_is_is_no_candidate(said: str, *, told: bool) -> None:
    assert bool(candidates(sentences(("v1", said)), None, CONTEXT)) == told


def test_confidence_is_how_likely_it_is_an_outcome() -> None:
    encoder = sentence_encoder("scripted")
    talk = sentences(("v1", "I'll open an issue for the broken window."), ("v2", "Thank you."))
    [made] = [one for one in candidates(talk, None, CONTEXT) if one.kind == "action"]
    weights = Learned(2.0, (0.0,) * len(signs(made, talk)), (), (), ())
    [point] = outcomes(talk, None, CONTEXT, encoder, weights, learned("worth"))
    assert point.text == "Ada to open an issue for the broken window"
    assert point.confidence == pytest.approx(1 / (1 + np.exp(-2)), abs=1e-3)


def test_a_recognised_act_is_told_whatever_the_odds() -> None:
    talk = sentences(("v1", "I'll open an issue for the broken window. We'll see the roses from the new terrace."))
    never = replace_bias(learned("odds"), -50.0)
    told = outcomes(talk, None, CONTEXT, sentence_encoder("scripted"), never, learned("worth"))
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


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Okay, so we go with two roofs.", "We go with two roofs"),
        ("So the decision is to use two roofs.", "The decision is to use two roofs"),
        ("Let's leave it at two roofs.", "Leave it at two roofs"),
        ("Let me open an issue about the roof tomorrow.", "{me} to open an issue about the roof tomorrow"),
        ("I'll open an issue for that.", "{me} to open an issue"),
        ("So Cem and Zoe will paint the roof together.", "Cem and Zoe to paint the roof together"),
        ("Action item for Cem: write down the list of roofs.", "Cem to write down the list of roofs"),
    ],
)
def test_an_outcome_of_few_words_is_told(said: str, line: str) -> None:
    me = CONTEXT.short("v1")
    told = [
        one for one in candidates(sentences(("v1", said)), None, CONTEXT) if one.weight >= FIRM or "paint" in one.text
    ]
    assert line.format(me=me) in [one.text for one in told]


@pytest.mark.parametrize("said", ["We go with it then.", "There are only two roofs.", "Let's keep it short."])
def test_what_points_elsewhere_or_only_counts_is_told_by_nothing(said: str) -> None:
    assert not [one for one in candidates(sentences(("v1", said)), None, CONTEXT) if one.weight >= FIRM]


def test_of_two_who_share_a_name_the_one_who_says_yes_is_to_do_it() -> None:
    people = (Attendee("Cem Dogan"), Attendee("Cem Arslan"), Attendee("Ada Bell"))
    context = Context(replace(NOTES, attendees=people), {"v1": "Ada Bell", "v2": "Cem Arslan"})
    talk = sentences(("v1", "Cem, could you check the pipes of the old house?"), ("v2", "Yes, I can."))
    assert [one.text for one in candidates(talk, None, context)] == ["Cem Arslan to check the pipes of the old house"]


def test_what_somebody_takes_on_is_not_told_as_nobodys() -> None:
    talk = sentences(("v1", "Somebody should update the map of the house."), ("v2", "I'll do it."))
    tasks = [one.text for one in candidates(talk, None, CONTEXT) if one.kind == "action"]
    assert tasks == [f"{CONTEXT.short('v2')} to update the map of the house"]


def test_what_is_put_off_is_told() -> None:
    said = sentences(("v1", "The roof is dear."), ("v2", "Okay, let's bring that up again next week."))
    assert [one.text for one in candidates(said, None, CONTEXT)] == ["To be taken up again next week"]


def test_no_talk_has_no_outcome() -> None:
    assert outcomes([], None, CONTEXT, sentence_encoder("scripted"), learned("odds"), learned("worth")) == []
    made = candidates(sentences(("v1", "I'll open an issue for the broken window.")), None, CONTEXT)
    assert log_odds(made[:0], [], sentence_encoder("scripted"), learned("odds")).shape == (0,)


@pytest.mark.parametrize("rest", ["as long as it rains", "or they will be cut", "unless it rains"])
def test_a_decision_keeps_what_it_depends_on(rest: str) -> None:
    said = f"The roses of the garden will be moved, {rest}, and the shed stays."
    made = {one.text for one in candidates(sentences(("v1", said)), None, CONTEXT)}
    assert "The roses of the garden will be moved" not in made


def test_what_the_next_one_denies_is_no_candidate() -> None:
    asked = ("v1", "We should move the roses to the new shed.")
    assert candidates(sentences(asked, ("v2", "Yes.")), None, CONTEXT)
    assert candidates(sentences(asked, ("v2", "No. That's not the plan."), ("v1", "Fine.")), None, CONTEXT) == []


def test_what_goes_on_with_a_supposition_is_told_with_it_or_not_at_all() -> None:
    talk = sentences(("v1", "It is dry. We will move the roses to the new shed."))
    assert candidates(talk, None, CONTEXT)
    talk[0] = replace(talk[0], text="Provided that the shed is dry")
    held = [one.text for one in candidates(talk, None, CONTEXT)]
    assert held
    assert all(line.endswith("provided that the shed is dry") for line in held)
    talk[0] = replace(talk[0], text="Suppose that the shed is dry")
    assert candidates(talk, None, CONTEXT) == []
    talk[0] = replace(talk[0], voice="v2")
    assert candidates(talk, None, CONTEXT)


def test_an_assent_that_is_taken_back_is_none() -> None:
    asked = ("v1", "Could you look for a model of the old house?")
    told = [one.text for one in candidates(sentences(asked, ("v2", "Sure.")), None, CONTEXT)]
    assert told == ["Cem to look for a model of the old house"]
    taken_back = sentences(("v3", "Hi."), asked, ("v2", "Sure, but we don't have to."))
    assert [one.text for one in candidates(taken_back, None, CONTEXT)] == ["Look for a model of the old house"]


def test_what_a_speaker_wants_of_all_is_nobodys_task() -> None:
    assert tasks("I want to make sure that we water the roses of the garden.") == [
        "Make sure that we water the roses of the garden"
    ]
    assert tasks("I'll make sure that we water the roses.") == ["Ada to make sure that we water the roses"]


def test_of_two_likely_lines_the_clearer_is_told() -> None:
    talk = sentences(("v1", "We have the roses, and the garden team will publish the list of roses next week."))
    made = candidates(talk, None, CONTEXT)
    assert len(made) > 1
    even = Learned(1.0, (0.0,) * len(signs(made[0], talk)), (), (), ())
    by_length = [0.0] * len(worth.signs(made[0].text))
    told = []
    for weight in (5.0, -5.0):
        by_length[2] = weight
        prefers = Learned(0.0, tuple(by_length), (), (), ())
        [point] = outcomes(talk, None, CONTEXT, sentence_encoder("scripted"), even, prefers)
        told.append(point.text)
    assert told[0] == "We have the roses, and the garden team will publish the list of roses next week"
    assert told[1] == "Garden team to publish the list of roses next week"


def told(*talk: tuple[str, str]) -> list[str]:
    return [one.told or one.text for one in candidates(sentences(*talk), None, CONTEXT)]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("We could paint the old fence next week.", "Ada proposes to paint the old fence next week"),
        ("We should write a letter to the mayor.", "Ada proposes to write a letter to the mayor"),
        ("I would suggest let's close the north gate.", "Ada proposes to close the north gate"),
        ("Yes, I totally agree we should keep the old gate.", "Ada agrees that we should keep the old gate"),
        ("I'd propose that we keep the old gate.", "Ada proposes to keep the old gate"),
        ("I think NASA should pay for the gate of the park.", "Ada thinks NASA should pay for the gate of the park"),
        ("I think we should only open the gate after March.", "Ada thinks we should only open the gate after March"),
    ],
)
def test_what_one_person_only_proposes_is_told_as_theirs(said: str, line: str) -> None:
    assert line in told(("v1", said), ("v2", "The deer are many."))


def test_what_the_others_agree_to_is_not_told_as_one_persons_view() -> None:
    said = ("v1", "I think the old gate should stay closed until March.")
    assert told(said, ("v2", "Yes, that works.")) == ["The old gate should stay closed until March"]
    assert told(said, ("v2", "The deer are many.")) == ["Ada thinks the old gate should stay closed until March"]
    assert told(said, ("v2", "Yes, that works."), ("v2", "But the deer need it.")) == [
        "Ada thinks the old gate should stay closed until March"
    ]


def test_what_is_contested_at_once_is_told_as_a_view() -> None:
    said = ("v1", "Let's drop the second greenhouse from the plan.")
    assert "Drop the second greenhouse from the plan" in told(said, ("v2", "The roses are red."))
    contested = told(said, ("v2", "I don't see the advantage of that."))
    assert contested == ["Ada proposes to drop the second greenhouse from the plan"]


def test_what_is_only_the_reason_is_not_decided() -> None:
    lines = told(("v1", "We should get a pump because the old well is going to run dry soon."))
    assert lines
    assert not [line for line in lines if line.startswith("The old well")]


def test_a_maybe_settles_nothing() -> None:
    lines = told(("v1", "We should maybe keep the old wooden gate closed."))
    assert lines == ["Ada proposes to keep the old wooden gate closed"]


def test_what_is_laid_before_the_call_is_not_decided() -> None:
    plan = "We will add a second pump to every greenhouse."
    assert told(("v1", "The plan is old."), ("v1", plan))
    laid = (("v1", "Today I'd like to propose a new design."), ("v1", "It has three parts."), ("v1", plan))
    assert told(*laid) == []
    assert told(*laid, ("v2", "Thanks."), ("v2", plan)) != []


def test_what_somebody_else_asked_for_is_not_told_as_the_speakers_proposal() -> None:
    assert "We should write a letter to the gardener" in told(
        ("v1", "The mayor said that we should write a letter to the gardener.")
    )
    assert "Ada proposes to write a letter to the gardener" in told(
        ("v1", "I said that we should write a letter to the gardener.")
    )


def test_who_is_good_to_go_has_nothing_to_do() -> None:
    assert tasks("Then we are good to go for the test of the new pumps.") == []
    assert told(("v1", "It would be good to test the new pumps.")) == ["Ada proposes to test the new pumps"]


@pytest.mark.parametrize(
    ("talk", "line"),
    [
        (
            (("v1", "Should we move the next harvest to Tuesday?"), ("v2", "Yes.")),
            "Move the next harvest to Tuesday",
        ),
        (
            (("v1", "So we'll keep the old wooden fence?"), ("v2", "That is settled, I think, yeah.")),
            "We will keep the old wooden fence",
        ),
    ],
)
def test_what_is_asked_is_decided_where_somebody_says_yes(talk: tuple[tuple[str, str], ...], line: str) -> None:
    (asked, answer) = sentences(*talk)
    made = {one.text: one for one in candidates([asked, answer], None, CONTEXT)}
    assert made[line].rests.utterances == (*asked.utterances, *answer.utterances)


@pytest.mark.parametrize("answer", ["Not yet, I think, yeah.", "The old wooden fence fell down last week."])
def test_what_is_asked_is_not_decided_otherwise(answer: str) -> None:
    assert not candidates(sentences(("v1", "So we'll keep the old wooden fence?"), ("v2", answer)), None, CONTEXT)


def test_whom_a_request_calls_at_its_beginning_is_to_do_it() -> None:
    said = sentences(("v1", "Cem, after the call, can you share the recipe for the plum jam?"))
    assert [one.text for one in candidates(said, None, CONTEXT)] == ["Cem to share the recipe for the plum jam"]


def test_whom_somebody_lets_know_is_told() -> None:
    promise = ("v1", "I'll let you know how the roses are by Friday.")
    (alone,) = candidates(sentences(promise), None, CONTEXT)
    (asked,) = candidates(sentences(("v2", "How are the roses?"), promise, ("v2", "Friday is fine.")), None, CONTEXT)
    assert alone.text == "Ada to let everyone know how the roses are by Friday"
    assert asked.text == "Ada to let Cem know how the roses are by Friday"


@pytest.mark.parametrize(
    "said",
    [
        "Does it make sense to plant the beans behind the second greenhouse?",
        "There's a question asking would the gardeners be expected to prune the roses at night?",
        "We'll talk to you all about the roses next week.",
        "If you look behind the second greenhouse you'll find the beans.",
        "It's a bit early to say we should go straight to the second greenhouse.",
        "It has a fence as I'm going to describe it in the paper.",
    ],
)
def test_what_is_only_asked_about_or_anybodys_is_nobodys_task(said: str) -> None:
    talk = sentences(("v2", "The beans are out."), ("v1", said), ("v2", "The roses are out too."))
    assert not candidates(talk, None, CONTEXT)


@pytest.mark.parametrize(
    "said",
    [
        "Regarding the plans for the second greenhouse next week.",
        "The whole watering, which will probably start tomorrow.",
        "We will do updates from the other gardens.",
        "Could we take the greenhouse before the beans?",
        "We will plant the second row of beans th",
        "I will be moderating today's call.",
        "The gardeners can start fixing the fence.",
    ],
)
def test_what_is_not_said_to_the_end_or_only_possible_settles_nothing(said: str) -> None:
    assert not candidates(sentences(("v1", said)), None, CONTEXT)


def test_what_anybody_will_want_is_nobodys_task() -> None:
    said = sentences(("v2", "Hm."), ("v1", "You're going to want to look at the beans in the greenhouse."))
    assert not candidates(said, None, CONTEXT)


@pytest.mark.parametrize("more", ["I mean, sorry, next week.", "No, sorry, next week.", "Sorry, I meant next week."])
def test_what_its_speaker_puts_right_is_not_told(more: str) -> None:
    planned = "We'll paint the garden fence tomorrow."
    assert candidates(sentences(("v1", planned)), None, CONTEXT)
    assert not candidates(sentences(("v1", f"{planned} {more}")), None, CONTEXT)


def test_a_task_done_with_something_is_told_without_a_quote() -> None:
    said = sentences(
        ("v2", "The second greenhouse got its new windows on Monday."),
        ("v1", "I'll post something to the forum asking for old window frames."),
    )
    (one,) = candidates(said, None, CONTEXT)
    assert one.text == "Ada to post something to the forum asking for old window frames"


def test_what_is_to_come_once_something_is_done_is_not_told_without_that() -> None:
    said = "Once the roof is done, we will move the beans into the greenhouse."
    assert all("roof" in line for line in told(("v1", said)))


def test_what_is_put_off_by_its_name_is_told_by_it(minilm: SentenceEncoder) -> None:
    talk = ("v1", "Okay, let's table the greenhouse for another two weeks, we can discuss it on the next call.")
    lines = [one.text for one in found(minilm, talk)]
    assert any("greenhouse" in line for line in lines), lines


def test_what_is_done_with_you_first_is_left_out_of_the_task() -> None:
    (line,) = {
        one.text
        for one in candidates(
            sentences(("v1", "We will contact you soon and get things settled with the roofers.")), None, CONTEXT
        )
        if one.kind == "action"
    }
    assert line == "Get things settled with the roofers"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Cem would need to count the roses again before Friday.", "action"),
        ("For the immediate repair of the fence, we are going with oak boards.", "decision"),
        ("The sentiment or consensus is to lower the fence.", "decision"),
    ],
)
def test_what_is_needed_or_gone_with_is_told(said: str, kind: str) -> None:
    assert kind in {one.kind for one in candidates(sentences(("v1", said)), None, CONTEXT)}
