import pytest

from transcribe.notes import calls, read
from transcribe.notes.markdown import parse
from transcribe.notes.spans import call_spans


@pytest.mark.parametrize(
    "heading",
    [
        "## 2020-05-06",
        "## 2020-5-6",
        "## 2020-May-06",
        "# May 6, 2020",
        "### 06/05/2020",
        "# # 2020-05-06",
        "# Call - Meeting 6th May 2020",
    ],
)
def test_a_dated_heading_opens_a_call_however_it_is_written(heading: str) -> None:
    (span,) = call_spans(parse(f"{heading}\n\n### Agenda\n\n- one\n"))
    assert "2020-05-06" in span.dates


def test_a_header_repeated_in_the_middle_belongs_to_the_call_below_it() -> None:
    text = "# Call\n\n## 2020-05-13\n\n- a\n\n---\n\n# Call\n\n[Zoom](x)\n\n## 2020-05-06\n\n- b\n"
    first, second = call_spans(parse(text))
    assert first.lines == (0, 8)
    assert second.lines == (8, 15)
    assert second.title == "Call"


def test_a_date_inside_a_call_opens_no_other() -> None:
    text = "# Lamps 2020-05-06\n\n## Agenda\n\n- one\n\n### Update of 2020-04-01\n\ntext\n"
    assert [span.dates for span in call_spans(parse(text))] == [("2020-05-06",)]


def test_the_date_of_a_page_that_is_one_call_may_stand_in_a_line() -> None:
    (span,) = call_spans(parse("# Call 33\n\n**Meeting Date: July 28, 2022 21:30 UTC**\n\n## Agenda\n"))
    assert span.dates == ("2022-07-28",)


@pytest.mark.parametrize(
    "above",
    [
        "![logo](logo.png)\n\n",
        '<img src="logo.png"\n     align="right" />\n\n',
        "[![build](badge.svg)](https://x.example)\n\n",
        "| Everybody may join: add your name below. |\n| --- |\n\n",
        "<!-- licence -->\n\n8 May 2024\n\nHost: Ann Bee\n\n",
    ],
)
def test_what_decorates_a_page_is_not_its_title(above: str) -> None:
    (span,) = call_spans(parse(f"{above}# Lamp keepers\n\n## Agenda\n\n- oil\n"))
    assert span.title == "Lamp keepers"


@pytest.mark.parametrize(
    ("heading", "title"), [("Date", ""), ("Time", ""), ("Date & time", ""), ("Time out", "Time out")]
)
def test_a_heading_that_is_a_field_is_no_title(heading: str, title: str) -> None:
    (span,) = call_spans(parse(f"## {heading}\n\n20240508 - 10am\n\n## Agenda\n\n- oil\n"))
    assert (span.title, span.dates) == (title, ("2024-05-08",))


def test_a_page_that_opens_with_its_agenda_has_its_title_below() -> None:
    (span,) = call_spans(parse("### Call agenda\n\n- oil\n- wicks\n\n### Lamp keepers - 2024-05-08\n\nChair: Ann\n"))
    assert (span.title, span.dates) == ("Lamp keepers - 2024-05-08", ("2024-05-08",))


@pytest.mark.parametrize(
    "text",
    [
        "# Lamps 2024, public notes, May 8\n",
        "# Lamps\n\n* Meetings: Wednesday 8pm\n* Today's meeting: 2024-05-08\n",
        "# Lamps\n\n## Next call\n\nMay 22, 2024\n\n## Date\n\nMay 8, 2024\n",
        "# Lamps\n\n- Next meeting date: May 22, 2024\n- Date: May 8, 2024\n",
        "# Lamps\n\n| Next date | May 22, 2024 |\n| --- | --- |\n| Date | May 8, 2024 |\n",
        "# Lamps\n\n| **Date** | May 8, 2024 |\n| --- | --- |\n| Host | Ann |\n",
    ],
)
def test_the_date_of_the_call_is_neither_apart_from_its_year_nor_that_of_another(text: str) -> None:
    (span,) = call_spans(parse(f"{text}\n## Agenda\n\n- oil\n"))
    assert span.dates == ("2024-05-08",)


def test_a_row_of_a_table_that_holds_some_date_does_not_date_the_call() -> None:
    (span,) = call_spans(parse("# Lamps\n\n| Release | Date |\n| --- | --- |\n| 1.4 | May 8, 2024 |\n"))
    assert span.dates == ()


def test_a_page_that_names_the_next_call_only_has_no_date() -> None:
    (span,) = call_spans(parse("# Lamps\n\n## Next meeting\n\nMay 22, 2024\n\n## Agenda\n\n- oil\n"))
    assert span.dates == ()


BODY = "\n\nAttendees:\n\n- Ann Bee\n\nAgenda:\n\n- {}\n\n"


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("**May 8, 2024**", "**May 1, 2024**"),
        ("May 8, 2024", "May 1, 2024"),
        ("Date: 2024-05-08", "Date: 2024-05-01"),
        ("## May 8 2024 (recording: TBA)", "## May 1 2024 ([recording](https://a.example/b))"),
        ("## May 8", "## May 1"),
    ],
)
def test_calls_begin_at_a_line_or_a_heading_that_is_a_date(newer: str, older: str) -> None:
    text = f"# Lamps\n\n{newer}{BODY.format('oil')}{older}{BODY.format('wicks')}"
    assert len(calls(text)) == 2
    for day, title in (("2024-05-08", "oil"), ("2024-05-01", "wicks")):
        notes = read(text, hint=day)
        assert (notes.date, [item.title for item in notes.agenda]) == (day, [title])


@pytest.mark.parametrize(
    "text",
    [
        "# Lamps\n\nMay 8, 2024\n\n## Attendees\n\n- Ann\n\n## Agenda\n\n- oil\n\n## Next call\n\nMay 22, 2024\n",
        "# Lamps\n\n**May 8, 2024**\n\nAgenda:\n\n- oil\n\n**June 1, 2024**\n\nis a holiday\n",
        "# Lamps\n\n## Attendees\n\n- Ann\n\n## May 8\n\n- oil\n",
    ],
)
def test_another_date_on_a_page_begins_no_call(text: str) -> None:
    assert len(calls(text)) == 1


def test_a_single_call_may_stand_below_a_heading_for_all() -> None:
    notes = read(
        "# Lamps\n\n## Meeting notes\n\n### May 8, 2024\n\n**Attendees:** Ann Bee\n\n**Agenda**\n\n- oil\n- wicks\n"
    )
    assert [item.title for item in notes.agenda] == ["oil", "wicks"]
    assert [person.name for person in notes.attendees] == ["Ann Bee"]


AGENDA = "## Agenda\n\n- venue\n- budget\n\n"


@pytest.mark.parametrize(
    "text",
    [
        f"# Plans\n\n**Date:** 2024-05-08\n\n{AGENDA}## Days\n\n### June 3\n\n- opening\n\n### June 4\n\n- closing\n",
        f"# Plans\n\n2024-05-08\n\nAttendees: Ann, Bo\n\n[Recording](https://a.example/b) (2024-05-08)\n\n{AGENDA}",
        f"# Plans\n\nMay 8, 2024\n\nAttendees: Ann, Bo\n\nWednesday, May 8 2024, 5pm UTC\n\n{AGENDA}",
    ],
)
def test_days_and_dates_of_one_call_begin_no_other(text: str) -> None:
    assert len(calls(text)) == 1
    assert [item.title for item in read(text).agenda] == ["venue", "budget"]
    assert read(text).date == "2024-05-08"
