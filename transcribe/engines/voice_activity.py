"""Where somebody speaks at all: Silero's detector as faster-whisper ships it, and the chunks a Whisper model is fed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from transcribe.audio import SAMPLE_RATE
from transcribe.engines.parallel import share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.audio import Audio

CHUNK_S = 28.0
"""What goes through the network at once; it takes 30 s, less is padded."""
GAP_S = 3.0
"""A longer pause ends a chunk; shorter ones stay inside, so that times need no mapping back."""
PAUSE_MS = 160
BLOCK_S = 600.0
"""What the detector looks at in one go; bounds its memory for a long recording."""
SEAM_S = 10.0
"""Blocks meet at the quietest moment of this long a stretch."""

Speech = tuple[float, float]


def speech(audio: Audio, threads: int = 1) -> list[Speech]:
    """Stretches in which a voice is heard, in order, seconds, none longer than a chunk."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(max_speech_duration_s=CHUNK_S, min_silence_duration_ms=PAUSE_MS)

    def detected(block: tuple[int, int]) -> list[Speech]:
        begin, end = block
        spans = get_speech_timestamps(audio.samples[begin:end], options)
        return [
            (min(begin + span["start"], end) / SAMPLE_RATE, min(begin + span["end"], end) / SAMPLE_RATE)
            for span in spans
        ]

    seams = [0]
    while seams[-1] < len(audio.samples):
        seams.append(_seam(audio, seams[-1]))
    return [span for found in share(detected, list(pairwise(seams)), threads) for span in found]


def _seam(audio: Audio, begin: int) -> int:
    """Where the block that begins at `begin` ends, in samples."""
    end = begin + int(BLOCK_S * SAMPLE_RATE)
    if end >= len(audio.samples):
        return len(audio.samples)
    step = SAMPLE_RATE // 10
    frames = audio.samples[end - int(SEAM_S * SAMPLE_RATE) : end].reshape(-1, step)
    quietest = int((frames * frames).sum(axis=1).argmin())
    return end - int(SEAM_S * SAMPLE_RATE) + quietest * step + step // 2


def chunks(stretches: Sequence[Speech]) -> list[Speech]:
    """Neighbouring stretches joined up to what goes through the network at once."""
    joined: list[Speech] = []
    for start, end in stretches:
        if joined and end - joined[-1][0] <= CHUNK_S and start - joined[-1][1] <= GAP_S:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
