"""A bullet that only gathers items is none; one with notes below it is."""

import pytest

from transcribe.notes import read

PAGE = "# Call 2024-05-08\n\n## Attendees\n\n- Ann Bee\n- Bo Cee\n\n## Agenda\n\n"


def titles(agenda: str) -> list[str]:
    return [item.title for item in read(PAGE + agenda).agenda]


@pytest.mark.parametrize("word", ["Announcements", "Status updates:", "**Discussion**", "New topics"])
@pytest.mark.parametrize("items", ["  - oil [Ann]\n  - wicks [Bo]\n", "  - oil (5m)\n  - [Bo] wicks\n  - more\n"])
def test_bullets_with_owners_or_times_below_a_word_for_them_are_the_items(word: str, items: str) -> None:
    found = titles(f"- {word}\n{items}- last\n")
    assert len(found) == items.count("\n") + 1
    assert found[-1] == "last"


@pytest.mark.parametrize(
    "item",
    [
        "- Announcements\n  - oil is cheaper\n  - wicks are not\n",
        "- Announcements\n  - [Ann] Oil is cheaper.\n  - [Bo] So are wicks.\n",
        "- News\n  - [oil](https://x.example/oil)\n  - [wicks](https://x.example/wicks)\n",
        "- The oil release\n  - [Ann] shall we ship it\n  - [Bo] yes\n",
    ],
)
def test_notes_below_a_bullet_are_no_items(item: str) -> None:
    assert len(titles(item + "- last\n")) == 2
