"""What speaks for each agenda item in each utterance, and for an item starting there: raw measures, not yet weighed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transcribe.agenda_cues import steering
from transcribe.references import item_numbers, numbers_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from transcribe.engines import SentenceEncoder
    from transcribe.schema import AgendaItem, Notes, Utterance

    Matrix = NDArray[np.float64]

CHUNK_WORDS = 40
"""Words that are embedded together: about one thought."""

HEAD_WORDS = CHUNK_WORDS
TAIL_WORDS = 35
"""How much of an utterance's beginning opens an item, and how much of the one before hands over to it."""

CONTEXT_WORDS = 80.0
"""Reach of the context: words away at which a neighbour's vector counts 1/e."""

FULL_WORDS = 40
"""Words from which an utterance counts in full; a "yes" says little about what it belongs to."""

MOST_NOTES = 6
"""Sub-notes of an item that are read; a page with whole minutes under an item would drown its title."""

VOICE_WORDS = 150
"""Words after a start in which its main voice shows."""

STOP_WORDS = frozenset(
    "a about after all also an and any are as at be been but by can could did do does for from get go had has have he"
    " her here his how i if in into is it its just like make me more my new no not now of off on one or our out over"
    " she should so some than that the their them then there these they this those to up us use was we were what when"
    " where which who why will with would you your via per add adding added update updates status item items topic"
    " topics discussion discuss call meeting review please pr pull request issue issues http https www com org github"
    " io html open intro introduction opening closing general misc other questions question recap thoughts".split()
)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_PART = re.compile(r"\s+[-–—/|]\s+|:\s")

_OPENING = re.compile(r"\b(?:opening|welcome|intros?|introductions?|kick[- ]?off)\b", re.IGNORECASE)
_CLOSING = re.compile(r"\b(?:closing|wrap[- ]?up|goodbyes?|adjourn)\b", re.IGNORECASE)
_OPEN_END = re.compile(
    r"\b(?:discussions?|q ?& ?a|questions|a\.?o\.?b\.?|any other business|open (?:floor|mic)|post[- ]call)\b",
    re.IGNORECASE,
)
_PARAPHRASES = (
    (_OPENING, "Hello everyone and welcome. Here is the agenda of today's meeting."),
    (_CLOSING, "That is all for today. Thanks everyone, goodbye, see you at the next meeting."),
)


@dataclass(frozen=True, slots=True)
class Signs:
    """Measures for T utterances and K items.

    `belongs`: (T, K) by kind, for talk of an item. `opens`: (T, K) by kind, for a start of an item. `breaks`: (T,) by
    kind, for a start of anything. `quotes`: the words behind a kind at an utterance. `vectors` (T, d) are the
    utterances in their context, `weights` (T,) how much each can say at all, 0 to 1.
    """

    belongs: Mapping[str, Matrix]
    opens: Mapping[str, Matrix]
    breaks: Mapping[str, Matrix]
    quotes: Mapping[tuple[str, int], str]
    vectors: Matrix
    weights: Matrix


@dataclass(frozen=True, slots=True)
class _Alike:
    """`vectors` (T, d) of the talk in its context; how like each item it is (T, K) there, in an utterance's first
    words, and from it on against before it; `depth` (T,) how much the talk changes."""

    vectors: Matrix
    talk: Matrix
    head: Matrix
    change: Matrix
    depth: Matrix


def folded(text: str) -> str:
    """Lower case without diacritics."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def plain(title: str) -> str:
    """The title without the targets of its links."""
    return _MARKDOWN_LINK.sub(r"\1", title)


def terms(text: str) -> list[str]:
    """The words that can tell one item from another, without the plural's s."""
    found = []
    for word in _WORD.findall(folded(plain(text))):
        bare = re.split("['’]", word)[0]
        if bare in STOP_WORDS or len(bare) < 3 or bare.isdecimal():
            continue
        found.append(bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare)
    return found


