"""Actions go where a page keeps a section for them."""

import pytest

from transcribe.draft import draft, without
from transcribe.draft.changes import Draft, undo
from transcribe.draft.staying import left
from transcribe.notes import read
from transcribe.schema import Minutes, Point

PAGE = "# Call 2024-05-08\n\n{}## Agenda\n\n- oil\n- wicks\n\n{}"


def drafted(text: str) -> str:
    item = read(text).agenda[0].id
    points = (
        Point("p0000001", item, "note", "it smokes", (), 1.0, ("u0000001",), 0.9),
        Point("p0000002", item, "action", "Ann to buy oil", (), 2.0, ("u0000002",), 0.9),
    )
    made = draft(text, read(text), Minutes(points), ())
    assert undo(made.text, made.lines).text == text
    return made.text


@pytest.mark.parametrize(
    ("section", "after"),
    [
        ("## Action items\n\n- [ ] \n", "## Action items\n\n- [ ] Ann to buy oil\n"),
        ("## Action items\n\n-\n", "## Action items\n\n- Ann to buy oil\n"),
        ("## Actions\n", "## Actions\n\n- Ann to buy oil\n"),
        ("**Action items:**\n\n- [x] Bo: done\n", "**Action items:**\n\n- [x] Bo: done\n- [ ] Ann to buy oil\n"),
        ("## Actions\n\n<!--\n- \n-->\n", "## Actions\n\n<!--\n- \n-->\n\n- Ann to buy oil\n"),
        ("## Actions\n\n- Bo\n    - \n- Cy\n    - \n", "- Bo\n    - \n- Cy\n    - \n- Ann to buy oil\n"),
        ("## Actions\n\n- Bo\n  ```\n  - \n  ```\n", "- Bo\n  ```\n  - \n  ```\n- Ann to buy oil\n"),
        ("## Actions\n### New\n- \n### Done\n- rags\n", "## Actions\n### New\n- Ann to buy oil\n### Done\n- rags\n"),
        ("### TODO\n\n* ask Bo\n\n## Next\n", "### TODO\n\n* ask Bo\n* Ann to buy oil\n\n## Next\n"),
    ],
)
def test_an_action_goes_into_the_section_for_actions(section: str, after: str) -> None:
    made = drafted(PAGE.format("", section))
    assert made.endswith(after)
    assert made.count("Ann to buy oil") == 1
    assert "- oil\n    - it smokes\n- wicks" in made


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format("## Action items\n\n- [x] Bo: done last time\n\n", ""),
        PAGE.format("", "## Action items\n\nSee the board.\n"),
        PAGE.format("", "## Next\n"),
    ],
)
def test_elsewhere_an_action_stays_below_its_item(page: str) -> None:
    assert "- oil\n    - it smokes\n    - Ann to buy oil\n- wicks" in drafted(page)


def test_numbers_of_a_list_with_boxes_go_on() -> None:
    text = PAGE.format("", "## Actions\n\n3. [ ] Bo\n")
    item = read(text).agenda[0].id
    said = ("Ann to buy oil", "Cy to trim the wick")
    points = tuple(Point(f"p{n}", item, "action", words, (), 1.0, ("u1",), 0.9) for n, words in enumerate(said))
    made = draft(text, read(text), Minutes(points), ())
    assert made.text.endswith("3. [ ] Bo\n4. [ ] Ann to buy oil\n5. [ ] Cy to trim the wick\n")


SECTION = "## Actions\n\n- [ ] Bo: rags\n"
TICKED = "- [x] Ann to buy oil"


def again(text: str, made: Draft, minutes: Minutes) -> str:
    undone = left(text, made.lines, minutes, read)
    kept = without(minutes, undone.deleted)
    return draft(undone.text, read(undone.text), kept, (), theirs=undone.theirs).text


@pytest.mark.parametrize(
    ("section", "before", "after"),
    [
        (SECTION, "- [ ] Ann to buy oil", TICKED),
        (SECTION, "- [ ] Ann to buy oil\n", f"{TICKED}\n\nSee the board.\n"),
        (SECTION, "## Actions\n\n- [ ] Bo: rags\n- [ ] Ann to buy oil", f"- [ ] Bo: rags\n{TICKED}"),
        (SECTION, "- [ ] Ann to buy oil", f"\n### Done\n\n{TICKED}"),
        (SECTION, "- [ ] Bo: rags\n- [ ] Ann to buy oil", f"{TICKED}\n- [ ] Bo: rags"),
        ("", "    - Ann to buy oil\n- wicks\n", f"    - Ann buys oil on Monday\n- wicks\n\n{SECTION}"),
    ],
)
def test_an_action_that_a_person_ticked_or_reworded_stays_where_it_stands(
    section: str, before: str, after: str
) -> None:
    text = PAGE.format("", section)
    item = read(text).agenda[0].id
    minutes = Minutes((Point("p0000002", item, "action", "Ann to buy oil", (), 2.0, ("u0000002",), 0.9),))
    made = draft(text, read(text), minutes, ())
    assert before in made.text
    edited = made.text.replace(before, after)
    assert again(edited, made, minutes) == edited
