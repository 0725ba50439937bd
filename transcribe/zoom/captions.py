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

    from transcribe.schema import Attendee, Seconds, Turn, Utterance

SUFFIXES = frozenset({".vtt", ".srt"})

SPEAKER = re.compile(r"(?P<name>[^\s:<>][^:<>\n]{0,60}?):\s+(?P<text>\S.*)", re.DOTALL)
"""A cue as Zoom writes it: "Name: text". A name has no more than NAME_WORDS words, so that "note: …" in a long sentence
stays text."""

NAME_WORDS = 7

NAME_EXTRAS = re.compile(r"\s*(?:\(.*?\)|\[.*?\]|[|/–-]\s.*$)")
"""What people add to their name in Zoom: pronouns, a company, a team."""

GIVEN = 8.0
"""Log-odds of a name that stands in the transcript."""

GIVEN_BY = "given by the transcript"
"""The kind of evidence that such a name is."""

CLEAR, NEARLY_ALL = 0.6, 0.9
"""Share of a voice's talk that must fall under one name, and from which the name is sure."""

ENOUGH_S: Seconds = 5.0
"""Talk under captions from which a name is sure; a "yes" may fall into what another says."""

SURELY, PROBABLY = 0.98, 0.85
"""Confidence in a name that nearly all of a voice's talk has, and in one that most of it has."""

NOBODYS = re.compile(
    r"\b(?:iphone|ipad|android|galaxy|macbook|laptop|phone|notetaker)\b|\broom\b|\d{4}"
    r"|^(?:\W|\d|_|zoom|unknown|guest|speaker|user|participant|host|recording)*$",
    re.IGNORECASE,
)
"""A label that is no person's: of a device, a room, or made up by Zoom."""


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


def names_given(told: Transcript, turns: Iterable[Turn], people: Sequence[Attendee]) -> dict[str, Naming]:
    """Voice -> who it is according to a transcript with names: an attendee, or a guest by the name they have there.

    The turns may be the transcript's own, or a diarizer's: then a voice is whoever the transcript lets speak for
    most of its turns, surely where that is nearly all of them that it covers. A voice between two names is left out,
    and so is one whose label is a device's, or fits two attendees.
    """
    given: dict[str, Naming] = {}
    for voice, found in _covered(told, turns).items():
        labels: dict[str, float] = {}
        for label, _, seconds in found:
            labels[label] = labels.get(label, 0.0) + seconds
        label, covered = max(labels, key=labels.__getitem__), sum(labels.values())
        name = _meant(label, people)
        if name is None or labels[label] < CLEAR * covered:
            continue
        sure = labels[label] >= NEARLY_ALL * covered and covered >= ENOUGH_S
        shown = next(segment for named, segment, _ in found if named == label)
        quote = f"{label}: {shown.text.strip()}"
        evidence = (Evidence(GIVEN_BY, shown.start, quote, GIVEN),)
        given[voice] = Naming(voice, name, SURELY if sure else PROBABLY, evidence)
    return given


def _covered(told: Transcript, turns: Iterable[Turn]) -> dict[str, list[tuple[str, Segment, float]]]:
    """Voice -> the captions with a name that fall into its turns, in order: the name, the caption, seconds of it."""
    cues = [(segment, segment.voice) for segment in told.segments if segment.voice is not None]
    starts = [segment.start for segment, _ in cues]
    longest = max((segment.duration for segment, _ in cues), default=0.0)
    found: dict[str, list[tuple[str, Segment, float]]] = {}
    for turn in turns:
        for segment, label in cues[bisect_left(starts, turn.start - longest) : bisect_right(starts, turn.end)]:
            inside = min(turn.end, segment.end) - max(turn.start, segment.start)
            if inside > 0:
                found.setdefault(turn.voice, []).append((label, segment, inside))
    return found


def _meant(label: str, people: Sequence[Attendee]) -> str | None:
    """The attendee whom a label means, the guest where it fits none of them; None where it may be anybody's."""
    from transcribe.notes.people import possible, resolve

    bare = NAME_EXTRAS.sub("", label).strip() or label
    person = resolve(bare, people) or resolve(label, people)
    if person is not None:
        return person.name
    return None if possible(bare, people) or NOBODYS.search(bare) else bare


def namings(
    utterances: Iterable[Utterance], given: Mapping[str, Naming], people: Iterable[Attendee]
) -> tuple[Naming, ...]:
    """The namings of a call whose transcript says who spoke: a label that fits nobody on the list stays a guest's."""
    listed = {person.name for person in people}
    firsts: dict[str, Utterance] = {}
    for utterance in utterances:
        if utterance.voice is not None:
            firsts.setdefault(utterance.voice, utterance)
    found = []
    for voice, first in firsts.items():
        name = given[voice].name if voice in given else None
        evidence = (Evidence(GIVEN_BY, first.start, first.text, GIVEN),)
        found.append(Naming(voice, name, 1.0, evidence) if name in listed else Naming(voice, None, 0.0))
    return tuple(found)


def _seconds(stamp: str) -> float:
    """`hh:mm:ss.mmm` in seconds."""
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
