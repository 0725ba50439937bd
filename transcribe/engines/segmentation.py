"""The network of pyannote's segmentation-3.0: who of up to three people speaks when, within ten seconds.

PyanNet (Bredin & Laurent 2021) with the powerset classes of Plaquet & Bredin 2023: learned band-pass filters
(SincNet, Ravanelli & Bengio 2018, with the odd filters of Pariente et al. 2020), four LSTM layers, three dense ones.
Written here so that neither its training library nor torchaudio must load.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import conv1d, leaky_relu, max_pool1d

from transcribe.audio import SAMPLE_RATE
from transcribe.engines.parallel import share, torch_threads

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

WINDOW_S = 10.0
WINDOW = int(WINDOW_S * SAMPLE_RATE)
FRAME_STEP = 270
"""Samples between two frames: the stride of 10 and three pools of 3."""
FRAME_FIELD = 991
"""Samples that one frame sees."""
FRAMES = (WINDOW - FRAME_FIELD) // FRAME_STEP + 1
SPEAKER_SETS = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]], dtype=np.float32)
"""Which of the three local speakers each of the seven classes means."""
BATCH = 4
"""Windows at once; more is slower and takes 10 MB each."""

FILTERS = 80
KERNEL = 251
LOWEST_HZ = 50.0
NARROWEST_HZ = 50.0


class Segmentation(nn.Module):
    """(windows, samples) to (windows, frames, classes) scores."""

    def __init__(self, checkpoint: Path) -> None:
        super().__init__()
        state = _read(checkpoint)
        self.register_buffer("filters", _band_filters(state))
        self.sound_norm = nn.InstanceNorm1d(1, affine=True)
        self.convolutions = nn.ModuleList([nn.Conv1d(FILTERS, 60, 5), nn.Conv1d(60, 60, 5)])
        self.norms = nn.ModuleList(nn.InstanceNorm1d(width, affine=True) for width in (FILTERS, 60, 60))
        self.lstm = nn.LSTM(60, 128, num_layers=4, bidirectional=True, batch_first=True)
        self.dense = nn.ModuleList([nn.Linear(256, 128), nn.Linear(128, 128)])
        self.classifier = nn.Linear(128, len(SPEAKER_SETS))
        self.load_state_dict(_renamed(state), strict=False)
        self.eval()

    def forward(self, sound: torch.Tensor) -> torch.Tensor:
        """Scores before the softmax."""
        hidden = conv1d(self.sound_norm(sound[:, None]), self.get_buffer("filters"), stride=10).abs()
        hidden = leaky_relu(self.norms[0](max_pool1d(hidden, 3)))
        for convolution, norm in zip(self.convolutions, self.norms[1:], strict=True):
            hidden = leaky_relu(norm(max_pool1d(convolution(hidden), 3)))
        hidden, _ = self.lstm(hidden.transpose(1, 2))
        for dense in self.dense:
            hidden = leaky_relu(dense(hidden))
        scores: torch.Tensor = self.classifier(hidden)
        return scores

    def likelihoods(
        self,
        samples: NDArray[np.float32],
        starts: NDArray[np.int64],
        threads: int = 1,
        told: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """How likely each of `SPEAKER_SETS` is in the windows that begin at `starts`: (windows, frames, 7), of sum 1.

        `told` hears how many more windows are done.
        """

        def heard(batch: NDArray[np.int64]) -> NDArray[np.float32]:
            windows = np.zeros((len(batch), WINDOW), np.float32)
            for row, start in enumerate(batch):
                sound = samples[start : start + WINDOW]
                windows[row, : len(sound)] = sound
            with torch.inference_mode():
                sets: NDArray[np.float32] = self(torch.from_numpy(windows)).softmax(dim=2).numpy()
            return sets

        batches = [starts[begin : begin + BATCH] for begin in range(0, len(starts), BATCH)]
        with torch_threads(1):
            found = share(heard, batches, threads, told and (lambda batch: told(len(batch))))
        return np.concatenate(found) if found else np.zeros((0, FRAMES, len(SPEAKER_SETS)), np.float32)


class _Ignored:
    """Stands in for the training library's classes in the checkpoint; nothing of them is used."""

    def __init__(self, *_arguments: object) -> None: ...


def _read(checkpoint: Path) -> dict[str, torch.Tensor]:
    """The weights alone; a checkpoint is a pickle, so nothing in it may run."""
    names = [f"pyannote.audio.core.task.{name}" for name in ("Specifications", "Problem", "Resolution")]
    allowed: list[Any] = [torch.torch_version.TorchVersion, *((_Ignored, name) for name in names)]
    with torch.serialization.safe_globals(allowed):
        state: dict[str, torch.Tensor] = torch.load(checkpoint, map_location="cpu", weights_only=True)["state_dict"]
    return state


def _renamed(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    names = {
        "sincnet.wav_norm1d.": "sound_norm.",
        "sincnet.conv1d.1.": "convolutions.0.",
        "sincnet.conv1d.2.": "convolutions.1.",
        "sincnet.norm1d.": "norms.",
        "linear.": "dense.",
    }
    renamed = {}
    for name, values in state.items():
        old = next((each for each in names if name.startswith(each)), "")
        renamed[names.get(old, "") + name.removeprefix(old)] = values
    return renamed


def _band_filters(state: dict[str, torch.Tensor]) -> torch.Tensor:
    """(80, 1, 251): 40 even and 40 odd band-pass filters between learned edges, Hamming-windowed."""
    low = LOWEST_HZ + state["sincnet.conv1d.0.filterbank.low_hz_"].abs()
    width = state["sincnet.conv1d.0.filterbank.band_hz_"].abs()
    high = (low + NARROWEST_HZ + width).clamp(LOWEST_HZ, SAMPLE_RATE / 2)
    half = KERNEL // 2
    time = 2 * math.pi * torch.arange(-half, 0).float()[None] / SAMPLE_RATE
    window = torch.from_numpy(np.hamming(KERNEL)[:half]).float()
    band = high - low
    even = (torch.sin(high @ time) - torch.sin(low @ time)) / (time / 2) * window
    odd = (torch.cos(low @ time) - torch.cos(high @ time)) / (time / 2) * window
    even = torch.cat([even, 2 * band, even.flip(1)], dim=1)
    odd = torch.cat([odd, torch.zeros_like(band), -odd.flip(1)], dim=1)
    return (torch.cat([even, odd]) / (2 * band).repeat(2, 1))[:, None]
