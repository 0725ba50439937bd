"""What people changed, applied to what the machine made."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.revision import Revision, orders, revise
from transcribe.revision.following import Machine
from transcribe.schema import (
    AgendaItem,
    Attendee,
    Edit,
    Evidence,
    Minutes,
    Naming,
    Notes,
    Point,
    Review,
    Section,
    Utterance,
)

SAID = (
    ("Speaker 1", "Welcome, I am Ines and this is the pottery call."),
    ("Speaker 2", "The kiln is repaired since Tuesday."),
    ("Speaker 3", "I will order the clay."),
    ("Speaker 2", "We agreed on the blue glaze."),
    ("Speaker 3", "That is all from me."),
    ("Speaker 1", "Goodbye."),
)
IDS = tuple(f"u{1000 * number:07d}" for number in range(len(SAID)))
KILN, CLAY, FAIR = "kiln", "clay", "fair"
PEOPLE = ("Ines Ortega", "Marek Novak", "Noor Haddad")


def item(name: str, place: int) -> AgendaItem:
    return AgendaItem(name, name.title(), (), (), (), (10 + place, 11 + place))


def point(said: int, under: str | None, text: str, speaker: str) -> Point:
    return Point(f"p{IDS[said][1:]}", under, "note", text, (speaker,), float(said), (IDS[said],), 0.8)


MADE = Machine(
    notes=Notes(
        title="Pottery call",
        date="2026-02-03",
        mc=("Ines Ortega",),
        attendees=tuple(Attendee(name) for name in PEOPLE),
        agenda=(item(KILN, 0), item(CLAY, 1), item(FAIR, 2)),
        links=(),
        placeholders=(),
        lines=(0, 20),
        sections={},
    ),
    utterances=tuple(
        Utterance(start=float(place), end=place + 0.9, id=IDS[place], voice=voice, text=text, confidence=0.9)
        for place, (voice, text) in enumerate(SAID)
    ),
    names=(
        Naming("Speaker 1", "Ines Ortega", 0.99, (Evidence("introduced", 0.0, "I am Ines", 4.0),)),
        Naming("Speaker 2", "Marek Novak", 0.7),
        Naming("Speaker 3", None, 0.2),
    ),
    sections=(
        Section(0.0, 0.9, None, IDS[:1]),
        Section(1.0, 2.9, KILN, IDS[1:3]),
        Section(3.0, 5.9, CLAY, IDS[3:]),
    ),
    minutes=Minutes(
        points=(
            point(1, KILN, "Marek repaired the kiln", "Marek Novak"),
            point(2, KILN, "Speaker 3 to order the clay", "Speaker 3"),
            point(3, CLAY, "Blue glaze, as Marek proposed", "Marek Novak"),
        ),
        not_discussed=(FAIR,),
        unlisted=("Speaker 3",),
    ),
)


def revised(*edits: tuple[str, str, str | None]) -> Revision:
    made = tuple(
        Edit(target, field, None, now, f"2026-02-03T10:00:{at:02d}") for at, (target, field, now) in enumerate(edits)
    )
    return revise(MADE, Review(made))


def texts(shown: Revision) -> dict[str, str]:
    return {one.id: one.text for one in shown.minutes.points}


def test_without_edits_nothing_changes() -> None:
    shown = revised()
    assert (shown.utterances, shown.names, shown.sections) == (MADE.utterances, MADE.names, MADE.sections)
    assert shown.minutes == MADE.minutes
    assert not shown.stale


def test_a_name_reaches_the_drafted_lines_of_that_voice_and_no_others() -> None:
    shown = revised(("Speaker 3", "name", "Noor Haddad"))
    assert shown.displayed["Speaker 3"] == "Noor Haddad"
    assert texts(shown)["p0002000"] == "Noor to order the clay"
    assert shown.minutes.points[1].speakers == ("Noor Haddad",)
    assert texts(shown)["p0001000"] == "Marek repaired the kiln"


def test_a_wrong_name_is_replaced_where_the_drafter_put_it_and_not_where_somebody_was_spoken_of() -> None:
    shown = revised(("Speaker 2", "name", "Noor Haddad"))
    assert texts(shown)["p0001000"] == "Noor repaired the kiln"
    assert texts(shown)["p0003000"] == "Blue glaze, as Marek proposed"


def test_a_name_taken_back_shows_the_label_again() -> None:
    shown = revised(("Speaker 2", "name", None))
    assert shown.displayed["Speaker 2"] == "Speaker 2"
    assert texts(shown)["p0001000"] == "Speaker 2 repaired the kiln"


def test_nobody_of_ours_is_no_question_to_the_mc() -> None:
    shown = revised(("Speaker 3", "name", ""))
    assert shown.guests == {"Speaker 3"}
    assert shown.minutes.unlisted == ()
    assert shown.displayed["Speaker 3"] == "Speaker 3"


def test_somebody_who_is_not_on_the_list_becomes_one() -> None:
    assert revised(("Speaker 3", "name", "Rafael")).minutes.unlisted == ("Rafael",)
    assert revised(("Speaker 3", "name", "Noor Haddad")).minutes.unlisted == ()


def test_merged_voices_speak_as_one() -> None:
    shown = revised(("Speaker 3", "merged", "Speaker 2"))
    assert [one.voice for one in shown.utterances] == [voice.replace("3", "2") for voice, _ in SAID]
    assert [naming.voice for naming in shown.names] == ["Speaker 1", "Speaker 2"]
    assert texts(shown)["p0002000"] == "Marek to order the clay"


@given(st.lists(st.tuples(*[st.sampled_from(["Speaker 1", "Speaker 2", "Speaker 3"])] * 2), max_size=6))
def test_merges_in_any_order_end_and_lose_nothing(merges: list[tuple[str, str]]) -> None:
    shown = revised(*((one, "merged", into) for one, into in merges))
    assert [one.id for one in shown.utterances] == list(IDS)
    assert {one.voice for one in shown.utterances} <= {naming.voice for naming in shown.names}


def test_an_utterance_of_somebody_who_had_no_voice() -> None:
    shown = revised((IDS[2], "voice", "Noor Haddad"))
    assert shown.displayed[shown.utterances[2].voice or ""] == "Noor Haddad"
    assert shown.utterances[4].voice == "Speaker 3"
    assert shown.minutes.points[1].speakers == ("Noor Haddad",)


def test_corrected_words_stand_in_the_transcript() -> None:
    shown = revised((IDS[1], "text", "The kiln was repaired on Tuesday."))
    assert shown.utterances[1].text == "The kiln was repaired on Tuesday."
    assert shown.utterances[0] == MADE.utterances[0]


def test_an_item_lasts_to_the_next_start_and_takes_its_points_along() -> None:
    shown = revised((IDS[2], "item", FAIR))
    assert [(one.item, one.utterances) for one in shown.sections] == [
        (None, IDS[:1]),
        (KILN, IDS[1:2]),
        (FAIR, IDS[2:3]),
        (CLAY, IDS[3:]),
    ]
    assert {one.id: one.item for one in shown.minutes.points}["p0002000"] == FAIR
    assert shown.minutes.not_discussed == ()


def test_an_item_without_talk_was_not_discussed() -> None:
    assert revised((IDS[3], "item", None)).minutes.not_discussed == (CLAY, FAIR)


@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from([None, KILN, CLAY, FAIR])), max_size=8))
def test_sections_hold_every_utterance_once_whatever_people_set(wanted: list[tuple[str, str | None]]) -> None:
    shown = revised(*((target, "item", now) for target, now in wanted))
    assert [one for section in shown.sections for one in section.utterances] == list(IDS)
    if wanted:
        assert all(one.item != other.item for one, other in zip(shown.sections, shown.sections[1:], strict=False))
        place = {one: section.item for section in shown.sections for one in section.utterances}
        assert all(place[target] == now for target, now in dict(wanted).items())


def test_words_of_a_person_outlive_names_and_sections_set_later() -> None:
    shown = revised(
        ("p0002000", "text", "Speaker 3 fetches clay"),
        ("p0002000", "kind", "action"),
        ("p0002000", "item", FAIR),
        ("Speaker 3", "name", "Noor Haddad"),
        (IDS[2], "item", CLAY),
    )
    changed = next(one for one in shown.minutes.points if one.id == "p0002000")
    assert (changed.text, changed.kind, changed.item) == ("Speaker 3 fetches clay", "action", FAIR)
    assert not shown.stale


def test_points_are_added_deleted_and_put_in_order() -> None:
    added = Point("p0005000", CLAY, "note", "Next call in May", ("Ines Ortega",), 5.0, (IDS[5],), 1.0)
    number = orders(revised())
    shown = revised(
        ("p0005000", "new", msgspec.json.encode(added).decode()),
        ("p0005000", "text", "The next call is in May"),
        ("p0003000", "deleted", "true"),
        ("p0001000", "order", str(number["p0002000"])),
        ("p0002000", "order", str(number["p0001000"])),
    )
    assert [one.id for one in shown.minutes.points] == ["p0002000", "p0001000", "p0005000"]
    assert texts(shown)["p0005000"] == "The next call is in May"


@pytest.mark.parametrize(
    ("target", "field", "now"),
    [
        ("u9999999", "text", "gone"),
        ("Speaker 9", "name", "Noor Haddad"),
        ("roof", "not_discussed", "true"),
        ("p9999999", "text", "gone"),
        (IDS[1], "item", "roof"),
        ("Speaker 1", "merged", "Speaker 9"),
        ("Speaker 1", "colour", "red"),
    ],
)
def test_an_edit_whose_place_is_gone_is_listed_and_the_others_hold(target: str, field: str, now: str) -> None:
    shown = revised((target, field, now), ("Speaker 3", "name", "Noor Haddad"))
    assert [(edit.target, edit.field) for edit in shown.stale] == [(target, field)]
    assert shown.displayed["Speaker 3"] == "Noor Haddad"
    assert replace(shown, stale=(), review=Review()) == replace(
        revised(("Speaker 3", "name", "Noor Haddad")), review=Review()
    )
