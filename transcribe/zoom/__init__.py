"""What Zoom leaves beside a recording: a transcript that names who spoke (.vtt, .srt), and the chat (.txt)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from transcribe.errors import OptionError, RecordingError
from transcribe.wording import link
from transcribe.zoom.captions import is_transcript, names_given, read_transcript
from transcribe.zoom.chat import CLOCK_OF_ITS_OWN, is_chat, read_chat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from transcribe.schema import Attendee, Naming, Transcript, Turn
    from transcribe.zoom.chat import Message


USUAL_CHATS = ("chat.txt", "meeting_saved_chat.txt")
"""What Zoom calls the chat in the folder of a recording."""


class CallFiles:
    """The files of one call: its recordings in order, and what Zoom left beside them.

    Raises:
        RecordingError: one is missing, a folder or a link, or there is nothing to hear or read.
        OptionError: two transcripts or two chats.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self.named = files = tuple(files)
        for path in files:
            if not path.is_file() and (address := link(path)):
                raise RecordingError(
                    f"{address} is a link, and only files are processed; download it and name the file."
                )
            if not path.is_file():
                what = "is a folder; name the recording in it" if path.is_dir() else "does not exist; check its name"
                raise RecordingError(f"{path} {what}.")
        self.transcripts = tuple(path for path in files if is_transcript(path))
        self.chats = tuple(path for path in files if is_chat(path))
        self.recordings = tuple(path for path in files if path not in (*self.transcripts, *self.chats))
        for kind, found in (("transcript (.vtt, .srt)", self.transcripts), ("chat (.txt)", self.chats)):
            if len(found) > 1:
                raise OptionError(f"A call has one {kind}, but {found[0].name} and {found[1].name} are named.")
        if not self.recordings and not self.transcripts:
            raise RecordingError(f"{files[0]} is only a chat; name the call's recording too.")

    @cached_property
    def transcript(self) -> Transcript:
        """The transcript; ask only where there is one.

        Raises:
            TranscriptError: it cannot be read.
        """
        return read_transcript(self.transcripts[0])

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """What was written to everyone, by whatever clock.

        Raises:
            ChatError: the chat cannot be read.
        """
        return read_chat(self.chats[0]) if self.chats else ()

    def names(self, turns: Iterable[Turn], people: Sequence[Attendee]) -> dict[str, Naming]:
        """Voice -> who it is according to the transcript: by its own labels, or the voices they coincide with."""
        return names_given(self.transcript, turns, people) if self.transcripts else {}

    def notices(self, used: Sequence[Message] | None) -> tuple[str, ...]:
        """What a user should know of the transcript and the chat.

        `used` is what came of the chat, None where it was not asked for.
        """
        return (*self._nameless(), *self._chat_notices(used))

    def _nameless(self) -> tuple[str, ...]:
        if not self.transcripts or any(segment.voice for segment in self.transcript.segments):
            return ()
        loss = "it adds nothing to the recording" if self.recordings else "the minutes cannot say who spoke"
        return (f"{self.transcripts[0].name} names no speaker, so {loss}.",)

    def _chat_notices(self, used: Sequence[Message] | None) -> tuple[str, ...]:
        if self.messages and used is not None and not used:
            return (CLOCK_OF_ITS_OWN,)
        beside = [
            path for name in USUAL_CHATS for file in self.recordings[:1] if (path := file.with_name(name)).is_file()
        ]
        if beside and not self.chats:
            return (f"{beside[0].name} lies beside the recording; name it too, and its links come under their items.",)
        return ()
