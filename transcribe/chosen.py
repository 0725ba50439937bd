"""The engines and the drafter that the options ask for, each made when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from transcribe import engines
from transcribe.errors import OptionError
from transcribe.stages import unwatched
from transcribe.work import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from transcribe.engines import Diarizer, Passage, SentenceEncoder, SpeechEngine
    from transcribe.minutes import Drafter
    from transcribe.minutes.glossary import Glossary
    from transcribe.minutes.llm import LanguageModel
    from transcribe.options import Options
    from transcribe.schema import Notes, Utterance
    from transcribe.stages import Watch
    from transcribe.work import Work

SCRIPTED = "scripted"
CHEAP_TO_FAIL = frozenset({"pyannote", SCRIPTED})
"""Diarizers that need nothing but their installed weights."""

GUESTS = 1
"""Voices that may come on top of the attendee list."""


class Chosen:
    """What a run works with; nothing heavy is loaded before it is needed."""

    def __init__(self, options: Options, work: Work, watch: Watch = unwatched) -> None:
        self._options = options
        self._work = work
        self._watch = watch

    def check(self, *, listens: bool, drafts: bool) -> None:
        """Find out now what would fail after an hour: a drafter that is not there, a pipeline without its token.

        `drafts`: there are no minutes yet, and this run is to make them.

        Raises:
            OptionError: no such drafter, or its server is not named or not allowed.
            EngineError: the diarizer cannot be used, or the language model's server is not there.
        """
        drafter = self.drafter
        if drafts and self._options.drafter == "llm":
            from transcribe.minutes.llm import LanguageModel

            if isinstance(drafter, LanguageModel):
                drafter.reach()
        if listens and self._options.diarizer not in CHEAP_TO_FAIL:
            _ = self.diarizer

    @cached_property
    def speech(self) -> SpeechEngine:
        """The speech engine."""
        return engines.speech_engine(self._options.engine, model=self._options.model, threads=self._options.threads)

    def likely_language(self, page: str) -> str | None:
        """The language of the page where that is English; of others nothing is known here."""
        if self._options.engine == SCRIPTED or self._options.language:
            return None
        from transcribe.engines.english import is_english

        return "en" if is_english(page) else None

    @cached_property
    def diarizer(self) -> Diarizer:
        """The diarizer."""
        return engines.diarizer(self._options.diarizer, threads=self._options.threads)

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32 unit vectors: this is a sentence encoder that loads its model at the first sentence."""
        return self._encoder.encode(sentences)

    def in_context(self, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """(n, w) float32, as the sentence encoder gives them."""
        return self._encoder.in_context(passages)

    @cached_property
    def _encoder(self) -> SentenceEncoder:
        name = SCRIPTED if self._options.engine == SCRIPTED else "minilm"
        return engines.sentence_encoder(name, threads=self._options.threads)

    @cached_property
    def drafter(self) -> Drafter:
        """The drafter.

        Raises:
            OptionError: there is none of that name, or the language model's server is not named.
        """
        from transcribe.minutes.extractive import Extractive

        extractive = Extractive(self)
        if self._options.drafter == "extractive":
            return extractive
        if self._options.drafter != "llm":
            raise OptionError(f"There is no drafter {self._options.drafter}; known are extractive and llm.")
        return self._language_model(extractive)

    def glossary(self, notes: Notes, utterances: Sequence[Utterance], around: Iterable[str]) -> Glossary | None:
        """What mends misheard names and terms; it needs the sentence encoder's vocabulary to know common words.

        `around` are lines of the pages beside this one and of the chat.
        """
        if self._options.engine == SCRIPTED:
            return None
        from transcribe.engines.english import common_words, surprise
        from transcribe.minutes.glossary import build

        said = [utterance.text for utterance in utterances]
        return build(notes, common_words().__contains__, said, around, surprise=surprise)

    def _language_model(self, instead: Drafter) -> LanguageModel:
        """The drafter behind a server; one on another machine, once allowed, is so for the call from then on."""
        from transcribe.minutes.llm import LanguageModel
        from transcribe.minutes.server import Server

        url, model = self._options.llm_url, self._options.llm_model
        if not url or not model:
            raise OptionError(
                "--drafter llm needs the server and its model: --llm-url http://localhost:8080 --llm-model NAME."
            )
        allowed = self._work.held("allowed", tuple[str, ...]) or ()
        server = Server(url, model, allow_remote=self._options.allow_remote or url in allowed)
        if not server.local and url not in allowed:
            self._work.write("allowed", (*allowed, url))
        return LanguageModel(server, instead, Answers(self._work), self._watch)


class Answers(dict[str, str]):
    """What a language model answered, by what it was asked; kept in the work folder at once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        whole = work.has("answers", dict[str, str], Recipe(stage="answers", version=1))
        super().__init__(work.read("answers", dict[str, str]) if whole else {})

    def __setitem__(self, question: str, answer: str) -> None:
        super().__setitem__(question, answer)
        self._work.write("answers", dict(self))


def speaker_bounds(notes: Notes) -> tuple[int | None, int | None]:
    """How many voices to expect from the attendee list: some may be silent, some not on it."""
    listed = len(notes.attendees)
    if not listed:
        return None, None
    return min(2, listed), listed + GUESTS
