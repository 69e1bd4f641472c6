"""Markdown to blocks: CommonMark with tables, footnotes, definition lists and attributes.

Raw HTML is text.  Values stand in the Markdown as tokens (see ``values``), so
nothing that a record holds is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

from briefing.compose.values import Ledger, unmarked, value_inlines
from briefing.document import (
    Block,
    Blocks,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    Column,
    DefinitionItem,
    DefinitionList,
    Emphasis,
    Field,
    Footnote,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    OrderedList,
    Paragraph,
    Quote,
    Reference,
    Row,
    Rule,
    Span,
    Strong,
    Table,
    Text,
    inline_text,
    walk_inlines,
)
from briefing.document.nodes import ParagraphRole, SpanRole
from briefing.pictures import PictureError
from briefing.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

__all__ = ["Reader", "safe_target"]

DEEPEST = 4
ATTRIBUTES = re.compile(r"[ \t]*\{((?:\s*[#.][^\s{}]+)+)\s*\}[ \t]*$")
SCHEMES = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
PARAGRAPH_ROLES = {"lead", "meta", "note", "imprint"}
SPAN_ROLES = {"label", "muted", "analyst", "status", "missing", "number"}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(footnote_plugin).use(deflist_plugin).use(attrs_plugin, after=("image",), spans=True)
    # Addresses are checked after their values are filled in, not before.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def safe_target(target: str) -> bool:
    """Whether an address may be linked to."""
    return bool(SCHEMES.match(target)) and not re.search(r"[\s\x00-\x1f<>\"]", target)


@dataclass(slots=True)
class Reader:
    """Reads the Markdown of one rendering.

    ``place`` finds a line of the template's body; ``folders`` are those in which its
    pictures stand.
    """

    ledger: Ledger
    place: Callable[[int], Place]
    folders: Sequence[Path] = ()
    problems: list[Problem] = field(default_factory=list)
    _notes: dict[str, Blocks] = field(default_factory=dict)
    _lines: tuple[int, ...] = ()
    _line: int = 0

    def blocks(self, text: str) -> Blocks:
        """Return the blocks of filled Markdown."""
        from markdown_it.tree import SyntaxTreeNode

        text, self._lines = unmarked(text)
        tree = SyntaxTreeNode(_parser().parse(text))
        for node in tree.walk():
            if node.type == "footnote":
                self._notes[str(node.meta["id"])] = self._note(node)
        return self._children(tree)

    def warn(
        self, code: str, message: str, hint: str | None = None, *, error: bool = False
    ) -> None:
        """Add a problem of the template's."""
        severity = Severity.ERROR if error else Severity.WARNING
        # A line that a macro printed has no mark: the nearest one before it has.
        known = [line for line in self._lines[: self._line + 1] if line]
        place = self.place(known[-1] if known else 1)
        problem = Problem(code, message, place, hint, severity, self.ledger.record)
        if problem not in self.problems:
            self.problems.append(problem)

    def _note(self, node: SyntaxTreeNode) -> Blocks:
        blocks = self._children(node)
        if any(isinstance(one, Footnote) for one in walk_inlines(blocks)):
            message = "a footnote stands in a footnote, which Word and readers don't have"
            hint = "write the words of both into one note"
            self.warn("nested-footnote", message, hint, error=True)
        return blocks

    def _children(self, node: SyntaxTreeNode) -> Blocks:
        return tuple(block for child in node.children for block in self._block(child))

    def _block(self, node: SyntaxTreeNode) -> Sequence[Block]:
        if node.map is not None:
            self._line = node.map[0]
        match node.type:
            case "paragraph":
                return self._paragraph(node)
            case "heading":
                return [self._heading(node)]
            case "bullet_list":
                return [BulletList(self._items(node), tight=_tight(node))]
            case "ordered_list":
                start = int(node.attrs.get("start", 1))
                return [OrderedList(self._items(node), start=start, tight=_tight(node))]
            case "blockquote":
                return [Quote(self._children(node))]
            case "fence" | "code_block":
                return [CodeBlock(self.ledger.fill(node.content).rstrip("\n"))]
            case "hr":
                return [Rule()]
            case "table":
                return [self._table(node)]
            case "dl":
                return [self._definitions(node)]
            case "footnote_block":
                return []
            case _:
                self.warn("unsupported-markdown", f"{node.type} is not supported; its text is kept")
                return [Paragraph((Text(node.content),))] if node.content else []

    def _paragraph(self, node: SyntaxTreeNode) -> Sequence[Block]:
        inline = node.children[0]
        parts = list(self.ledger.split(inline.content))
        if any(kind == "block" for kind, _ in parts):
            if all(kind == "block" or (kind == "text" and not str(v).strip()) for kind, v in parts):
                return [
                    block
                    for kind, value in parts
                    if kind == "block"
                    for block in cast("Blocks", value)
                ]
            self.warn(
                "component-in-line",
                "a component stands inside a line of text",
                "give it a line of its own, with a blank line before and after",
                error=True,
            )
            return []
        if any(child.type == "image" for child in inline.children):
            rest = [c for c in inline.children if c.type != "softbreak" and c.content.strip()]
            if all(child.type == "image" for child in rest):
                return [picture for one in rest for picture in self._picture(one)]
        children = self._inlines(inline)
        children, identifier, classes = _attributes(children)
        classes += str(node.attrs.get("class", "")).split()
        role = next((name for name in classes if name in PARAGRAPH_ROLES), "body")
        if not inline_text(children).strip():
            return []
        return [Paragraph(children, cast("ParagraphRole", role), identifier, "keep" in classes)]

    def _picture(self, node: SyntaxTreeNode) -> Sequence[Block]:
        """Return the picture that an image names; what is wrong with it is told."""
        from briefing.compose.pictures import load_picture, width_of

        address = unquote(self.ledger.fill(str(node.attrs.get("src", ""))))
        try:
            image = load_picture(address, self.folders)
            width, share = image.width, None
            if "width" in node.attrs:
                given, share = width_of(str(node.attrs["width"]))
                width = given or width
        except PictureError as error:
            self.warn("picture", str(error), error.hint, error=True)
            return []
        description = self.ledger.fill(node.content).strip()
        if "decorative" in str(node.attrs.get("class", "")).split():
            description = ""
        elif not description:
            self.warn(
                "no-alternative",
                "a picture has no words for those who can't see it",
                "write them: ![What it shows](…); of an ornament say {.decorative}",
            )
        identifier = node.attrs.get("id")
        return [
            replace(
                image,
                width=width,
                share=share,
                description=description,
                caption=self._text(str(node.attrs.get("title", ""))),
                id=str(identifier) if identifier else None,
            )
        ]

    def _heading(self, node: SyntaxTreeNode) -> Heading:
        level = int(node.tag[1:])
        if level > DEEPEST:
            self.warn("deep-heading", f"a heading of level {level} is set as level {DEEPEST}")
        children, identifier, classes = _attributes(self._inlines(node.children[0]))
        if identifier is None:
            identifier = "section:" + re.sub(r"\s+", "-", inline_text(children).strip())[:60]
        return Heading(min(level, DEEPEST), children, identifier, "numbered" in classes)

    def _items(self, node: SyntaxTreeNode) -> tuple[ListItem, ...]:
        return tuple(ListItem(self._children(item)) for item in node.children)

    def _definitions(self, node: SyntaxTreeNode) -> DefinitionList:
        items: list[DefinitionItem] = []
        for child in node.children:
            if child.type == "dt":
                items.append(DefinitionItem(self._inlines(child.children[0]), ()))
            elif items:
                last = items.pop()
                items.append(DefinitionItem(last.term, (*last.blocks, *self._children(child))))
        return DefinitionList(tuple(items))

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows: dict[str, list[Row]] = {"thead": [], "tbody": []}
        columns: list[Column] = []
        for part in node.children:
            for row in part.children:
                cells = []
                for cell in row.children:
                    style = str(cell.attrs.get("style", ""))
                    if part.type == "thead":
                        align = style.removeprefix("text-align:")
                        columns.append(Column(1, align if align in ("center", "right") else "left"))  # type: ignore[arg-type]
                    children = self._inlines(cell.children[0]) if cell.children else ()
                    cells.append(Cell((Paragraph(children),), header=part.type == "thead"))
                rows[part.type].append(Row(tuple(cells)))
        return Table(tuple(columns), tuple(rows["thead"]), tuple(rows["tbody"]))

    def _inlines(self, node: SyntaxTreeNode) -> Inlines:
        found: list[Inline] = []
        for index, child in enumerate(node.children):
            if child.type == "softbreak":
                before = inline_text(tuple(found))[-1:]
                after = (
                    self.ledger.fill(node.children[index + 1].content)[:1]
                    if index + 1 < len(node.children)
                    else ""
                )
                if not (WIDE.match(before) and WIDE.match(after)):
                    found.append(Text(" "))
            else:
                found += self._inline(child)
        return _joined(found)

    def _inline(self, node: SyntaxTreeNode) -> Inlines:
        match node.type:
            case "text":
                return self._text(node.content)
            case "strong":
                return (Strong(self._inlines(node)),)
            case "em":
                return (Emphasis(self._inlines(node)),)
            case "code_inline":
                return (Code(self.ledger.fill(node.content)),)
            case "hardbreak":
                return (LineBreak(),)
            case "link":
                return self._link(node)
            case "span":
                classes = str(node.attrs.get("class", "")).split()
                role = next((name for name in classes if name in SPAN_ROLES), "plain")
                language = node.attrs.get("lang")
                return (
                    Span(
                        self._inlines(node),
                        cast("SpanRole", role),
                        str(language) if language else None,
                    ),
                )
            case "footnote_ref":
                key = str(node.meta["id"])
                return (Footnote(self._notes.get(key, ()), key),)
            case "footnote_anchor":
                return ()
            case "image":
                self.warn(
                    "picture-in-line",
                    "a picture stands inside a line of text",
                    "give it a paragraph of its own, with a blank line before and after",
                    error=True,
                )
                return ()
            case _:
                return self._text(node.content)

    def _text(self, text: str) -> Inlines:
        found: list[Inline] = []
        for kind, value in self.ledger.split(text):
            if kind == "text":
                found.append(Text(str(value)))
            elif kind == "inline":
                found += value_inlines(value)
            else:
                self.warn(
                    "component-in-line",
                    "a component stands inside a line of text",
                    "give it a line of its own",
                    error=True,
                )
        return tuple(found)

    def _link(self, node: SyntaxTreeNode) -> Inlines:
        target = self.ledger.fill(str(node.attrs.get("href", "")))
        children = self._inlines(node)
        if target.startswith("#"):
            return (Reference(children, target[1:]),)
        if safe_target(target):
            return (Link(children, target),)
        self.warn(
            "unsafe-link",
            f"not an address that may be linked to: {target[:80]}",
            "write https://…, http://… or mailto:…",
        )
        return children