def read_signs(
    utterances: Sequence[Utterance], names: Mapping[str, str], notes: Notes, encoder: SentenceEncoder
) -> Signs:
    """Everything that can be told from the words, the voices and the page."""
    talk = [utterance.text.split() for utterance in utterances]
    heads = [" ".join(words[:HEAD_WORDS]) for words in talk]
    tails = _tails(talk)
    weights = np.array([min(1.0, len(words) / FULL_WORDS) for words in talk])
    alike = _similarities(talk, notes.agenda, encoder)
    quotes: dict[tuple[str, int], str] = {}
    shared, in_head = _shared_words(utterances, heads, tails, notes.agenda)
    numbers, number_opens = _numbers(utterances, heads, notes.agenda, quotes)
    people = _item_people(notes)
    owner = _owner_speaks(utterances, names, people, talk)
    name_said, owner_starts = _owner_opens(utterances, names, people, heads, tails)
    breaks = _breaks(utterances, heads, tails, quotes)
    breaks |= {
        "depth": alike.depth,
        "new-voice": _new_voice(utterances, talk),
        "chair": _chair(utterances, names, notes, heads),
    }
    return Signs(
        belongs={
            "similar": alike.talk,
            "words": shared,
            "number": numbers,
            "owner": owner,
            "place": _place(utterances, notes.agenda),
        },
        opens={
            "title": alike.head,
            "change": alike.change,
            "title-words": in_head,
            "number": number_opens,
            "name-said": name_said,
            "owner": owner_starts,
        },
        breaks=breaks,
        quotes=quotes,
        vectors=alike.vectors,
        weights=weights,
    )


def _tails(talk: Sequence[Sequence[str]]) -> list[str]:
    """For each utterance the end of what was said before it, passing over a "yes" in between."""
    tails, before = [], ""
    for words in talk:
        tails.append(before)
        before = " ".join([*(before.split() if len(words) < 5 else ()), *words][-TAIL_WORDS:])
    return tails


def _similarities(talk: Sequence[Sequence[str]], agenda: Sequence[AgendaItem], encoder: SentenceEncoder) -> _Alike:
    """Embed the talk and the items, and compare."""
    owners, chunks, firsts = [], [], []
    for position, words in enumerate(talk):
        firsts.append(len(chunks))
        for first in range(0, max(1, len(words)), CHUNK_WORDS):
            owners.append(position)
            chunks.append(" ".join(words[first : first + CHUNK_WORDS]))
    texts, of = _item_texts(agenda)
    encoded = encoder.encode([*chunks, *texts]).astype(np.float64)
    vectors, items = encoded[: len(chunks)], encoded[len(chunks) :]
    lengths = np.array([len(chunk.split()) for chunk in chunks], dtype=np.float64)
    own = np.zeros((len(talk), encoded.shape[1]))
    np.add.at(own, owners, vectors * lengths[:, None])
    past, future = _around(own, np.array([len(words) for words in talk], dtype=np.float64))

    def alike(rows: Matrix) -> Matrix:
        return np.stack([(rows @ items[each].T).max(axis=1) for each in of], axis=1)

    context, before, after = _scaled(past + future), _scaled(past), _scaled(future)
    return _Alike(
        vectors=context,
        talk=_above_background(alike(context)),
        head=_above_background(alike(vectors[firsts])),
        change=alike(after) - alike(before),
        depth=_depth(before, after),
    )


def _item_texts(agenda: Sequence[AgendaItem]) -> tuple[list[str], list[list[int]]]:
    """What each item may sound like: its title, the title's parts, its sub-notes; and each item's rows in the list.

    A part that several items have ("Updates - ") tells nothing between them and is left away.
    """
    parts = [[part for part in _PART.split(plain(item.title)) if part.strip()] for item in agenda]
    common = {part for part, count in Counter(part for each in parts for part in set(each)).items() if count > 1}
    texts: list[str] = []
    rows: list[list[int]] = []
    for item, each in zip(agenda, parts, strict=True):
        own = [part for part in each if part not in common]
        whole = " - ".join(own) if own else plain(item.title)
        variants = [whole, *(part for part in own if terms(part)), *item.notes[:MOST_NOTES]]
        variants += [paraphrase for pattern, paraphrase in _PARAPHRASES if pattern.search(plain(item.title))]
        kept = list(dict.fromkeys(variants))
        rows.append(list(range(len(texts), len(texts) + len(kept))))
        texts += kept
    return texts, rows


