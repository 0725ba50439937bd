import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.names.assignment import STRANGER, marginals

VOICES = ("Speaker 1", "Speaker 2", "Speaker 3")
PEOPLE = {"Ana": 0.9, "Ben": 0.9, "Cleo": 0.9}
PAIRS = [(voice, person) for voice in VOICES for person in PEOPLE]


@given(st.dictionaries(st.sampled_from(PAIRS), st.floats(-20, 20)))
def test_a_voice_is_at_most_one_person(odds: dict[tuple[str, str], float]) -> None:
    found = marginals(VOICES, PEOPLE, odds)
    assert set(found) == set(PAIRS)
    for voice in VOICES:
        assert 0 <= sum(found[voice, person] for person in PEOPLE) <= 1 + 1e-6


def test_without_signs_everybody_is_as_likely() -> None:
    found = marginals(VOICES, PEOPLE, {})
    assert max(found.values()) == pytest.approx(min(found.values()))
    assert sum(found["Speaker 1", person] for person in PEOPLE) == pytest.approx(1 - STRANGER, abs=0.02)


def test_a_sign_for_one_voice_speaks_against_the_others() -> None:
    none = marginals(VOICES, PEOPLE, {})
    found = marginals(VOICES, PEOPLE, {("Speaker 1", "Ana"): 4.0})
    assert found["Speaker 1", "Ana"] > 0.9
    assert found["Speaker 2", "Ana"] < none["Speaker 2", "Ana"]
    assert found["Speaker 2", "Ben"] > none["Speaker 2", "Ben"]


def test_two_voices_may_be_one_person_when_both_have_strong_signs() -> None:
    found = marginals(VOICES, PEOPLE, {("Speaker 1", "Ana"): 9.0, ("Speaker 2", "Ana"): 9.0})
    assert found["Speaker 1", "Ana"] > 0.8
    assert found["Speaker 2", "Ana"] > 0.8


def test_two_people_with_the_same_signs_stay_even() -> None:
    found = marginals(VOICES, PEOPLE, {("Speaker 1", "Ana"): 6.0, ("Speaker 1", "Ben"): 6.0})
    assert found["Speaker 1", "Ana"] == pytest.approx(found["Speaker 1", "Ben"])
    assert found["Speaker 1", "Ana"] < 0.6


def test_a_voice_that_fits_nobody_stays_nobody() -> None:
    found = marginals(("Speaker 1",), {"Ana": 0.5}, {("Speaker 1", "Ana"): -8.0})
    assert found["Speaker 1", "Ana"] < 0.05


def test_nobody_to_name_or_nothing_to_name() -> None:
    assert marginals((), PEOPLE, {}) == {}
    assert marginals(VOICES, {}, {}) == {}
