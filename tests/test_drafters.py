from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcribe.engines import sentence_encoder
from transcribe.minutes import Context, assemble
from transcribe.minutes.candidate import LONGEST as LONGEST_OUTCOME
from transcribe.minutes.cleaning import content, words
from transcribe.minutes.extractive import Extractive
from transcribe.minutes.length import CALLED_OUT, LONGEST_ALONE
from transcribe.minutes.passages import spoken_sentences
from transcribe.notes.neighbours import Length
from transcribe.schema import AgendaItem, Attendee, Notes, Point, Section, Utterance

PARSER = AgendaItem("parser", "New parser", ("Ada",), (), (), (4, 5))
NOTES = Notes("Calls", None, (), (Attendee("Ada Bell"), Attendee("Cem Dogan")), (PARSER,), (), (), (0, 9), {})
CONTEXT = Context(NOTES, {"v1": "Ada Bell", "v2": "Cem Dogan"})
DRAFTER = Extractive(sentence_encoder("scripted"))

TALK = (
    ("v1", "So, um, the new parser reads every old file from 2019 and it's about three times faster than before."),
    ("v2", "Mm-hmm."),
    ("v1", "We tested the parser on forty thousand pages from the archive, and only two of them failed."),
    ("v2", "Does the parser support the table format that the survey team needs?"),
    ("v1", "I don't know, we need to check with the survey team."),
    ("v2", "Can you open an issue for the table format?"),
    ("v1", "Yeah, sure, I'll do that."),
    ("v3", "I'll write the release notes for the parser."),
    ("v2", "Okay, so let's merge the new parser on Friday."),
    ("v1", "Sounds good."),
)


def utterances(talk: tuple[tuple[str, str], ...]) -> tuple[Utterance, ...]:
    return tuple(
        Utterance(place * 5.0, place * 5.0 + 4, f"u{place * 5000:07d}", voice, text, 0.9)
        for place, (voice, text) in enumerate(talk)
    )


def draft(talk: tuple[tuple[str, str], ...], item: AgendaItem | None = PARSER) -> tuple[Point, ...]:
    return DRAFTER.points(item, utterances(talk), CONTEXT)


def notes_of(line: str) -> list[str]:
    """The notes of an item in which this was said, and enough assent for a note."""
    talk = (("v1", f"{line}."), ("v2", "Yeah. " * CALLED_OUT))
    return [point.text for point in draft(talk) if point.kind == "note"]


def test_who_does_what_is_told_with_their_name() -> None:
    actions = [point.text for point in draft(TALK) if point.kind == "action"]
    assert "Ada to open an issue for the table format" in actions
    assert "v3 to write the release notes for the parser" in actions
    assert sum("issue" in action for action in actions) == 1


def test_a_decision_is_told_and_an_unanswered_question_stays_a_question() -> None:
    found = {point.kind: point.text for point in draft(TALK)}
    assert found["decision"] == "Merge the new parser on Friday"
    assert found["question"] == "Does the parser support the table format that the survey team needs?"


def test_what_follows_its_announcement_is_the_decision() -> None:
    talk = (("v2", "Is anybody against it? No? Okay, then it's decided. The parser moves to its own repository."),)
    assert [(point.kind, point.text) for point in draft(talk)] == [
        ("decision", "The parser moves to its own repository")
    ]


@pytest.mark.parametrize(
    ("answer", "decided"),
    [("Yes, let's do that.", ["We will go with the second proposal for the parser"]), ("The second one is slow.", [])],
)
def test_a_question_that_only_wants_a_yes_decides_when_it_gets_one(answer: str, decided: list[str]) -> None:
    points = draft((("v2", "So we'll go with the second proposal for the parser?"), ("v3", answer)))
    assert [point.text for point in points if point.kind == "decision"] == decided


def test_what_can_be_done_is_not_decided() -> None:
    talk = utterances((("v2", "Or we can switch the parser to the museum format, yeah."), ("v1", "Agreed.")))
    led = replace(CONTEXT, notes=replace(NOTES, mc=("Cem Dogan",)))
    assert not [point for point in DRAFTER.points(PARSER, talk, led) if point.kind == "decision"]


def test_one_sentence_may_hold_two_decisions() -> None:
    said = "The budget of the parser is twelve euros, and the deadline for the survey is the second of March."
    assert [point.text for point in draft((("v2", said),)) if point.kind == "decision"] == [
        "The budget of the parser is twelve euros",
        "The deadline for the survey is the second of March",
    ]


