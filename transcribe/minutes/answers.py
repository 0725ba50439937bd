"""What a language model answers: its points as they can be read, and those of them that hold by what was said."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from transcribe.minutes import length
from transcribe.minutes.acts import AGREE
from transcribe.minutes.cleaning import capital, content, sentences, words
from transcribe.minutes.outcomes import LEAST_SURE, point
from transcribe.minutes.truth import is_true
from transcribe.schema import PointKind  # noqa: TC001 — msgspec reads it

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from transcribe.minutes import Context
    from transcribe.minutes.passages import Sentence
    from transcribe.schema import AgendaItem, Point, Utterance

SPARE = 1.5
"""How much longer a point may be than was asked for."""

SUPPORTED = 0.7
"""Share of a point's meaningful words that must occur in the lines it cites, their neighbours or the page."""

FOUND = 0.7
"""The same for lines that it does not cite, without their neighbours and the page."""

TOGETHER = 3
"""Lines next to each other in which the words of a point are looked for."""

_GROUP = r"(?:the |our )?(?:group|team|meeting|participants|attendees|members|everyone|everybody|they|we|all)"
_ASSENTED = re.compile(
    rf"(?:{_GROUP} (?:has |have |all |also )*)?(?:agree[ds]?|decide[ds]?|chose|chooses|opted)"
    r"(?: (?:to|on|that|with|for|upon))?\s+",
    re.IGNORECASE,
)
"""How a point begins that tells that people agreed, before it tells what."""

_SETTLES = re.compile(
    r"\b(?:agree[ds]?|decid\w+|decision|settled?|conclu\w+|consensus|approved?|go(?:ing)? (?:for|with|ahead))\b",
    re.IGNORECASE,
)
_WE_WILL = re.compile(r"\b(?:we'll|we will|we're going to|we are going to|let's|let us)\b", re.IGNORECASE)
_PERHAPS = re.compile(r"\b(?:maybe|perhaps|might|may|can|could|would|if|depends?|not sure)\b", re.IGNORECASE)
"""Words where something is settled, where it is about to be, and where it is not."""

_TO_DO = re.compile(
    r"\b(?:to|will|should|must|shall|'ll)\s+(?:(?:also|be|needs?|ha(?:ve|s)|to|try|start|continue|then|now)\s+)*"
    r"(?P<what>[a-z]{3,})"
)
"""What somebody is to do."""

_ANSWERS = re.compile(r"(?:yes|yeah|yep|no|nope)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:i|me|my|we|us|our|let's|i'[a-z]+|we'[a-z]+|myself)\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|you'[a-z]+|yours)\b", re.IGNORECASE)


class Told(msgspec.Struct, frozen=True):
    """One point as the model answers."""

    kind: PointKind
    text: str
    lines: list[int]


def read(text: str) -> list[Told] | None:
    """The points of an answer: JSON, alone or inside other text, after what the model thought aloud.

    A point that is none is left out; of an answer that breaks off, what is whole is read. None: there is no answer.
    """
    text = text.rpartition("</think>")[2]
    decoder = json.JSONDecoder()
    whole: list[Told] = []
    place = 0
    while (begun := text.find("{", place)) >= 0:
        try:
            value, place = decoder.raw_decode(text, begun)
        except (ValueError, RecursionError):
            place = begun + 1
            continue
        listed = value.get("points")
        if isinstance(listed, list):
            found = [told for one in listed if (told := _told(one))]
            return found if found or not listed else None
        if told := _told(value):
            whole.append(told)
    return whole or None


def _told(value: object) -> Told | None:
    try:
        told = msgspec.convert(value, Told, strict=False)
        told.text.encode()
    except ValueError:
        return None
    return told


def holding(
    answer: Iterable[Told],
    lines: Sequence[Sentence],
    item: AgendaItem,
    said: tuple[Utterance, ...],
    context: Context,
) -> list[Point]:
    """The points that are true by the lines they rest on (`lines` are all that was asked about), each once."""
    longest = SPARE * length.longest_line(context.length)
    found: list[Point] = []
    for told in answer:
        text = " ".join(told.text.split()).strip(" -*")
        if len(words(text)) > longest:
            text = text[: next(sentences(text))[1]].strip()
        one = msgspec.structs.replace(told, text=text.rstrip("."))
        if not 3 <= len(words(one.text)) <= longest:
            continue
        for rests in _rests(one, lines, context):
            made = _made(one, rests, lines, item, context)
            if made and is_true(made, said, context):
                found.append(made)
                break
    return found


def _rests(told: Told, lines: Sequence[Sentence], context: Context) -> Iterator[list[Sentence]]:
    """What a point may rest on, the likelier first: the lines it cites, or those together that hold its words.

    Small models cite the lines beside, or just the next ones.
    """
    cited = sorted({number - 1 for number in told.lines if 1 <= number <= len(lines)})
    held = [{stem(word) for word in content(line.text)} for line in lines]
    people = {stem(word) for line in lines for word in content(context.name(line.voice))}
    wanted = [word for word in map(stem, content(told.text)) if word not in people]
    if not wanted:
        return

    def share(places: Sequence[int]) -> float:
        there = set().union(*(held[place] for place in places))
        return sum(word in there for word in wanted) / len(wanted)

    places = [cited] if 0 < len(cited) <= TOGETHER else []
    if not places or share(cited) < FOUND:
        sizes = range(1, min(TOGETHER, len(lines)) + 1)
        runs = [range(first, first + size) for size in sizes for first in range(len(lines) - size + 1)]
        near = cited[0] if cited else 0
        best = max(runs, key=lambda run: (share(run), -len(run), -abs(run[0] - near)))
        if share(best) >= FOUND:
            places.insert(0, list(best))
    yield from ([lines[place] for place in one] for one in places)


