"""Where links stand and belong: every form of a placeholder, every style of a header, and nothing else touched."""

from __future__ import annotations

import difflib

import pytest

from benchmarks.corpus import DATA
from transcribe import notes, publish
from transcribe.publish.links import is_list
from transcribe.publish.slots import own_lines, slots

URL = "https://youtu.be/heron-01"
TRANSCRIPT = "transcripts/2026-03-04.md"
PAGES = sorted((DATA / "pages").rglob("*.md")) if DATA.is_dir() else []

PAGE = """# Heron Community Call

[More Information](https://heron.example/community)
[Zoom Link](https://zoom.us/my/heron)
{header}
## 2026-03-04

### Who joined

- Ada Moreno ([@adam](https://github.com/adam))

### This week highlights

- [Video](https://youtu.be/other-talk) of the talk

### Agenda

- [Ada] Show the [recording]() button
    - see [the video](https://youtu.be/demo-of-it)

### Closing
{closing}
- **MC Next Call**:
"""

FILLED = {
    "[Recording]()": f"[Recording]({URL})",
    "[Recording](https://)": f"[Recording]({URL})",
    "[Recording](...)": f"[Recording]({URL})",
    "[Recording](…)": f"[Recording]({URL})",
    "[Recording](#)": f"[Recording]({URL})",
    "[Recording](https://https://)": f"[Recording]({URL})",
    "[Recording](https://youtube.com/playlist?list=PLheron)": f"[Recording]({URL})",
    "[Recording]() ": f"[Recording]({URL}) ",
    "- [Watch the recording]()": f"- [Watch the recording]({URL})",
    "- Recording: [here](https://)": f"- Recording: [here]({URL})",
    "YouTube video: https://": f"YouTube video: {URL}",
    "[Recording](https://youtu.be/)": f"[Recording]({URL})",
    "[Recording](https://youtube.com/@heron)": f"[Recording]({URL})",
    "[YouTube](https://www.youtube.com/watch?v=...)": f"[YouTube]({URL})",
    "YouTube recording: https://youtube.com/...": f"YouTube recording: {URL}",
    "**Recording**: TBD": f"**Recording**: [Play]({URL})",
    "**Recording**:": f"**Recording**: [Play]({URL})",
    "Recording: (will be added)": f"Recording: [Play]({URL})",
    "**Recording:** *(link to be added)*": f"**Recording:** [Play]({URL})",
    "Recording: [placeholder]": f"Recording: [Play]({URL})",
    "Recording: \\[link\\]": f"Recording: [Play]({URL})",
    "*Recording:* **[link]**": f"*Recording:* [Play]({URL})",
    "Recording: pending": f"Recording: [Play]({URL})",
    "**Recording**: _No response_": f"**Recording**: [Play]({URL})",
    "- **Recording:** to follow": f"- **Recording:** [Play]({URL})",
    "Video: <!-- add link -->": f"Video: [Play]({URL}) <!-- add link -->",
    "Recording: not yet available <!-- Ann -->": f"Recording: [Play]({URL}) <!-- Ann -->",
    "- [Stream](https://youtube.com/live/)": f"- [Stream]({URL})",
    "Livestream: https://www.youtube.com/watch?v=": f"Livestream: {URL}",
    "[Recording](https://https://www.youtube.com/watch?v=heron-01)": (
        "[Recording](https://www.youtube.com/watch?v=heron-01)"
    ),
}


def attached(text: str, url: str = URL, *, replace: bool = False) -> str:
    return publish.attach(text, "2026-03-04", url, TRANSCRIPT, replace=replace)[0]


