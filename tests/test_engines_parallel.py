"""Pieces of work shared among threads."""

from __future__ import annotations

import threading
import time

import pytest
import torch

from transcribe.engines.parallel import share, torch_threads


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_keep_the_order_of_the_items(threads: int) -> None:
    def slow_at_first(item: int) -> int:
        time.sleep(0.002 * (10 - item))
        return item * item

    told: list[int] = []
    assert share(slow_at_first, list(range(10)), threads, told.append) == [item * item for item in range(10)]
    assert sorted(told) == list(range(10))
    assert share(slow_at_first, [], threads) == []


def test_the_work_is_done_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=10)
    assert len(share(lambda _: together.wait(), range(3), 3)) == 3


def test_an_error_keeps_what_is_not_begun_from_beginning() -> None:
    begun: list[int] = []

    def fail(item: int) -> None:
        begun.append(item)
        time.sleep(0.01)
        if item == 1:
            message = "broken"
            raise ValueError(message)

    with pytest.raises(ValueError, match="broken"):
        share(fail, range(100), 2)
    assert len(begun) < 20


def test_ctrl_c_waits_for_nobody() -> None:
    free = threading.Event()
    begun: list[int] = []

    def piece(item: int) -> None:
        begun.append(item)
        if item:
            free.wait(30)

    def pressed(_: int) -> None:
        raise KeyboardInterrupt

    before = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        share(piece, range(100), 2, pressed)
    assert time.monotonic() - before < 10
    free.set()
    assert len(begun) < 20


def test_torch_has_its_threads_back_afterwards() -> None:
    before = torch.get_num_threads()
    with torch_threads(1):
        assert torch.get_num_threads() == 1
        assert share(lambda _: torch.get_num_threads(), [0, 1], 2) == [1, 1]
    assert torch.get_num_threads() == before
