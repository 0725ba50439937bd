"""How well talk is put under agenda items: share of talk, starts, segmentation, items not discussed, with baselines."""

from __future__ import annotations

import atexit
import itertools
import random
import statistics
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.corpus import Call, ItemSpan, calls
from benchmarks.vectors import Remembering
from transcribe.notes import read
from transcribe.schema import Notes, Section, Utterance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


SEED = 20
FOREIGN_ITEMS = 3
REACHED = 2 / 3
WITHIN_SECONDS = 30.0


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
    page = call.page.read_text(encoding="utf-8")
    notes = read(page)
    lines = page.splitlines()
    ids = {lines[item.lines[0]].strip().removeprefix("- "): item.id for item in notes.agenda}
    truth = tuple(truth_of(utterance.start, call.items, ids) for utterance in call.utterances)
    return Case(call, notes, truth)


def truth_of(start: float, items: Sequence[ItemSpan], ids: dict[str, str]) -> str | None:
    """The id of the item that an utterance starting then belongs to, "" off the agenda, None where nobody knows."""
    span = next((span for span in reversed(items) if span.start - 0.005 <= start < span.end), None)
    if span is None:
        return None
    return ids[span.item] if span.item else ""


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
    for before, label in itertools.pairwise(labels):
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


def ended_early(case: Case) -> Case:
    """The call as far as its first REACHED items go; the page still has them all."""
    items = list(dict.fromkeys(item for item in case.truth if item))
    late = items[round(REACHED * len(items)) :]
    end = next((place for place, item in enumerate(case.truth) if item in late), len(case.truth))
    return replace(case, call=replace(case.call, utterances=case.call.utterances[:end]), truth=case.truth[:end])


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
        "right item, median": statistics.median(rights),
        "right item, worst tenth": rights[max(0, round(len(rights) / 10) - 1)],
        "start off by, median s": statistics.median(errors),
        "starts within 30 s": sum(error <= WITHIN_SECONDS for error in errors) / len(errors),
        "Pk": statistics.mean(score.pk for score in scores),
        "WindowDiff": statistics.mean(score.window_diff for score in scores),
    }


def placed(chosen: Sequence[Case], encoder: Remembering, *, named: bool = True, mixed: bool = False) -> list[Score]:
    """Every call placed, with or without names, its agenda shuffled or not."""
    from transcribe.agenda import place

    scores = []
    for case in chosen:
        utterances = case.call.utterances if named else hidden(case.call.utterances)
        notes = shuffled(case) if mixed else case.notes
        scores.append(score(case, place(utterances, case.names if named else {}, notes, encoder)))
    return scores


def equal_split(case: Case) -> tuple[Section, ...]:
    """Every item the same time, in the order of the page."""
    ends = case.call.utterances[-1].end
    ids = [item.id for item in case.notes.agenda]
    labels = [ids[min(len(ids) - 1, int(u.start / ends * len(ids)))] for u in case.call.utterances]
    return labelled(case, labels)


def nearest_item(case: Case, encoder: Remembering) -> tuple[Section, ...]:
    """Each utterance under the item whose title its context is most like."""
    like = _context_likeness(case, encoder)
    return labelled(case, [case.notes.agenda[column].id for column in like.argmax(axis=1)])


def text_tiling(case: Case, encoder: Remembering) -> tuple[Section, ...]:
    """TextTiling's block comparison (Hearst 1997) for the boundaries, each tile under the item it is most like."""
    from transcribe.agenda.text import terms

    bags = [Counter(terms(utterance.text)) for utterance in case.call.utterances]
    reach = max(3, round(len(bags) / 40))
    alike = [1.0, *(_overlap(bags, position, reach) for position in range(1, len(bags)))]
    depths = [_tile_depth(alike, position) for position in range(len(alike))]
    least = statistics.mean(depths) + statistics.stdev(depths) / 2
    cuts = [0]
    for position in range(1, len(depths)):
        window = depths[max(0, position - reach) : position + reach + 1]
        if depths[position] > least and depths[position] == max(window) and position - cuts[-1] >= reach:
            cuts.append(position)
    like = _context_likeness(case, encoder)
    labels: list[str] = []
    for start, end in itertools.pairwise([*cuts, len(bags)]):
        labels += [case.notes.agenda[int(like[start:end].mean(axis=0).argmax())].id] * (end - start)
    return labelled(case, labels)


def _overlap(bags: Sequence[Counter[str]], position: int, reach: int) -> float:
    before: Counter[str] = sum(bags[max(0, position - reach) : position], Counter())
    after: Counter[str] = sum(bags[position : position + reach], Counter())
    lengths = sum(count**2 for count in before.values()) * sum(count**2 for count in after.values())
    return sum(before[word] * after[word] for word in before) / lengths**0.5 if lengths else 0.0


def _tile_depth(alike: Sequence[float], position: int) -> float:
    left = right = position
    while left > 0 and alike[left - 1] >= alike[left]:
        left -= 1
    while right + 1 < len(alike) and alike[right + 1] >= alike[right]:
        right += 1
    return alike[left] + alike[right] - 2 * alike[position]