def changed(before: str, after: str) -> list[str]:
    diff = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return [f"{line[0]} {line[1:]}" for line in diff if line[:1] in "+-"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("form", FILLED)
def test_a_placeholder_is_filled_in_its_own_form_and_one_line_is_touched(form: str, ending: str) -> None:
    before = PAGE.format(header=f"{form}\n", closing="").replace("\n", ending)
    after = attached(before)
    new = [line for line in changed(before, after) if "ranscript" not in line]
    assert new == [f"- {form}", f"+ {FILLED[form]}"]
    assert after.count(ending) == after.count("\n")
    assert attached(after) == after


TABLES = {
    "| At | Quay |\n|:---|:---|\n| Recording | TBD |\n| Host | Ada |": (
        f"| At | Quay |\n|:---|:---|\n| Recording | [Play]({URL}) |\n| Transcript | [Transcript](T) |\n| Host | Ada |"
    ),
    "| **Recording:** | |\n|---|---|\n| Host | Ada |": (
        f"| **Recording:** | [Play]({URL}) |\n|---|---|\n| **Transcript:** | [Transcript](T) |\n| Host | Ada |"
    ),
    "| | |\n|---|---|\n| Video | https://youtu.be/ |": (
        f"| | |\n|---|---|\n| Video | {URL} |\n| Transcript | [Transcript](T) |"
    ),
    "| When | Links |\n|---|---|\n| 4 March | [Recording]() |": (
        f"| When | Links |\n|---|---|\n| 4 March | [Recording]({URL}) |\n\n[Transcript](T)"
    ),
    "| Topic | Video | Who |\n|---|---|---|\n| Heron | TBD | Ada |": (
        f"[Recording]({URL})\n[Transcript](T)\n\n| Topic | Video | Who |\n|---|---|---|\n| Heron | TBD | Ada |"
    ),
}


@pytest.mark.parametrize("table", TABLES)
def test_a_row_of_a_table_is_a_field(table: str) -> None:
    before = f"# Heron call of 2026-03-04\n\n{table}\n\n## Agenda\n\n- one\n"
    after = attached(before)
    assert after == before.replace(table, TABLES[table].replace("(T)", f"({TRANSCRIPT})"))
    assert attached(after) == after


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("**Recording**: [Play]()", f"**Recording**: [Play]({URL})"),
        (" - **Recording**: [Play](https://)", f" - **Recording**: [Play]({URL})"),
    ],
)
def test_a_placeholder_at_the_end_of_the_call_is_filled_there(form: str, wanted: str) -> None:
    before = PAGE.format(header="", closing=f"\n{form}")
    after = attached(before)
    assert [line for line in changed(before, after) if "ranscript" not in line] == [f"- {form}", f"+ {wanted}"]
    assert f"{wanted}\n{' - ' if form.startswith(' -') else ''}[Transcript]({TRANSCRIPT})\n" in after


@pytest.mark.parametrize(
    "room",
    [
        "[Video link](https://zoom.us/j/4711)",
        "- **Video Conference Link**: https://heron.example/room",
        "- **Video**: https://meet.google.com/abc-defg-hij",
        "[Watch or join](https://teams.microsoft.com/l/meetup-join/19)",
    ],
)
def test_the_address_of_the_call_is_no_place_for_its_recording(room: str) -> None:
    before = PAGE.format(header=f"{room}\n", closing="")
    after = attached(before)
    assert f"\n{room}\n" in after
    assert URL in after


@pytest.mark.parametrize(
    "place",
    [
        "- YouTube: [Heron Community Calls](https://www.youtube.com/playlist?list=PLheron)",
        "- YouTube: https://www.youtube.com/playlist?list=PLheron",
        "[YouTube](https://www.youtube.com/@heron)",
        "[Watch live](https://www.youtube.com/c/heron-project)",
        "* YouTube dashboard: https://www.youtube.com/my_live_events?filter=scheduled",
        "### YouTube\n\nhttps://www.youtube.com/channel/UCheron",
        "Past recordings: https://www.youtube.com/playlist?list=PLheron",
        "[Recordings](https://www.youtube.com/playlist?list=PLheron)",
        "Video archive: [all calls](https://www.youtube.com/playlist?list=PLheron)",
        "[Previous recording](https://youtu.be/heron-00)",
        "Livestream: https://youtu.be/heron-live",
        "[Stream](https://heron.example/tv)",
        "Recording: [link]\n\n[Link]: https://youtu.be/heron-00",
        "Recording: ask Ann of the video team",
        "Recording: will not be published",
        "**Recording**: starts when all are here",
    ],
)
@pytest.mark.parametrize("replace", [False, True])
def test_what_is_not_this_calls_recording_stays(place: str, *, replace: bool) -> None:
    before = PAGE.format(header=f"{place}\n", closing="")
    assert [line for line in changed(before, attached(before, replace=replace)) if line[0] == "-"] == []
    assert publish.attach(before, None, URL, TRANSCRIPT)[1] == ()
    assert attached(before).count(URL) == 1
    asked = before.replace("### Closing\n", "### Closing\n\n- Recording: TBD")
    assert f"\n- Recording: [Play]({URL})\n" in attached(asked, replace=replace)


