"""Tables: the grid, repeated heads, spans, captions above."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.document import Cell, Row, Table, inline_text
from briefing.docx import wml
from briefing.docx.captions import write_caption
from briefing.docx.catalogue import table_style
from briefing.docx.context import Context
from briefing.docx.flow import Flow
from briefing.docx.wml import twips
from briefing.docx.xml import Element

__all__ = ["write_table"]


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
        title=inline_text(node.caption),
        description=node.description or "",
        before=twips(look.space_before),
        after=twips(look.space_after),
    )
    for rows, header in ((node.head, True), (node.body, False)):
        open_spans: dict[int, tuple[int, int]] = {}
        for row in rows:
            _row(context, flow, node, element, row, grid, open_spans, header=header)


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
    return tuple(right - left for left, right in zip(edges, edges[1:], strict=False))


def _row(
    context: Context,
    flow: Flow,
    table: Table,
    element: Element,
    row: Row,
    grid: tuple[int, ...],
    open_spans: dict[int, tuple[int, int]],
    *,
    header: bool,
) -> None:
    # A row that is taller than a page has to be split, whatever one wishes.
    line = wml.table_row(element, header=header, whole=_short(row))
    flow.anchor(row.id)
    for column, cell, columns in _places(row, len(grid), open_spans):
        width = sum(grid[column : column + columns])
        if cell is None:
            tc = wml.table_cell(line, width, span=columns, merge="continue")
            flow.cell(tc, width, "cell").close()
            continue
        head = header or cell.header
        merge = "restart" if cell.rows > 1 else None
        tc = wml.table_cell(line, width, span=columns, merge=merge, bottom=header)
        align = table.columns[column].align
        inner = flow.cell(tc, width, "head" if head else "cell", align)
        context.write(context, inner, cell.blocks)
        inner.close()


def _places(
    row: Row, columns: int, open_spans: dict[int, tuple[int, int]]
) -> Iterator[tuple[int, Cell | None, int]]:
    """Yield (column, cell, columns it covers) over the whole row.

    A cell is None where a span from above goes on.  ``open_spans`` maps a column
    to (rows left, columns covered) and is carried from row to row.
    """
    cells = iter(row.cells)
    column = 0
    while column < columns:
        left, covered = open_spans.get(column, (0, 0))
        if left:
            open_spans[column] = (left - 1, covered)
            yield column, None, covered
            column += covered
            continue
        cell = next(cells, None) or Cell(())
        covered = max(1, min(cell.columns, columns - column))
        if cell.rows > 1:
            open_spans[column] = (cell.rows - 1, covered)
        yield column, cell, covered
        column += covered
    if next(cells, None) is not None:
        raise ValueError(f"a row of a table of {columns} columns has more cells")


_SHORT = 1_500  # characters: well under a page, even in a narrow column


def _short(row: Row) -> bool:
    """Return whether a row surely fits on one page."""
    from briefing.document import walk_inlines

    length = 0
    for cell in row.cells:
        for node in walk_inlines(cell.blocks):
            length += len(getattr(node, "value", ""))
            if length > _SHORT:
                return False
    return True
