"""A company's running matter: what stands above and below the text of every page.

What a letterhead shows, as a model that a writer without Word can draw.  Lengths are in
points, and run to the right and down; colours are ``#RRGGBB``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "Block",
    "Break",
    "Cell",
    "Edges",
    "Floating",
    "Kind",
    "Matter",
    "Paragraph",
    "Picture",
    "Piece",
    "Place",
    "Rule",
    "Said",
    "Saying",
    "Stationery",
    "Stop",
    "Tab",
    "Table",
    "TableRow",
    "Type",
    "Which",
    "Words",
]

Kind = Literal["header", "footer"]
Which = Literal["default", "first", "even"]
Saying = Literal[
    "page", "pages", "section_pages", "title", "subject", "keywords", "organization", "section"
]
"""What a page or a brief says of itself; ``section`` is the title that the page is about."""
StopAlign = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set; ``family`` is one of the style's.

    ``line`` is the height of a line of Latin letters, ``han_line`` that of one with
    Chinese.  ``rise`` lifts words over the base line, ``tracking`` is added to every
    character; ``fill`` stands behind them.
    """

    size: float
    colour: str
    line: float
    han_line: float
    family: str = "text"
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    rise: float = 0.0
    tracking: float = 0.0
    fill: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text."""

    text: str
    type: Type


@dataclass(frozen=True, slots=True)
class Said:
    """What only the page or the brief can say; ``format`` is that of a number, as Word names it."""

    what: Saying
    type: Type
    format: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A tab stop, from the left edge of the text."""

    at: float
    align: StopAlign = "left"


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: to the next stop, or to an edge or the middle of the text."""

    to: StopAlign | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG that is whole: its file, how large it stands, and what is cut off.

    ``pixels`` are the file's width and height.  ``crop`` is what is cut off at the left,
    top, right and bottom, in shares of the picture.
    """

    data: bytes = field(repr=False)
    media_type: str
    pixels: tuple[int, int]
    width: float
    height: float
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


Piece = Words | Said | Tab | Break | Picture


@dataclass(frozen=True, slots=True)
class Rule:
    """A border of one or more strokes, each (distance from the text's side, thickness)."""

    strokes: tuple[tuple[float, float], ...]
    colour: str
    gap: float = 0.0

    @property
    def width(self) -> float:
        """How thick all strokes are together, with what is between them."""
        return max(at + thick for at, thick in self.strokes)


@dataclass(frozen=True, slots=True)
class Edges:
    """The borders of a paragraph or a cell."""

    top: Rule | None = None
    right: Rule | None = None
    bottom: Rule | None = None
    left: Rule | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something floats in one direction: ``offset`` from ``of``, or at a side of it.

    ``of`` is ``page``, ``margin`` (the text area), ``leftMargin``, ``rightMargin``,
    ``topMargin``, ``bottomMargin``, ``column`` or ``paragraph`` (where it is anchored).
    ``at`` is ``start``, ``center`` or ``end``, or the ``inside`` or ``outside`` of a
    sheet printed on both sides.
    """

    of: str
    offset: float = 0.0
    at: Literal["", "start", "center", "end", "inside", "outside"] = ""


@dataclass(frozen=True, slots=True)
class Floating:
    """A picture, or blocks in a box, that floats; blocks stand ``inset`` from the box's sides.

    ``height`` of a box is the least one, ``width`` may be that of its words
    (``narrow``).  ``behind``: under all that is printed.
    """

    content: Picture | tuple[Block, ...]
    width: float
    height: float
    across: Place
    down: Place
    behind: bool = False
    inset: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    fill: str | None = None
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    ``type`` is that of its end, which gives an empty line its height.  The height of
    lines is ``spacing`` times their own (``auto``), at least (``least``) or ``exact``
    ``spacing`` points; ``pitch`` is that of the page's lines, where it stands on them.
    ``left``, ``right`` and ``first`` are indents.
    """

    pieces: tuple[Piece, ...]
    type: Type
    align: Literal["left", "center", "right", "justify"] = "left"
    stops: tuple[Stop, ...] = ()
    spacing: float = 1.0
    spaced: Literal["auto", "least", "exact"] = "auto"
    pitch: float | None = None
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    edges: Edges = Edges()
    fill: str | None = None
    floats: tuple[Floating, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where it stands in its row, and how many rows it spans.

    ``padding`` is (top, right, bottom, left).
    """

    x: float
    width: float
    blocks: tuple[Paragraph, ...]
    padding: tuple[float, float, float, float]
    rows: int = 1
    edges: Edges = Edges()
    fill: str | None = None
    valign: Literal["top", "center", "bottom"] = "top"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row, at least ``height`` high, or just so where ``exact``."""

    cells: tuple[Cell, ...]
    height: float = 0.0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table, ``left`` of which is where its first column begins."""

    rows: tuple[TableRow, ...]
    left: float = 0.0


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Matter:
    """A header or footer, from above."""

    blocks: tuple[Block, ...]


Matters = Mapping[tuple[Kind, Which], Matter]


@dataclass(frozen=True, slots=True)
class Stationery:
    """The headers and footers of a letterhead, and the pages that they stand on.

    ``first`` and ``even``: the first page and the even ones have their own, or none where
    ``upright`` and ``turned`` (pages on their side) name none.  ``top`` and ``bottom`` are
    margins; text begins lower where a header is higher, unless the margin is negative.
    ``header`` and ``footer`` are the distances from the paper's edges.  ``start`` is the
    number of the first page, ``format`` that of numbers, as Word names it.
    """

    upright: Matters
    turned: Matters
    top: float
    bottom: float
    header: float
    footer: float
    first: bool = False
    even: bool = False
    start: int = 1
    format: str = ""
    tab: float = 36.0

    def which(self, number: int) -> Which:
        """Return which headers and footers the page of a number (from 1) has."""
        if self.first and number == 1:
            return "first"
        return "even" if self.even and (number + self.start - 1) % 2 == 0 else "default"

    def has(self, kind: Kind) -> bool:
        """Whether most pages have a header or footer of the company's."""
        return (kind, "default") in self.upright
