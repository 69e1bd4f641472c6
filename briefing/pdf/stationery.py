"""A company's headers and footers: laid out for a page, and how high they stand.

As Word does it: a line goes from stop to stop, a header that is higher than its room
moves the text down, and what floats stands where the page, the text or a paragraph is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from briefing.document import Document, Heading, inline_text
from briefing.pdf import breaks
from briefing.pdf.atoms import IS_HAN, Atom, Ink, Kind, Typesetter
from briefing.pdf.draw import Area, Geometry, Sheet, Stamp
from briefing.pdf.lines import Line, compose_lines
from briefing.style.model import ParagraphLook
from briefing.style.stationery import (
    Block,
    Break,
    Cell,
    Floating,
    Matter,
    Paragraph,
    Picture,
    Place,
    Rule,
    Said,
    Saying,
    Stationery,
    Tab,
    Table,
    TableRow,
    Type,
    Words,
)
from briefing.style.stationery import Kind as Edge

__all__ = ["Letterhead"]

WIDE = 100_000.0
"""No line is as wide as this."""
LEAST_TEXT = 0.3
"""However high headers and footers are, this share of the page is left for text."""
LEAST_MEASURE = 12.0
TALLEST = 3_200.0
"""What stands lower, in points, is on no paper."""
CENTRE, HAN_CENTRE = 0.34, 0.38
"""How far the middle of a line is over its base line, in ems."""
EXACT = 0.8
"""Which share of a line of a fixed height is over its base line."""
OBJECT = "\ufffc"
OBJECT_CLASS = breaks.classes(OBJECT)

EDGES: tuple[Edge, ...] = ("header", "footer")
Sayings = Mapping[str, str | int]
"""What a page and its brief say of themselves; ``format`` is that of page numbers."""


@dataclass(slots=True, eq=False)
class Drawn(Atom):
    """A picture that stands in a line as if it were a word."""

    picture: Picture | None = None


@dataclass(slots=True)
class Laid:
    """What was laid out, from its upper left corner down.

    ``floats`` are what floats, with the left edge and the width of the column and the
    height where it is anchored.
    """

    height: float = 0.0
    areas: list[Area] = field(default_factory=list)
    pictures: list[tuple[float, float, Picture]] = field(default_factory=list)
    lines: list[tuple[float, float, Line]] = field(default_factory=list)
    floats: list[tuple[float, float, float, Floating]] = field(default_factory=list)

    def take(self, other: Laid, x: float, y: float) -> None:
        """Take what was laid out elsewhere."""
        self.areas += [(x + a, y + b, *rest) for a, b, *rest in other.areas]  # type: ignore[misc]
        self.pictures += [(x + a, y + b, one) for a, b, one in other.pictures]
        self.lines += [(x + a, y + b, one) for a, b, one in other.lines]
        self.floats += [(x + a, width, y + b, one) for a, width, b, one in other.floats]


class Letterhead:
    """The headers and footers of one document."""

    def __init__(self, stationery: Stationery, setter: Typesetter, document: Document) -> None:
        meta = document.meta
        self.stationery = stationery
        self._layer = _Layer(setter, stationery.tab)
        self._own: dict[str, str] = {
            "title": meta.title,
            "subject": meta.subject,
            "keywords": "; ".join(meta.keywords),
            "organization": meta.organization,
        }
        self._longest = max(_sections(document), key=len, default="")
        self._heights: dict[tuple[str, str, float], float] = {}
        # By identity: the style keeps its headers and footers.
        self._says: dict[int, list[Saying]] = {}
        self._known: dict[tuple[object, ...], Laid] = {}

    # ── Where text stands ──────────────────────────────────────────────────

    def geometry(self, base: Geometry, number: int) -> Geometry:
        """Return where the text of a page stands: between its header and its footer."""
        own = self.stationery
        top = self._edge("header", own.top, own.header, base, number)
        bottom = self._edge("footer", own.bottom, own.footer, base, number)
        return replace(base, top=base.height - top, depth=base.height - top - bottom)

    def _edge(
        self, kind: Edge, margin: float, distance: float, base: Geometry, number: int
    ) -> float:
        if margin < 0:  # text begins there, whatever stands in it
            return -margin
        height = self._height(kind, base, number)
        room = base.height * (1 - LEAST_TEXT) / 2
        return max(margin, min(distance + height, room)) if height else margin

    def _height(self, kind: Edge, base: Geometry, number: int) -> float:
        """Return how high a header or footer is at most, whatever section it names."""
        which = self.stationery.which(number)
        key = (kind, which, base.measure)
        if key not in self._heights:
            matter = self._matter(kind, number, base)
            said = self._said(number, 1, 1, self._longest)
            self._heights[key] = self._laid(matter, base.measure, said).height if matter else 0.0
        return self._heights[key]

    def _laid(self, matter: Matter, width: float, said: Sayings) -> Laid:
        """Return a header or footer laid out; most say the same on every page."""
        if id(matter) not in self._says:
            self._says[id(matter)] = sorted({piece.what for piece in _says(matter.blocks)})
        key = (id(matter), width, *(said[what] for what in self._says[id(matter)]))
        if key not in self._known:
            self._known[key] = self._layer.blocks(matter.blocks, width, said).laid
        return self._known[key]

    def _matter(self, kind: Edge, number: int, at: Geometry) -> Matter | None:
        own = self.stationery
        matters = own.turned if at.width > at.height else own.upright
        return matters.get((kind, own.which(number)))

    def lacks_footer(self, number: int, at: Geometry) -> bool:
        """Whether a page has our own footer: the file has none for most pages, nor for this one."""
        return not self.stationery.has("footer") and self._matter("footer", number, at) is None

    # ── What a page shows ──────────────────────────────────────────────────

    def stamp(
        self, sheet: Sheet, number: int, count: int, section: str, section_pages: int
    ) -> None:
        """Add the header and footer of page ``number`` of ``count`` to what it draws."""
        said = self._said(number, count, section_pages, section)
        for kind in EDGES:
            matter = self._matter(kind, number, sheet.at)
            if matter is None:
                continue
            laid = self._laid(matter, sheet.at.measure, said)
            down = self.stationery.header
            if kind == "footer":
                down = sheet.at.height - self.stationery.footer - laid.height
            under, over = Stamp(kind.capitalize()), Stamp(kind.capitalize())
            page = Laid()
            page.take(laid, sheet.at.left, down)
            self._add(page, over, sheet.at)
            for x, width, y, one in page.floats:
                floating = self._floating(one, x, width, y, sheet.at, number, said)
                self._add(floating, under if one.behind else over, sheet.at)
            sheet.stamps += [one for one in (under, over) if one.areas or one.pictures or one.lines]

    def _said(self, number: int, count: int, section_pages: int, section: str) -> Sayings:
        return self._own | {
            "page": number + self.stationery.start - 1,
            "pages": count,
            "section_pages": section_pages,
            "section": section,
            "format": self.stationery.format,
        }

    @staticmethod
    def _add(laid: Laid, stamp: Stamp, at: Geometry) -> None:
        for x, y, width, height, colour in laid.areas:
            stamp.areas.append((x, at.height - y - height, width, height, colour))
        for x, y, picture in laid.pictures:
            stamp.pictures.append((x, at.height - y - picture.height, picture))
        for x, y, line in laid.lines:
            stamp.lines.append((x, at.height - y, line))

    def _floating(
        self,
        one: Floating,
        x: float,
        width: float,
        y: float,
        at: Geometry,
        number: int,
        said: Sayings,
    ) -> Laid:
        """Return what floats, in its place on the page."""
        own = Laid()
        high, wide = one.height, one.width
        if isinstance(one.content, Picture):
            own.pictures.append((0.0, 0.0, one.content))
        else:
            above, right, below, left = one.inset
            room = (wide or width) - left - right
            inner = self._layer.blocks(one.content, room, said, narrow=one.narrow)
            if one.narrow:
                wide = inner.width + left + right
            high = max(high, inner.laid.height + above + below)
            if one.fill is not None:
                own.areas.append((0.0, 0.0, wide, high, one.fill))
            own.take(inner.laid, left, above)
        rest = at.width - at.left - at.measure
        across = {
            "page": (0.0, at.width),
            "margin": (at.left, at.measure),
            "leftMargin": (0.0, at.left),
            "rightMargin": (at.width - rest, rest),
        }
        top, bottom = abs(self.stationery.top), abs(self.stationery.bottom)
        down = {
            "page": (0.0, at.height),
            "margin": (top, at.height - top - bottom),
            "topMargin": (0.0, top),
            "bottomMargin": (at.height - bottom, bottom),
        }
        placed = Laid()
        left = _placed(one.across, across.get(one.across.of, (x, width)), wide, number)
        above = _placed(one.down, down.get(one.down.of, (y, 0.0)), high, number)
        placed.take(own, left, above)
        return placed


def _placed(place: Place, room: tuple[float, float], size: float, number: int) -> float:
    """Return where something of a size stands in a room (beginning, length)."""
    start, length = room
    at = place.at
    if at in {"inside", "outside"}:
        at = "start" if (at == "inside") == bool(number % 2) else "end"
    if at == "center":
        return start + (length - size) / 2
    if at == "end":
        return start + length - size
    return start if at == "start" else start + place.offset


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Blocks that were laid out, and how wide what they show is."""

    laid: Laid
    width: float


