"""A server on this machine in a language model's place, and what it is asked about."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from transcribe.minutes import Context
from transcribe.minutes.llm import LanguageModel
from transcribe.minutes.server import Server
from transcribe.schema import AgendaItem, Attendee, Notes, Point, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

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
    """A server on this machine that speaks the protocol and says what it is told; status 0 hangs up, "<" is no JSON.

    `written`: the tokens after which its answers break off, None where they are whole.
    """

    def __init__(self, reply: Callable[[dict[str, Any]], tuple[int, str]]) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.written: int | None = None
        spoken = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                spoken.asked.append(question)
                spoken.keys.append(self.headers["Authorization"])
                status, text = reply(question)
                if not status:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                body = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
                ended = "length" if spoken.written else "stop"
                choice = {"index": 0, "finish_reason": ended, "message": {"role": "assistant", "content": text}}
                usage = {"usage": {"completion_tokens": spoken.written}}
                sent = json.dumps(
                    {**body, **usage, "choices": [choice]} if status == 200 else {"error": {"message": text}}
                ).encode()
                sent = text.encode() if text.startswith("<html>") else sent
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                with contextlib.suppress(BrokenPipeError):
                    self.wfile.write(sent)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


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


def texts(model: LanguageModel, item: AgendaItem, said: tuple[Utterance, ...]) -> list[str]:
    return [point.text for point in model.points(item, said, CONTEXT)]
