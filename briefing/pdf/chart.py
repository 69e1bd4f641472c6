"""Charts as vectors: horizontal bars, one per category, with labels and values.

The legend stands above the bars.  Every number is printed: in its bar, or, where
a part of a stacked bar is too narrow for it, after the bar's end beside a square
of the part's colour.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.document import Chart
from briefing.pdf.atoms import Atom, Typesetter
from briefing.pdf.lines import Line, compose_lines
from briefing.pdf.pieces import Piece, Rectangle, Words
from briefing.style.colours import ink_on
from briefing.style.model import ChartLook, ParagraphLook, Style

__all__ = ["chart_pieces"]

LABELS = 0.36
"""The most that the labels take of the width."""
GAP = 7.0
"""Between a label and the axis, in points."""
SEAM = 0.75
"""The paper that shows between two parts of a bar, in points."""
CHIP = 7.0
"""A square of the legend, in points."""
WHOLE = 12
"""A chart of no more bars stays on one page; of others, the first and the last two do."""


def chart_pieces(
    node: Chart, style: Style, setter: Typesetter, text: ParagraphLook, x: float, width: float
) -> list[Piece]:
    """Return the legend's pieces, where the bars are stacked, and a piece per bar."""
    if not node.categories:
        return []
    return _Drawing(node, style.chart, setter, text, x, width).pieces()


@dataclass(slots=True)
class _Label:
    """A category's label, set: its lines and the widest of them."""

    lines: list[Line]
    width: float


