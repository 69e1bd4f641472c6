"""The elements of a WordprocessingML body: paragraphs, runs, fields, tables.

Knows ISO/IEC 29500-1 chapter 17 and nothing of briefs.  Lengths are twips
(1/20 point); every function appends to ``parent`` in the order that the schema
asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import chain, zip_longest
from typing import NamedTuple

from briefing.docx.xml import Element, add, escaped, quoted

__all__ = [
    "PLAIN",
    "ParagraphProperties",
    "RunProperties",
    "add_property",
    "add_run",
    "bookmark",
    "complex_field",
    "contents_control",
    "finish",
    "hyperlink",
    "is_paragraph",
    "open_field",
    "paragraph",
    "paragraph_markup",
    "paragraph_properties",
    "reopened",
    "run_properties",
    "section",
    "table",
    "table_cell",
    "table_row",
    "text_run",
    "text_runs",
    "twips",
]

_CONTROLS = re.compile("\t|\r\n|\n|\r")


def twips(points: float) -> int:
    """Return a length in points as whole twips."""
    return round(points * 20)


# ── Paragraphs ─────────────────────────────────────────────────────────────


class ParagraphProperties(NamedTuple):
    """What a paragraph says of itself beyond its style; as little as possible.

    ``numbering`` is the list (``numId``; 0: none) and its level.  ``indent`` is
    the left and the hanging indent, ``inset`` those of both edges.
    """

    keep_next: bool | None = None
    page_break: bool = False
    numbering: tuple[int, int] | None = None
    space_before: int | None = None
    indent: tuple[int, int] | None = None
    inset: tuple[int, int] = (0, 0)


_NOTHING = ParagraphProperties()


def paragraph(parent: Element, style: str, own: ParagraphProperties = _NOTHING) -> Element:
    """Append a paragraph of a style and return it."""
    element = Element("w:p", [paragraph_markup(style, own)])
    parent.parts.append(element)
    return element


# Most paragraphs, runs and cells of a document are like some other one.
@lru_cache(maxsize=512)
def paragraph_markup(style: str, own: ParagraphProperties) -> str:
    """Return the markup of a paragraph's properties, which stand first in it."""
    properties = Element("w:pPr")
    add(properties, "w:pStyle", val=style)
    if own.keep_next is not None:
        add(properties, "w:keepNext", **({} if own.keep_next else {"val": "0"}))
    if own.page_break:
        add(properties, "w:pageBreakBefore")
    if own.numbering is not None:
        number = add(properties, "w:numPr")
        add(number, "w:ilvl", val=str(own.numbering[1]))
        add(number, "w:numId", val=str(own.numbering[0]))
    if own.space_before is not None:
        add(properties, "w:spacing", before=str(own.space_before))
    if own.indent is not None:
        left, hanging = own.indent
        if hanging:
            add(properties, "w:ind", left=str(left), hanging=str(hanging))
        else:
            add(properties, "w:ind", left=str(left), firstLine="0")
    elif any(own.inset):
        edges = zip(("left", "right"), own.inset, strict=True)
        add(properties, "w:ind", **{side: str(inset) for side, inset in edges if inset})
    return str(properties)


def paragraph_properties(paragraph: Element) -> Element:
    """Return the ``w:pPr`` of a paragraph, to add what its style can't say."""
    first = paragraph.parts[0] if paragraph.parts else ""
    if isinstance(first, Element):
        if first.name == "w:pPr":
            return first
        first = ""
    # It was finished markup; its end is the only one there is.
    inner = first.removeprefix("<w:pPr>").removesuffix("</w:pPr>")
    if inner == first:
        properties = Element("w:pPr")
        paragraph.parts.insert(0, properties)
        return properties
    properties = Element("w:pPr", [inner])
    paragraph.parts[0] = properties
    return properties


def finish(parent: Element) -> None:
    """Turn the last element of ``parent`` into text: nobody will change it any more.

    A long document kept as a tree until its end would take several times the room.
    """
    parent.parts[-1] = str(parent.parts[-1])


def is_paragraph(part: Element | str) -> bool:
    """Return whether a part of an element is a paragraph, finished or not."""
    return part.startswith("<w:p>") if isinstance(part, str) else part.name == "w:p"


def reopened(parent: Element, index: int) -> Element:
    """Return a paragraph of ``parent``, to change it although it may have been finished."""
    part = parent.parts[index]
    if isinstance(part, str):
        inner = part.removeprefix("<w:p>").removesuffix("</w:p>")
        properties, end, rest = inner.partition("</w:pPr>")
        part = parent.parts[index] = Element("w:p", [properties + end, rest])
    return part


def add_property(properties: Element, name: str) -> Element:
    """Append to a ``w:pPr`` one of its last properties, before what it says of its past."""
    element = add(properties, name)
    if len(properties.parts) > 1:
        before = properties.parts[-2]
        if isinstance(before, Element) and before.name == "w:pPrChange":
            properties.parts[-2:] = [element, before]
    return element


