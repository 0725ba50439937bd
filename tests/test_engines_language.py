"""Which language a call is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import PAGE, SAMPLES, needs_weights
from transcribe.engines import language
from transcribe.engines.english import UNKNOWN, is_english, surprise

SPEECH = [(1.0, 1.5), (10.0, 36.0), (40.0, 41.0), (80.0, 106.0), (150.0, 170.0), (200.0, 201.0), (240.0, 266.0)]


def test_the_call_is_heard_where_it_is_fullest_of_speech() -> None:
    heard = language.telling(SPEECH, SPEECH)
    assert list(heard) == [(10.0, 36.0), (80.0, 106.0), (150.0, 170.0), (240.0, 266.0)]
    assert list(heard.values()) == [26.0, 26.0, 20.0, 26.0]


@given(st.lists(st.floats(0, 3000), min_size=2, max_size=60, unique=True))
def test_there_is_something_to_hear_wherever_somebody_speaks(edges: list[float]) -> None:
    chunks = list(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
    heard = language.telling(chunks, chunks)
    assert 1 <= len(heard) <= language.CHUNKS
    assert set(heard) <= set(chunks)
    assert list(heard) == sorted(heard)
    assert max(end - start for start, end in chunks) in heard.values()


def test_nothing_is_heard_where_nobody_speaks() -> None:
    assert language.telling([], []) == {}


def test_a_word_in_another_language_does_not_outvote_the_call() -> None:
    votes = language.votes([{"en": 0.9, "ar": 0.1}, {"ar": 1.0}], [26.0, 1.0])
    assert list(votes) == ["en", "ar"]
    assert sum(votes.values()) == pytest.approx(1)


def test_the_pages_language_decides_between_two_that_sound_alike_and_no_more() -> None:
    alike, clear = {"cy": 0.6, "en": 0.3, "nl": 0.1}, {"pt": 0.9, "en": 0.05, "es": 0.05}
    assert next(iter(language.votes([alike], [26.0]))) == "cy"
    assert next(iter(language.votes([alike], [26.0], "en"))) == "en"
    assert next(iter(language.votes([clear], [26.0], "en"))) == "pt"


@needs_weights
def test_a_page_is_english_by_its_words() -> None:
    assert is_english(PAGE)
    assert is_english((SAMPLES / "page.md").read_text(encoding="utf-8"))
    assert not is_english("# Treffen\n\nHeute sprechen wir über die neue Version und die offenen Fragen.\n")
    assert not is_english("Bonjour à tous, nous parlons de la nouvelle version et des questions ouvertes.\n")
    assert not is_english("# 2026-03-04\n")


@needs_weights
def test_a_word_is_the_less_surprising_the_more_it_is_used() -> None:
    assert surprise("the") < surprise("control") < surprise("cube") < surprise("cubanits") == UNKNOWN
    assert surprise("a") < surprise("b") < UNKNOWN
