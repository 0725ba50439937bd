"""What somebody is to do, takes on, or proposes to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.minutes import acts, mood, pointing
from transcribe.minutes.candidate import (
    FIRM,
    LONGEST,
    LOOK_BACK,
    POINTING,
    SPARE,
    TAKEN,
    Candidate,
    Talk,
    assent,
    joined,
)
from transcribe.minutes.cleaning import bare, capital, content, shortened
from transcribe.minutes.forms import Offer, offers
from transcribe.references import item_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transcribe.minutes import Context
    from transcribe.minutes.passages import Sentence
    from transcribe.schema import AgendaItem

CLEAR = 3
"""Meaningful words that tell a task without its last part."""

_ADDRESSED = re.compile(r"\b(?:you|your|you'[a-z]+|yours|yourself|i|i'[a-z]+|my|mine|myself|guys)\b", re.IGNORECASE)

_POINTING_PART = re.compile(
    r"(?<=\w),? (?:after|on|for|about|around|with|to|of|from|in|against) (?:that|this|it|them|those|these)$",
    re.IGNORECASE,
)
"""A last part that can go: "drop a link in the Discord after that"."""

_CALLED = re.compile(r"(?P<name>[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,2}),")

_LET_KNOW = re.compile(r"let you(?:,? (?:guys|all|both))? know(?:,? guys,?)?", re.IGNORECASE)

_POINTS = re.compile(r"\b(?:him|her|them|it|there)\b", re.IGNORECASE)

_FOR_YOU = re.compile(r" (?:for|to|with) you(?: (?:all|guys|both))?\b(?! (?:to|who|that)\b)", re.IGNORECASE)
"""Whom it is done for, who was in the call and knows."""

_TO_YOU = re.compile(
    r"(?:contact|ping|call|email|e-mail|message|text|join|meet|bother|reach out to|sync (?:up )?with|"
    r"(?:talk|get back|come back|write) to) you(?: (?:guys|all|both))?(?: soon| offline| again| directly)? and "
    r"(?=(?:then )?(?:get|make|find|set|schedule|plan|write|send|open|work|help|put|figure|fix|share|review|start) )",
    re.IGNORECASE,
)
"""What is done with "you" before the task proper: "we'll contact you and set up a call"."""

_FOR_ALL = re.compile(
    r"(?:make sure|confirm|ensure) (?:that )?(?:we|clients|people|everyone|everybody)\b", re.IGNORECASE
)

_AGREES = re.compile(r"\bi (?:\w+ )?agree (?:that )?we should\b", re.IGNORECASE)

_WISHES = re.compile(r"\b(?:want(?:ed)?|would like|'d like) to\b", re.IGNORECASE)
"""What a speaker wants of all: "I just want to make sure that we test it"."""

_HANDLED = re.compile(
    r"(?:merge|close|review|approve|rebase|reopen|revert|update|test|fix) (?:it|this|that|this one|that one)\b",
    re.IGNORECASE,
)
"""What is done with the pull request or issue that an item is about."""


def actions(sentence: Sentence, talk: Talk) -> Iterator[Candidate]:
    """What a sentence takes on, plans, asks for or proposes."""
    done = [act for act in talk.done[sentence.place] if act.kind == "action"]
    taken = list(_taken(sentence, talk)) if any(act.again for act in done) else []
    yield from taken
    spoken = bare(sentence.text)
    known = offers(sentence.text, spoken)
    told = [Offer(act.form, act.doing, act.who, asks=act.asks) for act in done if not act.again]
    weights = {act.doing.lower(): act.weight for act in done}
    for offer in {
        one.doing.lower(): one for one in (*known, *told) if mood.is_told(one.doing, one.form, spoken)
    }.values():
        weight = weights.get(offer.doing.lower(), 0.0)
        if weight < FIRM and offer.who and offer.who.isupper() and not talk.context.attendee(offer.who):
            continue
        who, rests = _owner(offer, sentence, talk)
        modal, only_if = mood.modal(offer.doing, spoken), mood.condition(offer.doing, offer.form, spoken)
        if _is_for_all(offer, sentence):
            modal = ""
        speaker = talk.context.short(sentence.voice)
        text = _to_do(_let_know(offer, sentence, talk), who, speaker, talk.item, modal)
        if text is None and not taken and (pointed := _pointed(offer, who, sentence, talk)):
            text, source = pointed
            rests, modal = joined(source, rests), ""
        if text and only_if is not None:
            text = f"{text} {only_if}".rstrip()
            led = talk.context.name(sentence.voice) in talk.context.notes.mc
            proposes = modal in mood.PROPOSALS and sentence.voice and not who and not mood.quoted(offer.doing, spoken)
            agrees = "agrees that we should" if _AGREES.search(spoken) else "proposes to"
            view = f"{speaker} {agrees} {text[len(modal) :]}" if proposes else ""
            yield Candidate(text, "action", offer.form, sentence, rests, offer.doing, weight, led, view)


def _let_know(offer: Offer, sentence: Sentence, talk: Talk) -> str:
    """What is to be done; where that is to let "you" know something, whom that means."""
    if offer.form != "promise" or not _LET_KNOW.match(offer.doing):
        return offer.doing
    return _LET_KNOW.sub(f"let {_asked(sentence, talk) or 'everyone'} know", offer.doing)


def _pointed(offer: Offer, who: str, sentence: Sentence, talk: Talk) -> tuple[str, Sentence] | None:
    """A task that somebody took, or that somebody is asked to do, with what it points to; and where that was said."""
    asked = (
        offer.form in {"promise", "duty"}
        or pointing.is_arranged(offer.doing)
        or (offer.form == "request" and (offer.who or offer.asks))
    )
    doing = _FOR_YOU.sub("", re.sub(r"\bme\b", talk.context.short(sentence.voice), offer.doing))
    if not asked or not pointing.points(doing) or _ADDRESSED.search(doing):
        return None
    found = pointing.meant(sentence, offer.doing, talk.said)
    doing = shortened(doing, LONGEST, SPARE) or ""
    if found is None or not doing:
        return None
    told, source = found
    return f"{who} to {doing} (“{capital(told)}”)" if who else f"{capital(doing)} (“{capital(told)}”)", source


def _owner(offer: Offer, sentence: Sentence, talk: Talk) -> tuple[str, Sentence]:
    """Who is to do it, empty where nobody is told, and what that rests on."""
    said, context = talk.said, talk.context
    if offer.form == "promise" and not _is_for_all(offer, sentence):
        return context.short(sentence.voice), sentence
    if named := context.attendee(offer.who) if offer.who else None:
        return context.familiar(named.name), sentence
    answer = assent(sentence, said) if offer.asks else None
    if offer.who:
        # of two who share the name it is the one who says yes
        told = answer and offer.who.split()[0].casefold() == context.name(answer.voice).split()[0].casefold()
        return (
            (context.short(answer.voice), joined(sentence, answer))
            if answer and told
            else (capital(offer.who), sentence)
        )
    called = _called(sentence, context) if offer.asks else ""
    if answer:
        return called or context.short(answer.voice), joined(sentence, answer)
    return called or (_asked(sentence, talk) if offer.asks else ""), sentence


def _called(sentence: Sentence, context: Context) -> str:
    """Whom a request calls by name at its beginning: "Ada, out of band, can you share it?"."""
    begun = _CALLED.match(bare(sentence.text))
    named = context.attendee(begun["name"]) if begun else None
    return context.familiar(named.name) if named else ""


def _is_for_all(offer: Offer, sentence: Sentence) -> bool:
    return bool(_FOR_ALL.match(offer.doing) and _WISHES.search(sentence.text))


def _asked(sentence: Sentence, talk: Talk) -> str:
    """Whom "you" means where nobody says yes: the one voice that speaks both right before and right after."""
    said = talk.said
    before = next((one.voice for one in reversed(said[: sentence.place]) if one.voice != sentence.voice), None)
    after = next((one.voice for one in said[sentence.place + 1 :] if one.voice != sentence.voice), None)
    return talk.context.short(before) if before and before == after else ""


def _taken(sentence: Sentence, talk: Talk) -> Iterator[Candidate]:
    """What "I'll do that" means: what somebody else asked for or proposed just before."""
    short = talk.context.short
    for earlier in reversed(talk.said[max(0, sentence.place - LOOK_BACK) : sentence.place]):
        for act in talk.done[earlier.place]:
            if act.kind == "action" and act.form != "promise" and earlier.voice != sentence.voice:
                text = _to_do(act.doing, short(sentence.voice), short(earlier.voice), talk.item)
                if text:
                    yield Candidate(text, "action", "promise", sentence, joined(earlier, sentence), act.doing, TAKEN)
                    return


def _to_do(doing: str, who: str, speaker: str, item: AgendaItem | None, modal: str = "") -> str | None:
    """A task as a line: "Ada to open an issue", or "Open an issue" where nobody took it, "We could open an issue".

    None where it only points to something said elsewhere, other than to the pull request or issue of the item.
    """
    doing = _FOR_YOU.sub("", _TO_YOU.sub("", re.sub(r"\bme\b", speaker, doing)))
    shorter = _POINTING_PART.sub("", doing)
    clear = len(content(shorter)) >= (2 if acts.is_task(shorter) else CLEAR)
    doing = shorter if clear and not _POINTS.search(shorter) else doing
    doing = re.sub(r"\bmy\b", "their" if who == speaker else f"{speaker}'s", doing)
    doing = re.sub(r"\byour\b", "their" if who and who != speaker else "the", doing)
    handled = who and item and item_numbers(item) and _HANDLED.match(doing)
    told = pointing.INDEFINITE.match(doing) is not None and len(content(doing)) >= CLEAR
    points = (POINTING.match(doing) and not told) or pointing.POINTING_END.search(doing)
    if _ADDRESSED.search(doing) or (not handled and (len(content(doing)) < 2 or points)):
        return None
    doing = shortened(doing, LONGEST, SPARE) or ""
    return (f"{who} to {doing}" if who else capital(modal + doing)) if doing else None
