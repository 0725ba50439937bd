"""The other drafter: a language model behind any OpenAI-compatible server, asked item by item, checked by line."""

from __future__ import annotations

import hashlib
import ipaddress
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from transcribe import render
from transcribe.errors import EngineError, EngineMissing, OptionError
from transcribe.minutes import length
from transcribe.minutes.cleaning import content, sentences, words
from transcribe.minutes.outcomes import LEAST_SURE, is_outcome, point
from transcribe.minutes.passages import Sentence, spoken_sentences
from transcribe.schema import POINT_KINDS, PointKind

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping, Sequence

    import openai

    from transcribe.minutes import Context, Drafter
    from transcribe.schema import AgendaItem, Point, Utterance

CHUNK_WORDS = 1500
"""Words of talk in one question: about 2,100 tokens, so that rules, talk and answer fit a context of 4,096."""

ANSWER_TOKENS = 700
OUTCOMES = 6
"""Decisions and actions of an item that are taken."""

LEAST, MOST = 2, 8
"""Points that one question asks for."""

SPARE = 1.5
"""How much longer a point may be than was asked for."""

SUPPORTED = 0.6
"""Share of a point's meaningful words that must occur in the lines it cites, their neighbours or the page."""

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

REFUSALS = frozenset({401, 402, 403, 404, 429})
"""HTTP statuses that another form of the question would not change."""


class _Told(msgspec.Struct, frozen=True):
    """One point as the model answers."""

    kind: PointKind
    text: str
    lines: list[int]


class _Answer(msgspec.Struct, frozen=True):
    points: list[_Told]


@dataclass(frozen=True, slots=True)
class Server:
    """Where the model is. `url` is the server's address with or without `/v1`; `timeout` in seconds, for one answer."""

    url: str
    model: str
    allow_remote: bool = False
    timeout: float = 300.0
    retries: int = 2

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in {"http", "https"} or not urlsplit(self.url).hostname:
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
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def base(self) -> str:
        """The address that the client wants."""
        return self.url.rstrip("/") if urlsplit(self.url).path.strip("/") else self.url.rstrip("/") + "/v1"


