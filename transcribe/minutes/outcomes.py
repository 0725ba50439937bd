"""What an item ends in: its decisions, who is to do what, and the questions that stay open."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe.minutes import acts, phrasing
from transcribe.minutes.cleaning import bare, capital, clauses, content, words
from transcribe.minutes.status import status
from transcribe.references import item_numbers
from transcribe.schema import Point

if TYPE_CHECKING:
    from transcribe.minutes import Context
    from transcribe.minutes.passages import Sentence
    from transcribe.schema import AgendaItem, PointKind

LEAST = 0.5
"""Weight below which a sign of a decision or an action is not shown."""

LEAST_SURE = 0.75
"""How surely (Context.sure) its words were heard; below, an outcome was rather misheard."""

SETTLED = 0.8
"""Confidence of what becomes of a pull request."""

LONGEST = 18
"""Words of an outcome."""

LOOK_BACK, LOOK_AHEAD = 5, 3
"""Sentences in which a promise finds what was asked for, and a proposal its "yes"."""

_ADDRESSED = re.compile(r"\b(?:you|your|you'[a-z]+|yours|yourself|i|i'[a-z]+|my|mine|myself|guys)\b", re.IGNORECASE)
_POSSIBLE = re.compile(r"(?:we (?:also )?)?(?:can|could|couldn't|would|might|may)\b", re.IGNORECASE)
_ANNOUNCES = re.compile(
    r"^(?!(?:that|this)(?:'s| is| was)\b).*\b(?:decided|agreed|settled|concluded|decision|consensus|conclusion)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"^[a-z]+(?: (?:up|at|into|to|for|on|with|out|of|over|care|through|about|back))* (?:it|them|"
    r"(?:that|this|those|these|one|some|something|things?|stuff)(?=$|\s+(?:for|to|in|on|at|with|and|or|by|from|as|up|"
    r"after|before|when|once|until|now|today|tomorrow|later|out|is|was)\b))"
    r"(?!\w)",
    re.IGNORECASE,
)
"""A task whose object is only pointed at: "look into it", "fix that for Friday"."""


_POINTING_END = re.compile(r"\b(?:that|this|it|them|those|these|here|there)$", re.IGNORECASE)

_HANDLED = re.compile(
    r"(?:merge|close|review|approve|rebase|reopen|revert|update|test|fix) (?:it|this|that|this one|that one)\b",
    re.IGNORECASE,
)
"""What is done with the pull request or issue that an item is about."""

Ending = tuple[str, float, "Sentence"]
"""A line, its weight, and what it rests on."""


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


def outcomes(said: list[Sentence], item: AgendaItem | None, context: Context) -> list[Point]:
    """Decisions and actions by time, each with a confidence of at least LEAST."""
    talk = _Talk(said, [acts.acts(bare(sentence.text)) for sentence in said], item, context)
    found: list[Point] = []
    for sentence in said:
        for act in talk.done[sentence.place]:
            for text, weight, rests in _ends(act, sentence, talk):
                if weight >= LEAST and context.sure(text, rests.utterances) >= LEAST_SURE:
                    made = point(rests, text, act.kind, item, context)
                    found.append(replace(made, confidence=round(min(1.0, weight), 3)))
    return [*found, *_settled(said, item, context)]


@dataclass(frozen=True, slots=True)
class _Talk:
    """The sentences of an item, what each of them does, and what else is known."""

    said: list[Sentence]
    done: list[tuple[acts.Act, ...]]
    item: AgendaItem | None
    context: Context


def _ends(act: acts.Act, sentence: Sentence, talk: _Talk) -> list[Ending]:
    if act.kind == "action":
        made = _action(act, sentence, talk)
        return [made] if made else []
    return _decisions(act, sentence, talk) if act.kind == "decision" else []


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


def _answer(sentence: Sentence, said: list[Sentence]) -> Sentence | None:
    """The next "yes" of somebody else."""
    following = said[sentence.place + 1 : sentence.place + 1 + LOOK_AHEAD]
    return next((later for later in following if later.voice != sentence.voice and acts.AGREE.match(later.text)), None)


def _spoken_to(sentence: Sentence, said: list[Sentence]) -> str | None:
    """Whom "you" means where nobody says yes: the one voice that speaks both right before and right after."""
    before = next((one.voice for one in reversed(said[: sentence.place]) if one.voice != sentence.voice), None)
    after = next((one.voice for one in said[sentence.place + 1 :] if one.voice != sentence.voice), None)
    return before if before == after else None


def _action(act: acts.Act, sentence: Sentence, talk: _Talk) -> Ending | None:
    if act.again:
        return _taken(sentence, talk)
    said, context = talk.said, talk.context
    answer = _answer(sentence, said)
    named = context.attendee(act.who) if act.who else None
    who, weight, rests = "", act.weight, sentence
    if act.mine:
        who = context.short(sentence.voice)
    elif named:
        who, weight = context.familiar(named.name), weight + 0.2
    elif act.who and not act.asks:
        who = act.who
    elif act.asks and answer:
        who, rests = context.short(answer.voice), _joined(sentence, answer)
    elif act.asks and (asked := _spoken_to(sentence, said)):
        who = context.short(asked)
    weight += 0.1 if answer and not act.mine else 0.0
    weight += 0.1 if not act.mine and context.name(sentence.voice) in context.notes.mc else 0.0
    text = _to_do(act.doing, who, context.short(sentence.voice), talk.item)
    return (text, weight, rests) if text else None


def _taken(sentence: Sentence, talk: _Talk) -> Ending | None:
    """What "I'll do that" means: what somebody else asked for or proposed just before."""
    short = talk.context.short
    for earlier in reversed(talk.said[max(0, sentence.place - LOOK_BACK) : sentence.place]):
        for act in talk.done[earlier.place]:
            if act.kind == "action" and not act.mine and earlier.voice != sentence.voice:
                text = _to_do(act.doing, short(sentence.voice), short(earlier.voice), talk.item)
                if text:
                    return text, 0.9, _joined(earlier, sentence)
    return None


def _to_do(doing: str, who: str, speaker: str, item: AgendaItem | None) -> str | None:
    """A task as a line: "Ada to open an issue", or "Open an issue" where nobody took it.

    None where it only points to something said elsewhere, other than to the pull request or issue of the item.
    """
    doing = re.sub(r"\bme\b", speaker, doing)
    doing = re.sub(r"\bmy\b", "their" if who == speaker else f"{speaker}'s", doing)
    doing = re.sub(r"\byour\b", "their" if who and who != speaker else "the", doing)
    handled = who and item and item_numbers(item) and _HANDLED.match(doing)
    pointing = _POINTING.match(doing) or _POINTING_END.search(doing)
    if _ADDRESSED.search(doing) or (not handled and (len(content(doing)) < 2 or pointing)):
        return None
    doing = " ".join(doing.split()[:LONGEST])
    return f"{who} to {doing}" if who else capital(doing)


def _decisions(act: acts.Act, sentence: Sentence, talk: _Talk) -> list[Ending]:
    """The shortest clauses that hold a decision each, unless a condition stands before them.

    "So we'll go with the second one?" decides where somebody says yes.
    """
    said, context = talk.said, talk.context
    following = said[sentence.place + 1 : sentence.place + 2]
    if len(content(act.doing)) <= 1 and _ANNOUNCES.match(act.doing) and following:
        return _announced(sentence, following[0], context)
    answer = _answer(sentence, said)
    if act.doing.endswith("?") and not answer:
        return []
    before = bare(sentence.text).partition(act.doing)[0]
    surer = 0.1 * bool(answer) + 0.1 * (context.name(sentence.voice) in context.notes.mc)
    rests = _joined(sentence, answer) if answer and act.doing.endswith("?") else sentence
    found: dict[str, Ending] = {}
    for clause in sorted(clauses(act.doing.rstrip("?")), key=lambda clause: len(words(clause))):
        inner = acts.act(clause)
        if inner is None or inner.kind != "decision" or any(shorter in clause for shorter in found):
            continue
        if acts.CONDITION.search(before + act.doing.partition(clause)[0] + clause):
            continue
        told = re.sub(r"^(?:let's|let us|so)\s+|\b(?:i|we) (?:think|guess|believe)\s+", "", clause, flags=re.IGNORECASE)
        text = phrasing.line(told, context.short(sentence.voice))
        enough = text and 2 <= len(words(text)) <= LONGEST + 4 and len(content(text)) >= 2
        if text and enough and not _POSSIBLE.match(text) and phrasing.stands_alone(text) and not _POINTING.match(text):
            found[clause] = (text, inner.weight + surer, rests)
    return list(found.values())


def _announced(sentence: Sentence, following: Sentence, context: Context) -> list[Ending]:
    """What the same voice says next, where "it's decided" stands alone."""
    if following.voice != sentence.voice:
        return []
    text = phrasing.line(following.text, context.short(sentence.voice))
    if not text or not 3 <= len(words(text)) <= LONGEST or len(content(text)) < 2 or not phrasing.stands_alone(text):
        return []
    return [(text, 0.9, _joined(sentence, following))]


def _joined(first: Sentence, second: Sentence) -> Sentence:
    return replace(first, utterances=tuple(dict.fromkeys((*first.utterances, *second.utterances))))


def questions(said: list[Sentence], item: AgendaItem | None, context: Context) -> list[Point]:
    """Questions that were left open: the answer is a doubt, or nobody answers before the talk ends."""
    found: list[Point] = []
    for sentence in said:
        text = bare(sentence.text)
        act = acts.act(text)
        if act is None or act.kind != "question" or not 5 <= len(words(text)) <= LONGEST:
            continue
        next_up = said[sentence.place + 1 : sentence.place + 2]
        following = [later for later in said[sentence.place + 1 : sentence.place + 5] if later.voice != sentence.voice]
        if any(later.voice == sentence.voice for later in next_up):
            continue
        if following and not any(acts.UNANSWERED.search(later.text) for later in following):
            continue
        if not re.search(r"\b(?:you|your|i|me|my|this|it|they|he|she|that(?=\?| is| was))\b", text, re.IGNORECASE):
            found.append(point(sentence, capital(text), "question", item, context))
    return found
