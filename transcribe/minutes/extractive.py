"""The default drafter: chooses what was said that matters, cleans it and cuts it to a line; no language model."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe.agenda.cues import leads_on
from transcribe.minutes import length, mood, phrasing, scope, views, worth
from transcribe.minutes.cleaning import (
    ALTERNATIVE,
    DENIED,
    ONLY_UNDER,
    bare,
    clauses,
    content,
    has_verb,
    is_whole,
    words,
)
from transcribe.minutes.learned import learned
from transcribe.minutes.lexicon import VERBS
from transcribe.minutes.outcomes import outcomes, point
from transcribe.minutes.passages import Sentence, spoken_sentences
from transcribe.minutes.questions import questions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from transcribe.engines import SentenceEncoder
    from transcribe.minutes import Context
    from transcribe.minutes.learned import Learned
    from transcribe.schema import AgendaItem, Point, Utterance

SHORTEST = 5
"""Words of a point at least."""

OTHER_WORDS = 120
"""Words of talk off the agenda below which nobody would miss it."""

OTHER_NOTES = 2
"""Notes of what belongs to no item."""

MISSED_WORDS = 100
"""Words of talk from which an item is told something of, even if that is worth little."""

ENCODED = 160
"""Candidates of an item that are worth a look at their meaning; the rest lost on words alone."""

SAME = 0.8
"""Cosine of two lines above which they tell the same."""

SAME_OUTCOME = 0.82
"""The same for decisions and actions, whose form is alike."""

OUTCOMES = 4
"""Decisions, and actions, that an item shows at most, and once more for so many words of talk:"""
OUTCOME_WORDS = 500

OUTCOME_ROOM = 0.25
"""Notes that a decision or an action takes the place of; one note is left."""


SPOKEN_OF = 24
"""Letters before a clause in which "I think" is said of it."""

WHOLE = 0.1
"""What it counts for a line to be a whole sentence, beside its form."""

DROPPED = {"we": 0.0}
POINTED = 1.8
"""What it costs that the subject had to go, by what it was; "it", "this" and "that" stand for something said before,"""
EXPLETIVE = 0.45
"""but not in "it is important to"."""

LEAST = -0.2
"""A line whose form is worth less is left out: mostly one whose subject was only pointed to."""

DOUBT, LEAST_SURE = 7.0, 0.85
"""What it costs when the meaningful words of a line were heard unsurely (Context.sure), and below what it is left out.

