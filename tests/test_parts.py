import pytest

from transcribe.notes import read
from transcribe.notes.markdown import parse
from transcribe.notes.parts import call_parts, main_parts
from transcribe.notes.spans import call_spans


def test_parts_follow_one_another_and_labels_do_not_break_an_agenda() -> None:
    text = "## 2020-05-06\n\n**MC:** Ann\n\n### Agenda\n\n- one\n\n**Discussion**\n\n- two\n\n### Closing\n"
    document = parse(text)
    parts = main_parts(call_parts(document, call_spans(document)[0]))
    assert {kind: part.lines for kind, part in parts.items()} == {
        "header": (0, 2),
        "mc": (2, 4),
        "agenda": (4, 12),
        "closing": (12, 13),
    }


def test_discussions_are_the_agenda_where_there_is_none() -> None:
    document = parse("## 2020-05-06\n\n### Proposals\n\n- one\n")
    assert set(main_parts(call_parts(document, call_spans(document)[0]))) == {"header", "agenda"}


@pytest.mark.parametrize("title", ["# Minutes", "# Meeting Minutes", "## (8/5/24) Meeting Notes"])
def test_a_title_that_calls_the_page_notes_is_no_place_for_them(title: str) -> None:
    document = parse(f"{title}\n\n8 May 2024, in the harbour\n\n### Attendees\n\n- Ann Bee\n\n### Agenda\n\n- oil\n")
    parts = main_parts(call_parts(document, call_spans(document)[0]))
    assert set(parts) == {"header", "attendees", "agenda"}


def test_of_notes_inside_notes_those_with_the_talk_count() -> None:
    document = parse("# Call\n\n## Agenda\n\n- oil\n\n## Notes\n\n### Attendees\n\n### Notes\n")
    parts = main_parts(call_parts(document, call_spans(document)[0]))
    assert parts["notes"].lines == (10, 11)


@pytest.mark.parametrize("label", ["* Attendees", "* **Attendees:**"])
def test_behind_a_bullet_for_people_a_labelled_agenda_goes_on(label: str) -> None:
    page = read(f"# Call 2024-05-08\n\n**Agenda**\n\n{label}\n\t* Ann Bee\n\t* Bo Cee\n* oil\n* wicks\n")
    assert [person.name for person in page.attendees] == ["Ann Bee", "Bo Cee"]
    assert [item.title for item in page.agenda] == ["oil", "wicks"]
