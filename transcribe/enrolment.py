"""Keep the voices of a call whose review is approved; `process` does so at its end, `review` at the approval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from transcribe import options, origin, revision, voices
from transcribe.errors import RecordingError
from transcribe.notes.people import resolve
from transcribe.schema import Source, Turn, Utterance
from transcribe.utterances import talk_time
from transcribe.work import Recipe
from transcribe.zoom.captions import is_transcript

if TYPE_CHECKING:
    from collections.abc import Callable

    from transcribe.options import Options
    from transcribe.revision import Revision
    from transcribe.schema import Attendee
    from transcribe.voices import Embeddings, Voiceprint
    from transcribe.work import Work


def enrol(work: Work, embeddings: Callable[[], Embeddings] | None = None) -> tuple[Voiceprint, ...]:
    """Keep the voices of the people of this call, as the approved review names them; gives back what was added.

    Nothing is added from a call without sound, or a second time for one approval: who was forgotten since stays so.
    `embeddings` gives those of the call's voices where they are at hand; else the recording is heard again.

    Raises:
        WorkError: nobody approved the call's names yet, or the voices cannot be written.
        RecordingError: the recording is gone or cannot be used.
    """
    source = work.read("source", Source)
    revised = revision.load(work)
    approved = revised.review.approved
    heard_in = voices.Origin(Path(source.recordings[0]).name, revised.notes.date, approved)
    if approved is None:
        return voices.enrol({}, {}, {}, heard_in)
    recipe = Recipe(stage="remembered", version=1, settings={"approved": approved.at})
    if all(map(is_transcript, map(Path, source.recordings))) or work.has("remembered", tuple[str, ...], recipe):
        return ()
    said = work.read("utterances", tuple[Utterance, ...])
    talk = {voice: seconds for voice, seconds in talk_time(said).items() if voice is not None}
    sounds = embeddings() if embeddings else _embedded(work, source)
    added = voices.enrol(_people(revised), sounds, talk, heard_in)
    work.write("remembered", tuple(voice.name for voice in added), recipe)
    return added


def settings(work: Work, source: Source) -> Options:
    """The options that hold for a processed call now.

    Raises:
        OptionError: the settings beside the page or in the environment cannot be read.
    """
    page = origin.found(work, source, source.page) or origin.place(work, source.page)
    return options.of_call(page.parent, source)


def _people(revised: Revision) -> dict[str, Attendee]:
    """Voice -> who on the page's list it is."""
    known = revised.notes.attendees
    named = {naming.voice: resolve(naming.name, known) for naming in revised.names if naming.name}
    return {voice: person for voice, person in named.items() if person is not None}


def _embedded(work: Work, source: Source) -> Embeddings:
    from transcribe import audio
    from transcribe.engines.pyannote import PyannoteDiarizer

    places = [(origin.place(work, name), origin.found(work, source, name)) for name in source.recordings]
    gone = next((name for name, place in places if place is None), None)
    if gone is not None:
        raise RecordingError(f"{gone} is gone, so its voices are not kept; put it back and run transcribe process.")
    heard = audio.decode([place for _, place in places if place is not None])
    threads = settings(work, source).threads
    return PyannoteDiarizer(threads=threads).embed_voices(heard, work.read("turns", tuple[Turn, ...]))
