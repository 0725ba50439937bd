"""Who was there and who led, in the many ways pages say so."""

import pytest

from transcribe.notes import read


def names(text: str) -> list[str]:
    return [person.name for person in read(f"# Lamp call 2024-05-08\n\n{text}").attendees]


def test_the_names_of_companies_below_a_list_of_attendees_stand_above_people() -> None:
    text = (
        "## Present\n\n### TSC\n* Ann Bee \\<ann@x.example>\n* Bo van Cee @bocee\n\n### Oil Ltd\n* Cy Dee (late)\n\n"
        "## Summary\n\n### Lamps\n* they smoke\n\n### Wicks\n* too short\n"
    )
    assert names(text) == ["Ann Bee", "Bo van Cee", "Cy Dee"]
    assert [item.title for item in read(text).agenda] == ["Lamps", "Wicks"]


def test_topics_below_an_empty_list_of_attendees_are_no_people() -> None:
    text = "## Attendees\n\n### New lamps\n- they smoke less than the old\n\n### Wicks\n- too short\n"
    assert names(text) == []
    assert [item.title for item in read(text).agenda] == ["New lamps", "Wicks"]


@pytest.mark.parametrize(
    "heading", ["# Attendees: please sign yourself in!", "## Attendees: add your names", "Attendees: please sign in"]
)
def test_a_plea_to_sign_in_names_nobody(heading: str) -> None:
    assert names(f"{heading}\n\n1. Ann Bee (Oil Ltd)\n2. Bo Cee\n\n# Agenda\n\n- oil\n") == ["Ann Bee", "Bo Cee"]


def test_those_elsewhere_follow_those_present() -> None:
    text = (
        "Present: Ann, Bo\n\nRemote (from 1am!): Cy, Di\n\nScribes: Bo (am), Cy (pm)\n\nGuests: see below\n\n"
        "Regrets: Eve\n\n---\n\n### Lamps\n\nAnn: they smoke\n\n### Wicks\n\nBo: too short\n"
    )
    assert names(text) == ["Ann", "Bo", "Cy", "Di"]


@pytest.mark.parametrize("away", ["Regrets", "Absents", "Missing"])
def test_one_list_may_hold_those_who_came_and_those_who_did_not(away: str) -> None:
    listed = f"### Attendees, absents & regrets\n\n* Attendees\n    * Ann\n* {away}\n    * Bo\n"
    labelled = f"## Attendees\n\n**Attended**:\n\n- Ann\n\n**{away}**:\n\n- Bo\n"
    assert names(listed) == names(labelled) == ["Ann"]


def test_a_line_of_handles_tells_who_was_there() -> None:
    assert names("@annb @bocee, @cy-d\n\n## Agenda\n\n- oil\n") == ["annb", "bocee", "cy-d"]
    assert names("Thanks @annb @bocee\n\n## Agenda\n\n- oil\n") == []


@pytest.mark.parametrize(
    "people",
    [
        "Ann Bee (Oil Ltd), Bo van Cee (Wicks), Cy Dee",
        "Ann Bee, Bo Van den Cee, Cy Dee",
        "@annb, Bo van Cee (@bocee), Cy Dee",
        "Ann Bee (Oil Ltd),\nBo van Cee,\nCy Dee",
        "Ann Bee, Bo van Cee,\nCy Dee (Oil Ltd)",
        "@annb @bocee @cy-d",
        "[Ann Bee](mailto:ann@x.example)[Bo van Cee](mailto:bo@x.example) [Cy Dee](mailto:cy@x.example)",
        "- Ann Bee (Oil Ltd), Bo van Cee (Wicks)\n- Cy Dee",
    ],
)
def test_one_line_may_name_them_all(people: str) -> None:
    listed = names(f"## Attendees\n\n{people}\n\n## Agenda\n\n- oil\n")
    below = [name.replace("Van den", "van") for name in listed]
    assert below in (["Ann Bee", "Bo van Cee", "Cy Dee"], ["annb", "Bo van Cee", "Cy Dee"], ["annb", "bocee", "cy-d"])
    if not people.startswith("-"):
        assert names(f"Attendees: {people}\n\n## Agenda\n\n- oil\n") == listed


@pytest.mark.parametrize(
    "people",
    [
        "- Ann Bee, Oil, EDT\n- Bo Cee\n- Cy Dee",
        "- Ann Bee, Oil Ltd, @annb\n- Bo Cee, independent, @bocee\n- Cy Dee",
        "- Ann Bee, Oil Trust, Old Harbour\n- Bo Cee, Wicks, Quay\n- Cy Dee",
        "- Ann Bee, Red Oil, Old Harbour\n- Bo Cee, Old Wicks, Lower Quay\n- Cy Dee, Blue Oil, Upper Quay",
        "- Ann Bee\n- Bo Cee, Harbour\n- Cy Dee, @cy-d",
        "Ann Bee, Red Oil\nBo Cee, Old Wicks\nCy Dee",
        "Ann Bee, Harbour\n\nBo Cee\n\nCy Dee",
        "Ann Bee / Oil Ltd / @annb\n\nBo Cee / Quay, Wick\n\nCy Dee",
    ],
)
def test_what_follows_a_name_in_its_own_line_is_no_other_person(people: str) -> None:
    assert names(f"## Attendees\n\n{people}\n\n## Agenda\n\n- oil\n") == ["Ann Bee", "Bo Cee", "Cy Dee"]


