from hypothesis import given
from hypothesis import strategies as st

from transcribe.draft.changes import Change, Draft, NewLine, apply, undo
from transcribe.notes.markdown import split_lines

LINES = st.lists(
    st.sampled_from(["", "- a", "    - b", "text", "### Head", "- not discussed"]), min_size=1, max_size=12
)
ENDINGS = st.sampled_from(["\n", "\r\n"])


@st.composite
def pages(draw: st.DrawFn) -> str:
    ending = draw(ENDINGS)
    return ending.join(draw(LINES)) + draw(st.sampled_from(["", ending]))


@st.composite
def drafts(draw: st.DrawFn) -> tuple[str, list[Change]]:
    text = draw(pages())
    count = len(split_lines(text))
    places = draw(st.lists(st.integers(0, count), unique=True, max_size=4))
    found = []
    for number, place in enumerate(sorted(places)):
        replaces = place < count and draw(st.booleans())
        lines = draw(st.lists(st.sampled_from(["- ours", "    - not discussed", "- new {}"]), min_size=1, max_size=3))
        new = [
            NewLine(f"{line.format(number)} {position}", f"p{number}{position}") for position, line in enumerate(lines)
        ]
        found.append(Change(place, place + replaces, tuple(new)))
    return text, found


def bare(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in split_lines(text)]


def test_no_change_is_the_page_itself() -> None:
    assert apply("a\r\nb", []).text == "a\r\nb"


@given(drafts())
def test_lines_around_a_change_stay_as_they_are(draft: tuple[str, list[Change]]) -> None:
    text, changes = draft
    made = apply(text, changes)
    replaced = {number for change in changes for number in range(change.start, change.end)}
    left = [line for number, line in enumerate(bare(text)) if number not in replaced]
    ours = [line.text for change in changes for line in change.lines]
    assert sorted(bare(made.text)) == sorted([*left, *ours]) or not split_lines(text)
    rest = iter(bare(made.text))
    assert all(any(line == other for other in rest) for line in left)
    if changes and text:
        assert made.text.endswith("\n") == text.endswith("\n")
        assert ("\r\n" in made.text) <= ("\r\n" in text)


@given(drafts())
def test_a_draft_nobody_touched_is_taken_back_whole(draft: tuple[str, list[Change]]) -> None:
    text, changes = draft
    made = apply(text, changes)
    undone = undo(made.text, made.lines)
    assert undone.text == text
    assert undone.kept == frozenset()


def test_a_line_that_a_person_reworded_is_kept_with_its_point() -> None:
    made = apply("- a\n- b\n", [Change(1, 1, (NewLine("    - one", "p1"), NewLine("    - two", "p2")))])
    undone = undo(made.text.replace("one", "ONE"), made.lines)
    assert undone.text == "- a\n- b\n"
    assert undone.theirs == {"p1": ("    - ONE",)}


def three() -> Draft:
    return apply("- a\n- b\n", [Change(1, 1, tuple(NewLine(f"    - {word}", word) for word in ("one", "two", "six")))])


def test_lines_in_quite_other_words_in_the_very_place_of_ours_are_ours_reworded() -> None:
    made = three()
    undone = undo(made.text.replace("two", "the tide is late"), made.lines)
    assert (undone.text, undone.theirs) == ("- a\n- b\n", {"two": ("    - the tide is late",)})
    both = undo(made.text.replace("two", "the tide is late").replace("six", "ferry at noon"), made.lines)
    assert both.theirs == {"two": ("    - the tide is late",), "six": ("    - ferry at noon",)}
    whole = "- a\n    - the tide is late\n    - ferry at noon\n    - lamps\n- b\n"
    assert undo(whole, made.lines).theirs.keys() == {"one", "two", "six"}


def test_another_number_of_lines_or_another_depth_is_a_persons_own() -> None:
    made = three()
    fewer = undo(made.text.replace("    - one\n    - two\n", "    - the tide is late\n"), made.lines)
    assert (fewer.theirs, fewer.deleted) == ({}, {"one", "two"})
    assert fewer.text == "- a\n    - the tide is late\n- b\n"
    deeper = undo(made.text.replace("    - two", "- the tide is late"), made.lines)
    assert (deeper.theirs, deeper.deleted) == ({}, {"two"})


