"""Any recording, or several that follow one another, as one run of 16 kHz mono samples with one clock."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from transcribe.clock import clock
from transcribe.engines import silent
from transcribe.errors import RecordingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from transcribe.engines import Progress

SAMPLE_RATE = 16_000
"""Samples per second of everything the engines hear."""

HOLE_S = 0.1
"""A jump of the container's clock of at least this much is a hole that is kept as silence."""
TOLD_HOLE_S = 1.0
"""Holes shorter than this are nobody's concern."""
LONGEST_HOLE_S = 3600.0
"""A longer jump is a broken clock, not a pause."""
BAD_PACKETS_IN_A_ROW = 500
"""After that many unreadable packets without a good one the rest is given up."""
SILENCE_S = 60
"""A longer hole is filled in pieces of this."""
SILENCE_DBFS = -65.0
"""A recording whose loudest tenth of a second stays below this holds nothing that can be heard."""
OLDEST_YEAR = 1990
"""Cameras and muxers without a clock write 1904 or 1970."""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """What the engines hear.

    `samples`: (n,) float32 in -1..1 at `SAMPLE_RATE`. `notices`: sentences about what could not be decoded.
    """

    samples: NDArray[np.float32]
    notices: tuple[str, ...] = ()

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / SAMPLE_RATE

    def between(self, start: float, end: float) -> NDArray[np.float32]:
        """The samples from one moment to another, in seconds."""
        return self.samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]


def decode(recordings: Sequence[Path], progress: Progress = silent) -> Audio:
    """Decode the parts of one call in their order.

    Whatever can be decoded of a damaged recording is used, at its right time, and `notices` say what is missing.

    Raises:
        RecordingError: a part is missing, a folder, no recording, without sound, or empty.
    """
    if not recordings:
        raise RecordingError("There is no recording to read; name at least one file.")
    lengths = [_declared_length(path) for path in recordings]
    total = sum(lengths)
    samples = _Samples(math.ceil(total * SAMPLE_RATE) + SAMPLE_RATE)
    notices: list[str] = []
    for path, length in zip(recordings, lengths, strict=True):
        begin = samples.count
        part = _Part(path, length, count=begin)
        for block in part.decode():
            samples.append(block)
            progress(samples.count / SAMPLE_RATE, max(total, samples.count / SAMPLE_RATE))
        if samples.count == begin:
            raise RecordingError(
                f"{path} holds an audio track without any sound that can be decoded; download it again."
            )
        notices += part.notices()
    progress(samples.count / SAMPLE_RATE, samples.count / SAMPLE_RATE)
    return Audio(samples.finished(), tuple(notices))


def blocks(recordings: Sequence[Path], rate: int) -> Iterator[NDArray[np.float32]]:
    """The same sound on the same clock in blocks of any length, (n,) float32 in -1..1 at `rate`.

    Raises:
        RecordingError: a part is missing, a folder, no recording, or without sound.
    """
    for path in recordings:
        for block in _Part(path, rate=rate).decode():
            yield np.clip(np.nan_to_num(block), -1, 1)


def length(recordings: Sequence[Path]) -> float:
    """Seconds that the recordings say they last, all together; 0 where one does not say.

    Raises:
        RecordingError: a part is missing, a folder, no recording, without sound, or empty.
    """
    lengths = [_declared_length(path) for path in recordings]
    return sum(lengths) if all(lengths) else 0.0


def holds_sound(path: Path) -> bool:
    """Tell whether a file, whatever it is called, has an audio track."""
    try:
        with _open(path) as container:
            return container.streams.best("audio") is not None
    except RecordingError:
        return False


