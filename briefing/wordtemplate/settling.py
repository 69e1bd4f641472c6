"""Making a filled-in part whole again: what loops repeat or leave out breaks some rules.

Numbers that must be unique are given anew; tables without rows go; cells get the
paragraph that they must end with; grids get the columns that their rows have.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefing.docx.cleaning import remove
from briefing.wordtemplate.places import BLOCK_HOLDERS, NOTE, own_children
from briefing.wordtemplate.xml import Element, element, qn

__all__ = ["settle"]

P, R, TBL, TR, TC = qn("w:p"), qn("w:r"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_FRAMES = frozenset(qn(f"w:{name}") for name in ("sdtContent", "customXml", "ins", "moveTo"))
_PARENTS = {
    P: BLOCK_HOLDERS | _FRAMES,
    TBL: BLOCK_HOLDERS | _FRAMES,
    TR: frozenset([TBL]) | _FRAMES,
    TC: frozenset([TR]) | _FRAMES,
}


def settle(roots: Iterable[Element]) -> None:
    """Put parts in order, in place.

    Raises:
        ValueError: something stands where Word does not allow it.
    """
    drawings = 0
    bookmarks = _Bookmarks()
    for root in roots:
        for one in list(root.iter(*_PARENTS)):
            parent = one.getparent()
            if parent is not None and parent.tag not in _PARENTS[one.tag]:
                raise ValueError(f"{one.tag} in {parent.tag}")
        for row in list(root.iter(TR)):
            if next(own_children(row, TC), None) is None:
                remove(row)
        for table in list(root.iter(TBL)):
            if next(own_children(table, TR), None) is None:
                remove(table)
            else:
                _grid(table)
        for holder in root.iter(*BLOCK_HOLDERS):
            _end(holder)
        for drawing in root.iter(qn("wp:docPr")):
            drawings += 1
            drawing.set("id", str(drawings))
        bookmarks.number(root)


def _end(holder: Element) -> None:
    """Let a holder of blocks hold paragraphs and tables alone, and end in a paragraph."""
    for run in [child for child in holder if child.tag in {R, qn("w:hyperlink")}]:
        before = run.getprevious()
        if before is None or before.get("made") is None:
            before = element("w:p")
            before.set("made", "1")
            run.addprevious(before)
        before.append(run)
    for made in holder.iterchildren(P):
        if made.get("made") is not None:
            del made.attrib["made"]
    if holder.tag == NOTE:
        return
    blocks = [child for child in holder if child.tag in {P, TBL} or child.tag in _HELD]
    if blocks and blocks[-1].tag != TBL:
        return
    paragraph = element("w:p")
    if len(holder) and holder[-1].tag == qn("w:sectPr"):
        holder[-1].addprevious(paragraph)
    else:
        holder.append(paragraph)


_HELD = frozenset([qn("w:sdt"), qn("w:customXml")])


def _grid(table: Element) -> None:
    """Give a table's grid as many columns as its widest row spans, of the same width together."""
    grid = table.find(qn("w:tblGrid"))
    columns = list(grid.iterchildren(qn("w:gridCol"))) if grid is not None else []
    rows = [
        [(_span(cell), cell) for cell in own_children(row, TC)] for row in own_children(table, TR)
    ]
    spans = [sum(span for span, _ in row) + _skipped(row) for row in rows]
    wanted = max(spans)
    if grid is None or not columns or wanted == len(columns) or wanted > 63 * 4:
        return
    widths = [int(w) if (w := column.get(qn("w:w"), "")).isdigit() else 0 for column in columns]
    if wanted < len(columns) and any(_skipped(row) for row in rows):
        return
    total = sum(widths)
    for column in columns:
        grid.remove(column)
    width = total // wanted
    for at in range(wanted):
        grid.insert(at, element("w:gridCol", w=str(width)))
    for row in rows:
        for span, cell in row:
            size = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
            if size is not None and size.get(qn("w:type")) == "dxa":
                size.set(qn("w:w"), str(width * span))


def _span(cell: Element) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = found.get(qn("w:val"), "1") if found is not None else "1"
    return int(value) if value.isdigit() and 0 < int(value) < 64 else 1


def _skipped(row: list[tuple[int, Element]]) -> int:
    """Return how many columns a row leaves out at its ends."""
    line = next((cell.getparent() for _, cell in row), None)
    found = 0
    for name in ("gridBefore", "gridAfter"):
        skip = line.find(f"{qn('w:trPr')}/{qn(f'w:{name}')}") if line is not None else None
        value = skip.get(qn("w:val"), "0") if skip is not None else "0"
        found += int(value) if value.isdigit() and int(value) < 64 else 0
    return found


class _Bookmarks:
    """Numbers the bookmarks of all parts; of two with one name the first stays."""

    def __init__(self) -> None:
        self._last = 0
        self._names: set[str] = set()

    def number(self, root: Element) -> None:
        """Give the bookmarks of a part their numbers."""
        opened: dict[str, str | None] = {}
        for mark in list(root.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
            identifier = mark.get(qn("w:id"), "")
            if mark.tag == qn("w:bookmarkEnd"):
                number = opened.pop(identifier, None)
                if number is None:
                    remove(mark)
                else:
                    mark.set(qn("w:id"), number)
                continue
            name = mark.get(qn("w:name"), "").lower()
            if name in self._names:
                opened[identifier] = None
                remove(mark)
                continue
            self._names.add(name)
            opened[identifier] = str(self._last)
            mark.set(qn("w:id"), str(self._last))
            self._last += 1
        for mark in list(root.iter(qn("w:bookmarkStart"))):
            if mark.get(qn("w:id")) in opened.values():
                remove(mark)
