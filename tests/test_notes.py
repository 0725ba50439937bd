from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import DATA
from transcribe.errors import PageError
from transcribe.notes import calls, load, missing, read
from transcribe.notes.markdown import split_lines
from transcribe.schema import Notes

PAGES = {path.stem: path for path in sorted((Path(__file__).parent / "pages").glob("*.md"))}
REAL = sorted((DATA / "pages").rglob("*.md")) if (DATA / "pages").is_dir() else []


@pytest.fixture
def community() -> Notes:
    return read(load(PAGES["community"]))


def test_a_page_is_loaded_with_every_byte(tmp_path: Path) -> None:
    written = "\ufeff# Call\r\n\r\n- Nóva \n- b\r- no end".encode()
    (tmp_path / "page.md").write_bytes(written)
    assert load(tmp_path / "page.md").encode() == written


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (b"", "{}: the page is empty; start it with a heading, the attendees and an agenda."),
        (b" \n\t\n", "{}: the page is empty; start it with a heading, the attendees and an agenda."),
        (b"# Call\xff\n", "{}: the page is no UTF-8 text (byte 6); save it as UTF-8."),
        (b"# Call\0\n", "{}: the page is no text but a binary file; name the Markdown file with the notes."),
    ],
)
def test_what_is_no_page_is_said_plainly(tmp_path: Path, written: bytes, message: str) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(written)
    with pytest.raises(PageError) as caught:
        load(path)
    assert str(caught.value) == message.format(path)


def test_a_missing_page_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="there is no such page"):
        load(tmp_path / "nowhere.md")
    with pytest.raises(PageError, match="is a folder; name the Markdown file in it"):
        load(tmp_path)


def test_the_parts_of_a_call_are_read(community: Notes) -> None:
    assert (community.title, community.date, community.mc) == ("Lantern Community Call", "2024-05-08", ("Mira Okafor",))
    assert [(person.name, person.handle) for person in community.attendees] == [
        ("Mira Okafor", "mira-o"),
        ("Tomás Vidal", "tvidal"),
        ("Jonas Weber", "jonas"),
        ("Jonas Aalto", "jaalto"),
        ("Aiko Tanaka", "aikot"),
        ("Ines Lindqvist", "inesl"),
        ("Paul Brandt", "pbrandt"),
        ("Rosa Di Marco", "rosadm"),
        ("Nils Berg", "nilsberg"),
        ("wick", None),
    ]
    assert set(community.sections) == {"header", "mc", "attendees", "highlights", "agenda", "closing"}
    assert missing(community) == ()


def test_owner_tags_are_people_and_other_tags_are_not(community: Notes) -> None:
    assert [(item.owners, item.title) for item in community.agenda] == [
        (("Mira",), "Zoom calls, running a call"),
        (("mira-o", "Tomas"), "shade scope and proposal [lantern#118](https://github.com/lantern/lantern/pull/118)"),
        (("Aiko",), "the pole"),
        (("wick",), "oil, paper, etc"),
        ((), "[proposal] move the meeting"),
        (("ines",), "tidy the shed"),
        ((), "paint"),
        ((), "[container image] smaller base"),
        ((), "[tracking] open lamps"),
        ((), "[flicker](https://github.com/lantern/flicker) in the wind"),
        (("Rosa",), "write to the harbour"),
        (("Jonas W", "Nils"), "lamp posts"),
    ]


def test_an_item_holds_its_notes_links_and_lines(community: Notes) -> None:
    lines = split_lines(load(PAGES["community"]))
    scope, pole, oil = community.agenda[1:4]
    assert scope.notes == (
        "[Part 1](https://example.org/part-1.md)",
        "Mira explains the idea of mounting the shade beside the wick",
    )
    assert scope.links == ("https://github.com/lantern/lantern/pull/118", "https://example.org/part-1.md")
    assert lines[slice(*pole.lines)][-1] == "```\n", "a fence behind an item belongs to it"
    assert pole.notes == ()
    assert oil.notes == ("[Tomas] please reconsider the name", "deeper note")


def test_placeholders_and_header_links_are_found(community: Notes) -> None:
    assert [(place.kind, place.text) for place in community.placeholders] == [
        ("recording", "[Recording]()"),
        ("next-mc", "- **MC Next Call**: "),
    ]
    assert [link.text for link in community.links] == ["More Information", "Zoom Link", "Recording"]


