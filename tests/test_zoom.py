"""Transcripts that name who spoke."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.corpus import DATA
from transcribe.errors import TranscriptError
from transcribe.schema import Attendee, Naming, Turn, Utterance
from transcribe.utterances import named_turns
from transcribe.zoom import CallFiles
from transcribe.zoom.captions import names_given, namings, read_transcript

if TYPE_CHECKING:
    from pathlib import Path

VTT = """WEBVTT

1
00:00:01.500 --> 00:00:04.000
Ada Moreno: Hello everyone, shall we start?

2
00:00:04.100 --> 00:00:05.000
yes please

3
01:00:05.000 --> 01:00:06.250
Bo (he/him) | Acme: One thing: the release.
"""

SRT = """1
00:00:01,500 --> 00:00:04,000
Ada Moreno: Hello everyone

2
00:00:04,100 --> 00:00:05,000
Bo: Hi
"""


def written(folder: Path, name: str, text: str, newline: str = "\n") -> Path:
    path = folder / name
    path.write_bytes(text.replace("\n", newline).encode())
    return path


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_zoom_cues_name_their_speaker_and_an_unnamed_cue_goes_on(tmp_path: Path, newline: str) -> None:
    transcript = read_transcript(written(tmp_path, "call.vtt", VTT, newline))
    assert [(s.voice, s.text) for s in transcript.segments] == [
        ("Ada Moreno", " Hello everyone, shall we start?"),
        ("Ada Moreno", " yes please"),
        ("Bo (he/him) | Acme", " One thing: the release."),
    ]
    assert transcript.duration == 3606.25


def test_words_share_their_cue_and_joined_are_its_text(tmp_path: Path) -> None:
    for segment in read_transcript(written(tmp_path, "call.vtt", VTT)).segments:
        assert "".join(word.text for word in segment.words) == segment.text
        assert segment.words[0].start == segment.start
        assert segment.words[-1].end == segment.end
        assert all(a.end <= b.start + 0.001 for a, b in zip(segment.words, segment.words[1:], strict=False))


def test_srt_is_read_too(tmp_path: Path) -> None:
    transcript = read_transcript(written(tmp_path, "call.srt", SRT))
    assert [(s.voice, s.start) for s in transcript.segments] == [("Ada Moreno", 1.5), ("Bo", 4.1)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_a_transcript_is_read_in_whatever_encoding_windows_gave_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "call.vtt").write_bytes(VTT.replace("please", "Jürgen").replace("\n", "\r\n").encode(encoding))
    texts = [segment.text for segment in read_transcript(tmp_path / "call.vtt").segments]
    assert texts == [" Hello everyone, shall we start?", " yes Jürgen", " One thing: the release."]


def test_a_transcript_without_a_name_is_told(tmp_path: Path) -> None:
    nameless = written(tmp_path, "call.vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nhello everyone\n")
    recording = written(tmp_path, "call.mp4", "sound")
    assert CallFiles([nameless]).notices(None) == ("call.vtt names no speaker, so the minutes cannot say who spoke.",)
    assert CallFiles([recording, nameless]).notices(None) == (
        "call.vtt names no speaker, so it adds nothing to the recording.",
    )
    assert CallFiles([written(tmp_path, "other.vtt", VTT)]).notices(None) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is not a readable .vtt file"),
        ("not a transcript", "is not a readable .vtt file"),
        ("WEBVTT\n", "holds no spoken line"),
    ],
)
def test_what_is_no_transcript_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(TranscriptError, match=sentence):
        read_transcript(written(tmp_path, "call.vtt", text))


def test_a_missing_transcript_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="No such file"):
        read_transcript(tmp_path / "call.vtt")


def named(given: dict[str, Naming]) -> dict[str, str | None]:
    return {voice: naming.name for voice, naming in given.items()}


PEOPLE = (Attendee("Ada Moreno", "ada"), Attendee("Bo Lind", "bolind"), Attendee("Cleo Marsh"))


def test_labels_of_an_imported_transcript_are_resolved_among_the_attendees(tmp_path: Path) -> None:
    transcript = read_transcript(written(tmp_path, "call.vtt", VTT))
    given = names_given(transcript, named_turns(transcript), PEOPLE)
    assert named(given) == {"Ada Moreno": "Ada Moreno", "Bo (he/him) | Acme": "Bo Lind"}


def test_a_diarized_voice_is_whom_the_transcript_lets_speak_then(tmp_path: Path) -> None:
    transcript = read_transcript(written(tmp_path, "call.vtt", VTT.replace("01:00:06.250", "01:00:11.000")))
    turns = (Turn(1.4, 4.9, "Speaker 1"), Turn(3605.0, 3611.0, "Speaker 2"), Turn(100.0, 110.0, "Speaker 3"))
    given = names_given(transcript, turns, PEOPLE)
    assert named(given) == {"Speaker 1": "Ada Moreno", "Speaker 2": "Bo Lind"}
    assert given["Speaker 2"].confidence >= 0.9
    (sign,) = given["Speaker 2"].evidence
    assert (sign.at, sign.quote) == (3605.0, "Bo (he/him) | Acme: One thing: the release.")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Zed", "Zed"),
        ("Zed Roe (she/her)", "Zed Roe"),
        ("Zed Guest", "Zed Guest"),
        ("Guest 2", None),
        ("Unknown Speaker", None),
        ("Zed's iPhone", None),
        ("Zoom user", None),
        ("Conference Room 3", None),
        ("15551234567", None),
        ("Cleo", "Cleo Marsh"),
    ],
)
def test_a_guest_has_the_name_of_the_transcript_and_a_device_has_none(
    tmp_path: Path, label: str, name: str | None
) -> None:
    transcript = read_transcript(written(tmp_path, "call.vtt", VTT.replace("Bo (he/him) | Acme", label)))
    assert named(names_given(transcript, (Turn(3605.0, 3606.0, "Speaker 2"),), PEOPLE)).get("Speaker 2") == name
    alone = namings((Utterance(3605.0, 3606.2, "u3605000", label, "One thing", 1.0),), {}, PEOPLE)
    assert [naming.name for naming in alone] == [None]


def test_a_label_that_fits_two_attendees_names_neither(tmp_path: Path) -> None:
    transcript = read_transcript(written(tmp_path, "call.vtt", VTT))
    people = (*PEOPLE, Attendee("Bo Berg"))
    assert named(names_given(transcript, named_turns(transcript), people)) == {"Ada Moreno": "Ada Moreno"}


@pytest.mark.parametrize(
    ("hers", "his", "name", "sure"),
    [
        (9.0, 0.5, "Ada Moreno", True),
        (9.0, 3.0, "Ada Moreno", False),
        (9.0, 9.0, None, False),
        (2.0, 0.0, "Ada Moreno", False),
    ],
)
def test_a_voice_between_two_names_stays_open_and_what_is_mostly_one_or_short_is_not_sure(
    tmp_path: Path, hers: float, his: float, name: str | None, sure: bool
) -> None:
    longer = VTT.replace("00:00:04.000", "00:00:14.000").replace("01:00:06.250", "01:00:16.000")
    transcript = read_transcript(written(tmp_path, "call.vtt", longer))
    turns = (Turn(1.5, 1.5 + hers, "Speaker 1"), Turn(3605.0, 3605.0 + his, "Speaker 1"))
    given = names_given(transcript, turns, PEOPLE).get("Speaker 1")
    assert (given.name if given else None) == name
    assert (given is not None and given.confidence >= 0.9) == sure


@pytest.mark.skipif(not DATA.is_dir(), reason="the corpus of real calls is not here")
def test_every_real_zoom_transcript_is_read_whole() -> None:
    found = sorted(DATA.glob("zoom/**/transcript.vtt"))
    assert found
    for path in found:
        transcript = read_transcript(path)
        starts = [word.start for word in transcript.words]
        assert starts == sorted(starts)
        assert len(transcript.segments) == path.read_text(encoding="utf-8").count(" --> ")
