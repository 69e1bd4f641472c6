"""The document a file was built from, as a reader of the file would have seen it.

Follows the writer's own rules (:mod:`briefing.docx.body` and its neighbours), so
that a file nobody touched has this shape exactly.  Every unit and every run says
which part of the document it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from briefing.document import (
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
    fields,
)
from briefing.docx.addresses import safe_address
from briefing.docx.anchors import FieldNumbers
from briefing.docx.bookmarks import Bookmarks, identifiers
from briefing.docx.catalogue import box_style, table_style
from briefing.docx.kinds import list_style, text_style
from briefing.docx.numbering import LEVELS, spaced
from briefing.docx.read.surface import (
    NOTE,
    Box,
    Break,
    Figure,
    Grid,
    GridRow,
    Leaf,
    Line,
    ListPlace,
    Path,
    Run,
    Toc,
    Unit,
)

if TYPE_CHECKING:
    from briefing.docx.flow import Surface

__all__ = ["TITLE", "Shape", "opening_of"]

TITLE = -1
"""The index of a box's title among its blocks."""


@dataclass(frozen=True, slots=True)
class _Where:
    """What surrounds blocks; see :class:`briefing.docx.flow.Flow`."""

    surface: Surface = "page"
    depth: int = 0
    align: str = "left"