def test_every_call_of_an_archive_is_found() -> None:
    found = calls(load(PAGES["archive"]))
    assert [(call.date, call.cancelled, call.filled) for call in found] == [
        ("2024-06-12", False, False),
        ("2024-06-05", False, True),
        ("2024-05-29", False, True),
        ("2024-05-22", True, False),
        (None, True, False),
        ("2024-05-15", False, True),
    ]
    assert found[0].lines[0] == 0
    for before, after in pairwise(found):
        assert before.lines[1] == after.lines[0]


@pytest.mark.parametrize(
    ("date", "hint", "wanted"),
    [
        (None, None, "2024-06-05"),
        ("2024-05-29", None, "2024-05-29"),
        ("2024-05-29", "GMT20240515-150000_Recording.mp4", "2024-05-29"),
        (None, "GMT20240515-150000_Recording.mp4", "2024-05-15"),
        (None, "GMT20240530-003000_Recording.mp4", "2024-05-29"),
        (None, "GMT20200101-150000_Recording.mp4", "2024-06-05"),
        (None, "lantern call.m4a", "2024-06-05"),
    ],
)
def test_the_call_that_is_meant_is_read(date: str | None, hint: str | None, wanted: str) -> None:
    assert read(load(PAGES["archive"]), date=date, hint=hint).date == wanted


def test_a_date_that_is_not_there_lists_those_that_are() -> None:
    with pytest.raises(PageError) as caught:
        read(load(PAGES["archive"]), date="2024-01-01")
    assert str(caught.value) == (
        "The page has no call of 2024-01-01; the dates there: "
        "2024-06-12, 2024-06-05, 2024-05-29, 2024-05-22, 2024-05-15."
    )


def test_a_date_may_be_spelled_but_must_be_one() -> None:
    assert read(load(PAGES["archive"]), date="May 29, 2024").date == "2024-05-29"
    with pytest.raises(PageError, match=r"^tomorrow is no date; write it like 2024-05-08\.$"):
        read(load(PAGES["archive"]), date="tomorrow")


def test_a_recording_of_another_day_is_noticed(community: Notes) -> None:
    assert missing(community, hint="GMT20240508-150000_Recording.mp4") == ()
    assert missing(community, hint="GMT20240509-003000_Recording.mp4") == ()
    assert missing(community, hint="2024-06-12.mp4") == (
        "The page says 2024-05-08, but the recording's name says 2024-06-12.",
    )


def test_a_date_that_stands_twice_is_ambiguous_unless_one_is_empty() -> None:
    call = "## 2024-05-08\n\n### Agenda\n\n- {}\n\n"
    with pytest.raises(PageError, match="2024-05-08 is ambiguous: the page has it at line 1 and line 7;"):
        read(call.format("one") + call.format("two"), date="2024-05-08")
    assert read(call.format("") + call.format("two"), date="2024-05-08").agenda[0].title == "two"


@pytest.mark.parametrize("said", ["Canceled due to no agenda.", "**Cancelled**", "This meeting was cancelled."])
def test_a_call_that_was_called_off_below_its_date_is_not_the_newest(said: str) -> None:
    earlier = "## 2024-05-08\n\nAttendees:\n\n- Ann\n\nAgenda:\n\n- the cancelled order\n\nCancelled the lamps.\n"
    text = f"# Call\n\n## 2024-05-15\n\nAttendees:\n\n- Bo\n\n{said}\n\n{earlier}"
    assert [call.cancelled for call in calls(text)] == [True, False]
    assert read(text).date == "2024-05-08"
    assert read(text, date="2024-05-15").date == "2024-05-15"


def test_a_call_in_a_page_of_many_is_read_alone() -> None:
    notes = read(load(PAGES["archive"]), date="2024-05-29")
    assert [item.title for item in notes.agenda] == ["three", "four"]
    assert notes.mc == ("Tomás Vidal",), "a handle is the person of the list"
    assert [place.kind for place in notes.placeholders] == ["recording", "next-mc"]
    assert all(
        notes.lines[0] <= link.line < notes.lines[1]
        for link in notes.links
        if link.text not in {"More Information", "Recordings"}
    )


def test_a_number_list_with_shallow_notes_keeps_its_items() -> None:
    notes = read(load(PAGES["archive"]), date="2024-05-15")
    assert [(item.title, item.notes) for item in notes.agenda] == [("five", ("shallow note",)), ("six", ())]


