"""Reads how a name is used in its sentence: for oneself, to give someone the floor, to thank, to quote, to miss."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from transcribe.names.first_names import FREQUENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from transcribe.names.hearing import Heard, Token

CueKind = Literal[
    "introduced", "called", "asked for", "asked to repeat", "thanked", "addressed", "quoted", "absent", "mentioned"
]
"""What a name is doing in its sentence, as the speaker uses it:

introduced       for themselves ("I'm Laura", "Kris here", "Kris Nova, I work on …")
called           to give someone the floor ("over to Tom", "Nis, do you want to…", "Ben?")
asked for        to find out whether someone is there ("is Potuz on the call?")
asked to repeat  because they were not understood ("sorry, I didn't catch that, Ben")
thanked          for what was just said ("thanks, Rich", "great work, Rich")
addressed        in passing ("Sorry, Vishesh, …")
quoted           for what someone said or did ("as Cyrus said")
absent           because someone is missing ("Ana can't make it")
mentioned        in any other way
"""

_WINDOW = 7
_BREAKS = frozenset(".?!;…:")


def _ending(*choices: str, then: str = r"(?: ,)?") -> re.Pattern[str]:
    """Matches words before a name that end in one of the choices."""
    return re.compile(rf"(?:^|.* )(?:{'|'.join(choices)}){then}$")


def _starting(*choices: str, before: str = "") -> re.Pattern[str]:
    """Matches words after a name that begin with one of the choices."""
    return re.compile(rf"^,? ?{before}(?:{'|'.join(choices)})")


_HESITATION = r"(?: (?:uh|um|,))*"
_FILLER = (
    r"(?:(?: |^)(?:,|yeah|yes|so|okay|ok|well|and|but|oh|um|uh|maybe|actually|again|now|also|just|right|all right"
    r"|alright|no|hey|then))*"
)
_ONLY_FILLER = re.compile(rf"^{_FILLER}$")

_I_AM = _ending(
    r"i ?'?m|i am|i'm called|my name is|my name's|my name,|the name's|call me|i go by|it's me ,?", then=_HESITATION
)
_MY_NAME_IS = _ending(r"my name is|my name's|the name's|call me|i go by", then=_HESITATION)
_THIS_IS = _ending(r"this is|it's|it is|you've got|you have", then=_HESITATION)
_AFTER_THIS_IS = re.compile(
    r"^$|^[,.!…]|^(?:here|from|speaking|calling|again|with|at|in|over|for the|and i|i'm|on the"
    r"|the (?:lead|head|maintainer|chair|host))\b"
)
_AFTER_A_NAME = _starting(r"(?:from|here|and i'm|speaking)\b")
_HERE = re.compile(r"^,? ?(?:here|speaking)(?: [,.!…]|$| from| with| again| and)")
_GREETED = r"(?:(?: |^)(?:hi|hello|hey|good (?:morning|afternoon|evening)|everyone|everybody|all|there|folks|team|,))*"
_OPENS = re.compile(rf"^{_FILLER}(?: ?(?:hi|hello|hey|good morning|it's|everyone|everybody|all|,|there))*$")
_I_AM_ALONE = re.compile(rf"^{_FILLER}{_GREETED} ?(?:i ?'?m|i am)$")
_TO_ALL = re.compile(rf"^$|^{_FILLER}{_GREETED} (?:everyone|everybody|all|there|folks|team)(?: ,)?$")
_FROM_HERE = re.compile(r"^(?:from|with|at) ((?:[^\s,.?!]+ ){1,2})here(?: [,.!…]|$| speaking| again| and)")
_MY_PLACE = re.compile(
    r"^[,.!…] (?:and )?(?:i (?:maintain|lead|work (?:at|for|as|in)\b|work (?:on|with) (?!it |th|you))"
    r"|(?:i'm|i am) (?:from|new (?:here|to)|(?:the|one of the|an?) (?:\w+ ){0,2}"
    r"(?:lead|head|chair|\w+er|architect|student|contributor)s?\b))"
)

_GIVES_FLOOR = _ending(
    r"(?:over|off|back|on|through|it|this|that|things|floor|now|first|next|turn|go|goes|move) to(?: you)?",
    r"(?:hand|pass|turn|throw|kick|give)(?: \w+){0,3} to(?: you)?|up to you",
    r"go ahead|take it away|floor is yours|you're up|your turn|please|and then|over|do",
    r"next(?: up)?(?: (?:is|we have|at|i have|on (?:my|the) list is))?|next (?:is|we have|i see|hand is|speaker is)",
    r"(?:start|begin|continue|go|kick(?: \w+)? off|begin) with|let's (?:do|go|hear)(?: from)?|hear from|first is",
    r"we can do|can we have|i see|i see a hand from|hand from|invite|introduce|introducing|welcome",
    then=rf"{_FILLER}(?: ,)?",
)
_CALLED_AFTER = _starting(
    r"go ahead|take it away|over to you|off to you|you're up|your turn|the floor|please|first|you're next",
    r"(?:do|would|could|can|did|are|will|were|have|had|might|should) you\b|you(?:'re|'d|'ve|'ll)?\b",
    r"(?:what|how|why|where|when|any|anything) |i(?:'ll| will) (?:let|hand|give|pass)|i'd like you",
    r"(?:i'm|i am|we're|we are) (?:going to|gonna) (?:let|hand|give|pass|throw|turn)(?: (?!to)\w+){0,2}(?: to)? you\b",
    r"(?:has|have|had|with|you have) (?:his|her|their|your|a) hand|is next|is up|wants to|(?:also )?has an? ",
    r"(?:it|this|that|the next)(?: one| item)?(?: is|'s) yours|all yours",
    r"(?:this|that)(?: one)?(?: is|'s) you(?: [,.?!]|$)",
    r"take it from (?:here|there)|your (?:thoughts|take|view|opinion)\b",
    before=r"(?:(?:so|maybe|please|if|why don't|i don't know if|i think|i'm wondering if|i know) )?",
)
_LATER = re.compile(r"^,? ?(?:after (?:that|this)|afterwards|later|in a (?:bit|few|minute|moment|second)|at the end)\b")
_FLOOR_TO = _ending(r".*(?:ahead|over to|off to|you)", then=r" ?,?")

_REPEAT = (
    r"(?:(?:did|could)(?:n't| not)|can(?:'t|not| not)) (?:quite |really )?(?:catch|hear|get|understand)"
    r" (?:that|you|it|what you said|the last \w+)"
    r"|lost you|missed that|you're (?:breaking up|cutting out)"
    r"|(?:you|please) (?:please |just )?(?:repeat(?: (?:that|it|this|your \w+|the \w+))?"
    r"|say (?:that|it|this) (?:again|once more))"
)
_REPEAT_BEFORE = _ending(_REPEAT)
_REPEAT_AFTER = re.compile(
    rf"^,? ?(?:(?:sorry|i|we|just|could|can|would|think|,) )*(?:{_REPEAT})(?=$| [,.?!…]| (?:again|there|please)\b)"
)

_THANKS = _ending(
    r"thanks|thank you|thank|cheers|appreciate it|appreciate that|appreciated|nice|great|awesome|excellent|perfect",
    r"good point|well said|fair enough|good question|fantastic|wonderful|lovely|brilliant|nice one|sounds good",
    then=r"(?: (?:so much|very much|a lot|again|to|for (?:that|this|the|your)(?: \w+){0,3}|a bunch|for sharing"
    r"|for coming))*(?: ,)?",
)
_PRAISE = _ending(
    r"(?:great|good|nice|amazing|excellent|awesome|fantastic|lovely) (?:work|job|stuff|talk|demo|presentation)"
    r"|(?:very|so|really|super|pretty) (?:cool|nice|good|interesting|helpful|useful)|well done"
)
_PLAIN_THANKS = _ending(r"thanks|thank you|cheers")
_THANKED_AFTER = _starting(
    r"thanks|thank you|cheers|that's (?:great|good|helpful)|that was|for (?:the|that|your|this|bringing)"
)

_ASKS = _ending(
    r"is|do we have|have we got|if|see if|see|anyone from|whether|don't see|has|where's|where is", r"let's see"
)
_ASKED_AFTER = re.compile(
    r"^,? ?(?:is )?(?:still )?(?:here|on|around|in the (?:call|room)|there|available|online|joining|with us|today)\b"
    r"|^,? ?(?:are you|you) (?:here|there|on|around|with us)"
)
_ASKED_DIRECTLY = _starting(r"are you|you ")

_ABSENT = re.compile(
    r"^(?:,? ?(?:who )?)?(?:(?:is|was|will|could|can|has|does|did|'s)(?:n't| ?not|not)\b.{0,18}?"
    r"\b(?:here|join|joining|make|made|on|around|able|able to|attend|be with)"
    r"|(?:isn't|won't|couldn't|can't|cannot|didn't) (?:here|join|make|be|on|around|attend|show)"
    r"|(?:is|was|'s) (?:away|out|off|on (?:vacation|holiday|leave|pto|a plane)|sick|ill|travelling|traveling|absent)"
    r"|sends (?:his|her|their)? ?(?:regrets|apologies))"
)

_QUOTED = _starting(
    r"said|says|saying|mentioned|mentions|mentioning|suggested|suggests|suggesting|asked|asks|asking|pointed|pointing",
    r"noted|described|explained|made|proposed|wrote|posted|talked|talking|showed|did|raised|brought|put|opened|gave",
    r"shared|thinks|linked|sent",
    before=r"(?:(?:just|also|has|had|already|was|is|were|kind of|sort of|rightly|correctly|actually|recently|have|who)"
    r" )*",
)
_QUOTED_BEFORE = _ending(r"as|what|like|agree with|to|which|that|by|with|from|because|than|if", then="")

_GREETS = _ending(r"hi|hello|hey|morning|good morning|good afternoon|welcome|sorry|yeah|bye|apologies|congratulations")
_VOCATIVE_LEFT = re.compile(
    rf"^{_FILLER}$|.*[,]$"
    r"|.* (?:you|that|it|this|there|here|now|again|and|or|so|right|yeah|okay|point|question|though|then)$"
)

_LEADS = re.compile(
    r"\b(?:let's (?:get started|kick off|move on|go ahead|start with|begin)"
    r"|(?:we'll|let's|we can|gonna|going to) (?:get started|wrap up|move on)"
    r"|next (?:item|topic|agenda|on the agenda|up)|(?:first|last) (?:item|topic|thing) (?:on|is|today)"
    r"|on (?:the|our|today's) agenda"
    r"|any (?:other |more |last |final |further )?(?:questions|comments|thoughts|topics|updates|objections)"
    r"|anyone else|anything else|welcome (?:everyone|everybody|to)|thanks,? (?:everyone|everybody|all|guys)\b"
    r"|thank you,? (?:everyone|everybody|all)\b|(?:out of|end of|over) time|see you (?:all )?(?:next|in)"
    r"|before we (?:start|begin|wrap))",
    re.IGNORECASE,
)


_OWN_WORK = re.compile(
    r"\bmy (?:own )?(?:\w+ )?(?:pr|pull request|patch|change|proposal|branch|draft|issue|document|doc|analysis|slides?"
    r"|presentation)\b"
    r"|\bi(?:'ve| have)?(?: \w+ly| just| also| already| now)? (?:opened|wrote|written|submitted|proposed|filed"
    r"|implemented|pushed|put up|put together|created|been working|drafted|rebased|prepared"
    r"|started (?:writing|working))\b|\bi'll share my screen"
    r"|\bi(?:'m| am| was) (?:working on|presenting|going to (?:present|talk about|go over|share))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One use of a name; `position` counts the words before it in its text, `quote` is the words around it."""

    kind: CueKind
    heard: Heard
    position: int
    quote: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands: the words of its sentence before and after it, lower case, with their marks.

    `onward` goes on after the end of the sentence; `full` says that the name is one of several words.
    """

    left: str
    right: str
    onward: str
    full: bool

    @property
    def ends(self) -> bool:
        """Whether the sentence pauses or ends with the name."""
        return self.right == "" or self.right[0] in ".,!…"

    @property
    def asks(self) -> bool:
        """Whether the sentence ends with the name and is a question."""
        return self.right.startswith("?")


_RULES: tuple[tuple[CueKind, Callable[[_Place], object]], ...] = (
    ("absent", lambda place: _ABSENT.match(place.right)),
    ("introduced", lambda place: _I_AM.match(place.left)),
    ("introduced", lambda place: _THIS_IS.match(place.left) and _AFTER_THIS_IS.match(place.right)),
    ("introduced", lambda place: _HERE.match(place.right) and _OPENS.match(place.left)),
    ("introduced", lambda place: _is_from_here(place.right) and _OPENS.match(place.left)),
    ("introduced", lambda place: place.full and _MY_PLACE.match(place.onward) and _TO_ALL.match(place.left)),
    ("asked for", lambda place: _ASKED_AFTER.match(place.right) and _ASKS.match(place.left)),
    ("asked for", lambda place: _ASKED_AFTER.match(place.right) and _ASKED_DIRECTLY.match(place.right)),
    ("asked to repeat", lambda place: (place.ends or place.asks) and _REPEAT_BEFORE.match(place.left)),
    ("asked to repeat", lambda place: _REPEAT_AFTER.match(place.right)),
    ("called", lambda place: place.asks and _PLAIN_THANKS.match(place.left)),
    ("thanked", lambda place: _THANKS.match(place.left)),
    ("thanked", lambda place: place.ends and _PRAISE.match(place.left)),
    ("called", lambda place: place.asks and _VOCATIVE_LEFT.match(place.left)),
    ("quoted", lambda place: _QUOTED.match(place.right) and not _CALLED_AFTER.match(place.right)),
    ("called", lambda place: _CALLED_AFTER.match(place.right) and not _QUOTED_BEFORE.match(place.left)),
    ("called", lambda place: _GIVES_FLOOR.match(place.left) and not _LATER.match(place.right)),
    ("thanked", lambda place: _THANKED_AFTER.match(place.right) and _ONLY_FILLER.match(place.left)),
    ("called", lambda place: place.asks),
    ("addressed", lambda place: _GREETS.match(place.left)),
    ("addressed", lambda place: place.ends and _VOCATIVE_LEFT.match(place.left)),
)
"""The first rule that fits decides."""


def cue_of(text: str, words: tuple[Token, ...], heard: Heard) -> Cue | None:
    """What the heard name is doing; None for a doubtful one where no name is expected."""
    full = heard.exact and heard.last - heard.first > 1
    place = _Place(_left(words, heard.first), _right(words, heard.last), _onward(words, heard.last), full)
    if words[heard.last - 1].text.lower().endswith(("'s", "’s")):
        kind: CueKind = "quoted" if _QUOTED_BEFORE.match(place.left) else "mentioned"
    else:
        kind = next((kind for kind, fits in _RULES if fits(place)), "mentioned")
    if kind == "addressed" and _in_a_list(words, heard):
        kind = "mentioned"
    if heard.doubtful and not _expects_name(kind, heard, place):
        return None
    first = max(0, heard.first - _WINDOW)
    last = min(len(words), heard.last + _WINDOW)
    quote = text[words[first].start : words[last - 1].end]
    return Cue(kind, heard, sum(not word.is_mark for word in words[: heard.first]), quote, _beside(words, heard))


def leads(text: str) -> str | None:
    """The words with which a call is led (opened, moved on, opened to questions, closed), with what follows them."""
    match = _LEADS.search(text)
    return " ".join(text[match.start() :].split()[:_WINDOW]) if match else None


def own_work(text: str) -> str | None:
    """The words by which somebody speaks of their own work ("my pull request", "I opened"), if there are any."""
    match = _OWN_WORK.search(text)
    return match.group() if match else None


def _expects_name(kind: CueKind, heard: Heard, place: _Place) -> bool:
    """Whether the place is one where hardly anything but a name can stand."""
    ends = place.ends or place.asks
    if kind == "introduced":
        alone = heard.exact and _I_AM_ALONE.match(place.left)
        return bool(_MY_NAME_IS.match(place.left) or _AFTER_A_NAME.match(place.right) or alone)
    if kind == "thanked":
        return ends and bool(_PLAIN_THANKS.match(place.left))
    if kind == "called":
        return ends and ((place.left == "" and heard.exact) or bool(_FLOOR_TO.match(place.left)))
    return False


def _is_from_here(right: str) -> bool:
    """Whether a name goes on as that of who speaks: "(Kris) from Acme here", not "(Kris) from Acme is here"."""
    match = _FROM_HERE.match(right)
    return match is not None and FREQUENT_WORDS.isdisjoint(match[1].split())


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


def _beside(words: tuple[Token, ...], heard: Heard) -> bool:
    """Whether the name is one of two between which "or" or "and" stands ("Ana or Ben?", "Ana and/or Ben")."""
    before = words[max(0, heard.first - 3) : heard.first][::-1]
    after = words[heard.last : heard.last + 3]
    return any(_joins(side) for side in (before, after))


def _joins(side: tuple[Token, ...]) -> bool:
    joins = next((count for count, word in enumerate(side) if word.sound not in ("and", "or")), len(side))
    return 0 < joins < len(side) and side[joins].text[0].isupper() and side[joins].sound not in FREQUENT_WORDS


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


def _onward(words: tuple[Token, ...], last: int) -> str:
    """The words after a name, whatever sentence they are of."""
    return " ".join(word.text.lower().replace("’", "'") for word in words[last : last + _WINDOW])
