import pytest

from transcribe.notes import read
from transcribe.notes.fields import closing_field, is_awaited, is_later, is_open, is_stub, link_kind


@pytest.mark.parametrize("url", ["", "...", "https://", "http://", "https://...", "#", "TBD", "<link>"])
def test_an_address_that_waits_is_a_stub(url: str) -> None:
    assert is_stub(url)


@pytest.mark.parametrize("url", ["https://youtu.be/abc", "https://https://youtu.be/abc", "transcripts/2024-05-08.md"])
def test_an_address_is_no_stub(url: str) -> None:
    assert not is_stub(url)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[Recording]()", "recording"),
        ("[Recording](https://)", "recording"),
        ("[Recording](...)", "recording"),
        ("[More](https://x.example) - [Zoom](https://y.example) - [Recording]()", "recording"),
        ("- **Recording**: [Play](...)", "recording"),
        ("[Recording](https://youtube.com/playlist?list=PL1)", "recording"),
        ("**Recording**: TBD", "recording"),
        ("Recording:", "recording"),
        ("**Recording:** *(link to be added)*", "recording"),
        ("Transcript: to follow", "transcript"),
        ("| Recording | TBD |", "recording"),
        ("[Transcript]()", "transcript"),
        ("### Recording", "recording"),
        ("To be added after the meeting.", "minutes"),
        ("- _meeting minutes_", "minutes"),
        ("Posted after meeting.", "minutes"),
        ("*Notes will be added here.*", "minutes"),
        ("_person 1_: _..._", "minutes"),
    ],
)
def test_every_form_of_placeholder_is_found(line: str, kind: str) -> None:
    notes = read(f"# Call\n\n## 2024-05-08\n\n{line}\n\n### Agenda\n\n- one\n")
    assert [(place.kind, place.lines) for place in notes.placeholders] == [(kind, (4, 5))]


@pytest.mark.parametrize(
    "line",
    [
        "[Recording](https://youtu.be/abc)",
        "**Recording**: [Play](https://youtu.be/abc)",
        "- Ann will be added to the video team",
        "```\n[Recording]()\n```",
        "<!-- [Recording]() -->",
        "- YouTube: [Heron calls](https://youtube.com/playlist?list=PL1)",
        "Recording: [here]\n\n[here]: https://youtu.be/abc",
        "- we talked about the recording of calls, see []()",
        "**NOTES**",
    ],
)
def test_what_waits_for_nothing_is_no_placeholder(line: str) -> None:
    assert read(f"# Call\n\n## 2024-05-08\n\n{line}\n\n### Agenda\n\n- one\n").placeholders == ()


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("- **MC Next Call**: Ann", ("next-mc", "Ann")),
        (" - **MC next call:**", ("next-mc", "")),
        ("- **Next Release**: ", ("next-release", "")),
        ("- **Next Minor Release**: May", ("next-release", "May")),
        ("Next call: Friday", ("next-call", "Friday")),
        ("- thanks: all", None),
    ],
)
def test_closing_fields_are_told_apart(line: str, field: tuple[str, str] | None) -> None:
    assert closing_field(line) == field


def test_a_value_that_says_nothing_is_open() -> None:
    assert all(is_open(value) for value in ("", "  ", "TBD", "?", "...", "_tbd_"))
    assert not any(is_open(value) for value in ("Ann", "Mid april?", "TBD by Ann"))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "TBA",
        "N/A",
        "[add link here]",
        "insert the recording link",
        "link to the recording",
        "here",
        "the video is being processed",
        "coming soon",
        "not available yet",
        "available shortly",
        "The recording will be posted here by Ann.",
        "_to be uploaded after the call_",
    ],
)
def test_what_promises_a_link_or_asks_for_it_awaits_one(value: str) -> None:
    assert is_awaited(value)


@pytest.mark.parametrize(
    "value",
    ["Ann", "none", "not recorded", "will not be published", "on our drive", "private", "at 12:34", "TBD by Ann"],
)
def test_what_says_something_awaits_no_link(value: str) -> None:
    assert not is_awaited(value)


def test_words_tell_what_a_link_is_for() -> None:
    assert link_kind("Recording", "Play") == "recording"
    assert link_kind("Recording", "Transcript") == "transcript"
    assert link_kind("More", "Information") is None
    assert link_kind("Previous call", "Recording") is None


def test_only_the_words_of_a_promise_are_one() -> None:
    assert is_later("- _meeting minutes_")
    assert not is_later("- meeting minutes are short")