def test_a_page_without_date_takes_the_one_of_the_hint() -> None:
    assert read(load(PAGES["bare"]), hint="2024-05-08 17.00 call.mp4").date == "2024-05-08"
    assert read(load(PAGES["bare"]), date="2024-05-08").date == "2024-05-08"


def test_labels_in_bold_open_parts_too() -> None:
    notes = read(load(PAGES["office-hours"]))
    assert (notes.date, notes.mc) == ("2023-06-06", ("Mira Okafor",))
    assert [person.name for person in notes.attendees] == ["Mira Okafor", "Aiko Tanaka", "Tomás Vidal"]


def test_headings_that_repeat_an_item_hold_its_notes() -> None:
    notes = read(load(PAGES["office-hours"]))
    assert [(item.title, item.notes) for item in notes.agenda] == [
        ("Release [0.18.0](https://github.com/lantern/lantern/milestone/1)", ("What to postpone",)),
        ("Lamp server failed to start", ("Tomás looked into it.",)),
        ("Paper shades", ()),
    ]


def test_owners_in_brackets_at_the_end_are_people_of_the_list_or_timed() -> None:
    notes = read(load(PAGES["separate-notes"]))
    assert [(item.title, item.owners) for item in notes.agenda] == [
        ("Cranes and their ropes", ("Rosa",)),
        ("Lamps on the quay", ("Benjie",)),
        ("Buoys", ("Feynman",)),
    ]
    assert notes.agenda[0].notes == ("two ropes are worn",)
    assert [place.kind for place in notes.placeholders] == ["minutes", "recording"]


def test_front_matter_and_tables_are_read() -> None:
    notes = read(load(PAGES["tables"]))
    assert (notes.title, notes.date) == ("Quay working group", "2024-02-06")
    assert [(person.name, person.role) for person in notes.attendees] == [
        ("Marta Blom", "Ropes Inc"),
        ("Ines Lindqvist", None),
    ]
    assert [(item.title, item.owners) for item in notes.agenda] == [("Knots", ("MB",)), ("Splices", ("IL",))]
    assert [place.text for place in notes.placeholders] == ["[Play](...)"]


def test_a_list_of_fields_is_read() -> None:
    notes = read(load(PAGES["fields"]))
    assert (notes.date, notes.mc) == ("2018-07-16", ("inesl",))
    assert [(item.title, item.owners) for item in notes.agenda] == [
        ("Paper moved", ("@inesl",)),
        ("Oil", ("@jaalto",)),
        ("wind", ("Jaalto",)),
    ]


def test_fields_among_the_attendees_tell_who_leads_and_who_is_away() -> None:
    notes = read(
        "# Call 2024-05-08\n\n## Attendance\n\n* Host: Ann Bee - Oil Ltd / Wick Union\n* Secretary: Bo Cee\n"
        "* Board members:\n    * [X] Cy Dee - Harbour\n    * [ ] Di Eff - Quay\n* Guests:\n    * N/A\n"
    )
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee", "Cy Dee"]
    assert notes.mc == ("Ann Bee",)


def test_fields_in_paragraphs_tell_the_same() -> None:
    notes = read(
        "# Call 2024-05-08\n\n## Attendees\n**Present:** Ann Bee, Bo Cee\n\n**Regrets:** Cy Dee\n\n**Guests:**\n\n"
        "**Chair:** Bo Cee\n\n**Scribe(s):** Ann Bee, Di Eff\n\n### Old lamps\n\n- Eve: they smoke\n"
    )
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee", "Di Eff"]
    assert notes.mc == ("Bo Cee",)


@pytest.mark.parametrize("away", ["### Absent\n\n", "**Apologies**\n\n", "Regrets:\n\n"])
def test_who_is_listed_as_away_was_not_there(away: str) -> None:
    notes = read(f"# Call 2024-05-08\n\n## Attendees\n\n- Ann Bee\n\n{away}- Bo Cee\n\n## Agenda\n\n- one\n")
    assert [person.name for person in notes.attendees] == ["Ann Bee"]


def test_a_roster_that_is_ticked_off_names_those_who_came() -> None:
    roster = "# Call 2024-05-08\n\n### Attendees:\n\nMembers:\n  * [{}] Ann Bee, Oil\n  * [ ] Bo Cee, Quay\n"
    assert [person.name for person in read(roster.format("x")).attendees] == ["Ann Bee"]
    assert [person.name for person in read(roster.format(" ")).attendees] == ["Ann Bee", "Bo Cee"]


