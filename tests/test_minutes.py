from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.minutes import Context, assemble, familiar, revise
from transcribe.minutes.glossary import Glossary
from transcribe.minutes.truth import is_true
from transcribe.schema import (
    AgendaItem,
    Attendee,
    Edit,
    Minutes,
    Misheard,
    Naming,
    Notes,
    Point,
    Review,
    Section,
    Utterance,
)

PARSER = AgendaItem(
    "parser", "New parser [core#1184](https://example.org/1184)", ("Ada",), ("already twice as fast",), (), (4, 6)
)
CACHE = AgendaItem("cache", "Cache", (), (), (), (6, 7))
PEOPLE = (Attendee("Ada Bell"), Attendee("Cem Dogan"), Attendee("Cem Arslan"))
NOTES = Notes("Calls", "2024-05-06", (), PEOPLE, (PARSER, CACHE), (), (), (0, 9), {})
NAMES = (Naming("Speaker 1", "Ada Bell", 0.9), Naming("Speaker 2", None, 0.0))
SAID = (
    Utterance(0.0, 5.0, "u0000000", "Speaker 1", "Version 2.1 of the parser reads old files.", 0.9),
    Utterance(5.0, 9.0, "u0005000", "Speaker 2", "We should tell Linus about it.", 0.9),
)
SECTIONS = (Section(0.0, 9.0, "parser", ("u0000000", "u0005000")),)


def point(
    text: str, *utterances: str, kind: str = "note", item: str | None = "parser", name: str = "p0000000"
) -> Point:
    return Point(name, item, kind, text, ("Ada Bell",), 0.0, utterances or ("u0000000",), 0.9)  # type: ignore[arg-type]


class Told:
    """A drafter that says what it is told."""

    def __init__(self, *points: Point) -> None:
        self._points = points

    def points(self, item: AgendaItem | None, utterances: tuple[Utterance, ...], context: Context) -> tuple[Point, ...]:
        return self._points


def drafted(*points: Point) -> list[str]:
    return [one.text for one in assemble(NOTES, SAID, NAMES, SECTIONS, Told(*points)).points]


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("Version 2.1 reads old files", True),
        ("Version 2.2 reads old files", False),
        ("Ada wrote the parser", True),
        ("Parser fixes core#1184", True),
        ("Parser fixes core#1185", False),
        ("To tell Linus", False),
        ("To tell Grace", False),
    ],
)
def test_names_numbers_and_references_must_have_been_said_or_stand_on_the_page(text: str, *, true: bool) -> None:
    context = Context(NOTES, {"Speaker 1": "Ada Bell"})
    assert is_true(point(text), SAID, context) is true


def test_a_point_on_other_utterances_than_the_items_is_not_true() -> None:
    assert not is_true(point("Parser reads old files", "u9999999"), SAID, Context(NOTES, {}))


def test_what_a_human_line_says_is_not_said_again() -> None:
    assert drafted(point("Parser is already twice as fast")) == []
    assert drafted(point("Parser reads old files"), point("Parser reads all old files")) == ["Parser reads old files"]


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("[ ] Ada: old files, parser version", False),
        ("Action: parser, old files", False),
        ("Action: old files", True),
        ("Ada: old files, parser cache", True),
    ],
)
def test_what_a_person_noted_down_in_fewer_words_is_no_task_anew(note: str, *, told: bool) -> None:
    page = replace(NOTES, agenda=(replace(PARSER, notes=(note,)), CACHE))
    task = point("Ada to read the old files that the version 2.1 of the parser reads", kind="action")
    made = assemble(page, SAID, NAMES, SECTIONS, Told(task, replace(task, kind="note"))).points
    assert ("action" in [one.kind for one in made]) == told


def test_a_reference_said_aloud_is_written_as_the_item_writes_it() -> None:
    said = (replace(SAID[0], text="We merge eleven eighty-four and also twelve."),)
    minutes = assemble(NOTES, said, NAMES, SECTIONS, Told(point("We merge eleven eighty-four and also twelve")))
    assert [one.text for one in minutes.points] == ["We merge core#1184 and also twelve"]


def test_what_was_misheard_is_mended_in_the_drafted_line() -> None:
    glossary = Glossary({"kubelet": "kubelet"}, {}, lambda word: word in {"the", "parser", "reads", "from"})
    page = replace(NOTES, agenda=(replace(PARSER, title="New parser beside the kubelet"), CACHE))
    minutes = assemble(page, SAID, NAMES, SECTIONS, Told(point("Reads from the cubelet")), glossary=glossary)
    assert [one.text for one in minutes.points] == ["Reads from the kubelet"]
    assert minutes.misheard == ()
    said = (replace(SAID[0], text="It reads from the cubelet."), SAID[1])
    proposed = assemble(page, said, NAMES, SECTIONS, Told(), glossary=glossary).misheard
    assert proposed == (Misheard(SAID[0].id, "cubelet", "kubelet"),)


def test_how_far_the_drafting_has_come_is_told_item_by_item() -> None:
    heard: list[tuple[float, float]] = []
    assemble(NOTES, SAID, NAMES, SECTIONS, Told(), progress=lambda done, total: heard.append((done, total)))
    assert heard == [(0, 2), (2, 2), (2, 2)]