def bookmark(number: int, name: str) -> tuple[str, str]:
    """Return the markup of a bookmark's beginning and of its end."""
    start = f'<w:bookmarkStart w:id="{number}" w:name={quoted(name)}/>'
    return start, f'<w:bookmarkEnd w:id="{number}"/>'


# ── Runs ───────────────────────────────────────────────────────────────────


class RunProperties(NamedTuple):
    """What a run says of itself: a character style, and what differs from it.

    ``east_asian`` hints that quotation marks, dashes and ellipses, which both
    kinds of font have, are to come from the East-Asian one (``w:hint``).
    ``language`` is the pair of a ``w:lang`` slot and a language name.
    """

    style: str | None = None
    east_asian: bool = False
    bold: bool | None = None
    italic: bool | None = None
    colour: str | None = None
    underline: bool = False
    superscript: bool = False
    right_to_left: bool = False
    language: tuple[str, str] | None = None


PLAIN = RunProperties()


def add_run(parent: Element, properties: RunProperties) -> Element:
    """Append an empty run and return it."""
    own = run_properties(properties)
    element = Element("w:r", [own] if own else None)
    parent.parts.append(element)
    return element


@lru_cache(maxsize=512)
def run_properties(properties: RunProperties) -> str:
    """Return the markup of what a run says of itself; nothing where it says nothing."""
    if properties == PLAIN:
        return ""
    own = Element("w:rPr")
    if properties.style is not None:
        add(own, "w:rStyle", val=properties.style)
    if properties.east_asian:
        add(own, "w:rFonts", hint="eastAsia")
    for name, value in (("b", properties.bold), ("i", properties.italic)):
        if value is not None:
            off = {} if value else {"val": "0"}
            add(own, f"w:{name}", **off)
            add(own, f"w:{name}Cs", **off)
    if properties.colour is not None:
        add(own, "w:color", val=properties.colour)
    if properties.underline:
        add(own, "w:u", val="single")
    if properties.superscript:
        add(own, "w:vertAlign", val="superscript")
    if properties.right_to_left:
        add(own, "w:rtl")
    if properties.language is not None:
        slot, name = properties.language
        add(own, "w:lang", **{slot: name})
    return str(own)


def text_runs(parent: Element, text: str, properties: RunProperties = PLAIN) -> None:
    """Append text as one run; a tab and a line end become ``w:tab`` and ``w:br``.

    Raises:
        ValueError: the text holds a character that XML cannot.
    """
    if text:
        parent.parts.append(text_run(text, run_properties(properties)))


def text_run(text: str, properties: str) -> str:
    """Return the markup of a run of some words; ``properties`` are those of :func:`run_properties`.

    Raises:
        ValueError: the text holds a character that XML cannot.
    """
    # What is printable holds no control, and no white space but the common one.
    printable = text.isprintable()
    if not printable and _CONTROLS.search(text):
        return _controlled_run(text, properties)
    tag = "<w:t>" if printable and " " not in text else _tag(text)
    if not printable or "&" in text or "<" in text or ">" in text:
        text = escaped(text)
    return f"<w:r>{properties}{tag}{text}</w:t></w:r>"


def _controlled_run(text: str, properties: str) -> str:
    parts = [f"{_tag(part)}{escaped(part)}</w:t>" if part else "" for part in _CONTROLS.split(text)]
    controls = ["<w:tab/>" if sign == "\t" else "<w:br/>" for sign in _CONTROLS.findall(text)]
    inside = "".join(chain(*zip_longest(parts, controls, fillvalue="")))
    return f"<w:r>{properties}{inside}</w:r>"


def _tag(text: str) -> str:
    # Readers may collapse space that is not protected.
    if text[0].isspace() or text[-1].isspace() or "  " in text:
        return '<w:t xml:space="preserve">'
    return "<w:t>"


def complex_field(
    parent: Element, instruction: str, result: str, properties: RunProperties = PLAIN
) -> None:
    """Append a field: begin, instruction, separate, result, end, each in its own run."""
    end = open_field(parent, instruction, properties)
    text_runs(parent, result, properties)
    end(parent)


def open_field(
    parent: Element, instruction: str, properties: RunProperties = PLAIN
) -> Callable[[Element], None]:
    """Begin a field; the function that is returned ends it, in any later paragraph."""
    own = run_properties(properties)
    parent.parts.append(
        f'<w:r>{own}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{own}<w:instrText xml:space="preserve"> {escaped(instruction)} </w:instrText></w:r>'
        f'<w:r>{own}<w:fldChar w:fldCharType="separate"/></w:r>'
    )

    def end(last: Element) -> None:
        last.parts.append(f'<w:r>{own}<w:fldChar w:fldCharType="end"/></w:r>')

    return end


def hyperlink(
    parent: Element, *, anchor: str | None = None, relationship: str | None = None
) -> Element:
    """Append a link to a bookmark or to an external relationship; runs go inside it."""
    element = Element("w:hyperlink")
    if relationship is not None:
        element.set("r:id", relationship)
    if anchor is not None:
        element.set("w:anchor", anchor)
    element.head += ' w:history="1"'
    parent.parts.append(element)
    return element


# ── Tables ─────────────────────────────────────────────────────────────────


