"""Captions of tables and figures, with a number that Word can count on."""

from __future__ import annotations

from briefing.document import Inlines
from briefing.docx import wml
from briefing.docx.context import Context
from briefing.docx.flow import Flow
from briefing.docx.xml import Element

__all__ = ["write_caption"]


def write_caption(
    context: Context, flow: Flow, pattern: str, number: int | None, children: Inlines
) -> None:
    """Write a caption; ``pattern`` is such as ``Table {n}``, its number a SEQ field.

    The field's sequence is named by the label, as Word does it in that language.
    """
    before, _, after = pattern.partition("{n}")

    def fill(paragraph: Element) -> None:
        if number is not None:
            context.inlines.words(paragraph, before)
            sequence = before.strip() or after.strip() or "Caption"
            wml.complex_field(
                paragraph, f"SEQ {sequence.replace(' ', '_')} \\* ARABIC", str(number)
            )
            context.inlines.words(paragraph, after + _gap(context))
        context.inlines.write(paragraph, children)

    flow.paragraph("Caption", fill)


def _gap(context: Context) -> str:
    return "　" if context.design.language.script == "east-asian" else "  "
