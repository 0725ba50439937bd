"""The questions about a matter that were asked in the call and stay open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.minutes.acts import AGREE
from transcribe.minutes.candidate import LONGEST
from transcribe.minutes.cleaning import bare, capital, content, words
from transcribe.minutes.lexicon import DANGLING_ENDS
from transcribe.minutes.outcomes import point

if TYPE_CHECKING:
    from transcribe.minutes import Context
    from transcribe.minutes.passages import Sentence
    from transcribe.schema import AgendaItem, Point

TELLING = 3
"""Meaningful words of a question that is understood alone."""

LOOK_AHEAD = 4
"""Sentences in which a question is answered."""

_NAMED = re.compile(
    r"(?:\b(?:the|one|another|big|main|only|open|next) question (?:right now |now |here |then )*"
    r"(?:is|becomes|remains),? (?:just )?|\bi(?:'m| am| was| do)?(?: still| also)? wonder(?:ing)? )"
    r"(?P<what>(?:if|whether|how|why|what|when|who|where|which|should|do we|can we)\b.*)",
    re.IGNORECASE,
)
"""What is called a question, or wondered about."""

_FOR_THE_GROUP = re.compile(
    r"(?:should|do we|how (?:do|should|can|would|often should) (?:we|clients|users|"
    r"teams)|what (?:should|do we do)|when (?:do|should|will) we|who (?:will|should|is going to|wants to)|"
    r"where (?:should|do) we|which (?:\w+ ){1,3}(?:should|do) we|are we|will we|can we)\b",
    re.IGNORECASE,
)
"""How a question begins that the group has to answer."""

_DIRECT = re.compile(
    r"(?:(?:how|what|when|who|why|where|which)\b.{0,40}\b(?:we|should|do|does|is|are|would|can|will)\b|"
    r"(?:do|should|can|could|would|are|will|is|does)\s+(?:we|the|somebody)\b)",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:do(?:n't| not) know|nobody knows|not sure|no idea|good question|unclear|"
    r"(?:have|need) to (?:think|see|check|ask|figure|find out)|"
    r"figure (?:it|that|this) out|open question|to be (?:decided|determined|seen)|haven't (?:decided|thought|"
    r"figured)|depends)\b",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    rf"{AGREE.pattern}|,? ye(?:s|ah|p)\W*$|^(?:so,? )?(?:no\b|not really|correct|let's|"
    r"i(?:'d| would| don't| do not)? (?:think|say|believe) (?:we|it|that|they|there))",
    re.IGNORECASE,
)
"""Assent, first or last in what is said, denial, or a proposal."""

_WHAT = re.compile(r"(?:how|who|when|where|which|what|why)\b", re.IGNORECASE)
"""How a question begins that any answer settles."""

_KNOWN = re.compile(
    r"(?:so,? )?(?:(?:yeah|yes|yep|no|sure)\b[\s,.]*(?:we (?:do|don't|are|can|will)\b|$)|"
    r"we (?:do|don't|are|can|will)\.?$)",
    re.IGNORECASE,
)
"""One's own answer."""

_WHO_KNOWS = re.compile(
    r"^do(?:es)? any(?:one|body)(?: here)? know (?=(?:who|what|when|where|which|how|why|whether|if)\b)", re.IGNORECASE
)
_NOBODY = re.compile(r"(?:no|nope|i (?:don't|do not)|not me)\b", re.IGNORECASE)
"""How it is asked who knows, and the answer of who does not."""

_POINTS = re.compile(
    r"\b(?:you|your|i|i'm|i've|me|my|this|it|it's|they|he|she|them|these|those|there|here|"
    r"that(?=\?|$| (?:is|was|be|without|in|for|with|on|by|at|to|and|or)\b)|"
    r"any(?:one|body)|questions?|comments?|thoughts|updates)\b|\[",
    re.IGNORECASE,
)
_IN_PASSING = re.compile(
    r"\b(?:go (?:ahead|next|first)|start (?:with|now)|move on|talk about|on the call|today|screen|slides?|continue|"
    r"right now|next (?:item|topic|one|point)|ready|make sense|agenda|hear me|else)\b",
    re.IGNORECASE,
)
"""What points elsewhere, or is asked only to lead the call on."""


def questions(said: list[Sentence], item: AgendaItem | None, context: Context) -> list[Point]:
    """By time; nobody says yes or no to them, or the answer is a doubt."""
    found: list[Point] = []
    for sentence in said:
        spoken = bare(sentence.text)
        text = _line(spoken)
        if text and _is_open(sentence, spoken, said):
            found.append(point(sentence, text, "question", item, context))
    return found


def _line(spoken: str) -> str | None:
    """A question as a line; None where none is asked, or not one that is understood alone."""
    named = _NAMED.search(spoken)
    if named is None and not (spoken.endswith("?") and not _IN_PASSING.search(spoken)):
        return None
    asked = _WHO_KNOWS.sub("", spoken)
    text = re.sub(r"^if\b", "whether", named["what"] if named else asked, flags=re.IGNORECASE)
    least = TELLING if named or asked == spoken else TELLING - 1
    if _POINTS.search(text) or "the answer" in text or not least + 2 <= len(words(text)) <= LONGEST:
        return None
    if len(content(text)) < least:
        return None
    return capital(text) if text.endswith("?") or words(text)[-1].lower() not in DANGLING_ENDS else None


def _is_rhetorical(sentence: Sentence, said: list[Sentence]) -> bool:
    """Whether it is one of several that its voice asks in a row, and goes on itself."""
    row = [sentence, *said[sentence.place + 1 : sentence.place + 3]]
    before = said[sentence.place - 1 : sentence.place] if sentence.place else []
    asked = [one for one in (*before, *row[:2]) if one.voice == sentence.voice and one.text.endswith("?")]
    return len(asked) > 1 and all(one.voice == sentence.voice for one in row)


def _is_open(sentence: Sentence, spoken: str, said: list[Sentence]) -> bool:
    following = said[sentence.place + 1 : sentence.place + 1 + LOOK_AHEAD]
    answers = [later for later in following if later.voice != sentence.voice]
    if _WHO_KNOWS.match(spoken):
        return all(_NOBODY.match(later.text) or _DOUBT.search(later.text) for later in answers)
    if following and _KNOWN.match(following[0].text):
        return False
    if _is_rhetorical(sentence, said):
        return False
    for_us = _NAMED.search(spoken) or _FOR_THE_GROUP.match(spoken)
    if (for_us or _DIRECT.match(spoken) or _WHAT.match(spoken)) and any(_DOUBT.search(later.text) for later in answers):
        return True
    if for_us and not (_WHAT.match(spoken) and answers):
        return not any(_ANSWER.search(later.text) for later in answers)
    return not following and _DIRECT.match(spoken) is not None
