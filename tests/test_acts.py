import pytest

from transcribe.minutes.acts import act, acts, phrase


@pytest.mark.parametrize(
    ("said", "doing"),
    [
        ("I'll open an issue for the parser", "open an issue for the parser"),
        ("I can write the release notes and then we see", "write the release notes"),
        ("Can you create an issue for the parser?", "create an issue for the parser"),
        ("You'll be looking at the new parser", "look at the new parser"),
        ("Ada will send the survey to everybody", "send the survey to everybody"),
        ("The action item is to rename the crate", "rename the crate"),
        ("we should follow up with the vendor, but not today", "follow up with the vendor"),
    ],
)
def test_what_is_to_be_done(said: str, doing: str) -> None:
    found = act(said)
    assert found is not None
    assert (found.kind, found.doing) == ("action", doing)


@pytest.mark.parametrize(
    "said",
    [
        "we decided to drop the old parser",
        "let's merge the parser",
        "we'll go with the second proposal",
        "there is rough consensus on the rename",
        "no call next week",
        "the price is going to be twelve euros",
        "our plan is to rename the crate",
        "we'll have a separate crate for the parser",
        "no parser as well, because it would take too long",
    ],
)
def test_what_is_decided(said: str) -> None:
    found = act(said)
    assert found is not None
    assert found.kind == "decision"
    assert found.weight >= 0.5


@pytest.mark.parametrize(
    ("said", "done"),
    [
        (
            "I'll open an issue for the parser and Ada will send the survey to everybody",
            ["open an issue for the parser", "send the survey to everybody"],
        ),
        (
            "let's merge the parser and I'll write the release notes",
            ["write the release notes", "let's merge the parser"],
        ),
        ("I'll open an issue for the parser", ["open an issue for the parser"]),
        ("the parser is slow, but if it stays so we'll drop the parser and Ada will send the survey to everybody", []),
    ],
)
def test_all_that_one_sentence_does_is_found_unless_a_condition_stands_before_it(said: str, done: list[str]) -> None:
    assert [one.doing for one in acts(said) if one.kind == "action" or one.doing != said] == done


def test_what_leads_the_meeting_on_is_weaker_than_a_decision() -> None:
    led, proposed = act("let's remove the parser"), act("let's work through the list of crates")
    assert led is not None
    assert proposed is not None
    assert act("let's start with the parser then") is None
    assert proposed.weight < 0.5 <= led.weight


@pytest.mark.parametrize(
    "said",
    [
        "I'll share my screen",
        "I'll be quick",
        "can you hear me?",
        "can you see my screen?",
        "I'll move on to the next item",
        "the parser is fast",
        "I'll put the link in the chat",
        "any questions?",
        "let's figure out those issues",
        "that lets the user choose a parser",
        "I'm going to push back on the parser",
        "the next steps are the channel for the parser",
    ],
)
def test_what_only_runs_the_meeting_is_neither(said: str) -> None:
    assert act(said) is None


def test_doubt_makes_a_decision_weak() -> None:
    firm, doubtful = act("we agreed to rename it"), act("we agreed to rename it, maybe")
    assert firm is not None
    assert doubtful is not None
    assert doubtful.weight < 0.5 <= firm.weight


def test_a_promise_to_do_what_was_asked() -> None:
    found = act("I'll do that")
    assert found is not None
    assert found.again


def test_a_task_is_cut_where_the_sentence_goes_on() -> None:
    assert phrase("open an issue because nobody did so far") == "open an issue"
    assert phrase("write a letter to the") == "write a letter"
