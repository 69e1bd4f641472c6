"""Which of our own styles a style of a file answers to, by its name in any program."""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefing.docx.catalogue import CHARACTER_STYLES, PARAGRAPH_NAMES, box_style, table_style

__all__ = ["BOXES", "TABLES", "character_role", "normalized", "paragraph_kind", "table_kind"]

_SIGNS = re.compile(r"[\s_\-]+")


def normalized(name: str) -> str:
    """Return a style's name as names are compared: without case, spaces, hyphens."""
    # LibreOffice writes a space in an id as _20_.
    return _SIGNS.sub("", name.replace("_20_", " ")).lower()


# What Chinese, German … editions of other programs call them, and near relatives.
_OTHERS = {
    "正文": "BodyText",
    "正文文本": "BodyText",
    "标题": "Title",
    "副标题": "Subtitle",
    "题注": "Caption",
    "引用": "Quote",
    "明显引用": "Quote",
    "intensequote": "Quote",
    "quotations": "Quote",
    "列表段落": "ListParagraph",
    "listparagraph": "ListParagraph",
    "脚注文本": "FootnoteText",
    "footnote": "FootnoteText",
    "目录标题": "TOCHeading",
    "contentsheading": "TOCHeading",
    "textbody": "BodyText",
    "firstparagraph": "BodyText",
    "compact": "BodyText",
    "sourcecode": "CodeBlock",
    "htmlpreformatted": "CodeBlock",
    "preformattedtext": "CodeBlock",
    "blocktext": "Quote",
    "tablecaption": "Caption",
    "imagecaption": "Caption",
    "horizontalline": "Rule",
    **{f"标题{level}": f"Heading{level}" for level in range(1, 5)},
    **{f"heading{level}": "Heading4" for level in range(5, 10)},
    **{f"标题{level}": "Heading4" for level in range(5, 10)},
    **{f"目录{level}": f"TOC{level}" for level in range(1, 4)},
    **{f"contents{level}": f"TOC{min(level, 3)}" for level in range(1, 10)},
    **{f"toc{level}": "TOC3" for level in range(4, 10)},
}


def _paragraph_kinds() -> dict[str, str]:
    found = dict(_OTHERS)
    for identifier, name in (*PARAGRAPH_NAMES.items(), ("CommentText", "annotation text")):
        found[normalized(name)] = identifier
    return found


_PARAGRAPHS: Mapping[str, str] = _paragraph_kinds()
_CHARACTERS: Mapping[str, str] = {
    **{normalized(name): role for role, (_, name) in CHARACTER_STYLES.items()},
    "internetlink": "link",
    "strongemphasis": "strong",
    "要点": "strong",
    "强调": "emphasis",
    "超链接": "link",
    "verbatimchar": "code",
    "sourcetext": "code",
    "footnotereference": "note",
    "footnoteanchor": "note",
    "脚注引用": "note",
    "endnotereference": "note",
}
BOXES: Mapping[str, str] = {
    box_style(role)[0]: role for role in ("key-messages", "implications", "note", "warning")
}
"""Kinds of callout by the id of their table style."""
TABLES: Mapping[str, str] = {
    table_style(role)[0]: role for role in ("summary", "data", "plain", "closing")
}
"""Kinds of table by the id of their table style."""
_TABLES = {normalized(identifier): identifier for identifier in (*BOXES, *TABLES)}


def paragraph_kind(name: str) -> str | None:
    """Return the id of our paragraph style that answers to a name, or None."""
    return _PARAGRAPHS.get(normalized(name))


def character_role(name: str) -> str | None:
    """Return the kind of characters that a character style's name stands for, or None."""
    return _CHARACTERS.get(normalized(name))


def table_kind(name: str) -> str | None:
    """Return the id of our table style that answers to a name, or None."""
    return _TABLES.get(normalized(name))
