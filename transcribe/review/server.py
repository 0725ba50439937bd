"""The web server behind the review page: routes that read the work folder, and a few that change it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from flask import Flask, Response, abort, g, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

from transcribe import render, revision
from transcribe.clock import clock
from transcribe.errors import PageChanged, PageError, TranscribeError
from transcribe.review import diff, paper, ranges, security, views
from transcribe.review.keeping import Keeper
from transcribe.review.sound import Sound
from transcribe.review.store import Conflict, Refused, State, Store, Wanted
from transcribe.review.words import spoken
from transcribe.revision import telling
from transcribe.schema import POINT_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug.serving import BaseWSGIServer

    from transcribe.review.words import Spoken
    from transcribe.revision.following import Machine
    from transcribe.work import Work

_LOG = logging.getLogger(__name__)
HOST = "127.0.0.1"
STATIC = Path(__file__).parent / "static"
STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
LARGEST_REQUEST = 1 << 20
REGIONS = ("progress", "people", "agenda", "minutes", "problems", "misheard")


class Change(msgspec.Struct):
    """What the page sends: the digest that it showed, and what a person wants."""

    digest: str
    edits: list[Wanted] = []
    page: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is made once of the machine's files."""

    sound: Sound
    words: dict[str, tuple[Spoken, ...]]
    made: Machine


class Review:
    """The application over one work folder."""

    def __init__(self, work: Work, token: str, keeper: Keeper) -> None:
        self.work = work
        self.keeper = keeper
        self.token = token
        self.store = Store(work)
        self._desk: Desk | None = None

    def desk(self, state: State) -> Desk:
        """Sound and word times; made again only when the machine's files changed."""
        if self._desk is None or self._desk.made is not state.made:
            words = spoken(state.transcript, state.made.utterances)
            self._desk = Desk(Sound(self.work, state.source), words, state.made)
        return self._desk

    def words(self, state: State) -> Mapping[str, Sequence[Spoken]]:
        """The words of each utterance with their times."""
        return self.desk(state).words

    def page(self) -> str:
        """The whole page."""
        state = self.store.state()
        sound = self.desk(state).sound
        return render.fill(
            "review.html.j2",
            **self._values(state),
            rows=views.rows(state, self.words(state)),
            media=sound.original,
            has_sound=bool(sound.recordings),
            missing=sound.missing,
            timeline=msgspec.json.encode(views.timeline(state)).decode(),
            nonce=g.nonce,
        )

    def answer(self, state: State, before: State | None = None) -> dict[str, Any]:
        """All regions as they are now, and the rows of the transcript that are not as `before`."""
        values = self._values(state)
        shown = views.rows(state, self.words(state))
        known = set(views.rows(before, self.words(before))) if before is not None else set()
        changed = [row for row in shown if row not in known]
        return {
            "digest": state.digest,
            "regions": {name: render.fill(f"review_{name}.html.j2", **values) for name in REGIONS},
            "rows": {row.utterance.id: render.fill("review_row.html.j2", row=row) for row in changed},
            "timeline": views.timeline(state),
        }

    def finish(self, state: State) -> str:
        """What is left, and the difference that writing would make."""
        values = self._values(state)
        page = values["paper"]
        text = diff.as_git(page.on_disk, page.drafted, page.path.name) if page else ""
        return render.fill("review_finish.html.j2", **values, diff=text.removesuffix("\n").split("\n") if text else ())

    def _values(self, state: State) -> dict[str, Any]:
        page, problem = None, None
        try:
            page = paper.read(self.work, state)
        except PageError as error:
            problem = str(error)
        cards = views.cards(state)
        lines = paper.lines(page) if page else ()
        return {
            "state": state,
            "notes": state.revision.notes,
            "cards": cards,
            "free": [person.name for person in state.revision.notes.attendees],
            "items": views.items(state),
            "stretches": views.stretches(state),
            "progress": views.progress(state),
            "stale": state.revision.stale,
            "proposals": views.proposals(state, self.words(state)),
            "kinds": POINT_KINDS,
            "paper": page,
            "lines": lines,
            "top": next((place for place, line in enumerate(lines) if line.kind != "kept" or line.item), 0),
            "problem": problem,
            "orders": revision.orders(state.revision),
            "kept": views.kept(state.revision),
            "remembers": self.keeper.is_on(state.source),
            "taken": {card.name for card in cards if card.name is not None},
        }