@pytest.mark.parametrize(
    "opening",
    [
        "Attendees (please add your name): Ann, Bo",
        "**Attendees (add yourself):** Ann, Bo",
        "Attending (add yourself): Ann, Bo (add yours)",
        "**Attendees (please add your name):**\n\n- Ann\n- Bo",
        "**Attendees:** (add name, company)\n\n- Ann\n- Bo",
        "**Attendees** (2):\n\n- Ann\n- Bo",
        "*Sign in below, please. Roll call:*\n\n- Ann\n- Bo",
        "<details><summary>Attendees</summary>\n\n- Ann\n- Bo\n\n</details>",
        "<details>\n<summary>Attendees (2)</summary>\n\n- Ann\n- Bo\n\n</details>",
        "## Sign-in\n\n- Ann / Oil Ltd / @annb\n- Bo / - / @bocee",
        "### Check-in 💁\n\n- Ann / @annb / Oil Ltd\n- Bo/ @bocee / Quay",
    ],
)
def test_attendees_are_opened_in_many_ways(opening: str) -> None:
    text = f"{opening}\n\n## Agenda\n\n- oil\n"
    assert names(text) == ["Ann", "Bo"]
    assert [item.title for item in read(text).agenda] == ["oil"]


@pytest.mark.parametrize(
    "text",
    [
        "## Notices\n\n- **All participants** in lamp calls are subject to rules, and to others\n",
        "## Notices\n\n**Members present** can vote, guests cannot.\n",
        "<!-- Attendees: Ann -->\n\n- oil\n- wicks\n",
    ],
)
def test_what_is_said_of_attendees_names_nobody(text: str) -> None:
    assert names(f"{text}\n## Agenda\n\n- oil\n") == []


def test_a_check_in_that_tells_something_is_an_item() -> None:
    text = "# Call\n\n## Check-in\n\n- the and/or lamp is lit\n- oil is short\n\n## Oil\n\n- cheaper\n"
    assert [item.title for item in read(text).agenda] == ["Check-in", "Oil"]


def test_who_leads_an_item_does_not_lead_the_call() -> None:
    assert read("# Call 2024-05-08\n\n## 1. Minutes\n\n## 2. Oil\n\nLead: Ann\n\n## 3. Wicks\n").mc == ()
    assert read("# Lamps\n\n## Call 2024-05-08\n\nLead: Ann\n\n## Oil\n\n## Wicks\n").mc == ("Ann",)
    assert read("# Call 2024-05-08\n\n## 1. Minutes\n\nChair: Ann\n\n## 2. Oil\n\n## 3. Wicks\n").mc == ("Ann",)


@pytest.mark.parametrize(
    "table",
    [
        "| Attendee | Company |\n|---|---|\n| Ann | Oil |\n| Bo | |",
        "**Chair:** Ann\n\n| Attendee | Company |\n|---|---|\n| Ann | Oil |\n| Bo | |",
        "| Attendee | Present |\n|---|---|\n| Ann | ✅ |\n| Cy | ❌ |\n| Bo | :white_check_mark: |",
        "## Attendees\n\n| | Name | Company |\n|---|---|---|\n| [x] | Ann | Oil |\n| [ ] | Cy | Quay |\n| [X] | Bo | |",
        "## Attendees\n\n| | Name |\n|---|---|\n| [ ] | Ann |\n| [ ] | Bo |",
    ],
)
def test_a_table_tells_who_was_there(table: str) -> None:
    found = read(f"# Lamp call 2024-05-08\n\n{table}\n\n## Agenda\n\n- oil\n").attendees
    assert [(person.name, person.handle) for person in found] == [("Ann", None), ("Bo", None)]


@pytest.mark.parametrize(
    "table", ["| Topic | Owner |\n|---|---|\n| Oil | Ann |", "| Who | What |\n|---|---|\n| Ann | oil |"]
)
def test_a_table_of_other_things_names_no_attendees(table: str) -> None:
    assert names(f"{table}\n\n## Agenda\n\n- oil\n") == []


def test_a_company_with_an_at_is_no_handle_beside_a_column_of_handles() -> None:
    text = "## Attendees\n\n| Name | Company | GitHub |\n|---|---|---|\n| Ann | @oil | @annb |\n| Bo | | bocee |\n"
    assert [(one.name, one.handle, one.role) for one in read(f"# Call\n\n{text}").attendees] == [
        ("Ann", "annb", "oil"),
        ("Bo", "bocee", None),
    ]


def test_a_second_label_in_a_line_ends_the_names_of_the_first() -> None:
    notes = read("# Call 2024-05-08\n\n**Host:** Ann, **Note taker:** Bo\n\n**Present:** Ann, Bo **Regrets:** Cy\n")
    assert (notes.mc, [person.name for person in notes.attendees]) == (("Ann",), ["Ann", "Bo"])


def test_a_column_with_a_name_of_its_own_ticks_nobody_off() -> None:
    table = "| Name | Company | Voting |\n|---|---|---|\n| Ann Bee | Oil | [x] |\n| Bo Cee | Quay | [ ] |\n"
    notes = read(f"# 2024-05-08\n\n## Attendees\n\n{table}")
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee"]
