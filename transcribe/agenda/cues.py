"""Phrases by which a meeting is steered: going on to the next item, closing one, coming back, beginning and ending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

SteeringKind = Literal["moves-on", "hands-over", "closes", "comes-back", "opens-call", "other-business", "ends-call"]


@dataclass(frozen=True, slots=True)
class Steering:
    """A steering phrase found in a text: its words and where it stands, in words from the text's start."""

    kind: SteeringKind
    quote: str
    word: int


_LEAD = r"(?:ok(?:ay)?|all ?right|right|cool|great|so|and|then|well|good|perfect|awesome|thanks?(?: you)?)"
_THING = r"(?:item|topic|thing|point|one|issue|pr|pull request|section|update|part|question)"
_WE = r"(?:let'?s|let us|we can|we could|we(?:'| wi)ll|i(?:'| wi)ll|shall we|we should|we might|gonna|going to|want to)"
_GO = r"(?:go|jump|get|skip|switch|turn|head|proceed|continue)"
_ASKED = r"(?:else|questions?|comments?|thoughts?|concerns?|objections?|feedback)"
_EVERYBODY = r"(?:everyone|everybody|all|folks|guys)"

_PATTERNS: dict[SteeringKind, tuple[str, ...]] = {
    "moves-on": (
        rf"next (?:up|on the (?:agenda|list))|up next|(?:the |our |on the |is the )?next {_THING}",
        r"mov(?:e|ing) (?:right |straight |swiftly |quickly )?(?:on|along|forward|over|ahead)\b(?! the)",
        rf"{_WE} (?:\w+ )?{_GO} (?:(?:right|straight|ahead|back|over|next|on|in)\s)*(?:to|into|on|over|with)\b",
        r"(?:let'?s|let us) (?:start|begin|kick off|do|talk about|take|look at|discuss|see)\b",
        r"first (?:up|on the (?:agenda|list)|item|topic|thing|one)",
        r"last (?:item|topic|thing|one|up|but not least)",
        r"(?:second|third|fourth|fifth|final) (?:item|topic|thing|one)\b",
        r"(?:on|from|of) the agenda|(?:speaking|talking) of (?:which|that)|following on from",
        r"another (?:item|topic|thing|pr|issue)|other (?:topics?|updates?|items?)",
        r"(?:that|which) (?:brings|takes|leads) us to|anything else (?:to|on|about|for|here)",
    ),
    "hands-over": (
        r"hand (?:it |this |that |things |the call )?(?:over |back |off )?(?:to|over)\b|over to you|take it away",
        r"pass (?:it )?(?:over )?to|(?:the floor is|you have the floor)|go ahead|go for it|you'?re up",
        r"(?:do|would) you (?:want|like|wanna) to\b|(?:can|could) you give",
        r"(?:are|is) (?:\w+ )?(?:here|on the call|ready|around)\b",
        r"(?:want|wanna|like) to (?:give|share|walk|talk|present|speak|introduce|tell|start|go|take|cover|kick)",
        r"gives? us (?:an? )?(?:quick |brief |short )?(?:update|overview|intro|summary|tour|context)",
    ),
    "closes": (
        rf"any(?:one| other| more|body| final| last)? {_ASKED}",
        r"if (?:there(?:'s| is| are)|nothing|no|not|nobody)\b.{0,30}(?:questions|else|comments|then)",
        r"that'?s (?:it|all) (?:for|from) (?:me|now|us)|i(?:'ll| will| am going to|'m going to) stop (?:there|here)",
        r"thank(?:s| you)(?: (?:so|very) much)? for (?:that|the|this|bringing|sharing|your)|that wraps",
        r"wrap (?:it|this|that) up|leave it (?:there|at that)|in the interest of time",
        r"(?:merge|merged|closing|close) (?:it|this|that)|sounds good",
    ),
    "comes-back": (
        r"(?:go|going|come|coming|circle|circling|jump|skip|get|getting|back) back to|return(?:ing)? to|revisit",
        r"where were we|(?:as|like) (?:we|i) (?:said|discussed|mentioned) (?:before|earlier)",
    ),
    "opens-call": (
        r"welcome (?:everyone|everybody|all|back|to)",
        rf"(?:hello|hi|hey|good (?:morning|afternoon|evening)) (?:there )?{_EVERYBODY}",
        r"(?:let'?s|we can|shall we|should we) (?:go ahead and )?(?:get started|begin|get going)",
        r"(?:let'?s|we can|shall we|should we) (?:go ahead and )?kick (?:it |this |things )?off",
        r"we(?:'re| are) (?:live|recording)|today'?s (?:agenda|call|meeting)|agenda (?:for )?today|agenda is",
    ),
    "other-business": (
        r"any ?other business|\baob\b|open (?:discussion|floor|mic)|open questions",
        r"anything else (?:anyone|anybody|that|people|we|you|to (?:discuss|bring|talk))",
        r"other (?:topics|items|things|announcements|business)|anyone (?:else )?have anything|anything else ?\?",
        r"(?:that's|that was|that is) (?:(?:it|all|everything) (?:for|on|from) )?(?:the|our|today's) (?:whole )?agenda",
        r"any (?:\w+ )?(?:issues|topics|things|items) (?:that )?(?:anybody|anyone|people|you|we)",
        r"anything (?:else )?(?:that )?(?:anybody|anyone|people|folks) (?:else )?(?:wants?|would like|needs?) to",
        r"before we (?:go|close|wrap|end|finish)",
    ),
    "ends-call": (
        r"(?:see|talk to|catch) (?:you|y'?all|everyone|ya)(?: all)? (?:next|on|in|later|soon|then|tomorrow)",
        rf"\bbye\b|goodbye|have a (?:good|great|nice|lovely)|thanks?(?: you)?,? {_EVERYBODY}",
        r"next (?:call|meeting) (?:is|will|starts)|(?:the )?end of the meeting",
        r"(?:that'?s|that is|that was) (?:it|all|everything)(?: for| on)? (?:today|the agenda|this)",
        r"end (?:the )?(?:call|meeting|recording)|call it\b",
    ),
}
_STEERING: dict[SteeringKind, re.Pattern[str]] = {
    kind: re.compile(rf"\b(?:{_LEAD}[\s,.]+)*(?:{'|'.join(patterns)})", re.IGNORECASE)
    for kind, patterns in _PATTERNS.items()
}