def test_a_table_tells_handles_and_who_came_by_its_columns() -> None:
    notes = read(
        "# Call 2024-05-08\n\n**Remote participants:**\n| Name | Abbreviation | GitHub ID | Email | Present |\n"
        "|---|---|---|---|---|\n| Ann Bee | AB | annb | ann@oil.example | x |\n| Bo Cee | BC | [bocee](x) | | x |\n"
        "| Cy Dee | CD | cyd | | |\n| | | | | |\n\n3 people\n"
    )
    assert [(person.name, person.handle, person.role) for person in notes.attendees] == [
        ("Ann Bee", "annb", None),
        ("Bo Cee", "bocee", None),
    ]
    assert "AB" in notes.attendees[0].aliases


def test_a_table_to_sign_in_needs_no_heading() -> None:
    table = "| Name | {} |\n|---|---|\n| Ann Bee | x |\n| | |\n"
    page = "# Call\n\nSign in so that we know you.\n\n{}\n\n## Agenda\n\n- oil\n"
    assert [person.name for person in read(page.format(table.format("Institution"))).attendees] == ["Ann Bee"]
    assert read(page.format(table.format("Price"))).attendees == ()


def test_a_day_without_a_year_takes_that_of_the_heading_above() -> None:
    text = "# 2024\n\n## May 8 (APAC)\n\n### Agenda\n\n- one\n\n## 1st of May\n\n### Agenda\n\n- two\n"
    assert [call.date for call in calls(text)] == ["2024-05-08", "2024-05-01"]
    assert read(text, date="2024-05-01").agenda[0].title == "two"
    assert calls(text.replace("# 2024\n", "# Lamps\n"))[0].date is None


def test_a_date_alone_on_a_line_near_the_top_is_that_of_the_call() -> None:
    assert read("<!-- licence -->\n\nMay 8, 2024\n\nHost: Ann\n\n# Lamps\n\n- May 9, 2024\n").date == "2024-05-08"


def test_a_date_may_stand_below_its_heading() -> None:
    assert read("## Date\n20240508 - 10am ET\n\n## Attendees\n- Ann\n").date == "2024-05-08"


def test_what_stands_above_the_first_of_many_calls_is_no_part_of_it() -> None:
    text = (
        "###### tags: `lamps`\n\n# Lamp calls\n\n## Agenda and Notes\n\nSee below.\n\n### Next\n\n* a\n* b\n\n"
        "### May 8, 2024\n\n#### Agenda\n\n* oil\n\n### May 1, 2024\n\n#### Agenda\n\n* wicks\n"
    )
    notes = read(text)
    assert (notes.title, notes.date, [item.title for item in notes.agenda]) == ("Lamp calls", "2024-05-08", ["oil"])


def test_emoji_in_headings_and_a_line_of_tags_say_nothing() -> None:
    tags = "###### tags: `lamps` `call`\n"
    text = (
        f"# :bulb: Lamp call 2024-05-08\n\n{tags}\n[TOC]\n\n## \U0001f44b Attendees\n\n- Ann Bee\n\n"
        "## :dart: Agenda\n\n- [ ] oil\n- [x] wicks\n\n## :link: Links\n\n- [shop](https://x.example)\n"
    )
    for page in (text, text.replace(tags, "") + tags):
        notes = read(page)
        assert [item.title for item in notes.agenda] == ["oil", "wicks"]
        assert [person.name for person in notes.attendees] == ["Ann Bee"]
        assert notes.title == ":bulb: Lamp call 2024-05-08"
    bare = text.replace("## :dart: Agenda", "## :dart: Lamps\n\n- dim\n\n## \U0001f6e2 Supplies")
    assert [item.title for item in read(bare).agenda] == [":dart: Lamps", "\U0001f6e2 Supplies"]


def test_a_comment_or_a_picture_above_the_title_does_not_hide_it() -> None:
    assert read("<!-- licence -->\n\n![logo](x.png)\n\n# Lamp call\n\n## Agenda\n\n- oil\n").title == "Lamp call"


def test_a_list_of_attendees_ends_where_a_deeper_heading_is_about_something_else() -> None:
    notes = read(
        "# Call 2024-05-08\n\n## Attendees\n\n### Members\n\n- Ann Bee\n\n### Other attendees\n\n- Bo Cee\n\n"
        "### Standing items\n\n- votes\n\n### Your new agenda items\n\n- (Bo) oil\n"
    )
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee"]
    assert [(item.title, item.owners) for item in notes.agenda] == [("votes", ()), ("oil", ("Bo",))]


