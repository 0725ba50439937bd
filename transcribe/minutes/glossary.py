"""Names and terms of the page where they were misheard: found by sound and spelling, only at the place."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from jellyfish import metaphone
from rapidfuzz.distance import DamerauLevenshtein

from transcribe.minutes.by_ear import Sounds
from transcribe.minutes.lexicon import STOPWORDS
from transcribe.minutes.sounds import alike, heard_as, said_as
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

FARTHEST = 2
"""Letters in which a proper name of a page beside this one may differ from what was heard."""

WIDEST = 4
"""Words that one term may be heard as."""

SAME_SOUND, SAME_NAME = 0.93, 0.85
"""Share of a name's sound that must be heard where its spelling is not long, and where two letters or more differ."""

SAME_WORD = 0.97
"""The same for an English word that the page writes as a name."""

LOUD, SAME_RUN = 5.0, 0.98
"""Weight of a term and share of its sound from which it may be heard as words of which one means nothing by itself."""

UNKNOWN, INFLECTED, USUAL, COMMON = 16.0, 11.0, 9.5, 4.0
"""Surprise in nats at a word that is no English, at the form of a common one, and, where nothing counts the words of
the language, at any English word and at one without meaning of its own."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TERM = re.compile(r"[^\W\d_][\w'’]*[^\W\d_]")
_ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+")
_REFERENCE = re.compile(r"([\w.-]+(?:/[\w.-]+)?)?#(\d{2,6})\b")
_ENDINGS = (
    *("'s", "s", "es", "ed", "ing", "er", "ers", "ly", "able", "ness", "ies", "y"),
    *("ize", "ise", "ized", "ised", "izes", "ises", "izing", "ising", "ment", "ful", "less", "ism", "ist"),
)
_ACRONYMS = re.compile(r"[A-Z]{2,}s")
_BEGINNINGS = ("re", "un", "non", "over", "under", "mis", "inter", "multi", "micro")
_FILLERS = frozenset(("uh", "um", "er", "ah", "hm", "hmm", "mm", "mhm", "huh", "oh"))
_INFLECTED = {("", ending) for ending in _ENDINGS} | {
    ("e", "ing"),
    ("e", "ed"),
    ("e", "es"),
    ("ed", "ing"),
    ("es", "ed"),
    ("re", "ry"),
    ("ce", "cy"),
    ("te", "ty"),
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

    `english` tells common words; `familiar` are words said too often to be slips, with the surprise at each; `phrases`
    are pairs of words of the page that were also said so in the call, as they are written there. `proper` are the
    proper names of neighbouring pages and of the chat: less likely to come up, so they stand only for single words that
    are no English. `capitals` are English words that the page writes as names, `written` all pairs of words that stand
    side by side on the pages, and `surprise` is how unlikely an English word is, in nats.
    """

    terms: dict[str, str]
    names: dict[str, str]
    english: Callable[[str], bool]
    familiar: Mapping[str, float] = field(default_factory=dict)
    phrases: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    proper: Mapping[str, str] = field(default_factory=dict)
    capitals: Mapping[str, str] = field(default_factory=dict)
    written: frozenset[tuple[str, str]] = frozenset()
    surprise: Callable[[str], float] | None = None
    _sounds: Sounds = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Listen to the terms once."""
        object.__setattr__(self, "_sounds", Sounds({**self.capitals, **self.terms}))

    def repairs(self, text: str) -> tuple[Repair, ...]:
        """Places in order, none over another, that were misheard for sure; where two overlap the longer."""
        tokens = list(_TOKEN.finditer(text))
        found: list[tuple[float, Repair]] = []
        for first in range(len(tokens)):
            for width in range(1, min(WIDEST, len(tokens) - first) + 1):
                made = self._repair(text, tokens[first : first + width])
                if made:
                    found.append(made)
            phrase = self._in_phrase(text, *tokens[first : first + 2])
            if phrase:
                found.append((0.0, phrase))
        kept: list[Repair] = []
        for _, repair in sorted(found, key=lambda made: (-made[0], made[1].start)):
            if all(repair.end <= other.start or other.end <= repair.start for other in kept):
                kept.append(repair)
        return tuple(sorted(kept, key=lambda repair: repair.start))

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

    def _repair(self, text: str, tokens: Sequence[re.Match[str]]) -> tuple[float, Repair] | None:
        """What a run of words is taken for, and how much of it there was to hear."""
        start, end = tokens[0].start(), tokens[-1].end()
        heard = re.sub(r"['’]s$", "", text[start:end])
        joined = fold(re.sub(r"[\s'’-]+", "", heard))
        beside = text[start - 1 : start] + text[end : end + 1]
        if len(joined) < 3 or re.search(r"[\w/]", beside) or re.search(r"[^\w\s-]|[a-z][A-Z]{2}", heard):
            return None
        pieces = re.findall(r"[^\W\d_]+", heard)
        one, plural = joined.removesuffix("s"), ""
        if joined not in self.terms and one in self.terms:
            joined, plural = one, "s"
        if len(tokens) > 1 and joined in self.terms:
            broken = any(fold(piece) in STOPWORDS for piece in pieces)
            return None if broken else _made(start, heard, self.terms[joined] + plural, len(joined), 1.0)
        if any(joined in known for known in (self.familiar, self.terms, self.names, self.proper)):
            return None
        if len(pieces) > 1:
            return self._in_pieces(start, heard, pieces)
        if joined in self.capitals:
            return None
        return self._name(text, start, heard) or self._term(start, heard)

    def _name(self, text: str, start: int, heard: str) -> tuple[float, Repair] | None:
        """A misspelt name of somebody of the page; of a common word only where it is one letter off, with a capital."""
        word = fold(heard)
        inside = text[:start].rstrip()[-1:] not in {".", "?", "!", "…", ""} and heard[0].isupper()
        if len(word) < SHORTEST or heard.isupper() or _ACRONYMS.fullmatch(heard) or (self.knows(word) and not inside):
            return None
        found = _nearest(word, self.names, SURE, name=True)
        if found is None or self._surname(text, start):
            return None
        key, sure = found
        far = DamerauLevenshtein.distance(word, key) > 1
        if far and (self.knows(word) or _sound_alike(heard, self.names[key]) < SAME_NAME):
            return None
        if heard[0].islower() and len(key) < LONG:
            return None
        return _made(start, heard, self.names[key], len(key), sure)

    def _term(self, start: int, heard: str) -> tuple[float, Repair] | None:
        """A single word that is no English, misspelt or of the same sound as a term."""
        word = fold(heard)
        if self.knows(word) or self.derived(word):
            return None
        found = self._by_sound(start, heard, [heard], english=False)
        if found:
            return found
        near = _nearest(word, {**self.proper, **self.terms}, SURE) if len(word) >= SHORTEST else None
        if near is None or (_ACRONYMS.fullmatch(heard) and not self._known_as(near[0])[:2].isupper()):
            return None
        meant, letters = self._known_as(near[0]), DamerauLevenshtein.distance(word, near[0])
        far = letters > FARTHEST or (letters > 1 and _sound_alike(heard, meant) < SAME_NAME)
        if far and near[0] not in self.terms:
            return None
        lowered = heard[0].islower() and meant[0].isupper() and len(near[0]) < LONG
        return None if lowered else _made(start, heard, meant, len(near[0]), near[1])

    def _in_pieces(self, start: int, heard: str, pieces: list[str]) -> tuple[float, Repair] | None:
        """A term heard as several words; where all of them are English only if they are unlikely beside each other."""
        spoken = [fold(piece) for piece in pieces]
        if len(spoken) > WIDEST or any(word in _FILLERS for word in spoken):
            return None
        english = all(self.knows(word) or word in self.familiar for word in spoken)
        if english and any(pair in self.written for pair in pairwise(spoken)):
            return None
        broken = any(word in STOPWORDS for word in spoken)
        found = self._by_sound(start, heard, pieces, english=english)
        if found and not (broken and (english or found[0] < LOUD or found[1].confidence < SAME_RUN)):
            return found
        if english or broken or any(len(word) < 2 or word in self.terms for word in spoken):
            return None
        near = _nearest("".join(spoken), self.terms, SURE_IN_PIECES, joined=True)
        return _made(start, heard, self.terms[near[0]], len(near[0]), near[1]) if near else None

    def _by_sound(self, start: int, heard: str, pieces: list[str], *, english: bool) -> tuple[float, Repair] | None:
        """The term that words sound like, where it is more than one of them and no other form of them."""
        spoken = [fold(piece) for piece in pieces]
        found = self._sounds.find(pieces, sum(map(self._surprise, spoken)), english=english)
        if not found or (found.key in self.capitals and found.alike < SAME_WORD):
            return None
        parts = [word for word in spoken if word in self.terms or word in self.capitals]
        larger = all(found.key.startswith(part) and found.key != part for part in parts)
        longer = len(spoken) == 1 and spoken[0].startswith(found.key) and len(spoken[0]) > len(found.key) + 1
        if (
            not larger
            or longer
            or any(_inflected(word, found.key) for word in spoken)
            or _inflected("".join(spoken), found.key)
        ):
            return None
        return _made(start, heard, self._known_as(found.key), found.worth, found.alike)

    def _known_as(self, key: str) -> str:
        """A term as it is written."""
        return next(known[key] for known in (self.terms, self.capitals, self.proper) if key in known)

    def _surprise(self, word: str) -> float:
        """Nats at one of several words."""
        if word in self.familiar and not self.english(word):
            return self.familiar[word]
        if self.english(word):
            return self.surprise(word) if self.surprise else COMMON if word in STOPWORDS else USUAL
        return INFLECTED if self.knows(word) else UNKNOWN

    def derived(self, word: str) -> bool:
        """Whether a word is English behind a beginning that makes words."""
        return any(word.startswith(begin) and self.knows(word.removeprefix(begin)) for begin in _BEGINNINGS)

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

    def _surname(self, text: str, start: int) -> bool:
        """Whether a name that is nobody's on the page stands before: what follows is then that person's surname."""
        before = re.search(r"([^\W\d_]+)\s+$", text[:start])
        if not before or not before[1][0].isupper() or fold(before[1]) in self.names:
            return False
        return before.start() > 0 or not self.knows(fold(before[1]))


def _made(start: int, heard: str, meant: str, worth: float, sure: float) -> tuple[float, Repair]:
    return worth, Repair(start, start + len(heard), heard, meant, round(sure, 3))


def _nearest(
    heard: str, among: Mapping[str, str], least: float, *, joined: bool = False, name: bool = False
) -> tuple[str, float] | None:
    """The one known spelling that sounds the same or is long and almost the same; None where none or two are."""
    scores = sorted(((likeness(heard, known, joined=joined), known) for known in among), reverse=True)[:2]
    if not scores or scores[0][0] < least or (len(scores) > 1 and scores[1][0] >= scores[0][0]):
        return None
    score, known = scores[0]
    sounds = metaphone(heard).replace("0", "T") == metaphone(known).replace("0", "T") or (
        name and _sound_alike(heard, known) >= SAME_SOUND
    )
    if _inflected(heard, known, name=name) or not (sounds or len(known) >= LONG or joined):
        return None
    return known, round(score, 3)


def _sound_alike(heard: str, known: str) -> float:
    return max(alike(heard_as([heard]), way) for way in said_as(known))


def _inflected(heard: str, known: str, *, name: bool = False) -> bool:
    """Whether two words are forms or spellings of one; a name has one spelling."""
    if not name and heard.replace("z", "s") == known.replace("z", "s"):
        return True
    shared = next((place for place in range(min(len(heard), len(known)), 0, -1) if heard[:place] == known[:place]), 0)
    for cut in range(shared, max(2, shared - 2), -1):
        ends = (heard[cut:], known[cut:])
        if ends in _INFLECTED or ends[::-1] in _INFLECTED:
            return True
    return False


def build(
    notes: Notes,
    english: Callable[[str], bool],
    said: Iterable[str] = (),
    around: Iterable[str] = (),
    *,
    surprise: Callable[[str], float] | None = None,
) -> Glossary:
    """The page's people, and its terms that are no common English.

    `said` is the call's text, utterance by utterance; `around` are lines of neighbouring pages and of the chat;
    `surprise` is how unlikely an English word is, in nats.
    """
    said, around = tuple(said), tuple(around)
    names = {
        fold(part): part for person in notes.attendees for part in _TERM.findall(person.name) if len(part) >= SHORTEST
    }
    counts = Counter(fold(token) for text in said for token in _TOKEN.findall(text))
    familiar = {word: math.log(counts.total() / count) for word, count in counts.items() if count >= FAMILIAR}
    bare = Glossary({}, names, english)
    page = [notes.title, *(line for item in notes.agenda for line in (item.title, *item.notes))]
    terms: dict[str, str] = {}
    for word in _terms(page):
        if not bare.knows(fold(word)) and not bare.derived(fold(word)):
            terms.setdefault(fold(word), word)
    spoken = _phrases(said)
    phrases = {folded: written for folded, written in _phrases(page).items() if folded in spoken}
    proper = {
        folded: written for folded, written in _proper(around).items() if folded not in terms and not bare.knows(folded)
    }
    capitals = {folded: word for folded, word in _capitals(page).items() if folded not in names and english(folded)}
    pairs = frozenset(
        pair
        for line in (*page, *around)
        for pair in pairwise(fold(word) for word in _TOKEN.findall(_ADDRESS.sub(" . ", line)))
    )
    return Glossary(terms, names, english, familiar, phrases, proper, capitals, pairs, surprise)


def _capitals(lines: Iterable[str]) -> dict[str, str]:
    """Words that are always written with a capital, and once at least inside a line: folded, and as written."""
    ways: dict[str, set[str]] = {}
    inside: set[str] = set()
    for line in lines:
        plain = _ADDRESS.sub(" ", line)
        for match in _TERM.finditer(plain):
            if len(match[0]) >= SHORTEST and match[0].isalpha():
                ways.setdefault(fold(match[0]), set()).add(match[0])
                if re.search(r"[a-z,] $", plain[: match.start()]):
                    inside.add(fold(match[0]))
    found = {folded: next(iter(written)) for folded, written in ways.items() if len(written) == 1 and folded in inside}
    return {folded: word for folded, word in found.items() if word.istitle()}


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
