"""Whose an agenda item is: the people its text names in tags, in front of it or at its end, and in a line below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.notes.markdown import LINK, plain
from transcribe.notes.people import PROFILE, fold, listed, names_in, possible, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transcribe.schema import Attendee

CHECKBOX = re.compile(r"^\[[ xX]?\]\s*")
TAG = re.compile(r"^\[([^\[\]]+)\](?![(\[])\s*[:–-]?\s*")
OPENING = re.compile(r"^\(([^()]+)\)\s*[:–-]?\s+")
DURATION = r"~?\d+(?:\s*[-–]\s*\d+)?\s*(?:m|min|mins|minutes|')"
NAMED = re.compile(
    rf"^(?:\*\*)?(@?[\w.-]+(?: [\w.-]+){{0,2}})(?:\s*\({DURATION}\))?(?:\*\*)?\s*:(?:\*\*)?\s+"
    rf"(?:\({DURATION}\):?\s+)?(?=\S)",
    re.IGNORECASE,
)
BOLD_NAME = re.compile(r"^\*\*(@?[\w.-]+(?: [\w.-]+){0,2})\*\*\s*[-–]?\s+(?=\S)")
BOLD_TAG = re.compile(r"^(?P<mark>\*\*|__)(?P<tag>\[[^\[\]]+\](?![(\[])|\([^()]+\))(?P<closed>(?P=mark))?")
HANDLED = re.compile(
    r"^(@[A-Za-z0-9][\w-]*(?:(?:\s*[,/&]\s*|\s+and\s+|\s+)@[A-Za-z0-9][\w-]*)*)(?:\s*[-–—]\s+(?=\S)|\s+(?=[^\Wa-z_]|[\"#*`]))"
)
"""Handles in front of a topic; "@ann to ask Bo" is a sentence."""
BEFORE_DASH = re.compile(r"^(@?[\w.-]+(?: [\w.-]+){0,2})\s+[-–—]\s+(?=\S)")
BETWEEN = re.compile(r"\s*(?:[,/&]\s*|and\s+)?(?=\[)")
TOPIC = re.compile(r"\s*[:–—-]\s*(?=\S)|\s+(?=[^\Wa-z_]|[\"#*`\[])")
TRAILING = re.compile(rf"(?<![\]\s])\s*\(([^()]+)\)\s*(?:\[{DURATION}\]\s*)?$", re.IGNORECASE)
BRACKETED = re.compile(r"\s+\[([^\[\]]+)\]$")
LINKED = re.compile(r"(?:\s[-–—])?\s*\(\s*(\[[^\[\]]+\]\([^()]*\)(?:\s*[,/&]\s*\[[^\[\]]+\]\([^()]*\))*)\s*\)$")
DASHED = re.compile(r"\s+[-–—]+\s+((?:(?!\s[-–—]+\s).)+?)\s*$")
HANDLES = re.compile(r"((?:\s+@[A-Za-z0-9][\w-]*,?)+)$")
SPOKEN_TO = re.compile(
    r"(?:\b(?:with|by|to|from|cc|for|ping|and|on|at|of|ask|thanks|via|contact|us)|[,:/+&])$", re.IGNORECASE
)
"""What stands before handles that are no owners: "sync with @ann"."""
WORDS_TOO = frozenset(["january", "february", "march", "april", "may", "june", "july", "august", "will", "page"])
"""Names that are words too, where only their place tells that somebody is meant."""
MINUTES = re.compile(rf"^(?:~?\d+|{DURATION})$", re.IGNORECASE)
TIMED = re.compile(rf"^{DURATION}\s+", re.IGNORECASE)
CLOSING_TIME = re.compile(rf"\s*(?:\s[-–—|]\s+|,\s*)?(?:\({DURATION}\)|\[{DURATION}\]|\b{DURATION})$", re.IGNORECASE)
NAME_TAG = re.compile(r"^name=")
FULL_NAMES = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:\s*[,/]\s*[A-Z][a-z]+(?: [A-Z][a-z]+)?)*")
NUMERONYM = re.compile(r"[a-z]\d+[a-z]", re.IGNORECASE)
"""A long word written short: `k8s`, `i18n`."""
ESCAPED = re.compile(r"\\(?=[\[\]])")
"""What Google Docs puts before a bracket."""
BELOW = re.compile(
    r"(?:(?:owner|presenter|speaker|champion|lead)s?\s*:|(?:raised|proposed|presented|led|requested) by\b:?)"
    r"\s*(.+)",
    re.IGNORECASE,
)
ACTION = re.compile(r"^(?:action|ai|todo)(?: items?)?\s*[-:–]\s*", re.IGNORECASE)
TOPIC_WORDS = (
    "action ai all announcement announcements anyone benchmark blog breaking bug bugs call carryover cd chair "
    "ci closed community container demo deprecated design discuss discussion docs documentation done draft "
    "channel everyone experimental feature features fyi help here host image important info issue issues kernel "
    "libs link links meta misc moderator new old open optional other plugins poc pr proposal proposals prs question "
    "questions recurring release releases review rfc roadmap rules security skip skipped slides somebody stale "
    "standing status team tentative test tests todo tracker tracking triage update updates urgent userspace "
    "video website wip "
)
TOPICS = frozenset(TOPIC_WORDS.split())

_Split = tuple[str, tuple[str, ...]]


def split_owners(text: str, people: Sequence[Attendee]) -> tuple[str, tuple[str, ...]]:
    """The title of an item without its owner tags, and the owners as written."""
    title = ESCAPED.sub("", CHECKBOX.sub("", " ".join(text.split())))
    for split in (_tagged, _opened, _linked, _closed):
        found = split(title, people)
        if found is not None:
            return found
    return title.strip(), ()


def owners_below(notes: Iterable[str], people: Sequence[Attendee]) -> tuple[str, ...]:
    """The people whom a line below an item names as its owners (`Presenter: Ann Bee`, `Raised by Ann`)."""
    for note in notes:
        match = BELOW.fullmatch(plain(note))
        names = names_in(CLOSING_TIME.sub("", match[1])) if match else ()
        if names and all(_is_certain(name, people) or (" " in name and _looks_like_person(name)) for name in names):
            return names
    return ()


def _tagged(title: str, people: Sequence[Attendee]) -> _Split | None:
    """`[Ann] topic`, `[5 min] [Ann] topic`, `**[Ann] topic**`."""
    left, owners, rest = None, list[str](), _unbolded(title)
    while match := TAG.match(rest):
        names = owners_of(match[1], people)
        # "[Ann] [contrib] topic": the second says what it is about
        if (owners and not all(_is_certain(name, people) or name[0].isupper() for name in names)) or not (
            names or MINUTES.match(match[1])
        ):
            break
        owners += names
        rest = CHECKBOX.sub("", rest[match.end() :])
        left = rest if names else left
    return None if left is None else (left.strip(), tuple(dict.fromkeys(owners)))


def _unbolded(title: str) -> str:
    """The title with the tag that opens its bold words, or is bold itself, put in front of them."""
    match = BOLD_TAG.match(title)
    if match is None:
        return title
    return f"{match['tag']} {'' if match['closed'] else match['mark']}{title[match.end() :].lstrip()}"


def _opened(title: str, people: Sequence[Attendee]) -> _Split | None:
    """`(Ann) topic`, `Ann: topic`, `**Ann** topic`, `@ann Topic`, `Ann - topic`."""
    bare = _unbolded(title)
    for opening in (OPENING, NAMED, BOLD_NAME):
        match = opening.match(bare)
        if match and (names := _all_known(match[1], people)):
            return bare[match.end() :], names
    for opening in (HANDLED, BEFORE_DASH):
        match = opening.match(title)
        names = names_in(match[1]) if match else ()
        if match and all(_is_certain(name, people) and not _is_word(name) for name in names):
            return title[match.end() :], names
    return None


def _linked(title: str, people: Sequence[Attendee]) -> _Split | None:
    """`[Ann](mailto:ann@x.example) Topic`, `[@ann](https://github.com/ann), [@bo](https://github.com/bo): topic`."""
    owners, at, link = list[str](), 0, LINK.match(title)
    while link and _is_person(link[0], people):
        owners.append(plain(link[1]))
        at = link.end()
        between = BETWEEN.match(title, at)
        link = LINK.match(title, between.end()) if between else None
    topic = TOPIC.match(title, at)
    return (title[topic.end() :], tuple(owners)) if owners and topic else None


def _closed(title: str, people: Sequence[Attendee]) -> _Split | None:
    """`topic (Ann)`, `topic - @ann (5 min)`, `topic [Ann]`, `topic ([@ann](https://github.com/ann))`, `topic, Ann`."""
    timeless = CLOSING_TIME.sub("", title)
    for closing, who in (
        (TRAILING, _trailing_owners),
        (BRACKETED, _trailing_owners),
        (LINKED, _people_behind),
        (DASHED, _people_behind),
        (HANDLES, _people_behind),
    ):
        match = closing.search(timeless)
        if match and closing is HANDLES and SPOKEN_TO.search(timeless[: match.start()]):
            return None
        if match and timeless[: match.start()].strip() and (names := who(match[1].strip(" ,"), people)):
            topic = timeless[: match.start()]
            return CLOSING_TIME.sub("", topic) or topic, names
    return _listed(timeless, people)


def _listed(title: str, people: Sequence[Attendee]) -> _Split | None:
    """`topic, Ann`: attendees behind the last comma, unless a name stands before it ("talk with Ann, Bo")."""
    topic, comma, last = title.rpartition(", ")
    names = names_in(last)
    known = bool(names) and all(listed(name, people) and not _is_word(name) for name in names)
    words = topic.split() if comma else []
    return (topic.rstrip(" ,"), names) if known and words and not listed(words[-1], people) else None


def _is_word(name: str) -> bool:
    """Whether what may be somebody's name is rather a word: one without a capital, or a month."""
    return not (name.startswith("@") or name[:1].isupper()) or fold(name) in WORDS_TOO


