"""Remember the voices of a call when its review is approved, in the background and only where that is turned on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from transcribe import enrolment
from transcribe.errors import TranscribeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from transcribe.schema import Source
    from transcribe.work import Work


class Keeper:
    """Remembers the voices of one call; `tell` hears how that goes."""

    def __init__(self, work: Work, tell: Callable[[str], None]) -> None:
        self._work = work
        self._tell = tell
        self._one_at_a_time = threading.Lock()
        self._begun: list[threading.Thread] = []

    def is_on(self, source: Source) -> bool:
        """Whether the user lets this machine remember the voices of this call."""
        return enrolment.settings(self._work, source).voices

    def begin(self) -> None:
        """Begin to remember the voices of the approved call."""
        thread = threading.Thread(target=self._keep, daemon=True)
        self._begun.append(thread)
        thread.start()

    def wait(self) -> None:
        """Come back when all that was begun is done."""
        for thread in self._begun:
            thread.join()

    def _keep(self) -> None:
        with self._one_at_a_time:
            self._tell("Remembering the voices of this call …")
            try:
                added = enrolment.enrol(self._work)
            except TranscribeError as error:
                self._tell(str(error))
                return
        names = ", ".join(kept.name for kept in added)
        self._tell(f"Remembered: {names}." if names else "No voice of this call was new.")
