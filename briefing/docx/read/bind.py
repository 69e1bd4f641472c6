"""The file's units laid over the base's tree: the document as it stands now.

What the file still has keeps its place in the tree, its id and all that a file
doesn't say; what the file lost is left out; what is new becomes blocks of its own
(:mod:`.plain`) where it stands.  Parts that never show in a file, such as an empty
list, stay after what they followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from briefing.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Cell,
    Chart,
    CodeBlock,
    Column,
    Contents,
    DefinitionItem,
    DefinitionList,
    Document,
    Footnote,
    Heading,
    Image,
    Inlines,
    ListItem,
    Masthead,
    OrderedList,
    PageBreak,
    Paragraph,
    Quote,
    Revised,
    Row,
    Rule,
    Table,
    Title,
    Turned,
)
from briefing.docx.read.lines import Known, bind_line
from briefing.docx.read.match import match, sign
from briefing.docx.read.plain import plain_blocks, plain_cell, plain_row, restyled
from briefing.docx.read.shape import TITLE, Shape, opening_of
from briefing.docx.read.surface import (
    Box,
    Figure,
    Grid,
    GridRow,
    Line,
    Path,
    Run,
    Toc,
    Unit,
    text_of,
)

__all__ = ["Binder"]

Node = TypeVar("Node", bound=Block)

RESIZED = 0.5
"""By how many points a picture is wider or narrower that somebody resized."""
SLACK = 0.02
"""By how much of a table's width a column may differ and still be as wide as it was."""