class LanguageModel:
    """Asks for the points of each item; where the answer is of no use, `instead` drafts the item.

    Decisions and actions that only `instead` finds are told too: one missed is worse than a note missed. `answers`
    keeps what was answered by what was asked, so that the same question is asked once. `fallen_back` are
    the titles of items that `instead` drafted.
    """

    def __init__(
        self,
        server: Server,
        instead: Drafter,
        answers: MutableMapping[str, str] | None = None,
    ) -> None:
        self._server = server
        self._instead = instead
        self._forms = FORMS
        self._answers: MutableMapping[str, str] = {} if answers is None else answers
        self._client: openai.OpenAI | None = None
        self.fallen_back: list[str] = []

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        """Points that the talk supports, notes by time, then decisions and actions by time."""
        instead = self._instead.points(item, utterances, context)
        said = spoken_sentences(utterances)
        room = length.room(sum(len(words(sentence.text)) for sentence in said), context.length)
        if item is None or not room:
            return instead
        chunks = list(_chunks(said))
        most = min(MOST, max(LEAST, -(-room // len(chunks)) + 1))
        found: list[list[Point]] = []
        for chunk in chunks:
            answer = self._ask(_question(item, chunk, context, most=most))
            found.append(_points(answer, chunk, item, context) if answer else [])
        if any(found):
            return _merged(found, room, [one for one in instead if is_outcome(one)])
        self.fallen_back.append(item.title)
        return instead

    def _ask(self, question: str) -> _Answer | None:
        """The answer, from the kept ones or from the server; None where it is late or of no use."""
        key = hashlib.sha256(f"{self._server.model}\n{question}".encode()).hexdigest()
        kept = self._answers.get(key)
        if kept is None:
            kept = self._send(question)
            if _read(kept) is not None:
                self._answers[key] = kept
        return _read(kept)

    def _send(self, question: str) -> str:
        """What the server says, empty where it says nothing in time.

        Raises:
            EngineError: there is no such server, or it refuses.
        """
        import openai

        while True:
            try:
                answer = self._connected().chat.completions.create(
                    model=self._server.model,
                    messages=[{"role": "user", "content": question}],
                    temperature=0.0,
                    max_tokens=ANSWER_TOKENS,
                    seed=0,
                    **self._forms[0],
                )
            except openai.APITimeoutError:
                return ""
            except openai.APIConnectionError as error:
                raise EngineError(
                    f"No language model answers at {self._server.url}; start the server, "
                    "or draft without --drafter llm."
                ) from error
            except openai.APIStatusError as error:
                if error.status_code in REFUSALS or len(self._forms) == 1:
                    message = f"The language model at {self._server.url} refuses: {_first_line(error.message)}"
                    raise EngineError(message) from error
                self._forms = self._forms[1:]
            else:
                return (answer.choices[0].message.content or "") if answer.choices else ""

    def _connected(self) -> openai.OpenAI:
        if self._client is None:
            try:
                import openai
            except ModuleNotFoundError as error:
                message = (
                    "The language model drafter needs the Python package openai; install it with: pip install openai"
                )
                raise EngineMissing(message) from error
            self._client = openai.OpenAI(
                base_url=self._server.base,
                api_key=os.environ.get("OPENAI_API_KEY") or "none",
                timeout=self._server.timeout,
                max_retries=self._server.retries,
                http_client=openai.DefaultHttpxClient(trust_env=not self._server.local),
            )
        return self._client


def _first_line(message: str) -> str:
    return message.strip().partition("\n")[0]


def _chunks(said: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """The talk in stretches of CHUNK_WORDS at most, as even as can be."""
    total = sum(len(words(sentence.text)) for sentence in said)
    share = total / -(-total // CHUNK_WORDS)
    chunk: list[Sentence] = []
    held = 0
    for sentence in said:
        length = len(words(sentence.text))
        if chunk and held + length > min(share * 1.05, CHUNK_WORDS):
            yield chunk
            chunk, held = [], 0
        chunk.append(sentence)
        held += length
    yield chunk


def _question(item: AgendaItem, chunk: list[Sentence], context: Context, *, most: int) -> str:
    lines = [
        {"number": number, "name": context.short(sentence.voice), "text": sentence.text}
        for number, sentence in enumerate(chunk, start=1)
    ]
    return render.fill(
        "prompt.md.j2",
        project=context.notes.title,
        title=item.title,
        notes=item.notes,
        lines=lines,
        most=most,
        longest=length.longest_line(context.length),
    )


def _read(text: str) -> _Answer | None:
    """The answer, where there is one: JSON, alone or inside other text."""
    begun, ended = text.find("{"), text.rfind("}")
    try:
        return msgspec.json.decode(text[begun : ended + 1], type=_Answer) if begun >= 0 else None
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None


def _points(answer: _Answer, chunk: list[Sentence], item: AgendaItem, context: Context) -> list[Point]:
    """The points that the lines they cite support, and whose words were heard surely."""
    found: list[Point] = []
    longest = SPARE * length.longest_line(context.length)
    for told in answer.points:
        cited = [chunk[number - 1] for number in dict.fromkeys(told.lines) if 1 <= number <= len(chunk)]
        text = " ".join(told.text.split()).strip(" -*")
        if len(words(text)) > longest:
            text = text[: next(sentences(text))[1]].strip()
        text = text.rstrip(".")
        if told.kind == "question" and not any(sentence.text.endswith("?") for sentence in cited):
            continue
        if not cited or not 3 <= len(words(text)) <= longest or not _supported(text, cited, chunk, item, context):
            continue
        utterances = {
            one.id: one for sentence in sorted(cited, key=lambda one: one.place) for one in sentence.utterances
        }
        rests = Sentence(text, cited[0].voice, tuple(utterances.values()), cited[0].place)
        if context.sure(text, rests.utterances) >= LEAST_SURE:
            found.append(point(rests, text, told.kind, item, context))
    return found


def _supported(text: str, cited: list[Sentence], chunk: list[Sentence], item: AgendaItem, context: Context) -> bool:
    places = {chunk.index(sentence) + step for sentence in cited for step in (-1, 0, 1)}
    near = [chunk[place].text for place in places if 0 <= place < len(chunk)]
    people = [name for sentence in cited for name in (context.name(sentence.voice),)]
    held = {_stem(word) for line in (*near, *people, item.title, *item.notes) for word in content(line)}
    told = [_stem(word) for word in content(text)]
    return bool(told) and sum(word in held for word in told) >= SUPPORTED * len(told)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word.removesuffix(ending)
    return word


def _merged(found: list[list[Point]], room: int, others: list[Point]) -> tuple[Point, ...]:
    """So many notes, from every stretch in turn, then all outcomes, of `others` those that rest on something else."""
    told = [one for points in found for one in points if is_outcome(one)][:OUTCOMES]
    rested = {name for one in told for name in one.utterances}
    told += [one for one in others if rested.isdisjoint(one.utterances)]
    rows = [[one for one in points if not is_outcome(one)] for points in found]
    longest = max(len(row) for row in rows)
    notes = [row[place] for place in range(longest) for row in rows if place < len(row)][:room]
    return (*sorted(notes, key=lambda one: one.at), *sorted(told, key=lambda one: one.at))
