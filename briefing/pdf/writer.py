"""The whole of a PDF: atoms → lines → pieces → pages → operators."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing.document import Document
from briefing.pdf.atoms import Typesetter
from briefing.pdf.blocks import Builder, base_line
from briefing.pdf.draw import POINTS, Painter, Sheet
from briefing.pdf.fonts import FontSet
from briefing.pdf.lines import compose_lines
from briefing.pdf.pages import make_pages, targets
from briefing.pdf.pieces import Piece, Words
from briefing.problems import Problem
from briefing.style.model import Style

__all__ = ["Written", "write"]


@dataclass(frozen=True, slots=True)
class Written:
    """A PDF, what could not be set, and the page (from 1) of every target."""

    data: bytes
    problems: tuple[Problem, ...]
    page_numbers: Mapping[str, int]


def write(document: Document, style: Style) -> Written:
    """Return the document as a PDF in a house style.

    Same document and style: same bytes.  A character that no face has is drawn
    as the face's sign for a missing glyph, keeps its text, and is reported.

    Raises:
        MachineError: a font file is missing or another version.
    """
    language = document.meta.language
    setter = Typesetter(style, language, FontSet(style))
    painter = Painter(style, setter)
    body_height = (style.page.height_mm - style.page.top_mm - style.page.bottom_mm) * POINTS
    builder = Builder(style, setter, language, painter.measure, body_height)
    pieces = builder.pieces(document.blocks)

    def continued() -> Piece:
        look = builder.look("meta").model_copy(update={"align": "right", "space_after": 0})
        line = compose_lines(setter.plain(builder.words.continued, look), painter.measure, "right")[
            0
        ]
        return Piece(look.leading + 2, [Words(0, base_line(look), line)])

    pages = make_pages(pieces, body_height, continued)
    numbers = targets(pages)
    sheets = [painter.sheet(page, numbers) for page in pages]
    for number, sheet in enumerate(sheets, 1):
        _running(document, style, setter, painter, sheet, number, len(sheets))
    data = _save(document, painter, sheets)
    return Written(data, tuple(setter.problems.values()), numbers)


def _running(
    document: Document,
    style: Style,
    setter: Typesetter,
    painter: Painter,
    sheet: Sheet,
    number: int,
    count: int,
) -> None:
    """Add header and footer; the first page, with its masthead, has no header."""
    meta, page = document.meta, style.page
    measure, left = painter.measure, painter.left
    language = meta.language

    def line(text: str, name: str, align: str, y: float) -> None:
        look = style.paragraph(name, language)
        made = compose_lines(setter.plain(text, look), measure, align)[0]
        painter.words(made, left, y, sheet)

    if number > 1:
        look = style.paragraph("header", language)
        y = painter.height - page.header_mm * POINTS - look.size
        for text, align in zip(meta.header, ("left", "right"), strict=True):
            if text:
                line(text, "header", align, y)
        if look.border_bottom is not None:
            rule = look.border_bottom
            sheet.rectangles.append((left, y - rule.gap, measure, rule.width, rule.colour))
    y = page.footer_mm * POINTS
    if meta.footer:
        line(meta.footer, "footer", "left", y)
    text = style.word(language).page.replace("{page}", str(number)).replace("{pages}", str(count))
    line(text, "footer", "right", y)


def _save(document: Document, painter: Painter, sheets: list[Sheet]) -> bytes:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    meta = document.meta
    out = io.BytesIO()
    canvas: Any = Canvas(
        out,
        pagesize=(painter.width, painter.height),
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        lang=meta.language,
    )
    # The file's ID begins with a digest of SOURCE_DATE_EPOCH, which is no input of ours.
    canvas._doc.signature = hashlib.md5(b"briefing", usedforsecurity=False)  # noqa: SLF001
    ascii85 = rl_config.useA85
    rl_config.useA85 = 0
    try:
        canvas.setTitle(meta.title)
        canvas.setAuthor(", ".join(meta.authors) or meta.organization)
        canvas.setSubject(meta.subject)
        canvas.setKeywords(", ".join(meta.keywords))
        canvas.setCreator("briefing")
        canvas.setProducer("briefing")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        stamp = _stamp(meta.date)
        canvas.setDateFormatter(lambda *_: stamp)
        names = painter.embed(canvas._doc)  # noqa: SLF001 – where font objects go
        for sheet in sheets:
            canvas._code.clear()  # noqa: SLF001 – reportlab's initial font is never used
            painter.paint(canvas, sheet, names)
            canvas.showPage()
        painter.outline(canvas, sheets)
        canvas.save()
    finally:
        rl_config.useA85 = ascii85
    return out.getvalue()


def _stamp(date: str) -> str:
    parts = [*date.split("-"), "01", "01"][:3]
    return f"D:{''.join(parts)}000000Z"
