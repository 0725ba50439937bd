"""What an item ends in: its decisions, and who is to do what."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transcribe.agenda.cues import leads_on
from transcribe.minutes import acts, mood, phrasing, worth
from transcribe.minutes.cleaning import (
    ALTERNATIVE,
    DENIED,
    ONLY_UNDER,
    bare,
    capital,
    clauses,
    content,
    has_verb,
    shortened,
    words,
)
from transcribe.minutes.deferral import deferral
from transcribe.minutes.forms import SETTLES, Offer, offers
from transcribe.minutes.lexicon import AMOUNT, DANGLING_ENDS
from transcribe.minutes.odds import log_odds
from transcribe.minutes.status import status
from transcribe.references import item_numbers
from transcribe.schema import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transcribe.engines import SentenceEncoder
    from transcribe.minutes import Context
    from transcribe.minutes.acts import Form
    from transcribe.minutes.learned import Learned
    from transcribe.minutes.passages import Sentence
    from transcribe.schema import AgendaItem, PointKind

FIRM = 0.5
"""Weight of a recognised act that is shown whatever the odds."""

LEAST_ODDS = 0.1
"""Log-odds above which any other line is shown: a little likelier an outcome than not."""

WORTH = 0.3
"""What it counts that a line is clear by itself (worth.log_odds), beside being an outcome."""

TAKEN = 0.9
"""Weight of what was taken on in answer to a request, or announced as decided."""

LEAST_SURE = 0.75
"""How surely (Context.sure) its words were heard; below, an outcome was rather misheard."""

SETTLED = 0.8
"""Confidence of what becomes of a pull request."""

LONGEST, SPARE = 18, 6
"""Words of an outcome, and how many more of a decision, and of a task of which nothing can be left out."""

CLEAR = 3
"""Meaningful words that tell a task without its last part."""

LOOK_BACK, LOOK_AHEAD = 5, 3
"""Sentences in which a promise finds what was asked for, and a proposal its "yes"."""

_ADDRESSED = re.compile(r"\b(?:you|your|you'[a-z]+|yours|yourself|i|i'[a-z]+|my|mine|myself|guys)\b", re.IGNORECASE)
_POSSIBLE = re.compile(
    r"(?:we (?:also )?)?(?:can|could|couldn't|would|might|may|maybe|perhaps|possibly)\b", re.IGNORECASE
)
_HELD_GOOD = re.compile(
    r"\b(?:hopefully|goals? (?:is|was|are)|might|in favou?r of|interested in|interesting|please|"
    r"ready to say|would be nice|(?:will|going to) be able to)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:today|tonight|tomorrow|weeks?|months?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|calls?|meeting|release|"
    r"years?|january|february|march|april|may|june|july|august|september|october|november|december|q[1-4])\b",
    re.IGNORECASE,
)
"""What is hoped for, or held good, settles nothing, unless it is said for when."""

_SUPPOSED = re.compile(r"\b(?:hopefully|in that case)\b", re.IGNORECASE)
"""The same, where it stands before the clause."""

_STATUS = re.compile(
    r"we(?:'ve| have)\b(?! (?:to|(?:all |both |also )?(?:decided|agreed|chosen|settled|concluded))\b)"
    r"(?!.*(?:\b(?:will|going to|goals?|plans?|intent)\b|'ll\b))|"
    r".*\bshould be (?:\w+ )?(?:fine|good|okay|ok|easy|able|clear\w*|enough|simple\w*)\b|"
    r"(?:we )?(?:considered|discussed|talked about|had|did|got|saw)\b|"
    r"there (?:was|were)\b|.*\bdecided (?:on )?(?:two|three|a few|several|some) things\b|"
    r".*\beither\b(?!.*\bor\b)|.*\[",
    re.IGNORECASE,
)
"""What tells how things stand, or breaks off before it tells anything."""

_ANNOUNCES = re.compile(
    r"^(?!(?:that|this)(?:'s| is| was)\b).*\b(?:decided|agreed|settled|concluded|decision|consensus|conclusion)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"^[a-z]+(?: (?:up|at|into|to|for|on|with|out|of|over|care|through|about|back))* (?:it|them|"
    r"(?:that|this|those|these|one|some|something|things?|stuff)(?=$|,|\s+(?:for|to|in|on|at|with|and|or|by|from|as|up|"
    r"after|before|when|once|until|now|today|tomorrow|later|out|is|was)\b))"
    r"(?!\w)",
    re.IGNORECASE,
)
"""A task whose object is only pointed at: "look into it", "fix that for Friday"."""

_SET_TO = re.compile(r"(?:leave|keep|set|limit) it (?:at|to) ", re.IGNORECASE)

_POINTING_END = re.compile(r"\b(?:that|this|it|them|those|these|here|there)$", re.IGNORECASE)

_POINTING_PART = re.compile(
    r"(?<=\w),? (?:after|on|for|about|around|with|to|of|from|in|against) (?:that|this|it|them|those|these)$",
    re.IGNORECASE,
)
"""A last part that can go: "drop a link in the Discord after that"."""

_POINTS = re.compile(r"\b(?:him|her|them|it|there)\b", re.IGNORECASE)

_FOR_YOU = re.compile(r" (?:for|to|with) you(?: (?:all|guys|both))?\b(?! (?:to|who|that)\b)", re.IGNORECASE)
"""Whom it is done for, who was in the call and knows."""

_TAKES_BACK = re.compile(r"\b(?:but|anyway|don't have to|don't need to|rather not)\b", re.IGNORECASE)
"""What takes an assent back."""

_IN_THIS_CALL = re.compile(
    r"\b(?:quick|short|brief|status|couple of|some|an) (?:[\w-]+ )?(?:updates?|presentation|intro\w*|overview|recap)\b|"
    r"\b(?:start|begin|kick off)(?: out| off)? with\b|\bin (?:the )?(?:zoom )?chat\b|\bplus one\b|\bmove on to\b|"
    r"\b(?:show|cover|go over|present) (?:you )?the agenda\b|\b(?:couple|few|\d+|five|ten) (?:of )?minutes for\b|"
    r"\b(?:cover|propose|present|discuss|decide|decision|talk about)\b.*\btoday\b|^today\b|\btake the decision\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:next|tomorrow|later|after(?:wards)?|soon|until|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE
)
"""What is said of the call itself is done when it ends, unless it is to come later."""

_ONWARD = re.compile(
    r"\b(?:move|go|get|come)(?: on| back)? to (?:the )?next (?:item|topic|one|point|slide|speaker|meeting|thing)\b",
    re.IGNORECASE,
)
"""What only leads the call on."""

_FUTURE = re.compile(
    r"(?:will|is (?:\w+ )?(?:going|planning|hoping|looking|aiming) to|plans? to|is to)\b", re.IGNORECASE
)
_BINDS = re.compile(r"(?:would|wouldn't|should|shouldn't|must|won't|want(?:s|ed)|needs|has to|keeps|agree[sd])\b")
"""What a speaker says of their own doing, or of what they hold to be right; anything else only tells how it is."""

_POINTED_AT = re.compile(
    r"(?:it|this|that|they|those|these|he|she)(?:'[a-z]+|\s+(?:is|will|would|should|has))\b", re.IGNORECASE
)
"""A subject that was named before, so that without it nobody knows what was settled."""

_NAMES_ONLY = re.compile(
    r"(?:(?:hopefully|maybe|probably|tentatively),? )?(?:in|for|by|at|on|with|before|after|during|until|from)\b",
    re.IGNORECASE,
)
"""How a line begins that, without a verb, only names a time or a thing."""

_BEGUN_ANEW = re.compile(r"\b(?:yeah|yep|okay|oh|sorry|no no|hey)\b", re.IGNORECASE)
"""What shows, inside a line, that its speaker broke off."""

_FOR_ALL = re.compile(
    r"(?:make sure|confirm|ensure) (?:that )?(?:we|clients|people|everyone|everybody)\b", re.IGNORECASE
)
_WISHES = re.compile(r"\b(?:want(?:ed)?|would like|'d like) to\b", re.IGNORECASE)
"""What a speaker wants of all: "I just want to make sure that we test it"."""

_HANDLED = re.compile(
    r"(?:merge|close|review|approve|rebase|reopen|revert|update|test|fix) (?:it|this|that|this one|that one)\b",
    re.IGNORECASE,
)
"""What is done with the pull request or issue that an item is about."""


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may tell an outcome: made of `sentence`, resting on `rests`, which may hold an answer too.

    `form` is the form of words it was made from, `doing` what is to be done in it, empty for a statement; `weight` is
    that of the act it tells, 0 where none was recognised; `led` says that who leads the call said it.
    """

    text: str
    kind: PointKind
    form: Form
    sentence: Sentence
    rests: Sentence
    doing: str = ""
    weight: float = 0.0
    led: bool = False


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
        shown = one.weight >= FIRM or odds + WORTH * good > LEAST_ODDS
        if not shown or any(_overlap(one.text, other.text) for other in others):
            continue
        if context.sure(one.text, one.rests.utterances) >= LEAST_SURE:
            others.append(one)
            told = point(one.rests, one.text, one.kind, item, context)
            found[id(one)] = replace(told, confidence=round(1 / (1 + math.exp(-odds)), 3))
    return [*(found[id(one)] for one in made if id(one) in found), *_settled(said, item, context)]


