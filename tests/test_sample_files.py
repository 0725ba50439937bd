"""The sample call's files agree with one another: recording, page before the call, and script."""

from __future__ import annotations

import csv
import re
from itertools import groupby, pairwise
from pathlib import Path

import av
import pytest

SAMPLES = Path(__file__).parents[1] / "samples"
MEGABYTE = 1_000_000

Row = dict[str, str]


@pytest.fixture(scope="module")
def script() -> list[Row]:
    with (SAMPLES / "script.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def page() -> str:
    return (SAMPLES / "page.md").read_text(encoding="utf-8")


def part(page: str, heading: str) -> list[str]:
    """The top-level bullets under a heading."""
    body = page.partition(f"### {heading}\n")[2].partition("\n### ")[0]
    return re.findall(r"^- (.+)$", body, flags=re.MULTILINE)


def test_five_people_speak_and_all_are_on_the_page(script: list[Row], page: str) -> None:
    joined = {name.partition(" (")[0] for name in part(page, "Who joined")}
    assert {row["speaker"] for row in script} == joined
    assert len(joined) == 5
    assert set(part(page, "MC")) < joined


def test_every_name_is_said_aloud(script: list[Row]) -> None:
    talk = " ".join(row["words"] for row in script)
    for name in {row["speaker"] for row in script}:
        assert re.search(rf"\b{name.split()[0]}\b", talk)


def test_everyone_speaks_for_half_a_minute(script: list[Row]) -> None:
    spoken: dict[str, float] = {}
    for row in script:
        spoken[row["speaker"]] = spoken.get(row["speaker"], 0.0) + float(row["end_s"]) - float(row["start_s"])
    assert min(spoken.values()) > 30


def test_items_are_the_pages_own(script: list[Row], page: str) -> None:
    agenda = part(page, "Agenda")
    talked_about = {row["item"] for row in script if row["item"]}
    assert talked_about < set(agenda)


def test_one_item_is_skipped_one_taken_early_and_one_returned_to(script: list[Row], page: str) -> None:
    agenda = part(page, "Agenda")
    order = [agenda.index(item) for item, _ in groupby(row["item"] for row in script if row["item"])]
    assert len(set(agenda)) - len(set(order)) == 1
    assert order[0] != 0
    assert len(order) == len(set(order)) + 1
    assert not script[0]["item"]
    assert not script[-1]["item"]


def test_times_follow_the_pauses_and_overlaps_are_slight(script: list[Row]) -> None:
    for before, after in pairwise(script):
        pause = float(after["start_s"]) - float(before["end_s"])
        assert pause == pytest.approx(float(after["pause_s"]), abs=0.011)
        assert -1 < pause < 2
    for row in script:
        words = len(row["words"].split())
        assert 0.1 < (float(row["end_s"]) - float(row["start_s"])) / words < 1
    assert any(float(row["pause_s"]) < 0 for row in script)


def test_the_recording_is_the_script_s(script: list[Row]) -> None:
    with av.open(SAMPLES / "call.ogg") as container:
        stream = container.streams.audio[0]
        length = sum(frame.samples / frame.sample_rate for frame in container.decode(stream))
        assert stream.codec_context.channels == 1
    assert 240 < length < 360
    assert float(script[-1]["end_s"]) < length < float(script[-1]["end_s"]) + 2


def test_the_folder_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.iterdir() if path.is_file()) < 3 * MEGABYTE
