"""Whose view a line is: what was said as an opinion or a guess is told as its speaker's."""

from __future__ import annotations

import re

from transcribe.minutes.lexicon import STOPWORDS

OPINION = re.compile(
    r"\b(?:i (?:\w+ )?(?:think|guess|feel|believe|suppose)|my (?:\w+ )?(?:feeling|preference|sense|take|view|opinion)|"
    r"i(?:'d| would) (?:\w+ )?(?:suggest|propose|recommend|prefer|say)|in my (?:view|opinion)|"
    r"i(?:'m| am| was) (?:just )?thinking)\b",
    re.IGNORECASE,
)

THINKS = re.compile(
    r"\bi(?: (?:also|do|just|really|personally|still|generally))* (?:think|believe|feel)(?: that| like)?,?\s*$",
    re.IGNORECASE,
)
"""What, right before a clause, says that it is what its speaker thinks."""

GUESS = re.compile(
    r"\b(?:i (?:\w+ )?(?:guess|suppose|assume|imagine)|(?:it |that |this |which )?(?:just )?"
    r"(?:seems|looks|sounds|feels) (?:like|that)|in my (?:experience|view|opinion)|"
    r"my (?:understanding|feeling|sense|guess) (?:is|was)|"
    r"apparently|as far as i know)(?: that)?[\s,]*$",
    re.IGNORECASE,
)
"""What, right before a clause, says that its speaker does not know."""

_NORM = re.compile(
    r"\b(?:should|shouldn't|needs?|must|ought|better|ideally|would|wouldn't|(?:more|most|too) important|prefer\w*|"
    r"makes? sense|worth|good|bad|fine)\b",
    re.IGNORECASE,
)
"""What says how things ought to be."""

_SUBJECT = re.compile(
    r"(?:ideally,? |right now,? )?(?:we|there|it|the|our|all|no|people|"
    r"(?!(?:which|that|what|this|who|these|those)\b)[A-Z][\w-]+ (?:is|are|should|needs?|would))\b",
    re.IGNORECASE,
)

_LETS = re.compile(r"let'?s |let us ", re.IGNORECASE)


def is_norm(text: str) -> bool:
    """Whether a line says how things ought to be."""
    return _NORM.search(text) is not None


def as_view(text: str, clause: str, name: str) -> str:
    """What is said as a view: "Ada thinks the old doors should go", "Ada proposes to close them"; empty where not."""
    if _LETS.match(clause):
        return f"{name} proposes to {text[:1].lower()}{text[1:]}"
    return thought(text, clause, name) if is_norm(text) else ""


def thought(text: str, clause: str, name: str) -> str:
    """The line of a clause as what its speaker thinks; empty where it has no subject to say so of."""
    if not _SUBJECT.match(text):
        return ""
    first = text.split(maxsplit=1)[0].lower()
    small = clause[:1].islower() or first in STOPWORDS
    return f"{name} thinks {text[:1].lower() + text[1:] if small else text}"
