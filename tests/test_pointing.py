"""A task that points to what was said before is told with it."""

from __future__ import annotations

import pytest

from transcribe.minutes import Context
from transcribe.minutes.outcomes import candidates
from transcribe.minutes.passages import spoken_sentences
from transcribe.schema import Attendee, Notes, Utterance

NOTES = Notes("Calls", None, ("Ada Bell",), (Attendee("Ada Bell"), Attendee("Cem Dogan")), (), (), (), (0, 9), {})
CONTEXT = Context(NOTES, {"v1": "Ada Bell", "v2": "Cem Dogan"})


def lines(*talk: tuple[str, str]) -> list[str]:
    """The lines of what may be an outcome."""
    said = spoken_sentences(
        tuple(
            Utterance(place * 5.0, place * 5.0 + 4, f"u{place * 5000:07d}", voice, text, 0.9)
            for place, (voice, text) in enumerate(talk)
        )
    )
    return [one.told or one.text for one in candidates(said, None, CONTEXT)]


@pytest.mark.parametrize(
    ("talk", "line"),
    [
        (
            (("v2", "What about the reaction side, the likes and other bits?"), ("v1", "Yeah, I'll look into that.")),
            "Ada to look into that (“What about the reaction side, the likes and other bits?”)",
        ),
        (
            (("v1", "The garden plan still needs the names of all roses, but that is simple, I will do it today."),),
            "Ada to do it today (“The garden plan still needs the names of all roses, but that is simple”)",
        ),
        (
            (("v2", "This one adds the second greenhouse to the plan."), ("v2", "We'll get that merged in today.")),
            "Get that merged in today (“This one adds the second greenhouse to the plan”)",
        ),
    ],
)
def test_a_task_without_a_name_for_its_thing_is_told_with_what_it_points_to(
    talk: tuple[tuple[str, str], ...], line: str
) -> None:
    assert line in lines(*talk)


@pytest.mark.parametrize("doing", ["hand it over to Cem", "skip it", "show that", "do a recap"])
def test_what_is_done_in_the_call_is_no_task(doing: str) -> None:
    assert not lines(("v2", "The roses of the garden are red and white."), ("v1", f"I'll {doing}."))


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("I would recommend each garden team to think very seriously about the roof.", "think very seriously about"),
        (
            "It's on the greenhouse owners to set up another breakout before the next call.",
            "Greenhouse owners to set up",
        ),
        ("We're releasing the second garden plan between today and tomorrow.", "Release the second garden plan"),
        ("Let's first understand whether it's going to be in the new garden.", "Understand whether it's going to be"),
        (
            "Cem had a few more items, but I think I'll bump them to… Two weeks from now.",
            "Postponed to Two weeks from now",
        ),
    ],
)
def test_a_task_is_found_in_more_forms(said: str, line: str) -> None:
    assert any(line in one for one in lines(("v1", said)))
