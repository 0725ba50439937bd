"""Reads how a name is used in a sentence: to introduce oneself, to call on someone, to thank, to speak of the absent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from transcribe.hearing import FREQUENT_WORDS, Heard, Token

CueKind = Literal["introduced", "called", "asked for", "thanked", "addressed", "quoted", "absent", "mentioned"]
"""What a name is doing in its sentence, as the speaker uses it:

introduced  for themselves ("I'm Laura", "Kris here")
called      to give someone the floor ("over to Tom", "Nis, do you want to…", "Ben?")
asked for   to find out whether someone is there ("is Potuz on the call?")
thanked     for what was just said ("thanks, Rich")
addressed   in passing ("Sorry, Vishesh, …")
quoted      for what someone said or did ("as Cyrus said")
absent      because someone is missing ("Ana can't make it")
mentioned   in any other way
"""

_WINDOW = 7
_BREAKS = frozenset(".?!;…:")

_FILLER = r"(?:(?: |^)(?:,|yeah|yes|so|okay|ok|well|and|but|oh|um|uh|maybe|actually|again|now|also|just|right|all right|alright|no|hey|then))*"

_SELF = re.compile(
    r"(?:^|.* )(?:i ?'?m|i am|i'm called|my name is|my name's|my name,|the name's|call me|i go by|it's me ,?)(?: (?:uh|um|,))*$"
)
_MY_NAME_IS = re.compile(r"(?:my name is|my name's|the name's|call me|i go by)(?: (?:uh|um|,))*$")
_THIS_IS = re.compile(r"^(?:.* )?(?:this is|it's|it is|you've got|you have)(?: (?:uh|um|,))*$")
_AFTER_THIS_IS = re.compile(r"^$|^[,.!…]|^(?:here|from|speaking|again|with|at|and i|and i'm|i'm|on the)\b")
_HERE = re.compile(r"^,? ?(?:here|speaking)(?: [,.!…]|$| from| with| again| and)")
_OPENS = re.compile(rf"^{_FILLER}(?: ?(?:hi|hello|hey|good morning|it's|everyone|everybody|all|,|there))*$")

_GIVES_FLOOR = re.compile(
    r"(?:^|.* )(?:(?:over|off|back|on|through|it|this|that|things|floor|now|first|next|turn|go|goes|move) to(?: you)?"
    r"|(?:hand|pass|turn|throw|kick|give)(?: \w+){0,3} to(?: you)?|go ahead|take it away|floor is yours|you're up|up to you"
    r"|next(?: up)?(?: (?:is|we have|at|i have|on (?:my|the) list is))?|next (?:is|we have|i see|hand is|speaker is)"
    r"|(?:start|begin|continue|go|kick(?: \w+)? off|begin) with|let's (?:do|go|hear)(?: from)?|hear from|we can do|first is"
    r"|i see|i see a hand from|hand from|invite|introduce|introducing|welcome|over|please|and then|your turn|can we have|do)"
    rf"{_FILLER}(?: ,)?$"
)
_CALLED_AFTER = re.compile(
    r"^,? ?(?:(?:so|maybe|please|if|why don't|i don't know if|i think|i'm wondering if|i know) )?"
    r"(?:go ahead|take it away|over to you|off to you|you're up|your turn|the floor|please|first|you're next"
    r"|(?:do|would|could|can|did|are|will|were|have|had|might|should|do) you\b|you(?:'re|'d|'ve|'ll)?\b"
    r"|(?:what|how|why|where|when|any|anything) |i(?:'ll| will) (?:let|hand|give|pass)|i'd like you"
    r"|(?:has|have|had|with|you have) (?:his|her|their|your|a) hand|is next|is up|wants to|(?:also )?has an? )"
)
_THANKS = re.compile(
    r"(?:^|.* )(?:thanks|thank you|thank|cheers|appreciate it|appreciate that|appreciated|nice|great|awesome|excellent|perfect"
    r"|good point|well said|fair enough|good question|fantastic|wonderful|lovely|brilliant|nice one|sounds good|congrats)"
    r"(?: (?:so much|very much|a lot|again|for that|for this|to|for the \w+|for your \w+|a bunch|for sharing|for coming))*(?: ,)?$"
)
_THANKED_AFTER = re.compile(r"^,? ?(?:thanks|thank you|cheers|that's (?:great|good|helpful)|that was|for (?:the|that|your|this|bringing))")
_ASKS = re.compile(r"(?:^|.* )(?:is|do we have|have we got|if|see if|see|anyone from|whether|don't see|has|where's|where is)(?: ,)?$")
_ASKED_AFTER = re.compile(
    r"^,? ?(?:is )?(?:still )?(?:here|on|around|in the (?:call|room)|there|available|online|joining|with us|today)\b|^,? ?(?:are you|you) (?:here|there|on|around|with us)"
)
_ABSENT = re.compile(
    r"^(?:,? ?(?:who )?)?(?:(?:is|was|will|could|can|has|does|did|'s)(?:n't| ?not|not)\b.{0,18}?\b(?:here|join|joining|make|made|on|around|able|able to|attend|be with)"
    r"|(?:isn't|won't|couldn't|can't|cannot|didn't) (?:here|join|make|be|on|around|attend|show)"
    r"|(?:is|was|'s) (?:away|out|off|on (?:vacation|holiday|leave|pto|a plane)|sick|ill|travelling|traveling|absent)"
    r"|sends (?:his|her|their)? ?(?:regrets|apologies))"
)
_QUOTED = re.compile(
    r"^,? ?(?:(?:just|also|has|had|already|was|is|were|kind of|sort of|rightly|correctly|actually|recently|have|who) )*"
    r"(?:said|says|saying|mentioned|mentions|mentioning|suggested|suggests|suggesting|asked|asks|asking|pointed|pointing|noted"
    r"|described|explained|made|proposed|wrote|posted|talked|talking|showed|did|raised|brought|put|opened|gave|shared|thinks|linked|sent)\b"
)
_QUOTED_BEFORE = re.compile(
    r"(?:^|.* )(?:as|what|like|agree with|to|which|that|by|with|from|because|than|if)$"
)
_GREETS = re.compile(r"(?:^|.* )(?:hi|hello|hey|morning|good morning|good afternoon|welcome|sorry|yeah|bye|apologies|congratulations)(?: ,)?$")
_VOCATIVE_LEFT = re.compile(rf"^{_FILLER}$|.*[,]$|.* (?:you|that|it|this|there|here|now|again|and|or|so|right|yeah|okay|point|question|though|then)$")


@dataclass(frozen=True, slots=True)
class Cue:
    """One use of a name; `position` counts the words before it in its text, `quote` is the words around it."""

    kind: CueKind
    heard: Heard
    position: int
    quote: str


def cue_of(text: str, words: tuple[Token, ...], heard: Heard) -> Cue | None:
    """What the heard name is doing; None for a doubtful one where no name is expected."""
    left, right = _left(words, heard.first), _right(words, heard.last)
    possessive = words[heard.last - 1].text.lower().endswith(("'s", "’s"))
    kind = _kind(left, right, possessive=possessive)
    if kind == "addressed" and _in_a_list(words, heard):
        kind = "mentioned"
    if heard.doubtful and not _expects_name(kind, heard, left, right):
        return None
    first = max(0, heard.first - _WINDOW)
    last = min(len(words), heard.last + _WINDOW)
    quote = text[words[first].start : words[last - 1].end]
    return Cue(kind, heard, sum(not word.is_mark for word in words[: heard.first]), quote)


def _kind(left: str, right: str, *, possessive: bool) -> CueKind:
    if possessive:
        return "quoted" if _QUOTED_BEFORE.match(left) else "mentioned"
    ends = right == "" or right[0] in ".,!…"
    asks = right.startswith("?")
    if _ABSENT.match(right):
        return "absent"
    if _SELF.match(left) or (_THIS_IS.match(left) and _AFTER_THIS_IS.match(right)):
        return "introduced"
    if _HERE.match(right) and _OPENS.match(left):
        return "introduced"
    if _ASKED_AFTER.match(right) and (_ASKS.match(left) or right.startswith(("are you", ", are you", "you ", ", you"))):
        return "asked for"
    if _THANKS.match(left):
        return "thanked"
    if asks and _VOCATIVE_LEFT.match(left):
        return "called"
    if _QUOTED.match(right) and not _CALLED_AFTER.match(right):
        return "quoted"
    if _CALLED_AFTER.match(right) and (left == "" or not _QUOTED_BEFORE.match(left)):
        return "called"
    if _GIVES_FLOOR.match(left):
        return "called"
    if _THANKED_AFTER.match(right) and re.fullmatch(_FILLER, left):
        return "thanked"
    if asks:
        return "called"
    if _GREETS.match(left) or ((ends or right.startswith(",")) and _VOCATIVE_LEFT.match(left)):
        return "addressed"
    return "mentioned"


def _expects_name(kind: CueKind, heard: Heard, left: str, right: str) -> bool:
    """Whether the place is one where hardly anything but a name can stand."""
    ends = right == "" or right[0] in ".,!?…"
    if kind == "introduced":
        return bool(_MY_NAME_IS.search(left)) or bool(re.match(r",? ?(?:from|here|and i'm|speaking)\b", right))
    if kind == "thanked":
        return ends and bool(re.search(r"(?:thanks|thank you|cheers)(?: ,)?$", left))
    if kind == "called":
        return ends and ((left == "" and heard.exact) or bool(re.search(r"(?:ahead|over to|off to|you) ?,?$", left)))
    return False


def _in_a_list(words: tuple[Token, ...], heard: Heard) -> bool:
    """Whether the name stands between commas among other capitalised words ("Ana, Ben, Carl and Dora")."""
    before = words[max(0, heard.first - 2) : heard.first][::-1]
    after = words[heard.last : heard.last + 2]
    return any(
        [word.is_mark for word in pair] == [True, False]
        and pair[0].text == ","
        and pair[1].text[0].isupper()
        and pair[1].sound not in FREQUENT_WORDS
        and not pair[1].text.startswith(("I'", "I’"))
        for pair in (before, after)
    )


def _left(words: tuple[Token, ...], first: int) -> str:
    """The words before a name in its sentence, nearest last, lower case, marks kept."""
    found: list[str] = []
    for word in reversed(words[max(0, first - _WINDOW) : first]):
        if word.text in _BREAKS:
            break
        found.append(word.text.lower().replace("’", "'"))
    return " ".join(reversed(found))


def _right(words: tuple[Token, ...], last: int) -> str:
    """The words after a name in its sentence and the mark that ends it."""
    found: list[str] = []
    for word in words[last : last + _WINDOW]:
        found.append(word.text.lower().replace("’", "'"))
        if word.text in _BREAKS:
            break
    return " ".join(found)


_LEADS = re.compile(
    r"\b(?:let's (?:get started|kick off|move on|go ahead|start with|begin)|(?:we'll|let's|we can|gonna|going to) (?:get started|wrap up|move on)"
    r"|next (?:item|topic|agenda|on the agenda|up)|(?:first|last) (?:item|topic|thing) (?:on|is|today)|on (?:the|our|today's) agenda"
    r"|any (?:other |more |last |final |further )?(?:questions|comments|thoughts|topics|updates|announcements|objections)"
    r"|anyone else|anything else|welcome (?:everyone|everybody|to)|thanks,? (?:everyone|everybody|all|guys)\b"
    r"|thank you,? (?:everyone|everybody|all)\b|(?:out of|end of|over) time|see you (?:all )?(?:next|in)|before we (?:start|begin|wrap))",
    re.IGNORECASE,
)


def leads(text: str) -> bool:
    """Whether the words are ones with which a call is led: opened, moved on, opened to questions, closed."""
    return bool(_LEADS.search(text))
