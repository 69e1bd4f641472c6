"""Values on their way through a template: text that knows its origin, and tokens.

What a template prints never passes through the Markdown parser.  ``{{ … }}``
leaves a token, a few private-use characters with a number; when the Markdown
has been parsed, the token is replaced by the value it stands for.  A second
kind of mark, at the end of each line of the template's own text, remembers the
line of the template; marks are taken out before the Markdown is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, cast

from markupsafe import Markup

from briefing.document import Blocks, Field, Inline, Inlines, LineBreak, Origin, Text, inline_text

__all__ = [
    "LIMIT",
    "MARK",
    "RESERVED",
    "STEPS",
    "FieldText",
    "Ledger",
    "MisuseError",
    "TooMuch",
    "current",
    "line_mark",
    "value_inlines",
]

INLINE, END, BLOCK, LINE = "\ue000", "\ue001", "\ue002", "\ue003"
DIGIT = 0xE010
DIGITS = f"[{chr(DIGIT)}-{chr(DIGIT + 9)}]+"
TOKEN = re.compile(f"([{INLINE}{BLOCK}])({DIGITS}){END}")
MARK = re.compile(f"{LINE}{DIGITS}{END}")
RESERVED = re.compile("[\ue000-\ue003\ue010-\ue019]")
"""The characters that tokens and marks are made of."""
LIMIT = 8_000_000
"""Most characters that a template may produce."""
STEPS = 2_000_000
"""Most steps that a rendering may take: turns of loops, calls, characters compared."""


class TooMuch(Exception):  # noqa: N818 – told to the author as a limit, not an error
    """A template produces more than any brief needs."""


class MisuseError(ValueError):
    """A component or filter was given something it cannot take."""


class FieldText(str):
    """A record's text that remembers where it came from; any change makes a plain ``str``."""

    __slots__ = ("origin",)
    origin: Origin

    @classmethod
    def of(cls, text: str, origin: Origin) -> FieldText:
        """Return ``text`` bound to ``origin``."""
        value = cls(text)
        value.origin = origin
        return value


def _coded(number: int) -> str:
    return "".join(chr(DIGIT + int(digit)) for digit in str(number))


def _number(digits: str) -> int:
    return int("".join(str(ord(char) - DIGIT) for char in digits))


def line_mark(line: int) -> str:
    """Return the mark of a line of the template."""
    return LINE + _coded(line) + END


def value_inlines(value: object) -> Inlines:
    """Return what a token stands for: a field, plain text, or inlines as they are.

    A line end inside a text becomes a line break; line ends around it are left out.
    """
    if isinstance(value, FieldText):
        origin = value.origin
        return _lines(str(value), lambda part: Field(part, origin))
    if isinstance(value, str):
        return _lines(value, Text)
    return cast("Inlines", value)


def _lines(text: str, make: Callable[[str], Inline]) -> Inlines:
    if "\n" not in text and "\r" not in text:
        return (make(text),) if text else ()
    parts = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    found: list[Inline] = []
    for index, part in enumerate(parts):
        if index:
            found.append(LineBreak())
        if part:
            found.append(make(part))
    return tuple(found)


@dataclass(slots=True)
class Ledger:
    """The values printed by one rendering, by the number in their token."""

    language: str = "zh"
    values: list[str | Inlines | Blocks] = field(default_factory=list)
    produced: int = 0
    steps: int = 0
    record: str | None = None
    components: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    def printed(self, text: str) -> Markup:
        """Return what a printed text leaves in the page: its token."""
        self.count(len(text))
        return self.inline(text) if text else Markup("")

    def inline(self, value: str | Inlines) -> Markup:
        """Return the token of a text or of inlines."""
        return self._token(INLINE, value)

    def block(self, blocks: Blocks) -> Markup:
        """Return the token of blocks, set apart as a paragraph of its own."""
        return Markup("\n\n") + self._token(BLOCK, blocks) + Markup("\n\n")

    def _token(self, kind: str, value: str | Inlines | Blocks) -> Markup:
        number = len(self.values)
        self.values.append(value)
        return Markup(kind + _coded(number) + END)  # noqa: S704 – private-use characters only

    def count(self, characters: int) -> None:
        """Add to what has been produced; raise :class:`TooMuch` beyond the limit."""
        self.produced += characters
        if self.produced > LIMIT:
            raise TooMuch(f"the template prints more than {LIMIT:,} characters")

    def step(self, steps: int = 1) -> None:
        """Count steps; raise :class:`TooMuch` beyond the limit."""
        self.steps += steps
        if self.steps > STEPS:
            raise TooMuch(f"the template takes more than {STEPS:,} steps")

    def split(self, text: str) -> Iterator[tuple[str, object]]:
        """Yield ``("text", str)``, ``("inline", value)`` and ``("block", blocks)`` in order."""
        at = 0
        for match in TOKEN.finditer(text):
            if match.start() > at:
                yield "text", self._clean(text[at : match.start()])
            number = _number(match.group(2))
            if number >= len(self.values):
                raise MisuseError("a printed value was damaged on its way")
            yield ("inline" if match.group(1) == INLINE else "block"), self.values[number]
            at = match.end()
        if at < len(text):
            yield "text", self._clean(text[at:])

    @staticmethod
    def _clean(text: str) -> str:
        if RESERVED.search(text):
            raise MisuseError("a printed value was damaged on its way")
        return text

    def inlines(self, value: object) -> Inlines:
        """Return a value as inlines; in a piece of the page, tokens are replaced."""
        if not isinstance(value, Markup):
            return value_inlines(value)
        found: list[Inline] = []
        for kind, part in self.split(MARK.sub("", str(value)).strip()):
            if kind == "block":
                raise MisuseError("a component cannot stand inside a line of text")
            found += value_inlines(part)
        return tuple(found)

    def fill(self, text: str) -> str:
        """Return ``text`` with tokens replaced by their plain words (for addresses and ids)."""
        parts = []
        for kind, value in self.split(text):
            if kind != "block":
                parts.append(
                    value if isinstance(value, str) else inline_text(cast("Inlines", value))
                )
        return "".join(parts)


def unmarked(text: str) -> tuple[str, tuple[int, ...]]:
    """Return text without line marks, and for each of its lines the template's line (0: unknown)."""
    lines, clean = [], []
    for line in text.split("\n"):
        marks = MARK.findall(line)
        lines.append(_number(marks[-1][1:-1]) if marks else 0)
        clean.append(MARK.sub("", line) if marks else line)
    return "\n".join(clean), tuple(lines)


current: ContextVar[Ledger] = ContextVar("briefing_ledger")
"""The ledger of the rendering under way in this thread."""
