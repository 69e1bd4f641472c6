"""Numbering definitions: headings, bullets, and the kinds of numbered list.

The definitions (``w:abstractNum``) come from the house style.  Every numbered
list of a document gets a ``w:num`` of its own that starts anew, so that two
lists never count on into each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefing.docx.looks import colour
from briefing.docx.wml import twips
from briefing.docx.xml import Element, add, root, serialize

if TYPE_CHECKING:
    from briefing.style.model import HeadingNumber, ListLook, ParagraphLook, Style

__all__ = [
    "BASE_NUMBERS",
    "HEADINGS",
    "LEVELS",
    "LIST_STYLES",
    "Numbering",
    "definitions",
    "heading_hanging",
    "heading_list",
    "list_indent",
    "number_text",
    "spaced",
]

LEVELS = 9  # Word knows no more
HEADINGS = 1
"""The ``numId`` of the heading numbers."""
RUN_ON = 6
"""The ``numId`` of heading numbers that go on under a numbered heading of a higher level."""

BASE_NUMBERS = {"bullet": 2, "plain": 3, "recommendations": 4, "sources": 5}
"""The ``numId`` that each kind of list has in its paragraph style."""

LIST_STYLES: Mapping[str, tuple[str, ...]] = {
    "bullet": ("ListBullet", "ListBullet2", "ListBullet3"),
    "plain": ("ListNumber", "ListNumber2", "ListNumber3"),
    "recommendations": ("Recommendation",),
    "sources": ("SourceItem",),
}
"""The paragraph styles of each kind of list, by level."""


class Numbering:
    """The numbering part of one document: the definitions, and its lists so far."""

    def __init__(self, base: Element, count: int) -> None:
        """Continue ``base``, a ``w:numbering`` that has ``count`` lists already."""
        self._root = base
        self._next = count + 1

    def start(self, definition: int, level: int, first: int) -> int:
        """Return the ``numId`` of a new list whose ``level`` begins with ``first``."""
        number = self._next
        self._next += 1
        element = add(self._root, "w:num", numId=str(number))
        add(element, "w:abstractNumId", val=str(definition))
        override = add(element, "w:lvlOverride", ilvl=str(level))
        add(override, "w:startOverride", val=str(first))
        return number

    def part(self) -> bytes:
        """Return the part's bytes."""
        return serialize(self._root)


def definitions(
    style: Style, language: str, given: Mapping[str, str] = MappingProxyType({})
) -> Element:
    """Return a ``w:numbering`` with the definitions of a house style.

    An abstract definition carries the same number as the ``w:num`` that leads
    to it.  ``given`` is the markup of levels that are a company's own, by the id of the
    paragraph style that they number.
    """
    numbering = root("w:numbering")
    numbers = [HEADINGS, *BASE_NUMBERS.values()]
    _headings(numbering, style, language, HEADINGS, given)
    for kind, number in BASE_NUMBERS.items():
        look = style.paragraph("list", language)
        _list(numbering, number, kind, style.lists[kind], look, given)
    if any(heading_list(style, level) == RUN_ON for level in style.headings):
        _headings(numbering, style, language, RUN_ON, given)
        numbers.append(RUN_ON)
    for number in numbers:
        element = add(numbering, "w:num", numId=str(number))
        add(element, "w:abstractNumId", val=str(number))
    return numbering


def list_indent(look: ListLook, level: int) -> int:
    """Return where the text of a level begins, in twips from the margin."""
    return twips(look.indent + look.marker_width) * (level + 1)


def heading_list(style: Style, level: int) -> int:
    """Return the ``numId`` that numbers a level of headings, from 1.

    Numbers that don't begin anew under a numbered level need a definition of
    their own, with all levels below: not every program knows ``w:lvlRestart``.
    """
    for own, numbers in sorted(style.headings.items()):
        if own <= level and not numbers.restart and any(above < own for above in style.headings):
            return RUN_ON
    return HEADINGS


def heading_hanging(numbers: HeadingNumber, size: float) -> int:
    """Return the hanging indent of a numbered heading in twips; 0 for 一、 and its kind.

    A number that ends in full-width punctuation brings its own space.
    """
    return 0 if numbers.run_in or _full_width(numbers.format) else twips(size * 1.8)


def spaced(number: str) -> str:
    """Return a printed number with the space that parts it from the words after it."""
    return number if _full_width(number) else f"{number} "


def number_text(format_: str, number: int) -> str:
    """Return the printed number of a format with ``{n}`` or ``{han}``."""
    return format_.replace("{n}", str(number)).replace("{han}", _han(number))


