"""What of a document depends on its house style and language alone, made once.

Styles, theme, settings and numbering definitions are the same for every brief
of a run; they are built and compressed once and then shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.docx.archive import Member, member
from briefing.docx.languages import Language, language
from briefing.docx.numbering import definitions
from briefing.docx.settings import settings
from briefing.docx.styles import StyleSheet
from briefing.docx.theme import font_table, theme
from briefing.docx.xml import Element, root, serialize
from briefing.style.model import Style

if TYPE_CHECKING:
    from briefing.docx.reference.letterhead import Letterhead

__all__ = ["Design", "design"]

_TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True, slots=True)
class Design:
    """A house style in one language, ready for writing.

    ``text_width`` is in twips; ``indents`` and ``spaces`` tell, by paragraph
    style and in twips, where its text begins and how much space is before it.
    ``numbering`` is the markup of the definitions and of the ``lists`` lists that
    every document has.  ``letterhead`` is a company's file, where the style has one.
    """

    style: Style
    language: Language
    text_width: int
    indents: Mapping[str, int]
    spaces: Mapping[str, int]
    styles: Member
    settings: Member
    fonts: Member
    theme: Member
    numbering: str
    lists: int
    letterhead: Letterhead | None = None

    def numbering_root(self) -> Element:
        """Return a fresh copy of the numbering definitions, to add lists to."""
        element = root("w:numbering")
        element.append(self.numbering)
        return element


def design(style: Style, tag: str) -> Design:
    """Return a house style made ready for the language with a BCP 47 ``tag``."""
    # The style holds dictionaries: its text, and not its identity, is the key.
    file = style.reference.data if style.reference is not None else b""
    return _design(_Key(style.model_dump_json(), file, style), tag)


def millimetres(length: float) -> int:
    """Return millimetres as whole twips."""
    return round(length * _TWIPS_PER_MM)


@dataclass(frozen=True, slots=True)
class _Key:
    """A style, known by its text and by the file that it refers to."""

    text: str
    file: bytes
    style: Style = field(compare=False)


@lru_cache(maxsize=16)
def _design(key: _Key, tag: str) -> Design:
    style = key.style.spoken(tag)
    spoken = language(tag)
    if style.reference is not None:
        from briefing.docx.reference.letterhead import read_letterhead

        letterhead, problems = read_letterhead(style.reference)
        if letterhead is None:
            raise ValueError(f"{style.reference.shown}: {problems[0].message}")
        return _lettered(style, spoken, letterhead)
    page = style.page
    width = millimetres(page.width_mm - page.left_mm - page.right_mm)
    sheet = StyleSheet(style, spoken, width)
    numbering = definitions(style, tag)
    return Design(
        style=style,
        language=spoken,
        text_width=width,
        indents=sheet.indents,
        spaces=sheet.spaces,
        styles=member("word/styles.xml", serialize(sheet.element)),
        settings=member(
            "word/settings.xml", settings(spoken, outside=style.running.page_number == "outside")
        ),
        fonts=member("word/fontTable.xml", font_table(style)),
        theme=member("word/theme/theme1.xml", theme(style)),
        numbering="".join(map(str, numbering.parts)),
        lists=sum(isinstance(part, Element) and part.name == "w:num" for part in numbering.parts),
    )


def _lettered(style: Style, spoken: Language, letterhead: Letterhead) -> Design:
    """Return a house style in a company's look, with the parts of its file."""
    from briefing.docx.reference.adapt import normal_look
    from briefing.docx.reference.merge import merge

    width = letterhead.setup.text_width
    sheet = StyleSheet(style, spoken, width, normal_look(letterhead, spoken))
    merged = merge(letterhead, sheet, style, spoken, width)
    given = dict(letterhead.settings)
    if "w:eastAsia=" not in given.get("themeFontLang", "w:eastAsia="):
        del given["themeFontLang"]  # it leaves open which faces Chinese takes
    outside = style.running.page_number == "outside" and not letterhead.has_running()
    own_theme = letterhead.theme.part
    return Design(
        style=style,
        language=spoken,
        text_width=width,
        indents=merged.indents,
        spaces=merged.spaces,
        styles=member("word/styles.xml", merged.styles),
        settings=member("word/settings.xml", settings(spoken, outside=outside, given=given)),
        fonts=member("word/fontTable.xml", font_table(style, letterhead.fonts)),
        theme=member("word/theme/theme1.xml", own_theme.encode() if own_theme else theme(style)),
        numbering=merged.numbering,
        lists=merged.lists,
        letterhead=letterhead,
    )
