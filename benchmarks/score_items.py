"""How well talk is put under agenda items: share of talk, starts, segmentation, items not discussed, with baselines."""

from __future__ import annotations

import atexit
import hashlib
import random
import statistics
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.corpus import Call, ItemSpan, calls
from transcribe.schema import AgendaItem, Attendee, Notes, Section, Utterance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from transcribe.engines import SentenceEncoder

SEED = 20
FOREIGN_ITEMS = 3
WITHIN_SECONDS = 30.0


class Remembering:
    """The sentence encoder with its vectors kept in a file, so that a second run takes seconds."""

    def __init__(self) -> None:
        self._file = Path(tempfile.gettempdir()) / "transcribe-benchmarks" / "minilm.npz"
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._encoder: SentenceEncoder | None = None
        if self._file.is_file():
            with np.load(self._file) as kept:
                self._vectors = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does."""
        keys = [hashlib.sha1(sentence.encode(), usedforsecurity=False).hexdigest() for sentence in sentences]
        missing = {key: sentence for key, sentence in zip(keys, sentences, strict=True) if key not in self._vectors}
        if missing:
            if self._encoder is None:
                from transcribe.engines import sentence_encoder

                self._encoder = sentence_encoder("minilm")
            self._vectors.update(zip(missing, self._encoder.encode(list(missing.values())), strict=True))
        return np.stack([self._vectors[key] for key in keys]) if keys else np.zeros((0, 384), dtype=np.float32)

    def keep(self) -> None:
        """Write what was encoded."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        aside = self._file.with_suffix(".part.npz")
        np.savez(aside, keys=np.array(list(self._vectors)), vectors=np.stack(list(self._vectors.values())))
        aside.replace(self._file)


@dataclass(frozen=True, slots=True)
class Case:
    """A call with its page as read, and the item id that each utterance belongs to: "" off the agenda, None unknown."""

    call: Call
    notes: Notes
    truth: tuple[str | None, ...]

    @property
    def names(self) -> dict[str, str]:
        """True voice names: each voice of these calls is its speaker's name."""
        return {utterance.voice: utterance.voice for utterance in self.call.utterances if utterance.voice}


@dataclass(frozen=True, slots=True)
class Score:
    """How one call came out; shares 0 to 1, errors in seconds (a missed item: the call's length)."""

    id: str
    half: str
    right: float
    errors: tuple[float, ...]
    pk: float
    window_diff: float


def cases(half: str | None = None) -> tuple[Case, ...]:
    """Every call with known items, of one half or of both."""
    return tuple(_case(call) for call in calls() if call.items and half in {None, call.half})


def _case(call: Call) -> Case:
    notes = read_page(call.page.read_text(encoding="utf-8"))
    ids = {_plain(item.title, item.owners): item.id for item in notes.agenda}
    truth = tuple(truth_of(utterance.start, call.items, ids) for utterance in call.utterances)
    return Case(call, notes, truth)


def truth_of(start: float, items: Sequence[ItemSpan], ids: dict[str, str]) -> str | None:
    """The id of the item that an utterance starting then belongs to, "" off the agenda, None where nobody knows."""
    span = next((span for span in reversed(items) if span.start - 0.005 <= start < span.end), None)
    if span is None:
        return None
    return ids[span.item] if span.item else ""


def _plain(title: str, owners: Sequence[str]) -> str:
    return f"[{', '.join(owners)}] {title}" if owners else title


def read_page(text: str) -> Notes:
    """The corpus's own simple pages."""
    parts: dict[str, list[str]] = {}
    title, date, part = "", None, ""
    for line in text.splitlines():
        if line.startswith("### "):
            part = line[4:].strip().lower()
        elif line.startswith("## "):
            date = line[3:].strip()
        elif line.startswith("# "):
            title = line[2:].strip()
        elif line.startswith("- "):
            parts.setdefault(part, []).append(line[2:].strip())
    return Notes(
        title=title,
        date=date,
        mc=tuple(parts.get("mc", ())),
        attendees=tuple(_attendee(entry) for entry in parts.get("who joined", ())),
        agenda=tuple(_item(entry, number) for number, entry in enumerate(parts.get("agenda", ()))),
        links=(),
        placeholders=(),
        lines=(0, len(text.splitlines())),
        sections={},
    )


def _attendee(entry: str) -> Attendee:
    name, _, rest = entry.partition(" (")
    handle = rest.partition("@")[2].partition("]")[0] or None
    return Attendee(name=name, handle=handle)


def _item(entry: str, number: int) -> AgendaItem:
    import re

    owners = re.match(r"\[([^\]]+)\](?!\()\s*(.*)", entry)
    title = owners.group(2) if owners else entry
    return AgendaItem(
        id=f"i{number}",
        title=title,
        owners=tuple(owner.strip() for owner in owners.group(1).split(",")) if owners else (),
        notes=(),
        links=tuple(re.findall(r"\]\(([^)]+)\)", title)),
        lines=(number, number + 1),
    )


