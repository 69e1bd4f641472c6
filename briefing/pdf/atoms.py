"""Inlines to atoms: the smallest pieces of text that a line may not cut.

An atom knows its width and its glyphs; between two atoms the rules of W3C CLREQ
(and of UAX #14 for other scripts) say whether a line may end there and what
space stands there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
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
from briefing.pdf.fonts import LATIN, Used
from briefing.problems import Problem, Severity

if TYPE_CHECKING:
    from briefing.pdf.fonts import FontSet, Glyph, Shape
    from briefing.style.model import ParagraphLook, Style

__all__ = ["Atom", "Ink", "Kind", "Typesetter"]

OPENING = "（〔［｛《〈「『【〖“‘"
CLOSING = "。．，、：；！？）〕］｝》〉」』】〗”’…—～·％‰℃"
HALF_CLOSING = ",.:;!?)]}%»›"
HALF_OPENING = "([{«‹$¥€£"
HAN = "\u2e80-\u2fdf\u2ff0-\u3000\u3003-\u3007\u3012-\u3013\u3020-\u312f\u3190-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff02-\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff3a\uff3c\uff3e-\uff5a\uff5c\uff5f-\uff9f\uffe0-\uffe6\U00020000-\U0003fffd"
SPACES = " \t\u2000-\u200a\u3000"
TOKENS = re.compile(
    rf"\n|[{SPACES}]+|—{{2,}}|…{{2,}}|[{re.escape(OPENING)}]|[{re.escape(CLOSING)}]"
    rf"|[{HAN}][\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
    rf"|[^\n{SPACES}{re.escape(OPENING + CLOSING)}{HAN}]+"
)
"""Cuts a text into tokens; every character is in one."""
IS_SPACE = re.compile(f"[{SPACES}]")
IS_HAN = re.compile(f"[{HAN}]")
BREAKS_AFTER = re.compile(r"(?<=[/\-‐–?&=_])(?=[^\s/\-‐–?&=_.,;:)\]])|(?<=\w\.)(?=\w{3})")
HALF_MARKS = frozenset("—…")
SHARED_SIGNS = frozenset("“”‘’—…·")
VARIANTS = {
    (False, False): "regular",
    (True, False): "bold",
    (False, True): "italic",
    (True, True): "bold_italic",
}
INK_FIELDS = (
    "size",
    "colour",
    "bold",
    "italic",
    "rise",
    "url",
    "target",
    "language",
    "underline",
    "family",
    "tracking",
)


class Kind(IntEnum):
    """What an atom is to its neighbours."""

    HAN = 0
    OPEN = 1
    CLOSE = 2
    WORD = 3
    SPACE = 4
    NEWLINE = 5
    DASH = 6


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """How a run is drawn: size in points, colour, raised by, and where it links.

    Compared by identity: one value per stretch of text that looks alike.
    """

    size: float
    colour: str
    bold: bool = False
    italic: bool = False
    rise: float = 0.0
    url: str | None = None
    target: str | None = None
    language: str | None = None
    underline: bool = False
    family: str = "text"
    tracking: float = 0.0
    special: bool = field(init=False, default=False)
    """Whether it is a link or in a language of its own."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "special", self.linked or self.language is not None)

    @property
    def linked(self) -> bool:
        """Whether it leads somewhere."""
        return self.url is not None or self.target is not None


class Mark(IntEnum):
    """A full-width mark that is half ink, half space."""

    NONE = 0
    OPEN = 1
    CLOSE = 2


HALVES = {Kind.OPEN: Mark.OPEN, Kind.CLOSE: Mark.CLOSE}
Glyphs = tuple[tuple[Used, "Glyph", int], ...]
"""Glyphs with the face of each, and which of the face's ToUnicode maps says its text."""


@dataclass(slots=True, eq=False)
class Atom:
    """An uncuttable piece: glyphs by face, and its width in points.  Never changed once made.

    ``latin_first`` and ``latin_last``: it begins or ends with a Latin letter or
    a figure, and stands off from Chinese.  ``joined``: no line ends beside it.
    """

    kind: Kind
    text: str
    width: float
    glyphs: Glyphs
    ink: Ink
    mark: Mark = Mark.NONE
    latin_first: bool = False
    latin_last: bool = False
    joined: bool = False
    rtl: bool = False


