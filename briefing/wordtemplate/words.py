"""Inlines to runs that look like the place where they are printed.

A run takes the look of its tag; what a value adds (a bold label, a muted remark) is
added to that look, from the house style's kinds of characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import assert_never

from briefing.document import (
    Code,
    Comment,
    Emphasis,
    Field,
    Footnote,
    Inlines,
    LineBreak,
    Link,
    Reference,
    Revision,
    Span,
    Strong,
    Text,
    inline_text,
)
from briefing.docx.addresses import safe_address
from briefing.docx.anchors import PREFIX, FieldNumbers
from briefing.docx.xml import escaped
from briefing.style.model import CharacterLook, Style
from briefing.wordtemplate.xml import Element, add, bare, fragment, qn

__all__ = ["Words"]

_CONTROLS = re.compile("\t|\r\n|\n|\r")
# Signs that Latin and Chinese fonts both have; in Chinese text they are full-width.
_SHARED = re.compile("[‘’“”—…·‥×÷°±§¶]")
_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike",
    "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden",
    "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr",
    "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish",
    "oMath",
)  # fmt: skip
"""The order of a run's properties (ISO/IEC 29500-1, 17.3.2.28)."""


class Words:
    """Writes values as runs; ``numbers`` gives fields their bookmarks."""

    def __init__(self, style: Style, *, chinese: bool, numbers: FieldNumbers) -> None:
        self._looks = style.characters
        self._chinese = chinese
        self._numbers = numbers
        self._bookmark = 0

    def runs(self, children: Inlines, look: str, link: Callable[[str], str]) -> str:
        """Return the runs of ``children``; ``link`` returns the relationship of an address.

        Raises:
            ValueError: a text holds a character that XML cannot.
        """
        out: list[str] = []
        self._write(out, children, look, (), link)
        return "".join(out)

    def _write(
        self,
        out: list[str],
        children: Inlines,
        look: str,
        roles: tuple[str, ...],
        link: Callable[[str], str],
    ) -> None:
        def inner(nodes: Inlines, role: str | None = None) -> None:
            self._write(out, nodes, look, (*roles, role) if role else roles, link)

        for node in children:
            match node:
                case Text():
                    self._text(out, node.value, look, roles)
                case Field():
                    self._field(out, node, look, roles)
                case Strong():
                    inner(node.children, "strong")
                case Emphasis():
                    inner(node.children, "emphasis")
                case Code():
                    self._text(out, node.value, look, (*roles, "code"))
                case Span():
                    inner(node.children, None if node.role == "plain" else node.role)
                case Link():
                    address = safe_address(node.target)
                    if address is None:
                        inner(node.children)
                        continue
                    out.append(f'<w:hyperlink r:id="{link(address)}">')
                    inner(node.children, "link")
                    out.append("</w:hyperlink>")
                case Comment():
                    inner(node.children)
                case Reference():
                    inner(node.children)  # where it leads is no place of this file
                case LineBreak():
                    self._text(out, "\n", look, roles)
                case Revision(change):
                    if change.kind == "inserted":
                        inner(node.children)
                case Footnote():
                    self._text(out, f" ({_note_text(node)})", look, roles)
                case _:
                    assert_never(node)

    def _field(self, out: list[str], node: Field, look: str, roles: tuple[str, ...]) -> None:
        number = self._numbers.take(node)
        if number is None:
            self._text(out, node.value, look, roles)
            return
        self._bookmark += 1
        # Numbered again with all others when the file is finished.
        out.append(f'<w:bookmarkStart w:id="f{self._bookmark}" w:name="{PREFIX}{number}"/>')
        self._text(out, node.value, look, roles)
        out.append(f'<w:bookmarkEnd w:id="f{self._bookmark}"/>')

    def _text(self, out: list[str], text: str, look: str, roles: tuple[str, ...]) -> None:
        if not text:
            return
        hinted = self._chinese and _SHARED.search(text) is not None
        roles = tuple(role for role in roles if role in self._looks)
        if roles or hinted:
            look = _combined(look, tuple((role, self._looks[role]) for role in roles), hinted)
        out.append(f"<w:r>{look}")
        at = 0
        for match in _CONTROLS.finditer(text):
            out.append(_words(text[at : match.start()]))
            out.append("<w:tab/>" if match.group() == "\t" else "<w:br/>")
            at = match.end()
        out.append(_words(text[at:]) + "</w:r>")


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escaped(text)}</w:t>' if text else ""


def _note_text(node: Footnote) -> str:
    from briefing.document import walk_inlines

    return inline_text(tuple(n for n in walk_inlines(node.blocks) if isinstance(n, Text | Field)))


def _combined(markup: str, roles: tuple[tuple[str, CharacterLook], ...], hinted: bool) -> str:
    return _cached(markup, tuple((role, look.model_dump_json()) for role, look in roles), hinted)


@lru_cache(maxsize=512)
def _cached(markup: str, roles: tuple[tuple[str, str], ...], hinted: bool) -> str:
    """Return the look of a place with what kinds of characters add to it."""
    properties = fragment(markup or "<w:rPr/>")[0]
    for _, text in roles:
        look = CharacterLook.model_validate_json(text)
        if look.bold is not None:
            for name in ("b", "bCs"):
                _set(properties, name, {} if look.bold else {"val": "0"})
        if look.italic is not None:
            for name in ("i", "iCs"):
                _set(properties, name, {} if look.italic else {"val": "0"})
        if look.colour is not None:
            _set(properties, "color", {"val": look.colour.removeprefix("#").upper()})
        if look.underline:
            _set(properties, "u", {"val": "single"})
    if hinted:
        fonts = properties.find(qn("w:rFonts"))
        if fonts is None:
            _set(properties, "rFonts", {"hint": "eastAsia"})
        else:
            fonts.set(qn("w:hint"), "eastAsia")
    return bare(properties)


def _set(properties: Element, name: str, values: dict[str, str]) -> None:
    old = properties.find(qn(f"w:{name}"))
    if old is not None:
        properties.remove(old)
    element = add(properties, f"w:{name}", **values)
    before = {qn(f"w:{one}") for one in _ORDER[: _ORDER.index(name)]}
    properties.insert(
        sum(child.tag in before for child in properties if child is not element), element
    )
