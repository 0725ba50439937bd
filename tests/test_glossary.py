from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.minutes.glossary import Glossary, build, with_references
from transcribe.schema import AgendaItem, Attendee, Notes

WORDS = """the parser we talk about with that move to files and tomas thank you dragon marry next is on cube control for
    probe probes peer march soon expire so run it of a old dig pee"""
ENGLISH = frozenset(WORDS.split())
ITEM = AgendaItem(
    "driver",
    "Driverkit and kubelet probes [core#1184](https://example.org/core/pull/1184) beside Expiry",
    (),
    ("see also docs#909",),
    (),
    (3, 5),
)
NOTES = Notes("Calls", None, (), (Attendee("Marek Obrist"), Attendee("Thaddeus Ng")), (ITEM,), (), (), (0, 5), {})
GLOSSARY = build(NOTES, ENGLISH.__contains__)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Merek moves the files", "Marek moves the files"),
        ("we run Driver Kitt", "we run Driverkit"),
        ("talk about the cubelet's probes", "talk about the kubelet's probes"),
        ("Thadeus, the parser", "Thaddeus, the parser"),
    ],
)
def test_terms_and_names_are_found_by_sound(heard: str, meant: str) -> None:
    assert GLOSSARY.repaired(heard) == meant


@pytest.mark.parametrize(
    "said",
    [
        "we marry the files",
        "the probe and the probes",
        "we expire old files",
        "Adam Merek is on the next call",
        "the kubelets and the kubelet",
        "Marek and the Driverkit",
        "we run it",
    ],
)
def test_good_english_inflections_and_strangers_stay(said: str) -> None:
    assert GLOSSARY.repaired(said) == said


def test_a_term_written_in_two_words_is_one() -> None:
    assert GLOSSARY.repaired("we run driver kit") == "we run Driverkit"


def test_a_word_one_letter_off_in_a_phrase_of_the_page_is_mended_where_the_phrase_was_also_heard() -> None:
    notes = replace(NOTES, agenda=(replace(ITEM, title="Helm chart in a repository of its own"),))
    english = (ENGLISH | {"helm", "hem", "chart", "chase"}).__contains__
    heard = build(notes, english, ["about the Helm chart", "the hem chart moves"])
    assert heard.repaired("The hem chart moves") == "The Helm chart moves"
    assert heard.repaired("The hem of the chart") == "The hem of the chart"
    assert build(notes, english, ["the hem chart moves"]).repaired("The hem chart moves") == "The hem chart moves"


def test_a_word_said_all_the_time_is_no_slip() -> None:
    assert build(NOTES, ENGLISH.__contains__, ["Merek is on"] * 10).repaired("Merek is on") == "Merek is on"


@given(st.text(alphabet="Merk Driv tubl'.-", max_size=60))
def test_a_repair_names_its_place_and_what_was_heard(text: str) -> None:
    end = 0
    for repair in GLOSSARY.repairs(text):
        assert end <= repair.start < repair.end
        assert text[repair.start : repair.end] == repair.heard
        assert repair.meant in {*GLOSSARY.terms.values(), *GLOSSARY.names.values()}
        end = repair.end


def test_proper_names_around_the_page_mend_single_words_that_are_no_english() -> None:
    around = [
        "- Zephyrine asked about Turnstile",
        "Turnstile, said Zephyrine",
        "the lockup",
        "LockUp",
        "Once: Oxbridge",
    ]
    english = ENGLISH | {"lock", "up", "the"}
    heard = build(NOTES, english.__contains__, (), around)
    assert set(heard.proper) == {"zephyrine", "turnstile"}
    assert heard.repaired("Ask Zefyrine to lock up the Oxbrige") == "Ask Zephyrine to lock up the Oxbrige"
    beside = build(NOTES, english.__contains__, (), ["- Merek", "- Merek"])
    assert beside.repaired("Thank you Merek") == "Thank you Merek"


def test_a_page_without_terms_repairs_nothing() -> None:
    empty = Glossary({}, {}, ENGLISH.__contains__)
    assert empty.repaired("Merek runs the cubelet") == "Merek runs the cubelet"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Merge eleven eighty-four today", "Merge core#1184 today"),
        ("Review PR nine oh nine", "Review docs#909"),
        ("Review nine hundred and ten files", "Review nine hundred and ten files"),
        ("Two of them failed in 2019", "Two of them failed in 2019"),
        ("Merge core#1184", "Merge core#1184"),
    ],
)
def test_numbers_said_aloud_are_written_as_the_item_writes_them(said: str, written: str) -> None:
    assert with_references(said, [ITEM.title, *ITEM.notes]) == written


def test_a_number_of_two_repositories_stays_as_it_was_said() -> None:
    assert with_references("Merge eleven eighty-four", ["core#1184", "docs#1184"]) == "Merge eleven eighty-four"
    assert with_references("Merge eleven eighty-four", ["#1184", "quay/core#1184", "core#1184"]) == (
        "Merge quay/core#1184"
    )
