"""What the page's closing asks for, when it was said: who leads the next call, the next release, the next date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.minutes.cleaning import bare, sentences, tidy
from transcribe.schema import ClosingField, Notes, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    Field = Literal["next-mc", "next-release", "next-call"]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?|(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth|thirtieth)"
)
DATE = (
    rf"(?:(?:{_DAY},?\s+)?(?:the\s+)?(?:{_MONTH}\s+(?:the\s+)?{_ORDINAL}|"
    rf"{_ORDINAL}\s+(?:of\s+)?{_MONTH})(?:,?\s+\d{{4}})?"
    rf"|\d{{4}}-\d\d-\d\d|(?:next|this)\s+{_DAY}|{_DAY}|the\s+{_ORDINAL}(?=\s*[.,]|$)|(?:early|mid|late|"
    rf"end of)\s+{_MONTH}|(?:in\s+)?(?:two|three|four|2|3|4)\s+weeks(?:\s+(?:from now|time))?|next\s+(?:week|month))"
)
_NEXT_CALL = re.compile(
    rf"\b(?:next|following)\s+(?:\w+\s+){{0,2}}?(?:call|meeting|one)\b.{{0,30}}?\b(?:is|will be|would be|on|for|at|"
    rf"in)\s+(?:on\s+|the\s+)?(?P<value>{DATE})",
    re.IGNORECASE,
)
_MEET = re.compile(
    rf"\b(?:meet|talk|see (?:you|each other|everyone))\b.{{0,20}}?\b(?:again\s+)?(?:on\s+|the\s+)?(?P<value>{DATE})",
    re.IGNORECASE,
)
_EXACT = re.compile(rf"\s*,?\s*(?:so\s+)?on\s+(?:the\s+)?(?P<value>{DATE})", re.IGNORECASE)
_VERSION = r"v?\d+(?:\.\d+)+"
_RELEASE = re.compile(
    rf"(?<!beta )(?<!alpha )(?<!candidate )\b(?:(?P<next>next )?release|version)(?!-)\b"
    rf"(?: of (?:the )?[\w-]+)?(?: {_VERSION})?,? (?:will be|'ll be|will come|will happen|is|goes|comes|should be|"
    rf"planned|scheduled|due|ships|happens|on|for|by)\b,? (?:[\w.']+ ){{0,6}}?(?P<value>{DATE})",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"(?<![\w.]){_VERSION}(?![\w.]*\d)", re.IGNORECASE)
_COMES = re.compile(
    r"\b(?:will|'ll|going to|plan\w*|scheduled?|aim\w*|due|goes out|comes?|ships?|happens?|should|"
    r"(?:is|are) (?:on|in|for|out|the|next|this|early|mid|late|planned|scheduled|due)\b)",
    re.IGNORECASE,
)
_IS_OVER = re.compile(
    r"\b(?:was|were|went|did|came|had|wrote|talked|spoke|broke\w*|shipped|released|merged|last|previous|ago|since|"
    r"yesterday|already|not|won't|skip|miss|if|test)\b|\?$",
    re.IGNORECASE,
)
"""What is told of a release that was, is denied, asked about or supposed."""

_LEADS = (
    r"(?:(?:be\s+(?:the\s+)?)?(?:mc|emcee)\b.{0,25}\bnext\b|"
    r"(?:be\s+(?:the\s+)?(?:host|chair)|host|chair|run|moderate|lead)\s+(?:(?:for )?the\s+)?next\s+"
    r"(?:call|meeting|one|week|time|month)\b|be\s+(?:the\s+)?next\s+(?:mc|emcee|host|chair|moderator)\b)"
)
"""To lead the next call."""
_MC = (
    re.compile(
        rf"\b(?P<name>(?-i:[A-Z][\w'-]+(?: [A-Z][\w'-]+)?))\s+(?:will|is going to|can|to)\s+{_LEADS}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bnext\s+(?:week's\s+|call's\s+)?(?:mc|emcee|host|chair|moderator)\s+(?:is|will be|"
        r"would be)\s+(?P<name>(?-i:[A-Z][\w'-]+(?: [A-Z][\w'-]+)?))",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<name>(?-i:[A-Z][\w'-]+(?: [A-Z][\w'-]+)?))\s+(?:is|will be|would be)\s+(?:the\s+|our\s+)?next\s+"
        r"(?:mc|emcee|host|chair|moderator)\b",
        re.IGNORECASE,
    ),
)
_I_MC = re.compile(
    r"\bI(?:'ll| will| can| could| am happy to|'m happy to| volunteer to)\s+"
    rf"(?:{_LEADS}|(?:mc|emcee|host|chair|run|moderate|lead)\s+(?:it|that)\b)",
    re.IGNORECASE,
)
_ASK_MC = re.compile(
    r"\b(?:who|anyone|anybody|volunteer)\b.{0,40}\b(?:(?:mc|emcee|host|chair|moderate|run)\b.{0,25}\bnext\b|"
    r"next\s+(?:mc|emcee|host|chair|moderator)\b)",
    re.IGNORECASE,
)
_ASK_THEM = re.compile(rf"\b(?:would|could|can|will|do) you\b.{{0,20}}\b{_LEADS}.*\?", re.IGNORECASE)
_YES = re.compile(
    r"(?:yes|yeah|yep|sure|okay|ok|of course|happy to|i(?:'d| would) (?:love|be happy) to|no problem|i can|i will|"
    r"i'll)\b",
    re.IGNORECASE,
)
_ASK_RELEASE = re.compile(r"\b(?:who|when|what about)\b.{0,40}\bnext release\b.*\?", re.IGNORECASE)
_OUT = re.compile(
    rf"\b(?:goes out|comes out|will be|is|ship|on|by)\s+(?:on\s+|the\s+)?(?P<value>{DATE})", re.IGNORECASE
)
_ACCEPT = re.compile(
    r"\bI(?:'ll| will| can| could)\s+(?:do (?:it|that)|take it|mc|host)\b|\b(?:I volunteer|me)\b", re.IGNORECASE
)

ANSWERS = 4
"""Utterances after a question for the next MC in which somebody may still take it."""


def closing_fields(
    utterances: tuple[Utterance, ...], notes: Notes, names: Mapping[str, str]
) -> tuple[ClosingField, ...]:
    """The last thing said about each field, rather of what is called the next; nothing where nothing was said."""
    found: dict[Field, ClosingField] = {}
    sure: dict[Field, bool] = {}
    for one in _said(utterances, notes, names):
        if one.sure or not sure.get(one.field):
            found[one.field] = ClosingField(one.field, one.value, one.utterance.start, (one.utterance.id,))
            sure[one.field] = one.sure
    return tuple(found.values())


def tells_field(text: str, fields: tuple[ClosingField, ...], notes: Notes) -> bool:
    """Whether a line only says who leads the next call, which the page's closing section holds already."""
    held = "closing" in notes.sections and any(field.field == "next-mc" for field in fields)
    return held and any(pattern.search(text) for pattern in _MC)


