"""A company's own Word file as the look of every brief: ``reference_docx`` in a house style.

:func:`house_style` is the way in.  Read on in this order: ``letterhead`` (the file, read,
with ``theme``, ``sheet``, ``names``, ``lists``, ``page`` and ``running``: what is taken of
each of its parts), ``adapt`` (the house style under its look, for both formats), ``merge``
(its styles with ours among them) and ``sections`` (its pages, headers and footers).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.problems import Problem
    from briefing.style import Style

__all__ = ["house_style", "lettered", "without_stationery"]


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


def without_stationery(style: Style) -> list[Problem]:
    """Say that PDF files do without the headers and footers of a style's file, if it has some."""
    if style.reference is None:
        return []
    from briefing.docx.reference.letterhead import read_letterhead
    from briefing.problems import Problem, Severity

    letterhead, _ = read_letterhead(style.reference)
    if letterhead is None or not letterhead.has_running():
        return []
    message = (
        f"PDF files take page, sizes and colours of {style.reference.name},"
        " but not its headers, footers and fonts"
    )
    place, hint = style.reference.place, "to mail it with them, save the DOCX as PDF in Word"
    return [Problem("pdf-without-letterhead", message, place, hint, Severity.NOTE)]
