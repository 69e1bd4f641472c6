"""The theme of a company's file: its colours and fonts, and the part without what is not seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.docx.opening import Element
from briefing.docx.reference.markup import local, plain_tree
from briefing.docx.xml import NAMESPACES, quoted

__all__ = ["Theme", "read_theme"]

_A = f"{{{NAMESPACES['a']}}}"
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_SCHEMES = ("clrScheme", "fontScheme", "fmtScheme")
_FONTS = {"latin": 0, "ea": 1, "cs": 2}
# What w:themeColor calls a colour, and what the theme does.
_NAMES = {"text1": "dk1", "dark1": "dk1", "background1": "lt1", "light1": "lt1",
          "text2": "dk2", "dark2": "dk2", "background2": "lt2", "light2": "lt2",
          "hyperlink": "hlink", "followedHyperlink": "folHlink"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: ``colours`` by the theme's own names, ``fonts`` of headings and of text.

    Each entry of ``fonts`` is (Latin, East Asian, complex); empty where none is named.
    ``part`` is the part as it goes into an output, or None.
    """

    colours: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    part: str | None = None

    def colour(self, name: str) -> str | None:
        """Return a colour that ``w:themeColor`` names, as ``#RRGGBB``."""
        return self.colours.get(_NAMES.get(name, name))

    def font(self, name: str) -> str:
        """Return the font that ``w:asciiTheme`` and its kind name: ``minorHAnsi``, ``majorEastAsia``."""
        kind = "major" if name.startswith("major") else "minor"
        fonts = self.fonts.get(kind, ("", "", ""))
        return fonts[1 if name.endswith("EastAsia") else 2 if name.endswith("Bidi") else 0]


def read_theme(root: Element | None) -> Theme:
    """Return what a theme part says; pictures in it, and extensions, are left out."""
    elements = root.find(f"{_A}themeElements") if root is not None else None
    if root is None or elements is None:
        return Theme()
    found = {local(one): one for one in elements if local(one) in _SCHEMES}
    colours = {}
    for one in found.get("clrScheme", ()):
        inner = one[0] if len(one) else None
        value = "" if inner is None else str(inner.get("lastClr") or inner.get("val", ""))
        if _HEX.fullmatch(value):
            colours[local(one)] = f"#{value.upper()}"
    fonts = {}
    for kind in ("major", "minor"):
        scheme = found["fontScheme"].find(f"{_A}{kind}Font") if "fontScheme" in found else None
        fonts[kind] = _fonts(scheme)
    part = None
    if len(found) == len(_SCHEMES):
        for one in list(elements.iter(f"{_A}blipFill")):
            _fill_plainly(one)
        inside = "".join(plain_tree(found[name], "a") for name in _SCHEMES)
        name = root.get("name", "")
        part = _part(name, inside)
    return Theme(colours, fonts, part)


def _fonts(scheme: Element | None) -> tuple[str, str, str]:
    faces = ["", "", ""]
    for one in scheme if scheme is not None else ():
        face = one.get("typeface", "")
        if local(one) in _FONTS:
            faces[_FONTS[local(one)]] = face
        elif one.get("script") == "Hans" and not faces[1]:
            faces[1] = face
    return faces[0], faces[1], faces[2]


def _fill_plainly(fill: Element) -> None:
    """Put a plain fill in the place of a picture."""
    for child in list(fill):
        fill.remove(child)
    fill.attrib.clear()
    fill.tag = f"{_A}solidFill"
    colour = fill.makeelement(f"{_A}schemeClr", {"val": "phClr"})
    fill.append(colour)


def _part(name: str, inside: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{NAMESPACES["a"]}" name={quoted(name)}>'
        f"<a:themeElements>{inside}</a:themeElements></a:theme>"
    )
