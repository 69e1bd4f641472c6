"""Walking over a document, and rebuilding it with parts replaced.

Both functions visit in reading order.  :func:`rebuild` works bottom-up: a node
is handed to its function after its children have been replaced, and nodes that
nothing changed are handed on as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

from briefing.document.nodes import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Cell,
    Chart,
    Code,
    CodeBlock,
    Comment,
    Contents,
    ContentsEntry,
    DefinitionItem,
    DefinitionList,
    Document,
    Emphasis,
    Field,
    Footnote,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    Masthead,
    OrderedList,
    PageBreak,
    Paragraph,
    Quote,
    Reference,
    Revised,
    Revision,
    Row,
    Rule,
    Span,
    Strong,
    Table,
    Text,
    Title,
    Turned,
)

__all__ = [
    "Survey",
    "fields",
    "rebuild",
    "rebuild_inlines",
    "survey",
    "walk_blocks",
    "walk_inlines",
]

_LEAVES = frozenset({Text, Field, Code, LineBreak})

BlockFunction = Callable[[Block], Block]
InlineFunction = Callable[[Inline], Inline]
Node = TypeVar("Node")


def walk_blocks(blocks: Blocks) -> Iterator[Block]:
    """Yield every block, parents before children; blocks in footnotes are left out."""
    return iter(_with_children(blocks, []))


def walk_inlines(blocks: Blocks) -> Iterator[Inline]:
    """Yield every inline of every block in reading order, parents before children.

    What stands in a footnote follows its mark.
    """
    return iter(_all_inlines(blocks, []))


def fields(document: Document) -> Iterator[Field]:
    """Yield every field in the order of :func:`walk_inlines`.

    A table of contents only repeats what its headings say: its fields are left out.
    """
    return iter(survey(document).fields)


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything in a document, in the order of the functions above.

    ``repeated`` are the inlines of tables of contents, ``inlines`` all others.
    """

    blocks: list[Block]
    inlines: list[Inline]
    repeated: list[Inline]

    @property
    def fields(self) -> list[Field]:
        """The fields; see :func:`fields`."""
        return [node for node in self.inlines if type(node) is Field]


def survey(document: Document) -> Survey:
    """Return what :func:`walk_blocks` and :func:`walk_inlines` would, from one walk."""
    found = Survey(_with_children(document.blocks, []), [], [])
    for block in found.blocks:
        inlines = found.repeated if isinstance(block, Contents) else found.inlines
        for part in _inline_parts(block):
            _inlines(part, inlines)
    return found


def rebuild(blocks: Blocks, block: BlockFunction, inline: InlineFunction) -> Blocks:
    """Return ``blocks`` with every block and every inline replaced by its function's result."""

    def noted(node: Inline) -> Inline:
        if isinstance(node, Footnote) and node.blocks:
            node = _with(node, blocks=rebuild(node.blocks, block, inline))
        return inline(node)

    return _rebuild_blocks(blocks, block, noted)


def rebuild_inlines(children: Inlines, inline: InlineFunction) -> Inlines:
    """Return ``children`` with every inline replaced; blocks of footnotes stay as they are."""
    return tuple(
        [
            inline(child if type(child) in _LEAVES else _rebuild_inline(child, inline))
            for child in children
        ]
    )


# A list that each level adds to: handed up through a generator for each level, a node
# deep in a table would be touched ten times.


def _with_children(blocks: Blocks, found: list[Block]) -> list[Block]:
    for block in blocks:
        found.append(block)
        for inner in _children(block):
            _with_children(inner, found)
    return found


def _children(block: Block) -> Iterable[Blocks]:
    """Return the sequences of blocks that a block holds."""
    match block:
        # The most frequent first.
        case Paragraph() | Heading():
            return ()
        case BulletList() | OrderedList():
            return [item.blocks for item in block.items]
        case Table():
            rows = (*block.head, *block.body)
            return [cell.blocks for row in rows for cell in row.cells]
        case Callout() | Quote() | Turned() | Revised():
            return (block.blocks,)
        case DefinitionList():
            return [item.blocks for item in block.items]
        case (
            Masthead()
            | Title()
            | CodeBlock()
            | Chart()
            | Image()
            | Contents()
            | Rule()
            | PageBreak()
        ):
            return ()
        case _:
            assert_never(block)


def _all_inlines(blocks: Blocks, found: list[Inline]) -> list[Inline]:
    for block in _with_children(blocks, []):
        for part in _inline_parts(block):
            _inlines(part, found)
    return found


