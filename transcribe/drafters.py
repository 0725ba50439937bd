"""The default drafter: chooses what was said that matters, cleans it and cuts it to a line; no language model."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe import acts, phrasing
from transcribe.cleaning import bare, capital, clauses, content, is_whole, sentences, tidy, words
from transcribe.schema import AgendaItem, Point, Utterance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from transcribe.engines import SentenceEncoder
    from transcribe.minutes import Context

SHORTEST, LONGEST = 5, 16
"""Words of a point; an MC writes six, a reader who was not there needs a few more."""

CALLED_OUT = 25
"""Words of talk under which an item was only called out."""

OTHER_WORDS = 120
"""Words of talk off the agenda below which nobody would miss it."""

ENCODED = 160
"""Candidates of an item that are worth a look at their meaning; the rest lost on words alone."""

SAME = 0.72
"""Cosine of two lines above which they tell the same."""

OUTCOMES = 4
"""Decisions, and actions, that an item shows at most."""

_BACKCHANNEL = re.compile(
    r"^(?:yeah|yes|yep|no|okay|ok|right|mm|mm-hmm|mhm|uh-huh|hmm|sure|cool|great|alright|exactly|oh|ah|um|uh|so|thanks|thank you|[\s.,!?…])+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One cleaned sentence of the talk: who said it, when, what it rests on."""

    text: str
    voice: str | None
    utterances: tuple[Utterance, ...]
    place: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line that could stand in the minutes, and the sentence it was made of; `weight` is what its form is worth."""

    text: str
    sentence: Sentence
    weight: float


class Extractive:
    """Chooses, merges, cleans, cuts, attributes and orders; `encoder` tells which lines mean the same."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        """Notes and questions by time, then decisions and actions by time."""
        spoken = sum(len(words(utterance.text)) for utterance in utterances)
        listed = bool(context.notes.agenda)
        said = spoken_sentences(utterances)
        outcomes = self._distinct(_outcomes(said, item, context))
        room = _room(spoken) if item or not listed else min(2, _room(spoken - OTHER_WORDS))
        questions = _questions(said, item)[-1:] if item else []
        notes = self._notes(said, item, context, room, [*outcomes, *questions])
        by_time = sorted([*notes, *questions], key=lambda point: point.at)
        return (*by_time, *sorted(outcomes, key=lambda point: point.at))

    def _notes(
        self, said: list[Sentence], item: AgendaItem | None, context: Context, room: int, taken: list[Point]
    ) -> list[Point]:
        import numpy as np

        lines = _lines(said, context)
        if not lines or room <= 0:
            return []
        frequent = Counter(word for sentence in said for word in set(content(sentence.text)))
        cheap = np.array([line.weight + _topical(line.text, frequent) for line in lines])
        lines = [lines[place] for place in sorted(np.argsort(-cheap, kind="stable")[:ENCODED])]
        vectors = self._encoder.encode([line.text for line in lines])
        middle = vectors.mean(axis=0)
        middle /= np.linalg.norm(middle) or 1.0
        scores = vectors @ middle + np.array([line.weight + _topical(line.text, frequent) for line in lines])
        if item:
            scores = scores + 0.3 * (vectors @ self._encoder.encode([item.title])[0])
        against = self._encoder.encode([point.text for point in taken]) if taken else vectors[:0]
        return [_point(lines[place], item, "note", context) for place in _choose(scores, vectors, against, room)]

    def _distinct(self, outcomes: list[Point]) -> list[Point]:
        """The surest decisions and actions; of those that tell the same, the surer."""
        if not outcomes:
            return []
        ranked = sorted(outcomes, key=lambda point: -point.confidence)
        vectors = self._encoder.encode([point.text for point in ranked])
        kept: list[int] = []
        counts: Counter[str] = Counter()
        for place, point in enumerate(ranked):
            if counts[point.kind] < OUTCOMES and all(vectors[place] @ vectors[other] < SAME for other in kept):
                kept.append(place)
                counts[point.kind] += 1
        return [ranked[place] for place in kept]


def spoken_sentences(utterances: tuple[Utterance, ...]) -> list[Sentence]:
    """The talk in cleaned sentences; what one voice goes on saying over others' "mm-hmm" is one text."""
    found: list[Sentence] = []
    for passage in _passages(utterances):
        text, starts = "", []
        for utterance in passage:
            starts.append(len(text))
            text += utterance.text.strip() + " "
        for start, end in sentences(text):
            cleaned = tidy(text[start:end])
            if words(cleaned):
                rests = [
                    utterance
                    for place, utterance in enumerate(passage)
                    if starts[place] < end
                    and (starts[place + 1] if place + 1 < len(starts) else len(text)) > start
                    and text[max(start, starts[place]) : end].strip()
                ]
                found.append(Sentence(cleaned, passage[0].voice, tuple(rests), len(found)))
    return found