def test_the_place_for_the_recording_is_filled_before_one_for_the_stream() -> None:
    both = PAGE.format(header="[Stream](https://youtube.com/live/)\n", closing="\n[Recording]()")
    assert "[Stream](https://youtube.com/live/)\n\n## 2026" in attached(both)
    assert f"\n[Recording]({URL})\n" in attached(both)


def test_a_field_among_the_attendees_is_filled() -> None:
    before = "**Date**: 2026-03-04\n**Attendees**: @adam, @bo\n**Recording**: _No response_\n\n### Agenda\n\n- one\n"
    assert f"@adam, @bo\n**Recording**: [Play]({URL})\n" in attached(before)
    assert attached(attached(before)) == attached(before)


@pytest.mark.parametrize("sign", [":movie_camera::scroll: ", "- 🎥 "])
def test_a_label_may_have_pictures_in_front(sign: str) -> None:
    before = PAGE.format(header=f"{sign}Recording: TBD\n", closing="")
    assert [line for line in changed(before, attached(before)) if "ranscript" not in line] == [
        f"- {sign}Recording: TBD",
        f"+ {sign}Recording: [Play]({URL})",
    ]


def test_a_heading_with_nothing_below_gets_the_link() -> None:
    before = "# Heron\n\n## 2026-03-04\n\n### Recording\n\n### Agenda\n\n- one\n\n### Recording:\n"
    assert attached(before) == (
        f"# Heron\n\n## 2026-03-04\n\n### Recording\n[Recording]({URL})\n[Transcript]({TRANSCRIPT})\n"
        "\n### Agenda\n\n- one\n\n### Recording:\n"
    )


def test_a_heading_with_an_address_below_is_a_link() -> None:
    before = f"# Heron\n\n## 2026-03-04\n\n### Agenda\n\n- one\n\n### Recording\n\n- {URL}\n"
    assert attached(before) == before + f"- [Transcript]({TRANSCRIPT})\n"


def test_front_matter_holds_the_id() -> None:
    before = "---\ndate: 2026-03-04\nyoutube:\n---\n\n# Heron\n\n## Agenda\n\n- one\n"
    assert "youtube: heron-01\n" in attached(before)
    assert attached(attached(before)) == attached(before)


STYLES = {
    "[Recording]() - [B](https://c.d)": f"[Recording]({URL}) - [B](https://c.d) - [Transcript](T)",
    "[A](https://a.b) - [B](https://c.d)": (
        f"[A](https://a.b) - [B](https://c.d) - [Recording]({URL}) - [Transcript](T)"
    ),
    "[A](https://a.b) | [B](https://c.d)  ": (
        f"[A](https://a.b) | [B](https://c.d) | [Recording]({URL}) | [Transcript](T)  "
    ),
    "- [A](https://a.b)\n- [B](https://c.d)": (
        f"- [A](https://a.b)\n- [B](https://c.d)\n- [Recording]({URL})\n- [Transcript](T)"
    ),
    "[A](https://a.b)\\\n[B](https://c.d)\\": (
        f"[A](https://a.b)\\\n[B](https://c.d)\\\n[Recording]({URL})\\\n[Transcript](T)\\"
    ),
    "[A](https://a.b) (old)": f"[A](https://a.b) (old)\n[Recording]({URL})\n[Transcript](T)",
    "[Recordings](https://youtube.com/playlist?list=PLheron)": (
        f"[Recordings](https://youtube.com/playlist?list=PLheron)\n[Recording]({URL})\n[Transcript](T)"
    ),
    "Every second week.": f"[Recording]({URL})\n[Transcript](T)\n\nEvery second week.",
}


