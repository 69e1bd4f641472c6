"""From trees that were read to markup of ours: one vocabulary, and nothing else in it."""

from __future__ import annotations

from briefing.docx.opening import Element
from briefing.docx.xml import NAMESPACES, escaped, quoted

__all__ = ["LEVELS", "R", "W", "is_level", "local", "measure", "number", "plain_tree", "value"]

W = f"{{{NAMESPACES['w']}}}"
R = f"{{{NAMESPACES['r']}}}"
_SPACE = f"{{{NAMESPACES['xml']}}}space"
_UNITS = {"mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}
_LARGEST = 1 << 16  # twips: more than any paper


LEVELS = 9
"""How many levels a list of Word's has."""


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value(element: Element | None, attribute: str = "val") -> str:
    """Return an attribute ``w:…`` of an element that may be absent."""
    return element.get(W + attribute, "") if element is not None else ""


def measure(text: str) -> int | None:
    """Return a length in twips, written as a number or with its unit (``2.5cm``); or None."""
    factor = _UNITS.get(text[-2:], 1.0)
    digits = text[:-2] if text[-2:] in _UNITS else text
    try:
        length = round(float(digits) * factor)
    except (ValueError, OverflowError):
        return None
    return length if abs(length) <= _LARGEST else None


def number(text: str) -> int | None:
    """Return a small whole number, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def is_level(text: str) -> bool:
    """Return whether a list has a level of this number, from 0 (ISO/IEC 29500-1, 17.9.3)."""
    own = number(text)
    return own is not None and own < LEVELS


def plain_tree(element: Element, prefix: str) -> str:
    """Return the markup of an element and of all in it that is of the vocabulary of ``prefix``.

    Its attributes are those of the same vocabulary, or without one.
    """
    space = f"{{{NAMESPACES[prefix]}}}"
    return "".join(_pieces(element, prefix, space))


def _pieces(element: Element, prefix: str, space: str) -> list[str]:
    name = f"{prefix}:{local(element)}"
    attributes = ""
    for key, text in element.attrib.items():
        attribute = str(key)
        if attribute.startswith(space):
            attributes += f" {prefix}:{attribute[len(space) :]}={quoted(str(text))}"
        elif "}" not in attribute:
            attributes += f" {attribute}={quoted(str(text))}"
        elif attribute == _SPACE:
            attributes += f" xml:space={quoted(str(text))}"
    inside = [
        piece
        for child in element
        if str(child.tag).startswith(space)
        for piece in _pieces(child, prefix, space)
    ]
    if element.text and element.text.strip():
        inside.insert(0, escaped(element.text))
    if not inside:
        return [f"<{name}{attributes}/>"]
    return [f"<{name}{attributes}>", *inside, f"</{name}>"]
