"""Decisions and actions go where a page keeps a place for them: a section, a list of both, a table."""

import pytest

from transcribe.draft import draft, without
from transcribe.draft.changes import Draft, undo
from transcribe.draft.staying import left
from transcribe.notes import read
from transcribe.schema import Minutes, Point

PAGE = "# Call 2024-05-08\n\n## Attendees\n\n- Ann Bee\n- Bo Cee\n\n## Agenda\n\n- oil\n- wicks\n\n"
ITEM = "- oil\n    - it smokes\n"
SAID = (("note", "it smokes"), ("decision", "We keep the wick"), ("action", "Ann to buy oil"))


def minutes(text: str) -> Minutes:
    item = read(text).agenda[0].id
    return Minutes(tuple(Point(kind, item, kind, words, (), 1.0, ("u1",), 0.9) for kind, words in SAID))  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("section", "after"),
    [
        (
            "## Decisions\n\n-\n\n## Actions\n\n-\n",
            "## Decisions\n\n- We keep the wick\n\n## Actions\n\n- Ann to buy oil\n",
        ),
        ("**Decisions made:**\n\n* rags\n", "**Decisions made:**\n\n* rags\n* We keep the wick\n"),
        ("### Decisions\n\n-\n\n### Links\n", "### Decisions\n\n- We keep the wick\n\n### Links\n"),
        ("- Decisions\n    - \n- AIs\n    - \n", "- Decisions\n    - We keep the wick\n- AIs\n    - Ann to buy oil\n"),
        ("## Decisions & Action Items\n\n-\n", "Action Items\n\n- We keep the wick\n- Ann to buy oil\n"),
        ("## Decisions\n\n| Decision | Why |\n|---|---|\n| | |\n", "|---|---|\n| We keep the wick |  |\n"),
    ],
)
def test_a_decision_goes_into_the_section_for_decisions(section: str, after: str, ending: str) -> None:
    text = (PAGE + section).replace("\n", ending)
    made = draft(text, read(text), minutes(text), ())
    assert made.text.endswith(after.replace("\n", ending))
    assert made.text.count("We keep the wick") == 1
    assert [item.title for item in read(text).agenda] == ["oil", "wicks"]
    assert undo(made.text, made.lines).text == text


@pytest.mark.parametrize(
    "title", ["**AIs**", "### AI's", "AI:", "### New AIs", "**Action items (AI):**", "### Actions / AIs"]
)
def test_ais_are_action_items(title: str) -> None:
    text = f"{PAGE}{title}\n\n- [ ]\n"
    assert draft(text, read(text), minutes(text), ()).text.endswith(f"{title}\n\n- [ ] Ann to buy oil\n")


def test_a_topic_may_be_ai() -> None:
    agenda = "## Agenda\n\n### AI\n\n- may we use it\n\n### Quay\n\n- y\n"
    assert [item.title for item in read(f"# Call 2024-05-08\n\n{agenda}").agenda] == ["AI", "Quay"]


@pytest.mark.parametrize(
    ("title", "expected"), [("Decisions", ["oil", "wicks"]), ("Decisions\n\n- who pays", ["oil", "wicks", "Decisions"])]
)
def test_a_heading_for_decisions_in_the_agenda_is_an_item_once_it_holds_some(title: str, expected: list[str]) -> None:
    assert [item.title for item in read(f"{PAGE}### {title}\n").agenda] == expected


@pytest.mark.parametrize(
    "section", ["## Actions\n\n- Bo: rags\n", "## Actions\n\n| What | Who |\n|---|---|\n| x | Bo |\n"]
)
def test_what_a_person_made_of_a_line_stays(section: str) -> None:
    text = f"{PAGE}## Decisions\n\n- rags\n\n{section}"
    made = draft(text, read(text), minutes(text), ())
    edited = made.text.replace("We keep the wick", "We keep the old wick").replace("uy oil", "uy more oil")
    assert "more" in edited
    undone = left(edited, made.lines, minutes(text), read)
    assert set(undone.theirs) == {"decision", "action"}
    kept = without(minutes(text), undone.deleted)
    assert draft(undone.text, read(undone.text), kept, (), theirs=undone.theirs).text == edited


def test_a_decision_that_a_person_reworded_stays_below_its_item_when_a_section_comes() -> None:
    one = Minutes(tuple(point for point in minutes(PAGE).points if point.kind == "decision"))
    made = draft(PAGE, read(PAGE), one, ())
    edited = made.text.replace("We keep the wick", "The wick is kept") + "\n## Decisions\n\n-\n"
    undone = left(edited, made.lines, one, read)
    again = draft(undone.text, read(undone.text), without(one, undone.deleted), (), theirs=undone.theirs)
    assert again.text == edited


@pytest.mark.parametrize("section", ["## Actions\n\n- [ ]\n", "## Actions\n\n| What | Who |\n|---|---|\n| | |\n"])
def test_what_a_person_copied_from_the_draft_is_not_told_twice(section: str) -> None:
    text = f"{PAGE}## Decisions\n\n-\n\n{section}"
    outcomes = Minutes(tuple(point for point in minutes(text).points if point.kind != "note"))
    copied = draft(text, read(text), outcomes, ()).text
    assert draft(copied, read(copied), outcomes, ()) == Draft(copied)
