"""What a sentence does in a meeting: decide, or commit somebody to something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from transcribe.minutes.cleaning import stretches, words
from transcribe.minutes.lexicon import DANGLING_ENDS, STOPWORDS, VERBS

if TYPE_CHECKING:
    from transcribe.schema import PointKind


Form = Literal["promise", "plan", "request", "duty", "statement"]
"""A speaker's own promise, what "we" will do, what others are asked for, what somebody named has to do; or a clause
that may settle something."""

FORMS: tuple[Form, ...] = get_args(Form)


def _any(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


_ONE_WORD = """
open file write rewrite send create review check ask ping contact schedule arrange update prepare draft post share
add fix test merge copy document email e-mail mail investigate make publish release propose submit move rename close
push finish complete invite remind coordinate sync discuss collect gather list translate port backport revert bump
tag announce approve build design implement deploy enable disable remove delete report demo present summari[sz]e
handle own respond reply study compare measure benchmark provide produce upload assign triage label confirm verify
change split rebase refactor reproduce debug contribute revisit inquire chase extract define specify clarify
analy[sz]e evaluate research explore examine organi[sz]e plan watch put
"""


TASKS = _any(
    *_ONE_WORD.split(),
    "follow up",
    "look (?:into|at|for|after)",
    "(?:have|take) (?:a|another) look",
    "(?:talk|speak) (?:to|with)",
    "reach out",
    "set up",
    "work (?:on|with)",
    "come (?:up|back) with",
    "figure out (?:how|what|who|where|when|why|whether|which|if|the|a|an)",
    "find (?:out|a|an|the|some)",
    "clean up",
    "circle back",
    "get (?:in touch|back (?:to|with)|feedback)",
    "take (?:care|over|on)",
    "go through",
    "write up",
    "meet with",
    r"start (?:an?|the) (?:[\w-]+ ){0,2}(?:thread|issue|doc|document|discussion|list|poll|vote|chat|channel|group)",
)
_IDLE = re.compile(
    "^"
    + _any(
        r"(?:share|stop|show)(?: my| the)? (?:screen|sharing|slides|desktop)",
        r"share (?:what|something|some|a few|how|with you|my thoughts|that link|the link|this link|it)",
        r"(?:give|make) (?:it|you|this|a quick|an update|the)",
        r"move (?:on|over|forward|to the next|along|it along)",
        r"ask (?:a|one|you|another|if|whether|the (?:same )?question|everyone|anyone|something|about)",
        r"(?:post|put|drop|paste|share|add|send|link)(?: it| the link| a link| that| this| them|"
        r" links)? (?:it )?in(?:to)? (?:the )?(?:chat|zoom)",
        r"add (?:that|to that|on|one|something|a (?:bit|little|couple)|here|just)\b",
        r"(?:present|share|check|post|report|change|discuss|review|confirm|test|write|update|make|build|plan|own|"
        r"close|open|watch)$",
        r"(?:open|close|end|start|wrap up) (?:it|this|that|the (?:floor|meeting|call|discussion|slides?|document))",
        r"find (?:the|a) (?:link|right|way|place|time|balance)",
        r"(?:check|look at|watch) (?:the )?(?:chat|time|clock|screen|camera)",
        r"(?:discuss|look at|go through|review|check|talk about) (?:it|this|that|them|these|those) (?:now|today|here)",
        r"(?:list|summari[sz]e|report|present|announce|watch|ask|review|go through) (?:it|this|that|them|here|"
        r"quickly|briefly)?\s*$",
        r".{0,60}\bin(?:to)? (?:the )?(?:zoom )?chat\b",
        r"(?:review|recap|summari[sz]e) (?:what|the (?:minutes|agenda|last))",
        r"\w+(?: out| up| down)? (?:before|after|when|until|soon|later|today|tomorrow|here|there|now)",
        r"clarify (?:the|your|my|that|this|it)",
        r"share (?:the|a|your|that|this) (?:post|link|doc|document|screen|slides?)",
        r"go through (?:the|each|all|it|them|this|that)",
        r"make (?:sure (?:that )?(?:i|you|everyone|people)|it (?:quick|short|brief|work)|sense|a (?:point|comment|"
        r"note|quick|joke|decision))",
        r"plan (?:to|on)",
        r"push back",
        r"(?:talk|speak) (?:to|with) (?:you|y'all)",
        r"put (?:it|that|this) (?:this way|differently|simply|another way)",
        r"get (?:the|a) (?:sense|feeling|idea|point|chance|hang)",
        r"look (?:at|for) (?:it|this|that|them|you|me)?\s*$",
        r"compare (?:it|this|that|them)",
        r"copy (?:that|this|it)?\s*$",
        r"take (?:a|another) look\s*$",
        r"check (?:it|this|that|them)?\s*(?:out)?\s*$",
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
BETWEEN = (
    r"(?:(?:also|just|definitely|probably|try to|try and|go and|go ahead and|then|still|maybe|quickly|happily|"
    r"make sure to|personally|please|now|all|already|be able to|first)\s+)*"
)
_COMMIT = re.compile(
    r"(?:\blet me (?=(?:open|file|create|draft|write(?: up)?|send|prepare) an? (?:[\w-]+ )?(?:issue|pr|pull request|"
    r"ticket|proposal|draft|doc\w*|patch|fix|thread)\b)|"
    r"\bi(?:'ll| will|'m going to| am going to|'m gonna| am gonna| can|'m planning to| plan to|'d like to|"
    r" would like to|"
    r"'d be happy to| would be happy to|'m happy to| am happy to|'d love to| volunteer to| have to| need to|"
    r"'ve got to)\s+)"
    rf"{BETWEEN}(?P<do>{TASKS}\b.*)",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\blet me\b|\bi(?:'ll| will|'m going to| am going to|'m gonna| volunteer| can|'m happy to| plan to)\b",
    re.IGNORECASE,
)
_MERE_WISH = re.compile(
    r"^(?:remind|present|discuss|ask|go through|make|add|share|get|report|talk|list|study|demo)\b", re.IGNORECASE
)
_REQUEST = re.compile(
    r"(?:\b(?P<name>(?-i:[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})),?\s+)?\b"
    r"(?:(?:can|could|would|will) you(?: guys| all| please| maybe| also| just| mind| three| two)*|"
    r"(?:(?:can|could|may|might|i'll|i will|i'd like to|let me|maybe|just)\s+(?:i |just |maybe )*)ask (?:you|(?P<asked>"
    r"(?-i:[A-Z][\w'-]+))) to|"
    r"you(?:'ll| will|'re going to| are going to|'re gonna) be|you(?:'re| are) (?:going to|gonna)|you (?:should|"
    r"need to|have to))\s+"
    rf"{BETWEEN}(?P<do>[a-z]+.*)",
    re.IGNORECASE,
)
_SOMEDAY = re.compile(r"\b(?:one of these days|some ?day|one day|at some point in (?:the|my))\b", re.IGNORECASE)
_GENERIC = re.compile(r"\byou (?:should|need to|have to)\b", re.IGNORECASE)
_STARTS_TASK = re.compile(rf"^{TASKS}\b", re.IGNORECASE)
_APPOINT = re.compile(
    r"^(?P<name>(?!(?:We|I|They|You|He|She|It|That|This|There|Who|What|Which|Everyone|Everybody|Someone|People|These|"
    r"Those)\b)"
    r"[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}(?:,? and [A-Z][\w'-]+(?: [A-Z][\w'-]+)?)?)"
    r"(?:'s going to| is going to| are going to| will| is gonna|'ll| is to| volunteers? to)\s+"
    rf"{BETWEEN}(?P<do>(?i:{TASKS})\b.*)"
)
_EXPLICIT = re.compile(
    r"\b(?:action items?|to-?dos?|next steps?)\b(?: (?:for|on) (?P<name>(?-i:[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)))?"
    r"[^.]{0,20}?(?:\b(?:is|are|would be|will be)(?: to)?\b|:)\s*"
    r"(?P<do>(?=\S)(?!(?:the|an?|we|we're|that|this|it|there|not|just|what|how|in|on|to)\b).+)",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^(?:please|then|maybe|do)?\s*(?P<do>(?:send|email|e-mail|mail|ping|reach out|contact|submit|review|fill)\b.*)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:(?:can|could|would) (?:anybody|anyone|somebody|someone|one of (?:us|you))|better if we(?: could| can)?|"
    r"(?:we|somebody|someone)(?:'ll| will| can| need to| have to| should| must|'re going to| are going to|"
    r"'re gonna| gotta|'d need to)|"
    r"let's|how about we|(?:it )?(?:would be|is) (?:good|great|nice|useful|worth) (?:to|if we))\s+"
    rf"{BETWEEN}(?:try and |try to )?(?P<do>"
    r"(?:follow up|look into|investigate|inquire|check|ask|schedule|set up|arrange|organi[sz]e|reach out|contact|"
    r"document|"
    r"write (?:up|down|a|an|the)|update|create|open|file|send|test|review|fix|publish|draft|prepare|"
    r"find out|clean up|upload|"
    r"revisit|circle back|talk (?:to|with)|sync|coordinate|announce|meet|chase|have (?:a|an|another) "
    r"(?:\w+ )?(?:meeting|breakout|chat|discussion|call|sync)|take (?:it|this|that) (?:offline|async))\b.*)",
    re.IGNORECASE,
)
NO_TASK = re.compile(r"[a-z]+ (?:will|would|can|could|should|is|are|was|were)\b", re.IGNORECASE)
"""A sentence in which a task's verb is something else: "please open will talk"."""