def _headings(
    parent: Element, style: Style, language: str, number: int, given: Mapping[str, str]
) -> None:
    name = "headings" if number == HEADINGS else "headings-run-on"
    definition = _definition(parent, number, name)
    for level in range(LEVELS):
        numbers = style.headings.get(level + 1)
        if heading_list(style, level + 1) != number:
            numbers = None
        own = given.get(f"Heading{level + 1}")
        if numbers is not None and own is not None:
            definition.append(own)
            continue
        element = add(definition, "w:lvl", ilvl=str(level))
        add(element, "w:start", val="1")
        if numbers is None:
            add(element, "w:numFmt", val="none")
            add(element, "w:suff", val="nothing")
            add(element, "w:lvlText", val="")
            add(element, "w:lvlJc", val="left")
            _level_indent(element, 0, 0)
            continue
        add(element, "w:numFmt", val=_number_format(numbers.format))
        if not numbers.restart:
            add(element, "w:lvlRestart", val="0")
        add(element, "w:pStyle", val=f"Heading{level + 1}")
        hanging = heading_hanging(numbers, style.paragraphs[f"heading{level + 1}"].size)
        add(element, "w:suff", val="tab" if hanging else _run_in_gap(numbers))
        add(element, "w:lvlText", val=_level_text(numbers.format, level))
        add(element, "w:lvlJc", val="left")
        look = style.paragraph(f"heading{level + 1}", language)
        _level_indent(element, hanging, hanging, look if numbers.run_in else None)


def _list(
    parent: Element,
    number: int,
    kind: str,
    look: ListLook,
    text: ParagraphLook,
    given: Mapping[str, str],
) -> None:
    definition = _definition(parent, number, kind)
    styles = LIST_STYLES[kind]
    marker = twips(look.marker_width)
    for level in range(LEVELS):
        if level < len(styles) and styles[level] in given:
            definition.append(given[styles[level]])
            continue
        element = add(definition, "w:lvl", ilvl=str(level))
        add(element, "w:start", val="1")
        add(element, "w:numFmt", val="bullet" if kind == "bullet" else _number_format(look.format))
        if level < len(styles):
            add(element, "w:pStyle", val=styles[level])
        add(element, "w:suff", val=_run_in_gap(look) if look.run_in else "tab")
        add(element, "w:lvlText", val=_level_text(look.format, level))
        add(element, "w:lvlJc", val="left")
        _level_indent(element, list_indent(look, level), marker, text if look.run_in else None)
        run = add(element, "w:rPr")
        if kind == "bullet":
            # The bullet is in both kinds of font; the Latin one is the smaller.
            add(run, "w:rFonts", hint="default")
        if look.marker_bold:
            add(run, "w:b")
            add(run, "w:bCs")
        if look.marker_colour:
            add(run, "w:color", val=colour(look.marker_colour))
        if not len(run):
            element.remove(run)


def _definition(parent: Element, number: int, name: str) -> Element:
    element = add(parent, "w:abstractNum", abstractNumId=str(number))
    # Word merges lists of equal nsid when text is pasted from one file to another.
    add(element, "w:nsid", val=f"{0x42520000 + number:08X}")
    add(element, "w:multiLevelType", val="multilevel")
    add(element, "w:tmpl", val=f"{0x42530000 + number:08X}")
    add(element, "w:name", val=name)
    return element


def _level_indent(
    level: Element, left: int, hanging: int, run_in: ParagraphLook | None = None
) -> None:
    """Write a level's indent; ``run_in`` is the paragraph whose first line its number begins."""
    properties = add(level, "w:pPr")
    if run_in is None:
        add(properties, "w:ind", left=str(left), hanging=str(hanging))
        return
    first = {
        "firstLineChars": str(round(run_in.first_line_em * 100)),
        "firstLine": str(twips(run_in.first_line_em * run_in.size)),
    }
    add(properties, "w:ind", left=str(left), **(first if run_in.first_line_em else {}))


def _run_in_gap(look: HeadingNumber | ListLook) -> str:
    return "nothing" if _full_width(look.format) else "space"


def _number_format(format_: str) -> str:
    return "chineseCountingThousand" if "{han}" in format_ else "decimal"


def _level_text(format_: str, level: int) -> str:
    return format_.replace("{n}", f"%{level + 1}").replace("{han}", f"%{level + 1}")


def _full_width(format_: str) -> bool:
    return bool(format_) and format_[-1] in "、，．。）】〕：　—"


def _han(number: int) -> str:
    """Return a number from 1 to 99 as Chinese counts: 一, 十, 十一, 二十."""
    digits = "〇一二三四五六七八九"
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
    return ten + (digits[ones] if ones else "")
