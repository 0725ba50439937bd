"""What the project says of itself is true: README, help texts, module sentences."""

from __future__ import annotations

import ast
import re
import shlex
from dataclasses import fields
from pathlib import Path

import click
import pytest

from transcribe.cli import COMMANDS, cli
from transcribe.commands.process import process
from transcribe.options import ONE_RUN, Options

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODULES = sorted(path for folder in ("transcribe", "benchmarks", "samples") for path in (ROOT / folder).rglob("*.py"))


def test_the_layout_names_every_module() -> None:
    layout = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    there = {
        path.name + "/" * path.is_dir() for path in (ROOT / "transcribe").glob("[a-z]*") if path.suffix != ".typed"
    }
    named = {
        name for row in re.findall(r"^\| (`.*?) \|", layout, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)
    }
    assert named == there


def commands_shown() -> list[list[str]]:
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    lines = (line.partition("#")[0].strip().removeprefix("$ ") for block in blocks for line in block.splitlines())
    return [shlex.split(line) for line in lines if line.startswith("transcribe ")]


def test_the_readme_shows_commands() -> None:
    assert len(commands_shown()) >= 3


@pytest.mark.parametrize("words", commands_shown(), ids=" ".join)
def test_every_command_line_of_the_readme_can_be_parsed(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "community-calls").mkdir()
    context = cli.make_context("transcribe", ["--help"], resilient_parsing=True)
    command: click.Command | None = cli.get_command(context, words[1])
    assert command is not None, words
    command.make_context(words[1], words[2:], parent=context, resilient_parsing=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"transcribe {command}" in README


def test_the_settings_of_the_readme_are_those_that_exist_and_the_other_flags_are_for_one_run() -> None:
    told = README[README.index("## Settings") : README.index("## Where things are kept")]
    names = set(re.findall(r"`([a-z][a-z-]*)`", told)) - {"remember-voices"}
    assert names == {field.name.replace("_", "-") for field in fields(Options)}
    flags = {parameter.name for parameter in process.params if isinstance(parameter, click.Option)}
    assert flags - ONE_RUN == {field.name for field in fields(Options)} - {"hosts"}


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z]+)", README)) <= targets


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_opens_with_one_sentence(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, path
    first = docstring.split("\n\n")[0].replace("\n", " ")
    assert first.endswith((".", ":")), first


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_grows_beyond_a_few_screens(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 480
