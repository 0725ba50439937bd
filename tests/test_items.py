import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.notes import read
from transcribe.notes.items import same_title, slug
from transcribe.notes.markdown import parse
from transcribe.notes.places import Layout, place_of


@given(st.text(max_size=200))
def test_a_slug_is_short_and_plain(text: str) -> None:
    made = slug(text)
    assert 0 < len(made) <= 60
    assert made == slug(made)


def test_an_introduction_of_several_sentences_is_no_item() -> None:
    notes = read(
        "# Call 2024-05-08\n\n## Attendees\n\n- Ann\n\n## Agenda\n\nAdd what you like here. We sort it later.\n\n"
        "- **Ann (5m):** oil\n    - it smokes\n- **Bo:** wicks\n"
    )
    assert [item.title for item in notes.agenda] == ["oil", "**Bo:** wicks"]


def test_a_bullet_named_as_an_agenda_stands_for_those_below_it() -> None:
    notes = read(
        "# Call 2024-05-08\n\n## Agenda\n\n1. Opening\n1. Proposals and discussions\n    1. oil\n    1. wicks\n"
    )
    assert [item.title for item in notes.agenda] == ["Opening", "oil", "wicks"]


def test_issues_below_the_name_of_a_repository_are_items() -> None:
    notes = read(
        "# Call 2024-05-08\n\n## Agenda\n\n### lantern/shade\n\n* paper or cloth\n  * cloth burns\n\n### Old issues\n\n"
        "* oil [#12](https://x.example/12)\n  * it smokes\n* wicks [#15](https://x.example/15)\n\n"
        "### Lamps/Posts\n\n* wood\n"
    )
    assert [item.title.split(" [")[0] for item in notes.agenda] == ["paper or cloth", "oil", "wicks", "Lamps/Posts"]


@pytest.mark.parametrize("indent", ["    ", "\t", "     "])
def test_a_list_too_deep_below_a_label_holds_items(indent: str) -> None:
    lines = ["Harbour:", "- quay", "", "Lamps:", "- oil", "    - cheaper", "- wicks", "", "Posts:", "- wood"]
    agenda = "\n".join(line if not line or line.endswith(":") else indent + line for line in lines)
    text = f"# Call 2024-05-08\n\n## Agenda\n\n{agenda}\n"
    notes = read(text)
    assert [(item.title, item.notes) for item in notes.agenda] == [
        ("quay", ()),
        ("oil", ("cheaper",)),
        ("wicks", ()),
        ("wood", ()),
    ]
    assert [place_of(Layout(parse(text), notes), item).prefix for item in notes.agenda] == [f"{indent}    - "] * 4


@pytest.mark.parametrize(
    "line",
    [
        "_Submit a PR to add your item here_",
        "**Name** This is an example of an item.",
        "Agenda item 1",
        "TODO",
        "TBD",
        "None.",
        "(name) topic",
        "[name] topic",
        "[Your name]: your topic (5 min)",
        "Topic 1",
        "Agenda item title",
    ],
)
def test_what_a_template_says_is_no_item(line: str) -> None:
    assert read(f"# Call 2024-05-08\n\n## Agenda\n\n- {line}\n").agenda == ()


@pytest.mark.parametrize(
    "line", ["Topic 1: oil", "Item 12 of the plan", "Name of the lamp", "Topic 1\n    - oil", "Topics"]
)
def test_what_only_looks_like_a_template_is_an_item(line: str) -> None:
    assert len(read(f"# Call 2024-05-08\n\n## Agenda\n\n- {line}\n").agenda) == 1


def test_a_line_below_an_item_tells_its_owner() -> None:
    text = (
        "# Call\n\n## Attendees\n\n- Ann Bee\n\n## Agenda\n\n- oil\n    - Owner: Ann\n- wicks\n    - Lead time: long\n"
    )
    assert [(item.title, item.owners) for item in read(text).agenda] == [("oil", ("Ann",)), ("wicks", ())]


def test_what_people_said_below_headings_leaves_them_items() -> None:
    text = (
        "# Call\n\n## Attendees\n\n- Ann Bee\n- Bo Cee\n\n## Oil\n\n- cheaper now\n\n## Wicks\n\n"
        "- Ann: they are short.\n- Bo: will measure them.\n\n## Upcoming events\n\n- lamp day\n\n## Posts\n\n- rusty\n"
    )
    assert [item.title for item in read(text).agenda] == ["Oil", "Wicks", "Upcoming events", "Posts"]


