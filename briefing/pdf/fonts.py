"""Faces: opened from packages, asked for glyphs and advances, subset and embedded.

HarfBuzz shapes and subsets.  A subset keeps its glyphs in order, and with an
identity charset the code in the content stream, the CID and the glyph index are
one number, for CFF (``FontFile3``) and TrueType (``FontFile2``) alike
(ISO 32000-1, 9.7).  Where one glyph stands for two characters, a second Type 0
font with a ToUnicode map of its own shares the embedded file.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from briefing.pdf.objects import File
from briefing.problems import MachineError
from briefing.style.model import Face as FaceLook
from briefing.style.model import Style

__all__ = ["Face", "FontSet", "Glyph", "Shape", "Used"]

CFF_FLAGS = (
    hb.SubsetFlags.CFF_IDENTITY_CHARSET
    | hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    | hb.SubsetFlags.DOWNGRADE_CFF2
    | hb.SubsetFlags.NO_BIDI_CLOSURE
    | hb.SubsetFlags.NOTDEF_OUTLINE
)
LAYOUT = (
    "GPOS",
    "GSUB",
    "GDEF",
    "BASE",
    "VORG",
    "vhea",
    "vmtx",
    "name",
    "post",
    "OS/2",
    "cmap",
    "STAT",
    "DSIG",
    "MATH",
)


LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
COMPLEX = re.compile(
    "[\u0300-\u036f\u0590-\u1cff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f000-\U0001faff]"
)
POSTSCRIPT_NAME = 6
"""The name ID of a font's PostScript name."""
MOST_SHAPES = 100_000
"""Most shapes that are kept; then they are asked for anew."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a face: its index, advance and offsets (thousandths of an em), and its text.

    ``text`` is what the glyph stands for; empty for the second and later
    glyphs of one cluster.  ``kern`` is what the font's own table says that the
    glyph is wide, less the advance.
    """

    index: int
    advance: float
    text: str
    kern: float = 0.0
    dx: float = 0.0
    dy: float = 0.0


class Face:
    """One opened face; what it answers is a fact about an immutable file, and cached.

    ``name`` is the style's; ``title`` what the PDF calls it: the font's own name, or the
    style's up to an ``@``, which tells faces of one font apart.
    """

    def __init__(
        self, name: str, face: hb.Face, axes: Mapping[str, float], title: str | None = None
    ) -> None:
        self.name = name
        self.title = title or name.partition("@")[0]
        self.face = face
        self.axes = dict(axes)
        self.font = hb.Font(face)
        if axes:
            self.font.set_variations(self.axes)
        self.scale = 1000 / face.upem
        extents = self.font.get_font_extents("ltr")
        self.ascent = extents.ascender * self.scale
        self.descent = extents.descender * self.scale
        tags = set(face.table_tags)
        self.cff = bool(tags & {"CFF ", "CFF2"})
        self._glyphs: dict[str, Glyph | None] = {}
        self._words: dict[str, tuple[Glyph, ...]] = {}
        self._widths: dict[int, int] = {}

    def glyph(self, char: str) -> Glyph | None:
        """Return the nominal glyph of one character, or ``None`` where the face lacks it."""
        try:
            return self._glyphs[char]
        except KeyError:
            index = self.font.get_nominal_glyph(ord(char))
            found = None
            if index:
                advance = self.font.get_glyph_h_advance(index) * self.scale
                found = Glyph(index, advance, char, self.width(index) - advance)
            self._glyphs[char] = found
            return found

    def width(self, glyph: int) -> int:
        """Return a glyph's width in the font's own table, in thousandths of an em."""
        found = self._widths.get(glyph)
        if found is None:
            found = self._widths[glyph] = round(self.font.get_glyph_h_advance(glyph) * self.scale)
        return found

    def lacking(self, char: str) -> Glyph:
        """Return the face's sign for a glyph that it lacks, standing for ``char``."""
        advance = self.font.get_glyph_h_advance(0) * self.scale
        return Glyph(0, advance, char, self.width(0) - advance)

    def shape(self, text: str) -> tuple[Glyph, ...]:
        """Return the glyphs of a word in visual order (UAX #9 direction guessed by script)."""
        found = self._words.get(text)
        if found is not None:
            return found
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self.font, buffer, {"kern": True, "liga": True})
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        seen: set[int] = set()
        glyphs = []
        for info, position in zip(infos, positions, strict=True):
            cluster = info.cluster
            words = "" if cluster in seen else text[cluster : ends[cluster]]
            seen.add(cluster)
            glyphs.append(
                Glyph(
                    info.codepoint,
                    position.x_advance * self.scale,
                    words,
                    self.width(info.codepoint) - position.x_advance * self.scale,
                    position.x_offset * self.scale,
                    position.y_offset * self.scale,
                )
            )
        result = tuple(glyphs)
        if len(self._words) < 20_000:
            self._words[text] = result
        return result


