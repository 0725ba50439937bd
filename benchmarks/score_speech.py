"""Scores what was heard against a reference: word error rate, diarization error rate, and cpWER for both at once."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from transcribe.schema import Transcript, Turn, Utterance


@dataclass(frozen=True, slots=True)
class Said:
    """One line of an STM file: who said what from when to when."""

    start: float
    end: float
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Counts that can be pooled over recordings; `rate` is errors per reference word."""

    substituted: int
    deleted: int
    inserted: int
    words: int

    @property
    def rate(self) -> float:
        """Word error rate."""
        return (self.substituted + self.deleted + self.inserted) / max(1, self.words)


@dataclass(frozen=True, slots=True)
class TurnErrors:
    """Seconds that can be pooled over recordings; `rate` is the diarization error rate."""

    missed: float
    false_alarm: float
    confused: float
    total: float
    speakers: int
    found: int

    @property
    def rate(self) -> float:
        """Diarization error rate: no collar, overlap scored."""
        return (self.missed + self.false_alarm + self.confused) / max(1e-9, self.total)


def read_stm(path: Path) -> list[Said]:
    """The lines of a reference transcript by start."""
    said = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith(";;"):
            _, _, speaker, start, end, *text = line.split(maxsplit=5)
            said.append(Said(float(start), float(end), speaker, text[0] if text else ""))
    return sorted(said, key=lambda each: each.start)


def read_rttm(path: Path) -> list[Said]:
    """The turns of a reference, texts empty."""
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("SPEAKER")]
    return [Said(float(row[3]), float(row[3]) + float(row[4]), row[7], "") for row in rows]


def read_uem(path: Path | None) -> tuple[float, float] | None:
    """The scored stretch of the recording, None where everything counts."""
    if path is None:
        return None
    _, _, start, end = path.read_text(encoding="utf-8").split()[:4]
    return float(start), float(end)


def words(reference: Sequence[Said], transcript: Transcript) -> WordErrors:
    """Word errors after Whisper's English normaliser, both sides in order of time."""
    import jiwer

    normal = _normaliser()
    expected = normal(" ".join(each.text for each in reference))
    heard = normal(" ".join(segment.text for segment in transcript.segments))
    if not expected:
        return WordErrors(0, 0, len(heard.split()), 0)
    found = jiwer.process_words(expected, heard or " ")
    return WordErrors(found.substitutions, found.deletions, found.insertions, len(expected.split()))


def turns(reference: Sequence[Said], found: Sequence[Turn], scored: tuple[float, float] | None = None) -> TurnErrors:
    """Diarization errors without collar, overlap scored, speakers mapped one to one in the best way."""
    from pyannote.core import Annotation, Segment, Timeline
    from pyannote.metrics.diarization import DiarizationErrorRate

    def annotation(spans: Iterable[tuple[float, float, str]]) -> Any:
        made = Annotation()
        for number, (start, end, label) in enumerate(spans):
            if end > start:
                made[Segment(start, end), number] = label
        return made

    expected = annotation((each.start, each.end, each.speaker) for each in reference)
    heard = annotation((turn.start, turn.end, turn.voice) for turn in found)
    latest = max([0.0, *(each.end for each in reference), *(turn.end for turn in found)])
    region = Timeline([Segment(*(scored or (0.0, latest)))])
    detail = DiarizationErrorRate(collar=0.0, skip_overlap=False)(expected, heard, uem=region, detailed=True)
    return TurnErrors(
        missed=float(detail["missed detection"]),
        false_alarm=float(detail["false alarm"]),
        confused=float(detail["confusion"]),
        total=float(detail["total"]),
        speakers=len(expected.labels()),
        found=len(heard.labels()),
    )


def words_by_voice(reference: Sequence[Said], utterances: Sequence[Utterance]) -> WordErrors:
    """Concatenated minimum-permutation word errors (cpWER, Watanabe et al. 2020): the voice counts too."""
    from meeteval.wer import cp_word_error_rate

    normal = _normaliser()
    expected: dict[str, list[str]] = defaultdict(list)
    for each in reference:
        expected[each.speaker].append(each.text)
    heard: dict[str, list[str]] = defaultdict(list)
    for utterance in utterances:
        heard[utterance.voice or "nobody"].append(utterance.text)
    found = cp_word_error_rate(
        {speaker: normal(" ".join(texts)) for speaker, texts in expected.items()},
        {voice: normal(" ".join(texts)) for voice, texts in heard.items()},
    )
    return WordErrors(found.substitutions, found.deletions, found.insertions, found.length)


def pooled_turns(errors: Sequence[TurnErrors]) -> TurnErrors:
    """All errors over all speech; speaker counts added up."""
    return TurnErrors(
        sum(each.missed for each in errors),
        sum(each.false_alarm for each in errors),
        sum(each.confused for each in errors),
        sum(each.total for each in errors),
        sum(each.speakers for each in errors),
        sum(each.found for each in errors),
    )


@functools.cache
def _normaliser() -> Callable[[str], str]:
    from whisper.normalizers import EnglishTextNormalizer

    normal: Callable[[str], str] = EnglishTextNormalizer()
    return normal
