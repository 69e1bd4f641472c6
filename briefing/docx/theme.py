"""The theme and the font table: colours and faces that Word offers for further work.

The theme's faces are the house style's own, so that no program warns of missing
fonts that the document never uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from briefing.docx.looks import colour
from briefing.docx.xml import Element, add, root, serialize
from briefing.style.model import FontNames, Style

__all__ = ["font_table", "theme"]


def theme(style: Style) -> bytes:
    """Return the theme part (ISO/IEC 29500-1, 20.1.6.9)."""
    element = root("a:theme")
    element.set("name", style.name)
    elements = add(element, "a:themeElements")
    _colours(add(elements, "a:clrScheme", name=style.name), style)
    fonts = add(elements, "a:fontScheme", name=style.name)
    for kind in ("majorFont", "minorFont"):
        _fonts(add(fonts, f"a:{kind}"), style.families["text"].docx)
    _formats(add(elements, "a:fmtScheme", name=style.name))
    return serialize(element)


def font_table(style: Style, given: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """Return the font table, with the other names of fonts that have several.

    ``given`` is the markup of a company's own entries, by the names of the fonts.
    """
    element = root("w:fonts")
    for entry in given.values():
        element.append(entry)
    seen = set(given)
    for family in style.families.values():
        fonts = family.docx
        for name, charset in (
            (fonts.ascii, "00"),
            (fonts.east_asian, "86"),  # GB 2312
            (fonts.complex, "00"),
        ):
            if name in seen:
                continue
            seen.add(name)
            font = add(element, "w:font", name=name)
            if other := fonts.alternatives.get(name):
                add(font, "w:altName", val=other)
            add(font, "w:charset", val=charset)
            add(font, "w:family", val="auto")
            add(font, "w:pitch", val="variable")
    return serialize(element)


def _colours(scheme: Element, style: Style) -> None:
    text = style.paragraphs["body"].colour
    link = style.characters["link"].colour if "link" in style.characters else None
    palette = [style.chart.palette[n % len(style.chart.palette)] for n in range(6)]
    colours = {
        "dk1": text,
        "lt1": "#FFFFFF",
        "dk2": style.accent,
        "lt2": "#F3F6F9",
        **{f"accent{n}": value for n, value in enumerate(palette, 1)},
        "hlink": link or style.accent,
        "folHlink": link or style.accent,
    }
    for name, value in colours.items():
        add(add(scheme, f"a:{name}"), "a:srgbClr", val=colour(value))


def _fonts(parent: Element, fonts: FontNames) -> None:
    add(parent, "a:latin", typeface=fonts.ascii)
    add(parent, "a:ea", typeface=fonts.east_asian)
    add(parent, "a:cs", typeface=fonts.complex)
    add(parent, "a:font", script="Hans", typeface=fonts.east_asian)


def _formats(scheme: Element) -> None:
    """Write the plainest formats that the schema allows: three of each kind."""

    def fill(parent: Element) -> None:
        add(add(parent, "a:solidFill"), "a:schemeClr", val="phClr")

    fills = add(scheme, "a:fillStyleLst")
    lines = add(scheme, "a:lnStyleLst")
    effects = add(scheme, "a:effectStyleLst")
    backgrounds = add(scheme, "a:bgFillStyleLst")
    for width in (6350, 12700, 19050):  # EMU: 0.5, 1 and 1.5 points
        fill(fills)
        stroke = add(lines, "a:ln", w=str(width))
        fill(stroke)
        add(add(effects, "a:effectStyle"), "a:effectLst")
        fill(backgrounds)
