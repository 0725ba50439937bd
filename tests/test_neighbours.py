from pathlib import Path

from transcribe.notes import read
from transcribe.notes.neighbours import pages_beside, usual_length, with_spellings
from transcribe.notes.people import resolve

CALL = "# Call\n\n## {}\n\n### Who joined\n\n{}\n\n### Agenda\n\n- one\n"


def test_earlier_pages_come_first_and_the_latest_of_them_before_the_rest(tmp_path: Path) -> None:
    for day in ("2024-05-01", "2024-05-08", "2024-05-15", "2024-05-22"):
        (tmp_path / f"{day}.md").write_text(day, encoding="utf-8")
    (tmp_path / "README.md").write_text("readme", encoding="utf-8")
    (tmp_path / "broken.md").write_bytes(b"\xff\xfe\0")
    (tmp_path / "2024-05-01.txt").write_text("no page", encoding="utf-8")
    found = pages_beside(tmp_path / "2024-05-15.md")
    assert found[:2] == ("2024-05-08", "2024-05-01")
    assert sorted(found) == ["2024-05-01", "2024-05-08", "2024-05-22", "readme"]
    assert pages_beside(tmp_path / "notes.md", "2024-05-08")[0] == "2024-05-01"


WEEK = (
    "# Clay call\n\n[Recording]()\n\n## {day}\n\n### MC\n\n- Ann Bee\n\n### Who joined\n\n- Ann Bee\n- Cem Dogan\n\n"
    "### Agenda\n\n- [Ann] {topic}\n    - {note}\n- [Cem] Fair in May\n\n### Closing\n\n- **MC Next Call**:\n"
)


def test_a_copy_of_the_very_page_teaches_nothing(tmp_path: Path) -> None:
    page = WEEK.format(day="2024-05-15", topic="Kiln", note="repaired")
    drafted = page.replace(
        "    - repaired\n", "    - repaired\n    - It heats up again\n    - Ann to fire it on Friday\n"
    )
    other_week = WEEK.format(day="2024-05-08", topic="Glaze", note="blue")
    grown = f"{WEEK.format(day='2024-05-22', topic='Wheel', note='stuck')}\n{page}\n{other_week}"
    (tmp_path / "page.md").write_text(drafted, encoding="utf-8")
    (tmp_path / "page-backup.md").write_text(page, encoding="utf-8")
    (tmp_path / "page (1).md").write_text(drafted.replace("repaired", "mended"), encoding="utf-8")
    (tmp_path / "last week.md").write_text(other_week, encoding="utf-8")
    (tmp_path / "all.md").write_text(grown, encoding="utf-8")
    assert sorted(pages_beside(tmp_path / "page.md")) == sorted([other_week, grown])
    assert page in pages_beside(tmp_path / "last week.md")
    (tmp_path / "all-backup.md").write_text(grown.replace("stuck", "runs"), encoding="utf-8")
    assert grown.replace("stuck", "runs") not in pages_beside(tmp_path / "all.md")


def test_a_page_of_another_day_is_no_copy_however_alike(tmp_path: Path) -> None:
    empty = "# Clay call\n\n### Who joined\n\n- Ann Bee\n\n### Agenda\n\n- Kiln\n"
    for day in ("2024-05-15", "2024-05-08"):
        (tmp_path / f"{day}.md").write_text(empty, encoding="utf-8")
    assert pages_beside(tmp_path / "2024-05-15.md") == (empty,)


def test_other_pages_teach_how_people_are_called() -> None:
    notes = read(CALL.format("2024-05-08", "- Gregor Nowak ([@gnowak](https://github.com/gnowak))\n- Ann"))
    older = CALL.format("2024-05-01", "- Gregsy ([@gnowak](https://github.com/gnowak))\n- Annie (@ann1)\n- Ann (@ann2)")
    taught = with_spellings(notes, [older])
    assert resolve("Gregsy", notes.attendees) is None
    assert [person.name for person in taught.attendees if person == resolve("Gregsy", taught.attendees)] == [
        "Gregor Nowak"
    ]
    assert "Annie" not in taught.attendees[1].aliases
    assert taught.attendees[1].aliases == ("ann2",)


def test_a_spelling_that_two_may_claim_is_nobodys() -> None:
    notes = read(CALL.format("2024-05-08", "- Leandro Grass (@lgrass)\n- Leandro Bona (@lbona)"))
    older = [
        CALL.format("2024-05-01", "- Leo (@lgrass)"),
        CALL.format("2024-04-24", "- Leo (@lbona)"),
    ]
    assert all("Leo" not in person.aliases for person in with_spellings(notes, older).attendees)


def test_nothing_to_learn_changes_nothing() -> None:
    notes = read(CALL.format("2024-05-08", "- Ann Bee (@annb)"))
    assert with_spellings(notes, ()) == notes


def test_older_calls_show_how_much_is_written() -> None:
    older = "".join(
        f"## 2026-0{month}-04\n\n### Who joined\n\n- Ada Bell\n- Cem Dogan\n\n### Agenda\n\n"
        "- [Ada] Parser\n    - reads old files too\n    - released in May\n    - docs to follow\n"
        "- [Cem] Website\n    - new colours\n    - Ada to review them\n\n"
        for month in (3, 2)
    )
    text = f"# Calls\n\n## 2026-04-01\n\n### Agenda\n\n- [Ada] Parser\n\n{older}"
    length = usual_length(read(text, date="2026-04-01"), text, ())
    assert length is not None
    assert (length.line, length.item) == (3, (4 + 3 + 3 + 2 + 4) / 2)
    assert usual_length(read(text, date="2026-04-01"), text[: text.index("## 2026-03")], ()) is None
