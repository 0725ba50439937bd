"""What speaks for each agenda item in each utterance, and for an item starting there: raw measures, not yet weighed."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transcribe.agenda.cues import skips, steering
from transcribe.agenda.likeness import MOST_NOTES, likeness
from transcribe.agenda.people import People
from transcribe.agenda.text import CLOSING, HEAD_WORDS, OPEN_END, OPENING, is_named_for_its_place, talk_of, terms
from transcribe.notes.owners import split_owners
from transcribe.references import item_numbers, numbers_linked, numbers_said
from transcribe.utterances import under_way

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transcribe.agenda.text import Matrix, Talk
    from transcribe.engines import SentenceEncoder
    from transcribe.schema import AgendaItem, Notes, Utterance
    from transcribe.zoom.chat import Message

FULL_WORDS = 60
MOST_WEIGHT = 2.0
"""An utterance of so many words counts once, a longer one more, up to a limit; a "yes" tells little."""

MOST_SHARED = 8.0
"""More shared rare words than this add nothing: a list read aloud is no better evidence."""

LONG_PAUSE_S = 5.0

NAMED_WITHIN = 5
"""Words after "back to" in which the item is named that is gone back to."""

CALLED_OUT = 0.5
"""Share of a title's words that calls an item out."""

USUAL_NEAREST = 0.5
USUAL_COVER = 0.6
"""Where items that are on the page and items of another call of the same people are equally likely."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Measures for T utterances and K items.

    `belongs`: (T, K) by kind, for talk of an item, the more of it the more. `mentions`: (T, K) by kind, the same for
    single words, however long the talk. `opens`: (T, K) by kind, for a start of an item. `breaks`: (T,) by
    kind, for a start of anything. `known`: (K,) by kind, for an item being discussed at all; `silent`: (K,) against it,
    where its owners do not speak. `quotes`: the words behind a kind at an utterance. `vectors` (T, d) are the
    utterances in their context, `weights` (T,) how much each counts.
    """

    belongs: Mapping[str, Matrix]
    mentions: Mapping[str, Matrix]
    opens: Mapping[str, Matrix]
    breaks: Mapping[str, Matrix]
    known: Mapping[str, Matrix]
    silent: Matrix
    quotes: Mapping[tuple[str, int], str]
    vectors: Matrix
    weights: Matrix


def read_signs(
    utterances: Sequence[Utterance],
    names: Mapping[str, str],
    notes: Notes,
    encoder: SentenceEncoder,
    chat: Sequence[Message] = (),
) -> Signs:
    """Everything that can be told from the words, the voices, the page and the chat."""
    talk = talk_of(utterances)
    quotes: dict[tuple[str, int], str] = {}
    alike = likeness(talk, notes.agenda, encoder)
    people = People(talk, names, notes)
    shared, title_words = _shared_words(talk, notes)
    numbers, number_opens = _numbers(talk, notes.agenda, quotes)
    name_said, owner_opens = people.opens()
    new_voice = people.new_voice()
    breaks = _breaks(talk, quotes) | {"depth": alike.depth, "new-voice": new_voice, "chair": people.chair()}
    breaks["wraps-up"] = _late(talk) * np.maximum(breaks["other-business"], 0.6 * breaks["ends-call"])
    for position in np.flatnonzero(breaks["wraps-up"]):
        kind = "other-business" if breaks["other-business"][position] else "ends-call"
        quotes["wraps-up", int(position)] = quotes[kind, int(position)]
    named = np.maximum(number_opens, np.minimum(1.0, 2 * title_words))
    skipped, breaks["skips"] = _skipped(talk, notes.agenda, named)
    pasted = _pasted(talk, notes.agenda, chat, quotes)
    return Signs(
        belongs={"similar": alike.talk, "owner": people.speaks(), "place": _place(talk, notes.agenda)},
        mentions={
            "words": shared,
            "number": numbers,
            "back-to": _back_to(talk, notes.agenda),
            "pasted": pasted,
            "skipped": skipped,
        },
        opens={
            "title": alike.head,
            "change": alike.change,
            "title-words": title_words,
            "number": number_opens,
            "name-said": name_said,
            "owner": owner_opens,
            "pasted": np.maximum(pasted, np.vstack([pasted[1:], np.zeros_like(pasted[:1])])),
            "comes-back": breaks["comes-back"][:, None] * named,
            "called": name_said * np.append(np.maximum(new_voice[:-1], new_voice[1:]), new_voice[-1:])[:, None],
        },
        breaks=breaks,
        known=_known(talk, notes.agenda, alike.nearest) | {"pasted": pasted.max(axis=0)},
        silent=people.silent(),
        quotes=quotes,
        vectors=alike.vectors,
        weights=np.array([min(MOST_WEIGHT, len(words) / FULL_WORDS) for words in talk.words]),
    )