def test_a_task_told_in_another_form_of_its_verb_is_true() -> None:
    said = utterances((("v2", "You'll be looking at the table format of the old parser."), ("v3", "Yeah, I will.")))
    sections = (Section(0.0, 9.0, "parser", tuple(one.id for one in said)),)
    minutes = assemble(NOTES, said, (), sections, DRAFTER)
    assert [point.text for point in minutes.points if point.kind == "action"] == [
        "v3 to look at the table format of the old parser"
    ]


def test_outcomes_come_last_and_all_else_by_time() -> None:
    points = draft(TALK)
    outcome = [point.kind in {"decision", "action"} for point in points]
    assert outcome == sorted(outcome)
    for group in (
        [one for one in points if one.kind in {"decision", "action"}],
        [one for one in points if one.kind in {"note", "question"}],
    ):
        assert [one.at for one in group] == sorted(one.at for one in group)


def test_an_item_that_was_only_called_out_has_no_points() -> None:
    assert draft((("v2", "Next one is the parser, Ada is not here today."),)) == ()


def test_small_talk_off_the_agenda_leaves_nothing() -> None:
    assert (
        draft((("v1", "Hello everyone, can you hear me?"), ("v2", "Yes, the weather in Oslo is lovely today.")), None)
        == ()
    )


SAID = (
    """so um the parser is reads I will we should open issue Ada and but it that not 1.5.0 merge decided who? okay."""
)
WORDS = SAID.split()


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(["v1", "v2", "v3"]), st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)),
        max_size=12,
    )
)
def test_any_talk_gives_short_points_that_rest_on_it(talk: list[tuple[str, str]]) -> None:
    said = utterances(tuple(talk))
    points = DRAFTER.points(PARSER, said, CONTEXT)
    known = {utterance.id for utterance in said}
    for point in points:
        assert set(point.utterances) <= known
        assert len(words(point.text)) <= (LONGEST_ALONE if point.kind == "note" else LONGEST_OUTCOME + 6)
        assert not {"I", "I'll", "my", "me", "you"} & set(point.text.split())
    if sum(len(words(utterance.text)) for utterance in said) < CALLED_OUT:
        assert not [point for point in points if point.kind == "note"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["v1", "v2"]),
            st.sampled_from(["Yeah.", "The parser", "reads files.", "Um,", "It is fast. Very"]),
        ),
        max_size=12,
    )
)
def test_sentences_rest_on_utterances_of_their_voice_in_order(talk: list[tuple[str, str]]) -> None:
    found = spoken_sentences(utterances(tuple(talk)))
    assert [sentence.place for sentence in found] == list(range(len(found)))
    for sentence in found:
        assert sentence.utterances
        assert sentence.voice in {utterance.voice for utterance in sentence.utterances}


def test_a_sentence_that_a_turn_border_tore_is_one_again() -> None:
    said = utterances((("v1", "I'll add a test with a"), ("v2", "full disk by Tuesday. Can I ask something?")))
    torn, asked = spoken_sentences(said)
    assert (torn.text, torn.voice) == ("I'll add a test with a full disk by Tuesday.", "v1")
    assert torn.utterances == said
    assert (asked.text, asked.voice) == ("Can I ask something?", "v2")


def test_nobody_answers_their_own_question() -> None:
    talk = (
        ("v1", "Could you add a test before we merge it? Yes, sure. I'll add a test with a"),
        ("v2", "full disk by Tuesday. The parser needs it."),
    )
    actions = {point.text for point in draft(talk) if point.kind == "action"}
    assert "Cem to add a test with a full disk by Tuesday" in actions


def test_who_will_add_something_has_a_task() -> None:
    talk = (("v1", "I will add a test with a full disk by Tuesday."),)
    assert [point.text for point in draft(talk)] == ["Ada to add a test with a full disk by Tuesday"]


def test_who_echoes_the_voices_own_words_is_somebody_else() -> None:
    said = utterances(
        (
            ("v1", "I read it yesterday. Me too. The part with the checksum of the archive is very good."),
            ("v1", "And we did."),
        )
    )
    assert [one.voice for one in spoken_sentences(said)] == ["v1", None, None, "v1"]
    (checksum,) = (one for one in DRAFTER.points(PARSER, said, CONTEXT) if "checksum" in one.text)
    assert checksum.speakers == ()
    alone = utterances((("v1", "Me too. The parser needs the checksum."), ("v1", "Okay. Same here, the parser fails.")))
    assert {one.voice for one in spoken_sentences(alone)} == {"v1"}


