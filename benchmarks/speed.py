"""How long and how much memory: this tool beside openai-whisper and pyannote as it comes, with the same weights.

    python -m benchmarks.speed --minutes 5 19 60 --json speed.json

Each side runs in a process of its own, one after the other, models loaded before the clock starts. The recording is
cut or repeated to the minutes asked for. Memory is the process's peak, libraries and models included.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from transcribe.audio import Audio

RECORDING = "ccg-2023-11-28"
TARGET = 0.08
VOICES_AT_ONCE = 8
"""Of like length, cut to the shortest: less work than the ten padded seconds a voice of pyannote's own networks."""
SHORTEST_FRAMES = 10
STOCK_CLUSTERING = {"method": "centroid", "min_cluster_size": 12, "threshold": 0.7045654963945799}
"""What pyannote/speaker-diarization-3.1 ships with."""


@dataclass(slots=True)
class Clock:
    """Seconds of each stage, in order."""

    stages: dict[str, float] = field(default_factory=dict)

    def run(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do the work and keep how long it took."""
        began = time.perf_counter()
        result = work()
        self.stages[stage] = self.stages.get(stage, 0.0) + time.perf_counter() - began
        return result


def ours(recording: corpus.Recording, minutes: float, threads: int) -> dict[str, Any]:
    """The whole job, from the recording to the drafted page."""
    from transcribe.engines import diarizer, speech_engine
    from transcribe.options import Options
    from transcribe.pipeline import Pipeline

    loading = Clock()
    speech = loading.run("speech", lambda: speech_engine("faster-whisper", model="base", threads=threads))
    voices = loading.run("voices", lambda: diarizer("pyannote", threads=threads))
    clock = Clock()
    audio = _cut(recording, minutes, clock)

    class Measured(Pipeline):
        """The pipeline on the given samples with engines that are loaded already."""

        def _speech_engine(self) -> Any:
            return speech

        def _diarizer(self) -> Any:
            return voices

    with tempfile.TemporaryDirectory() as folder:
        page = Path(shutil.copy(recording.page, folder))
        sound = Path(folder) / recording.audio.name
        sound.symlink_to(recording.audio)
        pipeline = Measured([sound], page, Options(threads=threads))
        # the samples are cut or repeated, so they are given instead of decoded again
        pipeline.__dict__["audio"] = audio
        for stage in ("transcript", "turns", "utterances", "names", "sections", "minutes", "draft"):
            clock.run(stage, lambda stage=stage: getattr(pipeline, stage))
    return _told("this tool", audio.duration, clock, loading)


def stock(recording: corpus.Recording, minutes: float, threads: int) -> dict[str, Any]:
    """openai-whisper and pyannote's stock pipeline at its default step, on the samples we decoded."""
    import torch
    import whisper

    from transcribe.engines import openai_whisper, weights

    torch.set_num_threads(threads)
    loading = Clock()
    model = loading.run("speech", lambda: openai_whisper.load(weights.whisper_folder("base")))
    pipeline = loading.run("voices", stock_pipeline)
    clock = Clock()
    audio = _cut(recording, minutes, clock)
    clock.run("transcript", lambda: whisper.transcribe(model, audio.samples, word_timestamps=True, fp16=False))
    sound = {"waveform": torch.from_numpy(audio.samples)[None], "sample_rate": 16_000}
    clock.run("turns", lambda: pipeline(sound))
    return _told("openai-whisper + pyannote", audio.duration, clock, loading)


def stock_pipeline() -> Any:
    """The SpeakerDiarization of pyannote as it comes, with the same segmentation and voice networks as this tool."""
    import warnings

    import numpy as np
    import torch

    from transcribe.engines import torchaudio_stand_in, weights
    from transcribe.engines.campplus import WIDTH, CamPlusPlus, features

    os.environ["PYANNOTE_METRICS_ENABLED"] = "0"
    torchaudio_stand_in.make_importable()
    warnings.simplefilter("ignore")
    from pyannote.audio import Model
    from pyannote.audio.pipelines import speaker_diarization as stock_module

    network = CamPlusPlus(weights.locate("campplus") / "campplus_cn_en_common.pt")

    class Voices:
        """CAM++ behind the interface of pyannote's embeddings."""

        sample_rate, dimension, metric, min_num_samples = 16_000, WIDTH, "cosine", 1600

        def __call__(self, waveforms: torch.Tensor, masks: torch.Tensor) -> Any:
            heard = [features(waveform[0].numpy()) for waveform in waveforms]
            frames = len(heard[0])
            chosen = torch.nn.functional.interpolate(masks[:, None].float(), size=frames)[:, 0].numpy() > 0.5
            found = np.full((len(heard), WIDTH), np.nan, np.float32)
            long = [row for row in range(len(heard)) if chosen[row].sum() >= SHORTEST_FRAMES]
            long.sort(key=lambda row: int(chosen[row].sum()))
            for begin in range(0, len(long), VOICES_AT_ONCE):
                rows = long[begin : begin + VOICES_AT_ONCE]
                pieces = [heard[row][chosen[row]][: chosen[rows[0]].sum()] for row in rows]
                batch = torch.from_numpy(np.stack([piece - piece.mean(axis=0) for piece in pieces]))
                found[rows] = torch.nn.functional.normalize(network(batch), dim=1).numpy()
            return found

    stock_module.PretrainedSpeakerEmbedding = lambda *_, **__: Voices()
    stock_module.get_plda = lambda *_, **__: None
    pipeline = stock_module.SpeakerDiarization(
        segmentation=Model.from_pretrained(weights.locate("segmentation-3.0") / "pytorch_model.bin"),
        clustering="AgglomerativeClustering",
        embedding_exclude_overlap=True,
        embedding_batch_size=32,
        segmentation_batch_size=32,
    )
    return pipeline.instantiate({"segmentation": {"min_duration_off": 0.0}, "clustering": STOCK_CLUSTERING})


def main() -> None:
    """Measure both sides and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, nargs="+", default=[5, 19, 60], help="lengths of this tool's runs")
    parser.add_argument("--stock-minutes", type=float, default=None, help="length of the stock run (default: up to 19)")
    parser.add_argument("--no-stock", action="store_true", help="measure this tool alone")
    parser.add_argument("--recording", default=RECORDING, help="id of a recording of the corpus")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, default=None, help="also write the numbers here")
    parser.add_argument("--side", choices=("ours", "stock"), default=None, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.side:
        recording = next(each for each in corpus.recordings() if each.id == arguments.recording)
        measure = ours if arguments.side == "ours" else stock
        sys.stdout.write(json.dumps(measure(recording, arguments.minutes[0], arguments.threads)) + "\n")
        return
    runs = []
    stock_minutes = arguments.stock_minutes or max([each for each in arguments.minutes if each <= 19], default=19)
    if not arguments.no_stock:
        runs.append(_apart("stock", stock_minutes, arguments))
    runs += [_apart("ours", minutes, arguments) for minutes in arguments.minutes]
    _print(runs, stock_minutes)
    if arguments.json:
        arguments.json.write_text(json.dumps(runs, indent=2) + "\n", encoding="utf-8")


def _apart(side: str, minutes: float, arguments: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.speed", "--side", side, "--minutes", str(minutes)]
    command += ["--recording", arguments.recording, "--threads", str(arguments.threads)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=Path(__file__).parents[1])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _cut(recording: corpus.Recording, minutes: float, clock: Clock) -> Audio:
    """The recording, cut or repeated; decoding is timed on the whole file and counted for the length used."""
    import numpy as np

    from transcribe.audio import SAMPLE_RATE, Audio, decode

    began = time.perf_counter()
    audio = decode([recording.audio])
    wanted = int(minutes * 60 * SAMPLE_RATE)
    clock.stages["audio"] = (time.perf_counter() - began) * wanted / len(audio.samples)
    return Audio(np.resize(audio.samples, wanted))


def _told(name: str, duration: float, clock: Clock, loading: Clock) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "side": name,
        "minutes": round(duration / 60, 1),
        "seconds_per_second": {stage: round(seconds / duration, 4) for stage, seconds in clock.stages.items()},
        "total": round(sum(clock.stages.values()) / duration, 4),
        "loading_s": round(sum(loading.stages.values()), 1),
        "peak_gb": round(peak * (1 if sys.platform == "darwin" else 1024) / 1e9, 2),
    }


def _print(runs: list[dict[str, Any]], stock_minutes: float) -> None:
    stages = list(dict.fromkeys(stage for run in runs for stage in run["seconds_per_second"]))
    print(f"{'seconds per second of audio':28s}" + "".join(f"{stage:>11s}" for stage in [*stages, "total", "peak GB"]))
    for run in runs:
        cells = [run["seconds_per_second"].get(stage) for stage in stages]
        shown = "".join(f"{'' if cell is None else f'{cell:.4f}':>11s}" for cell in cells)
        print(f"{run['side'][:20]:20s}{run['minutes']:5.1f} m {shown}{run['total']:11.4f}{run['peak_gb']:11.2f}")
    other = next((run for run in runs if run["side"] != "this tool"), None)
    mine = next((run for run in runs if run["side"] == "this tool" and run["minutes"] == round(stock_minutes, 1)), None)
    if other and mine:
        parts = ("audio", "transcript", "turns")
        same = sum(mine["seconds_per_second"][stage] for stage in parts)
        print(f"\nwhole job against the stock stack's part of it: {other['total'] / mine['total']:.1f} times as fast")
        print(f"the same part of the job: {other['total'] / same:.1f} times as fast; target {TARGET} s per second")


if __name__ == "__main__":
    main()
