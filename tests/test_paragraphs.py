"""Agendas without bullets."""

import pytest

from transcribe.notes import read
from transcribe.notes.markdown import parse, split_lines
from transcribe.notes.places import Layout, place_of, place_of_other

PAGE = "# Call 2024-05-08\n\n## Attendees\n\n- Ann Bee\n- Bo Cee\n\n## Agenda\n\n"


@pytest.mark.parametrize(
    "agenda",
    [
        "**[Ann] oil**\n\nIt smokes. We know.\n\n**[Bo] wicks**\n\n**lamps**\n",
        "**[Ann] oil**\nIt smokes. We know.\n**wicks (Bo)**\nlong ones\n**lamps [Ann]**\n",
        "**[Ann] oil**\n- It smokes\n\n**[Bo] wicks**\n- long\n- or short\n\n**lamps**\n",
        "**oil**\n\nIt smokes.\n\n**wicks**\n\nLong.\n\n**lamps**\n\n**Action items**\n",
    ],
)
def test_paragraphs_in_bold_are_the_items(agenda: str) -> None:
    notes = read(PAGE + agenda)
    assert [item.title for item in notes.agenda] == ["oil", "wicks", "lamps"]
    places = [place_of(Layout(parse(PAGE + agenda), notes), item).start for item in notes.agenda]
    for item, place in zip(notes.agenda, places, strict=True):
        assert item.lines[0] < place <= item.lines[1]
    assert "**Other**" in place_of_other(Layout(parse(PAGE + agenda), notes)).before


@pytest.mark.parametrize("end", ["", "  ", "\\"])
def test_each_line_of_a_paragraph_may_be_an_item(end: str) -> None:
    text = f"{PAGE}Oil of the lamps{end}\nWicks (Bo){end}\nLamps\n"
    notes = read(text)
    assert [(item.title, item.owners) for item in notes.agenda] == [
        ("Oil of the lamps", ()),
        ("Wicks", ("Bo",)),
        ("Lamps", ()),
    ]
    for item in notes.agenda:
        place = place_of(Layout(parse(text), notes), item)
        assert place.start == item.lines[1]
        assert place.after == (("",) if item.lines[1] < len(split_lines(text)) else ())


def test_prose_over_several_lines_is_one_item() -> None:
    assert len(read(f"{PAGE}We talk about oil and about\nwicks, and then we see.\n").agenda) == 1


@pytest.mark.parametrize("signs", ["A. B. C.", "a) b) c)", "I. II. III.", "**1. **2. **3.", "**A.** **B.** **C.**"])
def test_paragraphs_that_count_on_are_the_items_and_lists_below_them_their_notes(signs: str) -> None:
    marks = ["**" if sign.startswith("**") and not sign.endswith("**") else "" for sign in signs.split()]
    titles = [
        f"{sign} {word}{mark}" for sign, word, mark in zip(signs.split(), ("oil", "wicks", "quay"), marks, strict=True)
    ]
    text = f"{PAGE}{titles[0]}\n\n- smoke\n- price\n\n{titles[1]}\n\n  - long\n\n{titles[2]}\n"
    notes = read(text)
    assert [(item.title.split()[-1], item.notes) for item in notes.agenda] == [
        ("oil", ("smoke", "price")),
        ("wicks", ("long",)),
        ("quay", ()),
    ]
    places = [place_of(Layout(parse(text), notes), item) for item in notes.agenda]
    assert [split_lines(text)[place.start - 1].strip() for place in places[:2]] == ["- price", "- long"]


def test_paragraphs_that_skip_or_stand_above_owned_bullets_are_none() -> None:
    assert [item.title for item in read(f"{PAGE}A. oil\n\n- smoke\n\nC. wicks\n\n- long\n").agenda] == ["smoke", "long"]
    owned = "**A. News**\n\n- [Ann] oil\n\n**B. Work**\n\n- [Bo] wicks\n"
    assert [item.title for item in read(PAGE + owned).agenda] == ["oil", "wicks"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("signs", [("a.", "b."), ("A)", "B)"), ("(a)", "(b)"), ("i.", "ii."), ("1.1", "1.2")])
def test_lettered_lines_below_an_item_are_its_notes(signs: tuple[str, str], ending: str) -> None:
    one, two = signs
    text = f"{PAGE}1. oil\n   {one} smoke\n   {two} see [#3](https://x.example/3)\n2. wicks\n".replace("\n", ending)
    notes = read(text)
    assert [item.title for item in notes.agenda] == ["oil", "wicks"]
    assert [note.split(maxsplit=1)[-1] for note in notes.agenda[0].notes] == ["smoke", "see [#3](https://x.example/3)"]
    assert place_of(Layout(parse(text), notes), notes.agenda[0]).start == notes.agenda[1].lines[0]


def test_other_is_a_paragraph_beside_those_that_are_items() -> None:
    text = f"{PAGE}A. oil\n\n- smoke\n\nB. wicks\n"
    assert place_of_other(Layout(parse(text), read(text))).before == ("", "Other", "")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "agenda",
    [
        "Topic: oil\n\nAnn: it smokes.\n\nTopic: wicks\n",
        "Topic: oil\nTopic: wicks\n",
        "**Topic 1: oil**\n\n- smoke\n\n**Topic 2: wicks**\n\n- long\n",
        "**Topic:** oil\n\n- smoke\n\n**Topic:** wicks\n",
        "- Topic: oil\n- Topic: wicks\n",
        "### Topic: oil\n\n- smoke\n\n### Topic: wicks\n",
        "oil\n: Ann\n\nwicks\n: Bo, after the call\n",
    ],
)
def test_what_says_that_it_is_a_topic_is_an_item_without_that_word(agenda: str, ending: str) -> None:
    notes = read((PAGE + agenda).replace("\n", ending))
    assert [item.title for item in notes.agenda] == ["oil", "wicks"]


def test_notes_may_be_topics_too_and_people_be_defined() -> None:
    people = "Present\n: Ann Bee, Bo Cee\n\nRegrets\n: Cy Dee\n\nChair\n: Bo Cee\n"
    text = (
        f"# Call 2024-05-08\n\n## Attendees\n\n{people}\n## Minutes\n\nTopic: oil\n\nAnn: it smokes.\n\nTopic: wicks\n"
    )
    notes = read(text)
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee"]
    assert (notes.mc, [item.title for item in notes.agenda]) == (("Bo Cee",), ["oil", "wicks"])