def owners_of(tag: str, people: Sequence[Attendee]) -> tuple[str, ...]:
    """The people a `[tag]` names, empty when it names none."""
    text = NAME_TAG.sub("", ACTION.sub("", tag.strip()))
    names = [part for part in names_in(re.sub(r"\s*\+\s*", ",", text)) if not MINUTES.match(part)]
    if not names:
        return ()
    known = [name for name in names if possible(name, people) or name.startswith("@")]
    if known or NAME_TAG.match(tag.strip()):
        return tuple(names)
    return tuple(names) if all(_looks_like_person(name) for name in names) else ()


def _looks_like_person(name: str) -> bool:
    """Whether a tag that fits no attendee may still be a person: one word that is no usual topic, or a full name."""
    words = re.sub(r"\([^()]*\)", "", name).split()
    # "tag-tracker" is a kind of tracker
    if (
        not words
        or len(words) > 3
        or NUMERONYM.fullmatch(words[0])
        or any(word.casefold().rpartition("-")[2] in TOPICS for word in words)
    ):
        return False
    if len(words) == 1:
        return bool(re.fullmatch(r"[^\W\d_][\w.-]*", words[0])) and not re.fullmatch(r"[\d.vV-]+", words[0])
    return all(word[0].isupper() or word.startswith("@") for word in words)


