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