In meetings whose words are known, a word was wrong in one line of twenty from 0.97 on, in most below 0.9."""

MIDDLE, TITLE, TOPICAL, REPEATED, SALIENT, WORTH, UNCLEAR = 5.0, 0.4, 0.3, 0.8, 1.2, 0.8, 0.4
"""What counts for a line: nearness to all that was said, to the item's title, the item's frequent words, what it is
worth by itself (log-odds); and how much nearness to a line already chosen costs, and a word that points elsewhere."""

LEAST_WORTH = -2.0
"""Log-odds of being worth telling below which a line is left out, unless it is the best of much talk."""

_MODAL = re.compile(rf"{phrasing.MODAL}\b", re.IGNORECASE)

_SLIP = re.compile(
    r"\b(?:sorry|oops|wait|okay|anyway|no no|scratch that|yeah|oh|hey|let's (?:imagine|say))\b|"
    r"^(?:whenever|in case|especially|apart|versus|with (?:people|everyone))\b|\beither\b(?!.*\bor\b)|"
    r"\b(?:thinking|wondering|saying|asking),? (?:if|whether)\b|"
    r"\bor do (?:i|we|you|they|people)\b|"
    r"\b(?:plan|piece|idea|challenge|problem|question|point|thing) (?:is|was),? (?:when|if|whether|in case)\b|"
    r"^[^,]{1,40}, (?:is|are|was|were) |"
    r"^(?!(?:the|an?|in|on|for|to|of|we|our|they|there|that|this|it)\b)"
    r"(?!([\w']+) (?:by|to|and|after|for) \1\b)([\w']+) (?:[\w']+ ){0,2}\2\b|"
    r"\b(find|could be|can be|will|would|should) (?:\w+ ){1,2}\3\b|"
    r"(?-i:\b(?:an?|the) (?:an?|the|to|of|during|in)\b(?!-))|"
    r"\b(?:we|they|you)(?:'re| are) (?:\w+ )?(?:have|has|do|don't)\b|"
    r"^(?:up until|until|at first|originally)\b|"
    r"(?<!is )(?<!are )(?<!be )(?<!was )(?<!were )\bused to (?!it\b|this\b|that\b)[a-z]+|"
    r"^\w+ (?:\w+ )?(?:expects?|thinks?|believes?|hopes?|guess(?:es)?|says?) if\b|\b(\w+ \w+ \w+) (?:\w+ ){0,4}\4\b|"
    r"\b(?:everybody|everyone|people|somebody|someone|they|some) (?:was|were|is|are) (?:thinking|saying)\b|"
    r"\byou(?:'re| are) saying\b|\bready to say\b|"
    r"\b(?:great|good|nice|amazing|excellent) (?:work|job)\b|"
    r"^(?:someone|somebody|anyone|imagine)\b|"
    r"^with respect to\b|^(?:compared (?:to|with)|when it comes)\b(?!.*,)|^by (?:some|many|most|all|any)\b|"
    r", (?:but|and|so) (?:regarding|as for|with regards? to|with respect to|in terms of)\b|"
    r"\b(?:that|was|is|sure),? instead of\b[^,]*$|\b(?:is|are|was|were) or (?:the|an?|it)\b|"
    r"\b(?:will|would|can|could|should|must) (?:(?:or|and|but|[a-z]+ly) )?(?:the|an?|we|i|it|they)\b|"
    r"\b(?:two|three|several|few|different|following) (?:\w+ )?"
    r"(?:factors|things|reasons|points|options|questions|ways)\W*$|"
    r"\btouch(?:ed)? (?:up)?on (?:this|that|it)\b|^talked about\b|"
    r"\b(?:going to|gonna|will|'ll) (?:tell (?:us|you)|(?:do|give|present) (?:us |you )?an? (?:\w+ )?"
    r"(?:recap|summary|demo|presentation|update|overview|intro\w*))\b|"
    r"\b(\w{4,}) (?!(?:by|to|and|after|for|of|or) )(?:\w+ )?\5\b|"
    r"\b(?:can't|cannot|couldn't|don't|didn't|do not) (?:remember|recall|read out|hear|know (?:how|why|what|when))\b|"
    r"\b(?:will|going to|gonna|wants?(?:ed)? to|like to|i'll) (?:\w+ )?(?:(?:talk|speak)(?:ing)? (?:about|on|through)|"
    r"remind|go over|walk \w+ through|describe|present)\b|\bmov(?:e|ing) on to\b|"
    r"\b(?:has|have) an? (?:small |quick |brief |short |few |couple (?:of )?)?"
    r"(?:announcement|question|comment|update|remark)s?\b|"
    r"\b(?:and|but|so|or|because),? (?:if|unless|once)(?: [^\s,]+){1,4}$|"
    r"\b(?:why|how(?: (?:much|many|long|often|far|soon))?|what|where|when|who) "
    r"(?:do|does|did|will|would|should|could|can|is|are|was|has|have) (?:i|we|you|they|he|she|it|"
    r"this|that|the|these|those)\b|\b(?:would|could|should|does|did) (?:that|this|it|they|you) [a-z]",
    re.IGNORECASE,
)
"""Signs that the speaker took something back, broke off, does not know, makes an example up, or tells what is to come
instead of telling it."""

_EXPLETIVE = re.compile(
    rf"it(?:'s|\s+is|\s+was|'ll be|\s+(?:will|would|might|may|could|should) be)\s+(?:[a-z]+\s+)?{phrasing.HOW}\b",
    re.IGNORECASE,
)

_SUBJECTLESS = re.compile(
    r"(?:will|would|has|have|had|could|can|does|is|was|to|also to|maybe|perhaps)\b", re.IGNORECASE
)
"""How a line begins whose subject was only pointed to, or that its speaker only tries out."""

_BREAK = re.compile(r"[a-z,] (?:Well|So|And|But|Yeah|Oh|No|We|It|They|You|Okay|Already|This|That|The)\b|\w{2}[.!?]\s")
"""Where another sentence begins inside a line."""

_BUT = re.compile(r"[\s,]*but(?:(?:\s+[^\s.?!]+){3}|[^.?!]*(?:\.\.\.|…|$))", re.IGNORECASE)
"""What follows a clause that is only conceded: alone it would not be true."""


_FRONTED = re.compile(
    r"(?:^|[.,;] )(?:(?:so|and|but|then|now),? )?"
    r"(?P<what>(?:in|on|for|at|with|within|under|among|during|from|outside|like) "
    r"(?!(?:my|our|me|us|that|this|terms|addition|general|fact|particular|theory|case|other words|short|"
    r"the meantime)\b)[^,;.]{2,80}),\s*$",
    re.IGNORECASE,
)
"""What the clause behind it is only true of: "in the old town, there are walls"."""

_DOUBTED = re.compile(
    r"(?:so,? )?(?:is|was) that (?:the|right|accurate|correct|fair|true|what|kind of)\b", re.IGNORECASE
)
"""What follows a line that its speaker does not stand for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that could stand in the minutes, and the sentence it was made of.

    `form` is what its form is worth, `doubt` what it costs that it may be misheard.
    """

    text: str
    sentence: Sentence
    form: float
    doubt: float


class Extractive:
    """Chooses, merges, cleans, cuts, attributes and orders; `encoder` tells which lines mean the same.

    `odds` and `worth` are what was learned of outcomes and of lines, None: what comes with the tool.
    """

    def __init__(self, encoder: SentenceEncoder, odds: Learned | None = None, worth: Learned | None = None) -> None:
        self._encoder = encoder
        self._odds = odds or learned("odds")
        self._worth = worth or learned("worth")

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        """Notes and questions by time, then decisions and actions by time."""
        spoken = sum(len(words(utterance.text)) for utterance in utterances)
        said = spoken_sentences(utterances)
        made = outcomes(said, item, context, self._encoder, self._odds, self._worth)
        ends = self._distinct(made, OUTCOMES + spoken // OUTCOME_WORDS)
        if item or not context.notes.agenda:
            room = length.room(spoken, context.length)
        else:
            room = min(OTHER_NOTES, length.room(spoken - OTHER_WORDS, context.length))
        room = max(min(room, 1), room - int(len(ends) * OUTCOME_ROOM))
        asked = questions(said, item, context)[-1:] if item else []
        notes = self._notes(said, item, context, room, [*ends, *asked])
        by_time = sorted([*notes, *asked], key=lambda one: one.at)
        return (*by_time, *sorted(ends, key=lambda one: one.at))

    def _notes(
        self, said: list[Sentence], item: AgendaItem | None, context: Context, room: int, taken: list[Point]
    ) -> list[Point]:
        import numpy as np

        longest = length.longest_line(context.length)
        lines = lines_of(said, context, longest) or lines_of(said, context, length.LONGEST_ALONE)
        if not lines or room <= 0:
            return []
        frequent = Counter(word for sentence in said for word in set(content(sentence.text)))
        told = np.array([_topical(line.text, frequent) + _salient(line, frequent) - line.doubt for line in lines])
        kept = np.sort(np.argsort(-told - [line.form for line in lines], kind="stable")[:ENCODED])
        odds = worth.log_odds([lines[place].text for place in kept], self._encoder, self._worth)
        worthy = odds >= LEAST_WORTH
        spoken = sum(len(words(sentence.text)) for sentence in said)
        if item and spoken >= MISSED_WORDS and not (taken or worthy.any()):
            worthy[np.argmax(odds)] = True
        kept, odds = kept[worthy], odds[worthy]
        if not len(kept):
            return []
        lines = [lines[place] for place in kept]
        vectors = self._encoder.encode([line.text for line in lines])
        middle = vectors.mean(axis=0)
        middle /= np.linalg.norm(middle) or 1.0
        pointers = np.array([worth.pointers(line.text) for line in lines])
        scores = MIDDLE * (vectors @ middle) + told[kept] + WORTH * odds - UNCLEAR * pointers
        if item:
            scores = scores + TITLE * (vectors @ self._encoder.encode([item.title])[0])
        against = self._encoder.encode([one.text for one in taken]) if taken else vectors[:0]
        chosen = _choose(scores, vectors, against, room)
        return [_note(lines[place], float(odds[place]), item, context) for place in chosen]

    def _distinct(self, found: list[Point], most: int) -> list[Point]:
        """The surest decisions and actions, so many of each; of those that tell the same, the surer."""
        if not found:
            return []
        vectors = self._encoder.encode([one.text for one in found])
        kept: list[int] = []
        counts: Counter[str] = Counter()
        for place in sorted(range(len(found)), key=lambda place: -found[place].confidence):
            kind = found[place].kind
            if counts[kind] < most and all(vectors[place] @ vectors[other] < SAME_OUTCOME for other in kept):
                kept.append(place)
                counts[kind] += 1
        return [found[place] for place in sorted(kept)]


def lines_of(said: list[Sentence], context: Context, longest: int) -> list[Line]:
    """The best line of every sentence that gives one of at most so many words."""
    found: list[Line] = []
    for sentence in said:
        before = said[sentence.place - 1] if sentence.place else sentence
        depends = before is not sentence and before.voice == sentence.voice and _depends(sentence.text, before.text)
        after = said[sentence.place + 1] if sentence.place + 1 < len(said) else sentence
        if (_DOUBTED if after.voice == sentence.voice else DENIED).match(after.text):
            continue
        if sentence.text.endswith("?") or "[" in sentence.text or leads_on(sentence.text) or depends:
            continue
        if sentence.text.count('"') % 2 or ALTERNATIVE.match(sentence.text):
            continue
        made = [line for clause in clauses(sentence.text) if (line := _line(clause, sentence, context, longest))]
        best = max(made, key=lambda line: line.form - line.doubt, default=None)
        if best and best.form >= LEAST:
            found.append(best)
    return found


def _depends(text: str, before: str) -> bool:
    """Whether a sentence holds only under a condition said before it, or lost its subject to the sentence before."""
    goes_on = before[-1:].isalnum() and (mood.HYPOTHESIS.search(before) is not None or _lost_subject(bare(text)))
    return goes_on or mood.follows(text, before) or _MODAL.match(bare(text)) is not None


def _line(clause: str, sentence: Sentence, context: Context, longest: int) -> Line | None:
    if leads_on(bare(clause)) or _SLIP.search(clause) or _BREAK.search(clause) or not _holds(clause, sentence.text):
        return None
    if fronted := _FRONTED.search(sentence.text.partition(clause)[0]):
        clause = f"{fronted['what']}, {clause}"
    name = context.short(sentence.voice)
    text = phrasing.line(clause, name)
    if text and sentence.voice and (view := _as_thought(text, bare(clause), name, sentence)) is not None:
        text = view
    if not text or scope.is_torn(text, sentence.text) or not SHORTEST <= len(words(text)) <= longest:
        return None
    told = text.removeprefix(name)
    lost = _dropped(bare(clause), told) if told == text else 0.0
    if not (has_verb(bare(clause)) and is_whole(told) and phrasing.stands_alone(text)) or _SUBJECTLESS.match(text):
        return None
    sure = context.sure(text, sentence.utterances)
    if sure < LEAST_SURE:
        return None
    whole = bare(sentence.text).rstrip("?")
    at_edge = 0.5 * whole.startswith(clause[:20]) + 0.5 * whole.endswith(clause[-20:])
    return Line(text, sentence, worth.form(told) + WHOLE * at_edge - lost, DOUBT * (1 - sure))


def _holds(clause: str, sentence: str) -> bool:
    """Whether a clause of a sentence holds without what stands before and behind it there."""
    before, _, after = sentence.partition(clause)
    if before and (mood.HYPOTHESIS.search(before) or _lost_subject(clause)):
        return False
    opened = sentence.find(bare(clause))
    return not (_BUT.match(after) or ONLY_UNDER.match(after) or scope.hangs(sentence[: max(0, opened)]))


def _as_thought(text: str, clause: str, name: str, sentence: Sentence) -> str | None:
    """A guess, or an opinion of how things ought to be, as its speaker's; None where it is neither."""
    before = sentence.text.partition(clause)[0]
    told_of = before[-SPOKEN_OF:]
    if views.GUESS.search(before) or scope.is_doubted(text, sentence.text):
        return views.thought(text, clause, name)
    if views.OPINION.search(told_of) and views.is_norm(text):
        return views.thought(text, clause, name)
    return (views.thought(text, clause, name) or None) if views.THINKS.search(before) else None