def _tight(node: SyntaxTreeNode) -> bool:
    return all(
        child.hidden
        for item in node.children
        for child in item.children
        if child.type == "paragraph"
    )


def _joined(found: Sequence[Inline]) -> Inlines:
    """Join neighbouring texts into one."""
    out: list[Inline] = []
    for node in found:
        if isinstance(node, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].value + node.value)
        else:
            out.append(node)
    return tuple(out)


def _attributes(children: Inlines) -> tuple[Inlines, str | None, list[str]]:
    """Take ``{#id .class}`` off the end of a heading or paragraph.

    The id may hold values: then its words stand in fields, so the braces are
    looked for over the last few inlines.
    """
    for start in range(len(children) - 1, -1, -1):
        node = children[start]
        if not isinstance(node, Text | Field):
            break
        if isinstance(node, Text) and "{" in node.value:
            at = node.value.rindex("{")
            tail = node.value[at:] + inline_text(children[start + 1 :])
            match = ATTRIBUTES.fullmatch(tail)
            if match is None:
                break
            words = match.group(1).split()
            head = node.value[:at].rstrip()
            kept = (*children[:start], Text(head)) if head else children[:start]
            ids = [word[1:] for word in words if word.startswith("#")]
            return kept, ids[0] if ids else None, [w[1:] for w in words if w.startswith(".")]
    return children, None, []
