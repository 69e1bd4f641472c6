"""Inlines to atoms: the smallest pieces of text that a line may not cut.

An atom knows its width, its glyphs, and as which classes of UAX #14 its characters
count: those of the standard, but for these, which are on purpose.

- In Chinese, curly quotation marks are brackets, and every mark that W3C CLREQ keeps
  from a line's start is a closing one; no line begins with a dash, in any language.
- In an address, or any token of more than twelve characters, a line may end after
  ``/ - ? & = _`` and after a stop, and nowhere else; in a shorter one not after a
  slash or a hyphen that stands beside one or two characters (GB/T, e-mail).
- All spaces that may end a line count as U+0020, so none begins one.
- A note's mark stays with the text before it.
- A soft hyphen is left to hyphenation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, assert_never

from briefing.document import (
    Change,
    Code,
    Comment,
    Emphasis,
    Field,
    Footnote,
    Inlines,
    LineBreak,
    Link,
    Reference,
    Revision,
    Span,
    Strong,
    Text,
)
from briefing.pdf import breaks
from briefing.pdf.fonts import RTL, Glyph, Used
from briefing.pdf.hyphens import hyphenates, points
from briefing.problems import Problem, Severity
from briefing.style.colours import luminance

if TYPE_CHECKING:
    from briefing.pdf.fonts import FontSet, Shape
    from briefing.style.model import ParagraphLook, Style

__all__ = ["Atom", "Glyphs", "Ink", "Kind", "Mark", "Parts", "Typesetter"]

SHARED_OPENING = "“‘"
SHARED_CLOSING = "”’…—·‰℃"
OPENING = "（〔［｛《〈「『【〖" + SHARED_OPENING
CLOSING = "。．，、：；！？）〕］｝》〉」』】〗～％" + SHARED_CLOSING
HALF_CLOSING = ",.:;!?)]}%»›"
HALF_OPENING = "([{«‹$¥€£"
HAN = "\u2e80-\u2fdf\u2ff0-\u2fff\u3003-\u3007\u3012-\u3013\u3020-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff02-\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff3a\uff3c\uff3e-\uff5a\uff5c\uff5f-\uff9f\uffe0-\uffe6\U00020000-\U0003fffd"
SPACES = " \t\u2000-\u2006\u2008-\u200a\u205f\u3000"
TAB = "    "
"""What a tab is set as: a line has no stops, and no face a glyph for it."""
GLUE = "\u00a0\u2007\u202f"
"""Spaces at which no line ends."""
ENDS = "\n\r\v\f\x85\u2028\u2029"
"""What ends a line for certain."""
ZERO_WIDTH_SPACE = "\u200b"
SOFT_HYPHEN = "\u00ad"
LETTER = "0-9A-Za-z\u00c0-\u024f"


def _tokens(opening: str, closing: str, dashes: str) -> re.Pattern[str]:
    """Return what cuts a text into tokens; every character is in one."""
    other = f"[^{ENDS}{SPACES}{GLUE}{ZERO_WIDTH_SPACE}{re.escape(opening + closing)}{HAN}]+"
    return re.compile(
        rf"\r\n|[{ENDS}]|[{SPACES}]+|[{GLUE}]+|{ZERO_WIDTH_SPACE}|{dashes}[{re.escape(opening)}]|[{re.escape(closing)}]"
        rf"|[{HAN}][\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
        rf"|{other}(?:(?<=[{LETTER}])[’·](?=[{LETTER}]){other})*"
    )


CHINESE_TOKENS = _tokens(OPENING, CLOSING, "—{2,}|…{2,}|")
LATIN_TOKENS = _tokens(OPENING.replace(SHARED_OPENING, ""), CLOSING.replace(SHARED_CLOSING, ""), "")
"""Signs that both scripts have are here part of the word they stand at."""
IS_SPACE = re.compile(f"[{SPACES}{GLUE}]")
IS_HAN = re.compile(f"[{HAN}]")
SPACED = re.compile(f"[{LETTER}\u0370-\u03ff\u0400-\u052f]")
"""What stands off from Chinese: letters and figures."""
BREAKS_AFTER = re.compile(r"(?<=[/\-‐–?&=_])(?=[^\s/\-‐–?&=_.,;:)\]])|(?<=\w\.)(?=\w{3})")
HEBREW = "[\u0590-\u05ff\ufb1d-\ufb4f]"
RTL_WORDS = re.compile(f"{HEBREW}+|(?:(?!{HEBREW}){RTL.pattern})+")
"""Words from right to left, of one script each."""
ADDRESS = 13
"""How long a token is that is cut as an address is."""
HYPHENATED = re.compile(r"[(\[“‘'\"«]*([^\W\d_]{6,})[)\]”’'\"»,.;:!?]*")
HALF_MARKS = frozenset("—…")
SHARED = frozenset(SHARED_OPENING + SHARED_CLOSING)
CHANGED = {"inserted": "#0b57a4", "deleted": "#a8201a", "moved": "#2e6b34"}
CHANGED_ON_DARK = {"inserted": "#a9d3ff", "deleted": "#ffb9b3", "moved": "#b5e5ba"}
"""The colours of what changed: they stand out from what is behind, and are never the only sign."""
LIGHT = 0.5
"""Text of more luminance stands on something dark."""
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
    "whole",
    "change",
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

    ``whole``: its words are not hyphenated.
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
    whole: bool = False
    change: Change | None = None
    special: bool = field(init=False, default=False)
    """Whether it is a link, in a language of its own, or of one version only."""

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "special", self.linked or self.language is not None or self.change is not None
        )

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
Glyphs = tuple[tuple[Used, Glyph, int], ...]
"""Glyphs with the face of each, and which of the face's ToUnicode maps says its text."""


