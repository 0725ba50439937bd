"""How words sound: English spelling to phones, and how far two runs of phones lie apart for an ear."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VOWELS = frozenset("aeiouAI@9")
"""Phones: A as in day, I as in sit, 9 as in my, @ as in the; T S Z C J as in thin, she, measure, chin, gin; the rest as
they are written."""

_NAMES_OF_LETTERS = """
    a:A b:bi c:si d:di e:i f:ef g:Ji h:AC i:9 j:JA k:kA l:el m:em
    n:en o:o p:pi q:kyu r:ar s:es t:ti u:yu v:vi w:d@b@lyu x:eks y:w9 z:zi
"""
_SPELT = dict(pair.split(":") for pair in _NAMES_OF_LETTERS.split())
_RULES = [
    (re.compile(pattern), phones)
    for pattern, phones in (
        (r"^(?:kn|gn|pn|mn)", "n"),
        (r"^wr", "r"),
        (r"^ps(?=[aeiouy])", "s"),
        (r"^pt(?=[aeiouy])", "t"),
        (r"^wh", "w"),
        (r"^x", "z"),
        (r"^gh", "g"),
        (r"^y(?=[aeiou])", "y"),
        (r"^eu", "yu"),
        (r"tion|cian|ssion|tian", "S@n"),
        (r"(?<=[aeiou])sion", "Z@n"),
        (r"sion", "S@n"),
        (r"[ct]ious", "S@s"),
        (r"ture(?=s?$)", "C@r"),
        (r"eigh", "A"),
        (r"igh", "9"),
        (r"[ao]ugh", "o"),
        (r"gh(?=t|$|s)", ""),
        (r"tch", "C"),
        (r"sch", "sk"),
        (r"ch(?=[rl])|(?<=te)ch", "k"),
        (r"ch", "C"),
        (r"ck|cq", "k"),
        (r"cc(?=[eiy])", "ks"),
        (r"c+(?=[eiy])", "s"),
        (r"c+", "k"),
        (r"dge?(?=[eiy]|$)", "J"),
        (r"ph", "f"),
        (r"ssh|sh", "S"),
        (r"th", "T"),
        (r"gg+", "g"),
        (r"gu(?=[ei])", "g"),
        (r"g(?=[eiy])", "J"),
        (r"qu?", "kw"),
        (r"ng(?=$|s$|h)", "n"),
        (r"x+", "ks"),
        (r"mb$", "m"),
        (r"j+", "J"),
        (r"(?<=[bcdfgkptvz])re(?=s?$)", "@r"),
        (r"(?<=[bcdfgkptsz])le(?=s?$)", "@l"),
        (r"(?<=[bcdfgkpstvz])([rl])$", "@\\1"),
        (r"(?<=[aeiou])y(?=[aeiou])", "y"),
        (r"ai|ay|ae|ei(?=n|l)|ey(?=.)", "A"),
        (r"a(?=(?:[bcdfgklmnpstvz]|th|st)e(?:s|d|r|rs)?$)", "A"),
        (r"ee|ea|ie(?=.)|ei|ey$|ie$", "i"),
        (r"e(?=[bcdfgklmnpstvz]e$)", "i"),
        (r"i(?=[bcdfgklmnpstvz]e(?:s|d|r|rs)?$)", "9"),
        (r"oa|oe|o(?=[bcdfgklmnpstvz]e(?:s|d|r|rs)?$)|ow$", "o"),
        (r"oo|ou|ew|ue|ui", "u"),
        (r"u(?=[bcdfgklmnpstvz]e(?:s|d|r|rs)?$)", "u"),
        (r"au|aw|ow", "o"),
        (r"oi|oy", "oi"),
        (r"[eiu]r+e?(?=$|[^aeiouy])|(?<=.)[ao]r$", "@r"),
        (r"e$", ""),
        (r"e(?=[sd]$)", "I"),
        (r"(?<=.)a$", "@"),
        (r"y$", "i"),
        (r"i$", "i"),
        (r"[yi]", "I"),
        (r"e", "e"),
        (r"w$", ""),
        (r"h(?=[^aeiouy]|$)", ""),
        (r"([bdfklmnprstvz])\1*", "\\1"),
        (r"([aou])\1*", "\\1"),
        (r"(.)", "\\1"),
    )
]
_ONSETS = re.compile(r".?[aeiouy]|[bcdfgkptw]r|[bcfgkps]l|s[ckmnpqtw]|sch|[cgkpstw]h|thr|[dstk]w")
"""Beginnings that can be said; of any other the first letter may be read out."""

_END = re.compile(r"[^aeiouy]d$|[bcdfgkptvz][bcdfgkmnpvz][bcdfgklmnprstvz]?$|tcd$")
"""Endings of which letters may be read out."""

_SILENT_E = re.compile(r"([^aeiouy]+[aeiou][bcdfgklmnptvz]e)([^aeiouy]\w+)$")
"""A word before another in a name, with an end that is not heard."""

_CAMEL = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|[A-Z]")
MOST_LETTERS = 5
"""Letters of the longest term that may be read out letter by letter."""

_SAID_AS = {"ctl": ("kontrol", "kad@l", "sitiel"), "sh": ("S",), "sql": ("sikw@l",), "db": ("dibi",)}
"""Endings of names of tools, and how they are said besides."""

_CLASSES = str.maketrans("pbfvwtdTkgszSZCJnm", "PPPPPTTTKKSSSSSSNN", "aeiouAI@9rhy")


def _pairs(listed: str) -> dict[str, float]:
    """From "0.2 pb td …" to what each pair costs, both ways round."""
    price, *pairs = listed.split()
    return {pair: float(price) for both in pairs for pair in (both, both[::-1])}


_CHANGE = {
    **_pairs("0.2 pb td kg fv sz SZ CJ wv SC JZ i9 iA"),
    **_pairs("0.4 bv mn sS zZ Tf Ts Tt Td zS lr lw Jy gJ sC kw ry pf zJ"),
    **_pairs("0.3 yi yI wu r@"),
    **_pairs("0.1 @a @e @I @o @u iI eI ae Ae uo 9A 9I ao"),
    **_pairs("0.2 ai au eu ei eo Iu io iu Ao Ai Aa 9a 9e IA i@ A@ 9@"),
}
_GONE = {"r": 0.3, "h": 0.3, "y": 0.25, "w": 0.5, "t": 0.7, "d": 0.7, "@": 0.25, "I": 0.35}
_GONE |= dict.fromkeys(VOWELS - {"@", "I"}, 0.4)
_OTHER_VOWEL, _OTHER = 0.25, 1.0


@lru_cache(maxsize=100_000)
def phones(word: str) -> str:
    """The phones of one English word in plain lower case; of a single letter its name."""
    if len(word) == 1:
        return _SPELT.get(word, "")
    found, at = "", 0
    while at < len(word):
        for pattern, sound in _RULES:
            match = pattern.match(word, at)
            if match:
                found += match.expand(sound)
                at = match.end()
                break
        else:
            at += 1
    return re.sub(r"(.)\1+", r"\1", found)


def spelt_out(letters: str) -> str:
    """The phones of letters that are read out one by one."""
    return "".join(_SPELT.get(letter, "") for letter in letters.lower())


def heard_as(words: Iterable[str]) -> str:
    """The phones of words as they stand in a text, said without a pause; capitals without a vowel are read out."""
    found = "".join(
        spelt_out(word)
        if word.isupper() and (len(word) < 3 or not re.search("[AEIOUY]", word))
        else phones(word.lower())
        for word in words
    )
    return re.sub(r"([^aeiouAI9@])\1+", r"\1", found)


@cache
def said_as(term: str) -> frozenset[str]:
    """The ways a term as it is written may be said: as a word, by its parts, with letters of it read out."""
    return frozenset(re.sub(r"([^aeiouAI9@])\1+", r"\1", way) for way in _ways(term) if way)


def _ways(term: str) -> Iterator[str]:
    word = term.lower()
    yield from _as_a_word(term, word)
    yield from _in_letters(term, word)
    parts = _CAMEL.findall(term)
    if len(parts) > 1:
        yield "".join(_part(part) for part in parts)
    for ending, ways in _SAID_AS.items():
        if word.endswith(ending) and len(word) > len(ending) + 1:
            head = word.removesuffix(ending)
            yield from (phones(head) + way for way in ways)


def _as_a_word(term: str, word: str) -> Iterator[str]:
    yield phones(word)
    silent = _SILENT_E.match(word)
    if silent and _ONSETS.match(silent[2]):
        yield phones(silent[1]) + phones(silent[2])
    if word.startswith("j"):
        yield "y" + phones(word)[1:]
    if term.isupper() and word.endswith("e"):
        yield phones(word[:-1]) + "i"
    if word.endswith("es"):
        yield phones(word[:-2]) + "iz"


def _in_letters(term: str, word: str) -> Iterator[str]:
    begins, ends = not _ONSETS.match(word), _END.search(word)
    if len(word) <= MOST_LETTERS and (begins or ends or not term[1:].islower()):
        yield spelt_out(word)
    if begins:
        yield spelt_out(word[0]) + phones(word[1:])
    if ends:
        for tail in range(1, len(ends[0])):
            yield phones(word[:-tail]) + spelt_out(word[-tail:])


def _part(part: str) -> str:
    if len(part) == 1 or (part.isupper() and len(part) < 5):
        return spelt_out(part)
    return phones(part.lower())


def skeleton(sounds: str) -> str:
    """The classes of consonants that an ear takes for one another, vowels and the weak ones left out."""
    return re.sub(r"(.)\1+", r"\1", sounds.translate(_CLASSES))


def weight(sounds: str) -> float:
    """How much there is to hear: 1 for a consonant, a half for a vowel."""
    return sum(0.5 if sound in VOWELS else 1.0 for sound in sounds)


@lru_cache(maxsize=200_000)
def apart(one: str, other: str) -> float:
    """What it costs to hear one run of phones as the other: 0 for the same, about 1 for each unlike consonant."""
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _gone(sound))
    for first in one:
        last, row = row, [row[0] + _gone(first)]
        for place, second in enumerate(other, 1):
            row.append(
                min(last[place] + _gone(first), row[-1] + _gone(second), last[place - 1] + _changed(first, second))
            )
    return row[-1]


def begins_alike(one: str, other: str) -> bool:
    """Whether two runs of phones begin with sounds that an ear may take for one another."""
    return _changed(one[0], other[0]) < 0.5


def alike(one: str, other: str) -> float:
    """How alike two runs of phones are, 0 to 1."""
    most = max(weight(one), weight(other))
    return max(0.0, 1 - apart(one, other) / most) if most else 0.0


def _gone(sound: str) -> float:
    return _GONE.get(sound, 1.0)


def _changed(one: str, other: str) -> float:
    if one == other:
        return 0.0
    vowels = (one in VOWELS) + (other in VOWELS)
    return _CHANGE.get(one + other, (_OTHER, 1.3, _OTHER_VOWEL)[vowels])
