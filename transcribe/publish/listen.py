"""Hear recordings fast enough to compare them: at 8 kHz, long ones in parts at once, on the clock of `audio.decode`."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING

from transcribe.errors import RecordingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import av
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Block = tuple[int, Floats]

RATE = 8000
"""Samples per second."""
PART_SECONDS = 900.0
GATHERED_SECONDS = 4
SEEKABLE = frozenset({"mov", "mp4", "m4a", "matroska", "webm", "ogg", "flac", "wav"})
"""Containers in which a moment is found exactly; in an mp3 it is guessed."""


def listen(recordings: Sequence[Sequence[Path]]) -> list[Floats]:
    """For each recording (its parts in order) the samples, (n,) float32 mono at 8 kHz.

    Raises:
        RecordingError: a file cannot be used.
    """
    import av
    import numpy as np

    spans = {path: _spans(path) for parts in recordings for path in parts}
    heard: dict[Path, Floats] = {}
    with _workers(long=any(len(own) > 1 for own in spans.values())) as pool:
        tasks = {path: [pool.submit(_blocks, path, *span) for span in own] for path, own in spans.items()}
        for path, parts in tasks.items():
            try:
                heard[path] = _joined([block for part in parts for block in part.result()])
            except (av.error.FFmpegError, OSError, ValueError, BrokenExecutor):
                heard[path] = _careful(path)
            except KeyboardInterrupt:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    return [np.concatenate([np.zeros(0, np.float32), *(heard[path] for path in parts)]) for parts in recordings]


def _workers(*, long: bool) -> Executor:
    """Processes for what is long enough: threads would wait for one another at each of the many small frames."""
    if not long:
        return ThreadPoolExecutor(2)
    return ProcessPoolExecutor(min(4, os.cpu_count() or 1), multiprocessing.get_context("spawn"), _leave_ctrl_c)


def _leave_ctrl_c() -> None:
    """Ctrl-C is for the process that asked; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _spans(path: Path) -> list[tuple[float, float]]:
    """The stretches that are decoded on their own, in seconds of the container's clock."""
    import av

    try:
        with _opened(path) as container:
            seconds = (container.duration or 0) / 1_000_000
            parts = int(seconds // PART_SECONDS) if SEEKABLE & set(container.format.name.split(",")) else 0
    except (av.error.FFmpegError, OSError, ValueError):
        parts = 0
    borders = [seconds * part / parts for part in range(1, parts)] if parts else []
    return list(zip([0.0, *borders], [*borders, float("inf")], strict=True))


def _blocks(path: Path, start: float, end: float) -> list[Block]:
    """Samples with their places; frames that begin before `start` or from `end` on are left to others."""
    return [(place, block) for place, block in _runs(path, start, end) if len(block)]


def _runs(path: Path, start: float, end: float) -> Iterator[Block]:
    from av.audio.stream import AudioStream

    from transcribe.audio import HOLE_S, LONGEST_HOLE_S

    with _opened(path) as container:
        stream = container.streams.best("audio")
        if not isinstance(stream, AudioStream):
            raise RecordingError(f"{path} has no audio track.")
        zero = (container.start_time or 0) / 1_000_000
        if start:
            container.seek(int((zero + start) * 1_000_000))
        resampler: _Resampler | None = None
        place, heard = 0, 0.0
        for frame in container.decode(stream):
            at = heard if frame.time is None else frame.time - zero
            if at < start:
                continue
            if at >= end:
                break
            if resampler is None or HOLE_S <= at - heard <= LONGEST_HOLE_S:
                for block in resampler.rest() if resampler else ():
                    yield place, block
                    place += len(block)
                # the first frame of a file begins it, whatever its clock says
                heard = at if start or resampler is not None else 0.0
                resampler, place = _Resampler(), round(heard * RATE)
            heard += frame.samples / frame.sample_rate
            for block in resampler.add(frame):
                yield place, block
                place += len(block)
        for block in resampler.rest() if resampler else ():
            yield place, block
            place += len(block)


class _Resampler:
    """Frames of any kind to blocks at 8 kHz. It gathers seconds of frames first: each step costs more than its work."""

    def __init__(self) -> None:
        import av

        self._gathered = av.AudioFifo()
        self._resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)

    def add(self, frame: av.AudioFrame) -> list[Floats]:
        """What is ready once the frame is added."""
        frame.pts = None
        self._gathered.write(frame)
        enough = self._gathered.samples >= GATHERED_SECONDS * frame.sample_rate
        return self._done(self._gathered.read()) if enough else []

    def rest(self) -> list[Floats]:
        """What is left."""
        last = self._done(self._gathered.read()) if self._gathered.samples else []
        return last + self._done(None)

    def _done(self, frame: av.AudioFrame | None) -> list[Floats]:
        return [ready.to_ndarray()[0] for ready in self._resampler.resample(frame)]


def _joined(blocks: list[Block]) -> Floats:
    import numpy as np

    whole = np.zeros(max((place + len(block) for place, block in blocks), default=0), np.float32)
    for place, block in blocks:
        whole[place : place + len(block)] = block
    return whole


def _careful(path: Path) -> Floats:
    """The way of `audio.decode`, which uses what can be used of a damaged file and knows what to say of others."""
    import numpy as np

    from transcribe import audio

    whole = audio.decode([path]).samples
    return np.ascontiguousarray(0.5 * (whole[: len(whole) // 2 * 2 : 2] + whole[1::2]))


def _opened(path: Path) -> av.container.InputContainer:
    import av

    return av.open(f"file:{path.absolute()}", options={"protocol_whitelist": "file"}, metadata_errors="replace")