def _inline_parts(block: Block) -> tuple[Inlines, ...]:
    match block:
        case Paragraph() | Heading():
            return (block.children,)
        case Masthead():
            return (
                block.organization,
                block.classification,
                block.series,
                block.number,
                block.date,
                block.distribution,
            )
        case Title():
            return (block.children, block.subtitle)
        case Table() | Chart() | Image():
            return (block.caption,)
        case Callout():
            return (block.title,)
        case DefinitionList():
            return tuple(item.term for item in block.items)
        case Contents():
            return (block.title, *(entry.children for entry in block.entries))
        case (
            BulletList()
            | OrderedList()
            | Quote()
            | CodeBlock()
            | Rule()
            | PageBreak()
            | Turned()
            | Revised()
        ):
            return ()
        case _:
            assert_never(block)


def _inlines(children: Inlines, found: list[Inline]) -> None:
    for child in children:
        found.append(child)
        if type(child) in _LEAVES:  # most are; matching costs as much as all the rest
            continue
        match child:
            case Text() | Field() | Code() | LineBreak():
                pass
            case Span() | Reference() | Link() | Strong() | Emphasis() | Comment() | Revision():
                _inlines(child.children, found)
            case Footnote():
                _all_inlines(child.blocks, found)
            case _:
                assert_never(child)


def _rebuild_blocks(blocks: Blocks, block: BlockFunction, inline: InlineFunction) -> Blocks:
    return tuple([block(_rebuild_block(child, block, inline)) for child in blocks])


def _rebuild_inline(node: Inline, inline: InlineFunction) -> Inline:
    match node:
        case Span() | Reference() | Link() | Strong() | Emphasis() | Comment() | Revision():
            children = rebuild_inlines(node.children, inline)
            return node if children == node.children else replace(node, children=children)
        case Text() | Field() | Code() | LineBreak() | Footnote():
            return node
        case _:
            assert_never(node)


def _rebuild_block(node: Block, block: BlockFunction, inline: InlineFunction) -> Block:
    if isinstance(node, Paragraph | Heading):  # most are
        children = rebuild_inlines(node.children, inline)
        return node if children == node.children else replace(node, children=children)

    def lines(children: Inlines) -> Inlines:
        return rebuild_inlines(children, inline)

    def inside(blocks: Blocks) -> Blocks:
        return _rebuild_blocks(blocks, block, inline)

    def items(old: tuple[ListItem, ...]) -> tuple[ListItem, ...]:
        return tuple(_with(item, blocks=inside(item.blocks)) for item in old)

    def rows(old: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(
            _with(
                row,
                cells=tuple(_with(cell, blocks=inside(cell.blocks)) for cell in row.cells),
            )
            for row in old
        )

    match node:
        case Masthead():
            return _with(
                node,
                organization=lines(node.organization),
                series=lines(node.series),
                number=lines(node.number),
                date=lines(node.date),
                classification=lines(node.classification),
                distribution=lines(node.distribution),
            )
        case Title():
            return _with(node, children=lines(node.children), subtitle=lines(node.subtitle))
        case BulletList() | OrderedList():
            return _with(node, items=items(node.items))
        case DefinitionList():
            return _with(
                node,
                items=tuple(
                    _with(item, term=lines(item.term), blocks=inside(item.blocks))
                    for item in node.items
                ),
            )
        case Table():
            return _with(
                node, caption=lines(node.caption), head=rows(node.head), body=rows(node.body)
            )
        case Callout():
            return _with(node, title=lines(node.title), blocks=inside(node.blocks))
        case Quote() | Turned() | Revised():
            return _with(node, blocks=inside(node.blocks))
        case Chart() | Image():
            return _with(node, caption=lines(node.caption))
        case Contents():
            return _with(
                node,
                title=lines(node.title),
                entries=tuple(
                    _with(entry, children=lines(entry.children)) for entry in node.entries
                ),
            )
        case CodeBlock() | Rule() | PageBreak():
            return node
        case _:
            assert_never(node)


Rebuilt = TypeVar(
    "Rebuilt",
    bound=Block | Inline | ListItem | DefinitionItem | Row | Cell | ContentsEntry,
)


def _with(node: Rebuilt, **changes: object) -> Rebuilt:
    """Return ``node`` with fields replaced, or ``node`` itself where nothing differs."""
    for name, value in changes.items():
        if getattr(node, name) != value:
            return replace(node, **changes)  # type: ignore[arg-type]
    return node
