"""What a drafted line may say: only what was said where it says so, or stands on the page."""

from __future__ import annotations

import pytest

from transcribe.minutes import Context
from transcribe.minutes.truth import is_true
from transcribe.schema import AgendaItem, Attendee, Notes, Point, PointKind, Utterance

RENAME = AgendaItem("rename", "Rename of the loader, due in March", ("Kaya",), ("12 charts use it",), (), (4, 6))
PEOPLE = (Attendee("Ada Bell"), Attendee("Bo Lind", aliases=("Bobo",)), Attendee("Kaya Stern"), Attendee("Will Hart"))
NOTES = Notes("Calls", None, (), PEOPLE, (RENAME,), (), (), (0, 9), {})
CONTEXT = Context(NOTES, {"v1": "Ada Bell", "v2": "Bo Lind", "v3": "Kaya Stern"})


def true(line: str, said: str, *, kind: PointKind = "note", before: str = "", after: str = "") -> bool:
    """Whether a line that rests on what Ada says is true; Kaya speaks before and after her where that is given."""
    talk = [("v3", before), ("v1", said), ("v3", after)]
    utterances = tuple(
        Utterance(place * 5.0, place * 5.0 + 4, f"u{place}", voice, text, 0.9)
        for place, (voice, text) in enumerate(talk)
        if text
    )
    rests = next(one.id for one in utterances if one.voice == "v1")
    return is_true(Point("p1", "rename", kind, line, (), 0.0, (rests,), 0.5), utterances, CONTEXT)


STAYS = "The old image name stays for two releases, and then it goes away."


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("The old image name stays for two releases", True),
        ("The old image name stays for 2 releases", True),
        ("The old image name stays for nine releases", False),
        ("The old image name stays for twenty releases", False),
        ("The old image name stays for 9 releases", False),
        ("The old image name stays for one release", False),
        ("The old image name stays for two million releases", False),
        ("Twelve charts use the old image name", True),
    ],
)
def test_a_number_is_the_one_that_was_said_in_words_or_digits(line: str, *, holds: bool) -> None:
    assert true(line, STAYS) is holds


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A hundred users tried release 2.1", "So 100 people tried two point one, and most users liked the release."),
        ("Twenty charts need 1,500 values", "There are 20 charts, and they need fifteen hundred values."),
        ("Moved to the 20th release, the third of three", "It moved to the twentieth release, the 3rd of three."),
        ("The 2 charts are pinned", "Both charts are pinned."),
        ("One chart needs a new value", "There is a chart that needs a new value."),
        ("No one uses the oh so old chart", "Nobody uses that oh so old chart."),
    ],
)
def test_numbers_are_the_same_however_they_are_written(line: str, said: str) -> None:
    assert true(line, said)


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("Ada to write a blog post about the rename next week", True),
        ("Ada to write a blog post about the rename in the coming week", True),
        ("Ada to write a blog post about the rename", True),
        ("Ada to write a blog post about the rename tomorrow", False),
        ("Ada to write a blog post about the rename this week", False),
        ("Ada to write a blog post about the rename by friday", False),
        ("Ada to write a blog post about the rename by the end of the year", False),
        ("Ada to write a blog post about the rename every week", False),
        ("Ada to write a blog post about the rename before the next call", False),
        ("Ada to write a blog post about the rename in March", True),
    ],
)
def test_a_time_was_said_there_or_stands_on_the_page(line: str, *, holds: bool) -> None:
    assert true(line, "I can write a blog post about the rename next week.", kind="action") is holds


@pytest.mark.parametrize(
    ("line", "said", "holds"),
    [
        ("Ada to write a post about the rename", "I can write a post about the rename.", True),
        ("Kaya to write a post about the rename", "I can write a post about the rename.", False),
        ("Ada and Kaya to write a post about the rename", "I can write a post about the rename.", False),
        ("Write a post about the rename (Kaya)", "I can write a post about the rename.", False),
        ("Nobody to write a post about the rename", "I can write a post, nobody else could write one.", False),
        ("Kaya to write a post about the rename", "Kaya could write a post about the rename.", True),
        ("Bo to write a post about the rename", "Bobo could write a post about the rename.", True),
        ("Ada to look at Kaya's post", "I'll look at your post.", True),
        ("Will be renamed in March", "It will be renamed.", True),
    ],
)
def test_who_is_to_do_something_speaks_there_or_is_named(line: str, said: str, *, holds: bool) -> None:
    assert true(line, said, kind="action") is holds


def test_who_is_silent_explains_nothing() -> None:
    said = "The script that loads the module has a new name."
    assert true("Ada explains that the script has a new name", said)
    assert not true("Kaya explains that the script has a new name", said)
    assert not true("Kaya explains that the script has a new name", said, before="Go ahead.", after="Thanks for that.")


def test_who_is_asked_between_two_of_their_turns_is_the_one_to_do_it() -> None:
    asked = "Can you write a post about the rename?"
    assert true("Kaya to write a post about the rename", asked, kind="action", before="It is done.", after="I may.")
    assert not true("Kaya to write a post about the rename", asked, kind="action", before="It is done.")


@pytest.mark.parametrize(
    ("line", "said", "holds"),
    [
        ("The old image name does not stay for two releases", STAYS, False),
        ("The old image name stays for two releases", "The old image name doesn't stay for two releases.", False),
        ("The old image name does not stay", "The old image name doesn't stay for two releases.", True),
        ("The old image name does not stay", "We don't know much yet. The old image name stays for now.", False),
        ("No chart uses the old name", "Nobody's chart uses the old name.", True),
        ("The chart does not use the old name", "The chart stopped using the old name.", True),
        ("The old name is not supported", "Does the old name work? No.", True),
        ("The old name stays until March", "The old name doesn't go away before March, it stays.", True),
        ("Merge it once the tests pass", "We won't merge it until the tests pass.", True),
        ("Merge the rename on the branch", "We will not merge the rename on the branch.", False),
        ("Merge the rename on the branch", "Why don't we merge the rename on the branch?", True),
    ],
)
def test_what_is_denied_was_denied_and_what_is_told_was_not(line: str, said: str, *, holds: bool) -> None:
    assert true(line, said) is holds


@pytest.mark.parametrize(
    ("line", "said", "holds"),
    [
        ("Postponed to Thursday", "Let's push that to Thursday.", True),
        ("Postponed to Friday", "Let's push that to Thursday.", False),
        ("Merged", "Yes, let's get it in, that's merged now.", True),
    ],
)
def test_what_becomes_of_an_item_is_told_in_words_of_our_own(line: str, said: str, *, holds: bool) -> None:
    assert true(line, said, kind="decision") == holds
