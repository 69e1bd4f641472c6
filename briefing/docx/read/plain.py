"""Units that no part of the base stands for, as blocks: by their styles alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from briefing.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Cell,
    CodeBlock,
    Column,
    Contents,
    DefinitionItem,
    DefinitionList,
    Heading,
    Image,
    Inlines,
    ListItem,
    Masthead,
    OrderedList,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Title,
    inline_text,
)
from briefing.document.nodes import ParagraphRole
from briefing.docx.read.lines import Known, plain_line
from briefing.docx.read.names import BOXES, TABLES
from briefing.docx.read.surface import (
    Box,
    Break,
    Figure,
    Grid,
    GridRow,
    Line,
    Toc,
    Unit,
    text_of,
)

__all__ = ["ROLES", "plain_blocks", "plain_cell", "plain_row", "restyled"]

ROLES: dict[str, ParagraphRole] = {
    "Lead": "lead",
    "Meta": "meta",
    "RecommendationFacts": "meta",
    "ListFacts": "meta",
    "TableFacts": "meta",
    "Remark": "note",
    "RecommendationRemark": "note",
    "Imprint": "imprint",
    "Caption": "caption",
}
"""What paragraphs of a style are, where they are not plain ones."""

_MASTHEAD = {
    "MastheadClassification",
    "MastheadOrganization",
    "MastheadSeries",
    "MastheadDetails",
}


def plain_blocks(units: Sequence[Unit], known: Known) -> Blocks:
    """Return units as blocks; empty paragraphs are left out.

    What has no words and no place in a document, such as a picture, is left out
    too: the caller has told of it.
    """
    return _Plain(known).blocks(units)


def restyled(kind: str, children: Inlines) -> Block:
    """Return the block that a line of a style is."""
    if kind.startswith("Heading") and kind[7:].isdecimal():
        return Heading(int(kind[7:]), children, heading_id(children))
    if kind == "CodeBlock":
        return CodeBlock(inline_text(children))
    return Paragraph(children, ROLES.get(kind, "body"))


def heading_id(children: Inlines) -> str | None:
    """Return an id for a heading without one, so that the contents list it."""
    words = inline_text(children).strip()
    return f"heading:edited-{hashlib.sha256(words.encode()).hexdigest()[:12]}" if words else None


def plain_row(row: GridRow, known: Known, *, header: bool) -> Row:
    """Return a row that the base doesn't have."""
    return Row(tuple(plain_cell(cell, known, header=header) for cell in row.cells))


def plain_cell(box: Box, known: Known, *, header: bool) -> Cell:
    """Return a cell that the base doesn't have."""
    first = next((unit for unit in box.units if isinstance(unit, Line)), None)
    heads = header or (first is not None and first.kind.startswith("TableRowHeading"))
    return Cell(plain_blocks(box.units, known), box.columns, box.rows, heads)


