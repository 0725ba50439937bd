"""Find when each part of a recording comes in another copy of it: cut, trimmed, re-encoded, with an intro.

Both copies become rises and falls of energy in a few bands, which survive another codec and another level. One
cross-correlation over the whole length (by FFT) proposes offsets; a Viterbi pass over short windows decides which
of them holds when, or none; the borders are then set to the frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.clock import clock
from transcribe.errors import PublishError
from transcribe.publish.listen import RATE, listen
from transcribe.publish.timeline import Timeline
from transcribe.schema import Piece
from transcribe.zoom.captions import is_transcript

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

HOP = 160
"""20 ms; offsets are interpolated between frames."""
FRAMES_PER_SECOND = RATE // HOP
FFT = 256
BLOCK = 4096
BAND_EDGES_HZ = (150, 300, 450, 650, 900, 1250, 1700, 2300, 3200)
"""Below what a low-rate codec or a telephone cuts off."""
FLOOR = 0.03
"""Added to a band's energy, as a share of its mean, so that the noise of silence does not count."""
CLIP = 3.0
SURE_Z = 9.0
"""How far an offset must stand out of all others, in standard deviations; unrelated sound reaches 6."""
APART_FRAMES = 5
CANDIDATES = 24
LIKENESS = 0.25
"""The correlation from which two windows count as the same sound; unrelated sound stays under 0.1."""
WINDOW = 5 * FRAMES_PER_SECOND
CHANGE_WINDOWS = 2.0
"""What a change of offset costs, in windows of perfect likeness."""
SLACK_SECONDS = 0.1
"""How much sound that is not alike the ends of the whole may take in, to reach through silence."""
SHORTEST_SECONDS = 5.0
SURE_SHARE = 0.3
"""Less of the shorter copy found in the other is not the same call (a common jingle, a quotation)."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where the recording comes in the other copy; `confidence` is the mean likeness (0 to 1) where they agree."""

    timeline: Timeline
    confidence: float


def files(recordings: Sequence[Path], published: Path) -> Alignment:
    """Align the parts of a recording with a published copy of it.

    Raises:
        RecordingError: a file cannot be used.
        PublishError: the call came as a transcript, or the two have too little in common to be copies of one call.
    """
    silent = next(filter(is_transcript, recordings), None)
    if silent is not None:
        raise PublishError(f"{silent} is a transcript, which has no sound to compare; say the offset with --offset.")
    mine, theirs = listen([recordings, [published]])
    return find(mine, theirs)


def find(samples: Floats, published: Floats) -> Alignment:
    """Align `samples` with `published`, both (n,) float32 mono at RATE.

    Raises:
        PublishError: the two have too little in common to be copies of one call.
    """
    import numpy as np

    mine, theirs = features(samples), features(published)
    offsets = _candidates(mine, theirs)
    if not offsets:
        raise PublishError(_UNSURE.format("nothing"))
    gains = np.stack([_gains(mine, theirs, offset) for offset in offsets])
    pieces = _bordered(_decoded(gains), gains, offsets, len(theirs))
    pieces = [piece for piece in pieces if piece[1] - piece[0] >= SHORTEST_SECONDS * FRAMES_PER_SECOND]
    common = sum(end - start for start, end, _ in pieces)
    if common < SURE_SHARE * min(len(mine), len(theirs)):
        raise PublishError(_UNSURE.format(f"only {clock(common / FRAMES_PER_SECOND)}" if common else "nothing"))
    exact = [_exact(mine, theirs, piece) for piece in pieces]
    likeness = sum((end - start) * _likeness(mine, theirs, (start, end, offset)) for start, end, offset in pieces)
    return Alignment(_timeline(pieces, exact, len(samples) / RATE), round(likeness / common, 3))


_UNSURE = (
    "The two recordings do not seem to be of one call ({} in common); "
    "check that the right file is given, or give the offset yourself with --offset."
)


