"""Values on their way through a template: text that knows its origin, and tokens.

What a template prints never passes through the Markdown parser.  ``{{ … }}``
leaves a token, a few private-use characters with a number; when the Markdown
has been parsed, the token is replaced by the value it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from briefing.document import Blocks, Inlines, Origin

__all__ = ["LIMIT", "FieldText", "Ledger", "TooMuch", "current"]

INLINE, BLOCK, END = "\ue000", "\ue002", "\ue001"
DIGIT = 0xE010
TOKEN = re.compile(f"([{INLINE}{BLOCK}])([{chr(DIGIT)}-{chr(DIGIT + 9)}]+){END}")
RESERVED = re.compile("[\ue000-\ue002\ue010-\ue019]")
LIMIT = 8_000_000
"""Most characters that a template may produce, and most steps that its loops may take."""


class TooMuch(Exception):  # noqa: N818 – told to the author as a limit, not an error
    """A template produces more than any brief needs."""


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


@dataclass(slots=True)
class Ledger:
    """The values printed by one rendering, by the number in their token."""

    values: list[str | Inlines | Blocks] = field(default_factory=list)
    produced: int = 0
    steps: int = 0
    record: str | None = None
    components: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    def inline(self, value: str | Inlines) -> Markup:
        """Return the token of a text or of inlines."""
        return self._token(INLINE, value)

    def block(self, blocks: Blocks) -> Markup:
        """Return the token of blocks, set apart as a paragraph of its own."""
        return Markup("\n\n") + self._token(BLOCK, blocks) + Markup("\n\n")

    def _token(self, kind: str, value: str | Inlines | Blocks) -> Markup:
        number = len(self.values)
        self.values.append(value)
        digits = "".join(chr(DIGIT + int(digit)) for digit in str(number))
        return Markup(kind + digits + END)  # noqa: S704 – private-use characters only

    def count(self, characters: int) -> None:
        """Add to what has been produced; raise :class:`TooMuch` beyond the limit."""
        self.produced += characters
        if self.produced > LIMIT:
            raise TooMuch(f"the template prints more than {LIMIT:,} characters")

    def step(self) -> None:
        """Count a step of a loop; raise :class:`TooMuch` beyond the limit."""
        self.steps += 1
        if self.steps > LIMIT:
            raise TooMuch(f"the loops of the template take more than {LIMIT:,} steps")

    def split(self, text: str) -> Iterator[tuple[str, object]]:
        """Yield ``("text", str)``, ``("inline", value)`` and ``("block", blocks)`` in order."""
        at = 0
        for match in TOKEN.finditer(text):
            if match.start() > at:
                yield "text", text[at : match.start()]
            number = int("".join(str(ord(char) - DIGIT) for char in match.group(2)))
            if number < len(self.values):
                yield ("inline" if match.group(1) == INLINE else "block"), self.values[number]
            at = match.end()
        if at < len(text):
            yield "text", text[at:]

    def fill(self, text: str) -> str:
        """Return ``text`` with tokens replaced by their plain words (for addresses and ids)."""
        from briefing.document import inline_text

        parts = []
        for kind, value in self.split(text):
            if kind == "block":
                continue
            parts.append(value if isinstance(value, str) else inline_text(value))  # type: ignore[arg-type]
        return "".join(parts)


current: ContextVar[Ledger] = ContextVar("briefing_ledger")
"""The ledger of the rendering under way in this thread."""