@pytest.mark.parametrize("header", STYLES)
def test_a_missing_link_is_added_in_the_style_of_the_header(header: str) -> None:
    before = f"# Heron\n\n{header}\n\n## 2026-03-04\n\n### Agenda\n\n- one\n"
    after = attached(before)
    assert after == before.replace(header, STYLES[header].replace("(T)", f"({TRANSCRIPT})"), 1)
    assert attached(after) == after


def test_a_missing_link_stands_below_the_title_and_not_above_the_logo() -> None:
    before = "![logo](heron.png)\n\n## Heron call of 2026-03-04\n\n- **Where**: in the harbour\n"
    assert attached(before).startswith(f"![logo](heron.png)\n\n## Heron call of 2026-03-04\n\n[Recording]({URL})\n")


def test_a_missing_link_stands_at_the_top_of_a_page_without_title() -> None:
    front = "---\ntitle: Heron call of 2026-03-04\n---\n\n"
    for heading in ("## Date", "## Attendees", "### Agenda"):
        before = f"{front}{heading}\n\n- something\n\n## Agenda\n\n- one\n"
        assert attached(before).startswith(f"{front}[Recording]({URL})\n[Transcript]({TRANSCRIPT})\n\n{heading}\n")


@pytest.mark.parametrize("heading", ["## Date", "## Date and time", "# Meeting date:", "### When", "## Date / Time"])
def test_a_missing_link_never_parts_a_field_from_its_value(heading: str) -> None:
    field = f"{heading}\n20260304 - 10am\n\n## Agenda\n\n- one\n"
    after = attached(field)
    assert after == f"[Recording]({URL})\n[Transcript]({TRANSCRIPT})\n\n{field}"
    assert attached(after) == after
    assert (notes.read(after).title, notes.read(after).date) == ("", "2026-03-04")
    named = attached(f"{heading} of the harbour walk\n20260304 - 10am\n\n## Agenda\n\n- one\n")
    assert named.startswith(f"{heading} of the harbour walk\n\n[Recording]({URL})\n")


def test_a_missing_link_stands_below_a_title_further_down() -> None:
    before = "### Call agenda\n\n- one\n- two\n\n### Heron call - 2026-03-04\n\nChair: Ada\n"
    assert attached(before).startswith(
        f"### Call agenda\n\n- one\n- two\n\n### Heron call - 2026-03-04\n\n[Recording]({URL})\n"
    )


def test_a_page_that_ends_without_a_newline_still_does() -> None:
    assert attached("# Heron 2026-03-04") == f"# Heron 2026-03-04\n\n[Recording]({URL})\n[Transcript]({TRANSCRIPT})"
    bare = attached("[Zoom](https://zoom.us/my/heron)")
    assert bare == f"[Zoom](https://zoom.us/my/heron)\n[Recording]({URL})\n[Transcript]({TRANSCRIPT})"


def test_another_video_stays_unless_replaced() -> None:
    before = PAGE.format(header="[Recording](https://youtu.be/another)\n", closing="")
    text, notices = publish.attach(before, None, URL, TRANSCRIPT)
    assert "(https://youtu.be/another)" in text
    assert notices == (
        "The page names another recording already, https://youtu.be/another; it was left, --replace changes it.",
    )
    assert f"[Recording]({URL})" in attached(before, replace=True)


def test_the_same_video_in_another_form_is_left_as_written() -> None:
    before = PAGE.format(header="[Recording](https://www.youtube.com/watch?v=heron-01&t=7s)\n", closing="")
    assert changed(before, attached(before)) == [f"+ [Transcript]({TRANSCRIPT})"]


MANY = """# Heron

[Recording](https://youtube.com/playlist?list=PLheron)

## 2026-03-11

### Agenda

- one

## 2026-03-04

[Recording]()

### Agenda

- two
"""


