"""A spoken clause as a line of minutes: the speaker in the third person, or a fragment without its empty subject."""

from __future__ import annotations

import re

from transcribe.minutes.cleaning import bare, capital, words
from transcribe.minutes.lexicon import NO_VERB, PAST, STOPWORDS

MODAL = r"(?:will|would|can|could|should|must|may|might|shall|won't|wouldn't|can't|couldn't|shouldn't|cannot)"
_ADVERB = (
    r"(?:also|still|already|really|just|only|now|recently|currently|probably|definitely|actually|personally|certainly|"
    r"then|never|always|usually|maybe|[a-z]{3,}ly)"
)
_CONTRACTED = (
    (r"\bi'm\b", "i am"),
    (r"\bi've\b", "i have"),
    (r"\bi'll\b", "i will"),
    (
        r"\bi'd (?=(?:[a-z]+ly )?(?:like|love|prefer|be|rather|say|suggest|propose|want|go|keep|call|leave)\b)",
        "i would ",
    ),
    (r"^i (?:might|would|could) (?:maybe )?(?=(?:suggest|argue|recommend|propose)\b)", "i "),
    (r"\bi'd\b", "i had"),
    (r"\b(could|would|should|might|must)'ve\b", r"\1 have"),
    (r"\b(?:gonna)\b", "going to"),
    (r"\b(?:wanna)\b", "want to"),
    (r"\b(?:gotta)\b", "have to"),
)
_CHANGES = {
    "am": "is",
    "have": "has",
    "do": "does",
    "don't": "doesn't",
    "haven't": "hasn't",
    "was": "was",
    "were": "was",
}


