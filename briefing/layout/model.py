"""What is measured of a file, whatever its format, and what is said about it.

Sizes of type, pitches and insets are points, everything on the paper is
millimetres.  ``place`` is words for people: ``page 3``, ``paragraph 12``,
``section 1``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefing.problems import Place, Problem, Severity

__all__ = ["Body", "Deviation", "Measured", "PageNumber", "Sheet", "Stretch"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of page: the paper, and the margins around its text."""

    place: str
    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True, slots=True)
class Body:
    """The running text: its Chinese face, its size, and how it fills a page.

    ``line`` and ``character`` are the distances of base lines and of full-width
    characters in points; ``lines`` and ``characters`` how many fit.
    """

    face: str
    size: float
    line: float
    character: float
    lines: int
    characters: int


Kind = Literal["title", "heading1", "heading2", "heading3", "heading4", "text"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph of a DOCX, or a line of a PDF.

    ``number`` is the form of a heading's number, such as ``{han}、``; empty where
    there is none.  ``indent`` is the first line's, in characters; ``None`` where
    it can't be told or says nothing.
    """

    kind: Kind
    text: str
    place: str
    face: str
    size: float
    align: str = ""
    indent: float | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A page number: ``pages`` are those that it stands for.

    ``text`` has ``{page}`` for the number; ``gap`` is how far under the text area
    its dashes are, in millimetres; ``inset`` how far in from the edge of the text,
    in points.
    """

    place: str
    text: str
    face: str
    size: float
    pages: Literal["odd", "even", "all"]
    side: Literal["left", "center", "right"]
    inset: float
    gap: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured.  ``chinese``: the text is; only then its type is judged.

    ``precision`` is by how many millimetres a measure on the paper may be wrong.
    """

    chinese: bool
    sheets: tuple[Sheet, ...]
    body: Body | None
    stretches: tuple[Stretch, ...]
    numbers: tuple[PageNumber, ...]
    precision: float = 0.0


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference from the standard.

    An error breaks the standard; a warning bends it; a note says what the
    standard leaves open or what stands in for it.
    """

    severity: Severity
    code: str
    what: str
    expected: str
    measured: str
    place: str = ""

    def problem(self, file: str) -> Problem:
        """Return it as a problem of ``file``, for whoever prints problems."""
        where = f" ({self.place})" if self.place else ""
        message = f"{self.what}: {self.measured}, not {self.expected}{where}"
        return Problem(self.code, message, Place(file), None, self.severity)
