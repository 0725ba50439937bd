import numpy as np
import pytest

from transcribe.engines import Passage, SentenceEncoder

pytestmark = pytest.mark.engines

SENTENCES = (
    "The release of the driver waits for the new build machines.",
    "We cannot ship the driver before the build servers are there.",
    "Her grandmother grew tomatoes on the balcony.",
    "ok",
    "",
    "a very long story " * 300,
)


def test_rows_have_length_one(minilm: SentenceEncoder) -> None:
    vectors = minilm.encode(SENTENCES)
    assert vectors.shape == (len(SENTENCES), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_sentences_give_no_rows(minilm: SentenceEncoder) -> None:
    assert minilm.encode(()).shape == (0, 384)


def test_like_meaning_is_nearer_than_unlike(minilm: SentenceEncoder) -> None:
    vectors = minilm.encode(SENTENCES[:3])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.3


def test_a_vector_does_not_depend_on_its_company_or_order(minilm: SentenceEncoder) -> None:
    together = minilm.encode(SENTENCES)
    alone = np.vstack([minilm.encode([sentence]) for sentence in SENTENCES])
    backwards = minilm.encode(SENTENCES[::-1])[::-1]
    assert np.allclose(together, alone, atol=1e-4)
    assert np.allclose(together, backwards, atol=1e-4)


def test_a_text_is_read_with_its_neighbours(minilm: SentenceEncoder) -> None:
    passages = [
        Passage("other: Can you paint it?", "Sure.", "same: I have green paint."),
        Passage("other: Is the door green?", "Sure.", ""),
        Passage("", "", ""),
        Passage("a very long story " * 300, "a very long story " * 300, "a very long story " * 300),
    ]
    together = minilm.in_context(passages)
    assert together.shape == (4, 768)
    assert np.isfinite(together).all()
    assert not np.allclose(together[0], together[1], atol=0.1)
    alone = np.vstack([minilm.in_context([passage]) for passage in passages])
    assert np.allclose(together, alone, atol=1e-3)
    assert minilm.in_context([]).shape[0] == 0
