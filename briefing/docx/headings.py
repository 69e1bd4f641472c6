"""Headings, with numbers that Word counts by itself wherever it would count the same."""

from __future__ import annotations

from briefing.document import Heading
from briefing.docx.context import Context
from briefing.docx.flow import Flow
from briefing.docx.headingnumbers import DEEPEST
from briefing.docx.numbering import spaced
from briefing.docx.xml import Element

__all__ = ["write_heading"]


def write_heading(context: Context, flow: Flow, node: Heading) -> None:
    """Write a heading; without a number it leaves the numbering of its style."""
    level = min(max(node.level, 1), DEEPEST)
    style = f"Heading{level}"
    in_style = level in context.style.headings
    flow.anchor(node.id)
    gone = flow.change is not None and flow.change.kind == "deleted"
    list_ = context.headings.list_for(level, node.number, gone=gone) if node.number else None
    if list_ is not None:
        # The style itself carries the first list.  Of what a heading was, LibreOffice (7.4)
        # takes only what is said there, and keeps the list that it is in now.
        own = context.headings.style_list(level)
        number = None if list_ == own and not gone else (list_, level - 1)
        flow.paragraph(style, context.fill(node.children), numbering=number)
        return

    def fill(paragraph: Element) -> None:
        if node.number:
            context.inlines.words(paragraph, spaced(node.number))
        context.inlines.write(paragraph, node.children)

    flow.paragraph(
        style,
        fill,
        numbering=(0, 0) if in_style else None,
        indent=flow.indent if in_style else None,
    )
