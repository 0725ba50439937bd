import pytest

from transcribe.minutes.acts import Form
from transcribe.minutes.cleaning import bare
from transcribe.minutes.forms import offers


def offered(said: str) -> list[tuple[Form, str, str | None]]:
    return [(offer.form, offer.doing, offer.who) for offer in offers(said, bare(said))]


@pytest.mark.parametrize(
    ("said", "form", "doing", "who"),
    [
        ("Yeah, I'll start drying the herbs tomorrow", "promise", "start drying the herbs tomorrow", None),
        ("I'll be knitting at the fair", "promise", "be knitting at the fair", None),
        ("We're going to be keeping the old fence", "plan", "keep the old fence", None),
        ("What we have to do now is to paint the fence", "plan", "paint the fence", None),
        ("So we'll aim for the first of March", "plan", "aim for the first of March", None),
        ("Our goal is to bake forty loaves", "plan", "bake forty loaves", None),
        ("We should have a breakout call on fences", "plan", "have a breakout call on fences", None),
        ("I can be on that call to show the fence", "promise", "be on that call to show the fence", None),
        (
            "It would be nice if the gardeners team could have whoever waters come",
            "request",
            "have whoever waters come",
            "gardeners team",
        ),
        ("Ada, can you paint the fence?", "request", "paint the fence", "Ada"),
        (
            "It would be great if the gardeners team could water the roses",
            "request",
            "water the roses",
            "gardeners team",
        ),
        ("Marie's team will paint the fence", "duty", "paint the fence", "Marie's team"),
        ("All teams need to paint their fences", "duty", "paint their fences", "teams"),
        ("Can somebody paint the fence?", "request", "paint the fence", None),
        ("Yep, happy to lead the painting group", "promise", "lead the painting group", None),
        ("Will check with the paint shop", "promise", "check with the paint shop", None),
        ("Yeah, please everyone take a look at the fence", "request", "take a look at the fence", "everyone"),
        ("If all of the gardeners team can water the roses", "request", "water the roses", "gardeners team"),
        ("If you can paint the fence, that would be great", "request", "paint the fence", None),
        ("I'll let you know how the roses are by Friday", "promise", "let you know how the roses are by Friday", None),
    ],
)
def test_what_is_taken_on_planned_or_asked_for(said: str, form: Form, doing: str, who: str | None) -> None:
    assert (form, doing, who) in offered(said)


@pytest.mark.parametrize(
    "said",
    [
        "The fence was painted last week",
        "I'll be in the garden",
        "We can see the fence from here",
        "Would you from the other garden like it",
        "We'll wanted to paint",
        "You're still going to be able to paint the fence",
        "I would like to see how the roses grow",
        "Some people were saying that we should paint the fence",
        "It's the change we're going to notice in the garden",
    ],
)
def test_what_offers_nothing(said: str) -> None:
    assert offered(said) == []


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("Could you paint the fence?", True),
        ("You have to paint the fence first", False),
        ("I'll paint the fence", False),
    ],
)
def test_what_anybody_has_to_do_asks_nobody(said: str, *, asks: bool) -> None:
    assert [offer.asks for offer in offers(said, bare(said))] == [asks]


def test_every_stretch_of_a_sentence_may_offer_something() -> None:
    said = "I'll paint the fence, and then we'll water the roses"
    assert [doing for _, doing, _ in offered(said)] == ["paint the fence", "water the roses"]


@pytest.mark.parametrize("said", ["We can have a fence of wood", "I can be on the way soon", "We will have more calls"])
def test_to_have_or_be_is_no_task_of_itself(said: str) -> None:
    assert not offered(said)