def test_an_utterance_that_ends_a_sentence_is_not_run_into_the_next() -> None:
    said = utterances((("v1", "The comment made the most sense here."), ("v1", "trying to see what is happening")))
    assert len(spoken_sentences(said)) == 2


def test_a_task_asked_of_you_is_whose_who_speaks_before_and_after() -> None:
    talk = (
        ("v1", "The parser has no class for that yet."),
        ("v2", "So what I'll do is maybe ask you to create an issue in this repository."),
        ("v1", "The other formats have one already."),
    )
    assert [point.text for point in draft(talk) if point.kind == "action"] == [
        "Ada to create an issue in this repository"
    ]


def test_what_becomes_of_a_pull_request_is_told_where_the_talk_only_points_to_it() -> None:
    talk = (
        ("v1", "Let's merge it once the tests are green."),
        ("v2", "The tests are green on every platform that we support now."),
        ("v1", "Okay, thank you for the review. It has now been merged."),
    )
    numbered = replace(PARSER, title="New parser [core#12](https://example.org/core/pull/12)")
    assert [point.text for point in draft(talk, numbered) if point.kind == "decision"] == ["Merged"]
    assert not [point.text for point in draft(talk) if point.text == "Merged"]


def test_a_task_that_points_to_the_items_own_pull_request_is_told() -> None:
    talk = (("v2", "Can you just merge this after the call?"), ("v1", "Sure."))
    numbered = replace(PARSER, title="New parser [archive#12](https://github.com/a/archive/pull/12)")
    assert [point.text for point in draft(talk, numbered)] == ["Ada to merge this after the call"]
    assert draft(talk) == ()


def test_a_sentence_in_three_parts_is_whose_who_said_most_of_it() -> None:
    parts = (("v1", "Sure, I can take"), ("v2", "care of the parser as"), ("v1", "long as it fits."))
    assert [one.voice for one in spoken_sentences(utterances(parts))] == ["v1"]


def test_what_was_heard_unsurely_is_not_drafted() -> None:
    said = utterances(
        (
            ("v1", "We tested it there with every old file of the archive."),
            ("v1", "The parser fails with the bokeh library on two of the forty pages of the archive."),
        )
    )
    unsure = dict.fromkeys((word.lower() for word in content(said[1].text)), 0.6)
    surely = dict.fromkeys((word.lower() for word in words(said[1].text)), 0.99)
    heard = replace(CONTEXT, sureness={said[1].id: surely | unsure})
    assert any("bokeh" in point.text for point in DRAFTER.points(PARSER, said, CONTEXT))
    assert not any("bokeh" in point.text for point in DRAFTER.points(PARSER, said, heard))
    alone = (said[1], *utterances((("v2", "Yeah. " * CALLED_OUT),)))
    assert DRAFTER.points(PARSER, alone, CONTEXT)
    assert not DRAFTER.points(PARSER, alone, heard)


@pytest.mark.parametrize(
    "said",
    [
        "Or the parser reads the whole archive of the museum",
        'The museum would say, "We want the parser for the whole archive',
        "The plan is when the parser reads the whole archive",
        "The museum was thinking if the parser reads the archive",
        "The parser reads either the old archive",
        "The parser for the archive, is usually late in the museum",
        "Otherwise the parser reads the whole archive of the museum",
    ],
)
def test_an_alternative_or_half_of_what_was_said_is_no_fact(said: str) -> None:
    assert notes_of(said) == []


def test_a_line_is_not_told_without_the_condition_that_follows_it() -> None:
    assert notes_of("The parser reads the whole archive of the museum, as long as they keep those things there") == []


def test_what_goes_on_without_its_subject_is_no_line() -> None:
    talk = (
        (
            "v1",
            "The traders who use the parser for the museum\nhave no schedule for the old archive. "
            + "Yeah. " * CALLED_OUT,
        ),
    )
    assert not [point.text for point in draft(talk) if point.text.startswith("Have")]


def test_a_word_that_was_heard_in_two_parts_is_as_sure_as_they_are() -> None:
    (said,) = utterances((("v1", "We finished the spend-before-sync support."),))
    heard = {"we": 0.9, "finished": 0.9, "the": 0.9, "spend": 0.3, "before": 0.6, "sync": 0.4, "support": 0.9}
    context = replace(CONTEXT, sureness={said.id: heard})
    assert context.sure("Finished the spend-before-sync support", [said]) == pytest.approx(
        (0.9 + 0.3 + 0.6 + 0.4 + 0.9) / 5
    )


