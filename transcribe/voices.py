"""Remembers voices, if the user turned that on: one embedding per named person and approved call, on this machine only.

They lie in one file of the user's data directory that only its owner may read, never in a work folder or repository.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from transcribe.errors import WorkError
from transcribe.notes.people import fold, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from transcribe.schema import Approval, Attendee

    Embeddings = Mapping[str, NDArray[np.float32]]
    """Voice -> one embedding of length 1."""

LOCATION = "TRANSCRIBE_DATA"
"""Environment variable that names another data directory."""

SHORTEST_S = 5.0
"""Voices heard for less are not kept, and not compared."""

SAME_FROM = 0.6
MARGIN = 0.15
"""A voice is known when its cosine to a kept one is at least this, and this much above that to anyone else's.

Measured with CAM++ on real recordings, five seconds and more each: one person 0.67 to 0.93, two people at most 0.46.
"""

OTHER_BELOW = 0.3
"""Below this cosine it is somebody else."""

LEAST_ODDS, MOST_ODDS, OTHER_ODDS = 4.0, 7.0, -2.0
"""Log-odds of a voice known just so and beyond doubt, and of one that is somebody else."""


@dataclass(frozen=True, slots=True)
class Voiceprint:
    """How a person sounded in one call: the recording's name, the call's date, and when it was approved."""

    name: str
    handle: str | None
    call: str
    date: str | None
    kept: str
    embedding: tuple[float, ...]

    def comes_from(self, origin: Origin) -> bool:
        """Whether it was heard in that call."""
        return (self.call, self.date) == (origin.call, origin.date)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where voices come from: the recording's name, the call's date, and who approved its names (None: nobody yet)."""

    call: str
    date: str | None
    approved: Approval | None


def place() -> Path:
    """The file that holds the voices."""
    given = os.environ.get(LOCATION)
    if given:
        return Path(given).expanduser() / "voices.json"
    import platformdirs

    return platformdirs.user_data_path("transcribe") / "voices.json"


def remembered() -> tuple[Voiceprint, ...]:
    """Every voice that is kept, by name and call.

    Raises:
        WorkError: the file cannot be read or is not one of ours.
    """
    path = place()
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Voiceprint, ...])
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise WorkError(f"{path}: the remembered voices cannot be read ({error.strerror}).") from error
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise WorkError(
            f"{path} does not hold remembered voices ({error}); forget them with: transcribe voices forget --all"
        ) from error


def enrol(
    people: Mapping[str, Attendee], embeddings: Embeddings, talk: Mapping[str, float], origin: Origin
) -> tuple[Voiceprint, ...]:
    """Keep the voices of a call whose review is approved; gives back what was added.

    `people` is voice -> attendee as the review leaves it, `talk` voice -> seconds. Of a person with several voices
    the longest is kept. What was kept of the call before goes: names may have been corrected since.

    Raises:
        WorkError: nobody approved the call's names, or the file cannot be written.
    """
    if origin.approved is None:
        raise WorkError(
            f"The names of {origin.call} are not approved yet; voices are remembered from approved calls only."
        )
    longest: dict[str, str] = {}
    for voice, person in people.items():
        long_enough = voice in embeddings and talk.get(voice, 0.0) >= SHORTEST_S
        if long_enough and talk[voice] > talk.get(longest.get(person.name, ""), 0.0):
            longest[person.name] = voice
    added = tuple(
        Voiceprint(
            name=name,
            handle=people[voice].handle,
            call=origin.call,
            date=origin.date,
            kept=origin.approved.at,
            embedding=tuple(round(float(value), 5) for value in embeddings[voice]),
        )
        for name, voice in longest.items()
    )
    before = remembered()
    others = tuple(old for old in before if not old.comes_from(origin))
    if added or len(others) < len(before):
        _write((*others, *added))
    return added


