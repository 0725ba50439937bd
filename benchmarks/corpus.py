"""The recordings and calls that the benchmarks measure on: where they are and what is known about each.

The folder is `../shared/data` beside the checkout, or what TRANSCRIBE_CORPUS names. Its README describes the files.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from transcribe.schema import Utterance

DATA = Path(os.environ.get("TRANSCRIBE_CORPUS", Path(__file__).parents[2] / "shared" / "data"))

WORDS_PER_SECOND = 2.5
"""Typical speech; bounds the end of an utterance whose source tells only its start."""


@dataclass(frozen=True, slots=True)
class ItemSpan:
    """When an agenda item is talked about; `item` is its bullet's text, empty for talk off the agenda. Seconds."""

    start: float
    end: float
    item: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A real recording with its page before the call and whatever references exist."""

    id: str
    folder: Path
    audio: Path
    page: Path
    speakers: dict[str, str]
    items: tuple[ItemSpan, ...]

    def reference(self, name: str) -> Path | None:
        """A file of the reference folder, None where this recording lacks it."""
        path = self.folder / "reference" / name
        return path if path.is_file() else None


@dataclass(frozen=True, slots=True)
class Call:
    """A real call without sound: who said what when. `voice` of an utterance is the speaker's name or None."""

    id: str
    folder: Path
    page: Path
    utterances: tuple[Utterance, ...]
    items: tuple[ItemSpan, ...]
    half: Literal["tuned", "held"]

    @property
    def community(self) -> str:
        """The first part of the id: ami, ethereum, makerdao, otel, zcash."""
        return self.id.partition("-")[0]


def recordings() -> tuple[Recording, ...]:
    """Every recording of the corpus, by id."""
    found = []
    for folder in sorted(path for path in (DATA / "recordings").iterdir() if path.is_dir()):
        reference = folder / "reference"
        found.append(
            Recording(
                id=folder.name,
                folder=folder,
                audio=next(path for path in sorted(folder.iterdir()) if path.stem == "audio"),
                page=folder / "notes.md",
                speakers={row["label"]: row["name"] for row in rows(reference / "speakers.tsv")},
                items=item_spans(reference / "items.tsv"),
            )
        )
    return tuple(found)


def calls() -> tuple[Call, ...]:
    """Every call of the corpus, by id; every second one of a community is held out from tuning."""
    found: list[Call] = []
    for folder in sorted(path for path in (DATA / "calls").iterdir() if path.is_dir()):
        community = folder.name.partition("-")[0]
        position = sum(call.community == community for call in found)
        found.append(
            Call(
                id=folder.name,
                folder=folder,
                page=folder / "notes.md",
                utterances=_utterances(folder / "utterances.tsv"),
                items=item_spans(folder / "items.tsv"),
                half="held" if position % 2 else "tuned",
            )
        )
    return tuple(found)


def item_spans(path: Path) -> tuple[ItemSpan, ...]:
    """The rows of an items.tsv, empty where there is none."""
    return tuple(ItemSpan(float(row["start_s"]), float(row["end_s"]), row["item"]) for row in rows(path))


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file as the corpus writes it, empty where there is none."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _utterances(path: Path) -> tuple[Utterance, ...]:
    table = rows(path)
    starts = [float(row["start_s"]) for row in table]
    found: list[Utterance] = []
    taken = -1
    for position, row in enumerate(table):
        start = starts[position]
        spoken = start + len(row["text"].split()) / WORDS_PER_SECOND
        following = next((later for later in starts[position + 1 :] if later > start), spoken)
        taken = max(taken + 1, round(start * 1000))
        found.append(
            Utterance(
                start=start,
                end=max(start, min(spoken, following)),
                id=f"u{taken:07d}",
                voice=row["speaker"] or None,
                text=row["text"],
                confidence=1.0,
            )
        )
    return tuple(found)
