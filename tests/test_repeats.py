"""Where a call writes of an item once more."""

import pytest

from transcribe.notes import read


def page(*headings: str) -> str:
    below = "".join(f"### {heading}\n\n- about {heading}\n\n" for heading in headings)
    agenda = "1. Decide on lamp oil\n2. new wicks: @ann\n   `trim` cuts them\n"
    return f"# Call 2024-05-08\n\n## Agenda\n\n{agenda}\n## Notes\n\n{below}"


@pytest.mark.parametrize(
    ("heading", "notes"),
    [
        ("Decide on lamp oil", ("about Decide on lamp oil",)),
        ("Lamp oil", ("about Lamp oil",)),
        ("Oil", ()),
        ("Oil lamp", ()),
        ("Old lamp oil", ()),
    ],
)
def test_a_heading_may_say_a_title_in_fewer_words(heading: str, notes: tuple[str, ...]) -> None:
    assert read(page(heading)).agenda[0].notes == notes


def test_what_stands_before_a_colon_is_enough_of_a_title() -> None:
    assert read(page("New wicks:")).agenda[1].notes[-1] == "about New wicks:"


def test_fewer_words_that_fit_twice_are_nobodys() -> None:
    assert read(page("Lamp oil", "Lamp oil")).agenda[0].notes == ()
    both = page("Lamp oil").replace("new wicks: @ann\n   `trim` cuts them", "Order lamp oil")
    assert [item.notes for item in read(both).agenda] == [(), ()]


def test_a_section_beside_the_talk_repeats_no_title() -> None:
    text = "# Call 2024-05-08\n\n## Agenda\n\n- Review action items\n\n## Action items\n\n- [ ] oil\n"
    assert read(text).agenda[0].notes == ()