def _passages(utterances: tuple[Utterance, ...]) -> list[list[Utterance]]:
    passages: list[list[Utterance]] = []
    for utterance in utterances:
        if passages and passages[-1][0].voice == utterance.voice:
            passages[-1].append(utterance)
        elif not _BACKCHANNEL.match(utterance.text) or not passages:
            passages.append([utterance])
    return passages


def _lines(said: list[Sentence], context: Context) -> list[Line]:
    """The best line of every sentence that gives one."""
    found: list[Line] = []
    for sentence in said:
        if sentence.text.endswith("?"):
            continue
        made = [line for clause in clauses(sentence.text) if (line := _line(clause, sentence, context))]
        if made:
            found.append(max(made, key=lambda line: line.weight))
    return found


def _line(clause: str, sentence: Sentence, context: Context) -> Line | None:
    text = phrasing.line(clause, context.short(sentence.voice))
    if not text or not SHORTEST <= len(words(text)) <= LONGEST or not is_whole(text) or not phrasing.stands_alone(text):
        return None
    return Line(text, sentence, _weight(text))


def _weight(text: str) -> float:
    """What the form of a line is worth: dense, with names or numbers in it, not too short."""
    spoken = words(text)
    dense = len(content(text)) / len(spoken)
    concrete = sum(any(letter.isdigit() for letter in word) or word[:1].isupper() for word in spoken[1:])
    return 0.4 * dense + 0.05 * min(concrete, 3) + 0.01 * min(len(spoken), 12)


def _topical(text: str, frequent: Counter[str]) -> float:
    """How much of a line is what the item keeps coming back to."""
    told = set(content(text))
    return 0.3 * sum(frequent[word] > 1 for word in told) / max(4, len(told))


def _choose(
    scores: NDArray[np.float32], vectors: NDArray[np.float32], taken: NDArray[np.float32], room: int
) -> list[int]:
    """Places of the best lines, each as different from those before it as it is good (maximal marginal relevance)."""
    import numpy as np

    chosen: list[int] = []
    nearest = (vectors @ taken.T).max(axis=1) if len(taken) else np.full(len(vectors), -1.0)
    while len(chosen) < room:
        worth = np.where(nearest < SAME, scores - 0.5 * np.maximum(nearest, 0), -np.inf)
        best = int(np.argmax(worth))
        if not np.isfinite(worth[best]):
            break
        chosen.append(best)
        nearest = np.maximum(nearest, vectors @ vectors[best])
    return sorted(chosen)


def _room(spoken: int) -> int:
    """How many notes an item of so many spoken words is worth."""
    bounds = (CALLED_OUT, 120, 400, 1000, 2500)
    return sum(spoken >= bound for bound in bounds)


