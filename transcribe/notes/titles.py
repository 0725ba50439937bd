"""What headings and labels name: which part of a call they open, and what a label stands in front of."""

from __future__ import annotations

import re

from transcribe.notes.abroad import KINDS
from transcribe.notes.markdown import spoken
from transcribe.notes.people import fold

JOINED = (
    r"(?:who (?:has |all )?)?joined|who(?:'s| is| was) (?:here|there)|(?:in )?attendance|attending|attended(?: by)?"
    r"|(?:people |members )?present|roll ?call|sign(?:ed)? in(?: sheet)?"
    r"|(?:(?!(?:about|for|from|new|next|non|note|of|the|to)\b)[\w/']+ ){0,3}(?:attendees?|participants?)(?: list)?"
    r"(?: (?:and )?(?:absents?|absentees|regrets|apologies|guests|observers))*"
)
ABSENT = (
    r"absent(?: (?:members?|with)?(?: ?apolog(?:y|ies))?)?|absents|absentees?|absences?|missing|(?:sent )?regrets"
    r"|apologies|(?:not|unable to) (?:present|attend(?:ing)?|attended)|(?:absent|missing|excused) (?:members?|people)"
    r"|excused"
)
LEADS = (
    r"mc|(?:(?:acting|call|co|group|meeting|session|today'?s) )*"
    r"(?:moderators?|hosts?|chairs?|chairpersons?|facilitators?|lead|conveners?|organi[sz]ers?)(?: pro tem(?:pore)?)?"
    r"|master of ceremon\w+"
)
AGENDA = (
    r"(?:(?:add|call|current|draft|full|main|meeting|new|open|other|our|proposed|public|suggest|tentative|the"
    r"|this week'?s|today[' ]?s|your) ){0,3}"
    r"agenda(?: items?| topics?)?(?: here)?(?: for (?:today|(?:the|this) (?:call|meeting|week)))?"
    r"(?: ?/ ?.*| (?:and )?(?:meeting )?(?:notes|minutes|discussions?))?"
)
TOPICS = (
    r"(?:proposed |proposals? ?(?:/|and) ?)?"
    r"(?:(?:(?:new|old|open|other|further) )?topics(?: discussed)?|(?:new|old) business|discussions?"
    r"|discussion (?:topics|items)|proposals?)(?: ?/ ?issues)?"
)
GROUP = re.compile(
    r"(?:[\w/']+ ){0,3}(?:members?|guests?|visitors?|observers?|others?|people|maintainers|contributors|community"
    r"|remote(?:ly)?|voting|in person|online|invited(?: experts?)?|staff|secretary|scribes?|note ?takers?|timekeepers?)"
)
"""What a label or a deeper heading in a list of attendees says of those it stands above."""
TITLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("closing", r"closing|next week'?s? mc|next mc|mc next.*"),
        ("mc", LEADS),
        ("absent", ABSENT),
        ("attendees", JOINED),
        ("highlights", r"(?:this |the )?week(?:'?s|ly)? highlights?|highlights?|latest news|news|announcements?"),
        ("agenda", AGENDA),
        ("notes", r"(?:meeting |call |detailed |full |discussion )?(?:notes|minutes)"),
        ("talks", r"lightning talks?|talks?"),
        ("topics", TOPICS),
    )
)
TWO_LANGUAGES = re.compile(r"\s*/\s*|(?<=[\u3040-\u9fff])\s*(?=[a-z])|(?<=[a-z])\s*(?=[\u3040-\u9fff])")
"""Between the words of a heading in two languages: `Teilnehmer / Attendees`, `议程 Agenda`."""
LABEL = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:(?P<mark>\*\*|__)(?P<bold>(?:[^*_:\[\]()|]|\(s\)){2,40}):?\s*(?P=mark):?"
    r"|(?P<slant>[*_])(?P<italic>(?:[^*_:\[\]()|]|\(s\)){2,40})(?::\s*(?P=slant)|(?P=slant)\s*:)"
    r"|(?P<bare>(?:[^*_:\[\]()|]|\(s\)){2,40}):)(?P<space>\s*)(?P<rest>.*)$"
)


REMARK = re.compile(
    r"^(\W*[\w /'’-]{2,40}?[*_]{0,2})\s*\((?:\d+|[^()]*\b(?:add|please|sign|your\w*)\b[^()]*)\)(?=[*_]{0,2}:)",
    re.IGNORECASE,
)
"""What a label counts or asks for in brackets: `Attendees (please add yourself):`, `**Present** (3):`."""
PROSE = re.compile(r"(?:and|are|at|can|for|from|have|in|is|may|must|of|on|should|that|to|were|who|will|with)\b")
"""How a sentence goes on that begins in bold."""
BOLD = re.compile(r"</?(?:b|strong)>", re.IGNORECASE)
ALONE = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:(?P<mark>\*{1,3}|_{1,3})(?P<marked>[^*_|]{2,60}?):?(?P=mark):?|(?P<bare>[^*_|.!?:]{2,60}):)"
    r"\s*\\?\s*$"
)


def kind_of(text: str) -> str | None:
    """Which part a heading or label opens, None for any other heading."""
    name = _bare(text)
    kind = _named(name)
    if kind is None and len(names := TWO_LANGUAGES.split(name)) > 1:
        kinds = {_named(one) for one in names}
        # "Opens / agenda"
        return kinds.pop() if len(kinds) == 1 else "agenda" if kinds == {"agenda", None} else None
    return kind


def _named(name: str) -> str | None:
    return next((kind for kind, pattern in TITLES if pattern.fullmatch(name)), KINDS.get(name))


def is_label(text: str) -> bool:
    """Whether a paragraph is a heading in disguise: one bold line, or one that ends with a colon."""
    lines = BOLD.sub("**", text).strip().split("\n")
    bold = re.fullmatch(r"(\*\*|__)(?:(?!\1).)+\1:?", lines[0].strip())
    return bool(bold) or (len(lines) == 1 and bool(re.fullmatch(r"[^.]{2,60}:", lines[0])))


def is_group(text: str) -> bool:
    """Whether a label or heading says what kind of attendees it stands above (`TSC members`, `Scribe`)."""
    return GROUP.fullmatch(_bare(text)) is not None


def label_of(line: str) -> tuple[str, str] | None:
    """The label that opens a line (`**MC:** Ann`, `Present: Ann, Bo`) and what follows it; None where there is none."""
    line = REMARK.sub(r"\1", BOLD.sub("**", line))
    match = LABEL.match(line)
    if match is None or (":" not in line[: match.start("rest")] and PROSE.match(match["rest"])):
        return None
    return (match["bold"] or match["italic"] or match["bare"]).strip(), match["rest"].strip()


def label_alone(line: str) -> str | None:
    """The words of a line that holds nothing but a label: marked (`**Topics**`), before a colon, or a known title.

    So is the summary of what a page folds up (`<summary>Attendees</summary>`).
    """
    summary = re.search(r"<summary>(.+)</summary>", line)
    if summary:
        return spoken(summary[1])
    match = ALONE.match(BOLD.sub("**", line))
    if match is None:
        bare = line.strip()
        return bare if re.fullmatch(r"[\w' ]+", bare) and kind_of(bare) else None
    return (match["marked"] or match["bare"]).strip()


def _bare(text: str) -> str:
    """The words of a heading or label for comparison, without emoji, number, brackets and marks."""
    words = re.sub(r"\([^()]*\)|(?<=\w)\s*\[[^\[\]]*\]|[^\w\s'/]", " ", spoken(text))
    return fold(re.sub(r"^\s*\d+\s+", "", words))