class Shape:
    """A document's shape: ``units``, the numbers of its fields, the names of its bookmarks."""

    def __init__(self, document: Document, *, stacked: bool) -> None:
        """Work out the shape; ``stacked`` says how the masthead was laid out."""
        ids = frozenset(identifiers(document))
        self._bookmarks = Bookmarks(ids)
        self._numbers = FieldNumbers(list(fields(document)))
        self._stacked = stacked
        self._lists = 0
        self._marked: set[str] = set()
        self.fields: dict[int, Field] = {}
        self.units = self._blocks(document.blocks, (), _Where())

    def targets(self, document: Document) -> dict[str, str]:
        """Return the ids that links of ``document`` lead to, by their bookmarks' names."""
        return {self._bookmarks.name(one): one for one in identifiers(document)}

    # ── Blocks ─────────────────────────────────────────────────────────────

    def _blocks(self, blocks: Blocks, path: Path, where: _Where) -> list[Unit]:
        found: list[Unit] = []
        for index, node in enumerate(blocks):
            found += self._block(node, (*path, index), where)
        return found

    def _block(self, node: Block, path: Path, where: _Where) -> list[Unit]:
        match node:
            case Masthead():
                return self._masthead(node, path)
            case Title():
                lines: list[Unit] = [
                    self._line("Title", (*path, 0), {"children": node.children}, node.id)
                ]
                if node.subtitle:
                    lines.append(self._line("Subtitle", (*path, 1), {"subtitle": node.subtitle}))
                return lines
            case Heading():
                kind = f"Heading{min(max(node.level, 1), 4)}"
                line = self._line(kind, (*path, 0), {"children": node.children}, node.id)
                line.prefix = spaced(node.number) if node.number else ""
                return [line]
            case Paragraph():
                kind = text_style(node.role, where.surface, where.depth, where.align)
                return [self._line(kind, (*path, 0), {"children": node.children}, node.id)]
            case BulletList() | OrderedList():
                return self._list(node, path, where)
            case DefinitionList():
                found: list[Unit] = []
                inner = replace(where, surface="definition")
                for index, item in enumerate(node.items):
                    found.append(
                        self._line("DefinitionTerm", (*path, index, 0), {"term": item.term})
                    )
                    found += self._blocks(item.blocks, (*path, index, 1), inner)
                return found
            case Table():
                return self._table(node, path)
            case Callout():
                return [self._callout(node, path)]
            case Quote():
                return self._blocks(node.blocks, path, replace(where, surface="quote"))
            case Turned() | Revised():
                return self._blocks(node.blocks, path, where)
            case CodeBlock():
                text = node.value.removesuffix("\n")
                leaf = Leaf("value", (), None)
                return [Line("CodeBlock", [Run(text, leaf=leaf)] if text else [], path=(*path, 0))]
            case Chart():
                shown: list[Unit] = []
                marks = self._marks(node.id)
                if node.caption:
                    caption = self._line("Caption", (*path, 0), {"caption": node.caption})
                    caption.marks = marks
                    shown.append(caption)
                    marks = set()
                if node.categories:
                    figure = Figure("chart", node.description, marks=marks, path=(*path, 1))
                    shown.append(figure)
                return shown
            case Image():
                marks = self._marks(node.id)
                place = (*path, 1)
                if not node.caption:
                    return [Figure("picture", node.description, marks=marks, path=place)]
                caption = self._line("Caption", (*path, 0), {"caption": node.caption})
                caption.marks = marks
                return [caption, Figure("picture", node.description, path=place)]
            case Contents():
                if not node.entries:
                    return []
                title: list[Unit] = []
                if node.title:
                    title.append(self._line("TOCHeading", (*path, 0), {"title": node.title}))
                return [*title, Toc((*path, 1))]
            case Rule():
                return [Line("Rule", path=(*path, 0))]
            case PageBreak():
                return [Break((*path, 0))]
            case _:
                assert_never(node)

    def _masthead(self, node: Masthead, path: Path) -> list[Unit]:
        found: list[Unit] = []

        def line(kind: str, *slots: tuple[str, Inlines] | str) -> None:
            runs: list[Run] = []
            for slot in slots:
                if isinstance(slot, str):
                    runs.append(Run(slot, leaf=Leaf("", (), None)))
                else:
                    role = "classification" if slot[0] == "classification" else ""
                    role = "" if self._stacked else role
                    runs += self._runs(slot[0], slot[1], role)
            found.append(Line(kind, runs, path=(*path, len(found))))

        organization = ("organization", node.organization)
        classification = ("classification", node.classification)
        series = ("series", node.series)
        number = ("number", node.number)
        if self._stacked:
            line("MastheadClassification", classification)
            if node.organization:
                line("MastheadOrganization", organization)
            if node.series:
                line("MastheadSeries", series)
            line("MastheadDetails", number)
            return found
        if node.organization or node.classification:
            tab = ("\t",) if node.classification else ()
            line("MastheadOrganization", organization, *tab, classification)
        if node.series:
            line("MastheadSeries", series)
        parts: list[tuple[str, Inlines] | str] = [number]
        if node.number and node.date:
            parts.append("\t")
        parts.append(("date", node.date))
        if node.distribution:
            if node.number or node.date:
                parts.append("\n")
            parts.append(("distribution", node.distribution))
        line("MastheadDetails", *parts)
        return found

    def _list(self, node: BulletList | OrderedList, path: Path, where: _Where) -> list[Unit]:
        self._lists += 1
        key = str(self._lists)
        kind = node.role if isinstance(node, OrderedList) else "bullet"
        level = min(where.depth, LEVELS - 1)
        style = list_style(kind, where.surface, level)
        surface = where.surface
        if kind == "recommendations" and surface == "page" and where.depth == 0:
            surface = "recommendation"
        inner = replace(where, surface=surface, depth=where.depth + 1)
        found: list[Unit] = []
        for index, item in enumerate(node.items):
            opening = opening_of(item)
            own = opening.children if opening else ()
            line = self._line(style, (*path, index, 0), {"children": own}, item.id)
            if opening is not None:
                line.marks |= self._marks(opening.id)
            line.item = ListPlace(key, level, kind)
            line.prefix = f"{item.label}\t" if item.label else ""
            found.append(line)
            rest = item.blocks[1:] if opening else item.blocks
            found += self._blocks(rest, (*path, index, 1), inner)
        return found

    def _table(self, node: Table, path: Path) -> list[Unit]:
        found: list[Unit] = []
        if not node.columns or not (node.head or node.body):
            return found
        marks = self._marks(node.id)
        if node.caption:
            caption = self._line("Caption", (*path, 0), {"caption": node.caption})
            caption.marks = marks
            found.append(caption)
            marks = set()
        grid = Grid(table_style(node.role)[0], [], path=(*path, 1))
        for rows, header in ((node.head, True), (node.body, False)):
            for row in rows:
                shown = GridRow(self._cells(node, row, header=header), header)
                grid.rows.append(shown)
                marks |= self._marks(row.id)
                first = next((one for one in shown.cells if one.units), None)
                if first is not None and isinstance(first.units[0], Line):
                    first.units[0].marks |= marks
                    marks = set()
        found.append(grid)
        return found

    def _cells(self, node: Table, row: Row, *, header: bool) -> list[Box]:
        found = []
        column = 0
        for cell in row.cells:
            surface: Surface = "head" if header else "row-head" if cell.header else "cell"
            if node.role == "closing":
                surface = "closing"
            align = node.columns[min(column, len(node.columns) - 1)].align
            where = _Where(surface, 0, align)
            found.append(self._cell(cell, where))
            column += cell.columns
        return found

    def _cell(self, cell: Cell, where: _Where) -> Box:
        units = self._blocks(cell.blocks, (), where)
        if all(isinstance(one, Line) and not one.runs for one in units):
            units = []
        return Box(units, cell.columns, cell.rows)

    def _callout(self, node: Callout, path: Path) -> Grid:
        units: list[Unit] = []
        if node.title:
            units.append(self._line("CalloutTitle", (TITLE, 0), {"title": node.title}))
        units += self._blocks(node.blocks, (), _Where("box"))
        return Grid(box_style(node.role)[0], [GridRow([Box(units)])], path=(*path, 1))

    def _line(
        self, kind: str, path: Path, slots: Mapping[str, Inlines], identifier: str | None = None
    ) -> Line:
        runs = [run for slot, children in slots.items() for run in self._runs(slot, children)]
        return Line(kind, runs, marks=self._marks(identifier), path=path)

    def _marks(self, identifier: str | None) -> set[str]:
        # An id that stands twice leads to its first place.
        if not identifier or identifier in self._marked:
            return set()
        self._marked.add(identifier)
        return {self._bookmarks.name(identifier)}

    # ── Inlines ────────────────────────────────────────────────────────────

    def _runs(self, slot: str, children: Inlines, role: str = "") -> list[Run]:
        return list(self._inlines(slot, children, (), role, ""))

    def _inlines(
        self, slot: str, children: Inlines, chain: tuple[Inline, ...], role: str, link: str
    ) -> Iterator[Run]:
        for node in children:
            leaf = Leaf(slot, chain, node)
            match node:
                case Text(value):
                    yield Run(value, role, link, leaf=leaf)
                case Field(value):
                    number = self._numbers.take(node)
                    if number is not None:
                        self.fields[number] = node
                    yield Run(value, role, link, number, leaf=leaf)
                case Code(value):
                    yield Run(value, "code", link, leaf=leaf)
                case LineBreak():
                    yield Run("\n", role, link, leaf=leaf)
                case Footnote():
                    yield self._note(leaf, node, link)
                case Strong():
                    yield from self._inlines(slot, node.children, (*chain, node), "strong", link)
                case Revision():
                    yield from self._inlines(slot, node.children, (*chain, node), role, link)
                case Emphasis():
                    yield from self._inlines(slot, node.children, (*chain, node), "emphasis", link)
                case Span():
                    own = role if node.role == "plain" else node.role
                    yield from self._inlines(slot, node.children, (*chain, node), own, link)
                case Comment():
                    yield from self._inlines(slot, node.children, (*chain, node), role, link)
                case Link():
                    address = None if link else safe_address(node.target)
                    own = "link" if address else role
                    yield from self._inlines(
                        slot, node.children, (*chain, node), own, address or link
                    )
                case Reference():
                    known = not link and node.target in self._bookmarks
                    own = "reference" if known else role
                    there = f"#{self._bookmarks.name(node.target)}" if known else link
                    yield from self._inlines(slot, node.children, (*chain, node), own, there)
                case _:
                    assert_never(node)

    def _note(self, leaf: Leaf, node: Footnote, link: str) -> Run:
        if not node.blocks:  # called again
            return Run(str(node.number), "note", link, leaf=leaf)
        units = tuple(self._blocks(node.blocks, (), _Where("note")))
        return Run(NOTE, "note", link, note=units, leaf=leaf)


def opening_of(item: ListItem) -> Paragraph | None:
    """Return the paragraph that stands beside an item's number, if the item opens with one."""
    first = item.blocks[0] if item.blocks else None
    return first if isinstance(first, Paragraph) else None
