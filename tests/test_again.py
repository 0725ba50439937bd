"""A new draft under the corrections of an earlier one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reviewing import processed
from tests.test_revision import CLAY, IDS, KILN, MADE, item, point
from transcribe.review import paper
from transcribe.review.store import Store, Wanted
from transcribe.revision import Revision, revise
from transcribe.schema import DraftedLine, Edit, Minutes, Naming, Point, Review
from transcribe.work import Work

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import ScriptedCall
    from transcribe.revision.following import Machine

FIX = replace(point(1, KILN, "The fix adds a time out of 30 seconds", "Marek Novak"), id="p0001000")
TESTS = replace(point(1, KILN, "The tests are green on Intel, but one fails on ARM", "Marek Novak"), id="p0001000b")
ORDER = point(2, KILN, "Speaker 3 to order the clay", "Speaker 3")
GLAZE = point(3, CLAY, "Blue glaze, as Marek proposed", "Marek Novak")
DRAFT = (FIX, TESTS, ORDER, GLAZE)


def drafted(*points: Point) -> Machine:
    return replace(MADE, minutes=Minutes(points))


def corrected(*edits: tuple[Point, str, str | None]) -> Review:
    return Review(tuple(Edit(one.id, field, None, now, "2026-02-03T10:00:00", one) for one, field, now in edits))


def lines(shown: Revision) -> list[str]:
    return [one.text for one in shown.minutes.points]


def test_a_correction_stays_with_its_sentence_when_ids_move_to_others() -> None:
    review = corrected((TESTS, "kept", "true"), (FIX, "text", "The fix adds a timeout and three retries"))
    moved = replace(TESTS, id="p0001000"), replace(FIX, id="p0001000b"), ORDER
    shown = revise(drafted(*moved), review)
    assert lines(shown) == [TESTS.text, "The fix adds a timeout and three retries", ORDER.text]
    assert [one.id for one in shown.minutes.points] == [TESTS.id, FIX.id, ORDER.id]
    assert shown.current(shown.minutes.points[0].id, "kept") == "true"
    assert not shown.stale


@pytest.mark.parametrize(
    ("field", "now", "expected"),
    [("kept", "true", TESTS), ("text", "Tests pass", replace(TESTS, text="Tests pass")), ("item", CLAY, None)],
)
def test_what_people_took_over_is_put_back_where_it_was(field: str, now: str, expected: Point | None) -> None:
    shown = revise(drafted(replace(FIX, id="p0001000"), ORDER, GLAZE), corrected((TESTS, field, now)))
    assert not shown.stale
    found = next(one for one in shown.minutes.points if one.id == TESTS.id)
    assert found == (expected or replace(TESTS, item=CLAY))
    assert [one.id for one in shown.minutes.points if one.item == KILN][:1] == [FIX.id]


def test_what_was_deleted_takes_no_other_sentence_along() -> None:
    only = replace(TESTS, id="p0001000")
    shown = revise(drafted(only, ORDER), corrected((FIX, "deleted", "true")))
    assert lines(shown) == [TESTS.text, ORDER.text]
    assert not shown.stale
    again = revise(
        drafted(only, replace(FIX, id="p0001000b", text="The fix adds a timeout of 30 seconds")), shown.review
    )
    assert lines(again) == [TESTS.text]


def test_a_line_that_is_made_in_other_words_is_the_same_and_one_that_was_kept_has_its_own() -> None:
    other = replace(FIX, text="The fix adds a time out of thirty seconds")
    assert lines(revise(drafted(other), corrected((FIX, "kind", "decision")))) == [other.text]
    assert lines(revise(drafted(other), corrected((FIX, "kept", "true")))) == [FIX.text]


def test_a_name_that_is_known_since_stands_in_a_line_that_was_kept() -> None:
    made = replace(drafted(GLAZE), names=(*MADE.names[:2], Naming("Speaker 3", "Noor Haddad", 0.9)))
    assert lines(revise(made, corrected((ORDER, "kept", "true")))) == [GLAZE.text, "Noor to order the clay"]


def test_a_line_that_a_person_wrote_on_the_page_is_not_told_twice() -> None:
    notes = replace(MADE.notes, agenda=(replace(item(KILN, 0), notes=(f"[Marek] {TESTS.text}",)), item(CLAY, 1)))
    shown = revise(replace(drafted(FIX), notes=notes), corrected((TESTS, "kept", "true")))
    assert lines(shown) == [FIX.text]
    assert not shown.stale


def test_a_line_that_a_person_added_keeps_its_id() -> None:
    added = replace(TESTS, text="Mine")
    review = Review((Edit(added.id, "new", None, msgspec.json.encode(added).decode(), "2026-02-03T10:00:00"),))
    shown = revise(drafted(FIX, TESTS), review)
    assert sorted(lines(shown)) == sorted([FIX.text, TESTS.text, "Mine"])
    assert next(one.id for one in shown.minutes.points if one.text == "Mine") == added.id
    assert not shown.stale


def test_a_line_of_an_item_that_was_renamed_stays_with_the_talk() -> None:
    sections = tuple(replace(one, item="ovens") if one.item == KILN else one for one in MADE.sections)
    notes = replace(MADE.notes, agenda=(item("ovens", 0), item(CLAY, 1)))
    shown = revise(replace(drafted(GLAZE), notes=notes, sections=sections), corrected((TESTS, "kept", "true")))
    assert [(one.text, one.item) for one in shown.minutes.points if one.text == TESTS.text] == [(TESTS.text, "ovens")]


def test_edits_without_the_line_they_were_made_to_are_found_by_the_page_or_what_they_replaced() -> None:
    edits = (
        Edit(TESTS.id, "kept", None, "true", "2026-02-03T10:00:00"),
        Edit(FIX.id, "text", FIX.text, "The fix adds a timeout", "2026-02-03T10:00:01"),
    )
    page = (DraftedLine(f"    - [Marek] {TESTS.text}", point=TESTS.id),)
    moved = replace(TESTS, id=FIX.id)
    shown = revise(drafted(moved), Review(edits), page)
    assert sorted(lines(shown)) == sorted(["The fix adds a timeout", TESTS.text])
    assert sorted(lines(revise(drafted(ORDER), Review(edits), page))) == sorted(
        ["The fix adds a timeout", TESTS.text, ORDER.text]
    )


@given(st.permutations(DRAFT), st.integers(0, len(DRAFT)), st.sets(st.sampled_from(DRAFT)))
def test_whatever_is_drafted_next_every_kept_line_is_there_once_and_ids_are_unique(
    order: list[Point], count: int, kept: set[Point]
) -> None:
    letters: Counter[float] = Counter()
    again = []
    for one in order[:count]:
        letters[one.at] += 1
        place = letters[one.at]
        again.append(replace(one, id=f"p{one.utterances[0][1:]}{'' if place == 1 else chr(96 + place)}"))
    shown = revise(drafted(*again), corrected(*((one, "kept", "true") for one in kept)))
    assert sorted(lines(shown)) == sorted({one.text for one in (*again, *kept)})
    assert len({one.id for one in shown.minutes.points}) == len(shown.minutes.points)
    assert {one.id: one.text for one in shown.minutes.points}.items() >= {one.id: one.text for one in kept}.items()
    assert not shown.stale


def test_an_edit_tells_the_line_it_was_made_to(tmp_path: Path) -> None:
    store = Store(processed(tmp_path / "calls").work)
    state = store.change(store.state().digest, [Wanted("p0044000", "kept", "true")])
    (edit,) = state.revision.review.edits
    assert edit.point == next(one for one in state.made.minutes.points if one.id == "p0044000")


def test_a_line_that_a_person_deleted_on_the_page_takes_no_other_along(call: ScriptedCall) -> None:
    pipeline = call.pipeline()
    pipeline.run()
    pipeline.write_page()
    gone = pipeline.draft.lines[0]
    call.page.write_text(call.page.read_text().replace(gone.text + "\n", ""))
    again = call.pipeline()
    minutes = again.minutes
    first = minutes.points[0]
    assert first.id == gone.point
    other = replace(first, text="Something else was said in the same breath")
    again.work.write("minutes", replace(minutes, points=(other, *minutes.points[1:])))
    state = Store(Work(again.work.folder)).state()
    page = paper.read(again.work, state)
    assert other.text in page.drafted
    assert gone.text not in page.drafted


def test_what_people_took_over_survives_utterances_that_are_cut_anew() -> None:
    kept = replace(TESTS, id="p0001300", at=1.3, utterances=("u0001300",))
    shown = revise(drafted(ORDER), corrected((kept, "kept", "true")))
    back = next(one for one in shown.minutes.points if one.id == kept.id)
    assert (back.text, back.item, back.utterances) == (kept.text, KILN, (IDS[1],))
    again = revise(drafted(TESTS, ORDER), corrected((kept, "kept", "true")))
    assert [(one.id, one.text) for one in again.minutes.points] == [(kept.id, TESTS.text), (ORDER.id, ORDER.text)]
