"""An edited DOCX as the PDF that is mailed: read, numbered anew, written by our own writer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefing.building.make import Workshop, number_scheme
from briefing.problems import Place, Problem, Severity

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
    from briefing.pdf import write
    from briefing.transforms import apply, bare

    try:
        reading = read(data, shown, view="rejected" if rejected else "accepted")
    except Refused as error:
        return Printed(None, (error.problem,))
    problems = list(reading.problems)
    name = style or reading.style or STYLE
    look, found = Workshop(search).style(name)
    if look is None and style is None and name != STYLE:
        message = f"was built in the style {name}, which is not here; printed in {STYLE}"
        hint = "name the project (--project) or another style (--style)"
        problems.append(Problem("unknown-style", message, Place(shown), hint, Severity.WARNING))
        look, found = Workshop(search).style(STYLE)
    problems += found
    if look is None or any(problem.is_error for problem in found):
        return Printed(None, tuple(problems))
    document = reading.document
    if document != reading.base:
        document = apply(bare(document), number_scheme(look, document.meta.language))
    made = write(document, look)
    return Printed(made.data, (*problems, *made.problems))
