"""Words and turns into who said what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.schema import Segment, Transcript, Turn, Word
from transcribe.utterances import TOO_LONG, join, named_turns, sureness, talk_time, words_of

times = st.floats(0, 200).map(lambda value: round(value, 3))


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Words in order with gaps, now and then at the same moment, some ending a sentence."""
    now = 0.0
    words: list[Word] = []
    for _ in range(draw(st.integers(0, 40))):
        now = round(now + draw(st.sampled_from([0.0, 0.05, 0.4, 2.0])), 3)
        length = draw(st.sampled_from([0.0, 0.2, 0.5]))
        text = draw(st.sampled_from([" yes", " no.", " Kris", "-er", " why?"]))
        words.append(Word(now, now + length, text, 0.9))
        now = round(now + length, 3)
    text = "".join(word.text for word in words)
    return Transcript("en", now, (Segment(0.0, now, text, tuple(words)),) if words else ())


turn_lists = st.lists(
    st.tuples(times, times, st.sampled_from(["Speaker 1", "Speaker 2", "Speaker 3"])).map(
        lambda parts: Turn(min(parts[:2]), max(parts[:2]), parts[2])
    ),
    max_size=12,
).map(tuple)


@given(transcripts(), turn_lists)
def test_every_word_lands_in_exactly_one_utterance_in_order(transcript: Transcript, turns: tuple[Turn, ...]) -> None:
    utterances = join(transcript, turns)
    found = words_of(transcript, utterances)
    assert tuple(word for utterance in utterances for word in found[utterance.id]) == transcript.words
    for utterance in utterances:
        assert "".join(word.text for word in found[utterance.id]).strip() == utterance.text
    assert [u.id for u in utterances] == sorted({u.id for u in utterances})


@given(transcripts(), turn_lists)
def test_a_voice_is_one_that_speaks_in_the_turns(transcript: Transcript, turns: tuple[Turn, ...]) -> None:
    known = {turn.voice for turn in turns} or {None}
    assert {utterance.voice for utterance in join(transcript, turns)} <= known


def said(*texts: str, gap: float = 0.0) -> Transcript:
    words: list[Word] = []
    for position, text in enumerate(texts):
        start = position * (0.5 + gap)
        words.append(Word(start, start + 0.5, f" {text}", 1.0))
    end = words[-1].end
    return Transcript("en", end, (Segment(0, end, "".join(word.text for word in words), tuple(words)),))


def test_a_segment_is_split_where_the_voice_changes() -> None:
    transcript = said("shall", "we", "merge?", "Yes,", "please", "do.")
    utterances = join(transcript, (Turn(0, 1.5, "Speaker 1"), Turn(1.5, 3.0, "Speaker 2")))
    assert [(u.voice, u.text) for u in utterances] == [
        ("Speaker 1", "shall we merge?"),
        ("Speaker 2", "Yes, please do."),
    ]


def test_a_turn_border_that_is_a_little_off_does_not_tear_a_word_away() -> None:
    transcript = said("shall", "we", "merge?", "Yes,", "please", "do.")
    utterances = join(transcript, (Turn(0, 1.2, "Speaker 1"), Turn(1.2, 3.0, "Speaker 2")))
    assert [u.text for u in utterances] == ["shall we merge?", "Yes, please do."]


def test_one_stray_half_word_of_another_voice_changes_nothing() -> None:
    transcript = said("we", "should", "really", "merge", "this", "today")
    turns = (Turn(0, 3.0, "Speaker 1"), Turn(1.2, 1.5, "Speaker 2"))
    assert [u.voice for u in join(transcript, turns)] == ["Speaker 1"]


def test_a_pause_ends_an_utterance() -> None:
    assert len(join(said("yes", "no", gap=2.0), (Turn(0, 9, "Speaker 1"),))) == 2


def test_a_monologue_is_cut_into_paragraphs() -> None:
    transcript = said(*["word"] * 300)
    utterances = join(transcript, (Turn(0, 200, "Speaker 1"),))
    assert max(u.duration for u in utterances) <= TOO_LONG + 1


def test_without_turns_nobody_is_named() -> None:
    assert {u.voice for u in join(said("yes", "no"), ())} == {None}


def test_confidence_falls_where_no_turn_covers_the_words() -> None:
    covered, outside = join(said("yes", "no", gap=3.0), (Turn(0, 1, "Speaker 1"),))
    assert outside.confidence < covered.confidence


def test_named_turns_and_talk_time_follow_the_source() -> None:
    segment = Segment(0, 2, " yes", (Word(0, 2, " yes", 1.0),), voice="Ada")
    transcript = Transcript("en", 2.0, (segment,))
    assert named_turns(transcript) == (Turn(0, 2, "Ada"),)
    assert talk_time(join(transcript, named_turns(transcript))) == {"Ada": 2.0}


def test_a_word_that_comes_again_is_doubted_less() -> None:
    texts = ("Parser", "rocks.", "The", "parser.", "parser,", "Parser")
    chances = (0.6, 0.6, 0.9, 0.4, 0.8, 0.8)
    words = tuple(
        Word(place, place + 0.5, f" {text}", chance)
        for place, (text, chance) in enumerate(zip(texts, chances, strict=True))
    )
    transcript = Transcript("en", 6.0, (Segment(0, 6, "".join(word.text for word in words), words),))
    (utterance,) = join(transcript, ())
    assert sureness(transcript, [utterance])[utterance.id] == pytest.approx({"parser": 0.7, "rocks": 0.6, "the": 0.9})
