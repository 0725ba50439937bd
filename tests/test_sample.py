"""The sample call with the real engines: who speaks, under which item, and what was decided."""

from __future__ import annotations

import csv
import itertools
import shutil

import pytest

from tests.conftest import SAMPLES, needs_weights
from transcribe.options import Options
from transcribe.pipeline import Pipeline

pytestmark = [pytest.mark.engines, needs_weights]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    """The finished run on a copy of the sample."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("call.ogg", "page.md"):
        shutil.copyfile(SAMPLES / name, folder / name)
    pipeline = Pipeline((folder / "call.ogg",), folder / "page.md", Options())
    pipeline.run()
    return pipeline


@pytest.fixture(scope="module")
def script() -> list[dict[str, str]]:
    """What was spoken: start_s, end_s, speaker, item, words."""
    with (SAMPLES / "script.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_all_five_people_are_named_and_nobody_else(done: Pipeline, script: list[dict[str, str]]) -> None:
    assert {naming.name for naming in done.names} == {row["speaker"] for row in script}


def test_names_stand_at_the_right_voice(done: Pipeline, script: list[dict[str, str]]) -> None:
    names = {naming.voice: naming.name for naming in done.names}
    right = wrong = 0.0
    for utterance in done.utterances:
        for row in script:
            inside = min(float(row["end_s"]), utterance.end) - max(float(row["start_s"]), utterance.start)
            if inside > 0:
                same = names[utterance.voice or ""] == row["speaker"]
                right, wrong = right + inside * same, wrong + inside * (not same)
    assert right / (right + wrong) > 0.85


def test_every_item_is_where_it_belongs(done: Pipeline, script: list[dict[str, str]]) -> None:
    agenda = {item.id: item for item in done.notes.agenda}
    wrong: dict[str, float] = {}
    total = 0.0
    for section in done.sections:
        title = agenda[section.item].title if section.item else ""
        for row in script:
            inside = min(float(row["end_s"]), section.end) - max(float(row["start_s"]), section.start)
            if inside > 0:
                total += inside
                if bool(title) != bool(row["item"]) or title not in row["item"]:
                    wrong[row["item"]] = wrong.get(row["item"], 0.0) + inside
    assert sum(wrong.values()) / total < 0.1, wrong
    spoken_in_order = [row["item"] for row in script if row["item"]]
    order = [title for title, _ in itertools.groupby(spoken_in_order)]
    found = [agenda[section.item].title for section in done.sections if section.item]
    assert len(found) == len(order)
    assert all(title in text for title, text in zip(found, order, strict=True))
    discussed = {row["item"] for row in script if row["item"]}
    silent = {item.id for item in done.notes.agenda if not any(item.title in text for text in discussed)}
    assert set(done.minutes.not_discussed) == silent


def test_the_decision_and_both_actions_are_drafted(done: Pipeline) -> None:
    told = {(point.kind, point.item.split("-")[0] if point.item else None) for point in done.minutes.points}
    assert ("decision", "helm") in told
    assert ("action", "helm") in told
    assert ("action", "incremental") in told
    assert any(point.kind == "question" for point in done.minutes.points)
