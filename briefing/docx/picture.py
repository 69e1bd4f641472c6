"""Pictures, in the line, as large as they are and no larger than their place."""

from __future__ import annotations

from briefing.document import Image, inline_text
from briefing.docx.captions import write_caption
from briefing.docx.context import Context
from briefing.docx.drawingml import picture_frame
from briefing.docx.flow import Flow
from briefing.docx.xml import Element

__all__ = ["write_picture"]

_EMU_PER_POINT = 12_700
_TWIPS_PER_POINT = 20
_POINTS_PER_MM = 72 / 25.4
_PAGE = 0.85
"""The most that a picture takes of the height of the text: its caption stands above it."""


def write_picture(context: Context, flow: Flow, node: Image) -> None:
    """Write a picture under its caption."""
    flow.anchor(node.id)
    if node.caption:
        write_caption(context, flow, context.words.figure, node.number, node.caption)
    page = context.style.page
    depth = (page.height_mm - page.top_mm - page.bottom_mm) * _POINTS_PER_MM * _PAGE
    width, height = node.size(flow.room() / _TWIPS_PER_POINT, depth)
    relationship = context.picture_part(node.media_type, node.data)
    number = context.drawings.next()

    def fill(paragraph: Element) -> None:
        picture_frame(
            paragraph,
            number,
            relationship,
            size=(round(width * _EMU_PER_POINT), round(height * _EMU_PER_POINT)),
            title=inline_text(node.caption),
            description=node.description,
        )

    flow.drawing(fill)
