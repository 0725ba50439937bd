"""How a task was meant: told, only asked about or possible, under a condition, or as good as it would be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.minutes.acts import BETWEEN
from transcribe.minutes.lexicon import DANGLING_ENDS

if TYPE_CHECKING:
    from transcribe.minutes.acts import Form

LONGEST_CONDITION = 12
"""Words of a condition that is told with its task."""

HYPOTHESIS = re.compile(
    r"\b(?:if|unless|suppose|imagine|let's say|in case|when(?:ever)?|once|as long as|provided|as soon as|"
    r"in the absence of|"
    r"the (?:moment|minute|second|day)(?= (?:that )?(?:we|you|they|i|it|the|an?|somebody|someone)\b))\b",
    re.IGNORECASE,
)
"""What makes the rest of a sentence untrue when it stands alone."""

_SUPPOSED_FIRST = re.compile(
    r"(?:(?:so|and|but|then|now|like|well|okay|yeah|because|even|let's),? )*(?:if|imagine|suppose|assum(?:e|ing)|"
    r"say we|let's say|unless|without|in the absence of|worst case|in (?:that|this|which) case)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"\b(?:will|won't|would|wouldn't|could|couldn't|might|going to|[a-z]+'(?:ll|d))\b", re.IGNORECASE)

_SUPPOSITION = re.compile(
    r"(?:^|[,;] |\b(?:and|but|so) )"
    r"(?P<under>(?:if|unless|suppose|imagine|in case|provided|as long as|assuming)\b[^,;]*)$",
    re.IGNORECASE,
)
_TELLABLE = re.compile(r"(?:if|unless|provided|as long as|assuming)\b", re.IGNORECASE)

_WE = r"(?:i|we|you)(?:'[a-z]+)?\b(?: [a-z]+)"
_ONLY_IF = re.compile(
    r"\b(?:whether|unless|before|since|worst case|so that|because then|only way|(?:as|so) long as|do|does|did|"
    r"don't|would|shall|(?:see|know|sure|check\w*|ask\w*|look\w* at|test\w*|interested|curious|wonder\w*|unclear|"
    r"depends|out) if|(?:optimistic|early|hard|difficult|wrong|unfair|premature|too \w+) to say(?: that)?|"
    r"if(?= (?:i|we|you)(?: (?:want|need|have|should|will|would|are|do|don't|decide)\b|'(?:re|ll|d)\b))) "
    rf"{_WE}{{0,4}}\s*$|\bsa(?:y|id|ying),? (?:hey,? )?let'?s\s*$",
    re.IGNORECASE,
)
"""What comes before a task that is only asked about, or that is a condition of something else; not "if we could"."""

_RELATIVE = re.compile(
    r"(?:\b(?P<said>think|thought|sa(?:y|id)|suggest\w*|propos\w*|agree[ds]?|hope\w*|believe|guess|means?|impl(?:y|ies)|"
    r"decided?|sure|so|is|was|seems?|recommend|feel|request\w*|ask\w*|idea|point|plan|goal|know|comment|great|after|"
    r"important)(?: [a-z]+ly)? )?\b(?:that|which|as|things|stuff|what|how|data|way|only|something|one thing) "
    rf"{_WE}{{0,3}}\s*$",
    re.IGNORECASE,
)
"""What comes before a task that only tells which thing is meant: "the tests that we should run on it"."""

_CONDITION = re.compile(
    r"\b(?P<condition>(?:if|once|when|assuming|as soon as|provided) [^,]+?)(?:,|,? then|,? and)* "
    rf"(?:(?:maybe|probably|hopefully|yeah) )*{_WE}{{0,4}}\s*$",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:i|me|my|you|your|because)\b|\b(?:i|you)'|\b(?:it|that|this|they)$|\. ", re.IGNORECASE)
"""A condition that cannot be told as it was said."""

_ABLE = re.compile(
    r"(?:'ll|\b(?:will|would)) be able to\s*$|"
    r"\b(?:i'm|i am) (?:pretty |quite )?sure(?: that)? (?:we|you|they|i) can\s*$",
    re.IGNORECASE,
)
"""What comes before something that will only be possible."""

_VAIN = re.compile(r"(?:if|assuming) that(?:'s| is) (?:the case|so|true|right|fine)$", re.IGNORECASE)
_TAKEN_BACK = re.compile(r"\b(?:want|like) to\b.*,? but\b", re.IGNORECASE)

_WISH = re.compile(
    r"(?<!should be )(?<!are )(?<!'re )\b(?:better|good|great|nice|best|cool|awesome|desirable|helpful|useful|worth|"
    r"important)(?: to| if [^,]{2,30})\s*$",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?P<who>we )?(?:(?:probably|also|just|then|really|definitely|certainly|maybe|still) )*"
    r"(?P<modal>should|can|could|might|may|would like to|like to|want to|hope to)(?: [a-z]+ly)* "
    rf"{BETWEEN}(?:be )?$",
    re.IGNORECASE,
)
SUGGESTS = r"i(?:'d| would)? (?:\w+ )?(?:suggest|propose|recommend)(?: that)?,?"
"""How a proposal begins, before "let's", "we" or "to"."""

_SUGGESTED = re.compile(rf"\b{SUGGESTS}(?: let'?s| we| to)?\s*$", re.IGNORECASE)

_QUOTED = re.compile(
    r"(?<!\bi )(?<!\bwe )(?<!i've )\b(?:sa(?:id|ys)|asked|asks|suggest(?:s|ed)|propos(?:es|ed)|requested|mentioned|"
    r"tells?|told|wanted|argu(?:es|ed)) (?:that|if|for|whether)?\b[^,.;]*$",
    re.IGNORECASE,
)

PROPOSALS = frozenset({"could ", "we could ", "should ", "we should ", "it would be good to "})
"""How sure a task is that so far one person only proposes."""

_HOPED = re.compile(r"\b(?P<how>hopefully|eventually)\b[^,;]*$", re.IGNORECASE)


def is_told(doing: str, form: Form, spoken: str) -> bool:
    """Whether a task of that form is told in a sentence, not just asked about, possible, or said to tell a thing."""
    before = _before(doing, spoken)
    relative = _RELATIVE.search(before)
    if (relative and not relative["said"]) or "[" in doing or "”" in spoken or "“" in spoken:
        return False
    if form in {"promise", "plan"} and (spoken.endswith("?") or _TAKEN_BACK.search(spoken)):
        return False
    return form not in {"promise", "plan"} or not (_ONLY_IF.search(before) or _ABLE.search(before))


def supposed(before: str) -> str | None:
    """The supposition on which a sentence ends, and which what its voice says next holds under; empty without one.

    None where it cannot be told as it was said.
    """
    match = _SUPPOSITION.search(before) if before[-1:].isalnum() else None
    if match is None:
        return ""
    told = match["under"].strip()
    tellable = _TELLABLE.match(told) and not _PERSONAL.search(told) and len(told.split()) <= LONGEST_CONDITION
    return told[:1].lower() + told[1:] if tellable else None


def quoted(doing: str, spoken: str) -> bool:
    """Whether a task is what somebody else said or asked for."""
    return _QUOTED.search(_before(doing, spoken)) is not None


def follows(text: str, before: str) -> bool:
    """Whether a sentence tells what would be, under what the same voice supposed in the sentence before."""
    return _SUPPOSED_FIRST.match(before) is not None and _FOLLOWS.search(text) is not None


def condition(doing: str, form: Form, spoken: str) -> str | None:
    """The condition said before a task, empty without one; None where it cannot be told as it was said.

    Whoever a request is for needs no condition: "if you like roses, please water them".
    """
    match = _CONDITION.search(_before(doing, spoken))
    if match is None:
        return ""
    told = match["condition"].strip()
    if _VAIN.match(told):
        return ""
    if told.split()[-1].lower() in DANGLING_ENDS or _PERSONAL.search(told) or len(told.split()) > LONGEST_CONDITION:
        return "" if form == "request" else None
    return told[:1].lower() + told[1:]


def modal(doing: str, spoken: str) -> str:
    """How sure a task that nobody took was, as said: "we should ", "could "; empty where planned, or asked for."""
    before = _before(doing, spoken)
    if _WISH.search(before):
        return "it would be good to "
    if _SUGGESTED.search(before):
        return "we should "
    match = _MODAL.search(before + " ")
    if match is None:
        hoped = _HOPED.search(before)
        return f"{hoped['how'].lower()} " if hoped else ""
    said = match["modal"].lower()
    able = "be able to " if "able to" in match.group() else ""
    return f"{match['who'] or ''}{'could' if said in {'can', 'may', 'might'} else said} {able}".lower()


def _before(doing: str, spoken: str) -> str:
    """What was said before the verb of a task, whatever form that had."""
    return spoken.partition(doing.partition(" ")[2])[0].strip().rpartition(" ")[0]
