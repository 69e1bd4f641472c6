"""Signs of fonts with codes of their own, as the Unicode characters that they look like.

Word writes a sign from Symbol or Wingdings as ``w:sym`` or as a character of the private
area at U+F000 on; only the font says what it is.  The tables hold what people put into
texts: Greek letters and operators of Symbol, ticks, boxes, arrows, numbers and bullets
of the Wingdings.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["UNKNOWN", "sign"]

UNKNOWN = "•"
"""What stands for a sign that no table has: most are bullets of some kind."""


def _run(start: int, characters: str) -> dict[int, str]:
    return {start + step: char for step, char in enumerate(characters) if char != "\0"}


_SYMBOL = {
    **_run(0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    **_run(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    **_run(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    **_run(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"),
    **_run(0xBF, "↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑"),
    0xF1: "⟩",
    0xF2: "∫",
}
_WINGDINGS = {
    **_run(0x21, "✏✂✁"),
    **_run(0x28, "☎✆✉"),
    0x36: "⌛",
    0x3E: "✇",
    0x3F: "✍",
    **_run(0x45, "☜☞☝☟"),
    0x4A: "☺",
    0x4C: "☹",
    **_run(0x6C, "●❍■□"),
    **_run(0x71, "❑❒⬧⧫◆❖⬥⌧"),
    **_run(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    **_run(0x9E, "·•"),
    0xA1: "○",
    0xA4: "◉",
    0xA7: "▪",
    0xA8: "☐",
    0xAA: "✦",
    0xAB: "★",
    0xD8: "➢",
    **_run(0xDF, "←→↑↓"),
    0xE8: "➔",
    **_run(0xEF, "⇦⇨⇧⇩"),
    **_run(0xFB, "✗✓☒☑"),
}
_WINGDINGS_2 = {
    **_run(0x4F, "✗✓☒☑"),
    0x97: "●",
    0x98: "•",
    0x99: "○",
    0xA2: "■",
    0xA3: "☐",
    0xAE: "◆",
}
_FONTS: Mapping[str, Mapping[int, str]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
}


def sign(font: str, code: int) -> str | None:
    """Return the character that a sign of a font looks like; None where it can't be told.

    ``code`` is as the file has it, with or without the 0xF000 of the private area.
    A font without codes of its own has its characters where Unicode has them.
    """
    table = _FONTS.get(font.strip().lower())
    if table is not None:
        return table.get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code)
    return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code <= 0xFFFD else None
