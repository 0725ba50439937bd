"""Speech to words with faster-whisper: int8 weights, batches of voice-activity chunks, times for every word."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from transcribe.audio import SAMPLE_RATE
from transcribe.engines import silent, voice_activity, weights, words
from transcribe.schema import Transcript, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transcribe.audio import Audio
    from transcribe.engines import Progress, SpeechHints
    from transcribe.engines.voice_activity import Speech

BATCH = 8
LANGUAGE_CHUNKS = 4
"""Chunks, spread over the call, whose language probabilities are added up."""
SURE_LANGUAGE = 0.7
"""Below this share the two likeliest languages are both tried on one chunk, and the better decoded one is taken."""
NO_SPEECH = 0.6
UNSURE_LOG_PROBABILITY = -1.0
"""Whisper's own rule (Radford et al. 2022, section 4.5): both together mean that nobody spoke."""
LOOP_RATIO = 2.4
"""A text that gzip packs better than this repeats itself; the same section's threshold."""
RETRY_TEMPERATURES = (0.4, 0.8)


class FasterWhisper:
    """The default speech engine; `model` is a size (`base`) or a folder, `threads` None takes all cores."""

    def __init__(self, model: str = "base", threads: int | None = None, device: str = "cpu") -> None:
        from faster_whisper import BatchedInferencePipeline, WhisperModel

        folder = weights.whisper_folder(model)
        kind = "int8" if device == "cpu" else "int8_float16"
        count = threads or os.cpu_count() or 1
        self._model = WhisperModel(str(folder), device=device, compute_type=kind, cpu_threads=count)
        self._pipeline = BatchedInferencePipeline(self._model)

    def transcribe(self, audio: Audio, hints: SpeechHints, progress: Progress = silent) -> Transcript:
        """Every word with its time; silence and music give none. The language is found once for the whole call."""
        speech = voice_activity.speech(audio)
        chunks = voice_activity.chunks(speech)
        language = hints.language or self._language(audio, chunks)
        found: list[Word] = []
        for begin in range(0, len(chunks), BATCH):
            batch = chunks[begin : begin + BATCH]
            for segment in self._decode(audio, batch, language):
                found += _words(segment)
            progress(batch[-1][1], audio.duration)
        progress(audio.duration, audio.duration)
        kept = words.tidy(found, speech, audio.duration)
        return Transcript(language, round(audio.duration, 3), words.segments(kept))

    def _decode(self, audio: Audio, chunks: Sequence[Speech], language: str) -> Iterator[Any]:
        for segment in self._run(audio, chunks, language, 0.0):
            if segment.no_speech_prob > NO_SPEECH and segment.avg_logprob < UNSURE_LOG_PROBABILITY:
                continue
            if segment.compression_ratio > LOOP_RATIO:
                yield from self._again(audio, segment, chunks, language)
            else:
                yield segment

    def _again(self, audio: Audio, looped: Any, chunks: Sequence[Speech], language: str) -> list[Any]:
        """The chunk of a text that repeats itself, decoded with some chance; the loop itself if nothing helps."""
        middle = (looped.start + looped.end) / 2
        chunk = min(chunks, key=lambda each: abs((each[0] + each[1]) / 2 - middle))
        for temperature in RETRY_TEMPERATURES:
            retried = list(self._run(audio, [chunk], language, temperature))
            if retried and all(segment.compression_ratio <= LOOP_RATIO for segment in retried):
                return retried
        return [looped]

    def _run(self, audio: Audio, chunks: Sequence[Speech], language: str, temperature: float) -> Iterator[Any]:
        segments, _ = self._pipeline.transcribe(
            audio.samples,
            language=language,
            word_timestamps=True,
            clip_timestamps=[{"start": start, "end": end} for start, end in chunks],
            batch_size=BATCH,
            temperature=temperature,
        )
        yield from segments

    def _language(self, audio: Audio, chunks: Sequence[Speech]) -> str:
        if not chunks or not self._model.model.is_multilingual:
            return "en"
        votes: dict[str, float] = {}
        tried = voice_activity.spread(chunks, LANGUAGE_CHUNKS)
        for start, end in tried:
            sound = audio.samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]
            _, _, probabilities = self._model.detect_language(sound, language_detection_threshold=1.0)
            for language, probability in probabilities:
                votes[language] = votes.get(language, 0.0) + probability / len(tried)
        best, second = sorted(votes, key=lambda language: -votes[language])[:2]
        if votes[best] >= SURE_LANGUAGE:
            return best
        return max((best, second), key=lambda language: self._ease(audio, tried[0], language))

    def _ease(self, audio: Audio, chunk: Speech, language: str) -> float:
        found = list(self._run(audio, [chunk], language, 0.0))
        return max((segment.avg_logprob for segment in found), default=float("-inf"))


def _words(segment: Any) -> Iterator[Word]:
    for word in segment.words or ():
        start = max(0.0, float(word.start))
        yield Word(start, max(start, float(word.end)), word.word, float(word.probability))
