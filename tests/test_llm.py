from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.spoken import CONTEXT, GOOD, PARSER, SAID, Instead, Spoken, drafter, texts, told
from transcribe.minutes.llm import CHUNK_WORDS, LanguageModel
from transcribe.minutes.server import Server
from transcribe.notes.neighbours import Length
from transcribe.schema import AgendaItem, Point, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

    from transcribe.minutes import Context


def test_points_name_their_utterances_and_outcomes_come_last(speak: Callable[..., Spoken]) -> None:
    points = drafter(speak(lambda _: (200, GOOD)).url).points(PARSER, SAID, CONTEXT)
    assert [(point.kind, point.utterances, point.at) for point in points] == [
        ("note", ("u0000000",), 0.0),
        ("action", ("u0010000",), 10.0),
    ]
    assert points[0].speakers == ("Ada Bell",)


def test_what_the_cited_lines_do_not_say_is_not_shown(speak: Callable[..., Spoken]) -> None:
    lies = told(
        ("decision", "Budget approved for a new quantum data centre", [1]), ("note", "Nobody said this here", [9])
    )
    model = drafter(speak(lambda _: (200, lies)).url)
    assert [point.text for point in model.points(PARSER, SAID, CONTEXT)] == ["Instead"]
    assert " ".join(model.notices) == (
        'The language model was of no use for these items, which are drafted without it: "New parser" (nothing of its '
        "answer was said like that). Ask it again with --redo minutes."
    )


def test_what_was_heard_unsurely_is_not_shown(speak: Callable[..., Spoken]) -> None:
    unsure = {
        SAID[0].id: dict.fromkeys(("parser", "needs", "twelve", "megabytes", "memory", "largest", "archive"), 0.6)
    }
    model = drafter(speak(lambda _: (200, GOOD)).url)
    points = model.points(PARSER, SAID, replace(CONTEXT, sureness=unsure))
    assert [point.kind for point in points] == ["action"]


class Surer(Instead):
    """Finds a task in every utterance."""

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        return tuple(
            Point(f"p{one.id}", "parser", "action", f"Task of {one.id}", (), one.start, (one.id,), 0.5)
            for one in utterances
        )


def test_a_task_that_the_model_missed_is_told_and_one_it_told_is_not_told_twice(speak: Callable[..., Spoken]) -> None:
    url = speak(lambda _: (200, GOOD)).url
    points = LanguageModel(Server(url, "m", timeout=5.0, retries=0), Surer()).points(PARSER, SAID, CONTEXT)
    assert [point.text for point in points if point.kind == "action"] == [
        "Task of u0000000",
        "Task of u0005000",
        "Ada to measure the parser on small machines until Friday",
    ]


def test_as_much_is_asked_for_as_the_community_writes(speak: Callable[..., Spoken]) -> None:
    server = speak(lambda _: (200, GOOD))
    for usual in (Length(line=5.0, item=10.0), Length(line=20.0, item=200.0)):
        drafter(server.url).points(PARSER, SAID, replace(CONTEXT, length=usual))
    little, much = (question["messages"][0]["content"] for question in server.asked)
    assert "at most 2 points" in little
    assert "6 to 16 words" in little
    assert "at most 4 points" in much
    assert "6 to 30 words" in much


@pytest.mark.parametrize("answer", ["", "I cannot do that.", '{"points": 3}', '{"points": [{"kind": "poem"}]}', "{"])
def test_an_answer_of_no_use_leaves_the_item_to_the_other_drafter(speak: Callable[..., Spoken], answer: str) -> None:
    answers: dict[str, str] = {}
    points = drafter(speak(lambda _: (200, answer)).url, answers).points(PARSER, SAID, CONTEXT)
    assert [point.text for point in points] == ["Instead"]
    assert answers == {}


def test_the_same_question_is_asked_once(speak: Callable[..., Spoken]) -> None:
    server, answers = speak(lambda _: (200, GOOD)), dict[str, str]()
    first = drafter(server.url, answers).points(PARSER, SAID, CONTEXT)
    assert drafter(server.url, answers).points(PARSER, SAID, CONTEXT) == first
    assert len(server.asked) == 1


def test_of_a_long_answer_the_first_sentence_is_taken(speak: Callable[..., Spoken]) -> None:
    long = "The parser needs twelve megabytes of memory. " + "Somebody should measure the small machines as well. " * 4
    points = drafter(speak(lambda _: (200, told(("note", long, [1, 2])))).url).points(PARSER, SAID, CONTEXT)
    assert [point.text for point in points] == ["The parser needs twelve megabytes of memory"]


