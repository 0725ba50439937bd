"""How good drafted minutes are beside human ones: words, meaning, decisions and actions, length; with baselines."""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.corpus import Call, calls
from benchmarks.human_minutes import Human, human
from benchmarks.vectors import Remembering
from transcribe import notes as pages
from transcribe.minutes import assemble
from transcribe.minutes.cleaning import content, words
from transcribe.minutes.extractive import Extractive, spoken_sentences
from transcribe.minutes.llm import LanguageModel
from transcribe.minutes.server import Server
from transcribe.notes.neighbours import Length, usual_length
from transcribe.schema import Minutes, Naming, Notes, Section, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transcribe.engines import SentenceEncoder
    from transcribe.minutes import Drafter

SAME_OUTCOME = 0.5
"""Cosine above which a drafted outcome tells a human one; `--threshold` shows how often unrelated lines reach it."""

Lines = dict[str | None, list[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """A call with its page as read, its talk, and the true items."""

    call: Call
    notes: Notes
    utterances: tuple[Utterance, ...]
    names: tuple[Naming, ...]
    sections: tuple[Section, ...]
    titles: dict[str, str] = field(default_factory=dict)
    length: Length | None = None

    def talk(self, item: str | None) -> tuple[Utterance, ...]:
        """The utterances under an item, by its title in items.tsv; None: all."""
        if item is None:
            return self.utterances
        under = {
            name for section in self.sections if section.item == self.titles.get(item) for name in section.utterances
        }
        return tuple(utterance for utterance in self.utterances if utterance.id in under)


def case(call: Call) -> Case:
    """Read a call as the tool would, with the true speakers and items."""
    notes = pages.read(call.page.read_text(encoding="utf-8"))
    utterances = tuple(replace(utterance, text=_spelled(utterance.text)) for utterance in call.utterances)
    titles: dict[str, str] = {}
    for span in call.items:
        if span.item and span.item not in titles:
            titles[span.item] = max(notes.agenda, key=lambda item: _alike(item.title, span.item)).id
    runs: list[tuple[str | None, list[Utterance]]] = []
    for utterance in utterances:
        span = next((span for span in reversed(call.items) if span.start - 0.005 <= utterance.start < span.end), None)
        item = titles.get(span.item) if span else None
        if runs and runs[-1][0] == item:
            runs[-1][1].append(utterance)
        else:
            runs.append((item, [utterance]))
    sections = tuple(
        Section(run[0].start, max(utterance.end for utterance in run), item, tuple(utterance.id for utterance in run))
        for item, run in runs
    )
    voices = dict.fromkeys(utterance.voice for utterance in utterances if utterance.voice)
    names = tuple(Naming(voice, voice, 1.0) for voice in voices)
    return Case(call, notes, utterances, names, sections, titles, usual_length(notes, "", _older(call)))


def _older(call: Call) -> tuple[str, ...]:
    """The human minutes of the same community's other calls, as far as they may be looked at."""
    return tuple(
        (other.folder / "minutes.md").read_text(encoding="utf-8")
        for other in calls()
        if other.community == call.community and other.half == "tuned" and other.id != call.id
    )


def _spelled(text: str) -> str:
    """Acronyms as people write them: one corpus marks spelled letters (`T_V_`)."""
    return re.sub(r"\b((?:[A-Z]_)+)", lambda match: match[1].replace("_", ""), text)


def _alike(title: str, wanted: str) -> float:
    from rapidfuzz.fuzz import ratio

    return ratio(title, wanted)


def by_item(one: Case, minutes: Minutes) -> Lines:
    """The drafted lines under the titles of items.tsv, and all of them under None."""
    lines: Lines = {None: [point.text for point in minutes.points]}
    for title, item in one.titles.items():
        lines[title] = [point.text for point in minutes.points if point.item == item]
    return lines


def lead(utterances: tuple[Utterance, ...], budget: int, _encoder: SentenceEncoder) -> list[str]:
    """The first sentences, until as many words are used as our draft has."""
    return _until(budget, [sentence.text for sentence in spoken_sentences(utterances)])


def longest(utterances: tuple[Utterance, ...], budget: int, _encoder: SentenceEncoder) -> list[str]:
    """The sentences of the longest utterances."""
    ranked = sorted(utterances, key=lambda utterance: -len(words(utterance.text)))
    return _until(budget, [sentence.text for utterance in ranked[:5] for sentence in spoken_sentences((utterance,))])


def textrank(utterances: tuple[Utterance, ...], budget: int, _encoder: SentenceEncoder) -> list[str]:
    """Mihalcea and Tarau 2004: sentences ranked by PageRank over their shared words."""
    said = [sentence.text for sentence in spoken_sentences(utterances) if len(words(sentence.text)) >= 5]
    if not said:
        return []
    told = [set(content(text)) for text in said]
    weights = np.zeros((len(said), len(said)))
    for one in range(len(said)):
        for other in range(one):
            shared = len(told[one] & told[other])
            if shared:
                weights[one, other] = weights[other, one] = shared / (
                    np.log(len(told[one]) + 1) + np.log(len(told[other]) + 1)
                )
    sums = weights.sum(axis=0)
    moves = weights / np.where(sums > 0, sums, 1.0)
    rank = np.full(len(said), 1.0 / len(said))
    for _ in range(50):
        rank = 0.15 / len(said) + 0.85 * moves @ rank
    return _until(budget, [said[place] for place in np.argsort(-rank, kind="stable")])


def _until(budget: int, texts: list[str]) -> list[str]:
    """As many whole texts as fit, the last one cut: every method is given the same number of words."""
    kept: list[str] = []
    left = budget
    for text in texts:
        spoken = text.split()
        if left <= 0:
            break
        kept.append(" ".join(spoken[:left]))
        left -= len(spoken)
    return kept


BASELINES: dict[str, Callable[[tuple[Utterance, ...], int, SentenceEncoder], list[str]]] = {
    "lead": lead,
    "textrank": textrank,
    "longest": longest,
}


def rouge(drafted: list[str], written: Sequence[str]) -> tuple[float, float, float]:
    """ROUGE-1, -2 and -L (F1, stemmed)."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rouge1", "rouge2", "rougeLsum"], use_stemmer=True)
    scores = scorer.score("\n".join(written), "\n".join(drafted))
    return tuple(scores[name].fmeasure for name in ("rouge1", "rouge2", "rougeLsum"))  # type: ignore[return-value]


def edits(drafted: Sequence[str], written: Sequence[str]) -> float:
    """The share (0 to 1) of words that an MC would insert, delete or change to make the human lines of the draft."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_distance(words(" ".join(drafted).lower()), words(" ".join(written).lower()))


def meaning(drafted: list[str], written: Sequence[str], encoder: SentenceEncoder) -> float:
    """F1 of each line's nearest line on the other side (BERTScore's greedy matching, with sentences for tokens)."""
    if not drafted or not written:
        return 0.0
    near = encoder.encode(drafted) @ encoder.encode(list(written)).T
    precision, recall = float(near.max(axis=1).mean()), float(near.max(axis=0).mean())
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0


@dataclass(slots=True)
class Tally:
    """What is added up over the calls of one half.

    Of the human decisions and actions, which are `found` among the drafted ones, and which are `told` by any drafted
    line; of the drafted ones, which are `shown` by the human ones.
    """

    rows: dict[str, list[tuple[float, float, float, float, float]]] = field(default_factory=dict)
    lengths: list[tuple[int, int]] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)
    told: list[bool] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    seconds: float = 0.0
    words: int = 0
    points: int = 0


def measure(
    one: Case, written: Human, drafter: Drafter, encoder: SentenceEncoder, tally: Tally, other: Lines | None = None
) -> Minutes:
    """Draft one call and compare it; `other` are lines of another version."""
    begun = time.perf_counter()
    minutes = assemble(one.notes, one.utterances, one.names, one.sections, drafter, length=one.length)
    tally.seconds += time.perf_counter() - begun
    tally.words += sum(len(words(point.text)) for point in minutes.points)
    tally.points += len(minutes.points)
    drafted = by_item(one, minutes)
    for item, lines in written.items.items():
        mine = drafted.get(item, [])
        budget = sum(len(words(line)) for line in mine)
        tally.lengths.append((budget, sum(len(words(line)) for line in lines)))
        variants = {"draft": mine} | {
            name: baseline(one.talk(item), budget, encoder) for name, baseline in BASELINES.items()
        }
        if other is not None:
            variants["other"] = _until(budget, other.get(item, []))
        for name, texts in variants.items():
            told = (*rouge(texts, lines), meaning(texts, lines, encoder), edits(texts, lines))
            tally.rows.setdefault(name, []).append(told)
    outcomes = [point.text for point in minutes.points if point.kind in {"decision", "action"}]
    wanted = [*written.decisions, *written.actions]
    if wanted:
        aims = encoder.encode(wanted)
        near = encoder.encode(outcomes or [""]) @ aims.T
        told = encoder.encode([point.text for point in minutes.points] or [""]) @ aims.T
        tally.told += [bool(column.max() >= SAME_OUTCOME) for column in told.T]
        tally.found += [bool(column.max() >= SAME_OUTCOME) for column in near.T]
        tally.shown += [bool(row.max() >= SAME_OUTCOME) for row in near] if outcomes else []
    return minutes


def unrelated(encoder: SentenceEncoder, cases: list[tuple[Case, Human, Minutes]]) -> float:
    """How often a human outcome has a drafted outcome of another call within SAME_OUTCOME: what chance alone gives."""
    hits: list[bool] = []
    for one, written, _ in cases:
        wanted = [*written.decisions, *written.actions]
        for other, _, minutes in cases:
            outcomes = [point.text for point in minutes.points if point.kind in {"decision", "action"}]
            if wanted and outcomes and one.call.community != other.call.community:
                hits += [
                    bool(column.max() >= SAME_OUTCOME)
                    for column in (encoder.encode(outcomes) @ encoder.encode(wanted).T).T
                ]
    return sum(hits) / len(hits) if hits else 0.0


class Answers(dict[str, str]):
    """What a language model answered, kept in a file, so that an interrupted run goes on."""

    def __init__(self) -> None:
        self._file = Path(tempfile.gettempdir()) / "transcribe-benchmarks" / "answers.json"
        super().__init__(json.loads(self._file.read_text(encoding="utf-8")) if self._file.is_file() else {})

    def __setitem__(self, question: str, answer: str) -> None:
        super().__setitem__(question, answer)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self), encoding="utf-8")