_PROPOSED = re.compile(r"how about|can|could|would", re.IGNORECASE)
"""How a request begins that is put as a question."""

_DOING_IT = re.compile(
    r"^i(?:'ll| will| can|'m happy to| could)\s+(?:also |just |definitely )*(?:do (?:it|that|this)|take (?:it|that|"
    r"this|care)|handle (?:it|that|this)|"
    r"look into (?:it|that|this)|follow up|own (?:it|that|this))\b|^(?:will do|on it|i'm on it)\b",
    re.IGNORECASE,
)
_MERGED = _any(
    *("merge", "go with", "go ahead", "move forward", "move ahead", "skip", "postpone", "defer", "cancel", "drop"),
    *("remove", "ship", "include", "exclude", "adopt", "accept", "reject", r"close (?:it|this|that|the|out)"),
    *("leave (?:it|this|that) (?:out|in|as|open|for)", "stick (?:with|to)", r"not (?:do|have|use|include|ship|merge)"),
    *("target", "approve", "delay", "wait (?:for|until|with)", "switch", "deprecate", "rename", "aim for", "revert"),
    *("keep (?:both|using)", "use", "make (?:it|this|that) a", "schedule", "plan (?:on|for)", "go for", "opt for"),
    *("leave out", "do without", "get rid of", "stay with", "choose", "pick", "settle (?:on|for)", "set aside"),
    *("hold off", "focus on", "park", "table", "replace", "add", r"put(?! together\b)"),
    r"have(?! to\b| (?:an? |some |any |more |enough |little |bit |of )*(?:think|time|look|chance|chat|talk|word)\b)",
)
_ONWARD = _any(
    *("see", "say", "go", "start", "move", "talk", "talk about", "begin", "call it", "imagine", "look", "get", "hear"),
    *("give", "take", "wrap", "continue", "assume", "suppose", "try", "make sure", "wait", "jump", "turn", "open"),
    *("discuss", "do", "have", "be", "think", "come", "hope", "back", "keep", "dig", "just", "let", "if", "not", "end"),
    *("pause", "stop", "break", "circle", "switch to", "hand", "stay", "face", "pick", "put", "leave", "figure"),
    *("the", "an?", "you", "your", "our", "it", "them", "him", "her", "people", "users?", "everyone", "anyone"),
)
"""What "let's" is followed by where it only leads the meeting on."""

