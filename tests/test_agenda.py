import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transcribe.agenda import not_discussed, place
from transcribe.agenda.cues import skips, steering
from transcribe.agenda.path import OFF, Course, Odds, likeliest
from transcribe.agenda.signs import read_signs
from transcribe.agenda.text import rank
from transcribe.engines import SentenceEncoder
from transcribe.engines.scripted import ScriptedEncoder
from transcribe.schema import AgendaItem, Attendee, Notes, Section, Utterance
from transcribe.zoom.chat import Message

ENCODER = ScriptedEncoder()
WORDS_PER_SECOND = 2.5

TIDES = "Tide tables for the northern harbour"
BUOY = "Replace the buoy lamps [lights#741](https://example.org/lights/pull/741)"
DOCK = "Review of dock cleaning from Petra"
FERRY = "Ferry timetable in winter"

CALL = (
    ("Tomas", "Good morning everyone, let's get started, a short call today, the agenda is in the page."),
    ("Tomas", "So first up are the tide tables for the northern harbour, they were wrong on two days last month."),
    (
        "Ines",
        (
            "Yes, the northern harbour tables take the old depth of the channel, so high tide comes out twenty minutes "
            "late. I have computed the tide tables again with the new depth and they agree with the gauge at the pier."
        ),
    ),
    ("Tomas", "Do we publish the new tables for the harbour before the spring tide or after it?"),
    ("Ines", "Before it, the harbour office prints the tide tables on Friday, so they must have them on Thursday."),
    ("Tomas", "Okay, next up is seven forty-one, the lamps. Jon, do you want to tell us where this is?"),
    (
        "Jon",
        (
            "Sure. The buoy lamps at the entrance fail in the cold, the batteries freeze, and replacing the lamps with "
            "the new kind costs less than new batteries. The pull request changes the order list and the wiring plan."
        ),
    ),
    ("Ines", "Are the new lamps as bright as the old buoy lamps when it rains?"),
    ("Jon", "Brighter. The lamps were tested on the outer buoy for a whole winter and nobody had to replace one."),
    ("Tomas", "Good, then let's merge it. Moving on, Petra, would you like to take over with the dock cleaning?"),
    (
        "Petra",
        (
            "Thanks. The dock was cleaned twice, once by the diving club. Cleaning it took three days because the old "
            "paint came off with the algae, and the dock has to be painted again before summer."
        ),
    ),
    (
        "Petra",
        "The review says that cleaning the dock by hand is better than with the pump, the pump broke two planks.",
    ),
    ("Tomas", "Thank you Petra. That's all for today, thanks everyone, see you next week, bye."),
)
TRUTH = (None, TIDES, TIDES, TIDES, TIDES, BUOY, BUOY, BUOY, BUOY, DOCK, DOCK, DOCK, None)


def item(title: str) -> AgendaItem:
    links = ("https://example.org/lights/pull/741",) if title == BUOY else ()
    return AgendaItem(id=title.partition(" ")[0].lower(), title=title, owners=(), notes=(), links=links, lines=(0, 1))


def page(*titles: str) -> Notes:
    return Notes(
        title="Harbour call",
        date="2031-03-04",
        mc=("Tomas Brandt",),
        attendees=tuple(Attendee(name) for name in ("Tomas Brandt", "Ines Falk", "Jon Aasen", "Petra Lind")),
        agenda=tuple(item(title) for title in titles),
        links=(),
        placeholders=(),
        lines=(0, 1),
        sections={},
    )


def spoken(lines: tuple[tuple[str, str], ...]) -> tuple[Utterance, ...]:
    made, at = [], 0.0
    for voice, text in lines:
        end = at + len(text.split()) / WORDS_PER_SECOND
        made.append(Utterance(at, end, id=f"u{round(at * 1000):07d}", voice=voice, text=text, confidence=1.0))
        at = end + 0.4
    return tuple(made)


NAMES = {"Tomas": "Tomas Brandt", "Ines": "Ines Falk", "Jon": "Jon Aasen", "Petra": "Petra Lind"}


