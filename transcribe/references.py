"""Numbers said aloud ("nine oh nine", "eleven eighty-four"), and the numbers items are known by (#909, EIP-7702)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.notes.markdown import BARE_URL, LINK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transcribe.schema import AgendaItem

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
DIGITS = {word: str(value) for value, word in enumerate(_UNITS)}
DIGITS |= {"oh": "0", "o": "0"}
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TEENS = {word: str(value) for value, word in enumerate(_TEENS, start=10)}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS = {word: str(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)}
WHOLE = {"hundred": 100, "thousand": 1000}
_ORDINALS = (
    *("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
    *(f"{ten}th" for ten in _TEENS[3:]),
)
ORDINALS = dict(zip(_ORDINALS, (*_UNITS[2:], *_TEENS), strict=True))
ORDINALS |= {f"{ten[:-1]}ieth": ten for ten in _TENS}
"""Places in an order, and the numbers they are: "third", "twentieth"."""
PAIRS = {"couple": "two", "pair": "two", "both": "two", "twice": "two", "double": "two", "single": "one", "once": "one"}
"""What else a number is called; "a hundred" is one hundred."""

_NUMBER = rf"(?:\d+|{'|'.join((*_UNITS, *_TEENS, *_TENS))})"
_DECIMAL = re.compile(rf"\b{_NUMBER}(?: (?:point|dot) {_NUMBER})+\b")
"""A number with its parts said apart: "two point one"."""

SHORTEST = 2
LONGEST = 6

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_JOINTS = frozenset("-.,:#'’")
"""Marks that a transcript puts inside a number: 9-0-9, 11.84, "9, 0, 9"."""

_MARKED = re.compile(r"#(\d+)\b|\b[A-Z]{2,6}[- ]?(\d{2,5})\b")
_BARE = re.compile(r"(?<![\d.#/-])\b(\d{3,5})\b(?![\d.-]*\d)")
_IN_LINK = re.compile(r"/(?:pull|pulls|issues?|merge_requests|discussions|EIPS/eip-|zip-)/?(\d+)", re.IGNORECASE)
_REFERENCE_LINK = re.compile(
    r"https?://[^/]+/(?:[^/]+/)*?([\w.-]+)/(?:-/)?(?:pull|pulls|issues|merge_requests|discussions)/(\d+)\b.*"
)
_PROPOSAL_LINK = re.compile(
    r"https?://[^?#]*/((?:eip|erc|zip|bip|cip|kep|pep|rfc)-\d{1,6})(\.\w+)?/?(?:[?#].*)?", re.IGNORECASE
)
_CUT = ("...", "…")
"""What stands behind an address of which a quotation shows the beginning only."""
_AFTER = ".,;:!?*~’”»"
"""Marks of the sentence around an address."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def numbers_said(text: str) -> frozenset[str]:
    """Every number of 2 to 6 digits that the text may mean, as digits, however it was spoken or written.

    Digit by digit, in pairs and in full: "nine oh nine", "9-0-9", "nine hundred and nine" are all 909. A run of
    number words gives each of its stretches, because where one number ends is not heard.
    """
    return frozenset(number for run in _runs(text) for number in _stretches(run) if len(number) >= SHORTEST)


