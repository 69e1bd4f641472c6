"""The whole of a DOCX: body, running texts, properties, and the parts around them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from briefing.document import Document, survey
from briefing.document.redline import any_marked
from briefing.docx.anchors import FieldNumbers
from briefing.docx.base import write_base
from briefing.docx.body import write_blocks
from briefing.docx.bookmarks import Bookmarks, identifiers_of
from briefing.docx.comments import write_comments
from briefing.docx.context import Context, Counter
from briefing.docx.design import Design, design
from briefing.docx.flow import Flow
from briefing.docx.footnotes import write_footnotes
from briefing.docx.headings import HeadingNumbers
from briefing.docx.inlines import InlineWriter
from briefing.docx.numbering import Numbering
from briefing.docx.package import CT, RT, Package, Relations
from briefing.docx.properties import application_properties, core_properties
from briefing.docx.revisions import Revisions
from briefing.docx.sections import write_sections
from briefing.docx.xml import add, root, serialize
from briefing.memory import collector_paused
from briefing.style.model import Style

__all__ = ["write"]


@collector_paused()
def write(
    document: Document,
    style: Style,
    *,
    page_numbers: Mapping[str, int] | None = None,
    base: Document | None = None,
) -> bytes:
    """Return the document as a DOCX in a house style.

    Same document, style and page numbers: same bytes.  ``page_numbers`` (by
    link target) go into the table of contents; without them its entries show
    none until somebody updates the field.  ``base`` is the document as built,
    where ``document`` also has what a person made of it.

    Raises:
        ValueError: a text holds a character that XML cannot; the date is no
            ISO date; a table's row has too many cells.
        KeyError: the style lacks the look of something in the document.
    """
    prepared = design(style, document.meta.language)
    package = Package()
    main = package.part("word/document.xml", CT.WML_DOCUMENT_MAIN, b"")
    package.relate(RT.OFFICE_DOCUMENT, main)
    relations = Relations(main)
    _fixed_parts(package, relations, prepared)

    body_root = root("w:document", ("r", "wp", "a", "c", "w14", "w15", "mc"))
    body_root.set("mc:Ignorable", "w14 w15")
    body = add(body_root, "w:body")
    found = survey(document)
    bookmarks = Bookmarks(frozenset(identifiers_of(found.blocks)))
    numbering = Numbering(prepared.numbering_root(), prepared.lists)
    # A file of two versions was built from neither: an edit in it is one of which?
    redlined = any_marked(found.blocks, chain(found.inlines, found.repeated))
    revisions = Revisions(document.meta, bookmarks.next, expected=redlined)
    numbers = None if redlined else FieldNumbers(found.fields, None if base is document else base)
    inlines = InlineWriter(prepared, bookmarks, relations, revisions, numbers)
    words = style.word(document.meta.language)
    context = Context(
        design=prepared,
        words=words,
        bookmarks=bookmarks,
        inlines=inlines,
        numbering=numbering,
        headings=HeadingNumbers(style, numbering),
        write=write_blocks,
        chart_part=lambda *parts: relations.internal(RT.CHART, package.chart(*parts)),
        picture_part=lambda *parts: relations.shared(RT.IMAGE, package.picture(*parts)),
        drawings=Counter(),
        page_numbers=page_numbers,
        breaks=[],
    )
    flow = Flow(body, prepared.text_width, prepared, bookmarks, revisions)
    write_blocks(context, flow, document.blocks)
    flow.close("BodyText")

    write_footnotes(package, relations, context, flow, inlines.notes)
    behaviour = prepared.note_settings if inlines.notes else prepared.settings
    relations.internal(RT.SETTINGS, package.part(behaviour.name, CT.WML_SETTINGS, behaviour))
    write_comments(package, relations, inlines.comments or ())
    relations.internal(
        RT.NUMBERING, package.part("word/numbering.xml", CT.WML_NUMBERING, numbering.part())
    )
    write_sections(package, relations, body, context, document)
    main._blob = serialize(body_root)  # noqa: SLF001 – python-docx sets it only at birth
    edited = base is not None and base != document
    if not redlined:
        write_base(package, relations, base or document, style.name, edited=edited)
    _properties(package, document)
    return package.write()


def _fixed_parts(package: Package, relations: Relations, prepared: Design) -> None:
    for kind, content_type, part in (
        (RT.STYLES, CT.WML_STYLES, prepared.styles),
        (RT.FONT_TABLE, CT.WML_FONT_TABLE, prepared.fonts),
        (RT.THEME, CT.OFC_THEME, prepared.theme),
    ):
        relations.internal(kind, package.part(part.name, content_type, part))


def _properties(package: Package, document: Document) -> None:
    core = package.part("docProps/core.xml", CT.OPC_CORE_PROPERTIES, core_properties(document.meta))
    package.relate(RT.CORE_PROPERTIES, core)
    application = package.part(
        "docProps/app.xml",
        CT.OFC_EXTENDED_PROPERTIES,
        application_properties(document.meta),
    )
    package.relate(RT.EXTENDED_PROPERTIES, application)
