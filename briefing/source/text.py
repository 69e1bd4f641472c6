"""A file's text with its lines, decoded and searched for what no brief may hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.problems import Place, Problem
from briefing.source.characters import Finding, findings
from briefing.source.encoding import Undecodable, decode

__all__ = ["MAX_BYTES", "SourceText"]

MAX_BYTES = 256 * 1024 * 1024
MAX_ALIKE = 50
"""Most characters of one fault that are shown one by one; the rest are counted."""

MAX_FINDINGS = 20_000
"""Characters at fault after which a file is no text, and is searched no further."""

LINE_END = re.compile("\r\n|\r|\n")
ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\r\n])"
)
LETTERS = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "v": "\v",
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}


@dataclass(frozen=True, slots=True)
class SourceText:
    """Text with the name it is shown under; ``first_line`` is the number of its first line."""

    text: str
    name: str
    first_line: int = 1
    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, name: str, first_line: int = 1) -> SourceText:
        """Return the text with its lines counted from ``first_line``."""
        return cls(text, name, first_line, tuple(LINE_END.split(text)))

    @classmethod
    def read(cls, path: Path, name: str | None = None) -> tuple[SourceText | None, list[Problem]]:
        """Read a UTF-8 file; a file that cannot be read whole gives ``None`` and why."""
        shown = name or path.as_posix()
        try:
            if path.stat().st_size > MAX_BYTES:
                return None, [Problem("too-large", "the file is larger than 256 MB", Place(shown))]
            data = path.read_bytes()
        except OSError as error:
            reason = error.strerror or "cannot be read"
            return None, [Problem("unreadable", f"the file cannot be read: {reason}", Place(shown))]
        return cls.decode(data, shown)

    @classmethod
    def decode(cls, data: bytes, name: str) -> tuple[SourceText | None, list[Problem]]:
        """Decode UTF-8, with or without a byte order mark."""
        text = decode(data)
        if isinstance(text, Undecodable):
            place = Place(name, text.line, text.column, 1, text.excerpt)
            return None, [Problem("wrong-encoding", text.message, place, text.hint)]
        source = cls.of(text, name)
        return source, source.forbidden()

    def place(self, line: int, column: int, width: int = 1) -> Place:
        """Return the place of ``width`` characters at a line and column that count from 0."""
        excerpt = self.lines[line] if 0 <= line < len(self.lines) else None
        if excerpt is not None:
            width = max(1, min(width, len(excerpt) - column))
        return Place(self.name, line + self.first_line, column + 1, max(1, width), excerpt)

    def forbidden(self) -> list[Problem]:
        """Return every character of the text that would disturb a brief or a terminal.

        Of a fault that stands in the file very often only the first are placed;
        one more problem, without a line, says how many follow.
        """
        found: list[Problem] = []
        starts: list[int] = []
        alike: Counter[str] = Counter()
        last: dict[str, Finding] = {}
        for count, finding in enumerate(findings(self.text)):
            if count == MAX_FINDINGS:
                message = f"more than {MAX_FINDINGS} invisible or broken characters"
                hint = "this seems to be no text: export it again from where it came from"
                found.append(Problem("not-a-text", message, Place(self.name), hint))
                break
            alike[finding.code] += 1
            if alike[finding.code] > MAX_ALIKE:
                last[finding.code] = finding
                continue
            starts = starts or [0, *(match.end() for match in LINE_END.finditer(self.text))]
            line = bisect_right(starts, finding.offset) - 1
            found.append(_problem(finding, self.place(line, finding.offset - starts[line])))
        for code, finding in last.items():
            message = f"{alike[code] - MAX_ALIKE} more faults of this kind in the file"
            hint = finding.hint
            found.append(Problem(code, message, Place(self.name), hint, finding.severity))
        return found

    def escaped(self, value: str, raw: str, line: int, column: int) -> Iterator[Problem]:
        r"""Yield forbidden characters of a quoted text that it spells as escapes (``\u202e``).

        ``raw`` is the text as it stands in the file, quotes and all, from ``line``
        and ``column`` (from 0) on.  What stands there as itself is left to
        :meth:`forbidden`.
        """
        escapes = ESCAPE.finditer(raw)
        count = 0
        for finding in findings(value):
            char = value[finding.offset]
            if char in raw:
                continue
            match = next((match for match in escapes if _meaning(match.group()) == char), None)
            at, width = (match.start(), len(match.group())) if match else (0, 1)
            ends = [end.end() for end in LINE_END.finditer(raw, 0, at)]
            here = at - ends[-1] if ends else column + at
            place = self.place(line + len(ends), here, width)
            count += 1
            if count > MAX_ALIKE:
                message = f"more than {MAX_ALIKE} escapes of characters that no text should hold"
                yield Problem("not-a-text", message, place, "write the text itself")
                return
            yield _problem(finding, place)


def _problem(finding: Finding, place: Place) -> Problem:
    return Problem(finding.code, finding.message, place, finding.hint, finding.severity)


def _meaning(escape: str) -> str | None:
    kind, digits = escape[1], escape[2:]
    if kind in "xuU" and digits and "\\" not in digits and int(digits, 16) <= 0x10FFFF:
        return chr(int(digits, 16))
    if kind == "u" and "\\" in digits:
        high, low = int(digits[:4], 16), int(digits[6:], 16)
        return chr(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF))
    return LETTERS.get(kind)