def _made(
    told: Told, rests: list[Sentence], lines: Sequence[Sentence], item: AgendaItem, context: Context
) -> Point | None:
    """The point as it rests on these lines, None where they do not say that much, or were not heard surely."""
    text, kind = told.text, told.kind
    if not (_is_open(text, rests, lines) if kind == "question" else _is_stated(kind, rests)):
        return None
    assented = _ASSENTED.match(text)
    if (assented or kind == "decision") and not _is_settled(rests, lines, agreed=assented is not None):
        if assented:
            return None
        kind = "note"
    if assented:
        text = capital(text[assented.end() :])
    if not _supported(text, rests, lines, item, context) or not (
        _is_theirs(text, rests, lines, context) and _is_to_do(kind, text, rests, context)
    ):
        return None
    utterances = {one.id: one for line in rests for one in line.utterances}
    first = replace(rests[0], text=text, utterances=tuple(utterances.values()))
    return point(first, text, kind, item, context) if context.sure(text, first.utterances) >= LEAST_SURE else None


def _is_open(text: str, rests: list[Sentence], lines: Sequence[Sentence]) -> bool:
    """Whether a question is asked in these lines that nobody answers at once with "yes" or "no"."""
    told = {stem(word) for word in content(text)}
    for line in rests:
        after = lines[line.place - lines[0].place + 1 :][:1]
        asked = told & {stem(word) for word in content(line.text)}
        if line.text.endswith("?") and 2 * len(asked) >= len(told):
            return not any(_ANSWERS.match(other.text) for other in after)
    return False


def _is_stated(kind: PointKind, rests: list[Sentence]) -> bool:
    """Whether a line rests on more than a question, unless somebody is asked to do it."""
    return kind == "action" or not all(line.text.endswith("?") for line in rests)


def _is_settled(rests: list[Sentence], lines: Sequence[Sentence], *, agreed: bool) -> bool:
    """Whether something is settled in these lines, by one for all unless it is told that they `agreed`."""
    if any(_SETTLES.search(line.text) for line in rests):
        return True
    if any(_PERHAPS.search(line.text) for line in rests):
        return False
    after = lines[rests[-1].place - lines[0].place + 1 :][:1]
    return any(AGREE.match(line.text) and line.voice != rests[0].voice for line in (*rests[1:], *after)) or (
        not agreed and any(_WE_WILL.search(line.text) for line in rests)
    )


def _is_theirs(text: str, rests: list[Sentence], lines: Sequence[Sentence], context: Context) -> bool:
    """Whether the one whom a line begins with says a word of it there, is named there, or is spoken to."""
    begun = text.removeprefix("The ").casefold()
    voices = {line.voice for line in lines if any(begun.startswith(f"{name} ") for name in _names(line, context))}
    names = {word for voice in voices for word in content(context.name(voice))}
    told = {stem(word) for word in content(text) if word not in names}
    first = rests[0].place - lines[0].place
    beside = (*lines[max(0, first - 1) : first], *lines[rests[-1].place - lines[0].place + 1 :][:1])
    near = any(line.voice in voices for line in beside)
    return not voices or any(
        told & {stem(word) for word in content(line.text)}
        if line.voice in voices
        else names & set(content(line.text)) or (near and _YOU.search(line.text) is not None)
        for line in rests
    )


def _is_to_do(kind: PointKind, text: str, rests: list[Sentence], context: Context) -> bool:
    """Whether what somebody is to do by a line was said, by others or by them of themselves."""
    found = _TO_DO.search(text)
    if found is None:
        said = {stem(word) for line in rests for word in content(f"{context.name(line.voice)} {line.text}")}
        return kind != "action" or said.issuperset(map(stem, content(text)))
    if _YOU.search(text) or found["what"] == "not":
        return False
    what = found["what"][:4]
    saying = [line for line in rests if any(word.lower()[:4] == what for word in words(line.text))]
    doer = text[: found.start()].strip().removeprefix("The ").casefold()
    return any(
        doer not in _names(line, context) or _OWN.search(line.text) is not None
        for line in (saying if content(found["what"]) else rests)
    )


def _names(line: Sentence, context: Context) -> set[str]:
    """How the one who says a line may be called."""
    return {context.name(line.voice).casefold(), context.short(line.voice).casefold()}


def _supported(text: str, cited: list[Sentence], lines: Sequence[Sentence], item: AgendaItem, context: Context) -> bool:
    places = {sentence.place - lines[0].place + step for sentence in cited for step in (-1, 0, 1)}
    near = [lines[place].text for place in places if 0 <= place < len(lines)]
    people = [name for sentence in cited for name in (context.name(sentence.voice),)]
    held = {stem(word) for line in (*near, *people, item.title, *item.notes) for word in content(line)}
    told = [stem(word) for word in content(text)]
    return bool(told) and sum(word in held for word in told) >= SUPPORTED * len(told)


def stem(word: str) -> str:
    """A word without its ending."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word.removesuffix(ending)
    return word
