"""Tables: the grid, repeated heads, spans, captions above."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from briefing.document import Cell, Code, Field, Row, Table, Text, walk_inlines
from briefing.document.redline import accepted_text
from briefing.docx import wml
from briefing.docx.captions import write_caption
from briefing.docx.catalogue import table_style
from briefing.docx.context import Context
from briefing.docx.flow import Flow, Surface
from briefing.docx.looks import colour
from briefing.docx.wml import twips
from briefing.docx.xml import Element
from briefing.style.colours import tint

__all__ = ["write_table"]

SMALL = 8
"""A table of no more rows stays on one page where it can; of others, the first two do."""


def write_table(context: Context, flow: Flow, node: Table) -> None:
    """Write a table over the width of the text.

    Raises:
        ValueError: a row has more cells than the table has columns.
    """
    if not node.columns or not (node.head or node.body):
        return
    flow.anchor(node.id)
    if node.caption:
        write_caption(context, flow, context.words.table, node.number, node.caption)
    look = context.style.tables[node.role]
    grid = _grid(flow.room(), [column.width for column in node.columns])
    element = flow.table(
        table_style(node.role)[0],
        grid,
        look=(bool(node.head), look.band_fill is not None),
        title=accepted_text(node.caption),
        description=node.description or "",
        before=twips(look.space_before),
        after=twips(look.space_after),
        foot=node.role == "closing",
    )
    for rows, header in ((node.head, True), (node.body, False)):
        open_spans: dict[int, tuple[int, int]] = {}
        for number, row in enumerate(rows):
            keeps = not header and number + 1 < (len(rows) if len(rows) <= SMALL else 2)
            # Word gives a style's head to the first row alone.
            fill = colour(look.head_fill) if header and number and look.head_fill else None
            # A row that is taller than a page has to be split, whatever one wishes.
            whole = _short(row)
            line = wml.table_row(element, header=header, whole=whole)
            own = flow.revised(row.change)
            own.row(line)
            flow.anchor(row.id)
            _cells(
                context,
                own,
                node,
                line,
                _places(row, grid, open_spans),
                header=header,
                keeps=keeps and whole,
                fill=fill,
            )
            if not flow.revisions.expected:
                wml.finish(element)


def _grid(width: int, shares: list[float]) -> tuple[int, ...]:
    """Return column widths in twips that add up to ``width`` exactly."""
    total = sum(shares)
    if total <= 0:
        shares, total = [1.0] * len(shares), float(len(shares))
    edges = [0]
    reached = 0.0
    for share in shares:
        reached += share
        edges.append(round(width * reached / total))
    return tuple(right - left for left, right in pairwise(edges))


class _Place(NamedTuple):
    """Where a cell stands; ``cell`` is None where a span from above goes on."""

    cell: Cell | None
    column: int
    columns: int
    width: int


def _cells(
    context: Context,
    flow: Flow,
    table: Table,
    line: Element,
    places: Iterator[_Place],
    *,
    header: bool,
    keeps: bool,
    fill: str | None,
) -> None:
    """Write the cells of a row; one that ``keeps`` stays on one page with the next."""
    for place in places:
        cell = place.cell
        if cell is None:
            tc = wml.table_cell(line, place.width, span=place.columns, merge="continue", fill=fill)
            flow.cell(tc, place.width, "cell").close("TableText")
            continue
        own = fill
        if cell.heat is not None and (heat := tint(context.style.chart.tints, cell.heat)):
            own = colour(heat)
        merge = "restart" if cell.rows > 1 else None
        tc = wml.table_cell(
            line, place.width, span=place.columns, merge=merge, bottom=header, fill=own
        )
        surface: Surface = "head" if header else "row-head" if cell.header else "cell"
        if table.role == "closing":
            surface = "closing"
        inner = flow.cell(tc, place.width, surface, table.columns[place.column].align)
        inner.keeps = keeps  # Word asks a row's paragraphs for it
        context.write(context, inner, cell.blocks)
        inner.close("TableHeading" if header else "TableText")


_NO_SPAN = (0, 0)


def _places(
    row: Row, grid: tuple[int, ...], open_spans: dict[int, tuple[int, int]]
) -> Iterator[_Place]:
    """Yield the places of a whole row, left to right.

    ``open_spans`` maps a column to (rows left, columns covered) and is carried
    from row to row.
    """
    cells = iter(row.cells)
    column = 0
    while column < len(grid):
        left, columns = open_spans.get(column, _NO_SPAN)
        cell = None
        if left:
            open_spans[column] = (left - 1, columns)
        else:
            cell = next(cells, None) or Cell(())
            columns = max(1, min(cell.columns, len(grid) - column))
            if cell.rows > 1:
                open_spans[column] = (cell.rows - 1, columns)
        width = grid[column] if columns == 1 else sum(grid[column : column + columns])
        yield _Place(cell, column, columns, width)
        column += columns
    if next(cells, None) is not None:
        raise ValueError(f"a row of a table of {len(grid)} columns has more cells")


_WORDS = (Text, Field, Code)
_SHORT = 1_500  # characters: well under a page, even in a narrow column


def _short(row: Row) -> bool:
    """Return whether a row surely fits on one page."""
    blocks = tuple(block for cell in row.cells for block in cell.blocks)
    texts = (node.value for node in walk_inlines(blocks) if isinstance(node, _WORDS))
    return sum(map(len, texts)) <= _SHORT
