"""The server of a language model: where it is, how it is asked, and what becomes of a question it does not answer."""

from __future__ import annotations

import ipaddress
import os
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from transcribe.errors import EngineError, EngineMissing, OptionError
from transcribe.schema import POINT_KINDS
from transcribe.stages import unwatched

if TYPE_CHECKING:
    import openai

    from transcribe.stages import Watch

ANSWER_TOKENS = 700

MOST = 8
"""Points that one question asks for."""

TIMEOUT = 180.0
"""Seconds that one answer may take: twice what a small model needs on two cores for the longest question."""

CONNECTING = 10.0
"""Seconds in which a server is reached, or is not there."""

PATIENCE = 2
"""Questions in a row that the server fails at before it is asked no more."""

PAUSES = (0.5, 2.0, 8.0)
"""Seconds before a question is sent again, and at most so many that the server may ask for:"""
LONGEST_PAUSE = 30.0

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "points": {
            "type": "array",
            "maxItems": MOST + 1,
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "enum": list(POINT_KINDS)},
                    "text": {"type": "string"},
                    "lines": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 6},
                },
                "required": ["kind", "text", "lines"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["points"],
    "additionalProperties": False,
}

FORMS: tuple[dict[str, Any], ...] = (
    {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "minutes", "schema": SCHEMA, "strict": True},
        }
    },
    {"response_format": {"type": "json_object", "schema": SCHEMA}},
    {"response_format": {"type": "json_object"}},
    {},
)
"""Ways to ask for an answer in a form, the strictest first; a server that does not know one is asked in the next."""

UNKNOWN_FORM = frozenset({400, 415, 422, 500, 501})
"""HTTP statuses with which servers refuse a form that they do not know."""

KEY = "OPENAI_API_KEY"
"""What the environment calls the key of a server that wants one."""

NO_RIGHT = frozenset({401, 403})
NOT_THERE = frozenset({404, 405})
FOR_ALL = NO_RIGHT | NOT_THERE | {402}
"""HTTP statuses that every other question would get too: no key or right, no such model or address, no money."""

TOO_LONG = frozenset({400, 413, 422, 500})
_CONTEXT = re.compile(
    r"\bcontext\b|context_length|too (?:long|large|many tokens)|maximum.{0,20}\b(?:length|tokens)", re.IGNORECASE
)
"""HTTP statuses and words with which servers refuse a question that is longer than the model's context."""

PASSING = frozenset({408, 409, 429, 500, 502, 503, 504})
"""HTTP statuses after which the same question may be answered."""

NO_ROOM = "the model's context leaves no room for its answer"
NO_COMPLETION = "what the server answered is no answer of a language model"

NOT_REACHED = frozenset({"ConnectError", "ConnectTimeout"})
"""What the client's library calls it when nobody listens there."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the model is. `url` is the server's address with or without `/v1`; `timeout` in seconds, for one answer."""

    url: str
    model: str
    allow_remote: bool = False
    timeout: float = TIMEOUT
    retries: int = 2

    def __post_init__(self) -> None:
        if not _is_address(self.url):
            raise OptionError(f"llm-url must be an address such as http://127.0.0.1:8080, not {self.url}.")
        if not self.local and not self.allow_remote:
            raise OptionError(
                f"The language model at {self.url} is on another machine: names, page and all that was said under each "
                "agenda item would be sent there; if that is wanted, add --allow-remote."
            )

    @property
    def local(self) -> bool:
        """Whether nothing leaves this machine."""
        host = urlsplit(self.url).hostname or ""
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return host == "localhost"
        return address.is_loopback or address.is_unspecified

    @property
    def base(self) -> str:
        """The address that the client wants."""
        url = self.url.rstrip("/").removesuffix("/chat/completions")
        return url if urlsplit(url).path.strip("/") else f"{url}/v1"


@dataclass(frozen=True, slots=True)
class Failed:
    """A question without an answer that could be used, and why."""

    why: str


class TooLong(Failed):
    """A question that does not fit the model's context."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says; `broken`: it broke off, and why."""

    text: str
    broken: Failed | None = None


class _Message(msgspec.Struct, frozen=True):
    content: str | None = None