Chains = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _kind(token: str) -> Kind:
    """Return what kind of atom a token makes."""
    first = token[0]
    if first == "\n":
        return Kind.NEWLINE
    if len(token) > 1 and first in HALF_MARKS:
        return Kind.DASH
    if first in OPENING:
        return Kind.OPEN
    if first in CLOSING:
        return Kind.CLOSE
    if IS_SPACE.match(first):
        return Kind.SPACE
    return Kind.HAN if IS_HAN.match(first) else Kind.WORD


class Typesetter:
    """Makes atoms for one document: knows its language, fonts and looks."""

    def __init__(self, style: Style, language: str, fonts: FontSet) -> None:
        self.style = style
        self.language = language
        self.fonts = fonts
        self.problems: dict[str, Problem] = {}
        self.used: dict[str, Used] = {}
        self._cache: dict[Ink, dict[str, Atom]] = {}
        self._inks: dict[tuple[object, ...], Ink] = {}
        self._faces: dict[tuple[str, str | None, bool, bool], Chains] = {}
        self._shapes: dict[Shape, Glyphs] = {}

    @property
    def chinese(self) -> bool:
        """Whether Chinese rules (quotes, dashes) hold for undecided signs."""
        return self.language.startswith("zh")

    def ink(self, look: ParagraphLook) -> Ink:
        """Return the plain ink of a paragraph."""
        return self._ink(
            look.size,
            look.colour,
            look.bold,
            look.italic,
            0.0,
            None,
            None,
            None,
            False,
            look.family,
            look.letter_spacing,
        )

    def _ink(self, *values: object) -> Ink:
        found = self._inks.get(values)
        if found is None:
            found = self._inks[values] = Ink(*values)  # type: ignore[arg-type]
        return found

    def _changed(self, ink: Ink, **changes: object) -> Ink:
        return self._ink(*(changes.get(name, getattr(ink, name)) for name in INK_FIELDS))

    def atoms(self, children: Inlines, look: ParagraphLook) -> list[Atom]:
        """Return the atoms of inlines in reading order."""
        found: list[Atom] = []
        for text, ink, record in self._runs(children, self.ink(look), None):
            self._split(text, ink, record, found)
        return found

    def plain(self, text: str, look: ParagraphLook, **changes: object) -> list[Atom]:
        """Return the atoms of a text that no node holds (labels, numbers, running matter)."""
        found: list[Atom] = []
        self._split(text, self._changed(self.ink(look), **changes), None, found)
        return found

    def _looked(self, ink: Ink, name: str) -> Ink:
        look = self.style.characters.get(name)
        if look is None:
            return ink
        return self._changed(
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
                        own = self._changed(own, language=node.language)
                    yield from self._runs(node.children, own, record)
                case Link():
                    own = self._changed(self._looked(ink, "link"), url=node.target)
                    yield from self._runs(node.children, own, record)
                case Reference():
                    own = self._changed(self._looked(ink, "reference"), target=node.target)
                    yield from self._runs(node.children, own, record)
                case LineBreak():
                    yield "\n", ink, record
                case Footnote():
                    own = self._changed(
                        self._looked(ink, "reference"),
                        target=f"note:{node.id}",
                        size=ink.size * 0.62,
                        rise=ink.size * 0.36,
                    )
                    yield str(node.number or ""), own, record
                case _:
                    assert_never(node)

    def _split(self, text: str, ink: Ink, record: str | None, out: list[Atom]) -> None:
        """Add the atoms of a text to ``out``."""
        known = self._cache.setdefault(ink, {})
        add = out.append
        at = 0
        for token in TOKENS.findall(text):
            atom = known.get(token)
            if atom is not None:
                add(atom)
            elif token in SHARED_SIGNS:
                add(self._sign(token, ink, record, latin=self._latin_sign(text, at, at + 1)))
            else:
                kind = _kind(token)
                if kind is Kind.WORD:
                    self._word(token, ink, record, out)
                elif kind is Kind.NEWLINE:
                    add(Atom(kind, token, 0.0, (), ink))
                else:
                    known[token] = made = self._made(kind, token, ink, record)
                    add(made)
            at += len(token)

    def _sign(self, sign: str, ink: Ink, record: str | None, *, latin: bool) -> Atom:
        """Return a sign that both scripts have, as the one or the other."""
        known = self._cache.setdefault(ink, {})
        key = f"{sign}{'l' if latin else 'h'}"
        if key not in known:
            if latin:
                known[key] = self._made(Kind.WORD, sign, ink, record, joined=True)
            else:
                kind = Kind.OPEN if sign in OPENING else Kind.CLOSE
                known[key] = self._made(kind, sign, ink, record)
        return known[key]

    def _latin_sign(self, text: str, start: int, end: int) -> bool:
        """Whether a sign that both scripts have is the Latin one here."""
        sign = text[start]
        before, after = text[start - 1 : start], text[end : end + 1]
        if not self.chinese:
            return True
        return sign in "’·" and bool(LATIN.match(before) and LATIN.match(after))

    def _word(self, token: str, ink: Ink, record: str | None, out: list[Atom]) -> None:
        known = self._cache.setdefault(ink, {})
        parts = BREAKS_AFTER.split(token) if len(token) > 12 else [token]
        for index, part in enumerate(parts):
            kind = Kind.WORD
            if index == 0 and all(char in HALF_CLOSING for char in part):
                kind = Kind.CLOSE
            elif part in HALF_OPENING:
                kind = Kind.OPEN
            atom = self._made(kind, part, ink, record)
            if len(parts) == 1 and len(token) < 40:
                known[token] = atom
            out.append(atom)

    def _made(
        self, kind: Kind, token: str, ink: Ink, record: str | None, *, joined: bool = False
    ) -> Atom:
        word = kind is Kind.WORD
        plain, latin, han = self._chains(ink)
        chain = plain
        if joined or (word and not self.chinese):
            chain = latin
        elif kind in (Kind.OPEN, Kind.CLOSE, Kind.DASH) and ord(token[0]) > 0x2000:
            chain = han
        shape = self.fonts.shape(token, chain, word=word)
        if shape.missing:
            self._missing(shape.missing, record)
        width = shape.advance * ink.size / 1000 + ink.tracking * len(shape.glyphs)
        mark = Mark.NONE
        if kind in HALVES and ord(token[0]) > 0x2000 and token not in HALF_MARKS:
            mark = HALVES[kind] if width > ink.size * 0.9 else Mark.NONE
        return Atom(
            kind,
            token,
            width,
            self._registered(shape),
            ink,
            mark,
            shape.latin_first,
            shape.latin_last,
            joined,
            shape.rtl,
        )

    def _chains(self, ink: Ink) -> Chains:
        """Return the faces of an ink: as the style has them, Latin first, Chinese first."""
        key = (ink.family, ink.language, ink.bold, ink.italic)
        found = self._faces.get(key)
        if found is None:
            faces = self.style.chain(ink.family, ink.language or self.language)
            chain: tuple[str, ...] = tuple(getattr(faces, VARIANTS[ink.bold, ink.italic]))
            found = (
                chain,
                tuple(sorted(chain, key=lambda name: self.style.faces[name].han)),
                tuple(sorted(chain, key=lambda name: not self.style.faces[name].han)),
            )
            self._faces[key] = found
        return found

    def _registered(self, shape: Shape) -> Glyphs:
        """Return a shape's glyphs as this document uses them."""
        found = self._shapes.get(shape)
        if found is None:
            glyphs: list[tuple[Used, Glyph, int]] = []
            for face, glyph in shape.glyphs:
                used = self.used.get(face.name)
                if used is None:
                    used = self.used[face.name] = Used(face)
                glyphs.append((used, glyph, used.layer(glyph.index, glyph.text)))
            found = self._shapes[shape] = tuple(glyphs)
        return found

    def _missing(self, clusters: Iterable[str], record: str | None) -> None:
        for char in dict.fromkeys("".join(clusters)):
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
