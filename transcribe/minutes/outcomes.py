"""What an item ends in: its decisions, and who is to do what."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from transcribe.agenda.cues import leads_on
from transcribe.minutes import acts, mood, scope, worth
from transcribe.minutes.candidate import FIRM, SETTLED, TAKEN, Candidate, Talk, joined
from transcribe.minutes.cleaning import ALTERNATIVE, DENIED, bare, content, words
from transcribe.minutes.deferral import PUT_OFF
from transcribe.minutes.odds import log_odds
from transcribe.minutes.statements import decisions
from transcribe.minutes.status import status
from transcribe.minutes.tasks import actions
from transcribe.references import item_numbers
from transcribe.schema import Point

if TYPE_CHECKING:
    from transcribe.engines import SentenceEncoder
    from transcribe.minutes import Context
    from transcribe.minutes.learned import Learned
    from transcribe.minutes.passages import Sentence
    from transcribe.schema import AgendaItem, PointKind

LEAST_ODDS: dict[PointKind, float] = {"action": -0.8, "decision": 0.0}
"""Log-odds above which any other line is shown: rather a decision than none, but an action missed is worse than one
too many."""

WORTH = 0.3
"""What it counts that a line is clear by itself (worth.log_odds), beside being an outcome."""

LEAST_SURE = 0.75
"""How surely (Context.sure) its words were heard; below, an outcome was rather misheard."""

LAID_OUT = 10
"""Sentences for which a proposal is laid out."""

_PROPOSES = re.compile(
    r"\b(?:i'd like|i would like|i want(?:ed)?|i'm going|i am going|i'm here) to "
    r"(?:propose|introduce|present (?:an?|this|our|my) (?:[\w-]+ )?(?:proposal|idea|eip|design))\b",
    re.IGNORECASE,
)

_LAYS_OUT = re.compile(r"(?:propose|introduce|present)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:maybe|perhaps)\b", re.IGNORECASE)

_IN_THIS_CALL = re.compile(
    r"\b(?:today's|this) call$|"
    r"\b(?:quick|short|brief|status|couple of|some|an) (?:[\w-]+ )?"
    r"(?:status|updates?|presentation|intro\w*|overview|recap)\b|"
    r"\b(?:start|begin|kick off)(?: out| off)? with\b|\bin (?:the )?(?:zoom )?chat\b|\bplus one\b|\bmove on to\b|"
    r"\b(?:show|cover|go over|present) (?:you )?the agenda\b|\bdo (?:the |some |an )?updates? from\b|"
    r"\b(?:couple|few|\d+|five|ten) (?:of )?minutes for\b|"
    r"\btake\b[^,]{3,40}\b(?:first|before)\b|"
    r"\b(?:cover|propose|present|discuss|decide|decision|talk about)\b.*\btoday\b|^today\b|\btake the decision\b",
    re.IGNORECASE,
)

_TALK_ONLY = re.compile(
    r"(?:discuss|talk about|chat about|debate|delay the discussion|"
    r"have (?:a|the|that|this) (?:discussion|conversation))\b",
    re.IGNORECASE,
)
"""A task that is done by the talk that follows, unless it is to come later."""

_LATER = re.compile(
    r"\b(?:next|tomorrow|later|after(?:wards)?|soon|until|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE
)
"""What is said of the call itself is done when it ends, unless it is to come later."""

_CORRECTED = re.compile(
    r"(?:(?:or|oh|no|i mean|well),? )*(?:i mean,? (?:sorry|no)|sorry,? (?:i mean(?:t)?|not)|(?:no|oh),? sorry|"
    r"scratch that|sorry, (?:next|on|the|by|in)|i meant)\b",
    re.IGNORECASE,
)
"""How a speaker begins who puts right what was just said: "Tomorrow. I mean, sorry, next week."."""

_ONWARD = re.compile(
    r"\b(?:move|go|get|come)(?: on| back)? to (?:the )?next (?:item|topic|one|point|slide|speaker|meeting|thing)\b",
    re.IGNORECASE,
)
"""What only leads the call on."""


def point(sentence: Sentence, text: str, kind: PointKind, item: AgendaItem | None, context: Context) -> Point:
    """A point that rests on one sentence; its confidence is set by who makes it."""
    first = sentence.utterances[0]
    voices = [utterance.voice for utterance in sentence.utterances] if sentence.voice else []
    return Point(
        id=f"p{first.id[1:]}",
        item=item.id if item else None,
        kind=kind,
        text=text,
        speakers=tuple(dict.fromkeys(context.name(voice) for voice in voices)),
        at=first.start,
        utterances=tuple(utterance.id for utterance in sentence.utterances),
        confidence=0.5,
    )


def is_outcome(point: Point) -> bool:
    """Whether the point belongs last: a decision or an action."""
    return point.kind in {"decision", "action"}


def outcomes(
    said: list[Sentence],
    item: AgendaItem | None,
    context: Context,
    encoder: SentenceEncoder,
    weights: Learned,
    worths: Learned,
) -> list[Point]:
    """Decisions and actions by time; the confidence of each is how likely it is one."""
    made = candidates(said, item, context)
    likely = log_odds(made, said, encoder, weights).tolist() if made else []
    clear = worth.log_odds([one.text for one in made], encoder, worths).tolist() if made else []
    by_sentence: dict[int, list[Candidate]] = {}
    found: dict[int, Point] = {}
    for one, odds, good in sorted(zip(made, likely, clear, strict=True), key=_surest):
        others = by_sentence.setdefault(one.sentence.place, [])
        shown = one.weight >= FIRM or odds + WORTH * good > LEAST_ODDS[one.kind]
        if not shown or any(_overlap(one.text, other.text) for other in others):
            continue
        if context.sure(one.text, one.rests.utterances) >= LEAST_SURE:
            others.append(one)
            told = point(one.rests, one.told or one.text, one.kind, item, context)
            found[id(one)] = replace(told, confidence=round(1 / (1 + math.exp(-odds)), 3))
    return [*(found[id(one)] for one in made if id(one) in found), *_settled(said, item, context)]


def _surest(judged: tuple[Candidate, float, float]) -> tuple[int, float]:
    """Recognised acts come first, the shortest clause that holds one before others; then what is likeliest.

    That something is put off, without a name for it, comes after what else its sentence settles.
    """
    one, odds, good = judged
    if one.weight < FIRM:
        return 2, -odds - WORTH * good
    return int(one.text.startswith(PUT_OFF)), len(words(one.text))


def _overlap(one: str, other: str) -> bool:
    """Whether two lines of a sentence share more than half of the meaningful words of the shorter."""
    mine, theirs = set(content(one.lower())), set(content(other.lower()))
    return 2 * len(mine & theirs) > min(len(mine), len(theirs))


def candidates(said: list[Sentence], item: AgendaItem | None, context: Context) -> list[Candidate]:
    """All lines that have the form of an outcome, no two alike of one sentence; most of them are none."""
    talk = Talk(said, [acts.acts(bare(sentence.text)) for sentence in said], item, context)
    found: list[Candidate] = []
    for sentence in said:
        before = said[sentence.place - 1] if sentence.place else None
        made: dict[str, Candidate] = {}
        under = mood.supposed(before.text) if before and before.voice == sentence.voice else ""
        if _denied(sentence, said) or under is None:
            continue
        steers = leads_on(bare(sentence.text)) or ALTERNATIVE.match(sentence.text) is not None
        for one in (*actions(sentence, talk), *decisions(sentence, talk)):
            alike = made.get(one.text.lower())
            here = _IN_THIS_CALL.search(one.text) and not _LATER.search(one.text)
            here = here or (_TALK_ONLY.match(one.doing) and not _LATER.search(one.text))
            passing = here or _ONWARD.search(one.text) or _is_laid_out(one, said)
            passing = passing or scope.is_torn(one.text, sentence.text)
            weak = steers or leads_on(one.doing) or _is_vague(one, context)
            if not (passing or (weak and one.weight < FIRM)) and (alike is None or alike.weight < one.weight):
                made[one.text.lower()] = _under(one, under, before) if before and under else one
        found += made.values()
    taken = {(one.doing, utterance) for one in found if one.weight == TAKEN for utterance in one.rests.utterances}
    return [
        one
        for one in found
        if one.weight == TAKEN or not any((one.doing, utterance) in taken for utterance in one.sentence.utterances)
    ]


def _under(one: Candidate, condition: str, before: Sentence) -> Candidate:
    """The line with what the sentence before it supposed."""
    told = f"{one.told} {condition}" if one.told else ""
    return replace(one, text=f"{one.text} {condition}", told=told, rests=joined(before, one.rests))


def _is_vague(one: Candidate, context: Context) -> bool:
    """Whether not even its speaker stands for it."""
    return _VAGUE.search(one.text) is not None and not one.text.startswith(context.short(one.sentence.voice))


def _is_laid_out(one: Candidate, said: list[Sentence]) -> bool:
    """Whether it is only part of what its speaker is laying before the call: "I'd like to propose …. We will add …"."""
    if one.form not in {"plan", "statement"}:
        return _PROPOSES.search(one.sentence.text) is not None and _LAYS_OUT.match(one.doing) is not None
    place = one.sentence.place
    begun = takewhile(
        lambda each: each.voice == one.sentence.voice, reversed(said[max(0, place - LAID_OUT) : place + 1])
    )
    return any(_PROPOSES.search(each.text) for each in begun)


def _settled(said: list[Sentence], item: AgendaItem | None, context: Context) -> list[Point]:
    """What becomes of the pull request or issue that an item is about, as said last."""
    if item is None or not item_numbers(item):
        return []
    for sentence in reversed(said):
        told = status(bare(sentence.text))
        if told and context.sure(sentence.text, sentence.utterances) >= LEAST_SURE:
            text = told.format(who=context.short(sentence.voice))
            return [replace(point(sentence, text, "decision", item, context), confidence=SETTLED)]
    return []


def _denied(sentence: Sentence, said: list[Sentence]) -> bool:
    """Whether whoever speaks next says no, or its own speaker goes on with another word for the last one."""
    following = said[sentence.place + 1 : sentence.place + 2]
    return any((_CORRECTED if one.voice == sentence.voice else DENIED).match(one.text) for one in following)
