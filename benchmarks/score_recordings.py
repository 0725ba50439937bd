"""Scores the whole path on real recordings: words, turns, names and items against whatever reference there is."""

from __future__ import annotations

import hashlib
import shutil
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from benchmarks import corpus, score_speech
from transcribe.errors import RecordingError
from transcribe.options import Options
from transcribe.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.corpus import ItemSpan, Recording
    from benchmarks.score_speech import Said, TurnErrors, WordErrors
    from transcribe.schema import AgendaItem, Naming, Section, Utterance

STEP = 0.1
"""Names and items are compared at every tenth of a second of the reference's talk."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Seconds of the reference's talk that came out right, wrong, and without an answer."""

    right: float = 0.0
    wrong: float = 0.0
    open: float = 0.0

    @property
    def total(self) -> float:
        """Seconds scored."""
        return self.right + self.wrong + self.open


@dataclass(frozen=True, slots=True)
class RecordingScore:
    """How one recording came out; None where there is no reference."""

    id: str
    minutes: float
    words: WordErrors | None
    turns: TurnErrors | None
    words_by_voice: WordErrors | None
    names: Shares | None
    items: Shares | None
    start_error: float | None


def run(recording: Recording, options: Options | None = None) -> Pipeline:
    """The finished pipeline on a copy of the recording; results of the same code are reused between benchmarks."""
    folder = Path(tempfile.gettempdir()) / f"transcribe-benchmarks-{_code()}" / recording.id
    folder.mkdir(parents=True, exist_ok=True)
    copies = [folder / path.name for path in (recording.audio, recording.page)]
    for source, copy in zip((recording.audio, recording.page), copies, strict=True):
        if not copy.exists():
            shutil.copyfile(source, copy)
    pipeline = Pipeline((copies[0],), copies[1], options or Options())
    pipeline.run()
    return pipeline


def score(recording: Recording, pipeline: Pipeline) -> RecordingScore:
    """Compare the pipeline's results with the references of the recording."""
    stm, rttm = recording.reference("words.stm"), recording.reference("turns.rttm")
    said = score_speech.read_stm(stm) if stm else []
    spoken = score_speech.read_rttm(rttm) if rttm else []
    uem = score_speech.read_uem(recording.reference("audio.uem"))
    real_names = any(word[:1].isupper() and word[1:2].islower() for word in recording.speakers.values())
    return RecordingScore(
        id=recording.id,
        minutes=pipeline.transcript.duration / 60,
        words=score_speech.words(said, pipeline.transcript) if said else None,
        turns=score_speech.turns(spoken, pipeline.turns, uem) if spoken else None,
        words_by_voice=score_speech.words_by_voice(said, pipeline.utterances) if said else None,
        names=names(spoken, recording.speakers, pipeline.utterances, pipeline.names) if spoken and real_names else None,
        items=_items(recording.items, pipeline.notes.agenda, pipeline.sections) if recording.items else None,
        start_error=_start_error(recording.items, pipeline.notes.agenda, pipeline.sections),
    )


def names(
    spoken: Sequence[Said], speakers: Mapping[str, str], utterances: Sequence[Utterance], names: Sequence[Naming]
) -> Shares:
    """Each moment of an utterance against who speaks then; moments in which nobody speaks do not count."""
    named = {naming.voice: naming.name for naming in names}
    right = wrong = unnamed = 0.0
    for utterance in utterances:
        for tick in range(round(utterance.start / STEP), round(utterance.end / STEP)):
            moment = tick * STEP
            verdict = name_at(moment, named.get(utterance.voice or ""), spoken, speakers)
            right += STEP * (verdict == "right")
            wrong += STEP * (verdict == "wrong")
            unnamed += STEP * (verdict == "open")
    return Shares(right, wrong, unnamed)


def name_at(
    moment: float, name: str | None, spoken: Sequence[Said], speakers: Mapping[str, str]
) -> Literal["right", "wrong", "open"] | None:
    """What a name is at a moment of the reference; None where nobody speaks."""
    truth = {speakers.get(turn.speaker, turn.speaker) for turn in spoken if turn.start <= moment < turn.end}
    if not truth:
        return None
    return "open" if name is None else "right" if name in truth else "wrong"


def _items(spans: Sequence[ItemSpan], agenda: Sequence[AgendaItem], sections: Sequence[Section]) -> Shares:
    titles = {item.id: item for item in agenda}
    right = wrong = unplaced = 0.0
    for span in spans:
        for section in sections:
            inside = min(span.end, section.end) - max(span.start, section.start)
            if inside <= 0:
                continue
            item = titles.get(section.item or "")
            same = bool(item and item.title and item.title in span.item) if item else not span.item
            right += inside * same
            unplaced += inside * (not same and item is None)
            wrong += inside * (not same and item is not None)
    return Shares(right, wrong, unplaced)


def _start_error(spans: Sequence[ItemSpan], agenda: Sequence[AgendaItem], sections: Sequence[Section]) -> float | None:
    titles = {item.id: item.title for item in agenda}
    errors = []
    for text in dict.fromkeys(span.item for span in spans if span.item):
        expected = next(span.start for span in spans if span.item == text)
        found = [section.start for section in sections if section.item and titles[section.item] in text]
        if found:
            errors.append(abs(min(found) - expected))
    return statistics.median(errors) if errors else None


def _code() -> str:
    """A digest of the program, so that a change of it is measured and not its earlier results."""
    made = hashlib.sha256()
    for path in sorted((Path(__file__).parents[1] / "transcribe").rglob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()[:12]


def all_scores() -> Iterator[RecordingScore]:
    """Every recording of the corpus, one after the other; one without recognised speech is told and left out."""
    for recording in corpus.recordings():
        try:
            yield score(recording, run(recording))
        except RecordingError as error:
            print(f"(left out: {error})")
