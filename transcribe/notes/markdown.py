"""The block structure of a Markdown page by line, as a CommonMark parser sees it and a little more forgiving."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING, Literal

from transcribe.notes.dates import find_dates, is_date
from transcribe.notes.marks import unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

BlockKind = Literal["heading", "paragraph", "list", "item", "fence", "code", "table", "quote", "html", "rule"]

KINDS: dict[str, BlockKind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "fence": "fence",
    "code_block": "code",
    "table_open": "table",
    "blockquote_open": "quote",
    "html_block": "html",
    "hr": "rule",
}

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
BULLET = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
TIGHT_BULLET = re.compile(r"([ \t]*[-*+])(?=\[)")
LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)>?(?:\s+\"[^\"]*\")?\s*\)"
)
EMOJI = re.compile(
    r"(?<![\w:]):(?:[a-z][\w+-]*|[+-]1|100|1234):(?::skin-tone-\d:)?"
    r"|[\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\ufe0f\u200d\u20e3\U0001f000-\U0001faff]"
)
"""An emoji, as its code (`:dart:`) or as characters."""
DEEP = 4
"""So many columns deep, Markdown sees no list."""
HEADED = re.compile(r" {0,3}<h([1-6])(?: [^<>]*)?>([^<>]+)</h\1>\s*", re.IGNORECASE)
"""A heading written as HTML on a line of its own."""
FOLDED = re.compile(r"\s*<summary>(.+)</summary>\s*", re.IGNORECASE)
OPENED = re.compile(r"\s*<(?:details|div|section|center)\b[^<>]*>\s*", re.IGNORECASE)
HIDDEN = re.compile(r"\s*<(?:!--|pre\b|script\b|style\b|textarea\b)", re.IGNORECASE)
PARTS = re.compile(
    r"(?:agenda|attendance|attendees|attending|discussions?|(?:meeting )?(?:minutes|notes)|participants|present|topics)"
    r"(?: \w+)?\s*(?:$|[:(])",
    re.IGNORECASE,
)
"""How a bullet below the date of a call begins that names one of its parts."""
AGENDA = re.compile(r"\W*(?:agenda|attendees|participants|present|topics)(?: items)?\W*", re.IGNORECASE)
"""Headings and labels of a page that is a call itself."""
HIGHEST, DEEPEST = 2, 4
"""Levels between which a date in a list is a heading."""
TAGS = re.compile(r"tags:", re.IGNORECASE)
TAGS_LEVEL = 6
BARE_URL = re.compile(r"https?://[^\s<>()\[\]\"'`|]+(?:\([^\s<>()]*\)[^\s<>()\[\]\"'`|]*)*")


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `lines` is zero-based and half open, without the blank lines after it.

    `text` is the raw Markdown of a heading or paragraph, `level` a heading's level. An item has its `marker` (`-`,
    `1.`) and the white space before it, both as written.
    """

    kind: BlockKind
    lines: tuple[int, int]
    text: str = ""
    level: int = 0
    marker: str = ""
    indent: str = ""
    children: tuple[Block, ...] = ()

    def within(self, lines: tuple[int, int]) -> bool:
        """Whether the block begins on one of these lines (half open)."""
        return lines[0] <= self.lines[0] < lines[1]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A page as lines (each with its own line ending) and as top-level blocks; `front` is its YAML front matter."""

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    front: tuple[int, int] = (0, 0)

    def line(self, number: int) -> str:
        """A line without its ending, and without the byte order mark that may open a file."""
        return self.lines[number].rstrip("\r\n").removeprefix("\ufeff")

    def blank(self, number: int) -> bool:
        """Whether nothing stands on that line."""
        return not self.line(number).strip()

    def prose(self, lines: tuple[int, int]) -> list[int]:
        """The numbers of the lines of a span that are neither code nor comment nor front matter."""
        hidden = {
            number
            for block in walk(self.blocks)
            if block.kind in {"fence", "code", "html"}
            for number in range(*block.lines)
        }
        return [number for number in range(*lines) if number not in hidden and number >= self.front[1]]


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a text, each with its ending; joined they are the text."""
    return tuple(LINE.findall(text))


