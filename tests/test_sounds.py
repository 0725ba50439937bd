from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.minutes.by_ear import Sounds
from transcribe.minutes.sounds import alike, apart, heard_as, phones, said_as, weight

WORDS = st.text(alphabet="abcdefghiklmnoprstuvwxyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("knight", "nite"),
        ("phone", "fone"),
        ("quick", "kwik"),
        ("wrap", "rap"),
        ("lodge", "loj"),
        ("psalter", "salter"),
    ],
)
def test_words_that_are_said_alike_have_the_same_phones(one: str, other: str) -> None:
    assert phones(one) == phones(other)


@pytest.mark.parametrize(
    ("heard", "near", "far"),
    [
        ("bat", "pat", "mat"),
        ("fan", "van", "pan"),
        ("sip", "zip", "lip"),
        ("dot", "tot", "lot"),
        ("pin", "pen", "pit"),
        ("cot", "got", "not"),
    ],
)
def test_an_ear_confuses_sounds_of_one_kind_sooner_than_others(heard: str, near: str, far: str) -> None:
    assert apart(phones(heard), phones(near)) < apart(phones(heard), phones(far))


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways_and_nothing_only_between_like_words(one: str, other: str) -> None:
    first, second = phones(one), phones(other)
    assert apart(first, second) == pytest.approx(apart(second, first))
    assert (apart(first, second) == 0) == (first == second)
    assert 0 <= alike(first, second) <= 1


@given(WORDS, WORDS)
def test_words_said_without_a_pause_are_no_more_than_their_sounds(one: str, other: str) -> None:
    assert weight(heard_as([one, other])) <= weight(phones(one)) + weight(phones(other))


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("pdig", ["pee", "dig"]),
        ("kubectl", ["cube", "control"]),
        ("kubectl", ["cube", "CTL"]),
        ("etcd", ["et", "cee", "dee"]),
        ("gRPC", ["g", "R", "P", "C"]),
        ("systemd", ["system", "D"]),
        ("Kubeflow", ["cube", "flow"]),
        ("Jaeger", ["Yaeger"]),
    ],
)
def test_names_of_tools_are_said_as_people_say_them(term: str, words: list[str]) -> None:
    assert heard_as(words) in said_as(term)


def test_two_terms_of_one_sound_are_neither() -> None:
    assert Sounds({"cilium": "Cilium"}).find(["sillium"], 16.0, english=False)
    assert not Sounds({"cilium": "Cilium", "silium": "Silium"}).find(["sillium"], 16.0, english=False)


@given(WORDS, st.floats(0, 9))
def test_nothing_is_heard_in_what_is_no_surprise(word: str, surprise: float) -> None:
    assert Sounds({word: word}).find([word], surprise, english=False) is None
