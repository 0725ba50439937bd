"""Who speaks when with pyannote's own gated pipeline, for those who have a token of the Hugging Face hub."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

from transcribe.audio import SAMPLE_RATE
from transcribe.engines import silent, torchaudio_stand_in
from transcribe.engines.parallel import torch_threads
from transcribe.errors import EngineError
from transcribe.schema import Turn

if TYPE_CHECKING:
    from transcribe.audio import Audio
    from transcribe.engines import Progress, SpeakerHints

PIPELINE = "pyannote/speaker-diarization-community-1"
TOKENS = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")


class Community1:
    """The gated pipeline; it needs the network once, to fetch its weights, and a token whose owner took its licence."""

    def __init__(self, threads: int = 0) -> None:
        self._threads = threads or os.cpu_count() or 1
        self._pipeline = _load(_token())

    def diarize(self, audio: Audio, hints: SpeakerHints, progress: Progress = silent) -> tuple[Turn, ...]:
        """Turns by start, overlap kept."""
        import torch

        if not len(audio.samples):
            return ()

        def told(step: str, _result: object, *, total: int = 0, completed: int = 0, **_more: object) -> None:
            if step == "segmentation" and total:
                progress(audio.duration * completed / total / 2, audio.duration)

        with torch_threads(self._threads):
            found = self._pipeline(
                {"waveform": torch.from_numpy(audio.samples)[None], "sample_rate": SAMPLE_RATE},
                min_speakers=hints.minimum,
                max_speakers=hints.maximum,
                hook=told,
            )
        progress(audio.duration, audio.duration)
        return numbered(getattr(found, "speaker_diarization", found), audio.duration)


def numbered(annotation: Any, duration: float) -> tuple[Turn, ...]:
    """The turns of a pyannote annotation, its labels numbered by first speech."""
    labels: dict[str, str] = {}
    turns = []
    for span, _, label in sorted(
        annotation.itertracks(yield_label=True), key=lambda track: (track[0].start, track[0].end)
    ):
        start, end = max(0.0, span.start), min(duration, span.end)
        if end > start:
            turns.append(Turn(start, end, labels.setdefault(str(label), f"Speaker {len(labels) + 1}")))
    return tuple(turns)


def _token() -> str:
    from huggingface_hub import get_token

    token = next((os.environ[name] for name in TOKENS if os.environ.get(name)), None) or get_token()
    if not token:
        raise EngineError(
            f"The diarizer community-1 needs a token of the Hugging Face hub: accept the licence of {PIPELINE} there "
            "and set HF_TOKEN, or use the diarizer pyannote, which needs none."
        )
    return token


def _load(token: str) -> Any:
    os.environ.setdefault("PYANNOTE_METRICS_ENABLED", "0")
    torchaudio_stand_in.make_importable()
    with warnings.catch_warnings():
        # it warns that torchcodec does not load; sound is handed over in memory
        warnings.simplefilter("ignore")
        from pyannote.audio import Pipeline

    try:
        pipeline = Pipeline.from_pretrained(PIPELINE, token=token)
    # the hub's library has no common base for its errors
    except Exception as error:
        raise EngineError(f"The diarizer community-1 could not be loaded from the hub: {error}") from error
    if pipeline is None:
        raise EngineError(f"The hub refuses {PIPELINE}: accept its licence there with the account of your token.")
    return pipeline
