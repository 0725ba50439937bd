import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import DATA
from transcribe.clock import clock
from transcribe.draft import draft, shown, without
from transcribe.draft.changes import Draft, undo
from transcribe.errors import PageError
from transcribe.notes import load, read
from transcribe.notes.markdown import parse, split_lines, walk
from transcribe.schema import ClosingField, Minutes, Naming, Notes, Point, PointKind, Times

PAGES = {path.stem: path for path in sorted((Path(__file__).parent / "pages").glob("*.md"))}
REAL = sorted((DATA / "pages").rglob("*.md")) if (DATA / "pages").is_dir() else []
NOTHING = Minutes(())
OPEN = re.compile(
    r"added after the meeting|_meeting minutes_|_\.\.\._|(?i:next .*?:\W*(?:tbd)?\W*$)|^\s*(?:[-*+]|\d\.)\s*$"
)


def point(item: str | None, text: str, at: float = 0.0, *, kind: PointKind = "note", by: str = "") -> Point:
    made = f"{round(at * 1000):07}"
    return Point(f"p{made}", item, kind, text, (by,) if by else (), at, (f"u{made}",), 0.9)


def full(notes: Notes) -> Minutes:
    """Minutes with two points for most items, one off the agenda, a closing field and somebody who is not listed."""
    people = [person.name for person in notes.attendees] or ["Speaker 1"]
    kinds: tuple[PointKind, ...] = ("action", "note", "decision", "question")
    points = []
    for number, item in enumerate(notes.agenda):
        for turn in range(2 if number % 3 != 2 else 0):
            at = 60.0 * number + 7 * turn
            points.append(
                point(item.id, f"said {number}.{turn}", at, kind=kinds[turn], by=people[number % len(people)])
            )
    points.append(point(None, "weather", 9000.0, by="Speaker 9"))
    return Minutes(
        tuple(points),
        tuple(item.id for item in notes.agenda[2::3]),
        (ClosingField("next-mc", "Aiko", 1.0, ("u1",)), ClosingField("next-release", "3.0 in June", 1.0, ("u1",))),
        ("Speaker 9", "Zed Zulu"),
    )


def render(page: str, notes: Notes, minutes: Minutes, names: tuple[Naming, ...] = (), *, times: Times = "none") -> str:
    """The whole page with the minutes in it."""
    return draft(page, notes, minutes, names, times=times).text


def redraft(page: str, earlier: Draft, minutes: Minutes, *, date: str | None = None) -> Draft:
    """Draft again into a page that holds an earlier draft."""
    undone = undo(page, earlier.lines, shown(minutes))
    left = without(minutes, undone.deleted)
    made = draft(undone.text, read(undone.text, date=date), left, (), theirs=undone.theirs)
    return Draft(made.text, (*made.lines, *undone.lost))


def bare(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in split_lines(text)]


def added(text: str, page: str) -> list[str]:
    """The lines of a page that its earlier self does not have."""
    before = iter([*bare(text), None])
    expected = next(before)
    found = []
    for line in bare(page):
        if line == expected:
            expected = next(before)
        else:
            found.append(line)
    return found


def check_kept(text: str, made: Draft) -> None:
    """Without our lines, and with what they replaced, the page is what it was; only placeholders were replaced."""
    ours = {line.number: line for line in made.lines}
    left: list[str] = []
    for number, line in enumerate(bare(made.text)):
        if number not in ours:
            left.append(line)
        elif (was := ours[number].was) is not None:
            assert OPEN.search(was), was
            left += was.split("\n")
    assert [line.removeprefix("\ufeff") for line in left] == [line.removeprefix("\ufeff") for line in bare(text)]


@pytest.fixture
def text() -> str:
    return load(PAGES["community"])


@pytest.mark.parametrize("path", [*PAGES.values(), *REAL], ids=lambda path: path.stem)
def test_a_page_with_nothing_to_add_comes_back_byte_for_byte(path: Path) -> None:
    page = load(path)
    assert render(page, read(page), NOTHING) == page


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("name", PAGES)
def test_human_lines_are_never_changed_moved_or_lost(name: str, ending: str, closed: bool) -> None:
    page = load(PAGES[name]).replace("\n", ending)
    page = page if closed else page.rstrip()
    notes = read(page)
    made = draft(page, notes, full(notes), (), times="items")
    check_kept(page, made)
    assert made.text.endswith("\n") == closed
    assert ("\n" in made.text.replace("\r\n", "")) == ("\n" in page.replace("\r\n", ""))
    assert all(bare(made.text)[line.number] == line.text for line in made.lines)


