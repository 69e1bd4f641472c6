"""What is wrong, where, and what to write instead.

Everything in the program that checks something returns :class:`Problem` values
instead of raising at the first fault, so that one run shows all of them.  A
fault of the *input* travels in :class:`InputError`; a fault of the *machine*
(disk, fonts, network) in :class:`MachineError`; anything else that is raised
is a bug of the program and keeps its traceback.

    Exception
    └── BriefingError
        ├── InputError      exit code 1: records, templates, plan, style
        ├── UsageError      exit code 2: the call itself
        └── MachineError    exit code 3: disk, fonts, permissions
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "BriefingError",
    "InputError",
    "MachineError",
    "Place",
    "Problem",
    "Severity",
    "UsageError",
    "ordered",
    "visible",
]


class Severity(StrEnum):
    """How bad a problem is.  Only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """A span of one line of a file.

    ``file`` is the path as the user wrote it (relative where possible, with
    forward slashes).  ``line`` and ``column`` count from 1; ``column`` counts
    characters (code points), not bytes.  ``width`` is the number of characters
    to underline, at least 1.  ``excerpt`` is the whole line without its end,
    raw: whoever prints it passes it through :func:`visible`.  ``inside`` says
    where in a file that has no lines, such as a Word document: ``body, table 2,
    row 3, cell 1, paragraph 1``; ``excerpt`` is then that paragraph.
    """

    file: str
    line: int | None = None
    column: int | None = None
    width: int = 1
    excerpt: str | None = None
    inside: str | None = None

    def __str__(self) -> str:
        if self.inside is not None:
            return f"{self.file}: {self.inside}"
        parts = [self.file]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    ``code`` is stable and kebab-case (``unknown-sector``): scripts filter on
    it and the documentation lists it.  ``message`` says what is wrong in one
    clause that reads well under a caret, without a full stop.  ``hint`` says
    what to write instead.  ``record`` is the id of the record in hand, where
    one is.
    """

    code: str
    message: str
    place: Place | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR
    record: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether this problem stops a build."""
        return self.severity is Severity.ERROR


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems sorted by file, line and column; those without a place first.

    Exact repetitions are dropped: one fault seen from two briefs is one fault.
    """

    def key(problem: Problem) -> tuple[str, int, list[tuple[int, str]], int, str, str]:
        place = problem.place
        if place is None:
            return ("", 0, [], 0, problem.code, problem.message)
        # Of "table 10" and "table 2", the second comes first.
        inside = [
            (int(part), "") if part.isdigit() else (-1, part)
            for part in re.split("([0-9]{1,9})", place.inside or "")
        ]
        at = (place.file, place.line or 0, inside, place.column or 0)
        return (*at, problem.code, problem.message)

    return sorted(dict.fromkeys(problems), key=key)


def visible(text: str) -> str:
    r"""Return text that is safe to print: controls, bidi marks and surrogates as ``\uXXXX``.

    A record may hold characters that would reorder or erase what a terminal
    shows ("Trojan Source", CVE-2021-42574); a message never prints them raw.
    Tabs become one space so that carets stay under their column.
    """
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    for char in text:
        if char == "\t":
            out.append(" ")
        elif unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            code = ord(char)
            out.append(f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}")
        else:
            out.append(char)
    return "".join(out)


class BriefingError(Exception):
    """Base of every error that the program raises on purpose."""


class InputError(BriefingError):
    """The input has faults; ``problems`` lists all that were found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(ordered(problems))
        count = sum(p.is_error for p in self.problems)
        first = next((p for p in self.problems if p.is_error), None)
        text = f"{count} problem{'s' if count != 1 else ''}"
        if first is not None:
            where = f"{first.place}: " if first.place else ""
            text += f"; first: {where}{first.message}"
        super().__init__(visible(text))


class UsageError(BriefingError):
    """The call is wrong: an option, a name of a brief, a missing folder."""


class MachineError(BriefingError):
    """The machine failed: disk, permissions, fonts."""
