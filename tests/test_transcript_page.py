"""The transcript page: words as they were said, anchors a person can type, and how it looks in a browser."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from benchmarks.corpus import DATA, rows
from transcribe import notes
from transcribe.clock import clock
from transcribe.publish import timeline, transcript_page
from transcribe.publish.timeline import Spoken
from transcribe.schema import Section, Utterance

if TYPE_CHECKING:
    from pathlib import Path

    from transcribe.schema import Notes

CHROMIUM = shutil.which("chromium")
REAL = DATA / "recordings" / "ccg-2023-11-28"
URL = "https://youtu.be/heron-01"
PAGE = """# Heron *Community* Call

## 2026-03-04

### Agenda

- [Ada] Retry queue [heron#412](https://heron.example/412) #
- Logo `contest`
"""
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(
    lambda text: text.strip() and text == " ".join(text.split())
)


def here() -> Notes:
    return notes.read(PAGE)


def said(start: float, text: str = "so it is", speaker: str = "Ada Moreno") -> Spoken:
    return Spoken(start, start + 2, f"u{round(start * 1000):07d}", speaker, text)


def shown(text: str) -> str:
    """What a reader sees of a paragraph."""
    [_, inline, _] = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    words = [child.content for child in inline.children or [] if child.type in {"text", "text_special", "code_inline"}]
    return "".join(words)


@given(TEXTS)
def test_words_are_shown_as_they_were_said(text: str) -> None:
    line = f'<a id="t-0-00"></a>**Ada** 0:00: {transcript_page.escaped(text)}'
    assert shown(line) == f"Ada 0:00: {text}"


@given(TEXTS)
def test_names_are_shown_as_they_are(name: str) -> None:
    assert shown(f'<a id="t-0-00"></a>**{transcript_page.escaped(name)}** x').removesuffix(" x").strip(
        "*"
    ) == name.strip("*")


@given(st.lists(st.floats(0, 90000), max_size=50))
def test_no_two_anchors_are_alike_and_the_first_of_a_second_is_its_time(starts: list[float]) -> None:
    found = transcript_page.anchors(sorted(starts))
    assert len(set(found)) == len(starts)
    assert all(re.fullmatch(r"t-(\d+-)?\d+-\d\d(\.\d+)?", anchor) for anchor in found)
    for start in starts:
        assert f"t-{clock(start).replace(':', '-')}" in found


def test_items_are_headings_and_one_that_comes_back_is_marked() -> None:
    retry, logo = here().agenda
    spoken = [said(0), said(10), said(20), said(30), said(754.2)]
    ids = [entry.id for entry in spoken]
    sections = [
        Section(0, 10, None, (ids[0],)),
        Section(10, 20, retry.id, (ids[1],)),
        Section(20, 30, logo.id, (ids[2],)),
        Section(30, 760, retry.id, tuple(ids[3:])),
    ]
    text = transcript_page.write(here(), spoken, sections, recording=URL, page_link="../page.md")
    assert re.findall(r"^#+ .*", text, re.MULTILINE) == [
        "# Transcript: Heron Community Call, 2026-03-04",
        "## Who spoke",
        "## Items",
        "## Off the agenda",
        "## Retry queue [heron#412](https://heron.example/412)",
        "## Logo `contest`",
        "## Retry queue [heron#412](https://heron.example/412) (continued)",
    ]
    assert f'<a id="t-12-34"></a>**Ada Moreno** [12:34]({URL}?t=754): so it is\n' in text
    assert f"[Recording]({URL}) - [Minutes](../page.md) - Length: 12:36\n" in text
    assert "- [0:10](#t-0-10) Retry queue" in text
    assert "- Ada Moreno: 0:10 (100%)\n" in text


def test_without_links_to_a_moment_the_time_is_plain() -> None:
    text = transcript_page.write(here(), [said(61)], [], recording="https://heron.example/x", page_link="../page.md")
    assert "**Ada Moreno** 1:01: so it is" in text
    assert "## Items" not in text


@pytest.mark.parametrize("title", ["Herons", "Herons, March 4, 2026"])
def test_the_date_is_told_once(title: str) -> None:
    page = replace(here(), title=title, date="2026-03-04")
    text = transcript_page.write(page, [said(1)], [], recording=URL, page_link="../page.md")
    assert text.splitlines()[0] == f"# Transcript: {title}{'' if 'March' in title else ', 2026-03-04'}"


def test_every_template_line_ends_once() -> None:
    text = transcript_page.write(here(), [said(1), said(2)], [], recording=URL, page_link="../page.md")
    assert "\n\n\n" not in text
    assert text.endswith("so it is\n")


def real_call() -> tuple[Notes, tuple[Spoken, ...], list[Section]]:
    """The page and the items of a real 19-minute call, with as many made-up words as were spoken."""
    page = notes.read((REAL / "notes.md").read_text(encoding="utf-8"))
    words = ["so", "the", "vocabulary", "<b>", "https://heron.example/" + "very-long-path/" * 12, "*agreed*", "x" * 90]
    utterances = [
        Utterance(at, at + 4.9, f"u{at * 1000:07d}", f"Speaker {at % 4}", " ".join(words[at % 7 :] * 3), 1.0)
        for at in range(0, 1130, 5)
    ]
    spans = [
        (float(row["start_s"]), float(row["end_s"]), row["item"]) for row in rows(REAL / "reference" / "items.tsv")
    ]
    sections = []
    for start, end, bullet in spans:
        inside = tuple(entry.id for entry in utterances if start <= entry.start < end)
        item = next((item.id for item in page.agenda if item.title in bullet), None)
        sections.append(Section(start, end, item, inside))
    return page, timeline.spoken(utterances, (), timeline.shifted(1200)), sections


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
@pytest.mark.skipif(not REAL.is_dir(), reason="the real recordings are not here")
@pytest.mark.parametrize("width", [360, 1280])
def test_a_real_call_in_the_browser(tmp_path: Path, width: int) -> None:
    from playwright.sync_api import sync_playwright

    page, spoken, sections = real_call()
    text = transcript_page.write(page, spoken, sections, recording=URL, page_link="../page.md")
    body = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text)
    style = "body { margin: 16px; overflow-wrap: break-word }"
    head = f"<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><style>{style}</style>"
    file = tmp_path / "transcript.html"
    file.write_text(head + body, encoding="utf-8")
    anchors = [f"t-{clock(entry.start).replace(':', '-')}" for entry in spoken]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        try:
            view = browser.new_page(viewport={"width": width, "height": 800})
            view.goto(file.as_uri())
            assert view.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            ids = view.evaluate("[...document.querySelectorAll('a[id]')].map(a => a.id)")
            assert len(set(ids)) == len(ids) == len(spoken)
            assert view.evaluate("[...document.querySelectorAll('h2')].length") >= len({s.item for s in sections})
            targets = view.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash.slice(1))")
            assert targets
            assert set(targets) <= set(ids)
            for anchor in (anchors[len(anchors) // 3], anchors[2 * len(anchors) // 3]):
                view.goto(f"{file.as_uri()}#{anchor}")
                top = view.evaluate("id => document.getElementById(id).getBoundingClientRect().top", anchor)
                assert -2 <= top <= 40
        finally:
            browser.close()
