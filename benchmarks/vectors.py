"""Sentence vectors kept between runs of the benchmarks."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from transcribe.engines import SentenceEncoder


class Remembering:
    """The sentence encoder with its vectors kept in a file, so that a second run takes seconds."""

    def __init__(self) -> None:
        self._file = Path(tempfile.gettempdir()) / "transcribe-benchmarks" / "minilm.npz"
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._encoder: SentenceEncoder | None = None
        if self._file.is_file():
            with np.load(self._file) as kept:
                self._vectors = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does."""
        keys = [hashlib.sha1(sentence.encode(), usedforsecurity=False).hexdigest() for sentence in sentences]
        missing = {key: sentence for key, sentence in zip(keys, sentences, strict=True) if key not in self._vectors}
        if missing:
            if self._encoder is None:
                from transcribe.engines import sentence_encoder

                self._encoder = sentence_encoder("minilm")
            self._vectors.update(zip(missing, self._encoder.encode(list(missing.values())), strict=True))
        return np.stack([self._vectors[key] for key in keys]) if keys else np.zeros((0, 384), dtype=np.float32)

    def keep(self) -> None:
        """Write what was encoded."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        aside = self._file.with_suffix(".part.npz")
        np.savez(aside, keys=np.array(list(self._vectors)), vectors=np.stack(list(self._vectors.values())))
        aside.replace(self._file)
