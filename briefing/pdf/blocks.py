"""Blocks to pieces: one function for each kind of node, in the order of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import assert_never

from briefing.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Change,
    Chart,
    CodeBlock,
    Contents,
    DefinitionList,
    Footnote,
    Heading,
    Image,
    Inlines,
    LineBreak,
    ListItem,
    Masthead,
    OrderedList,
    PageBreak,
    Paragraph,
    Quote,
    Revised,
    Rule,
    Span,
    Table,
    Text,
    Title,
    Turned,
    walk_inlines,
)
from briefing.document.redline import accepted_text
from briefing.pdf.atoms import Atom, Typesetter
from briefing.pdf.chart import chart_pieces
from briefing.pdf.lines import Line, compose_lines
from briefing.pdf.objects import text as text_string
from briefing.pdf.pieces import Box, Entry, PageNumber, Picture, Piece, Rectangle, Words
from briefing.pdf.tables import table_pieces
from briefing.pdf.tags import Element
from briefing.style.model import Border, ListLook, ParagraphLook, Style

__all__ = ["Builder", "base_line"]

PICTURE = 0.85
"""The most that a picture takes of the height of the text."""
BAR_LEFT, BAR_WIDTH = -12.0, 1.2
"""Where the bar stands beside what changed, and how wide it is."""
WHOLE_BOX = 0.4
"""A box no higher than this share of the page stays whole."""


def base_line(look: ParagraphLook) -> float:
    """Return how far under a line's top its base line is: the em box stands in the middle."""
    return look.leading / 2 + look.size * 0.38


@dataclass(frozen=True, slots=True)
class Frame:
    """Where blocks go: left edge and width in points, and what they are part of."""

    x: float
    width: float
    parent: Element
    text: str = "body"
    box: Box | None = None


