from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from transcribe.engines import sentence_encoder
from transcribe.minutes import Context, worth
from transcribe.minutes.extractive import LEAST_WORTH, MISSED_WORDS, Extractive
from transcribe.minutes.learned import Learned, learned
from transcribe.minutes.length import CALLED_OUT
from transcribe.schema import AgendaItem, Attendee, Notes, Utterance

if TYPE_CHECKING:
    from transcribe.engines import SentenceEncoder

ROOF = AgendaItem("roof", "Repair of the roof", (), (), (), (4, 5))
NOTES = Notes("Calls", None, (), (Attendee("Ada Bell"),), (ROOF,), (), (), (0, 9), {})
CONTEXT = Context(NOTES, {"v1": "Ada Bell"})


@pytest.mark.engines
@pytest.mark.parametrize(
    "lines",
    [
        ("The new roof keeps the rain out for thirty years", "Those ones keep it out over there, which is fine"),
        ("The builders found two broken beams under the old roof", "A little bit of context on what is in the chat"),
        ("The repair costs twelve thousand euros because of the wood", "Very, in the house in general, being then so"),
    ],
)
def test_a_clear_line_of_substance_is_worth_more(minilm: SentenceEncoder, lines: tuple[str, str]) -> None:
    odds = worth.log_odds(lines, minilm, learned("worth"))
    assert all(before > after for before, after in pairwise(odds.tolist()))


def test_a_line_that_tells_of_something_has_a_better_form_than_one_of_us() -> None:
    assert worth.form("The parser reads the old harbour files") > worth.form(
        "We have a parser for the old harbour files"
    )


def test_there_is_a_weight_for_every_sign_and_direction() -> None:
    weights = learned("worth")
    assert len(worth.signs("We have a parser")) == len(weights.signs)
    assert len(weights.mean) == len(weights.scale) == len(weights.meant) == 768


@pytest.mark.parametrize(("odds", "drafted"), [(LEAST_WORTH + 0.1, 1), (LEAST_WORTH - 0.1, 0)])
def test_what_is_hardly_worth_telling_is_left_out_even_where_there_is_room(odds: float, drafted: int) -> None:
    weights = Learned(odds, (0.0,) * len(worth.signs("The roof leaks")), (), (), ())
    said = "The builders found two broken beams under the old roof. "
    talk = (Utterance(0.0, 90.0, "u0000000", "v1", said + "Yeah. " * CALLED_OUT, 0.9),)
    points = Extractive(sentence_encoder("scripted"), worth=weights).points(ROOF, talk, CONTEXT)
    assert [point.confidence for point in points] == [pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-3)] * drafted


def test_what_much_was_said_of_is_told_by_its_best_line() -> None:
    weights = Learned(LEAST_WORTH - 0.1, (0.0,) * len(worth.signs("The roof leaks")), (), (), ())
    said = "The builders found two broken beams under the old roof. "
    for spoken, drafted in ((CALLED_OUT, 0), (MISSED_WORDS, 1)):
        talk = (Utterance(0.0, 90.0, "u0000000", "v1", said + "Yeah. " * spoken, 0.9),)
        assert len(Extractive(sentence_encoder("scripted"), worth=weights).points(ROOF, talk, CONTEXT)) == drafted