def _dropped(clause: str, told: str) -> float:
    """What it costs a line that it goes without the subject of its clause."""
    if len(words(told)) >= len(words(clause)):
        return 0.0
    if _EXPLETIVE.match(clause):
        return EXPLETIVE
    return DROPPED.get(re.split(r"['\s]", clause.lower(), maxsplit=1)[0], POINTED)


def _lost_subject(clause: str) -> bool:
    """Whether a clause starts with its verb, because its subject stands in the clause before."""
    first = words(clause)[:1]
    return bool(first) and first[0].lower() in VERBS and not first[0].lower().endswith("'s")


def _topical(text: str, frequent: Counter[str]) -> float:
    """How much of a line is what the item keeps coming back to."""
    told = set(content(text))
    return TOPICAL * sum(frequent[word] > 1 for word in told) / max(4, len(told))


def _salient(line: Line, frequent: Counter[str]) -> float:
    """How much of the item's talk shares words with the sentence of a line: its degree in TextRank's graph."""
    degree = sum(frequent[word] - 1 for word in set(content(line.sentence.text)))
    highest = sum(sorted(frequent.values())[-20:]) or 1
    return SALIENT * math.log1p(degree) / math.log1p(highest)


def _choose(
    scores: NDArray[np.float32], vectors: NDArray[np.float32], taken: NDArray[np.float32], room: int
) -> list[int]:
    """Places of the best lines, each as different from those before it as it is good (maximal marginal relevance)."""
    import numpy as np

    chosen: list[int] = []
    nearest = (vectors @ taken.T).max(axis=1) if len(taken) else np.full(len(vectors), -1.0)
    while len(chosen) < room:
        worth = np.where(nearest < SAME, scores - REPEATED * np.maximum(nearest, 0), -np.inf)
        best = int(np.argmax(worth))
        if not np.isfinite(worth[best]):
            break
        chosen.append(best)
        nearest = np.maximum(nearest, vectors @ vectors[best])
    return sorted(chosen)


def _note(line: Line, odds: float, item: AgendaItem | None, context: Context) -> Point:
    made = point(line.sentence, line.text, "note", item, context)
    return replace(made, confidence=round(1 / (1 + math.exp(-odds)), 3))