def amounts(text: str) -> tuple[tuple[str, ...], ...]:
    """The numbers of a text as digits, each run of number words in its pieces: "five ninety-five" is ("5", "95")."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", re.sub(r"\ban?(?= (?:hundred|thousand)\b)", "one", text.lower()))
    plain = re.sub(r"[a-z]+", lambda match: ORDINALS.get(match[0], match[0]), plain)
    return tuple(tuple(run) for run in _runs(plain))


def amounts_said(text: str) -> frozenset[str]:
    """Every number that the text may mean, as digits, also of one digit; "a couple" is 2, "two point one" is 2.1."""
    text = re.sub(r"[a-z]+", lambda match: PAIRS.get(match[0], match[0]), text.lower())
    parted = (re.split(r" (?:point|dot) ", match[0]) for match in _DECIMAL.finditer(text))
    decimals = {".".join("".join(run) for part in parts for run in amounts(part)) for parts in parted}
    return frozenset(number for run in amounts(text) for number in _stretches(run)) | decimals


def _stretches(run: Sequence[str]) -> Iterator[str]:
    """The numbers that a run of pieces may hold."""
    for first in range(len(run)):
        joined = ""
        for piece in run[first:]:
            joined += piece
            if len(joined) > LONGEST:
                break
            yield joined


def item_numbers(item: AgendaItem) -> frozenset[str]:
    """The numbers the item can be called by: of its references, its links and its title; years are no references."""
    found = {number for match in _MARKED.finditer(item.title) for number in match.groups() if number}
    found |= {number for number in _BARE.findall(item.title) if not _YEAR.fullmatch(number)}
    for text in (item.title, *item.links):
        found |= numbers_linked(text)
    for note in item.notes:
        found |= set(re.findall(r"#(\d+)\b", note))
    return frozenset(number for number in found if len(number) >= SHORTEST)


def numbers_linked(text: str) -> frozenset[str]:
    """The numbers of the pull requests, issues and proposals that the text links to."""
    return frozenset(_IN_LINK.findall(text))


def references_in(text: str) -> tuple[str, ...]:
    """The pull requests and issues whose addresses stand in the text, as `falco#1184`."""
    found = (_REFERENCE_LINK.fullmatch(text[first:end]) for first, end in _bare(text))
    return tuple(dict.fromkeys(f"{match[1]}#{match[2]}" for match in found if match))


def addresses_in(text: str) -> tuple[str, ...]:
    """Every whole address in the text, also those of Markdown links, without the marks around it."""
    linked = {match.start(): match[2] for match in LINK.finditer(text) if BARE_URL.fullmatch(match[2])}
    bare = {first: text[first:end] for first, end in _bare(text)}
    return tuple(address for _, address in sorted((linked | bare).items()))


def with_link_text(text: str) -> str:
    """The text with its links to pull requests, issues and proposals as Markdown: `[falco#1184](https://…)`."""
    for first, end in reversed(_bare(text)):
        address = text[first:end]
        label = _label(address)
        before, after = text[:first], text[end:]
        if label and not before.endswith("](") and not {"(", ")"} & set(address):
            framed = before.endswith("<") and after.startswith(">")
            text = f"{before.removesuffix('<' if framed else '')}[{label}]({address}){after[framed:]}"
    return text


def _label(address: str) -> str | None:
    """What an address is called: `falco#1184`, `EIP-7702`, `EIP-8037.md`; None where that is not known."""
    if match := _REFERENCE_LINK.fullmatch(address):
        return f"{match[1]}#{match[2]}"
    match = _PROPOSAL_LINK.fullmatch(address)
    return f"{match[1].upper()}{match[2] or ''}" if match else None


def _bare(text: str) -> list[tuple[int, int]]:
    """Where the whole addresses stand that are in no Markdown link."""
    taken = [match.span() for match in LINK.finditer(text)]
    found = []
    for match in BARE_URL.finditer(text):
        first, end = match.start(), match.start() + len(match[0].rstrip(_AFTER))
        cut = text.startswith(_CUT, end) or match[0].endswith("…")
        if not cut and not any(start <= first < stop for start, stop in taken):
            found.append((first, end))
    return found


def _runs(text: str) -> Iterator[list[str]]:
    """The pieces of each run of number words: "five ninety-five" gives ["5", "95"]."""
    run: list[str] = []
    words = [token.lower() for token in _TOKEN.findall(text)]
    position = 0
    while position < len(words):
        word = words[position]
        following = words[position + 1] if position + 1 < len(words) else ""
        if word in WHOLE and run:
            position = _whole(words, position, run)
            continue
        if word in TENS:
            skip = 2 if following == "-" else 1
            unit = words[position + skip] if position + skip < len(words) else ""
            if unit in DIGITS and DIGITS[unit] != "0":
                run.append(TENS[word][0] + DIGITS[unit])
                position += skip + 1
                continue
        piece = word if word.isdecimal() else DIGITS.get(word) or TEENS.get(word) or TENS.get(word)
        if piece:
            run.append(piece)
        elif run and not (word in _JOINTS and (following.isdecimal() or _spoken(following))):
            yield run
            run = []
        position += 1
    if run:
        yield run


def _spoken(word: str) -> bool:
    return word in DIGITS or word in TEENS or word in TENS


def _whole(words: list[str], position: int, run: list[str]) -> int:
    """Fold "nine hundred and nine" into the run's last piece; gives the position after it."""
    value = int(run.pop()) * WHOLE[words[position]]
    position += 1
    rest = 0
    while position < len(words):
        word = words[position]
        if word in {"and", "-"}:
            position += 1
            continue
        amount = DIGITS.get(word) or TEENS.get(word) or TENS.get(word)
        if amount is None:
            break
        hundreds = position + 1 < len(words) and words[position + 1] == "hundred"
        rest += int(amount) * (100 if hundreds else 1)
        position += 2 if hundreds else 1
    run.append(str(value + rest))
    return position
