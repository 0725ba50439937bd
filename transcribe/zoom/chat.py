"""The chat of a call as Zoom saves it: what was written to everyone, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.errors import ChatError
from transcribe.references import addresses_in, references_in
from transcribe.zoom.captions import NAME_EXTRAS, read_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from transcribe.schema import Seconds

SUFFIXES = frozenset({".txt"})

LATE_S = 120.0
"""People write on after the recording stops; times further beyond its end are those of the clock on the wall."""

CLOCK_OF_ITS_OWN = (
    "The chat tells the time of day and not the recording's, so it is left out; the one that Zoom keeps with the "
    "recording tells the right time."
)
"""Said where `by_recording` gives nothing."""

_LINE = re.compile(r"(?P<at>\d{1,2}:\d\d:\d\d)\s+(?P<rest>\S.*)")
_CLOUD = re.compile(r"(?P<who>[^\t]+):\t(?P<text>.*)")
_SAVED = re.compile(r"From\s+(?P<who>.+?)(?:\s+[Tt]o\s+(?P<whom>[^:]+?))?\s*:(?:\s+(?P<text>.*))?")
_EVERYONE = re.compile(r"every ?one|everybody|all\b", re.IGNORECASE)
_REACTION = re.compile(r"(?:Reacted to|Removed an? .{1,12} reaction from) [\"“]")
_REPLY = re.compile(r"Replying to [\"“].*")


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote to everyone; `at` in seconds by the recording's clock, `who` as they call themselves."""

    at: Seconds
    who: str
    text: str

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses in it."""
        return addresses_in(self.text)

    @property
    def references(self) -> tuple[str, ...]:
        """The pull requests and issues in it, as `falco#1184`."""
        return references_in(self.text)


def is_chat(path: Path) -> bool:
    """Whether the file is a chat by its suffix."""
    return path.suffix.lower() in SUFFIXES


def read_chat(path: Path) -> tuple[Message, ...]:
    """What was written to everyone; reactions and private messages are left out, a further line goes on.

    Raises:
        ChatError: the file is missing, or holds no line of a chat.
    """
    try:
        text = read_text(path)
    except OSError as error:
        raise ChatError(f"Cannot read the chat {path}: {error.strerror}.") from error
    read: list[tuple[float, str, bool, list[str]]] = []
    for line in text.splitlines():
        begun = _LINE.fullmatch(line.strip())
        told = begun and (_CLOUD.fullmatch(begun["rest"]) or _SAVED.fullmatch(begun["rest"]))
        if begun and told:
            hours, minutes, seconds = map(int, begun["at"].split(":"))
            whom = told.groupdict().get("whom")
            public = whom is None or bool(_EVERYONE.match(whom))
            who = NAME_EXTRAS.sub("", told["who"]).strip() or told["who"].strip()
            read.append((hours * 3600.0 + minutes * 60 + seconds, who, public, [told["text"] or ""]))
        elif read and line.strip():
            read[-1][3].append(line)
    if not read:
        raise ChatError(f"{path} holds no line of a Zoom chat; is it the chat of the call?")
    messages = (Message(at, who, _written(lines)) for at, who, public, lines in read if public)
    return tuple(message for message in messages if message.text)


def by_recording(messages: Sequence[Message], duration: Seconds) -> tuple[Message, ...]:
    """The messages if their times are those of a recording of this length; none if they are the time of day."""
    return tuple(messages) if all(message.at <= duration + LATE_S for message in messages) else ()


def _written(lines: Sequence[str]) -> str:
    """The message's own words, on one line."""
    own = (line for line in lines if not _REPLY.fullmatch(line.strip()))
    text = " ".join(" ".join(own).split())
    return "" if _REACTION.match(text) else text
