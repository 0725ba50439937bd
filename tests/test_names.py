from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.names import GUEST, Cues, name_voices
from transcribe.schema import AgendaItem, Attendee, Evidence, Naming, Notes, Section, Utterance

PEOPLE = ("Marta Oliveira", "Tomas Lindqvist", "Nadia Raman", "Daniel Okafor")


def page(*people: str, mc: tuple[str, ...] = (), agenda: tuple[AgendaItem, ...] = ()) -> Notes:
    attendees = tuple(Attendee(person) for person in people)
    return Notes("Call", None, mc, attendees, agenda, (), (), (0, 1), {})


def talk(*lines: tuple[str, str]) -> tuple[Utterance, ...]:
    return tuple(
        Utterance(10.0 * turn, 10.0 * turn + 8, f"u{turn:07d}", voice, text, 1.0)
        for turn, (voice, text) in enumerate(lines)
    )


def named(found: tuple[Naming, ...]) -> dict[str, str | None]:
    return {naming.voice: naming.name for naming in found}


CALL = talk(
    ("Speaker 1", "Welcome everyone to the call, it is good to see so many of you. First item is the release."),
    ("Speaker 1", "Tomas, do you want to start?"),
    ("Speaker 2", "Sure. The release is nearly done, two tests still fail and I look at them this afternoon."),
    ("Speaker 1", "Thanks Tomas. Nadia, what about the snapshots?"),
    ("Speaker 3", "They work now, and a restore takes half the time it took in the last version."),
    ("Speaker 1", "Thank you Nadia. Anything else? Daniel?"),
    ("Speaker 4", "Yes, the chart. I would like to move it into a repository of its own."),
    ("Speaker 1", "Okay, thanks Daniel. Tomas, can you review that?"),
    ("Speaker 2", "I can, if it is not too long."),
    ("Speaker 1", "Great. Nadia, any last words?"),
    ("Speaker 3", "No, all good from my side."),
    ("Speaker 1", "Thanks everyone, see you next week."),
)
TRUTH = {"Speaker 2": "Tomas Lindqvist", "Speaker 3": "Nadia Raman", "Speaker 4": "Daniel Okafor"}


def test_who_is_called_upon_and_answers_gets_the_name() -> None:
    found = named(name_voices(CALL, page(*PEOPLE, mc=("Marta Oliveira",)), Cues()))
    assert found == {"Speaker 1": "Marta Oliveira", **TRUTH}


def test_of_two_voices_the_other_is_who_was_given_the_floor() -> None:
    two = talk(
        ("Speaker 1", "Hello, my name is Marta and I look after the releases. There is a lot to plan this summer."),
        ("Speaker 1", "I will hand it over to you now, Tomas."),
        ("Speaker 2", "Thanks, so the release is nearly done, two tests still fail and I look at them today."),
        ("Speaker 1", "That is good to hear, and the snapshots come after it."),
        ("Speaker 2", "They work, and a restore takes half the time it took before."),
    )
    found = named(name_voices(two, page(*PEOPLE), Cues()))
    assert found == {"Speaker 1": "Marta Oliveira", "Speaker 2": "Tomas Lindqvist"}


def test_of_many_listed_the_mc_is_who_leads_the_call() -> None:
    listed = [
        f"{first}{last} Holm" for first in ("Al", "Bo", "Ced", "Dag") for last in ("an", "ert", "il", "mar", "ric")
    ]
    led = talk(
        (
            "Speaker 1",
            "Hello, we are live, there is a lot on the page today, and two of these were left over from May.",
        ),
        ("Speaker 2", "The release is nearly done, two tests still fail and I look at them this afternoon."),
        ("Speaker 1", "Okay, next item. The snapshots."),
        ("Speaker 3", "They work now, and a restore takes half the time it took in the last version."),
        ("Speaker 1", "Let's move on to the chart."),
        ("Speaker 4", "I would like to move it into a repository of its own."),
    )
    found = named(name_voices(led, page(*listed, "Marta Oliveira", mc=("Marta Oliveira",)), Cues()))
    assert found == {"Speaker 1": "Marta Oliveira", "Speaker 2": None, "Speaker 3": None, "Speaker 4": None}