STEERING: frozenset[SteeringKind] = frozenset({"moves-on", "comes-back", "opens-call", "other-business", "ends-call"})
"""Phrases that lead the meeting on, and tell nothing of what it is about."""

_SKIPS = re.compile(
    rf"\b(?:{_WE}|so we|then we|maybe|have to|need to) (?:(?!not\b|never\b)\w+ ){{0,2}}(?:"
    r"(?:skip|postpone)(?: over)? (?:that|this|it|him|her|them)(?: (?:one|item|topic|point))?(?=[.,;!?]|$|"
    r" (?:and|for|to|until|till|today|then|now|so|again|this)\b)|"
    r"(?:push|move|leave|keep|save|defer|table|park|postpone) (?:that|this|it)(?: (?:one|item|topic|point))?"
    r" (?:to|for|until|till) (?:(?:the |some )?(?:next|another|other) "
    r"(?:week|call|meeting|time|month|session)\b|when \w+ is\b))|"
    r"\b(?:let's|let us) (?:do|discuss|take) (?:that|this|it) (?:(?:the )?next (?:time|week|call|meeting)|"
    r"another time|later)(?=[.,;!?]|$)",
    re.IGNORECASE,
)

EARLY = 3
"""A sentence that leads the meeting on within so many words says nothing else."""


def steering(text: str) -> tuple[Steering, ...]:
    """The steering phrases of a text, in order of where they stand."""
    found = [
        Steering(kind, match.group(0).strip(" ,."), len(text[: match.start()].split()))
        for kind, pattern in _STEERING.items()
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(found, key=lambda phrase: phrase.word))


def skips(text: str) -> bool:
    """Whether somebody says that the meeting passes over what was just called out."""
    return _SKIPS.search(text) is not None


def leads_on(text: str) -> bool:
    """Whether a sentence begins by leading the meeting on: the next item, the greeting, the goodbye."""
    return any(phrase.kind in STEERING and phrase.word <= EARLY for phrase in steering(text))
