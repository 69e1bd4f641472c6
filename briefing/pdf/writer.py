"""The whole of a PDF: atoms → lines → pieces → pages → operators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from briefing.document import Document
from briefing.memory import collector_paused
from briefing.pdf.atoms import Ink, Typesetter
from briefing.pdf.blocks import Builder, base_line
from briefing.pdf.draw import Geometry, Painter, Sheet
from briefing.pdf.fonts import FontSet
from briefing.pdf.images import add_image
from briefing.pdf.lines import compose_lines
from briefing.pdf.metadata import add_attachments, add_information, add_intent, add_metadata
from briefing.pdf.objects import File, address, text
from briefing.pdf.outline import add_outline
from briefing.pdf.pages import make_pages, targets
from briefing.pdf.pieces import Piece, Rectangle, Words
from briefing.pdf.running import add_running
from briefing.pdf.stationery import Letterhead
from briefing.pdf.tags import Element, add_tree
from briefing.problems import Problem
from briefing.style.model import Style

__all__ = ["Written", "write"]


@dataclass(frozen=True, slots=True)
class Written:
    """A PDF, what could not be set, and the page (from 1) of every target."""

    data: bytes
    problems: tuple[Problem, ...]
    page_numbers: Mapping[str, int]


@collector_paused()
def write(document: Document, style: Style) -> Written:
    """Return the document as a PDF in a house style.

    Same document and style: same bytes.  A character that no face has is drawn
    as a box, keeps its text, and is reported.

    Raises:
        MachineError: a font file is missing or another version.
    """
    language = document.meta.language
    style = style.spoken(language)
    setter = Typesetter(style, language, FontSet.of(style))
    painter = Painter(style, setter)
    upright, turned = painter.upright, painter.turned
    letterhead = None
    if style.stationery is not None:
        letterhead = Letterhead(style.stationery, setter, document)

    def at(number: int, on_side: bool) -> Geometry:
        base = turned if on_side else upright
        return base if letterhead is None else letterhead.geometry(base, number)

    depth, turned_depth = (
        min(at(number, on_side).depth for number in (1, 2, 3)) for on_side in (False, True)
    )
    size = turned.measure, turned_depth
    builder = Builder(style, setter, language, upright.measure, depth, size)
    pieces = builder.pieces(document.blocks)

    def continued(on_side: bool) -> Piece:
        look = builder.look("meta").model_copy(update={"align": "right", "space_after": 0})
        measure = turned.measure if on_side else upright.measure
        line = compose_lines(setter.plain(builder.words.continued, look), measure, "right")[0]
        return Piece(look.leading + 2, [Words(0, base_line(look), line)])

    def rule() -> Piece:
        return Piece(0, [Rectangle(0, 5, upright.measure / 4, 0.5, style.rule)])

    pages = make_pages(pieces, lambda number, on_side: at(number, on_side).depth, continued, rule)
    numbers = targets(pages)
    sheets = [
        painter.sheet(page, at(number, page.turned), numbers)
        for number, page in enumerate(pages, 1)
    ]
    add_running(document.meta, style, setter, sheets, letterhead)
    data = _save(document, painter, sheets, builder.root)
    return Written(data, tuple(setter.problems.values()), numbers)


def _save(document: Document, painter: Painter, sheets: list[Sheet], root: Element) -> bytes:
    file = File()
    where = {id_: (number, y) for number, sheet in enumerate(sheets, 1) for id_, y in sheet.targets}
    own = [file.ref(f"page:{number}") for number in range(1, len(sheets) + 1)]

    def destination(target: str) -> str | None:
        if target not in where:
            return None
        number, y = where[target]
        return f"[{own[number - 1]} /XYZ 0 {y + 6:.2f} 0]"

    names, fonts = painter.embed(file)
    pictures: dict[bytes, str] = {}
    drawn = ""
    for image in (one for sheet in sheets for one in sheet.images()):
        if image.data not in pictures:
            own_name = pictures[image.data] = f"P{len(pictures) + 1}"
            drawn += f"/{own_name} {add_image(file, f'image:{own_name}', image)} "
    objects = f" /XObject << {drawn}>>" if drawn else ""
    procedures = "/PDF /Text /ImageB /ImageC" if drawn else "/PDF /Text"
    resources = file.add("resources", f"<< /ProcSet [{procedures}] /Font {fonts}{objects} >>")
    links: list[str] = []

    def link(ink: Ink, area: tuple[float, float, float, float], words: str) -> str | None:
        action = _action(ink, destination)
        if action is None:
            return None
        name = f"link:{len(links)}"
        rectangle = " ".join(f"{value:.2f}" for value in area)
        links.append(
            file.add(
                name,
                f"<< /Type /Annot /Subtype /Link /Border [0 0 0] /F 4 /Rect [{rectangle}]"
                f" /Contents {text(words)} /StructParent {len(own) + len(links)} {action} >>",
            )
        )
        return name

    for number, sheet in enumerate(sheets, 1):
        first = len(links)
        content = file.stream(
            f"content:{number}", painter.content(sheet, number, names, pictures, link)
        )
        annotations = f" /Annots [{' '.join(links[first:])}]" if len(links) > first else ""
        file.add(
            f"page:{number}",
            f"<< /Type /Page /Parent {file.ref('pages')} /MediaBox [0 0 {sheet.at.width:.3f}"
            f" {sheet.at.height:.3f}] /Resources {resources}"
            f" /Contents {content} /StructParents {number - 1} /Tabs /S{annotations} >>",
        )
    pages = file.add("pages", f"<< /Type /Pages /Count {len(own)} /Kids [{' '.join(own)}] >>")
    entries = [entry for sheet in sheets for entry in sheet.entries]
    outline = add_outline(file, entries, lambda target: destination(target) or "null")
    add_information(file, document.meta)
    attached = add_attachments(file, document.meta, document.attachments)
    file.add(
        "catalog",
        f"<< /Type /Catalog /Pages {pages} /Lang {text(document.meta.language)} /PageMode"
        f" /{'UseOutlines' if outline else 'UseNone'} {f'/Outlines {outline} ' if outline else ''}"
        f"/MarkInfo << /Marked true >> /StructTreeRoot {add_tree(file, root, own)}"
        f" /Metadata {add_metadata(file, document.meta, 3 if attached else 2)}"
        f" /OutputIntents [{add_intent(file)}]{attached}"
        " /ViewerPreferences << /DisplayDocTitle true >> >>",
    )
    return file.to_bytes()


def _action(ink: Ink, destination: Callable[[str], str | None]) -> str | None:
    """Return what a link does; ``None`` where its target stands on no page."""
    if ink.url is not None:
        return f"/A << /S /URI /URI {address(ink.url)} >>"
    place = destination(ink.target or "")
    return f"/Dest {place}" if place is not None else None
