"""The command line: quick to answer, clear when something is wrong."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tests.conftest import HEARS_CTRL_C
from transcribe.cli import COMMANDS, cli

HEAVY = ("torch", "numpy", "scipy", "av", "faster_whisper", "pyannote", "flask", "rich", "openai", "jinja2")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import json, sys\n"
        "from click.testing import CliRunner\n"
        "from transcribe.cli import cli\n"
        "result = CliRunner().invoke(cli, ['--help'])\n"
        "print(json.dumps([result.exit_code, sorted({name.partition('.')[0] for name in sys.modules})]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    exit_code, modules = json.loads(done.stdout)
    assert exit_code == 0
    assert not set(HEAVY) & set(modules)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = CliRunner().invoke(cli, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage: " in result.output
    assert len(result.output.splitlines()) > 3


def test_every_option_of_every_command_has_help() -> None:
    context = cli.make_context("transcribe", ["--help"], resilient_parsing=True)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        for param in command.params:
            if param.param_type_name == "option":
                assert getattr(param, "help", None), f"{name} {param.name}"


def test_an_unknown_command_is_a_usage_error() -> None:
    result = CliRunner().invoke(cli, ["proces"])
    assert result.exit_code == 2
    assert "No such command 'proces'" in result.output


def test_a_user_error_is_one_sentence_and_exit_code_1(tmp_path: object) -> None:
    result = CliRunner().invoke(cli, ["process", f"{tmp_path}/call.m4a", f"{tmp_path}/page.md"])
    assert result.exit_code == 1
    assert result.output.count("Error:") == 1
    assert "Traceback" not in result.output


def test_in_place_and_output_exclude_each_other(tmp_path: object) -> None:
    arguments = ["process", "call.m4a", "page.md", "--in-place", "--output", f"{tmp_path}/out.md"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert "--in-place and --output exclude each other" in result.output


@pytest.mark.parametrize("moment", ["transcribe.cli.click.echo", "sys.stdout.flush"])
def test_a_second_ctrl_c_ends_it_also_while_the_first_is_told(moment: str) -> None:
    program = (
        f"{HEARS_CTRL_C}import os, sys, types\n"
        "import transcribe.cli\n"
        "def pressed(*_, **__):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.stdout = types.SimpleNamespace(write=len, flush=lambda: None)\n"
        "transcribe.cli.click.Group.invoke = pressed\n"
        f"{moment} = pressed\n"
        "transcribe.cli.main()\n"
    )
    run = subprocess.run([sys.executable, "-c", program, "models"], capture_output=True, text=True, check=False)
    assert (run.returncode, "Traceback" in run.stderr) == (130, False)