def labels(sections: tuple[Section, ...], utterances: tuple[Utterance, ...]) -> list[str | None]:
    of = {utterance: section.item for section in sections for utterance in section.utterances}
    return [of[utterance.id] for utterance in utterances]


lines_said = st.lists(
    st.tuples(
        st.sampled_from(["Tomas", "Ines", "Jon"]), st.sampled_from([text for _, text in CALL] + ["Yes.", "", "741"])
    ),
    max_size=25,
).map(tuple)
titles_on_page = st.lists(st.sampled_from([TIDES, BUOY, DOCK, FERRY, "Closing", "Q&A", "???"]), unique=True, max_size=5)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(lines_said, titles_on_page)
def test_every_utterance_is_in_exactly_one_section_in_order(
    lines: tuple[tuple[str, str], ...], titles: list[str]
) -> None:
    utterances, notes = spoken(lines), page(*titles)
    sections = place(utterances, NAMES, notes, ENCODER)
    assert [name for section in sections for name in section.utterances] == [utterance.id for utterance in utterances]
    assert all(before.item != after.item for before, after in itertools.pairwise(sections))
    assert {section.item for section in sections} <= {each.id for each in notes.agenda} | {None}
    assert all(0 <= section.confidence <= 1 for section in sections)
    reached = {section.item for section in sections} - {None}
    assert reached.isdisjoint(not_discussed(sections, notes))
    assert len(reached) + len(not_discussed(sections, notes)) == len(notes.agenda)


FERRY_IN_PASSING = (
    (
        "Petra",
        (
            "The ferry throws up the mud all winter, so we clean the dock after the last ferry, and its timetable says "
            "that this is in April."
        ),
    ),
    ("Ines", "Can the pump be mended until the winter ferry stops?"),
    (
        "Petra",
        (
            "It can, the ferry company pays for the pump, and they change the timetable in winter so that nobody has "
            "to clean at night."
        ),
    ),
)


def test_an_item_whose_owner_never_speaks_is_hardly_reached(minilm: SentenceEncoder) -> None:
    utterances = spoken(CALL[:12] + FERRY_IN_PASSING)
    notes = page(TIDES, BUOY, DOCK, f"{FERRY} from Nadia")
    notes = replace(notes, attendees=(*notes.attendees, Attendee("Nadia Roth")))
    assert labels(place(utterances, NAMES, notes, minilm), utterances)[-3:] == ["review"] * 3
    hers = tuple(replace(u, voice="Nadia") if u.voice == "Petra" and "ferry" in u.text else u for u in utterances)
    named = {**NAMES, "Nadia": "Nadia Roth"}
    assert labels(place(hers, named, notes, minilm), hers)[-3:] == ["ferry"] * 3


def test_who_has_no_name_may_own_any_item() -> None:
    utterances = spoken(CALL[:12] + FERRY_IN_PASSING)
    notes = page(DOCK, f"{FERRY} from Nadia")
    notes = replace(notes, attendees=(*notes.attendees, Attendee("Nadia Roth")))
    silent = read_signs(utterances, NAMES, notes, ENCODER).silent
    assert silent[0] == 0
    assert silent[1] > 0.8
    few = {voice: name for voice, name in NAMES.items() if voice != "Petra"}
    assert 0 < read_signs(utterances, few, notes, ENCODER).silent[1] < silent[1]
    assert read_signs(utterances, {"Tomas": "Tomas Brandt"}, notes, ENCODER).silent[1] == 0


def test_no_talk_gives_no_sections() -> None:
    assert place((), {}, page(TIDES), ENCODER) == ()
    assert not_discussed((), page(TIDES, BUOY)) == ("tide", "replace")


def test_talk_without_an_agenda_is_off_it() -> None:
    utterances = spoken(CALL)
    (section,) = place(utterances, NAMES, page(), ENCODER)
    assert section.item is None
    assert section.utterances == tuple(utterance.id for utterance in utterances)


