"""The other drafter: a language model behind any OpenAI-compatible server, asked item by item, checked by line."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe import render
from transcribe.minutes import SAID_ALREADY, length
from transcribe.minutes.answers import holding, read, stem
from transcribe.minutes.cleaning import content, words
from transcribe.minutes.outcomes import is_outcome
from transcribe.minutes.passages import Sentence, spoken_sentences
from transcribe.minutes.server import MOST, Connection, Failed, TooLong
from transcribe.notes.markdown import plain
from transcribe.stages import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableMapping, Sequence

    from transcribe.minutes import Context, Drafter
    from transcribe.minutes.server import Server
    from transcribe.schema import AgendaItem, Point, Utterance
    from transcribe.stages import Watch

CHUNK_WORDS = 1500
"""Words of talk in one question: about 2,100 tokens, so that rules, talk and answer fit a context of 4,096."""

CHUNK_BYTES = 12_000
LINE_BYTES = 8
"""The same in bytes, for speech in short lines and for other scripts: a token of English has four, and a line's
number and name count too. Lines that people wrote take of it, half at most."""

HALVINGS = 3
"""How often a question that is too long for the server is parted in two."""

OUTCOMES = 6
"""Decisions and actions of an item that are taken."""

LEAST = 2
"""Points that one question asks for at least."""

UNUSABLE = "its answer could not be used"
NOT_SAID = "nothing of its answer was said like that"


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

    def reach(self) -> None:
        """Look whether the server is there, before anything is made that it is needed for.

        Raises:
            EngineError: it is not, or its client's library is not installed.
        """
        self._connection.reach()

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        """Points that the talk supports, notes by time, then decisions and actions by time."""
        instead = self._instead.points(item, utterances, context)
        said = spoken_sentences(utterances)
        room = length.room(sum(len(words(sentence.text)) for sentence in said), context.length)
        if item is None or not room:
            return instead
        chunks = list(_chunks(said, item, context))
        most = min(MOST, max(LEAST, -(-room // len(chunks)) + 1))
        title = f'"{plain(item.title)}"'
        stretches = [
            _Stretch(item, chunk, utterances, context, title if len(chunks) == 1 else f"{title}, part {number}")
            for number, chunk in enumerate(chunks, start=1)
        ]
        asked = [one for stretch in stretches for one in self._asked(stretch, most)]
        found = [told for _, told in asked]
        failed = [one for one in found if isinstance(one, Failed)]
        if failed:
            left = title if len(failed) == len(found) else f"parts of {title}"
            self._left.setdefault(failed[0].why, []).append(left)
        if len(failed) == len(found):
            return instead
        rows = [_within(stretch.lines, instead) if isinstance(points, Failed) else points for stretch, points in asked]
        return _merged(rows, room, [one for one in instead if is_outcome(one)])

    def _asked(
        self, stretch: _Stretch, most: int, halvings: int = HALVINGS
    ) -> list[tuple[_Stretch, list[Point] | Failed]]:
        """What the model tells of a stretch, or of its halves where all of it is too long for the server."""
        told = self._told(stretch, most)
        middle = len(stretch.lines) // 2
        if not isinstance(told, TooLong) or not (middle and halvings):
            return [(stretch, told)]
        halves = (
            replace(stretch, lines=stretch.lines[:middle], name=f"{stretch.name}, first half"),
            replace(stretch, lines=stretch.lines[middle:], name=f"{stretch.name}, second half"),
        )
        return [one for half in halves for one in self._asked(half, most, halvings - 1)]

    def _told(self, stretch: _Stretch, most: int) -> list[Point] | Failed:
        """What the model tells of a stretch, from the kept answers or from the server."""
        question = _question(stretch, most=most)
        key = hashlib.sha256(f"{self._model}\n{question}".encode()).hexdigest()
        kept = _judged(self._answers.get(key, ""), stretch)
        if not isinstance(kept, Failed):
            return kept
        said = self._connection.ask(question, stretch.name)
        if isinstance(said, Failed):
            return said
        told = _judged(said.text, stretch)
        if not isinstance(told, Failed):
            self._answers[key] = said.text
        elif said.broken and told.why == UNUSABLE:
            return said.broken
        return told


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What one question is about: some or all talk of an item; `said` is all of it, `name` what users are told."""

    item: AgendaItem
    lines: list[Sentence]
    said: tuple[Utterance, ...]
    context: Context
    name: str


