"""Where somebody speaks at all: Silero's detector as faster-whisper ships it, and the chunks a Whisper model is fed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transcribe.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.audio import Audio

CHUNK_S = 28.0
"""What goes through the network at once; it takes 30 s, less is padded."""
GAP_S = 3.0
"""A longer pause ends a chunk; shorter ones stay inside, so that times need no mapping back."""
PAUSE_MS = 160

Speech = tuple[float, float]


def speech(audio: Audio) -> list[Speech]:
    """Stretches in which a voice is heard, in order, seconds, none longer than a chunk."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    if not len(audio.samples):
        return []
    options = VadOptions(max_speech_duration_s=CHUNK_S, min_silence_duration_ms=PAUSE_MS)
    return [
        (span["start"] / SAMPLE_RATE, min(span["end"] / SAMPLE_RATE, audio.duration))
        for span in get_speech_timestamps(audio.samples, options)
    ]


def chunks(stretches: Sequence[Speech]) -> list[Speech]:
    """Neighbouring stretches joined up to what goes through the network at once."""
    joined: list[Speech] = []
    for start, end in stretches:
        if joined and end - joined[-1][0] <= CHUNK_S and start - joined[-1][1] <= GAP_S:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def spread(all_chunks: Sequence[Speech], count: int) -> list[Speech]:
    """At most `count` of the chunks, spread over the call."""
    step = max(1, len(all_chunks) // count)
    return list(all_chunks[step // 2 :: step][:count])
