"""How a page writes its minutes: bullets, indents, and whether and how it tags who spoke."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from transcribe.notes.markdown import first_text, parse, split_lines, walk
from transcribe.notes.owners import CHECKBOX, TAG, owners_of
from transcribe.notes.people import fold, resolve
from transcribe.notes.places import habits, sub_bullets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from transcribe.notes.markdown import Document
    from transcribe.notes.places import Habit
    from transcribe.schema import Attendee, Notes, PointKind

ENOUGH = 5
"""So many sub-notes without a single `[Name]` are a habit."""

LABELS: tuple[tuple[PointKind, re.Pattern[str]], ...] = (
    ("action", re.compile(r"^(\*\*|__)?(?:action(?: items?)?|ai|todo)\s*:?(?(1)\1):?(?=\s)", re.IGNORECASE)),
    ("decision", re.compile(r"^(\*\*|__)?(?:decision|decided|agreed|resolution)\s*:?(?(1)\1):?(?=\s)", re.IGNORECASE)),
    ("question", re.compile(r"^(\*\*|__)?(?:question|open question|q)\s*:?(?(1)\1):?(?=\s)", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Style:
    """What a page's own notes show.

    `bullet` and `indent` open a sub-note, `tagged` says whether notes open with `[Name]`, `handles` and `lower` how
    those names are written, `spelled` how people are called that the page tags already (by name), `labels` the words
    that open actions and decisions (`**ACTION**:`).
    """

    bullet: str = "-"
    indent: str = "    "
    tagged: bool = True
    handles: bool = False
    lower: bool = False
    spelled: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def tag(self, name: str, people: Sequence[Attendee]) -> str:
        """What stands in the brackets for this person: as short as the page writes it, and never meaning two."""
        person = next((attendee for attendee in people if attendee.name == name), None)
        if person is None:
            return name
        if name in self.spelled and resolve(self.spelled[name], people) == person:
            return self.spelled[name]
        first = person.name.split()[0]
        forms = [first.lower() if self.lower else first, person.name]
        if person.handle:
            forms.insert(0 if self.handles else 1, person.handle)
        return next((form for form in forms if resolve(form, people) == person), person.name)


@lru_cache(maxsize=4)
def habits_of(texts: tuple[str, ...]) -> tuple[Habit, ...]:
    """How the notes of these pages are written."""
    return tuple(habit for text in texts for habit in habits(parse(text), (0, len(split_lines(text)))))


def style(notes: Notes, text: str, *, others: Sequence[str] = ()) -> Style:
    """Learn from the call and from the page's other calls; from other pages where these show too little.

    Where nothing can be learned it is this community's habit.
    """
    document = parse(text)
    depths = Counter(habits(document, notes.lines)) or Counter(habits_of((text,))) or Counter(habits_of(tuple(others)))
    step, bullet, tab = depths.most_common(1)[0][0] if depths else (4, "-", False)
    bullets = list(_bullets(document, notes.sections.get("attendees", (0, 0))))
    if sum(level for level, _ in bullets) < ENOUGH:
        bullets += [found for other in others for found in _bullets(parse(other), (0, 0))]
    below = [line for level, line in bullets if level]
    top = [line for level, line in bullets if not level]
    tags = [name for line in [*below, *top] for name in _tags(line, notes.attendees)]
    people = [(name, person) for name in tags if (person := resolve(name, notes.attendees)) is not None]
    spelled: dict[str, Counter[str]] = {}
    for name, person in people:
        spelled.setdefault(person.name, Counter())[name] += 1
    by_handle = sum(fold(name) == fold(person.handle or "") != fold(person.name) for name, person in people)
    firsts = [name for name, person in people if fold(name) != fold(person.handle or "")]
    own = sum(bool(_tags(line, notes.attendees)) for line in below)
    return Style(
        bullet=bullet,
        indent="\t" if tab else " " * step,
        tagged=own > 0 or (len(below) < ENOUGH and _could_tag(notes, tags)),
        handles=by_handle * 2 > len(people),
        lower=sum(name == name.lower() for name in firsts) * 2 > len(firsts),
        spelled={name: counts.most_common(1)[0][0].lstrip("@") for name, counts in spelled.items()},
        labels=_labels(below),
    )


def _could_tag(notes: Notes, tags: Sequence[str]) -> bool:
    """Whether a page without sub-notes would tag them: it tags owners so, or it shows no owners at all."""
    return bool(tags) or not any(item.owners for item in notes.agenda)


def _bullets(document: Document, skipped: tuple[int, int]) -> Iterator[tuple[bool, str]]:
    """Every bullet outside of the skipped lines, and whether it lies below another."""
    nested = {id(below) for _, below in sub_bullets(document.blocks)}
    for block in walk(document.blocks):
        if block.kind == "item" and not block.within(skipped):
            text = first_text(block)
            if text is not None:
                yield id(block) in nested, text.text.split("\n")[0]


def _tags(line: str, people: Sequence[Attendee]) -> tuple[str, ...]:
    match = TAG.match(CHECKBOX.sub("", line))
    return owners_of(match[1], people) if match else ()


def _labels(lines: Sequence[str]) -> dict[str, str]:
    """The words this page opens actions, decisions and questions with, where it does so."""
    found: dict[str, Counter[str]] = {}
    for line in lines:
        for kind, pattern in LABELS:
            match = pattern.match(line)
            if match and (":" in match[0] or match[1]):
                found.setdefault(kind, Counter())[match[0]] += 1
    return {kind: counts.most_common(1)[0][0] for kind, counts in found.items()}