@lru_cache(maxsize=8)
def parse(text: str) -> Document:
    """Find the blocks of a page.

    CommonMark with tables. Eight habits of people are read as they are meant: `-[Kris] topic` is a bullet, a list
    that starts deeply indented is a list and no code, nor more words of the label above it, a `---` below links or
    prose is a rule and no heading, and so is a line of tags (``###### tags: `call` ``), `<h2>Agenda</h2>` is a
    heading, and so are the dates of a list in which each call is a bullet, but nothing above a single dash is.
    """
    lines = split_lines(text)
    copy = [line.rstrip("\r\n") for line in lines]
    if copy:
        copy[0] = copy[0].removeprefix("\ufeff")
    front = _front_matter(copy)
    copy[front[0] : front[1]] = [""] * (front[1] - front[0])
    written = tuple(copy)
    tokens = _parser().parse("\n".join(copy))
    if _mend(copy, tokens):
        tokens = _parser().parse("\n".join(copy))
    blocks, _ = _blocks(tokens, 0, written)
    if _head_calls(copy, blocks):
        blocks, _ = _blocks(_parser().parse("\n".join(copy)), 0, written)
    return Document(lines=lines, blocks=blocks, front=front)


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block, each before what it holds."""
    for block in blocks:
        yield block
        yield from walk(block.children)


def first_text(item: Block) -> Block | None:
    """The paragraph an item opens with, None when it opens with something else."""
    return item.children[0] if item.children and item.children[0].kind == "paragraph" else None


def plain(text: str) -> str:
    """Markdown without its marks: links as their text, no emphasis, code marks, comments or entities, single spaces."""
    text = re.sub(r"<!--.*?-->", " ", text, flags=re.DOTALL)
    text = LINK.sub(lambda match: match[1], text)
    text = re.sub(r"~~|\*\*|__|`", "", text)
    text = re.sub(r"(?<!\w)[*_](\S(?:.*?\S)?)[*_](?!\w)", r"\1", text)
    return " ".join(unescape(text).split())


def spoken(text: str) -> str:
    """The words of a heading or title as `plain` has them, without the emoji that adorn it."""
    return " ".join(EMOJI.sub(" ", plain(text)).split())


def urls(text: str) -> tuple[str, ...]:
    """The addresses a text links to or names, in order, each once."""
    found = [match[2] for match in LINK.finditer(text) if match[2]]
    found += [match[0].rstrip(".,;:!?") for match in BARE_URL.finditer(LINK.sub(lambda match: f"[{match[1]}]", text))]
    return tuple(dict.fromkeys(found))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable("reference")


def _front_matter(copy: Sequence[str]) -> tuple[int, int]:
    """The span of the YAML block that may open a page, fences included."""
    if copy and copy[0].rstrip() == "---":
        for number in range(1, min(len(copy), 60)):
            if copy[number].rstrip() in {"---", "..."}:
                return 0, number + 1
    return 0, 0


def _mend(copy: list[str], tokens: Sequence[Token]) -> bool:
    """Rewrite, in the copy that is parsed, the lines whose structure people mean otherwise; say whether any was."""
    mended = False
    for token in tokens:
        if token.map is None:
            continue
        first, last = token.map
        if token.type == "inline":
            for number in range(first, last):
                if number < len(copy) and TIGHT_BULLET.match(copy[number]):
                    copy[number] = TIGHT_BULLET.sub(r"\1 ", copy[number], count=1)
                    mended = True
            mended = (token.level == 1 and _outdent(copy, first, last)) or mended
        elif token.type == "code_block" and token.level == 0 and BULLET.match(copy[first]):
            indent = min(len(line) - len(line.lstrip()) for line in copy[first:last] if line.strip())
            copy[first:last] = [line[indent:] for line in copy[first:last]]
            mended = True
        else:
            mended = _mend_heading(copy, token, (first, min(last, len(copy)))) or mended
    return mended


def _mend_heading(copy: list[str], token: Token, lines: tuple[int, int]) -> bool:
    """Rewrite headings that are HTML, and a heading that is words above an empty bullet; say whether there were any."""
    first, last = lines
    if token.type == "heading_open" and token.markup == "-" and copy[last - 1].strip() == "-":
        copy[last - 1] = f"{copy[last - 1].rstrip()} ."
        return True
    found = False
    if token.type == "html_block" and not HIDDEN.match(copy[first]):
        for number in range(first, last):
            heading, folded = HEADED.fullmatch(copy[number]), FOLDED.fullmatch(copy[number])
            written = f"{'#' * int(heading[1])} {heading[2].strip()}" if heading else ""
            if folded and is_date(plain(folded[1])):
                written = f"## {folded[1]}"
            if written:
                copy[number] = written
                # what opens around it would go on up to the next blank line
                copy[first:number] = ["" if OPENED.fullmatch(line) else line for line in copy[first:number]]
                found = True
    return found


def _outdent(copy: list[str], first: int, last: int) -> bool:
    """Rewrite a list that begins too deep below a label, among the lines of one paragraph; say whether there was."""
    for number in range(first + 1, min(last, len(copy))):
        bullet = BULLET.match(copy[number])
        if bullet and len(bullet[1].expandtabs(DEEP)) >= DEEP and copy[number - 1].rstrip().endswith(":"):
            indent = len(bullet[1])
            lines = copy[number:last]
            copy[number:last] = [line[min(indent, len(line) - len(line.lstrip())) :] for line in lines]
            return True
    return False


def _head_calls(copy: list[str], blocks: Sequence[Block]) -> bool:
    """Rewrite the lists of a page in which each call is a bullet with its date, as headings; say whether any was."""
    above = 1
    dated = any(block.kind == "heading" and find_dates(plain(block.text)) for block in blocks)
    found = False
    for place, block in enumerate(blocks):
        above = block.level if block.kind == "heading" else above
        titled = dated or any(map(_names_part, (*blocks[: max(0, place - 1)], *blocks[place + 1 :])))
        for calls in [inner for inner in walk((block,)) if inner.kind == "list" and _holds_calls(inner, titled=titled)]:
            opened = False
            for item in calls.children:
                opened = opened or _is_call(item)
                if opened:
                    _raise(copy, item, min(max(above + 1, HIGHEST), DEEPEST))
                    found = True
    return found


def _names_part(block: Block) -> bool:
    """Whether a heading or label names a part that only a call has."""
    return block.kind in {"heading", "paragraph"} and AGENDA.fullmatch(block.text.strip()) is not None


def _holds_calls(block: Block, *, titled: bool) -> bool:
    """Whether some bullets are the dates of calls: their parts stand below, or else where would the calls be.

    `titled`: a heading is the date of one, or names a part.
    """
    calls = [item for item in block.children if _is_call(item)]
    below = [
        _opening(inner)
        for item in calls
        for nested in item.children
        for inner in (nested.children if nested.kind == "list" else ())
    ]
    listed = [item for item in calls if any(nested.kind == "list" for nested in item.children)]
    many = len(listed) > 1 and len(calls) * 2 > len(block.children)
    return any(map(PARTS.match, below)) or (many and not titled)


def _is_call(item: Block) -> bool:
    return is_date(_opening(item))


def _opening(item: Block) -> str:
    """The words of a bullet's first line, none where it opens with something else."""
    text = item.children[0].text if item.children and item.children[0].kind == "paragraph" else ""
    return plain(text.split("\n")[0])


