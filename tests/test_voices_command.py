from pathlib import Path

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner, Result

from transcribe import voices as kept
from transcribe.commands.voices import voices
from transcribe.schema import Approval, Attendee


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.LOCATION, str(tmp_path / "data"))


@pytest.fixture
def marta() -> None:
    origin = kept.Origin("call-1.m4a", "2026-03-04", Approval("Tomas", "2026-03-04T18:00:00Z"))
    sound = np.asarray([1, 0], np.float32)
    kept.enrol({"Speaker 1": Attendee("Marta Oliveira")}, {"Speaker 1": sound}, {"Speaker 1": 60.0}, origin)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(voices, arguments)


def test_at_first_nobody_is_remembered() -> None:
    assert run().output == "No voices are remembered.\n"
    assert run("forget", "--all").output == "No voices were remembered.\n"


@pytest.mark.usefixtures("marta")
def test_the_list_says_who_and_from_where() -> None:
    assert "Marta Oliveira: call-1.m4a (2026-03-04)" in run("list").output


@pytest.mark.usefixtures("marta")
def test_forgetting_somebody_unknown_says_so_and_forgets_nobody() -> None:
    result = run("forget", "Nadia")
    assert result.exit_code == 1
    assert "No voice of Nadia is remembered" in result.output
    assert len(kept.remembered()) == 1


@pytest.mark.usefixtures("marta")
def test_forgetting_somebody() -> None:
    assert run("forget", "marta oliveira").output == "marta oliveira is forgotten (1 call).\n"
    assert kept.remembered() == ()


@pytest.mark.parametrize("arguments", [("forget",), ("forget", "Marta Oliveira", "--all")])
@pytest.mark.usefixtures("marta")
def test_whom_to_forget_must_be_said_once(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2
    assert len(kept.remembered()) == 1


@pytest.mark.usefixtures("marta")
def test_the_export_is_everything_and_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "voices-export.json"
    run("export", str(file))
    assert msgspec.json.decode(file.read_bytes(), type=tuple[kept.Voiceprint, ...]) == kept.remembered()
    assert file.stat().st_mode & 0o077 == 0
    assert run("export").output == file.read_text(encoding="utf-8")


@pytest.mark.usefixtures("marta")
def test_the_export_to_a_dash_goes_to_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("export", "-").output.encode() == kept.export()
    assert not Path("-").exists()
