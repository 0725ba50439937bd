import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.notes.owners import split_owners
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
