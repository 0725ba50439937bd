"""Calls of one day: what in their headings tells them apart ("2026-05-05 EMEA", "2026-05-05 APAC")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.notes.dates import find_dates
from transcribe.notes.people import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

SPARE = frozenset(
    {"and", "call", "meeting", "minutes", "notes", "recorded", "recording", "sync", "the", "video", "zoom"}
)
"""Words that may stand in the name of any recording."""


def own_words(headings: Sequence[str]) -> tuple[str, ...]:
    """For each heading of a day the words that none of the others has, as they stand there."""
    words = [_words(text) for text in headings]
    others = [frozenset[str]().union(*words[:place], *words[place + 1 :]) for place in range(len(headings))]
    return tuple(
        " ".join(word for word in _apart(text) if fold(word) not in SPARE and fold(word) not in beside)
        for text, beside in zip(headings, others, strict=True)
    )


def are_told_apart(headings: Sequence[str]) -> bool:
    """Whether each heading but one has words of its own."""
    return sum(map(bool, own_words(headings))) >= len(headings) - 1


def named(headings: Sequence[str], said: str) -> int | None:
    """The place of the only heading whose own words are among what was said."""
    own = own_words(headings)
    wanted = _words(said) & {fold(word) for words in own for word in words.split()}
    fits = [place for place, text in enumerate(headings) if wanted and wanted <= _words(text)]
    return fits[0] if len(fits) == 1 else None


def plain(headings: Sequence[str], said: str) -> int | None:
    """The place of the only heading that is its date and nothing else, as what was said is."""
    bare = [place for place, text in enumerate(headings) if not _words(text)]
    return bare[0] if len(bare) == 1 and not _words(said) else None


def find(headings: Sequence[str], name: str) -> int | None:
    """The place of the heading that a name of a call (`notes.name_of`) is of, None where that cannot be told."""
    place = named(headings, name)
    return plain(headings, name) if place is None else place


def choices(lines: Sequence[str], headings: Sequence[str]) -> str:
    """Where several calls of a day stand, and how one of them is named; `lines` say where each is."""
    if not are_told_apart(headings):
        return f"{' and '.join(lines)}; correct one of the headings"
    told = " and ".join(f'{line} ("{text}")' for line, text in zip(lines, headings, strict=True))
    example = next(text for text, own in zip(headings, own_words(headings), strict=True) if own)
    return f'{told}; name one of them, as in --date "{example}"'


def _words(text: str) -> frozenset[str]:
    return frozenset(map(fold, _apart(text))) - SPARE


def _apart(text: str) -> list[str]:
    """The words of a text without its date."""
    found = find_dates(text)
    return re.findall(r"[^\W_]+", text[: found[0].start] + " " + text[found[0].end :] if found else text)
