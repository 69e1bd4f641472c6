"""A file's text, decoded and searched for what no brief may hold."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from briefing.problems import Place, Problem, Severity

__all__ = ["MAX_BYTES", "SourceText"]

MAX_BYTES = 256 * 1024 * 1024

# C0 controls but tab, LF, CR; DEL; C1; line and paragraph separators are handled as text.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
SURROGATE = re.compile("[\ud800-\udfff]")
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u180e\U000e0000-\U000e007f]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
LINE_END = re.compile("\r\n|\r|\n")


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
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return None, [_encoding(name, data, 0, "UTF-16")]
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            offset = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
            return None, [_encoding(name, data, offset, _guess(data))]
        source = cls.of(text, name)
        return source, source.forbidden()

    def place(self, line: int, column: int, width: int = 1) -> Place:
        """Return the place of ``width`` characters at a line and column that count from 0."""
        excerpt = self.lines[line] if 0 <= line < len(self.lines) else None
        if excerpt is not None:
            width = max(1, min(width, len(excerpt) - column))
        return Place(self.name, line + self.first_line, column + 1, max(1, width), excerpt)

    def forbidden(self) -> list[Problem]:
        """Return every character of the text that would disturb a brief or a terminal."""
        if self.text.isascii() and not CONTROL.search(self.text):
            return []
        found = []
        for number, line in enumerate(self.lines):
            found += character_problems(line, lambda at, n=number: self.place(n, at))
        return found


def character_problems(text: str, place: object) -> list[Problem]:
    """Return problems for forbidden characters; ``place(offset)`` gives each its place."""
    found: list[Problem] = []

    def report(code: str, what: str, hint: str, at: int, severity: Severity) -> None:
        char = text[at]
        name = unicodedata.name(char, "")
        shown = f"U+{ord(char):04X}" + (f" {name}" if name else "")
        found.append(Problem(code, f"{what} {shown}", place(at), hint, severity))  # type: ignore[operator]

    for match in CONTROL.finditer(text):
        report("control-character", "control character", "delete it", match.start(), Severity.ERROR)
    for match in SURROGATE.finditer(text):
        report(
            "lone-surrogate",
            "half a character",
            "type the character again",
            match.start(),
            Severity.ERROR,
        )
    for match in BIDI.finditer(text):
        report(
            "bidi-override",
            "invisible character that reorders text",
            "delete it",
            match.start(),
            Severity.ERROR,
        )
    for match in INVISIBLE.finditer(text):
        report(
            "invisible-character",
            "invisible character",
            "delete it unless it is meant",
            match.start(),
            Severity.WARNING,
        )
    for match in PRIVATE.finditer(text):
        report(
            "private-character",
            "private-use character, which looks different on every machine",
            "type the character that is meant",
            match.start(),
            Severity.WARNING,
        )
    return found


def _guess(data: bytes) -> str:
    for encoding, label in (("gb18030", "GB18030 (GBK)"), ("big5", "Big5")):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return label
    return "another encoding"


def _encoding(name: str, data: bytes, offset: int, guess: str) -> Problem:
    before = data[:offset]
    line = before.count(b"\n") + 1
    start = before.rfind(b"\n") + 1
    column = len(data[start:offset].decode("utf-8", "replace")) + 1
    end = data.find(b"\n", offset)
    excerpt = data[start : end if end >= 0 else None].decode("utf-8", "replace").rstrip("\r")
    return Problem(
        "wrong-encoding",
        f"not UTF-8; it looks like {guess}",
        Place(name, line, column, 1, excerpt[:500]),
        "save the file as UTF-8",
    )
