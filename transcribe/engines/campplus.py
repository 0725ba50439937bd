"""What a voice sounds like: the CAM++ network and the features it hears.

CAM++ (Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware Masking",
Interspeech 2023): a small two-dimensional convolution front end, then three blocks of densely connected time-delay
layers, each masked by what the surrounding second and the whole piece are like, and statistics over time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.nn.functional import avg_pool1d, relu

from transcribe.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

WIDTH = 192
BANDS = 80
FEATURE_STEP = SAMPLE_RATE // 100
FEATURE_FIELD = SAMPLE_RATE // 40
FFT = 512
LOWEST_HZ = 20.0
PRE_EMPHASIS = 0.97
FLOOR = float(np.finfo(np.float32).eps)
FEATURE_BLOCK = 6000
"""Frames at once; bounds the memory for a long recording."""

BATCH_FRAMES = 2000
"""Frames in one batch of pieces."""
LENGTH_STEP = 20
"""Lengths are cut to a multiple of this: the library under torch prepares, and keeps, each shape it meets."""
MIN_FRAMES = 20
"""A shorter piece is repeated up to this."""
CONTEXT_FRAMES = 100
"""Frames, at half rate, over which a layer's local context is taken: two seconds."""
BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers and dilation of each block."""
GROWTH = 32
BOTTLENECK = 128


def features(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log mel energies as Kaldi makes them, without dither: (frames, 80), one frame each 10 ms over 25 ms."""
    count = max(0, (len(samples) - FEATURE_FIELD) // FEATURE_STEP + 1)
    found = np.empty((count, BANDS), np.float32)
    window = torch.hann_window(FEATURE_FIELD, periodic=False).pow(0.85)
    mel = _mel_bands()
    for begin in range(0, count, FEATURE_BLOCK):
        end = min(count, begin + FEATURE_BLOCK)
        sound = samples[begin * FEATURE_STEP : (end - 1) * FEATURE_STEP + FEATURE_FIELD]
        frames = torch.from_numpy(np.ascontiguousarray(sound)).unfold(0, FEATURE_FIELD, FEATURE_STEP)
        frames = frames - frames.mean(dim=1, keepdim=True)
        before = torch.cat([frames[:, :1], frames[:, :-1]], dim=1)
        power = torch.fft.rfft((frames - PRE_EMPHASIS * before) * window, n=FFT).abs().square()
        found[begin:end] = (power @ mel).clamp_min(FLOOR).log().numpy()
    return found


class CamPlusPlus(nn.Module):
    """(pieces, frames, 80) to (pieces, 192)."""

    def __init__(self, checkpoint: Path) -> None:
        super().__init__()
        self.head = _Head()
        self.xvector = nn.Sequential()
        self.xvector.add_module("tdnn", _TimeDelay(self.head.width, BOTTLENECK))
        width = BOTTLENECK
        for number, (layers, dilation) in enumerate(BLOCKS, start=1):
            self.xvector.add_module(f"block{number}", _Dense(layers, width, dilation))
            width += layers * GROWTH
            self.xvector.add_module(f"transit{number}", _Transit(width, width // 2))
            width //= 2
        self.xvector.add_module("out_nonlinear", _normal(width))
        self.xvector.add_module("stats", _Statistics())
        self.xvector.add_module("dense", _Embedding(width * 2, WIDTH))
        self.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True))
        self.eval()

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        """Embeddings, not yet scaled to length 1."""
        embedding: torch.Tensor = self.xvector(self.head(heard.transpose(1, 2)))
        return embedding

    def embed(
        self, pieces: Sequence[NDArray[np.float32]], told: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(pieces, 192), rows of length 1, for feature pieces of any length; batched by similar length.

        `told` hears how many pieces are done.
        """
        found = np.zeros((len(pieces), WIDTH), np.float32)
        order = sorted(range(len(pieces)), key=lambda position: len(pieces[position]))
        begin = 0
        while begin < len(order):
            length = max(MIN_FRAMES, len(pieces[order[begin]]) // LENGTH_STEP * LENGTH_STEP)
            # cut to the shortest of the batch: padding would change the statistics, a few frames less do not
            limit = length + length // 8
            end = begin + 1
            while end < len(order) and len(pieces[order[end]]) <= limit and (end - begin + 1) * length <= BATCH_FRAMES:
                end += 1
            batch = np.stack([_cut(pieces[position], length) for position in order[begin:end]])
            with torch.inference_mode():
                vectors = self(torch.from_numpy(batch))
            found[order[begin:end]] = nn.functional.normalize(vectors, dim=1).numpy()
            begin = end
            if told:
                told(begin)
        return found


def _cut(piece: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """The middle of a piece, its mean taken off; a short one is repeated."""
    if len(piece) < length:
        piece = np.resize(piece, (length, BANDS))
    begin = (len(piece) - length) // 2
    cut = piece[begin : begin + length]
    centred: NDArray[np.float32] = cut - cut.mean(axis=0, keepdims=True)
    return centred


def _mel_bands() -> torch.Tensor:
    """(257, 80): triangles evenly spaced in mel between 20 Hz and half the sample rate."""

    def mel(hertz: NDArray[np.float64] | float) -> NDArray[np.float64]:
        return np.asarray(1127.0 * np.log1p(np.asarray(hertz) / 700.0))

    edges = np.linspace(mel(LOWEST_HZ), mel(SAMPLE_RATE / 2), BANDS + 2)
    bins = mel(np.arange(FFT // 2) * SAMPLE_RATE / FFT)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    bands = np.maximum(0.0, np.minimum(rising, falling))
    return torch.from_numpy(np.vstack([bands, np.zeros((1, BANDS))]).astype(np.float32))


def _normal(width: int, *, affine: bool = True, active: bool = True) -> nn.Sequential:
    layers = nn.Sequential()
    layers.add_module("batchnorm", nn.BatchNorm1d(width, affine=affine))
    if active:
        layers.add_module("relu", nn.ReLU())
    return layers


class _Residual(nn.Module):
    """Two 3x3 convolutions over (band, time) with a way round them; `stride` halves the bands."""

    def __init__(self, width: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, stride=(stride, 1), padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.shortcut = nn.Sequential()
        if stride > 1:
            around = nn.Conv2d(width, width, 1, stride=(stride, 1), bias=False)
            self.shortcut = nn.Sequential(around, nn.BatchNorm2d(width))

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        inner = self.bn2(self.conv2(relu(self.bn1(self.conv1(heard)))))
        out: torch.Tensor = relu(inner + self.shortcut(heard))
        return out


class _Head(nn.Module):
    """(pieces, 80, frames) to (pieces, 320, frames)."""

    def __init__(self, channels: int = 32) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.layer1 = nn.Sequential(_Residual(channels, 2), _Residual(channels, 1))
        self.layer2 = nn.Sequential(_Residual(channels, 2), _Residual(channels, 1))
        self.conv2 = nn.Conv2d(channels, channels, 3, stride=(2, 1), padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.width = channels * BANDS // 8

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        hidden = self.layer2(self.layer1(relu(self.bn1(self.conv1(heard[:, None])))))
        out: torch.Tensor = relu(self.bn2(self.conv2(hidden))).flatten(1, 2)
        return out


class _TimeDelay(nn.Module):
    """Halves the frame rate."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.linear = nn.Conv1d(width, out, 5, stride=2, padding=2, bias=False)
        self.nonlinear = _normal(out)

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.nonlinear(self.linear(heard))
        return out


class _Masked(nn.Module):
    """Context-aware masking: a time-delay layer whose channels are weighed by their context."""

    def __init__(self, width: int, out: int, dilation: int) -> None:
        super().__init__()
        self.linear_local = nn.Conv1d(width, out, 3, padding=dilation, dilation=dilation, bias=False)
        self.linear1 = nn.Conv1d(width, width // 2, 1)
        self.linear2 = nn.Conv1d(width // 2, out, 1)

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        around = avg_pool1d(heard, CONTEXT_FRAMES, CONTEXT_FRAMES, ceil_mode=True)
        around = around.repeat_interleave(CONTEXT_FRAMES, dim=2)[..., : heard.shape[2]]
        context = heard.mean(dim=2, keepdim=True) + around
        out: torch.Tensor = self.linear_local(heard) * torch.sigmoid(self.linear2(relu(self.linear1(context))))
        return out


class _Layer(nn.Module):
    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.nonlinear1 = _normal(width)
        self.linear1 = nn.Conv1d(width, BOTTLENECK, 1, bias=False)
        self.nonlinear2 = _normal(BOTTLENECK)
        self.cam_layer = _Masked(BOTTLENECK, GROWTH, dilation)

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.cam_layer(self.nonlinear2(self.linear1(self.nonlinear1(heard))))
        return out


class _Dense(nn.Module):
    """Each layer hears all layers before it."""

    def __init__(self, layers: int, width: int, dilation: int) -> None:
        super().__init__()
        for number in range(layers):
            self.add_module(f"tdnnd{number + 1}", _Layer(width + number * GROWTH, dilation))

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        for layer in self.children():
            heard = torch.cat([heard, layer(heard)], dim=1)
        return heard


class _Transit(nn.Module):
    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.nonlinear = _normal(width)
        self.linear = nn.Conv1d(width, out, 1, bias=False)

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.linear(self.nonlinear(heard))
        return out


class _Statistics(nn.Module):
    """Mean and standard deviation over time."""

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        return torch.cat([heard.mean(dim=2), heard.std(dim=2)], dim=1)


class _Embedding(nn.Module):
    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.linear = nn.Conv1d(width, out, 1, bias=False)
        self.nonlinear = _normal(out, affine=False, active=False)

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.nonlinear(self.linear(heard[:, :, None])[:, :, 0])
        return out


__all__ = ["WIDTH", "CamPlusPlus", "features"]
