"""Spoken text to written: sentences without fillers, false starts and openers, and clauses that can stand alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.minutes.lexicon import DANGLING_ENDS, PAST, SHORT_WORDS, STOPWORDS, VERBS
from transcribe.references import DIGITS, TEENS, TENS

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(r"[^\W_]+(?:[.'’/_#:+@-]+[^\W_]+)*[+#]{0,2}")
"""A word as a reader counts it: `ready`, `don't`, `1.5.0`, `#909`'s number, `falco#1184`, `ld+json`, `C++`."""


_FILLERS = re.compile(
    r"""\b(?:u[hm]+|e+r+m*|h+m+|m+-?h?m+|a+h+|uh-huh|eh|huh|
    (?<!do\ )(?<!as\ )(?<!if\ )(?<!let\ )(?<!to\ )you\ know(?!\ (?:what|how|if|that|who|where|why|when|about|the))|
    i\ mean|(?<=,\ )i\ don't\ know(?=,)|excuse\ me|so\ to\ speak|if\ you\ will|
    (?<!a\ )(?<!the\ )(?<!this\ )(?<!that\ )(?<!what\ )(?<!some\ )(?<!any\ )(?<!which\ )(?<!one\ )
    (?<!same\ )(?<!other\ )(?<!all\ )(?<!every\ )(?<!different\ )
    (?:sort|kind)\ of|kinda|sorta|
    basically|actually|literally|obviously|essentially|pretty\ much|
    (?<!not\ )(?<!than\ )(?<!n't\ )(?:just|simply)|really|honestly|frankly|
    or\ something(?:\ like\ that)?|or\ whatever(?=\s*(?:[.,;:?!…]|$))|
    (?:and|or)\ stuff(?:\ like\ that)?|(?:and|or)\ things\ like\ that|
    and\ so\ (?:on|forth)(?:\ and\ so\ forth)?|at\ the\ end\ of\ the\ day|as\ it\ were)\b[,…]?""",
    re.IGNORECASE | re.VERBOSE,
)
_LIKE = re.compile(
    r",\s*like,?(?=\s)|(?<=\s)like,|^like\b,?|"
    r"\b(?P<before>for|the|and|but|was|are|has|its|our|any|all|two|three|some|very|what|that's|it's|is|at|"
    r"by|of|or|in|on|so|if|a|have|with|then|from)\s+like\b"
    r"(?!\s+(?:this|that|it|to)\b)|"
    r"(?<=\bto )like (?=(?:get|have|do|make|be|go|put|see|use|add|try|take|keep|find|run|build|start)\b)|"
    r"(?<=\s)(?<!\bmore )(?<!\bmuch )like (?=\d)",
    re.IGNORECASE,
)
_LIKE_BETWEEN = re.compile(r"(\b[\w'’]+), like,? (?=\1\b)", re.IGNORECASE)
_TAG_QUESTION = re.compile(
    r"(?:^|,\s*|(?<!\bis)(?<!'s)(?<!\bare)(?<!'re)(?<!\bwas)(?<!\bwere)(?<!\bbe)(?<!\bnot)(?<!n't)\s+)\b"
    r"(?:right|okay|ok|yeah|you know|isn't it|i think|i guess|i believe|i suppose|personally|too|"
    r"as well|and that's (?:it|all)|which is interesting|(?<=,\s)no(?=\s*\?))\s*[?.!]*$",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"""^(?:
    (?:so|and|but|okay|yeah)\b(?!-)(?!\ of\ all|\ to\ (?!be\ (?:honest|fair|clear)))|
    (?:or|ok|yes|yep|yup|nope|well|now|alright|all\ right|cool|great|awesome|perfect|sure|oh|hey|
    hi|
       hello|then|also|plus|again|anyway|anyways|therefore|however|exactly|right|nice|good|fine|fair\ enough|sorry|
       absolutely|definitely|indeed|correct|agreed|basically|actually|obviously|essentially|like|yet|um|uh|because|
       additionally|moreover|meanwhile|otherwise|instead|first|second|secondly|firstly|finally|lastly|
       alternatively)\b(?!-)
      (?!\ of\ all|\ (?:one|two|call|time|version|release|draft|class|step|place|phase|block|thing|to\b))|
    (?:no|right|see|look|thanks|thank\ you|please)\s*,|
    of\ course|in\ fact|after\ all|for\ sure|
    at\ least(?!\ (?:half|an?|the|some|\d|one|two|three|four|five|six|seven|eight|nine|ten|twenty)\b)|
    to\ be\ (?:honest|fair|clear)|first\ of\ all|by\ the\ way|
    in\ (?:my|our)\ (?:opinion|view|experience|case)|from\ (?:my|our)\ (?:side|perspective|point\ of\ view)|for\ me|
    as\ (?:i|we|you|\w+)(?:'ve)?\ (?:said|mentioned|know|see|noted|discussed)(?:\ (?:before|earlier|last\ \w+))?|
    (?:like|as)\ i\ (?:say|said)|
    i(?:,?\ (?:would|do|also|still|personally|really|just|definitely|certainly|unfortunately),?)*
      \ (?:think|guess|believe|suppose|feel|figure|reckon|mean|say|hope|imagine|assume)
      (?:\ like|\ that|\ also)?(?!\ (?:it\ is\ )?(?:so|not)\b)(?!\ (?:about|of|through|on)\b)|
    i'd\ say(?:\ that)?|i'm\ (?:pretty\ |quite\ )?sure(?:\ that)?(?!(?:\ that)?\ (?:i|we|you|they)\ can\b)|
    i\ (?:just\ )?want(?:ed)?\ to\ (?:(?:say|mention|point\ out|note|highlight|clarify|flag|let\ (?:everyone|people|
    you)\ know)(?:\ that)?|add\ that)|
    i\ (?:was|am)\ (?:just\ )?(?:going|gonna)\ to\ say(?:\ that)?|
    i(?:'ll|\ (?:should|would|will|can|must))\ (?:say(?:\ that)?|(?:add|mention|note)\ that)|
    it\ (?:seems|looks|sounds|feels)(?:\ like|\ that)|my\ understanding\ is(?:\ that)?|
    (?:the|one|another|the\ (?:other|only|first|last|next)|my\ \w+)\ (?:other\ )?(?:thing|point)
      (?:\ (?:i|we|that)\ [^,]{1,30}?)?\ is(?:\ that)?|
    (?:as\ )?you\ (?:can|could|might)\ (?:see|notice)(?:\ (?:here|there))?\ that|
    what\ i(?:'m|\ am|\ was)\ (?:saying|thinking)\ (?:is|was)(?:\ that)?|the\ (?:fact|point)\ is(?:\ that)?|
    on\ the\ (?:other|flip)\ (?:side|hand)(?:,?\ though)?|that\ being\ said|having\ said\ that|in\ other\ words|
    as\ a\ matter\ of\ fact|so\ to\ be\ (?:honest|fair|clear)|nevertheless|unfortunately|
    (?:at|for)\ the\ moment|right\ now|technically|ultimately|similarly|interestingly|apparently|a\ while\ back|
    just\ to\ (?:be\ clear|clarify|recap|summarise|summarize|add|confirm)|let's\ see|let\ me\ see|as\ far\ as\ i\ know
    )(?![\w'’])\s*[,.;:…-]*\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_REPEAT = re.compile(r"\b([^\W\d_][\w'’]*(?:\s+[\w'’]+){0,3})(?:[\s,…–-]+\1\b)+(?!['’-])", re.IGNORECASE)
_TWO_CLAUSES = re.compile(
    r"\b(?:about|at|by|for|from|in|of|on|to|with) (?P<said>(?-i:[A-Z][\w'’]*)|(?:the|an?|our|this|that) \w+), "
    r"(?P=said)$",
    re.IGNORECASE,
)
"""A word that ends one clause and begins the next: "with respect to the bridge, the bridge is closed"."""

_RESUMING = re.compile(
    r"^((?:the|an?|our|my|their|some|most|all|these|those|current|other)(?: [\w-]+){1,5}), (?:it|they)(?= )"
    r"(?! (?:said|say|says|seems?)\b)",
    re.IGNORECASE,
)
"""A topic that is taken up by a pronoun: "the old doors, they don't close"."""

_TIMES = frozenset(
    {"time", "day", "week", "month", "year", "moment", "morning", "meeting", "call", "ago", "after", "before", "all"}
)

_SEARCHED = re.compile(
    r"\b(be|to|with|of|from|into|will|would|could|should|and), "
    r"(?=[a-z])(?!(?:i|we|you|they|it|that|this|there|he|she|if|when|which|because|and|or|but|so|as)\b)"
    r"(?!(?:[\w'-]+ ){0,4}[\w'-]+,)",
)
_BEGUN_LARGE = re.compile(
    r"(?<=, )(?:Until|In|If|And|But|Which|Because|When|While|So|Or|For|With|At|On|To|Then|That|As|By|From)"
    r"(?= [a-z])"
)
"""A capital where speech was cut into captions: "the scope, Until we are ready"."""

_BEGUN_SHORT = re.compile(r"(?<![\w'’-])([a-z]{2,3}) (?=\1[a-z]+)")
"""The first letters of a word that is then said whole: "wri write"."""

_STUTTER = re.compile(
    r"(?<![\w'’-])(?:(\w{1,8})\s*[…,–-]+\s*(?=\1[\w'’])|(\w{1,3})\s+(?=\2['’]\w)|(\w{4,})\s+(?=\3\w{2,}))",
    re.IGNORECASE,
)
_RESTART = re.compile(
    r"\b((?:it|that|this|there|we|they|i|you|he|she)(?:'[a-z]+)?)(?:\s+(?:also|just|still|really|then))?\s*,\s+(?=\1\s)",
    re.IGNORECASE,
)
"""A beginning that is begun again: "it's also, it's"."""

_RESUMED = re.compile(
    r"\b((?:it|that|this|there|we|they|i|you|he|she)(?:'[a-z]+)?(?:\s+[\w']+){1,3}),\s+(?:[\w'-]+\s+){1,5}[\w'-]+,\s+"
    r"(?=\1\b)",
    re.IGNORECASE,
)
"""A beginning that is begun again behind an aside: "we're going to, speaking of forums, we're going to"."""

_HESITATION = re.compile(
    r"\b(the|an?|of|my|our|your|their|its|(?:go|went|going) with),\s+(?=\w)(?!(?:and|or|but|so)\b)", re.IGNORECASE
)
"""A comma where the speaker only searched for the word."""

_BROKEN = re.compile(
    r"(?<![\w'’./#-])(?![aio]\b)(?:[a-z](?:-|…)(?=\s+\w)|(?<!\b[b-hj-np-z] )[a-z](?=\s+\w)(?!\s+[b-hj-np-z]\b))|"
    r"\b\w{1,6}-(?=\s)|(?<![\w'’-])(?:th|wh|sh|st|ch|pr|tr|wi|"
    r"fo)\s+(?=\w)"
)
_SENTENCE_END = re.compile(r"[.?!…]+[\"')\]]*(?=\s+[\"'(\[]*[A-Z0-9#@])|[.?!][\"')\]]*(?=\s*$)|\n+")
_GOES_ON = re.compile(r"\b(?:to|the|an?|of|for|in|on|with|by|at|from)$", re.IGNORECASE)
"""After these a pause ends no sentence."""

_PAUSE = re.compile(_GOES_ON.pattern.replace("$", r"…\s+(?=\w)"), re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|etc|mr|mrs|ms|dr|st|no|approx|[a-z])\.|\b[A-Z]\.)$", re.IGNORECASE)
JOINT = re.compile(
    r"""\s*[;:–—…]\s+|\s+-+\s+|
    ,\s+(?=(?:and|but|so|because|which|where|or|then|though|although|since|while|as|if|when|unless|whereas|i|we|they|
    it|this|that|there|you)\b)|
    ,?\s+(?=(?:and\s+(?:then|so|i|we|they|he|she|it|this|that|there|you|also|if)|but|so(?!\s+(?:that|far|much|many|
    on))|because|
      whereas|although|which\s+(?:is|was|means|will|would|can|has|are)|in\s+case|i\s+think|i\s+guess|i\s+mean|
      otherwise|and\s+yeah|let's|and\s+(?-i:[A-Z])\w+\s+(?:will|is\s+going\s+to|is\s+gonna))\b)""",
    re.IGNORECASE | re.VERBOSE,
)
ONLY_UNDER = re.compile(
    r"[\s,]*(?:(?:as|so) long as|unless|provided|only if|except|if|or)\b",
    re.IGNORECASE,
)
"""What, right behind a clause, makes it hold only under a condition, or only one possibility."""

ALTERNATIVE = re.compile(r"(?:or|versus|otherwise|as opposed to|because then|so that)\b", re.IGNORECASE)
"""What makes the sentence it begins only one possibility, or the aim of another."""

DENIED = re.compile(
    r"no[.,]? (?:no\b|that's not\b|it's not\b|(?:i|we) don't (?:think|want|agree)\b|not\b)|no\W*$", re.IGNORECASE
)
"""An answer that what was said does not hold."""

PASSES = 8
"""Times that a text is cleaned at most: what is left out can bring two equal words together."""

LONG = 32
"""Words after which a sentence is taken for a run-on that its transcriber did not punctuate."""


def words(text: str) -> list[str]:
    """The words of a text, as written."""
    return WORD.findall(text)


def content(text: str) -> list[str]:
    """The words that carry meaning, in lower case."""
    return [
        word
        for word in (raw.lower().replace("’", "'") for raw in words(text))
        if word not in STOPWORDS and len(word) > 1
    ]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a text; run-ons without punctuation are parted at their joints."""
    start = 0
    for end in [*_sentence_ends(text), len(text)]:
        yield from _parts(text, start, end)
        start = end


def _sentence_ends(text: str) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        pause = match.group()[:2] in {"…", ".."} and _GOES_ON.search(text, 0, match.start())
        if not pause and not (match.group().startswith(".") and _ABBREVIATION.search(text, 0, match.start() + 1)):
            yield match.end()


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if not WORD.search(piece):
        return
    if len(words(piece)) > LONG:
        begun = start
        for joint in JOINT.finditer(text, start, end):
            if len(words(text[begun : joint.start()])) >= LONG // 3 and len(words(text[joint.end() : end])) >= 5:
                yield begun, joint.start()
                begun = joint.end()
        yield begun, end
    else:
        yield start, end


def tidy(text: str) -> str:
    """Without fillers, stutters, doubled words and tags; the words that stay are the speaker's own, in order."""
    text = text.replace("’", "'")
    for _ in range(PASSES):
        cleaner = _tidier(text)
        if cleaner == text:
            break
        text = cleaner
    return text


def _tidier(text: str) -> str:
    text = re.sub(r"\s*(?:\.\.\.|…)\s*", "… ", " ".join(text.split()))
    text = _BROKEN.sub("", text)
    text = _FILLERS.sub(" ", text)
    text = _LIKE.sub(lambda match: match["before"] or "", _LIKE_BETWEEN.sub(r"\1, ", text))
    text = " ".join(text.split())
    text = _BEGUN_SHORT.sub(lambda match: match.group() if match[1] in SHORT_WORDS else "", text)
    text = _STUTTER.sub(lambda match: match.group() if _counts(match.group()) else "", text)
    text = _RESUMED.sub("", _RESTART.sub("", _REPEAT.sub(_once, text)))
    text = _BEGUN_LARGE.sub(lambda match: match.group().lower(), _SEARCHED.sub(r"\1 ", _RESUMING.sub(_taken_up, text)))
    text = _PAUSE.sub(lambda match: f"{match.group().rstrip(' …')} ", re.sub(r"…\s*(?=[a-z])", " ", text))
    text = re.sub(r"\s+([,.;:?!])", r"\1", text)
    text = _HESITATION.sub(r"\1 ", text)
    text = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text)
    text = re.sub(r"[,;:]+(?=[.?!])", "", text)
    return text.strip(" ,;:-–—…")


def _taken_up(topic: re.Match[str]) -> str:
    named = [word.lower() for word in words(topic[1])]
    clause = any(word in VERBS | PAST | _TIMES or word.endswith("ed") for word in named)
    return topic.group() if clause else topic[1]


def _once(repeat: re.Match[str]) -> str:
    # "one one of them" is one, "one one eight four" a number
    goes_on = _counts(" ".join(words(repeat.string[repeat.end() :])[:1]))
    number = _counts(repeat[1]) and (goes_on or repeat[1].lower() != "one")
    return repeat.group() if number or _TWO_CLAUSES.search(repeat.string[: repeat.end()]) else repeat[1]


def _counts(text: str) -> bool:
    """Whether there are only words for numbers: "nine nine five" is no slip of the tongue."""
    said = words(text.lower())
    return bool(said) and all(word in DIGITS or word in TEENS or word in TENS for word in said)


def bare(text: str) -> str:
    """Without the words that only open a turn ("So, yeah, I think that …") and without a tag at the end."""
    question = text.endswith("?")
    for _ in range(8):
        shorter = _OPENER.sub("", text, count=1)
        if shorter == text or not shorter:
            break
        text = shorter
    for _ in range(2):
        text = _TAG_QUESTION.sub("", text).strip(" ,;:-–—…")
    text = text.rstrip(".!,;")
    return text + "?" if question and text and not text.endswith("?") else text


def stretches(text: str) -> tuple[str, ...]:
    """A sentence from one joint to the next."""
    return tuple(piece for part in JOINT.split(text) if (piece := bare(part.strip(" ,;:-–—…"))))


def clauses(text: str) -> tuple[str, ...]:
    """The stretches of a sentence, from one joint to another, that might stand alone; the whole sentence first."""
    cuts = [0, *(match.end() for match in JOINT.finditer(text)), len(text)]
    ends = [*(match.start() for match in JOINT.finditer(text)), len(text)]
    found = [text]
    for first in range(len(ends)):
        for last in range(first, min(first + 3, len(ends))):
            piece = bare(text[cuts[first] : ends[last]].strip(" ,;:-–—…"))
            if piece and piece not in found:
                found.append(piece)
    return tuple(found)


def is_whole(text: str) -> bool:
    """Whether a clause can stand alone: it ends on a word that ends something, and says enough."""
    spoken = [word.lower() for word in words(text)]
    return bool(spoken) and spoken[-1] not in DANGLING_ENDS and len(content(text)) >= 3


_PARTS = (
    frozenset({"that", "which", "who", "because", "where"}),
    frozenset({"and"}),
    frozenset({"for", "with", "in", "on", "at", "by", "from", "about"}),
)
"""Words that begin a part of a clause which it can go without, the most separate parts first."""

_HOLDS_ONLY = re.compile(r"\b(?:if|unless|except|provided|assuming|until|only|as long as|but|not|or)\b", re.IGNORECASE)


def shortened(text: str, most: int, room: int) -> str | None:
    """A clause of at most so many words, without its last parts; of a few more where none of them can go.

    None where it would be longer, or not true without what it says there.
    """
    spoken = text.split()
    if len(spoken) <= most:
        return text
    whole = text if len(spoken) <= most + room else None
    for begins in _PARTS:
        for end in range(most, most // 2, -1):
            last = spoken[end - 1].lower().strip(",")
            if spoken[end].lower() in begins and last not in DANGLING_ENDS and last not in VERBS:
                if _HOLDS_ONLY.search(" ".join(spoken[end:])):
                    return whole
                return " ".join(spoken[:end]).rstrip(",;")
    return whole


DETERMINERS = frozenset({"a", "an", "the", "my", "our", "your", "their", "his", "its", "every", "each"})
"""After these a word is a noun, whatever it may be elsewhere: "the test"."""

_RELATIVE = re.compile(
    r",? (?:which|who|whose|where|that)\b(?!\'s| is| was).*|"
    r" (?:to|of|about|on|for|in|at) (?:what|how|which|whether)\b(?!.*\b(?:is|are|was|were|has|have|will)\b).*",
    re.IGNORECASE,
)


_ASIDE = re.compile(r"(?:^|,\s)(?:before|after|until|when|while|because|since|as|if)\s[^,]*(?:,|$)", re.IGNORECASE)


def has_verb(text: str) -> bool:
    """Whether something in the main clause looks like a verb, so that the text tells rather than names."""
    spoken = [word.lower() for word in words(_RELATIVE.sub(" ", _ASIDE.sub(",", text)))]
    return any(
        (word in VERBS and before not in DETERMINERS)
        or (len(word) > 4 and word.endswith(("ed", "'ll", "'re", "'ve")) and after != "by")
        for before, word, after in zip(["", *spoken], spoken, [*spoken[1:], ""], strict=False)
    )


def capital(text: str) -> str:
    """First letter upper case, unless the first word is a name that starts small (`falcoctl`, `kubelet#12`)."""
    first = text.split(" ", 1)[0]
    if any(mark in first for mark in "#/_`.0123456789") or any(letter.isupper() for letter in first[1:]):
        return text
    return text[:1].upper() + text[1:]