@dataclass(slots=True, eq=False)
class Atom:
    """An uncuttable piece: glyphs by face, and its width in points.  Never changed once made.

    ``latin_first`` and ``latin_last``: it begins or ends with a letter or a
    figure, and stands off from Chinese.  ``classes``: see `briefing.pdf.breaks`,
    one for each character.  ``parts`` says how it may be hyphenated.  ``cut``: it was
    cut from the one before, and a line may end between them.
    """

    kind: Kind
    text: str
    width: float
    glyphs: Glyphs
    ink: Ink
    mark: Mark = Mark.NONE
    latin_first: bool = False
    latin_last: bool = False
    rtl: bool = False
    classes: str = ""
    parts: Callable[[Atom], tuple[Parts, ...]] | None = None
    cut: bool = False


Parts = tuple[Atom, Atom, Atom]
"""A word's part before a line's end, the hyphen, and the part after it."""
Chains = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
CLOSING_SIGN = breaks.symbol("CLw")
OPENING_SIGN = breaks.symbol("OPw")
GLUE_SIGN = breaks.symbol("GL")
BREAK_AFTER = breaks.symbol("BA")
MARK_SIGN = breaks.symbol("CM")
HELD = frozenset(map(breaks.symbol, ("SY", "HY", "HH", "BA")))
"""After these a line may end, but not beside one or two characters of a short word."""
FULL_WIDTH = "\u2000"
MARKS = frozenset({Kind.OPEN, Kind.CLOSE, Kind.DASH})
LONGEST_KEPT = 40
"""Longer tokens are addresses, and seldom met again."""


class Facts(NamedTuple):
    """What is true of a token: kind, classes, where a line may end in it.

    ``hyphened``: the word in it that might be hyphenated.
    """

    kind: Kind
    classes: str
    cuts: tuple[int, ...]
    latin_first: bool
    latin_last: bool
    hyphened: str | None


def _kind(token: str, *, chinese: bool) -> Kind:
    """Return what kind of atom a token makes."""
    first = token[0]
    if first in ENDS:
        return Kind.NEWLINE
    if IS_SPACE.match(first):
        return Kind.SPACE
    if first in SHARED and not chinese:
        return Kind.WORD
    if len(token) > 1 and first in HALF_MARKS:
        return Kind.DASH
    if first in OPENING:
        return Kind.OPEN
    if first in CLOSING:
        return Kind.CLOSE
    return Kind.HAN if IS_HAN.match(first) else Kind.WORD


