"""Names of OOXML elements, and the few helpers that every part is built with.

Names are written as in the standard (``w:p``); :func:`qn` turns them into the
``{namespace}p`` that lxml wants.  Text enters XML only as text or attribute of
an element, never by joining strings.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lxml import etree

__all__ = ["NAMESPACES", "Element", "add", "legal", "qn", "root", "serialize", "set_text"]

Element = etree._Element  # noqa: SLF001 – lxml gives its element type no public name

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "b": "urn:briefing:base",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "cust": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "ds": "http://schemas.openxmlformats.org/officeDocument/2006/customXml",
    "ext": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "vt": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}

# What XML 1.0 (section 2.2, Char) leaves out.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def qn(name: str) -> str:
    """Return the Clark name of a prefixed name; a name without prefix stays as it is."""
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


def root(name: str, prefixes: tuple[str, ...] = (), *, default: bool = False) -> Element:
    """Return a new root element that declares its own prefix and ``prefixes``.

    With ``default``, the root's own namespace is declared without a prefix, as
    package-level parts and spreadsheets are usually written.
    """
    own = name.partition(":")[0]
    spaces: dict[Any, str] = {prefix: NAMESPACES[prefix] for prefix in prefixes}
    spaces[None if default else own] = NAMESPACES[own]
    return etree.Element(qn(name), nsmap=spaces)


def add(parent: Element, name: str, text: str | None = None, /, **attributes: str) -> Element:
    """Append an element and return it.

    Attributes take the prefix of the element where WordprocessingML does
    (``w:val``), and none in every other vocabulary; one of another namespace is
    written with two underscores for the colon (``r__id``).

    Raises:
        ValueError: a text holds a character that XML cannot.
    """
    element = etree.SubElement(parent, qn(name))
    if attributes:
        # One by one is twice as fast as handing lxml a dictionary.
        prefix = "w:" if name.startswith("w:") else ""
        for key, value in attributes.items():
            try:
                element.set(_attribute(prefix, key), value)
            except ValueError:  # lxml checks anyway, so the usual case costs nothing
                legal(value)
                raise
    if text is not None:
        set_text(element, text)
    return element


@cache
def _attribute(prefix: str, key: str) -> str:
    return qn(key.replace("__", ":")) if "__" in key else qn(prefix + key)


def set_text(element: Element, text: str) -> None:
    """Set the text of ``element``.

    Raises:
        ValueError: the text holds a character that XML cannot.
    """
    try:
        element.text = text
    except ValueError:
        legal(text)
        raise


def legal(text: str) -> str:
    """Return ``text`` as it is.

    Raises:
        ValueError: the text holds a control character, a lone surrogate or a
            non-character; the message names its code.
    """
    found = _ILLEGAL.search(text)
    if found:
        raise ValueError(f"the character U+{ord(found.group()):04X} cannot be written to a DOCX")
    return text


def serialize(element: Element) -> bytes:
    """Return a part's bytes: UTF-8, declared as standalone as Word writes it."""
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True, standalone=True)