def is_silent(audio: Audio) -> bool:
    """Tell whether nothing in it is loud enough to be speech, from end to end."""
    frame = SAMPLE_RATE // 10
    limit = 10 ** (SILENCE_DBFS / 20)
    for begin in range(0, len(audio.samples), frame * 600):
        block = audio.samples[begin : begin + frame * 600]
        whole = block[: len(block) // frame * frame].reshape(-1, frame)
        if (len(whole) and float(whole.std(axis=1).max()) >= limit) or (not len(whole) and float(block.std()) >= limit):
            return False
    return True


def date_of(recording: Path) -> str | None:
    """The day (ISO, UTC) on which the recording says it was made, None where it does not say."""
    try:
        with _open(recording) as container:
            told = [dict(container.metadata), *(dict(stream.metadata) for stream in container.streams)]
    except (RecordingError, OSError):
        return None
    for metadata in told:
        lower = {key.lower(): value for key, value in metadata.items()}
        for key in ("creation_time", "date", "date_recorded", "com.apple.quicktime.creationdate"):
            found = re.match(r"(\d{4})-(\d\d)-(\d\d)", lower.get(key, ""))
            if found and int(found[1]) >= OLDEST_YEAR and found[2] != "00" and found[3] != "00":
                return found[0]
    return None


def digest(path: Path) -> str:
    """The sha256 of a file's bytes, as hex."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror}.") from error


class _Samples:
    """Samples that grow in place; room asked for beforehand costs no memory until it is written to."""

    def __init__(self, expected: int) -> None:
        self._room: NDArray[np.float32] = np.zeros(expected, np.float32)
        self.count = 0

    def append(self, more: NDArray[np.float32]) -> None:
        if self.count + len(more) > len(self._room):
            grown = np.zeros(max(self.count + len(more), len(self._room) * 3 // 2), np.float32)
            grown[: self.count] = self._room[: self.count]
            self._room = grown
        self._room[self.count : self.count + len(more)] = more
        self.count += len(more)

    def finished(self) -> NDArray[np.float32]:
        whole = self._room[: self.count]
        np.nan_to_num(whole, copy=False)
        return np.clip(whole, -1, 1, out=whole)


@dataclass(slots=True)
class _Part:
    """One file on its way into samples; `count` are those of the call so far, `length` what the file says it has."""

    path: Path
    length: float = 0.0
    rate: int = SAMPLE_RATE
    count: int = 0
    holes: list[tuple[float, float]] = field(default_factory=list)
    bad_packets: int = 0
    cut_short: str = ""
    tracks: int = 1
    _resampler: Any = None
    _layout: tuple[object, ...] = ()

    def decode(self) -> Iterator[NDArray[np.float32]]:
        """All of the file's sound in blocks of any length; its holes are silence."""
        with _open(self.path) as container:
            stream = _audio_stream(container, self.path)
            self.tracks = len(container.streams.audio)
            zero = (container.start_time or 0) / 1_000_000
            begin = self.count
            for packet in self._packets(container, stream):
                for frame in self._frames(packet):
                    for block in chain(self._hole(frame, zero, begin), self._resampled(frame)):
                        self.count += len(block)
                        yield block
            for block in self._rest():
                self.count += len(block)
                yield block
            missing = self.length - (self.count - begin) / self.rate
            if missing > max(2.0, 0.005 * self.length):
                self.cut_short = self.cut_short or "the file ends early"

    def notices(self) -> list[str]:
        """One sentence for each thing that was not as it should be."""
        told = []
        if self.tracks > 1:
            told.append(f"{self.path.name} has {self.tracks} audio tracks; the main one is used.")
        long = [(start, end) for start, end in self.holes if end - start >= TOLD_HOLE_S]
        if long:
            listed = ", ".join(f"{clock(start)} to {clock(end)}" for start, end in long[:3])
            more = f" and in {len(long) - 3} more places" if len(long) > 3 else ""
            told.append(f"{self.path.name} has no sound from {listed}{more}; kept as silence.")
        elif self.bad_packets:
            told.append(f"{self.path.name} is damaged in {self.bad_packets} places; what could be decoded is used.")
        if self.cut_short:
            until = clock(self.count / self.rate)
            told.append(f"{self.path.name} is truncated or damaged ({self.cut_short}); used up to {until}.")
        return told

    def _packets(self, container: Any, stream: Any) -> Iterator[Any]:
        import av

        failures = 0
        while failures < BAD_PACKETS_IN_A_ROW:
            try:
                for packet in container.demux(stream):
                    failures = 0
                    yield packet
            except av.error.EOFError:
                return
            except (av.error.FFmpegError, OSError):
                # the demuxer finds its way again after a damaged stretch more often than not
                failures += 1
                self.bad_packets += 1
            else:
                return
        self.cut_short = "its middle cannot be read"

    def _frames(self, packet: Any) -> list[Any]:
        import av

        try:
            return list(packet.decode())
        except av.error.EOFError:
            return []
        except (av.error.FFmpegError, ValueError):
            self.bad_packets += 1
            return []

    def _hole(self, frame: Any, zero: float, begin: int) -> Iterator[NDArray[np.float32]]:
        """Silence from the last sample to this frame, where the container's clock jumps."""
        if frame.pts is None or frame.time_base is None:
            return
        due = begin + round((float(frame.pts * frame.time_base) - zero) * self.rate)
        if HOLE_S <= (due - self.count) / self.rate <= LONGEST_HOLE_S:
            self.holes.append((self.count / self.rate, due / self.rate))
            for left in range(due - self.count, 0, -SILENCE_S * self.rate):
                yield np.zeros(min(left, SILENCE_S * self.rate), np.float32)

    def _resampled(self, frame: Any) -> Iterator[NDArray[np.float32]]:
        from av.audio.resampler import AudioResampler

        layout = (frame.format.name, frame.layout.name, frame.sample_rate)
        if layout != self._layout:
            yield from self._rest()
            self._resampler = AudioResampler(format="fltp", rate=self.rate)
            self._layout = layout
        frame.pts = None
        yield from (part.to_ndarray().mean(axis=0) for part in self._resampler.resample(frame))

    def _rest(self) -> Iterator[NDArray[np.float32]]:
        """What the resampler still holds."""
        if self._resampler is not None:
            yield from (part.to_ndarray().mean(axis=0) for part in self._resampler.resample(None))


def _check(path: Path) -> None:
    try:
        if path.is_dir():
            raise RecordingError(f"{path} is a folder; name the recording inside it.")
        if not path.exists():
            raise RecordingError(f"There is no recording {path}; check its name.")
        if not path.stat().st_size:
            raise RecordingError(f"{path} is empty (0 bytes); download it again.")
        with path.open("rb"):
            pass
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror}.") from error


