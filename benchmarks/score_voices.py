"""Prints how well speakers are told apart: every recording with gold turns, and calls joined from them.

    python -m benchmarks.score_voices [--json FILE]

Joined calls have 2 to 12 people: clips of different people one after the other, a pause or a little overlap between
them, all at one loudness. The diarizer is told nothing, then the bounds a page would give (2 to the people + 2), then
the exact count. A person with less than three seconds of talk in a call need not be found: `people` counts the others.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import corpus, score_speech
from benchmarks.score_speech import Said, TurnErrors
from transcribe.audio import SAMPLE_RATE, Audio, decode
from transcribe.engines import clustering
from transcribe.engines.pyannote import PyannoteDiarizer, audible, turns

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT_S = 60.0
HEARD_S = 3.0
GAPS_S = (2.0, -0.5, 0.7, 4.0)
"""Pauses between joined clips, by turns; a negative one lets them overlap."""
LOUDNESS = 0.05
JOINED = (
    ("pyannote-sample", "pyannote-sample"),
    ("ami-30s-trn06", "pyannote-sample"),
    ("ami-30s-dev00", "pyannote-sample", "ami-30s-trn00"),
    ("ami-30s-trn00", "ami-30s-trn08", "ami-30s-dev00", "pyannote-sample"),
    ("ami-30s-trn06", "ami-30s-trn04", "ami-30s-dev00", "ami-30s-trn08", "pyannote-sample"),
)

Call = tuple[str, Audio, "list[Said]", tuple[float, float]]


def single() -> list[Call]:
    """Every recording with gold turns of some seconds."""
    found: list[Call] = []
    for recording in corpus.recordings():
        rttm = recording.reference("turns.rttm")
        if rttm is None:
            continue
        spoken = score_speech.read_rttm(rttm)
        if sum(turn.end - turn.start for turn in spoken) >= HEARD_S:
            audio = decode([recording.audio])
            uem = score_speech.read_uem(recording.reference("audio.uem")) or (0.0, audio.duration)
            found.append((recording.id, audio, spoken, uem))
    return found


def join(clips: Sequence[Call]) -> Call:
    """One call of the clips in their order; labels of different clips are different people, a clip twice is not."""
    length = sum(clip[1].duration for clip in clips) + len(clips) * max(GAPS_S)
    samples = np.zeros(int(length * SAMPLE_RATE), np.float32)
    spoken: list[Said] = []
    at = 0.0
    for number, (name, audio, said, _) in enumerate(clips):
        level = float(np.sqrt(np.square(audio.samples).mean()))
        begin = int(at * SAMPLE_RATE)
        samples[begin : begin + len(audio.samples)] += audio.samples * (LOUDNESS / level)
        spoken += [Said(each.start + at, each.end + at, f"{name} {each.speaker}", "") for each in said]
        end = at + audio.duration
        at = end + GAPS_S[number % len(GAPS_S)]
    name = " + ".join(clip[0].removeprefix("ami-30s-").removesuffix("-sample") for clip in clips)
    return name, Audio(np.clip(samples[: int(end * SAMPLE_RATE)], -1, 1)), spoken, (0.0, end)


def people(spoken: Sequence[Said]) -> int:
    """Those who talk long enough to be found."""
    seconds: dict[str, float] = defaultdict(float)
    for turn in spoken:
        seconds[turn.speaker] += turn.end - turn.start
    return max(1, sum(each >= HEARD_S for each in seconds.values()))


def begun(call: Call) -> Call:
    """The same call scored from its first gold turn on: a reference may leave out the talk before a meeting begins."""
    name, audio, spoken, scored = call
    return f"{name}, from its first gold turn", audio, spoken, (min(turn.start for turn in spoken), scored[1])


def measure(engine: PyannoteDiarizer, calls: Sequence[Call]) -> list[dict[str, Any]]:
    """A row for each call, printed as it comes."""
    rows = []
    for name, audio, spoken, scored in calls:
        heard = engine.listen(audio)
        count = people(spoken)
        row: dict[str, Any] = {"call": name, "minutes": round(audio.duration / 60, 1), "people": count}
        everyone = len({turn.speaker for turn in spoken})
        for told, bounds in {"free": (None, None), "page": (2, everyone + 2), "count": (everyone, everyone)}.items():
            found = audible(turns(heard, clustering.group(heard.pieces, *bounds)), audio)
            row[told] = score_speech.turns(spoken, found, scored)
        rows.append(row)
        _print(row)
    return rows


def _print(row: dict[str, Any]) -> None:
    cells = [f"{row[told].rate:6.1%} {row[told].found:3d}" for told in ("free", "page", "count")]
    print(f"| {row['call'][:52]:52s} | {row['minutes']:4.1f} | {row['people']:2d} | {' | '.join(cells)} |", flush=True)


def _pooled(name: str, rows: Sequence[dict[str, Any]]) -> None:
    pooled = {told: score_speech.pooled_turns([row[told] for row in rows]) for told in ("free", "page", "count")}
    minutes = round(sum(row["minutes"] for row in rows), 1)
    _print({"call": name, "minutes": minutes, "people": sum(row["people"] for row in rows), **pooled})


def main() -> None:
    """Print the table; `--json FILE` writes the same numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, default=None)
    parser.add_argument("--threads", type=int, default=None)
    arguments = parser.parse_args()
    engine = PyannoteDiarizer(threads=arguments.threads)
    print("| call | min | people | DER and voices found: told nothing | bounds of a page | the exact count |")
    print("|---|--:|--:|--:|--:|--:|")
    calls = single()
    rows = measure(engine, [*calls, *(begun(call) for call in calls if call[1].duration >= SHORT_S)])
    _pooled("all clips under a minute", [row for row in rows if row["minutes"] * 60 < SHORT_S])
    named = {call[0]: call for call in calls}
    joined = measure(engine, [join([named[name] for name in names]) for names in JOINED])
    _pooled("all joined calls", joined)
    if arguments.json:
        written = [
            {key: asdict(value) if isinstance(value, TurnErrors) else value for key, value in row.items()}
            for row in [*rows, *joined]
        ]
        arguments.json.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