_DECIDED = (
    (r"\bwe(?:'ve| have)?(?: all| both| already)? (?:decided|agreed|settled|concluded|chose)\b", 0.8),
    (
        (
            r"\b(?:it was|it's|it is|it's been|it has been|that's|that is|that was|been) "
            r"(?:decided|agreed|approved|settled)\b"
        ),
        0.8,
    ),
    (r"^we go (?:with|for|ahead with) (?!(?:it|this|that|them)\b)", 0.8),
    (r"\bwe all agree(?:d)?(?: that| to| on|,)", 0.7),
    (r"\b(?:let's|we(?:'ll| will| can| should)?) (?:leave|keep|set|limit) it (?:at|to) \w+ \w", 0.7),
    (
        (
            r"\b(?:the|our) (?:[a-z]+ (?:or|and) )?(?:decision|consensus|conclusion|agreement) "
            r"(?:is|was|seems|to|here)\b"
        ),
        0.8,
    ),
    (r"\b(?:have|has|got|reached|there's|there is) (?:a )?(?:rough |strong |broad )?consensus\b", 0.6),
    (
        (
            r"\bwe(?:'re| are) (?:all |both )?(?:agreed|in agreement|going (?:with|for)|moving forward with|"
            r"not (?:going to|gonna) (?:do|use|include|merge|ship|change|support|add))\b"
        ),
        0.8,
    ),
    (
        (
            rf"^(?:\w+ ){{0,2}}(?:we'll|we will|let's|let us|we're going to|we are going to|"
            rf"we're gonna)\s+{BETWEEN}{_MERGED}\b"
        ),
        0.8,
    ),
    (rf"\bwe (?:should|could|can)\s+{BETWEEN}{_MERGED}\b", 0.3),
    (rf"\bi(?:'ll| will|'m going to)\s+{BETWEEN}(?:merge|approve|close|cancel|reject|accept)\b", 0.7),
    (r"\b(?:no|any|without) (?:further )?objections?\b|\b(?:plus one|\+1) from (?:all|every)|\ball in favou?r\b", 0.7),
    (
        (
            r"^(?:(?!who|that|which)\w+ ){1,6}(?:is|are|will be|has been|have been|got) "
            r"(?:approved|accepted|rejected|postponed|cancell?ed|"
            r"deferred)\b"
        ),
        0.6,
    ),
    (r"\bno (?:meeting|call)s? (?:on|next|this|over|until)\b", 0.7),
    (rf"^(?:\w+ ){{0,2}}let'?s\s+{BETWEEN}(?!{_ONWARD}\b)[a-z]+ \w+", 0.4),
    (
        (
            r"\b(?:the|our) (?:\w+ ){0,2}(?:plan|aim|goal|objective|intention)s? "
            r"(?:is|are|was|will be|would be) (?:still |now |then )?(?:to|that|for)\b"
        ),
        0.5,
    ),
    (r"\bwe(?:'re| are) good to (?:go|merge)\b|\bready to (?:be )?merged?\b", 0.6),
    (r"^no \w+(?:'s)? (?:screen|support|then|as well|either|anymore)\b", 0.5),
    (
        (
            r"^(?:\w+ ){0,4}(?:price|cost|budget|deadline|profit|aim|limit|maximum|minimum|target|market|goal)s?\b"
            r".{0,40}\b(?:is|are|will be|(?:is|are|'s) (?:gonna|going to) be|should be|must be)\b.*"
            r"(?:\d|\b(?:twenty|thirty|fifty|hundred|thousand|million|"
            r"ten|twelve|fifteen|international|january|february|march|april|may|june|july|august|september|october|"
            r"november|december)\b)"
        ),
        0.55,
    ),
    (
        (
            r"\b(?:calls?|meetings?|release|version)\b.{0,30}\b(?:will (?:be|resume|start|happen)|(?:is|"
            r"are) (?:cancell?ed|moved)|resumes?)\b.*"
            r"(?:\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bnext (?:week|month|year)\b)"
        ),
        0.55,
    ),
    (r"\b(?:so|then) (?:we|it)(?:'ll| will|'re gonna|'re going to) (?:have|be|use|go)\b", 0.5),
)
_DECISIONS = tuple((re.compile(pattern, re.IGNORECASE), weight) for pattern, weight in _DECIDED)
_UNDECIDED = re.compile(
    r"\b(?:would|might|maybe|not sure|don't know|perhaps|haven't|hasn't|(?:could|can|may) be|(?:need|have)? ?to decide|"
    r"yet)\b|\?$",
    re.IGNORECASE,
)
_REASON = re.compile(r",? (?:because|since|as otherwise|otherwise)\b.*[^?]$", re.IGNORECASE)
"""What a decision is made for is not what it decides."""

