"""Speaks the beginning of real calls anew, with made voices: recordings of which every word, turn and item is known.

    python -m benchmarks.speak_calls FOLDER CALL... [--minutes 15]
    TRANSCRIBE_CORPUS=FOLDER python -m benchmarks.accuracy --recordings

It needs what `samples/make_sample.py` needs, and takes about as long as the calls last. People sound clearer than in
real calls and hardly overlap: what it shows is what becomes of names and items when words are misheard, turns guessed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

from benchmarks import corpus
from samples import make_sample
from samples.make_sample import RATE, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.corpus import Call
    from samples.make_sample import Samples

SEED = 1
LEAD_S, TAIL_S = 1.0, 1.5
FLOOR = 10 ** (-62 / 20)
"""Loudness of the silence, in full scale."""

GOES_ON_S, TAKES_OVER_S = 0.35, (0.15, 0.9)
"""Pause before the same and before another voice."""

SOUNDS = (
    ("joe", 1.0, "pitch 0"),
    ("jf_alpha", 1.3, "pitch 0"),
    ("jm_kumo", 1.5, "pitch 0"),
    ("jf_tebukuro", 1.2, "pitch -350"),
    ("joe", 1.0, "pitch 260"),
    ("jf_gongitsune", 1.3, "pitch 150"),
    ("jm_kumo", 0.4, "pitch -250"),
    ("jf_nezumi", 1.4, "pitch 0"),
    ("joe", 1.0, "pitch -260"),
    ("jf_alpha", 1.3, "pitch -500"),
    ("jm_kumo", 1.6, "pitch 300"),
    ("jf_nezumi", 1.4, "pitch -380"),
    ("jf_gongitsune", 1.5, "pitch 420"),
    ("jf_tebukuro", 1.6, "pitch 200"),
)
"""Voice, strength and pitch, which the speaker model tells apart; the person who speaks most gets the first."""

MICROPHONES = (
    make_sample.LAPTOP,
    make_sample.STUDIO,
    make_sample.TELEPHONE,
    make_sample.EARPHONES,
    make_sample.HEADSET,
)
_LINES = re.compile(r"(?:[^.?!]+[.?!]*\s*){1,6}")
_UNSPOKEN = re.compile(r"https?://\S+|[^\w\s,.?!;:'-]")


@dataclass(frozen=True, slots=True)
class Line:
    """What was spoken when, in seconds: by whom, the words, and the item they belong to."""

    start: float
    end: float
    speaker: str
    words: str
    item: str


def people(call: Call) -> dict[str, Speaker]:
    """How each speaker of the call sounds."""
    said: Counter[str] = Counter()
    for utterance in call.utterances:
        if utterance.voice:
            said[utterance.voice] += len(utterance.text)
    found = {}
    for place, (name, _) in enumerate(said.most_common(len(SOUNDS))):
        voice, strength, pitch = SOUNDS[place]
        effects = f"{pitch} {MICROPHONES[place % len(MICROPHONES)]}"
        found[name] = Speaker(voice, strength, 1.03 + 0.05 * (place % 3), effects, -20.0 - place % 4, -58.0)
    return found


def speak(call: Call, seconds: float) -> tuple[Samples, list[Line]]:
    """The sound of the call's beginning at RATE, and what it holds; who speaks too little for a voice is left out."""
    noise = np.random.default_rng(SEED)
    speakers = people(call)
    pieces: list[tuple[int, Samples]] = []
    lines: list[Line] = []
    end = LEAD_S
    for utterance in call.utterances:
        text = _UNSPOKEN.sub(" ", utterance.text)
        if utterance.voice not in speakers or not re.search(r"[a-z]", text, re.IGNORECASE):
            continue
        item = next((span.item for span in call.items if span.start <= utterance.start < span.end), "")
        for words in (found.strip() for found in _LINES.findall(text)):
            same = bool(lines) and lines[-1].speaker == utterance.voice
            start = end + (GOES_ON_S if same else float(noise.uniform(*TAKES_OVER_S)))
            sound = make_sample.speak(words, speakers[utterance.voice], noise)
            end = start + len(sound) / RATE
            pieces.append((round(start * RATE), sound))
            lines.append(Line(start, end, utterance.voice, words, item))
        if end > seconds:
            break
    whole = noise.normal(0, FLOOR, round((end + TAIL_S) * RATE)).astype(np.float32)
    for first, sound in pieces:
        whole[first : first + len(sound)] += sound
    return np.clip(whole, -1, 1), lines


def write(call: Call, sound: Samples, lines: Sequence[Line], folder: Path) -> None:
    """The recording as the corpus lays one out."""
    reference = folder / "reference"
    reference.mkdir(parents=True, exist_ok=True)
    command = ["ffmpeg", "-v", "error", "-y", "-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
    opus = ["-c:a", "libopus", "-b:a", "32k", "-application", "voip", str(folder / "audio.ogg")]
    subprocess.run([*command, *opus], check=True, input=sound.tobytes())
    (folder / "notes.md").write_bytes(call.page.read_bytes())
    labels = {name: f"S{place}" for place, name in enumerate(dict.fromkeys(line.speaker for line in lines))}
    turn = "SPEAKER {0} 1 {1.start:.3f} {2:.3f} <NA> <NA> {3} <NA> <NA>"
    _write(
        reference / "turns.rttm",
        (turn.format(call.id, each, each.end - each.start, labels[each.speaker]) for each in lines),
    )
    _write(
        reference / "words.stm",
        (f"{call.id} 1 {labels[each.speaker]} {each.start:.3f} {each.end:.3f} {each.words}" for each in lines),
    )
    _write(reference / "audio.uem", [f"{call.id} 1 0.000 {len(sound) / RATE:.3f}"])
    _write(reference / "speakers.tsv", ["label\tname", *(f"{label}\t{name}" for name, label in labels.items())])
    _write(reference / "items.tsv", ["start_s\tend_s\titem", *_spans(lines)])


def _spans(lines: Sequence[Line]) -> Iterable[str]:
    first = 0
    for place, line in enumerate(lines):
        if place + 1 == len(lines) or lines[place + 1].item != line.item:
            yield f"{lines[first].start:.2f}\t{line.end:.2f}\t{line.item}"
            first = place + 1


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Speak the calls that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the recordings go")
    parser.add_argument("calls", nargs="+", metavar="CALL", help="ids of calls of the corpus")
    parser.add_argument("--minutes", type=float, default=15.0, help="how much of each (15)")
    arguments = parser.parse_args()
    known = {call.id: call for call in corpus.calls()}
    for name in arguments.calls:
        if name not in known:
            parser.error(f"{name} is not in the corpus; it has {', '.join(known)}.")
        onnxruntime.set_seed(SEED)
        sound, lines = speak(known[name], arguments.minutes * 60)
        write(known[name], sound, lines, arguments.folder / "recordings" / name)
        print(f"{name}: {len(sound) / RATE / 60:.1f} min, {len({line.speaker for line in lines})} voices")


if __name__ == "__main__":
    main()
