"""Sections: the page, its headers and footers, and pages that lie on their side."""

from __future__ import annotations

from briefing.document import Document, Heading
from briefing.docx import wml
from briefing.docx.context import Context
from briefing.docx.design import millimetres
from briefing.docx.package import CT, RT, Package, Part, Relations
from briefing.docx.running import write_first_header, write_footer, write_header
from briefing.docx.xml import Element

__all__ = ["turned_width", "write_sections"]

References = tuple[tuple[str, str, str], ...]
NUMBERS = {"default": 1, "first": 2, "even": 3}


def turned_width(context: Context) -> int:
    """Return how wide text is, in twips, on a page that lies on its side."""
    page = context.style.page
    return millimetres(page.height_mm) - millimetres(page.left_mm) - millimetres(page.right_mm)


def write_sections(
    package: Package, relations: Relations, body: Element, context: Context, document: Document
) -> None:
    """End every section of the body, with the parts for its headers and footers."""
    page = context.style.page
    language = document.meta.language
    upright = millimetres(page.width_mm), millimetres(page.height_mm)
    margins = {
        "top": millimetres(page.top_mm),
        "right": millimetres(page.right_mm),
        "bottom": millimetres(page.bottom_mm),
        "left": millimetres(page.left_mm),
        "header": millimetres(page.header_mm),
        "footer": millimetres(page.footer_mm),
    }
    grid = None
    if context.style.pitch(language) is not None:
        grid = wml.twips(context.style.paragraph("body", language).leading)
    own = _running(package, relations, context, document, turned=False)
    wide: References = ()
    if context.breaks:
        wide = _running(package, relations, context, document, turned=True)
    for number, (parent, turned) in enumerate([*context.breaks, (body, False)]):
        wml.section(
            parent,
            wide if turned else own,
            size=(upright[1], upright[0]) if turned else upright,
            margins=margins,
            grid=grid,
            first=not number,
        )


def _running(
    package: Package, relations: Relations, context: Context, document: Document, *, turned: bool
) -> References:
    """Add the parts for headers and footers; return what a section refers to."""
    meta = document.meta
    # Running texts hold no links, so that their parts need no relationships.
    inlines = context.inlines
    running, page_words = context.style.running, context.words.page
    tab = (context.design.text_width, turned_width(context)) if turned else None
    header = write_first_header()
    if running.header:
        header = write_header(meta, inlines, sections=_has_sections(document), tab=tab)
    outside = running.page_number == "outside"
    style = "PageNumberOdd" if outside else None
    footer = write_footer(meta, page_words, inlines, style=style, tab=tab)
    parts = [("header", "default", header), ("footer", "default", footer)]
    if not turned:
        parts[1:1] = [("header", "first", write_first_header())]
        parts.append(("footer", "first", footer))
    if outside:
        even = write_footer(meta, page_words, inlines, style="PageNumberEven", tab=tab)
        parts += [("header", "even", header), ("footer", "even", even)]
    found = []
    for kind, which, content in parts:
        above = kind == "header"
        number = NUMBERS[which] + (len(NUMBERS) if turned else 0)
        part: Part = package.part(
            f"word/{kind}{number}.xml", CT.WML_HEADER if above else CT.WML_FOOTER, content
        )
        found.append((kind, which, relations.internal(RT.HEADER if above else RT.FOOTER, part)))
    return tuple(found)


def _has_sections(document: Document) -> bool:
    return any(isinstance(node, Heading) and node.level == 1 for node in document.blocks)