_EARLIER = re.compile(
    r"\b(?:decided|agreed) (?:on )?(?:this|that|it|them|(?:two|three|a few|several|some|the following) \w+)\b|"
    r"\b(?:ago|previously|back in|early this (?:year|month|week)|(?:last|the previous|a previous|an earlier) "
    r"(?:week|month|year|call|time|meeting))\b",
    re.IGNORECASE,
)
"""What was decided before is no decision of this call, and what only counts or points to decisions tells none."""

CONDITION = re.compile(
    r"\b(?:if|whether|should we|do we|can we|could we|unless|what if|not sure|don't know|before we|once we|"
    r"i think we could|why|assum(?:e|ing)|what the|depends|perspective|imagine|let's say|suppose)\b",
    re.IGNORECASE,
)
"""What makes all that follows in a sentence a mere possibility."""
AGREE = re.compile(
    r"^(?:yeah|yes|yep|yup|sure|okay|ok|sounds? (?:good|great|fine|cool)|agreed?|absolutely|definitely|exactly|"
    r"makes sense|"
    r"perfect|great|good|plus one|\+1|will do|of course|no problem|i'm (?:fine|good|ok|okay) with|that works|"
    r"works for me|"
    r"i can do|i'll do)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*(?:[,;:]\s*|\s)(?:and then|and (?:i|we|you|they|he|she|it|that|this|if|yeah|so|there|see|would|will|can|"
    r"could|do|does|is|are)|and (?-i:[A-Z])\w+ (?:will|is going to|is gonna)|"
    r"so (?:that's|that (?:i|we|you|they)|i|we|you|they|it|yeah|if)|but|"
    r"because|let |or (?:do|should|shall|can|could|would) (?:i|we|you)|"
    r"if (?:you (?:can|could|want|like|don't|have|get|need)|(?:that|it) (?:makes|works|helps|is|would)|any(?:one|body)|"
    r"possible|needed|necessary|so)|"
    r"(?<!whether )(?<!if )(?<!how )(?<!what )(?<!why )(?<!when )(?<!that )(?:it is|it's)|"
    r"in case|which|while|since|or not|as i|as we|"
    r"when you|okay|yeah|i think|i guess|i mean|(?<!let )you know|"
    r"please|thank you|thanks|"
    r"(?<!the )right(?=\s*(?:[,.?!]|$)|\s+(?:now|then|so|and|i|we|because)\b)|"
    r"at some point|or something)\b.*$|\s*[;:—]\s.*$|\.\s.*$",
    re.IGNORECASE,
)


