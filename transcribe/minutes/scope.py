"""What was said around a line in its sentence, without which it tells something else."""

from __future__ import annotations

import re

from transcribe.minutes.cleaning import words

_TAIL = 3
"""Words by which the end of a line is found in its sentence."""

_GOES_ON = re.compile(
    r"[\s,]*(?:until|till|unless|but rather|rather than|otherwise|except|or\b(?! (?:something|whatever|anything|so)\b)|"
    r"(?:right|correct)\W*$|as is\b|"
    r"as (?:the|it|they|our)\b[^.,]* (?:was|were)\b)",
    re.IGNORECASE,
)
"""What, right behind a line, limits it, names its other half, or asks whether it is so."""

_DOUBTED_AFTER = re.compile(r"[\s,]*i (?:think|guess|believe|suppose)\b(?: so)?\W*$", re.IGNORECASE)

_OPEN_CLAUSE = re.compile(
    r"(?:^|, |\b(?:that|so|and|but|because),? )(?:if|when|once|given|as long as|whenever|unless|because of|after|"
    r"depending on)\b[^,]*$",
    re.IGNORECASE,
)
_MAIN_FOLLOWS = re.compile(
    r"(?:,|\s*(?:then|(?:i think |i guess )?(?:we|it|they|i|you|he|she|that|there|this)(?:'[a-z]+)?)\b)", re.IGNORECASE
)
"""A condition that ends a line, and the clause that holds under it."""

_GIVEN = re.compile(r"(?:given|because|since|as|assuming)\b[^,]*$", re.IGNORECASE)
"""A reason alone."""

_HEAD = re.compile(
    r"\b(?:(?:lie|lying) to|pretend\w*|assum(?:e|es|ed|ing)|ready to say|arguments?\b[^,;.]*? (?:is|was)|intention to|"
    r"question (?:is|was|here)|how do (?:people|we|you|others) feel)\b[^.;?!]*$|"
    r"\b(?:in a way|otherwise),?\W*$|^(?:\w+,? )?at least,\W*$|^that\W*$",
    re.IGNORECASE,
)
"""What a clause hangs on that takes away that it is so."""


_BROKEN_WORD = re.compile(
    r"\b(?!(?:am|as|at|be|by|do|go|he|if|in|is|it|me|my|no|of|off|ok|on|or|pm|so|to|up|us|we|vs)$)[a-z]{2}$"
)
"""A word that broke off at the end of a line: "skip through th"."""


def behind(text: str, sentence: str) -> str:
    """What follows a line in its sentence; empty where its end is not found there."""
    end = words(text)[-_TAIL:]
    found = list(re.finditer(r"\b" + r"\W+".join(map(re.escape, end)) + r"(?!\w)", sentence, re.IGNORECASE))
    return sentence[found[-1].end() :] if found else ""


def is_torn(text: str, sentence: str) -> bool:
    """Whether a line was torn from what it holds under, or from its other half."""
    after = behind(text, sentence)
    return (
        _GOES_ON.match(after) is not None
        or (_OPEN_CLAUSE.search(text) is not None and _MAIN_FOLLOWS.match(after) is not None)
        or _GIVEN.match(text) is not None
        or _BROKEN_WORD.search(text) is not None
    )


def is_doubted(text: str, sentence: str) -> bool:
    """Whether its speaker adds "I think"."""
    return _DOUBTED_AFTER.match(behind(text, sentence)) is not None


def hangs(before: str) -> bool:
    """Whether what stands before a clause says that it is supposed, denied, or somebody else's."""
    return _HEAD.search(before) is not None