def _shared_words(talk: Talk, notes: Notes) -> tuple[Matrix, Matrix]:
    """(T, K) inverse document frequency of the words shared with each item; and the share of a title's at the start.

    Whoever wrote a note is no word of the item.
    """
    agenda = notes.agenda
    said = [set(terms(utterance.text)) for utterance in talk.utterances]
    spread = Counter(word for words in said for word in words)
    unsigned = [[split_owners(note, notes.attendees)[0] for note in item.notes[:MOST_NOTES]] for item in agenda]
    wanted = [set(terms(" ".join((item.title, *own)))) for item, own in zip(agenda, unsigned, strict=True)]
    titles = [set(terms(item.title)) for item in agenda]
    carried = Counter(word for words in wanted for word in words)
    count = len(talk)

    def rarity(word: str) -> float:
        return math.log((count + 1) / (spread[word] + 1)) / carried[word]

    shared = np.zeros((count, len(agenda)))
    opening = np.zeros((count, len(agenda)))
    for position, words in enumerate(said):
        head = set(terms(talk.heads[position]))
        before = set(terms(talk.tails[position]))
        for column, item_words in enumerate(wanted):
            shared[position, column] = sum(rarity(word) for word in item_words & words)
            total = sum(rarity(word) for word in titles[column]) + 2.0
            hit = sum(rarity(word) * (1.0 if word in head else 0.5) for word in titles[column] & (head | before))
            opening[position, column] = hit / total
    return np.minimum(shared, MOST_SHARED), opening


def _known(talk: Talk, agenda: Sequence[AgendaItem], nearest: Matrix) -> dict[str, Matrix]:
    """(K,) how near the talk ever comes to an item, and the share of its title's words that are ever said."""
    said = {word for utterance in talk.utterances for word in terms(utterance.text)}
    near, covered = np.zeros(len(agenda)), np.zeros(len(agenda))
    for column, item in enumerate(agenda):
        if is_named_for_its_place(item.title):
            continue
        words = set(terms(item.title))
        near[column] = float(nearest[column]) - USUAL_NEAREST
        covered[column] = (len(words & said) + 0.5) / (len(words) + 1) - USUAL_COVER
    return {"nearest": near, "covered": covered}


def _numbers(
    talk: Talk,
    agenda: Sequence[AgendaItem],
    quotes: dict[tuple[str, int], str],
) -> tuple[Matrix, Matrix]:
    """(T, K) 1 where a number that only this item has is said; and where it is said in the first words."""
    wanted = [item_numbers(item) for item in agenda]
    carried = Counter(number for numbers in wanted for number in numbers)
    belongs = np.zeros((len(talk), len(agenda)))
    opens = np.zeros_like(belongs)
    if not carried:
        return belongs, opens
    for position, utterance in enumerate(talk.utterances):
        said, first = numbers_said(utterance.text), numbers_said(talk.heads[position])
        for column, numbers in enumerate(wanted):
            hit = [number for number in numbers & said if carried[number] == 1]
            belongs[position, column] = max((_trust(number) for number in hit), default=0.0)
            opens[position, column] = max((_trust(number) for number in hit if number in first), default=0.0)
            if hit:
                quotes["number", position] = hit[0]
    return belongs, opens


def _pasted(
    talk: Talk, agenda: Sequence[AgendaItem], chat: Sequence[Message], quotes: dict[tuple[str, int], str]
) -> Matrix:
    """(T, K) 1 where a link that only this item has is pasted into the chat."""
    wanted = [item_numbers(item) for item in agenda]
    found = np.zeros((len(talk), len(agenda)))
    for message in chat:
        numbers = numbers_linked(message.text)
        hit = [
            column
            for column, item in enumerate(agenda)
            if numbers & wanted[column] or any(link in item.links for link in message.links)
        ]
        if len(hit) == 1:
            position = under_way(talk.utterances, message.at)
            found[position, hit[0]] = 1.0
            quotes["pasted", position] = message.links[0]
    return found


def _trust(number: str) -> float:
    """Two digits are said for many reasons, four hardly."""
    return {2: 0.2, 3: 0.8}.get(len(number), 1.0)


