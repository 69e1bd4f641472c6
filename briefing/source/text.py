"""A text with its name and its lines: what every place points into."""

from __future__ import annotations

import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from briefing.problems import Place, Problem
from briefing.source.characters import findings, replaced
from briefing.source.encoding import Undecodable, decode

__all__ = ["MAX_BYTES", "SourceText"]

MAX_BYTES = 64 * 1024 * 1024
"""Most bytes that one file may have: some ten thousand long records."""

LINE_END = re.compile(r"\r\n|\n|\r")


class SourceText:
    """The text of one file, or of a part of one.

    ``name`` is the file as it is shown to people; ``text`` is what it holds,
    without a byte order mark and otherwise unchanged; ``first_line`` is the
    line of the file on which the text begins (front matter begins on line 2).
    Lines end at LF, CR LF or CR.
    """

    __slots__ = ("_excerpts", "_starts", "first_line", "name", "text")

    def __init__(self, text: str, name: str, first_line: int = 1) -> None:
        self.text = text
        self.name = name
        self.first_line = first_line
        self._starts: list[int] | None = None
        self._excerpts: dict[int, str] = {}

    @classmethod
    def from_text(cls, text: str, name: str, first_line: int = 1) -> SourceText:
        """Return a source over text that is already at hand."""
        return cls(text.removeprefix("\ufeff") if first_line == 1 else text, name, first_line)

    @classmethod
    def read(
        cls, path: Path, shown_as: str | None = None, *, limit: int = MAX_BYTES
    ) -> tuple[SourceText | None, list[Problem]]:
        """Read a UTF-8 file of at most ``limit`` bytes.

        A file that is missing, is no regular file, is too big or is no UTF-8
        gives ``None`` and one problem.  Characters are not looked at here: see
        :meth:`characters`.
        """
        name = shown_as if shown_as is not None else path.as_posix()
        place = Place(name)
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
                return None, [Problem("unreadable-file", f"this is {kind}", place)]
            with path.open("rb") as file:
                data = file.read(limit + 1)
        except FileNotFoundError:
            return None, [Problem("missing-file", "there is no such file", place)]
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            return None, [Problem("unreadable-file", f"cannot be read: {reason.lower()}", place)]
        if len(data) > limit:
            message = f"the file has more than {limit // (1024 * 1024) or 1} MiB"
            return None, [Problem("file-too-big", message, place, "split it into several files")]
        text = decode(data)
        if isinstance(text, Undecodable):
            place = Place(name, text.line, text.column, 1, text.excerpt)
            return None, [Problem("wrong-encoding", text.message, place, text.hint)]
        return cls(text, name), []

    def characters(self) -> list[Problem]:
        """Return what is wrong with single characters, each with its place."""
        return [
            Problem(
                found.code, found.message, self.place_at(found.offset), found.hint, found.severity
            )
            for found in findings(self.text)
        ]

    def harmless(self) -> str:
        """Return the text, same length, with U+FFFD for what :meth:`characters` calls errors."""
        return replaced(self.text)

    def lines(self) -> Iterator[str]:
        """Yield the lines without their ends."""
        starts = self._line_starts()
        for index in range(len(starts)):
            yield self._line(index)

    def place(self, line: int, column: int = 1, width: int = 1) -> Place:
        """Return the place at a line of the file and a column, both from 1."""
        index = line - self.first_line
        starts = self._line_starts()
        excerpt = self._line(index) if 0 <= index < len(starts) else None
        return Place(self.name, line, column, max(width, 1), excerpt)

    def place_at(self, offset: int, width: int = 1) -> Place:
        """Return the place at an offset, in characters from the text's start."""
        starts = self._line_starts()
        index = bisect_right(starts, offset) - 1
        return self.place(index + self.first_line, offset - starts[index] + 1, width)

    def offset(self, line: int, column: int = 1) -> int:
        """Return the offset of a place: the inverse of :meth:`place_at`."""
        return self._line_starts()[line - self.first_line] + column - 1

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *(match.end() for match in LINE_END.finditer(self.text))]
        return self._starts

    def _line(self, index: int) -> str:
        # One string per line however many problems it has: a line may be a megabyte long.
        known = self._excerpts.get(index)
        if known is None:
            starts = self._line_starts()
            end = starts[index + 1] if index + 1 < len(starts) else len(self.text)
            known = self.text[starts[index] : end].rstrip("\r\n")
            self._excerpts[index] = known
        return known
