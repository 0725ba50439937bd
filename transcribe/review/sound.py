"""What the browser plays and draws: the recording itself where it can be played, else a copy; and its loudness.

Both are made once and kept in the work folder. PyAV is loaded only when one has to be made.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transcribe import origin
from transcribe.errors import RecordingError
from transcribe.work import check_writable, digest, write_whole
from transcribe.zoom.captions import is_transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transcribe.schema import Source
    from transcribe.work import Work

PEAKS_PER_SECOND = 8
LOUDEST = 255
COPY = "listen.m4a"
COPY_RATE = 24_000
COPY_BITS_PER_SECOND = 48_000
PEAKS = "peaks.json"
PEAKS_RATE = 8_000
QUIETEST = 2.0**-15
"""One step of 16 bits: silence is drawn as silence."""
TYPES = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".webm": "video/webm",
}


@dataclass(frozen=True, slots=True)
class Media:
    """A file for the browser to play."""

    path: Path
    type: str

    @property
    def is_video(self) -> bool:
        """Whether there may be something to see."""
        return self.type.startswith("video/")


class Sound:
    """The recordings of one work folder, and what is made of them for the browser."""

    def __init__(self, work: Work, source: Source) -> None:
        self.work = work
        heard = [name for name in source.recordings if not is_transcript(Path(name))]
        places = [(origin.place(work, name), origin.found(work, source, name)) for name in heard]
        self.recordings = tuple(path for _, path in places if path is not None)
        self.missing = tuple(str(was) for was, path in places if path is None)
        self._locks = {COPY: threading.Lock(), PEAKS: threading.Lock()}

    @property
    def original(self) -> Media | None:
        """The recording as it is, None where there is none or it has several parts."""
        if len(self.recordings) != 1:
            return None
        path = self.recordings[0]
        return Media(path, TYPES.get(path.suffix.lower(), "application/octet-stream"))

    def copy(self) -> Media:
        """All parts as one file that every browser plays; made at the first call.

        Raises:
            RecordingError: there is no recording, or it cannot be decoded.
            WorkError: the copy cannot be written.
        """
        target = self.work.folder / COPY
        with self._locks[COPY]:
            self._made(target, _copy)
        return Media(target, "audio/mp4")

    def peaks(self) -> Path:
        """Loudness (0 to 255), `PEAKS_PER_SECOND` values a second, as JSON; made at the first call.

        Raises:
            RecordingError: there is no recording, or it cannot be decoded.
            WorkError: the file cannot be written.
        """
        target = self.work.folder / PEAKS
        with self._locks[PEAKS]:
            self._made(target, _write_peaks)
        return target

    def _made(self, target: Path, make: Callable[[Sequence[Path], Path], None]) -> None:
        """Make a file unless it was made from these recordings; what it was made from lies beside it."""
        if not self.recordings:
            raise RecordingError("The recording of this call is not where it was; its transcript can still be read.")
        stamp = digest([[str(path), path.stat().st_size, path.stat().st_mtime_ns] for path in self.recordings])
        note = target.with_name(f".{target.name}.from")
        if target.is_file() and note.is_file() and note.read_text() == stamp:
            return
        check_writable(target)
        aside = target.with_name(f".{os.getpid()}.{target.name}")
        try:
            make(self.recordings, aside)
            aside.replace(target)
            write_whole(note, stamp)
        finally:
            aside.unlink(missing_ok=True)


def _copy(recordings: Sequence[Path], target: Path) -> None:
    import av

    from transcribe import audio

    with av.open(str(target), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("aac", rate=COPY_RATE, layout="mono")
        stream.bit_rate = COPY_BITS_PER_SECOND
        for block in audio.blocks(recordings, COPY_RATE):
            frame = av.AudioFrame.from_ndarray(block[None], format="fltp", layout="mono")
            frame.sample_rate = COPY_RATE
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _write_peaks(recordings: Sequence[Path], target: Path) -> None:
    import numpy as np

    from transcribe import audio

    size = PEAKS_RATE // PEAKS_PER_SECOND
    loud: list[float] = []
    left = np.zeros(0, np.float32)
    for block in audio.blocks(recordings, PEAKS_RATE):
        left = np.concatenate([left, np.abs(block)])
        whole = len(left) // size * size
        loud += left[:whole].reshape(-1, size).max(axis=1).tolist()
        left = left[whole:]
    loud += [float(left.max())] if len(left) else []
    top = max([QUIETEST, *loud])
    values = [round(LOUDEST * (value / top) ** 0.7) for value in loud]
    target.write_text(json.dumps({"per_second": PEAKS_PER_SECOND, "loudness": values}, separators=(",", ":")))
