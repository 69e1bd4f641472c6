"""Tables: the grid, repeated heads, spans, captions above."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from briefing.document import (
    Cell,
    Code,
    Field,
    Paragraph,
    Row,
    Table,
    Text,
    inline_text,
    walk_blocks,
    walk_inlines,
)
from briefing.document.redline import accepted_text
from briefing.docx import wml
from briefing.docx.captions import write_caption
from briefing.docx.catalogue import table_style
from briefing.docx.context import Context
from briefing.docx.estimates import lines
from briefing.docx.flow import Flow, Surface
from briefing.docx.looks import colour
from briefing.docx.wml import twips
from briefing.docx.xml import Element
from briefing.style.colours import tint

__all__ = ["write_table"]

SMALL = 0.45
"""A table of no more than this share of the page stays on one page where it can.

Of others, the head and the first two rows do, and the last two rows.
"""


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
    title = accepted_text(node.caption)
    element = flow.table(
        table_style(node.role)[0],
        grid,
        look=(bool(node.head), look.band_fill is not None),
        title=title,
        # Read out after the title: not the same words again.
        description=node.description if node.description and node.description != title else "",
        before=twips(look.space_before),
        after=twips(look.space_after),
        foot=node.role == "closing",
    )
    small = _is_small(context, node, grid)
    for rows, header in ((node.head, True), (node.body, False)):
        open_spans: dict[int, tuple[int, int]] = {}
        for number, row in enumerate(rows):
            last = number + 1 == len(rows)
            keeps = not header and not last and (small or number in {0, len(rows) - 2})
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


def _is_small(context: Context, node: Table, grid: tuple[int, ...]) -> bool:
    """Whether a table is about as low as to be kept whole."""
    look = context.style.tables[node.role]
    text = context.style.paragraph("table-text", context.design.language.tag)
    ends = list(accumulate(grid, initial=0))
    left = SMALL * context.style.page.text_height
    for row in (*node.head, *node.body):
        most, column = 1, 0
        for cell in row.cells:
            end = min(column + cell.columns, len(grid))
            room = (ends[end] - ends[column]) / 20 - 2 * look.padding_x
            words = "\n".join(
                inline_text(block.children)
                for block in walk_blocks(cell.blocks)
                if isinstance(block, Paragraph)
            )
            if cell.rows == 1:
                most = max(most, lines(words, max(1.0, room / text.size)))
            column = end
        left -= most * text.leading + 2 * look.padding_y
        if left < 0:
            return False
    return True


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
