import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.references import addresses_in, item_numbers, numbers_said, references_in, with_link_text
from transcribe.schema import AgendaItem

UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def pair(number: int) -> str:
    """10 to 99 as one says it."""
    if number < 20:
        return TEENS[number - 10]
    tens, unit = TENS[number // 10], number % 10
    return f"{tens}-{UNITS[unit]}" if unit else tens


def in_digits(number: int) -> str:
    return " ".join("oh" if digit == "0" else UNITS[int(digit)] for digit in str(number))


def in_full(number: int) -> str:
    thousands, hundreds, rest = number // 1000, number // 100 % 10, number % 100
    said = [f"{UNITS[thousands]} thousand"] if thousands else []
    said += [f"{UNITS[hundreds]} hundred"] if hundreds else []
    if rest:
        said.append(("and " if said else "") + (UNITS[rest] if rest < 10 else pair(rest)))
    return " ".join(said)


def item(title: str, *links: str) -> AgendaItem:
    return AgendaItem(id="x", title=title, owners=(), notes=(), links=links, lines=(0, 1))


@given(st.integers(100, 9999))
def test_a_number_said_digit_by_digit_is_heard(number: int) -> None:
    assert str(number) in numbers_said(f"So the next one is {in_digits(number)}, by Ana.")


@given(st.integers(100, 9999))
def test_a_number_said_in_full_is_heard(number: int) -> None:
    assert str(number) in numbers_said(f"that would be {in_full(number)} I think")


@given(st.integers(10, 99), st.integers(10, 99))
def test_a_number_said_in_pairs_is_heard(first: int, second: int) -> None:
    assert f"{first}{second}" in numbers_said(f"let's open {pair(first)} {pair(second)}")


@given(st.integers(1, 9), st.integers(10, 99))
def test_a_digit_and_a_pair_are_heard(first: int, second: int) -> None:
    assert f"{first}{second}" in numbers_said(f"okay, {UNITS[first]} {pair(second)} then")


@given(st.integers(10, 99999), st.sampled_from(["{}", "#{}.", "PR {},", "({})", "{}?"]))
def test_a_number_written_in_digits_is_heard(number: int, frame: str) -> None:
    assert str(number) in numbers_said(f"look at {frame.format(number)} please")


@pytest.mark.parametrize("written", ["7-4-1", "7 4 1", "7, 4, 1", "7.41", "741.", "seven 41"])
def test_a_number_is_heard_however_a_transcript_cuts_it(written: str) -> None:
    assert "741" in numbers_said(f"and then {written} is open")


@given(st.text(alphabet=st.characters(categories=("L", "P", "Z")), max_size=80))
def test_what_is_found_is_digits(text: str) -> None:
    assert all(number.isdecimal() and 2 <= len(number) <= 6 for number in numbers_said(text))


def test_words_between_end_a_number() -> None:
    assert "57" not in numbers_said("five people and seven dogs")


@pytest.mark.parametrize(
    ("title", "links", "numbers"),
    [
        (
            "Faster tide tables [harbour#512](https://example.org/harbour/pull/512)",
            ("https://example.org/harbour/pull/512",),
            {"512"},
        ),
        ("Retire the old buoy", ("https://example.org/harbour/issues/88",), {"88"}),
        ("HEP-2041: lights at night", (), {"2041"}),
        ("Plans for 2024", (), set()),
        ("Version 1.5.0 is out", (), set()),
        ("Who cleans the dock", (), set()),
    ],
)
def test_an_item_is_known_by_its_references(title: str, links: tuple[str, ...], numbers: set[str]) -> None:
    assert item_numbers(item(title, *links)) == numbers


FILE = "https://git.example.org/quay/pm/blob/main/EIPs/EIP-8037.md"
PULL = "https://git.example.org/quay/core/pull/12"


@pytest.mark.parametrize(
    ("written", "linked", "addresses"),
    [
        (FILE, f"[EIP-8037.md]({FILE})", (FILE,)),
        (f"see {FILE}.", f"see [EIP-8037.md]({FILE}).", (FILE,)),
        (
            "https://x.org/eip-7702#why, ok",
            "[EIP-7702](https://x.org/eip-7702#why), ok",
            ("https://x.org/eip-7702#why",),
        ),
        (f"({PULL}), or", f"([core#12]({PULL})), or", (PULL,)),
        (f"<{PULL}>!", f"[core#12]({PULL})!", (PULL,)),
        (f"**{PULL}**", f"**[core#12]({PULL})**", (PULL,)),
        (f"“{PULL}”", f"“[core#12]({PULL})”", (PULL,)),
        (f"{PULL}/files?w=1#d-2: it", f"[core#12]({PULL}/files?w=1#d-2): it", (f"{PULL}/files?w=1#d-2",)),
        (f"[it]({PULL}) {FILE}", f"[it]({PULL}) [EIP-8037.md]({FILE})", (PULL, FILE)),
        (f"[{PULL}]({PULL})", f"[{PULL}]({PULL})", (PULL,)),
        ("(https://x.org/Foo_(bar)).", "(https://x.org/Foo_(bar)).", ("https://x.org/Foo_(bar)",)),
        (f"{PULL}... and {PULL}…", f"{PULL}... and {PULL}…", ()),
    ],
)
def test_a_link_is_the_whole_address_and_no_mark_around_it(
    written: str, linked: str, addresses: tuple[str, ...]
) -> None:
    assert with_link_text(written) == linked
    assert addresses_in(written) == addresses
    assert with_link_text(linked) == linked


def test_references_are_those_of_whole_addresses() -> None:
    assert references_in(f"{PULL}, {PULL}/files and {PULL}34.") == ("core#12", "core#1234")
    assert references_in(f"{FILE} {PULL}...") == ()
