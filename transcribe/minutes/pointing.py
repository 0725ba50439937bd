"""A task that only points to what was said before ("I'll look into that") is told with it, as it was said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.agenda.cues import leads_on
from transcribe.minutes import acts
from transcribe.minutes.candidate import POINTING
from transcribe.minutes.cleaning import JOINT, bare, clauses, content, is_whole, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transcribe.minutes.passages import Sentence

LOOK_BACK = 3
"""Sentences among which a task finds what it points to."""

SHORT = 6
"""Words of a task whose end may point, and nothing before it names a thing."""

MOST = 18
"""Words that are quoted of what is pointed to."""

POINTING_END = re.compile(r"\b(?:that|this|it|them|those|these|here|there)$", re.IGNORECASE)

INDEFINITE = re.compile(
    r"[a-z]+(?: (?:up|at|into|to|for|on|with|out|about))* (?:some|something|stuff|things?)\b", re.IGNORECASE
)
"""A task done with a thing that nothing named before can tell: "post something to the forum"."""

_GET_DONE = re.compile(r"get (?:it |that |this |them )?[a-z]+ed\b", re.IGNORECASE)

_IN_THE_CALL = re.compile(
    r"(?:leave|hand|pass|give|let|skip|say|add|mention|stop|pause|start|begin|keep|put|end|call|answer|explain|repeat|"
    r"show|share|present|read|go|bring|unable|point|paste|drop|cover|do that again|take (?:this|that|it) (?:off|as)|"
    r"turn|move|wrap|hold|throw|circle|come back|get (?:back )?(?:to|into) (?:it|that|this)|make)\b",
    re.IGNORECASE,
)
"""What is done with a thing while it is talked about."""

_LATER = re.compile(
    r"\b(?:today|tonight|tomorrow|later|afterwards?|after (?:this|the) (?:call|meeting)|offline|async\w*|"
    r"(?:mon|tues|wednes|thurs|fri)day|(?:next|this) (?:week|call|meeting|month)|soon)\b",
    re.IGNORECASE,
)


def points(doing: str) -> bool:
    """Whether a task names nothing that it is done with, and is nevertheless one to be done after the call."""
    short = len(words(doing)) <= SHORT and POINTING_END.search(doing)
    pointing = POINTING.match(doing) or short or _GET_DONE.match(doing)
    lasting = not _IN_THE_CALL.match(doing) or _LATER.search(doing)
    return bool(pointing and lasting and not INDEFINITE.match(doing) and not acts.is_idle(doing))


def is_arranged(doing: str) -> bool:
    """Whether it is about to be done, whoever does it: "get that merged", "do that next week"."""
    return _GET_DONE.match(doing) is not None or _LATER.search(doing) is not None


def meant(sentence: Sentence, doing: str, said: Sequence[Sentence]) -> tuple[str, Sentence] | None:
    """What a task of a sentence points to, quoted, and the sentence that holds it; None where nothing tells."""
    joints = [joint.start() for joint in JOINT.finditer(sentence.text.partition(doing)[0])]
    for one in _told(sentence.text[: joints[-1]] if joints else ""):
        return one, sentence
    for before in reversed(said[max(0, sentence.place - LOOK_BACK) : sentence.place]):
        for one in _told(before.text):
            return one, before
    return None


def _told(text: str) -> Iterator[str]:
    """The part of a text that tells most in few words, where one tells enough."""
    parts = [bare(part) for part in clauses(text) if part]
    fit = [part for part in parts if len(words(part)) <= MOST and is_whole(part) and not leads_on(part)]
    if fit:
        yield max(fit, key=lambda part: len(content(part)))
