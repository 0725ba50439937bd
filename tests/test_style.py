from transcribe.draft.style import Style, style
from transcribe.notes import read

PAGE = """## 2024-05-08

### Who joined

- Ann Bee ([@annb](https://github.com/annb))
- Bo Cee ([@bocee](https://github.com/bocee))
- Bo Dee ([@bodee](https://github.com/bodee))
- Cy

### Agenda

{}
"""


def learned(agenda: str) -> Style:
    text = PAGE.format(agenda)
    return style(read(text), text)


def test_bullet_and_indent_are_the_commonest_of_the_page() -> None:
    found = learned("- one\n  * a\n  * b\n- two\n    - c\n")
    assert (found.bullet, found.indent) == ("*", "  ")


def test_a_page_without_notes_has_the_habits_of_this_community() -> None:
    assert learned("- one") == Style()


def test_tags_are_learned_from_notes_and_from_owners() -> None:
    assert learned("- [Ann] one").tagged
    assert learned("- one\n    - [Ann] says").tagged
    assert not learned("- one (Ann)\n- two (@bocee)").tagged
    assert not learned("- one" + "\n    - words" * 5).tagged


def test_people_are_called_as_the_page_calls_them() -> None:
    people = read(PAGE.format("- one")).attendees
    firsts, handles, lower = learned("- [Ann] one"), learned("- [bocee] one\n- [annb] two"), learned("- [ann] one")
    assert [firsts.tag(person.name, people) for person in people] == ["Ann", "bocee", "bodee", "Cy"]
    assert [handles.tag(person.name, people) for person in people] == ["annb", "bocee", "bodee", "Cy"]
    assert lower.tag("Ann Bee", people) == "ann"
    assert firsts.tag("Speaker 3", people) == "Speaker 3"


def test_a_short_form_never_means_two() -> None:
    people = read(PAGE.format("- one")).attendees
    assert Style().tag("Bo Dee", people) == "bodee"


def test_words_that_open_actions_and_decisions_are_learned() -> None:
    found = learned("- one\n    - **ACTION**: Ann to paint\n    - Decision: blue\n    - action is needed")
    assert found.labels == {"action": "**ACTION**:", "decision": "Decision:"}
