"""What becomes of the pull request that an item is about, where the talk only points to it: "let's merge it"."""

from __future__ import annotations

import re

_IT = r"(?:it|this|that|(?:this|that|the) (?:one|pr|mr|pull request|merge request|change|patch|issue|proposal))"
_ALSO = r"(?:(?:now|already|just|also|then|go ahead and|try to)\s+)*"
_WE = r"(?:let's|let us|we'll|we will|you can|happy to|feel free to|please)"
_I = r"(?:i'll|i will|i'm going to|i am going to|i'm gonna|gonna|going to)"
_NEXT = r"(?:to|for|until) (?:the )?next (?:call|week|meeting|time)"
_PATTERNS = (
    (rf"\b{_IT}(?:'s| is| has) {_ALSO}(?:been )?e?merged\b(?! (?:yet|soon))", "Merged"),
    (rf"\bi(?:'ve| have)? {_ALSO}merged {_IT}\b|^{_ALSO}merged(?: {_IT})?$", "Merged"),
    (rf"\b{_I} {_ALSO}e?merge {_IT}\b", "{who} merges it"),
    (rf"\b{_WE} {_ALSO}e?merge {_IT}\b", "To be merged"),
    (rf"\b{_IT}(?:'s| is| looks) (?:ready|good) to (?:merge|be merged|go in)\b", "To be merged"),
    (
        rf"\b(?:let's|we'll|i'll) not merge {_IT} (?P<until>(?:before|until) .+)",
        "Not to be merged",
    ),
    (rf"\b(?:{_WE}|{_I}) {_ALSO}close {_IT}\b", "To be closed"),
    (rf"\b{_WE} {_ALSO}(?:postpone|defer|table) {_IT}\b", "Postponed"),
    (rf"\b{_WE} {_ALSO}(?:move|push|leave) {_IT} {_NEXT}\b", "Postponed to the next call"),
)
"""What is said, "emerge" being how "merge" is misheard, and the line for it."""

_STATUSES = tuple((re.compile(pattern, re.IGNORECASE), told) for pattern, told in _PATTERNS)
_HELD_BACK = re.compile(
    r"\b(?:if|whether|should|before|after|until|unless|once|when|not|never|don't|can't|won't|wait|would)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:i|i'\w+|me|my|you|you'\w+|your)\b", re.IGNORECASE)


def status(sentence: str) -> str | None:
    """The line for a sentence that settles what becomes of the item: "let's merge it" gives "To be merged".

    `{who}` in it stands for the speaker. None where nothing is settled, or only under a condition.
    """
    if sentence.endswith("?"):
        return None
    for pattern, told in _STATUSES:
        match = pattern.search(sentence)
        if match is None or _HELD_BACK.search(sentence[: match.start()]):
            continue
        until = match.groupdict().get("until")
        if until:
            return None if _PERSON.search(until) else f"{told} {until}"
        return None if _HELD_BACK.search(sentence[match.end() :]) else told
    return None
