"""Names and terms of the page where they were misheard: found by sound and spelling, only at the place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from jellyfish import metaphone
from rapidfuzz.distance import DamerauLevenshtein

from transcribe.minutes.lexicon import STOPWORDS
from transcribe.names.hearing import fold, likeness
from transcribe.references import numbers_said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from transcribe.schema import Notes

SURE = 0.8
"""Likeness from which a word that is no English is taken to be a term of the page."""

SURE_IN_PIECES = 0.68
"""The same for several words run together, one of which is no English."""

FAMILIAR = 6
"""Times that a word is said from which it is no slip: rather the page is misspelt, or means something else."""

SHORTEST = 4
"""Letters of a term below which chance finds it everywhere."""

LONG = 8
"""Letters from which one wrong letter is a slip even where it sounds different."""

WIDEST = 3
"""Words that one term may be heard as."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TERM = re.compile(r"[^\W\d_][\w'’]*[^\W\d_]")
_ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+")
_REFERENCE = re.compile(r"([\w.-]+(?:/[\w.-]+)?)?#(\d{2,6})\b")
_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "er", "ers", "ly", "able", "ness", "ies", "y")
_INFLECTED = {("", ending) for ending in _ENDINGS} | {
    ("e", "ing"),
    ("e", "ed"),
    ("e", "es"),
    ("ed", "ing"),
    ("es", "ed"),
}
_NUMERAL = (
    r"(?:\d+|(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|thousand)\b)"
)
_NUMBER = re.compile(
    rf"(?<![\w#.])(?:(?:pr|issue|pull request|number)\s+)?{_NUMERAL}(?:[\s,-]+(?:and\s+)?{_NUMERAL})*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Repair:
    """One misheard word or name: where in the text it stands (half open), what was heard and what was meant."""

    start: int
    end: int
    heard: str
    meant: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Glossary:
    """What the page calls things and people: folded spelling to how it is written.

    `english` tells common words; `familiar` are words said too often to be slips; `phrases` are pairs of words of the
    page that were also said so in the call, as they are written there. `proper` are the proper names of neighbouring
    pages and of the chat: less likely to come up, so they stand only for single words that are no English.
    """

    terms: dict[str, str]
    names: dict[str, str]
    english: Callable[[str], bool]
    familiar: frozenset[str] = frozenset()
    phrases: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    proper: Mapping[str, str] = field(default_factory=dict)

    def repairs(self, text: str) -> tuple[Repair, ...]:
        """Places in order, none over another, that were misheard for sure."""
        tokens = list(_TOKEN.finditer(text))
        found: list[Repair] = []
        taken = 0
        for first, token in enumerate(tokens):
            if token.start() < taken:
                continue
            widths = range(1, min(WIDEST, len(tokens) - first) + 1)
            repair = next(
                (made for width in widths if (made := self._repair(text, tokens[first : first + width]))),
                self._in_phrase(text, *tokens[first : first + 2]),
            )
            if repair:
                found.append(repair)
                taken = repair.end
        return tuple(found)

    def repaired(self, text: str) -> str:
        """The text with every repair made."""
        for repair in reversed(self.repairs(text)):
            text = text[: repair.start] + repair.meant + text[repair.end :]
        return text

    def knows(self, word: str) -> bool:
        """Whether a folded word is common English, also inflected, or stands on the page."""
        return (
            word in self.terms
            or word in self.names
            or word in self.proper
            or self.english(word)
            or any(
                word.endswith(ending) and self.english(word.removesuffix(ending) + more)
                for ending in _ENDINGS
                for more in ("", "e", "y")
                if len(word) > len(ending) + 2
            )
        )

    def _repair(self, text: str, tokens: Sequence[re.Match[str]]) -> Repair | None:
        start, end = tokens[0].start(), tokens[-1].end()
        heard = re.sub(r"['’]s$", "", text[start:end])
        joined = fold(re.sub(r"[\s'’-]+", "", heard))
        if len(joined) < SHORTEST or re.search(r"[^\w\s-]", heard):
            return None
        if len(tokens) > 1 and joined in self.terms:
            return Repair(start, start + len(heard), heard, self.terms[joined], 1.0)
        if any(joined in known for known in (self.familiar, self.terms, self.names, self.proper)):
            return None
        if len(tokens) > 1:
            found = self._in_pieces(joined, [fold(token.group()) for token in tokens])
        elif self.knows(joined):
            inside = text[:start].rstrip()[-1:] not in {".", "?", "!", ""} and heard[0].isupper()
            found = _nearest(joined, self.names, SURE) if inside else None
            found = found if found and DamerauLevenshtein.distance(joined, found[0]) == 1 else None
        else:
            found = _nearest(joined, {**self.proper, **self.terms, **self.names}, SURE)
        if found is None or (found[0] in self.names and self._surname(text, start)):
            return None
        key, confidence = found
        meant = self.terms.get(key) or self.names.get(key) or self.proper[key]
        if heard[0].islower() and meant[0].isupper() and len(key) < LONG:
            return None
        return Repair(start, start + len(heard), heard, meant, confidence)

    def _in_phrase(self, text: str, first: re.Match[str], second: re.Match[str] | None = None) -> Repair | None:
        """A word one letter off beside its neighbour in a phrase of the page: "hem chart" for "Helm chart"."""
        if second is None or text[first.end() : second.start()] != " ":
            return None
        heard = fold(first.group()), fold(second.group())
        if heard in self.phrases:
            return None
        for meant, written in self.phrases.items():
            for token, here, there in ((first, 0, 1), (second, 1, 0)):
                one_off = (
                    DamerauLevenshtein.distance(heard[here], meant[here]) == 1 and heard[here][0] == meant[here][0]
                )
                if heard[there] == meant[there] and one_off and not _inflected(heard[here], meant[here]):
                    return Repair(token.start(), token.end(), token.group(), written[here], SURE)
        return None

    def _in_pieces(self, joined: str, spoken: list[str]) -> tuple[str, float] | None:
        """A term heard as several words; never where all of them are good English."""
        broken = any(word in STOPWORDS or len(word) < 2 or word in self.terms for word in spoken)
        if broken or all(self.knows(word) for word in spoken):
            return None
        return _nearest(joined, self.terms, SURE_IN_PIECES, joined=True)

    def _surname(self, text: str, start: int) -> bool:
        """Whether a name that is nobody's on the page stands before: what follows is then that person's surname."""
        before = re.search(r"([^\W\d_]+)\s+$", text[:start])
        if not before or not before[1][0].isupper() or fold(before[1]) in self.names:
            return False
        return before.start() > 0 or not self.knows(fold(before[1]))


def _nearest(heard: str, among: dict[str, str], least: float, *, joined: bool = False) -> tuple[str, float] | None:
    """The one known spelling that sounds the same or is long and almost the same; None where none or two are."""
    scores = sorted(((likeness(heard, known, joined=joined), known) for known in among), reverse=True)[:2]
    if not scores or scores[0][0] < least or (len(scores) > 1 and scores[1][0] >= scores[0][0]):
        return None
    score, known = scores[0]
    sounds = metaphone(heard).replace("0", "T") == metaphone(known).replace("0", "T")
    if _inflected(heard, known) or not (sounds or len(known) >= LONG or joined):
        return None
    return known, round(score, 3)


def _inflected(heard: str, known: str) -> bool:
    """Whether two words are forms or spellings of one."""
    if heard.replace("z", "s") == known.replace("z", "s"):
        return True
    shared = next((place for place in range(min(len(heard), len(known)), 0, -1) if heard[:place] == known[:place]), 0)
    for cut in range(shared, max(2, shared - 2), -1):
        ends = (heard[cut:], known[cut:])
        if ends in _INFLECTED or ends[::-1] in _INFLECTED:
            return True
    return False


def build(
    notes: Notes, english: Callable[[str], bool], said: Iterable[str] = (), around: Iterable[str] = ()
) -> Glossary:
    """The page's people, and its terms that are no common English.

    `said` is the call's text, utterance by utterance; `around` are lines of neighbouring pages and of the chat.
    """
    said = tuple(said)
    names = {
        fold(part): part for person in notes.attendees for part in _TERM.findall(person.name) if len(part) >= SHORTEST
    }
    counts = Counter(fold(token) for text in said for token in _TOKEN.findall(text))
    familiar = frozenset(word for word, count in counts.items() if count >= FAMILIAR)
    bare = Glossary({}, names, english)
    terms: dict[str, str] = {}
    page = [notes.title, *(line for item in notes.agenda for line in (item.title, *item.notes))]
    for word in _terms(page):
        if not bare.knows(fold(word)):
            terms.setdefault(fold(word), word)
    spoken = _phrases(said)
    phrases = {folded: written for folded, written in _phrases(page).items() if folded in spoken}
    proper = {
        folded: written for folded, written in _proper(around).items() if folded not in terms and not bare.knows(folded)
    }
    return Glossary(terms, names, english, familiar, phrases, proper)


def _terms(lines: Iterable[str]) -> Iterator[str]:
    """The words of the lines that are long enough to be told by ear, outside addresses."""
    for line in lines:
        for word in _TERM.findall(_ADDRESS.sub(" ", line)):
            if len(word) >= SHORTEST and word.isalpha():
                yield word


def _proper(lines: Iterable[str]) -> dict[str, str]:
    """Words that are written more than once, always in one way and with a capital: folded, and as written."""
    ways: dict[str, Counter[str]] = {}
    for word in _terms(lines):
        ways.setdefault(fold(word), Counter())[word] += 1
    found = {folded: next(iter(written.items())) for folded, written in ways.items() if len(written) == 1}
    return {folded: word for folded, (word, count) in found.items() if count > 1 and word[0].isupper()}


def _phrases(lines: Iterable[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Pairs of neighbouring words that both carry meaning, folded, and how each is written at first."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for line in lines:
        tokens = list(_TOKEN.finditer(_ADDRESS.sub(" . ", line)))
        for first, second in pairwise(tokens):
            folded = fold(first.group()), fold(second.group())
            apart = line[first.end() : second.start()].strip()
            if not apart and all(len(word) >= SHORTEST and word not in STOPWORDS for word in folded):
                found.setdefault(folded, (first.group(), second.group()))
    return found


def with_references(text: str, lines: Iterable[str]) -> str:
    """Numbers said aloud as the references that these lines know: "eleven eighty-four" as `core#1184`."""
    found = _REFERENCE.findall(" ".join(lines))
    places: dict[str, dict[str, str]] = {number: {} for _, number in found}
    for where, number in found:
        if where:
            places[number].setdefault(where.rpartition("/")[2], where)
    known = {
        number: f"{''.join(repositories.values())}#{number}"
        for number, repositories in places.items()
        if len(repositories) <= 1
    }

    def written(match: re.Match[str]) -> str:
        said = match.group()
        named = re.match(r"(?:pr|issue|pull request|number)\b", said, re.IGNORECASE)
        fits = [number for number in known if number in numbers_said(said) and _says_only(said, number)]
        return known[fits[0]] if len(fits) == 1 and (named or not said.isdigit() or len(said) > 2) else said

    return _NUMBER.sub(written, text)


def _says_only(said: str, number: str) -> bool:
    """Whether a run of number words is this number and no more."""
    return max((int(found) for found in numbers_said(said)), default=-1) == int(number)