def _context_likeness(case: Case, encoder: Remembering) -> NDArray[np.float64]:
    """(T, K) of cosines above each item's background."""
    from transcribe.agenda.likeness import likeness
    from transcribe.agenda.text import talk_of

    return likeness(talk_of(case.call.utterances), case.notes.agenda, encoder).talk


def labelled(case: Case, labels: Sequence[str]) -> tuple[Section, ...]:
    """One section for each run of the same label."""
    made = []
    first = 0
    for position in range(1, len(labels) + 1):
        if position == len(labels) or labels[position] != labels[first]:
            run = case.call.utterances[first:position]
            made.append(
                Section(run[0].start, max(u.end for u in run), item=labels[first], utterances=tuple(u.id for u in run))
            )
            first = position
    return tuple(made)


def not_discussed_counts(chosen: Sequence[Case], both: Sequence[Case], encoder: Remembering) -> dict[str, int]:
    """With three foreign items on each page: how many items were called not discussed, how many of them rightly."""
    from transcribe.agenda import not_discussed, place

    counts = {"called": 0, "rightly": 0, "foreign": 0}
    for case in chosen:
        notes, foreign = with_foreign(case, both)
        called = not_discussed(place(case.call.utterances, case.names, notes, encoder), notes)
        counts["called"] += len(called)
        counts["rightly"] += len(foreign & set(called))
        counts["foreign"] += len(foreign)
    return counts


EVIDENCE: dict[str, frozenset[str]] = {
    "likeness of talk": frozenset({"similar", "learnt"}),
    "likeness of openings": frozenset({"title", "change"}),
    "shared rare words": frozenset({"words", "title-words"}),
    "numbers": frozenset({"number"}),
    "people": frozenset({"owner", "name-said", "called"}),
    "steering phrases": frozenset(
        {"moves-on", "comes-back", "opens-call", "ends-call", "after-moves-on", "after-hands-over", "wraps-up"}
    ),
    "voices and pauses": frozenset({"voice", "pause", "length", "new-voice", "chair"}),
    "an item's place by name": frozenset({"place"}),
    "likeness to the whole call": frozenset({"nearest", "covered"}),
}


def ablation(chosen: Sequence[Case], encoder: Remembering) -> dict[str, dict[str, float]]:
    """The scores with each kind of evidence left out once."""
    from transcribe.agenda import WEIGHTS, decode
    from transcribe.agenda.signs import read_signs

    read = [read_signs(case.call.utterances, case.names, case.notes, encoder) for case in chosen]
    found = {}
    for name, kinds in EVIDENCE.items():
        kept: dict[str, Any] = {
            part: {kind: weight for kind, weight in getattr(WEIGHTS, part).items() if kind not in kinds}
            for part in ("belongs", "mentions", "opens", "breaks", "leaves", "known")
        }
        without = replace(WEIGHTS, **kept, silent=0.0 if "owner" in kinds else WEIGHTS.silent)
        pairs = zip(chosen, read, strict=True)
        found[name] = summary(
            [score(case, decode(case.call.utterances, case.notes, signs, without)) for case, signs in pairs]
        )
    return found


def _row(name: str, values: dict[str, float]) -> str:
    cells = [f"{value:.0f} s" if "off by" in key else f"{value:.2f}" for key, value in values.items()]
    return f"| {name} | " + " | ".join(cells) + " |"


def report() -> dict[str, Any]:
    """Print the tables, and give the same numbers."""
    encoder = Remembering()
    atexit.register(encoder.keep)
    both = cases()
    tables: dict[str, Any] = {}
    print("\nItems: calls with true words, each half apart; only the tuned half was looked at while tuning\n")
    print("| half, method | right item, median | worst tenth | start off by | starts within 30 s | Pk | WindowDiff |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for half in ("tuned", "held"):
        chosen = [case for case in both if case.call.half == half]
        rows = {
            "named": placed(chosen, encoder),
            "no names": placed(chosen, encoder, named=False),
            "named, agenda shuffled": placed(chosen, encoder, mixed=True),
            "named, ended early": placed([ended_early(case) for case in chosen], encoder),
            "equal split": [score(case, equal_split(case)) for case in chosen],
            "TextTiling": [score(case, text_tiling(case, encoder)) for case in chosen],
            "nearest item by embedding": [score(case, nearest_item(case, encoder)) for case in chosen],
        }
        tables[half] = {name: summary(scores) for name, scores in rows.items()}
        tables[half]["calls"] = {each.id: asdict(each) for each in rows["named"]}
        for name in rows:
            print(_row(f"{half}: {name}", tables[half][name]), flush=True)
        for name, values in ablation(chosen, encoder).items():
            tables[half][f"without {name}"] = values
            print(_row(f"{half}: named, without {name}", values), flush=True)
    print()
    for half in ("tuned", "held"):
        counts = not_discussed_counts([case for case in both if case.call.half == half], both, encoder)
        tables[half]["not discussed"] = counts
        print(
            f"Three foreign items on each page, {half} half: {counts['called']} items called not discussed, "
            f"{counts['rightly']} of them rightly, of {counts['foreign']} foreign ones."
        )
    return tables


if __name__ == "__main__":
    report()