class Builder:
    """Builds the pieces of one document."""

    def __init__(
        self,
        style: Style,
        setter: Typesetter,
        language: str,
        width: float,
        page_height: float,
        turned_size: tuple[float, float] | None = None,
    ) -> None:
        self.style = style
        self.setter = setter
        self.language = language
        self.words = style.word(language)
        self.page_height = page_height
        self.width = width
        self.turned_size = turned_size or (width, page_height)
        self.root = Element("Document")

    def pieces(self, blocks: Blocks) -> list[Piece]:
        """Return the pieces of the document's blocks; each heading begins a section."""
        found: list[Piece] = []
        sections: list[tuple[int, Element]] = []
        for node, turned, change in _flat(blocks):
            if isinstance(node, Heading):
                while sections and sections[-1][0] >= node.level:
                    sections.pop()
                outer = sections[-1][1] if sections else self.root
                sections.append((node.level, outer.new("Sect")))
            parent = sections[-1][1] if sections else self.root
            with self.revised(change):
                if turned:
                    found += self.turned(node, parent)
                else:
                    found += self.block(node, Frame(0.0, self.width, parent))
        return found

    @contextmanager
    def revised(self, change: Change | None) -> Iterator[None]:
        """Let what is set meanwhile be marked as inserted or deleted."""
        before = self.setter.change
        self.setter.change = change or before
        try:
            yield
        finally:
            self.setter.change = before

    def turned(self, node: Block, parent: Element) -> list[Piece]:
        """Return the pieces of a block on a page that is turned on its side."""
        upright = self.width, self.page_height
        self.width, self.page_height = self.turned_size
        try:
            pieces = self.block(node, Frame(0.0, self.width, parent))
        finally:
            self.width, self.page_height = upright
        for piece in pieces:
            piece.turned = True
        return pieces

    def look(self, name: str) -> ParagraphLook:
        look = self.style.paragraph(name, self.language)
        pitch = self.style.pitch(self.language)
        if pitch is None or not look.on_grid:
            return look
        body = self.style.paragraph("body", self.language)
        return look.model_copy(update={"letter_spacing": pitch - body.size})

    def blocks(self, blocks: Blocks, frame: Frame) -> list[Piece]:
        found: list[Piece] = []
        for node in blocks:
            found += self.block(node, frame)
        return found

    def block(self, node: Block, frame: Frame) -> list[Piece]:
        match node:
            case Masthead():
                return self.masthead(node, frame)
            case Title():
                return self.title(node, frame)
            case Heading():
                return self.heading(node, frame)
            case Paragraph():
                return self.paragraph(node, frame)
            case BulletList():
                look = self.style.lists["bullet"]
                return self.items(node.items, lambda _: look.format, look, frame)
            case OrderedList():
                look = self.style.lists[node.role]
                return self.items(node.items, lambda item: item.label or "", look, frame)
            case DefinitionList():
                return self.definitions(node, frame)
            case Table():
                return table_pieces(self, node, frame)
            case Callout():
                return self.callout(node, frame)
            case Quote():
                quote = frame.parent.new("BlockQuote")
                return self.blocks(node.blocks, replace(frame, text="quote", parent=quote))
            case CodeBlock():
                children: list[Text | LineBreak] = []
                for line in node.value.split("\n"):
                    children += [Text(line), LineBreak()]
                paragraph = frame.parent.new("P")
                code = replace(frame, parent=paragraph)
                return self.text(tuple(children[:-1]), self.look("code"), code, tag="Code")
            case Chart():
                return self.chart(node, frame)
            case Image():
                return self.picture(node, frame)
            case Contents():
                return self.contents(node, frame)
            case Rule():
                rule = Rectangle(frame.x, 4, frame.width, 0.5, self.style.rule)
                return [Piece(8.5, [rule], before=6, after=6, keep=True, box=frame.box)]
            case PageBreak():
                return [Piece(0, new_page=True)]
            case Turned():  # inside something else there is no page to turn
                return self.blocks(node.blocks, frame)
            case Revised():
                with self.revised(node.change):
                    return self.blocks(node.blocks, frame)
            case _:
                assert_never(node)

    # ── Lines of text ──────────────────────────────────────────────────────

    def text(
        self,
        children: Inlines,
        look: ParagraphLook,
        frame: Frame,
        *,
        ids: tuple[str, ...] = (),
        keep: bool | None = None,
        atoms: Sequence[Atom] | None = None,
        tag: str = "P",
    ) -> list[Piece]:
        """Return a piece per line; first and last two lines stay together.

        The text is a new element below the frame's, or with the tag ``""`` that one's own.
        """
        element = frame.parent.new(tag) if tag else frame.parent
        x = frame.x + look.indent_left
        width = frame.width - look.indent_left - look.indent_right
        made = self.setter.atoms(children, look) if atoms is None else list(atoms)
        lines = compose_lines(
            made, width, look.align, look.first_line_em * (look.size + look.letter_spacing)
        )
        base = base_line(look)
        count = len(lines)
        pieces = [
            Piece(
                look.leading,
                [Words(x, base, line, element)],
                keep=index == 0 or index == count - 2,
                box=frame.box,
            )
            for index, line in enumerate(lines)
        ]
        for piece, line in zip(pieces, lines, strict=True):
            if any(atom.ink.change is not None for _, atom in line.atoms):
                piece.marks.append(_change_bar(piece.height))
        notes = {
            f"note:{node.id}": node
            for node in walk_inlines((Paragraph(children),))
            if isinstance(node, Footnote) and node.blocks
        }
        if notes:
            self._call(notes, lines, pieces, frame)
        first, last = pieces[0], pieces[-1]
        last.keep = look.keep_with_next if keep is None else keep or look.keep_with_next
        first.before, last.after = look.space_before, look.space_after
        first.ids = ids
        if look.border_top is not None:
            self._border(first, look.border_top, x, width, above=True)
        if look.border_bottom is not None:
            self._border(last, look.border_bottom, x, width, above=False)
        return pieces

    def _call(
        self,
        notes: dict[str, Footnote],
        lines: Sequence[Line],
        pieces: Sequence[Piece],
        frame: Frame,
    ) -> None:
        """Give the pieces of lines the footnotes that are called in them."""
        for line, piece in zip(lines, pieces, strict=True):
            for _, atom in line.atoms:
                node = notes.pop(atom.ink.target or "", None)
                if node is not None:
                    piece.notes = (*piece.notes, tuple(self.note(node, frame)))

    def note(self, node: Footnote, frame: Frame) -> list[Piece]:
        """Return the pieces of a footnote: its number, and its text beside it."""
        element = frame.parent.new("Note", f"/ID (note-{node.number})")
        look = self.look("footnote")
        number = self.setter.plain(str(node.number or ""), look)
        left = look.size * 1.6
        inner = Frame(left, self.width - left, element, "footnote")
        label = element.new("Lbl")
        pieces = self.blocks(node.blocks, inner)
        line = compose_lines(number, left)[0]
        pieces[0].marks.insert(0, Words(0, base_line(look), line, label))
        pieces[0].ids = (*pieces[0].ids, f"note:{node.id}")
        return pieces

    def _border(self, piece: Piece, border: Border, x: float, width: float, *, above: bool) -> None:
        if above:
            shift = border.width + border.gap
            piece.marks = [replace(m, y=m.y + shift) for m in piece.marks]
            piece.marks.insert(0, Rectangle(x, 0, width, border.width, border.colour))
        else:
            piece.marks.append(
                Rectangle(x, piece.height + border.gap, width, border.width, border.colour)
            )
        piece.height += border.width + border.gap

    def paragraph(self, node: Paragraph, frame: Frame) -> list[Piece]:
        name = frame.text if node.role == "body" else node.role
        look = self.look(name)
        if frame.text != "body" and node.role in ("meta", "note"):
            look = look.model_copy(update={"indent_left": 0})
        ids = (node.id,) if node.id else ()
        return self.text(node.children, look, frame, ids=ids, keep=node.keep_with_next)

    # ── Head of the document ───────────────────────────────────────────────

    def masthead(self, node: Masthead, frame: Frame) -> list[Piece]:
        frame = replace(frame, parent=frame.parent.new("Div"))
        if self.style.masthead == "stacked":
            return self._stacked(node, frame)
        top = self.text(node.organization, self.look("masthead-organization"), frame, keep=True)
        if node.classification:
            look = self.look("classification")
            line = compose_lines(
                self.setter.atoms(node.classification, look), frame.width, "right"
            )[0]
            element = frame.parent.new("P")
            base = base_line(self.look("masthead-organization"))
            top[0].marks.append(Words(frame.x, base, line, element))
        series = self.text(node.series, self.look("masthead-series"), frame, keep=True)
        look = self.look("masthead-meta")
        lines = [part for part in (node.number, node.distribution) if part]
        if not lines and node.date:
            lines = [()]
        pieces: list[Piece] = []
        bare = look.model_copy(update={"border_bottom": None, "space_after": 0})
        for index, part in enumerate(lines):
            made = self.text(
                part or (Text(""),), look if index == len(lines) - 1 else bare, frame, keep=True
            )
            if index == 0 and node.date:
                date = compose_lines(self.setter.atoms(node.date, look), frame.width, "right")[0]
                made[0].marks.append(Words(frame.x, base_line(look), date, frame.parent.new("P")))
            pieces += made
        return [*top, *series, *pieces]

    def _stacked(self, node: Masthead, frame: Frame) -> list[Piece]:
        """Return a masthead line under line; the first line is kept where nothing stands in it."""
        mark = self.look("classification")
        pieces = [Piece(mark.leading, after=mark.space_after, keep=True)]
        if node.classification:
            pieces = self.text(node.classification, mark, frame, keep=True)
        for name, part in (
            ("masthead-organization", node.organization),
            ("masthead-series", node.series),
            ("masthead-meta", node.number or (Text(""),)),
        ):
            if part:
                pieces += self.text(part, self.look(name), frame, keep=True)
        return pieces

    def title(self, node: Title, frame: Frame) -> list[Piece]:
        look = self.look("title")
        width = self._balanced(self.setter.atoms(node.children, look), frame.width)
        x = frame.x + (frame.width - width) / 2 if look.align == "center" else frame.x
        pieces = self.text(
            node.children,
            look,
            replace(frame, x=x, width=width),
            ids=(node.id,) if node.id else (),
            tag="Title",
        )
        for piece in pieces:
            piece.keep = True
        if node.subtitle:
            pieces += self.text(node.subtitle, self.look("subtitle"), frame)
        return pieces

    @staticmethod
    def _balanced(atoms: Sequence[Atom], width: float) -> float:
        """Return the width in which the lines of a title are about equally long."""
        count = len(compose_lines(atoms, width))
        low, high = width / 2, width
        while count in (2, 3) and high - low > 4:
            middle = (low + high) / 2
            low, high = (
                (low, middle) if len(compose_lines(atoms, middle)) <= count else (middle, high)
            )
        return high

    def heading(self, node: Heading, frame: Frame) -> list[Piece]:
        look = self.look(f"heading{node.level}")
        atoms = self.setter.atoms(node.children, look)
        frame = replace(frame, parent=frame.parent.new(f"H{node.level}"))
        numbers = self.style.headings.get(node.level)
        if node.number and numbers is not None and numbers.run_in:
            atoms = [*self.setter.plain(_spaced(node.number), look), *atoms]
            pieces = self.text((), look, frame, atoms=atoms, tag="")
        elif node.number:
            number = self.setter.plain(node.number, look, colour=self.style.accent)
            width = sum(atom.width for atom in number) + look.size * 0.75
            inner = replace(frame, x=frame.x + width, width=frame.width - width)
            pieces = self.text((), look, inner, atoms=atoms, tag="")
            line = compose_lines(number, frame.width)[0]
            pieces[0].marks.insert(0, Words(frame.x, base_line(look), line, frame.parent))
        else:
            pieces = self.text((), look, frame, atoms=atoms, tag="")
        for piece in pieces:
            piece.keep = True
        if node.id is not None:
            pieces[0].ids = (node.id,)
            words = _spaced(node.number) + accepted_text(node.children)
            if self.setter.change is None or self.setter.change.kind == "inserted":
                pieces[0].entry = Entry(node.level, words.replace("\n", " "), node.id)
        return pieces

    # ── Lists ──────────────────────────────────────────────────────────────

    def items(
        self,
        items: Sequence[ListItem],
        label: Callable[[ListItem], str],
        look: ListLook,
        frame: Frame,
    ) -> list[Piece]:
        numbering = "Disc" if look.format == "•" else "Decimal"
        whole = frame.parent.new("L", f"/A << /O /List /ListNumbering /{numbering} >>")
        found: list[Piece] = []
        for item in items:
            with self.revised(item.change):
                pieces = self._item(item, label(item), look, frame, whole.new("LI"))
            if item.id is not None:
                pieces[0].ids = (*pieces[0].ids, item.id)
            found += pieces
        return found

    def _item(
        self, item: ListItem, label: str, look: ListLook, frame: Frame, element: Element
    ) -> list[Piece]:
        text = frame.text if frame.text in ("callout-text", "table-text") else "list"
        left = 0.0 if look.run_in else look.indent + look.marker_width
        mark, body = element.new("Lbl"), element.new("LBody")
        inner = replace(frame, x=frame.x + left, width=frame.width - left, text=text, parent=body)
        paragraph = self.look(text)
        if look.run_in:
            return self._run_in(item, label, paragraph, inner, mark)
        pieces = self.blocks(item.blocks, inner) or [Piece(0, box=frame.box)]
        marker = self.setter.plain(
            label,
            paragraph,
            bold=look.marker_bold,
            colour=look.marker_colour or paragraph.colour,
        )
        line = compose_lines(marker, frame.width)[0]
        base = base_line(paragraph)
        pieces[0].marks.insert(0, Words(frame.x + look.indent, base, line, mark))
        pieces[-1].after = max(pieces[-1].after, look.item_space)
        return pieces

    def _run_in(
        self, item: ListItem, label: str, look: ParagraphLook, frame: Frame, mark: Element
    ) -> list[Piece]:
        """Return an item whose marker begins its first line, as the words of the line do."""
        first = item.blocks[0] if item.blocks else None
        opening = first if isinstance(first, Paragraph) else Paragraph(())
        rest = item.blocks[1:] if opening is first else item.blocks
        marker = self.setter.plain(_spaced(label), look)
        atoms = [*marker, *self.setter.atoms(opening.children, look)]
        ids = (opening.id,) if opening.id else ()
        pieces = self.text((), look, frame, atoms=atoms, ids=ids, keep=opening.keep_with_next)
        # The marker is a thing of its own to a reader that goes by the structure.
        words = pieces[0].marks[0]
        if isinstance(words, Words):
            count = len(marker)
            head = replace(words.line, atoms=words.line.atoms[:count])
            body = replace(words.line, atoms=words.line.atoms[count:])
            pieces[0].marks[:1] = [
                replace(words, line=head, element=mark),
                replace(words, line=body),
            ]
        # What follows stands like any paragraph of the page; a box has a look of its own.
        plain = replace(frame, text="body") if frame.text == "list" else frame
        return [*pieces, *self.blocks(rest, plain)]

    def definitions(self, node: DefinitionList, frame: Frame) -> list[Piece]:
        found: list[Piece] = []
        whole = frame.parent.new("L")
        for item in node.items:
            element = whole.new("LI")
            term = replace(frame, parent=element)
            body = replace(frame, text="definition", parent=element.new("LBody"))
            with self.revised(item.change):
                found += self.text(item.term, self.look("term"), term, keep=True, tag="Lbl")
                found += self.blocks(item.blocks, body)
        return found

    # ── Boxes ──────────────────────────────────────────────────────────────

    def callout(self, node: Callout, frame: Frame) -> list[Piece]:
        look = self.style.boxes[node.role]
        box = Box(look, frame.x, frame.width)
        left = look.padding_x + look.bar_width
        width = frame.width - left - look.padding_x
        inner = Frame(frame.x + left, width, frame.parent.new("Div"), "callout-text", box)
        content: list[Piece] = []
        if node.title:
            content += self.text(node.title, self.look("callout-title"), inner, keep=True)
        content += self.blocks(node.blocks, inner)
        if not content:
            return []
        whole = sum(piece.height for piece in content) <= WHOLE_BOX * self.page_height
        for piece in content if whole else content[-1:]:
            piece.keep = True
        content[-1].after = 0
        content[0].before = 0
        top = Piece(look.padding_y, before=look.space_before, keep=True, box=box)
        bottom = Piece(look.padding_y, after=look.space_after, box=box)
        return [top, *content, bottom]

    def caption(
        self, pattern: str, number: int | None, caption: Inlines, frame: Frame, id_: str | None
    ) -> list[Piece]:
        look = self.look("caption")
        label = pattern.replace("{n}", str(number or "")) + (
            "\u3000" if self.language.startswith("zh") else "  "
        )
        atoms = [*self.setter.plain(label, look), *self.setter.atoms(caption, look)]
        ids = (id_,) if id_ else ()
        pieces = self.text((), look, frame, atoms=atoms, ids=ids, tag="Caption")
        for piece in pieces:
            piece.keep = True
        return pieces

    # ── Charts, contents ───────────────────────────────────────────────────

    def chart(self, node: Chart, frame: Frame) -> list[Piece]:
        found: list[Piece] = []
        if node.caption:
            found += self.caption(self.words.figure, node.number, node.caption, frame, node.id)
        figure = frame.parent.new("Figure", f"/Alt {text_string(node.description)}")
        look = self.look("table-text")
        pieces = chart_pieces(node, self.style, self.setter, look, frame.x, frame.width)
        for piece in pieces:
            for mark in piece.marks:
                mark.element = figure
            if self.setter.change is not None:
                piece.marks.append(_change_bar(piece.height))
        return [*found, *pieces]

    def picture(self, node: Image, frame: Frame) -> list[Piece]:
        found: list[Piece] = []
        if node.caption:
            found += self.caption(self.words.figure, node.number, node.caption, frame, node.id)
        figure = None
        if node.description:
            figure = frame.parent.new("Figure", f"/Alt {text_string(node.description)}")
        width, height = node.size(frame.width, self.page_height * PICTURE)
        x = frame.x + (frame.width - width) / 2
        piece = Piece(height, [Picture(x, 0, width, height, node, figure)], before=4, after=8)
        piece.box = frame.box
        if node.id and not node.caption:
            piece.ids = (node.id,)
        if self.setter.change is not None:
            piece.marks.append(_change_bar(height))
        return [*found, piece]

    def contents(self, node: Contents, frame: Frame) -> list[Piece]:
        found = self.text(node.title, self.look("contents-title"), frame) if node.title else []
        whole = frame.parent.new("TOC")
        for entry in node.entries:
            link = whole.new("TOCI").new("Reference").new("Link")
            look = self.look(f"contents{min(entry.level, 3)}")
            number = (Text(_spaced(entry.number)),) if entry.number else ()
            room = 30.0
            inner = replace(frame, width=frame.width - room, parent=link)
            with self.revised(entry.change):
                pieces = self.text((*number, Span(entry.children)), look, inner, tag="")
            last = pieces[-1]
            words = next(mark for mark in last.marks if isinstance(mark, Words))
            line: Line = words.line
            left = words.x + (line.atoms[-1][0] + line.atoms[-1][1].width if line.atoms else 0)
            right = frame.x + frame.width
            last.marks.append(PageNumber(right, words.y, entry.target, look, left, link))
            found += pieces
        if found:
            found[-1].after = max(found[-1].after, 10)
        return found


def _change_bar(height: float) -> Rectangle:
    """Return the bar in the margin beside what changed, wherever on the line it stands."""
    return Rectangle(BAR_LEFT, 0, BAR_WIDTH, height, "#000000")


def _spaced(number: str | None) -> str:
    """Return a printed number with the space that parts it from the words after it.

    A number that ends in full-width punctuation brings its own.
    """
    if not number:
        return ""
    return number if number[-1] in "、，．。）】〕：　—" else f"{number} "


def _flat(
    blocks: Blocks, turned: bool = False, change: Change | None = None
) -> Iterator[tuple[Block, bool, Change | None]]:
    """Yield blocks, whether they stand on a turned page, and what became of them."""
    for block in blocks:
        if isinstance(block, Turned):
            yield from _flat(block.blocks, True, change)
        elif isinstance(block, Revised):
            yield from _flat(block.blocks, turned, block.change)
        else:
            yield block, turned, change
