import pytest

from transcribe.names.cues import cue_of, leads
from transcribe.names.hearing import Ear, tokens
from transcribe.schema import Attendee

PEOPLE = (Attendee("Marta Oliveira"), Attendee("Tomas Lindqvist"), Attendee("Will Sommer"), Attendee("Nis Halvorsen"))


def kinds(text: str) -> list[str]:
    words = tokens(text)
    found = (cue_of(text, words, heard) for heard in Ear(PEOPLE, [words]).listen(words))
    return [cue.kind for cue in found if cue]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Hi everyone, I'm Marta and I look after the docs.", "introduced"),
        ("My name is Tomas Lindqvist.", "introduced"),
        ("This is Marta from the docs team.", "introduced"),
        ("Hello, Tomas here.", "introduced"),
        ("Tomas Lindqvist, I work at Acme on the loader.", "introduced"),
        ("Hi all, Marta Oliveira. I maintain the docs.", "introduced"),
        ("Hello everyone. Marta Oliveira, I'm one of the maintainers.", "introduced"),
        ("Yeah, Tomas from Acme here.", "introduced"),
        ("Hi, Marta from Salt Works here, can you hear me?", "introduced"),
        ("Hello, im tomas and I am new here", "introduced"),
        ("So over to you, Marta.", "called"),
        ("Tomas, this is yours.", "called"),
        ("Next item is the loader, Tomas, this one is yours.", "called"),
        ("Tomas, that's you.", "called"),
        ("Marta, take it from here.", "called"),
        ("Marta, your thoughts on this?", "called"),
        ("Nis, do you want to say something about it?", "called"),
        ("What do you think, Tomas?", "called"),
        ("Okay. Marta?", "called"),
        ("Go ahead Tomas.", "called"),
        ("All right Tomas, I'm going to let you pick it up.", "called"),
        ("Next up is Marta.", "called"),
        ("Is Tomas on the call?", "asked for"),
        ("Marta, are you here?", "asked for"),
        ("Tomas, I lost you, could you say it again?", "asked to repeat"),
        ("Sorry Tomas, can you repeat that?", "asked to repeat"),
        ("Sorry, I didn't catch that, Marta.", "asked to repeat"),
        ("Thanks, Tomas. That helps.", "thanked"),
        ("Well, thanks for that long presentation, Tomas.", "thanked"),
        ("Great work Tomas.", "thanked"),
        ("Very cool, Marta.", "thanked"),
        ("Thank you so much Marta.", "thanked"),
        ("Sorry Marta, I was muted.", "addressed"),
        ("As Tomas said, it is slow.", "quoted"),
        ("Marta mentioned that last week.", "quoted"),
        ("Tomas couldn't make it today.", "absent"),
        ("Marta is on vacation until Monday.", "absent"),
        ("It is in the branch of Tomas somewhere.", "mentioned"),
        ("That is Marta's branch.", "mentioned"),
    ],
)
def test_what_a_name_does_in_its_sentence(said: str, kind: str) -> None:
    assert kinds(said) == [kind]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Tomas Lindqvist, I work on it if you review it.", "addressed"),
        ("Tomas, I work at the office today.", "addressed"),
        ("Tomas Lindqvist, I'm with you on that.", "addressed"),
        ("That was for Tomas Lindqvist, I work with him.", "mentioned"),
        ("Tomas from Acme is here.", "mentioned"),
        ("Tomas from Acme came here.", "mentioned"),
        ("I think Tomas from Acme here wrote it.", "mentioned"),
        ("Tomas, that's your branch.", "addressed"),
        ("Tomas, take it offline.", "addressed"),
        ("Tomas, I'm going to hand it over to Acme.", "addressed"),
        ("I will hand it off to Tomas after that.", "mentioned"),
        ("Great work Tomas did on the loader.", "quoted"),
        ("Tomas, I missed you last week.", "addressed"),
        ("Tomas, I didn't get that merged.", "addressed"),
        ("Tomas said say it again.", "quoted"),
    ],
)
def test_what_only_looks_like_it_is_taken_for_what_it_is(said: str, kind: str) -> None:
    assert kinds(said) == [kind]


def test_a_name_that_is_a_word_counts_only_where_a_name_stands() -> None:
    assert kinds("Thanks, Will. That was good.") == ["thanked"]
    assert kinds("I think it will work and then we will see.") == []


def test_a_list_of_names_calls_on_nobody() -> None:
    assert kinds("We have Marta, Tomas, Nis and others in the group.") == ["mentioned"] * 3


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        ("Marta or Tomas?", [True, True]),
        ("Over to you, Marta and/or Tomas.", [True, True]),
        ("Marta, do you want to? And Tomas, you next.", [False, False]),
        ("Marta and I wrote it, thanks Tomas.", [False, False]),
    ],
)
def test_two_names_may_be_said_together(said: str, beside: list[bool]) -> None:
    words = tokens(said)
    found = (cue_of(said, words, heard) for heard in Ear(PEOPLE, [words]).listen(words))
    assert [cue.beside for cue in found if cue] == beside


def test_the_quote_holds_the_name_and_the_position_counts_words() -> None:
    text = "Well, that was a long week. Over to you, Marta, please."
    words = tokens(text)
    (heard,) = (name for name in Ear(PEOPLE, [words]).listen(words) if not name.doubtful)
    cue = cue_of(text, words, heard)
    assert cue is not None
    assert "Marta" in cue.quote
    assert cue.quote in text
    assert cue.position == 9


@pytest.mark.parametrize("said", ["Let's move on to the next one", "Any other questions?", "Welcome everybody"])
def test_leading_a_call_has_its_phrases(said: str) -> None:
    assert leads(said)
    assert not leads("I changed the default in the loader")
