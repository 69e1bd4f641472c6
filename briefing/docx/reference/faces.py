"""What is known of the typefaces that a company's file names: how high their lines are, and serifs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

__all__ = ["kind_of", "single_line"]

# Height of a single line in ems, as the fonts say; about as much for any other.
_LINES = {"Calibri": 1.22, "Cambria": 1.17, "Arial": 1.15, "Times New Roman": 1.15,
          "Georgia": 1.14, "Verdana": 1.22, "Segoe UI": 1.33, "Aptos": 1.28,
          "微软雅黑": 1.32, "Microsoft YaHei": 1.32, "宋体": 1.14, "SimSun": 1.14,
          "黑体": 1.14, "SimHei": 1.14, "仿宋": 1.14, "楷体": 1.14}  # fmt: skip
_LATIN_LINE, _HAN_LINE = 1.17, 1.3
_SERIF = re.compile(
    "serif|roman|times|georgia|cambria|garamond|baskerville|palatino|antiqua|bookman|century|"
    "constantia|didot|caslon|minion|sabon|charter|bodoni|宋|明|仿|楷|song|ming|kai|fangsong|simsun",
    re.IGNORECASE,
)
"""Names of fonts with serifs."""


def single_line(font: str, *, latin: bool) -> float:
    """Return how high a single line of a font is, in ems."""
    return _LINES.get(font, _LATIN_LINE if latin else _HAN_LINE)


def kind_of(font: str, table: Mapping[str, str]) -> Literal["serif", "sans"] | None:
    """Return whether a font has serifs, as the file's font ``table`` or its name says."""
    entry = table.get(font, "")
    for word, kind in (("roman", "serif"), ("swiss", "sans")):
        if f'<w:family w:val="{word}"/>' in entry:
            return "serif" if kind == "serif" else "sans"
    if not font:
        return None
    return "serif" if _SERIF.search(font) and "sans" not in font.lower() else "sans"
