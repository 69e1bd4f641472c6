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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from briefing.problems import MachineError
from briefing.style.model import Face as FaceLook
from briefing.style.model import Style

__all__ = ["Face", "FontSet", "Glyph", "Used"]

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


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a face: its index, advance and offsets (thousandths of an em), and its text.

    ``text`` is what the glyph stands for; empty for the second and later
    glyphs of one cluster.
    """

    index: int
    advance: float
    text: str
    dx: float = 0.0
    dy: float = 0.0


class Face:
    """One opened face; what it answers is a fact about an immutable file, and cached."""

    def __init__(self, name: str, face: hb.Face, axes: Mapping[str, float]) -> None:
        self.name = name
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

    def glyph(self, char: str) -> Glyph | None:
        """Return the nominal glyph of one character, or ``None`` where the face lacks it."""
        try:
            return self._glyphs[char]
        except KeyError:
            index = self.font.get_nominal_glyph(ord(char))
            found = None
            if index:
                advance = self.font.get_glyph_h_advance(index) * self.scale
                found = Glyph(index, advance, char)
            self._glyphs[char] = found
            return found

    def lacking(self, char: str) -> Glyph:
        """Return the face's sign for a glyph that it lacks, standing for ``char``."""
        return Glyph(0, self.font.get_glyph_h_advance(0) * self.scale, char)

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
                    position.x_offset * self.scale,
                    position.y_offset * self.scale,
                )
            )
        result = tuple(glyphs)
        if len(self._words) < 20_000:
            self._words[text] = result
        return result


@lru_cache(maxsize=64)
def _open(
    name: str,
    package: str | None,
    file: str,
    index: int,
    axes: tuple[tuple[str, float], ...],
    size: int | None,
) -> Face:
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


class FontSet:
    """The faces of a style, opened when first asked for."""

    def __init__(self, style: Style) -> None:
        self.looks: Mapping[str, FaceLook] = style.faces
        self.fallback = style.fallback
        self._chains: dict[tuple[str, ...], list[Face]] = {}

    def face(self, name: str) -> Face:
        """Return a face by the style's name for it.

        Raises:
            MachineError: its file is missing, unreadable or another version.
        """
        look = self.looks[name]
        return _open(
            name, look.package, look.file, look.index, tuple(sorted(look.axes.items())), look.size
        )

    def choose(self, cluster: str, chain: tuple[str, ...]) -> Face | None:
        """Return the first face of the chain, then of the fallbacks, that has all of a cluster."""
        needed = [char for char in cluster if not _ignorable(char)]
        for name in (*chain, *self.fallback):
            face = self.face(name)
            if all(face.glyph(char) is not None for char in needed):
                return face
        return None


def _ignorable(char: str) -> bool:
    code = ord(char)
    return (
        0x200B <= code <= 0x200F
        or 0x2060 <= code <= 0x2064
        or 0xFE00 <= code <= 0xFE0F
        or code == 0xFEFF
    )


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

    def width(self, glyph: int) -> int:
        """Return a glyph's width in the font's own table, in thousandths of an em."""
        advance: float = self.face.font.get_glyph_h_advance(glyph) * self.face.scale
        return round(advance)

    def subset(self) -> bytes:
        """Subset the face to the glyphs registered; fills ``codes`` (old index → code)."""
        given = hb.SubsetInput()
        wanted = {0, *(glyph for layer in self.layers for glyph in layer)}
        given.glyph_set.update(sorted(wanted))
        given.flags = CFF_FLAGS
        for tag in LAYOUT:
            given.drop_table_tag_set.add(int.from_bytes(tag.encode(), "big"))
        for tag, value in self.face.axes.items():
            given.pin_axis_location(self.face.face, tag, value)
        plan = hb.SubsetPlan(self.face.face, given)
        self.codes = dict(plan.old_to_new_glyph_mapping)
        made = plan.execute()
        if self.face.cff:
            return bytes(made.reference_table("CFF ").data)
        return bytes(made.blob.data)

    def embed(self, document: Any, names: Iterable[str]) -> None:
        """Add the font's objects to a reportlab PDF document, a Type 0 font per layer."""
        from reportlab.pdfbase import pdfdoc

        data = self.subset()
        digest = hashlib.sha256(data).hexdigest()
        tag = "".join(chr(65 + int(char, 16)) for char in digest[:6])
        base = f"{tag}+{self.face.name}"
        file = pdfdoc.PDFStream(
            dictionary=pdfdoc.PDFDictionary({}), content=data, filters=[pdfdoc.PDFZCompress]
        )
        if self.face.cff:
            file.dictionary["Subtype"] = pdfdoc.PDFName("CIDFontType0C")
        else:
            file.dictionary["Length1"] = len(data)
        key = "FontFile3" if self.face.cff else "FontFile2"
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(base),
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray(
                    [-1000, round(self.face.descent), 3000, round(self.face.ascent)]
                ),
                "ItalicAngle": 0,
                "Ascent": round(self.face.ascent),
                "Descent": round(self.face.descent),
                "CapHeight": 700,
                "StemV": 80,
                key: document.Reference(file, f"file:{base}"),
            }
        )
        new = sorted((code, old) for old, code in self.codes.items())
        widths = " ".join(str(self.width(old)) for _, old in new)
        cid = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType0" if self.face.cff else "CIDFontType2"),
            "BaseFont": pdfdoc.PDFName(base),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": document.Reference(descriptor, f"descriptor:{base}"),
            "DW": 1000,
            "W": f"[0 [{widths}]]",
        }
        if not self.face.cff:
            cid["CIDToGIDMap"] = pdfdoc.PDFName("Identity")
        descendant = document.Reference(pdfdoc.PDFDictionary(cid), f"cid:{base}")
        for name, layer in zip(names, self.layers, strict=True):
            unicode_map = pdfdoc.PDFStream(
                content=self._to_unicode(layer), filters=[pdfdoc.PDFZCompress]
            )
            font = pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("Font"),
                    "Subtype": pdfdoc.PDFName("Type0"),
                    "BaseFont": pdfdoc.PDFName(base),
                    "Encoding": pdfdoc.PDFName("Identity-H"),
                    "DescendantFonts": pdfdoc.PDFArray([descendant]),
                    "ToUnicode": document.Reference(unicode_map, f"unicode:{base}:{name}"),
                }
            )
            document.idToObject["BasicFonts"].dict[name] = document.Reference(font, f"font:{name}")

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