_LISTED = ("ListContinue", "Recommendation", "TableText", "TableFacts")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A unit of the file, and that of the base which it is."""

    unit: Unit
    base: Unit | None

    def at(self, depth: int) -> int | None:
        """Return the index of its part at a depth, or None for what is new."""
        if self.base is None or len(self.base.path) <= depth:
            return None
        return self.base.path[depth]


class Binder:
    """Binds the units of one file to one base; ``left`` are the figures nothing stands for."""

    def __init__(
        self, base: Document, shape: Shape, widths: Mapping[str, Sequence[float]] = {}
    ) -> None:
        """Prepare to bind to ``base``, which has ``shape``.

        ``widths`` are those that pictures were built with, in points, by their digests.
        """
        self.widths = widths
        self._base = base
        self._shape = shape
        self.known = Known(shape.fields, shape.targets(base), self._note)
        self.left: list[Figure] = []

    def document(self, units: Sequence[Unit]) -> Document:
        """Return the document that ``units`` show."""
        blocks = self._blocks(self._base.blocks, self._shape.units, units)
        return replace(self._base, blocks=blocks)

    def _note(self, node: Footnote | None, owner: Run | None, units: tuple[Unit, ...]) -> Blocks:
        if node is None or owner is None or owner.note is None:
            return plain_blocks(units, self.known)
        return self._blocks(node.blocks, owner.note, units)

    # ── Sequences ──────────────────────────────────────────────────────────

    def _blocks(self, nodes: Blocks, base: Sequence[Unit], read: Sequence[Unit]) -> Blocks:
        """Return a sequence of blocks whose base units and read units are given."""
        return self._rebuilt(nodes, self._placed(base, read), base, 0)

    def _placed(self, base: Sequence[Unit], read: Sequence[Unit]) -> list[_Placed]:
        pairs = match([sign(unit) for unit in base], [sign(unit) for unit in read])
        found = []
        for at, unit in enumerate(read):
            here = pairs.get(at)
            own = None if here is None else base[here]
            if own is not None and not _fits(unit, own):
                own = None
            if own is None and isinstance(unit, Figure):
                self.left.append(unit)
            found.append(_Placed(unit, own))
        taken = set(pairs.values())
        for at, placed in enumerate(found):
            here = pairs.get(at)
            if here is not None and isinstance(placed.base, Line):
                found[at] = _Placed(placed.unit, _with_neighbours(placed, here, base, taken))
        return found

    def _rebuilt(
        self, nodes: Blocks, placed: Sequence[_Placed], base: Sequence[Unit], depth: int
    ) -> Blocks:
        out: list[tuple[int | None, Block]] = []
        for index, group in _grouped(nodes, placed, depth):
            if index is None:
                units = [one.unit for one in group]
                out += [(None, block) for block in plain_blocks(units, self.known)]
                continue
            for block in self._block(nodes[index], group, base, depth + 1):
                out.append((index, block))
        shown = {unit.path[depth] for unit in base if len(unit.path) > depth}
        for index, node in enumerate(nodes):
            if index not in shown:  # nothing in a file shows it
                after = max(
                    (at for at, (one, _) in enumerate(out) if one is not None and one < index),
                    default=-1,
                )
                out.insert(after + 1, (index, node))
        blocks = tuple(block for _, block in out)
        return nodes if blocks == nodes else blocks

    def _block(
        self, node: Block, placed: Sequence[_Placed], base: Sequence[Unit], depth: int
    ) -> list[Block]:
        """Return what a node has become."""
        match node:
            case Masthead():
                return [self._slotted(node, placed, base)]
            case Title():
                return [self._slotted(node, placed, base)]
            case Heading() | Paragraph():
                return [self._line(node, one) for one in placed]
            case CodeBlock():
                return [self._code(node, one) for one in placed]
            case Rule() | PageBreak():
                return [node]
            case Contents():
                title = next((one for one in placed if isinstance(one.unit, Line)), None)
                if not any(isinstance(one.unit, Toc) for one in placed):
                    return list(plain_blocks([one.unit for one in placed], self.known))
                if title is None:
                    return [replace(node, title=())] if node.title else [node]
                return [self._slotted(node, [title], base)]
            case Chart() | Image():
                return self._captioned(node, placed, Figure)
            case Table():
                return self._captioned(node, placed, Grid)
            case Callout():
                grid = placed[0]
                assert isinstance(grid.unit, Grid)
                return [self._callout(node, grid)]
            case BulletList() | OrderedList():
                return [self._list(node, placed, base, depth)]
            case DefinitionList():
                return [self._definitions(node, placed, base, depth)]
            case Quote() | Turned() | Revised():
                inside = [unit for unit in base if _under(unit, placed, depth)]
                blocks = self._rebuilt(node.blocks, placed, inside, depth)
                return [node if blocks is node.blocks else replace(node, blocks=blocks)]

    # ── Lines ──────────────────────────────────────────────────────────────

    def _slots(self, placed: _Placed) -> dict[str, Inlines]:
        """Return the inlines of a line that changed, by slot."""
        assert isinstance(placed.unit, Line)
        assert isinstance(placed.base, Line)
        return bind_line(placed.base, placed.unit, self.known).slots or {}

    def _slotted(self, node: Node, placed: Sequence[_Placed], base: Sequence[Unit]) -> Node:
        """Return a node whose lines are parts of it, such as a masthead."""
        changes: dict[str, Inlines] = {}
        there = {one.base.path for one in placed if one.base is not None}
        prefix = next(iter(there))[:-1]
        for unit in base:
            if isinstance(unit, Line) and unit.path[:-1] == prefix and unit.path not in there:
                gone = {run.leaf.slot for run in unit.runs if run.leaf and run.leaf.slot}
                changes |= dict.fromkeys(gone, ())
        for one in placed:
            if isinstance(one.unit, Line):
                changes |= self._slots(one)
        return replace(node, **changes) if changes else node  # type: ignore[arg-type]

    def _line(self, node: Heading | Paragraph, placed: _Placed) -> Block:
        unit = placed.unit
        assert isinstance(unit, Line)
        assert isinstance(placed.base, Line)
        slots = self._slots(placed)
        children = slots.get("children", node.children) if slots else node.children
        if unit.kind != placed.base.kind:
            other = _restyled(node, unit.kind, children)
            if other is not None:
                return other
        return replace(node, children=children) if slots else node

    def _code(self, node: CodeBlock, placed: _Placed) -> Block:
        assert isinstance(placed.unit, Line)
        text = "".join(run.text for run in placed.unit.runs)
        end = "\n" if node.value.endswith("\n") else ""
        return node if text + end == node.value else CodeBlock(text + end)

    def _captioned(
        self, node: Table | Chart | Image, placed: Sequence[_Placed], sort: type[Grid | Figure]
    ) -> list[Block]:
        caption = next((one for one in placed if isinstance(one.unit, Line)), None)
        main = next((one for one in placed if isinstance(one.unit, sort)), None)
        if main is None:
            return list(plain_blocks([one.unit for one in placed], self.known))
        changed: Table | Chart | Image = node
        if caption is not None:
            slots = self._slots(caption)
            if slots:
                changed = replace(changed, caption=slots["caption"])
        elif node.caption:
            changed = replace(changed, caption=(), number=None)
        if isinstance(changed, Table):
            assert isinstance(main.base, Grid)
            assert isinstance(main.unit, Grid)
            changed = self._table(changed, main.base, main.unit)
        elif isinstance(changed, Image):
            assert isinstance(main.unit, Figure)
            image = self._image(changed, main.unit)
            if image is None:
                return [Paragraph(changed.caption, "caption")] if changed.caption else []
            changed = image
        return [changed]

    def _image(self, node: Image, unit: Figure) -> Image | None:
        """Return a picture with what a person made of it: other words, another size, another."""
        width, share = node.width, node.share
        built = self.widths.get(node.digest)
        if built and unit.width and all(abs(unit.width - one) > RESIZED for one in built):
            width, share = unit.width, None
        node = replace(node, description=unit.description, width=width, share=share)
        if unit.data and unit.data == node.data:
            return node
        other = unit.image()
        if other is None:
            self.left.append(unit)
            return None
        if other.data == node.data:
            return node
        return replace(other, caption=node.caption, id=node.id, number=node.number)

    # ── Lists ──────────────────────────────────────────────────────────────

    def _list(
        self,
        node: BulletList | OrderedList,
        placed: Sequence[_Placed],
        base: Sequence[Unit],
        depth: int,
    ) -> Block:
        level = next(
            (
                one.unit.item.level
                for one in placed
                if one.at(depth + 1) == 0 and isinstance(one.unit, Line) and one.unit.item
            ),
            0,
        )
        items: list[tuple[int | None, _Placed | None, list[_Placed]]] = []
        for one in placed:
            index = one.at(depth)
            opens = index is not None and one.at(depth + 1) == 0
            if index is None:
                item = one.unit.item if isinstance(one.unit, Line) else None
                opens = item is not None and item.level <= level
            if opens:
                items.append((index, one, []))
            elif items:
                _whose(items, index)[2].append(one)
            else:
                items.append((index, None, [one]))
        made = tuple(
            self._item(node, index, opening, rest, base, depth) for index, opening, rest in items
        )
        if made == node.items:
            return node
        return replace(node, items=made)

    def _item(
        self,
        node: BulletList | OrderedList,
        index: int | None,
        opening: _Placed | None,
        rest: Sequence[_Placed],
        base: Sequence[Unit],
        depth: int,
    ) -> ListItem:
        if index is None:
            units = [one.unit for one in rest]
            first: Blocks = ()
            if opening is not None:
                alone = replace_item(opening.unit)
                first = plain_blocks([alone], self.known) or (Paragraph(()),)
            # A line that was part of another item keeps its bookmarks, not its place.
            return ListItem((*first, *plain_blocks(units, self.known)))
        item = node.items[index]
        own = opening_of(item)
        blocks: Blocks = ()
        if opening is not None:
            slots = self._slots(opening)
            if own is not None:
                blocks = (replace(own, children=slots["children"]) if slots else own,)
            elif slots.get("children"):
                blocks = (Paragraph(slots["children"]),)
        prefix: Path = ()
        for one in (opening, *rest):
            if one is not None and one.base is not None and one.at(depth) == index:
                prefix = (*one.base.path[: depth + 1], 1)
                break
        inside = [unit for unit in base if unit.path[: depth + 2] == prefix]
        following = item.blocks[1:] if own is not None else item.blocks
        blocks += self._rebuilt(following, _same_item(rest, depth, index), inside, depth + 2)
        return item if blocks == item.blocks else replace(item, blocks=blocks)

    def _definitions(
        self, node: DefinitionList, placed: Sequence[_Placed], base: Sequence[Unit], depth: int
    ) -> Block:
        groups: list[tuple[int | None, _Placed | None, list[_Placed]]] = []
        for one in placed:
            index = one.at(depth)
            opens = index is not None and one.at(depth + 1) == 0
            if index is None:
                opens = isinstance(one.unit, Line) and one.unit.kind == "DefinitionTerm"
            if opens or not groups:
                groups.append((index, one if opens else None, [] if opens else [one]))
            else:
                groups[-1][2].append(one)
        items: list[DefinitionItem] = []
        for index, term, rest in groups:
            if index is None:
                said = plain_blocks([one.unit for one in rest], self.known)
                own = plain_blocks([replace_item(term.unit)], self.known) if term else ()
                words = own[0].items[0].term if own and isinstance(own[0], DefinitionList) else ()
                items.append(DefinitionItem(words, said))
                continue
            item = node.items[index]
            words = self._slots(term).get("term", item.term) if term is not None else ()
            some = next(one.base for one in (term, *rest) if one is not None and one.base)
            prefix = (*some.path[: depth + 1], 1)
            inside = [unit for unit in base if unit.path[: depth + 2] == prefix]
            said = self._rebuilt(item.blocks, _same_item(rest, depth, index), inside, depth + 2)
            items.append(DefinitionItem(words, said))
        made = tuple(items)
        return node if made == node.items else replace(node, items=made)

    # ── Tables ─────────────────────────────────────────────────────────────

    def _callout(self, node: Callout, placed: _Placed) -> Block:
        assert isinstance(placed.base, Grid)
        assert isinstance(placed.unit, Grid)
        base = placed.base.rows[0].cells[0].units
        read = [unit for row in placed.unit.rows for cell in row.cells for unit in cell.units]
        found = self._placed(base, read)
        titled = next((one for one in found if one.at(0) == TITLE), None)
        title = node.title
        if titled is not None:
            title = self._slots(titled).get("title", title)
        elif node.title:
            title = ()
        rest = [one for one in found if one is not titled]
        inside = [unit for unit in base if unit.path[:1] != (TITLE,)]
        blocks = self._rebuilt(node.blocks, rest, inside, 0)
        if title == node.title and blocks == node.blocks:
            return node
        return replace(node, title=title, blocks=blocks)

    def _table(self, node: Table, base: Grid, read: Grid) -> Table:
        pairs = match([sign(row) for row in base.rows], [sign(row) for row in read.rows])
        rows = (*node.head, *node.body)
        made: list[tuple[bool, Row]] = []
        across: dict[int, int] = {}
        for at, row in enumerate(read.rows):
            here = pairs.get(at)
            if here is None:
                made.append((row.header, plain_row(row, self.known, header=row.header)))
                continue
            header = here < len(node.head)
            made.append((header, self._row(rows[here], base.rows[here], row, across)))
        head: list[Row] = []
        for is_head, row_made in made:
            if not is_head:
                break
            head.append(row_made)
        body = tuple(row_made for _, row_made in made[len(head) :])
        columns = self._columns(node, read, across)
        if columns == node.columns and tuple(head) == node.head and body == node.body:
            return node
        return replace(node, columns=columns, head=tuple(head), body=body)

    def _row(self, row: Row, base: GridRow, read: GridRow, across: dict[int, int]) -> Row:
        if len(base.cells) == len(read.cells):
            pairs = {at: at for at in range(len(read.cells))}
        else:
            pairs = match([sign(cell) for cell in base.cells], [sign(cell) for cell in read.cells])
        cells: list[Cell] = []
        column = 0
        starts = _columns_of(base.cells)
        for at, box in enumerate(read.cells):
            here = pairs.get(at)
            if here is None:
                cells.append(plain_cell(box, self.known, header=read.header))
            else:
                if starts[here] not in across.values():
                    across.setdefault(column, starts[here])
                cells.append(self._cell(row.cells[here], base.cells[here], box))
            column += box.columns
        made = tuple(cells)
        return row if made == row.cells else replace(row, cells=made)

    def _cell(self, cell: Cell, base: Box, read: Box) -> Cell:
        if not base.units and not read.units:
            blocks = cell.blocks
        else:
            blocks = self._blocks(cell.blocks, base.units, read.units)
        spans = (read.columns, read.rows)
        if blocks == cell.blocks and spans == (cell.columns, cell.rows):
            return cell
        return replace(cell, blocks=blocks, columns=spans[0], rows=spans[1])

    def _columns(self, node: Table, read: Grid, across: dict[int, int]) -> tuple[Column, ...]:
        reach = [sum(cell.columns for cell in row.cells) for row in read.rows]
        count = max([*reach, len(read.widths)], default=len(node.columns))
        widths = [float(width) for width in read.widths]
        if len(widths) != count or min(widths, default=0) <= 0:
            widths = [1.0] * count
        total = sum(widths) or 1.0
        if count == len(node.columns):
            own = sum(column.width for column in node.columns) or 1.0
            kept = all(
                abs(column.width / own - width / total) <= SLACK
                for column, width in zip(node.columns, widths, strict=True)
            )
            if kept or not read.widths:
                return node.columns
        found = []
        for at, width in enumerate(widths):
            here = across.get(at)
            known = here is not None and here < len(node.columns)
            align = node.columns[here].align if known and here is not None else "left"
            found.append(Column(width, align))
        return tuple(found)


_Item = tuple[int | None, _Placed | None, list[_Placed]]


def _whose(items: Sequence[_Item], index: int | None) -> _Item:
    """Return the item that a unit of item ``index`` belongs to: the last, as a rule.

    Who presses Enter behind the first line of an item and types another one parts the
    first from what belongs to it.
    """
    last = items[-1]
    if index is None or last[0] is not None or last[2]:
        return last
    own = next((item for item in reversed(items) if item[0] is not None), last)
    return own if own[0] == index else last


def replace_item(unit: Unit) -> Unit:
    """Return a line as one that is no item of a list."""
    return replace(unit, item=None) if isinstance(unit, Line) else unit


def _same_item(rest: Sequence[_Placed], depth: int, index: int) -> list[_Placed]:
    """Return what follows in an item; what came from elsewhere counts as new."""
    return [
        one
        if one.base is None or (one.at(depth) == index and one.at(depth + 1) == 1)
        else _Placed(one.unit, None)
        for one in rest
    ]


def _under(unit: Unit, placed: Sequence[_Placed], depth: int) -> bool:
    some = next(one.base for one in placed if one.base is not None)
    return unit.path[:depth] == some.path[:depth]


def _columns_of(cells: Sequence[Box]) -> list[int]:
    found, at = [], 0
    for cell in cells:
        found.append(at)
        at += cell.columns
    return found


def _with_neighbours(placed: _Placed, here: int, base: Sequence[Unit], taken: set[int]) -> Line:
    """Return a base line with those that were joined to it in the file, if any were."""
    line, unit = placed.base, placed.unit
    assert isinstance(line, Line)
    assert isinstance(unit, Line)
    words = text_of(unit)
    if len(words) <= len(text_of(line)):
        return line
    fields = {run.field for run in unit.runs}
    for step in (1, -1):
        at = here + step
        while 0 <= at < len(base) and at not in taken:
            other = base[at]
            if not isinstance(other, Line) or not other.runs:
                break
            own = text_of(other)
            whole = words.endswith(own) if step > 0 else words.startswith(own)
            if not whole and not fields & {run.field for run in other.runs} - {None}:
                break
            line = _joined(line, other, behind=step > 0)
            at += step
    return line


def _joined(line: Line, other: Line, *, behind: bool) -> Line:
    """Return a line with the words of another one behind or before its own."""
    slot = next((run.leaf.slot for run in line.runs if run.leaf and run.leaf.slot), "children")
    runs = [
        replace(run, leaf=replace(run.leaf, slot=slot)) if run.leaf and run.leaf.slot else run
        for run in other.runs
    ]
    return replace(line, runs=[*line.runs, *runs] if behind else [*runs, *line.runs])


def _fits(unit: Unit, base: Unit) -> bool:
    """Whether a unit can still be what it was: an item that was taken out of its list can't."""
    if isinstance(unit, Line) and isinstance(base, Line):
        listed = unit.item is not None or unit.kind == base.kind
        if base.item is not None and not listed:
            return False
        return base.item is not None or unit.item is None
    if isinstance(unit, Grid) and isinstance(base, Grid):
        boxed = len(base.rows) == 1 and len(base.rows[0].cells) == 1
        return not boxed or sum(len(row.cells) for row in unit.rows) == 1
    return type(unit) is type(base)


