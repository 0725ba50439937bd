"""The people of a call: attendee lines as they are really written, and which attendee a spelling means."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from transcribe.notes.markdown import LINK, plain
from transcribe.schema import Attendee

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HANDLE = re.compile(r"(?<![\w/.])@([A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)")
PROFILE = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:git\w*|twitter|x)\.\w+/@?([A-Za-z0-9][A-Za-z0-9_.-]*)", re.IGNORECASE
)
WRAPPED = re.compile(r"\[([^\[\]]+)\]\(\s*(\[[^\[\]]*\]\([^()]*\))\s*\)")
STRUCK = re.compile(r"~~.+?~~")
TEMPLATE = re.compile(
    r"^\W*(?:(?:full ?)?name|your[ -](?:name|handle)|(?:add|put|list)\b.*\b(?:your\w*|names?|here)\b.*"
    r"|name \(?@?handle\)?|attendee \d*|fill in.*|none|n/?a|tb[ad]|todo|fixme|everyone|nobody)\W*$",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\W*\d+\+?\s+(?:[a-z]|(?:Anonymous|Guests|Lurkers|Others|People|Viewers)\b)")
"""So many more, whom nobody names: `+ 14 on the live stream`."""
BULLETS = re.compile(r"^(?:\s*(?:[-*+]|\d{1,3}[.)])(?:\s+|$)|\s*\[[ xX]\]\s+)+")
NAME_END = re.compile(r"\s[-–—|]\s|\s*/\s|\s*[(\[@,;:]|\s*<?https?://|\s[-–—]$")
AWAY = re.compile(
    r"\b(?:not (?:present|attending|here)|absent|absence|regrets|apolog(?:y|ies)|excused|out of office|ooo"
    r"|(?:can['’]?t|cannot|couldn['’]?t|won['’]?t|unable to|not able to) (?:attend|join|make it|be there)"
    r"|on (?:leave|vacation|holidays?|pto))\b(?! (?:for |at |to )?(?:the |until |before |after )?"
    r"(?:first|second|last|half|beginning|start|end|\d))",
    re.IGNORECASE,
)
"""What a line says of someone who does not take part; who misses a part of the call takes part."""
ADORNED = re.compile(r"^[\W_]*(?=\w)|[\s:\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+$")
ONLY_HANDLES = re.compile(r"@[\w-]+(?:(?:\s*[,;]\s*|\s+|\s+and\s+)@[\w-]+)+\.?")
CHIP = re.compile(r"(\]\(mailto:[^()]*\))\s*(?=\[[^\[\]]+\]\(mailto:)")
"""Where one person ends and the next begins in what Google Docs makes of people."""
INITIALS = re.compile(r"\[([A-Z]{2,4})\]\s+(?=[^\W\d_])")
EMAIL = re.compile(r"<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")
PARTICLES = frozenset(
    {"da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "la", "le", "ter", "van", "von"}
)
SHORTEST_PREFIX = 3
SHORTEST_JOINED = 5
SHORTEST_LAST = 4
"""Letters of a handle made of a person's names, and those of the last name behind a first letter."""


