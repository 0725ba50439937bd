import pytest

from transcribe.minutes.deferral import deferral


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("let's bring it up again next week", "To be taken up again next week"),
        ("We can come back to this on the next call", "To be taken up again on the next call"),
        ("Maybe we'll discuss them in the next meeting.", "To be discussed in the next meeting"),
        ("I think let's take this offline.", "To be discussed offline"),
        ("People want to take this to the PR.", "To be discussed on the PR"),
        ("let's take that to the forum", "To be discussed in the forum"),
        ("I guess we continue the conversation in the next call.", "To be continued in the next call"),
        (
            "We'll take another call on it at the next meeting, and make a decision.",
            "To be decided at the next meeting",
        ),
        ("Then we can decide in two weeks.", "To be decided in two weeks"),
        ("I would skip the first one for today and move it to the next call.", "Postponed to the next call"),
        ("Let's push that to Thursday", "Postponed to Thursday"),
        ("We should table this for two weeks", "Postponed for two weeks"),
        ("That is the big model, which we'll talk about next week.", "The big model to be discussed next week"),
        ("We can have this follow on topic continue next call", "To be continued next call"),
        ("We should postpone this by two weeks", "Postponed by two weeks"),
    ],
)
def test_what_is_put_off_is_told_with_when_or_where(said: str, line: str) -> None:
    assert deferral(said) == line


@pytest.mark.parametrize(
    "said",
    [
        "Can we discuss this async?",
        "If we don't finish we can continue next week.",
        "That is what the model does, which we talk about every week.",
        "He said that the model is old, which we'll talk about next week.",
        "We don't want to discuss this offline.",
        "We'll talk to you all in two weeks.",
        "Let's move it to its own repository.",
        "We release it and we use it for a couple of weeks.",
        "Let's discuss the release.",
        "We discuss this for a couple of weeks.",
        "I put it in the chat.",
        "I'll have this on Monday, don't worry.",
        "We have it in a GitHub issue already.",
        "I think we have that in the issue.",
        "We take it on Friday to the office.",
        "I'll be on vacation and come back on Monday.",
        "We discuss it on Slack every day.",
        "I'll push it tomorrow to the branch",
        "We keep them for three months and then we delete them",
    ],
)
def test_what_is_asked_supposed_or_done_puts_nothing_off(said: str) -> None:
    assert deferral(said) is None
