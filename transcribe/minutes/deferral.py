"""What is put off, where the talk only points to it: "let's bring that up again next week"."""

from __future__ import annotations

import re

from transcribe.minutes.cleaning import capital

_IT = (
    r"(?:(?:it|this|that|them|these|those|this one|that one)\b|"
    r"(?:the|this|that|these|those) (?:[\w-]+ ){0,3}?"
    r"(?:conversations?|discussions?|topics?|questions?|items?|issues?|debate)\b)"
)
_COUNT = r"(?:an?|one|two|three|four|five|six|\d+|a couple(?: of)?|a few|another(?: \w+)?|some)"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri)day)"
_NEXT = r"(?:to|for|until|till) (?:the )?next (?:week|call|meeting|time|month|session|one)\b"
_FROM_NOW = rf"(?:to|for|until|till) (?:in )?{_COUNT} (?:weeks?|months?|days) from now\b"
_WHEN = (
    r"(?:(?:in|on|at|for|to|until|till|during|by) )?(?:(?:the|our|this|an?) )?(?:next|following|coming|upcoming) "
    rf"(?:[\w-]+ )?(?:week|call|meeting|time|month|session|{_DAY}|sync|breakout|acd\w*)\b|"
    rf"(?:in|by) {_COUNT} (?:more )?(?:weeks?|months?|days)(?: from now)?|tomorrow\b|(?:on |to |until )?{_DAY}\b"
)
_WHERE = (
    r"offline\b|async(?:hronously)?\b|(?:over|by|via) e?mail\b|(?:on|in|over|through|via|to) (?:the |our |an? )?"
    r"(?:[\w-]+ ){0,3}?(?:discord|slack|forums?|mailing list|issue|pr|pull request|thread|channel|ticket|"
    r"telegram|matrix|github(?! (?:issue|pr|thread)))\b"
)
_WE = (
    r"(?:let's|let us|(?:we|i)(?:'ll| will| can| could| should| would|'re going to| are going to|'m going to)?|"
    r"(?:happy|need|want) to|and|then|maybe)"
)
_ALSO = r"(?:(?:also|then|just|probably|maybe|definitely|try to|try and|have to|need to|want to|go ahead and|like)\s+)*"
_AGAIN = (
    rf"(?:bring {_IT} (?:back )?up(?: again)?(?: on the call)?|bring {_IT} back|(?:come|get|go|circle) back"
    rf" (?:to|on) {_IT}|revisit(?: {_IT})?|return to {_IT}|(?:pick|take) {_IT} (?:back )?up(?: again)?|"
    rf"follow up(?: (?:on|about) {_IT})?)"
)
_TALK = (
    rf"(?:(?:discuss|debate|address)(?: {_IT})?(?: further| more)?|"
    rf"(?:talk|chat)(?: more)? about {_IT}(?: more| further)?|"
    rf"have (?:the|this|that) (?:conversation|discussion)|strike up {_IT})"
)
_GO_ON = (
    rf"(?:continue(?: (?:with )?{_IT})?(?: there| here)?|have {_IT} continue(?: on)?|keep {_IT} going|"
    rf"keep discussing(?: {_IT})?)"
)
_DECIDE = (
    rf"(?:decide(?: (?:on )?{_IT})?|make (?:a|the|that|this) (?:final )?(?:decision|call)(?: (?:on|about) {_IT})?|"
    rf"take (?:a|another|the) (?:call|decision)(?: (?:on|about) {_IT})?|reconsider(?: {_IT})?)"
)
_OFF = rf"(?:(?:push|move|bump|keep|save|leave) {_IT}(?: out| over| back)?)"
_TABLE = rf"(?:(?:postpone|defer|table|park) {_IT})"
_FORMS = tuple(
    (re.compile(rf"\b{_WE}\s+{_ALSO}{verb}\s+(?:up )?(?:again )?(?P<when>{when})", re.IGNORECASE), told)
    for verb, told, when in (
        (_AGAIN, "To be taken up again", rf"{_WHEN}|{_WHERE}"),
        (_TALK, "To be discussed", rf"{_WHEN}|{_WHERE}"),
        (rf"take {_IT}", "To be discussed", _WHERE),
        (_GO_ON, "To be continued", rf"{_WHEN}|{_WHERE}"),
        (_DECIDE, "To be decided", rf"{_WHEN}|{_WHERE}"),
        (_OFF, "Postponed", rf"{_NEXT}|{_FROM_NOW}|(?:to|until|till) {_DAY}\b"),
        (_TABLE, "Postponed", rf"{_WHEN}|for {_COUNT} (?:more )?(?:weeks?|months?|days)"),
    )
)
_NAMED = re.compile(
    r"\b(?P<what>(?:the|our|this|that|these|those) (?:(?!(?:is|are|was|were|what|which|that|to|and)\b)[\w-]+ ){0,4}?"
    rf"[\w-]+), which (?:we|i)(?:'ll| will|'re going to| are going to|'m going to| can| should)\s+{_ALSO}"
    r"(?:talk(?: more)? about|discuss|cover|get to|go (?:over|into|through)|come back to|present|address)\s+"
    rf"(?:more )?(?P<when>{_WHEN})",
    re.IGNORECASE,
)
"""What is put off by its name: "the model, which we'll talk about next week"."""

PUT_OFF = ("To be ", "Postponed ")
"""How a line begins that does not name what is put off."""

_HELD_BACK = re.compile(
    r"\b(?:if|whether|unless|not|never|don't|can't|won't|wouldn't|which|that|when|before)\s+(?:\w+\s+){0,4}$",
    re.IGNORECASE,
)
_USUAL = re.compile(r"\b(?:every|normally|usually|always|already|often)\b", re.IGNORECASE)
"""What is done at all times puts nothing off."""
_LASTS = re.compile(rf"{_COUNT} (?:more )?(?:weeks?|months?|days)", re.IGNORECASE)


def deferral(sentence: str) -> str | None:
    """The line for a sentence that puts off what is talked about: "let's take this offline" gives "To be discussed …".

    None where nothing is put off, only under a condition, or where it is asked.
    """
    if sentence.endswith("?") or _USUAL.search(sentence):
        return None
    if named := _NAMED.search(sentence):
        return f"{capital(named['what'])} to be discussed {_at(named['when'])}"
    for pattern, told in _FORMS:
        match = pattern.search(sentence)
        if match and not _HELD_BACK.search(sentence[: match.start()]):
            return f"{told} {_postponed(match['when']) if told == 'Postponed' else _at(match['when'])}"
    return None


def _at(when: str) -> str:
    """Where one goes to is where it is discussed: "to the forum" is "in the forum"."""
    return re.sub(r"^to (?=.*\bforum)", "in ", re.sub(r"^to (?!.*\bforum)", "on ", when))


def _postponed(when: str) -> str:
    bare = re.sub(r"^(?:in|on|at|until|till|during|by)\s+", "", when)
    if re.match(r"(?:to|for)\b", bare):
        return bare
    return f"{'by' if _LASTS.match(bare) else 'to'} {bare}"
