"""The formats that a brief can be written in: one row each.

A writer is a function of a Document and a style to bytes.  To add a format,
add a row here and its name to ``Format`` in :mod:`briefing.plan.model`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefing.problems import Problem

if TYPE_CHECKING:
    from briefing.document import Document
    from briefing.style import Style

__all__ = ["WRITERS", "Pages", "Writer", "Written", "pristine", "write"]

Pages = Mapping[str, int]
"""The page on which each link target stands, counted from 1."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer made; ``pages`` where the format lays pages out."""

    data: bytes
    problems: tuple[Problem, ...] = ()
    pages: Pages | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """A format.

    ``write(document, style, pages, base)`` may take the page numbers for a table of
    contents from ``pages``; ``base`` is the document without a person's edits.
    ``pristine(data)`` says of a file whether nobody's work is in it: it is as it was
    written, and without edits then; absent where the format can't tell.
    """

    write: Callable[[Document, Style, Pages | None, Document], Written]
    pristine: Callable[[bytes], bool | None] | None = None


def _docx(document: Document, style: Style, pages: Pages | None, base: Document) -> Written:
    from briefing.docx import write as write_docx

    return Written(write_docx(document, style, page_numbers=pages, base=base))


def _docx_pristine(data: bytes) -> bool | None:
    from briefing.docx.fingerprint import is_pristine, keeps_edits

    state = is_pristine(data)
    return False if state and keeps_edits(data) else state


def _pdf(document: Document, style: Style, _pages: Pages | None, _base: Document) -> Written:
    from briefing.pdf import write as write_pdf

    made = write_pdf(document, style)
    return Written(made.data, tuple(made.problems), made.page_numbers)


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "docx": Writer(_docx, _docx_pristine),
        "pdf": Writer(_pdf),
    }
)

LAYS_OUT = "pdf"
"""The format whose pages the others' tables of contents name."""


def write(
    document: Document, style: Style, formats: Sequence[str], base: Document | None = None
) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the document in each format, and what went wrong.

    ``base`` is the document without a person's edits, where it has some.
    A table of contents needs page numbers even where nobody asked for a PDF:
    then one is laid out all the same.
    """
    made: dict[str, Written] = {}
    pages: Pages | None = None
    if _has_contents(document):
        made[LAYS_OUT] = WRITERS[LAYS_OUT].write(document, style, None, base or document)
        pages = made[LAYS_OUT].pages
    for form in formats:
        if form not in made:
            made[form] = WRITERS[form].write(document, style, pages, base or document)
    problems = [problem for one in made.values() for problem in one.problems]
    return {form: made[form].data for form in formats}, problems


def _has_contents(document: Document) -> bool:
    from briefing.document import Contents, walk_blocks

    return any(isinstance(block, Contents) for block in walk_blocks(document.blocks))


def pristine(name: str, data: bytes) -> bool | None:
    """Whether the file called ``name`` is as it was written (see :class:`Writer`)."""
    writer = WRITERS.get(name.rpartition(".")[2])
    return writer.pristine(data) if writer is not None and writer.pristine is not None else None
