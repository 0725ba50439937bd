"""The transcript in the formats that other programs read: captions, plain text, JSON and speaker turns."""

from __future__ import annotations

import json
import re
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING

from transcribe.clock import clock
from transcribe.errors import OptionError
from transcribe.publish.timeline import Spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transcribe.schema import Seconds

CAPTION_CHARACTERS = 84
"""Two lines of 42, as captions are commonly limited."""
SLACK_CHARACTERS = 8
"""How much longer than its even share a caption may be."""
JSON_FIELDS = ("id", "start", "end", "speaker", "text")
SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*$")
CLAUSE_END = re.compile(r"[,;:–—]['\"”’)]*$")


def write(spoken: Sequence[Spoken], form: str, name: str) -> str:
    """The file's text in one of FORMATS; `name` is what RTTM calls the recording.

    Raises:
        OptionError: no such format.
    """
    if form not in FORMATS:
        raise OptionError(f"There is no format {form!r}; choose from {', '.join(FORMATS)}.")
    return FORMATS[form](spoken, name)


def captions(spoken: Sequence[Spoken]) -> tuple[Spoken, ...]:
    """Utterances cut to what fits on a screen, at sentence or clause ends where there is one.

    Where the times of the words are not known, they follow from the length in characters.
    """
    cut = [caption for said in spoken for caption in _cut(said)]
    return tuple(sorted(cut, key=lambda said: said.start))


def _vtt(spoken: Sequence[Spoken], name: str) -> str:  # noqa: ARG001 - one signature for all formats
    cues = [
        f"{_stamp(said.start, '.')} --> {_stamp(said.end, '.')}\n"
        f"<v {escape(said.speaker, quote=False)}>{escape(said.text, quote=False)}</v>\n"
        for said in captions(spoken)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _srt(spoken: Sequence[Spoken], name: str) -> str:  # noqa: ARG001
    cues = [
        f"{number}\n{_stamp(said.start, ',')} --> {_stamp(said.end, ',')}\n{said.speaker}: {said.text}\n"
        for number, said in enumerate(captions(spoken), start=1)
    ]
    return "\n".join(cues)


def _txt(spoken: Sequence[Spoken], name: str) -> str:  # noqa: ARG001
    return "".join(f"[{clock(said.start)}] {said.speaker}: {said.text}\n" for said in spoken)


def _json(spoken: Sequence[Spoken], name: str) -> str:
    rows = ",\n".join(
        "    " + json.dumps({field: getattr(said, field) for field in JSON_FIELDS}, ensure_ascii=False)
        for said in spoken
    )
    listed = f"[\n{rows}\n  ]" if spoken else "[]"
    return f'{{\n  "name": {json.dumps(name, ensure_ascii=False)},\n  "utterances": {listed}\n}}\n'


def _rttm(spoken: Sequence[Spoken], name: str) -> str:
    file = _one_word(name)
    return "".join(
        f"SPEAKER {file} 1 {said.start:.3f} {said.duration:.3f} <NA> <NA> {_one_word(said.speaker)} <NA> <NA>\n"
        for said in spoken
        if said.duration > 0
    )


FORMATS: dict[str, Callable[[Sequence[Spoken], str], str]] = {
    "vtt": _vtt,
    "srt": _srt,
    "txt": _txt,
    "json": _json,
    "rttm": _rttm,
}


def _cut(said: Spoken) -> list[Spoken]:
    groups: list[list[str]] = [[]]
    # even shares, so that no caption is left with one word
    captions_needed = -(-len(said.text) // CAPTION_CHARACTERS)
    limit = min(CAPTION_CHARACTERS, len(said.text) / max(1, captions_needed) + SLACK_CHARACTERS)
    for word in said.text.split():
        if groups[-1] and (len(" ".join([*groups[-1], word])) > limit or _ends(groups[-1])):
            groups.append([])
        groups[-1].append(word)
    texts = [" ".join(words) for words in groups]
    before = [0, *accumulate(map(len, texts))]
    begun = [0, *accumulate(map(len, groups))]
    starts = [said.start + said.duration * length / before[-1] for length in before]
    if said.words:
        starts = [max(said.start, min(said.end, said.words[word])) for word in begun[:-1]]
        starts = [said.start, *accumulate(starts[1:], max), said.end]
    # a caption lasts at least a millisecond, or players drop it
    return [
        Spoken(start, max(end, round(start, 3) + 0.001), said.id, said.speaker, text)
        for start, end, text in zip(starts, starts[1:], texts, strict=False)
    ]


def _ends(words: list[str]) -> bool:
    """Whether a caption may end here: it is long enough for the strength of its last mark."""
    length = len(" ".join(words))
    return (length > CAPTION_CHARACTERS // 2 and bool(SENTENCE_END.search(words[-1]))) or (
        length > CAPTION_CHARACTERS * 3 // 4 and bool(CLAUSE_END.search(words[-1]))
    )


def _stamp(seconds: Seconds, point: str) -> str:
    milliseconds = round(seconds * 1000)
    whole = milliseconds // 1000
    return f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}{point}{milliseconds % 1000:03d}"


def _one_word(text: str) -> str:
    return "_".join(text.split()) or "recording"
