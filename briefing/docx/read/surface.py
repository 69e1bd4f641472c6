"""What a reader of a file sees, one unit after another: lines, tables, pictures.

Both sides of a reading are brought into this shape, the file as it stands
(:mod:`.parse`) and the document it was built from (:mod:`.shape`), so that they
can be laid side by side.  Lists, quotes and turned pages have no shape of their
own in a file: their lines stand in the sequence like any others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from briefing.document import Image, Inline
from briefing.pictures import PictureError, measured

__all__ = [
    "Box",
    "Break",
    "Figure",
    "Grid",
    "GridRow",
    "Leaf",
    "Line",
    "ListPlace",
    "Path",
    "Run",
    "Toc",
    "Unit",
    "held",
    "lines_of",
    "text_of",
]

Path = tuple[int, ...]
"""Which part of a document a unit shows: indexes from the outermost blocks inwards."""

NOTE = "\ufffc"
"""What stands in a text for a footnote's mark."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """An inline of the base without children, and the nodes that it stands in.

    ``slot`` names the field of the block that it belongs to.  ``node`` is None for
    words of the writer's own, such as the tab between two parts of a masthead.
    """

    slot: str
    chain: tuple[Inline, ...]
    node: Inline | None


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look.

    ``role`` is the innermost kind of characters, as the house style calls it;
    ``link`` an address, or ``#`` and the name of a bookmark.  ``field`` is the
    number of the field whose words they are, ``note`` the units of a footnote.
    ``leaf`` is set on the base's side only.
    """

    text: str
    role: str = ""
    link: str = ""
    field: int | None = None
    bold: bool = False
    italic: bool = False
    note: tuple[Unit, ...] | None = None
    leaf: Leaf | None = None


@dataclass(frozen=True, slots=True)
class ListPlace:
    """That a line is an item: of which list (any key), at which level, and how it is numbered."""

    key: str
    level: int
    kind: Literal["bullet", "plain", "recommendations", "sources"]
    start: int = 1


@dataclass(slots=True)
class Line:
    """A paragraph.

    ``kind`` is the id of the style in our own files that its style answers to.
    ``prefix`` is a printed number that stands in the words on one side only.
    ``marks`` are the names of the bookmarks that begin in it, ``indent`` its own
    indent in twips.
    """

    kind: str
    runs: list[Run] = field(default_factory=list)
    item: ListPlace | None = None
    marks: set[str] = field(default_factory=set)
    prefix: str = ""
    indent: int = 0
    outline: int | None = None
    place: str = ""
    path: Path = ()
    emptied: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Box:
    """A cell of a table."""

    units: list[Unit]
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class GridRow:
    """A row of a table."""

    cells: list[Box]
    header: bool = False


@dataclass(slots=True)
class Grid:
    """A table, or a box, which is a table of one cell."""

    kind: str
    rows: list[GridRow]
    widths: tuple[int, ...] = ()
    description: str = ""
    title: str = ""
    place: str = ""
    path: Path = ()


@dataclass(slots=True)
class Figure:
    """A drawing: a chart, a picture, or what else was put there (``kind``).

    ``data`` are a picture's own, and ``width`` what it takes of the line, in points.
    """

    kind: str
    description: str = ""
    title: str = ""
    data: bytes = b""
    width: float = 0.0
    marks: set[str] = field(default_factory=set)
    place: str = ""
    path: Path = ()
    _image: Image | None = None

    def image(self) -> Image | None:
        """Return the picture, or None where it is none that a document can hold."""
        if self.kind != "picture" or not self.data:
            return None
        if self._image is None:
            try:
                found = measured(self.data)
            except PictureError:
                self.data = b""
                return None
            width = self.width or found.width
            self._image = Image(
                found.media_type,
                found.data,
                found.pixels,
                width,
                self.description,
                look=found.look,
            )
        return self._image


@dataclass(slots=True)
class Toc:
    """A table of contents; what it repeats is left out."""

    path: Path = ()


@dataclass(slots=True)
class Break:
    """What follows begins a page."""

    path: Path = ()


Unit = Line | Grid | Figure | Toc | Break


def text_of(line: Line) -> str:
    """Return the words of a line, a footnote's mark as U+FFFC."""
    return "".join(run.text for run in line.runs)


def lines_of(units: Sequence[Unit]) -> Iterator[Line]:
    """Yield every line, also those in tables, but not those of footnotes."""
    for unit in units:
        if isinstance(unit, Line):
            yield unit
        elif isinstance(unit, Grid):
            for row in unit.rows:
                for cell in row.cells:
                    yield from lines_of(cell.units)


def held(units: Sequence[Unit]) -> Iterator[int]:
    """Yield the number of each field with words in these units; of one more than once."""
    for line in lines_of(units):
        for run in line.runs:
            if run.field is not None:
                yield run.field
            if run.note:
                yield from held(run.note)
        yield from line.emptied
