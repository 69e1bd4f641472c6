"""Tables: cells beside and over one another, heads that repeat, rows that split between lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.document import Cell, Paragraph, Row, Table
from briefing.pdf.objects import text
from briefing.pdf.pieces import Piece, Rectangle, TableHead
from briefing.pdf.tags import Element
from briefing.style.colours import tint
from briefing.style.model import Border

if TYPE_CHECKING:
    from briefing.pdf.blocks import Builder, Frame

__all__ = ["table_pieces"]

WHOLE_TABLE = 0.45
"""A table no higher than this share of the page stays whole."""
SPLIT_ROW = 0.45
"""A row higher than this share of the page may be split between its lines."""


@dataclass(slots=True)
class _Placed:
    """A cell in the grid: first row and column, how many it covers, and its pieces."""

    row: int
    rows: int
    column: int
    columns: int
    pieces: list[Piece]
    heat: float | None = None

    @property
    def height(self) -> float:
        return _stack(self.pieces)


def table_pieces(builder: Builder, node: Table, frame: Frame) -> list[Piece]:
    """Return the pieces of a table: its caption, its head, and its rows.

    Raises:
        ValueError: a row has more cells than the table has columns.
    """
    return _Setter(builder, node, frame).pieces()


class _Setter:
    """Sets one table."""

    def __init__(self, builder: Builder, node: Table, frame: Frame) -> None:
        self.builder = builder
        self.node = node
        self.look = builder.style.tables[node.role]
        more = f"/A << /O /Table /Summary {text(node.description)} >>" if node.description else ""
        # Who issued it and when is no table to a reader that goes by the structure.
        closing = node.role == "closing"
        self.element = frame.parent.new("Div") if closing else frame.parent.new("Table", more)
        self.frame = replace(frame, parent=self.element)
        shares = [column.width for column in node.columns]
        total = sum(shares) or 1
        self.edges = [frame.x]
        for share in shares:
            self.edges.append(self.edges[-1] + frame.width * share / total)

    def pieces(self) -> list[Piece]:
        node, builder = self.node, self.builder
        found: list[Piece] = []
        if node.caption:
            words = builder.words.table
            found += builder.caption(words, node.number, node.caption, self.frame, node.id)
        head = TableHead(self._head())
        body = self._body(head)
        height = sum(piece.height for piece in (*head.pieces, *body))
        small = height <= WHOLE_TABLE * builder.page_height
        for piece in body[:-1] if small else (*body[:1], *body[-2:-1]):
            piece.keep = True
        rows = [*head.pieces, *body]
        if rows and self.look.rule_top is not None:
            self._rule(rows[0], self.look.rule_top, above=True)
        if body and node.role == "closing":
            body[0].foot = True
        found += rows
        if found:
            found[0].before = max(found[0].before, self.look.space_before)
            found[-1].after = self.look.space_after
        return found

    def _head(self) -> list[Piece]:
        rows = self.node.head
        if not rows:
            return []
        group = self.element.new("THead")
        found: list[Piece] = []
        for cells, count in _groups(self._grid(rows, group, "table-head"), len(rows)):
            piece = self._merged(cells, count, None)
            if fill := self.look.head_fill:
                area = Rectangle(self.frame.x, 0, self.frame.width, piece.height, fill)
                piece.marks.insert(0, area)
            piece.keep = True
            found.append(piece)
        if self.look.rule_head is not None:
            self._rule(found[-1], self.look.rule_head)
        return found

    def _body(self, head: TableHead) -> list[Piece]:
        rows = self.node.body
        group = self.element.new("TBody") if self.node.head else self.element
        found: list[Piece] = []
        at = 0
        name = "closing" if self.node.role == "closing" else "table-text"
        for cells, count in _groups(self._grid(rows, group, name), len(rows)):
            last = at + count == len(rows)
            rule = self.look.rule_row
            pieces = [self._merged(cells, count, rule)] if count > 1 else self._split(cells)
            for piece in pieces:
                piece.head = head if name != "closing" else None
                if at % 2 and self.look.band_fill:
                    band = Rectangle(
                        self.frame.x, 0, self.frame.width, piece.height, self.look.band_fill
                    )
                    piece.marks.insert(0, band)
            if last and self.look.rule_bottom:
                rule = self.look.rule_bottom
            if rule is not None:
                self._rule(pieces[-1], rule)
            ids = tuple(row.id for row in rows[at : at + count] if row.id)
            pieces[0].ids = (*pieces[0].ids, *ids)
            found += pieces
            at += count
        return found

    def _rule(self, piece: Piece, rule: Border, *, above: bool = False) -> None:
        """Draw a rule as wide as the table at a piece's foot, or at its head."""
        y = 0.0 if above else piece.height - rule.width
        piece.marks.append(Rectangle(self.frame.x, y, self.frame.width, rule.width, rule.colour))

    def _grid(self, rows: Sequence[Row], group: Element, name: str) -> Iterator[_Placed]:
        """Yield the cells of rows, each where those that cover several rows leave room."""
        taken: dict[int, int] = {}
        for number, row in enumerate(rows):
            line = group if name == "closing" else group.new("TR")
            column = 0
            for cell in row.cells:
                while taken.get(column, 0) > number:
                    column += 1
                if column >= len(self.edges) - 1:
                    raise ValueError(
                        f"a row of a table of {len(self.edges) - 1} columns has more cells"
                    )
                columns = max(1, min(cell.columns, len(self.edges) - 1 - column))
                height = max(1, min(cell.rows, len(rows) - number))
                for covered in range(column, column + columns):
                    taken[covered] = number + height
                with self.builder.revised(row.change):
                    pieces = self._cell(cell, column, columns, line, name)
                yield _Placed(number, height, column, columns, pieces, cell.heat)
                column += columns

    def _cell(self, cell: Cell, column: int, columns: int, line: Element, name: str) -> list[Piece]:
        pad = self.look.padding_x
        left = self.edges[column]
        width = self.edges[column + columns] - left
        frame = replace(
            self.frame,
            x=left + pad,
            width=width - 2 * pad,
            parent=_element(cell, name, line),
            text="table-text",
        )
        look = self.builder.look(name)
        if cell.header and name != "table-head":
            look = look.model_copy(update={"bold": True})
        align = self.node.columns[column].align
        if align != "left":
            look = look.model_copy(update={"align": align})
        found: list[Piece] = []
        alone = len(cell.blocks) == 1
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                tag = "" if alone else "P"
                found += self.builder.text(block.children, look, frame, tag=tag)
            else:
                found += self.builder.block(block, frame)
        return found

    def _merged(self, cells: Sequence[_Placed], count: int, rule: Border | None) -> Piece:
        """Return one piece of cells over ``count`` rows, which no page break parts."""
        first = cells[0].row if cells else 0
        pad = self.look.padding_y
        heights = [0.0] * count
        for cell in sorted(cells, key=lambda cell: cell.rows):
            rows = range(cell.row - first, cell.row - first + cell.rows)
            lacking = cell.height + 2 * pad - sum(heights[row] for row in rows)
            heights[rows[-1]] += max(0.0, lacking)
        tops = [sum(heights[:row]) for row in range(count + 1)]
        piece = Piece(tops[-1])
        for cell in cells:
            top = tops[cell.row - first]
            bottom = cell.row - first + cell.rows
            self._tint(cell, piece, top, tops[bottom] - top)
            _put(cell.pieces, piece, top + pad)
            if rule is not None and bottom < count and self.look.rule_row is not None:
                border = self.look.rule_row
                left, right = self.edges[cell.column], self.edges[cell.column + cell.columns]
                y = tops[bottom] - border.width
                line = Rectangle(left, y, right - left, border.width, border.colour)
                piece.marks.append(line)
        return piece

    def _split(self, cells: Sequence[_Placed]) -> list[Piece]:
        """Return the piece of a row, or several where it is too high to stay whole."""
        pad = self.look.padding_y
        room = self.builder.page_height * SPLIT_ROW
        columns = [list(cell.pieces) for cell in cells]
        found: list[Piece] = []
        while True:
            piece = Piece(0)
            top = 0.0 if found else pad
            bottom = top
            for pieces in columns:
                taken = 0
                while taken < len(pieces) and (
                    not taken or _stack(pieces[: taken + 1]) <= room or _stack(pieces) <= room
                ):
                    taken += 1
                bottom = max(bottom, _put(pieces[:taken], piece, top))
                del pieces[:taken]
            found.append(piece)
            piece.height = bottom
            if not any(columns):
                piece.height += pad
                for one in found:
                    for cell in cells:
                        self._tint(cell, one, 0, one.height)
                return found

    def _tint(self, cell: _Placed, piece: Piece, top: float, height: float) -> None:
        """Lay a tint behind a cell of a heat map, with a hair of paper around it."""
        if cell.heat is None:
            return
        left, right = self.edges[cell.column], self.edges[cell.column + cell.columns]
        fill = tint(self.builder.style.chart.tints, cell.heat)
        tile = Rectangle(left + 0.5, top + 0.5, right - left - 1, height - 1, fill)
        piece.marks.insert(0, tile)


