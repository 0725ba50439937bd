"""The stages in order, each kept in the work folder and made only when it is asked for.

A `Pipeline` has one property per result and is pulled: asking for the draft makes all that is missing, asking for
the turns makes the turns.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from transcribe import notes, origin
from transcribe.chosen import Chosen, speaker_bounds
from transcribe.errors import OptionError, PageChanged, RecordingError
from transcribe.options import told
from transcribe.schema import DraftedLine, Minutes, Naming, Notes, Review, Section, Source, Transcript, Turn, Utterance
from transcribe.stages import IMPORTED, STAGES, VERSIONS, Watch, unwatched
from transcribe.work import Recipe, Work, digest, write_whole
from transcribe.zoom import CallFiles
from transcribe.zoom.chat import by_recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from transcribe.audio import Audio
    from transcribe.draft.changes import Draft, Undone
    from transcribe.engines import Progress
    from transcribe.options import Options
    from transcribe.revision import Revision
    from transcribe.voices import Voiceprint
    from transcribe.zoom.chat import Message

Value = TypeVar("Value")


class Pipeline:
    """One call: its recordings (or its transcript with names), its page, its work folder and how it is done.

    `recordings` may hold what Zoom left beside them.
    """

    def __init__(
        self,
        recordings: Sequence[Path],
        page: Path,
        options: Options,
        *,
        date: str | None = None,
        work: Work | None = None,
        watch: Watch = unwatched,
    ) -> None:
        self.files = CallFiles(recordings)
        self.recordings = self.files.recordings
        self.page = page
        self.options = options
        self.date = date
        self.work = work or Work.beside(self.first)
        self._watch = watch
        self._anew: frozenset[str] = frozenset()
        self._chosen = Chosen(options, self.work, watch)

    @cached_property
    def page_text(self) -> str:
        """The page as it is on disk when it is first asked for."""
        return notes.load(self.page)

    @cached_property
    def source(self) -> Source | None:
        """What the work folder was made from before this run, None for a new one."""
        return self.work.held("source", Source)

    @cached_property
    def undone(self) -> Undone:
        """The page without the lines that an earlier run drafted into it, whether or not somebody reworded them."""
        from transcribe.draft.changes import undo

        return undo(self.page_text, self._drafted)

    @cached_property
    def _left(self) -> Undone:
        """The page without those of these lines that find their place again in this run's draft."""
        from transcribe.draft.staying import left

        return left(self.page_text, self._drafted, self.revision.minutes, self._read)

    @property
    def _drafted(self) -> tuple[DraftedLine, ...]:
        """The lines that an earlier run wrote into this page."""
        if self.source is None or origin.is_on_another(self.work, self.source, self.page):
            return ()
        return self.source.drafted

    @cached_property
    def notes(self) -> Notes:
        """What the page says about this call."""
        return self._keep(
            "notes",
            Notes,
            settings={"date": self.date, "hint": self.hint},
            inputs={"page": digest(self.undone.text), "pages beside it": self._beside("notes")},
            make=lambda: self._read(self.undone.text),
        )

    def _read(self, text: str) -> Notes:
        from transcribe.notes import neighbours, read

        return neighbours.with_spellings(read(text, date=self.date, hint=self.hint), self._neighbours)

    @cached_property
    def hint(self) -> str:
        """What tells which call of a page was recorded."""
        return f"{self.first.stem} {self._made_on or ''}".strip()

    @cached_property
    def _neighbours(self) -> tuple[str, ...]:
        """The pages beside this one, which teach how people are called and how the community writes."""
        from transcribe.notes.neighbours import pages_beside

        return pages_beside(self.page, self.date)

    def _beside(self, stage: str) -> str:
        """The digest of the pages beside it, as a stage first saw them once people have begun to review the call."""
        from transcribe.revision import read_review

        reviewed = stage not in self._anew and read_review(self.work) != Review()
        begun = self.work.inputs(stage) if reviewed else {}
        return begun.get("pages beside it") or digest(self._neighbours)

    @cached_property
    def audio(self) -> Audio:
        """The samples; decoded only when a stage needs them."""
        from transcribe import audio

        decoded = audio.decode(self.recordings, self._progress("audio"))
        if audio.is_silent(decoded):
            raise RecordingError(
                f"{self.first} is silent from end to end; check that the right track or file was exported."
            )
        return decoded

    @cached_property
    def transcript(self) -> Transcript:
        """Every word that was said, with its time."""
        if not self.recordings:
            return self._keep("transcript", Transcript, inputs=self.digests, make=lambda: self.files.transcript)
        from transcribe.engines import SpeechHints

        hints = SpeechHints(self.options.language, self._chosen.likely_language(self.undone.text))
        transcript = self._keep(
            "transcript",
            Transcript,
            settings={
                "engine": self.options.engine,
                "model": self.options.model,
                "language": hints.language or {"likely": hints.likely},
            },
            inputs=self.digests,
            make=lambda: self._chosen.speech.transcribe(self.audio, hints, self._progress("transcript")),
        )
        if not transcript.words:
            raise RecordingError(f"{self.first} holds sound but no speech; is it the recording of the call?")
        return transcript

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Who spoke when, by voice."""
        if not self.recordings:
            from transcribe.utterances import named_turns

            return self._keep(
                "turns",
                tuple[Turn, ...],
                inputs={"transcript": digest(self.transcript)},
                make=lambda: named_turns(self.transcript),
            )
        from transcribe.engines import SpeakerHints

        low, high = self.options.speakers or speaker_bounds(self.notes)
        return self._keep(
            "turns",
            tuple[Turn, ...],
            settings={"diarizer": self.options.diarizer, "speakers": [low, high]},
            inputs=self.digests,
            make=lambda: self._chosen.diarizer.diarize(self.audio, SpeakerHints(low, high), self._progress("turns")),
        )

    @cached_property
    def utterances(self) -> tuple[Utterance, ...]:
        """Who said what, by voice."""
        from transcribe.utterances import join

        return self._keep(
            "utterances",
            tuple[Utterance, ...],
            inputs={"transcript": digest(self.transcript), "turns": digest(self.turns)},
            make=lambda: join(self.transcript, self.turns),
        )

    @cached_property
    def chat(self) -> tuple[Message, ...]:
        """What was written in the chat, by the recording's clock."""
        return by_recording(self.files.messages, self.transcript.duration)

    @cached_property
    def names(self) -> tuple[Naming, ...]:
        """Whose voice is whose."""
        from transcribe import voices
        from transcribe.agenda import place
        from transcribe.names import Cues, by_voice, name_voices
        from transcribe.zoom.captions import namings

        given = self.files.names(self.turns, self.notes.attendees)

        def make() -> tuple[Naming, ...]:
            if not self.recordings:
                return namings(self.utterances, given, self.notes.attendees)
            guess = place(self.utterances, by_voice(given.values()), self.notes, self._chosen, chat=self.chat)
            cues = Cues(given, guess)
            if prints := self._remembered:
                heard = self._embeddings, self._talk, self.notes.attendees, prints
                cues = Cues(given, guess, voices.known(*heard), voices.guests(*heard))
            return name_voices(self.utterances, self.notes, cues)

        return self._keep(
            "names",
            tuple[Naming, ...],
            inputs={
                "utterances": digest(self.utterances),
                "notes": digest(self.notes),
                "chat": digest(self.chat),
                **({"given": digest(given)} if given else {}),
                **({"remembered": digest(self._remembered), "turns": digest(self.turns)} if self._remembered else {}),
            },
            make=make,
        )

    @cached_property
    def _remembered(self) -> tuple[Voiceprint, ...]:
        """The voices that the user lets this machine remember, none unless that is turned on."""
        from transcribe import voices

        return voices.remembered() if self.options.voices and self.recordings else ()

    @cached_property
    def _embeddings(self) -> dict[str, NDArray[np.float32]]:
        from transcribe.engines.pyannote import PyannoteDiarizer

        return PyannoteDiarizer(threads=self.options.threads).embed_voices(self.audio, self.turns)

    @property
    def _talk(self) -> dict[str, float]:
        from transcribe.utterances import talk_time

        return {voice: seconds for voice, seconds in talk_time(self.utterances).items() if voice is not None}

    def remember_voices(self) -> tuple[Voiceprint, ...]:
        """Keep the voices of the people of this call, as the approved review names them; gives back what was added.

        Raises:
            WorkError: nobody approved the call's names yet, or the voices cannot be written.
        """
        from transcribe import enrolment

        return enrolment.enrol(self.work, lambda: self._embeddings)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Which talk belongs to which item."""
        from transcribe.agenda import place

        names = {naming.voice: naming.name for naming in self.names if naming.name}
        return self._keep(
            "sections",
            tuple[Section, ...],
            inputs={
                "utterances": digest(self.utterances),
                "notes": digest(self.notes),
                "names": digest(names),
                "chat": digest(self.chat),
            },
            make=lambda: place(self.utterances, names, self.notes, self._chosen, chat=self.chat),
        )

    @cached_property
    def minutes(self) -> Minutes:
        """The drafted points."""
        from transcribe.minutes import assemble
        from transcribe.notes.neighbours import usual_length
        from transcribe.utterances import sureness

        return self._keep(
            "minutes",
            Minutes,
            settings={"drafter": self.options.drafter, "model": self.options.llm_model},
            inputs={
                "notes": digest(self.notes),
                "utterances": digest(self.utterances),
                "names": digest(self.names),
                "sections": digest(self.sections),
                "page": digest(self.undone.text),
                "pages beside it": self._beside("minutes"),
                "chat": digest(self.chat),
            },
            make=lambda: assemble(
                self.notes,
                self.utterances,
                self.names,
                self.sections,
                self._chosen.drafter,
                glossary=self._chosen.glossary(self.notes, self.utterances, self._around),
                length=usual_length(self.notes, self.undone.text, self._neighbours),
                sureness=sureness(self.transcript, self.utterances),
                chat=self.chat,
                progress=self._progress("minutes"),
            ),
        )

    @property
    def _around(self) -> Iterator[str]:
        """What was written around the call: the pages beside it, line by line, and the chat."""
        for page in self._neighbours:
            yield from page.splitlines()
        yield from (message.text for message in self.chat)

    @cached_property
    def revision(self) -> Revision:
        """All results with what people corrected applied to them."""
        from transcribe.revision import read_review, revise
        from transcribe.revision.following import Machine

        made = Machine(
            notes=self.notes,
            utterances=self.utterances,
            names=self.names,
            sections=self.sections,
            minutes=self.minutes,
        )
        return revise(made, read_review(self.work), self._drafted)

    @cached_property
    def draft(self) -> Draft:
        """The whole page with the minutes in it.

        Lines that an earlier run wrote are replaced; one that a person reworded stays, a deleted one does not come
        back.
        """
        from transcribe.draft import draft, without

        made = draft(
            self._left.text,
            self.notes if self._left.text == self.undone.text else self._read(self._left.text),
            without(self.revision.minutes, self._left.deleted),
            self.revision.names,
            times=self.options.times,
            others=self._neighbours,
            theirs=self._left.theirs,
        )
        self.work.write_text("minutes.md", made.text)
        return made

    def run(self, until: str = "draft", redo: str | None = None) -> None:
        """Make every stage up to and including `until`; `redo` and all after it anew.

        Raises:
            OptionError: no such stage.
            TranscribeError: whatever a stage meets.
        """
        for stage in (until, redo):
            if stage is not None and stage not in STAGES:
                raise OptionError(f"There is no stage {stage}; known are {', '.join(STAGES)}.")
        drafts = until in STAGES[STAGES.index("minutes") :] and not self.work.path("minutes").is_file()
        self._chosen.check(listens=bool(self.recordings), drafts=drafts)
        self._anew = frozenset(STAGES[STAGES.index(redo) :] if redo else ())
        self._remember()
        for stage in STAGES[: STAGES.index(until) + 1]:
            getattr(self, stage)
        if "audio" in self.__dict__:
            self._remember()

    def write_page(self) -> None:
        """Write the draft into the page itself and remember which lines are ours.

        Raises:
            PageChanged: somebody changed the page since it was read.
            WorkError: the page cannot be written.
        """
        if notes.load(self.page) != self.page_text:
            raise PageChanged(f"{self.page} was changed while this ran; run the same command again.")
        if self.draft.text != self.page_text:
            write_whole(self.page, self.draft.text)
        self._remember(drafted=(*self.draft.lines, *self._left.lost), page_sha256=digest(self.draft.text))

    def write_copy(self, output: Path) -> None:
        """Write the draft to another file.

        Raises:
            WorkError: the file cannot be written.
        """
        write_whole(output, self.draft.text)

    def _remember(self, **changes: Any) -> None:
        """Keep what the work folder is made from, so that later commands find page and recordings."""
        before, decoded = self.source, "audio" in self.__dict__
        made = Source(
            page=origin.kept(self.work, self.page),
            recordings=tuple(origin.kept(self.work, path) for path in self.recordings or self.files.transcripts),
            date=self.notes.date,
            call=notes.name_of(self.undone.text, self.notes),
            page_sha256=digest(self.page_text),
            recordings_sha256=tuple(self.digests.values()),
            drafted=before.drafted if before else (),
            notices=self.audio.notices if decoded else before.notices if before else (),
            **told(self.page.resolve().parent, self.options),
        )
        self.work.write("source", replace(made, **changes))

    @property
    def notices(self) -> tuple[str, ...]:
        """What went less well, of the recording and of the drafting, as long as what was made of it is kept."""
        decoding = self.source.notices if self.source else ()
        if "audio" in self.__dict__:
            decoding = self.audio.notices
        return (*decoding, *self.files.notices(self.__dict__.get("chat")), *self.minutes.notices)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the page lacks."""
        return notes.missing(self.notes, hint=self.hint, labelled=not self.recordings and bool(self.turns))

    def _keep(
        self,
        stage: str,
        kind: type[Value],
        *,
        make: Callable[[], Value],
        inputs: Mapping[str, str],
        settings: Mapping[str, object] | None = None,
    ) -> Value:
        recipe = Recipe(stage=stage, version=VERSIONS[stage], settings=dict(settings or {}), inputs=dict(inputs))

        def watched() -> Value:
            shown = stage if self.recordings else IMPORTED.get(stage, stage)
            self._watch(shown, 0, 1)
            value = make()
            self._watch(shown, 1, 1)
            return value

        return self.work.keep(stage, kind, recipe, watched, anew=stage in self._anew)

    def _progress(self, stage: str) -> Progress:
        return lambda done, total: self._watch(stage, done, total)

    @property
    def first(self) -> Path:
        """The first recording, or the transcript in its place."""
        return (*self.recordings, *self.files.transcripts)[0]

    @cached_property
    def _made_on(self) -> str | None:
        from transcribe import audio

        return audio.date_of(self.recordings[0]) if self.recordings else None

    @cached_property
    def digests(self) -> dict[str, str]:
        """The sha256 of each recording, or of the transcript in their place."""
        from transcribe import audio

        files = self.recordings or self.files.transcripts
        return {f"part {number}": audio.digest(path) for number, path in enumerate(files, start=1)}