class _Drawing:
    """Draws one chart."""

    def __init__(
        self,
        node: Chart,
        looks: ChartLook,
        setter: Typesetter,
        text: ParagraphLook,
        x: float,
        width: float,
    ) -> None:
        self.node = node
        self.looks = looks
        self.setter = setter
        self.x = x
        self.width = width
        self.stacked = node.kind == "stacked-bar"
        self.look = text.model_copy(
            update={
                "size": looks.label_size,
                "leading": looks.label_size * 1.3,
                "colour": looks.label_colour,
                "align": "left",
            }
        )
        palette = looks.palette
        self.colours = [
            one.colour or palette[index % len(palette)] for index, one in enumerate(node.series)
        ]
        self.labels = [self.label(name) for name in node.categories]
        self.axis = max(label.width for label in self.labels) + GAP
        self.unit = self.scale(width - self.axis)

    def scale(self, room: float) -> float:
        """Return the length of a unit: every bar has room, with what is printed after its end.

        A smaller unit drives more numbers out of their parts, so it is tried again.
        """
        totals = [sum(self.values(index)) for index in range(len(self.labels))]
        self.unit = room / (max(totals) or 1)
        least = self.unit / 6
        while True:
            unit = min(
                [(room - self.tail(index)) / total for index, total in enumerate(totals) if total],
                default=self.unit,
            )
            if unit >= self.unit or self.unit == least:
                return self.unit
            self.unit = max(unit, least)

    def pieces(self) -> list[Piece]:
        legend = self.legend() if self.stacked else []
        bars = [self.bar(index) for index in range(len(self.labels))]
        for piece in (*legend, *(bars if len(bars) <= WHOLE else (*bars[:2], *bars[-2:-1]))):
            piece.keep = True
        bars[-1].keep = False
        bars[-1].after = 12
        return [*legend, *bars]

    def values(self, index: int) -> list[float]:
        """Return the values of a category; a chart of counts has none below zero."""
        return [max(0.0, one.values[index]) for one in self.node.series]

    def atoms(self, text: str, *, colour: str | None = None, bold: bool = False) -> list[Atom]:
        ink = colour or self.look.colour
        return list(self.setter.plain(text, self.look, colour=ink, bold=bold))

    def label(self, name: str) -> _Label:
        atoms = self.atoms(name)
        lines = compose_lines(atoms, self.width * LABELS - GAP)
        return _Label(lines, max((_extent(line) for line in lines), default=0.0))

    def number(self, value: float, *, colour: str | None = None, bold: bool = False) -> Line:
        """Return a number as a line of its own, however long it is."""
        return compose_lines(self.atoms(f"{value:.15g}", colour=colour, bold=bold), 1e4)[0]

    def fits(self, value: float) -> bool:
        """Whether a number stands inside its part of a bar."""
        return _extent(self.number(value)) + 3 <= value * self.unit - SEAM

    def outside(self, index: int) -> list[tuple[float, str | None]]:
        """Return what is printed after a bar's end: numbers, with the colour of their part."""
        values = self.values(index)
        if not self.stacked or not any(values):
            return [(sum(values), None)]
        parts = zip(values, self.colours, strict=True)
        return [(value, colour) for value, colour in parts if value and not self.fits(value)]

    def tail(self, index: int) -> float:
        """Return the width of what is printed after a bar's end."""
        return sum(
            _extent(self.number(value, bold=True)) + (4 if colour is None else CHIP + 7)
            for value, colour in self.outside(index)
        )

    def bar(self, index: int) -> Piece:
        label = self.labels[index]
        look, looks = self.look, self.looks
        block = look.leading * len(label.lines)
        height = max(looks.bar_height, block) + looks.bar_gap
        piece = Piece(height)
        first = (height - block) / 2 + look.leading / 2 + look.size * 0.36
        for number, line in enumerate(label.lines):
            left = self.x + self.axis - GAP - _extent(line)
            piece.marks.append(Words(left, first + number * look.leading, line))
        at = self.x + self.axis
        piece.marks.append(Rectangle(at - 0.6, 0, 0.6, height, looks.axis_colour))
        top = (height - looks.bar_height) / 2
        base = height / 2 + look.size * 0.36
        for value, colour in zip(self.values(index), self.colours, strict=True):
            if not value:
                continue
            length = value * self.unit
            seam = SEAM if self.stacked and length > 2 * SEAM else 0.0
            piece.marks.append(Rectangle(at, top, length - seam, looks.bar_height, colour))
            if self.stacked and self.fits(value):
                line = self.number(value, colour=ink_on(colour))
                left = at + (length - seam - _extent(line)) / 2
                piece.marks.append(Words(left, base, line))
            at += length
        for value, chip in self.outside(index):
            at += 4
            if chip is not None:
                piece.marks.append(Rectangle(at, height / 2 - CHIP / 2, CHIP, CHIP, chip))
                at += CHIP + 3
            line = self.number(value, bold=chip is None)
            piece.marks.append(Words(at, base, line))
            at += _extent(line)
        return piece

    def legend(self) -> list[Piece]:
        """Return the legend's rows: as many names in each as there is room for."""
        look = self.look
        height = look.leading + 3
        base = height / 2 + look.size * 0.36
        room = self.width - CHIP - 5
        found: list[Piece] = []
        at = self.width
        for one, colour in zip(self.node.series, self.colours, strict=True):
            lines = compose_lines(self.atoms(one.name), room)
            extent = max(map(_extent, lines)) + CHIP + 5
            if at + extent > self.width:
                found.append(Piece(height))
                at = 0.0
            piece = found[-1]
            chip = Rectangle(self.x + at, base - look.size * 0.36 - CHIP / 2, CHIP, CHIP, colour)
            piece.marks.append(chip)
            for number, line in enumerate(lines):
                y = base + number * look.leading
                piece.marks.append(Words(self.x + at + CHIP + 5, y, line))
            piece.height = max(piece.height, height + (len(lines) - 1) * look.leading)
            at += extent + 16
        if found:
            found[-1].height += 3
        return found


def _extent(line: Line) -> float:
    """Return how wide a line's words are, from their own left edge."""
    if not line.atoms:
        return 0.0
    at, last = line.atoms[-1]
    return at + last.width
