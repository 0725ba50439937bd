"""Links that were pasted into the chat while an item was discussed, as points of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.minutes.cleaning import words
from transcribe.notes.people import resolve
from transcribe.references import addresses_in, with_link_text
from transcribe.schema import Point
from transcribe.utterances import under_way

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transcribe.minutes import Context
    from transcribe.schema import AgendaItem, Notes, Seconds, Utterance
    from transcribe.zoom.chat import Message

MOST = 12
"""Messages with links that an item tells at most: as many as people paste in a whole call. What is left out is said."""

LONGEST = 12
"""Words around a link that are kept; of a longer message the link alone is."""

CONFIDENCE = 0.7

_NO_CONTENT = re.compile(r"//(?:[\w-]+\.)*(?:zoom\.us|tenor\.com|giphy\.com|read\.ai|otter\.ai|fireflies\.ai)(?:/|$)")
"""The call itself, pictures that move, and robots that take notes."""

_REPLY = re.compile(r"\?|^(?:no|nope|yes|yeah|yep|lol|haha|oh|hmm+|this would|me too|thanks?)\b", re.IGNORECASE)
"""Words around a link that answer somebody, and say nothing without them."""


def meanwhile(
    said: Sequence[Utterance], utterances: Sequence[Utterance], chat: Sequence[Message]
) -> tuple[Message, ...]:
    """What was written while these of the call's utterances were said, or in the pause after one."""
    own = {utterance.id for utterance in said}
    return tuple(message for message in chat if utterances[under_way(utterances, message.at)].id in own)


def pasted(item: AgendaItem | None, said: Sequence[Utterance], context: Context) -> list[Point]:
    """What was pasted while the item was discussed, each link once and none that the page has already."""
    known = {link for listed in context.notes.agenda for link in listed.links}
    found: list[Point] = []
    for message in context.chat:
        new = [link for link in message.links if link not in known and not _NO_CONTENT.search(link)]
        if new and len(found) < MOST:
            known.update(new)
            found.append(_point(message, new, item, said[under_way(said, message.at)], context))
    return found


def left_out(points: Iterable[Point], notes: Notes, chat: Sequence[Message]) -> tuple[tuple[Seconds, str], ...]:
    """The links that are in no point and not on the page's agenda, each once, with when they were pasted."""
    told = {link for point in points for link in addresses_in(point.text)}
    told.update(link for listed in notes.agenda for link in listed.links)
    pasted_at: dict[str, Seconds] = {}
    for message in chat:
        for link in message.links:
            if link not in told and not _NO_CONTENT.search(link):
                pasted_at.setdefault(link, message.at)
    return tuple((at, link) for link, at in pasted_at.items())


def _point(
    message: Message, links: Sequence[str], item: AgendaItem | None, during: Utterance, context: Context
) -> Point:
    around = message.text
    for link in message.links:
        around = around.replace(link, "")
    told = 0 < len(words(around)) <= LONGEST and len(links) == len(message.links) and not _REPLY.search(around)
    person = resolve(message.who, context.notes.attendees)
    return Point(
        id=f"p{during.id[1:]}",
        item=item.id if item else None,
        kind="note",
        text=with_link_text(message.text if told else " ".join(links)),
        speakers=(person.name if person else message.who,),
        at=message.at,
        utterances=(during.id,),
        confidence=CONFIDENCE,
    )
