"""What tests of typesetting share."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from briefing.document import Block, Document, Heading, Meta, Paragraph, Text
from briefing.pdf.atoms import Typesetter
from briefing.pdf.fonts import FontSet
from briefing.pdf.writer import Written, write
from briefing.style import Style, read_style

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@lru_cache(maxsize=1)
def modern() -> Style:
    style, problems = read_style("modern", [TEMPLATES])
    assert style is not None, problems
    return style


def typesetter(language: str = "zh") -> Typesetter:
    return Typesetter(modern(), language, FontSet.of(modern()))


def document(*blocks: Block, language: str = "zh", title: str = "题") -> Document:
    meta = Meta(
        title=title,
        language=language,
        organization="编辑部",
        date="2024-03-15",
        identifier="test",
        header=("左", "右"),
        footer="脚",
    )
    return Document(meta, blocks)


def written(*blocks: Block, language: str = "zh") -> Written:
    return write(document(*blocks, language=language), modern())


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def heading(text: str, level: int = 1, id_: str | None = None) -> Heading:
    return Heading(level, (Text(text),), id_ or f"section:{text}")
