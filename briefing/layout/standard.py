"""The measures of GB/T 9704-2012 (党政机关公文格式), and which faces count as which."""

from __future__ import annotations

import re
from typing import Literal

__all__ = [
    "BOTTOM",
    "CHARACTERS",
    "FACES",
    "HEADINGS",
    "HEIGHT",
    "LEFT",
    "LINES",
    "NUMBER_GAP",
    "NUMBER_SIZE",
    "PAPER",
    "RIGHT",
    "SIZE",
    "TITLE_SIZE",
    "TOLERANCE",
    "TOP",
    "WIDTH",
    "stands_for",
]

PAPER = (210.0, 297.0)
"""A4, in millimetres (5.1)."""
TOP, LEFT, WIDTH, HEIGHT = 37.0, 28.0, 156.0, 225.0
"""天头, 订口 and 版心, in millimetres (5.2.1)."""
RIGHT, BOTTOM = PAPER[0] - LEFT - WIDTH, PAPER[1] - TOP - HEIGHT
TOLERANCE = 1.0
"""Of margins, in millimetres (5.2.1)."""
LINES, CHARACTERS = 22, 28
"""Lines of a page, characters of a line (5.2.3)."""
SIZE, TITLE_SIZE, NUMBER_SIZE = 16.0, 22.0, 14.0
"""三号, 二号 and 四号, in points (5.2.2, 7.3.1, 7.5)."""
NUMBER_GAP = 7.0
"""How far under the text area the dashes of the page number are, in millimetres (7.5)."""
HEADINGS: tuple[tuple[str, str], ...] = (
    ("黑体", "{han}、"),
    ("楷体", "（{han}）"),
    ("仿宋", "{n}."),
    ("仿宋", "（{n}）"),
)
"""Face and number of each level (7.3.3)."""

FACES: dict[str, tuple[str, str]] = {
    "仿宋": (
        r"仿宋|方正仿宋|华文仿宋|fangsong|simfang|stfangsong|fzfs|fzfangsong",
        r"notoserif|sourcehanserif|思源宋体|zhuque",
    ),
    "楷体": (
        r"楷体|方正楷体|华文楷体|kaiti|simkai|stkaiti|fzkt|fzkai",
        r"notoserif|sourcehanserif|思源宋体|lxgwwenkai|霞鹜文楷",
    ),
    "黑体": (
        r"黑体|方正黑体|华文黑体|simhei|stheiti|fzht|fzhei",
        r"notosans|sourcehansans|思源黑体|microsoftyahei|微软雅黑",
    ),
    "小标宋": (
        r"方正小标宋|小标宋|fzxbs|fzxiaobiaosong",
        r"notoserif|sourcehanserif|思源宋体|华文中宋|stzhongsong",
    ),
    "宋体": (
        r"宋体|方正书宋|simsun|nsimsun|stsong|fzss|fzshusong",
        r"notoserif|sourcehanserif|思源宋体|华文宋体",
    ),
}
"""For each face of the standard: beginnings of names that are it, and of open or usual
stand-ins.  Names are compared in lower case, without spaces, hyphens and underscores."""

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_NOISE = re.compile(r"[\s_-]|^@")


def stands_for(name: str, face: str) -> Literal["itself", "stand-in", "another"]:
    """Return what a font called ``name`` is to a face of the standard."""
    plain = _NOISE.sub("", _SUBSET.sub("", name)).lower()
    own, others = FACES[face]
    if re.match(own, plain):
        return "itself"
    return "stand-in" if re.match(others, plain) else "another"