Asked = tuple[str | None, str, tuple[str, ...], int, tuple[tuple[str, float], ...], int | None]


def _asked(look: FaceLook) -> Asked:
    """Return what a style says of a face, as a key."""
    axes = tuple(sorted(look.axes.items()))
    return look.package, look.file, look.system, look.index, axes, look.size


@lru_cache(maxsize=128)
def _open(name: str, asked: Asked) -> Face:
    package, file, system, index, axes, size = asked
    if system:
        from briefing.pdf.system import find

        found = find(system)
        if found is not None:
            path, index = found
            face = hb.Face(hb.Blob.from_file_path(str(path)), index)
            own = face.get_name(POSTSCRIPT_NAME, "en") or path.stem
            return Face(name, face, {}, title=re.sub(r"[^0-9A-Za-z-]", "", own))
        if not file:
            raise MachineError(
                f"this machine has no font called {' or '.join(system)} (face {name})"
            )
    path = Path(file)
    if package is not None:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise MachineError(f"the font package {package} is not installed (face {name})")
        path = Path(next(iter(spec.submodule_search_locations)), file)
    try:
        actual = path.stat().st_size
    except OSError:
        raise MachineError(f"the font file {path.name} of face {name} cannot be read") from None
    if size is not None and actual != size:
        raise MachineError(
            f"the font file {path.name} of face {name} has {actual} bytes, not {size}: "
            "another version is installed, and the output would differ"
        )
    return Face(name, hb.Face(hb.Blob.from_file_path(str(path)), index), dict(axes))


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A piece of text as a chain of faces sets it: facts, whatever the size.

    ``advance`` in thousandths of an em; ``missing``: clusters that no face has;
    ``latin_first`` and ``latin_last``: it begins or ends with a Latin letter or a
    figure.
    """

    glyphs: tuple[tuple[Face, Glyph], ...]
    advance: float
    missing: tuple[str, ...]
    latin_first: bool
    latin_last: bool
    rtl: bool


class FontSet:
    """The faces of a style, opened when first asked for, and what they were asked before."""

    def __init__(self, looks: Mapping[str, FaceLook], fallback: Sequence[str]) -> None:
        self.looks = looks
        self.fallback = tuple(fallback)
        self._faces: dict[str, Face] = {}
        self._shapes: dict[tuple[tuple[str, ...], str, bool], Shape] = {}

    @classmethod
    def of(cls, style: Style) -> FontSet:
        """Return the faces of a style; styles with the same faces share what was asked."""
        key = tuple((name, _asked(look)) for name, look in style.faces.items())
        found = _SHARED.get((key, tuple(style.fallback)))
        if found is None:
            if len(_SHARED) >= 8:
                _SHARED.clear()
            found = _SHARED[key, tuple(style.fallback)] = cls(style.faces, style.fallback)
        return found

    def face(self, name: str) -> Face:
        """Return a face by the style's name for it.

        Raises:
            MachineError: its file is missing, unreadable or another version.
        """
        found = self._faces.get(name)
        if found is None:
            found = self._faces[name] = _open(name, _asked(self.looks[name]))
        return found

    def choose(self, cluster: str, chain: tuple[str, ...]) -> Face | None:
        """Return the first face of the chain, then of the fallbacks, that has all of a cluster."""
        needed = [char for char in cluster if not _ignorable(char)]
        for name in (*chain, *self.fallback):
            face = self.face(name)
            if all(face.glyph(char) is not None for char in needed):
                return face
        return None

    def shape(self, text: str, chain: tuple[str, ...], *, word: bool) -> Shape:
        """Return how a chain sets a text; only of a ``word`` are glyphs joined and kerned."""
        key = (chain, text, word)
        found = self._shapes.get(key)
        if found is None:
            found = self._shaped(text, chain, word)
            if len(self._shapes) >= MOST_SHAPES:
                self._shapes.clear()
            self._shapes[key] = found
        return found

    def _shaped(self, text: str, chain: tuple[str, ...], word: bool) -> Shape:
        missing: list[str] = []
        glyphs: list[tuple[Face, Glyph]] = []
        for face, part in self._by_face(text, chain):
            if face is None:
                missing.append(part)
                glyphs.append(self._replacement(part, chain))
            elif len(part) == 1 and not word and not COMPLEX.search(part):
                glyphs.append((face, face.glyph(part) or face.lacking(part)))
            else:
                glyphs += [(face, glyph) for glyph in face.shape(part)]
        return Shape(
            tuple(glyphs),
            sum(glyph.advance for _, glyph in glyphs),
            tuple(missing),
            word and bool(LATIN.match(text)),
            word and bool(LATIN.match(text[-1])),
            bool(RTL.search(text)),
        )

    def _replacement(self, cluster: str, chain: tuple[str, ...]) -> tuple[Face, Glyph]:
        """Return a box that stands for what no face has.

        PDF/A allows no reference to a font's own sign for a missing glyph
        (ISO 19005-2, 6.2.11.8); the box keeps the text of what it stands for.
        """
        for sign in "\u25a1\ufffd?":
            face = self.choose(sign, chain)
            box = face.glyph(sign) if face is not None else None
            if face is not None and box is not None:
                return face, replace(box, text=cluster)
        face = self.face(chain[0])
        return face, face.lacking(cluster)

    def _by_face(self, text: str, chain: tuple[str, ...]) -> Iterator[tuple[Face | None, str]]:
        """Yield stretches of a text that one face can set, and clusters that none can."""
        current: Face | None = None
        start = at = 0
        for cluster in _clusters(text):
            face = self.choose(cluster, chain)
            if face is not current or face is None:
                if at > start:
                    yield current, text[start:at]
                current, start = face, at
            at += len(cluster)
        if at > start:
            yield current, text[start:at]


_SHARED: dict[object, FontSet] = {}
"""Faces by what a style says of them: facts about immutable files, kept for the process."""


def _ignorable(char: str) -> bool:
    code = ord(char)
    return (
        code == 0xAD
        or 0x200B <= code <= 0x200F
        or 0x2060 <= code <= 0x2064
        or 0xFE00 <= code <= 0xFE0F
        or code == 0xFEFF
    )


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


@dataclass(slots=True, eq=False)
class Used:
    """The glyphs of one face that a document uses, by the text each stands for."""

    face: Face
    layers: list[dict[int, str]] = field(default_factory=lambda: [{}])
    where: dict[tuple[int, str], int] = field(default_factory=dict)
    codes: Mapping[int, int] = field(default_factory=dict)

    def layer(self, glyph: int, text: str) -> int:
        """Register a glyph; return which of the face's ToUnicode maps says its text."""
        key = (glyph, text)
        found = self.where.get(key)
        if found is not None:
            return found
        free = (n for n, layer in enumerate(self.layers) if glyph not in layer)
        number = next(free, len(self.layers))
        if number == len(self.layers):
            self.layers.append({})
        self.layers[number][glyph] = text
        self.where[key] = number
        return number

    def embed(self, file: File, names: Iterable[str]) -> dict[str, str]:
        """Add the font's objects to a PDF file; return a reference per layer, by resource name."""
        glyphs = frozenset(glyph for layer in self.layers for glyph in layer)
        made = _subset(self.face, glyphs)
        self.codes = made.codes
        face = self.face
        base = f"{made.tag}+{face.title}"
        more = "/Subtype /CIDFontType0C " if face.cff else f"/Length1 {made.length} "
        data = file.stream(f"file:{base}", made.packed, more, packed=True)
        key = "FontFile3" if face.cff else "FontFile2"
        descriptor = file.add(
            f"descriptor:{base}",
            f"<< /Type /FontDescriptor /FontName /{base} /Flags 4"
            f" /FontBBox [-1000 {face.descent:.0f} 3000 {face.ascent:.0f}] /ItalicAngle 0"
            f" /Ascent {face.ascent:.0f} /Descent {face.descent:.0f} /CapHeight 700 /StemV 80"
            f" /{key} {data} >>",
        )
        kind = "CIDFontType0" if face.cff else "CIDFontType2 /CIDToGIDMap /Identity"
        descendant = file.add(
            f"cid:{base}",
            f"<< /Type /Font /Subtype /{kind} /BaseFont /{base} /CIDSystemInfo << /Registry"
            f" (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor}"
            f" /DW 1000 /W [0 [{made.widths}]] >>",
        )
        found: dict[str, str] = {}
        for name, layer in zip(names, self.layers, strict=True):
            unicodes = file.stream(f"unicode:{base}:{name}", self._to_unicode(layer))
            found[name] = file.add(
                f"font:{name}",
                f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H"
                f" /DescendantFonts [{descendant}] /ToUnicode {unicodes} >>",
            )
        return found

    def _to_unicode(self, layer: Mapping[int, str]) -> bytes:
        """Return the ToUnicode CMap of a layer (Adobe Technical Note #5411)."""
        rows = sorted((self.codes[glyph], text) for glyph, text in layer.items() if text)
        lines = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        ]
        for start in range(0, len(rows), 100):
            chunk = rows[start : start + 100]
            lines.append(f"{len(chunk)} beginbfchar")
            lines += [
                f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in chunk
            ]
            lines.append("endbfchar")
        lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(lines).encode()


