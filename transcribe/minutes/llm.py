"""The other drafter: a language model behind any OpenAI-compatible server, asked item by item, checked by line."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from transcribe import render
from transcribe.minutes import SAID_ALREADY, length
from transcribe.minutes.cleaning import content, sentences, words
from transcribe.minutes.outcomes import LEAST_SURE, is_outcome, point
from transcribe.minutes.passages import Sentence, spoken_sentences
from transcribe.minutes.server import MOST, Connection, Failed
from transcribe.minutes.truth import is_true
from transcribe.notes.markdown import plain
from transcribe.schema import PointKind  # noqa: TC001 — msgspec reads it
from transcribe.stages import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableMapping, Sequence

    from transcribe.minutes import Context, Drafter
    from transcribe.minutes.server import Server
    from transcribe.schema import AgendaItem, Point, Utterance
    from transcribe.stages import Watch

CHUNK_WORDS = 1500
"""Words of talk in one question: about 2,100 tokens, so that rules, talk and answer fit a context of 4,096."""

OUTCOMES = 6
"""Decisions and actions of an item that are taken."""

LEAST = 2
"""Points that one question asks for at least."""

SPARE = 1.5
"""How much longer a point may be than was asked for."""

SUPPORTED = 0.6
"""Share of a point's meaningful words that must occur in the lines it cites, their neighbours or the page."""

UNUSABLE = "its answer could not be used"
NOT_SAID = "nothing of its answer was said like that"


class _Told(msgspec.Struct, frozen=True):
    """One point as the model answers."""

    kind: PointKind
    text: str
    lines: list[int]


class _Answer(msgspec.Struct, frozen=True):
    points: list[_Told]


