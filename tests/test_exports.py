"""Exports, read back by the formats' own parsers."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.errors import OptionError
from transcribe.publish import exports
from transcribe.publish.timeline import Spoken

if TYPE_CHECKING:
    from pathlib import Path

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=14)
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
NAMES = st.sampled_from(["Ada Moreno", "Bo <B> & Söhne", "Speaker 3", "Unknown"])


@st.composite
def calls(draw: st.DrawFn) -> tuple[Spoken, ...]:
    found, at = [], 0.0
    for number in range(draw(st.integers(1, 5))):
        at += draw(st.integers(0, 4000)) / 1000
        length = draw(st.integers(1, 60000)) / 1000
        text = draw(TEXTS)
        shares = sorted(draw(st.lists(st.floats(0, 1), min_size=len(text.split()), max_size=len(text.split()))))
        words = tuple(at + share * length for share in shares) if draw(st.booleans()) else ()
        found.append(Spoken(at, at + length, f"u{number}", draw(NAMES), text, words))
    return tuple(found)


def joined(spoken: tuple[Spoken, ...]) -> list[tuple[str, str]]:
    return [(said.speaker, said.text) for said in exports.captions(spoken)]


@given(calls())
def test_captions_hold_every_word_in_order_inside_their_utterance(spoken: tuple[Spoken, ...]) -> None:
    cut = exports.captions(spoken)
    assert [said.start for said in cut] == sorted(said.start for said in cut)
    for said in spoken:
        own = [caption for caption in cut if caption.id == said.id]
        assert " ".join(caption.text for caption in own) == said.text
        assert own[0].start == said.start
        assert own[-1].end == pytest.approx(said.end, abs=0.0011)
        assert all(caption.end > caption.start for caption in own)
        assert all(len(caption.text) <= exports.CAPTION_CHARACTERS or " " not in caption.text for caption in own)


@given(calls())
def test_vtt_is_read_back_equal(spoken: tuple[Spoken, ...]) -> None:
    import html

    import webvtt

    read = webvtt.from_string(exports.write(spoken, "vtt", "call"))
    told = [re.fullmatch(r"<v ([^>]*)>(.*)</v>", caption.raw_text) for caption in read.captions]
    assert [(html.unescape(match[1]), html.unescape(match[2])) for match in told if match] == joined(spoken)
    assert [(caption.start_in_seconds, caption.end_in_seconds) for caption in read.captions] == [
        (int(said.start), int(said.end)) for said in exports.captions(spoken)
    ]


@given(calls())
def test_srt_is_read_back_equal(spoken: tuple[Spoken, ...]) -> None:
    import pysrt

    read = pysrt.from_string(exports.write(spoken, "srt", "call"))
    assert [entry.text for entry in read] == [f"{speaker}: {text}" for speaker, text in joined(spoken)]
    cut = exports.captions(spoken)
    assert [entry.start.ordinal for entry in read] == [round(said.start * 1000) for said in cut]
    assert [entry.end.ordinal for entry in read] == [round(said.end * 1000) for said in cut]


def test_rttm_is_read_back_by_pyannote(tmp_path: Path) -> None:
    from pyannote.database.util import load_rttm

    spoken = (
        Spoken(0.5, 4.25, "u1", "Ada Moreno", "hello"),
        Spoken(3.0, 5.0, "u2", "Bo", "yes"),
        Spoken(6.0, 6.0, "u3", "Bo", "."),
    )
    path = tmp_path / "call.rttm"
    path.write_text(exports.write(spoken, "rttm", "my call"), encoding="utf-8")
    annotation = load_rttm(path)["my_call"]
    read = [(segment.start, segment.end, label) for segment, _, label in annotation.itertracks(yield_label=True)]
    assert read == [(0.5, 4.25, "Ada_Moreno"), (3.0, 5.0, "Bo")]


@given(calls())
def test_json_is_read_back_equal(spoken: tuple[Spoken, ...]) -> None:
    read = json.load(io.StringIO(exports.write(spoken, "json", "call")))
    assert read["name"] == "call"
    assert [Spoken(**row) for row in read["utterances"]] == [replace(said, words=()) for said in spoken]


def test_captions_begin_when_their_first_word_begins() -> None:
    text = "We will merge the retry queue this week and tell everybody about it on Friday. " + "So it is agreed. " * 4
    words = tuple(float(number) for number in range(len(text.split())))
    cut = exports.captions([Spoken(0, 100, "u1", "Ada", text.strip(), words)])
    begun = 0
    for caption in cut:
        assert caption.start == words[begun]
        begun += len(caption.text.split())
    assert len(cut) > 1
    assert cut[-1].end == 100


@given(calls())
def test_txt_has_a_line_for_each_utterance(spoken: tuple[Spoken, ...]) -> None:
    lines = exports.write(spoken, "txt", "call").split("\n")
    assert len(lines) == len(spoken) + 1
    assert all(line.endswith(f"] {said.speaker}: {said.text}") for line, said in zip(lines, spoken, strict=False))


@pytest.mark.parametrize("form", exports.FORMATS)
def test_a_call_without_a_word_is_still_a_file(form: str) -> None:
    assert exports.write((), form, "call").strip() in {"", "WEBVTT", '{\n  "name": "call",\n  "utterances": []\n}'}


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(OptionError) as raised:
        exports.write((), "docx", "call")
    assert str(raised.value) == "There is no format 'docx'; choose from vtt, srt, txt, json, rttm."
