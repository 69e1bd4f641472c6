"""Sections: the page, its headers and footers, and pages that lie on their side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.document import Document, Heading, inline_text
from briefing.docx import wml
from briefing.docx.context import Context
from briefing.docx.design import millimetres
from briefing.docx.package import CT, RT, Package, Part, Relations
from briefing.docx.running import Stops, write_first_header, write_footer, write_header
from briefing.docx.xml import Element

if TYPE_CHECKING:
    from briefing.docx.reference.letterhead import Letterhead

__all__ = ["turned_width", "write_sections"]

References = tuple[tuple[str, str, str], ...]
NUMBERS = {"default": 1, "first": 2, "even": 3}


def turned_width(context: Context) -> int:
    """Return how wide text is, in twips, on a page that lies on its side."""
    page = context.style.page
    long = millimetres(max(page.width_mm, page.height_mm))
    return long - millimetres(page.left_mm) - millimetres(page.right_mm)


def write_sections(
    package: Package, relations: Relations, body: Element, context: Context, document: Document
) -> None:
    """End every section of the body, with the parts for its headers and footers."""
    if context.design.letterhead is not None:
        _on_letterhead(package, relations, body, context, document, context.design.letterhead)
        return
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
            size=(max(upright), min(upright)) if turned else upright,
            margins=margins,
            grid=grid,
            first=not number,
        )


def _on_letterhead(
    package: Package,
    relations: Relations,
    body: Element,
    context: Context,
    document: Document,
    letterhead: Letterhead,
) -> None:
    """End every section on a company's own pages; ours run along where it has none."""
    from briefing.docx.reference.sections import Stationery

    title = _first_section(document)
    stationery = Stationery(package, relations, letterhead, document.meta, title)
    whole = not letterhead.has_running()

    def references(*, turned: bool) -> References:
        if whole:
            return _running(package, relations, context, document, turned=turned)
        found = stationery.running(turned=turned)
        if not letterhead.has("footer"):
            number = _page_number(package, relations, context, document, turned=turned)
            found["footer", "default"] = number
            if not turned and letterhead.setup.title_page:
                found.setdefault(("footer", "first"), number)
            if letterhead.even_and_odd:
                found.setdefault(("footer", "even"), number)
        return tuple((kind, which, identifier) for (kind, which), identifier in found.items())

    own = references(turned=False)
    wide = references(turned=True) if context.breaks else ()
    for number, (parent, turned) in enumerate([*context.breaks, (body, False)]):
        stationery.end_section(
            parent, wide if turned else own, turned=turned, first=not number, titled=whole
        )


def _page_number(
    package: Package, relations: Relations, context: Context, document: Document, *, turned: bool
) -> str:
    """Add a footer with the page number, for a company's file without one."""
    stops = _stops(context, "Footer", turned=turned)
    content = write_footer(document.meta, context.words.page, context.inlines, stops=stops)
    name = f"word/footerNumber{2 if turned else 1}.xml"
    return relations.internal(RT.FOOTER, package.part(name, CT.WML_FOOTER, content))


def _running(
    package: Package, relations: Relations, context: Context, document: Document, *, turned: bool
) -> References:
    """Add the parts for headers and footers; return what a section refers to."""
    meta = document.meta
    # Running texts hold no links, so that their parts need no relationships.
    inlines = context.inlines
    running, page_words = context.style.running, context.words.page
    header = write_first_header()
    if running.header:
        stops = _stops(context, "Header", turned=turned)
        header = write_header(meta, inlines, _first_section(document), stops=stops)
    outside = running.page_number == "outside"
    style = "PageNumberOdd" if outside else None
    stops = _stops(context, "Footer", turned=turned)
    footer = write_footer(meta, page_words, inlines, style=style, stops=stops)
    parts = [("header", "default", header), ("footer", "default", footer)]
    if not turned:
        parts[1:1] = [("header", "first", write_first_header())]
        parts.append(("footer", "first", footer))
    if outside:
        even = write_footer(meta, page_words, inlines, style="PageNumberEven", stops=stops)
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


def _stops(context: Context, style: str, *, turned: bool) -> Stops:
    """Return the tab stops that a running text needs over those of its style."""
    width = context.design.text_width
    wide = turned_width(context) if turned else width
    letterhead = context.design.letterhead
    own = letterhead.style(style) if letterhead is not None else None
    if letterhead is None or own is None:
        return (("clear", width), ("right", wide)) if turned else ()
    stops = letterhead.sheet.effect(own.id).tabs
    cleared = [("clear", at) for at, _ in stops if at != wide]
    return tuple(sorted([*cleared, ("right", wide)], key=lambda stop: stop[1]))


def _first_section(document: Document) -> str:
    """Return the title of the document's first section, with its number."""
    for node in document.blocks:
        if isinstance(node, Heading) and node.level == 1:
            return " ".join(part for part in (node.number, inline_text(node.children)) if part)
    return ""
