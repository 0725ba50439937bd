import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.names.hearing import Ear, fold, likeness, tokens
from transcribe.schema import Attendee

PEOPLE = (
    Attendee("Marta Oliveira", "moliveira"),
    Attendee("Tomas Lindqvist", "tlindq"),
    Attendee("Kris Nováček", "kris-nova"),
    Attendee("Leonora Grimaldi", "leogri"),
    Attendee("Leonard Bassett"),
    Attendee("Will Sommer"),
    Attendee("Ainara Zubiri - Zetacorp"),
    Attendee("RiverOfSalt"),
)


def heard(text: str) -> list[dict[str, float]]:
    words = tokens(text)
    return [dict(found.who) for found in Ear(PEOPLE, [words]).listen(words) if not found.doubtful]


def best(text: str) -> list[str]:
    return [max(who, key=lambda person: who[person]) for who in heard(text)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I talked to Marta Oliveira yesterday", "Marta Oliveira"),
        ("I talked to Thomas yesterday", "Tomas Lindqvist"),
        ("I talked to Martha yesterday", "Marta Oliveira"),
        ("I talked to Chris yesterday", "Kris Nováček"),
        ("I talked to Nova yesterday", "Kris Nováček"),
        ("I talked to Kris Novacek yesterday", "Kris Nováček"),
        ("I talked to River of Salt yesterday", "RiverOfSalt"),
        ("I talked to Marta's brother", "Marta Oliveira"),
        ("I talked to Ainara yesterday", "Ainara Zubiri - Zetacorp"),
    ],
)
def test_a_name_is_heard_however_it_is_spelt(said: str, meant: str) -> None:
    assert best(said) == [meant]


@pytest.mark.parametrize("said", ["I will do that", "We saw no crease in it", "A nice place to go"])
def test_an_ordinary_word_is_no_name(said: str) -> None:
    assert heard(said) == []


def test_an_exact_match_silences_the_inexact_one() -> None:
    (who,) = heard("I talked to Leonora yesterday")
    assert who == {"Leonora Grimaldi": pytest.approx(0.9)}


def test_a_short_form_of_two_people_means_both_alike() -> None:
    people = (Attendee("Daniel Okafor"), Attendee("Daniel Brandt"))
    words = tokens("I talked to Dan yesterday")
    (found,) = Ear(people, [words]).listen(words)
    assert found.who["Daniel Okafor"] == found.who["Daniel Brandt"]


COMMUNITY = (
    Attendee("Nishant Rao"),
    Attendee("Gabriela Montes"),
    Attendee("Konstantin Orlov"),
    Attendee("Arthur Pell"),
)


def begun(text: str, *more: Attendee) -> list[dict[str, float]]:
    words = tokens(text)
    found = Ear((*COMMUNITY, *more), [words], beginnings=True).listen(words)
    return [dict(name.who) for name in found if not name.doubtful]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I talked to Nis yesterday", "Nishant Rao"),
        ("I talked to Gabi yesterday", "Gabriela Montes"),
        ("I talked to Kostya yesterday", "Konstantin Orlov"),
        ("Konst, do you want to go?", "Konstantin Orlov"),
    ],
)
def test_the_beginning_of_a_first_name_means_who_has_it(said: str, meant: str) -> None:
    (who,) = begun(said)
    (whole,) = begun(said.replace("Nis ", "Nishant ").replace("Gabi", "Gabriela").replace("Konst,", "Konstantin,"))
    assert list(who) == [meant]
    assert who[meant] < whole[meant] or "Kostya" in said


@pytest.mark.parametrize("said", ["Art has to be made", "Ni did that", "I talked to nis yesterday", "Kon said so"])
def test_a_beginning_that_is_a_word_or_too_short_or_fits_two_means_nobody(said: str) -> None:
    assert begun(said, Attendee("Konrad Kiss")) == []


def test_who_is_called_by_that_very_name_is_meant_and_not_who_it_begins() -> None:
    assert [list(who) for who in begun("I talked to Nis yesterday", Attendee("Nis Holm"))] == [["Nis Holm"]]


def test_a_short_name_of_one_person_may_be_the_beginning_of_anothers() -> None:
    words = tokens("Dan, do you want to start?")
    people = (Attendee("Daniel Okafor"), Attendee("danceplatz"))
    (found,) = Ear(people, [words], beginnings=True).listen(words)
    assert found.who["Daniel Okafor"] > found.who["danceplatz"] > 0.2


def test_a_company_means_its_people_only_faintly() -> None:
    (who,) = heard("that came from Zetacorp last week")
    assert who["Ainara Zubiri - Zetacorp"] < 0.5


@given(st.text(max_size=200))
def test_names_heard_lie_in_the_text_in_order(text: str) -> None:
    words = tokens(text)
    found = Ear(PEOPLE, [words]).listen(words)
    edges = [edge for name in found for edge in (name.first, name.last)]
    assert edges == sorted(edges)
    assert all(0 <= name.first < name.last <= len(words) for name in found)
    assert all(0 < share <= 1 for name in found for share in name.who.values())
    assert all(sum(name.who.values()) <= 1 + 1e-9 for name in found)


@given(st.text(alphabet="abcdefghiklmnorstuvz", min_size=3, max_size=12), st.text(alphabet="aeknst", max_size=12))
def test_likeness_is_a_share_and_one_only_for_the_same(word: str, other: str) -> None:
    assert likeness(word, word) == 1
    assert 0 <= likeness(word, other) < 1 or word == other


@pytest.mark.parametrize(("written", "plain"), [("Nóva", "nova"), ("Łukasz", "lukasz"), ("@Leo-Gri", "leogri")])
def test_folding_leaves_plain_letters(written: str, plain: str) -> None:
    assert fold(written) == plain
