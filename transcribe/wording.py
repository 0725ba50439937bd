"""Numbers of things and addresses as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def counted(number: int, thing: str) -> str:
    """`1 point`, `2 points`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def link(path: Path) -> str | None:
    """The address that was named in place of a file, None for a path."""
    address = re.fullmatch(r"(https?):[/\\]+(.+)", str(path), re.IGNORECASE)
    return f"{address[1]}://{address[2]}" if address else None
