from __future__ import annotations

import pytest

from transcribe.minutes.status import status


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("All right, it's been merged", "Merged"),
        ("It has now been merged", "Merged"),
        ("I just merged this", "Merged"),
        ("I'm going to go ahead and merge this", "{who} merges it"),
        ("three approvals, gonna go ahead and emerge this end", "{who} merges it"),
        ("then let's go ahead and merge that one", "To be merged"),
        ("it looks good to merge", "To be merged"),
        ("let's not merge it before we get a thumbs up", "Not to be merged before we get a thumbs up"),
        ("I'll close this one", "To be closed"),
        ("let's move this to the next call", "Postponed to the next call"),
        ("let's postpone it", "Postponed"),
    ],
)
def test_what_becomes_of_it(said: str, told: str) -> None:
    assert status(said) == told


@pytest.mark.parametrize(
    "said",
    [
        "can we merge it?",
        "if we merge it, it breaks",
        "once it's merged we can release",
        "it's not been merged",
        "I'll merge it once the tests are green",
        "let's not merge it before you say so",
        "I'll merge it tomorrow when the tests are green",
        "we could merge it",
        "we should postpone it",
        "we merged the two branches",
        "the meeting is closed",
    ],
)
def test_nothing_is_settled_under_a_condition(said: str) -> None:
    assert status(said) is None