def hidden(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """The same talk with voices instead of names."""
    voices: dict[str | None, str | None] = {None: None}
    for utterance in utterances:
        voices.setdefault(utterance.voice, f"Speaker {len(voices)}")
    return tuple(replace(utterance, voice=voices[utterance.voice]) for utterance in utterances)


def score(case: Case, sections: Sequence[Section]) -> Score:
    """Compare sections with what is known."""
    import segeval

    of = {utterance: section.item or "" for section in sections for utterance in section.utterances}
    known = [position for position, item in enumerate(case.truth) if item is not None]
    utterances = case.call.utterances
    guess = [of[utterances[position].id] for position in known]
    truth = [case.truth[position] for position in known]
    lengths = np.array([utterances[position].duration for position in known])
    right = float(lengths[np.array([a == b for a, b in zip(guess, truth, strict=True)])].sum() / lengths.sum())
    called, wanted = _masses(guess), _masses(truth)
    return Score(
        id=case.call.id,
        half=case.call.half,
        right=right,
        errors=start_errors(case, sections),
        pk=float(segeval.pk(called, wanted)),
        window_diff=float(segeval.window_diff(called, wanted)),
    )


def start_errors(case: Case, sections: Sequence[Section]) -> tuple[float, ...]:
    """For each item talked about, how far off its first start is."""
    length = case.call.utterances[-1].end
    firsts: dict[str, float] = {}
    for utterance, item in zip(case.call.utterances, case.truth, strict=True):
        if item:
            firsts.setdefault(item, utterance.start)
    found: dict[str, float] = {}
    for section in sections:
        if section.item is not None:
            found.setdefault(section.item, section.start)
    return tuple(abs(found[item] - start) if item in found else length for item, start in firsts.items())


def _masses(labels: Sequence[str | None]) -> tuple[int, ...]:
    masses = [1]
    for before, label in zip(labels, labels[1:], strict=False):
        if label == before:
            masses[-1] += 1
        else:
            masses.append(1)
    return tuple(masses)


def with_foreign(case: Case, others: Sequence[Case]) -> tuple[Notes, frozenset[str]]:
    """The page with three items of another call of the same community mixed in, and their ids."""
    chance = random.Random(f"{SEED} {case.call.id}")  # noqa: S311
    own = {item.title.casefold() for item in case.notes.agenda}
    pool = [
        item
        for other in others
        if other.call.community == case.call.community and other.call.id != case.call.id
        for item in other.notes.agenda
        if item.title.casefold() not in own
    ]
    pool = list({item.title.casefold(): item for item in pool}.values())
    picked = chance.sample(pool, min(FOREIGN_ITEMS, len(pool)))
    foreign = [replace(item, id=f"foreign{number}") for number, item in enumerate(picked)]
    agenda = list(case.notes.agenda)
    for item in foreign:
        agenda.insert(chance.randrange(len(agenda) + 1), item)
    return replace(case.notes, agenda=tuple(agenda)), frozenset(item.id for item in foreign)


def shuffled(case: Case) -> Notes:
    """The page with its items in another order."""
    agenda = list(case.notes.agenda)
    random.Random(f"{SEED} {case.call.id}").shuffle(agenda)  # noqa: S311
    return replace(case.notes, agenda=tuple(agenda))


def summary(scores: Sequence[Score]) -> dict[str, float]:
    """What the bars are set on."""
    rights = sorted(score.right for score in scores)
    errors = [error for score in scores for error in score.errors]
    return {
        "right median": statistics.median(rights),
        "right worst tenth": rights[max(0, len(rights) // 10 - 1)] if len(rights) < 20 else rights[len(rights) // 10],
        "start error median s": statistics.median(errors),
        "starts within 30 s": sum(error <= WITHIN_SECONDS for error in errors) / len(errors),
        "Pk": statistics.mean(score.pk for score in scores),
        "WindowDiff": statistics.mean(score.window_diff for score in scores),
    }


def print_row(name: str, values: dict[str, float]) -> None:
    """One line of the table."""
    print(
        f"{name:34}" + "".join(f"{value:9.1f}" if "error" in key else f"{value:9.3f}" for key, value in values.items())
    )


def main() -> None:
    """Print the tables."""
    from transcribe.agenda import not_discussed, place

    encoder = Remembering()
    both = cases()
    atexit.register(encoder.keep)
    for half in ("tuned", "held") if "--held" in sys.argv else ("tuned",):
        chosen = [case for case in both if case.call.half == half]
        named = [score(case, place(case.call.utterances, case.names, case.notes, encoder)) for case in chosen]
        print_row(f"{half}, named", summary(named))
        if "-v" in sys.argv:
            for each in named:
                print(
                    f"    {each.id:36}{each.right:6.2f}{each.pk:6.2f}{each.window_diff:6.2f}  {[round(e) for e in each.errors]}"
                )
        unnamed = [score(case, place(hidden(case.call.utterances), {}, case.notes, encoder)) for case in chosen]
        print_row(f"{half}, no names", summary(unnamed))
        mixed = [score(case, place(case.call.utterances, case.names, shuffled(case), encoder)) for case in chosen]
        print_row(f"{half}, shuffled", summary(mixed))
        counts: Counter[str] = Counter()
        for case in chosen:
            notes, foreign = with_foreign(case, both)
            said = not_discussed(place(case.call.utterances, case.names, notes, encoder), notes)
            counts["said"] += len(said)
            counts["right"] += len(foreign & set(said))
            counts["foreign"] += len(foreign)
        print(
            f"{half}, foreign items: precision {counts['right']}/{counts['said']}, recall {counts['right']}/{counts['foreign']}"
        )


if __name__ == "__main__":
    main()
