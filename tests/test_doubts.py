"""What a user is told of an agenda that may not be the one that people meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import PAGE, processed
from transcribe.notes import read
from transcribe.notes.doubts import doubts

if TYPE_CHECKING:
    from tests.conftest import ScriptedCall

HOUR = 3600.0
ONE = "# Call 2024-05-08\n\n## Attendees\n\n- Ann Bee\n\n## Agenda\n\n- oil\n"


def told(text: str, duration: float = HOUR) -> tuple[str, ...]:
    return doubts(text, read(text), duration)


def test_an_item_alone_is_told_for_a_long_call_on_a_page_that_holds_more() -> None:
    (sentence,) = told(f"{ONE}\n## Harbour\n\n- quay\n")
    assert sentence == (
        'Of the page\'s headings and lists only "oil" (line 9) was read as an item, for 60 minutes of talk; '
        'if there are more, write them as bullets below "Agenda" and run this again.'
    )


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        (f"{ONE}\n## Harbour\n\n- quay\n", 1200.0),
        (ONE, HOUR),
        (f"{ONE}    - it smokes\n- wicks\n\n## Harbour\n\n- quay\n", HOUR),
        (f"{ONE}\n## Links\n\n- [shop](https://x.example)\n\n## Closing\n\n- bye\n", HOUR),
        (f"{ONE}\n## oil\n\n- it smokes\n", HOUR),
        (ONE.replace("- oil\n", ""), HOUR),
    ],
    ids=["short call", "nothing else", "two items", "beside the talk", "its own heading", "no agenda"],
)
def test_an_agenda_beyond_doubt_is_not_told(text: str, duration: float) -> None:
    assert told(text, duration) == ()


def test_headings_that_were_taken_for_items_are_told_where_nobody_is_listed() -> None:
    text = "# Call 2024-05-08\n\n## Ucastnici\n\n- Ann Bee\n\n## Program\n\n- oil\n- wicks\n"
    (sentence,) = told(text)
    assert sentence == (
        'No heading says "Agenda" or "Attendees", so all headings from "Ucastnici" (line 3) on were read as items; '
        "if that is wrong, give those two names to the headings they fit and run this again."
    )
    assert told(text.replace("Ucastnici", "Attendees")) == ()


def test_the_summary_tells_it(call: ScriptedCall) -> None:
    call.page.write_text(PAGE.replace("### Who joined", "### Kdo").replace("### Agenda", "### Program"))
    assert 'Note: No heading says "Agenda" or "Attendees", so all headings from' in processed(call).output