def _chunks(said: Sequence[Sentence], item: AgendaItem, context: Context) -> Iterator[list[Sentence]]:
    """The talk in stretches of CHUNK_WORDS and CHUNK_BYTES at most, as even as can be."""
    room = CHUNK_BYTES - sum(len(note.encode()) for note in _notes(item))
    spoken = [len(words(line.text)) / CHUNK_WORDS for line in said]
    written = [(len(f"{context.short(line.voice)}{line.text}".encode()) + LINE_BYTES) / room for line in said]
    parts = max(math.ceil(sum(spoken)), math.ceil(sum(written)))
    even = min(sum(spoken) / parts * 1.05, 1.0)
    chunk: list[Sentence] = []
    held = [0.0, 0.0]
    for line, *costs in zip(said, spoken, written, strict=True):
        if chunk and (held[0] + costs[0] > even or held[1] + costs[1] > 1.0):
            yield chunk
            chunk, held = [], [0.0, 0.0]
        chunk.append(line)
        held = [held[0] + costs[0], held[1] + costs[1]]
    yield chunk


def _notes(item: AgendaItem) -> list[str]:
    """The lines that people wrote under an item, as many as leave room for the talk."""
    kept: list[str] = []
    room = CHUNK_BYTES // 2
    for note in item.notes:
        room -= len(note.encode())
        if room < 0:
            break
        kept.append(note)
    return kept


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
        notes=_notes(stretch.item),
        lines=lines,
        most=most,
        longest=length.longest_line(context.length),
    )


def _judged(text: str, stretch: _Stretch) -> list[Point] | Failed:
    """The points of an answer that hold; an answer without points says that nothing is worth noting."""
    answer = read(text)
    if answer is None:
        return Failed(UNUSABLE)
    points = holding(answer, stretch.lines, stretch.item, stretch.said, stretch.context)
    return points if points or not answer else Failed(NOT_SAID)


def _within(chunk: list[Sentence], points: Iterable[Point]) -> list[Point]:
    """The points that rest on a stretch of the talk."""
    there = {one.id for sentence in chunk for one in sentence.utterances}
    return [one for one in points if one.utterances[0] in there]


def _merged(found: list[list[Point]], room: int, others: list[Point]) -> tuple[Point, ...]:
    """So many notes, from every stretch in turn, then all outcomes, of `others` those that rest on something else."""
    told: list[Point] = []
    for one in (one for points in found for one in points if is_outcome(one)):
        if len(told) < OUTCOMES and not _repeats(one, told):
            told.append(one)
    rested = {name for one in told for name in one.utterances}
    told += [one for one in others if rested.isdisjoint(one.utterances)]
    rows = [[one for one in points if not is_outcome(one) and not _repeats(one, told)] for points in found]
    longest = max(len(row) for row in rows)
    notes: list[Point] = []
    for one in (row[place] for place in range(longest) for row in rows if place < len(row)):
        if len(notes) < room and not _repeats(one, notes):
            notes.append(one)
    return (*sorted(notes, key=lambda one: one.at), *sorted(told, key=lambda one: one.at))


def _repeats(note: Point, outcomes: Iterable[Point]) -> bool:
    """Whether a note says what a decision or action of the same words says."""
    mine = {stem(word) for word in content(note.text)}
    for outcome in outcomes:
        theirs = {stem(word) for word in content(outcome.text)}
        together = not set(note.utterances).isdisjoint(outcome.utterances)
        least = min(len(mine), len(theirs)) if together else len(theirs)
        if len(mine & theirs) >= SAID_ALREADY * least:
            return True
    return False
