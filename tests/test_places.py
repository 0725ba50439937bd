import pytest

from transcribe.notes import read
from transcribe.notes.markdown import parse
from transcribe.notes.places import Layout, numbered, place_of, place_of_other


def place(agenda: str, *, item: int = 0) -> tuple[int, str]:
    """The line and the prefix of an item's points, for the lines of an agenda that begin at line 2."""
    text = f"## 2024-05-08\n### Agenda\n{agenda}\n"
    notes = read(text)
    found = place_of(Layout(parse(text), notes), notes.agenda[item])
    return found.start - 2, found.prefix


@pytest.mark.parametrize(
    ("agenda", "line", "prefix"),
    [
        ("- one", 1, "    - "),
        ("* one", 1, "    * "),
        ("1. one", 1, "    - "),
        (" - one", 1, "     - "),
        ("-   one", 1, "    - "),
        ("- one\n  - a", 2, "  - "),
        ("- one\n\t- a", 2, "\t- "),
        ("- one\n     * a\n          - b", 3, "     * "),
        ("- one\n    1. a\n    2. b", 3, "    3. "),
        ("- one\n- two\n  + a", 1, "  + "),
        ("- one\n    more words", 2, "    - "),
        ("- one\n\n```\n# no heading\n```", 1, "    - "),
        ("- one\n    ```\n    code\n    ```", 4, "    - "),
        ("- one\n    - a\n\n\n- two", 2, "    - "),
    ],
)
def test_points_go_behind_the_notes_of_their_item_in_its_style(agenda: str, line: int, prefix: str) -> None:
    assert place(agenda) == (line, prefix)


@pytest.mark.parametrize("bullet", ["- ", "* ", "1. ", "10) ", "-    ", "   - "])
@pytest.mark.parametrize("habit", ["", "\n- x\n  - y", "\n- x\n      - y", "\n- x\n\t- y"])
def test_a_point_always_lies_inside_its_item(bullet: str, habit: str) -> None:
    text = f"## 2024-05-08\n### Agenda\n{bullet}one{habit}\n"
    notes = read(text)
    found = place_of(Layout(parse(text), notes), notes.agenda[0])
    lines = text.splitlines(keepends=True)
    lines.insert(found.start, f"{found.prefix}the point\n")
    again = read("".join(lines))
    assert again.agenda[0].notes[-1:] == ("the point",)
    assert [item.title for item in again.agenda] == [item.title for item in notes.agenda]


def test_other_is_written_like_the_items_before_it() -> None:
    text = "## 2024-05-08\n### Agenda\n1. one\n   - a\n2. two\n"
    found = place_of_other(Layout(parse(text), read(text)))
    assert (found.start, found.before, found.prefix) == (5, ("3. Other",), "   - ")


def test_other_gets_a_heading_where_items_have_one() -> None:
    text = "# 2024-05-08\n## Agenda\n### one\n\n- a\n\n### two\n\n- b\n"
    found = place_of_other(Layout(parse(text), read(text)))
    assert (found.start, found.before, found.prefix) == (9, ("", "### Other", ""), "- ")


def test_points_go_below_the_paragraph_of_the_notes_that_repeats_the_title() -> None:
    text = "# 2024-05-08\n## Agenda\n\n* oil\n* wicks\n\n## Notes\n\nOil\n\n* smoke\n\nWicks\n\n* short\n\nBye.\n"
    notes = read(text)
    assert [item.notes for item in notes.agenda] == [("smoke",), ("short",)]
    places = [place_of(Layout(parse(text), notes), item) for item in notes.agenda]
    assert [(text.splitlines()[place.start - 1], place.prefix) for place in places] == [
        ("* smoke", "* "),
        ("* short", "* "),
    ]


def test_two_headings_of_one_title_are_two_items() -> None:
    text = "# 2024-05-08\n## Result\n\n- b\n\n## two\n\n- c\n\n## Result\n\n- d\n"
    notes = read(text)
    assert [(item.id, item.notes) for item in notes.agenda if item.title == "Result"] == [
        ("result", ("b",)),
        ("result-2", ("d",)),
    ]
    places = [place_of(Layout(parse(text), notes), item).start for item in notes.agenda]
    assert places == sorted(places)


def test_other_does_not_part_a_heading_from_the_deeper_one_below_it() -> None:
    text = "# 2024-05-08\n## one\n\n- a\n\n### Result\n\n- b\n\n## two\n\n- c\n\n### Result\n\n- d\n\n---\n"
    found = place_of_other(Layout(parse(text), read(text)))
    assert text.splitlines()[found.start - 1] == "- d"
    assert found.before == ("", "## Other", "")


