"""What a clause settles, or holds to be right."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from transcribe.minutes import acts, mood, phrasing, scope, views
from transcribe.minutes.candidate import FIRM, LONGEST, POINTING, SETTLED, SPARE, TAKEN, Candidate, Talk, assent, joined
from transcribe.minutes.cleaning import ONLY_UNDER, bare, clauses, content, has_verb, words
from transcribe.minutes.deferral import deferral
from transcribe.minutes.forms import SETTLES
from transcribe.minutes.lexicon import AMOUNT, DANGLING_ENDS
from transcribe.references import item_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transcribe.minutes.passages import Sentence

_SUGGESTS = re.compile(rf"{mood.SUGGESTS} (?:let'?s|we(?: should| could| can)?|to) ", re.IGNORECASE)
_SHALL_WE = re.compile(
    r"^(?:(?:should|shall|can|could) we|do we(?: all)?(?: still| also| just| then| all| maybe)* (?:want|need) to)"
    r"(?: all| also| just| then| maybe| now)* "
    r"(?!have\b|hear\b|see\b|know\b|say\b|think\b|expect\b)",
    re.IGNORECASE,
)
"""How a proposal begins that is put as a question."""

_REASON = re.compile(r"\b(?:because|since|otherwise)\W*$", re.IGNORECASE)

_ONCE = re.compile(r"\b(?:when|once|as soon as|after) (?:[\w'-]+ ){1,8}[\w'-]+,\s*$", re.IGNORECASE)
"""When what follows will be: "when the roof is done, we'll open the gate"."""

_CONTESTED = re.compile(
    r"(?:(?:yeah|yes|yep|well|so|no|okay|right|sure|hmm),? )*(?:but\b|not really|no\b|i (?:don't|do not|wouldn't|"
    r"disagree|strongly disagree|am not sure)|i'm not (?:sure|convinced)|i'd rather)\b",
    re.IGNORECASE,
)
"""How somebody begins who does not agree."""

_POSSIBLE = re.compile(
    r"(?:we (?:also )?)?(?:can|could|couldn't|would|might|may|maybe|perhaps|possibly)\b|"
    r"(?!no\b|only\b)(?:the )?\w+ (?:can|could|might|may)\b",
    re.IGNORECASE,
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
    r"we will have (?:[a-z]+er|more|less) |.*\bwill become (?:feasible|possible|available|easier|clear)\b|"
    r".*\b(?:completed|finished|released|shipped|launched)\b.*\bago\b|.*\beither\b(?!.*\bor\b)|.*\[",
    re.IGNORECASE,
)
"""What tells how things stand, or breaks off before it tells anything."""

_ANNOUNCES = re.compile(
    r"^(?!(?:that|this)(?:'s| is| was)\b).*\b(?:decided|agreed|settled|concluded|decision|consensus|conclusion)\b",
    re.IGNORECASE,
)

_SET_TO = re.compile(r"(?:leave|keep|set|limit) it (?:at|to) ", re.IGNORECASE)

_FUTURE = re.compile(
    r"(?:will|is (?:\w+ )?(?:going|planning|hoping|looking|aiming) to|plans? to|is to|(?:would )?(?:needs? to|have to)|"
    r"has to)\b",
    re.IGNORECASE,
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

_BEGUN_ANEW = re.compile(
    r"\b(?:yeah|yep|okay|oh|sorry|no no|hey)\b|^(?:regarding|with regards? to)\b|^[^,]{1,40}, (?:which|who) [^,]*$",
    re.IGNORECASE,
)
"""What shows, inside a line, that its speaker broke off or never came to say what of it."""


def decisions(sentence: Sentence, talk: Talk) -> Iterator[Candidate]:
    """The clauses that may settle something, unless a condition stands before them.

    "So we'll go with the second one?" decides where somebody says yes.
    """
    said, context = talk.said, talk.context
    spoken = bare(sentence.text)
    led = context.name(sentence.voice) in context.notes.mc
    answer = assent(sentence, said) if spoken.endswith("?") else None
    rests = joined(sentence, answer) if answer else sentence
    if spoken.endswith("?") and not answer:
        return
    if text := deferral(spoken):
        yield Candidate(text, "decision", "statement", sentence, sentence, weight=SETTLED, led=led)
    if len(content(spoken)) <= 1 and _ANNOUNCES.match(spoken):
        yield from _announced(sentence, talk)
    if answer:
        spoken = _SHALL_WE.sub("let's ", spoken)
    for clause in filter(SETTLES.search, clauses(spoken.rstrip("?"))):
        before, _, after = spoken.partition(clause)
        under = acts.CONDITION.search(before + clause) or ONLY_UNDER.match(after) or _REASON.search(before)
        if under or _ONCE.search(before) or scope.hangs(before):
            continue
        if one := _statement(_SUGGESTS.sub("let's ", clause), before, sentence, talk):
            yield replace(one, rests=rests, led=led)


def _statement(clause: str, before: str, sentence: Sentence, talk: Talk) -> Candidate | None:
    """The line of one clause, where it may settle something."""
    name = talk.context.short(sentence.voice)
    told = re.sub(r"^(?:let's|let us|so)\s+|\b(?:i|we) (?:think|guess|believe)\s+", "", clause, flags=re.IGNORECASE)
    inner = acts.act(clause)
    weight = inner.weight if inner and inner.kind == "decision" else 0.0
    text = _line(told, name, settled=weight >= FIRM)
    if not text or _POSSIBLE.match(text) or (weight < FIRM and _settles_nothing(told, text, before, talk)):
        return None
    one = Candidate(text, "decision", "statement", sentence, sentence, weight=weight)
    if text.startswith(f"{name} "):
        doing = text.removeprefix(f"{name} ")
        if _FUTURE.match(doing):
            return replace(one, kind="action")
        return one if _BINDS.match(doing) else None
    return (
        replace(one, told=views.as_view(text, clause, name)) if _is_view(clause, weight, sentence, talk.said) else one
    )


def _is_view(clause: str, weight: float, sentence: Sentence, said: list[Sentence]) -> bool:
    """Whether a clause is said as its speaker's own view and nobody agrees, or somebody at once does not."""
    if sentence.voice is None:
        return False
    following = said[sentence.place + 1 : sentence.place + 2]
    if any(one.voice != sentence.voice and _CONTESTED.match(one.text) for one in following):
        return True
    before = sentence.text.partition(clause.removeprefix("let's "))[0]
    return weight < FIRM and views.OPINION.search(before) is not None and assent(sentence, said) is None