def test_in_a_page_of_many_calls_only_the_calls_own_lines_change() -> None:
    older, newer = attached(MANY), publish.attach(MANY, "2026-03-11", URL, TRANSCRIPT)[0]
    assert older == MANY.replace("[Recording]()", f"[Recording]({URL})\n[Transcript]({TRANSCRIPT})")
    links = f"[Recording]({URL})\n[Transcript]({TRANSCRIPT})"
    assert newer == MANY.replace("## 2026-03-11\n", f"## 2026-03-11\n\n{links}\n")


@pytest.mark.parametrize(
    ("items", "below"),
    [
        ("- two\n", "\n[Recording]()\n"),
        ("- two\n", "\n- [Recording]()\n"),
        ("- two\n", "- [Recording]()\n"),
        ("- two\n", "[Recording]()\n"),
        ("- two\n", "\n[Recording]() - [Zoom Link](https://zoom.us/j/1)\n"),
        ("- two\n", "\n:movie_camera: [Recording]()  \n[Slides](https://x.example/s)\n"),
        ("#### Two\n\nwords\n\n#### Three\n\nmore words\n", "\n[Recording]()\n"),
    ],
)
@pytest.mark.parametrize("older", ["", "\n## 2026-02-25\n\n### Agenda\n\n- three\n"])
def test_links_below_the_agenda_are_the_calls_and_are_found_again(items: str, below: str, older: str) -> None:
    text = f"# Heron\n\n## 2026-03-04\n\n### Who joined\n\n- Ada Moreno\n\n### Agenda\n\n{items}{below}{older}"
    agenda = notes.read(text.replace(below, "\n"), date="2026-03-04").agenda
    once = attached(text)
    assert once.startswith(text.partition("[Recording](")[0] + f"[Recording]({URL})")
    assert once.count(URL) == once.count(TRANSCRIPT) == 1
    assert attached(once) == once
    assert attached(once, "https://youtu.be/heron-99", replace=True) == once.replace(URL, "https://youtu.be/heron-99")
    assert notes.read(once, date="2026-03-04").agenda == agenda


@pytest.mark.parametrize("items", ["- two\n", "#### Two\n\n- told\n", "#### One\n\nwords\n\n#### Two\n"])
@pytest.mark.parametrize(
    ("below", "filled"),
    [
        ("- **Recording**: [Play]()\n", f"- **Recording**: [Play]({URL})\n- [Transcript]({TRANSCRIPT})\n"),
        ("\n**Recording**: TBD\n", f"\n**Recording**: [Play]({URL})\n[Transcript]({TRANSCRIPT})\n"),
        (
            "\n- Meeting recording: https://youtu.be/\n- Transcript:\n",
            f"\n- Meeting recording: {URL}\n- Transcript: [Transcript]({TRANSCRIPT})\n",
        ),
    ],
)
def test_fields_below_the_last_item_are_the_calls(items: str, below: str, filled: str) -> None:
    text = f"# Heron\n\n## 2026-03-04\n\n### Agenda\n\n{items}{below}"
    once = attached(text)
    assert once == text.replace(below, filled)
    assert attached(once) == once
    assert notes.read(once).agenda == notes.read(text).agenda == notes.read(text.replace(below, "\n")).agenda


@pytest.mark.parametrize(
    "told", ["- Demo: [video](https://youtu.be/demo)", "- Recording: Ann asks for a list of all", "- Video: none"]
)
def test_what_is_told_of_the_last_item_stays_its_own(told: str) -> None:
    text = f"# Heron 2026-03-04\n\n## Agenda\n\n### One\n\nwords\n\n### Two things\n\n- told\n{told}\n"
    assert f"- told\n{told}\n" in attached(text)
    assert len(notes.read(text).agenda[-1].notes) == 2


def test_a_header_that_is_repeated_is_each_calls_own() -> None:
    repeated = MANY.replace("playlist?list=PLheron", "") + "\n# Heron\n\n[Recording](...)\n\n## 2026-02-25\n\n- three\n"
    links = f"[Recording]({URL})\n[Transcript]({TRANSCRIPT})\n"
    oldest = publish.attach(repeated, "2026-02-25", URL, TRANSCRIPT)[0]
    assert oldest == repeated.replace("[Recording](...)\n", links)
    newest = publish.attach(repeated.replace("https://youtube.com/", ""), "2026-03-11", URL, TRANSCRIPT)[0]
    assert newest == repeated.replace("[Recording](https://youtube.com/)\n", links)