@dataclass(frozen=True, slots=True)
class _Line:
    """An attendee line taken apart; `accounts` are possible handles, the likeliest first."""

    name: str
    accounts: tuple[str, ...]
    link: str | None
    role: str | None
    extra: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A spelling for comparison: no diacritics, no case, no surrounding marks, single spaces."""
    spread = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O"))
    bare = "".join(char for char in spread if not unicodedata.combining(char))
    return " ".join(bare.casefold().split()).strip("@ .,:;'\"*_")


def attendees(lines: Iterable[str], extras: dict[str, tuple[str, ...]] | None = None) -> tuple[Attendee, ...]:
    """The people that these lines name, in order, each once, with the spellings that mean only them.

    `extras` gives further spellings by name, such as initials from a table.
    """
    parsed: list[_Line] = []
    for line in lines:
        person = _parse(line)
        if person is not None and fold(person.name) not in {fold(other.name) for other in parsed}:
            parsed.append(person)
    found = []
    for person in parsed:
        taken = {fold(other.accounts[0]) for other in parsed if other is not person and _agrees(other)}
        handle = next((account for account in person.accounts if fold(account) not in taken), None)
        extra = (*person.extra, *person.accounts, *(extras or {}).get(person.name, ()))
        found.append(
            Attendee(person.name, handle, person.link, tuple(spelling for spelling in extra if spelling), person.role)
        )
    return with_aliases(found)


def with_aliases(people: Sequence[Attendee]) -> tuple[Attendee, ...]:
    """The same people, each with the spellings of name and handle that mean nobody else of them."""
    offers = [(person, tuple(dict.fromkeys(_spellings(person)))) for person in people]
    claims = Counter(key for _, spellings in offers for key in {fold(spelling) for spelling in spellings})
    named: list[Attendee] = []
    for person, spellings in offers:
        own = {fold(person.name), fold(person.handle or "")}
        aliases: dict[str, str] = {}
        for spelling in spellings:
            if claims[fold(spelling)] == 1 and (fold(spelling) not in own or spelling == _unaccented(person.name)):
                aliases.setdefault(spelling.casefold(), spelling)
        aliases.pop(person.name.casefold(), None)
        named.append(replace(person, aliases=tuple(aliases.values())))
    return tuple(named)


def resolve(name: str, people: Sequence[Attendee]) -> Attendee | None:
    """Whom a spelling means among these people; None for nobody, or when two fit.

    A spelling is a full name, a handle, a first or last name, a part of a handle or an alias. Failing those, the
    beginning of one of them, three letters or more ("Greg" for Gregory), or beginnings of the names joined, as many
    handles are made ("gnosek" for Grzegorz Nosek); a full name means in the same way who is listed by handle only, or
    by the first name or with a shorter last one ("Ada", "Ada M.").
    """
    wanted = _core(name)
    if not wanted:
        return None
    keys = [(person, _keys(person)) for person in people]
    for exact in ("name", "any"):
        fits = [
            person
            for person, spellings in keys
            if wanted in ({fold(person.name), fold(person.handle or "")} if exact == "name" else spellings)
        ]
        if fits:
            return fits[0] if len(fits) == 1 else None
    if len(wanted) < SHORTEST_PREFIX:
        return None
    fits = [person for person, spellings in keys if any(spelling.startswith(wanted) for spelling in spellings)]
    if not fits and " " in wanted:
        # "Leo Grasso": each word fits the person's name in order
        fits = [person for person, _ in keys if _abbreviates(wanted.split(), fold(person.name).split())]
        fits = fits or [person for person in people if _joins(_account_of(person), wanted.split())]
        fits = fits or [person for person in people if _begins(fold(person.name).split(), wanted.split())]
    elif not fits:
        fits = [person for person, _ in keys if _joins(_letters(wanted), fold(person.name).split())]
    return fits[0] if len(fits) == 1 else None


def possible(name: str, people: Sequence[Attendee]) -> bool:
    """Whether a spelling fits at least one of these people."""
    wanted = _core(name)
    keys = frozenset[str]().union(*(_keys(person) for person in people))
    return wanted in keys or (len(wanted) >= SHORTEST_PREFIX and any(key.startswith(wanted) for key in keys))


def listed(name: str, people: Sequence[Attendee]) -> bool:
    """Whether a spelling is one of the whole names, first or last names, or handles of these people."""
    wanted = _core(name)
    return bool(wanted) and any(wanted in _keys(person) for person in people)


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list written in one line: `a, b and c`, `a/b`, `@a @b`, links to mail side by side."""
    if ONLY_HANDLES.fullmatch(text.strip()):
        return tuple(re.findall(r"@[\w-]+", text))
    apart = CHIP.sub(r"\1, ", text)
    spared = LINK.sub(lambda match: f"[{match[1]}]({match[2].replace('/', chr(0)).replace(',', chr(1))})", apart)
    outside = r"(?![^(]*\))(?![^\[]*\])"
    parts = re.split(rf"\s*[,;&]\s*{outside}|\s+and\s+|\s*/\s*{outside}", spared)
    return tuple(part.replace(chr(0), "/").replace(chr(1), ",").strip() for part in parts if part.strip())


