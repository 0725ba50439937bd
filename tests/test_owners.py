import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.notes.markdown import plain
from transcribe.notes.owners import ESCAPED, owners_below, split_owners
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
        ("topic @annb", "topic", ("@annb",)),
        ("[ ] topic @zoe, @bocee", "topic", ("@zoe", "@bocee")),
        ("talk with @zoe", "talk with @zoe", ()),
        ("talk with @zoe @bocee", "talk with @zoe @bocee", ()),
        ("follow us on @falco_org", "follow us on @falco_org", ()),
        ("move to @scope/package", "move to @scope/package", ()),
        ("topic - @zoe, @bocee", "topic", ("@zoe", "@bocee")),
        ("topic - [Zoe](https://github.com/zoe) and [Bo](https://github.com/bocee)", "topic", ("Zoe", "Bo")),
        ("new lamps – Ann", "new lamps", ("Ann",)),
        ("Ann: (5min): topic", "topic", ("Ann",)),
        ("topic - [Report](https://github.com/oil/lamps/1)", "topic - [Report](https://github.com/oil/lamps/1)", ()),
        ("topic - Zoe", "topic - Zoe", ()),
        ("[lamp-tracker] topic", "[lamp-tracker] topic", ()),
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
        (r"\[Ann\] topic", "topic", ("Ann",)),
        (r"\[10m\] \[Bo, 5m\] \[oil\] topic", "[oil] topic", ("Bo",)),
        (r"\[discussion\] topic", "[discussion] topic", ()),
        ("[5 min] [Ann / Bo] topic", "topic", ("Ann", "Bo")),
        ("[5 min] topic", "[5 min] topic", ()),
        ("[Ann] [Zoe] topic", "topic", ("Ann", "Zoe")),
        ("[k8s] topic", "[k8s] topic", ()),
        ("[triage] topic", "[triage] topic", ()),
        ("**[annb] topic**", "**topic**", ("annb",)),
        ("**[annb]** topic", "topic", ("annb",)),
        ("**(Ann)** topic", "topic", ("Ann",)),
        ("**(Ann, 10 min)**: topic", "topic", ("Ann",)),
        ("**[feature] topic**", "**[feature] topic**", ()),
        ("**(WIP)** topic", "**(WIP)** topic", ()),
        ("(annbee12) topic", "topic", ("annbee12",)),
        ("(annbee) topic", "topic", ("annbee",)),
        ("(oil2) topic", "(oil2) topic", ()),
        ("topic - @annb (15 min)", "topic", ("@annb",)),
        ("topic \u2014 *Ann* (10 min)", "topic", ("Ann",)),
        ("topic - 5 min - Ann", "topic", ("Ann",)),
        ("topic - oil - Ann", "topic - oil", ("Ann",)),
        ("topic (@annb) 15mins", "topic", ("@annb",)),
        ("topic - oil (15 min)", "topic - oil (15 min)", ()),
        ("@zoe Topic", "Topic", ("@zoe",)),
        ("@zoe and @annb `topic`", "`topic`", ("@zoe", "@annb")),
        ("@zoe - topic", "topic", ("@zoe",)),
        ("@zoe to ask Bo", "@zoe to ask Bo", ()),
        ("@everyone Topic", "@everyone Topic", ()),
        ("Ann - topic", "topic", ("Ann",)),
        ("Ann and Bo \u2013 topic", "topic", ("Ann", "Bo")),
        ("Zoe - topic", "Zoe - topic", ()),
        ("Fey - topic", "Fey - topic", ()),
        ("[Zoe Zulu](mailto:zoe@x.example) Topic", "Topic", ("Zoe Zulu",)),
        ("[@zoe](https://github.com/zoe) and [Bo](https://x.example): topic", "topic", ("@zoe", "Bo")),
        ("[Bo](https://x.example)", "[Bo](https://x.example)", ()),
        ("[Ann](mailto:ann@x.example) will tell", "[Ann](mailto:ann@x.example) will tell", ()),
        ("[Lamps](https://github.com/lamps) Topic", "[Lamps](https://github.com/lamps) Topic", ()),
        ("topic ([@zoe](https://github.com/zoe))", "topic", ("@zoe",)),
        ("topic - ([Ann](https://x.example), [@zoe](https://github.com/zoe))", "topic", ("Ann", "@zoe")),
        ("topic ([slides](https://x.example))", "topic ([slides](https://x.example))", ()),
        ("topic [Ann]", "topic", ("Ann",)),
        ("topic [@zoe]", "topic", ("@zoe",)),
        ("topic [Benjie, 5 min]", "topic", ("Benjie",)),
        ("topic [lamps]", "topic [lamps]", ()),
        ("topic, Ann", "topic", ("Ann",)),
        ("topic, Ann and Bo", "topic", ("Ann", "Bo")),
        ("topic, Zoe", "topic, Zoe", ()),
        ("topic with Ann, Bo", "topic with Ann, Bo", ()),
        ("topic (@annb to ask next time)", "topic (@annb to ask next time)", ()),
        ("topic (beta)", "topic (beta)", ()),
        ("Update: topic", "Update: topic", ()),
    ],
)
def test_owner_tags_leave_the_title_and_other_tags_stay(text: str, title: str, owners: tuple[str, ...]) -> None:
    assert split_owners(text, PEOPLE) == (title, owners)


PIECES = st.sampled_from(
    [
        "[",
        "]",
        "(",
        ")",
        "**",
        "\\",
        "@annb",
        "Ann",
        "Bo",
        "oil",
        " ",
        ", ",
        " - ",
        ": ",
        "5 min",
        "](mailto:a)",
        "/",
        "[x]",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join)))
def test_any_title_can_be_split(text: str) -> None:
    title, owners = split_owners(text, PEOPLE)
    assert len(title) <= len(text)
    shown = ESCAPED.sub("", text)
    assert all(owner in shown or owner in plain(shown) for owner in owners)


@pytest.mark.parametrize(
    ("note", "owners"),
    [
        ("Owner: Ann", ("Ann",)),
        ("**Presenter:** Zoe Zulu (5 min)", ("Zoe Zulu",)),
        ("Raised by Ann and @zoe", ("Ann", "@zoe")),
        ("Lead: [Bo](https://x.example)", ("Bo",)),
        ("Owner: TBD", ()),
        ("Owner: the lamp team", ()),
        ("Lead times are long", ()),
        ("Raised by two metres", ()),
        ("Ann: they smoke", ()),
        ("Driver: Ann", ()),
    ],
)
def test_a_line_below_an_item_may_name_its_owners(note: str, owners: tuple[str, ...]) -> None:
    assert owners_below(["oil is short", note], PEOPLE) == owners


@pytest.mark.parametrize(
    "title", ["Roadmap for April, May", "Landing, page", "We need help, will", "Page - new colours"]
)
def test_a_name_that_is_a_word_owns_nothing_by_its_place_alone(title: str) -> None:
    assert split_owners(title, attendees(["- May Lee", "- Will Page"])) == (title, ())


def test_a_last_name_that_is_a_word_owns_nothing_by_its_place_alone() -> None:
    people = attendees(["Ann Page", "May Lee"])
    assert split_owners("Docs [Page]", people) == ("Docs [Page]", ())
    assert split_owners("Docs [May]", people) == ("Docs", ("May",))
