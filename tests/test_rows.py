"""Actions become rows of the table that a page keeps for them."""

import pytest

from transcribe.draft import draft
from transcribe.draft.changes import undo
from transcribe.notes import read
from transcribe.schema import Minutes, Point

PAGE = "# Call 2024-05-08\n\n## Attendees\n\n- Ann Bee\n- Bo Cee\n\n{}## Agenda\n\n- oil\n- wicks\n\n{}"


def drafted(text: str, *said: str) -> str:
    item = read(text).agenda[0].id
    points = (Point(f"p{place}", item, "action", words, (), 1.0, ("u1",), 0.9) for place, words in enumerate(said))
    made = draft(text, read(text), Minutes(tuple(points)), ())
    assert undo(made.text, made.lines).text == text
    return made.text


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("table", "after"),
    [
        ("| Action | Owner | Due |\n|---|---|---|\n|  |  |  |\n", "|---|---|---|\n| Buy oil | Ann |  |\n"),
        ("| Action | Owner | Due |\n|---|---|---|\n", "|---|---|---|\n| Buy oil | Ann |  |\n"),
        ("|Who|What|\n|-|-|\n|Bo|rags|\n", "|Bo|rags|\n| Ann | Buy oil |\n"),
        (
            "| # | Action item | Assignee(s) |\n|--|:-:|--|\n| 1 | x | Bo |\n\nThe end.\n",
            "| 1 | x | Bo |\n|  | Buy oil | Ann |\n\nThe end.\n",
        ),
        ("| Action Item | Description |\n|---|---|\n| | |\n", "|---|---|\n|  | Ann to buy oil |\n"),
    ],
)
def test_an_action_becomes_a_row(table: str, after: str, ending: str) -> None:
    text = PAGE.format("", f"## Action items\n\n{table}").replace("\n", ending)
    assert drafted(text, "Ann to buy oil").endswith(after.replace("\n", ending))


def test_who_is_not_listed_stays_in_the_words_and_several_owners_stand_together() -> None:
    text = PAGE.format("", "**Actions:**\n\n| Action | Owner |\n|---|---|\n")
    made = drafted(text, "Speaker 3 to trim it", "Bo and Ann to ask a|b", "Somebody has to pay")
    assert made.endswith("| Speaker 3 to trim it |  |\n| Ask a\\|b | Bo and Ann |\n| Somebody has to pay |  |\n")


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format("## Action items\n\n| What | Who |\n|---|---|\n| rags | Bo |\n\n", ""),
        PAGE.format("", "## Action items\n\n| Colour | Tide |\n|---|---|\n| | |\n"),
        PAGE.format("", "## Action items\n\nOf the last call:\n\n| What | Who |\n|---|---|\n| rags | Bo |\n"),
        PAGE.format("", "## Prices\n\n| What | Who |\n|---|---|\n| rags | Bo |\n"),
    ],
)
def test_no_other_table_is_written_into(page: str) -> None:
    assert "- oil\n    - Ann to buy oil\n- wicks" in drafted(page, "Ann to buy oil")
