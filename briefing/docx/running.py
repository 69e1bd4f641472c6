"""Headers and footers: the running texts, and page numbers as fields."""

from __future__ import annotations

import re

from briefing.document import Meta
from briefing.docx import wml
from briefing.docx.inlines import InlineWriter
from briefing.docx.xml import Element, add, root, serialize

__all__ = ["Stops", "write_first_header", "write_footer", "write_header"]

Stops = tuple[tuple[str, int], ...]
"""Tab stops: kind (``clear`` takes one out) and place in twips, in the order of places."""

_PLACEHOLDER = re.compile(r"\{(page|pages)\}")
_FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}


def write_header(
    meta: Meta, inlines: InlineWriter, section: str = "", *, stops: Stops = ()
) -> bytes:
    """Return the header of every page but the first.

    ``stops`` are tab stops over those of its style: for the right side of another width.

    Where nothing is named for its right side, a field shows the title of the
    section that a page is about; ``section`` is what it shows until it is updated.
    """
    element = root("w:hdr", ("r",))
    left, right = meta.header
    shown = bool(left or right or section)
    paragraph = wml.paragraph(element, "Header" if shown else "HeaderFirst")
    _set_stops(paragraph, stops)
    inlines.words(paragraph, left)
    if right:
        inlines.words(paragraph, f"\t{right}")
    elif section:
        inlines.words(paragraph, "\t")
        wml.complex_field(paragraph, "STYLEREF 1", section)
    return serialize(element)


def write_first_header() -> bytes:
    """Return the first page's header: empty, since the masthead says it all."""
    element = root("w:hdr", ("r",))
    wml.paragraph(element, "HeaderFirst")
    return serialize(element)


def write_footer(
    meta: Meta,
    page_words: str,
    inlines: InlineWriter,
    *,
    style: str | None = None,
    stops: Stops = (),
) -> bytes:
    """Return the footer of every page; ``page_words`` has ``{page}`` and ``{pages}``.

    With a ``style`` the page number stands alone, in a paragraph of that style.
    """
    element = root("w:ftr", ("r",))
    if style is not None:
        _page_words(wml.paragraph(element, style), page_words, inlines)
        return serialize(element)
    paragraph = wml.paragraph(element, "Footer")
    _set_stops(paragraph, stops)
    inlines.words(paragraph, f"{meta.footer}\t")
    _page_words(paragraph, page_words, inlines)
    return serialize(element)


def _set_stops(paragraph: Element, stops: Stops) -> None:
    if not stops:
        return
    element = add(wml.paragraph_properties(paragraph), "w:tabs")
    for kind, position in stops:
        add(element, "w:tab", val=kind, pos=str(position))


def _page_words(paragraph: Element, pattern: str, inlines: InlineWriter) -> None:
    start = 0
    for found in _PLACEHOLDER.finditer(pattern):
        inlines.words(paragraph, pattern[start : found.start()])
        wml.complex_field(paragraph, _FIELDS[found.group(1)], "1")
        start = found.end()
    inlines.words(paragraph, pattern[start:])