def _all_known(text: str, people: Sequence[Attendee]) -> tuple[str, ...]:
    """The names of a text beside its minutes, none unless all of them may be attendees."""
    names = tuple(name for name in names_in(text) if not MINUTES.match(name))
    known = all(re.fullmatch(r"@\w[\w.-]*", name) or possible(name, people) or resolve(name, people) for name in names)
    return names if known else ()


def _is_certain(name: str, people: Sequence[Attendee]) -> bool:
    """Whether a name is the handle of someone, or an attendee's as the list spells it."""
    handle = re.fullmatch(r"@([A-Za-z0-9][\w-]*)", name)
    return handle[1].casefold() not in TOPICS if handle else listed(name, people)


def _is_person(text: str, people: Sequence[Attendee]) -> bool:
    """Whether a text is a link to a person: a handle, an attendee's name, or any name that links to its mail."""
    link = LINK.fullmatch(text)
    name = plain(link[1]) if link else ""
    mail = bool(link and link[2].startswith("mailto:"))
    return bool(name) and (_is_certain(name, people) or (mail and _looks_like_person(name)))


def _trailing_owners(text: str, people: Sequence[Attendee]) -> tuple[str, ...]:
    """The people in the brackets that close a title: `(Feynman)`, `(5m, Benjie)`, `(@ann => @bo)`."""
    if "://" in text:
        return ()
    parts = [part for part in names_in(TIMED.sub("", re.split(r"=>|:", text)[0])) if not MINUTES.match(part)]
    timed = len(parts) < len(names_in(text)) or bool(TIMED.match(text))
    firsts = {fold(person.name.split()[0]) for person in people}
    if any(fold(part) in WORDS_TOO - firsts for part in parts if not part.startswith("@")):
        return ()
    if parts and all(
        re.fullmatch(r"@\w[\w.-]*", part) or possible(part, people) or (timed and _looks_like_person(part))
        for part in parts
    ):
        return tuple(parts)
    return ()


def _people_behind(text: str, people: Sequence[Attendee]) -> tuple[str, ...]:
    """The people behind the dash that closes a title: `@ann, @bo`, `[Ann](https://github.com/ann)`, known names."""
    parts = names_in(text)
    known = all(
        re.fullmatch(r"@[\w-]+", part)
        or _is_profile(part)
        or _is_person(part, people)
        or _all_known(plain(part), people)
        for part in parts
    )
    return tuple(plain(part) for part in parts) if known else ()


def _is_profile(text: str) -> bool:
    """Whether a text is a name that links to its account."""
    link = LINK.fullmatch(text)
    account = PROFILE.match(link[2]) if link else None
    return bool(link and account and account.end() == len(link[2].rstrip("/")) and _looks_like_person(plain(text)))
