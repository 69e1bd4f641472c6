"""Random documents, and random edits of them, for tests of several rooms.

A document is as one that a template composes: no numbers, no turned pages, ids
that stand once, tables whose rows fill their columns.  Every text begins with a
word of its own, so that a test can see which words were kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

from hypothesis import strategies as st
from pictures import image

from briefing.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Cell,
    Chart,
    Code,
    CodeBlock,
    Column,
    Comment,
    Contents,
    DefinitionItem,
    DefinitionList,
    Document,
    Emphasis,
    Field,
    Footnote,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    Masthead,
    Meta,
    OrderedList,
    Origin,
    PageBreak,
    Paragraph,
    Quote,
    Reference,
    Row,
    Rule,
    Series,
    Span,
    Strong,
    Table,
    Text,
    Title,
    rebuild,
    walk_inlines,
)

__all__ = ["META", "documents", "edited"]

META = Meta("简报", "zh", "政策研究部", "2024-03-11", "brief-1")

TAILS = ("建议推广安全云。", "，由主管部门牵头", " the 2024 cloud plan", "", "“算力”网络；")


class _Maker:
    """Makes one document; numbers its words, fields and ids."""

    def __init__(self, draw: st.DrawFn, prefix: str = "w") -> None:
        self._draw = draw
        self._prefix = prefix
        self._words = count(1)
        self.ids: list[str] = []
        self._in_note = False

    def pick(self, most: int) -> int:
        """Return a number from 0 to ``most``."""
        return self._draw(st.integers(0, most))

    def chance(self) -> bool:
        return self._draw(st.booleans())

    def word(self) -> str:
        return f"{self._prefix}{next(self._words)}q"

    def text(self) -> str:
        return self.word() + self._draw(st.sampled_from(TAILS))

    def id(self) -> str | None:
        if self.chance():
            return None
        self.ids.append(f"{self._prefix}:{len(self.ids)}")
        return self.ids[-1]

    def inlines(self, depth: int = 2, least: int = 1) -> Inlines:
        return tuple(self.inline(depth) for _ in range(least + self.pick(2)))

    def inline(self, depth: int) -> Inline:
        # No footnote stands in a footnote.
        match self.pick((11 if self._in_note else 12) if depth else 4):
            case 0 | 1:
                return Text(self.text())
            case 2 | 3:
                word = self.text()
                return Field(word, Origin("2024-a", f"path/{self._prefix}{word}", "zh"))
            case 4:
                return self._draw(st.sampled_from([LineBreak(), Code(self.word())]))
            case 5:
                return Strong(self.inlines(depth - 1))
            case 6:
                return Emphasis(self.inlines(depth - 1))
            case 7:
                role = self._draw(st.sampled_from(["label", "status", "plain"]))
                return Span(
                    self.inlines(depth - 1), role, self._draw(st.sampled_from([None, "en"]))
                )
            case 8:
                return Link(self.inlines(depth - 1), "https://example.org/")
            case 9 | 10:
                # Mostly a place that the document has.
                target = self._draw(st.sampled_from([*self.ids, "nowhere"]))
                show = self._draw(st.sampled_from(["text", "number", "title"]))
                return Reference(self.inlines(0), target, show)
            case 11:
                children = self.inlines(depth - 1, 0)
                return Comment(children, "李", (self.text(),), "2024-03-11")
            case _:
                self._in_note = True
                note = Paragraph(self.inlines(depth - 1))
                self._in_note = False
                return Footnote((note,), f"{self._prefix}n{next(self._words)}")

    def paragraph(self) -> Paragraph:
        role = self._draw(st.sampled_from(["body", "lead", "note"]))
        return Paragraph(self.inlines(), role, self.id(), keep_with_next=self.chance())

    def blocks(self, depth: int) -> Blocks:
        return tuple(self.block(depth) for _ in range(1 + self.pick(2)))

    def block(self, depth: int) -> Block:
        match self.pick(14 if depth else 3):
            case 0 | 1 | 2:
                return self.paragraph()
            case 3:
                level = 1 + self.pick(3)
                return Heading(level, self.inlines(), self.id(), numbered=self.chance())
            case 4:
                return BulletList(self.items(depth), tight=self.chance())
            case 5:
                role = self._draw(st.sampled_from(["plain", "recommendations"]))
                return OrderedList(self.items(depth), role, 1 + self.pick(3))
            case 6:
                return DefinitionList(
                    tuple(
                        DefinitionItem(self.inlines(1), self.blocks(0))
                        for _ in range(1 + self.pick(2))
                    )
                )
            case 7 | 8:
                return self.table()
            case 9:
                return Callout(self.blocks(depth - 1), "note", self.inlines(1, 0))
            case 10:
                return Quote(self.blocks(depth - 1))
            case 11:
                return CodeBlock(self.word())
            case 12:
                series = Series(self.word(), (1.0, 2.5), "#123456" if self.chance() else None)
                caption = self.inlines(1, 0)
                return Chart("bar", (self.word(), self.word()), (series,), self.word(), caption)
            case 13 if self.chance():
                return image(description=self.word(), caption=self.inlines(1, 0))
            case 13:
                return Contents((), 1 + self.pick(2))
            case _:
                return self._draw(st.sampled_from([Rule(), PageBreak()]))

    def items(self, depth: int) -> tuple[ListItem, ...]:
        return tuple(ListItem(self.blocks(depth - 1), self.id()) for _ in range(1 + self.pick(2)))

    def table(self) -> Table:
        width = 1 + self.pick(2)
        columns = tuple(Column(1 + self.pick(2)) for _ in range(width))
        head = tuple(self.row(width, header=True) for _ in range(self.pick(1)))
        body = tuple(self.row(width) for _ in range(1 + self.pick(2)))
        return Table(columns, head, body, "data", self.inlines(1, 0), self.id(), wide=self.chance())

    def row(self, width: int, *, header: bool = False) -> Row:
        cells = tuple(Cell(self.blocks(0), header=header) for _ in range(width))
        return Row(cells, self.id())


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a document."""
    make = _Maker(draw)
    blocks: list[Block] = []
    if make.chance():
        lines = [make.inlines(1, 0) for _ in range(5)]
        blocks += [Masthead(make.inlines(1), *lines), Title(make.inlines(1), id=make.id())]
    blocks += [make.block(2) for _ in range(1 + make.pick(5))]
    return Document(META, tuple(blocks))