class _Choice(msgspec.Struct, frozen=True):
    message: _Message
    finish_reason: object = None


class _Completion(msgspec.Struct, frozen=True):
    """What is read of a server's reply."""

    choices: list[_Choice]
    usage: object = None

    @property
    def answer(self) -> Answer:
        """The answer; one that broke off before it was as long as it may be has filled the model's context."""
        choice = self.choices[0] if self.choices else _Choice(_Message())
        broken: Failed | None = None
        if choice.finish_reason == "length":
            written = self.usage.get("completion_tokens") if isinstance(self.usage, dict) else None
            full = isinstance(written, int) and written < ANSWER_TOKENS
            broken = TooLong(NO_ROOM) if full else Failed(f"its answer was not complete after {ANSWER_TOKENS} tokens")
        return Answer(choice.message.content or "", broken)


class Connection:
    """Asks a server one question after the other; one that it fails at costs that question only.

    After `PATIENCE` failures in a row it is asked no more, and the second of them is waited for half as long.
    """

    def __init__(self, server: Server, watch: Watch = unwatched) -> None:
        self._server = server
        self._watch = watch
        self._client: openai.OpenAI | None = None
        self._form = 0
        self._form_known = False
        self._begun = False
        self._failures = 0

    def reach(self) -> None:
        """Look whether a server is there; it is asked nothing about the call.

        Raises:
            EngineError: there is none, or the key cannot be sent.
            EngineMissing: the client's library is not installed.
        """
        import_client()
        import openai

        try:
            with self._connected().models.with_streaming_response.list(timeout=min(CONNECTING, self._server.timeout)):
                return
        except openai.APIError as error:
            if _not_reached(error):
                self._check(error)

    def ask(self, question: str, about: str) -> Answer | Failed:
        """What the model says; `about` is shown while it is asked.

        Raises:
            EngineError: the very first question shows that none will be answered: no such server, model or right.
            EngineMissing: the client's library is not installed.
        """
        import_client()
        import openai

        if self._failures >= PATIENCE:
            return Failed(f"not asked, as the server failed {PATIENCE} times in a row")
        if not self._begun and not self._server.local:
            self._watch(f"Sending names, page and what was said to {self._server.url}, another machine", 1, 1)
        label = f"Asking about {about}"
        self._watch(label, 0, 1)
        first, self._begun = not self._begun, True
        longest = self._longest
        try:
            reply = self._in_a_form(question, self._form)
        except openai.APIError as error:
            if first:
                self._check(error)
            status = error.status_code if isinstance(error, openai.APIStatusError) else None
            self._failures += status not in UNKNOWN_FORM - PASSING
            said: Answer | Failed = (TooLong if _is_too_long(error) else Failed)(_why(error, longest))
        else:
            if reply is None and first:
                raise EngineError(
                    f"What answers at {self._asked} is no OpenAI-compatible server; check the address in --llm-url."
                )
            self._failures = 0 if reply else self._failures + 1
            said = reply.answer if reply else Failed(NO_COMPLETION)
        self._watch(label, 1, 1)
        return said

    def _in_a_form(self, question: str, place: int) -> _Completion | None:
        """The answer in the strictest form that the server knows; a form is left only once another was answered."""
        import openai

        try:
            said = self._patiently(question, FORMS[place], self._server.retries if place == self._form else 0)
        except openai.APIStatusError as error:
            known = self._form_known or _is_too_long(error)
            if known or place + 1 == len(FORMS) or error.status_code not in UNKNOWN_FORM:
                raise
            return self._in_a_form(question, place + 1)
        self._form, self._form_known = place, True
        return said

    def _patiently(self, question: str, form: dict[str, Any], retries: int) -> _Completion | None:
        """The answer, asked for again where the server may only be busy; a late one is not waited for again."""
        import openai

        for pause in PAUSES[:retries]:
            try:
                return self._send(question, form)
            except openai.APIStatusError as error:
                if error.status_code not in PASSING:
                    raise
                time.sleep(_wanted(error, pause))
            except openai.APIConnectionError as error:
                if isinstance(error, openai.APITimeoutError) or _not_reached(error):
                    raise
                time.sleep(pause)
        return self._send(question, form)

    def _send(self, question: str, form: dict[str, Any]) -> _Completion | None:
        """The reply, None where it is none of this protocol."""
        import openai

        reply = self._connected().chat.completions.with_raw_response.create(
            model=self._server.model,
            messages=[{"role": "user", "content": question}],
            temperature=0.0,
            max_tokens=ANSWER_TOKENS,
            seed=0,
            timeout=openai.Timeout(self._longest, connect=min(CONNECTING, self._longest)),
            **form,
        )
        try:
            return msgspec.json.decode(reply.content, type=_Completion)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None

    @property
    def _longest(self) -> float:
        """Seconds that the next answer may take."""
        return self._server.timeout / (1 + self._failures)

    def _check(self, error: openai.APIError) -> None:
        """Whether other questions may fare better than the first.

        Raises:
            EngineError: they would not.
        """
        import openai

        if _not_reached(error):
            cause = str(error.__cause__)
            if "SSL" in cause:
                raise EngineError(
                    f"No secure connection to the language model at {self._server.url}: {_first_line(cause)}; if the "
                    "server speaks plain http, name it so in --llm-url."
                ) from error
            raise EngineError(
                f"No language model answers at {self._server.url}; start the server, check the address in --llm-url, "
                "or draft without it: --drafter extractive."
            ) from error
        if isinstance(error, openai.APIStatusError) and error.status_code in FOR_ALL:
            message = f"The language model at {self._server.url} refuses: {_first_line(error.message)}"
            if error.status_code in NO_RIGHT:
                message += f"; put its key into the environment variable {KEY}."
            elif error.status_code in NOT_THERE:
                message += f"; check --llm-model, and --llm-url, which led to {self._asked}."
            raise EngineError(message) from error

    @property
    def _asked(self) -> str:
        """Where questions are sent."""
        return f"{self._server.base}/chat/completions"

    def _connected(self) -> openai.OpenAI:
        import openai

        if self._client is None:
            self._client = openai.OpenAI(
                base_url=self._server.base,
                api_key=_key(),
                max_retries=0,
                http_client=openai.DefaultHttpxClient(trust_env=not self._server.local),
            )
        return self._client