def _back_to(talk: Talk, agenda: Sequence[AgendaItem]) -> Matrix:
    """(T, K) 1 where somebody asks to go back to an item, by its number or a word that no other item's title has."""
    titles = [set(terms(item.title)) for item in agenda]
    carried = Counter(word for words in titles for word in words)
    wanted = [item_numbers(item) for item in agenda]
    found = np.zeros((len(talk), len(agenda)))
    for position, head in enumerate(talk.heads):
        for phrase in steering(head):
            if phrase.kind != "comes-back":
                continue
            first = phrase.word + len(phrase.quote.split())
            named = " ".join(talk.words[position][first : first + NAMED_WITHIN])
            words, numbers = set(terms(named)), numbers_said(named)
            for column, (title, own) in enumerate(zip(titles, wanted, strict=True)):
                if own & numbers or any(carried[word] == 1 for word in title & words):
                    found[position, column] = 1.0
    return found


def _skipped(talk: Talk, agenda: Sequence[AgendaItem], named: Matrix) -> tuple[Matrix, Matrix]:
    """(T, K) 1 after an item was called out and skipped, until it is called out again; (T,) 1 where one is skipped."""
    titles = [set(terms(item.title)) for item in agenda]
    wanted = [item_numbers(item) for item in agenda]
    found, said = np.zeros((len(talk), len(agenda))), np.zeros(len(talk))
    for position, utterance in enumerate(talk.utterances):
        if not skips(utterance.text):
            continue
        column = int(named[position].argmax())
        if named[position, column] < CALLED_OUT:
            continue
        said[position] = 1.0
        for later in range(position + 1, len(talk)):
            text = talk.utterances[later].text
            shared = titles[column] & set(terms(text))
            if wanted[column] & numbers_said(text) or (shared and len(shared) >= CALLED_OUT * len(titles[column])):
                break
            found[later, column] = 1.0
    return found, said


def _breaks(
    talk: Talk,
    quotes: dict[tuple[str, int], str],
) -> dict[str, Matrix]:
    """(T,) by kind: steering phrases at the start and before, a new voice, a pause, the length of what follows."""
    count = len(talk)
    found = {
        kind: np.zeros(count)
        for kind in ("moves-on", "hands-over", "closes", "comes-back", "opens-call", "other-business", "ends-call")
    }
    before = {f"after-{kind}": np.zeros(count) for kind in ("moves-on", "hands-over", "closes", "ends-call")}
    voice, pause, length = np.zeros(count), np.zeros(count), np.zeros(count)
    for position, utterance in enumerate(talk.utterances):
        for phrase in steering(talk.heads[position]):
            value = 1.0 if phrase.word < HEAD_WORDS // 2 else 0.6
            if value > found[phrase.kind][position]:
                found[phrase.kind][position] = value
                quotes[phrase.kind, position] = phrase.quote
        for phrase in steering(talk.tails[position]):
            if f"after-{phrase.kind}" in before:
                before[f"after-{phrase.kind}"][position] = 1.0
                quotes[f"after-{phrase.kind}", position] = phrase.quote
        if position:
            earlier = talk.utterances[position - 1]
            voice[position] = float(utterance.voice != earlier.voice)
            pause[position] = min(1.0, max(0.0, utterance.start - earlier.end) / LONG_PAUSE_S)
        length[position] = min(1.0, len(talk.words[position]) / HEAD_WORDS)
    return {**found, **before, "voice": voice, "pause": pause, "length": length}


def _when(talk: Talk) -> Matrix:
    """(T,) how far the call has come when an utterance starts, 0 to 1."""
    ends = max(utterance.end for utterance in talk.utterances) or 1.0
    return np.array([utterance.start / ends for utterance in talk.utterances])


def _late(talk: Talk) -> Matrix:
    """(T,) 0 in the first half of the call, rising to 1 at its end's tenth."""
    late: Matrix = np.clip((_when(talk) - 0.5) / 0.4, 0.0, 1.0)
    return late


def _place(talk: Talk, agenda: Sequence[AgendaItem]) -> Matrix:
    """(T, K) what an item's name tells about its time: a closing is not early, open talk rather late."""
    when = _when(talk)
    found = np.zeros((len(talk), len(agenda)))
    for column, item in enumerate(agenda):
        if CLOSING.search(item.title):
            found[:, column] = np.interp(when, (0.6, 0.8), (-2.0, 0.0))
        elif OPEN_END.search(item.title) and not OPENING.search(item.title):
            found[:, column] = np.where(when > 0.5, 0.1, -0.5)
    return found
