"""What a sentence does in a meeting: decide, commit somebody to something, or ask what nobody answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.cleaning import DANGLING_ENDS, content, words

if TYPE_CHECKING:
    from transcribe.schema import PointKind

DOING = (
    "open|file|write|rewrite|send|create|review|check|look into|look at|have a look|take a look|follow up|ask|talk (?:to|with)|ping|reach out|contact|"
    "schedule|set up|organi[sz]e|arrange|update|prepare|draft|post|share|add|fix|test|merge|copy|document|email|e-mail|"
    "investigate|put|make|publish|release|propose|submit|move|rename|close|push|work on|come up with|come back|"
    "find|figure out|finish|complete|record|invite|remind|coordinate|sync|discuss|clean up|"
    "collect|gather|list|translate|port|backport|revert|bump|tag|cut|announce|approve|build|design|implement|"
    "deploy|enable|disable|remove|delete|report|present|demo|summari[sz]e|take (?:care|over|that|this|it|on)|handle|"
    "own|respond|reply|read|study|compare|measure|benchmark|provide|produce|upload|link|assign|triage|"
    "label|do (?:that|it|this|the|a|some)|get (?:in touch|back|it|that|this|the|a|some)|meet|join|help|support|confirm|verify|decide|"
    "change|split|rebase|refactor|reproduce|debug|contribute|continue|wrap up|revisit|circle back|go through|think about"
)
_IDLE = re.compile(
    r"""^(?:be\ (?:quick|brief|honest|clear|short)|(?:share|stop|show)\ (?:my\ screen|sharing)|share\ (?:the\ )?(?:screen|slides)|share\ (?:what|something|some|a\ few|how|with\ you)|
    say\b|start\ (?:with|by|off|from|the\ (?:meeting|call|recording))|start$|begin|go\ (?:ahead|first|next|over|through|on|back)|let\ |hand|pass|give\ (?:it|you|a\ quick|an\ update|the)|
    stop|mute|unmute|tell\ you|show\ you|mention|talk\ about|speak|explain|wait|pause|leave\ it|move\ (?:on|over|to\ the\ next)|
    get\ (?:to|into|started|going)|read\ (?:it|this|out)|see\b|hear|keep\ (?:it|this|going)|try\ to\ (?:be|keep|summari|explain)|
    make\ (?:it\ |this\ )?(?:quick|short|brief)|ask\ (?:a|one|you|the\ question|everyone)|post\ (?:it|the\ link|a\ link|that)?\ ?in\ (?:the\ )?(?:chat|zoom)|
    put\ (?:it|a\ link|the\ link|that|this)\ in\ (?:the\ )?(?:chat|zoom)|take\ (?:questions|that\ as)|add\ (?:that|to\ that|on|one\ (?:more\ )?thing)|
    present\ (?:it|this)?$|bring\ (?:it|this|that)?\ ?up|do\ (?:a\ quick|the\ (?:intro|introduction))|
    find\ (?:it|the\ link)|pull\ (?:it|that|this)?\ ?up|check\ (?:the\ )?(?:chat|time)|close\ (?:the\ )?(?:meeting|call)|wrap\ up\ (?:here|now)|
    think\ about\ (?:it|that|this)$|run\ through|help\ you|discuss\ (?:it|this|that)\ (?:now|today)|look\ at\ (?:it|this|that)\ now)""",
    re.IGNORECASE | re.VERBOSE,
)
_COMMIT = re.compile(
    rf"\bi(?:'ll| will|'m going to| am going to|'m gonna| can| could| would be happy to|'m happy to|'d be happy to|'m planning to| plan to|"
    rf"'d like to volunteer to| volunteer to| have to| need to| should|'ve got to|'d like to)\s+"
    rf"(?:also |just |definitely |probably |try to |try and |go and |go ahead and |then |still |maybe |quickly |happily |make sure to )*(?P<do>(?:{DOING})\b.*)",
    re.IGNORECASE,
)
_FIRM = re.compile(r"\bi(?:'ll| will|'m going to| am going to|'m gonna| volunteer| can)\b", re.IGNORECASE)
_REQUEST = re.compile(
    rf"(?:(?P<name>[A-Z][\w' ]{{1,28}}?),?\s+)?\b(?:(?:can|could|would|will)\s+you(?:\s+guys|\s+please|\s+maybe|\s+also|\s+just)*|"
    rf"you(?:'ll|\s+will|'re\s+going\s+to|\s+are\s+going\s+to)\s+be(?=\s+\w+ing\b)|you\s+(?:should|need\s+to|have\s+to)(?:\s+(?:also|then|please|maybe|just))*)\s+"
    rf"(?P<do>(?:{DOING})(?:ing)?\b.*)",
    re.IGNORECASE,
)
_APPOINT = re.compile(
    rf"^(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+){{0,2}})(?:'s going to| is going to| will| to| is gonna| should|'ll| can)\s+(?P<do>(?:{DOING})\b.*)"
)
_EXPLICIT = re.compile(
    r"\b(?:action items?|to-?dos?|next steps?|follow[- ]ups?)\b[^.]{0,12}?(?:\bis\b|\bare\b|\bto\b|:|,)\s*(?P<do>.+)",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"\b(?:we|somebody|someone)\s*(?:'ll|will|need to|have to|should|must|'re going to|are going to|'re gonna|gotta|can)\s+"
    r"(?:also |just |probably |definitely |maybe |then |still |all )*(?P<do>(?:follow up|look into|investigate|check|ask|schedule|set up|arrange|organi[sz]e|"
    r"reach out|contact|document|write|update|create|open|file|send|test|review|fix|publish|draft|prepare|figure out|find out|clean up|revisit|"
    r"circle back|come up with|come back|talk to|sync|coordinate|announce|discuss|meet|inquire)\b.*)",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"""\b(?:we(?:'ve|\ have)?\ (?:all\ )?(?:decided|agreed|settled|concluded|chose|reached\ (?:a\ )?(?:consensus|agreement))\b|
    (?:it\ (?:was|is|has\ been)|that(?:'s|\ is|\ was)|been)\ (?:decided|agreed|approved|settled)|
    (?:the|our|a)\ (?:decision|consensus|conclusion|agreement)\ (?:is|was|seems|to)|(?:have|has|is|got|get|reached|there's|rough)\ consensus|
    we(?:'re|\ are)\ (?:all\ )?(?:agreed|in\ agreement|decided|going\ with|moving\ forward\ with|not\ going\ to|not\ gonna)|
    (?:we'll|we\ will|we\ can|we're\ going\ to|we\ are\ going\ to|let's|let\ us|we're\ gonna|i'll|i\ will|going\ to)\s+(?:just\ |then\ |go\ ahead\ and\ |simply\ |definitely\ )*
      (?:go\ (?:with|for|ahead)|merge|remove|move\ forward|move\ ahead|keep|drop|skip|postpone|defer|cancel|ship|include|exclude|adopt|accept|reject|close\ (?:it|this|that|the)|
      use|leave\ (?:it|this|that)\ (?:out|in|as|open|at|for)|stick|not\ (?:do|have|use|include)|target|approve|delay|wait\ (?:for|until|with)|schedule|switch|deprecate|rename|plan\ (?:on|for)|aim\ for|say\ (?:no|yes))|
    (?:no|any|without)\ (?:further\ )?objections?|plus\ one\ from\ (?:all|every)|\+1\ from\ (?:all|every)|all\ in\ favou?r|
    (?:is|are|was|been|be|gets?)\ (?:approved|accepted|rejected|postponed|cancell?ed|merged|removed|dropped|deferred|excluded|included|moved)\b|
    no\ (?:meeting|call)\ (?:on|next|this)|we(?:'re|\ are)\ good\ to\ (?:go|merge)|ready\ to\ (?:be\ )?merged?)""",
    re.IGNORECASE | re.VERBOSE,
)
_UNDECIDED = re.compile(
    r"\b(?:if|whether|should we|do we|can we|could we|would|might|maybe|not sure|don't know|unless|perhaps|what if|haven't|hasn't|before we|until|i think we could)\b|\?$",
    re.IGNORECASE,
)
AGREE = re.compile(
    r"^(?:yeah|yes|yep|yup|sure|okay|ok|sounds? (?:good|great|fine|cool)|agreed?|absolutely|definitely|exactly|makes sense|perfect|great|good|plus one|\+1|will do|of course|no problem|i'm (?:fine|good|ok|okay) with|that works|works for me|i can do|i'll do)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"^(?:(?:how|what|when|who|why|where|which)\b.{0,40}\b(?:we|should|do|does|is|are|would|can|will)\b|(?:do|should|can|could|would|are|will|is|does)\s+(?:we|there|it|this|the|anyone|somebody)\b)",
    re.IGNORECASE,
)
UNANSWERED = re.compile(
    r"\b(?:don't know|not sure|no idea|good question|unclear|have to (?:think|see|check|ask|figure)|need to (?:think|see|check|ask|figure)|figure (?:it|that|this) out|open question|to be (?:decided|determined|seen)|haven't (?:decided|thought|figured)|depends)\b",
    re.IGNORECASE,
)
_IDLE_QUESTION = re.compile(
    r"\b(?:questions?|comments?|thoughts|anything else|anyone else|else|want to (?:talk|speak|share|add|say|go|start|give)|hear me|see my|my screen|on the call|here today|next|go ahead|ready|make sense|agenda)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*(?:[,;:]\s*|\s)(?:and then|and (?:i|we|you|they|he|she|it|that|this|if|yeah|so)|so (?:that's|i|we|you|they|it|yeah|if)|but|because|if you|if we|if i|if there|which|while|since|or not|"
    r"as i|as we|when you|okay|yeah|i think|i guess|i mean|you know|please|thank you|thanks|right)\b.*$|\s*[;:—]\s.*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Act:
    """What was recognised: `doing` is the thing to be done, decided or asked; `who` is as said, None for the speaker or nobody.

    `asks` marks a request to whoever is spoken to; `weight` (0 to 1) tells a firm sign from a weak one.
    """

    kind: PointKind
    doing: str
    weight: float
    who: str | None = None
    mine: bool = False
    asks: bool = False


def act(sentence: str) -> Act | None:
    """What a cleaned sentence does; None where it only tells something."""
    for find in (_action, _decision, _question):
        found = find(sentence)
        if found:
            return found
    return None


def _action(sentence: str) -> Act | None:
    asked = sentence.endswith("?")
    for pattern, weight in ((_COMMIT, 0.6), (_APPOINT, 0.8), (_REQUEST, 0.6), (_EXPLICIT, 0.9), (_TASK, 0.4)):
        match = pattern.search(sentence)
        if not match:
            continue
        doing = phrase(match["do"])
        if not doing or _IDLE.match(doing) or (asked and pattern is not _REQUEST):
            continue
        who = match.groupdict().get("name")
        firm = pattern is _COMMIT and _FIRM.search(match.group()) is not None
        return Act(
            "action", doing, min(1.0, weight + 0.2 * firm), who, mine=pattern is _COMMIT, asks=pattern is _REQUEST
        )
    return None


def _decision(sentence: str) -> Act | None:
    match = _DECIDED.search(sentence)
    if not match:
        return None
    doubt = _UNDECIDED.search(sentence)
    return Act("decision", sentence, 0.3 if doubt else 0.8)


def _question(sentence: str) -> Act | None:
    if not sentence.endswith("?") or not _OPEN.match(sentence) or _IDLE_QUESTION.search(sentence):
        return None
    return Act("question", sentence, 0.4) if len(content(sentence)) >= 3 else None


def phrase(doing: str) -> str:
    """What is to be done, cut where the sentence goes on to something else."""
    doing = _CUT.sub("", doing).strip(" ,.;:-?!")
    spoken = words(doing)
    while spoken and spoken[-1].lower() in DANGLING_ENDS and spoken[-1].lower() not in {"it", "this", "that"}:
        doing = doing[: doing.rfind(spoken.pop())].rstrip(" ,")
    return doing
