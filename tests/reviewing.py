"""A processed call for the tests of the review: made once, copied for each test."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import LINES, PAGE, write_recording
from transcribe import notes
from transcribe.schema import (
    Evidence,
    Minutes,
    Naming,
    Point,
    Section,
    Segment,
    Source,
    Transcript,
    Turn,
    Utterance,
    Word,
)
from transcribe.work import Work, digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transcribe.schema import PointKind

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
    call.work.write("source", source)
    return call


@cache
def _made(page: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="transcribe-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_recording(folder / RECORDING, 96)
    (folder / "page.md").write_text(page, encoding="utf-8")
    work = Work.beside(folder / RECORDING)
    source = Source(str(folder / "page.md"), (str(folder / RECORDING),), "2026-03-04", digest(page))
    for name, value in {"source": source, **results(page, LINES)}.items():
        work.write(name, value)
    return folder


def results(page: str, said: Sequence[tuple[float, float, str, str]]) -> dict[str, object]:
    """What the stages could have made of the call: fixed, so that a better stage changes no test of the review."""
    voices = {letter: f"Speaker {number}" for number, letter in enumerate("abc", start=1)}
    segments = tuple(
        Segment(start=start, end=end, text=f" {text}", words=tuple(_words(start, end, text)))
        for start, end, _, text in said
    )
    utterances = tuple(
        Utterance(
            start=start, end=end, id=f"u{round(1000 * start):07d}", voice=voices[voice], text=text, confidence=0.9
        )
        for start, end, voice, text in said
    )
    called = notes.read(page)
    retry, images, _ = (item.id for item in called.agenda)
    return {
        "notes": called,
        "transcript": Transcript("en", max(end for _, end, *_ in said) + 2, segments),
        "turns": tuple(Turn(one.start, one.end, one.voice) for one in utterances if one.voice),
        "utterances": utterances,
        "names": (
            Naming("Speaker 1", "Ada Moreno", 0.99, (Evidence("introduced", 1.0, "Hello everyone, I'm Ada", 4.7),)),
            Naming("Speaker 2", "Bo Lindqvist", 0.97, (Evidence("introduced", 5.0, "Hi, this is Bo", 4.7),)),
            Naming("Speaker 3", "Cleo Marsh", 0.7, (Evidence("thanked", 88.0, ", Thank you, Cleo", 1.4),)),
        ),
        "sections": _sections(utterances, {0.0: None, 14.0: retry, 56.0: images, 92.5: None}),
        "minutes": Minutes(
            points=(
                _point(18.5, retry, "note", "Failed uploads are kept on disk and sent again", "Bo Lindqvist"),
                _point(44.0, retry, "decision", "Agreed to merge the retry queue this week", "Ada Moreno"),
                _point(49.0, retry, "action", "Bo to write the upgrade notes for the upload queue", "Bo Lindqvist"),
                _point(60.5, images, "note", "Images for ARM boards are built every night", "Cleo Marsh"),
                _point(76.0, images, "question", "Do the container images work on the older boards?", "Bo Lindqvist"),
            ),
            not_discussed=(called.agenda[2].id,),
        ),
    }


def _words(start: float, end: float, text: str) -> Iterator[Word]:
    parts = text.split()
    length = (end - start) / len(parts)
    for place, part in enumerate(parts):
        yield Word(start + place * length, start + (place + 1) * length, f" {part}", 0.9)


def _point(at: float, item: str, kind: PointKind, text: str, speaker: str) -> Point:
    name = f"{round(1000 * at):07d}"
    return Point(f"p{name}", item, kind, text, (speaker,), at, (f"u{name}",), 0.8)


def _sections(utterances: Sequence[Utterance], begin: dict[float, str | None]) -> tuple[Section, ...]:
    edges = [*begin, float("inf")]
    found = []
    for (first, item), last in zip(begin.items(), edges[1:], strict=True):
        inside = [one for one in utterances if first <= one.start < last]
        if inside:
            end = max(one.end for one in inside)
            found.append(Section(inside[0].start, end, item, tuple(one.id for one in inside), 0.9))
    return tuple(found)