def test_headings_above_items_with_owners_only_group_them() -> None:
    text = (
        "# Call\n\n## Attendees\n\n- Ann Bee\n- Bo Cee\n\n## Agenda\n\n### Oil\n\n- Ann: a new shop\n\n"
        "### New topics\n\n- lamps\n- Action items:\n    - Bo to ask\n"
    )
    assert [(item.title, item.owners) for item in read(text).agenda] == [("a new shop", ("Ann",)), ("lamps", ())]


def test_a_heading_below_which_people_spoke_is_an_item_among_those_without_owners() -> None:
    text = (
        "# Call\n\n## Attendees\n\n- Ann Bee\n- Bo Cee\n\n## Agenda\n\n### Oil\n\n- Ann: buys a can\n\n"
        "### Wicks\n\n- cut them short\n- dry them\n\n### Lamps\n\n- two are broken\n"
    )
    assert [item.title for item in read(text).agenda] == ["Oil", "Wicks", "Lamps"]


def test_a_slug_is_made_of_the_words_and_not_of_the_address() -> None:
    assert slug("Lamp **scope** [lantern#118](https://x.example/118) é") == "lamp-scope-lantern-118-e"


def test_titles_are_the_same_in_spite_of_marks_and_slips() -> None:
    assert same_title("Release [0.18](https://x.example)", "release 0.18")
    assert same_title("Lamp server failed to start", "Lamp sever failed to start")
    assert not same_title("Lamps", "Lamp server")


def test_a_bullet_that_links_to_the_agenda_is_no_item() -> None:
    text = (
        "# Call\n\n## Agenda\n\n* Agenda issue: https://x.example/12\n* Recording: <https://x.example/v>\n"
        "* Release notes: https://x.example/13\n* Video: make one of https://x.example/14\n"
    )
    assert [item.title.split(":")[0] for item in read(text).agenda] == ["Release notes", "Video"]


@pytest.mark.parametrize("remark", ["not discussed", "Not discussed.", "**not discussed**"])
def test_the_remark_that_an_item_was_not_discussed_is_no_item(remark: str) -> None:
    below = read(f"# Call 2024-05-08\n\n## Agenda\n\n- wicks\n- discussion\n    - {remark}\n")
    assert [(item.title, item.notes) for item in below.agenda] == [("wicks", ()), ("discussion", (remark,))]
    beside = read(f"# Call 2024-05-08\n\n## Agenda\n\n- wicks\n- {remark}\n")
    assert [item.title for item in beside.agenda] == ["wicks"]


def titles(text: str) -> list[str]:
    return [item.title for item in read(text).agenda]


def test_a_heading_that_only_stands_above_others_is_no_item() -> None:
    agenda = "### New items\n\n#### Oil\n\nSee #5.\n\n#### Lamps\n\n### Quay\n\n#### Notes\n\n- it is wet\n"
    text = f"# 2024-05-08\n\n## Agenda\n\n{agenda}"
    assert titles(text)[:3] == ["Oil", "Lamps", "Quay"]


@pytest.mark.parametrize(
    "apart", ["### Resources", "### Next meeting", "### Action items from last time", "Links:", "**Action items**"]
)
def test_what_stands_apart_in_an_agenda_is_no_item(apart: str) -> None:
    text = f"# 2024-05-08\n\n## Agenda\n\n- Oil\n- Lamps\n\n{apart}\n\n+ the pier\n+ the quay\n"
    assert titles(text) == ["Oil", "Lamps"]


def test_the_review_of_tasks_is_one_item() -> None:
    agenda = "### Review of action items\n\n- [ ] Bo: oil\n- [x] Di: lamps\n\n### Quay\n\n- wet\n"
    text = f"# 2024-05-08\n\n## Agenda\n\n{agenda}"
    assert titles(text) == ["Review of action items", "Quay"]


def test_a_table_of_topics_is_the_agenda_though_a_list_stands_below() -> None:
    table = "| Topic | Lead |\n|---|---|\n| oil | Bo |\n| lamps | |\n| _add yours_ | |\n"
    text = f"# 2024-05-08\n\n## Agenda\n\n{table}\nSaid:\n\n- Bo paints\n"
    assert [(item.title, item.owners) for item in read(text).agenda] == [("oil", ("Bo",)), ("lamps", ())]
    counted = text.replace("Topic | Lead", "Open | Closed")
    assert titles(counted) == ["Bo paints"]