def _around(own: Matrix, words: Matrix) -> tuple[Matrix, Matrix]:
    """What was said before each row (without it), and from it on, weighed down exponentially by the words between."""
    past, future = np.zeros_like(own), own.copy()
    for position in range(1, len(own)):
        past[position] = (past[position - 1] + own[position - 1]) * math.exp(-words[position - 1] / CONTEXT_WORDS)
        back = len(own) - 1 - position
        future[back] += future[back + 1] * math.exp(-words[back] / CONTEXT_WORDS)
    return past, future


def _scaled(rows: Matrix) -> Matrix:
    scaled: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled


def _above_background(cosines: Matrix) -> Matrix:
    """How far above the usual of this call's talk each item is; a third of the talk is taken as foreign to any item."""
    if not cosines.size:
        return cosines
    floor = np.quantile(cosines, 0.35, axis=0, keepdims=True)
    above: Matrix = cosines - floor
    return above


def _shared_words(
    utterances: Sequence[Utterance], heads: Sequence[str], tails: Sequence[str], agenda: Sequence[AgendaItem]
) -> tuple[Matrix, Matrix]:
    """(T, K) inverse document frequency of the words shared with each item; and its share of the item in the opening."""
    said = [set(terms(utterance.text)) for utterance in utterances]
    spread = Counter(word for words in said for word in words)
    wanted = [set(terms(" ".join((item.title, *item.notes[:MOST_NOTES])))) for item in agenda]
    titles = [set(terms(item.title)) for item in agenda]
    carried = Counter(word for words in wanted for word in words)
    count = len(utterances)

    def rarity(word: str) -> float:
        return math.log((count + 1) / (spread[word] + 1)) / carried[word]

    shared = np.zeros((count, len(agenda)))
    opening = np.zeros((count, len(agenda)))
    for position, words in enumerate(said):
        head = set(terms(heads[position]))
        before = set(terms(tails[position]))
        for column, item_words in enumerate(wanted):
            shared[position, column] = sum(rarity(word) for word in item_words & words)
            total = sum(rarity(word) for word in titles[column]) + 2.0
            hit = sum(rarity(word) * (1.0 if word in head else 0.5) for word in titles[column] & (head | before))
            opening[position, column] = hit / total
    return np.minimum(shared, 8.0), opening


def _numbers(
    utterances: Sequence[Utterance],
    heads: Sequence[str],
    agenda: Sequence[AgendaItem],
    quotes: dict[tuple[str, int], str],
) -> tuple[Matrix, Matrix]:
    """(T, K) 1 where a number that only this item has is said; and where it is said in the first words."""
    wanted = [item_numbers(item) for item in agenda]
    carried = Counter(number for numbers in wanted for number in numbers)
    belongs = np.zeros((len(utterances), len(agenda)))
    opens = np.zeros_like(belongs)
    if not carried:
        return belongs, opens
    for position, utterance in enumerate(utterances):
        said, first = numbers_said(utterance.text), numbers_said(heads[position])
        for column, numbers in enumerate(wanted):
            hit = [number for number in numbers & said if carried[number] == 1]
            belongs[position, column] = max((_trust(number) for number in hit), default=0.0)
            opens[position, column] = max((_trust(number) for number in hit if number in first), default=0.0)
            if hit:
                quotes["number", position] = hit[0]
    return belongs, opens


def _trust(number: str) -> float:
    """Two digits are said for many reasons, four hardly."""
    return {2: 0.2, 3: 0.8}.get(len(number), 1.0)