def table(
    parent: Element,
    style: str,
    grid: tuple[int, ...],
    *,
    indent: int = 0,
    look: tuple[bool, bool] = (True, True),
    title: str = "",
    description: str = "",
    foot: bool = False,
) -> Element:
    """Append a table of fixed layout; at the ``foot`` of the text area, or in the flow.

    ``look`` says whether the style's header row and its bands apply; ``title``
    and ``description`` are read out to those who cannot see the table.
    """
    element = add(parent, "w:tbl")
    properties = add(element, "w:tblPr")
    add(properties, "w:tblStyle", val=style)
    if foot:
        add(
            properties,
            "w:tblpPr",
            vertAnchor="margin",
            horzAnchor="margin",
            tblpXSpec="left",
            tblpYSpec="bottom",
        )
        add(properties, "w:tblOverlap", val="never")
    add(properties, "w:tblW", w=str(sum(grid)), type="dxa")
    if indent:
        add(properties, "w:tblInd", w=str(indent), type="dxa")
    add(properties, "w:tblLayout", type="fixed")
    first_row, bands = look
    # 0x0020 first row, 0x0200 no horizontal bands, 0x0400 no vertical bands.
    bits = (0x0020 if first_row else 0) | (0 if bands else 0x0200) | 0x0400
    add(
        properties,
        "w:tblLook",
        val=f"{bits:04X}",
        firstRow=str(int(first_row)),
        lastRow="0",
        firstColumn="0",
        lastColumn="0",
        noHBand=str(int(not bands)),
        noVBand="1",
    )
    if title:
        add(properties, "w:tblCaption", val=title)
    if description:
        add(properties, "w:tblDescription", val=description)
    columns = add(element, "w:tblGrid")
    for width in grid:
        add(columns, "w:gridCol", w=str(width))
    return element


def table_row(parent: Element, *, header: bool = False, whole: bool = True) -> Element:
    """Append a row; ``header`` repeats it on every page, ``whole`` keeps it on one page."""
    element = add(parent, "w:tr")
    if header or whole:
        properties = add(element, "w:trPr")
        if whole:
            add(properties, "w:cantSplit")
        if header:
            add(properties, "w:tblHeader")
    return element


def table_cell(
    parent: Element,
    width: int,
    *,
    span: int = 1,
    merge: str | None = None,
    bottom: bool = False,
    fill: str | None = None,
) -> Element:
    """Append a cell.

    ``merge`` is ``restart`` or ``continue`` in a vertical span, ``bottom`` sets
    its text at its foot, ``fill`` is a colour (``RRGGBB``) that the table's
    style doesn't give it.
    """
    element = Element("w:tc", [_cell(width, span, merge, "bottom" if bottom else None, fill)])
    parent.parts.append(element)
    return element


@lru_cache(maxsize=512)
def _cell(width: int, span: int, merge: str | None, align: str | None, fill: str | None) -> str:
    properties = Element("w:tcPr")
    add(properties, "w:tcW", w=str(width), type="dxa")
    if span > 1:
        add(properties, "w:gridSpan", val=str(span))
    if merge is not None:
        add(properties, "w:vMerge", val=merge)
    if fill is not None:
        add(properties, "w:shd", val="clear", color="auto", fill=fill)
    if align is not None:
        add(properties, "w:vAlign", val=align)
    return str(properties)


def contents_control(parent: Element, identifier: int, name: str) -> Element:
    """Append the block control that Word knows as a table of contents; return its content."""
    element = add(parent, "w:sdt")
    properties = add(element, "w:sdtPr")
    add(properties, "w:alias", val=name)
    add(properties, "w:id", val=str(identifier))
    gallery = add(properties, "w:docPartObj")
    add(gallery, "w:docPartGallery", val="Table of Contents")
    add(gallery, "w:docPartUnique")
    return add(element, "w:sdtContent")


def section(
    parent: Element,
    references: tuple[tuple[str, str, str], ...],
    *,
    size: tuple[int, int],
    margins: dict[str, int],
    grid: int | None = None,
    first: bool = True,
) -> None:
    """End a section with its page, headers and footers; ``parent`` is the body or a ``w:pPr``.

    The ``first`` section's first page has headers and footers of its own; one without
    ``references`` has those of the section before.  A page wider than high lies on its
    side.  ``grid`` is the distance of the lines that text is set on (17.6.5).

    ``references`` are (``header`` or ``footer``, ``default`` or ``first``,
    relationship id); ``margins`` are named as in ``w:pgMar``.
    """
    element = add_property(parent, "w:sectPr")
    for kind, which, relationship in references:
        add(element, f"w:{kind}Reference", type=which, r__id=relationship)
    width, height = size
    turned = {"orient": "landscape"} if width > height else {}
    add(element, "w:pgSz", w=str(width), h=str(height), **turned)
    add(element, "w:pgMar", **{name: str(value) for name, value in margins.items()}, gutter="0")
    if first:
        add(element, "w:titlePg")
    if grid is not None:
        add(element, "w:docGrid", type="lines", linePitch=str(grid))
