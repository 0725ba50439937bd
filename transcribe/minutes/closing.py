"""What the page's closing asks for, when it was said: who leads the next call, the next release, the next date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.minutes.cleaning import tidy
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
_RELEASE = re.compile(
    rf"\b(?:next\s+release|release|version)\s+(?:(?:of\s+)?(?P<version>v?\d+(?:\.\d+)+)\s+)?(?:\w+\s+){{0,3}}?(?:is|"
    rf"will be|planned|scheduled|on|for|out|by)\s+(?:\w+\s+){{0,3}}?(?P<value>{DATE})",
    re.IGNORECASE,
)
_MC = (
    re.compile(
        r"\b(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)\s+(?:will|is going to|can|to)\s+(?:be\s+(?:the\s+)?(?:mc|emcee|"
        r"host|chair)|mc|emcee|host|chair|run|moderate|lead)\b.{0,20}\bnext\b"
    ),
    re.compile(
        r"\bnext\s+(?:week's\s+|call's\s+)?(?:mc|emcee|host|chair|moderator)\s+(?:is|will be|"
        r"would be)\s+(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
    ),
    re.compile(
        r"\b(?P<name>(?-i:[A-Z][\w'-]+(?: [A-Z][\w'-]+)?))\s+(?:is|will be|would be)\s+(?:the\s+|our\s+)?next\s+"
        r"(?:mc|emcee|host|chair|moderator)\b",
        re.IGNORECASE,
    ),
)
_I_MC = re.compile(
    r"\bI(?:'ll| will| can| could| am happy to|'m happy to| volunteer to)\s+(?:be\s+(?:the\s+)?(?:mc|emcee|host|"
    r"chair)|mc|emcee|host|chair|run|moderate|lead)\b.{0,25}\b(?:next|it|that)\b",
    re.IGNORECASE,
)
_ASK_MC = re.compile(
    r"\b(?:who|anyone|anybody|volunteer)\b.{0,40}\b(?:(?:mc|emcee|host|chair|moderate|run)\b.{0,25}\bnext\b|"
    r"next\s+(?:mc|emcee|host|chair|moderator)\b)",
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
    """The last thing said about each field; nothing where nothing was said."""
    found: dict[Field, ClosingField] = {}
    for field, value, utterance in _said(utterances, notes, names):
        found[field] = ClosingField(field, value, utterance.start, (utterance.id,))
    return tuple(found.values())


def _said(
    utterances: tuple[Utterance, ...], notes: Notes, names: Mapping[str, str]
) -> Iterator[tuple[Field, str, Utterance]]:
    asked = released = -ANSWERS - 1
    late = utterances[-1].end * 0.8 if utterances else 0.0
    for place, utterance in enumerate(utterances):
        text = tidy(utterance.text)
        if _ASK_MC.search(text):
            asked = place
        name = _next_mc(text, notes)
        takes = _I_MC.search(text) and ("next" in text.lower() or place - asked <= ANSWERS)
        if utterance.voice and (takes or (0 < place - asked <= ANSWERS and _ACCEPT.search(text))):
            name = names.get(utterance.voice)
        if name:
            yield "next-mc", name, utterance
        if _ASK_RELEASE.search(text):
            released = place
        elif 0 < place - released <= ANSWERS and (out := _OUT.search(text)):
            yield "next-release", out["value"].removeprefix("the "), utterance
        if release := _RELEASE.search(text):
            version = f"{release['version']} on " if release["version"] else ""
            yield "next-release", version + release["value"], utterance
        call = _NEXT_CALL.search(text) or (_MEET.search(text) if utterance.start >= late else None)
        if call:
            exact = _EXACT.match(text, call.end())
            yield "next-call", (exact or call)["value"].removeprefix("the "), utterance


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