def _groups(cells: Iterator[_Placed], count: int) -> Iterator[tuple[list[_Placed], int]]:
    """Yield the cells of rows that spans tie together, with how many rows they are."""
    by_row: list[list[_Placed]] = [[] for _ in range(count)]
    for cell in cells:
        by_row[cell.row].append(cell)
    at = 0
    while at < count:
        end = at + 1
        found: list[_Placed] = []
        row = at
        while row < end:
            found += by_row[row]
            end = max([end, *(cell.row + cell.rows for cell in by_row[row])])
            row += 1
        yield found, end - at
        at = end


def _stack(pieces: Sequence[Piece]) -> float:
    """Return how high pieces are over one another."""
    height = 0.0
    for index, piece in enumerate(pieces):
        height += piece.height + (_between(pieces[index - 1], piece) if index else 0.0)
    return height


def _between(above: Piece, below: Piece) -> float:
    return min(4, max(above.after, below.before))


def _put(pieces: Sequence[Piece], into: Piece, y: float) -> float:
    """Put the marks of pieces into another from ``y`` down; return where they end."""
    for index, piece in enumerate(pieces):
        if index:
            y += _between(pieces[index - 1], piece)
        into.marks += [replace(mark, y=mark.y + y) for mark in piece.marks]
        into.ids += piece.ids
        into.notes += piece.notes
        y += piece.height
    return y


def _element(cell: Cell, name: str, line: Element) -> Element:
    """Return the element of a cell in a row."""
    if name == "closing":
        return line.new("P")
    header = cell.header or name == "table-head"
    found: list[str] = []
    if header:
        found.append(f"/Scope /{'Column' if name == 'table-head' else 'Row'}")
    if cell.columns > 1:
        found.append(f"/ColSpan {cell.columns}")
    if cell.rows > 1:
        found.append(f"/RowSpan {cell.rows}")
    more = f"/A << /O /Table {' '.join(found)} >>" if found else ""
    return line.new("TH" if header else "TD", more)