def forget(name: str) -> int:
    """Remove every voice of that person (name or handle, case and accents aside); gives back how many there were."""
    wanted = fold(name)
    before = remembered()
    left = tuple(kept for kept in before if wanted not in (fold(kept.name), fold(kept.handle or "")))
    if len(left) < len(before):
        _write(left)
    return len(before) - len(left)


def forget_all() -> bool:
    """Remove the file; gives back whether there was one."""
    try:
        place().unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise WorkError(f"{place()}: the remembered voices cannot be removed ({error.strerror}).") from error
    return True


def export() -> bytes:
    """All that is kept, as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(remembered()), indent=2) + b"\n"


def known(
    embeddings: Embeddings, talk: Mapping[str, float], attendees: Sequence[Attendee], prints: Iterable[Voiceprint]
) -> dict[str, dict[str, float]]:
    """Voice -> attendee -> log-odds, for `Cues.known`: high for a match, low for remembered people it is not."""
    found: dict[str, dict[str, float]] = {}
    for voice, people in _likeness(embeddings, talk, tuple(prints), attendees).items():
        for person, alike in people.items():
            if person.attendee is not None and alike < OTHER_BELOW:
                found.setdefault(voice, {})[person.attendee] = OTHER_ODDS
        same = _same(people)
        if same is not None and same.attendee is not None:
            strength = min(1.0, (people[same] - SAME_FROM) / (0.8 - SAME_FROM))
            found.setdefault(voice, {})[same.attendee] = LEAST_ODDS + strength * (MOST_ODDS - LEAST_ODDS)
    return found


def guests(
    embeddings: Embeddings, talk: Mapping[str, float], attendees: Sequence[Attendee], prints: Iterable[Voiceprint]
) -> dict[str, str]:
    """Voice -> the remembered person whose voice it is, where they are not on the call's list."""
    likeness = _likeness(embeddings, talk, tuple(prints), attendees)
    found = {voice: _same(people) for voice, people in likeness.items()}
    return {voice: same.name for voice, same in found.items() if same is not None and same.attendee is None}


@dataclass(frozen=True, slots=True)
class _Person:
    """A remembered person, and the attendee of this call they are."""

    name: str
    attendee: str | None


def _likeness(
    embeddings: Embeddings, talk: Mapping[str, float], prints: tuple[Voiceprint, ...], attendees: Sequence[Attendee]
) -> dict[str, dict[_Person, float]]:
    """Voice -> person -> the highest cosine to any of the person's kept voices."""
    import numpy as np

    found: dict[str, dict[_Person, float]] = {}
    people = {kept: _Person(kept.name, _attendee(kept, attendees)) for kept in prints}
    for voice, embedding in embeddings.items():
        if talk.get(voice, 0.0) < SHORTEST_S:
            continue
        near = found.setdefault(voice, {})
        for kept, person in people.items():
            if len(kept.embedding) == len(embedding):
                alike = float(np.dot(embedding, np.asarray(kept.embedding, np.float32)))
                near[person] = max(near.get(person, -1.0), alike)
    return found


def _attendee(kept: Voiceprint, attendees: Sequence[Attendee]) -> str | None:
    for spelling in (kept.handle, kept.name):
        person = resolve(spelling, attendees) if spelling else None
        if person is not None:
            return person.name
    return None


def _same(people: Mapping[_Person, float]) -> _Person | None:
    """Whose voice it is: alike enough, and clearly more than any other person's."""
    ranked = sorted(people, key=lambda person: -people[person])
    if not ranked or people[ranked[0]] < SAME_FROM:
        return None
    return ranked[0] if len(ranked) == 1 or people[ranked[0]] - people[ranked[1]] >= MARGIN else None


def _write(prints: tuple[Voiceprint, ...]) -> None:
    path = place()
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    ordered = tuple(sorted(prints, key=lambda kept: (fold(kept.name), kept.call)))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(msgspec.json.encode(ordered))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise WorkError(f"{path}: the voices cannot be remembered ({error.strerror}).") from error
