"""The table of contents: a TOC field with its entries filled in."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from briefing.document import Contents, ContentsEntry, inline_text
from briefing.docx import wml
from briefing.docx.context import Context
from briefing.docx.flow import Flow
from briefing.docx.inlines import InlineWriter
from briefing.docx.numbering import spaced
from briefing.docx.xml import Element

__all__ = ["write_contents"]


def write_contents(context: Context, flow: Flow, node: Contents) -> None:
    """Write a table of contents that a reader sees filled and Word can update.

    Page numbers are those that the caller knows.  Without them an entry shows
    none: the field still asks for them, so that updating it in Word (F9) fills
    them in, and no reader ever meets a wrong number.
    """
    if not node.entries:
        return
    title = inline_text(node.title) or context.words.contents
    control = wml.contents_control(flow.parent, zlib.crc32(title.encode()) & 0x7FFF_FFFF, title)
    inner = flow.inside(control)
    if node.title:
        inner.paragraph("TOCHeading", context.fill(node.title))
    inlines = context.inlines.repeating()
    end: Callable[[Element], None] | None = None
    if any(entry.change for entry in node.entries):
        _revised(context, inner, inlines, node)
        return
    for number, entry in enumerate(node.entries):
        last = number == len(node.entries) - 1

        def fill(paragraph: Element, entry: ContentsEntry = entry, last: bool = last) -> None:
            nonlocal end
            if end is None:
                end = wml.open_field(paragraph, f'TOC \\o "1-{node.depth}" \\h \\z \\u')
            _entry(context, inlines, paragraph, entry)
            if last:
                end(paragraph)

        inner.paragraph(f"TOC{min(max(entry.level, 1), 3)}", fill)


def _revised(context: Context, flow: Flow, inlines: InlineWriter, node: Contents) -> None:
    """Write entries of which some were inserted or deleted.

    The field begins and ends in paragraphs of its own, which nobody can delete with an
    entry.
    """
    ends: list[Callable[[Element], None]] = []
    flow.paragraph(
        "Spacer",
        lambda p: ends.append(wml.open_field(p, f'TOC \\o "1-{node.depth}" \\h \\z \\u')),
    )
    for entry in node.entries:

        def fill(paragraph: Element, entry: ContentsEntry = entry) -> None:
            _entry(context, inlines, paragraph, entry)

        flow.revised(entry.change).paragraph(f"TOC{min(max(entry.level, 1), 3)}", fill)
    flow.paragraph("Spacer", ends[0])


def _entry(
    context: Context, inlines: InlineWriter, paragraph: Element, entry: ContentsEntry
) -> None:
    parent = paragraph
    known = entry.target in context.bookmarks
    anchor = context.bookmarks.name(entry.target) if known else None
    if anchor:
        parent = wml.hyperlink(paragraph, anchor=anchor)
    if entry.number:
        inlines.words(parent, spaced(entry.number))
    inlines.write(parent, entry.children, linked=True)
    page = (context.page_numbers or {}).get(entry.target)
    if anchor and page is not None:
        wml.text_runs(parent, "\t")
        wml.complex_field(parent, f"PAGEREF {anchor} \\h", str(page))