class _Plain:
    def __init__(self, known: Known) -> None:
        self._known = known

    def blocks(self, units: Sequence[Unit]) -> Blocks:
        found: list[Block] = []
        at = 0
        while at < len(units):
            unit = units[at]
            end = at + 1
            match unit:
                case Line() if unit.item is not None:
                    while end < len(units) and self._goes_on(units[end], unit):
                        end += 1
                    found += self._list(units[at:end])
                case Line():
                    end = self._run_of(units, at)
                    found += self._lines(units[at:end])
                case Grid():
                    found.append(self._table(unit))
                case Break():
                    found.append(PageBreak())
                case Toc():
                    found.append(Contents())
                case Figure() if unit.kind == "rule":
                    found.append(Rule())
                case Figure() if (image := unit.image()) is not None:
                    found.append(image)
                case _:
                    pass
            at = end
        return _captioned(found)

    def _goes_on(self, unit: Unit, first: Line) -> bool:
        if not isinstance(unit, Line) or not (unit.runs or unit.item):
            return False
        if unit.item is not None and first.item is not None:
            return unit.item.key == first.item.key or unit.item.level > first.item.level
        return unit.kind.startswith(("ListContinue", "Recommendation"))

    def _run_of(self, units: Sequence[Unit], at: int) -> int:
        """Return where the lines end that make one block with the line at ``at``."""
        first = units[at]
        assert isinstance(first, Line)
        together: set[str] = {first.kind}
        if first.kind in _MASTHEAD:
            together = _MASTHEAD
        elif first.kind in {"DefinitionTerm", "Definition"}:
            together = {"DefinitionTerm", "Definition"}
        elif first.kind == "Title":
            together = {"Title", "Subtitle"}
        elif first.kind not in {"Quote", "CodeBlock"}:
            return at + 1
        end = at + 1
        while end < len(units):
            unit = units[end]
            if not isinstance(unit, Line) or unit.kind not in together or unit.item is not None:
                break
            if first.kind == "Title" and unit.kind == "Title":
                break
            end += 1
        return end

    def _lines(self, units: Sequence[Unit]) -> list[Block]:
        lines = [unit for unit in units if isinstance(unit, Line)]
        first = lines[0]
        own = [plain_line(line, self._known) for line in lines]
        if first.kind == "CodeBlock":
            return [CodeBlock("\n".join(text_of(line) for line in lines) + "\n")]
        if first.kind == "Rule":
            return [Rule()]
        if not any(own):
            return []
        if first.kind in _MASTHEAD:
            return [self._masthead(lines, own)]
        if first.kind == "Title":
            return [Title(own[0], own[1] if len(own) > 1 else ())]
        if first.kind == "Quote":
            return [Quote(tuple(Paragraph(one) for one in own if one))]
        if first.kind in {"DefinitionTerm", "Definition"}:
            return [self._definitions(lines, own)]
        return [restyled(first.kind, own[0])]

    def _masthead(self, lines: Sequence[Line], own: Sequence[Inlines]) -> Masthead:
        parts: dict[str, Inlines] = {}
        slots = {
            "MastheadClassification": "classification",
            "MastheadOrganization": "organization",
            "MastheadSeries": "series",
            "MastheadDetails": "number",
        }
        for line, children in zip(lines, own, strict=True):
            parts.setdefault(slots[line.kind], children)
        return Masthead(parts.pop("organization", ()), parts.pop("series", ()), **parts)

    def _definitions(self, lines: Sequence[Line], own: Sequence[Inlines]) -> DefinitionList:
        items: list[tuple[Inlines, list[Block]]] = []
        for line, children in zip(lines, own, strict=True):
            if line.kind == "DefinitionTerm" or not items:
                items.append((children if line.kind == "DefinitionTerm" else (), []))
            if line.kind == "Definition":
                items[-1][1].append(Paragraph(children))
        return DefinitionList(tuple(DefinitionItem(term, tuple(said)) for term, said in items))

    def _list(self, units: Sequence[Unit]) -> list[Block]:
        lines = [unit for unit in units if isinstance(unit, Line)]
        place = lines[0].item
        assert place is not None
        items: list[tuple[Line, list[Line]]] = []
        for line in lines:
            own = line.item
            if own is not None and own.level <= place.level:
                items.append((line, []))
            else:
                items[-1][1].append(line)
        made = []
        for line, rest in items:
            opening = Paragraph(plain_line(line, self._known))
            made.append(ListItem((opening, *self.blocks(rest))))
        if place.kind == "bullet":
            return [BulletList(tuple(made))]
        return [OrderedList(tuple(made), place.kind, max(place.start, 0))]

    def _table(self, grid: Grid) -> Block:
        if grid.kind in BOXES:
            units = [unit for row in grid.rows for cell in row.cells for unit in cell.units]
            title: Inlines = ()
            if units and isinstance(units[0], Line) and units[0].kind == "CalloutTitle":
                title = plain_line(units[0], self._known)
                units = units[1:]
            return Callout(self.blocks(units), BOXES[grid.kind], title)  # type: ignore[arg-type]
        head: list[Row] = []
        body: list[Row] = []
        for row in grid.rows:
            heads = row.header and not body
            (head if heads else body).append(plain_row(row, self._known, header=heads))
        most = max((sum(cell.columns for cell in row.cells) for row in (*head, *body)), default=1)
        most = max(most, *_reach(grid.rows), 1)
        widths = [float(width) for width in grid.widths if width > 0]
        if len(widths) != most:
            widths = [1.0] * most
        role = TABLES.get(grid.kind, "data")
        return Table(
            tuple(Column(width) for width in widths),
            tuple(head),
            tuple(body),
            role,  # type: ignore[arg-type]
            description=grid.description or None,
        )


def _reach(rows: Sequence[GridRow]) -> list[int]:
    """Return how many columns each row takes, with what hangs into it from above."""
    hanging: list[tuple[int, int]] = []  # rows left, columns
    found = [0]
    for row in rows:
        found.append(
            sum(cell.columns for cell in row.cells) + sum(columns for _, columns in hanging)
        )
        hanging = [(left - 1, columns) for left, columns in hanging if left > 1]
        hanging += [(cell.rows - 1, cell.columns) for cell in row.cells if cell.rows > 1]
    return found


def _captioned(blocks: Sequence[Block]) -> Blocks:
    """Give a table or a picture the caption that stands right before it."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if (
            isinstance(block, Table | Image)
            and not block.caption
            and isinstance(last, Paragraph)
            and last.role == "caption"
            # Many put the words below a picture: they are of the one above.
            and not (isinstance(block, Image) and len(out) > 1 and isinstance(out[-2], Image))
        ):
            out[-1] = replace(block, caption=last.children)
        else:
            out.append(block)
    return tuple(out)
