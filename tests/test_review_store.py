"""Changing what people said about a call: conflicts, undo, and nothing lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reviewing import processed
from transcribe.errors import WorkError
from transcribe.review.store import Conflict, Refused, Store, Wanted, value
from transcribe.schema import Review
from transcribe.work import Work

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import ScriptedCall


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return processed(tmp_path / "calls").work


def said(work: Work) -> Review:
    return work.read("review", Review)


def test_a_change_is_on_disk_with_what_it_replaced(work: Work) -> None:
    store = Store(work)
    store.change(store.state().digest, [Wanted("Speaker 2", "name", "Cleo Marsh")])
    (edit,) = said(work).edits
    assert (edit.target, edit.field, edit.was, edit.now) == ("Speaker 2", "name", "Bo Lindqvist", "Cleo Marsh")
    assert Store(work).state().revision.displayed["Speaker 2"] == "Cleo Marsh"


def test_a_change_of_something_older_is_refused_and_changes_nothing(work: Work) -> None:
    one, other = Store(work), Store(work)
    seen = other.state().digest
    one.change(one.state().digest, [Wanted("Speaker 2", "name", "Cleo Marsh")])
    with pytest.raises(Conflict):
        other.change(seen, [Wanted("Speaker 2", "name", "Ada Moreno")])
    assert [edit.now for edit in said(work).edits] == ["Cleo Marsh"]
    other.change(other.state().digest, [Wanted("Speaker 2", "name", "Ada Moreno")])
    assert [edit.was for edit in said(work).edits] == ["Bo Lindqvist", "Cleo Marsh"]


def test_a_stage_that_is_made_anew_is_a_change_too(work: Work) -> None:
    store = Store(work)
    seen = store.state().digest
    path = work.path("names")
    aside = path.with_suffix(".part")
    shutil.copy(path, aside)
    aside.replace(path)
    assert store.state().digest != seen


def test_a_point_that_a_person_adds_takes_the_place_of_no_deleted_one(work: Work) -> None:
    store = Store(work)
    point = store.state().made.minutes.points[0]
    store.change(store.state().digest, [Wanted(point.id, "deleted", "true")])
    added = msgspec.json.encode(replace(point, id=f"{point.id}-m3x", text="Mine")).decode()
    with pytest.raises(Refused, match="There is or was a point of this name already"):
        store.change(store.state().digest, [Wanted(point.id, "new", added)])
    store.change(store.state().digest, [Wanted(f"{point.id}-m3x", "new", added)])
    shown = [one.text for one in store.state().revision.minutes.points]
    assert "Mine" in shown
    assert point.text not in shown


@pytest.mark.parametrize(
    ("target", "field", "now"),
    [
        ("u9999999", "text", "words"),
        ("u0014000", "text", "  "),
        ("u0014000", "item", "no-such-item"),
        ("p0044000", "kind", "poem"),
        ("Speaker 1", "merged", "Speaker 1"),
        ("Speaker 1", "colour", "red"),
        ("p0000001", "new", "no json"),
    ],
)
def test_what_makes_no_sense_is_refused(work: Work, target: str, field: str, now: str) -> None:
    store = Store(work)
    with pytest.raises(Refused):
        store.change(store.state().digest, [Wanted(target, field, now)])
    assert not work.path("review").exists()


ACTIONS = st.lists(
    st.sampled_from(
        [
            (Wanted("Speaker 1", "name", "Cleo Marsh"),),
            (Wanted("Speaker 2", "name", None),),
            (Wanted("Speaker 3", "merged", "Speaker 1"),),
            (Wanted("u0044000", "item", "logo-contest"), Wanted("u0056000", "item", None)),
            (Wanted("u0005000", "text", "Hello, this is Bo."),),
            (Wanted("p0044000", "deleted", "true"),),
            (Wanted("logo-contest", "looked_at", "true"),),
        ]
    ),
    min_size=1,
    max_size=6,
)


@given(ACTIONS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undo_goes_back_through_every_state_and_redo_forward_also_after_a_restart(
    work: Work, actions: list[tuple[Wanted, ...]]
) -> None:
    work.path("review").unlink(missing_ok=True)
    states = [shown(Store(work))]
    for action in actions:
        store = Store(work)
        before = len(store.state().revision.review.edits)
        store.change(store.state().digest, action)
        if len(store.state().revision.review.edits) > before:
            states.append(shown(store))
    for earlier in reversed(states[:-1]):
        store = Store(work)
        store.undo(store.state().digest)
        assert shown(Store(work)) == earlier
    for later in states[1:]:
        store = Store(work)
        store.redo(store.state().digest)
        assert shown(Store(work)) == later


def shown(store: Store) -> object:
    revised = store.state().revision
    return revised.utterances, revised.names, revised.sections, revised.minutes


def test_undo_of_nothing_is_nothing(work: Work) -> None:
    store = Store(work)
    assert store.undo(store.state().digest).revision.review == Review()


def test_a_change_after_undo_forgets_what_could_be_redone(work: Work) -> None:
    store = Store(work)
    store.change(store.state().digest, [Wanted("Speaker 2", "name", "Cleo Marsh")])
    store.undo(store.state().digest)
    store.change(store.state().digest, [Wanted("Speaker 2", "name", "Ada Moreno")])
    assert said(work).undone == ()


def test_who_approved_and_when_until_something_changes(work: Work) -> None:
    store = Store(work)
    with pytest.raises(Refused):
        store.approve(store.state().digest, " ")
    store.approve(store.state().digest, "Ada Moreno")
    approved = said(work).approved
    assert approved is not None
    assert approved.who == "Ada Moreno"
    assert approved.at.startswith("20")
    store.change(store.state().digest, [Wanted("Speaker 2", "name", "Cleo Marsh")])
    assert said(work).approved is None


def test_a_person_agrees_with_the_machine(work: Work) -> None:
    store = Store(work)
    store.change(store.state().digest, [Wanted("Speaker 2", "name", "Bo Lindqvist")])
    assert [edit.now for edit in said(work).edits] == ["Bo Lindqvist"]
    store.change(store.state().digest, [Wanted("u0014000", "text", value(store.state().revision, "u0014000", "text"))])
    assert len(said(work).edits) == 1


def test_a_broken_review_is_told_and_kept(work: Work) -> None:
    work.path("review").write_text("{")
    with pytest.raises(WorkError, match=r"review\.json cannot be read \(.*\); it holds corrections: mend it or move"):
        Store(work).state()
    assert work.path("review").read_text() == "{"


def test_running_again_keeps_the_edits(call: ScriptedCall) -> None:
    first = call.pipeline()
    first.run("minutes")
    store = Store(first.work)
    store.change(store.state().digest, [Wanted("Speaker 2", "name", "Cleo Marsh")])
    store.change(store.state().digest, [Wanted("p0044000", "text", "Retry queue gets merged")])
    again = call.pipeline()
    again.run("minutes", redo="notes")
    revised = Store(again.work).state().revision
    assert revised.displayed["Speaker 2"] == "Cleo Marsh"
    assert "Retry queue gets merged" in [point.text for point in revised.minutes.points]
    assert not revised.stale


def test_the_files_of_a_folder_that_moved_are_found(work: Work, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(work.folder, moved)
    assert Store(Work(moved)).state().revision.utterances == Store(work).state().revision.utterances
