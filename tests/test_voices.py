import stat
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from transcribe import voices
from transcribe.errors import WorkError
from transcribe.schema import Approval, Attendee

MARTA, TOMAS = Attendee("Marta Oliveira", "moliveira"), Attendee("Tomas Lindqvist", "tlindq")
APPROVED = Approval("Marta Oliveira", "2026-03-04T18:00:00Z")
FIRST = voices.Origin("call-1.m4a", "2026-03-04", APPROVED)
LONG = {"Speaker 1": 100.0, "Speaker 2": 50.0}


def sound(*values: float) -> NDArray[np.float32]:
    vector = np.asarray(values, np.float32)
    return vector / np.linalg.norm(vector)


EARLIER = {"Speaker 1": sound(1, 0, 0), "Speaker 2": sound(0, 1, 0)}


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(voices.LOCATION, str(tmp_path / "data"))


def enrol(origin: voices.Origin = FIRST) -> tuple[voices.Voiceprint, ...]:
    return voices.enrol({"Speaker 1": MARTA, "Speaker 2": TOMAS}, EARLIER, LONG, origin)


def test_nothing_is_remembered_at_first() -> None:
    assert voices.remembered() == ()
    assert not voices.place().exists()


def test_only_approved_names_are_remembered() -> None:
    with pytest.raises(WorkError, match=r"call-1\.m4a are not approved"):
        enrol(voices.Origin("call-1.m4a", None, None))
    assert voices.remembered() == ()


def test_what_is_remembered_is_the_owners_alone() -> None:
    enrol()
    path = voices.place()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["voices.json"]


def test_a_call_enrolled_twice_counts_once() -> None:
    added = enrol()
    assert enrol() == added
    assert voices.remembered() == added
    enrol(voices.Origin("call-2.m4a", None, APPROVED))
    assert len(voices.remembered()) == 4


def test_a_short_voice_is_not_kept_and_of_two_the_longer_is() -> None:
    people = {"Speaker 1": MARTA, "Speaker 2": MARTA, "Speaker 3": TOMAS}
    sounds = {**EARLIER, "Speaker 3": sound(0, 0, 1)}
    (kept,) = voices.enrol(people, sounds, {"Speaker 1": 20, "Speaker 2": 30, "Speaker 3": 3}, FIRST)
    assert kept.name == "Marta Oliveira"
    assert kept.embedding == (0, 1, 0)


def test_forgetting_is_by_name_or_handle_and_complete() -> None:
    enrol()
    assert voices.forget("somebody else") == 0
    assert voices.forget("TLINDQ") == 1
    assert [kept.name for kept in voices.remembered()] == ["Marta Oliveira"]
    assert b"Tomas" not in voices.place().read_bytes()
    assert voices.forget_all()
    assert not voices.place().exists()
    assert not voices.forget_all()


def test_the_export_holds_everything() -> None:
    enrol()
    assert msgspec.json.decode(voices.export(), type=tuple[voices.Voiceprint, ...]) == voices.remembered()


def test_a_known_voice_speaks_for_its_person_and_against_the_others() -> None:
    prints = enrol()
    now = {"Speaker 1": sound(0.1, 1, 0.2)}
    found = voices.known(now, {"Speaker 1": 60.0}, (MARTA, TOMAS), prints)
    assert found["Speaker 1"]["Tomas Lindqvist"] >= voices.LEAST_ODDS
    assert found["Speaker 1"]["Marta Oliveira"] < 0


def test_a_voice_between_two_people_is_nobodys() -> None:
    prints = enrol()
    between = {"Speaker 1": sound(1, 1, 0)}
    assert voices.known(between, {"Speaker 1": 60.0}, (MARTA, TOMAS), prints) == {}


def test_somebody_who_is_not_on_the_list_is_named_by_no_voice_of_theirs() -> None:
    prints = enrol()
    now = {"Speaker 1": sound(0, 1, 0)}
    found = voices.known(now, {"Speaker 1": 60.0}, (MARTA,), prints)
    assert found == {"Speaker 1": {"Marta Oliveira": voices.OTHER_ODDS}}
    assert voices.guests(now, {"Speaker 1": 60.0}, (MARTA,), prints) == {"Speaker 1": "Tomas Lindqvist"}
    assert voices.guests(now, {"Speaker 1": 60.0}, (MARTA, TOMAS), prints) == {}


@given(st.lists(st.floats(-1, 1), min_size=3, max_size=3).filter(lambda values: np.linalg.norm(values) > 0.1))
def test_at_most_one_person_is_matched(values: list[float]) -> None:
    prints = tuple(
        voices.Voiceprint(person.name, person.handle, "call", None, "now", tuple(map(float, vector)))
        for person, vector in zip((MARTA, TOMAS), EARLIER.values(), strict=True)
    )
    found = voices.known({"Speaker 1": sound(*values)}, {"Speaker 1": 60.0}, (MARTA, TOMAS), prints)
    assert sum(odds > 0 for odds in found.get("Speaker 1", {}).values()) <= 1


def test_a_damaged_file_is_said_to_be_one() -> None:
    voices.place().parent.mkdir(parents=True)
    voices.place().write_text("[{", encoding="utf-8")
    with pytest.raises(WorkError, match="does not hold remembered voices"):
        voices.remembered()
    assert voices.forget_all()