@given(st.permutations(PEOPLE))
def test_the_order_of_the_list_does_not_matter(people: list[str]) -> None:
    found = named(name_voices(CALL, page(*people, mc=("Marta Oliveira",)), Cues()))
    assert found == {"Speaker 1": "Marta Oliveira", **TRUTH}


@given(st.permutations(range(1, 5)))
def test_the_labels_of_the_voices_do_not_matter(order: list[int]) -> None:
    label = {f"Speaker {old}": f"Speaker {new}" for old, new in enumerate(order, start=1)}
    utterances = tuple(replace(utterance, voice=label[utterance.voice or ""]) for utterance in CALL)
    found = named(name_voices(utterances, page(*PEOPLE, mc=("Marta Oliveira",)), Cues()))
    assert found == {label[voice]: name for voice, name in {"Speaker 1": "Marta Oliveira", **TRUTH}.items()}


def test_a_speaker_who_is_not_on_the_list_stays_open() -> None:
    listed = [person for person in PEOPLE if person != "Nadia Raman"]
    found = named(name_voices(CALL, page(*listed, mc=("Marta Oliveira",)), Cues()))
    assert found["Speaker 3"] is None
    assert found["Speaker 2"] == "Tomas Lindqvist"


def test_two_people_of_one_first_name_stay_open_until_something_separates_them() -> None:
    people = (*PEOPLE, "Tomas Brandt")
    found = named(name_voices(CALL, page(*people, mc=("Marta Oliveira",)), Cues()))
    assert found["Speaker 2"] is None
    more = (*CALL, *talk(("Speaker 2", "This is Tomas Lindqvist, sorry, I was muted.")))
    found = named(name_voices(more, page(*people, mc=("Marta Oliveira",)), Cues()))
    assert found["Speaker 2"] == "Tomas Lindqvist"


def test_introducing_oneself_is_enough() -> None:
    utterances = talk(
        ("Speaker 1", "Hello, I'm Nadia, I write most of the snapshots."), ("Speaker 2", "And I keep the site up.")
    )
    found = named(name_voices(utterances, page(*PEOPLE), Cues()))
    assert found == {"Speaker 1": "Nadia Raman", "Speaker 2": None}


def test_a_voice_split_in_two_gets_its_name_twice() -> None:
    utterances = talk(
        ("Speaker 1", "Hello, I'm Nadia, I write most of the snapshots."),
        ("Speaker 2", "And I'm Tomas, I look after the releases."),
        ("Speaker 3", "As I said, my name is Nadia Raman, for those who came late."),
    )
    found = named(name_voices(utterances, page(*PEOPLE), Cues()))
    assert found == {"Speaker 1": "Nadia Raman", "Speaker 2": "Tomas Lindqvist", "Speaker 3": "Nadia Raman"}


LONG = "The loader was built anew for the newer kernels, and it runs without trouble on most of our hosts."


def test_who_drops_out_and_comes_back_as_another_voice_has_both() -> None:
    utterances = talk(
        ("Speaker 1", LONG),
        ("Speaker 2", f"Hi, I'm Nadia Raman and I write the snapshots. {LONG}"),
        ("Speaker 3", LONG),
        ("Speaker 1", f"{LONG} Nadia, do you want to go on?"),
        ("Speaker 2", LONG),
        ("Speaker 1", "Thanks Nadia."),
        ("Speaker 3", LONG),
        ("Speaker 4", f"Sorry, this is Nadia again, I am on the phone now. {LONG}"),
        ("Speaker 1", f"{LONG} Nadia, go ahead please."),
        ("Speaker 4", LONG),
        ("Speaker 1", "Thanks Nadia."),
        ("Speaker 3", LONG),
    )
    found = named(name_voices(utterances, page(*PEOPLE), Cues()))
    assert found == {"Speaker 1": None, "Speaker 2": "Nadia Raman", "Speaker 3": None, "Speaker 4": "Nadia Raman"}