@dataclass(frozen=True, slots=True)
class Subset:
    """Some glyphs of a face as a font of their own.

    ``packed`` is the font file compressed, ``length`` its bytes before that;
    ``codes`` maps a glyph of the face to its glyph here; ``tag`` is the six
    letters that a subset's name begins with (ISO 32000-1, 9.6.4).
    """

    packed: bytes
    length: int
    codes: Mapping[int, int]
    widths: str
    tag: str


@lru_cache(maxsize=32)
def _subset(face: Face, glyphs: frozenset[int]) -> Subset:
    given = hb.SubsetInput()
    given.glyph_set.update(sorted({0, *glyphs}))
    given.flags = CFF_FLAGS
    for name in LAYOUT:
        given.drop_table_tag_set.add(int.from_bytes(name.encode(), "big"))
    for axis, value in face.axes.items():
        given.pin_axis_location(face.face, axis, value)
    plan = hb.SubsetPlan(face.face, given)
    codes = dict(plan.old_to_new_glyph_mapping)
    made = plan.execute()
    data = bytes(made.reference_table("CFF ").data if face.cff else made.blob.data)
    digest = hashlib.sha256(data).hexdigest()
    tag = "".join(chr(65 + int(char, 16)) for char in digest[:6])
    ordered = sorted((code, old) for old, code in codes.items())
    widths = " ".join(str(face.width(old)) for _, old in ordered)
    return Subset(zlib.compress(data, 6), len(data), codes, widths, tag)
