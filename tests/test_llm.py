from __future__ import annotations

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from transcribe.errors import EngineError, OptionError
from transcribe.minutes import Context
from transcribe.minutes.llm import CHUNK_WORDS, LanguageModel, Server
from transcribe.notes.neighbours import Length
from transcribe.schema import AgendaItem, Attendee, Notes, Point, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PARSER = AgendaItem("parser", "New parser", ("Ada",), ("reads old files",), (), (4, 5))
NOTES = Notes("Calls", None, (), (Attendee("Ada Bell"),), (PARSER,), (), (), (0, 9), {})
CONTEXT = Context(NOTES, {"v1": "Ada Bell"})
SAID = tuple(
    Utterance(place * 5.0, place * 5.0 + 4, f"u{place * 5000:07d}", "v1", text, 0.9)
    for place, text in enumerate(
        (
            "The parser needs twelve megabytes of memory for the largest archive that we have.",
            "Somebody should measure the parser on the small machines as well, they have less memory.",
            "I'll measure it on the small machines until Friday.",
        )
    )
)


class Spoken:
    """A server on this machine that speaks the protocol and says what it is told."""

    def __init__(self, reply: Callable[[dict[str, Any]], tuple[int, str]]) -> None:
        self.asked: list[dict[str, Any]] = []
        spoken = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                spoken.asked.append(question)
                status, text = reply(question)
                body = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
                choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
                sent = json.dumps(
                    {**body, "choices": [choice]} if status == 200 else {"error": {"message": text}}
                ).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def speak() -> Iterator[Callable[..., Spoken]]:
    opened: list[Spoken] = []

    def open_one(reply: Callable[[dict[str, Any]], tuple[int, str]]) -> Spoken:
        opened.append(Spoken(reply))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


class Instead:
    """Drafts one line that tells where it came from."""

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        first = utterances[0]
        return (Point("p1", item.id if item else None, "note", "Instead", (), first.start, (first.id,), 0.5),)


def told(*points: tuple[str, str, list[int]]) -> str:
    return json.dumps({"points": [{"kind": kind, "text": text, "lines": lines} for kind, text, lines in points]})


def drafter(url: str, answers: dict[str, str] | None = None) -> LanguageModel:
    return LanguageModel(Server(url, "m", timeout=5.0, retries=0), Instead(), answers)


GOOD = told(
    ("action", "Ada to measure the parser on small machines until Friday", [3]),
    ("note", "Parser needs twelve megabytes of memory for the largest archive", [1]),
)


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
    assert model.fallen_back == ["New parser"]


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


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_without_schemas_is_asked_for_plain_json(speak: Callable[..., Spoken], status: int) -> None:
    def reply(question: dict[str, Any]) -> tuple[int, str]:
        return (status, "no schemas here") if question["response_format"]["type"] == "json_schema" else (200, GOOD)

    server = speak(reply)
    model = drafter(server.url)
    assert len(model.points(PARSER, SAID, CONTEXT)) == 2
    assert len(server.asked) == 2
    model.points(PARSER, SAID[:2], CONTEXT)
    assert len(server.asked) == 3


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


def test_no_server_is_one_clear_sentence(speak: Callable[..., Spoken]) -> None:
    server = speak(lambda _: (200, GOOD))
    server.close()
    with pytest.raises(EngineError) as raised:
        drafter(server.url).points(PARSER, SAID, CONTEXT)
    assert str(raised.value) == (
        f"No language model answers at {server.url}; start the server, or draft without --drafter llm."
    )


def test_a_refusal_is_told(speak: Callable[..., Spoken]) -> None:
    server = speak(lambda _: (401, "who are you"))
    with pytest.raises(EngineError, match="refuses"):
        drafter(server.url).points(PARSER, SAID, CONTEXT)


def test_a_late_answer_leaves_the_item_to_the_other_drafter(speak: Callable[..., Spoken]) -> None:
    wait = threading.Event()

    def reply(_: dict[str, Any]) -> tuple[int, str]:
        wait.wait(3)
        return 200, GOOD

    server = speak(reply)
    model = LanguageModel(Server(server.url, "m", timeout=0.2, retries=0), Instead())
    assert [point.text for point in model.points(PARSER, SAID, CONTEXT)] == ["Instead"]
    wait.set()


@pytest.mark.parametrize("url", ["http://example.org/v1", "http://192.168.1.5:8080", "https://10.0.0.1"])
def test_another_machine_must_be_allowed(url: str) -> None:
    with pytest.raises(OptionError) as raised:
        Server(url, "m")
    assert str(raised.value) == (
        f"The language model at {url} is on another machine: names, page and all that was said under each agenda item "
        "would be sent there; if that is wanted, add --allow-remote."
    )
    assert not Server(url, "m", allow_remote=True).local


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://localhost", "", "http://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(OptionError, match="must be an address"):
        Server(url, "m")


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("http://localhost:8080/", "http://localhost:8080/v1"),
        ("http://[::1]:8080/api/v1/", "http://[::1]:8080/api/v1"),
    ],
)
def test_this_machine_needs_no_permission(url: str, base: str) -> None:
    assert Server(url, "m").local
    assert Server(url, "m").base == base