@dataclass(frozen=True, slots=True)
class _Said:
    field: Field
    value: str
    utterance: Utterance
    sure: bool = True


def _said(utterances: tuple[Utterance, ...], notes: Notes, names: Mapping[str, str]) -> Iterator[_Said]:
    released = -ANSWERS - 1
    late = utterances[-1].end * 0.8 if utterances else 0.0
    for place, utterance in enumerate(utterances):
        text = tidy(utterance.text)
        name = _next_mc(text, notes) or _takes(place, text, utterances, names)
        if name:
            yield _Said("next-mc", name, utterance)
        if _ASK_RELEASE.search(text):
            released = place
        elif 0 < place - released <= ANSWERS and (out := _OUT.search(text)):
            yield _Said("next-release", out["value"].removeprefix("the "), utterance)
        for start, end in sentences(text):
            if told := _release(text[start:end]):
                yield _Said("next-release", told[0], utterance, sure=told[1])
        call = _NEXT_CALL.search(text) or (_MEET.search(text) if utterance.start >= late else None)
        if call:
            exact = _EXACT.match(text, call.end())
            yield _Said("next-call", (exact or call)["value"].removeprefix("the "), utterance)


def _takes(place: int, text: str, utterances: tuple[Utterance, ...], names: Mapping[str, str]) -> str | None:
    """Who offers to lead the next call, or says yes to that."""
    utterance = utterances[place]
    if not utterance.voice:
        return None
    before = [tidy(one.text) for one in utterances[max(0, place - ANSWERS) : place]]
    asked = any(_ASK_MC.search(one) for one in before)
    takes = _I_MC.search(text) and (asked or "next" in text.lower())
    if takes or (asked and _ACCEPT.search(text)):
        return names.get(utterance.voice)
    name = names.get(utterance.voice, "")
    called = [one for one in before if _ASK_THEM.search(one) or _ASK_MC.search(one)]
    meant = name and any(re.search(rf"\b{re.escape(name.split()[0])}\b", one, re.IGNORECASE) for one in called)
    return name if meant and _YES.match(bare(text) or text) else None


def _release(sentence: str) -> tuple[str, bool] | None:
    """The next release as a sentence tells it, and whether it is called the next; None for one that is over."""
    match = _RELEASE.search(sentence)
    if match is None or _IS_OVER.search(sentence) or not (match["next"] or _COMES.search(sentence)):
        return None
    number = _NUMBERED.search(sentence)
    value = match["value"].removeprefix("the ")
    joint = " on " if re.match(rf"{_DAY}|{_MONTH}|{_ORDINAL}|\d", value, re.IGNORECASE) else " "
    return (f"{number[0]}{joint}{value}" if number else value), match["next"] is not None


def _next_mc(text: str, notes: Notes) -> str | None:
    for pattern in _MC:
        match = pattern.search(text)
        if match:
            wanted = match["name"].casefold()
            fits = [
                person.name
                for person in notes.attendees
                if wanted in {name.casefold() for name in (person.name, person.name.split(" ")[0], *person.aliases)}
            ]
            if len(fits) == 1:
                return fits[0]
    return None
