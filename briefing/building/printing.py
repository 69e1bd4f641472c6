"""An edited DOCX as the PDF that is mailed: read, numbered anew, written by our own writer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building.running import running_texts_lost
from briefing.building.workshop import Workshop, number_scheme
from briefing.document import Block, Document, Table, rebuild
from briefing.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from briefing.docx.read.reading import Reading
    from briefing.style import Style

__all__ = ["Printed", "print_docx"]

STYLE = "modern"
"""The style of a file that doesn't say how it was built."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, or None, and what could not be carried over."""

    data: bytes | None
    problems: tuple[Problem, ...]


def print_docx(
    data: bytes,
    shown: str,
    search: tuple[Path, ...],
    *,
    style: str | None = None,
    rejected: bool = False,
) -> Printed:
    """Return a DOCX as PDF; a file that nobody edited comes out as it was built.

    ``style`` names another house style than that of the file; ``search`` are the
    folders that styles are looked for in.
    """
    from briefing.docx.read import Refused, read
    from briefing.docx.reference import left_out_of_pdfs
    from briefing.pdf import write
    from briefing.transforms import apply, bare

    try:
        reading = read(data, shown, view="rejected" if rejected else "accepted")
    except Refused as error:
        return Printed(None, (error.problem,))
    problems = list(reading.problems)
    problems += _left_out(reading, shown, rejected=rejected)
    name = style or reading.style or STYLE
    workshop = Workshop(search)
    look, found = workshop.style(name)
    if look is None and style is None and name != STYLE:
        message = f"was built in the style {name}, which is not here; printed in {STYLE}"
        hint = "name the project (--project) or another style (--style)"
        problems.append(Problem("unknown-style", message, Place(shown), hint, Severity.WARNING))
        look, found = workshop.style(STYLE)
    problems += found
    if look is None or any(problem.is_error for problem in found):
        return Printed(None, tuple(problems))
    own, _ = workshop.style(reading.style or name)
    problems += running_texts_lost(reading, own or look, shown)
    problems += left_out_of_pdfs(look)
    document = _in_style(reading.document, look)
    if document != reading.base:
        document = apply(bare(document), number_scheme(look, document.meta.language))
    made = write(document, look)
    return Printed(made.data, (*problems, *made.problems))


def _in_style(document: Document, style: Style) -> Document:
    """Return a document without kinds of table that a style has no look for, such as a 版记."""

    def block(node: Block) -> Block:
        if isinstance(node, Table) and node.role not in style.tables:
            return replace(node, role="plain")
        return node

    blocks = rebuild(document.blocks, block, lambda node: node)
    return document if blocks == document.blocks else replace(document, blocks=blocks)


def _left_out(reading: Reading, shown: str, *, rejected: bool) -> Iterator[Problem]:
    """Yield what a PDF to mail leaves out on purpose."""
    if reading.tracked:
        message = (
            f"has tracked changes; they are printed as {'rejected' if rejected else 'accepted'}"
        )
        hint = None if rejected else "--rejected prints the words from before them"
        yield Problem("tracked-changes", message, Place(shown), hint, Severity.NOTE)
    if reading.remarks:
        count = len(reading.remarks)
        comments = "a comment" if count == 1 else f"{count} comments"
        names = sorted({remark.author for remark in reading.remarks if remark.author})
        by = f" by {', '.join(names)}" if names else ""
        message = f"has {comments}{by}, which no PDF to mail shows"
        yield Problem("comments", message, Place(shown), None, Severity.NOTE)
