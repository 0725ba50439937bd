"""What is counted is written as people write it."""

from __future__ import annotations

import re

from tests.conftest import ScriptedCall, processed
from transcribe.wording import counted


def test_one_thing_is_no_plural() -> None:
    assert [counted(number, "voice") for number in range(3)] == ["0 voices", "1 voice", "2 voices"]


def test_the_summary_of_a_call_of_one_voice_has_no_plural_of_one(call: ScriptedCall) -> None:
    script = call.page.with_name("script.tsv")
    header, *lines = script.read_text(encoding="utf-8").splitlines(keepends=True)
    script.write_text(header + "".join(line for line in lines if "\tb\t" in line), encoding="utf-8")
    output = processed(call).output
    assert "; 1 voice, 1 of them named:" in output
    assert not re.search(r"\b1 (?:voices|points)\b", output)
