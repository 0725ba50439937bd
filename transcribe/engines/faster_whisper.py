"""Speech to words with faster-whisper: int8 weights, batches of voice-activity chunks, times for every word.

The chunks are not padded to the 30 s that Whisper was trained on but to a few seconds of silence, which it needs to
see the end; the encoder's work grows faster than the length it is given. Batches hold chunks of like length;
several are decoded at once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from transcribe.engines import language, silent, voice_activity, weights, words
from transcribe.engines.parallel import share
from transcribe.schema import Transcript

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.audio import Audio
    from transcribe.engines import Progress, SpeechHints
    from transcribe.engines.voice_activity import Speech
    from transcribe.schema import Word

BATCH = 2
"""Chunks at once in each thread; more is no faster and takes 0.1 GB a chunk."""
MAX_WORKERS = 4
"""Batches at once, each a quarter of a GB; with more cores than this each batch gets several."""
BEAM = 5
TAIL_S = 4.0
"""Silence after the longest chunk of a batch. With none the word error rate rises by 4 points, with more it stays."""
WHOLE_S = 30.0
"""What Whisper was trained on; by less of it, be it silence, it takes one language for another."""
FRAME_S = 0.01
MOST_TOKENS = 224
"""Of one chunk; openai-whisper's own limit. Only a text that repeats itself is longer."""
NO_SPEECH = 0.6
UNSURE_LOG_PROBABILITY = -1.0
"""Whisper's own rule (Radford et al. 2022, section 4.5): both together mean that nobody spoke."""
LOOP_RATIO = 2.4
"""A text that gzip packs better than this repeats itself; the same section's threshold."""
NO_REPEATS = (6, 3)
"""Such a chunk is decoded again with no run of so many tokens twice. Unlike sampling it gives the same every time."""
BEFORE_WORDS = "\"'“¿([{-"
AFTER_WORDS = "\"'.。,，!！?？:：”)]}、"
"""Marks that belong to the word after them and before them, as Whisper has them."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """One chunk's words, and how sure the network is of them: mean log probability a token."""

    words: tuple[Word, ...]
    log_probability: float
    no_speech: float
    compression: float

    @property
    def heard(self) -> bool:
        """Whether somebody spoke at all."""
        return self.no_speech <= NO_SPEECH or self.log_probability >= UNSURE_LOG_PROBABILITY

    @property
    def looped(self) -> bool:
        """Whether the text repeats itself."""
        return self.compression > LOOP_RATIO