def test_who_was_there_may_stand_first_in_the_notes() -> None:
    notes = read(
        "# Call 2024-05-08\n\n## Agenda\n\n- Oil\n\n## Notes\n\nAttending:\n* Members: annb, boc\n* Other: cyd\n\n"
        "### Oil\n\nann: it smokes\n"
    )
    assert [person.name for person in notes.attendees] == ["annb", "boc", "cyd"]
    assert notes.agenda[0].notes == ("ann: it smokes",)


def test_names_behind_a_label_go_on_after_a_comma() -> None:
    notes = read("# Call 2024-05-08\n\n_Attendees_: Ann Bee (Oil), Bo Cee,\nCy Dee (Quay).\n\n## Oil\n\n* text\n")
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee", "Cy Dee"]


def test_a_sentence_may_end_in_the_label_of_a_list() -> None:
    notes = read("# Call 2024-05-08\n\nHello! Sign in below. Roll call:\n\n- name / company\n- Ann / Oil / @annb\n")
    assert [(person.name, person.handle) for person in notes.attendees] == [("Ann", "annb")]


def test_one_bullet_may_name_those_of_one_company() -> None:
    notes = read("# Call 2024-05-08\n\n## Attendees\n\n- Ann Bee, Bo Cee, Cy Dee (Oil)\n- Di Eff, Quay\n")
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee", "Cy Dee", "Di Eff"]


def test_a_call_may_be_one_list_of_parts() -> None:
    notes = read(
        "## 2024-05-08\n\n* **Moderators**: Ann Bee [Oil/Wicks]\n* **Attendees**\n    * Ann Bee [Oil]\n"
        "    * Bo Cee [Quay]\n* **Absent**\n    * Cy Dee\n* **Topics**\n    * lamps (Bo)\n        * they smoke\n"
        "    * oil\n"
    )
    assert notes.mc == ("Ann Bee",)
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee"]
    assert [(item.title, item.owners, item.notes) for item in notes.agenda] == [
        ("lamps", ("Bo",), ("they smoke",)),
        ("oil", (), ()),
    ]


def test_announcements_inside_an_agenda_do_not_end_it() -> None:
    notes = read("# Call 2024-05-08\n\n## Agenda\n\n### Announcements\n\n- a\n\n### Oil\n\n- b\n\n## Closing\n")
    assert [item.title for item in notes.agenda] == ["Announcements", "Oil"]


def test_an_agenda_may_link_to_its_source() -> None:
    assert read("# Call 2024-05-08\n\n## Agenda: [issues](https://x.example)\n\n- oil\n").agenda[0].title == "oil"


@pytest.mark.parametrize("name", ["bare", "template"])
def test_a_page_with_nothing_says_what_is_missing(name: str) -> None:
    notes = read(load(PAGES[name]))
    assert (notes.attendees, notes.agenda, notes.date) == ((), (), None)
    assert len(missing(notes)) == 3


@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_line_endings_and_a_byte_order_mark_change_nothing_that_is_read(path: Path) -> None:
    text = load(path)
    plain = read(text)
    for other in (text.replace("\n", "\r\n"), text.rstrip("\n")):
        again = read(other)
        assert (again.title, again.date, again.attendees, again.mc) == (
            plain.title,
            plain.date,
            plain.attendees,
            plain.mc,
        )
        assert again.agenda == plain.agenda
    assert read("\ufeff" + text).agenda == plain.agenda


LINES = st.sampled_from(
    [
        "# Call",
        "## 2024-05-08",
        "## 2024-05-15 No call",
        "### MC",
        "### Who joined",
        "### Agenda",
        "### Notes",
        "### Closing",
        "",
        "- Ann Bee (@annb)",
        "- [Ann] one",
        "    - deeper",
        "1. [ ] two (Ann)",
        "-[Bo] tight",
        "```",
        "| a | b |",
        "| Name | GitHub ID | Present |",
        "### Absent",
        "### TSC members",
        "* **Attendees**",
        "* **Topics**",
        "    * [x] Bo Cee / Oil / @boc",
        "# 2024",
        "## May 8",
        "### lantern/shade",
        "Host: Ann",
        "Oil",
        "|---|---|",
        "**Present:** Ann, Bo",
        "- **MC Next Call**:",
        "To be added after the meeting.",
        "[Recording](https://)",
        "---",
        "<!--",
    ]
)


