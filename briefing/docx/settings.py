"""Document settings: how Word is to behave, none of it about the text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from briefing.docx.languages import Language
from briefing.docx.xml import Element, add, root, serialize

__all__ = ["settings"]

_WORD = "http://schemas.microsoft.com/office/word"

# Compatibility mode 15 (Word 2013 and later) and the switches Word writes with it.
_COMPATIBILITY = {
    "compatibilityMode": "15",
    "overrideTableStyleFontSizeAndJustification": "1",
    "enableOpenTypeFeatures": "1",
    "doNotFlipMirrorIndents": "1",
    "differentiateMultirowTableHeaders": "1",
}

_COLOURS = {
    "bg1": "light1",
    "t1": "dark1",
    "bg2": "light2",
    "t2": "dark2",
    **{f"accent{n}": f"accent{n}" for n in range(1, 7)},
    "hyperlink": "hyperlink",
    "followedHyperlink": "followedHyperlink",
}


# What a company's file may say of its pages, in the order of the schema.
_PAGES = (
    "mirrorMargins",
    "alignBordersAndEdges",
    "bordersDoNotSurroundHeader",
    "bordersDoNotSurroundFooter",
    "gutterAtTop",
)


def settings(
    language: Language,
    *,
    outside: bool = False,
    given: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Return the settings part; ``outside``: even pages have a footer of their own.

    ``given`` is the markup of settings that are a company's own, by their names.

    ``w:updateFields`` is left out on purpose: with it Word asks a question
    every time the file is opened.
    """
    element = root("w:settings")
    add(element, "w:zoom", percent="100")
    for name in _PAGES:
        if name in given:
            element.append(given[name])
    _either(element, given, "defaultTabStop", val="420")
    if outside or "evenAndOddHeaders" in given:
        add(element, "w:evenAndOddHeaders")
    # Punctuation at the start and inside of Chinese lines gives up its blank half.
    add(
        element,
        "w:characterSpacingControl",
        val="compressPunctuation" if language.script == "east-asian" else "doNotCompress",
    )
    compatibility = add(element, "w:compat")
    # A justified line that ends in a line break is not stretched.
    add(compatibility, "w:doNotExpandShiftReturn")
    for name, value in _COMPATIBILITY.items():
        add(compatibility, "w:compatSetting", name=name, uri=_WORD, val=value)
    # The language says which faces of the theme text takes: a company's file has its own.
    _either(element, given, "themeFontLang", **language.slots())
    _either(element, given, "clrSchemeMapping", **_COLOURS)
    _either(element, given, "decimalSymbol", val=".")
    _either(element, given, "listSeparator", val=",")
    return serialize(element)


def _either(parent: Element, given: Mapping[str, str], name: str, **usual: str) -> None:
    if name in given:
        parent.append(given[name])
    else:
        add(parent, f"w:{name}", **usual)