@st.composite
def edited(draw: st.DrawFn, document: Document, prefix: str) -> Document:
    """Draw what somebody made of a document; new words begin with ``prefix``."""
    make = _Maker(draw, prefix)
    for _ in range(make.pick(4)):
        change = draw(st.sampled_from([_respelt, _sequences, _sequences]))
        document = change(make, document)
    return document


def _respelt(make: _Maker, document: Document) -> Document:
    """Change, or take away, the words of one text or field."""
    places = [n for n in walk_inlines(document.blocks) if isinstance(n, Text | Field)]
    if not places:
        return document
    chosen = places[make.pick(len(places) - 1)]
    value = make.text() if make.chance() else f"{chosen.value[:5]}{make.word()}{chosen.value[5:]}"

    def respell(node: Inline) -> Inline:
        if node is chosen and isinstance(node, Text | Field):
            return replace(node, value=value)
        return node

    return replace(document, blocks=rebuild(document.blocks, lambda block: block, respell))


def _sequences(make: _Maker, document: Document) -> Document:
    """Insert, delete or move a block, a list item or a table's row."""
    places = list(_places(document))
    length, change = places[make.pick(len(places) - 1)]
    at = make.pick(length - 1)
    to = make.pick(length - 1)
    kind = make.pick(2)

    def changed(parts: tuple[object, ...]) -> tuple[object, ...]:
        rest = parts[:at] + parts[at + 1 :]
        first = parts[0]
        match kind:
            case 0:
                new: object
                if isinstance(first, Row):
                    new = make.row(sum(cell.columns for cell in first.cells))
                elif isinstance(first, ListItem):
                    new = ListItem(make.blocks(0))
                else:
                    new = make.block(1)
                return (*parts[:at], new, *parts[at:])
            case 1:
                return rest or parts
            case _:
                return (*rest[:to], parts[at], *rest[to:])

    return change(changed)


Change = Callable[[tuple[object, ...]], tuple[object, ...]]


def _places(document: Document) -> Iterator[tuple[int, Callable[[Change], Document]]]:
    """Yield each sequence of parts: its length, and how to get the document with it changed."""

    def of_document(change: Change) -> Document:
        return replace(document, blocks=change(document.blocks))  # type: ignore[arg-type]

    yield len(document.blocks), of_document
    for index, block in enumerate(document.blocks):
        for name in ("items", "body", "blocks"):
            parts = getattr(block, name, ())
            if not parts or isinstance(parts[0], DefinitionItem):
                continue

            def of_block(
                change: Change, index: int = index, block: Block = block, name: str = name
            ) -> Document:
                new = replace(block, **{name: change(getattr(block, name))})
                blocks = (*document.blocks[:index], new, *document.blocks[index + 1 :])
                return replace(document, blocks=blocks)

            yield len(parts), of_block
