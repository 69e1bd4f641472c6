"""Names of OOXML elements, and the few helpers that every part is built with.

Names are written as in the standard (``w:p``).  A part is built as a tree of
:class:`Element`, whose parts are elements or markup that is finished already:
a document has thousands of runs, and a tree of them all (lxml's, say) takes three
times as long as the text of each.  Words enter markup through
:func:`escaped` and :func:`quoted` alone.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = [
    "NAMESPACES",
    "Element",
    "add",
    "escaped",
    "legal",
    "qn",
    "quoted",
    "root",
    "serialize",
    "set_text",
]

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

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# What XML 1.0 (section 2.2, Char) leaves out.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Element:
    """An element: its name, its attributes, and what it holds, in order.

    ``bare`` is the prefix that is left out of names, where the part's root
    declares its namespace as the default one.
    """

    __slots__ = ("bare", "head", "name", "parts")

    def __init__(self, name: str, parts: list[Element | str] | None = None, bare: str = "") -> None:
        """Begin an element that holds ``parts``; strings are finished markup."""
        self.name = name
        self.bare = bare
        self.head = f"<{name.removeprefix(bare)}" if bare else f"<{name}"
        self.parts: list[Element | str] = [] if parts is None else parts

    def set(self, name: str, value: str) -> None:
        """Add an attribute, under its name with its prefix.

        Raises:
            ValueError: the value holds a character that XML cannot.
        """
        self.head += f" {name}={quoted(value)}"

    def append(self, part: Element | str) -> None:
        """Add an element, or finished markup, after what stands inside."""
        self.parts.append(part)

    def remove(self, part: Element) -> None:
        """Take an element out again."""
        self.parts.remove(part)

    def __len__(self) -> int:
        return len(self.parts)

    def write(self, out: list[str]) -> None:
        """Append the pieces of the element's markup to ``out``."""
        if not self.parts:
            out.append(self.head + "/>")
            return
        out.append(self.head + ">")
        for part in self.parts:
            if isinstance(part, str):
                out.append(part)
            else:
                part.write(out)
        out.append(f"</{self.name.removeprefix(self.bare)}>")

    def __str__(self) -> str:
        if not self.parts:
            return self.head + "/>"
        name = self.name.removeprefix(self.bare) if self.bare else self.name
        return f"{self.head}>{''.join(map(str, self.parts))}</{name}>"


def escaped(text: str) -> str:
    """Return words as the markup of a text.

    Raises:
        ValueError: the text holds a character that XML cannot.
    """
    # Nothing that is printable is forbidden, and to ask for that is by far the fastest.
    printable = text.isprintable()
    if not printable:
        text = legal(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text if printable else text.replace("\r", "&#13;")


def quoted(value: str) -> str:
    """Return the value of an attribute as markup, in quotation marks.

    Raises:
        ValueError: the value holds a character that XML cannot.
    """
    if value.isidentifier():
        return f'"{value}"'
    value = escaped(value).replace('"', "&quot;")
    return '"' + value.replace("\t", "&#9;").replace("\n", "&#10;") + '"'


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
    element = Element(name, bare=f"{own}:" if default else "")
    for prefix in prefixes:
        element.set(f"xmlns:{prefix}", NAMESPACES[prefix])
    element.set("xmlns" if default else f"xmlns:{own}", NAMESPACES[own])
    return element


def add(parent: Element, name: str, text: str | None = None, /, **attributes: str) -> Element:
    """Append an element and return it.

    Attributes take the prefix of the element where WordprocessingML does
    (``w:val``), and none in every other vocabulary; one of another namespace is
    written with two underscores for the colon (``r__id``).

    Raises:
        ValueError: a text holds a character that XML cannot.
    """
    element = Element(name, bare=parent.bare)
    if attributes:
        prefix = "w:" if name.startswith("w:") else ""
        for key, value in attributes.items():
            element.head += f" {_attribute(prefix, key)}={quoted(value)}"
    if text is not None:
        element.parts.append(escaped(text))
    parent.parts.append(element)
    return element


@cache
def _attribute(prefix: str, key: str) -> str:
    return key.replace("__", ":") if "__" in key else prefix + key


def set_text(element: Element, text: str) -> None:
    """Set the text of ``element``, in place of what it holds.

    Raises:
        ValueError: the text holds a character that XML cannot.
    """
    element.parts = [escaped(text)]


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
    out = [_DECLARATION]
    element.write(out)
    return "".join(out).encode()
