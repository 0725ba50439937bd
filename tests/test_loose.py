"""What a page keeps for talk off its agenda."""

import pytest

from transcribe.notes import read
from transcribe.notes.loose import other_item


@pytest.mark.parametrize(
    "title",
    [
        "Other",
        "Other topics",
        "AOB",
        "AOB, Q&A & goodbye (5m)",
        "Any other business?",
        "10 min: **Open discussion**",
        "Q&A",
    ],
)
def test_an_item_for_what_is_not_on_the_agenda_is_known(title: str) -> None:
    notes = read(f"# Call\n\n## Agenda\n\n- lamps\n- {title}\n")
    assert other_item(notes) is notes.agenda[1]


@pytest.mark.parametrize("title", ["Other lamps", "Discussion of wicks", "Q&A session with Ann", "Open issues"])
def test_an_item_of_its_own_is_not(title: str) -> None:
    assert other_item(read(f"# Call\n\n## Agenda\n\n- {title}\n")) is None
