"""What headers and footers say of the page and the brief: fields, and words that stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from briefing.docx.reference.fields import WORDS_OF, kind_of
from briefing.style.stationery import Said, Saying, Type

__all__ = ["FieldReader", "spoken"]

_OWN: Mapping[str, Saying] = {"title": "title", "subject": "subject", "keywords": "keywords",
                              "organization": "organization", "section": "section"}  # fmt: skip
_SAID = re.compile(WORDS_OF.format(f"({'|'.join(_OWN)})"))
_NUMBERS: Mapping[str, Saying] = {"PAGE": "page", "NUMPAGES": "pages",
                                  "SECTIONPAGES": "section_pages"}  # fmt: skip
_RESULTS = frozenset({"STYLEREF", "QUOTE", "SYMBOL", "HYPERLINK"})
"""Fields whose result is what they say, on every page."""
_SWITCH = re.compile(r"\\\*\s*(\w+)")
# What a switch of a field calls a format of numbers, and what the page set-up does.
_FORMATS = {"roman": "lowerRoman", "ROMAN": "upperRoman", "alphabetic": "lowerLetter",
            "ALPHABETIC": "upperLetter", "ArabicDash": "numberInDash", "Arabic": "decimal",
            "CHINESENUM1": "chineseCounting", "CHINESENUM2": "chineseCountingThousand",
            "CHINESENUM3": "chineseCounting"}  # fmt: skip


@dataclass(slots=True)
class _Open:
    code: str
    shown: bool = False
    type: Type | None = None


@dataclass(slots=True)
class FieldReader:
    """Follows the fields of a paragraph, and says what each stands for.

    ``unknown`` are the kinds of those that a page cannot say.
    """

    unknown: list[str] = field(default_factory=list)
    _opened: list[_Open] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        """Whether what stands here is a field's code, or a result that is made anew."""
        return any(not one.shown or kind_of(one.code) not in _RESULTS for one in self._opened)

    def begin(self, code: str) -> None:
        """Begin a field whose code is known: its result follows."""
        self._opened.append(_Open(code, shown=True))

    def code(self, text: str) -> None:
        """Add to the code of the field that is open."""
        if self._opened and not self._opened[-1].shown:
            self._opened[-1].code += text

    def typed(self, kind: Type) -> None:
        """Take the look of a result that is made anew."""
        own = self._opened[-1]
        if own.shown and own.type is None:
            own.type = kind

    def mark(self, what: str, kind: Type) -> Iterator[Said]:
        """Take a mark of a field: ``begin``, ``separate`` or ``end``."""
        if what == "begin":
            self._opened.append(_Open(""))
        elif what == "separate" and self._opened:
            self._opened[-1].shown = True
        elif what == "end" and self._opened:
            yield from self.end(kind)

    def end(self, kind: Type) -> Iterator[Said]:
        """End a field, and yield what it says."""
        own = self._opened.pop()
        name = kind_of(own.code)
        if self._opened and self.silent:
            return
        if name in _NUMBERS:
            found = (_FORMATS.get(one, "") for one in _SWITCH.findall(own.code))
            format_ = next((one for one in found if one), "")
            yield Said(_NUMBERS[name], own.type or kind, format_)
        elif name not in _RESULTS:
            self.unknown.append(name)

    @staticmethod
    def page(kind: Type) -> Iterator[Said]:
        """Yield the number of the page, where no field but a sign stands for it."""
        yield Said("page", kind)


def spoken(text: str, kind: Type) -> Iterator[str | Said]:
    """Yield the stretches of a text, and what the brief says of itself between them."""
    for at, part in enumerate(_SAID.split(text)):
        if at % 2:
            yield Said(_OWN[part], kind)
        elif part:
            yield part
