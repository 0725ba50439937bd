"""People are counted from their pieces: as many as there are, within the bounds, two in one window never the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcribe.engines.clustering import NOBODY, Pieces, group

if TYPE_CHECKING:
    from numpy.typing import NDArray


def room(people: int, windows: int = 40, seed: int = 0, noise: float = 0.06) -> tuple[Pieces, NDArray[np.int64]]:
    """Made-up pieces: two different people in each window, each with a direction of their own."""
    random = np.random.default_rng(seed)
    voices = random.standard_normal((people, 192))
    voices /= np.linalg.norm(voices, axis=1, keepdims=True)
    truth = np.concatenate([(np.arange(min(2, people)) + window) % people for window in range(windows)])
    vectors = voices[truth] + noise * random.standard_normal((len(truth), 192))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    seconds = random.uniform(0.3, 6, len(truth)).astype(np.float32)
    rows = np.repeat(np.arange(windows), min(2, people))
    return Pieces(vectors.astype(np.float32), seconds, rows), truth


def same(found: NDArray[np.int64], truth: NDArray[np.int64]) -> bool:
    return len(set(zip(found, truth, strict=True))) == len(set(truth)) == len(set(found))


@pytest.mark.parametrize("people", [1, 2, 3, 5, 8, 12])
def test_everyone_is_found(people: int) -> None:
    pieces, truth = room(people)
    assert same(group(pieces), truth)


@settings(max_examples=30)
@given(st.integers(1, 8), st.integers(1, 8), st.integers(0, 3), st.integers(0, 99))
def test_bounds_are_held_and_windows_respected(people: int, lower: int, more: int, seed: int) -> None:
    pieces, _ = room(people, seed=seed, noise=0.15)
    found = group(pieces, lower, lower + more)
    assert lower <= len(set(found) - {NOBODY}) <= lower + more
    for window in set(pieces.windows):
        own = found[(pieces.windows == window) & (found != NOBODY)]
        assert len(set(own)) == len(own)


def test_a_cough_makes_no_person() -> None:
    pieces, truth = room(3)
    stranger = np.roll(pieces.vectors[:1], 7, axis=1)
    more = Pieces(np.vstack([pieces.vectors, stranger]), np.append(pieces.seconds, 1.2), np.append(pieces.windows, 999))
    assert same(group(more)[:-1], truth)
    assert len(set(group(more))) == 3


def test_nobody_at_all() -> None:
    assert len(group(Pieces(np.zeros((0, 192), np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64)))) == 0