def test_a_voice_that_never_said_so_loses_a_name_when_another_answers_to_it() -> None:
    utterances = talk(
        ("Speaker 1", f"{LONG} Nadia, do you want to go on?"),
        ("Speaker 2", f"Hi, I'm Nadia Raman and I write the snapshots. {LONG}"),
        ("Speaker 3", LONG),
        ("Speaker 1", "Thanks. Nadia, what about the chart?"),
        ("Speaker 2", LONG),
    )
    naming = {naming.voice: naming for naming in name_voices(utterances, page(*PEOPLE), Cues())}
    assert naming["Speaker 2"].name == "Nadia Raman"
    assert naming["Speaker 3"].name is None


def test_that_another_answers_says_nothing_where_two_were_called_on() -> None:
    """The names are said to both; each of them may answer."""

    def against(called: str) -> set[str]:
        lines = (("Speaker 1", LONG), ("Speaker 3", LONG), ("Speaker 1", called), ("Speaker 2", LONG))
        namings = name_voices(talk(*lines), page(*PEOPLE), Cues(known={"Speaker 3": {"Nadia Raman": 6.0}}))
        return {sign.kind for naming in namings if naming.voice == "Speaker 3" for sign in naming.evidence}

    assert "called, another answers" in against(f"{LONG} What do you think, Nadia?")
    assert "called, another answers" not in against(f"{LONG} What do you think, Tomas or Nadia?")


def test_who_leads_and_whose_voice_is_known_are_shown_at_a_moment_with_its_words() -> None:
    cues = Cues(known={"Speaker 4": {"Daniel Okafor": 6.0}})
    found = {naming.voice: naming for naming in name_voices(CALL, page(*PEOPLE, mc=("Marta Oliveira",)), cues)}
    (leading,) = (sign for sign in found["Speaker 1"].evidence if sign.kind == "leads the call")
    assert (leading.at, leading.quote) == (0.0, "Welcome everyone to the call, it is")
    (known,) = (sign for sign in found["Speaker 4"].evidence if sign.kind == "known voice")
    assert (known.at, known.quote) == (60.0, "Yes, the chart. I would like to move it into a repository of its")


def test_nobody_is_named_without_a_sign() -> None:
    utterances = talk(("Speaker 1", "It is slow today."), ("Speaker 2", "Yes, here as well."))
    assert named(name_voices(utterances, page("Marta Oliveira", "Tomas Lindqvist"), Cues())) == {
        "Speaker 1": None,
        "Speaker 2": None,
    }


def test_an_imported_name_and_a_known_voice_are_believed() -> None:
    cues = Cues({"Speaker 1": told("Speaker 1", "Marta Oliveira")}, known={"Speaker 2": {"Tomas Lindqvist": 6.0}})
    utterances = talk(("Speaker 1", "It is slow today."), ("Speaker 2", "Yes, here as well."))
    found = name_voices(utterances, page(*PEOPLE), cues)
    assert named(found) == {"Speaker 1": "Marta Oliveira", "Speaker 2": "Tomas Lindqvist"}
    assert [naming.evidence[0].kind for naming in found] == ["given by the transcript", "known voice"]
    assert (found[0].confidence, found[0].evidence[0].at) == (0.98, 5.0)


def test_a_guest_whom_the_transcript_names_takes_nobody_of_the_list() -> None:
    given = {"Speaker 3": told("Speaker 3", "Ines Guest")}
    found = named(name_voices(CALL, page(*PEOPLE, mc=("Marta Oliveira",)), Cues(given)))
    assert found == {"Speaker 1": "Marta Oliveira", **TRUTH, "Speaker 3": "Ines Guest"}


def told(voice: str, name: str) -> Naming:
    """What an imported transcript says of a voice."""
    return Naming(voice, name, 0.98, (Evidence("given by the transcript", 5.0, f"{name}: It is slow.", 8.0),))


