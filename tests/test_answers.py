"""What becomes of the points that a language model answers: read as far as they are whole, shown where they hold."""

from __future__ import annotations

import pytest

from tests.spoken import GOOD, NOTES, PARSER, SAID, told
from transcribe.minutes import Context
from transcribe.minutes.answers import Told, holding, read
from transcribe.minutes.passages import spoken_sentences
from transcribe.schema import Point, PointKind, Utterance

CONTEXT = Context(NOTES, {"v1": "Ada Bell", "v2": "Bo Lind"})


def held(kind: PointKind, text: str, lines: list[int], *said: str) -> list[Point]:
    """What is left of a point about what Ada and Bo say in turn."""
    talk = tuple(
        Utterance(place * 5.0, place * 5.0 + 4, f"u{place + 1}", f"v{1 + place % 2}", line, 0.9)
        for place, line in enumerate(said)
    )
    return holding([Told(kind, text, lines)], spoken_sentences(talk), PARSER, talk, CONTEXT)


@pytest.mark.parametrize("end", [1, 3, 20, 60])
def test_an_answer_that_breaks_off_keeps_its_whole_points(end: int) -> None:
    whole, broken = read(GOOD), read(GOOD[:-end])
    assert whole
    assert broken
    assert broken == whole[: len(broken)]


def test_a_point_that_is_none_costs_itself_only() -> None:
    good = '{"kind": "note", "text": "Parser needs memory", "lines": ["1"]}'
    for bad in ('{"kind": "poem"}', "3", '{"kind": "note", "text": "half \\ud83d a sign", "lines": [1]}'):
        assert read(f'{{"points": [{bad}, {good}]}}') == [Told("note", "Parser needs memory", [1])]
        assert read(f'{{"points": [{bad}]}}') is None
    assert read('{"points": []}') == []


@pytest.mark.parametrize("lines", [[1], [1, 2], [3], [9], [], [1, 2, 3, 4]])
def test_a_point_rests_on_the_line_that_says_it_whatever_it_cites(lines: list[int]) -> None:
    said = (
        "Good to see everybody here again.",
        "The archive holds forty thousand pages from the museum.",
        "How was your week?",
        "It rained all the time.",
    )
    points = held("note", "The archive holds forty thousand pages from the museum", lines, *said)
    assert ["u2" in point.utterances for point in points] == [True]
    assert not held("note", "The archive holds forty thousand films from the theatre", lines, *said)


@pytest.mark.parametrize(
    ("text", "answer", "kinds"),
    [
        ("Group agreed to keep logs for ninety days", "Logs are a burden for everybody.", []),
        ("Group agreed to keep logs for ninety days", "Yes, agreed.", ["decision"]),
        ("Logs are kept for ninety days", "Logs are a burden for everybody.", ["note"]),
        ("Logs are kept for ninety days", "Sounds good.", ["decision"]),
    ],
)
def test_a_decision_needs_somebody_who_agrees(text: str, answer: str, kinds: list[str]) -> None:
    points = held("decision", text, [1], "The server should keep logs for ninety days.", answer)
    assert [point.kind for point in points] == kinds
    assert all("agreed" not in point.text for point in points)


@pytest.mark.parametrize(
    ("text", "said", "holds"),
    [
        ("Ada to write the release notes", "I can write the release notes.", True),
        ("Ada will be doing the product tests", "You're going to be doing the product tests.", False),
        ("Ada to translate the release notes", "I can write the release notes.", False),
        ("Ada will send you the release notes", "I'll send you the release notes.", False),
        ("Ada is responsible for the release notes", "The release notes are long.", False),
    ],
)
def test_a_task_is_one_that_was_said_of_whom_it_is_told(text: str, said: str, *, holds: bool) -> None:
    assert bool(held("action", text, [1], said, "Hm.")) is holds


@pytest.mark.parametrize(
    ("said", "answer", "holds"),
    [
        ("Who reads the server logs?", "I have no idea.", True),
        ("Does anybody read the server logs?", "No.", False),
        ("The server logs are read.", "Why that?", False),
    ],
)
def test_a_question_was_asked_and_is_open(said: str, answer: str, *, holds: bool) -> None:
    assert bool(held("question", "Who reads the server logs?", [1, 2], said, answer)) is holds


def test_what_was_only_asked_is_not_told_as_so() -> None:
    assert not held("note", "The call ends early", [1], "Does it matter if the call ends early?", "I like long calls.")


def test_the_lines_of_the_talk_are_whole_points() -> None:
    answer = read(told(("note", SAID[0].text, [1])))
    assert answer
    assert len(holding(answer, spoken_sentences(SAID), PARSER, SAID, CONTEXT)) == 1