def _surest(judged: tuple[Candidate, float, float]) -> tuple[bool, float]:
    """Recognised acts come first, the shortest clause that holds one before others; then what is likeliest."""
    one, odds, good = judged
    return (False, len(words(one.text))) if one.weight >= FIRM else (True, -odds - WORTH * good)


def _overlap(one: str, other: str) -> bool:
    """Whether two lines of a sentence share more than half of the meaningful words of the shorter."""
    mine, theirs = set(content(one.lower())), set(content(other.lower()))
    return 2 * len(mine & theirs) > min(len(mine), len(theirs))


@dataclass(frozen=True, slots=True)
class _Talk:
    """The sentences of an item, what each of them does, and what else is known."""

    said: list[Sentence]
    done: list[tuple[acts.Act, ...]]
    item: AgendaItem | None
    context: Context


def candidates(said: list[Sentence], item: AgendaItem | None, context: Context) -> list[Candidate]:
    """All lines that have the form of an outcome, no two alike of one sentence; most of them are none."""
    talk = _Talk(said, [acts.acts(bare(sentence.text)) for sentence in said], item, context)
    found: list[Candidate] = []
    for sentence in said:
        before = said[sentence.place - 1] if sentence.place else None
        made: dict[str, Candidate] = {}
        if _denied(sentence, said) or (before and before.voice == sentence.voice and mood.supposed(before.text)):
            continue
        steers = leads_on(bare(sentence.text)) or ALTERNATIVE.match(sentence.text) is not None
        for one in (*_actions(sentence, talk), *_decisions(sentence, talk)):
            alike = made.get(one.text.lower())
            here = _IN_THIS_CALL.search(one.text) and not _LATER.search(one.text)
            passing = here or _ONWARD.search(one.text) or ((steers or leads_on(one.doing)) and one.weight < FIRM)
            if not passing and (alike is None or alike.weight < one.weight):
                made[one.text.lower()] = one
        found += made.values()
    taken = {(one.doing, utterance) for one in found if one.weight == TAKEN for utterance in one.rests.utterances}
    return [
        one
        for one in found
        if one.weight == TAKEN or not any((one.doing, utterance) in taken for utterance in one.sentence.utterances)
    ]


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
    """Whether whoever speaks next says no."""
    following = said[sentence.place + 1 : sentence.place + 2]
    return any(one.voice != sentence.voice and DENIED.match(one.text) for one in following)


