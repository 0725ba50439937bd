"""Whether a drafted line is true: what it names, counts, dates, denies and says of whom was said, or is on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.minutes.cleaning import WORD, content, sentences, tidy, words
from transcribe.minutes.lexicon import STOPWORDS, VERBS
from transcribe.minutes.passages import BACKCHANNEL
from transcribe.references import amounts, amounts_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from transcribe.minutes import Context
    from transcribe.schema import Notes, Point, Utterance

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_WITH_DIGIT = re.compile(r"\S*\d\S*")
_PRONOUN = re.compile(
    r"\b(?:no|this|that|which|the|any|every|each|some|another|other|last|next|only|right|[a-z]+er)[ -]one\b|"
    r"\bone(?:'s|(?=\s+(?:of|is|was|has|can|could|should|would|will|that|who|which|more|another|day|thing)\b)|"
    r"(?=\W*$))",
    re.IGNORECASE,
)
"""A "one" that counts nothing."""

_MULTIPLES = frozenset({"twice", "double", "triple", "half", "dozen", "million", "billion", "trillion"})
"""What is counted in, and must have been said as it is."""

_UNITS = r"day|week|weekend|fortnight|month|quarter|year|hour|minute|morning|afternoon|evening|night"
_CALLS = frozenset({"call", "meeting", "session", "time"})
_POINTS = (
    r"today|tonight|tomorrow|yesterday|midnight|noon|spring|summer|autumn|winter|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october|november|"
    r"december"
)
_TIME = re.compile(rf"(?:{_UNITS}|{_POINTS})s?|call|meeting|session|time")
_ADJECTIVES = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annual": "year"}
_WHICH = {
    "next": "next",
    "coming": "next",
    "following": "next",
    "upcoming": "next",
    "last": "last",
    "past": "last",
    "previous": "last",
    "this": "this",
    "current": "this",
    "every": "every",
    "each": "every",
    "per": "every",
    "end": "end",
    "beginning": "start",
    "start": "start",
    "middle": "middle",
}
"""Which day, week or call, and words that mean the same."""

_WINDOW = 3
"""Words before a day, week or call among which it is said which."""

_NOT = re.compile(
    r"\b(?:not|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|no)\b(?!-)|\bno[ -]one\b|n't\b|"
    r"\b(?:do|does|did|is|are|was|were|wo|ca|could|would|should|has|have|had)nt\b",
    re.IGNORECASE,
)
_AS_GOOD_AS_NOT = re.compile(
    r"\b(?:hardly|barely|rarely|unable|impossible|lack\w*|fail\w*|stop\w*|avoid\w*|instead|rather|refus\w*|missing|"
    r"miss(?:es|ed)?|drop\w*|remov\w*|declin\w*|against|prevent\w*)\b",
    re.IGNORECASE,
)
_AN_ANSWER = re.compile(r"(?:no|not|nope|neither)\s*[,.]?\s*$", re.IGNORECASE)
_DENIES = re.compile(
    r"(?:\bnot|n't|\bnever|\bcannot)\s+(?:(?:\w+ly|be|going to|gonna|want to|plan(?:ning)? to)\s+)*(?P<what>[a-z]{3,})",
    re.IGNORECASE,
)
_HOLDS_PARTLY = re.compile(
    r"\b(?:until|unless|if|but|before|without|only|except|yet|because|sure|just|forget|worry|why|whether|or)\b",
    re.IGNORECASE,
)
"""What makes a denial one of a part only, or none."""

_AFTER_NOT = 8
_TELLING = 2
"""Words after a "not" that it denies, and below which it denies what was said before it: "rather not", "not yet"."""

_ALL_BUT = 0.8
"""Share of a line's meaningful words that a sentence holds which says the same, or the opposite."""

_NOBODY = re.compile(r"(?:nobody|no one|none)\s+to\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you(?:r|rs|rself)?|(?:some|any)(?:one|body))\b", re.IGNORECASE)


def is_true(point: Point, said: tuple[Utterance, ...], context: Context) -> bool:
    """Whether all that is checked of a line was said where it says so, or stands on the page.

    Names, numbers, references and terms (`knows_terms`), times, who does or says something, and what is denied.
    """
    cited = _cited(point, said)
    if not cited or not knows_terms(point, said, context):
        return False
    heard = " ".join(one.text for one in cited)
    heard = f"{heard}\n{tidy(heard)}"
    written = "\n".join(_page(context))
    return (
        _counts(point.text, f"{heard}\n{written}")
        and _times(point.text).issubset(_times_heard(f"{heard}\n{written}"))
        and all(_is_there(name, cited, said, context) for name in _doers(point, said, context))
        and _denies_rightly(point.text, heard, written)
    )