def _open(path: Path) -> Any:
    """The opened container; a recording can make the decoder read no other file and no address."""
    import av

    av.logging.set_level(None)
    _check(path)
    try:
        return av.open(f"file:{path.absolute()}", options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except (av.error.FFmpegError, OSError, ValueError) as error:
        if "moov" in str(error) or path.suffix.lower() in {".mp4", ".m4a", ".mov"}:
            raise RecordingError(
                f"{path} is no recording, or one whose end with its index is missing; download it again."
            ) from error
        raise RecordingError(
            f"{path} is no recording that can be read; download it again, or name another file."
        ) from error


def _audio_stream(container: Any, path: Path) -> Any:
    stream = container.streams.best("audio")
    if stream is None:
        raise RecordingError(f"{path} has no audio track; name the file that holds the sound.")
    if stream.codec_context is None:
        raise RecordingError(f"{path} holds sound in a format that is not known here; convert it to m4a, mp3 or wav.")
    stream.thread_type = "AUTO"
    return stream


def _declared_length(path: Path) -> float:
    """Seconds that the file says it has; 0 where it does not say."""
    with _open(path) as container:
        stream = _audio_stream(container, path)
        if stream.duration and stream.time_base:
            return max(0.0, float(stream.duration * stream.time_base))
        return max(0.0, (container.duration or 0) / 1_000_000)