def _item_people(notes: Notes) -> list[dict[str, frozenset[str]]]:
    """For each item the attendees who own it or stand in its title, each with the spellings that mean them."""
    spellings = {
        attendee.name: _spellings(attendee.name, attendee.handle, attendee.aliases) for attendee in notes.attendees
    }
    shared = Counter(spelling for each in spellings.values() for spelling in each)
    people: list[dict[str, frozenset[str]]] = []
    for item in notes.agenda:
        owners = {folded(owner).lstrip("@") for owner in item.owners}
        title = f" {' '.join(_WORD.findall(folded(item.title)))} "
        found: dict[str, frozenset[str]] = {}
        for name, each in spellings.items():
            own = frozenset(spelling for spelling in each if shared[spelling] == 1)
            if owners & own or any(f" {spelling} " in title for spelling in own if len(spelling) > 2):
                found[name] = own
        for owner in owners:
            if not any(owner in each for each in found.values()):
                found[owner] = frozenset({owner, owner.split(" ")[0]})
        people.append(found)
    return people


def _spellings(name: str, handle: str | None, aliases: Iterable[str]) -> frozenset[str]:
    whole = folded(name)
    parts = [part for part in _WORD.findall(whole) if len(part) > 2]
    return frozenset(
        {" ".join(_WORD.findall(whole)), *parts, *([folded(handle)] if handle else ()), *map(folded, aliases)}
    )


def _owner_speaks(
    utterances: Sequence[Utterance],
    names: Mapping[str, str],
    people: Sequence[Mapping[str, frozenset[str]]],
    talk: Sequence[Sequence[str]],
) -> Matrix:
    """(T, K) log-odds that this speaker speaks under an item he owns, given how much he speaks anyway."""
    total: Counter[str] = Counter()
    for utterance, words in zip(utterances, talk, strict=True):
        total[names.get(utterance.voice or "", "")] += len(words)
    whole = max(1, sum(total.values()))
    found = np.zeros((len(utterances), len(people)))
    known = [[name for name in each if name in total] for each in people]
    for position, utterance in enumerate(utterances):
        speaker = names.get(utterance.voice or "", "")
        for column, owners in enumerate(known):
            if not owners or not speaker:
                continue
            share = min(0.95, sum(total[name] for name in owners) / whole)
            expected = 0.4 + 0.6 * share
            found[position, column] = (
                math.log(expected / share) if speaker in owners else math.log((1 - expected) / (1 - share))
            )
    return found


def _owner_opens(
    utterances: Sequence[Utterance],
    names: Mapping[str, str],
    people: Sequence[Mapping[str, frozenset[str]]],
    heads: Sequence[str],
    tails: Sequence[str],
) -> tuple[Matrix, Matrix]:
    """(T, K) an owner's name is said there or just before; and an owner begins to speak."""
    said = np.zeros((len(utterances), len(people)))
    starts = np.zeros((len(utterances), len(people)))
    before = ""
    for position, utterance in enumerate(utterances):
        speaker = names.get(utterance.voice or "", "")
        head, tail = (f" {' '.join(_WORD.findall(folded(text)))} " for text in (heads[position], tails[position]))
        for column, owners in enumerate(people):
            spellings = [spelling for each in owners.values() for spelling in each]
            in_head = any(f" {spelling} " in head for spelling in spellings)
            in_tail = any(f" {spelling} " in tail for spelling in spellings)
            said[position, column] = 1.0 if in_head else 0.7 if in_tail else 0.0
            if speaker and speaker != before and speaker in owners:
                starts[position, column] = min(1.0, len(utterance.text.split()) / FULL_WORDS)
        before = speaker
    return said, starts