@lru_cache(maxsize=50_000)
def _facts(token: str, chinese: bool) -> Facts:
    """Return what is true of a token, whatever it looks like."""
    kind = _kind(token, chinese=chinese)
    if kind is not Kind.WORD:
        return Facts(kind, _classes(kind, token), (), False, False, None)
    signs, cuts = _word_classes(token)
    if all(char in HALF_CLOSING for char in token):
        kind = Kind.CLOSE
    elif token in HALF_OPENING:
        kind = Kind.OPEN
    found = HYPHENATED.fullmatch(token)
    word = found[1] if found is not None and found[1].islower() else None
    return Facts(
        kind,
        signs,
        tuple(cuts),
        bool(SPACED.match(token)),
        bool(SPACED.match(token[-1])),
        token if SOFT_HYPHEN in token[1:-1] else word,
    )


def _classes(kind: Kind, token: str) -> str:
    """Return the classes of a token that is no word."""
    if kind is Kind.SPACE:
        return (GLUE_SIGN if token[0] in GLUE else breaks.SPACE) * len(token)
    if kind is Kind.CLOSE:
        return CLOSING_SIGN * len(token)
    if kind is Kind.OPEN:
        return OPENING_SIGN
    if kind is Kind.DASH:
        return CLOSING_SIGN * len(token)
    return breaks.classes(token)


def _word_classes(token: str) -> tuple[str, list[int]]:
    """Return the classes of a word, and where in it a line may end."""
    signs = breaks.classes(token)
    if not token.isalnum() or not token.isascii():
        signs = signs.replace(breaks.symbol("B2"), CLOSING_SIGN)
        if SOFT_HYPHEN in token:
            signs = "".join(
                MARK_SIGN if char == SOFT_HYPHEN else sign
                for char, sign in zip(token, signs, strict=True)
            )
        flags = breaks.may_break(signs)
        cuts = [at for at in range(1, len(token)) if flags[at] == "1"]
        if len(token) >= ADDRESS and token.isascii():
            wanted = [found.start() for found in BREAKS_AFTER.finditer(token)]
        else:
            wanted = [at for at in cuts if not _held(signs, at)]
        changed = list(signs)
        for at in wanted:
            if flags[at] == "0":
                changed[at - 1] = BREAK_AFTER
        return "".join(changed), wanted
    return signs, []


def _held(signs: str, at: int) -> bool:
    """Whether a slash or a hyphen holds on: one or two characters stand beside it."""
    sign = signs[at - 1]
    if sign not in HELD:
        return False
    least = 2 if sign == breaks.symbol("SY") else 1
    return at - 1 <= least or len(signs) - at <= least


def _directions(token: str, facts: Facts) -> Iterator[tuple[str, Facts]]:
    """Cut a word where its direction changes, and where a line may end in it."""
    bounds = {0, len(token), *facts.cuts}
    for found in RTL_WORDS.finditer(token):
        bounds |= set(found.span())
    for start, end in pairwise(sorted(bounds)):
        part = token[start:end]
        yield (
            part,
            Facts(
                facts.kind,
                facts.classes[start:end],
                (),
                bool(SPACED.match(part)),
                bool(SPACED.match(part[-1])),
                None,
            ),
        )


def _sliced(atom: Atom, cuts: Iterable[int]) -> tuple[Atom, ...]:
    """Cut an atom at places in its text, where its glyphs can be cut there."""
    pieces: list[Atom] = []
    wanted = set(cuts)
    start = first = at = 0
    for index, (_, glyph, _) in enumerate(atom.glyphs):
        if at in wanted and glyph.text and index > first:
            pieces.append(_slice(atom, start, at, atom.glyphs[first:index]))
            start, first = at, index
        at += len(glyph.text)
    if not pieces:
        return (atom,)
    return (*pieces, _slice(atom, start, len(atom.text), atom.glyphs[first:]))


def _slice(atom: Atom, start: int, end: int, glyphs: Glyphs) -> Atom:
    text = atom.text[start:end]
    return replace(
        atom,
        text=text,
        width=sum(glyph.advance for _, glyph, _ in glyphs) * atom.ink.size / 1000,
        glyphs=glyphs,
        latin_first=bool(SPACED.match(text)),
        latin_last=bool(SPACED.match(text[-1])),
        classes=atom.classes[start:end],
        parts=None,
    )


