"""Whose an agenda item is: the people its text names in tags, in front of a colon or in brackets at its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.notes.markdown import LINK, plain
from transcribe.notes.people import PROFILE, names_in, possible

if TYPE_CHECKING:
    from collections.abc import Sequence

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
TRAILING = re.compile(rf"(?<![\]\s])\s*\(([^()]+)\)\s*(?:\[{DURATION}\]\s*)?$", re.IGNORECASE)
DASHED = re.compile(r"\s+[-–—]+\s+([^–—]+?)\s*$")
HANDLES = re.compile(
    r"(?<!\bwith)(?<!\bby)(?<!\bto)(?<!\bfrom)(?<!\bcc)(?<!\bfor)(?<!\bping)(?<!\band)(?<![,:/+&])"
    r"((?:\s+@[A-Za-z0-9][\w-]*,?)+)$",
    re.IGNORECASE,
)
MINUTES = re.compile(rf"^(?:~?\d+|{DURATION})$", re.IGNORECASE)
TIMED = re.compile(rf"^{DURATION}\s+", re.IGNORECASE)
NAME_TAG = re.compile(r"^name=")
FULL_NAMES = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:\s*[,/]\s*[A-Z][a-z]+(?: [A-Z][a-z]+)?)*")
ACTION = re.compile(r"^(?:action|ai|todo)(?: items?)?\s*[-:–]\s*", re.IGNORECASE)
TOPIC_WORDS = (
    "action ai all announcement announcements anyone benchmark blog breaking bug bugs call carryover cd chair "
    "ci closed community container demo deprecated design discuss discussion docs documentation done draft "
    "everyone experimental feature features fyi help host image important info issue issues kernel libs link "
    "links meta misc moderator new old open optional other plugins poc pr proposal proposals prs question "
    "questions recurring release releases review rfc roadmap rules security skip skipped slides somebody stale "
    "standing status team tentative test tests todo tracker tracking update updates urgent userspace video website wip "
)
TOPICS = frozenset(TOPIC_WORDS.split())


def split_owners(text: str, people: Sequence[Attendee]) -> tuple[str, tuple[str, ...]]:
    """The title of an item without its owner tags, and the owners as written."""
    title = CHECKBOX.sub("", " ".join(text.split()))
    owners: list[str] = []
    while match := TAG.match(title):
        names = owners_of(match[1], people)
        if not names:
            break
        owners += names
        title = CHECKBOX.sub("", title[match.end() :])
    if not owners:
        for opening in (OPENING, NAMED, BOLD_NAME):
            match = opening.match(title)
            if match and _all_known(match[1], people):
                return title[match.end() :], names_in(match[1])
        match = TRAILING.search(title)
        if match and title[: match.start()].strip() and (names := _trailing_owners(match[1], people)):
            return title[: match.start()], names
        match = DASHED.search(title)
        if match and (names := _people_behind(match[1], people)):
            return title[: match.start()], names
        match = HANDLES.search(title)
        if match:
            return title[: match.start()], tuple(name.strip(",") for name in match[1].split())
    return title.strip(), tuple(dict.fromkeys(owners))


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
    if not words or len(words) > 3 or any(word.casefold().rpartition("-")[2] in TOPICS for word in words):
        return False
    if len(words) == 1:
        return bool(re.fullmatch(r"[^\W\d_][\w.-]*", words[0])) and not re.fullmatch(r"[\d.vV-]+", words[0])
    return all(word[0].isupper() or word.startswith("@") for word in words)


def _all_known(text: str, people: Sequence[Attendee]) -> bool:
    names = names_in(text)
    return bool(names) and all(name.startswith("@") or possible(name, people) for name in names)


def _trailing_owners(text: str, people: Sequence[Attendee]) -> tuple[str, ...]:
    """The people in the brackets that close a title: `(Feynman)`, `(5m, Benjie)`, `(@ann => @bo)`."""
    if "://" in text:
        return ()
    parts = [part for part in names_in(TIMED.sub("", re.split(r"=>|:", text)[0])) if not MINUTES.match(part)]
    timed = len(parts) < len(names_in(text)) or bool(TIMED.match(text))
    if parts and all(
        re.fullmatch(r"@\S+", part) or possible(part, people) or (timed and _looks_like_person(part)) for part in parts
    ):
        return tuple(parts)
    return ()


def _people_behind(text: str, people: Sequence[Attendee]) -> tuple[str, ...]:
    """The people behind the dash that closes a title: `@ann, @bo`, `[Ann](https://github.com/ann)`, known names."""
    parts = names_in(text)
    known = all(
        re.fullmatch(r"@[\w-]+", part) or _is_profile(part) or _all_known(plain(part), people) for part in parts
    )
    return tuple(plain(part) for part in parts) if known else ()


def _is_profile(text: str) -> bool:
    """Whether a text is a name that links to its account."""
    link = LINK.fullmatch(text)
    account = PROFILE.match(link[2]) if link else None
    return bool(link and account and account.end() == len(link[2].rstrip("/")) and _looks_like_person(plain(text)))
