"""One line may say when a call was and who took part."""

import pytest

from transcribe.notes import calls, read
from transcribe.notes.heads import head_of
from transcribe.publish.slots import added, slots

AGENDA = "\n\n## Agenda\n\n- oil\n- wicks\n"
PEOPLE = ["Ann Bee", "Bo Cee", "Cy Dee"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "line",
    [
        "2026-05-06, 16:00 UTC. Attendees: Ann Bee, Bo Cee, Cy Dee",
        "May 6, 2026, 4pm CET. Present: Ann Bee, Bo Cee and Cy Dee.",
        "*6 May 2026, 16:00-17:00. Attendees: Ann Bee (Oil), Bo Cee (Wick), Cy Dee*",
        "**Date**: 2026-05-06, **Time**: 16:00, **Attendees**: Ann Bee, Bo Cee, Cy Dee",
        "Date: 2026-05-06; Attendees: Ann Bee, Bo Cee, Cy Dee; Regrets: Dee Eff",
        "2026-05-06 - Attendees: Ann Bee, Bo Cee, Cy Dee",
        "2026-05-06. Attendees: Ann Bee, Bo Cee, Cy Dee. Absent: Dee Eff",
        "Wednesday 6 May 2026, 16:00 UTC\nAttendees: Ann Bee, Bo Cee, Cy Dee",
        "## 2026-05-06 | 16:00 UTC | Attendees: Ann Bee, Bo Cee, Cy Dee",
        "## 2026-05-06\n\n16:00 UTC. Attendees: Ann Bee, Bo Cee, Cy Dee",
    ],
)
def test_a_line_tells_date_and_people(line: str, ending: str) -> None:
    notes = read(f"# Harbour call\n\n{line}{AGENDA}".replace("\n", ending))
    assert notes.date == "2026-05-06"
    assert [person.name for person in notes.attendees] == PEOPLE
    assert [item.title for item in notes.agenda] == ["oil", "wicks"]


def test_who_led_and_bullets_right_below_are_told_too() -> None:
    line = "2026-05-06. Host: Bo Cee. Attendees: Ann Bee, Bo Cee"
    notes = read(f"# Harbour calls\n\n## {line}\n\n- Oil\n- Wicks\n\n## 2026-04-22. Attendees: Zed\n\n- Rags\n")
    assert (notes.date, notes.mc) == ("2026-05-06", ("Bo Cee",))
    assert [person.name for person in notes.attendees] == PEOPLE[:2]
    assert [item.title for item in notes.agenda] == ["Oil", "Wicks"]


@pytest.mark.parametrize(
    "line",
    [
        "On 2026-05-06 the lamp broke. Attendees: see below",
        "2026-05-06, 16:00 UTC",
        "Wicks. Attendees: Ann Bee",
        "2026-05-06. Note: Ann Bee is away",
        "2026-05-06. Attendees:",
    ],
)
def test_other_lines_are_no_heads(line: str) -> None:
    assert head_of(line) is None


RUNNING = "# Harbour calls\n\n---\n\n{}{}Ann Bee, Bo Cee\n\n- oil\n- wicks\n\n---\n\n{}{}Zed\n\n- rags\n"


@pytest.mark.parametrize("gap", [". Attendees: ", "\nAttendees: ", " - Present: "])
def test_each_such_line_opens_a_call_and_links_go_below_it_once(gap: str) -> None:
    text = RUNNING.format("May 6, 2026, 16:00 UTC", gap, "April 22, 2026", gap)
    assert [call.date for call in calls(text)] == ["2026-05-06", "2026-04-22"]
    notes = read(text)
    assert [person.name for person in notes.attendees] == PEOPLE[:2]
    assert [item.title for item in notes.agenda] == ["oil", "wicks"]
    published = added(text, notes, "recording", "https://youtu.be/abc")
    assert "Ann Bee, Bo Cee\n\n[Recording](https://youtu.be/abc)\n\n- oil" in published
    assert [slot.url for slot in slots(published, read(published), "recording")] == ["https://youtu.be/abc"]