def show(one: Case, minutes: Minutes) -> None:
    """Print one draft as an MC reads it."""
    print(f"\n{one.call.id}")
    for item in (*one.notes.agenda, None):
        print(f"- {item.title if item else 'Other'}")
        for point in minutes.points:
            if point.item == (item.id if item else None):
                print(f"    - ({point.kind}) {point.text}")


def report(tally: Tally) -> dict[str, Any]:
    """The means of one half."""
    means = {
        name: dict(
            zip(
                ("rouge1", "rouge2", "rougeL", "meaning", "edits"), np.mean(rows, axis=0).round(4).tolist(), strict=True
            )
        )
        for name, rows in tally.rows.items()
    }
    return {
        "scores": means,
        "items": len(tally.lengths),
        "words_per_item": statistics.median(mine for mine, _ in tally.lengths) if tally.lengths else 0,
        "human_words_per_item": statistics.median(theirs for _, theirs in tally.lengths) if tally.lengths else 0,
        "words_a_point": round(tally.words / max(1, tally.points), 1),
        "points": tally.points,
        "outcome_recall": round(sum(tally.found) / max(1, len(tally.found)), 3),
        "outcome_told": round(sum(tally.told) / max(1, len(tally.told)), 3),
        "outcome_precision": round(sum(tally.shown) / max(1, len(tally.shown)), 3),
        "outcomes": [len(tally.found), len(tally.shown)],
        "seconds": round(tally.seconds, 1),
    }