class FasterWhisper:
    """The default speech engine; `model` is a size (`base`) or a folder, `threads` 0 takes all cores."""

    def __init__(self, model: str = "base", threads: int = 0) -> None:
        from faster_whisper import WhisperModel

        count = threads or os.cpu_count() or 1
        self._workers = min(count, MAX_WORKERS)
        self._model = WhisperModel(
            str(weights.whisper_folder(model)),
            device="cpu",
            compute_type="int8",
            cpu_threads=count // self._workers,
            num_workers=self._workers,
        )

    def transcribe(self, audio: Audio, hints: SpeechHints, progress: Progress = silent) -> Transcript:
        """Every word with its time; silence and music give none. The language is found once for the whole call."""
        speech = voice_activity.speech(audio, self._workers)
        chunks = voice_activity.chunks(speech)
        spoken, sureness = (
            (hints.language, None) if hints.language else self._language(audio, chunks, speech, hints.likely)
        )
        # the longest first: the threads end together
        order = sorted(chunks, key=lambda chunk: chunk[0] - chunk[1])
        batches = [sorted(order[begin : begin + BATCH]) for begin in range(0, len(order), BATCH)]
        total = sum(end - start for start, end in chunks)
        done = 0.0

        def told(batch: Sequence[Speech]) -> None:
            nonlocal done
            done += sum(end - start for start, end in batch)
            progress(done, total)

        found = share(lambda batch: self._decode(audio, batch, spoken), batches, self._workers, told)
        progress(audio.duration, audio.duration)
        said = [word for batch in found for chunk in batch if chunk.heard for word in chunk.words]
        kept = words.tidy(said, speech, audio.duration)
        return Transcript(spoken, round(audio.duration, 3), words.segments(kept), sureness)

    def _decode(self, audio: Audio, chunks: Sequence[Speech], spoken: str) -> list[Decoded]:
        found = self._run(audio, chunks, spoken)
        for place, chunk in enumerate(chunks):
            for size in NO_REPEATS if found[place].heard and found[place].looped else ():
                (again,) = self._run(audio, [chunk], spoken, no_repeat=size)
                if not again.looped:
                    found[place] = again
                    break
        return found

    def _run(self, audio: Audio, chunks: Sequence[Speech], spoken: str, no_repeat: int = 0) -> list[Decoded]:
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_compression_ratio, get_suppressed_tokens

        tokenizer = Tokenizer(
            self._model.hf_tokenizer, self._model.model.is_multilingual, task="transcribe", language=spoken
        )
        prompt = self._model.get_prompt(tokenizer, previous_tokens=[], without_timestamps=True)
        encoded = self._encode(audio, chunks)
        decoded = self._model.model.generate(
            encoded,
            [prompt] * len(chunks),
            beam_size=BEAM,
            max_length=len(prompt) + MOST_TOKENS,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
            return_scores=True,
            return_no_speech_prob=True,
            no_repeat_ngram_size=no_repeat,
        )
        segments: list[list[dict[str, Any]]] = [
            [{"tokens": result.sequences_ids[0], "start": start, "end": end, "seek": round(start / FRAME_S)}]
            for result, (start, end) in zip(decoded, chunks, strict=True)
        ]
        sizes = [round((end - start) / FRAME_S) for start, end in chunks]
        self._model.add_word_timestamps(segments, tokenizer, encoded, sizes, BEFORE_WORDS, AFTER_WORDS, chunks[0][0])
        return [
            Decoded(
                tuple(map(words.timed, segment["words"])),
                result.scores[0] * len(segment["tokens"]) / (len(segment["tokens"]) + 1),
                result.no_speech_prob,
                get_compression_ratio(tokenizer.decode(segment["tokens"])),
            )
            for (segment,), result in zip(segments, decoded, strict=True)
        ]

    def _encode(self, audio: Audio, chunks: Sequence[Speech], tail_s: float = TAIL_S) -> Any:
        """The encoder's output for the chunks, all as long as the longest and its tail, at most 30 s."""
        from faster_whisper.audio import pad_or_trim

        heard = [self._model.feature_extractor(audio.between(start, end))[..., :-1] for start, end in chunks]
        longest = max(sound.shape[1] for sound in heard) + round(tail_s / FRAME_S)
        # two frames make one position
        width = min(self._model.feature_extractor.nb_max_frames, longest + longest % 2)
        return self._model.encode(np.stack([pad_or_trim(sound, width) for sound in heard]))

    def _language(
        self, audio: Audio, chunks: Sequence[Speech], speech: Sequence[Speech], likely: str | None = None
    ) -> tuple[str, float | None]:
        """The call's language and its share of the votes, None where there was nothing to vote on.

        Of two languages that are about as likely the one is taken in which the fullest chunk is decoded better.
        """
        if not chunks or not self._model.model.is_multilingual:
            return language.WITHOUT_SPEECH, None
        tried = language.telling(chunks, speech)
        heard = share(lambda chunk: self._probabilities(audio, chunk), list(tried), self._workers)
        votes = language.votes(heard, list(tried.values()), likely)
        best, second = list(votes)[:2]
        if votes[best] < language.SURE:
            fullest = max(tried, key=tried.__getitem__)
            (one,), (other,) = (self._run(audio, [fullest], spoken) for spoken in (best, second))
            if other.log_probability > one.log_probability and not other.looped:
                best = second
        return best, round(votes[best], 3)

    def _probabilities(self, audio: Audio, chunk: Speech) -> dict[str, float]:
        """How likely each language is by one chunk."""
        (found,) = self._model.model.detect_language(self._encode(audio, [chunk], WHOLE_S))
        return {token.strip("<|>"): probability for token, probability in found}
