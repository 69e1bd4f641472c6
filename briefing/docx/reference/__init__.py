"""A company's own Word file as the look of every brief: ``reference_docx`` in a house style.

:func:`house_style` is the way in.  Read on in this order: ``letterhead`` (the file, read,
with ``theme``, ``sheet``, ``names``, ``lists``, ``page`` and ``running``: what is taken of
each of its parts), ``stationery`` (its headers and footers as PDFs draw them), ``adapt`` (the house style under its look, for both formats), ``merge``
(its styles with ours among them) and ``sections`` (its pages, headers and footers).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.problems import Problem
    from briefing.style import Style

__all__ = ["house_style", "left_out_of_pdfs", "lettered"]


def house_style(name: str, search: Sequence[Path]) -> tuple[Style | None, list[Problem]]:
    """Return the style called ``name`` in the look of the file that it refers to, if any.

    None, where it or the file has errors; and every problem found in them.
    """
    from briefing.style import read_style

    style, problems = read_style(name, search)
    if style is None or style.reference is None:
        return style, problems
    style, found = lettered(style)
    return style, [*problems, *found]


def lettered(style: Style) -> tuple[Style | None, list[Problem]]:
    """Return a style in the look of its file, or None, and what is wrong with the file."""
    if style.reference is None:
        return style, []
    from briefing.docx.reference.adapt import adapted
    from briefing.docx.reference.letterhead import read_letterhead

    letterhead, problems = read_letterhead(style.reference)
    return (adapted(style, letterhead) if letterhead is not None else None), list(problems)


def left_out_of_pdfs(style: Style) -> list[Problem]:
    """Say what PDF files leave out of the headers and footers of a style's file."""
    if style.reference is None:
        return []
    from briefing.docx.reference.letterhead import read_letterhead
    from briefing.docx.reference.stationery import stationery_of

    letterhead, _ = read_letterhead(style.reference)
    return stationery_of(letterhead)[1] if letterhead is not None else []