def _of_item(lines: dict[str, list[str]] | None) -> Lines | None:
    return None if lines is None else {title or None: told for title, told in lines.items()}


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--half", choices=("tuned", "held"))
    parser.add_argument("--call", action="append", help="only this call; may be repeated")
    parser.add_argument("--llm-url", help="draft with a language model at this address instead")
    parser.add_argument("--llm-model", default="local")
    parser.add_argument("--show", action="store_true", help="print the drafted lines")
    parser.add_argument("--lines", type=Path, help="write the drafted lines, by call and item, to this file")
    parser.add_argument("--against", type=Path, help="compare with the lines that another version wrote so")
    return parser.parse_args()


def built_in(encoder: Remembering) -> dict[str, Extractive]:
    """For each call, by its id, the built-in drafter with what the other calls teach."""
    from benchmarks import read_lines, read_outcomes
    from benchmarks.fitting import learned_apart

    odds = learned_apart(read_outcomes.materials(encoder))
    worth = learned_apart(read_lines.materials(encoder))
    return {call: Extractive(encoder, odds[call], worth[call]) for call in odds}


def main() -> None:
    """Print the tables."""
    options = _parsed()
    encoder = Remembering()
    drafters = built_in(encoder)
    answers = Answers()
    notices: list[str] = []
    others = json.loads(options.against.read_text(encoding="utf-8")) if options.against else {}
    tallies: dict[str, Tally] = {}
    seen: list[tuple[Case, Human, Minutes]] = []
    for call in calls():
        if options.half in {None, call.half} and call.items and (not options.call or call.id in options.call):
            one, written = case(call), human(call, encoder)
            tally = tallies.setdefault(call.half, Tally())
            drafter: Drafter = drafters[call.id]
            if options.llm_url:
                drafter = LanguageModel(Server(options.llm_url, options.llm_model), drafter, answers)
            minutes = measure(one, written, drafter, encoder, tally, _of_item(others.get(call.id)))
            notices += minutes.notices
            seen.append((one, written, minutes))
            if options.show:
                show(one, minutes)
    if options.llm_url:
        print("", *notices, sep="\n")
    results: dict[str, Any] = {half: report(tally) for half, tally in tallies.items()}
    results["unrelated_matches"] = round(unrelated(encoder, seen), 3)
    encoder.keep()
    for half, tally in tallies.items():
        told = results[half]
        print(f"\n{half}: {told['items']} items or calls with human minutes")
        print(f"{'':10}{'ROUGE-1':>9}{'ROUGE-2':>9}{'ROUGE-L':>9}{'meaning':>9}{'edits':>9}")
        for name in tally.rows:
            print(f"{name:10}" + "".join(f"{value:9.3f}" for value in told["scores"][name].values()))
        print(
            f"words an item {told['words_per_item']} (human {told['human_words_per_item']}), "
            f"a point {told['words_a_point']}; "
            f"{told['points']} points; {told['seconds']} s"
        )
        print(f"decisions and actions: recall {told['outcome_recall']}, precision {told['outcome_precision']}", end=" ")
        print(f"of {told['outcomes']} (human, drafted); told by any line {told['outcome_told']}")
    print(f"\nunrelated outcomes that match by chance: {results['unrelated_matches']}")
    if options.lines:
        lines = {
            one.call.id: {title or "": told for title, told in by_item(one, made).items()} for one, _, made in seen
        }
        options.lines.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