def _restyled(node: Heading | Paragraph, kind: str, children: Inlines) -> Block | None:
    """Return a line in the style that it was given, or None where that is what it was."""
    if kind == "Normal":
        return None
    other = restyled(kind, children)
    match node, other:
        case Heading(), Heading() if node.level == other.level:
            return None
        case Heading(), Heading():
            return replace(node, level=other.level, children=children, number=None)
        case Paragraph(), Paragraph() if node.role == other.role or (
            other.role == "body" and (kind != "BodyText")
        ):
            return None
        case Paragraph(), Paragraph():
            return replace(node, role=other.role, children=children)
        case Paragraph(), Heading():
            return replace(other, id=node.id or other.id)
        case Heading(), Paragraph():
            return replace(other, id=node.id)
        case _:
            return other


# ── Which units make one block ─────────────────────────────────────────────


def _grouped(
    nodes: Blocks, placed: Sequence[_Placed], depth: int
) -> list[tuple[int | None, list[_Placed]]]:
    """Return units in groups that make one block each; new ones under None."""
    indexes = [one.at(depth) for one in placed]
    _adopted(nodes, placed, indexes)
    groups: list[tuple[int | None, list[_Placed]]] = []
    whole: dict[int, list[_Placed]] = {}
    for index, one in zip(indexes, placed, strict=True):
        if index is not None and index in whole:
            whole[index].append(one)  # a caption and its table, with something between them
            continue
        if groups and index is not None and groups[-1][0] == index:
            groups[-1][1].append(one)
            continue
        if groups and index is None and groups[-1][0] is None:
            groups[-1][1].append(one)
            continue
        groups.append((index, [one]))
        if index is not None and isinstance(
            nodes[index], Masthead | Title | Table | Chart | Image | Contents
        ):
            whole[index] = groups[-1][1]
    return groups


