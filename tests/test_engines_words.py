"""Words come out in order, within the sound, without loops and inventions."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from transcribe.engines.words import PAUSE_S, segments, tidy, without_loops
from transcribe.schema import Word

moments = st.floats(0, 60, allow_nan=False)
words = st.builds(
    lambda start, length, text, probability: Word(start, start + length, f" {text}", probability),
    moments,
    st.floats(0, 9),
    st.sampled_from(["plugin", "so", "the", "registry", ""]),
    st.floats(0, 1),
)
speech = st.lists(moments, max_size=8, unique=True).map(
    lambda edges: list(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


def said(text: str, start: float = 0.0) -> list[Word]:
    return [Word(start + n / 2, start + n / 2 + 0.4, f" {each}", 0.9) for n, each in enumerate(text.split())]


@given(st.lists(words, max_size=40), speech, st.floats(0, 70))
def test_times_never_run_back_and_stay_inside(
    found: list[Word], spans: list[tuple[float, float]], duration: float
) -> None:
    kept = tidy(found, spans, duration)
    edges = [edge for word in kept for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert all(edge <= round(duration, 3) for edge in edges)
    assert all(word.text.strip() for word in kept)


@given(st.lists(words, max_size=40))
def test_segments_hold_every_word_once(found: list[Word]) -> None:
    kept = tidy(found, [(0.0, 60.0)], 60.0)
    runs = segments(kept)
    assert tuple(word for run in runs for word in run.words) == kept
    assert all(run.text == "".join(word.text for word in run.words) for run in runs)
    assert all(later.start - run.end >= PAUSE_S or run.duration > 20 for run, later in itertools.pairwise(runs))


def test_a_loop_is_said_once_and_emphasis_stays() -> None:
    loop = said("we should look at this " * 9 + "and then go on")
    assert [word.text.strip() for word in without_loops(loop)] == [
        word.text.strip() for word in said("we should look at this and then go on")
    ]
    assert without_loops(said("no no no no, that is fine")) == said("no no no no, that is fine")


def test_what_nobody_said_is_dropped() -> None:
    spoken, invented = said("good morning", 10.0), said("thank you for watching", 40.0)
    doubtful = [Word(12.0, 12.2, " well", 0.1)]
    assert tidy([*spoken, *doubtful, *invented], [(9.9, 11.0)], 60.0) == tuple(spoken)


def test_a_word_stretched_over_a_pause_is_cut_back_to_the_voice() -> None:
    (word,) = tidy([Word(2.0, 9.0, " Hello", 0.9)], [(8.2, 11.0)], 20.0)
    assert (word.start, word.end) == (8.2, 9.0)