def test_a_guest_is_told_by_the_voice_and_gets_no_name() -> None:
    cues = Cues(
        known={"Speaker 2": {"Tomas Lindqvist": 6.0}}, guests={"Speaker 1": "Ingrid Haugen", "Speaker 2": "Wei"}
    )
    utterances = talk(("Speaker 1", "It is slow today."), ("Speaker 2", "Yes, here as well."))
    guest, known = name_voices(utterances, page(*PEOPLE), cues)
    assert (guest.name, guest.evidence[0].kind, guest.evidence[0].quote) == (None, GUEST, "Ingrid Haugen")
    assert GUEST not in {sign.kind for sign in known.evidence}


def test_the_owner_of_an_item_is_likelier_the_one_who_speaks_in_it() -> None:
    item = AgendaItem("snapshots", "Snapshots", ("Nadia",), (), (), (0, 1))
    utterances = tuple(
        replace(utterance, start=100.0 * turn, end=100.0 * turn + 90)
        for turn, utterance in enumerate(
            talk(("Speaker 1", "We can start."), ("Speaker 2", "It works."), ("Speaker 1", "Good."))
        )
    )
    sections = (
        Section(0, 90, None, ("u0000000",)),
        Section(100, 190, "snapshots", ("u0000001",)),
        Section(200, 290, None, ("u0000002",)),
    )
    plain, placed = (
        {naming.voice: naming for naming in name_voices(utterances, page(*PEOPLE, agenda=(item,)), cues)}
        for cues in (Cues(), Cues(sections=sections))
    )
    assert not plain["Speaker 2"].evidence
    assert any(sign.kind == "speaks most on their item" and sign.weight > 0 for sign in placed["Speaker 2"].evidence)


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("Yes, I have just opened it again yesterday.", "I have just opened"),
        ("In my pull request the map is kept.", "my pull request"),
        ("Somebody opened it yesterday.", None),
    ],
)
def test_who_speaks_of_their_own_work_is_likelier_the_items_owner(said: str, quote: str | None) -> None:
    item = AgendaItem("snapshots", "Snapshots", ("Nadia",), (), (), (0, 1))
    utterances = talk(("Speaker 1", "We can start."), ("Speaker 2", said), ("Speaker 1", "Good."))
    sections = (Section(0, 99, "snapshots", tuple(utterance.id for utterance in utterances)),)
    for naming in name_voices(utterances, page(*PEOPLE, agenda=(item,)), Cues(sections=sections)):
        found = [sign for sign in naming.evidence if sign.kind == "speaks of their own work"]
        assert [sign.quote for sign in found] == ([quote] if quote and naming.voice == "Speaker 2" else [])
        assert all(sign.weight > 0 for sign in found)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Speaker 1", "Speaker 2", "Speaker 3", None]),
            st.sampled_from(
                [
                    "Thanks Tomas.",
                    "Nadia, can you take it?",
                    "I'm Daniel.",
                    "Yes.",
                    "",
                    "As Marta said.",
                    "Nadia is away.",
                ]
            ),
        ),
        max_size=30,
    )
)
def test_every_voice_is_answered_once_with_a_name_of_the_list(lines: list[tuple[str | None, str]]) -> None:
    utterances = tuple(
        Utterance(turn, turn + 1, f"u{turn:07d}", voice, text, 1.0) for turn, (voice, text) in enumerate(lines)
    )
    found = name_voices(utterances, page(*PEOPLE, mc=("Marta",)), Cues())
    assert [naming.voice for naming in found] == list(dict.fromkeys(voice for voice, _ in lines if voice))
    for naming in found:
        assert naming.name is None or naming.name in PEOPLE
        assert 0 <= naming.confidence <= 1
        assert naming.name is None or naming.evidence


@pytest.mark.parametrize("people", [(), ("Marta Oliveira",)])
def test_a_page_with_hardly_anybody_on_it(people: tuple[str, ...]) -> None:
    assert len(name_voices(CALL, page(*people), Cues())) == 4
    assert name_voices((), page(*people), Cues()) == ()
