"""Signs of who a voice is in how names are used: who is called and answers, who is thanked, who says "I'm Laura"."""

from __future__ import annotations

import math
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.names.call import SURE, Call, Run, Sign
from transcribe.schema import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from transcribe.names.cues import Cue, CueKind

DISTANCES = (8, 25, 60)
"""Words between a name and the change of voice: at the change, near it, a few sentences off, far."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Whom a cue is aimed at, as shares by distance from the change of voice, and how often it is the speaker's own."""

    ahead: tuple[float, float, float, float]
    back: tuple[float, float, float, float]
    own: float


AIMS: Mapping[CueKind, Aim] = {
    "called": Aim(ahead=(0.94, 0.85, 0.65, 0.45), back=(0.02, 0.02, 0.02, 0.02), own=0.02),
    "asked for": Aim(ahead=(0.94, 0.9, 0.6, 0.4), back=(0.02, 0.02, 0.02, 0.02), own=0.02),
    "asked to repeat": Aim(ahead=(0.6, 0.55, 0.4, 0.3), back=(0.35, 0.3, 0.2, 0.1), own=0.02),
    "thanked": Aim(ahead=(0.1, 0.08, 0.03, 0.02), back=(0.88, 0.7, 0.25, 0.15), own=0.02),
    "addressed": Aim(ahead=(0.65, 0.55, 0.45, 0.3), back=(0.25, 0.2, 0.15, 0.08), own=0.03),
    "quoted": Aim(ahead=(0.2, 0.2, 0.15, 0.1), back=(0.3, 0.3, 0.2, 0.12), own=0.08),
    "mentioned": Aim(ahead=(0.4, 0.35, 0.22, 0.12), back=(0.1, 0.1, 0.08, 0.06), own=0.1),
    "absent": Aim(ahead=(0.02, 0.02, 0.02, 0.02), back=(0.02, 0.02, 0.02, 0.02), own=0.05),
}
"""Shares as counted on real calls; what is left over is aimed at nobody near."""

NEAR_RUNS = 6
LEAST_WORDS_BACK = 6
"""Whoever is thanked spoke within the last six runs, and said more than a word of assent."""

HIT_FIRST, HIT_SECOND, MISS = 0.91, 0.06, 0.03
"""Of the people aimed at who spoke: the first other voice, the second, neither."""

RAREST, COMMONEST = 0.04, 0.5
"""A voice follows another at least this often by chance, as fewer turns prove nothing, and at most this often: where
only two voices speak, whoever called might have gone on."""

CLAIMED_FROM = 0.6
"""Who introduces themselves by a name that is this surely one person's claims to be that person."""

INTRODUCED = 120.0
"""Likelihood ratio of "I'm Laura" for the voice that says it; the rare misses are quotes and mishearings."""

ABSENT = 0.25
"""Likelihood ratio, for every voice, of being someone who is said to be missing."""


def spoken_signs(call: Call, without: frozenset[str]) -> Iterator[Sign]:
    """What every use of a name says of every voice; `without` leaves out kinds of use.

    Where several voices introduced themselves as one person, that one of them answers says nothing against the others.
    """
    claims = _claims(call)
    runs = [index for index, run in enumerate(call.runs) for _ in range(run.first, run.last)]
    for cue, position in call.cues:
        speaker = call.utterances[position].voice
        if speaker is None or cue.kind in without:
            continue
        at = call.utterances[position].start
        answers = _answers(call, cue.kind, runs[position])
        for person, share in cue.heard.who.items():
            themselves = claims[person] if answers in claims[person] else frozenset()
            for voice, ratio in _ratios(call, cue, position, runs[position]):
                if "own" in without and voice == speaker and cue.kind != "introduced":
                    continue
                weight = math.log(1 + share * (ratio - 1))
                silent = voice != speaker and (voice in themselves or cue.beside)
                if abs(weight) > 0.05 and (weight > 0 or not silent):
                    kind = _described(cue.kind, weight, own=voice == speaker)
                    yield Sign(voice, person, Evidence(kind, at, cue.quote, min(weight, SURE)))


def _claims(call: Call) -> Mapping[str, frozenset[str]]:
    """Attendee -> the voices that introduced themselves as them."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for cue, position in call.cues:
        voice = call.utterances[position].voice
        for person, share in cue.heard.who.items():
            if cue.kind == "introduced" and voice is not None and share >= CLAIMED_FROM:
                found[person] |= {voice}
    return found


def _answers(call: Call, kind: CueKind, index: int) -> str | None:
    """The voice at which such a use of a name points first: the one after it, or the one that is thanked before it."""
    if kind not in AIMS:
        return None
    run, aim = call.runs[index], AIMS[kind]
    if aim.back[0] > aim.ahead[0]:
        near = _others(reversed(call.runs[:index]), run.voice or "", least=LEAST_WORDS_BACK)
    else:
        near = _others(call.runs[index + 1 :], run.voice or "")
    return near[0] if near else None


def _ratios(call: Call, cue: Cue, position: int, index: int) -> Iterator[tuple[str, float]]:
    """Voice -> how much likelier the cue is if the name is this voice's."""
    run = call.runs[index]
    speaker = run.voice or ""
    if cue.kind == "introduced":
        yield speaker, INTRODUCED
        return
    aim = AIMS[cue.kind]
    yield speaker, aim.own
    before = cue.position + sum(len(call.utterances[u].text.split()) for u in range(run.first, position))
    ahead = aim.ahead[bisect(DISTANCES, run.words - before)]
    back = aim.back[bisect(DISTANCES, before)]
    following = _others(call.runs[index + 1 :], speaker)
    preceding = _others(reversed(call.runs[:index]), speaker, least=LEAST_WORDS_BACK)
    for voice in call.voices:
        if voice == speaker:
            continue
        usual = call.follows(voice, speaker)
        ratio = ahead * _hit(voice, following, usual) + back * _hit(voice, preceding, usual) + 1 - ahead - back
        yield voice, ratio * (ABSENT if cue.kind == "absent" else 1)


def _hit(voice: str, near: tuple[str, ...], usual: float) -> float:
    """Likelihood of where a voice stands if it is meant, over how often it stands there anyway."""
    if near and voice == near[0]:
        return HIT_FIRST / min(COMMONEST, max(usual, RAREST))
    if len(near) > 1 and voice == near[1]:
        return HIT_SECOND / max(usual, RAREST)
    return MISS / max(1 - usual, MISS)


def _others(runs: Iterable[Run], speaker: str, *, least: int = 0) -> tuple[str, ...]:
    """The first two other voices of the next few runs, those who say less than `least` words last."""
    near = [run for run, _ in zip(runs, range(NEAR_RUNS), strict=False) if run.voice not in (None, speaker)]
    ranked = [run.voice for run in near if run.words >= least] + [run.voice for run in near if run.words < least]
    return tuple(dict.fromkeys(voice for voice in ranked if voice is not None))[:2]


def _described(kind: CueKind, weight: float, *, own: bool) -> str:
    if own:
        return kind if kind == "introduced" else "names someone else"
    return kind if weight > 0 else f"{kind}, another answers"
