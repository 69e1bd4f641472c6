"""What the functions that write blocks share while one document is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from briefing.document import Blocks, Inlines
from briefing.docx.bookmarks import Bookmarks
from briefing.docx.design import Design
from briefing.docx.flow import Flow
from briefing.docx.headingnumbers import HeadingNumbers
from briefing.docx.inlines import InlineWriter
from briefing.docx.numbering import Numbering
from briefing.docx.xml import Element
from briefing.style.model import Style, Words

__all__ = ["Context", "Counter"]

_DRAWING = 0.85
"""The most that a drawing takes of the height of the text."""


class Counter:
    """Numbers from 1 on."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        """Return the next number."""
        self._last += 1
        return self._last


@dataclass(frozen=True, slots=True)
class Context:
    """The document being written.

    ``write`` writes blocks into a sequence: what a list or a table calls for
    what stands inside it.  ``chart_part`` takes a chart's XML and workbook and
    returns the relationship that leads to it; ``picture_part`` a picture's media type and
    data, stored once however often it is shown, and ``pictures`` gathers the digest and the
    width of each.  ``page_numbers`` are by link
    target, for the table of contents.  ``breaks`` are the ``w:pPr`` at which a section
    ends, and whether its pages lie on their side.
    """

    design: Design
    words: Words
    bookmarks: Bookmarks
    inlines: InlineWriter
    numbering: Numbering
    headings: HeadingNumbers
    write: Callable[[Context, Flow, Blocks], None]
    chart_part: Callable[[bytes, bytes], str]
    picture_part: Callable[[str, bytes], str]
    pictures: list[tuple[str, float]]
    drawings: Counter
    page_numbers: Mapping[str, int] | None
    breaks: list[tuple[Element, bool]]

    @property
    def style(self) -> Style:
        """The house style."""
        return self.design.style

    @property
    def drawing_height(self) -> float:
        """How high a drawing may be, in points: its caption stands above it."""
        return self.style.page.text_height * _DRAWING

    def fill(self, children: Inlines) -> Callable[[Element], None]:
        """Return the function that writes ``children`` into a paragraph."""
        return lambda paragraph: self.inlines.write(paragraph, children)