def test_a_community_that_writes_more_gets_more() -> None:
    lines = (
        "The harbour office prints new tide tables for sailors every Friday morning",
        "Our bridge survey found forty cracks below its northern arch last winter",
        "Two museums asked whether old maps can be scanned without removing frames",
        "The station clock runs four minutes late because of a broken gear",
        "Volunteers planted ninety apple trees behind that school in early spring",
        "A theatre group needs brighter lamps and longer cables before opening night",
        "Heavy rain flooded three cellars near the market square on Sunday",
        "The library moves its rarest books into a dry room upstairs",
    )
    talk = tuple(("v1", f"{line}.") for line in lines)
    usual, wordy, brief = (
        len(DRAFTER.points(PARSER, utterances(talk), replace(CONTEXT, length=length)))
        for length in (None, Length(18, 200), Length(6, 12))
    )
    assert brief < usual < wordy


@pytest.mark.parametrize(
    "broken",
    [
        "The parser of the archive specifi Well, this one was clear to the museum",
        "I don't remember the name of the parser for the archive of the museum",
        "The parser of the archive will or the museum of course will read the files",
        "The museum will be talking about the parser of the archive and its files",
        "The museum has a small announcement about the parser of the archive",
        "We have a few updates about the parser of the archive",
        "We have a couple of updates about the parser of the archive",
        "The museum asked the archive why would the parser read the files",
        "Museum will museum files of the archive in the parser",
        "Files of the archive could be there could be files",
        "The files of the a museum are read by the parser",
        "We're super have a lot of knowledge of old archive files",
        "Up until this morning the parser read the archive files",
        "The museum used to read old archive files with this parser",
        "Cem expects if the archive reads more of the old files",
        "The objection of the museum is or the objection of the museum is the archive",
        "Everybody was thinking the parser reads the archive files",
        "Compared to the old parser of the museum archive files",
        "Cem sees the archive of the museum, but regarding the parser",
        "The point of the parser is to make sure that, instead of the museum reading all files",
        "The parser of the museum archive, how much will it cost the museum",
        "The museum can quickly the parser of the old archive files",
        "The parser of the museum depends on three different factors",
        "Cem touched on that in the archive of the museum files",
        "Cem is going to do a recap of the parser for the archive",
        "The museum archive shows sharp pictures sharp as the old files",
    ],
)
def test_a_line_that_breaks_off_or_only_announces_is_not_drafted(broken: str) -> None:
    assert notes_of(broken) == []


@pytest.mark.parametrize(
    ("said", "drafted"),
    [
        ("The parser reads the whole archive of the museum", "The parser reads the whole archive of the museum"),
        ("The parser reads the museum files and if we can imagine", "The parser reads the museum files"),
        ("That reads the whole archive of the museum", None),
        ("This parser is used to read the museum files", "The parser is used to read the museum files"),
        ("More and more parsers read the museum files", "More and more parsers read the museum files"),
        ("The to-do list of the museum holds old files", "The to-do list of the museum holds old files"),
        (
            "It's important to test the parser on the old archive",
            "It is important to test the parser on the old archive",
        ),
        ("The archive showed something to somebody who gave them those things", None),
    ],
)
def test_a_line_that_points_to_what_was_said_before_is_not_drafted(said: str, drafted: str | None) -> None:
    assert notes_of(said) == ([drafted] if drafted else [])


def test_what_would_be_under_what_was_supposed_before_is_no_fact() -> None:
    would = "The parser will read the whole archive of the museum."
    assert notes_of(f"The harbour is old. {would}")
    for supposed in (
        "If the museum burns down, all is lost.",
        "Suppose the museum has no files.",
        "In that case I help.",
    ):
        assert not [line for line in notes_of(f"{supposed} {would}") if line.startswith("The parser")]


def test_what_lost_its_subject_is_not_drafted() -> None:
    assert notes_of("You can read the whole archive of the museum") == []


@pytest.mark.parametrize(
    "frame",
    [
        "In the seven rooms of the old stone museum on the harbour",
        "The minute somebody in the museum opens its seven doors",
    ],
)
def test_a_clause_is_not_told_without_what_it_is_only_true_of(frame: str) -> None:
    clause = "there are nineteen parsers for every single file"
    assert [
        line
        for line in notes_of(f"They said it was this one and that one and so on and on, {clause}")
        if line.startswith("There are")
    ]
    assert not [line for line in notes_of(f"{frame}, {clause}") if line.startswith("There are")]
