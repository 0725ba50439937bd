"""The forms of words in which people take something on, plan it, ask for it, or settle it.

They are wide: what has such a form may be an outcome, and `odds` tells how likely it is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.minutes.acts import BETWEEN, NO_TASK, phrase, plain_verb
from transcribe.minutes.cleaning import stretches, words
from transcribe.minutes.lexicon import DANGLING_ENDS, PAST, STOPWORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transcribe.minutes.acts import Form

_NAME = r"(?-i:[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})"
_GROUP = (
    r"(?:everyone|everybody|anyone|anybody|someone|somebody|people|folks|"
    r"(?:the |all |other |some |each |of )*(?:[\w-]+ )?"
    r"(?:teams?|clients?|devs|developers|members|authors?|maintainers|guys|group|community|designer|expert|manager))"
)
_BEGUN = rf"\s+{BETWEEN}(?:be (?=[a-z]+ing\b))?(?:start (?=[a-z]+ing\b))?"
_MEETS = (
    r"(?:be|be on|be in|be at|have) "
    r"(?:an?|the|this|that|another|our|(?:today|tomorrow)'s|(?:mon|tues|wednes|thurs|fri)day's) "
    r"(?:[\w-]+ ){0,4}?(?:calls?|meetings?|breakouts?|sessions?|syncs?|workshops?)\b|"
    r"have (?:whoever|someone|somebody|everyone)\b"
)
"""A meeting to hold or to come to, or somebody to bring: a task, though "be" and "have" hardly ever begin one."""

_DO = (
    rf"(?P<do>(?={_MEETS}|"
    r"(?!(?:be|have|not|see(?! (?:whether|if|how|what))|say|know|think(?! (?:[a-z]+ ){0,2}about)|just|get to|"
    r"go back to|guess|hope|mean|understand(?! (?:whether|if|how|what|why|who|where))|like|believe|tell|"
    r"talk|hear|(?:still )?(?:going to|gonna)|imagine|envision|notice|"
    r"remember|also|able|sure|ready|right|fine|free|welcome|good|feel|prefer|want|"
    r"end up|keep in mind)\b))[a-z]+\b.*)"
)
_SOON = r"(?: (?:in|over|within) the (?:next|coming) (?:[a-z]+ ){0,3}?(?:weeks?|months?|days?|year|quarter))?"
_DATED = (
    r"(?=[^?!]*\b(?:today|tonight|tomorrow|soon|later|next|this (?:week|month)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|end of|"
    r"in (?:an?|one|two|three|\d+) (?:\w+ )?(?:days?|weeks?|months?)))"
)
_PROMISE = (
    r"\bi(?:'ll| will|'m (?:going to|gonna|planning to|planning on|happy to)| am (?:going to|planning to|happy to)|"
    r" can| could| should| need to| have to| would need to| plan to| want to| would like to|"
    r"'d (?:be happy to|love to|need to|like to)| would (?:love|be happy) to|'ve got to| volunteer to)"
)
_PLAN = (
    rf"\b(?:we(?:'ll| will|'re (?:going to|gonna|(?:planning|gearing up|hoping|looking|aiming){_SOON} to)|"
    rf" are (?:going to|(?:planning|gearing up|hoping){_SOON} to)| need to| have to| should| must| can| could| plan to|"
    r" aim to| hope to| want to| intend to|'d like to| would like to| gotta)|let's|let us|how about we|"
    r"(?:we|i)(?:'re|'m| are| am)(?= (?:also |now )?(?:releas|publish|ship|launch|deploy|merg|open|submitt|finish|"
    rf"organi[sz]|schedul|hold|host|send|updat|prepar)ing\b{_DATED})|"
    r"what we\b[^.]{0,40}?\bdo(?:ing)?\b[^.]{0,50}? is(?: to)?|"
    r"(?:goal|plan|aim|intention|next step|action item)s? (?:is |are |would be |here is )?to)"
)
_REQUEST = (
    rf"(?:(?P<called>{_NAME}),?\s+)?(?:"
    rf"\b(?:can|could|would|will) (?:you|(?P<may>{_GROUP}))(?: guys| all| please| maybe| also| just| mind)*|"
    rf"\bplease(?:,? (?P<please>{_GROUP}))?|\bfeel free to|"
    rf"\b(?:encourage|ask|like|love|want|urge|invite|recommend) (?:you|(?P<asked>{_GROUP}|{_NAME}))(?: guys| all)? to|"
    r"\b(?:great|good(?! to go\b)|nice|helpful|useful|worth|important|best|better|awesome|cool|appreciated?|"
    r"makes? sense) "
    rf"(?:to|if (?:we|you|(?P<wanted>{_GROUP}|{_NAME}))(?: guys| all)?(?: can| could| would)?)|"
    r"\byou(?:'ll| will|'re going to| are going to|'re gonna| should| need to| have to|'re| are)|"
    rf"\bif (?:you|(?P<able>{_GROUP}|{_NAME}))(?: guys| all)?(?: can| could)),?"
)
_DUTY = (
    rf"^{BETWEEN}(?P<due>(?!(?:We|I|They|You|He|She|It|That|This|There|Who|What|Which|These|Those)\b)"
    rf"(?:{_NAME}(?: team)?(?:,? and {_NAME}(?: team)?)?|{_GROUP}))(?: also| just| definitely)?"
    r"(?:'s going to| is going to| are going to| will| is gonna|'ll| is to| would need to| needs? to| should| must|"
    r" ha(?:s|ve) to| volunteers? to)"
)
_ON_THEM = rf"|\bit(?:'s| is| would be) (?:up to|on) (?P<onto>{_NAME}|the (?:[\w-]+ ){{0,3}}[a-z]+s) to"
_BEGINNINGS: dict[Form, str] = {
    "promise": _PROMISE,
    "plan": _PLAN,
    "request": _REQUEST,
    "duty": f"(?:{_DUTY}{_ON_THEM})",
}
_FORMS = {form: re.compile(begin + _BEGUN + _DO, re.IGNORECASE) for form, begin in _BEGINNINGS.items()}
_WHO = ("called", "due", "onto", "may", "please", "asked", "wanted", "able")
_ELLIPSIS = re.compile(
    r"^(?:(?:more than |very )?(?:happy|glad|willing) to|will(?! (?:you|we|it|the|this|that|they|there|he|she|i|be|not|"
    r"your|our|an?)\b)) ",
    re.IGNORECASE,
)
"""How a promise begins whose "I" is left out: "happy to lead this"."""

_GENERIC = re.compile(
    r"\byou (?:should|need to|have to|two|three|all|both|guys)\b|\b(?:great|good|nice|best|better|important|worth) to\b"
    r"|\b(?:invite|encourage|urge|feel free|if you|guys|sense to)\b",
    re.IGNORECASE,
)
_ANYBODYS = re.compile(
    r"(?:\b(?:if|when|whenever|once|unless|until|likely|everything|case)\b.*\byou(?:'ll| will|'re| are)\b|"
    r"\bdo(?:es|n't|esn't)? (?:it|that|this) (?:really |even )?makes? sense\b|"
    r"\b(?:ask(?:s|ed|ing)?|wonder(?:s|ing)?) would\b)",
    re.IGNORECASE,
)
"""What leads up to what anybody does, or to what is only asked about: "if you look there, you'll find it"."""

_ANOTHERS = re.compile(
    r"\b(?:people|teams?|folks|some|several|others|they)\b.{0,20}\b(?:suggest|say|think|argu|propos|ask)\w*"
    r"(?: that)?\s*$",
    re.IGNORECASE,
)
"""What leads up to what others plan, who are only told of: "some people think that we should"."""

_WISH = re.compile(r"\b(?:want|like|love) to\s+$", re.IGNORECASE)
_THANKS = re.compile(
    r",?\s+(?:that|it)(?:'d| would) be (?:great|good|nice|awesome|helpful|useful|appreciated|cool|amazing)\b.*$",
    re.IGNORECASE,
)
"""What ends a request: "…, that would be great"."""

PLAIN = frozenset(
    {"be", "do", "get", "go", "keep", "make", "put", "take", "try", "use", "have", "let", "work", "give", "set"}
    | {"think", "see"}
)
"""Verbs that carry little meaning, and are to be done nevertheless."""

_ANYBODY = re.compile(r"(?:any|some)(?:one|body)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:all(?: of)? the|the|all) ", re.IGNORECASE)

SETTLES = re.compile(
    r"\b(?:should|will|must|going to|gonna|let's|needs?|ha(?:s|ve) to|decid\w*|agree\w*|stays?|keep\w*|only|no|not|"
    r"plan\w*|aim\w*|target\w*|goal|remov\w*|mov\w*|cancel\w*|postpon\w*|instead|start|begin|after|until|focus|"
    r"merge\w*|releas\w*|ready|go(?:ing)? (?:with|for|ahead)|consensus|decision is|leave|stick|stay|"
    r"settled?|conclu\w*|include\w*|drop\w*|ship\w*|tentative\w*|schedul\w*|next|"
    r"wouldn't|don't|final\w*|approved?|skip|resume|happen|price|cost|budget|deadline)\b",
    re.IGNORECASE,
)
"""A word without which hardly a clause settles anything."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is to be done, in the plain form of its verb; `who` as said, None where unsaid or anybody may.

    `asks` says that whoever is spoken to is asked, other than "you have to", which people say of anybody.
    """

    form: Form
    doing: str
    who: str | None
    asks: bool = False


def offers(sentence: str, bare_sentence: str) -> tuple[Offer, ...]:
    """What a sentence, as it is cleaned and without its opening words, may take on, plan or ask for."""
    found: dict[str, Offer] = {}
    for text in dict.fromkeys((_ELLIPSIS.sub("I will ", bare_sentence), *stretches(sentence))):
        for offer in _offers(text):
            found.setdefault(offer.doing.lower(), offer)
    return tuple(found.values())


def _offers(text: str) -> Iterator[Offer]:
    for form, pattern in _FORMS.items():
        match = pattern.search(text)
        if not match:
            continue
        if form == "request" and _ANYBODYS.search(text[: match.start("do")]):
            continue
        if form == "plan" and _ANOTHERS.search(text[: match.start()]):
            continue
        doing = _plain(match)
        if form == "promise" and doing.startswith("see ") and _WISH.search(text[: match.start("do")]):
            continue
        if len(words(doing)) >= 2 and not NO_TASK.match(doing) and _is_verb(doing.split()[0].lower()):
            named = match.groupdict()
            who = _who(next((named[key] for key in _WHO if named.get(key)), ""))
            yield Offer(form, doing, who, asks=form == "request" and not _GENERIC.search(match.group()))


def _plain(match: re.Match[str]) -> str:
    """What is to be done, in the plain form of its verb; where that is not known, it begins with "be" or "start"."""
    doing = plain_verb(phrase(_THANKS.sub("", match["do"])))
    begun = re.search(r"\b(?:be|start) $", match.string[: match.start("do")])
    return f"{begun.group()}{doing}" if begun and re.match(r"[a-z]+ing\b", doing) else doing


def _is_verb(word: str) -> bool:
    """Whether it may be the plain form of a verb: no preposition, no past form, no "-ing" left."""
    bent = word in PAST or re.search(r"[^e]ed$|[a-z]{3}(?<!str)(?<!spr)ing$", word)
    return word in PLAIN or not (bent or word in STOPWORDS or word in DANGLING_ENDS)


def _who(said: str) -> str | None:
    if not said or _ANYBODY.match(said):
        return None
    who = _ARTICLE.sub("", said)
    return (
        who if who.split(" ")[0].lower() not in STOPWORDS - {"everyone", "everybody", "other", "each", "some"} else None
    )
