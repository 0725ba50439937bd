"""A processed call for the tests of the review: made once by the real pipeline, copied for each test."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import LINES, PAGE, write_recording
from transcribe.options import Options
from transcribe.pipeline import Pipeline
from transcribe.schema import Source
from transcribe.work import Recipe, Work

NASTY_NAME = "<script>document.title = 'owned'</script>"
NASTY_ITEM = '<img src=x onerror="alert(1)"> & logo contest'
NASTY_PAGE = PAGE.replace("- Cleo Marsh (", f"- {NASTY_NAME}\n- Cleo Marsh (").replace("Logo contest", NASTY_ITEM)
RECORDING = "2026-03-04.wav"


@dataclass(frozen=True, slots=True)
class Processed:
    """A call that `transcribe process` has been through."""

    recording: Path
    page: Path
    work: Work


def processed(folder: Path, page: str = PAGE) -> Processed:
    """The made-up call in `folder`, which must not exist yet."""
    shutil.copytree(_made(page), folder)
    call = Processed(folder / RECORDING, folder / "page.md", Work.beside(folder / RECORDING))
    source = replace(call.work.read("source", Source), page=str(call.page), recordings=(str(call.recording),))
    call.work.write("source", Recipe(stage="source", version=1), source)
    return call


@cache
def _made(page: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="transcribe-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_recording(folder / RECORDING, 96)
    (folder / "page.md").write_text(page, encoding="utf-8")
    script = folder / "script.tsv"
    rows = "".join("\t".join(map(str, line)) + "\n" for line in LINES)
    script.write_text("start\tend\tvoice\ttext\n" + rows, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRANSCRIBE_SCRIPT", str(script))
        options = Options(engine="scripted", diarizer="scripted")
        Pipeline((folder / RECORDING,), folder / "page.md", options).run("minutes")
    return folder
