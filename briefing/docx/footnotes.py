"""The footnotes of a document: a part of their own (ISO/IEC 29500-1, 17.11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.document import Footnote
from briefing.docx import wml
from briefing.docx.context import Context
from briefing.docx.flow import Flow
from briefing.docx.package import CT, RT, Package, Relations
from briefing.docx.settings import SEPARATORS
from briefing.docx.wml import RunProperties
from briefing.docx.xml import Element, add, root, serialize

__all__ = ["write_footnotes"]

NAME = "word/footnotes.xml"


def write_footnotes(
    package: Package, relations: Relations, context: Context, flow: Flow, notes: Sequence[Footnote]
) -> None:
    """Add the part with the texts of ``notes``, in the order of their ids from 1.

    ``flow`` is that of the body: notes are as wide, and lead to the same places.
    """
    if not notes:
        return
    part = package.part(NAME, CT.WML_FOOTNOTES, b"")
    relations.internal(RT.FOOTNOTES, part)
    from_notes = Relations(part)
    own = replace(
        context,
        inlines=context.inlines.elsewhere(from_notes),
        picture_part=lambda *parts: from_notes.shared(RT.IMAGE, package.picture(*parts)),
    )
    element = root("w:footnotes", ("r", "wp", "a"))
    for number, kind in SEPARATORS.items():
        note = add(element, "w:footnote", type=kind, id=str(number))
        add(wml.add_run(wml.paragraph(note, "FootnoteText"), RunProperties()), f"w:{kind}")
    for number, node in enumerate(notes, 1):
        note = add(element, "w:footnote", id=str(number))
        inner = flow.cell(note, flow.width, "note")
        own.write(own, inner, node.blocks)
        inner.close("FootnoteText")
        _mark(note)
    part._blob = serialize(element)  # noqa: SLF001 – python-docx sets it only at birth


def _mark(note: Element) -> None:
    """Put the note's own number before its first words."""
    first = _first_paragraph(note)
    run = Element("w:p")
    add(wml.add_run(run, RunProperties(style="FootnoteReference")), "w:footnoteRef")
    wml.text_runs(run, " ")
    first.parts[1:1] = run.parts  # after the properties


def _first_paragraph(element: Element) -> Element:
    """Return the first paragraph in an element; every note has one."""
    for index, part in enumerate(element.parts):
        if wml.is_paragraph(part):
            return wml.reopened(element, index)
        if isinstance(part, Element):
            return _first_paragraph(part)
    raise AssertionError(element.name)
