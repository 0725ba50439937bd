"""What a voice sounds like: the CAM++ network and the features it hears.

CAM++ (Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware Masking",
Interspeech 2023): a small two-dimensional convolution front end, then three blocks of densely connected time-delay
layers, each masked by what the surrounding second and the whole piece are like, and statistics over time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn.functional import avg_pool1d, conv1d, conv2d, normalize

from transcribe.audio import SAMPLE_RATE
from transcribe.engines.parallel import share, torch_threads

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
MAX_FRAMES = 600
"""Of a longer piece the middle is heard: who speaks when is told as well from 6 s as from 10 s, from 4 s no more."""
CONTEXT_FRAMES = 100
"""Frames, at half rate, over which a layer's local context is taken: two seconds."""
BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers and dilation of each block."""
GROWTH = 32
EPSILON = 1e-5

State = dict[str, torch.Tensor]
Layer = tuple[torch.Tensor, torch.Tensor]


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


class CamPlusPlus:
    """(pieces, frames, 80) to (pieces, 192).

    Made for inference alone: each normalisation is folded into the layer before it where there is one, the front end
    keeps its channels last in memory, and each dense block writes into one array instead of joining two at each layer.
    """

    def __init__(self, checkpoint: Path) -> None:
        state: State = torch.load(checkpoint, map_location="cpu", weights_only=True)
        self._first = _convolution(state, "head.conv1", "head.bn1")
        self._residuals = [_Residual(state, f"head.layer{layer}.{number}") for layer in (1, 2) for number in (0, 1)]
        self._last = _convolution(state, "head.conv2", "head.bn2")
        self._delay = _folded(state, "xvector.tdnn.linear", "xvector.tdnn.nonlinear.batchnorm")
        self._blocks = [
            (
                [_Dense(state, f"xvector.block{block}.tdnnd{layer + 1}", dilation) for layer in range(layers)],
                _scaling(state, f"xvector.transit{block}.nonlinear.batchnorm"),
                _matrix(state, f"xvector.transit{block}.linear"),
            )
            for block, (layers, dilation) in enumerate(BLOCKS, start=1)
        ]
        self._out = _scaling(state, "xvector.out_nonlinear.batchnorm")
        weight, bias = _folded(state, "xvector.dense.linear", "xvector.dense.nonlinear.batchnorm")
        self._embedding = weight[..., 0].T.contiguous(), bias

    def __call__(self, heard: torch.Tensor) -> torch.Tensor:
        """Embeddings, not yet scaled to length 1."""
        with torch.inference_mode():
            image = heard.transpose(1, 2)[:, None].contiguous(memory_format=torch.channels_last)
            image = conv2d(image, *self._first, padding=1).relu_()
            for residual in self._residuals:
                image = residual(image)
            image = conv2d(image, *self._last, stride=(2, 1), padding=1).relu_()
            delayed = conv1d(image.flatten(1, 2), *self._delay, stride=2, padding=2).relu_()
            hidden = delayed.transpose(1, 2).contiguous()
            for layers, scaling, matrix in self._blocks:
                hidden = _rectified(_dense(hidden, layers), scaling) @ matrix
            hidden = _rectified(hidden, self._out)
            statistics = torch.cat([hidden.mean(dim=1), hidden.std(dim=1)], dim=1)
            weight, bias = self._embedding
            return torch.addmm(bias, statistics, weight)

    def embed(
        self,
        pieces: Sequence[NDArray[np.float32]],
        threads: int = 1,
        told: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """(pieces, 192), rows of length 1, for feature pieces of any length; batched by similar length.

        `told` hears how many more pieces are done.
        """

        def heard(batch: list[int]) -> NDArray[np.float32]:
            length = min(_length(len(pieces[batch[0]])), MAX_FRAMES)
            vectors = self(torch.from_numpy(np.stack([_cut(pieces[position], length) for position in batch])))
            return normalize(vectors, dim=1).numpy()

        batches = _alike(pieces)
        # the longest first: the threads end together
        batches.reverse()
        found = np.zeros((len(pieces), WIDTH), np.float32)
        with torch_threads(1):
            vectors = share(heard, batches, threads, told and (lambda batch: told(len(batch))))
        for batch, rows in zip(batches, vectors, strict=True):
            found[batch] = rows
        return found


def _length(frames: int) -> int:
    return max(MIN_FRAMES, frames // LENGTH_STEP * LENGTH_STEP)


def _alike(pieces: Sequence[NDArray[np.float32]]) -> list[list[int]]:
    """Batches by similar length, each cut to its first and shortest.

    Padding would change the statistics; a few frames less do not.
    """
    lengths = [min(len(piece), MAX_FRAMES) for piece in pieces]
    batches: list[list[int]] = []
    for position in sorted(range(len(pieces)), key=lengths.__getitem__):
        if batches:
            shortest, many = _length(lengths[batches[-1][0]]), len(batches[-1])
            if lengths[position] <= shortest + shortest // 8 and (many + 1) * shortest <= BATCH_FRAMES:
                batches[-1].append(position)
                continue
        batches.append([position])
    return batches


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


def _scaling(state: State, norm: str) -> Layer:
    """What a normalisation does once it is trained: a factor and a summand for each channel."""
    factor = (state[f"{norm}.running_var"] + EPSILON).rsqrt() * state.get(f"{norm}.weight", torch.ones(1))
    return factor, state.get(f"{norm}.bias", torch.zeros(1)) - state[f"{norm}.running_mean"] * factor


def _folded(state: State, layer: str, norm: str) -> Layer:
    """Weights and bias of a layer and the normalisation after it."""
    factor, summand = _scaling(state, norm)
    weight = state[f"{layer}.weight"]
    return weight * factor.view(-1, *[1] * (weight.dim() - 1)), summand


def _convolution(state: State, layer: str, norm: str) -> Layer:
    weight, bias = _folded(state, layer, norm)
    return weight.contiguous(memory_format=torch.channels_last), bias


def _matrix(state: State, layer: str) -> torch.Tensor:
    """(in, out) of a layer that looks at one frame."""
    return state[f"{layer}.weight"][..., 0].T.contiguous()


def _rectified(hidden: torch.Tensor, scaling: Layer) -> torch.Tensor:
    factor, summand = scaling
    return torch.addcmul(summand, hidden, factor).relu_()


class _Residual:
    """Two 3x3 convolutions over (band, time) with a way round them; the first of a pair halves the bands."""

    def __init__(self, state: State, name: str) -> None:
        self._first = _convolution(state, f"{name}.conv1", f"{name}.bn1")
        self._second = _convolution(state, f"{name}.conv2", f"{name}.bn2")
        halves = f"{name}.shortcut.0.weight" in state
        self._round = _convolution(state, f"{name}.shortcut.0", f"{name}.shortcut.1") if halves else None

    def __call__(self, image: torch.Tensor) -> torch.Tensor:
        stride = (2, 1) if self._round else (1, 1)
        inner = conv2d(image, *self._first, stride=stride, padding=1).relu_()
        inner = conv2d(inner, *self._second, padding=1)
        return inner.add_(conv2d(image, *self._round, stride=stride) if self._round else image).relu_()


class _Dense:
    """A time-delay layer whose channels are weighed by what the surrounding second and the whole piece are like."""

    def __init__(self, state: State, name: str, dilation: int) -> None:
        self._scaling = _scaling(state, f"{name}.nonlinear1.batchnorm")
        weight, self._bias = _folded(state, f"{name}.linear1", f"{name}.nonlinear2.batchnorm")
        self._narrow = weight[..., 0].T.contiguous()
        local = state[f"{name}.cam_layer.linear_local.weight"]
        self._local = local.permute(1, 2, 0).flatten(1).contiguous()
        self._dilation = dilation
        self._context = [
            (_matrix(state, f"{name}.cam_layer.linear{number}"), state[f"{name}.cam_layer.linear{number}.bias"])
            for number in (1, 2)
        ]

    def __call__(self, heard: torch.Tensor) -> torch.Tensor:
        """(pieces, frames, channels) to (pieces, frames, 32)."""
        pieces, frames, _ = heard.shape
        hidden = torch.addmm(self._bias, _rectified(heard, self._scaling).flatten(0, 1), self._narrow).relu_()
        # one product for the frame before, the frame itself and the frame after
        before, local, after = (hidden @ self._local).view(pieces, frames, 3, GROWTH).unbind(2)
        near = min(self._dilation, frames)
        out = local.clone()
        out[:, near:] += before[:, : frames - near]
        out[:, : frames - near] += after[:, near:]
        return out.mul_(self._weights(hidden.view(pieces, frames, -1)))

    def _weights(self, hidden: torch.Tensor) -> torch.Tensor:
        around = avg_pool1d(hidden.transpose(1, 2), CONTEXT_FRAMES, CONTEXT_FRAMES, ceil_mode=True).transpose(1, 2)
        context = around + hidden.mean(dim=1, keepdim=True)
        (first, first_bias), (second, second_bias) = self._context
        weights = ((context @ first + first_bias).relu_() @ second + second_bias).sigmoid_()
        return weights.repeat_interleave(CONTEXT_FRAMES, dim=1)[:, : hidden.shape[1]]


def _dense(hidden: torch.Tensor, layers: Sequence[_Dense]) -> torch.Tensor:
    """Each layer hears all layers before it."""
    pieces, frames, width = hidden.shape
    found = hidden.new_empty(pieces, frames, width + GROWTH * len(layers))
    found[..., :width] = hidden
    for layer in layers:
        found[..., width : width + GROWTH] = layer(found[..., :width])
        width += GROWTH
    return found