def _answer(sentence: Sentence, said: list[Sentence]) -> Sentence | None:
    """The next "yes" of somebody else."""
    following = said[sentence.place + 1 : sentence.place + 1 + LOOK_AHEAD]
    agreed = (later for later in following if later.voice != sentence.voice and acts.AGREE.match(later.text))
    return next((later for later in agreed if not _TAKES_BACK.search(later.text)), None)


def _spoken_to(sentence: Sentence, said: list[Sentence]) -> str | None:
    """Whom "you" means where nobody says yes: the one voice that speaks both right before and right after."""
    before = next((one.voice for one in reversed(said[: sentence.place]) if one.voice != sentence.voice), None)
    after = next((one.voice for one in said[sentence.place + 1 :] if one.voice != sentence.voice), None)
    return before if before == after else None


def _actions(sentence: Sentence, talk: _Talk) -> Iterator[Candidate]:
    done = [act for act in talk.done[sentence.place] if act.kind == "action"]
    if any(act.again for act in done):
        yield from _taken(sentence, talk)
    spoken = bare(sentence.text)
    known = offers(sentence.text, spoken)
    told = [Offer(act.form, act.doing, act.who, asks=act.asks) for act in done if not act.again]
    weights = {act.doing.lower(): act.weight for act in done}
    for offer in {
        one.doing.lower(): one for one in (*known, *told) if mood.is_told(one.doing, one.form, spoken)
    }.values():
        weight = weights.get(offer.doing.lower(), 0.0)
        if weight < FIRM and offer.who and offer.who.isupper() and not talk.context.attendee(offer.who):
            continue
        who, rests = _owner(offer, sentence, talk)
        modal, only_if = mood.modal(offer.doing, spoken), mood.condition(offer.doing, offer.form, spoken)
        if _is_for_all(offer, sentence):
            modal = ""
        text = _to_do(offer.doing, who, talk.context.short(sentence.voice), talk.item, modal)
        if text and only_if is not None:
            text = f"{text} {only_if}".rstrip()
            led = talk.context.name(sentence.voice) in talk.context.notes.mc
            yield Candidate(text, "action", offer.form, sentence, rests, offer.doing, weight, led)