def _settles_nothing(clause: str, text: str, before: str, talk: Talk) -> bool:
    """Whether a clause only tells how things stand, is hoped for or supposed, or points to what was named before."""
    pointing = _POINTED_AT.match(clause) and not (talk.item and item_numbers(talk.item))
    hoped = (_HELD_GOOD.search(clause) or _SUPPOSED.search(before)) and not _DATED.search(f"{before} {clause}")
    return bool(pointing or hoped or _STATUS.match(text))


def _announced(sentence: Sentence, talk: Talk) -> Iterator[Candidate]:
    """What the same voice says next, where "it's decided" stands alone."""
    for following in talk.said[sentence.place + 1 : sentence.place + 2]:
        text = _line(following.text, talk.context.short(sentence.voice))
        if text and following.voice == sentence.voice:
            yield Candidate(text, "decision", "statement", sentence, joined(sentence, following), weight=TAKEN)


def _line(clause: str, name: str, *, settled: bool = False) -> str | None:
    """A clause as a line, None where it tells too little; where it is `settled`, an amount tells something too."""
    text = phrasing.line(clause, name) or ""
    told = len(content(text)) + (len(AMOUNT.findall(text)) if settled else 0)
    pointing = POINTING.match(text) and not (settled and _SET_TO.match(text))
    if not 3 <= len(words(text)) <= LONGEST + SPARE or told < 2 or pointing:
        return None
    if (_NAMES_ONLY.match(text) and not has_verb(text)) or _BEGUN_ANEW.search(text):
        return None
    return text if phrasing.stands_alone(text) and words(text)[-1].lower() not in DANGLING_ENDS else None