@dataclass(slots=True)
class _Row:
    """A line of a paragraph: what stands on it, and where it ends."""

    parts: list[Line] = field(default_factory=list)
    end: float = 0.0
    tabbed: bool = False


class _Layer:
    """Lays out blocks: to the right and down from their own corner."""

    def __init__(self, setter: Typesetter, tab: float) -> None:
        self._setter = setter
        self._tab = tab
        self._types: dict[Ink, Type] = {}
        self._inks: dict[Type, Ink] = {}
        self._looks: dict[Type, ParagraphLook] = {}

    def blocks(
        self, blocks: Sequence[Block], width: float, said: Sayings, *, narrow: bool = False
    ) -> _Blocks:
        """Return blocks under one another; ``narrow``: no wider than their words."""
        if narrow:
            plain = [
                replace(one, align="left") if isinstance(one, Paragraph) else one for one in blocks
            ]
            own = self.blocks(plain, WIDE, said).laid
            ends = [x + line.width + _start(line) for x, _, line in own.lines]
            ends += [x + one.width for x, _, one in own.pictures]
            width = max(ends, default=0.0) + 0.01
        laid = Laid()
        for at, block in enumerate(blocks):
            if laid.height > TALLEST:
                break
            if isinstance(block, Table):
                self._table(block, laid, said)
            else:
                above = at > 0 and _joined(blocks[at - 1], block)
                below = at + 1 < len(blocks) and _joined(block, blocks[at + 1])
                self._paragraph(block, width, laid, said, above=above, below=below)
        return _Blocks(laid, width)

    # ── Paragraphs ─────────────────────────────────────────────────────────

    def _paragraph(
        self,
        own: Paragraph,
        width: float,
        laid: Laid,
        said: Sayings,
        *,
        above: bool,
        below: bool,
    ) -> None:
        """Add a paragraph; ``above`` and ``below``: its box goes on there."""
        edges = own.edges
        x, y = own.left, laid.height
        measure = max(width - own.left - own.right, LEAST_MEASURE)
        laid.floats += [(0.0, width, y, one) for one in own.floats]
        outer = y
        y += own.before
        top = outer if above else y
        if edges.top is not None and not above:
            y += edges.top.width + edges.top.gap
        rows = self._rows(own, measure, said)
        for at, row in enumerate(rows):
            height, base = self._row_height(own, row, last=at == len(rows) - 1)
            for line in row.parts:
                self._put(line, x, y + base, laid)
            y += height
        if edges.bottom is not None and not below:
            y += edges.bottom.gap + edges.bottom.width
        bottom = y + (own.after if below else 0.0)
        self._box(own, x, top, measure, bottom, laid, above=above, below=below)
        laid.height = y + own.after

    @staticmethod
    def _box(
        own: Paragraph,
        x: float,
        top: float,
        width: float,
        bottom: float,
        laid: Laid,
        *,
        above: bool,
        below: bool,
    ) -> None:
        edges = own.edges
        left, right = x, x + width
        if edges.left is not None:
            left -= edges.left.gap
        if edges.right is not None:
            right += edges.right.gap
        if own.fill is not None:
            laid.areas.insert(0, (left, top, right - left, bottom - top, own.fill))
        if edges.top is not None and not above:
            laid.areas += _horizontal(edges.top, left, right, top + edges.top.width, -1)
        if edges.bottom is not None and not below:
            laid.areas += _horizontal(edges.bottom, left, right, bottom - edges.bottom.width, 1)
        if edges.left is not None:
            laid.areas += _vertical(edges.left, left, top, bottom, -1)
        if edges.right is not None:
            laid.areas += _vertical(edges.right, right, top, bottom, 1)

    def _rows(self, own: Paragraph, measure: float, said: Sayings) -> list[_Row]:
        """Return the lines of a paragraph: from break to break, in each from tab to tab."""
        rows = [_Row(end=own.first)]
        atoms: list[Atom] = []
        tab: Tab | None = None
        for piece in (*own.pieces, Break()):
            match piece:
                case Words(text, type_):
                    atoms += self._atoms(text, type_)
                case Said():
                    atoms += self._atoms(_spoken(piece, said), piece.type)
                case Picture():
                    room = min(piece.width, measure)
                    ink = self._ink(own.type)
                    atoms.append(
                        Drawn(Kind.WORD, OBJECT, room, (), ink, classes=OBJECT_CLASS, picture=piece)
                    )
                case Tab() | Break():
                    self._stretch(own, atoms, tab, measure, rows)
                    atoms = []
                    tab = piece if isinstance(piece, Tab) else None
                    if isinstance(piece, Break):
                        rows.append(_Row())
        rows.pop()  # after the last break, which ends the paragraph
        for row in rows:
            shift = measure - row.end
            if row.tabbed and shift > 0 and own.align in {"center", "right"}:
                by = shift / 2 if own.align == "center" else shift
                row.parts = [_moved(line, by) for line in row.parts]
        return rows

    def _stretch(
        self,
        own: Paragraph,
        atoms: list[Atom],
        tab: Tab | None,
        measure: float,
        rows: list[_Row],
    ) -> None:
        """Add what stands between two tabs, or a tab and a break, to the last line."""
        row = rows[-1]
        if tab is None:
            if atoms:
                lines = compose_lines(atoms, measure, own.align, row.end)
                self._extend(rows, lines)
            return
        row.tabbed = True
        line = compose_lines(atoms, WIDE)[0]
        at, side, reach = self._stop(own, tab, row.end, measure)
        start = at - {"left": 0.0, "center": line.width / 2, "right": line.width}[side]
        start = max(row.end, min(start, max(measure, reach) - line.width))
        if start + line.width <= max(measure, reach) + 0.01:
            row.parts.append(_moved(line, start))
            row.end = start + line.width
            return
        start = max(row.end, at) if side == "left" else row.end
        if start + atoms[0].width > measure:
            rows.append(_Row())
            start = 0.0
        self._extend(rows, compose_lines(atoms, measure, "left", start))

    @staticmethod
    def _extend(rows: list[_Row], lines: Sequence[Line]) -> None:
        for at, line in enumerate(lines):
            if at:
                rows.append(_Row())
            rows[-1].parts.append(line)
            rows[-1].end = _start(line) + line.width

    def _stop(self, own: Paragraph, tab: Tab, x: float, measure: float) -> tuple[float, str, float]:
        """Return where a tab leads, to which side of it words stand, and how far they may reach."""
        if tab.to is not None:
            at = {"left": 0.0, "center": measure / 2, "right": measure}[tab.to]
            return at, tab.to, measure
        stops = [(stop.at - own.left, stop.align) for stop in own.stops]
        if own.first < 0:
            stops.append((0.0, "left"))
        for at, align in sorted(stops):
            if at > x + 0.05:
                return at, align, at if align == "right" else measure
        at = ((x + own.left) // self._tab + 1) * self._tab - own.left
        return at, "left", measure

    def _row_height(self, own: Paragraph, row: _Row, *, last: bool) -> tuple[float, float]:
        """Return the height of a line, and how far under its top its base line is."""
        above = below = 0.0
        pictured = 0.0
        types: list[tuple[Type, bool]] = []
        for line in row.parts:
            for ink, group in groupby((atom for _, atom in line.atoms), lambda atom: atom.ink):
                for atom in group:
                    if isinstance(atom, Drawn) and atom.picture is not None:
                        pictured = max(pictured, atom.picture.height)
                    else:
                        types.append((self._types[ink], IS_HAN.search(atom.text) is not None))
        if last or not types:
            types.append((own.type, False))
        for type_, han in dict.fromkeys(types):
            height = type_.han_line if han else type_.line
            over = height / 2 + type_.size * (HAN_CENTRE if han else CENTRE) if height else 0.0
            above = max(above, over + type_.rise)
            below = max(below, height - over - type_.rise)
        height = above + below
        if own.spaced == "exact":
            return own.spacing, own.spacing * EXACT
        if own.pitch and height and own.spaced == "auto":
            gridded = -(-height // own.pitch) * own.pitch
            above += (gridded - height) / 2
            height = gridded
        if own.spaced == "auto":
            height *= own.spacing
        # A picture stands on the base line, and is no more than its own height apart.
        height = max(height, pictured + below) if pictured else height
        above = max(above, pictured)
        if own.spaced == "least":
            more = max(0.0, own.spacing - height)
            return height + more, above + more
        return height, above

    def _put(self, line: Line, x: float, y: float, laid: Laid) -> None:
        """Add a line: its words, its pictures, and what stands under and behind words."""
        words: list[tuple[float, Atom]] = []
        for at, atom in line.atoms:
            if isinstance(atom, Drawn):
                if atom.picture is not None:
                    laid.pictures.append((x + at, y - atom.picture.height, atom.picture))
            else:
                words.append((at, atom))
        if not any(atom.text.strip() for _, atom in words):
            return
        laid.lines.append((x, y, Line(tuple(words), line.width, line.last)))
        for ink, group in groupby(words, lambda placed: placed[1].ink):
            type_ = self._types[ink]
            if not (type_.underline or type_.strike or type_.fill):
                continue
            atoms = list(group)
            start, end = atoms[0][0], max(at + atom.width for at, atom in atoms)
            weight = max(0.5, type_.size * 0.05)
            base = y - type_.rise
            if type_.fill is not None:
                top = base - type_.size * 0.9
                laid.areas.append((x + start, top, end - start, type_.size * 1.15, type_.fill))
            for wanted, lower in ((type_.underline, 0.12), (type_.strike, -0.3)):
                if wanted:
                    area = (x + start, base + type_.size * lower, end - start, weight)
                    laid.areas.append((*area, type_.colour))

    def _atoms(self, text: str, type_: Type) -> list[Atom]:
        ink = self._ink(type_)
        return [replace(atom, ink=ink) for atom in self._setter.plain(text, self._looks[type_])]

    def _ink(self, type_: Type) -> Ink:
        """Return the ink of a type: one of its own, by which the type is known again."""
        ink = self._inks.get(type_)
        if ink is None:
            look = self._looks[type_] = ParagraphLook(
                family=type_.family,
                size=type_.size,
                leading=type_.line,
                colour=type_.colour,
                bold=type_.bold,
                italic=type_.italic,
                letter_spacing=type_.tracking,
            )
            ink = self._inks[type_] = replace(self._setter.ink(look), rise=type_.rise)
            self._types[ink] = type_
        return ink

    # ── Tables ─────────────────────────────────────────────────────────────

    def _table(self, table: Table, laid: Laid, said: Sayings) -> None:
        inside = [[self._cell(cell, said) for cell in row.cells] for row in table.rows]
        heights = [_row_height(row, cells) for row, cells in zip(table.rows, inside, strict=True)]
        for at, (row, cells) in enumerate(zip(table.rows, inside, strict=True)):
            for cell, content in zip(row.cells, cells, strict=True):
                # A cell over several rows makes the last of them as high as it needs.
                end = min(at + cell.rows, len(heights))
                needed = content.height + cell.padding[0] + cell.padding[2]
                short = needed - sum(heights[at:end])
                if cell.rows > 1 and short > 0 and not table.rows[end - 1].exact:
                    heights[end - 1] += short
        top = laid.height
        rules: list[Area] = []
        for at, (row, cells) in enumerate(zip(table.rows, inside, strict=True)):
            for cell, content in zip(row.cells, cells, strict=True):
                height = sum(heights[at : at + cell.rows])
                x = table.left + cell.x
                if cell.fill is not None:
                    laid.areas.append((x, top, cell.width, height, cell.fill))
                spare = height - cell.padding[0] - cell.padding[2] - content.height
                share = {"top": 0.0, "center": 0.5, "bottom": 1.0}[cell.valign]
                down = cell.padding[0] + max(0.0, spare) * share
                laid.take(content, x + cell.padding[3], top + down)
                rules += _cell_rules(cell, x, top, height)
            top += heights[at]
        laid.areas += rules
        laid.height = top

    def _cell(self, cell: Cell, said: Sayings) -> Laid:
        width = max(cell.width - cell.padding[1] - cell.padding[3], LEAST_MEASURE)
        return self.blocks(cell.blocks, width, said).laid


def _row_height(row: TableRow, cells: Sequence[Laid]) -> float:
    if row.exact:
        return row.height
    needed = [
        content.height + cell.padding[0] + cell.padding[2]
        for cell, content in zip(row.cells, cells, strict=True)
        if cell.rows == 1
    ]
    return max([row.height, *needed])


def _cell_rules(cell: Cell, x: float, top: float, height: float) -> Iterator[Area]:
    """Yield the borders of a cell; they stand astride its sides."""
    edges, right, bottom = cell.edges, x + cell.width, top + height
    if edges.top is not None:
        yield from _horizontal(edges.top, x, right, top - edges.top.width / 2, 1)
    if edges.bottom is not None:
        yield from _horizontal(edges.bottom, x, right, bottom - edges.bottom.width / 2, 1)
    if edges.left is not None:
        yield from _vertical(edges.left, x - edges.left.width / 2, top, bottom, 1)
    if edges.right is not None:
        yield from _vertical(edges.right, right - edges.right.width / 2, top, bottom, 1)


def _horizontal(rule: Rule, left: float, right: float, y: float, way: int) -> Iterator[Area]:
    """Yield the strokes of a rule that runs from ``y`` up or down (``way``)."""
    for at, thick in rule.strokes:
        yield left, y + at if way > 0 else y - at - thick, right - left, thick, rule.colour


def _vertical(rule: Rule, x: float, top: float, bottom: float, way: int) -> Iterator[Area]:
    for at, thick in rule.strokes:
        yield x + at if way > 0 else x - at - thick, top, thick, bottom - top, rule.colour


def _says(blocks: Sequence[Block]) -> Iterator[Said]:
    """Yield what blocks say of the page and the brief, but for what floats."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _says(cell.blocks)
        else:
            yield from (piece for piece in block.pieces if isinstance(piece, Said))


def _joined(before: Block, after: Block) -> bool:
    """Whether two paragraphs stand in one box."""
    if isinstance(before, Table) or isinstance(after, Table):
        return False
    same = (before.edges, before.left, before.right) == (after.edges, after.left, after.right)
    return same and (before.edges.top is not None or before.edges.bottom is not None)


def _moved(line: Line, by: float) -> Line:
    return Line(tuple((at + by, atom) for at, atom in line.atoms), line.width, line.last)


def _start(line: Line) -> float:
    """Return where a line's first atom stands."""
    return min((at for at, _ in line.atoms), default=0.0)


def _sections(document: Document) -> Iterator[str]:
    """Yield the titles of the sections, as pages show them."""
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield f"{block.number or ''} {inline_text(block.children)}".strip()


# ── What a page says ───────────────────────────────────────────────────────


def _spoken(piece: Said, said: Sayings) -> str:
    own = said[piece.what]
    if isinstance(own, str):
        return own
    usual = str(said["format"]) if piece.what == "page" else ""
    return _numbered(own, piece.format or usual)


@lru_cache(maxsize=256)
def _numbered(number: int, format_: str) -> str:
    """Return a number in a format, as Word names it; in figures where that has no such number."""
    if format_ == "numberInDash":
        return f"- {number} -"
    if format_ == "decimalZero":
        return f"{number:02}"
    if number > 0 and format_ in {"lowerRoman", "upperRoman"} and number < 4_000:
        roman = _roman(number)
        return roman.lower() if format_ == "lowerRoman" else roman
    if 0 < number <= 26 and format_ in {"lowerLetter", "upperLetter"}:
        return chr((97 if format_ == "lowerLetter" else 65) + number - 1)
    if 0 < number < 100 and format_.startswith(
        ("chineseCounting", "taiwaneseCounting", "ideograph")
    ):
        return _han(number)
    return str(number)


def _roman(number: int) -> str:
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
             (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    found = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        found += sign * count
    return found


def _han(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
    return ten + (digits[ones] if ones else "")
