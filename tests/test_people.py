import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.notes.people import attendees, fold, names_in, possible, resolve
from transcribe.schema import Attendee

LIST = (
    "- Mira Nóvak ([@mira-n](https://github.com/mira-n))",
    "- Leandro Grass ([@lgrass](https://github.com/lgrass))",
    "- Leandro Di Bona ([@leobona](https://github.com/leobona))",
    "- Gregor Nowak ([@gnowak](https://github.com/gnowak))",
)


@pytest.mark.parametrize(
    ("line", "name", "handle"),
    [
        ("- Ann Bee ([@annb](https://github.com/annb))", "Ann Bee", "annb"),
        ("* Ann Bee ([annb](https://githb.com/annb)) ", "Ann Bee", "annb"),
        ("- Ann Bee ([@annb])(https://github.com/annb)", "Ann Bee", "annb"),
        ("- Ann Bee ([@annb] (https://github.com/annb))", "Ann Bee", "annb"),
        ("- [Ann Bee](https://github.com/annb/)", "Ann Bee", "annb"),
        ("- [Ann Bee]([@annb](https://github.com/annb))", "Ann Bee", "annb"),
        ("- Ann Bee (@annb)", "Ann Bee", "annb"),
        ("- Ann Bee(https://github.com/annb)", "Ann Bee", "annb"),
        ("- Ann Bee[annb](https://github.com/annb)", "Ann Bee", "annb"),
        ("1. - Ann Bee ([annb](https://github.com/annb))", "Ann Bee", "annb"),
        ("- Ann Bee - Oil Ltd - @annb (lamps, wicks)", "Ann Bee", "annb"),
        ("* Ann Bee @annb (TSC)", "Ann Bee", "annb"),
        ("- Ann Raju [Ann](https://github.com/ann-raju)", "Ann Raju", "ann-raju"),
        ("- [annb](https://github.com/annb)", "annb", "annb"),
        ("- _@annb_", "annb", "annb"),
        (r"- \[@annb\]", "annb", "annb"),
        ("- annb", "annb", None),
        ("Ann Bee", "Ann Bee", None),
        ("- Ann Bee (Oil Ltd) [Chair]", "Ann Bee", None),
        ("- Ann Bee / Oil Ltd / @annb", "Ann Bee", "annb"),
        ("- Ann Bee/ Oil Ltd / she/her", "Ann Bee", None),
        ("- Ann Bee \U0001f3a4 (Oil Ltd)", "Ann Bee", None),
        ("- \u2705 Ann Bee :lamp:", "Ann Bee", None),
        ("- Ann Bee (cannot join the first half)", "Ann Bee", None),
    ],
)
def test_a_person_is_read_however_the_line_is_written(line: str, name: str, handle: str | None) -> None:
    (person,) = attendees([line])
    assert (person.name, person.handle) == (name, handle)


@pytest.mark.parametrize(
    "line",
    [
        "- ",
        "",
        "-",
        "- ~~Ann Bee~~ can't attend",
        "- Your Name ([@your-handle](https://github.com/your-handle))",
        "- _add yourself_",
        "- Ann Bee (Oil Ltd) [CHAIR] - not present",
        "- Ann Bee (regrets)",
        "- Ann Bee, can't make it today",
        "- _Apologies_: Ann Bee",
        "~20",
        "+ 14 on the live stream",
        "+2 lurkers",
        "- 3 Others",
    ],
)
def test_what_names_nobody_is_nobody(line: str) -> None:
    assert attendees([line]) == ()


def test_company_and_office_are_the_role() -> None:
    assert [person.role for person in attendees(["- Ann Bee (Oil Ltd) [Chair]", "- Bo Cee, Harbour"])] == [
        "Oil Ltd, Chair",
        "Harbour",
    ]


def test_an_address_for_mail_is_no_role() -> None:
    (person,) = attendees(["- Ann Bee <ann@oil.example> (Oil Ltd / Wick Union)"])
    assert (person.name, person.handle, person.role) == ("Ann Bee", None, "Oil Ltd, Wick Union")


