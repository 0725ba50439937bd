"""Headings that repeat below the items of a call are parts of those, and points go into the part that fits them."""

import pytest

from transcribe.draft import draft
from transcribe.draft.changes import undo
from transcribe.notes import read
from transcribe.schema import Minutes, Point

HEAD = "# Harbour call\n\n## 2024-05-08\n\n### Attendees\n\n- Ann Bee\n- Bo Cee\n\n"
BACKGROUND = "##### Background\n\nSee #4.\n\n"
PARTS = f"{BACKGROUND}##### Notes\n\n##### Decisions\n\n-\n\n##### Action items\n\n- [ ]\n\n"


def titles(text: str) -> list[str]:
    return [item.title for item in read(text).agenda]


def drafted(text: str) -> str:
    said = {"note": "it smokes", "decision": "We keep the wick", "action": "Ann to buy oil"}
    points = tuple(
        Point(f"{kind}{number}", item.id, kind, f"{words} {number}", (), 1.0, ("u1",), 0.9)  # type: ignore[arg-type]
        for number, item in enumerate(read(text).agenda)
        for kind, words in said.items()
    )
    made = draft(text, read(text), Minutes(points), ())
    assert undo(made.text, made.lines).text == text
    return made.text


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_each_kind_of_point_goes_into_its_part_of_the_item(ending: str) -> None:
    text = (f"{HEAD}### Agenda\n\n#### Oil\n\n{PARTS}#### Quay\n\n{PARTS}").replace("\n", ending)
    assert titles(text) == ["Oil", "Quay"]
    assert read(text).agenda[0].notes == ("See #4.",)
    made = drafted(text)
    for number, title in enumerate(("Oil", "Quay")):
        filled = (
            f"#### {title}\n\n{BACKGROUND}##### Notes\n\n- it smokes {number}\n\n"
            f"##### Decisions\n\n- We keep the wick {number}\n\n##### Action items\n\n- [ ] Ann to buy oil {number}\n"
        )
        assert filled.replace("\n", ending) in made


@pytest.mark.parametrize(
    ("agenda", "expected"),
    [
        # no heading says "Agenda", and the parts open none of the call's own
        ("### Oil\n\n#### Goal\n\n#### Notes\n\n### Quay\n\n#### Goal\n\n#### Notes\n", ["Oil", "Quay"]),
        ("### Agenda\n\n1. Oil\n2. Quay\n\n### Oil\n\n#### Notes\n\n### Quay\n\n#### Notes\n", ["Oil", "Quay"]),
        # strange words below most of the items, and known ones below one of them
        ("### Agenda\n\n#### Oil\n\n##### Tide\n\n- x\n\n#### Quay\n\n##### Tide\n\n- y\n", ["Oil", "Quay"]),
        ("### Agenda\n\n#### Oil\n\n##### Background\n\nold\n\n##### Notes\n\n#### Quay\n", ["Oil", "Quay"]),
        # what stands beside other topics is one itself, and so is what is said once
        ("### Agenda\n\n#### Ann\n\n##### Oil\n\n- x\n\n##### Questions\n\n- y\n", ["Ann", "Oil", "Questions"]),
        ("### Agenda\n\n#### Background\n\n- x\n\n#### Quay\n\n- y\n", ["Background", "Quay"]),
    ],
)
def test_only_what_repeats_or_says_so_is_a_part(agenda: str, expected: list[str]) -> None:
    assert titles(HEAD + agenda) == expected


def test_the_notes_of_many_calls_are_parts_of_no_item() -> None:
    call = "## 2024-05-0{}\n\n### Agenda\n\n- oil\n\n### Notes\n\n- it smokes\n\n"
    notes = read("# Harbour calls\n\n" + "".join(call.format(day) for day in (8, 7, 6)), date="2024-05-07")
    assert [item.title for item in notes.agenda] == ["oil"]
    assert "notes" in notes.sections


def test_points_stand_above_the_parts_where_none_is_for_them() -> None:
    item = "#### {}\n\n##### Background\n\n##### Decisions\n\n"
    made = drafted(f"{HEAD}### Agenda\n\n{item.format('Oil')}{item.format('Quay')}")
    assert "#### Oil\n\n- it smokes 0\n- Ann to buy oil 0\n\n##### Background" in made
    assert "##### Decisions\n\n- We keep the wick 0\n\n#### Quay" in made


def test_other_comes_behind_the_last_part() -> None:
    parts = "##### Summary\n\n##### Next steps\n"
    text = f"{HEAD}### Agenda\n\n#### Oil\n\n{parts}\n#### Quay\n\n{parts}"
    points = (
        Point("p1", read(text).agenda[1].id, "action", "Ann to buy oil", (), 1.0, ("u1",), 0.9),
        Point("p2", None, "note", "rain", (), 2.0, ("u2",), 0.9),
    )
    made = draft(text, read(text), Minutes(points), ()).text
    assert made.endswith("##### Next steps\n\n- Ann to buy oil\n\n#### Other\n\n- rain\n")
