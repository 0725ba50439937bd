"""Who speaks when: pyannote's segmentation of ten-second windows, one CAM++ voice a window and speaker, grouped.

The chain is pyannote's own (Bredin, Interspeech 2023) with what makes it slow taken out: windows step by half their
length, features are made once for the whole recording, each local speaker is embedded once from the frames in which
nobody else speaks, and short pieces wait until the long ones have shown who is there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transcribe.audio import SAMPLE_RATE
from transcribe.engines import clustering, silent, weights
from transcribe.engines.campplus import FEATURE_FIELD, FEATURE_STEP, CamPlusPlus, features
from transcribe.engines.segmentation import (
    FRAME_FIELD,
    FRAME_STEP,
    FRAMES,
    SPEAKER_SETS,
    WINDOW,
    Segmentation,
)
from transcribe.schema import Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from transcribe.audio import Audio
    from transcribe.engines import Progress, SpeakerHints

STEP_S = 5.0
"""From one window to the next; 2.5 s costs nearly twice as much and is no better on a call of some minutes."""
SHORT_STEP_S = 2.5
SHORT_S = 300.0
"""In a recording shorter than this every second counts: 27 % error in place of 31 % on half a minute."""
ALONE_S = 0.4
"""With less time alone than this in a window, a voice is also taken from where others speak too."""
ONE_MORE = 0.55
"""Of one more voice at a moment, what the windows must expect on average."""
SHORTEST_TURN_S = 0.1
SHORTEST_GAP_S = 0.25
"""Shorter pauses of one voice do not end its turn."""
FAINT_DB = 18.0
"""A turn so much fainter than half of the talk is heard through a wall or somebody else's microphone."""
FRAME_S = FRAME_STEP / SAMPLE_RATE
VOICE_FRAMES = 500
"""A voice is the mean of embeddings over pieces of about five seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What the two networks hear, before anybody is told apart.

    `activity`: (windows, frames, 3), the likelihood of each speaking. `starts`: (windows,) in samples. `pieces`: one a
    window and local speaker that speaks; `local`: (pieces,) which of the three it is.
    """

    activity: NDArray[np.float32]
    starts: NDArray[np.int64]
    pieces: clustering.Pieces
    local: NDArray[np.int64]
    duration: float