@given(st.lists(LINES, max_size=25))
def test_any_page_can_be_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        notes = read(text)
    except PageError:
        return
    ids = [item.id for item in notes.agenda]
    assert len(ids) == len(set(ids))
    for start, end in [item.lines for item in notes.agenda] + list(notes.sections.values()):
        assert notes.lines[0] <= start <= end <= notes.lines[1]


@pytest.mark.skipif(not REAL, reason="the corpus of real pages is not there")
def test_every_call_of_every_real_page_can_be_read() -> None:
    found = 0
    for path in REAL:
        text = load(path)
        there = calls(text)
        for call in there[:8]:
            if call.date is None or [other.date for other in there if other.filled].count(call.date) < 2:
                notes = read(text, date=call.date)
                assert call.date is None or notes.date == call.date
                found += bool(notes.attendees) and bool(notes.agenda)
    assert found >= 150


@pytest.mark.parametrize(
    "label",
    [
        "**Open Discussion [timebox to 40 mins]**",
        "**Topics:**",
        "Discussion:",
        "**Agenda (please add your topic):**",
        "*Agenda*",
        "***Agenda***",
        "**Agenda**\\",
        "Agenda",
        "Notes",
        "**Recurring things**",
    ],
)
@pytest.mark.parametrize("opening", ["## 2024-05-08\n\n**Attendees:**", "# Call 2024-05-08\n\n## Attendees"])
def test_a_label_above_other_things_ends_the_attendees(opening: str, label: str) -> None:
    notes = read(f"{opening}\n\n- Ann Bee\n- Bo Cee\n\n{label}\n\n- [Bo] Oil prices\n- Lamps\n")
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee"]
    assert [(item.title, item.owners) for item in notes.agenda] == [("Oil prices", ("Bo",)), ("Lamps", ())]


@pytest.mark.parametrize("label", ["**Oil Ltd**", "Quay:", "**Maintainers**", "Guests:"])
def test_a_label_above_people_does_not_end_the_attendees(label: str) -> None:
    notes = read(f"## 2024-05-08\n\n**Attendees:**\n\n- Ann Bee\n\n{label}\n\n- Bo Cee (Oil)\n- Di Eff\n")
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee", "Di Eff"]


@pytest.mark.parametrize(
    "people",
    ["Attendees:\n\nAnn Bee (Oil)\nBo Cee (Quay)", "Attendance: Ann Bee, Bo Cee", "Attendees:\n\n+ Ann Bee\n+ Bo Cee"],
)
def test_a_list_behind_the_people_is_the_agenda_without_a_label(people: str) -> None:
    notes = read(f"## 2024-05-08\n\n{people}\n\n* [Bo] Oil prices of today\n* lamps on the pier\n")
    assert [person.name for person in notes.attendees] == ["Ann Bee", "Bo Cee"]
    assert [item.title for item in notes.agenda] == ["Oil prices of today", "lamps on the pier"]


def test_a_list_behind_the_host_is_the_agenda() -> None:
    notes = read("## 2024-05-08\n\nHost: Ann Bee\nRecording:\n\n- Intros (2 min)\n- Topics\n  - Oil prices\n")
    assert notes.mc == ("Ann Bee",)
    assert [item.title for item in notes.agenda] == ["Intros (2 min)", "Oil prices"]


def test_sections_beside_the_agenda_hold_items_too() -> None:
    text = (
        "# 2024-05-08\n\n## Attendees\n\n- Ann\n\n## Standing items\n\n- pier\n\n## Updates\n\n- Bo: none\n\n"
        "## Agenda\n\n- oil\n\n## AOB\n\n- hats\n\n"
        "## Open discussion\n\n- Ann says that the oil is too dear for the lamps.\n\n"
        "## Links\n\n- [map](https://a.example/m)\n"
    )
    assert [item.title for item in read(text).agenda] == ["pier", "oil", "hats"]


def test_topics_with_tags_end_the_list_that_begins_with_the_people() -> None:
    people = "* @annb, @bocee\n\n"
    notes = read(
        f"## 2024-05-08\n\nAttendance:\n\n{people}* \\[dieff\\] Oil prices today\n\n* \\[bocee\\] Lamps at sea\n"
    )
    assert [person.name for person in notes.attendees] == ["annb", "bocee"]
    assert [(item.title, item.owners) for item in notes.agenda] == [
        ("Oil prices today", ("dieff",)),
        ("Lamps at sea", ("bocee",)),
    ]