@pytest.mark.parametrize("name", PAGES)
def test_drafting_twice_in_place_changes_nothing_the_second_time(name: str) -> None:
    page = load(PAGES[name])
    notes = read(page)
    first = draft(page, notes, full(notes), ())
    second = redraft(first.text, first, full(notes), date=notes.date)
    assert second == first


@pytest.mark.parametrize("name", ["community", "archive", "fields", "office-hours", "separate-notes"])
def test_points_stand_under_their_item_for_every_reader(name: str) -> None:
    page = load(PAGES[name])
    notes = read(page)
    minutes = full(notes)
    made = render(page, notes, minutes)
    again = {item.id: item for item in read(made, date=notes.date).agenda}
    for drafted in minutes.points:
        if drafted.item is not None:
            assert any(drafted.text in line for line in again[drafted.item].notes), drafted
    code = [block for block in walk(parse(made).blocks) if block.kind in {"code", "fence"} and "said" in block.text]
    assert code == []


@pytest.mark.skipif(not REAL, reason="the corpus of real pages is not there")
def test_real_pages_keep_their_lines_and_take_the_draft_back() -> None:
    for path in REAL[::3]:
        page = load(path)
        notes = read(page)
        made = draft(page, notes, full(notes), ())
        check_kept(page, made)
        assert redraft(made.text, made, NOTHING, date=notes.date).text == page, path


LINES = st.sampled_from(
    [
        "# Call",
        "## 2024-05-08",
        "### Who joined",
        "### Agenda",
        "### Notes:",
        "### Closing",
        "### one",
        "",
        "- Ann Bee (@annb)",
        "- [Ann] one",
        "    - deeper",
        "          - far",
        "\t- tab",
        "* two",
        "1. three",
        "-[Bo] tight",
        "- ",
        "```",
        "| Topic |",
        "|---|",
        "plain words",
        "- **MC Next Call**: ",
        "To be added after the meeting.",
        "---",
        "<!-- note",
        "-->",
    ]
)


