"""The settings of a run and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.errors import OptionError
from transcribe.options import Options, load, of_call, parse_speakers, told
from transcribe.schema import Source

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_given_is_the_default(tmp_path: Path) -> None:
    assert load(tmp_path, {}) == Options()


def test_the_command_line_beats_the_environment_beats_the_file(tmp_path: Path) -> None:
    (tmp_path / "transcribe.toml").write_text('model = "tiny"\nlanguage = "de"\nspeakers = "2-4"\nthreads = 1\n')
    environment = {"TRANSCRIBE_MODEL": "small", "TRANSCRIBE_THREADS": "2", "HOME": "x"}
    options = load(tmp_path, environment, model="medium", language=None)
    assert (options.model, options.language, options.threads, options.speakers) == ("medium", "de", 2, (2, 4))


def test_dashes_and_underscores_mean_the_same(tmp_path: Path) -> None:
    (tmp_path / "transcribe.toml").write_text('llm-model = "qwen"\nallow-remote = true\n')
    options = load(tmp_path, {})
    assert (options.llm_model, options.allow_remote) == ("qwen", True)


def test_a_flag_may_be_set_by_its_name_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "transcribe.toml").write_text("remember-voices = true\n")
    assert load(tmp_path, {}).voices


def test_names_of_places_are_not_settings(tmp_path: Path) -> None:
    assert load(tmp_path, {"TRANSCRIBE_MODELS": "/x", "TRANSCRIBE_SCRIPT": "y"}) == Options()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"TRANSCRIBE_LANGAUGE": "de"}, "the environment sets langauge, which is no setting; did you mean language?"),
        (
            {"TRANSCRIBE_IN_PLACE": "1"},
            "the environment sets in_place, which is for one run; write --in-place on the command line instead.",
        ),
        ({"TRANSCRIBE_THREADS": "many"}, "the environment sets threads to 'many', which cannot be: it must be a whole"),
        ({"TRANSCRIBE_SPEAKERS": "4-2"}, "speakers must be a number or MIN-MAX with 1 <= MIN <= MAX, not 4-2."),
        ({"TRANSCRIBE_TIMES": "often"}, "times must be items, points or none, not often."),
        ({"TRANSCRIBE_VOICES": "maybe"}, "the environment sets voices to 'maybe', which cannot be"),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(OptionError) as error:
        load(tmp_path, environment)
    assert str(error.value).startswith(sentence)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "transcribe.toml").write_text("model = ")
    with pytest.raises(OptionError, match=r"transcribe\.toml cannot be read"):
        load(tmp_path, {})


@given(st.integers(0, 99), st.integers(0, 99))
def test_speakers_are_a_number_or_bounds(low: int, high: int) -> None:
    assert parse_speakers(f"{low}") == (low, low)
    assert parse_speakers(f" {low} - {high}") == (low, high)


def test_what_a_run_was_told_holds_for_its_call_and_settings_hold_for_the_rest(tmp_path: Path) -> None:
    (tmp_path / "transcribe.toml").write_text('times = "items"\nvoices = true\n')
    given = told(tmp_path, load(tmp_path, times="points"))
    assert given == {"times": "points", "voices": None}
    (tmp_path / "transcribe.toml").write_text('times = "none"\nvoices = false\n')
    options = of_call(tmp_path, Source("page.md", (), None, "", **given))
    assert (options.times, options.voices) == ("points", False)
