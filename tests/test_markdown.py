from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