def test_a_handle_copied_from_another_line_is_mended_from_the_address() -> None:
    people = attendees(["- Ann Bee ([@annb](https://github.com/annb))", "- Bo Cee ([@annb](https://github.com/bocee))"])
    assert [person.handle for person in people] == ["annb", "bocee"]


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Mira", "Mira Nóvak"),
        ("novak", "Mira Nóvak"),
        ("Nóvak", "Mira Nóvak"),
        ("@mira-n", "Mira Nóvak"),
        ("MIRA NOVAK", "Mira Nóvak"),
        ("Grass", "Leandro Grass"),
        ("lgrass", "Leandro Grass"),
        ("Leo Bona", None),
        ("Lea Grass", "Leandro Grass"),
        ("Di Bona", "Leandro Di Bona"),
        ("Bona", "Leandro Di Bona"),
        ("Greg", "Gregor Nowak"),
        ("Mira (no mic)", "Mira Nóvak"),
        ("Gregor Nowak @gnowak", "Gregor Nowak"),
        ("gnow", "Gregor Nowak"),
        ("gregornow", "Gregor Nowak"),
        ("gregnow", None),
        ("leandrodibo", "Leandro Di Bona"),
        ("lgra", "Leandro Grass"),
        ("gregw", None),
        ("gren", None),
        ("nowakg", None),
        ("Leandro", None),
        ("Le", None),
        ("Zoe", None),
        ("", None),
    ],
)
def test_a_spelling_means_the_only_one_it_fits(spelling: str, name: str | None) -> None:
    found = resolve(spelling, attendees(LIST))
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Mira Nóvak", "miranovak"),
        ("Leandro McGrass", "leandromcg"),
        ("Gregor Nowak", "GNowak2"),
        ("Gregor van Nowak", "GNowak2"),
        ("Carol Ingram", None),
        ("Boris Cee", None),
        ("Nowak Gregor", None),
        ("Dee Efgi", None),
    ],
)
def test_a_full_name_means_who_is_listed_by_handle_only(name: str, handle: str | None) -> None:
    listed = "@miranovak", "leandromcg", "[@GNowak2](https://github.com/GNowak2)", "Carolin", "bocee", "deefg", "deef-g"
    found = resolve(name, attendees(listed))
    assert (found and found.name) == handle


NAMES = st.lists(
    st.sampled_from(("Ann Bee", "Ann Cee", "Bo Bee", "Bo", "Éva Bó", "annb", "Di Bo", "Ann-Marie Dee")), unique=True
)


@given(NAMES)
def test_an_alias_means_one_person_only(names: list[str]) -> None:
    people = attendees(f"- {name}" for name in names)
    spellings = [fold(alias) for person in people for alias in {fold(alias) for alias in person.aliases}]
    assert len(spellings) == len(set(spellings))
    for person in people:
        for alias in person.aliases:
            assert resolve(alias, people) == person


@given(NAMES)
def test_everyone_is_found_by_the_name_on_the_list(names: list[str]) -> None:
    people = attendees(f"- {name}" for name in names)
    assert [resolve(person.name, people) for person in people] == list(people)


@given(st.text(max_size=40))
def test_any_line_can_be_read(line: str) -> None:
    for person in attendees([line]):
        assert person.name.strip()


def test_a_shared_first_name_may_mean_either() -> None:
    people = attendees(LIST)
    assert resolve("Leandro", people) is None
    assert possible("Leandro", people)
    assert not possible("Zoe", people)


def test_initials_of_a_table_are_aliases() -> None:
    (person,) = attendees(["Ann Bee"], {"Ann Bee": ("AB",)})
    assert resolve("AB", [person]) == person


def test_a_list_in_one_line_is_taken_apart() -> None:
    assert names_in("Ann Bee, Bo/Cy and [Di Bo](https://x.example/a,b)") == (
        "Ann Bee",
        "Bo",
        "Cy",
        "[Di Bo](https://x.example/a,b)",
    )


def test_what_brackets_hold_is_not_taken_apart() -> None:
    assert names_in("Ann Bee [Oil/Wicks, Ltd], Bo (a/b)") == ("Ann Bee [Oil/Wicks, Ltd]", "Bo (a/b)")


def test_a_person_without_aliases_is_still_found_by_handle() -> None:
    assert resolve("bo1", [Attendee("Bo", "bo1")]) == Attendee("Bo", "bo1")


@pytest.mark.parametrize("line", ["* TODO", "- FIXME", "- [name](url)", "- TBA"])
def test_a_place_kept_for_a_name_is_nobody(line: str) -> None:
    assert attendees([line]) == ()


def test_initials_in_front_of_a_name_are_an_alias() -> None:
    people = attendees(["- [AB] Ann Bee", "- [BVC] Bo van Cee (Chair for items 1. & 2.)"])
    assert [person.name for person in people] == ["Ann Bee", "Bo van Cee"]
    assert resolve("BVC", people) == people[1]


@pytest.mark.parametrize(
    ("listed", "spelling", "name"),
    [
        ("- Ann", "Ann Bee", "Ann"),
        ("- Ann B.", "Ann Bee", "Ann B"),
        ("- Ann Bee", "Ann Cee", None),
        ("- Anna", "Ann Bee", None),
        ("- Al", "Al Bee", None),
    ],
)
def test_a_full_name_means_who_is_listed_by_the_first(listed: str, spelling: str, name: str | None) -> None:
    found = resolve(spelling, attendees([listed, "- Di Eff"]))
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("spelling", "name"),
    [("admin", "Adam Min"), ("marco", "Mary Costa"), ("andre", "Ann Dressel"), ("chris", "Chloe Risby")],
)
def test_another_word_is_no_handle_made_of_a_name(spelling: str, name: str) -> None:
    assert resolve(spelling, attendees([f"- {name}", "- Di Eff"])) is None


def test_a_full_name_fits_nobody_where_two_are_listed_by_the_first() -> None:
    assert resolve("Ann Bee", attendees(["- Ann B.", "- Ann"])) is None


def test_somebody_without_letters_means_nobody() -> None:
    assert resolve("gnowak", (Attendee("..."), Attendee("Gregor Nowak"))) == Attendee("Gregor Nowak")
    assert resolve("Ann Bee", (Attendee("..."),)) is None
