"""Sentence vectors kept between runs of the benchmarks."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from transcribe.engines import Passage, SentenceEncoder

    Vector = NDArray[np.float32]

Text = TypeVar("Text", str, "Passage")


class Remembering:
    """The sentence encoder with its vectors kept in a file, so that a second run takes seconds."""

    def __init__(self) -> None:
        self._file = Path(tempfile.gettempdir()) / "transcribe-benchmarks" / "vectors.npz"
        self._sentences: dict[str, Vector] = {}
        self._passages: dict[str, Vector] = {}
        self._encoder: SentenceEncoder | None = None
        if self._file.is_file():
            with np.load(self._file) as kept:
                for name, known in (("sentences", self._sentences), ("passages", self._passages)):
                    known.update(zip(kept[f"{name}_keys"].tolist(), kept[name], strict=True))

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does."""
        return self._remembered(self._sentences, sentences, lambda encoder, missing: encoder.encode(missing))

    def in_context(self, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """As the encoder does."""
        return self._remembered(self._passages, passages, lambda encoder, missing: encoder.in_context(missing))

    def _remembered(
        self, known: dict[str, Vector], wanted: Sequence[Text], make: Callable[[SentenceEncoder, list[Text]], Vector]
    ) -> Vector:
        keys = [hashlib.sha1(repr(one).encode(), usedforsecurity=False).hexdigest() for one in wanted]
        missing = {key: one for key, one in zip(keys, wanted, strict=True) if key not in known}
        if missing:
            if self._encoder is None:
                from transcribe.engines import sentence_encoder

                self._encoder = sentence_encoder("minilm")
            known.update(zip(missing, make(self._encoder, list(missing.values())), strict=True))
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)

    def keep(self) -> None:
        """Write what was encoded."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        aside = self._file.with_suffix(".part.npz")
        kept: dict[str, NDArray[Any]] = {}
        for name, known in (("sentences", self._sentences), ("passages", self._passages)):
            kept[f"{name}_keys"] = np.array(list(known), dtype="U40")
            kept[name] = np.stack(list(known.values())) if known else np.zeros((0, 0), dtype=np.float32)
        np.savez(aside, allow_pickle=False, **kept)
        aside.replace(self._file)