def test_human_lines_and_speakers_are_in_the_question(speak: Callable[..., Spoken]) -> None:
    server = speak(lambda _: (200, GOOD))
    drafter(server.url).points(PARSER, SAID, CONTEXT)
    question = server.asked[0]["messages"][0]["content"]
    assert "- reads old files" in question
    assert "3. Ada: I'll measure it on the small machines until Friday." in question


def test_a_long_item_is_asked_in_pieces_that_fit(speak: Callable[..., Spoken]) -> None:
    server = speak(lambda _: (200, GOOD))
    long = tuple(
        Utterance(
            place * 5.0,
            place * 5.0 + 4,
            f"u{place * 5000:07d}",
            "v1",
            f"The parser read file number {place} today.",
            0.9,
        )
        for place in range(600)
    )
    drafter(server.url).points(PARSER, long, CONTEXT)
    assert len(server.asked) == 3
    for asked in server.asked:
        assert len(asked["messages"][0]["content"].split()) < CHUNK_WORDS * 1.7


def test_what_is_short_or_off_the_agenda_is_not_asked(speak: Callable[..., Spoken]) -> None:
    server = speak(lambda _: (200, GOOD))
    assert drafter(server.url).points(PARSER, SAID[:1], CONTEXT)
    assert drafter(server.url).points(None, SAID, CONTEXT)
    assert server.asked == []


def test_nothing_worth_noting_is_an_answer(speak: Callable[..., Spoken]) -> None:
    server, answers = speak(lambda _: (200, '{"points": []}')), dict[str, str]()
    model = drafter(server.url, answers)
    assert texts(model, PARSER, SAID) == []
    assert model.notices == ()
    assert len(answers) == 1
    found = LanguageModel(Server(server.url, "m"), Surer()).points(PARSER, SAID, CONTEXT)
    assert [point.kind for point in found] == ["action"] * 3


@pytest.mark.parametrize(
    "frame",
    [
        "<think>maybe {{a: 1}} or {{}}</think>{}",
        "Sure {{here}}:\n```json\n{}\n```\nAnything {{else}}?",
        "no <think>, so </think>\n{}",
    ],
)
def test_what_a_model_says_around_its_answer_is_left(speak: Callable[..., Spoken], frame: str) -> None:
    assert len(texts(drafter(speak(lambda _: (200, frame.format(GOOD))).url), PARSER, SAID)) == 2


def test_a_false_point_takes_no_true_task_away(speak: Callable[..., Spoken]) -> None:
    mixed = told(
        ("action", "Ada to measure the parser on the small machines until Tuesday", [3]),
        ("note", "Parser needs twelve megabytes of memory for the largest archive", [1]),
    )
    server = speak(lambda _: (200, mixed))
    points = LanguageModel(Server(server.url, "m", timeout=5.0), Surer()).points(PARSER, SAID, CONTEXT)
    assert [point.text for point in points] == [
        "Parser needs twelve megabytes of memory for the largest archive",
        *(f"Task of {one.id}" for one in SAID),
    ]


def test_an_answer_of_which_nothing_holds_is_asked_for_again_in_the_next_run(speak: Callable[..., Spoken]) -> None:
    answers = dict[str, str]()
    replies = [told(("note", "Parser needs nine megabytes of memory", [1])), GOOD]
    server = speak(lambda _: (200, replies.pop(0)))
    assert texts(drafter(server.url, answers), PARSER, SAID) == ["Instead"]
    assert len(texts(drafter(server.url, answers), PARSER, SAID)) == 2


class Decided(Instead):
    """Finds one decision, in the first utterance."""

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        first = utterances[0]
        text = "Parser to get twelve megabytes of memory"
        return (Point("p1", "parser", "decision", text, (), first.start, (first.id,), 0.5),)


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("The parser gets twelve megabytes of memory", False),
        ("The parser needs that memory for the largest archive", True),
    ],
)
def test_a_note_that_says_what_a_decision_says_goes(speak: Callable[..., Spoken], note: str, *, kept: bool) -> None:
    server = speak(lambda _: (200, told(("note", note, [1]))))
    points = LanguageModel(Server(server.url, "m", timeout=5.0), Decided()).points(PARSER, SAID, CONTEXT)
    assert [point.kind for point in points] == (["note"] if kept else []) + ["decision"]


class Everywhere(Instead):
    """Notes every utterance."""

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        return tuple(
            Point(f"p{one.id}", "parser", "note", "Instead", (), one.start, (one.id,), 0.5) for one in utterances
        )