def _owner(offer: Offer, sentence: Sentence, talk: _Talk) -> tuple[str, Sentence]:
    """Who is to do it, empty where nobody is told, and what that rests on."""
    said, context = talk.said, talk.context
    if offer.form == "promise" and not _is_for_all(offer, sentence):
        return context.short(sentence.voice), sentence
    if named := context.attendee(offer.who) if offer.who else None:
        return context.familiar(named.name), sentence
    answer = _answer(sentence, said) if offer.asks else None
    if offer.who:
        # of two who share the name it is the one who says yes
        told = answer and offer.who.split()[0].casefold() == context.name(answer.voice).split()[0].casefold()
        return (
            (context.short(answer.voice), _joined(sentence, answer))
            if answer and told
            else (capital(offer.who), sentence)
        )
    if offer.asks:
        if answer:
            return context.short(answer.voice), _joined(sentence, answer)
        if asked := _spoken_to(sentence, said):
            return context.short(asked), sentence
    return "", sentence


def _is_for_all(offer: Offer, sentence: Sentence) -> bool:
    return bool(_FOR_ALL.match(offer.doing) and _WISHES.search(sentence.text))


def _taken(sentence: Sentence, talk: _Talk) -> Iterator[Candidate]:
    """What "I'll do that" means: what somebody else asked for or proposed just before."""
    short = talk.context.short
    for earlier in reversed(talk.said[max(0, sentence.place - LOOK_BACK) : sentence.place]):
        for act in talk.done[earlier.place]:
            if act.kind == "action" and act.form != "promise" and earlier.voice != sentence.voice:
                text = _to_do(act.doing, short(sentence.voice), short(earlier.voice), talk.item)
                if text:
                    yield Candidate(text, "action", "promise", sentence, _joined(earlier, sentence), act.doing, TAKEN)
                    return


def _to_do(doing: str, who: str, speaker: str, item: AgendaItem | None, modal: str = "") -> str | None:
    """A task as a line: "Ada to open an issue", or "Open an issue" where nobody took it, "We could open an issue".

    None where it only points to something said elsewhere, other than to the pull request or issue of the item.
    """
    doing = _FOR_YOU.sub("", re.sub(r"\bme\b", speaker, doing))
    shorter = _POINTING_PART.sub("", doing)
    clear = len(content(shorter)) >= (2 if acts.is_task(shorter) else CLEAR)
    doing = shorter if clear and not _POINTS.search(shorter) else doing
    doing = re.sub(r"\bmy\b", "their" if who == speaker else f"{speaker}'s", doing)
    doing = re.sub(r"\byour\b", "their" if who and who != speaker else "the", doing)
    handled = who and item and item_numbers(item) and _HANDLED.match(doing)
    pointing = _POINTING.match(doing) or _POINTING_END.search(doing)
    if _ADDRESSED.search(doing) or (not handled and (len(content(doing)) < 2 or pointing)):
        return None
    doing = shortened(doing, LONGEST, SPARE) or ""
    return (f"{who} to {doing}" if who else capital(modal + doing)) if doing else None


