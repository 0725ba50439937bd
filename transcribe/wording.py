"""What is said in several places: numbers of things, addresses, and how alike two texts are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TOKENS = 15.0
"""By how much two lines must be more alike when only their words are compared, in any order."""


def counted(number: int, thing: str) -> str:
    """`1 point`, `2 points`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def link(path: Path) -> str | None:
    """The address that was named in place of a file, None for a path."""
    address = re.fullmatch(r"(https?):[/\\]+(.+)", str(path), re.IGNORECASE)
    return f"{address[1]}://{address[2]}" if address else None


def alike(one: str, other: str) -> float:
    """How alike two lines are, from 0 to 100; where only their words are, in any order, by `TOKENS` less."""
    from rapidfuzz.fuzz import ratio, token_set_ratio

    return max(ratio(one, other), token_set_ratio(one.casefold(), other.casefold()) - TOKENS)