def create_app(work: Work, token: str, port: int, keeper: Keeper | None = None) -> Flask:
    """The Flask application; every route lies under the token."""
    review = Review(work, token, keeper or Keeper(work, _LOG.info))
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    security.guard(app, token, port)
    render.environment().filters.update(clock=clock, told=telling.told)
    _reading(app, review)
    _playing(app, review)
    _changing(app, review)

    @app.errorhandler(TranscribeError)
    def told(error: TranscribeError) -> ResponseReturnValue:
        status = 409 if isinstance(error, Conflict | PageChanged) else 422 if isinstance(error, Refused) else 500
        if request.path == f"/{token}/":
            return Response(str(error), status, content_type="text/plain; charset=utf-8")
        return jsonify(message=str(error), kind=type(error).__name__), status

    @app.errorhandler(msgspec.MsgspecError)
    def misread(error: msgspec.MsgspecError) -> ResponseReturnValue:
        return jsonify(message=f"The request cannot be read: {error}", kind="Refused"), 422

    return app


def _reading(app: Flask, review: Review) -> None:
    base = f"/{review.token}"
    files = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.suffix in STATIC_TYPES}

    @app.get(f"{base}/")
    def page() -> ResponseReturnValue:
        return review.page()

    @app.get(f"{base}/static/<path:name>")
    def static(name: str) -> ResponseReturnValue:
        if name not in files:
            abort(404)
        return Response(files[name].read_bytes(), content_type=STATIC_TYPES[files[name].suffix])

    @app.get(f"{base}/view")
    def view() -> ResponseReturnValue:
        return jsonify(review.answer(review.store.state()))

    @app.get(f"{base}/digest")
    def current() -> ResponseReturnValue:
        return jsonify(digest=review.store.state().digest)

    @app.get(f"{base}/finish")
    def finish() -> ResponseReturnValue:
        return review.finish(review.store.state())


def _playing(app: Flask, review: Review) -> None:
    base = f"/{review.token}"

    @app.get(f"{base}/media")
    def media() -> ResponseReturnValue:
        found = review.desk(review.store.state()).sound.original
        if found is None:
            abort(404)
        return ranges.answer(found.path, found.type)

    @app.get(f"{base}/listen")
    def listen() -> ResponseReturnValue:
        copy = review.desk(review.store.state()).sound.copy()
        return ranges.answer(copy.path, copy.type)

    @app.get(f"{base}/prepare")
    def prepare() -> ResponseReturnValue:
        review.desk(review.store.state()).sound.copy()
        return jsonify(ready=True)

    @app.get(f"{base}/peaks")
    def peaks() -> ResponseReturnValue:
        return ranges.answer(review.desk(review.store.state()).sound.peaks(), "application/json")


def _changing(app: Flask, review: Review) -> None:
    base = f"/{review.token}"

    def wanted() -> Change:
        return msgspec.json.decode(request.get_data(), type=Change)

    @app.post(f"{base}/edit")
    def edit() -> ResponseReturnValue:
        change = wanted()
        before = review.store.state()
        return jsonify(review.answer(review.store.change(change.digest, change.edits), before))

    @app.post(f"{base}/undo")
    def undo() -> ResponseReturnValue:
        before = review.store.state()
        return jsonify(review.answer(review.store.undo(wanted().digest), before))

    @app.post(f"{base}/redo")
    def redo() -> ResponseReturnValue:
        before = review.store.state()
        return jsonify(review.answer(review.store.redo(wanted().digest), before))

    @app.post(f"{base}/approve")
    def approve() -> ResponseReturnValue:
        change = wanted()
        before = review.store.state()
        approved = review.store.approve(change.digest, change.who)
        if review.keeper.is_on(approved.source):
            review.keeper.begin()
        return jsonify(review.answer(approved, before))

    @app.post(f"{base}/write")
    def write() -> ResponseReturnValue:
        change = wanted()
        before = review.store.state()
        if before.digest != change.digest:
            raise Conflict("This call was changed somewhere else since this page showed it.")
        written = paper.write(review.work, before, change.page)
        return jsonify(review.answer(review.store.state(), before) | {"written": str(written.path)})


class _Quiet(WSGIRequestHandler):
    """Says nothing on every request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def serve(work: Work, port: int = 0, keeper: Keeper | None = None) -> tuple[BaseWSGIServer, str]:
    """A server that is bound to loopback, and the address to open; the caller runs it.

    Raises:
        WorkError: the folder is not whole.
    """
    token = security.new_token()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    Store(work).state()
    holder: list[Flask] = []

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        return holder[0](environ, start_response)

    server = make_server(HOST, port, application, threaded=True, request_handler=_Quiet)
    holder.append(create_app(work, token, server.port, keeper))
    return server, f"http://{HOST}:{server.port}/{token}/"
