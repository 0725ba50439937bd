"""What stands above the items of an agenda and is none itself: headings and bullets that group them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.notes.aspects import KINDS
from transcribe.notes.fields import is_remark
from transcribe.notes.markdown import first_text, spoken, urls
from transcribe.notes.owners import DURATION, split_owners
from transcribe.notes.titles import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.notes.markdown import Block
    from transcribe.schema import Attendee

NO_ITEM = re.compile(
    r"(?:video|recordings?|transcript|terms|links|resources|references|action items?|actions|chat|attendees)"
    r"(?: of the (?:call|meeting))?",
    re.IGNORECASE,
)
APART = re.compile(
    r"(?:(?:useful |related )?(?:links|resources|references)|(?:meeting )?roles"
    r"|(?:next|previous|upcoming|scheduled) (?:call|meeting)s?"
    r"|(?:(?:new|past|previous) )?(?:action (?:items?|points?)|actions|to-?dos?)"
    r"(?: from (?:the )?(?:last|previous) (?:call|meeting|time|week))?)",
    re.IGNORECASE,
)
"""Headings and labels inside an agenda below which nothing is one of its items."""
GROUP = re.compile(
    r".*\b(?:items|topics|business|issues|prs|pull requests|rfcs|fcps|proposals|nominations|discussions|"
    r"presentations)\b.*",
    re.IGNORECASE,
)
"""Headings that say of what kind those below them are ("New items")."""
GATHERING = re.compile(
    r"(?:(?:agenda|community|discussion|new|old|open|other|project|quick|recurring|standing|status|sub-?project|team"
    r"|working group) )?(?:announcements|demos|discussions?|issues|items|news|presentations|proposals|prs"
    r"|pull requests|reports|reviews|round ?table|topics|updates)(?: (?:and|&) \w+)?",
    re.IGNORECASE,
)
"""What a bullet says that gathers items."""
NEWS = re.compile(r"\b(?:announcements|news|open|reports|updates)\b", re.IGNORECASE)
TIMES = re.compile(rf"[(\[]{DURATION}\b|\b{DURATION}[)\]]", re.IGNORECASE)
TASKS = re.compile(r"\b(?:action (?:items?|points?)|actions|to-?dos?|tasks)\b", re.IGNORECASE)
"""Below such a heading names stand in front of what people are to do."""
REPOSITORY = re.compile(r"[a-z][\w.-]*/[\w.-]+")
ISSUE = re.compile(r"\S.*\[[\w./-]*#\d+\]\(\S+\)\W*$")


def below_headings(blocks: Sequence[Block]) -> list[list[Block]]:
    """What stands below each heading, up to the next one."""
    found: list[list[Block]] = []
    for block in blocks:
        if block.kind == "heading":
            found.append([])
        elif found:
            found[-1].append(block)
    return found


def is_group(heading: Block, inside: Sequence[Block], people: Sequence[Attendee], *, owned: bool) -> bool:
    """Whether a heading inside an agenda is no item but stands above some (a repository), or above none.

    `owned`: whether headings of this agenda stand above items with owners.
    """
    title = spoken(heading.text).strip(" :")
    named = kind_of(heading.text) in {"agenda", "topics"} or REPOSITORY.fullmatch(title) or NO_ITEM.fullmatch(title)
    return bool(named) or _numbered(inside) or (owned and not TASKS.search(title) and are_owned(inside, people))


def is_above(heading: Block, following: Block | None, inside: Sequence[Block]) -> bool:
    """Whether a heading only stands above deeper ones ("New items") that are no parts of it ("Notes")."""
    alone = all(block.kind in {"html", "rule"} for block in inside)
    deeper = following is not None and following.level > heading.level
    kind = GROUP.fullmatch(spoken(heading.text))
    return bool(kind) and alone and deeper and following is not None and kind_of(following.text) is None


def is_apart(text: str) -> bool:
    """Whether a heading or label of an agenda stands above what is none of its items ("Resources", "Next meeting")."""
    words = spoken(text).strip(" :*")
    return bool(APART.fullmatch(words) or KINDS["action"].fullmatch(words))


def is_for_decisions(title: str, inside: Sequence[Block] = ()) -> bool:
    """Whether a title in an agenda only keeps a place for decisions, as nothing stands below it."""
    told = any(char.isalnum() for text in openings(inside) for char in text)
    return KINDS["decision"].fullmatch(title.strip(" :*")) is not None and not told


def leaves(item: Block, people: Sequence[Attendee] = ()) -> list[Block]:
    """The item, or those inside it when it holds nothing but a list (`1. - Kris`) or only says what they are."""
    text = first_text(item)
    named = text is not None and (kind_of(text.text) in {"agenda", "topics"} or _is_gathering(item, people))
    lists = [block for block in item.children[: 2 if named else 1] if block.kind == "list"]
    inside = [nested for block in lists for nested in block.children if not is_remark(opening(nested))]
    return [leaf for nested in inside for leaf in leaves(nested, people)] or [item]


def _is_gathering(item: Block, people: Sequence[Attendee]) -> bool:
    """Whether a bullet is a word for its sub-bullets ("Proposals"), most of them with an owner, a time or a link.

    Sentences below it are what was said, and links below announcements and the like are news that need no talk.
    """
    news = NEWS.search(opening(item))
    if len(item.children) != len(("text", "list")) or not GATHERING.fullmatch(spoken(opening(item)).strip(" :")):
        return False
    below = openings(item.children[1:])
    told = sum(text.rstrip().endswith((".", "!", "?")) for text in below)
    marked = [
        text for text in below if split_owners(text, people)[1] or TIMES.search(text) or (not news and urls(text))
    ]
    return len(below) > 1 and len(marked) * 2 > len(below) and told * 2 < len(below)


def wider(item: Block, before: Block) -> bool:
    """Whether a new list is meant to lie under the item before it: deeper, but not deep enough for Markdown."""
    return before.kind == "item" and len(item.indent.expandtabs(4)) > len(before.indent.expandtabs(4)) + 1


def openings(inside: Sequence[Block]) -> list[str]:
    """The first paragraphs of the bullets among these blocks."""
    bullets = [item for block in inside if block.kind == "list" for item in block.children]
    return [text for item in bullets if (text := opening(item)) and not is_remark(text)]


def opening(item: Block) -> str:
    """What a bullet opens with, nothing where that is no text."""
    text = first_text(item)
    return text.text if text is not None else ""


def _numbered(inside: Sequence[Block]) -> bool:
    """Whether most bullets below a heading have an issue each, so that it only groups them."""
    numbered = sum(bool(ISSUE.search(text)) for text in openings(inside))
    return numbered > 1 and numbered * 2 > len(openings(inside))


def are_owned(inside: Sequence[Block], people: Sequence[Attendee]) -> bool:
    """Whether most bullets below a heading have an owner and are no sentences, as what was said is."""
    texts = openings(inside)
    owned = [text for text in texts if split_owners(text, people)[1]]
    told = sum(text.rstrip().endswith((".", "!")) for text in owned)
    return bool(owned) and len(owned) * 2 > len(texts) and told * 2 < len(owned) + 1
