"""Finds attendees' names in what was said, also misspelt, misheard, shortened or said as a handle."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import jellyfish
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from transcribe.names.first_names import FREQUENT_WORDS, NICKNAMES, PARTICLES, WORDS_LIKE_BEGINNINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transcribe.schema import Attendee

TOKEN = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*|[.,?!;:…]")
WORD_OF_NAME = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
AFFILIATION = re.compile(r"\s*(?:\(([^)]*)\)|\[([^\]]*)\]|[|/]\s*(.*)$|\s[-–—]\s*(.*)$|,\s*(.*)$)")
POSSESSIVE = re.compile(r"['’]s?$")
HARD_CH = re.compile(r"^ch(?=[rl])")
MARKS = frozenset(".,?!;:…")

FULL, SINGLE, FIRST, HANDLE, LAST, SHORT, PLACE = 1.0, 0.93, 0.9, 0.9, 0.85, 0.8, 0.35
"""How surely a form, heard as written, means its person: of 100 heard full names 100, of 100 first names 90 …
(the rest are people who are not on the list)."""

BEGINNING = 0.7
SHORTEST_BEGINNING = 3
"""How surely the beginning of one attendee's first name means them ("Nis" for Nishant), and its letters."""

WIDEST_NAME = 3
"""Words that a name may be heard as."""

DOUBTFUL_BELOW = 0.6
"""Quality of an inexact match under which it only counts where a name is expected."""

SHORTEST_PART = 3
"""Parts of a name below this many letters mean nothing by themselves (initials, "de", "el")."""

SMALLEST_SHARE_OF_CAPITALS = 0.01
"""Of the words inside sentences; below it the transcript is taken to be written without capitals."""

SHARPNESS = 4
"""Exponent on the quality of competing matches: an exact match leaves a fuzzy one a few per cent."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark of a text; `sound` is the word folded to plain lower case without a possessive."""

    text: str
    sound: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return self.text in MARKS