def _adopted(nodes: Blocks, placed: Sequence[_Placed], indexes: list[int | None]) -> None:
    """Give what is new to the list or the quote that it stands in or goes on."""
    for forwards in (True, False):
        order = range(len(placed)) if forwards else range(len(placed) - 1, -1, -1)
        last: int | None = None
        for at in order:
            if indexes[at] is not None:
                last = at
                continue
            if last is None:
                continue
            index = indexes[last]
            if index is None or (
                abs(at - last) > 1 and indexes[at - (1 if forwards else -1)] != index
            ):
                continue
            between = _stands_between(indexes, at, index)
            if _takes(
                nodes[index],
                placed,
                indexes,
                index,
                placed[at].unit,
                between=between,
                forwards=forwards,
            ):
                indexes[at] = index
                last = at


def _stands_between(indexes: Sequence[int | None], at: int, index: int) -> bool:
    before = next((one for one in reversed(indexes[:at]) if one is not None), None)
    after = next((one for one in indexes[at + 1 :] if one is not None), None)
    return before == after == index


def _takes(
    node: Block,
    placed: Sequence[_Placed],
    indexes: Sequence[int | None],
    index: int,
    unit: Unit,
    *,
    between: bool,
    forwards: bool,
) -> bool:
    """Whether a new unit next to a node's units is part of that node."""
    match node:
        case BulletList() | OrderedList():
            if not isinstance(unit, Line):
                return between and not isinstance(unit, Grid)
            keys = {
                one.unit.item.key
                for one, own in zip(placed, indexes, strict=True)
                if own == index and isinstance(one.unit, Line) and one.unit.item is not None
            }
            if unit.item is not None:
                return between or unit.item.key in keys or unit.item.level > 0
            if not unit.runs:
                return between
            listed = unit.kind.startswith(_LISTED) or unit.kind == "Normal"
            return listed and (between or (forwards and unit.kind.startswith(_LISTED[:2])))
        case Quote():
            return isinstance(unit, Line) and (unit.kind == "Quote" or not unit.runs)
        case DefinitionList():
            return isinstance(unit, Line) and unit.kind in {"DefinitionTerm", "Definition"}
        case Turned():
            return between
        case _:
            return False
