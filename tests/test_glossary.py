from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.minutes.glossary import Glossary, build, with_references
from transcribe.names.hearing import Ear, tokens
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


PLATFORM = replace(
    NOTES,
    attendees=(Attendee("Lorenzo Fabbri"), Attendee("Siobhan Quill")),
    agenda=tuple(
        replace(ITEM, title=title, notes=())
        for title in (
            "Kubernetes and kubectl",
            "pdig, falcoctl and Falco",
            "Linkerd, gRPC and Knative",
            "etcd and Cilium",
        )
    ),
)
PLATFORM_WORDS = """crew net ease cube control pee dig cooper nets fall linker link dee kay native et we ran run the
    upgrade is on of full driver seat cluster probe with then our old a to and so ask not take that needs deep dog"""
ENGLISH_OF_THE_PLATFORM = frozenset(PLATFORM_WORDS.split())
PLATFORM_GLOSSARY = build(PLATFORM, ENGLISH_OF_THE_PLATFORM.__contains__)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("We upgrade crew vert net ease", "We upgrade Kubernetes"),
        ("the cubanits cluster", "the Kubernetes cluster"),
        ("our cooper nets cluster", "our Kubernetes cluster"),
        ("we ran cube control", "we ran kubectl"),
        ("the pee dig probe", "the pdig probe"),
        ("the P dig probe", "the pdig probe"),
        ("then falko control", "then falcoctl"),
        ("the linker dee upgrade", "the Linkerd upgrade"),
        ("with gee RPC then", "with gRPC then"),
        ("our kay native cluster", "our Knative cluster"),
        ("the et CD cluster", "the etcd cluster"),
        ("the psyllium probe", "the Cilium probe"),
    ],
)
def test_a_term_is_heard_in_up_to_four_words_and_written_as_on_the_page(heard: str, meant: str) -> None:
    assert PLATFORM_GLOSSARY.repaired(heard) == meant


@pytest.mark.parametrize(
    "said",
    [
        "we ran full control",
        "the native cluster",
        "take that, pee, dig",
        "the cooper cluster needs net control",
        "cube the control",
        "deep dog",
        "the linked probe",
    ],
)
def test_good_english_that_hardly_sounds_like_a_term_stays(said: str) -> None:
    assert PLATFORM_GLOSSARY.repaired(said) == said


def test_words_that_stand_side_by_side_on_a_page_are_no_term_misheard() -> None:
    beside = build(PLATFORM, ENGLISH_OF_THE_PLATFORM.__contains__, (), ["a cube control by hand"])
    assert beside.repaired("we ran cube control") == "we ran cube control"


def test_words_that_are_common_are_not_taken_for_a_term() -> None:
    common = build(PLATFORM, ENGLISH_OF_THE_PLATFORM.__contains__, surprise=lambda _: 5.0)
    assert common.repaired("we ran cube control") == "we ran cube control"


def test_a_run_that_means_a_longer_term_is_not_taken_for_the_shorter_one_inside_it() -> None:
    assert [repair.meant for repair in PLATFORM_GLOSSARY.repairs("run falko control")] == ["falcoctl"]


def test_a_phrase_of_small_words_is_no_term_though_spelt_as_one() -> None:
    page = replace(NOTES, agenda=(replace(ITEM, title="TODO and oneof in roadmaps"),))
    heard = build(page, {"to", "do", "one", "of", "road", "maps", "in", "and"}.__contains__)
    assert heard.repaired("much to do, one of the road maps") == "much to do, one of the roadmaps"


def test_more_than_one_of_a_term_in_two_words_stay_more_than_one() -> None:
    assert GLOSSARY.repaired("we run driver kits") == "we run Driverkits"


@pytest.mark.parametrize(("heard", "meant"), [("So Lorenso", "So Lorenzo"), ("Ask Sioban", "Ask Siobhan")])
def test_a_name_has_one_spelling(heard: str, meant: str) -> None:
    assert PLATFORM_GLOSSARY.repaired(heard) == meant
    assert Ear(PLATFORM.attendees, ()).listen(tokens(heard.split()[1]))


def test_a_word_with_a_capital_after_a_pause_is_no_name() -> None:
    page = replace(NOTES, attendees=(Attendee("Ada Watt"),))
    heard = build(page, {"wait", "so", "we", "move", "with"}.__contains__)
    assert heard.repaired("so… Wait, we move") == "so… Wait, we move"
    assert heard.repaired("we move with Wait") == "we move with Watt"


def test_an_abbreviation_is_nobody() -> None:
    page = replace(NOTES, attendees=(Attendee("Jason Ebel"), Attendee("Stokes")))
    assert build(page, ENGLISH.__contains__).repaired("about JSON and SDKs") == "about JSON and SDKs"


def test_an_english_word_that_the_page_writes_as_a_name_is_heard_only_where_it_sounds_the_same() -> None:
    page = replace(NOTES, agenda=(replace(ITEM, title="Plans for Cortex", notes=("what Harbor needs",)),))
    english = ENGLISH | {"cortex", "harbor", "core", "plans", "needs", "what", "court", "text"}
    heard = build(page, english.__contains__, surprise=lambda _: 9.5)
    assert heard.repaired("the core tex and the harber") == "the Cortex and the Harbor"
    assert heard.repaired("the court text") == "the court text"


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