@dataclass(frozen=True, slots=True)
class Heard:
    """A name in a text: the tokens it spans (half open), and how likely it means whom.

    `doubtful` names are ordinary words or far-off spellings that only count where a name is expected.
    """

    first: int
    last: int
    who: Mapping[str, float]
    exact: bool
    doubtful: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to say an attendee: how it sounds, folded, and how surely it means them."""

    sound: str
    person: str
    weight: float


SPECIAL: dict[int, str | int | None] = {
    ord(letter): plain
    for letter, plain in {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ß": "ss", "æ": "ae"}.items()
}


def fold(text: str) -> str:
    """Plain lower-case letters and digits, diacritics gone."""
    special = text.translate(SPECIAL)
    plain = unicodedata.normalize("NFKD", special)
    return "".join(sign for sign in plain if sign.isalnum() and not unicodedata.combining(sign)).lower()


def tokens(text: str) -> tuple[Token, ...]:
    """The words and marks of a text, in order."""
    return tuple(
        Token(match[0], fold(POSSESSIVE.sub("", match[0])), match.start(), match.end())
        for match in TOKEN.finditer(text)
    )


class Ear:
    """Knows the attendees of a call and hears their names in its transcript; `beginnings` of first names too."""

    def __init__(
        self, attendees: Iterable[Attendee], texts: Iterable[tuple[Token, ...]], *, beginnings: bool = False
    ) -> None:
        people = tuple(attendees)
        self._begun = _beginnings(people) if beginnings else {}
        self._firsts = _first_names(people) if beginnings else {}
        self._forms = _forms(people)
        self._by_sound: dict[str, list[_Form]] = defaultdict(list)
        for form in self._forms:
            self._by_sound[form.sound].append(form)
        self._near: dict[tuple[str, int], list[_Form]] = defaultdict(list)
        for form in self._forms:
            for key in {_onset(form.sound), form.sound[:1], "-" + form.sound[1:]}:
                if form.weight > PLACE:
                    self._near[key, len(form.sound)].append(form)
        self._common = _common_words(texts)
        self._known: dict[tuple[str, bool], tuple[dict[str, float], bool]] = {}

    def listen(self, text: tuple[Token, ...]) -> tuple[Heard, ...]:
        """Every name in the text, longest match first, none overlapping."""
        found: list[Heard] = []
        position = 0
        while position < len(text):
            heard = self._at(text, position)
            if heard:
                found.append(heard)
            position = heard.last if heard else position + 1
        return tuple(found)

    def _at(self, text: tuple[Token, ...], position: int) -> Heard | None:
        run = []
        for token in text[position : position + WIDEST_NAME]:
            if token.is_mark or not token.sound:
                break
            run.append(token)
        alone_exact = [self._match(token.sound)[1] for token in run]
        for width in range(len(run), 0, -1):
            span = run[:width]
            sound = "".join(token.sound for token in span)
            qualities, exact = self._match(sound, joined=width > 1)
            if qualities and (exact or width == 1 or not any(alone_exact[:width])):
                return self._heard(span, position, qualities, exact=exact)
        return None

    def _heard(self, span: list[Token], position: int, qualities: dict[str, float], *, exact: bool) -> Heard:
        lower = all(token.text[:1].islower() for token in span)
        common = all(token.sound in self._common for token in span)
        best = max(qualities.values())
        total = sum(quality**SHARPNESS for quality in qualities.values())
        who = {person: best * quality**SHARPNESS / total for person, quality in qualities.items()}
        doubtful = (common and (lower or not exact)) or (not exact and (lower or best < DOUBTFUL_BELOW))
        return Heard(position, position + len(span), who, exact, doubtful)

    def _match(self, sound: str, *, joined: bool = False) -> tuple[dict[str, float], bool]:
        """Attendee -> quality of the match of one folded word (or several joined), and whether it is exact."""
        if (sound, joined) not in self._known:
            self._known[sound, joined] = self._compare(sound, joined=joined)
        return self._known[sound, joined]

    def _compare(self, sound: str, *, joined: bool) -> tuple[dict[str, float], bool]:
        exact: dict[str, float] = {}
        for form in self._by_sound.get(sound, ()):
            exact[form.person] = max(exact.get(form.person, 0.0), form.weight)
        if exact and max(exact.values()) <= SHORT and len(sound) >= SHORTEST_BEGINNING:
            begun = (person for person, first in self._firsts.items() if first.startswith(sound))
            exact = dict.fromkeys(begun, BEGINNING) | exact
        if exact:
            return exact, True
        near: dict[str, float] = {}
        if not joined and sound in self._begun:
            near[self._begun[sound]] = BEGINNING
        if len(sound) < (6 if joined else 3) or sound[0].isdigit() or (joined and not sound.isalpha()):
            return near, False
        keys = (sound[:1],) if joined else (_onset(sound), sound[:1], "-" + sound[1:])
        slack = 2 if joined else max(2, len(sound) // 2)
        for length in range(len(sound) - slack, len(sound) + slack + 1):
            for form in (form for key in keys for form in self._near.get((key, length), ())):
                quality = form.weight * likeness(sound, form.sound, joined=joined)
                if quality > near.get(form.person, 0.0):
                    near[form.person] = quality
        return near, False


def likeness(heard: str, name: str, *, joined: bool = False) -> float:
    """How likely one folded word is the other misheard or misspelt, 0 to 1; `joined` for several words run together."""
    if heard == name:
        return 1.0
    longest = max(len(heard), len(name))
    if min(len(heard), len(name)) < 3 or abs(len(heard) - len(name)) > max(2, longest // 3):
        return 0.0
    start = _onset(heard) == _onset(name)
    if not start and (joined or (heard[0] != name[0] and heard[1:] != name[1:])):
        return 0.0
    edits = DamerauLevenshtein.distance(heard, name)
    alike = 1 - edits / longest
    if joined:
        return 0.85 * alike if edits <= 2 and alike >= 0.8 else 0.0
    return _respelt(heard, name, edits, alike, same_start=start)


def _respelt(heard: str, name: str, edits: int, alike: float, *, same_start: bool) -> float:
    """How likely a word is a name by another spelling; a typo in a long one, or the same sound."""
    longest = max(len(heard), len(name))
    sounds = _phones(heard) == _phones(name)
    if edits == 1 and longest >= 5:
        return 0.85 if sounds or same_start else 0.5
    if sounds:
        return 0.8 if alike >= 0.5 else 0.6 if alike >= 0.3 else 0.45
    if edits == 1 and longest >= 4 and same_start:
        return 0.45
    far = edits == 2 and longest >= 7 and JaroWinkler.similarity(heard, name) >= 0.88
    return 0.6 if far else 0.0


@cache
def _phones(word: str) -> str:
    """The consonants as they sound; vowels only at the start."""
    return str(jellyfish.metaphone(HARD_CH.sub("k", word))).replace("0", "T").replace("Z", "S")


def _onset(word: str) -> str:
    """The first sound; hard c and k, ph and f, s and z are one."""
    return _phones(word)[:1]


def _forms(people: tuple[Attendee, ...]) -> tuple[_Form, ...]:
    """Every way each attendee may be called; one form per person and sound, the surest."""
    best: dict[tuple[str, str], float] = {}
    for person in people:
        for sound, weight in _ways(person):
            whole = weight in (FULL, SINGLE, HANDLE)
            if whole or (len(sound) >= SHORTEST_PART and sound not in PARTICLES):
                key = (sound, person.name)
                best[key] = max(best.get(key, 0.0), weight)
    return tuple(_Form(sound, person, weight) for (sound, person), weight in best.items())


def _first_names(people: tuple[Attendee, ...]) -> dict[str, str]:
    """Attendee -> how the first word of the name sounds."""
    words = {person.name: WORD_OF_NAME.findall(AFFILIATION.sub(" ", person.name)) for person in people}
    return {name: fold(said[0]) for name, said in words.items() if said}


def _beginnings(people: tuple[Attendee, ...]) -> dict[str, str]:
    """The beginnings of first names that are no English word and begin the name of one attendee only."""
    meant: dict[str, set[str]] = defaultdict(set)
    for name, first in _first_names(people).items():
        for length in range(SHORTEST_BEGINNING, len(first)):
            meant[first[:length]].add(name)
    words_too = FREQUENT_WORDS | PARTICLES | WORDS_LIKE_BEGINNINGS
    return {sound: next(iter(who)) for sound, who in meant.items() if len(who) == 1 and sound not in words_too}


def _ways(person: Attendee) -> Iterable[tuple[str, float]]:
    core = AFFILIATION.sub(" ", person.name).strip() or person.name
    for match in AFFILIATION.finditer(person.name):
        extra = next(group for group in match.groups() if group is not None)
        yield from ((fold(word), PLACE) for word in WORD_OF_NAME.findall(extra) if word.isalpha())
    for word in WORD_OF_NAME.findall(person.role or ""):
        if word.isalpha() and word[0].isupper():
            yield fold(word), PLACE
    parts = {fold(word) for word in WORD_OF_NAME.findall(core)}
    yield from _spoken(core)
    for alias in person.aliases:
        words = [fold(word) for word in WORD_OF_NAME.findall(alias)]
        if not parts.issuperset(words):
            yield "".join(words), HANDLE
    if person.handle:
        handle = person.handle.lstrip("@")
        yield fold(handle), HANDLE
        for part in re.findall(r"[A-Z]?[a-z]{3,}", handle):
            yield fold(part), SHORT


def _spoken(name: str) -> Iterable[tuple[str, float]]:
    """The ways a name is said: whole, its first word or a short form of it, its last, those between."""
    words = [fold(word) for word in WORD_OF_NAME.findall(name)]
    if not words:
        return
    yield "".join(words), SINGLE if len(words) == 1 else FULL
    if len(words) > 1:
        yield words[0], FIRST
        yield words[-1], PLACE if _is_acronym(name) else LAST
        yield from ((word, SHORT) for word in words[1:-1])
        yield words[0] + words[-1], FULL
    for nickname in _nicknames(words[0]):
        yield nickname, SHORT


def _is_acronym(name: str) -> bool:
    """Whether the last word of a name is a company or project in capitals ("Nate ZEC")."""
    last = WORD_OF_NAME.findall(name)[-1]
    return last.isupper() and not name.isupper() and len(last) > 1


def _nicknames(first: str) -> Iterable[str]:
    yield from NICKNAMES.get(first, ())
    for full, shorts in NICKNAMES.items():
        if first in shorts:
            yield full


def _common_words(texts: Iterable[tuple[Token, ...]]) -> frozenset[str]:
    """Words the call itself writes in lower case more often than not, and the most frequent of the language."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    for text in texts:
        for before, token in zip((None, *text), text, strict=False):
            if token.is_mark:
                continue
            if token.text[0].islower():
                lower[token.sound] += 1
            elif before is not None and before.text not in ".?!…":
                upper[token.sound] += 1
    if upper.total() < SMALLEST_SHARE_OF_CAPITALS * lower.total():
        return FREQUENT_WORDS
    return FREQUENT_WORDS | {word for word, count in lower.items() if count > upper[word]}
