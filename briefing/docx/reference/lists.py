"""Numbers and bullets that styles of a company's file bring along.

A level whose number stands alone (``%1.``, ``第%1章``) can be taken over: our own numbers
then print the same, in text and references too.  One that repeats the level above
(``1.2``) can't, and gives way to the house style's, so that no number stands twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from briefing.docx.cleaning import clean, remove
from briefing.docx.opening import Element
from briefing.docx.reference.markup import W, is_level, measure, number, plain_tree, value
from briefing.docx.reference.order import put_in_order
from briefing.docx.reference.sheet import FileStyle, Sheet

__all__ = ["Level", "Lists"]

_FORMATS = {
    "decimal": "{n}",
    "chineseCounting": "{han}",
    "chineseCountingThousand": "{han}",
    "japaneseCounting": "{han}",
    "taiwaneseCountingThousand": "{han}",
}
_PLACE = re.compile("%([1-9])")
# Bullets of the symbol fonts, and those that text fonts have.
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf06e": "■", "\uf0d8": "›", "\uf02d": "–", "o": "◦"}
_PLAIN_BULLETS = frozenset("•·–—-▪■□●○◆◦›»*")
_TRACE = W + "tplc"
_LEFT_OUT = frozenset(
    W + name for name in ("lvlRestart", "lvlPicBulletId", "isLgl", "legacy", "pStyle", "start")
)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: its format as the house style writes it, and indents in twips.

    ``format`` is None where it cannot be written so.  ``run_in``: no tab stands after it.
    """

    element: Element
    format: str | None
    left: int
    hanging: int
    run_in: bool

    def markup(self, level: int, style: str) -> str:
        """Return the level as ``w:lvl`` number ``level`` (from 0) of the paragraph style ``style``."""
        own = deepcopy(self.element)
        own.set(W + "ilvl", str(level))
        own.set(_TRACE, "")
        del own.attrib[_TRACE]
        for child in list(own):
            if child.tag in _LEFT_OUT:
                own.remove(child)
        text = own.find(W + "lvlText")
        if text is not None:
            text.set(W + "val", _PLACE.sub(f"%{level + 1}", value(text)))
        start = own.makeelement(W + "start", {W + "val": "1"})
        own.insert(0, start)
        after = own.find(W + "numFmt")
        link = own.makeelement(W + "pStyle", {W + "val": style})
        (after if after is not None else start).addnext(link)
        return plain_tree(own, "w")


class Lists:
    """The lists of a file."""

    def __init__(self, root: Element | None) -> None:
        self._definitions: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        if root is None:
            return
        clean(root)
        put_in_order(root)
        for one in list(root.iter(W + "lvl", W + "lvlOverride")):
            if not is_level(value(one, "ilvl")):
                remove(one)
        for one in root.iterchildren(W + "abstractNum"):
            self._definitions.setdefault(value(one, "abstractNumId"), one)
        for one in root.iterchildren(W + "num"):
            self._lists.setdefault(value(one, "numId"), one)

    def definition(self, identifier: str) -> Element | None:
        """Return the definition that a list (``numId``) leads to."""
        one = self._lists.get(identifier)
        if one is None:
            return None
        return self._definitions.get(value(one.find(W + "abstractNumId")))

    def overrides(self, identifier: str) -> Iterator[Element]:
        """Yield what a list says otherwise than its definition."""
        one = self._lists.get(identifier)
        yield from one.iterchildren(W + "lvlOverride") if one is not None else ()

    def level(self, sheet: Sheet, style: FileStyle) -> Level | None:
        """Return the level that numbers the paragraphs of a style, or None."""
        found = sheet.effect(style.id).list
        definition = self.definition(found[0]) if found else None
        if found is None or definition is None:
            return None
        levels = list(definition.iterchildren(W + "lvl"))
        at = found[1] or 0
        linked = (one for one in levels if value(one.find(W + "pStyle")) == style.id)
        own = next(linked, None)
        if own is None:
            own = next((one for one in levels if number(value(one, "ilvl")) == at), None)
        if own is None:
            return None
        for override in self.overrides(found[0]):
            other = override.find(W + "lvl")
            if other is not None and value(other, "ilvl") == value(own, "ilvl"):
                own = other
        return _level(own, style)


def _level(element: Element, style: FileStyle) -> Level:
    # What the style itself says stands over the list, and the list over what it rests on.
    indent = style.element.find(f"{W}pPr/{W}ind")
    if indent is None:
        indent = element.find(f"{W}pPr/{W}ind")
    left = measure(value(indent, "left") or value(indent, "start")) or 0
    hanging = measure(value(indent, "hanging")) or 0
    suffix = value(element.find(W + "suff")) or "tab"
    return Level(element, _format(element), max(0, left), max(0, hanging), suffix != "tab")


def _format(element: Element) -> str | None:
    kind = value(element.find(W + "numFmt")) or "decimal"
    text = value(element.find(W + "lvlText"))
    if kind == "bullet":
        text = _BULLETS.get(text, text)
        return text if text in _PLAIN_BULLETS and text else "•"
    own = number(value(element, "ilvl")) or 0
    places = _PLACE.findall(text)
    if places != [str(own + 1)] or kind not in _FORMATS or "{" in text or "}" in text:
        return None
    return _PLACE.sub(_FORMATS[kind], text)