def test_nothing_is_put_behind_the_tags_that_end_a_page() -> None:
    text = "# Call\n\n## Notes\n\n### Lamps\n\n- dim\n\n### Quay\n\n###### tags: `harbour`\n"
    notes = read(text)
    page = Layout(parse(text), notes)
    assert [place_of(page, item).start for item in notes.agenda] == [7, 10]
    assert (place_of_other(page).start, place_of_other(page).after) == (10, ("",))


def test_numbers_go_on_and_bullets_stay() -> None:
    assert [numbered("  3. ", position) for position in range(3)] == ["  3. ", "  4. ", "  5. "]
    assert [numbered("  - ", position) for position in range(2)] == ["  - ", "  - "]
    assert [numbered("1. ", position) for position in range(2)] == ["1. ", "1. "]


@pytest.mark.parametrize("held", ["* TODO", "- …", "- TBD", "- "])
def test_a_bullet_that_keeps_the_place_of_the_notes_gives_way_to_them(held: str) -> None:
    text = f"# Call\n\n## Agenda\n\n1. lamps\n\n## Notes\n\n{held}\n\n## Action items\n\n* TODO\n"
    notes = read(text)
    found = place_of(Layout(parse(text), notes), notes.agenda[0])
    assert (found.start, found.end) == (8, 9)
    kept = (
        text.replace(held, f"{held} with oil")
        if held != "- "
        else text.replace("## Notes\n\n- \n", "## Notes\n\n- a\n")
    )
    found = place_of(Layout(parse(kept), read(kept)), notes.agenda[0])
    assert (found.start, found.end) == (9, 9)


def test_each_item_may_have_its_own_label_for_notes() -> None:
    item = "**Presenter:** Ann\n\n**Notes:**\n\n-\n\n**Decisions:**\n\n-\n\n"
    text = f"# 2024-05-08\n\n## 1. Oil\n\n{item}## 2. Lamps\n\n{item}## 3. Quay\n\n**Notes:**\n\n- wet\n"
    notes = read(text)
    page = Layout(parse(text), notes)
    assert [item.title for item in notes.agenda] == ["1. Oil", "2. Lamps", "3. Quay"]
    lines = text.split("\n")
    places = [place_of(page, item) for item in notes.agenda]
    assert [(lines[place.start - 2], place.prefix) for place in places[:2]] == [("**Notes:**", "- ")] * 2
    assert [place.end - place.start for place in places] == [1, 1, 0]
    assert lines[places[2].start - 1] == "- wet"


@pytest.mark.parametrize(
    "item",
    [
        "- Alpha\n    - Notes:\n        - first\n    - Actions:\n        - do\n",
        "- Alpha\n\n  **Notes:**\n\n  - first\n",
        "- Alpha\n    - Notes:\n    - Actions:\n",
    ],
)
def test_a_label_inside_a_bullet_tears_no_list(item: str) -> None:
    text = f"# 2024-05-08\n\n## Agenda\n\n{item}- Beta\n"
    notes = read(text)
    place = place_of(Layout(parse(text), notes), notes.agenda[0])
    assert place.start == notes.agenda[0].lines[1]
    assert place.prefix.startswith("  ")
    assert not place.before


@pytest.mark.parametrize("notes", ["", "  - a\n"])
def test_the_empty_bullet_below_an_item_is_where_its_points_go(notes: str) -> None:
    text = f"## 2024-05-08\n### Agenda\n- one\n{notes}  - \n- two\n"
    page = Layout(parse(text), read(text))
    found = place_of(page, page.notes.agenda[0])
    assert (found.start, found.end, found.prefix) == (3 + len(notes[:1]), 4 + len(notes[:1]), "  - ")


def test_an_empty_bullet_below_a_note_is_for_that_note() -> None:
    text = "## 2024-05-08\n### Agenda\n- one\n    - said by Ann\n        - \n- two\n"
    page = Layout(parse(text), read(text))
    found = place_of(page, page.notes.agenda[0])
    assert (found.start, found.end, found.prefix) == (5, 5, "    - ")


def test_what_is_new_in_the_notes_takes_the_place_of_no_other_items_bullet() -> None:
    text = "# Call 2024-05-08\n\n## Agenda\n- one\n- two\n\n## Notes\n\n* one\n    * \n"
    page = Layout(parse(text), read(text))
    assert place_of(page, page.notes.agenda[1]).before == ("* two",)
    assert place_of_other(page).before == ("* Other",)


@pytest.mark.parametrize("marker", ["3.", "-"])
def test_other_takes_the_place_of_an_empty_bullet_behind_the_items(marker: str) -> None:
    first, second = ("1.", "2.") if marker == "3." else ("-", "-")
    text = f"## 2024-05-08\n### Agenda\n{first} one\n{second} two\n{marker} \n"
    found = place_of_other(Layout(parse(text), read(text)))
    assert (found.start, found.end, found.before) == (4, 5, (f"{marker} Other",))
