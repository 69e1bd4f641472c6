"""Where blocks are being written: the page, a cell, a list item.

Keeps what Word asks of a sequence of blocks and no single block can know: two
tables in a row need a paragraph between them, a cell ends in a paragraph, the
space after a table belongs to what follows, a bookmark waits for the next
paragraph.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from briefing.document import (
    Blocks,
    Callout,
    Change,
    Chart,
    Footnote,
    Image,
    Link,
    Reference,
    Table,
    walk_blocks,
    walk_inlines,
)
from briefing.docx import wml
from briefing.docx.bookmarks import Bookmarks
from briefing.docx.design import Design
from briefing.docx.revisions import Revisions
from briefing.docx.wml import ParagraphProperties
from briefing.docx.xml import Element

__all__ = ["Flow", "Surface"]

Surface = Literal[
    "page",
    "box",
    "cell",
    "head",
    "row-head",
    "closing",
    "quote",
    "definition",
    "recommendation",
    "note",
]
"""What surrounds the blocks, which decides the style of plain paragraphs."""


_LINKS = (Footnote, Link, Reference)


@dataclass(slots=True)
class _Waiting:
    """What the next paragraph has to carry."""

    gap: int = 0
    page_break: bool = False
    after_table: bool = False
    anchors: tuple[str, ...] = ()


class Flow:
    """A sequence of blocks inside one element.

    ``width`` is the room there is, ``indent`` where text begins, both in twips
    from the left edge; ``depth`` counts the lists around.  ``align`` is the
    alignment of a table's column.  ``change``: all of it was inserted or deleted.
    The paragraphs right in a sequence that ``keeps`` stay on one page with what follows.
    """

    __slots__ = (
        "_bookmarks",
        "_design",
        "_waiting",
        "align",
        "change",
        "depth",
        "indent",
        "keeps",
        "parent",
        "revisions",
        "surface",
        "width",
    )

    def __init__(
        self,
        parent: Element,
        width: int,
        design: Design,
        bookmarks: Bookmarks,
        revisions: Revisions,
        surface: Surface = "page",
    ) -> None:
        """Begin a sequence in ``parent``."""
        self.parent = parent
        self.width = width
        self.surface: Surface = surface
        self.indent = 0
        self.depth = 0
        self.align = "left"
        self.change: Change | None = None
        self.keeps = False
        self.revisions = revisions
        self._design = design
        self._bookmarks = bookmarks
        self._waiting = _Waiting()

    def within(
        self, indent: int | None = None, *, depth: int | None = None, surface: Surface | None = None
    ) -> Flow:
        """Return the same sequence seen from further inside, such as a list item."""
        inner = Flow(
            self.parent, self.width, self._design, self._bookmarks, self.revisions, self.surface
        )
        inner.indent = self.indent if indent is None else indent
        inner.depth = self.depth if depth is None else depth
        inner.surface = surface or self.surface
        inner.align = self.align
        inner.change = self.change
        inner._waiting = self._waiting
        return inner

    def revised(self, change: Change | None) -> Flow:
        """Return the same sequence, of which what follows was inserted or deleted."""
        if change is None:
            return self
        inner = self.within()
        inner.change = change
        return inner

    def cell(self, parent: Element, width: int, surface: Surface, align: str = "left") -> Flow:
        """Return a new sequence in a cell of a table that stands in this one."""
        inner = Flow(parent, width, self._design, self._bookmarks, self.revisions, surface)
        inner.align = align
        inner.change = self.change
        # A bookmark that waits for the table's first paragraph is found in its first cell.
        inner._waiting.anchors, self._waiting.anchors = self._waiting.anchors, ()
        return inner

    def aside(self) -> Flow:
        """Return a sequence of its own, in nothing, that looks like this one."""
        inner = Flow(
            Element("w:body"),
            self.width,
            self._design,
            self._bookmarks,
            self.revisions,
            self.surface,
        )
        inner.indent, inner.depth, inner.align = self.indent, self.depth, self.align
        return inner

    def inside(self, parent: Element) -> Flow:
        """Return the same sequence going on inside ``parent``, such as a block control."""
        inner = self.within()
        inner.parent = parent
        return inner

    def anchor(self, identifier: str | None) -> None:
        """Let the next paragraph be where links to ``identifier`` lead."""
        if identifier:
            self._waiting.anchors += (identifier,)

    def break_page(self) -> None:
        """Let the next paragraph begin a page."""
        self._waiting.page_break = True

    def paragraph(
        self,
        style: str,
        fill: Callable[[Element], None] | None = None,
        *,
        keep_next: bool | None = None,
        numbering: tuple[int, int] | None = None,
        hanging: int = 0,
        indent: int | None = None,
        inset: tuple[int, int] = (0, 0),
    ) -> None:
        """Append a paragraph of ``style``; ``fill`` writes what stands in it.

        ``keep_next``: whether it stays on the page of what follows; None: as its style says.

        ``indent`` is where its text is to begin, if not at the sequence's own
        indent plus the style's; it is only written where the style says
        otherwise.  ``inset`` brings its left and right edges in.
        """
        own = self._design.indents.get(style, 0)
        wanted = indent if indent is not None else self.indent + (own if not self.indent else 0)
        before = self._design.spaces.get(style, 0)
        waiting = self._waiting
        properties = ParagraphProperties(
            None if keep_next is (style in self._design.keeps) else keep_next,
            waiting.page_break,
            numbering,
            waiting.gap if waiting.gap > before else None,
            None if wanted == own else (wanted, hanging),
            inset,
        )
        element = Element("w:p", [wml.paragraph_markup(style, properties)])
        waiting.gap = 0
        waiting.page_break = False
        # Where this paragraph is gone, the tables around it must not meet.
        waiting.after_table = waiting.after_table and self.change is not None
        self.revisions.begin()
        ends = self._place(element) if waiting.anchors else None
        if fill is not None:
            fill(element)
        if ends:
            element.parts += ends
        if self.revisions.expected:
            self.revisions.paragraph(element, self.change)
        # A long document kept as a tree until its end would take several times the room.
        self.parent.parts.append(element if self.revisions.expected else str(element))

    def _place(self, element: Element) -> list[str]:
        """Begin the bookmarks that wait for a paragraph; return their ends."""
        anchors, self._waiting.anchors = self._waiting.anchors, ()
        places = [place for name in anchors if (place := self._bookmarks.place(name))]
        marks = [wml.bookmark(*place) for place in places]
        element.parts += [start for start, _ in marks]
        return [end for _, end in marks]

    def drawing(self, fill: Callable[[Element], None], *, keep_next: bool | None = None) -> None:
        """Append a paragraph that holds a drawing.

        LibreOffice (7.4) keeps a drawing whatever becomes of its paragraph, and the next
        paragraph would take its style.  So one stays that is next to nothing.
        """
        self.paragraph("Picture", fill, keep_next=keep_next)
        if self.change is not None:
            change, self.change = self.change, None
            self._spacer()
            self.change = change

    def table(
        self,
        style: str,
        grid: tuple[int, ...],
        *,
        look: tuple[bool, bool] = (True, True),
        title: str = "",
        description: str = "",
        inset: int = 0,
        before: int = 0,
        after: int = 0,
        foot: bool = False,
        apart: bool = False,
    ) -> Element:
        """Append a table at the sequence's indent; ``before`` and ``after`` are space around it.

        ``inset`` is what a border at its left edge sticks out by; ``foot`` puts it
        at the foot of the page.  ``apart``: what stands above has no space of its own.
        """
        self._waiting.gap = max(self._waiting.gap, before)
        if self._waiting.after_table or self._waiting.page_break or apart:
            self._spacer()
        element = wml.table(
            self.parent,
            style,
            grid,
            indent=self.indent + inset,
            look=look,
            title=title,
            description=description,
            foot=foot,
        )
        self._waiting.after_table = True
        self._waiting.gap = after
        return element

    def close(self, empty: str) -> None:
        """End the sequence: a cell or a body never ends in a table or in nothing.

        ``empty`` is the style of the paragraph that stands where nothing does.
        """
        waiting = self._waiting
        waiting.gap = 0
        if waiting.page_break or waiting.after_table:
            self._spacer()
        elif waiting.anchors or not self._has_paragraph():
            self.paragraph(empty)
        self.revisions.settle(self.parent)

    def moves(self, change: Change, blocks: Blocks) -> bool:
        """Return whether a DOCX can say of blocks that they moved: of text alone, on the page.

        LibreOffice (7.4) leaves an empty paragraph of what moved to or from the end of a
        cell, and of what holds a link.
        """
        if change.move is None or self.parent.name != "w:body":
            return False
        framed = any(
            isinstance(one, Table | Callout | Chart | Image) for one in walk_blocks(blocks)
        )
        return not framed and not any(isinstance(one, _LINKS) for one in walk_inlines(blocks))

    def row(self, element: Element) -> None:
        """Say of a table's row what became of it."""
        if self.change is not None:
            self.revisions.row(element, self.change)

    def end_section(self) -> Element:
        """Return the ``w:pPr`` in which the section ends that reaches to here."""
        parts = self.parent.parts
        if not parts or not wml.is_paragraph(parts[-1]) or self._waiting.after_table:
            self._waiting.after_table = False
            self._spacer()
        return wml.paragraph_properties(wml.reopened(self.parent, -1))

    def turned(self, width: int) -> Flow:
        """Return the same sequence on a page on its side, with ``width`` twips of room."""
        inner = self.within()
        inner.width = width
        return inner

    def _has_paragraph(self) -> bool:
        return any(map(wml.is_paragraph, reversed(self.parent.parts)))

    def _spacer(self) -> None:
        self._waiting.gap = max(0, self._waiting.gap - 20)
        self.paragraph("Spacer", indent=0)

    def room(self) -> int:
        """Return the width in twips that a table or a picture may take."""
        return self.width - self.indent