@pytest.mark.engines
@pytest.mark.parametrize("names", [NAMES, {}], ids=["named", "unnamed"])
@pytest.mark.parametrize("seed", range(4))
def test_items_are_found_in_any_order_of_the_page(minilm: SentenceEncoder, names: dict[str, str], seed: int) -> None:
    utterances = spoken(CALL)
    titles = [TIDES, BUOY, DOCK]
    random.Random(seed).shuffle(titles)  # noqa: S311
    found = labels(place(utterances, names, page(*titles), minilm), utterances)
    wanted = [title and item(title).id for title in TRUTH]
    assert found[1:-1] == wanted[1:-1]


@pytest.mark.engines
def test_what_nobody_talks_about_is_not_discussed(minilm: SentenceEncoder) -> None:
    notes = page(TIDES, FERRY, BUOY, DOCK)
    assert not_discussed(place(spoken(CALL), NAMES, notes, minilm), notes) == (item(FERRY).id,)


@pytest.mark.engines
def test_a_start_knows_why(minilm: SentenceEncoder) -> None:
    utterances = spoken(CALL)
    sections = place(utterances, NAMES, page(TIDES, BUOY, DOCK), minilm)
    lamps = next(section for section in sections if section.item == item(BUOY).id)
    kinds = {evidence.kind: evidence.quote for evidence in lamps.evidence}
    assert "741" in kinds["number"]
    assert "next up" in kinds["moves-on"].lower()
    weights = [evidence.weight for evidence in lamps.evidence]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.engines
def test_an_item_can_be_returned_to(minilm: SentenceEncoder) -> None:
    again = (
        ("Tomas", "Let's go back to seven forty-one, the buoy lamps, Jon found the wiring plan."),
        (
            "Jon",
            (
                "Yes, back to the buoy lamps. The wiring plan in 741 shows that the new lamps need a second fuse, "
                "so I will change the order list for the lamps and the buoy again before we replace them."
            ),
        ),
        ("Ines", "Then seven forty-one waits, and the buoy lamps are replaced when the lamps have their second fuse."),
    )
    utterances = spoken((*CALL[:-1], *again))
    found = labels(place(utterances, NAMES, page(TIDES, BUOY, DOCK), minilm), utterances)
    assert found[-3:] == [item(BUOY).id] * 3
    assert found[-4] == item(DOCK).id


@pytest.mark.engines
def test_an_item_is_returned_to_for_a_moment_when_somebody_asks(minilm: SentenceEncoder) -> None:
    asked = (
        ("Ines", "Sorry, can we go back to the tide tables for a second? I found the number that was missing."),
        ("Ines", "It is the same gauge as last year, so what we print on Friday is fine."),
    )
    utterances = spoken((*CALL[:9], *asked, *CALL[9:]))
    found = labels(place(utterances, NAMES, page(TIDES, BUOY, DOCK), minilm), utterances)
    assert found[8:11] == [item(BUOY).id, item(TIDES).id, item(TIDES).id]
    assert item(DOCK).id in found[11:]


def test_a_number_said_in_passing_counts_like_one_in_a_speech() -> None:
    notes = page(BUOY, "Paint [lights#752](https://example.org/lights/pull/752)")
    spoken_briefly = spoken((("Tomas", "741."), ("Tomas", "741 is " + "a long story about nothing " * 12)))
    said = read_signs(spoken_briefly, NAMES, notes, ENCODER).mentions["number"]
    assert said[0].tolist() == said[1].tolist() == [0.8, 0.0]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Welcome & Intro", 0),
        (TIDES, 1),
        ("Open discussion: tide tables", 1),
        ("Post-Call Questions & Discussion", 2),
        ("Q&A", 2),
        ("Closing", 3),
    ],
)
def test_some_items_are_named_for_their_place(title: str, place: int) -> None:
    assert rank(title) == place


