"""The human minutes of the corpus, parted as far as they can be: lines by item or call, decisions and actions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.corpus import Call
    from transcribe.engines import SentenceEncoder

SAME_TOPIC = 0.3
"""Cosine of a summary row and the title of the item it belongs to; below, the row is left out."""


@dataclass(frozen=True, slots=True)
class Human:
    """What people wrote: `items` by agenda title (None: lines of the whole call), and what they marked."""

    items: dict[str | None, tuple[str, ...]]
    decisions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


def human(call: Call, encoder: SentenceEncoder) -> Human:
    """The human minutes of one call."""
    text = (call.folder / "minutes.md").read_text(encoding="utf-8")
    if call.community == "ami":
        parts = dict(_headed(text))
        return Human({None: parts.get("abstract", ())}, parts.get("decisions", ()), parts.get("actions", ()))
    if call.community == "makerdao":
        return Human(_by_time(text, call))
    if call.community == "ethereum":
        return Human(_by_title(text, call, encoder))
    if call.community == "zcash":
        found = re.findall(r"^[ivx]+\)\s+(.+)$", text, re.MULTILINE)
        return Human({}, actions=tuple(plain(line) for line in found))
    return Human({})


def plain(line: str) -> str:
    """A Markdown line as text."""
    line = re.sub(r"!\[[^\]]*\]\([^)]*\)|https?://\S+", "", line)
    line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line)
    return " ".join(re.sub(r"[*_`#|<>]+", " ", line).split()).strip(" -:")


def _headed(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for block in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, body = block.partition("\n")
        lines = tuple(plain(line[2:]) for line in body.splitlines() if line.startswith("- "))
        yield title.strip().lower(), lines


def _by_time(text: str, call: Call) -> dict[str | None, tuple[str, ...]]:
    """Bullets belong to the item that was talked about at the last time written before them."""
    found: dict[str | None, list[str]] = {}
    now: float | None = None
    for line in text.splitlines():
        if re.match(r"#+\s*(?:agenda|links|relevant links)", line, re.IGNORECASE):
            now = None
        stamp = re.search(r"\[(?:(\d+):)?(\d+):(\d\d)\]\(", line)
        listed = re.match(r"\s*-\s*\[[\d:]+\]\([^)]*\)\s*:", line) is not None and now is None
        if stamp and not listed:
            hours, minutes, seconds = (int(part or 0) for part in stamp.groups())
            now = hours * 3600.0 + minutes * 60 + seconds
        bullet = re.match(r"\s*[-*]\s+(.*)", line)
        if bullet and now is not None and len(plain(bullet[1]).split()) >= 3:
            item = next((span.item for span in reversed(call.items) if span.start <= now + 5), None)
            found.setdefault(item or None, []).append(
                re.sub(r"^\d\d:\d\d(?::\d\d)?\s*:?", "", plain(bullet[1])).strip(" :-")
            )
    return {item: tuple(lines) for item, lines in found.items() if item is not None}


def _by_title(text: str, call: Call, encoder: SentenceEncoder) -> dict[str | None, tuple[str, ...]]:
    """Rows of the summary table belong to the item whose title is nearest in meaning."""
    rows: list[str] = []
    for line in text.splitlines():
        cells = [plain(cell) for cell in line.strip().strip("|").split("|")] if line.lstrip().startswith("|") else []
        if len(cells) < 2 or not cells[-1].strip("- ") or cells[-1].lower() in {"summary", "descritption"}:
            continue
        if (cells[0] or (len(cells) > 2 and cells[1])) or not rows:
            rows.append(": ".join(cell for cell in cells[1:] if cell))
        else:
            rows[-1] += " " + cells[-1]
    titles = list(dict.fromkeys(span.item for span in call.items if span.item))
    if not rows or not titles:
        return {}
    near = encoder.encode(rows) @ encoder.encode(titles).T
    found: dict[str | None, list[str]] = {}
    for row, similar in zip(rows, near, strict=True):
        if similar.max() >= SAME_TOPIC:
            lines = [
                part.strip()
                for part in re.split(r"(?<=[.!?])\s+", row.partition(": ")[2] or row)
                if len(part.split()) > 2
            ]
            found.setdefault(titles[int(similar.argmax())], []).extend(lines)
    return {item: tuple(lines) for item, lines in found.items()}
