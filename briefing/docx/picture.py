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


def write_picture(context: Context, flow: Flow, node: Image) -> None:
    """Write a picture under its caption."""
    flow.anchor(node.id)
    if node.caption:
        write_caption(context, flow, context.words.figure, node.number, node.caption)
    width, height = node.size(flow.room() / _TWIPS_PER_POINT, context.drawing_height)
    relationship = context.picture_part(node.media_type, node.data)
    context.pictures.append((node.digest, width))
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