@pytest.mark.engines
def test_times_and_ids_do_not_matter(minilm: SentenceEncoder) -> None:
    utterances = spoken(CALL)
    later = tuple(replace(each, start=each.start + 700, end=each.end + 700, id=f"x{each.id}") for each in utterances)
    notes = page(TIDES, BUOY, DOCK)
    assert labels(place(utterances, NAMES, notes, minilm), utterances) == labels(
        place(later, NAMES, notes, minilm), later
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Okay, next up we have the lamps.", "moves-on"),
        ("Alright, let's move on.", "moves-on"),
        ("I'll hand it over to you, Jon.", "hands-over"),
        ("Any other questions about the dock?", "closes"),
        ("Can we go back to the ferry?", "comes-back"),
        ("Welcome everybody!", "opens-call"),
        ("Does anyone have anything else? Any other business?", "other-business"),
        ("Thanks everyone, bye!", "ends-call"),
    ],
)
def test_steering_phrases_are_heard(text: str, kind: str) -> None:
    assert kind in {phrase.kind for phrase in steering(text)}


def test_plain_talk_does_not_steer() -> None:
    assert steering("The lamps were tested on the outer buoy for a whole winter.") == ()


@settings(max_examples=60)
@given(st.integers(1, 30), st.integers(1, 4), st.integers(0, 2**16))
def test_a_course_starts_at_the_beginning_and_changes_item_each_time(count: int, items: int, seed: int) -> None:
    import numpy as np

    chance = np.random.default_rng(seed)
    odds = Odds(
        belongs=chance.normal(size=(count, items)),
        off=chance.normal(size=count),
        opens=chance.normal(4, 4, size=(count, items + 1)),
        known=chance.normal(size=items),
        starts=np.cumsum(chance.uniform(0, 30, size=count)),
        ranks=tuple(chance.integers(0, 4, size=items).tolist()),
        asked=chance.integers(0, 2, size=(count, items)).astype(np.float64),
    )
    course = likeliest(odds, Course())
    firsts = [first for first, _ in course]
    assert firsts[0] == 0
    assert firsts == sorted(set(firsts))
    assert all(before[1] != after[1] for before, after in itertools.pairwise(course))
    assert all(OFF <= each < items for _, each in course)


def test_strong_evidence_beats_the_order_of_the_page() -> None:
    import numpy as np

    belongs = np.full((40, 2), -1.0)
    belongs[:20, 1] = belongs[20:, 0] = 1.0
    opens = np.zeros((40, 3))
    opens[20, 0] = 6.0
    odds = Odds(belongs, np.full(40, -2.0), opens, np.zeros(2), np.arange(40) * 10.0, (1, 1), np.zeros((40, 2)))
    assert likeliest(odds, Course()) == ((0, 1), (20, 0))


def test_a_closing_is_not_followed_by_other_items_unless_much_speaks_for_it() -> None:
    import numpy as np

    opens = np.zeros((40, 3))
    opens[20] = 4.0
    belongs = np.full((40, 2), -1.0)
    belongs[:20, 1] = belongs[20:, 0] = 0.2
    odds = Odds(belongs, np.full(40, -2.0), opens, np.zeros(2), np.arange(40) * 10.0, (1, 1), np.zeros((40, 2)))
    assert likeliest(odds, Course()) == ((0, 1), (20, 0))
    assert likeliest(replace(odds, ranks=(1, 3)), Course(misplaced=-40.0)) != ((0, 1), (20, 0))


def test_a_link_pasted_into_the_chat_tells_the_item(minilm: SentenceEncoder) -> None:
    lines = (
        ("Tomas", "Good morning everyone, the first one is the tide tables for the northern harbour."),
        ("Ines", "The northern harbour tables take the old depth of the channel, so high tide comes out late."),
        ("Tomas", "And then there is the other thing, which I have put up for you to look at."),
        (
            "Jon",
            "It costs less than what we have, and the wiring is the same, so nothing else changes there.",
        ),
    )
    utterances, notes = spoken(lines), page(TIDES, BUOY)
    chat = (Message(utterances[2].start + 2, "Tomas", "https://example.org/lights/pull/741"),)
    without = labels(place(utterances, NAMES, notes, minilm), utterances)
    told = labels(place(utterances, NAMES, notes, minilm, chat=chat), utterances)
    assert without[2:] != [item(BUOY).id] * 2
    assert told == [item(TIDES).id] * 2 + [item(BUOY).id] * 2


