from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.notes import calls, read
from transcribe.notes.markdown import parse, plain, split_lines, urls, walk

PAGES = sorted((Path(__file__).parent / "pages").glob("*.md"))
LINES = st.sampled_from(
    [
        "",
        "# Head",
        "- a",
        "    - b",
        "-[Ann] c",
        "text",
        "```",
        "| a | b |",
        "|---|---|",
        "---",
        "> q",
        "<!--",
        "-->",
        "\t- t",
        "1. x",
        "- ",
    ]
)


@given(st.lists(LINES), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_lines_joined_are_the_text(lines: list[str], ending: str, closed: bool) -> None:
    text = ending.join(lines) + (ending if closed else "")
    assert "".join(split_lines(text)) == text
    assert "".join(parse(text).lines) == text


@given(st.lists(LINES))
def test_blocks_lie_inside_what_holds_them_and_in_order(lines: list[str]) -> None:
    document = parse("\n".join(lines))
    for block in walk(document.blocks):
        assert 0 <= block.lines[0] < block.lines[1] <= max(len(document.lines), 1)
        for child in block.children:
            assert block.lines[0] <= child.lines[0]
            assert child.lines[1] <= block.lines[1]
    starts = [block.lines[0] for block in document.blocks]
    assert starts == sorted(starts)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_line_endings_and_a_byte_order_mark_change_no_structure(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for other in (text.replace("\n", "\r\n"), "\ufeff" + text, text.rstrip("\n")):
        assert [block.lines for block in parse(other).blocks] == [block.lines for block in parse(text).blocks]


def test_what_lies_in_a_fence_is_no_heading() -> None:
    kinds = [block.kind for block in parse("- a\n\n```\n# no heading\n```\n").blocks]
    assert kinds == ["list", "fence"]


def test_a_bullet_without_a_space_is_a_bullet() -> None:
    document = parse("- [Ann] one\n-[Bo/Cy] two\n")
    assert [item.lines for item in document.blocks[0].children] == [(0, 1), (1, 2)]
    assert document.lines[1] == "-[Bo/Cy] two\n"


@pytest.mark.parametrize("above", ["[Recording](https://)", "See you all on Friday."])
def test_a_rule_below_links_or_prose_makes_no_heading_of_them(above: str) -> None:
    kinds = [block.kind for block in parse(f"{above}\n---\n## Day\n").blocks]
    assert kinds == ["paragraph", "rule", "heading"]


def test_an_underlined_title_stays_one_with_a_time_behind_it() -> None:
    kinds = [block.kind for block in parse("The parser ([1:00](https://v.example/?t=60))\n---\n").blocks]
    assert kinds == ["heading"]


def test_front_matter_is_no_part_of_the_page() -> None:
    document = parse("---\ntitle: x\n---\n\n# Head\n")
    assert document.front == (0, 3)
    assert [block.kind for block in document.blocks] == ["heading"]


def test_plain_text_keeps_words_only() -> None:
    assert (
        plain("**Bold** [link](https://x.example) `code` _it_ snake_case <!-- no -->") == "Bold link code it snake_case"
    )


def test_urls_are_found_once_and_whole() -> None:
    text = "[a](https://x.example/a_(b)) https://y.example/c, and https://x.example/a_(b)"
    assert urls(text) == ("https://x.example/a_(b)", "https://y.example/c")


@pytest.mark.parametrize("step", ["  ", "    ", "\t"])
@pytest.mark.parametrize("outer", ["", "- Meetings\n"])
def test_calls_may_be_bullets_with_their_parts_below(step: str, outer: str) -> None:
    deep = step if outer else ""
    days = "".join(
        f"{deep}- {day}\n{deep}{step}- Attendees: Ann Bee, Bo Cee\n{deep}{step}- Agenda\n{deep}{step * 2}- {title}\n"
        for day, title in (("2024-05-08", "oil"), ("2024-05-01", "wicks"))
    )
    text = f"# Lamps\n\n{outer}{days}"
    assert [call.date for call in calls(text)] == ["2024-05-08", "2024-05-01"]
    for day, title in (("2024-05-08", "oil"), ("2024-05-01", "wicks")):
        notes = read(text, date=day)
        assert [item.title for item in notes.agenda] == [title]
        assert len(notes.attendees) == 2
        assert split_lines(text)[notes.agenda[0].lines[0]].strip() == f"- {title}"


def test_dates_among_other_bullets_are_no_calls() -> None:
    text = "# Lamps 2024-05-08\n\n## Agenda\n\n- dates\n  - 2024-06-01\n    - the fair\n- oil\n"
    assert [item.title for item in read(text).agenda] == ["dates", "oil"]


@pytest.mark.parametrize("title", ["## Agenda", "**Agenda**", "Agenda:"])
@pytest.mark.parametrize("at", [0, 1])
def test_days_elsewhere_on_the_page_of_a_call_are_no_calls(title: str, at: int) -> None:
    parts = [f"{title}\n\n- oil\n- wicks\n\n", "## Fairs\n\n- 2024-06-01\n    - Ulm\n- 2024-06-08\n    - Bonn\n\n"]
    text = f"# Lamps\n\n{''.join(reversed(parts) if at else parts)}"
    assert [item.title for item in read(text).agenda] == ["oil", "wicks"]


def test_days_below_the_heading_of_an_agenda_are_calls() -> None:
    text = "# Lamps\n\n## Agenda\n\n- 2024-06-08\n    - oil\n- 2024-06-01\n    - wicks\n"
    assert [call.date for call in calls(text)] == ["2024-06-08", "2024-06-01"]


@pytest.mark.parametrize("below", ["notes of the fair", "present the lamps to all", "minutes to be signed there"])
def test_a_day_that_is_an_item_is_no_call(below: str) -> None:
    text = f"# Lamps 2024-05-08\n\n## Agenda\n\n- oil\n- 2024-06-01\n    - {below}\n"
    assert [item.title for item in read(text).agenda] == ["oil", "2024-06-01"]


@pytest.mark.parametrize("box", ["", "<div>\n"])
def test_a_heading_in_html_is_a_heading_but_not_in_a_comment(box: str) -> None:
    text = f"{box}<h2>Agenda</h2>\n- oil\n\n<!--\n<h2>no heading</h2>\n-->\n"
    assert [block.text for block in parse(text).blocks if block.kind == "heading"] == ["Agenda"]


def test_a_day_that_is_folded_up_is_a_call() -> None:
    fold = "<details>\n<summary>{}</summary>\n\n### Agenda\n\n- {}\n\n</details>\n\n"
    text = fold.format("2024-05-08", "oil") + fold.format("2024-05-01", "wicks")
    assert [item.title for item in read(text, date="2024-05-01").agenda] == ["wicks"]


def test_an_empty_bullet_makes_no_heading_of_the_words_above_it() -> None:
    assert [block.kind for block in parse("- Actions\n  -\n\nActions\n-\n").blocks] == ["list", "paragraph", "list"]