class PyannoteDiarizer:
    """The default diarizer; `threads` 0 takes all cores."""

    def __init__(self, threads: int = 0) -> None:
        self._segmentation = Segmentation(weights.locate("segmentation-3.0") / "pytorch_model.bin")
        self._voices = CamPlusPlus(weights.locate("campplus") / "campplus_cn_en_common.pt")
        self._threads = threads or os.cpu_count() or 1

    def diarize(self, audio: Audio, hints: SpeakerHints, progress: Progress = silent) -> tuple[Turn, ...]:
        """Turns by start, overlap kept; bounds of `hints` are held where enough voices are heard."""
        heard = self.listen(audio, progress)
        people = clustering.group(heard.pieces, hints.minimum, hints.maximum)
        return audible(turns(heard, people), audio)

    def listen(self, audio: Audio, progress: Progress = silent) -> Heard:
        """All that costs time: segmentation and voices. Progress goes to the audio's length in seconds."""
        step = int((STEP_S if audio.duration >= SHORT_S else SHORT_STEP_S) * SAMPLE_RATE)
        count = 1 + max(0, -(-(len(audio.samples) - WINDOW) // step)) if len(audio.samples) else 0
        starts = np.arange(count, dtype=np.int64) * step
        sets = self._segmentation.likelihoods(
            audio.samples, starts, self._threads, _share_of(progress, audio.duration, 0.0, 0.3, count)
        )
        heard = features(audio.samples)
        rows, local, seconds, sounds = _pieces(SPEAKER_SETS[sets.argmax(axis=2)] > 0, starts, heard)
        vectors = self._voices.embed(sounds, self._threads, _share_of(progress, audio.duration, 0.3, 0.7, len(sounds)))
        progress(audio.duration, audio.duration)
        pieces = clustering.Pieces(vectors, seconds, rows, WINDOW / step)
        return Heard(sets @ SPEAKER_SETS, starts, pieces, local, audio.duration)

    def embed_voices(self, audio: Audio, turns: Sequence[Turn]) -> dict[str, NDArray[np.float32]]:
        """One embedding (192,) of length 1 a voice, from the moments in which it speaks alone."""
        sound = features(audio.samples)
        labels = sorted({turn.voice for turn in turns})
        active = np.zeros((len(labels), len(sound)), bool)
        for turn in turns:
            first, last = (round(moment * SAMPLE_RATE / FEATURE_STEP) for moment in (turn.start, turn.end))
            active[labels.index(turn.voice), first:last] = True
        alone = active & (active.sum(axis=0) == 1)
        chosen = [
            own if own.sum() * FEATURE_STEP >= ALONE_S * SAMPLE_RATE else every
            for own, every in zip(alone, active, strict=True)
        ]
        kept = [(label, sound[frames]) for label, frames in zip(labels, chosen, strict=True) if frames.any()]
        found: dict[str, NDArray[np.float32]] = {}
        for label, piece in kept:
            parts = np.array_split(piece, max(1, len(piece) // VOICE_FRAMES))
            total = self._voices.embed(parts, self._threads).sum(axis=0)
            found[label] = np.asarray(total / np.linalg.norm(total), np.float32)
        return found


def turns(heard: Heard, people: NDArray[np.int64]) -> tuple[Turn, ...]:
    """Windows put together again: each moment has as many voices as its windows expect on average, the likeliest."""
    if not len(people) or people.max() < 0:
        return ()
    frames = int((heard.starts[-1] + WINDOW) / FRAME_STEP) + 1
    scores = np.zeros((frames, people.max() + 1), np.float32)
    counts = np.zeros(frames, np.float32)
    seen = np.zeros(frames, np.float32)
    # the middle of a window knows both sides
    trust = np.hamming(FRAMES + 2)[1:-1].astype(np.float32)
    for window, start in enumerate(heard.starts):
        begin = round(start / FRAME_STEP)
        here = slice(begin, begin + FRAMES)
        own = np.flatnonzero(heard.pieces.windows == window)
        voices = np.zeros((FRAMES, scores.shape[1]), np.float32)
        for piece in own[people[own] >= 0]:
            voices[:, people[piece]] = np.maximum(
                voices[:, people[piece]], heard.activity[window, :, heard.local[piece]]
            )
        scores[here] += voices * trust[:, None]
        counts[here] += voices.sum(axis=1) * trust
        seen[here] += trust
    wanted = np.floor(counts / np.maximum(seen, 1e-6) + 1 - ONE_MORE).astype(int)
    order = np.argsort(-scores, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(scores.shape[1])[None], axis=1)
    active = (rank < wanted[:, None]) & (scores > 0)
    return _numbered(
        [span for voice in range(scores.shape[1]) for span in _spans(active[:, voice], voice, heard.duration)]
    )


def _share_of(progress: Progress, total: float, begun: float, share: float, count: int) -> Callable[[int], None]:
    """Told of pieces of work that are done, it tells of the `share` of the whole that their `count` makes."""
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        progress(total * (begun + share * done / count), total)

    return told


def audible(found: Sequence[Turn], audio: Audio) -> tuple[Turn, ...]:
    """The turns without those that are far fainter than the call's talk, numbered anew."""
    if not found:
        return ()
    levels = np.array([_level_db(audio, turn) for turn in found])
    order = np.argsort(levels)
    share = np.cumsum([found[position].duration for position in order])
    usual = levels[order[int(np.searchsorted(share, share[-1] / 2))]]
    return _numbered(
        [
            (turn.start, turn.end, turn.voice)
            for turn, level in zip(found, levels, strict=True)
            if level > usual - FAINT_DB
        ]
    )


def _level_db(audio: Audio, turn: Turn) -> float:
    sound = audio.between(turn.start, turn.end)
    return float(10 * np.log10(np.square(sound).mean() + 1e-12)) if len(sound) else -120.0


def _pieces(
    activity: NDArray[np.bool_], starts: NDArray[np.int64], heard: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32], list[NDArray[np.float32]]]:
    """Window, local speaker, seconds and features of everyone who speaks in a window."""
    rows, local, seconds, sounds = [], [], [], []
    per_window = WINDOW // FEATURE_STEP
    offsets = np.arange(per_window) * FEATURE_STEP + FEATURE_FIELD / 2
    frame_of = np.clip(np.rint((offsets - FRAME_FIELD / 2) / FRAME_STEP), 0, FRAMES - 1).astype(int)
    for window, start in enumerate(starts):
        active = activity[window]
        alone = active & (active.sum(axis=1, keepdims=True) == 1)
        sound = heard[start // FEATURE_STEP : start // FEATURE_STEP + per_window]
        for speaker in np.flatnonzero(active.any(axis=0)):
            own = alone[:, speaker] if alone[:, speaker].sum() * FRAME_S >= ALONE_S else active[:, speaker]
            piece = sound[own[frame_of][: len(sound)]]
            if len(piece):
                rows.append(window)
                local.append(speaker)
                seconds.append(len(piece) * FEATURE_STEP / SAMPLE_RATE)
                sounds.append(piece)
    return np.array(rows, np.int64), np.array(local, np.int64), np.array(seconds, np.float32), sounds


def _spans(active: NDArray[np.bool_], voice: int, duration: float) -> list[tuple[float, float, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], active, [False]]).astype(np.int8)))
    spans: list[tuple[float, float, int]] = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        start = (first * FRAME_STEP + FRAME_FIELD / 2) / SAMPLE_RATE - FRAME_S / 2
        end = min(duration, (last * FRAME_STEP + FRAME_FIELD / 2) / SAMPLE_RATE - FRAME_S / 2)
        if spans and start - spans[-1][1] < SHORTEST_GAP_S:
            spans[-1] = (spans[-1][0], end, voice)
        elif start < duration:
            spans.append((start, end, voice))
    return [span for span in spans if span[1] - span[0] >= SHORTEST_TURN_S]


def _numbered(spans: Sequence[tuple[float, float, int | str]]) -> tuple[Turn, ...]:
    labels: dict[int | str, str] = {}
    return tuple(
        Turn(start, end, labels.setdefault(voice, f"Speaker {len(labels) + 1}")) for start, end, voice in sorted(spans)
    )