def person_name(line: str) -> str | None:
    """The name that a line for one person gives, None where it gives none."""
    person = _parse(line)
    return person.name if person else None


def _core(name: str) -> str:
    """A spelling for comparison, without what is added to it: `Ann Bee @annb`, `Ann (no mic)`."""
    text = plain(name)
    return fold(re.sub(r"\s*\([^()]*\)|\s+@\S+", "", text) or text)


def _agrees(line: _Line) -> bool:
    """Whether a line gives one account only, so that its handle is beyond doubt."""
    return bool(line.accounts) and len({fold(account) for account in line.accounts}) == 1


def _abbreviates(short: Sequence[str], full: Sequence[str]) -> bool:
    position = 0
    for word in short:
        while position < len(full) and not full[position].startswith(word.rstrip(".")):
            position += 1
        if position == len(full):
            return False
        position += 1
    return True


def _begins(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a list has somebody by the first name alone, or with the beginning of what follows it."""
    return short[:1] == full[:1] and len(short[0]) >= SHORTEST_PREFIX and _abbreviates(short, full)


def _joins(account: str, names: Sequence[str]) -> bool:
    """Whether a handle is the first name, or its first letter, and the beginning of the last one ("gnosek", "annb").

    Behind the first letter alone stand so many letters of the last name that no other word is meant.
    """
    if len(account) < SHORTEST_JOINED or len(names) < 2:
        return False
    first, last = names[0], names[-1]
    whole = account.startswith(first) and len(first) >= SHORTEST_PREFIX
    rest = account[len(first) :] if whole else account[1:]
    short = account[0] == first[0] and len(rest) >= min(SHORTEST_LAST, len(last))
    goes_on = any(ending.startswith(rest) for ending in ("".join(names[1:]), last))
    return bool(rest) and goes_on and (whole or short)


def _letters(account: str) -> str:
    """A handle without the marks and the number that names do not have."""
    return re.sub(r"[-_.]|\d+$", "", fold(account))


def _account_of(person: Attendee) -> str:
    """The letters of a person's handle where the list gives no other name, else nothing ("Carolin" is a name)."""
    account = fold(person.handle or person.name)
    only = account == fold(person.name) and (person.handle or person.name == account) and " " not in account
    return _letters(account) if only else ""


def _unaccented(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name)
    return "".join(char for char in spread if not unicodedata.combining(char))


def _spellings(person: Attendee) -> Iterable[str]:
    """Every spelling that may mean this person, also those that mean others as well."""
    yield person.name
    yield _unaccented(person.name)
    words = [word.strip(".,'\"()") for word in person.name.split()]
    if len(words) > 1 and not any(word.isdigit() for word in words):
        # "Leonardo Di Donato": the last name begins at the particle
        last = next((number for number, word in enumerate(words) if number and word.lower() in PARTICLES), None)
        parts = [*words, *([" ".join(words[last:])] if last is not None else [])]
        for part in parts:
            if len(part) > 1 and part.lower() not in PARTICLES:
                yield part
                yield _unaccented(part)
    if person.handle:
        yield person.handle
        pieces = [piece for piece in re.split(r"[-_.]+", person.handle) if piece]
        for piece in pieces if len(pieces) > 1 else [re.sub(r"\d+$", "", person.handle)]:
            if len(piece) > 2 and not piece.isdigit():
                yield piece
    yield from person.aliases


@lru_cache(maxsize=1024)
def _keys(person: Attendee) -> frozenset[str]:
    return frozenset(fold(spelling) for spelling in _spellings(person))


def _parse(line: str) -> _Line | None:
    text = BULLETS.sub("", line.strip()).strip()
    if STRUCK.match(text):
        return None
    text = re.sub(r"<!--.*?-->|<br ?/?>", " ", STRUCK.sub(" ", text)).strip()
    text = EMAIL.sub(" ", WRAPPED.sub(r"\1 (\2)", unescape(re.sub(r"\\(?=[^\w\s])", "", text))))
    initials = INITIALS.match(text)
    text = text[initials.end() :] if initials else text
    if not any(char.isalnum() for char in text) or TEMPLATE.match(plain(text)) or COUNTED.match(text):
        return None
    links = [(plain(match[1]).strip("[]( "), match[2]) for match in LINK.finditer(text)]
    loose = re.search(r"\(\s*(https?://[^\s()]+)\s*\)", LINK.sub(" ", text))
    split_link = re.search(r"\(\[(@?[^\[\]()]+)\]\)\s*\(([^()\s]+)\)", text)
    if split_link:
        links.append((split_link[1], split_link[2]))
        text = text.replace(split_link[0], f"@{split_link[1].lstrip('@')}")
    elif loose:
        links.append(("", loose[1]))
    rest = plain(LINK.sub(" \x00 ", text))
    head = _head(rest.replace("\x00", "(", 1) if "\x00" in rest else rest)
    if AWAY.search(rest):
        return None
    labels = [label for label, _ in links if label]
    name = head or next((label.lstrip("@") for label in labels), "")
    name = name or next((match[1] for match in HANDLE.finditer(rest)), "")
    if not any(char.isalpha() for char in name) or TEMPLATE.match(name) or len(name.split()) > 6:
        return None
    accounts = _accounts(name, links, rest)
    role = _role(rest.replace("\x00", " "), head)
    extra = tuple(label for label in labels if " " not in label.lstrip("@") and fold(label) != fold(name))
    extra = (*extra, initials[1]) if initials else extra
    return _Line(name, accounts, links[0][1] if links else None, role, tuple(label.lstrip("@") for label in extra))


def _head(rest: str) -> str:
    """The name at the beginning of a line, before any bracket, handle, dash or address."""
    rest = rest.strip()
    if rest.startswith("["):
        return rest.strip("[").split("]")[0].strip(" @")
    end = NAME_END.search(rest)
    return ADORNED.sub("", rest[: end.start() if end else None]).strip(" -–—*_.,:")


def _accounts(name: str, links: Sequence[tuple[str, str]], rest: str) -> tuple[str, ...]:
    """Handles that the line offers, the likeliest first: what is marked with @, then what an address shows."""
    marked = [label[1:] for label, _ in links if label.startswith("@")] + HANDLE.findall(rest)
    shown = [match[1] for _, url in links if (match := PROFILE.match(url))]
    bare = [label for label, _ in links if label and " " not in label and not label.startswith("@")]
    words = {fold(word) for word in name.split()} - {fold(name)}
    trusted = [label for label in bare if fold(label) not in words]
    written = [*marked, *trusted, *shown]
    accounts = {fold(account): account.rstrip(".,") for account in reversed(written)}
    first = [fold(account) for account in written]
    return tuple(accounts[key] for key in dict.fromkeys(first) if " " not in accounts[key])


def _role(rest: str, head: str) -> str | None:
    """What a line says about a person beside name and handle: company, office, interests."""
    text = rest.replace(head, " ", 1) if head else rest
    text = HANDLE.sub(" ", re.sub(r"https?://\S+", " ", text))
    parts = [part.strip(" -–—*_.:@/<>") for part in re.split(r"[()\[\],;]|\s[-–—]\s|\s*/\s", text)]
    kept = [part for part in parts if any(char.isalnum() for char in part)]
    return ", ".join(kept) or None