def test_a_stretch_of_a_long_item_without_answer_is_drafted_by_the_other(speak: Callable[..., Spoken]) -> None:
    long = tuple(replace(SAID[0], id=f"u{place:07d}", start=place * 5.0, end=place * 5.0 + 4) for place in range(200))
    note = told(("note", "Parser needs twelve megabytes of memory for the largest archive", [1]))
    replies = [(200, note), (200, "no idea")]
    server = speak(lambda _: replies.pop(0))
    model = LanguageModel(Server(server.url, "m", timeout=5.0), Everywhere())
    points = model.points(PARSER, long, CONTEXT)
    assert points[0].text.startswith("Parser needs")
    assert {point.text for point in points[1:]} == {"Instead"}
    assert points[1].at > 400
    assert 'parts of "New parser" (its answer could not be used)' in model.notices[0]


def test_a_note_told_again_takes_no_other_place(speak: Callable[..., Spoken]) -> None:
    first = ("note", "Parser needs twelve megabytes of memory for the largest archive", [1])
    answer = told(first, first, first, ("note", "Small machines have less memory", [2]))
    points = drafter(speak(lambda _: (200, answer)).url).points(PARSER, SAID, CONTEXT)
    assert [point.text for point in points] == [first[1], "Small machines have less memory"][: len(points)]
    assert len({point.text for point in points}) == len(points)


def test_what_is_too_long_for_the_server_is_asked_in_halves(speak: Callable[..., Spoken]) -> None:
    note = told(("note", "Parser needs twelve megabytes of memory for the largest archive", [1]))

    def reply(question: dict[str, Any]) -> tuple[int, str]:
        long = len(question["messages"][0]["content"]) > 2600
        return (400, "the request exceeds the available context size") if long else (200, note)

    server = speak(reply)
    said = tuple(replace(SAID[0], id=f"u{place:07d}", start=place * 5.0, end=place * 5.0 + 4) for place in range(30))
    model = drafter(server.url)
    assert "Instead" not in texts(model, PARSER, said)
    assert model.notices == ()
    assert {question["response_format"]["type"] for question in server.asked} == {"json_schema"}


def test_an_answer_for_which_the_context_has_no_room_is_asked_for_in_halves(speak: Callable[..., Spoken]) -> None:
    note = told(("note", "Parser needs twelve megabytes of memory for the largest archive", [1]))

    def reply(question: dict[str, Any]) -> tuple[int, str]:
        long = len(question["messages"][0]["content"]) > 2600
        server.written = 40 if long else None
        return 200, note[:30] if long else note

    server = speak(reply)
    said = tuple(
        replace(one, id=f"u{place:07d}", start=place * 5.0, end=place * 5.0 + 4)
        for place, one in enumerate((SAID[0],) * 15 + (SAID[0], SAID[1]) * 8)
    )
    heard: list[str] = []
    model = LanguageModel(
        Server(server.url, "m", timeout=5.0), Instead(), watch=lambda stage, done, _: done or heard.append(stage)
    )
    assert "Instead" not in texts(model, PARSER, said)
    assert model.notices == ()
    assert heard[:2] == ['Asking about "New parser"', 'Asking about "New parser", first half']
    assert 'Asking about "New parser", second half' in heard


def test_an_answer_that_never_ends_is_told_and_not_asked_for_in_halves(speak: Callable[..., Spoken]) -> None:
    server = speak(lambda _: (200, "<think>Let me see"))
    server.written = 700
    model = drafter(server.url)
    assert texts(model, PARSER, SAID) == ["Instead"]
    assert "(its answer was not complete after 700 tokens)" in model.notices[0]
    assert len(server.asked) == 1


@pytest.mark.parametrize(("word", "notes"), [("Yes, it is.", 0), ("Größenverhältnis " * 9 + ".", 0), ("Fine.", 900)])
def test_a_question_is_no_longer_than_a_small_context(speak: Callable[..., Spoken], word: str, notes: int) -> None:
    server = speak(lambda _: (200, GOOD))
    item = replace(PARSER, notes=("What somebody wrote down before the call began",) * notes)
    said = tuple(
        Utterance(place * 5.0, place * 5.0 + 4, f"u{place:07d}", f"v{place % 2}", f"{word} {place}?", 0.9)
        for place in range(600)
    )
    drafter(server.url).points(item, said, CONTEXT)
    assert server.asked
    assert max(len(question["messages"][0]["content"].encode()) for question in server.asked) < 17_000