HOW = (
    r"(?:very |quite |really |more )?(?:important|good|nice|great|better|best|worth|hard|easy|easier|difficult|"
    r"possible|impossible|useful|helpful|necessary|clear|likely|unlikely|safe|reasonable|critical|crucial|early|late|time)"
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'[a-z]+|me|my|mine|myself)\b", re.IGNORECASE)
_SECOND_PERSON = re.compile(r"\b(?:you|you'[a-z]+|your|yours|yourself)\b", re.IGNORECASE)
_SUBJECT = (
    (
        r"^(?:this|that|it)(?:'s|\s+is|\s+are|\s+was|\s+were)\s+(?:also\s+|still\s+)?(?:going|gonna)\s+to\s+",
        "to ",
    ),
    (rf"^it(?:'s|\s+is)\s+(?={HOW} (?:to|that)\b)", "it is "),
    (
        (
            r"^(?:this|that|it)(?:'s|\s+is|\s+are|\s+was|\s+were)\s+(?:also\s+|still\s+|now\s+)?"
            r"(?!the\s+(?:[\w'-]+\s+){1,3}(?:that|who)\s)(?:an?\s+|the\s+)?"
            r"(?!(?:not|what|how|why|where|when|who|because|it|been|that|all|fine|true|about)\b)"
        ),
        "",
    ),
    (
        (
            rf"^(?:this|that|it)(?:'ll)?\s+(?=(?:also\s+)?(?:{MODAL}|has|does|doesn't|had|did|didn't|[a-z]+(?:[^s]s|"
            rf"ed))\b)"
        ),
        "",
    ),
    (r"^(?:this|that|it)(?:'ll| will)\s+", "will "),
    (r"^(?:this\s+one|this\s+pr|this\s+issue)\s+(?=[a-z]+s\b)", ""),
    (r"^we(?:'re|\s+are)\s+(?:also\s+|still\s+|now\s+|currently\s+)?(?:going|gonna)\s+to\s+", "we will "),
    (r"^we'll\s+(?:also\s+)?", "we will "),
    (r"^we\s+(?=some of us\b)", ""),
)
"""Beginnings that say nothing, or little in many words, and what is left of them."""

_ANAPHOR_START = re.compile(
    r"^(?:he|she|they|them|these|those|such|his|her|their|who|which|whose|where|when|while|if|unless|until|as|than|"
    r"because|"
    r"since|although|though|whereas|whether|how|why|what|to the|of|for example|or|nor|else|the same|that way|one|"
    r"ones|some|at the same time|about (?:how|what|a)|another|"
    r"any|none|both|not|neither|either|its|this|that|here|he's|she's|they're|they've|"
    rf"it(?! is {HOW} (?:to|that)\b)|"
    r"they'll|it's|that's|"
    r"those|was|were|been|let's|let|say|saying|said|like|rather|even|once|only|yet|you|your|i|me|my|the one|to)\b|"
    r"^[a-z]+(?:ed|ing),",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:do|does|did|is|are|was|can|could|should|would|will|has|have)(?:n't)?\s+"
    r"(?:i|we|you|they|he|she|it|this|that|there|anyone|anybody|someone|somebody|everyone|the|anything)\b",
    re.IGNORECASE,
)
"""A question, though nobody heard its mark."""

_THAT_ONE = re.compile(
    rf"^(?:this|that|these|those) (?!(?:week|month|quarter|year|morning|afternoon|evening|spring|summer|autumn|fall|"
    rf"winter|time|day|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)"
    rf"(?=(?P<what>[a-z][\w-]+)(?:'s|'ll| {MODAL}| is| are| was| were| has|"
    r" have| had| needs?| looks?| means?| makes?)\b)",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(
    r"\b(?:about|at|by|for|from|in|of|on|to|under|with) that "
    r"(?!(?:[a-z]+ly |(?:is|are|was|were|will|we|i|they|you|he|she|it|the|an?|has|have|can|could|would|should|might|"
    r"may|must|does|do|did|our|there|this|these|those|some|all|no|point)\b))[a-z]+|"
    r"^(?:\w+ ){0,2}(?:most|some|all|part|any|each|one|both|none|more) of (?:this|that|them|these|those)\b",
    re.IGNORECASE,
)
"""What points to a thing named before: "in that channel", "some of those"."""

_ANAPHOR_END = re.compile(
    r"\b(?:this|that|it|them|there|here|these|those|one|him|her|so|too|either|now|then|yet|again|already|"
    r"(?:is|are|was|were|be)(?: \w+ly)?|(?:a|is) (?:little|bit|lot)|quite|very|definitely)$",
    re.IGNORECASE,
)


_BROKEN_OFF = re.compile(r",?\s+(?:it|that|this|there|what|why|how|saying|asking|talking)\b", re.IGNORECASE)
"""After "I am": the speaker began anew, or speaks about speaking."""


_BEGUN_TWICE = re.compile(
    r"^we\s+(?!(?:know|knew|think|thought|hope|said|say|agree|agreed|believe|feel|wish|realized|decided)\b)"
    r"(?:(?!(?:when|what|how|where|why|that|if|because|once|until|before|after|as|and|or|but|so|while|than|which|who)\b)"
    r"[\w']+,?\s+){1,3}(?=we\b)",
    re.IGNORECASE,
)


def third_person(clause: str, name: str) -> str | None:
    """The clause with its leading "I" turned into `name` and verbs to match; None where it cannot be done cleanly."""
    for pattern, written in _CONTRACTED:
        clause = re.sub(pattern, written, clause, flags=re.IGNORECASE)
    begun = re.match(rf"^i\s+((?:{_ADVERB}\s+)*)([a-z']+)\b(.*)$", clause, re.IGNORECASE)
    if not begun:
        return None if _FIRST_PERSON.search(clause) else clause
    adverbs, verb, rest = begun.groups()
    if verb.lower() in NO_VERB or "'" in verb.replace("n't", ""):
        return None
    if re.match(r"\s+(?:it's|that's|there's|we|they|you|i|he|she|so|because|and|but)\b", rest, re.IGNORECASE):
        return None
    if verb.lower() in {"am", "was"} and _BROKEN_OFF.match(rest):
        return None
    rest = _others(rest)
    if _FIRST_PERSON.search(rest):
        return None
    return f"{name} {adverbs.lower()}{_agree(verb.lower())}{rest}"


def _others(rest: str) -> str:
    """The rest of a clause whose subject is now a name: "my desk" becomes "their desk"."""
    rest = re.sub(r"\bmyself\b", "themselves", rest, flags=re.IGNORECASE)
    rest = re.sub(r"\bmine\b", "theirs", rest, flags=re.IGNORECASE)
    return re.sub(r"\bmy\b", "their", rest, flags=re.IGNORECASE)


def _agree(verb: str) -> str:
    if verb.endswith("n't") and verb not in _CHANGES:
        return verb
    if verb in _CHANGES:
        return _CHANGES[verb]
    if re.fullmatch(MODAL, verb) or verb in PAST or re.search(r"(?<!e)ed$", verb):
        return verb
    if re.search(r"(?:s|sh|ch|x|z|o)$", verb):
        return verb + "es"
    return re.sub(r"(?<=[^aeiou])y$", "ie", verb) + "s"


def fragment(clause: str) -> str:
    """Without a subject that says nothing: "it's a fix for", "this adds" become "fix for", "adds"."""
    clause = _the_one_meant(_BEGUN_TWICE.sub("", clause))
    for pattern, written in _SUBJECT:
        shorter, count = re.subn(pattern, written, clause, count=1, flags=re.IGNORECASE)
        if count and len(words(shorter)) >= 3:
            clause = shorter
            break
    clause = re.sub(r"^(?=(?:lot|little|bit|couple|few|number|ton)\s+(?:of|bit)\b)", "a ", clause, flags=re.IGNORECASE)
    return re.sub(
        r"^(?:is|are|was|were|do(?=\s+(?:already|still|also|now)\b))\s+(?=\w+\s)(?!not\b)",
        "",
        clause,
        flags=re.IGNORECASE,
    )


def _the_one_meant(clause: str) -> str:
    """A clause with "the" for a "that" that points to what was named before: "that release is" as "the release is"."""
    match = _THAT_ONE.match(clause)
    return f"the {clause[match.end() :]}" if match and match["what"].lower() not in STOPWORDS else clause


def line(clause: str, name: str) -> str | None:
    """A line of minutes made of a clause that `name` said, or None where it would not be understood alone."""
    text = third_person(bare(clause), name)
    if text is None:
        return None
    text = fragment(text)
    if _FIRST_PERSON.search(text) or _SECOND_PERSON.search(text) or text.endswith("?"):
        return None
    return capital(text)


def stands_alone(text: str) -> bool:
    """Whether nothing before the line is needed to know what it is about."""
    anaphor = _ANAPHOR_START.match(text) or _ANAPHOR.search(text) or _ANAPHOR_END.search(text)
    return not (anaphor or _ASKS.match(text) or text.startswith("'"))
