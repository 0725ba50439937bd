"""How a language is named, and how a detected one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from transcribe import languages
from transcribe.cli import cli
from transcribe.errors import OptionError
from transcribe.options import Options, load
from transcribe.schema import Transcript

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import ScriptedCall


def test_the_table_is_that_of_both_whisper_libraries() -> None:
    tokenizer = pytest.importorskip("whisper.tokenizer")
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    assert {code: name.casefold() for code, name in languages.NAMES.items()} == tokenizer.LANGUAGES
    assert set(languages.NAMES) == set(_LANGUAGE_CODES)
    assert languages.BY_NAME.items() >= {(name, code) for name, code in tokenizer.TO_LANGUAGE_CODE.items()}


@pytest.mark.parametrize("written", ["de", "DE", " German", "german", "de-AT", "de_DE"])
def test_a_language_is_named_by_code_or_name_in_any_case(written: str) -> None:
    assert languages.code_of(written) == "de"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("xx", "'xx' is no language that Whisper knows; write its code or English name"),
        ("Germn", "'Germn' is no language that Whisper knows; did you mean German (de)?"),
        ("", "'' is no language that Whisper knows; write its code or English name"),
    ],
)
def test_an_unknown_language_is_refused_before_anything_is_read(
    call: ScriptedCall, written: str, sentence: str
) -> None:
    before = set(call.recording.parent.iterdir())
    result = CliRunner().invoke(cli, ["process", str(call.recording), str(call.page), "--language", written])
    assert result.exit_code == 2
    assert sentence in result.output
    assert set(call.recording.parent.iterdir()) == before


def test_a_language_may_be_named_in_the_settings(tmp_path: Path) -> None:
    (tmp_path / "transcribe.toml").write_text('language = "Portuguese"\n')
    assert load(tmp_path, {}).language == "pt"
    with pytest.raises(OptionError, match="sets language to 'klingon', which cannot be"):
        load(tmp_path, {"TRANSCRIBE_LANGUAGE": "klingon"})


def test_a_language_that_the_model_does_not_know_is_refused() -> None:
    with pytest.raises(OptionError, match="The model base does not know Cantonese"):
        Options(language="yue")
    assert Options(language="yue", model="large-v3").language == "yue"


def test_a_detected_language_is_told_and_a_doubtful_one_points_to_the_option() -> None:
    sure, doubtful, told = (Transcript("cy", 60, (), sureness) for sureness in (0.9, 0.4, None))
    assert languages.in_words(sure) == languages.in_words(doubtful) == "Welsh"
    assert languages.in_words(told) == ""
    assert languages.doubts(sure) == languages.doubts(told) == ()
    (sentence,) = languages.doubts(doubtful)
    assert "taken for Welsh, which is unsure (40%)" in sentence
    assert "--language" in sentence
