"""The transcript as a page of its own: who spoke how long, and every utterance under its item with its time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from transcribe import render
from transcribe.clock import clock
from transcribe.notes.dates import find_dates
from transcribe.publish import links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.publish.links import Hosts
    from transcribe.publish.timeline import Spoken
    from transcribe.schema import Notes, Seconds, Section

TEMPLATE = "transcript.md.j2"
OFF_AGENDA = "Off the agenda"
WITHOUT_ITEMS = "What was said"
SPECIAL = re.compile(r"([\\`*_\[\]<>~|&$])")


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance as it is shown; `link` opens the recording at it, where the host can."""

    speaker: str
    text: str
    anchor: str
    time: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """The talk of one section, under its item's title."""

    title: str
    lines: tuple[Line, ...]


def write(
    page: Notes,
    spoken: Sequence[Spoken],
    sections: Sequence[Section],
    *,
    recording: str,
    page_link: str,
    hosts: Hosts | None = None,
) -> str:
    """The Markdown text; `recording` is the recording's address, `page_link` leads back to the page."""
    shown = lines(spoken, recording, hosts)
    total = sum(said.duration for said in spoken)
    talk: dict[str, float] = {}
    for said in spoken:
        talk[said.speaker] = talk.get(said.speaker, 0.0) + said.duration
    most = sorted(talk.items(), key=lambda entry: -entry[1])
    return render.fill(
        TEMPLATE,
        title=escaped(page.title),
        date=None if any(page.date in dated.readings for dated in find_dates(page.title)) else page.date,
        recording=links.in_markdown(recording),
        page=page_link,
        length=clock(max((said.end for said in spoken), default=0.0)),
        people=[(escaped(name), clock(time), f"{time / total if total else 0:.0%}") for name, time in most],
        parts=parts(page, spoken, shown, sections),
    )


def lines(spoken: Sequence[Spoken], recording: str, hosts: Hosts | None = None) -> tuple[Line, ...]:
    """The utterances with their anchors and links, one for each, in the same order."""
    return tuple(
        Line(
            speaker=escaped(said.speaker),
            text=escaped(said.text),
            anchor=anchor,
            time=clock(said.start),
            link=link and links.in_markdown(link),
        )
        for said, anchor in zip(spoken, anchors([said.start for said in spoken]), strict=True)
        for link in [links.moment(recording, said.start, hosts)]
    )


def anchors(starts: Sequence[Seconds]) -> tuple[str, ...]:
    """A name for each moment that a person can type: `t-12-34`; further ones of the same second get a number."""
    seen: Counter[str] = Counter()
    found = []
    for start in starts:
        name = f"t-{clock(start).replace(':', '-')}"
        seen[name] += 1
        # a minute's two digits and a count cannot be mistaken for one another: the count is marked
        found.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return tuple(found)


def parts(
    page: Notes, spoken: Sequence[Spoken], shown: Sequence[Line], sections: Sequence[Section]
) -> tuple[Part, ...]:
    """The utterances in runs of one item; an item that comes back is marked so."""
    item_of = {utterance: section.item for section in sections for utterance in section.utterances}
    titles = {item.id: heading(item.title) for item in page.agenda}
    items = [item_of.get(said.id) for said in spoken]
    starts = (
        [0, *(place for place, (one, other) in enumerate(pairwise(items), start=1) if one != other)] if items else []
    )
    found: list[Part] = []
    came: set[str] = set()
    for start, end in pairwise([*starts, len(items)]):
        item = items[start]
        title = titles.get(item or "", OFF_AGENDA if any(items) else WITHOUT_ITEMS)
        if item in came:
            title += " (continued)"
        if item is not None:
            came.add(item)
        found.append(Part(title, tuple(shown[start:end])))
    return tuple(found)


def heading(title: str) -> str:
    """An item's title as one line of a heading: its links and code stay, what would end a heading goes."""
    return re.sub(r"\s*#+\s*$", "", " ".join(re.sub(r"<!--.*?-->", "", title, flags=re.DOTALL).split())) or "Untitled"


def escaped(text: str) -> str:
    """Words that were said, so that Markdown shows them as they are."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