def _decisions(sentence: Sentence, talk: _Talk) -> Iterator[Candidate]:
    """The clauses that may settle something, unless a condition stands before them.

    "So we'll go with the second one?" decides where somebody says yes.
    """
    said, context = talk.said, talk.context
    spoken = bare(sentence.text)
    led = context.name(sentence.voice) in context.notes.mc
    answer = _answer(sentence, said) if spoken.endswith("?") else None
    rests = _joined(sentence, answer) if answer else sentence
    if spoken.endswith("?") and not answer:
        return
    if text := deferral(spoken):
        yield Candidate(text, "decision", "statement", sentence, sentence, weight=SETTLED, led=led)
    if len(content(spoken)) <= 1 and _ANNOUNCES.match(spoken):
        yield from _announced(sentence, talk)
    for clause in clauses(spoken.rstrip("?")):
        if not SETTLES.search(clause):
            continue
        before, _, after = spoken.partition(clause)
        if acts.CONDITION.search(before + clause) or ONLY_UNDER.match(after):
            continue
        told = re.sub(r"^(?:let's|let us|so)\s+|\b(?:i|we) (?:think|guess|believe)\s+", "", clause, flags=re.IGNORECASE)
        kind: PointKind = "decision"
        inner = acts.act(clause)
        weight = inner.weight if inner and inner.kind == "decision" else 0.0
        text = _line(told, context.short(sentence.voice), settled=weight >= FIRM)
        if not text or _POSSIBLE.match(text) or (weight < FIRM and _settles_nothing(told, text, before, talk)):
            continue
        if text.startswith(f"{context.short(sentence.voice)} "):
            doing = text.removeprefix(f"{context.short(sentence.voice)} ")
            if not (_FUTURE.match(doing) or _BINDS.match(doing)):
                continue
            kind = "action" if _FUTURE.match(doing) else "decision"
        yield Candidate(text, kind, "statement", sentence, rests, weight=weight, led=led)


def _settles_nothing(clause: str, text: str, before: str, talk: _Talk) -> bool:
    """Whether a clause only tells how things stand, is hoped for or supposed, or points to what was named before."""
    pointing = _POINTED_AT.match(clause) and not (talk.item and item_numbers(talk.item))
    hoped = (_HELD_GOOD.search(clause) or _SUPPOSED.search(before)) and not _DATED.search(f"{before} {clause}")
    return bool(pointing or hoped or _STATUS.match(text))


def _announced(sentence: Sentence, talk: _Talk) -> Iterator[Candidate]:
    """What the same voice says next, where "it's decided" stands alone."""
    for following in talk.said[sentence.place + 1 : sentence.place + 2]:
        text = _line(following.text, talk.context.short(sentence.voice))
        if text and following.voice == sentence.voice:
            yield Candidate(text, "decision", "statement", sentence, _joined(sentence, following), weight=TAKEN)


def _line(clause: str, name: str, *, settled: bool = False) -> str | None:
    """A clause as a line, None where it tells too little; where it is `settled`, an amount tells something too."""
    text = phrasing.line(clause, name) or ""
    told = len(content(text)) + (len(AMOUNT.findall(text)) if settled else 0)
    pointing = _POINTING.match(text) and not (settled and _SET_TO.match(text))
    if not 3 <= len(words(text)) <= LONGEST + SPARE or told < 2 or pointing:
        return None
    if (_NAMES_ONLY.match(text) and not has_verb(text)) or _BEGUN_ANEW.search(text):
        return None
    return text if phrasing.stands_alone(text) and words(text)[-1].lower() not in DANGLING_ENDS else None


def _joined(first: Sentence, second: Sentence) -> Sentence:
    return replace(first, utterances=tuple(dict.fromkeys((*first.utterances, *second.utterances))))