def test_a_line_in_a_persons_words_stays_where_it_is_when_its_point_is_gone() -> None:
    made = apply("- a\n- b\n", [Change(1, 1, (NewLine("    - one", "p1"), NewLine("    - two", "p2")))])
    undone = undo(made.text.replace("one", "ONE"), made.lines, {"p2"})
    assert undone.text == "- a\n    - ONE\n- b\n"
    assert undone.deleted == {"p1"}


def test_what_a_person_wrote_below_our_line_goes_with_it() -> None:
    made = apply("- a\n- b\n", [Change(1, 1, (NewLine("    - one", "p1"), NewLine("    - two", "p2")))])
    undone = undo(made.text.replace("    - two", "        - mine\n    - two"), made.lines)
    assert undone.text == "- a\n- b\n"
    assert undone.theirs == {"p1": ("    - one", "        - mine")}


def test_a_line_of_ours_that_only_holds_others_stays_above_what_a_person_wrote_there() -> None:
    made = apply("- a\n", [Change(1, 1, (NewLine("- Other"), NewLine("    - one", "p1")))])
    assert undo(made.text, made.lines).text == "- a\n"
    undone = undo(made.text + "    - mine\n", made.lines)
    assert undone.text == "- a\n- Other\n    - mine\n"
    assert undone.kept == frozenset()


def test_a_page_that_was_put_back_has_nothing_deleted() -> None:
    lines = tuple(NewLine(f"    - {word}", word) for word in ("one", "two", "three"))
    made = apply("- a\n- b\n", [Change(1, 1, lines)])
    assert undo("- a\n- b\n", made.lines).kept == frozenset()
    assert undo("- a\n    - two\n- b\n", made.lines).deleted == {"one", "three"}


def test_a_line_that_a_person_deleted_does_not_come_back() -> None:
    made = apply("- a\n- b\n", [Change(1, 1, (NewLine("    - one", "p1"), NewLine("    - two", "p2")))])
    undone = undo("- a\n    - two\n- b\n", made.lines)
    assert undone.text == "- a\n- b\n"
    assert undone.kept == {"p1"}


def test_a_line_that_a_person_wrote_alike_elsewhere_is_not_taken() -> None:
    made = apply("- a\n- b\n", [Change(1, 1, (NewLine("    - not discussed", None),))])
    page = "- a\n- b\n    - not discussed\n"
    assert undo(page, made.lines).text in {page, "- a\n- b\n"}
    twice = "- a\n    - moved on\n- b\n    - not discussed\n- c\n    - not discussed\n"
    assert undo(twice, made.lines).text == twice


def test_what_a_person_wrote_between_our_lines_stays() -> None:
    made = apply("- a\n- b\n", [Change(1, 1, (NewLine("    - one", "p1"), NewLine("    - two", "p2")))])
    undone = undo(made.text.replace("    - two", "    - mine\n    - two"), made.lines)
    assert undone.text == "- a\n    - mine\n- b\n"
    assert undone.kept == frozenset()


def test_a_filled_placeholder_is_opened_again() -> None:
    made = apply("- **MC Next Call**: \n", [Change(0, 1, (NewLine("- **MC Next Call**: Ann"),))])
    assert made.text == "- **MC Next Call**: Ann\n"
    assert undo(made.text, made.lines).text == "- **MC Next Call**: \n"


def test_several_lines_that_made_room_for_one_come_back() -> None:
    made = apply("_..._\r\n_..._\r\nend", [Change(0, 2, (NewLine("- one"),))])
    assert made.text == "- one\r\nend"
    assert undo(made.text, made.lines).text == "_..._\r\n_..._\r\nend"


def test_a_line_takes_the_place_of_one_line_of_ours_only() -> None:
    made = apply("- a\n- b\n", [Change(1, 1, (NewLine("    - one", "p1"),))])
    gone = undo("- a\n- b\n", made.lines)
    assert gone.deleted == {"p1"}
    again = apply("- a\n- b\n", [Change(1, 1, (NewLine("    - two", "p2"),))])
    undone = undo("- a\n    - the tide is late\n- b\n", [*again.lines, *gone.lost])
    assert undone.theirs == {"p2": ("    - the tide is late",)}
    assert undone.deleted == {"p1"}
    own = undo("- a\n    - the tide is late\n- b\n", gone.lost)
    assert (own.theirs, own.text) == ({}, "- a\n    - the tide is late\n- b\n")
