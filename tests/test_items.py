import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.notes import read
from transcribe.notes.items import same_title, slug, split_owners
from transcribe.notes.people import attendees

PEOPLE = attendees(["- Ann Bee (@annb)", "- Bo Cee (@bocee)", "- Feynman Zhu"])


@pytest.mark.parametrize(
    ("text", "title", "owners"),
    [
        ("[Ann] topic", "topic", ("Ann",)),
        ("[Ann]: topic", "topic", ("Ann",)),
        ("[ann,bocee] topic", "topic", ("ann", "bocee")),
        ("[Ann, Bo] topic", "topic", ("Ann", "Bo")),
        ("[Ann/Bo] topic", "topic", ("Ann", "Bo")),
        ("[Ann+Bo] topic", "topic", ("Ann", "Bo")),
        ("[Ann] [Bo] topic", "topic", ("Ann", "Bo")),
        ("[@annb] topic", "topic", ("@annb",)),
        ("[@nobody] topic", "topic", ("@nobody",)),
        ("[Zoe] topic", "topic", ("Zoe",)),
        ("[Zoe Zulu] topic", "topic", ("Zoe Zulu",)),
        ("[ACTION - Bo] topic", "topic", ("Bo",)),
        ("[ ] [Ann] topic", "topic", ("Ann",)),
        ("[x] topic", "topic", ()),
        ("[] topic", "topic", ()),
        ("topic (Feynman)", "topic", ("Feynman",)),
        ("topic (5m, Benjie)", "topic", ("Benjie",)),
        ("topic (@annb => @bocee)", "topic", ("@annb",)),
        ("(Ann) topic", "topic", ("Ann",)),
        ("topic (5m Benjie)", "topic", ("Benjie",)),
        ("topic (5-10 min, Benjie)", "topic", ("Benjie",)),
        ("topic (Ann Bee) [15 min]", "topic", ("Ann Bee",)),
        ("topic (10m)", "topic (10m)", ()),
        ("[name=Zoe] topic", "topic", ("Zoe",)),
        ("[name=Zoe, Bo] topic", "topic", ("Zoe", "Bo")),
        ("**annb (5m):** topic", "topic", ("annb",)),
        ("**Ann** topic", "topic", ("Ann",)),
        ("**Oil** topic", "**Oil** topic", ()),
        ("Bo: topic", "topic", ("Bo",)),
        ("[proposal] topic", "[proposal] topic", ()),
        ("[demo] topic", "[demo] topic", ()),
        ("[tracking] topic", "[tracking] topic", ()),
        ("[container image] topic", "[container image] topic", ()),
        ("[text](https://x.example) topic", "[text](https://x.example) topic", ()),
        ("[[PR] fix](https://x.example)", "[[PR] fix](https://x.example)", ()),
        ("topic [text](https://x.example)", "topic [text](https://x.example)", ()),
        ("topic (https://annb.example/x)", "topic (https://annb.example/x)", ()),
        ("topic (@annb to ask next time)", "topic (@annb to ask next time)", ()),
        ("topic (beta)", "topic (beta)", ()),
        ("Update: topic", "Update: topic", ()),
    ],
)
def test_owner_tags_leave_the_title_and_other_tags_stay(text: str, title: str, owners: tuple[str, ...]) -> None:
    assert split_owners(text, PEOPLE) == (title, owners)


@given(st.text(max_size=60))
def test_any_title_can_be_split(text: str) -> None:
    title, owners = split_owners(text, PEOPLE)
    assert len(title) <= len(text)
    assert all(owner in text for owner in owners)


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


@pytest.mark.parametrize("line", ["_Submit a PR to add your item here_", "**Name** This is an example of an item."])
def test_what_a_template_says_is_no_item(line: str) -> None:
    assert read(f"# Call 2024-05-08\n\n## Agenda\n\n- {line}\n").agenda == ()


def test_a_slug_is_made_of_the_words_and_not_of_the_address() -> None:
    assert slug("Lamp **scope** [lantern#118](https://x.example/118) é") == "lamp-scope-lantern-118-e"


def test_titles_are_the_same_in_spite_of_marks_and_slips() -> None:
    assert same_title("Release [0.18](https://x.example)", "release 0.18")
    assert same_title("Lamp server failed to start", "Lamp sever failed to start")
    assert not same_title("Lamps", "Lamp server")