def test_a_byte_order_mark_stays() -> None:
    assert attached("\ufeff[Recording]()\n\n## 2026-03-04\n").startswith(f"\ufeff[Recording]({URL})\n")


@pytest.mark.skipif(not PAGES, reason="the real pages are not here")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_on_real_pages_only_links_are_touched(path: object) -> None:
    text = path.read_bytes().decode()  # type: ignore[attr-defined]
    calls = notes.calls(text)
    for call in calls[1:2] or calls:
        try:
            page = notes.read(text, date=call.date)
        except notes.PageError:
            continue  # two calls of one date
        after, _ = publish.attach(text, call.date, URL, TRANSCRIPT)
        assert publish.attach(after, call.date, URL, TRANSCRIPT)[0] == after
        first, last = own_lines(text, page)
        before_lines, after_lines = text.splitlines(keepends=True), after.splitlines(keepends=True)
        assert after_lines[:first] == before_lines[:first]
        assert after_lines[len(after_lines) - len(before_lines) + last :] == before_lines[last:]
        marks = changed(text, after)
        assert sum(mark.startswith("- ") for mark in marks) <= 2
        assert len(marks) <= 8
        assert all(slot.url or is_list(slot.url) or slot.waits for slot in slots(text, page, "recording"))
        named = [slot for slot in slots(text, page, "recording") if not slot.waits]
        if named:
            same = publish.attach(text, call.date, named[0].url, TRANSCRIPT)[0]
            assert sum(mark.startswith("- ") for mark in changed(text, same)) <= 1


@pytest.mark.parametrize("dates", [("March 4, 2026", "March 11, 2026"), ("**2026-03-04**", "**2026-03-11**")])
@pytest.mark.parametrize("title", ["Heron meeting\n\n", ""])
def test_links_stand_below_the_line_that_is_the_calls_date(title: str, dates: tuple[str, str]) -> None:
    text = title + "".join(f"{day}\n\nAttendees:\n\n- Ada\n\nAgenda:\n\n- one\n\n" for day in dates)
    for day, call in zip(dates, ("2026-03-04", "2026-03-11"), strict=True):
        made = publish.attach(text, call, URL, TRANSCRIPT)[0]
        assert made == text.replace(day, f"{day}\n\n[Recording]({URL})\n[Transcript]({TRANSCRIPT})")
        assert publish.attach(made, call, URL, TRANSCRIPT)[0] == made


@pytest.mark.parametrize(
    "opening",
    [
        "| Date | 2026-03-04 |\n|---|---|\n| MC | Ann |\n",
        "- Date: 2026-03-04\n- Host: Ann\n",
        "**Call 2026-03-04**\nHost: Ann\n",
        "2026-03-04: we meet\nto discuss things\n",
    ],
)
def test_links_tear_no_block_that_only_mentions_the_date(opening: str) -> None:
    text = f"{opening}\n## Agenda\n\n- one\n- two\n"
    made = publish.attach(text, None, URL, TRANSCRIPT)[0]
    assert (
        opening in made
        or opening.replace("| MC |", f"| Recording | [Play]({URL}) |\n| MC |") in made
        or ("|---|---|" in made and made.index("|---|---|") < made.index(URL))
    )


def test_a_call_that_is_a_bullet_gets_its_links_below_it() -> None:
    call = "- {}\n  - Attendees: Ann Bee\n  - Agenda\n    - oil\n"
    page = f"# Lamps\n\n{call.format('2026-03-04')}{call.format('2026-02-04')}"
    text, _ = publish.attach(page, "2026-03-04", URL, TRANSCRIPT)
    assert f"- 2026-03-04\n  - [Recording]({URL})\n  - [Transcript]({TRANSCRIPT})\n  - Attendees" in text
    assert [call.date for call in notes.calls(text)] == ["2026-03-04", "2026-02-04"]