class Typesetter:
    """Makes atoms for one document: knows its language, fonts and looks."""

    def __init__(self, style: Style, language: str, fonts: FontSet) -> None:
        self.style = style
        self.language = language
        self.fonts = fonts
        self.problems: dict[str, Problem] = {}
        self.used: dict[str, Used] = {}
        self._cache: dict[Ink, dict[str, tuple[Atom, ...]]] = {}
        self._parts: dict[tuple[Ink, str], tuple[Parts, ...]] = {}
        self._inks: dict[tuple[object, ...], Ink] = {}
        self._derived: dict[tuple[object, ...], Ink] = {}
        self._faces: dict[tuple[str, str | None, bool, bool], Chains] = {}
        self._shapes: dict[Shape, Glyphs] = {}
        self.change: Change | None = None
        """What became of all that is set now."""

    def ink(self, look: ParagraphLook) -> Ink:
        """Return the plain ink of a paragraph; headings and their kin keep their words whole."""
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
            look.keep_with_next or look.align in ("center", "right"),
        )

    def _ink(self, *values: object) -> Ink:
        found = self._inks.get(values)
        if found is None:
            found = self._inks[values] = Ink(*values)  # type: ignore[arg-type]
        return found

    def _changed(self, ink: Ink, **changes: object) -> Ink:
        key = (ink, *changes.items())
        found = self._derived.get(key)
        if found is None:
            values = (changes.get(name, getattr(ink, name)) for name in INK_FIELDS)
            found = self._derived[key] = self._ink(*values)
        return found

    def atoms(self, children: Inlines, look: ParagraphLook) -> list[Atom]:
        """Return the atoms of inlines in reading order."""
        found: list[Atom] = []
        for text, ink, record in self._runs(children, self.ink(look), None):
            self._split(text, self._revised(ink, self.change), record, found)
        return found

    def plain(self, text: str, look: ParagraphLook, **changes: object) -> list[Atom]:
        """Return the atoms of a text that no node holds (labels, numbers, running matter)."""
        found: list[Atom] = []
        ink = self._changed(self.ink(look), whole=True, **changes)
        self._split(text, self._revised(ink, self.change), None, found)
        return found

    def _revised(self, ink: Ink, change: Change | None) -> Ink:
        if change is None:
            return ink
        if change.kind == "restyled":
            return self._changed(ink, change=change)
        colours = CHANGED_ON_DARK if luminance(ink.colour) > LIGHT else CHANGED
        colour = colours["moved" if change.move is not None else change.kind]
        return self._changed(ink, change=change, colour=colour)

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
                    yield value, self._changed(self._looked(ink, "code"), whole=True), record
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
                case Comment():  # stands beside the text of a DOCX; none in print
                    yield from self._runs(node.children, ink, record)
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
                case Revision(change, inner):
                    for text, own, source in self._runs(inner, ink, record):
                        yield text, self._revised(own, change), source
                case _:
                    assert_never(node)

    def _split(self, text: str, ink: Ink, record: str | None, out: list[Atom]) -> None:
        """Add the atoms of a text to ``out``."""
        known = self._cache.get(ink)
        if known is None:
            known = self._cache[ink] = {}
        language = ink.language or self.language
        chinese = language.startswith("zh")
        tokens = CHINESE_TOKENS if chinese else LATIN_TOKENS
        for token in tokens.findall(text.replace("\t", TAB)):
            atoms = known.get(token)
            if atoms is None:
                atoms = self._atoms(token, ink, record, language, chinese=chinese)
                if len(token) < LONGEST_KEPT:
                    known[token] = atoms
            out += atoms

    def _atoms(
        self, token: str, ink: Ink, record: str | None, language: str, *, chinese: bool
    ) -> tuple[Atom, ...]:
        """Return the atoms of a token; a word is cut where a line may end, yet kerned as a whole."""
        facts = _facts(token, chinese)
        kind = facts.kind
        if kind is Kind.NEWLINE:
            return (Atom(kind, token, 0.0, (), ink),)
        if ink.rise > 0:
            # A note's mark: it ends what it stands at.
            facts = Facts(Kind.CLOSE, CLOSING_SIGN * len(token), (), False, False, None)
        if RTL.search(token):
            parts = [
                self._made(part, own, ink, record, chinese=chinese)
                for part, own in _directions(token, facts)
            ]
            for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
                # Between words from right to left, a hyphen goes with them (UAX #9, N1).
                if before.rtl and after.rtl and not any(map(str.isalnum, part.text)):
                    part.rtl = True
            return tuple(parts)
        atom = self._made(token, facts, ink, record, chinese=chinese)
        if facts.cuts:
            return _sliced(atom, facts.cuts)
        if facts.hyphened is not None and not ink.whole:
            soft = SOFT_HYPHEN in facts.hyphened
            if soft or hyphenates(language):
                atom.parts = self._hyphenated
        return (atom,)

    def _hyphenated(self, atom: Atom) -> tuple[Parts, ...]:
        """Return the ways to hyphenate a word, from its start."""
        key = (atom.ink, atom.text)
        found = self._parts.get(key)
        if found is None:
            ways = []
            for before, after in self._cut_words(atom.text, atom.ink):
                soft = SOFT_HYPHEN if before.endswith(SOFT_HYPHEN) else ""
                left = self._part(before.removesuffix(soft), atom.ink)
                right = self._part(after, atom.ink)
                ways.append((left, self._hyphen(atom.ink, soft), right))
            found = self._parts[key] = tuple(ways)
        return found

    def _part(self, word: str, ink: Ink) -> Atom:
        chinese = (ink.language or self.language).startswith("zh")
        facts = _facts(word, chinese)
        part = self._made(word, facts, ink, None, chinese=chinese)
        if SOFT_HYPHEN in word[1:-1]:
            part.parts = self._hyphenated
        return part

    def _cut_words(self, word: str, ink: Ink) -> Iterator[tuple[str, str]]:
        if SOFT_HYPHEN in word[1:-1]:
            at = [index + 1 for index in range(1, len(word) - 1) if word[index] == SOFT_HYPHEN]
        else:
            found = HYPHENATED.fullmatch(word)
            if found is None:
                return
            shift = found.start(1)
            at = [shift + point for point in points(found[1], ink.language or self.language)]
        for point in at:
            yield word[:point], word[point:]

    def _hyphen(self, ink: Ink, text: str) -> Atom:
        """Return a hyphen that no one wrote: drawn, and read as a soft hyphen.

        ISO 32000-1, 14.8.2.2.3: the hyphen of a line's end is U+00AD, so that a
        reader can tell it from one that belongs to the word.
        """
        facts = Facts(Kind.CLOSE, BREAK_AFTER, (), False, False, None)
        plain = self._made("-", facts, ink, None, chinese=False)
        glyphs = []
        for used, glyph, _ in plain.glyphs:
            soft = replace(glyph, text=SOFT_HYPHEN)
            glyphs.append((used, soft, used.layer(soft.index, SOFT_HYPHEN)))
        return replace(plain, text=text, glyphs=tuple(glyphs))

    def _made(
        self, token: str, facts: Facts, ink: Ink, record: str | None, *, chinese: bool
    ) -> Atom:
        kind = facts.kind
        word = kind is Kind.WORD
        chain, latin, han = self._chains(ink)
        full = token[0] > FULL_WIDTH and kind in MARKS
        if word and not chinese:
            chain = latin
        elif full:
            chain = han
        shape = self.fonts.shape(token, chain, word=word)
        if shape.missing:
            self._missing(shape.missing, record)
        width = shape.advance * ink.size / 1000 + ink.tracking * len(shape.glyphs)
        mark = Mark.NONE
        if full and kind in HALVES and token not in HALF_MARKS and width > ink.size * 0.9:
            mark = HALVES[kind]
        return Atom(
            kind,
            token,
            width,
            self._registered(shape),
            ink,
            mark,
            facts.latin_first,
            facts.latin_last,
            shape.rtl,
            facts.classes,
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
