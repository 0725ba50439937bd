"""Prints how accurate the whole path is on real recordings, and naming and placing on real calls, as tables.

python -m benchmarks.accuracy [--recordings] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import score_items, score_names, score_recordings

if TYPE_CHECKING:
    from benchmarks.score_recordings import RecordingScore, Shares


def recordings() -> list[dict[str, Any]]:
    """Print and return a row for each recording."""
    print("Recordings: word error rate, diarization error rate (no collar, overlap scored), cpWER; shares of talk\n")
    print("| recording | min | WER | DER | voices | cpWER | right name | wrong | open | right item | start off by |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    found = []
    for score in score_recordings.all_scores():
        print("| " + " | ".join(_cells(score)) + " |", flush=True)
        found.append(asdict(score))
    return found


def _cells(score: RecordingScore) -> list[str]:
    turns = score.turns
    return [
        score.id,
        f"{score.minutes:.1f}",
        f"{score.words.rate:.1%}" if score.words else "–",
        f"{turns.rate:.1%}" if turns else "–",
        f"{turns.found} of {turns.speakers}" if turns else "–",
        f"{score.words_by_voice.rate:.1%}" if score.words_by_voice else "–",
        *(_shares(score.names)),
        f"{score.items.right / score.items.total:.1%}" if score.items and score.items.total else "–",
        f"{score.start_error:.0f} s" if score.start_error is not None else "–",
    ]


def _shares(shares: Shares | None) -> list[str]:
    if shares is None or not shares.total:
        return ["–", "–", "–"]
    return [f"{part / shares.total:.1%}" for part in (shares.right, shares.wrong, shares.open)]


def main() -> None:
    """Print every table; `--json FILE` writes the same numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recordings", action="store_true", help="the recordings alone")
    parser.add_argument("--json", type=Path, help="write the numbers to this file too")
    arguments = parser.parse_args()
    tables: dict[str, Any] = {"recordings": recordings()}
    if not arguments.recordings:
        tables["names"] = score_names.report()
        tables["items"] = score_items.report()
    if arguments.json:
        arguments.json.write_text(json.dumps(tables, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