def features(samples: Floats) -> Floats:
    """Rises and falls of log energy, (frames, bands) float32, each band of unit variance; 50 frames a second."""
    import numpy as np
    from scipy.fft import rfft

    frames = max(0, (len(samples) - FFT) // HOP + 1)
    energy = np.zeros((frames, len(BAND_EDGES_HZ) - 1), np.float32)
    if not frames:
        return energy
    window = np.hanning(FFT).astype(np.float32)
    edges = [round(edge * FFT / RATE) for edge in BAND_EDGES_HZ]
    for first in range(0, frames, BLOCK):
        last = min(frames, first + BLOCK)
        block = samples[first * HOP : (last - 1) * HOP + FFT]
        cut = np.lib.stride_tricks.sliding_window_view(block, FFT)[::HOP] * window
        spectrum = rfft(cut, axis=1, workers=2)
        power = spectrum.real**2 + spectrum.imag**2
        energy[first:last] = np.add.reduceat(power, edges, axis=1)[:, :-1]
    level = np.log(energy + FLOOR * energy.mean(axis=0) + 1e-12)
    change: Floats = np.zeros_like(level)
    change[1:-1] = level[2:] - level[:-2]
    change /= change.std(axis=0) + 1e-6
    np.clip(change, -CLIP, CLIP, out=change)
    return change


def _candidates(mine: Floats, theirs: Floats) -> list[int]:
    """Offsets (frames, to be added to a frame of mine) that stand out of the whole cross-correlation, best first."""
    import numpy as np
    from scipy.fft import irfft, next_fast_len, rfft

    size = next_fast_len(len(mine) + len(theirs), real=True)
    total = np.zeros(size, np.float32)
    for band in range(mine.shape[1]):
        product = rfft(theirs[:, band], size, workers=2) * np.conj(rfft(mine[:, band], size, workers=2))
        total += irfft(product, size, workers=2)
    lags = np.arange(-len(mine) + 1, len(theirs))
    overlap = np.minimum(len(theirs), lags + len(mine)) - np.maximum(0, lags)
    scores = total[lags % size] / np.sqrt(np.maximum(overlap, 10 * FRAMES_PER_SECOND))
    deviation = 1.4826 * float(np.median(np.abs(scores - np.median(scores)))) + 1e-9
    found: list[int] = []
    for place in np.argsort(-scores)[: CANDIDATES * 50]:
        if scores[place] < SURE_Z * deviation or len(found) == CANDIDATES:
            break
        offset = int(lags[place])
        if all(abs(offset - other) >= APART_FRAMES for other in found):
            found.append(offset)
    return found


def _gains(mine: Floats, theirs: Floats, offset: int) -> Floats:
    """For each frame of mine what it says for (above 0) or against this offset; 0 outside theirs."""
    import numpy as np

    gain = np.zeros(len(mine), np.float32)
    start, end = max(0, -offset), min(len(mine), len(theirs) - offset)
    if end > start:
        a, b = mine[start:end], theirs[start + offset : end + offset]
        gain[start:end] = np.einsum("fb,fb->f", a, b)
        gain[start:end] -= LIKENESS / 2 * (np.einsum("fb,fb->f", a, a) + np.einsum("fb,fb->f", b, b))
    return gain


def _decoded(gains: Floats) -> list[tuple[int, int, int]]:
    """Runs of windows as (first frame, last frame, candidate); frames that belong to no candidate are left out."""
    import numpy as np

    windows = -(-gains.shape[1] // WINDOW)
    padded = np.pad(gains, ((0, 0), (0, windows * WINDOW - gains.shape[1])))
    score = np.vstack([padded.reshape(len(gains), windows, WINDOW).sum(axis=2), np.zeros((1, windows), np.float32)])
    cost = CHANGE_WINDOWS * (1 - LIKENESS) * WINDOW * len(BAND_EDGES_HZ) / 2
    best, came = score[:, 0].copy(), np.zeros(score.shape, np.int64)
    for window in range(1, windows):
        change = int(best.argmax())
        stays = best >= best[change] - cost
        came[:, window] = np.where(stays, np.arange(len(best)), change)
        best = np.where(stays, best, best[change] - cost) + score[:, window]
    state = int(best.argmax())
    states = [state]
    for window in range(windows - 1, 0, -1):
        state = int(came[state, window])
        states.append(state)
    states.reverse()
    runs: list[tuple[int, int, int]] = []
    for window, state in enumerate(states):
        if state == len(gains):
            continue
        if runs and runs[-1][2] == state:
            runs[-1] = (runs[-1][0], (window + 1) * WINDOW, state)
        else:
            runs.append((window * WINDOW, (window + 1) * WINDOW, state))
    return [(start, min(end, gains.shape[1]), state) for start, end, state in runs]


def _bordered(
    runs: list[tuple[int, int, int]], gains: Floats, offsets: list[int], published: int
) -> list[tuple[int, int, int]]:
    """The runs as (start, end, offset) with each border where the gains say, no published frame used twice."""
    import numpy as np

    starts, ends = [run[0] for run in runs], [run[1] for run in runs]
    slack = SLACK_SECONDS * FRAMES_PER_SECOND * len(BAND_EDGES_HZ)
    for place in range(len(runs) + 1):
        before = runs[place - 1] if place else None
        after = runs[place] if place < len(runs) else None
        low = (before[0] + before[1]) // 2 if before else 0
        high = (after[0] + after[1]) // 2 if after else gains.shape[1]
        nothing = np.zeros(high - low + 1, np.float32)
        head = np.concatenate([[0], np.cumsum(gains[before[2], low:high])]) if before else nothing
        tail = np.concatenate([np.cumsum(gains[after[2], low:high][::-1])[::-1], [0]]) if after else nothing
        gap = max(0, offsets[before[2]] - offsets[after[2]]) if before and after else 0
        best_tail = np.maximum.accumulate(tail[::-1])[::-1]
        reach = np.minimum(np.arange(len(head)) + gap, len(head) - 1)
        end = int(np.argmax(head + best_tail[reach]))
        start = int(reach[end] + np.argmax(tail[reach[end] :]))
        # silence says nothing: the outermost borders reach through it
        if after and not before:
            start = int(np.flatnonzero(tail >= tail.max() - slack)[0])
        if before and not after:
            end = int(np.flatnonzero(head >= head.max() - slack)[-1])
        if before:
            ends[place - 1] = low + end
        if after:
            starts[place] = low + start
    found = []
    for start, end, (_, _, candidate) in zip(starts, ends, runs, strict=True):
        offset = offsets[candidate]
        inside = max(start, -offset), min(end, published - offset)
        if inside[1] > inside[0]:
            found.append((*inside, offset))
    return found


def _exact(mine: Floats, theirs: Floats, piece: tuple[int, int, int]) -> float:
    """The piece's offset in seconds, between the frames by a parabola through the three best."""
    left, middle, right = (_likeness(mine, theirs, (piece[0], piece[1], piece[2] + step)) for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    shift = 0.5 * (left - right) / bend if bend < 0 else 0.0
    return (piece[2] + max(-0.5, min(0.5, shift))) / FRAMES_PER_SECOND


def _likeness(mine: Floats, theirs: Floats, piece: tuple[int, int, int]) -> float:
    """Correlation of a stretch of mine with theirs at an offset."""
    import numpy as np

    start, end, offset = max(piece[0], -piece[2]), min(piece[1], len(theirs) - piece[2]), piece[2]
    a, b = mine[start:end], theirs[start + offset : end + offset]
    return float(np.vdot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-9))


def _timeline(pieces: list[tuple[int, int, int]], exact: list[float], duration: float) -> Timeline:
    """Pieces in seconds; one that reaches the last whole frame reaches the end."""
    found: list[Piece] = []
    for (start, end, _), offset in zip(pieces, exact, strict=True):
        last = end / FRAMES_PER_SECOND
        last = duration if last > duration - 2 * FFT / RATE else last
        first = start / FRAMES_PER_SECOND
        if found:
            first = max(first, found[-1].end, found[-1].end + found[-1].offset - offset)
        if last > first:
            found.append(Piece(first, last, round(offset, 3)))
    return Timeline(tuple(found))