def _raise(copy: list[str], item: Block, level: int) -> None:
    """Write a call's date as a heading, and what lies below it as far to the left as that was."""
    first, last = item.lines
    width = len(item.indent.expandtabs(DEEP))
    if _is_call(item):
        copy[first] = f"{'#' * level} {_opening(item)}"
        first += 1
        nested = next((block for block in item.children if block.kind == "list"), None)
        width = len(nested.children[0].indent.expandtabs(DEEP)) if nested else width + 2
    for number in range(first, last):
        line = copy[number].lstrip(" \t")
        depth = len(copy[number][: len(copy[number]) - len(line)].expandtabs(DEEP))
        copy[number] = " " * max(0, depth - width) + line


def _blocks(tokens: Sequence[Token], position: int, written: Sequence[str]) -> tuple[tuple[Block, ...], int]:
    """The blocks from a position up to the end of what holds them, and the position after it."""
    found: list[Block] = []
    while position < len(tokens):
        token = tokens[position]
        if token.nesting < 0:
            return tuple(found), position + 1
        kind = KINDS.get(token.type)
        children: tuple[Block, ...] = ()
        text = ""
        following = position + 1
        if token.nesting > 0:
            if kind in {"heading", "paragraph"}:
                text = tokens[following].content
            children, following = _blocks(tokens, following, written)
        if kind is not None and token.map is not None:
            found += _block(token, kind, text, children, written)
        position = following
    return tuple(found), position


def _is_no_title(text: str) -> bool:
    """Whether what stands above a `---` is prose, lines or links that the rule only ends."""
    return "\n" in text or LINK.search(text) is not None or text.rstrip().endswith(".")


def _block(
    token: Token, kind: BlockKind, text: str, children: tuple[Block, ...], written: Sequence[str]
) -> tuple[Block, ...]:
    first, last = token.map or (0, 0)
    last = min(last, len(written))
    while last > first + 1 and not written[last - 1].strip():
        last -= 1
    if kind == "heading":
        if token.markup == "-" and _is_no_title(unmarked(text)):
            return Block("paragraph", (first, last - 1), text=text), Block("rule", (last - 1, last))
        level = int(token.tag[1:])
        if TAGS.match(text) and (level == TAGS_LEVEL or "`" in text):
            return (Block("rule", (first, last)),)
        return (Block("heading", (first, last), text=text, level=level),)
    if kind == "item":
        bullet = BULLET.match(TIGHT_BULLET.sub(r"\1 ", written[first]))
        # an item inside an item on the same line ("1. - Kris") has no line of its own
        indent = bullet[1] if bullet else ""
        marker = f"{token.info}{token.markup}"
        return (Block("item", (first, last), marker=marker, indent=indent, children=children),)
    return (Block(kind, (first, last), text=text or token.content, children=children),)
