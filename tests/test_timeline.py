"""The published clock: what was cut, what was shifted, and how offsets are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.clock import clock
from transcribe.errors import PublishError
from transcribe.publish import timeline
from transcribe.publish.timeline import Timeline
from transcribe.schema import Naming, Piece, Utterance, Word

CUT = Timeline((Piece(10, 100, -10), Piece(130, 200, -40), Piece(200, 300, -20)))
SPANS = st.tuples(st.floats(0, 300), st.floats(0, 40)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def utterance(start: float, end: float, voice: str | None = "Speaker 1", text: str = "so it is") -> Utterance:
    return Utterance(start, end, f"u{round(start * 1000):07d}", voice, text, 1.0)


@given(st.floats(0, 3600), st.floats(-1800, 1800))
def test_a_shift_moves_every_moment_that_is_left(moment: float, offset: float) -> None:
    shown = timeline.shifted(3600, offset)
    there = shown.at(moment)
    if moment + offset < -0.001:
        assert there is None
    elif moment + offset > 0.001:
        assert there == pytest.approx(moment + offset, abs=0.001)


def test_an_offset_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(PublishError) as raised:
        timeline.shifted(60, -61)
    assert str(raised.value) == "an offset of -1:01 leaves nothing of a recording of 1:00"


def test_what_was_cut_has_no_moment() -> None:
    assert [CUT.at(moment) for moment in (5, 10, 99, 115, 130, 199, 250)] == [None, 0, 89, None, 90, 159, 230]


@given(st.lists(SPANS, max_size=30))
def test_what_is_published_stays_in_order_inside_the_recording(spans: list[tuple[float, float]]) -> None:
    said = timeline.spoken([utterance(*span) for span in sorted(spans)], [], CUT)
    starts = [entry.start for entry in said]
    assert starts == sorted(starts)
    assert all(0 <= entry.start <= entry.end <= 280 for entry in said)


def test_an_utterance_mostly_cut_is_left_out_and_one_mostly_kept_is_clipped() -> None:
    said = timeline.spoken([utterance(90, 105), utterance(95, 120), utterance(125, 140)], [], CUT)
    assert [(entry.start, entry.end) for entry in said] == [(80, 90), (90, 100)]


def test_speakers_are_shown_by_name_else_by_voice() -> None:
    names = [Naming("Speaker 1", "Ada Moreno", 0.9), Naming("Speaker 2", None, 0.1)]
    voices = ["Speaker 1", "Speaker 2", "Speaker 3", None]
    said = timeline.spoken(
        [utterance(at, at + 1, voice) for at, voice in enumerate(voices)], names, timeline.shifted(10)
    )
    assert [entry.speaker for entry in said] == ["Ada Moreno", "Speaker 2", "Speaker 3", "Unknown"]


def test_pieces_may_not_overlap() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Timeline((Piece(0, 10, 0), Piece(10, 20, -5)))


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59), st.sampled_from(["", "+", "-"]))
def test_offsets_are_read_as_people_write_them(hours: int, minutes: int, seconds: int, sign: str) -> None:
    total = hours * 3600 + minutes * 60 + seconds
    wanted = -total if sign == "-" else total
    assert timeline.read_offset(f"{sign}{hours}:{minutes:02d}:{seconds:02d}") == wanted
    assert timeline.read_offset(f"{sign}{total}") == wanted
    assert timeline.read_offset(clock(wanted)) == wanted


@pytest.mark.parametrize(("text", "seconds"), [("1:35", 95), ("-37.4", -37.4), ("95s", 95), ("-0:37.4", -37.4)])
def test_fractions_and_minutes(text: str, seconds: float) -> None:
    assert timeline.read_offset(text) == seconds


@pytest.mark.parametrize("text", ["", "x", "1:2:3:4", "--3", "1m"])
def test_other_offsets_are_refused(text: str) -> None:
    with pytest.raises(PublishError, match="is no offset: write seconds"):
        timeline.read_offset(text)


def test_words_keep_their_times_while_nobody_changed_them() -> None:
    heard = [Word(10 + number, 10.5 + number, f" {text}", 1.0) for number, text in enumerate(["so", "no", "it", "is"])]
    shown = timeline.shifted(60, 5)
    [same] = timeline.spoken([utterance(10, 14)], [], shown, heard)
    assert same.words == (15, 17, 18)
    [changed] = timeline.spoken([utterance(10, 14, text="so it was")], [], shown, heard)
    assert changed.words == ()
    [elsewhere] = timeline.spoken([utterance(30, 34)], [], shown, heard)
    assert elsewhere.words == ()