@pytest.mark.engines
def test_small_talk_before_the_first_item_is_announced_is_off_the_agenda(minilm: SentenceEncoder) -> None:
    chat = (
        ("Tomas", "Good morning everyone. Let's give people another minute, it rains here since Monday."),
        ("Ines", "Same here, my bicycle is at home, and the dog does not want to go out before it is dry."),
        ("Jon", "We had a storm at night. Half of the roof of the school came down, the children stay at home."),
    )
    talk = spoken((*chat, *CALL[1:]))
    found = labels(place(talk, NAMES, page(TIDES, BUOY, DOCK), minilm), talk)
    assert found[:5] == [None, None, None, item(TIDES).id, item(TIDES).id]


@pytest.mark.engines
def test_an_item_that_is_skipped_aloud_gets_no_talk_of_a_topic_that_is_not_on_the_page(minilm: SentenceEncoder) -> None:
    skipped = ("Tomas", "Next on the list is the ferry timetable, but I don't see Lea. Let's skip that for today.")
    talk = spoken((*CALL[:5], skipped, *CALL[10:]))
    sections = place(talk, NAMES, page(TIDES, FERRY), minilm)
    assert labels(sections, talk)[5:] == [None] * 4
    assert not_discussed(sections, page(TIDES, FERRY)) == (item(FERRY).id,)


@pytest.mark.engines
def test_an_item_that_is_called_out_again_was_not_skipped(minilm: SentenceEncoder) -> None:
    skipped = ("Tomas", "Next on the list are the tide tables, but I don't see Ines. Let's skip that for a moment.")
    talk = spoken((skipped, *CALL[1:5]))
    assert set(labels(place(talk, NAMES, page(TIDES, FERRY), minilm), talk)) == {item(TIDES).id}


@pytest.mark.engines
def test_what_is_said_before_the_next_item_is_called_stays_with_the_item_before(minilm: SentenceEncoder) -> None:
    lines = (
        *CALL[:5],
        ("Tomas", "Jon will print the new tables on Thursday."),
        ("Tomas", "Next item is replacing the buoy lamps, number seven forty-one."),
        CALL[6],
    )
    owned = replace(item(BUOY), owners=("Jon",))
    notes = replace(page(TIDES), agenda=(item(TIDES), owned), attendees=(Attendee("Jon"), Attendee("Ines")))
    talk = spoken(lines)
    found = labels(place(talk, NAMES, notes, minilm), talk)
    assert found[4:] == [item(TIDES).id] * 2 + [item(BUOY).id] * 2


@pytest.mark.parametrize(
    "said",
    [
        "I don't see Wei, let's skip that and keep it for the next call.",
        "Okay, we can skip this one for today.",
        "She is not here, so we'll push it to next week.",
        "Let's postpone it.",
        "Maybe we should move this to the next meeting.",
        "Nobody is here for that. Let's do it next time.",
        "We are out of time, so we skip it.",
    ],
)
def test_a_meeting_passes_over_an_item(said: str) -> None:
    assert skips(said)


@pytest.mark.parametrize(
    "said",
    [
        "We skip that test when there is no disk.",
        "I'm going to skip over the help wanted part, and start with the votes.",
        "You can push it to the registry.",
        "We want to keep that in the next release.",
        "Let's move it to its own repository.",
        "Can we skip the tests it runs?",
        "Let's not skip that one.",
        "We will do that next month, so here is the plan.",
        "Just save it for later use.",
    ],
)
def test_what_is_skipped_in_the_software_is_no_item(said: str) -> None:
    assert not skips(said)


def test_who_wrote_a_note_is_no_word_of_its_item() -> None:
    talk = spoken((("Ines", "This is Jon, who looks after the lamps, and the weather is fine."),))
    people = (Attendee("Jon"), Attendee("Ines"))
    note = replace(item(FERRY), notes=("[Jon] what about Sundays?",))
    notes = replace(page(TIDES), agenda=(item(TIDES), note), attendees=people)
    assert not read_signs(talk, {}, notes, ENCODER).mentions["words"][0, 1]
