"""Prints how well voices remembered from the first half of a recording name those of its second half.

    python -m benchmarks.score_known_voices

Each half is a recording of its own to the whole path. The first half's voices are kept under the names that its review
would give them: those of the gold turns, or, where a recording has none, those that the whole recording's run gives.
"Of theirs" is the talk of people whose voice was kept; others spoke too little in the first half. By the word counts
every recognised word at its middle, as its utterance is named; by time every moment of an utterance, also its pauses.
"""

from __future__ import annotations

import os
import tempfile
import wave
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import corpus, score_recordings, score_speech
from benchmarks.score_recordings import Shares
from benchmarks.score_speech import Said
from transcribe import voices
from transcribe.audio import SAMPLE_RATE, decode
from transcribe.engines.pyannote import PyannoteDiarizer
from transcribe.options import Options
from transcribe.pipeline import Pipeline
from transcribe.schema import Approval
from transcribe.utterances import talk_time, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.corpus import Recording
    from transcribe.schema import Attendee

RECORDINGS = ("ami-es2002a-a", "ccg-2023-11-28")
REVIEWED = Approval("the benchmark", "2026-01-01T00:00:00Z")


def truth(recording: Recording) -> list[Said]:
    """Who spoke when, by the name on the page."""
    rttm = recording.reference("turns.rttm")
    if rttm:
        return [
            replace(turn, speaker=recording.speakers.get(turn.speaker, turn.speaker))
            for turn in score_speech.read_rttm(rttm)
        ]
    whole = score_recordings.run(recording)
    named = {naming.voice: naming.name for naming in whole.names if naming.name}
    return [Said(turn.start, turn.end, named[turn.voice], "") for turn in whole.turns if turn.voice in named]


def halves(recording: Recording, folder: Path) -> tuple[Path, Path, float]:
    """Both halves as files of their own, and the second in which the second begins."""
    samples = decode([recording.audio]).samples
    middle = len(samples) // 2
    paths = folder / "first.wav", folder / "second.wav"
    for path, half in zip(paths, (samples[:middle], samples[middle:]), strict=True):
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE)
            file.writeframes((np.clip(half, -1, 1) * 32767).astype("<i2").tobytes())
    return (*paths, middle / SAMPLE_RATE)


def people(run: Pipeline, spoken: Sequence[Said]) -> dict[str, Attendee]:
    """Voice to the attendee who speaks for most of its time."""
    attendees = {person.name: person for person in run.notes.attendees}
    shared: dict[str, Counter[str]] = {}
    for turn in run.turns:
        for said in spoken:
            both = min(turn.end, said.end) - max(turn.start, said.start)
            if both > 0:
                shared.setdefault(turn.voice, Counter())[said.speaker] += both
    return {voice: attendees[times.most_common(1)[0][0]] for voice, times in shared.items()}


def by_the_word(spoken: Sequence[Said], run: Pipeline) -> Shares:
    """Words, not seconds: each against who speaks at its middle; a word where nobody speaks does not count."""
    named = {naming.voice: naming.name for naming in run.names}
    words = words_of(run.transcript, run.utterances)
    found: Counter[str | None] = Counter()
    for utterance in run.utterances:
        name = named.get(utterance.voice or "")
        for word in words[utterance.id]:
            found[score_recordings.name_at((word.start + word.end) / 2, name, spoken, {})] += 1
    return Shares(found["right"], found["wrong"], found["open"])


def measure(recording: Recording) -> None:
    """Print a row: the second half's names without and with the remembered voices."""
    spoken = truth(recording)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        os.environ[voices.LOCATION] = str(folder / "data")
        first, second, middle = halves(recording, folder)
        page = folder / "page.md"
        page.write_bytes(recording.page.read_bytes())
        earlier = Pipeline((first,), page, Options())
        talk = {voice: seconds for voice, seconds in talk_time(earlier.utterances).items() if voice}
        embeddings = PyannoteDiarizer().embed_voices(earlier.audio, earlier.turns)
        origin = voices.Origin(first.name, None, REVIEWED)
        kept = voices.enrol(people(earlier, spoken), embeddings, talk, origin)
        later = [Said(each.start - middle, each.end - middle, each.speaker, "") for each in spoken]
        cells = []
        for remember in (False, True):
            run = Pipeline((second,), page, Options(voices=remember))
            shares = score_recordings.names(later, {}, run.utterances, run.names)
            cells += [f"{part / shares.total:.1%}" for part in (shares.right, shares.wrong, shares.open)]
        heard = by_the_word(later, run)
        cells.append(f"{heard.wrong / heard.total:.1%}")
        known = [said for said in later if said.speaker in {voice.name for voice in kept}]
        shares = score_recordings.names(known, {}, run.utterances, run.names)
    print(f"| {recording.id} | {len(kept)} | {' | '.join(cells)} | {shares.right / shares.total:.1%} |", flush=True)


def main() -> None:
    """Print the table."""
    print(
        "| recording | voices kept | right, none | wrong | open | right, kept | wrong | open | wrong words |"
        " right, of theirs |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for recording in corpus.recordings():
        if recording.id in RECORDINGS:
            measure(recording)


if __name__ == "__main__":
    main()
