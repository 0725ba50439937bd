"""A transcript that names who spoke, as Zoom and others write it (.vtt, .srt)."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from transcribe.errors import TranscriptError
from transcribe.schema import Evidence, Naming, Segment, Transcript
from transcribe.utterances import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from transcribe.schema import Attendee, Turn, Utterance

SUFFIXES = frozenset({".vtt", ".srt"})

SPEAKER = re.compile(r"(?P<name>[^\s:<>][^:<>\n]{0,60}?):\s+(?P<text>\S.*)", re.DOTALL)
"""A cue as Zoom writes it: "Name: text". A name has no more than NAME_WORDS words, so that "note: …" in a long sentence
stays text."""

NAME_WORDS = 7

NAME_EXTRAS = re.compile(r"\s*(?:\(.*?\)|\[.*?\]|[|/–-]\s.*$)")
"""What people add to their name in Zoom: pronouns, a company, a team."""

GIVEN = 8.0
"""Log-odds of a name that stands in the transcript."""

CLEAR = 0.6
"""Share of a voice's talk that must fall under one name."""


def read_text(path: Path) -> str:
    """A text file of whatever encoding Windows or Zoom gave it."""
    written = path.read_bytes()
    if written.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = written.decode("utf-16", errors="replace")
    else:
        try:
            text = written.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = written.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_transcript(path: Path) -> bool:
    """Whether the file is a transcript by its suffix."""
    return path.suffix.lower() in SUFFIXES


def read_transcript(path: Path) -> Transcript:
    """Read a transcript with `Name: text` cues, or with voice tags; words share their cue's time by length.

    A cue without a name continues the speaker before it.

    Raises:
        TranscriptError: the file is missing, no transcript, or holds no cue.
    """
    import webvtt

    try:
        text = read_text(path)
    except OSError as error:
        raise TranscriptError(f"Cannot read the transcript {path}: {error.strerror}.") from error
    kind = path.suffix.lower().removeprefix(".")
    try:
        captions = webvtt.from_buffer(text.splitlines(keepends=True), format=kind)
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise TranscriptError(f"{path} is not a readable .{kind} file ({error}); export it again.") from error
    segments: list[Segment] = []
    voice: str | None = None
    floor = 0.0
    for caption in captions.captions:
        said = " ".join(caption.text.split())
        match = SPEAKER.fullmatch(said)
        if caption.voice:
            voice = caption.voice.strip()
        elif match and len(match["name"].split()) <= NAME_WORDS:
            voice, said = match["name"].strip(), match["text"]
        if not said:
            continue
        start = max(floor, _seconds(caption.start))
        end = max(start, _seconds(caption.end))
        floor = start
        words = spread(said, start, end)
        segments.append(Segment(start, end, "".join(word.text for word in words), words, voice))
    if not segments:
        raise TranscriptError(f"{path} holds no spoken line; is it the transcript of the call?")
    return Transcript(language="und", duration=max(segment.end for segment in segments), segments=tuple(segments))


def names_given(told: Transcript, turns: Iterable[Turn], people: Sequence[Attendee]) -> dict[str, str]:
    """Which attendee each voice is according to a transcript with names; a voice no attendee fits is left out.

    The turns may be the transcript's own, or a diarizer's: then a voice is whoever the transcript lets speak for
    most of its turns.
    """
    from transcribe.notes.people import resolve

    cues = [(segment, segment.voice) for segment in told.segments if segment.voice is not None]
    starts = [segment.start for segment, _ in cues]
    longest = max((segment.duration for segment, _ in cues), default=0.0)
    shared: dict[str, dict[str, float]] = {}
    for turn in turns:
        for segment, label in cues[bisect_left(starts, turn.start - longest) : bisect_right(starts, turn.end)]:
            inside = min(turn.end, segment.end) - max(turn.start, segment.start)
            if inside > 0:
                labels = shared.setdefault(turn.voice, {})
                labels[label] = labels.get(label, 0.0) + inside
    given: dict[str, str] = {}
    for voice, labels in shared.items():
        label = max(labels, key=labels.__getitem__)
        person = resolve(NAME_EXTRAS.sub("", label).strip(), people) or resolve(label, people)
        if person is not None and labels[label] >= CLEAR * sum(labels.values()):
            given[voice] = person.name
    return given


def namings(utterances: Iterable[Utterance], given: Mapping[str, str]) -> tuple[Naming, ...]:
    """The namings of a call whose transcript says who spoke: a label that fits nobody on the list stays a guest's."""
    firsts: dict[str, float] = {}
    for utterance in utterances:
        if utterance.voice is not None:
            firsts.setdefault(utterance.voice, utterance.start)
    return tuple(
        Naming(voice, given[voice], 1.0, (Evidence("given by the transcript", at, voice, GIVEN),))
        if voice in given
        else Naming(voice, None, 0.0)
        for voice, at in firsts.items()
    )


def _seconds(stamp: str) -> float:
    """`hh:mm:ss.mmm` in seconds."""
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