class LanguageModel:
    """Asks for the points of each item; where an answer is of no use, `instead` drafts that item or stretch of it.

    Decisions and actions that only `instead` finds are told too: one missed is worse than a note missed. `answers`
    keeps what was answered by what was asked, so that the same question is asked once.
    """

    def __init__(
        self,
        server: Server,
        instead: Drafter,
        answers: MutableMapping[str, str] | None = None,
        watch: Watch = unwatched,
    ) -> None:
        self._model = server.model
        self._instead = instead
        self._answers: MutableMapping[str, str] = {} if answers is None else answers
        self._connection = Connection(server, watch)
        self._left: dict[str, list[str]] = {}

    @property
    def notices(self) -> tuple[str, ...]:
        """Which items were drafted without the model and why, in one sentence; none where all went well."""
        if not self._left:
            return ()
        left = "; ".join(f"{', '.join(items)} ({why})" for why, items in self._left.items())
        told = f"The language model was of no use for these items, which are drafted without it: {left}."
        return (f"{told} Ask it again with --redo minutes.",)

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        """Points that the talk supports, notes by time, then decisions and actions by time."""
        instead = self._instead.points(item, utterances, context)
        said = spoken_sentences(utterances)
        room = length.room(sum(len(words(sentence.text)) for sentence in said), context.length)
        if item is None or not room:
            return instead
        chunks = list(_chunks(said))
        most = min(MOST, max(LEAST, -(-room // len(chunks)) + 1))
        title = f'"{plain(item.title)}"'
        stretches = [
            _Stretch(item, chunk, utterances, context, title if len(chunks) == 1 else f"{title}, part {number}")
            for number, chunk in enumerate(chunks, start=1)
        ]
        found = [self._told(stretch, most) for stretch in stretches]
        failed = [one for one in found if isinstance(one, Failed)]
        if failed:
            left = title if len(failed) == len(found) else f"parts of {title}"
            self._left.setdefault(failed[0].why, []).append(left)
        if len(failed) == len(found):
            return instead
        rows = [
            _within(chunk, instead) if isinstance(points, Failed) else points
            for chunk, points in zip(chunks, found, strict=True)
        ]
        return _merged(rows, room, [one for one in instead if is_outcome(one)])

    def _told(self, stretch: _Stretch, most: int) -> list[Point] | Failed:
        """What the model tells of a stretch, from the kept answers or from the server."""
        question = _question(stretch, most=most)
        key = hashlib.sha256(f"{self._model}\n{question}".encode()).hexdigest()
        kept = _judged(self._answers.get(key, ""), stretch)
        if not isinstance(kept, Failed):
            return kept
        said = self._connection.ask(question, stretch.name)
        told = said if isinstance(said, Failed) else _judged(said, stretch)
        if isinstance(said, str) and not isinstance(told, Failed):
            self._answers[key] = said
        return told


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What one question is about: some or all talk of an item; `said` is all of it, `name` what users are told."""

    item: AgendaItem
    lines: list[Sentence]
    said: tuple[Utterance, ...]
    context: Context
    name: str


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


def _question(stretch: _Stretch, *, most: int) -> str:
    context = stretch.context
    lines = [
        {"number": number, "name": context.short(sentence.voice), "text": sentence.text}
        for number, sentence in enumerate(stretch.lines, start=1)
    ]
    return render.fill(
        "prompt.md.j2",
        project=context.notes.title,
        title=stretch.item.title,
        notes=stretch.item.notes,
        lines=lines,
        most=most,
        longest=length.longest_line(context.length),
    )


def _read(text: str) -> _Answer | None:
    """The answer, where there is one: JSON, alone or inside other text, after what the model thought aloud."""
    text = text.rpartition("</think>")[2]
    decoder = json.JSONDecoder()
    for begun in re.finditer(r"\{", text):
        try:
            text.encode()
            return msgspec.convert(decoder.raw_decode(text, begun.start())[0], _Answer)
        except (ValueError, RecursionError):
            continue
    return None


def _judged(text: str, stretch: _Stretch) -> list[Point] | Failed:
    """The points of an answer that hold; an answer without points says that nothing is worth noting."""
    answer = _read(text)
    if answer is None:
        return Failed(UNUSABLE)
    points = _points(answer, stretch)
    return points if points or not answer.points else Failed(NOT_SAID)


def _points(answer: _Answer, stretch: _Stretch) -> list[Point]:
    """The points that are true by the lines they cite, and whose words were heard surely."""
    chunk, item, context = stretch.lines, stretch.item, stretch.context
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
        made = point(rests, text, told.kind, item, context)
        if context.sure(text, rests.utterances) >= LEAST_SURE and is_true(made, stretch.said, context):
            found.append(made)
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


def _within(chunk: list[Sentence], points: Iterable[Point]) -> list[Point]:
    """The points that rest on a stretch of the talk."""
    there = {one.id for sentence in chunk for one in sentence.utterances}
    return [one for one in points if one.utterances[0] in there]


def _merged(found: list[list[Point]], room: int, others: list[Point]) -> tuple[Point, ...]:
    """So many notes, from every stretch in turn, then all outcomes, of `others` those that rest on something else."""
    told = [one for points in found for one in points if is_outcome(one)][:OUTCOMES]
    rested = {name for one in told for name in one.utterances}
    told += [one for one in others if rested.isdisjoint(one.utterances)]
    rows = [[one for one in points if not is_outcome(one) and not _repeats(one, told)] for points in found]
    longest = max(len(row) for row in rows)
    notes = [row[place] for place in range(longest) for row in rows if place < len(row)][:room]
    return (*sorted(notes, key=lambda one: one.at), *sorted(told, key=lambda one: one.at))


def _repeats(note: Point, outcomes: Iterable[Point]) -> bool:
    """Whether a note says what a decision or action of the same words says."""
    mine = {_stem(word) for word in content(note.text)}
    for outcome in outcomes:
        theirs = {_stem(word) for word in content(outcome.text)}
        together = not set(note.utterances).isdisjoint(outcome.utterances)
        least = min(len(mine), len(theirs)) if together else len(theirs)
        if len(mine & theirs) >= SAID_ALREADY * least:
            return True
    return False