@given(st.lists(LINES, min_size=1, max_size=20), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_on_any_page_nothing_of_people_is_lost(lines: list[str], ending: str, closed: bool) -> None:
    page = ending.join(["# Call", *lines]) + (ending if closed else "")
    try:
        notes = read(page)
    except PageError:
        return
    made = draft(page, notes, full(notes), ())
    check_kept(page, made)
    assert undo(made.text, made.lines).text == page
    assert made.text.endswith("\n") == page.endswith("\n")


def test_points_follow_what_people_wrote_and_decisions_and_actions_come_last(text: str) -> None:
    notes = read(text)
    item = notes.agenda[1].id
    minutes = Minutes(
        (
            point(item, "Nils to write it up", 1.0, kind="action", by="Nils Berg"),
            point(item, "we go with shades", 2.0, kind="decision", by="Mira Okafor"),
            point(item, "shades are cheap", 3.0, by="Aiko Tanaka"),
        )
    )
    lines = bare(render(text, notes, minutes))
    at = lines.index("    - Mira explains the idea of mounting the shade beside the wick")
    assert lines[at + 1 : at + 5] == [
        "    - [Aiko] shades are cheap",
        "    - we go with shades",
        "    - Nils to write it up",
        "- [Aiko] the pole",
    ]


def test_a_tag_names_only_who_is_not_plain_already(text: str) -> None:
    notes = read(text)
    zoom, scope = notes.agenda[0].id, notes.agenda[1].id
    minutes = Minutes(
        (
            point(zoom, "the owner speaks", 1.0, by="Mira Okafor"),
            point(zoom, "Ines volunteers", 2.0, by="Ines Lindqvist"),
            point(zoom, "two share a first name", 3.0, by="Jonas Aalto"),
            point(zoom, "a voice without a name", 4.0, by="Speaker 3"),
            point(scope, "a voice that has one", 5.0, by="Speaker 2"),
        )
    )
    names = (Naming("Speaker 2", "Paul Brandt", 0.9), Naming("Speaker 3", None, 0.1))
    assert [line.strip() for line in added(text, render(text, notes, minutes, names))] == [
        "- the owner speaks",
        "- Ines volunteers",
        "- [jaalto] two share a first name",
        "- [Speaker 3] a voice without a name",
        "- [Paul] a voice that has one",
    ]
    stranger = (*names, Naming("Speaker 4", "Paul Stranger", 0.9))
    assert "    - [pbrandt] a voice that has one" in bare(render(text, notes, minutes, stranger))


def test_a_page_that_tags_nobody_is_not_taught_to() -> None:
    page = "## 2024-05-08\n### Who joined\n- Ann Bee\n### Agenda\n- one\n" + "".join(
        f"  - note {n}\n" for n in range(6)
    )
    notes = read(page)
    minutes = Minutes((point(notes.agenda[0].id, "said", by="Ann Bee"),))
    assert added(page, render(page, notes, minutes)) == ["  - said"]


@pytest.mark.parametrize(
    ("times", "shown"),
    [("none", ["- a", "- b"]), ("items", ["- a (1:05)", "- b"]), ("points", ["- a (1:05)", "- b (1:01:01)"])],
)
def test_times_are_shown_when_asked_for(text: str, times: str, shown: list[str]) -> None:
    notes = read(text)
    minutes = Minutes((point(notes.agenda[0].id, "a", 65.9), point(notes.agenda[0].id, "b", 3661.0)))
    page = render(text, notes, minutes, (), times=times)  # type: ignore[arg-type]
    assert [line.strip() for line in added(text, page)] == shown


def test_talk_off_the_agenda_and_who_is_not_listed_come_last(text: str) -> None:
    notes = read(text)
    lines = bare(render(text, notes, Minutes((point(None, "weather"),), unlisted=("Speaker 3", "Zed Zulu")), ()))
    at = lines.index("-[Jonas W/Nils] lamp posts")
    assert lines[at + 1 : at + 5] == [
        "- Other",
        "    - weather",
        '    - Question for the MC: who is Speaker 3? Zed Zulu spoke too: add to "Who joined"?',
        "",
    ]


def test_a_question_alone_makes_no_item(text: str) -> None:
    notes = read(text)
    page = render(text, notes, Minutes((), unlisted=("Speaker 3",)))
    assert added(text, page) == ["- Question for the MC: who is Speaker 3?"]
    assert "### Who joined\n\n- Mira Okafor" in page


@pytest.mark.parametrize(
    ("listed", "named"),
    [
        ("## Present\n\n- Ann\n\n", '"Present"'),
        ("**Attendees:**\n\n- Ann\n\n", '"Attendees"'),
        ("Present: Ann, Bo\n\n", '"Present"'),
        ("", "the attendees"),
    ],
)
def test_who_is_not_listed_is_asked_about_with_the_pages_own_title(listed: str, named: str) -> None:
    page = f"# 2024-05-08\n\n{listed}## Agenda\n\n- oil\n"
    made = render(page, read(page), Minutes((), unlisted=("Zed Zulu",)))
    assert f"- Question for the MC: Zed Zulu spoke too: add to {named}?\n" in made


def test_the_question_stands_behind_the_items_of_a_notes_section() -> None:
    page = "# 2024-05-08\n\n## Agenda\n\n- oil\n- lamps\n\n## Notes\n\nSee above.\n"
    notes = read(page)
    points = tuple(point(item.id, f"told of {item.id}") for item in notes.agenda)
    made = render(page, notes, Minutes(points, unlisted=("Zed Zulu",)))
    lines = [line for line in bare(made) if line.startswith("- ")]
    assert lines[2:4] == ["- oil", "- lamps"]
    assert lines[4].startswith("- Question for the MC:")


def test_a_question_that_the_page_asks_already_is_asked_once(text: str) -> None:
    minutes = Minutes((), unlisted=("Speaker 3",))
    page = render(text, read(text), minutes)
    assert render(page, read(page), minutes) == page


def test_an_item_other_that_people_made_is_used() -> None:
    page = "## 2024-05-08\n### Agenda\n- one\n- AOB\n  - lunch\n- two\n"
    notes = read(page)
    assert render(page, notes, Minutes((point(None, "weather"),)), ()) == page.replace(
        "lunch\n", "lunch\n  - weather\n"
    )


def test_not_discussed_is_said_where_nobody_wrote_anything(text: str) -> None:
    notes = read(text)
    silent = tuple(item.id for item in notes.agenda[:2])
    assert added(text, render(text, notes, Minutes((), silent))) == ["    - not discussed"]


def test_closing_fields_are_filled_only_where_they_are_empty(text: str) -> None:
    notes = read(text)
    fields = (ClosingField("next-mc", "Aiko", 1.0, ("u1",)), ClosingField("next-release", "never", 1.0, ("u1",)))
    page = render(text, notes, Minutes((), closing=fields))
    assert page == text.replace("- **MC Next Call**: \n", "- **MC Next Call**: Aiko\n")


@pytest.mark.parametrize(
    ("closing", "filled"),
    [
        ("### Closing\n", "### Closing\n\n- **MC Next Call**: Aiko\n"),
        ("### Closing\n\n- **MC Next Call**: TBD\n", "### Closing\n\n- **MC Next Call**: Aiko\n"),
        ("### Closing\n * **MC next call:**\n", "### Closing\n * **MC next call:** Aiko\n"),
        ("### Next Week MC\n\n- \n", "### Next Week MC\n\n- Aiko\n"),
        ("### Next Week MC\n\n- Bo\n", "### Next Week MC\n\n- Bo\n"),
        ("### Closing\n\n- thanks all\n", "### Closing\n\n- thanks all\n"),
    ],
)
def test_every_form_of_closing_is_understood(closing: str, filled: str) -> None:
    page = f"## 2024-05-08\n\n### Agenda\n\n- one\n\n{closing}"
    minutes = Minutes((), closing=(ClosingField("next-mc", "Aiko", 1.0, ("u1",)),))
    assert render(page, read(page), minutes) == page.replace(closing, filled)


def test_a_placeholder_gives_way_to_the_points() -> None:
    page = load(PAGES["office-hours"])
    notes = read(page)
    made = render(page, notes, Minutes((point(notes.agenda[0].id, "released"),)), ())
    assert made == page.replace("To be added after the meeting.", "- released")


def test_separate_notes_take_the_points_by_title() -> None:
    page = load(PAGES["separate-notes"])
    notes = read(page)
    ropes, lamps, _ = (item.id for item in notes.agenda)
    made = render(page, notes, Minutes((point(ropes, "new ropes"), point(lamps, "brighter"))), ())
    assert (
        "- Lamps on the quay\n  - brighter\n- Cranes and their ropes\n  - two ropes are worn\n  - new ropes\n" in made
    )
    assert "_meeting minutes_" not in made


SECTIONS = "### Lamps\n\n@ann\n- Done:\n  - oil\n- Next:\n  - wicks\n"


@pytest.mark.parametrize(
    ("below", "made"),
    [
        (SECTIONS, f"{SECTIONS}\n### Quay\n\n- wet\n\n### Other\n\n- weather\n- {{question}}\n"),
        (
            "@ann\n- oil\n\n@bo\n- wicks\n",
            "@ann\n- oil\n\n@bo\n- wicks\n\nQuay\n\n- wet\n\nOther\n\n- weather\n- {question}\n",
        ),
        ("Who spoke:\n\n- Ann\n", "Who spoke:\n\n- Ann\n\nQuay\n\n- wet\n\nOther\n\n- weather\n- {question}\n"),
        (
            "We sat outside.\n\n- Posts\n",
            "We sat outside.\n\n- Posts\n- Quay\n    - wet\n- Other\n    - weather\n    - {question}\n",
        ),
        (
            "- Posts\n\nAction items:\n- Ann: oil\n",
            "- Posts\n- Quay\n    - wet\n- Other\n    - weather\n    - {question}\n\nAction items:\n- Ann: oil\n",
        ),
    ],
    ids=["a section", "two people", "a label", "an introduction", "actions"],
)
def test_what_has_no_list_of_its_own_joins_no_list_of_others(below: str, made: str) -> None:
    page = f"# Call\n\n## Agenda\n\n- Quay\n\n## Notes\n\n{below}"
    minutes = Minutes((point("quay", "wet"), point(None, "weather", 7.0)), unlisted=("Speaker 2",))
    drafted = draft(page, read(page), minutes, ())
    question = "Question for the MC: who is Speaker 2?"
    assert drafted.text == page.removesuffix(below) + made.format(question=question)
    assert undo(drafted.text, drafted.lines).text == page


def test_a_new_section_stands_behind_the_points_of_the_last_one() -> None:
    page = "# Call\n\n## Agenda\n\n- Quay\n- Lamps\n\n## Notes\n\n### Lamps\n\n- oil\n"
    made = render(page, read(page), Minutes((point("quay", "wet"), point("lamps", "dim", 7.0))))
    assert made == page + "- dim\n\n### Quay\n\n- wet\n"


def test_the_bullet_indent_and_gap_of_the_page_are_kept() -> None:
    page = load(PAGES["fields"])
    notes = read(page)
    made = render(page, notes, Minutes(tuple(point(item.id, "said") for item in notes.agenda)), ())
    assert added(page, made) == ["\t-   said"] + ["\t- said"] * 2


def test_numbered_notes_go_on_counting() -> None:
    page = "## 2024-05-08\n### Agenda\n- one\n    1. a\n    2. b\n"
    notes = read(page)
    made = render(page, notes, Minutes((point("one", "c"), point("one", "d", 1.0))), ())
    assert made == page + "    3. c\n    4. d\n"


def test_a_page_without_agenda_gets_a_section_before_the_closing() -> None:
    page = "# Call\n\n## 2024-05-08\n\n### Who joined\n\n- Ann\n\n### Closing\n\n- bye\n"
    made = render(page, read(page), Minutes((point(None, "weather"),)), ())
    assert made == page.replace("### Closing", "### Notes\n\n- weather\n\n### Closing")


def test_only_the_call_that_was_read_is_touched() -> None:
    page = load(PAGES["archive"])
    notes = read(page, date="2024-05-29")
    made = render(page, notes, full(notes))
    lines = split_lines(page)
    before, after = "".join(lines[: notes.lines[0]]), "".join(lines[notes.lines[1] :])
    assert made.startswith(before)
    assert made.endswith(after)
    assert "- **MC Next Call**: Aiko\n" in made


def test_a_reworded_line_stays_and_its_point_does_not_return(text: str) -> None:
    notes = read(text)
    item = notes.agenda[0].id
    minutes = Minutes((point(item, "first", 1.0), point(item, "second", 2.0)))
    made = draft(text, notes, minutes, ())
    edited = made.text.replace("- first", "- the very first").replace("    - second\n", "")
    second = redraft(edited, made, minutes)
    third = redraft(second.text, second, minutes)
    assert (second.text, third.text) == (edited, edited)


def test_a_remark_that_a_person_deleted_does_not_return(text: str) -> None:
    notes = read(text)
    minutes = Minutes((), (notes.agenda[0].id,), unlisted=("Speaker 3",))
    made = draft(text, notes, minutes, ())
    assert len(made.lines) == 2
    assert redraft(text, made, minutes).text == text


def test_a_point_is_one_line_that_opens_no_block(text: str) -> None:
    notes = read(text)
    minutes = Minutes((point(notes.agenda[0].id, "# one\ntwo   three"), point(notes.agenda[0].id, "#12 is open", 1.0)))
    assert [line.strip() for line in added(text, render(text, notes, minutes))] == [
        "- one two three",
        "- #12 is open",
    ]


def test_a_clock_is_read_as_people_write_it() -> None:
    assert [clock(seconds) for seconds in (0, 59.9, 754, 3723)] == ["0:00", "0:59", "12:34", "1:02:03"]


def test_talk_off_the_agenda_goes_to_the_item_that_people_made_for_it() -> None:
    page = "# Call\n\n## Agenda\n\n- lamps\n- Any other business\n\n## Notes\n\n- hello\n"
    notes = read(page)
    said = (point("any-other-business", "new wicks"), point(None, "weather", 7.0))
    assert added(page, render(page, notes, Minutes(said))) == [
        "- Any other business",
        "    - new wicks",
        "    - weather",
    ]
    asked = Minutes(said, unlisted=("Speaker 3",))
    assert [line.split(":")[0] for line in added(page, render(page, notes, asked))][-1] == "    - Question for the MC"
    bare_page = "# Call\n\n## Agenda\n\n- lamps\n- Any other business\n"
    silent = render(bare_page, read(bare_page), Minutes(said[1:], ("any-other-business",)))
    assert added(bare_page, silent) == ["    - weather"]


def test_talk_off_the_agenda_goes_to_the_section_that_people_made_for_it() -> None:
    page = "# Call\n\n## Present\n\n### Other\n- Ann\n\n## Agenda\n\n- lamps\n\n## Q&A, Other\n\n## Upcoming\n\n- May\n"
    made = render(page, read(page), Minutes((point(None, "weather"),)))
    assert made == page.replace("Other\n\n## U", "Other\n\n- weather\n\n## U")


def test_other_talk_stands_behind_the_points_of_the_last_heading() -> None:
    page = "# Call\n\n## Oil\n\n## Wicks\n\n# Attendees\n\n- Ann\n"
    made = render(page, read(page), Minutes((point("wicks", "too short"), point(None, "weather", 7.0))))
    assert "## Wicks\n\n- too short\n\n## Other\n\n- weather\n\n# Attendees\n" in made


def test_new_lists_have_the_bullet_of_the_page() -> None:
    page = "# Call\n\n## Attendees\n\n* Ann\n* Bo\n\n## Oil\n\n## Wicks\n"
    made = render(page, read(page), Minutes((point("oil", "cheaper"), point(None, "weather", 7.0))))
    assert [line for line in added(page, made) if line] == ["* cheaper", "## Other", "* weather"]


def test_drafted_lines_below_headings_are_no_items_of_the_next_reading() -> None:
    page = "# Call\n\n## Attendees\n\n- Ann\n- Bo\n\n## Agenda\n\n### Oil\n\n### Wicks\n\n### Posts\n"
    notes = read(page)
    said = [
        point(item.id, f"said {by}", 10.0 * number, by=by)
        for number, item in enumerate(notes.agenda)
        for by in ("Ann", "")
    ]
    again = read(render(page, notes, Minutes(tuple(said))))
    assert [item.title for item in again.agenda] == ["Oil", "Wicks", "Posts"]


@pytest.mark.parametrize("name", PAGES)
def test_items_that_are_not_discussed_are_marked_once_also_where_nobody_remembers_the_draft(name: str) -> None:
    page = load(PAGES[name])
    notes = read(page)
    once = render(page, notes, Minutes((), tuple(item.id for item in notes.agenda)))
    again = read(once, date=notes.date)
    assert [item.title for item in again.agenda] == [item.title for item in notes.agenda]
    assert render(once, again, Minutes((), tuple(item.id for item in again.agenda))) == once


def test_an_item_named_as_an_agenda_is_marked_once() -> None:
    page = "# Call 2024-05-08\n\n## Agenda\n\n- wicks\n- discussion\n"
    once = render(page, read(page), Minutes((), ("wicks", "discussion")))
    assert once == page.replace("wicks\n", "wicks\n    - not discussed\n") + "    - not discussed\n"
    assert render(once, read(once), Minutes((), ("wicks", "discussion"))) == once


def test_what_a_person_wrote_below_a_remark_stays_when_the_item_got_notes() -> None:
    page = "# 2024-05-08\n\n## Agenda\n\n- Alpha\n- Beta\n"
    minutes = Minutes((), not_discussed=("beta",))
    first = draft(page, read(page), minutes, ())
    edited = first.text.replace(
        "    - not discussed\n", "    - not discussed\n        - Ann mails the list\n    - moved to June\n"
    )
    again = redraft(edited, first, minutes)
    assert "- Ann mails the list\n" in again.text
    assert "- moved to June\n" in again.text
