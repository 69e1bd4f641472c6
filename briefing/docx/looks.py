"""From the house style's looks to paragraph and run properties.

The one place that knows both the units of :mod:`briefing.style.model` (points,
ems) and those of Word: twips (1/20 pt) for lengths, half points for sizes,
eighths of a point for lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.docx.wml import twips
from briefing.docx.xml import Element, add

if TYPE_CHECKING:
    from briefing.style.model import Border, CharacterLook, FontNames, ParagraphLook

__all__ = ["colour", "line", "paragraph_properties", "run_fonts", "run_properties", "text_look"]

_ALIGN = {"left": "left", "center": "center", "right": "right", "justify": "both"}


def colour(value: str) -> str:
    """Return ``#1f2d3a`` as Word writes it: ``1F2D3A``."""
    return value.removeprefix("#").upper()


def line(parent: Element, name: str, border: Border) -> None:
    """Append a border; the gap is whole points, at most the 31 that Word allows."""
    add(
        parent,
        name,
        val="single",
        sz=str(max(2, round(border.width * 8))),
        space=str(min(31, round(border.gap))),
        color=colour(border.colour),
    )


def paragraph_properties(
    parent: Element,
    look: ParagraphLook,
    base: ParagraphLook | None,
    *,
    numbering: tuple[int, int] | None = None,
    hanging: int = 0,
    tabs: tuple[tuple[str, str, int], ...] = (),
    outline: int | None = None,
) -> None:
    """Append ``w:pPr`` with what ``look`` sets apart from ``base``.

    ``tabs`` are (alignment, leader, position in twips); ``hanging`` is in twips
    and is part of the left indent.
    """
    element = add(parent, "w:pPr")
    if look.keep_with_next:
        add(element, "w:keepNext")
    elif base is not None and base.keep_with_next:
        add(element, "w:keepNext", val="0")
    if outline is not None:
        add(element, "w:keepLines")
    if numbering is not None:
        number = add(element, "w:numPr")
        if numbering[1]:
            add(number, "w:ilvl", val=str(numbering[1]))
        add(number, "w:numId", val=str(numbering[0]))
    if look.border_top or look.border_bottom:
        borders = add(element, "w:pBdr")
        if look.border_top:
            line(borders, "w:top", look.border_top)
        if look.border_bottom:
            line(borders, "w:bottom", look.border_bottom)
    if tabs:
        stops = add(element, "w:tabs")
        for align, leader, position in tabs:
            add(stops, "w:tab", val=align, leader=leader, pos=str(position))
    if not look.on_grid:
        add(element, "w:snapToGrid", val="0")
    _spacing(element, look, base)
    _indent(element, look, base, hanging)
    if look.align != (base.align if base else None):
        add(element, "w:jc", val=_ALIGN[look.align])
    if outline is not None:
        add(element, "w:outlineLvl", val=str(outline))
    if not len(element):
        parent.remove(element)


def _spacing(parent: Element, look: ParagraphLook, base: ParagraphLook | None) -> None:
    attributes: dict[str, str] = {}
    if base is None or look.space_before != base.space_before:
        attributes["before"] = str(twips(look.space_before))
    if base is None or look.space_after != base.space_after:
        attributes["after"] = str(twips(look.space_after))
    if base is None or look.leading != base.leading:
        # "At least" and not "exactly": a picture or a larger character that
        # somebody puts into the line stays whole.
        attributes |= {"line": str(twips(look.leading)), "lineRule": "atLeast"}
    if attributes:
        add(parent, "w:spacing", **attributes)


def _indent(parent: Element, look: ParagraphLook, base: ParagraphLook | None, hanging: int) -> None:
    attributes: dict[str, str] = {}
    if look.indent_left or hanging or (base is not None and base.indent_left):
        attributes["left"] = str(twips(look.indent_left))
    if look.indent_right or (base is not None and base.indent_right):
        attributes["right"] = str(twips(look.indent_right))
    if hanging:
        attributes["hanging"] = str(hanging)
    if look.first_line_em:
        attributes["firstLineChars"] = str(round(look.first_line_em * 100))
        attributes["firstLine"] = str(twips(look.first_line_em * look.size))
    elif base is not None and base.first_line_em:
        attributes["firstLineChars"] = "0"
        attributes |= {} if hanging else {"firstLine": "0"}
    if attributes:
        add(parent, "w:ind", **attributes)


def run_fonts(parent: Element, fonts: FontNames) -> None:
    """Append ``w:rFonts`` with a face for each of Word's four script groups."""
    add(
        parent,
        "w:rFonts",
        ascii=fonts.ascii,
        hAnsi=fonts.ascii,
        eastAsia=fonts.east_asian,
        cs=fonts.complex,
    )


def text_look(
    parent: Element,
    look: ParagraphLook,
    base: ParagraphLook | None,
    fonts: FontNames | None = None,
) -> None:
    """Append ``w:rPr`` with what the type of ``look`` sets apart from ``base``."""
    element = add(parent, "w:rPr")
    if fonts is not None:
        run_fonts(element, fonts)
    _toggle(element, "b", look.bold, base is not None and base.bold)
    _toggle(element, "i", look.italic, base is not None and base.italic)
    if base is None or look.colour != base.colour:
        add(element, "w:color", val=colour(look.colour))
    if look.letter_spacing != (base.letter_spacing if base else 0):
        add(element, "w:spacing", val=str(twips(look.letter_spacing)))
    if base is None or look.size != base.size:
        size = str(round(look.size * 2))
        add(element, "w:sz", val=size)
        add(element, "w:szCs", val=size)
    if not len(element):
        parent.remove(element)


def run_properties(
    parent: Element, look: CharacterLook, *, size: float, fonts: FontNames | None = None
) -> None:
    """Append ``w:rPr`` for a character style; ``size`` is what ``look.scale`` is of."""
    element = add(parent, "w:rPr")
    if fonts is not None:
        run_fonts(element, fonts)
    if look.bold is not None:
        _toggle(element, "b", look.bold, not look.bold)
    if look.italic is not None:
        _toggle(element, "i", look.italic, not look.italic)
    if look.colour is not None:
        add(element, "w:color", val=colour(look.colour))
    if look.scale != 1:
        scaled = str(round(size * look.scale * 2))
        add(element, "w:sz", val=scaled)
        add(element, "w:szCs", val=scaled)
    if look.underline:
        add(element, "w:u", val="single")
    if not len(element):
        parent.remove(element)


def _toggle(parent: Element, name: str, value: bool, base: bool) -> None:
    if value == base:
        return
    for variant in (f"w:{name}", f"w:{name}Cs"):
        add(parent, variant, **({} if value else {"val": "0"}))