def _is_address(url: str) -> bool:
    """Whether it is the address of a server: its scheme, its host and, where there is one, its port."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        port = parts.port
    except ValueError:
        return False
    whole = url.isprintable() and " " not in url
    return whole and parts.scheme in {"http", "https"} and bool(host) and port != 0


def _key() -> str:
    """The key for the server, as the environment has it.

    Raises:
        EngineError: it cannot be sent.
    """
    key = os.environ.get(KEY, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise EngineError(f"The environment variable {KEY} holds signs that no key has; copy the key into it again.")
    return key or "none"


def import_client() -> None:
    """Look whether the client's library is there.

    Raises:
        EngineMissing: it is not; the sentence says how it is installed.
    """
    try:
        import openai  # noqa: F401
    except ModuleNotFoundError as error:
        message = "The language model drafter needs the Python package openai; install it with: pip install openai"
        raise EngineMissing(message) from error


def _why(error: openai.APIError, longest: float) -> str:
    import openai

    if _not_reached(error):
        return "the server was not reached"
    if isinstance(error, openai.APITimeoutError):
        return f"no answer in {longest:.0f} s"
    return _first_line(error.message) if isinstance(error, openai.APIStatusError) else "the connection broke off"


def _is_too_long(error: openai.APIError) -> bool:
    import openai

    return (
        isinstance(error, openai.APIStatusError)
        and error.status_code in TOO_LONG
        and _CONTEXT.search(error.message) is not None
    )


def _not_reached(error: openai.APIError) -> bool:
    return type(error.__cause__).__name__ in NOT_REACHED


def _wanted(error: openai.APIStatusError, pause: float) -> float:
    """How long the server wants to be left alone, in seconds, where it says so."""
    said = error.response.headers.get("retry-after", "")
    return min(float(said), LONGEST_PAUSE) if said.isdecimal() else pause


def _first_line(message: str, longest: int = 120) -> str:
    line = message.strip().partition("\n")[0]
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
