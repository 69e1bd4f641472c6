"""Inlines to atoms: the smallest pieces of text that a line may not cut.

An atom knows its width and its glyphs; between two atoms the rules of W3C CLREQ
(and of UAX #14 for other scripts) say whether a line may end there and what
space stands there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from briefing.document import (
    Code,
    Emphasis,
    Field,
    Footnote,
    Inlines,
    LineBreak,
    Link,
    Reference,
    Span,
    Strong,
    Text,
)
from briefing.problems import Problem, Severity

if TYPE_CHECKING:
    from briefing.pdf.fonts import Face, FontSet, Glyph
    from briefing.style.model import ParagraphLook, Style

__all__ = ["Atom", "Ink", "Kind", "Typesetter"]

OPENING = "（〔［｛《〈「『【〖“‘"
CLOSING = "。．，、：；！？）〕］｝》〉」』】〗”’…—～·％‰℃"
HALF_CLOSING = ",.:;!?)]}%»›"
HALF_OPENING = "([{«‹$¥€£"
HAN = "\u2e80-\u2fdf\u2ff0-\u3000\u3003-\u3007\u3012-\u3013\u3020-\u312f\u3190-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff02-\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff3a\uff3c\uff3e-\uff5a\uff5c\uff5f-\uff9f\uffe0-\uffe6\U00020000-\U0003fffd"
TOKENS = re.compile(
    rf"(?P<newline>\n)|(?P<space>[ \t\u2000-\u200a\u3000]+)|(?P<dash>—{{2,}}|…{{2,}})"
    rf"|(?P<open>[{re.escape(OPENING)}])|(?P<close>[{re.escape(CLOSING)}])|(?P<han>[{HAN}][\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*)"
    rf"|(?P<word>[^ \t\n\u2000-\u200a\u3000{re.escape(OPENING + CLOSING)}{HAN}]+)"
)
BREAKS_AFTER = re.compile(r"(?<=[/\-‐–?&=_])(?=[^\s/\-‐–?&=_.,;:)\]])|(?<=\w\.)(?=\w{3})")
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
COMPLEX = re.compile(
    "[\u0300-\u036f\u0590-\u1cff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f000-\U0001faff]"
)


SHARED_SIGNS = "—…·"


class Kind(IntEnum):
    """What an atom is to its neighbours."""

    HAN = 0
    OPEN = 1
    CLOSE = 2
    WORD = 3
    SPACE = 4
    NEWLINE = 5
    DASH = 6


@dataclass(frozen=True, slots=True)
class Ink:
    """How a run is drawn: size in points, colour, raised by, and where it links."""

    size: float
    colour: str
    bold: bool = False
    italic: bool = False
    rise: float = 0.0
    url: str | None = None
    target: str | None = None
    language: str | None = None
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Atom:
    """An uncuttable piece: glyphs by face, and its width in points."""

    kind: Kind
    text: str
    width: float
    glyphs: tuple[tuple[Face, Glyph], ...]
    ink: Ink
    joined: bool = False
    rtl: bool = False


class Typesetter:
    """Makes atoms for one document: knows its language, fonts and looks."""

    def __init__(self, style: Style, language: str, fonts: FontSet) -> None:
        self.style = style
        self.language = language
        self.fonts = fonts
        self.problems: dict[str, Problem] = {}
        self._cache: dict[tuple[Kind, str, Ink, bool], Atom] = {}

    @property
    def chinese(self) -> bool:
        """Whether Chinese rules (quotes, dashes) hold for undecided signs."""
        return self.language.startswith("zh")

    def ink(self, look: ParagraphLook) -> Ink:
        """Return the plain ink of a paragraph."""
        return Ink(look.size, look.colour, look.bold, look.italic)

    def atoms(self, children: Inlines, look: ParagraphLook) -> list[Atom]:
        """Return the atoms of inlines in reading order."""
        found: list[Atom] = []
        for text, ink, record in self._runs(children, self.ink(look), None):
            found += self._split(text, ink, record)
        return found

    def plain(self, text: str, look: ParagraphLook, **changes: object) -> list[Atom]:
        """Return the atoms of a text that no node holds (labels, numbers, running matter)."""
        return list(self._split(text, replace(self.ink(look), **changes), None))  # type: ignore[arg-type]

    def _looked(self, ink: Ink, name: str) -> Ink:
        look = self.style.characters.get(name)
        if look is None:
            return ink
        return replace(
            ink,
            bold=ink.bold if look.bold is None else look.bold,
            italic=ink.italic if look.italic is None else look.italic,
            colour=look.colour or ink.colour,
            size=ink.size * look.scale,
            underline=ink.underline or look.underline,
        )

    def _runs(
        self, children: Inlines, ink: Ink, record: str | None
    ) -> Iterator[tuple[str, Ink, str | None]]:
        for node in children:
            match node:
                case Text(value):
                    yield value, ink, record
                case Field(value, origin):
                    yield value, ink, origin.record
                case Code(value):
                    yield value, self._looked(ink, "code"), record
                case Strong(inner):
                    yield from self._runs(inner, self._looked(ink, "strong"), record)
                case Emphasis(inner):
                    yield from self._runs(inner, self._looked(ink, "emphasis"), record)
                case Span():
                    own = ink if node.role == "plain" else self._looked(ink, node.role)
                    if node.language is not None:
                        own = replace(own, language=node.language)
                    yield from self._runs(node.children, own, record)
                case Link():
                    own = replace(self._looked(ink, "link"), url=node.target)
                    yield from self._runs(node.children, own, record)
                case Reference():
                    own = replace(self._looked(ink, "reference"), target=node.target)
                    yield from self._runs(node.children, own, record)
                case LineBreak():
                    yield "\n", ink, record
                case Footnote():
                    own = replace(
                        self._looked(ink, "reference"),
                        target=f"note:{node.id}",
                        size=ink.size * 0.62,
                        rise=ink.size * 0.36,
                    )
                    yield str(node.number or ""), own, record
                case _:
                    assert_never(node)

    def _split(self, text: str, ink: Ink, record: str | None) -> Iterator[Atom]:
        for match in TOKENS.finditer(text):
            token = match.group()
            name = match.lastgroup
            if name == "newline":
                yield Atom(Kind.NEWLINE, "\n", 0.0, (), ink)
            elif name == "space":
                yield self._atom(Kind.SPACE, token, ink, record)
            elif name == "han":
                yield self._atom(Kind.HAN, token, ink, record)
            elif name == "word":
                yield from self._word(token, ink, record)
            elif self._latin_sign(text, match.start(), match.end()):
                yield self._atom(Kind.WORD, token, ink, record, joined=True, latin=True)
            else:
                kind = {"open": Kind.OPEN, "close": Kind.CLOSE}.get(name or "", Kind.DASH)
                if token in SHARED_SIGNS:
                    kind = Kind.CLOSE
                yield self._atom(kind, token, ink, record)

    def _latin_sign(self, text: str, start: int, end: int) -> bool:
        """Whether a sign that both scripts have is the Latin one here."""
        sign = text[start]
        if sign not in "“”‘’—…·":
            return False
        before, after = text[start - 1 : start], text[end : end + 1]
        if not self.chinese:
            return True
        return sign in "’·" and bool(LATIN.match(before) and LATIN.match(after))

    def _word(self, token: str, ink: Ink, record: str | None) -> Iterator[Atom]:
        parts = BREAKS_AFTER.split(token) if len(token) > 12 else [token]
        for index, part in enumerate(parts):
            kind = Kind.WORD
            if index == 0 and part[0] in HALF_CLOSING and all(c in HALF_CLOSING for c in part):
                kind = Kind.CLOSE
            elif part[0] in HALF_OPENING and len(part) == 1:
                kind = Kind.OPEN
            yield self._atom(kind, part, ink, record)

    def _atom(
        self,
        kind: Kind,
        token: str,
        ink: Ink,
        record: str | None,
        *,
        joined: bool = False,
        latin: bool = False,
    ) -> Atom:
        key = (kind, token, ink, latin)
        found = self._cache.get(key)
        if found is None:
            found = self._made(kind, token, ink, record, joined, latin)
            if len(token) < 40:
                self._cache[key] = found
        return found

    def _made(
        self, kind: Kind, token: str, ink: Ink, record: str | None, joined: bool, latin: bool
    ) -> Atom:
        variant = (
            ("bold_italic" if ink.italic else "bold")
            if ink.bold
            else ("italic" if ink.italic else "regular")
        )
        chain: tuple[str, ...] = getattr(
            self.style.chain("text", ink.language or self.language), variant
        )
        if latin or (not self.chinese and kind is Kind.WORD):
            chain = _latin_first(chain)
        elif kind in (Kind.OPEN, Kind.CLOSE, Kind.DASH) and ord(token[0]) > 0x2000:
            chain = _han_first(chain)
        glyphs: list[tuple[Face, Glyph]] = []
        for face, text in self._by_face(token, chain, record):
            if len(text) == 1 and (kind is not Kind.WORD) and not COMPLEX.search(text):
                glyphs.append((face, face.glyph(text) or face.lacking(text)))
            else:
                glyphs += [(face, glyph) for glyph in face.shape(text)]
        width = sum(glyph.advance for _, glyph in glyphs) * ink.size / 1000
        return Atom(kind, token, width, tuple(glyphs), ink, joined, bool(RTL.search(token)))

    def _by_face(
        self, token: str, chain: tuple[str, ...], record: str | None
    ) -> Iterator[tuple[Face, str]]:
        """Yield stretches of a token that one face can set; a missing glyph is reported."""
        current: Face | None = None
        start = 0
        at = 0
        for cluster in _clusters(token):
            face = self.fonts.choose(cluster, chain)
            if face is None:
                face = self._missing(cluster, chain, record)
            if face is not current:
                if current is not None and at > start:
                    yield current, token[start:at]
                current, start = face, at
            at += len(cluster)
        if current is not None and at > start:
            yield current, token[start:at]

    def _missing(self, cluster: str, chain: tuple[str, ...], record: str | None) -> Face:
        for char in cluster:
            name = unicodedata.name(char, "a character without a name")
            key = f"{record}:{char}"
            self.problems.setdefault(
                key,
                Problem(
                    "missing-glyph",
                    f"no font of the style has U+{ord(char):04X} {name}",
                    None,
                    "choose another character, or add a font that has it to the style",
                    Severity.WARNING,
                    record,
                ),
            )
        return self.fonts.face(chain[0])


def _clusters(text: str) -> Iterator[str]:
    """Yield characters with the marks, joiners and selectors that belong to them (UAX #29, cut down)."""
    start = 0
    for at in range(1, len(text)):
        char, before = text[at], text[at - 1]
        flags = (
            0x1F1E6 <= ord(char) <= 0x1F1FF
            and 0x1F1E6 <= ord(before) <= 0x1F1FF
            and (at - start) % 2
        )
        extends = (
            unicodedata.combining(char)
            or char in "\u200d\ufe0f\ufe0e\u20e3"
            or before == "\u200d"
            or 0x1F3FB <= ord(char) <= 0x1F3FF
            or unicodedata.category(char) in ("Mn", "Me", "Mc")
        )
        if not extends and not flags:
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


@lru_cache(maxsize=64)
def _latin_first(chain: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(chain, key=lambda name: name.startswith("sans-sc")))


@lru_cache(maxsize=64)
def _han_first(chain: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(chain, key=lambda name: not name.startswith("sans-sc")))
