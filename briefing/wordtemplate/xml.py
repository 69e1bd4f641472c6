"""XML that is read and changed: lxml's trees, with the names of OOXML.

What is written anew elsewhere is text (:mod:`briefing.docx.xml`); a template is
taken apart and put together again, for which a tree is needed.
"""

from __future__ import annotations

import re

from lxml import etree

from briefing.docx.opening import Element
from briefing.docx.xml import NAMESPACES, legal, qn

__all__ = [
    "BRIEFING",
    "Element",
    "add",
    "bare",
    "declare",
    "element",
    "fragment",
    "qn",
    "serialize",
    "text_of",
]

BRIEFING = "urn:briefing:template"
"""The namespace of what stands in a template's tree while it is worked on."""

_DECLARED = {
    prefix: NAMESPACES[prefix] for prefix in ("w", "r", "wp", "a", "c", "w14", "w15", "mc")
}
_DECLARATION = re.compile(r' xmlns:(\w+)="([^"]*)"')


def element(name: str, /, **attributes: str) -> Element:
    """Return a new element, named and with attributes as :func:`add` takes them."""
    made = etree.Element(
        qn(name), nsmap={name.partition(":")[0]: NAMESPACES[name.partition(":")[0]]}
    )
    prefix = "w:" if name.startswith("w:") else ""
    for key, value in attributes.items():
        made.set(qn(key.replace("__", ":") if "__" in key else prefix + key), legal(value))
    return made


def add(parent: Element, name: str, /, **attributes: str) -> Element:
    """Append an element; attributes take the prefix ``w:`` where the element has it."""
    made = element(name, **attributes)
    parent.append(made)
    return made


def fragment(markup: str) -> list[Element]:
    """Return the elements of markup whose prefixes are those of OOXML.

    Raises:
        ValueError: it is not well-formed.
    """
    spaces = " ".join(
        f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix != "xml"
    )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return list(etree.fromstring(f"<x {spaces}>{markup}</x>", parser))
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def declare(root: Element) -> None:
    """Let a part's root declare the prefixes that markup of ours is written with.

    Raises:
        ValueError: it gives one of them another meaning.
    """
    spaces: dict[str, str] = dict(_DECLARED)
    for one in root.iter():
        for prefix, uri in one.nsmap.items() if isinstance(one.tag, str) else ():
            if prefix is not None and spaces.setdefault(prefix, uri) != uri and prefix in _DECLARED:
                raise ValueError(f"the prefix {prefix} means something else than in OOXML")
    etree.cleanup_namespaces(root, top_nsmap=spaces, keep_ns_prefixes=list(spaces))


def bare(part: Element) -> str:
    """Return the markup of an element of a part that :func:`declare` has seen to."""

    def known(match: re.Match[str]) -> str:
        return "" if _DECLARED.get(match[1]) == match[2] else match.group()

    return _DECLARATION.sub(known, text_of(part))


def text_of(root: Element) -> str:
    """Return an element and all in it as markup."""
    return etree.tostring(root, encoding="unicode", with_tail=False)


def serialize(root: Element) -> bytes:
    """Return a part's bytes: UTF-8, declared as standalone as Word writes it."""
    kept = [prefix for prefix, uri in root.nsmap.items() if prefix and uri != BRIEFING]
    etree.cleanup_namespaces(root, keep_ns_prefixes=kept)
    body = etree.tostring(root, encoding="UTF-8", with_tail=False)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body