_ASKED_FOR = re.compile(r"\b(?:what|how|where|who|which|when)\b(?: [\w'-]+){1,6} (?:is|are|was|were)$", re.IGNORECASE)
"""A clause that ends on its verb: "find out what the limit is"."""


@dataclass(frozen=True, slots=True)
class Act:
    """What was recognised: `doing` is the thing to be done or decided; `who` is as said, None where unsaid.

    `weight` (0 to 1) tells a firm sign from a weak one; `asks` marks what whoever is spoken to is asked for, `again`
    a promise to do what somebody else just named ("I'll do that").
    """

    kind: PointKind
    doing: str
    weight: float
    who: str | None = None
    form: Form = "statement"
    asks: bool = False
    again: bool = False


def act(sentence: str) -> Act | None:
    """What a cleaned sentence does; None where it only tells something."""
    for find in (_promise, _action, _decision):
        found = find(sentence)
        if found:
            return found
    return None


def acts(sentence: str) -> tuple[Act, ...]:
    """What a cleaned sentence does as a whole, and what else a stretch of it commits somebody to or decides."""
    whole = act(sentence)
    found = [whole] if whole else []
    for text in stretches(sentence):
        more = act(text)
        if more is None or CONDITION.search(sentence.partition(text)[0]):
            continue
        if not any(more.kind == one.kind and (one.kind == "decision" or more.doing in one.doing) for one in found):
            found.append(more)
    return tuple(found)


