import pytest

from transcribe.notes import calls, read


def titles(text: str) -> list[str]:
    return [item.title for item in read(text).agenda]


def test_headings_are_the_agenda_of_a_call_that_has_none() -> None:
    text = (
        "# Harbour call 2024-05-08\n\n## Attendees\n\n- Ann Bee\n\n## Links\n\n- [Zoom](https://x.example)\n\n"
        "## Old lamps\n\nPresenter: Ann Bee\n\n- they smoke\n\n## New lamps\n\n- [slides](https://y.example)\n\n"
        "## Next call\n\n- in two weeks\n- same time\n"
    )
    notes = read(text)
    assert [(item.title, item.notes[-1]) for item in notes.agenda] == [
        ("Old lamps", "they smoke"),
        ("New lamps", "[slides](https://y.example)"),
    ]
    assert "next call" not in text[: notes.sections["agenda"][1]].casefold().split("\n")


def test_announcements_are_talked_about_where_nothing_is_an_agenda() -> None:
    text = "# Call 2024-05-08\n\n## Announcements\n\n- release\n\n## Old lamps\n\n- smoke\n"
    assert titles(text) == ["Announcements", "Old lamps"]
    assert titles(text.replace("Announcements", "Weekly highlights")) == ["release"]


def test_headings_beside_the_discussion_are_talked_about_too() -> None:
    text = "# Call 2024-05-08\n\n# Reports\n\n* lamps\n\n# Discussion\n\n* oil\n* wicks\n\n# Recordings\n\n* here\n"
    assert titles(text) == ["Reports", "oil", "wicks"]
    assert titles(text.replace("# Reports", "# Links")) == ["oil", "wicks"]


def test_labels_between_bullets_below_a_date_group_them() -> None:
    text = "# 2024-05-08 call\n**New**\n\n- oil\n- wicks\n----------\n\n**Old**\n\n- posts\n"
    assert titles(text) == ["oil", "wicks", "posts"]
    assert titles(text.replace("**Old**", "We said that")) == []


def test_below_a_single_heading_the_bullets_are_the_agenda() -> None:
    assert titles("## 2024-05-08 Harbour call\n\n### Status\n\n1. Lamps\n    1. oil\n2. Quay\n") == ["Lamps", "Quay"]


@pytest.mark.parametrize("below", ["### Lamps\n\n- smoke\n\n### Quay\n\n- wet\n", "- Lamps\n    - smoke\n- Quay\n"])
def test_notes_are_the_agenda_where_there_is_no_other(below: str) -> None:
    assert titles(f"# 2024-05-08\n\n## Notes\n\n{below}") == ["Lamps", "Quay"]


def test_bullets_right_below_a_date_are_the_agenda_without_the_fields_that_open_them() -> None:
    text = (
        "## May 8, 2024 ([recording](https://x.example))\n\n* **Moderators**: Ann Bee [Oil/Wicks]\n"
        "* **Note Taker**: Bo Cee\n* **Lamps**\n    * they smoke\n* **Quay** (Bo)\n\n"
        "## May 1, 2024\n\n* **Moderators**: Bo Cee\n* one\n* two\n"
    )
    assert [call.filled for call in calls(text)] == [True, True]
    notes = read(text)
    assert (notes.date, notes.mc, [item.title for item in notes.agenda]) == (
        "2024-05-08",
        ("Ann Bee",),
        ["**Lamps**", "**Quay** (Bo)"],
    )


@pytest.mark.parametrize(
    "text",
    [
        "# Call 2024-05-08\n\n- **Zoom**: https://x.example\n- [Notes](https://y.example)\n- **Time**: 17:00\n",
        "# Call 2024-05-08\n\n## Notes\n\nTo be added after the meeting.\n",
        "# Call 2024-05-08\n\n## Agenda\n\n## Old lamps\n\n- smoke\n\n## New lamps\n\n- glow\n",
        "# Call 2024-05-08\n\nWe talked about lamps.\n",
    ],
    ids=["fields", "placeholder", "empty agenda", "prose"],
)
def test_what_is_about_nothing_has_no_agenda(text: str) -> None:
    assert titles(text) == []