def _breaks(
    utterances: Sequence[Utterance],
    heads: Sequence[str],
    tails: Sequence[str],
    quotes: dict[tuple[str, int], str],
) -> dict[str, Matrix]:
    """(T,) by kind: steering phrases at the start and before, a new voice, a pause, the length of what follows."""
    count = len(utterances)
    found = {
        kind: np.zeros(count)
        for kind in ("moves-on", "hands-over", "closes", "comes-back", "opens-call", "other-business", "ends-call")
    }
    before = {f"after-{kind}": np.zeros(count) for kind in ("moves-on", "hands-over", "closes", "ends-call")}
    voice, pause, length = np.zeros(count), np.zeros(count), np.zeros(count)
    for position, utterance in enumerate(utterances):
        for cue in steering(heads[position]):
            value = 1.0 if cue.word < HEAD_WORDS // 2 else 0.6
            if value > found[cue.kind][position]:
                found[cue.kind][position] = value
                quotes[cue.kind, position] = cue.quote
        for cue in steering(tails[position]):
            if f"after-{cue.kind}" in before:
                before[f"after-{cue.kind}"][position] = 1.0
                quotes[f"after-{cue.kind}", position] = cue.quote
        if position:
            earlier = utterances[position - 1]
            voice[position] = float(utterance.voice != earlier.voice)
            pause[position] = min(1.0, max(0.0, utterance.start - earlier.end) / 5.0)
        length[position] = min(1.0, len(utterance.text.split()) / FULL_WORDS)
    return {**found, **before, "voice": voice, "pause": pause, "length": length}


def _depth(before: Matrix, after: Matrix) -> Matrix:
    """(T,) how much less alike the talk before and after is than elsewhere in the call."""
    alike = (before * after).sum(axis=1)
    if len(alike) < 3:
        return np.zeros(len(alike))
    centre, spread = float(np.median(alike[1:])), float(np.std(alike[1:])) or 1.0
    deep: Matrix = np.clip((centre - alike) / spread, -2.0, 3.0)
    deep[0] = 0.0
    return deep


def _new_voice(utterances: Sequence[Utterance], talk: Sequence[Sequence[str]]) -> Matrix:
    """(T,) share of the next VOICE_WORDS words by voices that had hardly any of twice as many words before."""
    found = np.zeros(len(utterances))
    sizes = [len(words) for words in talk]
    for position in range(1, len(utterances)):
        after, before = Counter[str | None](), Counter[str | None]()
        left = VOICE_WORDS
        for step in range(position, len(utterances)):
            after[utterances[step].voice] += min(left, sizes[step])
            left -= sizes[step]
            if left <= 0:
                break
        left = 2 * VOICE_WORDS
        for step in range(position - 1, -1, -1):
            before[utterances[step].voice] += min(left, sizes[step])
            left -= sizes[step]
            if left <= 0:
                break
        total = max(1, sum(after.values()))
        found[position] = sum(words for voice, words in after.items() if before[voice] < 0.05 * VOICE_WORDS) / total
    return found


def _chair(utterances: Sequence[Utterance], names: Mapping[str, str], notes: Notes, heads: Sequence[str]) -> Matrix:
    """(T,) 1 where whoever leads the call speaks: the page's MC when named, else the voice that steers most."""
    leads = {voice for voice, name in names.items() if name in notes.mc}
    if not leads:
        steered = Counter(
            utterance.voice
            for utterance, head in zip(utterances, heads, strict=True)
            for phrase in steering(head)
            if phrase.kind in {"moves-on", "opens-call", "closes", "hands-over"} and utterance.voice
        )
        leads = {voice for voice, _ in steered.most_common(1) if voice}
    return np.array([float(utterance.voice in leads) for utterance in utterances])


def _place(utterances: Sequence[Utterance], agenda: Sequence[AgendaItem]) -> Matrix:
    """(T, K) what an item's name tells about its place: an opening stands first, a closing last, open talk late."""
    ends = max((utterance.end for utterance in utterances), default=1.0) or 1.0
    when = np.array([utterance.start / ends for utterance in utterances])
    found = np.zeros((len(utterances), len(agenda)))
    for column, item in enumerate(agenda):
        if _CLOSING.search(item.title):
            found[:, column] = np.where(when > 0.85, 0.5, -2.0)
        elif _OPENING.search(item.title):
            found[:, column] = np.where(when < 0.15, 0.5, np.where(when < 0.4, -0.2, -2.0))
        elif _OPEN_END.search(item.title):
            found[:, column] = np.where(when > 0.5, 0.1, -0.5)
    return found