def is_task(doing: str) -> bool:
    """Whether it begins with what people commonly take on: "open an issue", "look into it"."""
    return _STARTS_TASK.match(doing) is not None


def is_idle(doing: str) -> bool:
    """Whether it is done at once and leaves nothing to do: "share my screen", "ask a question"."""
    return _IDLE.match(doing) is not None


def _promise(sentence: str) -> Act | None:
    return Act("action", "", 0.7, form="promise", again=True) if _DOING_IT.search(sentence) else None


def _action(sentence: str) -> Act | None:
    patterns = (
        (_COMMIT, 0.6),
        (_APPOINT, 0.8),
        (_REQUEST, 0.6),
        (_EXPLICIT, 0.8),
        (_IMPERATIVE, 0.5),
        (_TOGETHER, 0.5),
    )
    for pattern, weight in patterns:
        match = pattern.search(sentence)
        proposed = pattern is _REQUEST or (match is not None and _PROPOSED.match(match.group()) is not None)
        if not match or (sentence.endswith("?") and not proposed):
            continue
        doing = phrase(match["do"])
        if pattern is _REQUEST:
            doing = plain_verb(doing)
            if not is_task(doing):
                continue
        who = match.groupdict().get("name") or match.groupdict().get("asked")
        if (
            len(words(doing)) < 2
            or NO_TASK.match(doing)
            or is_idle(doing)
            or (who or "").split(" ")[0].lower() in STOPWORDS
        ):
            continue
        firm = pattern is _COMMIT and _FIRM.search(match.group()) is not None
        weak = pattern is _COMMIT and not firm and _MERE_WISH.match(doing)
        generic = pattern is _REQUEST and _GENERIC.search(match.group())
        if _SOMEDAY.search(sentence):
            continue
        surety = weight + 0.2 * firm - 0.2 * bool(weak) - 0.3 * bool(generic)
        form: Form = (
            "promise" if pattern is _COMMIT else "request" if pattern is _REQUEST else "duty" if who else "plan"
        )
        return Act("action", doing, surety, who, form, asks=pattern is _REQUEST and not generic)
    return None


def plain_verb(doing: str) -> str:
    """The plain form of what somebody is doing: "looking at the parser" as "look at the parser"."""
    match = re.match(r"([a-z]+?)(?:([b-df-hj-np-tv-z])\2)?ing\b(.*)", doing, re.IGNORECASE)
    if not match:
        return doing
    stem, double, rest = match[1], match[2] or "", match[3]
    for verb in (stem + double, stem + double * 2, stem + "e"):
        if verb and (verb.lower() in VERBS or _STARTS_TASK.match(f"{verb}{rest}")):
            return f"{verb}{rest}"
    return doing


def _decision(sentence: str) -> Act | None:
    found = [weight for pattern, weight in _DECISIONS if pattern.search(sentence)]
    if not found:
        return None
    decided = _REASON.sub("", sentence)
    doubtful = _UNDECIDED.search(decided) or _EARLIER.search(decided)
    return Act("decision", sentence, max(found) - (0.6 if doubtful else 0.0))


def phrase(doing: str) -> str:
    """What is to be done, cut where the sentence goes on to something else."""
    doing = _CUT.sub("", doing).strip(" ,.;:-?!")
    spoken = words(doing)
    while spoken and spoken[-1].lower() in DANGLING_ENDS and spoken[-1].lower() not in {"it", "this", "that"}:
        if _ASKED_FOR.search(doing):
            break
        doing = doing[: doing.rfind(spoken.pop())].rstrip(" ,")
    return doing
