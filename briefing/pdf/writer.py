"""The whole of a PDF: atoms → lines → pieces → pages → operators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
    setter = Typesetter(style, language, FontSet.of(style))
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
    from briefing.pdf.objects import File, reference, text
    from briefing.pdf.outline import add_outline

    file = File()
    where = {id_: (number, y) for number, sheet in enumerate(sheets, 1) for id_, y in sheet.targets}

    def destination(target: str) -> str | None:
        if target not in where:
            return None
        number, y = where[target]
        return f"[{reference(f'page:{number}')} /XYZ 0 {y + 6:.2f} 0]"

    names, fonts = painter.embed(file)
    resources = file.add("resources", f"<< /ProcSet [/PDF /Text] /Font {fonts} >>")
    size = f"[0 0 {painter.width:.3f} {painter.height:.3f}]"
    kids = []
    for number, sheet in enumerate(sheets, 1):
        content = file.stream(f"content:{number}", painter.content(sheet, names))
        links = painter.links(sheet, destination)
        annotations = f" /Annots [{' '.join(links)}]" if links else ""
        kids.append(
            file.add(
                f"page:{number}",
                f"<< /Type /Page /Parent {reference('pages')} /MediaBox {size} /Resources"
                f" {resources} /Contents {content}{annotations} >>",
            )
        )
    pages = file.add("pages", f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>")
    entries = [entry for sheet in sheets for entry, _ in sheet.entries]
    outline = add_outline(file, entries, lambda target: destination(target) or "null")
    meta = document.meta
    date = _stamp(meta.date)
    info = {
        "Title": meta.title,
        "Author": ", ".join(meta.authors) or meta.organization,
        "Subject": meta.subject,
        "Keywords": ", ".join(meta.keywords),
        "Creator": "briefing",
        "Producer": "briefing",
    }
    return file.to_bytes(
        f"<< /Type /Catalog /Pages {pages} /Lang {text(meta.language)} /PageMode"
        f" /{'UseOutlines' if outline else 'UseNone'} {f'/Outlines {outline} ' if outline else ''}"
        "/ViewerPreferences << /DisplayDocTitle true >> >>",
        "<< "
        + " ".join(f"/{key} {text(value)}" for key, value in info.items() if value)
        + f" /CreationDate ({date}) /ModDate ({date}) >>",
    )


def _stamp(date: str) -> str:
    parts = [*date.split("-"), "01", "01"][:3]
    return f"D:{''.join(parts)}000000Z"