def test_decisions_and_actions_come_last() -> None:
    assert drafted(point("Parser to be merged", kind="decision"), point("Reads old files")) == [
        "Reads old files",
        "Parser to be merged",
    ]


def test_items_without_talk_are_not_discussed_and_voices_off_the_list_are_asked_about() -> None:
    talkative = replace(SAID[1], text=" ".join(["word"] * 60))
    minutes = assemble(NOTES, (SAID[0], talkative), NAMES, SECTIONS, Told())
    assert minutes.not_discussed == ("cache",)
    assert minutes.unlisted == ("Speaker 2",)


def test_two_points_of_one_utterance_have_two_ids() -> None:
    minutes = assemble(NOTES, SAID, NAMES, SECTIONS, Told(point("Reads old files"), point("Version 2.1 of parser")))
    assert [one.id for one in minutes.points] == ["p0000000", "p0000000b"]


def test_people_are_called_by_their_first_name_where_it_means_only_them() -> None:
    assert familiar("Ada Bell", PEOPLE) == "Ada"
    assert familiar("Cem Dogan", PEOPLE) == "Cem Dogan"
    assert familiar("Ada Bell", PEOPLE, ["Ada Crane"]) == "Ada Bell"
    assert familiar("Speaker 2", PEOPLE) == "Speaker 2"
    assert familiar("Project Manager", (Attendee("Project Manager"),)) == "Project Manager"


MINUTES = Minutes((point("One", name="p1"), point("Two", name="p2"), point("Three", name="p3")), ("cache",))


def edit(target: str, field: str, was: str | None, now: str | None) -> Edit:
    return Edit(target, field, was, now, "2024-05-07T10:00:00Z")


def revised(*edits: Edit, minutes: Minutes = MINUTES) -> tuple[list[tuple[str, str]], int]:
    after = revise(minutes, Review(edits))
    return [(one.id, one.text) for one in after.minutes.points], len(after.stale)


def test_without_edits_nothing_changes() -> None:
    assert revise(MINUTES, Review()).minutes == MINUTES


def test_text_kind_item_and_order_are_changed_in_place() -> None:
    after = revise(
        MINUTES,
        Review(
            (
                edit("p1", "text", "One", "First"),
                edit("p1", "text", "First", "The first"),
                edit("p2", "kind", "note", "decision"),
                edit("p2", "item", "parser", None),
                edit("p3", "order", "2", "-1"),
            )
        ),
    )
    assert [(one.id, one.text, one.kind, one.item) for one in after.minutes.points] == [
        ("p3", "Three", "note", "parser"),
        ("p1", "The first", "note", "parser"),
        ("p2", "Two", "decision", None),
    ]
    assert after.stale == ()


def test_a_deleted_point_can_come_back() -> None:
    assert revised(edit("p1", "deleted", None, "yes")) == ([("p2", "Two"), ("p3", "Three")], 0)
    assert revised(edit("p1", "deleted", None, "yes"), edit("p1", "deleted", "yes", None))[0][0] == ("p1", "One")


def test_a_new_point_is_added_at_the_end() -> None:
    fresh = msgspec.json.encode(point("Four", name="p9")).decode()
    assert revised(edit("p9", "new", None, fresh))[0][-1] == ("p9", "Four")


def test_an_item_is_marked_as_not_discussed_and_back() -> None:
    assert revise(MINUTES, Review((edit("parser", "not_discussed", None, "yes"),))).minutes.not_discussed == (
        "cache",
        "parser",
    )
    assert revise(MINUTES, Review((edit("cache", "not_discussed", "yes", None),))).minutes.not_discussed == ()


@pytest.mark.parametrize(
    "lost",
    [
        edit("p7", "text", "One", "First"),
        edit("p1", "text", "Another", "First"),
        edit("p1", "kind", "action", "note"),
        edit("p1", "kind", "note", "poem"),
        edit("p1", "order", "0", "soon"),
        edit("p9", "new", None, "{"),
        edit("p1", "item", "cache", "parser"),
    ],
)
def test_an_edit_whose_place_is_gone_is_kept_aside(lost: Edit) -> None:
    after = revise(MINUTES, Review((lost,)))
    assert after.stale == (lost,)
    assert after.minutes == MINUTES


def test_a_corrected_line_survives_that_its_voice_gets_a_name() -> None:
    named = replace(point("Ada to write", name="p1"), speakers=("Ada",))
    fix = edit("p1", "text", "Speaker 3 to write", "Ada to write the docs")
    assert revised(fix, minutes=Minutes((named,))) == ([("p1", "Ada to write the docs")], 0)


@given(
    st.lists(
        st.builds(
            Edit,
            st.sampled_from(["p1", "p2", "p3", "p9", "cache", "nobody"]),
            st.sampled_from(["text", "kind", "item", "deleted", "order", "new", "not_discussed", "name"]),
            st.sampled_from([None, "One", "Two", "note", "parser"]),
            st.sampled_from([None, "yes", "decision", "1.5", "New text", "{}"]),
            st.just("2024-05-07T10:00:00Z"),
        ),
        max_size=8,
    )
)
def test_whatever_people_do_points_stay_whole(edits: list[Edit]) -> None:
    after = revise(MINUTES, Review(tuple(edits)))
    assert len({one.id for one in after.minutes.points}) == len(after.minutes.points)
    assert set(after.stale) <= set(edits)
