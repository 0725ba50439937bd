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


def folded(text: str) -> str:
    """Lower case without diacritics."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def terms(text: str) -> list[str]:
    """The words that can tell one item from another, without the plural's s."""
    found = []
    for word in _WORD.findall(folded(_MARKDOWN_LINK.sub(r"\1", text))):
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
    vectors, similar, title = _similarities(talk, notes.agenda, encoder)
    quotes: dict[tuple[str, int], str] = {}
    shared, in_head = _shared_words(utterances, heads, tails, notes.agenda)
    numbers, number_opens = _numbers(utterances, heads, notes.agenda, quotes)
    people = _item_people(notes)
    owner = _owner_speaks(utterances, names, people, talk)
    name_said, owner_starts = _owner_opens(utterances, names, people, heads, tails)
    breaks = _breaks(utterances, heads, tails, vectors, quotes)
    return Signs(
        belongs={
            "similar": similar,
            "words": shared,
            "number": numbers,
            "owner": owner,
            "place": _place(utterances, notes.agenda),
        },
        opens={
            "title": title,
            "title-words": in_head,
            "number": number_opens,
            "name-said": name_said,
            "owner": owner_starts,
        },
        breaks=breaks,
        quotes=quotes,
        vectors=vectors,
        weights=weights,
    )


def _tails(talk: Sequence[Sequence[str]]) -> list[str]:
    """For each utterance the end of what was said before it, passing over a "yes" in between."""
    tails, before = [], ""
    for words in talk:
        tails.append(before)
        before = " ".join([*(before.split() if len(words) < 5 else ()), *words][-TAIL_WORDS:])
    return tails


def _similarities(
    talk: Sequence[Sequence[str]], agenda: Sequence[AgendaItem], encoder: SentenceEncoder
) -> tuple[Matrix, Matrix, Matrix]:
    """Context vectors (T, d); cosine of talk and item above the item's background (T, K); the same of its first words."""
    owners, chunks, firsts = [], [], []
    for position, words in enumerate(talk):
        firsts.append(len(chunks))
        for first in range(0, max(1, len(words)), CHUNK_WORDS):
            owners.append(position)
            chunks.append(" ".join(words[first : first + CHUNK_WORDS]))
    texts, of = _item_texts(agenda)
    encoded = encoder.encode([*chunks, *texts]).astype(np.float64)
    chunk_vectors, text_vectors = encoded[: len(chunks)], encoded[len(chunks) :]
    head_vectors = chunk_vectors[firsts]
    lengths = np.array([len(chunk.split()) for chunk in chunks], dtype=np.float64)
    own = np.zeros((len(talk), encoded.shape[1]))
    np.add.at(own, owners, chunk_vectors * lengths[:, None])
    vectors = _in_context(own, np.array([len(words) for words in talk], dtype=np.float64))
    similar = np.stack([(vectors @ text_vectors[rows].T).max(axis=1) for rows in of], axis=1)
    title = np.stack([(head_vectors @ text_vectors[rows].T).max(axis=1) for rows in of], axis=1)
    return vectors, _above_background(similar), _above_background(title)


def _item_texts(agenda: Sequence[AgendaItem]) -> tuple[list[str], list[list[int]]]:
    """What each item may sound like: its title, the title's parts, its sub-notes; and each item's rows in the list."""
    texts: list[str] = []
    rows: list[list[int]] = []
    for item in agenda:
        plain = _MARKDOWN_LINK.sub(r"\1", item.title)
        variants = [plain, *re.split(r"\s+[-–—/|]\s+|:\s", plain), *item.notes[:6]]
        variants += [paraphrase for pattern, paraphrase in _PARAPHRASES if pattern.search(plain)]
        kept = list(
            dict.fromkeys(text for text in variants if text and (terms(text) or text == plain or len(text) > 40))
        )
        rows.append(list(range(len(texts), len(texts) + len(kept))))
        texts += kept
    return texts, rows


def _in_context(own: Matrix, words: Matrix) -> Matrix:
    """Each row with its neighbours, weighed down exponentially by the words between; rows of length 1."""
    forward, backward = own.copy(), own.copy()
    for position in range(1, len(own)):
        gap = (words[position] + words[position - 1]) / 2
        forward[position] += forward[position - 1] * math.exp(-gap / CONTEXT_WORDS)
        back = len(own) - 1 - position
        gap = (words[back] + words[back + 1]) / 2
        backward[back] += backward[back + 1] * math.exp(-gap / CONTEXT_WORDS)
    total: Matrix = forward + backward - own
    norms: Matrix = np.linalg.norm(total, axis=1, keepdims=True)
    return total / np.maximum(norms, 1e-9)


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
    wanted = [set(terms(" ".join((item.title, *item.notes[:6])))) for item in agenda]
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
    vectors: Matrix,
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
    return {**found, **before, "voice": voice, "pause": pause, "length": length, "depth": _depth(vectors)}


def _depth(vectors: Matrix) -> Matrix:
    """(T,) how much less alike the talk before and after is than elsewhere in the call."""
    if len(vectors) < 3:
        return np.zeros(len(vectors))
    reach = 2
    alike = np.ones(len(vectors))
    for position in range(1, len(vectors)):
        left, right = vectors[max(0, position - reach)], vectors[min(len(vectors) - 1, position + reach - 1)]
        alike[position] = float(left @ right)
    centre, spread = float(np.median(alike[1:])), float(np.std(alike[1:])) or 1.0
    deep: Matrix = np.clip((centre - alike) / spread, -1.0, 2.0)
    deep[0] = 0.0
    return deep


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