def _outcomes(said: list[Sentence], item: AgendaItem | None, context: Context) -> list[Point]:
    found: list[Point] = []
    for sentence in said:
        act = acts.act(bare(sentence.text))
        if act is None or act.kind not in {"decision", "action"}:
            continue
        following = said[sentence.place + 1 : sentence.place + 4]
        answer = next(
            (later for later in following if later.voice != sentence.voice and acts.AGREE.match(later.text)), None
        )
        made = (
            _action(act, sentence, answer, context)
            if act.kind == "action"
            else _decision(act, sentence, answer, context)
        )
        if made:
            text, rests, weight = made
            found.append(
                replace(_point(Line(text, rests, weight), item, act.kind, context), confidence=round(weight, 3))
            )
    return [point for point in found if point.confidence >= 0.5]


def _action(
    act: acts.Act, sentence: Sentence, answer: Sentence | None, context: Context
) -> tuple[str, Sentence, float] | None:
    who, rests, weight = None, sentence, act.weight
    named = context.attendee(act.who) if act.who else None
    if act.mine:
        who = context.short(sentence.voice)
    elif named:
        who, weight = context.familiar(named.name), weight + 0.2
    elif act.asks and answer:
        who, rests, weight = context.short(answer.voice), _joined(sentence, answer), weight + 0.1
    if answer and not act.mine:
        weight += 0.1
    doing = phrasing.third_person(act.doing, who or "") if not re.search(r"\bI\b", act.doing) else None
    if doing is None or re.search(r"\b(?:you|your|me|my)\b", doing, re.IGNORECASE) or len(content(doing)) < 2:
        return None
    doing = " ".join(doing.split()[:LONGEST])
    return (f"{who} to {doing}" if who else capital(doing)), rests, min(1.0, weight)


def _decision(
    act: acts.Act, sentence: Sentence, answer: Sentence | None, context: Context
) -> tuple[str, Sentence, float] | None:
    for clause in sorted(clauses(act.doing), key=lambda clause: len(words(clause))):
        if acts.act(clause) is None:
            continue
        text = phrasing.line(re.sub(r"^let's\s+", "", clause, flags=re.IGNORECASE), context.short(sentence.voice))
        if text and 3 <= len(words(text)) <= LONGEST + 4 and len(content(text)) >= 2 and phrasing.stands_alone(text):
            return text, sentence, min(1.0, act.weight + (0.1 if answer else 0.0))
    return None


def _joined(first: Sentence, second: Sentence) -> Sentence:
    return replace(first, utterances=tuple(dict.fromkeys((*first.utterances, *second.utterances))))


def _questions(said: list[Sentence], item: AgendaItem | None) -> list[Point]:
    """Questions that were left open: the answer is a doubt, or nobody answers before the talk ends."""
    found: list[Point] = []
    for sentence in said:
        text = bare(sentence.text)
        act = acts.act(text)
        if act is None or act.kind != "question" or len(words(text)) > LONGEST + 4 or len(words(text)) < SHORTEST:
            continue
        following = [later for later in said[sentence.place + 1 : sentence.place + 5] if later.voice != sentence.voice]
        if following and not any(acts.UNANSWERED.search(later.text) for later in following):
            continue
        if re.search(r"\b(?:you|your|i|me|my|this|that|it)\b", text, re.IGNORECASE):
            continue
        first = sentence.utterances[0]
        found.append(
            Point(
                f"p{first.id[1:]}",
                item.id if item else None,
                "question",
                capital(text),
                (),
                first.start,
                tuple(u.id for u in sentence.utterances),
                act.weight,
            )
        )
    return found


def _point(line: Line, item: AgendaItem | None, kind: str, context: Context) -> Point:
    first = line.sentence.utterances[0]
    return Point(
        id=f"p{first.id[1:]}",
        item=item.id if item else None,
        kind=kind,  # type: ignore[arg-type]
        text=line.text,
        speakers=tuple(dict.fromkeys(context.name(utterance.voice) for utterance in line.sentence.utterances)),
        at=first.start,
        utterances=tuple(dict.fromkeys(utterance.id for utterance in line.sentence.utterances)),
        confidence=round(min(1.0, max(0.0, line.weight)), 3),
    )