def knows_terms(point: Point, said: tuple[Utterance, ...], context: Context) -> bool:
    """Whether every name, number, reference and term of the point occurs in its utterances or on the page."""
    cited = _cited(point, said)
    if not cited:
        return False
    known = _known(context.notes)
    known.update(part for message in context.chat for name in message.references for part in _parts(name))
    known.update(part for name in context.names.values() for part in _parts(name))
    for one in cited:
        known.update(_parts(one.text))
        known.update(_parts(context.name(one.voice)))
    numbers = amounts_said("\n".join((*(one.text for one in cited), *_page(context))))
    begins = words(point.text)[:1]
    return all(
        part in known
        or _number(part) in numbers
        or ([word] == begins and (word in OUR_WORDS or _conjugated(part, known)))
        for word in _checkable(point.text)
        for part in _parts(word)
    )


OUR_WORDS = frozenset({"Merged", "Postponed"})
"""What becomes of an item, in words of our own at the beginning of a line."""


def _cited(point: Point, said: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
    """The utterances that a point rests on, none where one of them is not among these."""
    found = {one.id: one for one in said}
    return tuple(found[name] for name in point.utterances) if found.keys() >= set(point.utterances) else ()


def _number(part: str) -> str:
    """A number as it is counted: "2", "2nd" and "two" alike; empty where it is none."""
    if part[:1].isdecimal():
        return part[:-2] if _ORDINAL.fullmatch(part) else part
    return "".join(piece for run in amounts(part) for piece in run)


def _conjugated(verb: str, known: set[str]) -> bool:
    """Whether a line's first word is the plain form of one that was said: "look" where somebody is "looking"."""
    return any(said.startswith(verb.removesuffix("e")) and said.endswith("ing") for said in known)


def _checkable(text: str) -> list[str]:
    """The words that must have been said: all with a digit or an inner capital, and capitalised ones but the first."""
    found = words(re.sub(r"(?<=\d),(?=\d{3}\b)|['’]s\b", "", text))
    return [
        word
        for position, word in enumerate(found)
        if any(letter.isdigit() for letter in word)
        or any(letter.isupper() for letter in word[1:])
        or (word[:1].isupper() and (position or content(word)))
    ]


def _parts(text: str) -> list[str]:
    return [
        part
        for word in WORD.findall(text)
        for part in (word.casefold(), *re.split(r"[-'’/_#:+@.]", word.casefold()))
        if part
    ]


def _known(notes: Notes) -> set[str]:
    known = {part for person in notes.attendees for name in (person.name, *person.aliases) for part in _parts(name)}
    for listed in notes.agenda:
        for line in (listed.title, *listed.owners, *listed.notes):
            known.update(_parts(line))
    return known


def _page(context: Context) -> Iterator[str]:
    """What stands on the page or in the chat and may be told."""
    for listed in context.notes.agenda:
        yield from (listed.title, *listed.notes)
    for message in context.chat:
        yield from message.references


def _counts(text: str, heard: str) -> bool:
    """Whether the numbers that a line writes out were said, in words or digits."""
    spelled = _PRONOUN.sub(" ", re.sub(r"\boh?\b", " ", _WITH_DIGIT.sub(" ", text), flags=re.IGNORECASE))
    numbers = amounts_said(heard)
    told = {word.lower() for word in words(text)} & _MULTIPLES
    return told <= {word.lower() for word in words(heard)} and all(
        "".join(run) in numbers or numbers.issuperset(run) or (run == ("1",) and _is_single(spelled, heard))
        for run in amounts(spelled)
    )


def _is_single(text: str, heard: str) -> bool:
    """Whether every "one release" of a line is "a release" in what was said."""
    return all(
        re.search(rf"\b(?:an?|the|single|another|this|that) (?:\w+ )?{re.escape(noun)}", heard, re.IGNORECASE)
        for noun in re.findall(r"\bone (\w+)", text, re.IGNORECASE)
    )


def _times(text: str) -> set[tuple[str, str]]:
    """The times of a text: ("tomorrow", ""), and of a week ("week", "") and which, ("week", "next")."""
    found: set[tuple[str, str]] = set()
    spoken = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    for place, word in enumerate(spoken):
        unit = _ADJECTIVES.get(word, word if word == "day" else word.removesuffix("s"))
        if not (_TIME.fullmatch(unit) or _TIME.fullmatch(word)):
            continue
        which = {_WHICH[before] for before in spoken[max(0, place - _WINDOW) : place] if before in _WHICH}
        if unit in _CALLS:
            found |= {("call", one) for one in which & {"next", "last"}}
        else:
            found |= {(unit, ""), *((unit, one) for one in which)}
    return found


def _times_heard(text: str) -> set[tuple[str, str]]:
    """The times of what was said, line by line."""
    return {time for line in text.splitlines() for time in _times(line)}


def _doers(point: Point, said: tuple[Utterance, ...], context: Context) -> Iterator[set[str]]:
    """The people a line is about: whom it begins with and, in an outcome, everybody it names as "Ada", not "Ada's".

    Each as the full names that may be meant.
    """
    spelled: dict[str, set[str]] = {}
    speakers = {context.name(one.voice) for one in said if one.voice}
    for name in speakers | {person.name for person in context.notes.attendees}:
        spelled.setdefault(name, set()).add(name)
        first = name.split(" ", 1)[0]
        if len(first) > 1 and first[:1].isupper() and first.lower() not in STOPWORDS | VERBS | {"speaker", "project"}:
            spelled.setdefault(first, set()).add(name)
    for person in context.notes.attendees:
        for alias in person.aliases:
            spelled.setdefault(alias, set()).add(person.name)
    if not spelled:
        return
    either = "|".join(re.escape(name) for name in sorted(spelled, key=len, reverse=True))
    named = re.compile(rf"(?<![\w@/-])({either})(?![\w/-])(?!['’]s\b)(?! [A-Z])")
    begun = re.match(rf"(?:(?:{either})(?:,? and |, | & )?)+(?![\w'’/-])", point.text)
    within = point.text if point.kind in {"decision", "action"} else begun.group() if begun else ""
    for match in named.finditer(within):
        yield spelled[match[1]]


def _is_there(names: set[str], cited: tuple[Utterance, ...], said: tuple[Utterance, ...], context: Context) -> bool:
    """Whether one of these people speaks in the utterances, is named in them, or is the "you" of them."""
    if names & {context.name(one.voice) for one in cited}:
        return True
    heard = {part for one in cited for part in _parts(one.text)}
    spellings = {part for name in names for part in (name, name.split(" ", 1)[0], name.rsplit(" ", 1)[-1])}
    for person in context.notes.attendees:
        if person.name in names:
            spellings.update(person.aliases, [person.handle] if person.handle else [])
    if any(heard.issuperset(_parts(spelling)) for spelling in spellings):
        return True
    return bool(names & {context.name(voice) for voice in _spoken_to(cited, said)})


def _spoken_to(cited: tuple[Utterance, ...], said: tuple[Utterance, ...]) -> set[str | None]:
    """The voices that "you" means: one that speaks both right before and right after an utterance that says it."""
    found: set[str | None] = set()
    for one in cited:
        if _YOU.search(one.text):
            place = said.index(one)
            around = (reversed(said[:place]), iter(said[place + 1 :]))
            before, after = (
                next((other.voice for other in others if _speaks(other, one.voice)), None) for others in around
            )
            found |= {before} & {after}
    return found - {None}


def _speaks(other: Utterance, voice: str | None) -> bool:
    """Whether somebody else says more than "mm-hmm"."""
    return other.voice != voice and not BACKCHANNEL.match(other.text)


def _denies_rightly(text: str, heard: str, written: str) -> bool:
    """Whether what a line denies is denied where it rests, and what it tells is not plainly denied there."""
    if _NOBODY.match(text):
        return False
    spoken = [line[start:end] for line in heard.splitlines() for start, end in sentences(line)]
    denied = [denied for _, after in _denials(text, _NOT) if (denied := _keys(after))]
    if not denied:
        return _AS_GOOD_AS_NOT.search(text) is not None or not any(_denies(one, text, spoken) for one in spoken)
    there: set[str] = set()
    for sentence in (*spoken, *written.splitlines()):
        if "?" in heard and _AN_ANSWER.match(sentence.split(" ", 1)[0]):
            return True
        for _, after in _denials(sentence, _NOT):
            if len(words(after)) < _TELLING:
                return True
            there |= _keys(after)
        for word, after in _denials(sentence, _AS_GOOD_AS_NOT):
            there |= _keys(f"{word} {after}")
    return all(told & there for told in denied)


def _denials(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Each denial of a sentence, and what follows it."""
    for match in pattern.finditer(text):
        yield match.group(), " ".join(words(text[match.end() :])[:_AFTER_NOT])


def _denies(sentence: str, text: str, spoken: Iterable[str]) -> bool:
    """Whether a sentence says a line's opposite: it holds nearly all of its words, and denies one nowhere affirmed."""
    told, held = _keys(text), _keys(sentence)
    if not told or sentence.rstrip().endswith("?") or _HOLDS_PARTLY.search(sentence):
        return False
    if len(told & held) < _ALL_BUT * len(told):
        return False
    for match in _DENIES.finditer(sentence):
        what = _keys(match["what"]) & told
        affirmed = _keys(" ".join(_DENIES.sub(" ", one) for one in spoken))
        if what and not what & affirmed:
            return True
    return False


def _keys(text: str) -> set[str]:
    """The beginnings of the words that carry meaning, alike for most forms of one word."""
    return {word[:4] for word in content(text)}
