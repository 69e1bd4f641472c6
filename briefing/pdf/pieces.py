"""What a page is made of: pieces that no page break cuts, and the marks on them.

Coordinates are in points, from the left edge of the text and down from the
piece's top, until a page gives the piece its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.document import Image
from briefing.pdf.lines import Line
from briefing.pdf.tags import Element
from briefing.style.model import BoxLook, ParagraphLook

__all__ = [
    "Box",
    "Entry",
    "Mark",
    "PageNumber",
    "Picture",
    "Piece",
    "Rectangle",
    "TableHead",
    "Words",
]


@dataclass(slots=True)
class Words:
    """A line of text at ``x`` with its base line at ``y``, and what it is part of."""

    x: float
    y: float
    line: Line
    element: Element | None = None


@dataclass(slots=True)
class Rectangle:
    """A filled rectangle; a rule is a thin one.  It is decoration unless part of a figure."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    element: Element | None = None


@dataclass(slots=True)
class PageNumber:
    """The page of a target, right-aligned at ``x``; known when all pages are made."""

    x: float
    y: float
    target: str
    look: ParagraphLook
    left: float
    element: Element | None = None


@dataclass(slots=True)
class Picture:
    """A picture, its upper left corner at ``x`` and ``y``; an ornament has no element."""

    x: float
    y: float
    width: float
    height: float
    image: Image
    element: Element | None = None


Mark = Words | Rectangle | PageNumber | Picture


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A background that runs behind several pieces."""

    look: BoxLook
    x: float
    width: float


@dataclass(slots=True, eq=False)
class TableHead:
    """The head of a table, repeated on every page that the table runs over."""

    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    """A bookmark of the outline."""

    level: int
    title: str
    id: str


@dataclass(slots=True)
class Piece:
    """A stretch of the page ``height`` points high.

    ``before`` and ``after`` are the space to its neighbours (the larger of the
    two holds); ``turned``: it stands on a page on its side; ``keep``: the next piece stands on the same page; ``artifact``: it
    repeats what stands elsewhere, and is not read again; ``foot``: it and what is
    kept with it end at the foot of the text area; ``notes``: the pieces of each
    footnote that is called in it, which stand at the foot of its page.
    """

    height: float
    marks: list[Mark] = field(default_factory=list)
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    ids: tuple[str, ...] = ()
    entry: Entry | None = None
    box: Box | None = None
    head: TableHead | None = None
    new_page: bool = False
    foot: bool = False
    artifact: bool = False
    turned: bool = False
    notes: tuple[tuple[Piece, ...], ...] = ()
