"""Pages to PDF operators: text, rectangles, links, bookmarks (ISO 32000-1).

Two passes: the first registers every glyph, so that fonts can be subset; the
second writes, when codes are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from briefing.pdf.atoms import Atom, Glyphs, Ink, Kind, Typesetter
from briefing.pdf.images import Bitmap
from briefing.pdf.lines import Line, compose_lines
from briefing.pdf.objects import File, text
from briefing.pdf.pages import Page
from briefing.pdf.pieces import Entry, Mark, PageNumber, Picture, Rectangle, Words
from briefing.pdf.tags import Annotation, Content, Element
from briefing.style.model import Page as PageLook
from briefing.style.model import Style
from briefing.style.stationery import Picture as Logo

__all__ = ["Area", "Geometry", "Painter", "Sheet", "Stamp"]

POINTS = 72 / 25.4


Area = tuple[float, float, float, float, str]
"""A filled rectangle: left, bottom, width, height in points, and its colour."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """A page in points: its size, where its text begins, and how wide and high that is."""

    width: float
    height: float
    left: float
    top: float
    measure: float
    depth: float


def _geometry(page: PageLook, width_mm: float, height_mm: float) -> Geometry:
    width, height = width_mm * POINTS, height_mm * POINTS
    left, top = page.left_mm * POINTS, height - page.top_mm * POINTS
    measure = width - left - page.right_mm * POINTS
    return Geometry(width, height, left, top, measure, top - page.bottom_mm * POINTS)


@dataclass(slots=True)
class Stamp:
    """What a company's ``Header`` or ``Footer`` (``side``) draws, from the page's lower left."""

    side: str
    areas: list[Area] = field(default_factory=list)
    pictures: list[tuple[float, float, Logo]] = field(default_factory=list)
    lines: list[tuple[float, float, Line]] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """All that is drawn on one page; lines that belong to no element are artifacts.

    Pictures stand among the lines, as they are read.
    ``wide`` are links that are wider than their words: left edge, line by element.
    """

    at: Geometry
    rectangles: list[Area] = field(default_factory=list)
    lines: list[tuple[float, float, Line | Picture, Element | None]] = field(default_factory=list)
    running: list[tuple[float, float, Line]] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    figures: dict[Element, list[Area]] = field(default_factory=dict)
    targets: list[tuple[str, float]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    wide: dict[int, float] = field(default_factory=dict)

    def images(self) -> Iterator[Bitmap]:
        """Yield what pictures show."""
        for stamp in self.stamps:
            yield from (logo for _, _, logo in stamp.pictures)
        for _, _, line, _ in self.lines:
            if isinstance(line, Picture):
                yield line.image


class Painter:
    """Turns pages into sheets, and sheets into operators."""

    def __init__(self, style: Style, setter: Typesetter) -> None:
        page = style.page
        self.style = style
        self.setter = setter
        self.upright = _geometry(page, page.width_mm, page.height_mm)
        sides = page.width_mm, page.height_mm
        self.turned = _geometry(page, max(sides), min(sides))
        # By identity: the glyphs live as long as the lines that are drawn.
        self._bodies: dict[int, Body | None] = {}

    # ── First pass: where everything stands ────────────────────────────────

    def sheet(self, page: Page, at: Geometry, numbers: Mapping[str, int]) -> Sheet:
        """Return what a page draws, without running matter; ``at`` is where its text stands."""
        sheet = Sheet(at)
        self._boxes(page, sheet)
        for top, piece in page.placed:
            y = sheet.at.top - top
            sheet.targets += [(id_, y) for id_ in piece.ids]
            if piece.entry is not None:
                sheet.entries.append(piece.entry)
            for mark in piece.marks:
                self._mark(mark, y, sheet, numbers, artifact=piece.artifact)
        return sheet

    def _boxes(self, page: Page, sheet: Sheet) -> None:
        placed = page.placed
        index = 0
        while index < len(placed):
            box = placed[index][1].box
            end = index + 1
            if box is not None:
                while end < len(placed) and placed[end][1].box is box:
                    end += 1
                top = placed[index][0]
                bottom = placed[end - 1][0] + placed[end - 1][1].height
                x, y = sheet.at.left + box.x, sheet.at.top - bottom
                sheet.rectangles.append((x, y, box.width, bottom - top, box.look.fill))
                if box.look.bar is not None and box.look.bar_width:
                    sheet.rectangles.append((x, y, box.look.bar_width, bottom - top, box.look.bar))
                if (rule := box.look.rule) is not None:
                    # Its first and last pieces are blank; between them a page may end.
                    edges = {y: placed[end - 1], y + bottom - top - rule.width: placed[index]}
                    for edge, (_, piece) in edges.items():
                        if not piece.marks:
                            sheet.rectangles.append((x, edge, box.width, rule.width, rule.colour))
            index = end

    def _mark(
        self, mark: Mark, y: float, sheet: Sheet, numbers: Mapping[str, int], *, artifact: bool
    ) -> None:
        match mark:
            case Rectangle():
                x = sheet.at.left + mark.x
                area = (x, y - mark.y - mark.height, mark.width, mark.height, mark.colour)
                if mark.element is not None:
                    sheet.figures.setdefault(mark.element, []).append(area)
                else:
                    sheet.rectangles.append(area)
            case Picture():
                x, bottom = sheet.at.left + mark.x, y - mark.y - mark.height
                element = None if artifact else mark.element
                sheet.lines.append((x, bottom, mark, element))
                if element is not None:
                    corners = x, bottom, x + mark.width, bottom + mark.height
                    box = " ".join(f"{value:.2f}" for value in corners)
                    element.more += f" /A << /O /Layout /Placement /Block /BBox [{box}] >>"
            case Words():
                if mark.line.atoms:
                    element = None if artifact else mark.element
                    sheet.rectangles += _strokes(sheet.at.left + mark.x, y - mark.y, mark.line)
                    sheet.lines.append((sheet.at.left + mark.x, y - mark.y, mark.line, element))
            case PageNumber():
                number = self.setter.plain(
                    str(numbers.get(mark.target, "")), mark.look, target=mark.target
                )
                line = compose_lines(number, 60, "right")[0]
                right = sheet.at.left + mark.x
                if line.atoms:
                    sheet.wide[id(line)] = sheet.at.left
                    sheet.lines.append((right - 60, y - mark.y, line, mark.element))
                start, end = sheet.at.left + mark.left + 6, right - line.width - 6
                dots = int((end - start) / 5)
                for dot in range(max(0, dots)):
                    sheet.rectangles.append(
                        (end - 5 * dot, y - mark.y + 0.2, 0.8, 0.8, self.style.rule)
                    )

    # ── Second pass: operators ─────────────────────────────────────────────

    def embed(self, file: File) -> tuple[dict[tuple[str, int], str], str]:
        """Embed all faces used; return the resource of each face's layers, and all as a dictionary."""
        names: dict[tuple[str, int], str] = {}
        fonts: dict[str, str] = {}
        for number, (name, used) in enumerate(sorted(self.setter.used.items()), 1):
            own = [f"B{number}L{layer}" for layer in range(len(used.layers))]
            names.update({(name, layer): resource for layer, resource in enumerate(own)})
            fonts |= used.embed(file, own)
        return names, "<< " + " ".join(f"/{name} {mark}" for name, mark in fonts.items()) + " >>"

    def content(
        self,
        sheet: Sheet,
        number: int,
        names: Names,
        pictures: Mapping[bytes, str],
        link: LinkMaker,
    ) -> bytes:
        """Return the operators of page ``number``, and add what they draw to its elements.

        ``pictures`` are the resources of pictures by their data; ``link`` makes the
        annotation of a stretch and returns its object's name.
        """
        code: list[str] = []
        for stamp in sheet.stamps:
            drawn = [*map(_filled, stamp.areas)]
            drawn += [_logo(x, y, one, pictures[one.data]) for x, y, one in stamp.pictures]
            if drawn:
                code += [_pagination(stamp.side), *drawn, "EMC"]
        if sheet.rectangles:
            code += ["/Artifact BMC", *map(_filled, sheet.rectangles), "EMC"]
        tagger = _Tagger(code, number)
        for x, y, line, element in sheet.lines:
            if isinstance(line, Picture):
                tagger.whole(element)
                code.append(
                    f"q {line.width:.3f} 0 0 {line.height:.3f} {x:.3f} {y:.3f} cm"
                    f" /{pictures[line.image.data]} Do Q"
                )
                continue
            self._line(x, y, line, element, sheet, names, tagger, link)
        tagger.close()
        for x, y, line in sheet.running:
            side = "Header" if y > sheet.at.height / 2 else "Footer"
            code += [_pagination(side), self._text(x, y, line.atoms, names), "EMC"]
        for stamp in sheet.stamps:
            if stamp.lines:
                texts = [self._text(x, y, line.atoms, names) for x, y, line in stamp.lines]
                code += [_pagination(stamp.side), *texts, "EMC"]
        return "\n".join(code).encode("ascii")

    def _line(
        self,
        left: float,
        y: float,
        line: Line,
        element: Element | None,
        sheet: Sheet,
        names: Names,
        tagger: _Tagger,
        link: LinkMaker,
    ) -> None:
        """Write a line, a text object for each stretch that is one thing to a reader."""
        atoms = line.atoms
        start = 0
        count = len(atoms)
        while start < count:
            ink = atoms[start][1].ink
            end = start + 1
            if element is None:
                end = count
            elif ink.special:
                while end < count and atoms[end][1].ink is ink:
                    end += 1
            else:
                while end < count and not atoms[end][1].ink.special:
                    end += 1
            stretch = atoms[start:end] if end - start < count else atoms
            tagger.open(element, ink, sheet)
            tagger.code.append(self._text(left, y, stretch, names))
            words = _words(stretch).replace("\u00ad", "")
            if element is not None and ink.linked and words.strip():
                x0 = sheet.wide.get(id(line), left + min(at for at, _ in stretch))
                x1 = left + max(at + atom.width for at, atom in stretch)
                area = (x0, y - ink.size * 0.25, x1, y + ink.size * 0.95)
                name = link(ink, area, words)
                if name is not None:
                    tagger.annotation(name)
            start = end

    def _text(
        self, left: float, y: float, atoms: Sequence[tuple[float, Atom]], names: Names
    ) -> str:
        """Return a text object: one TJ per stretch of one font and ink."""
        parts = ["BT"]
        out: list[str] = []
        ink: Ink | None = None
        font = ""
        expected = tracking = 0.0
        bodies = self._bodies
        opens = dict(_uneven(atoms))
        closes = -1
        for index, (at, atom) in enumerate(atoms):
            if index == closes or index in opens:
                if out:
                    parts.append(f"[<{''.join(out)}>] TJ")
                    out = []
                if index == closes:
                    parts.append("EMC")
                if index in opens:
                    closes = opens[index]
                    words = text(_words(atoms[index:closes]))
                    parts.append(f"/Span << /ActualText {words} >> BDC")
            key = id(atom.glyphs)
            try:
                body = bodies[key]
            except KeyError:
                body = bodies[key] = _body(atom.glyphs, names)
            x = left + at
            if body is None or atom.rtl:
                if out:
                    parts.append(f"[<{''.join(out)}>] TJ")
                    out = []
                parts += self._glyphs(x, y, atom, names)
                font = ""
                ink = None
                continue
            name, codes, drift = body
            if atom.ink is not ink or name != font:
                if out:
                    parts.append(f"[<{''.join(out)}>] TJ")
                    out = []
                if ink is None or atom.ink.colour != ink.colour:
                    parts.append(f"{_rgb(atom.ink.colour)} rg")
                ink, font = atom.ink, name
                size = ink.size
                if ink.tracking != tracking:
                    tracking = ink.tracking
                    parts.append(f"{tracking:.3f} Tc")
                parts.append(f"/{name} {size:.2f} Tf 1 0 0 1 {x:.2f} {y + ink.rise:.2f} Tm")
            else:
                shift = (expected - x) * 1000 / size
                if shift >= 1 or shift <= -1:
                    out.append(f">{shift:.0f}<")
            out.append(codes)
            expected = x + atom.width + drift * size / 1000
        if out:
            parts.append(f"[<{''.join(out)}>] TJ")
        if closes == len(atoms):
            parts.append("EMC")
        if tracking:
            parts.append("0 Tc")
        parts.append("ET")
        return " ".join(parts)

    @staticmethod
    def _glyphs(x: float, y: float, atom: Atom, names: Names) -> list[str]:
        """Return the operators of an atom whose glyphs are placed one by one."""
        ink = atom.ink
        placed = []
        for used, glyph, layer in atom.glyphs:
            left = x + glyph.dx * ink.size / 1000
            base = y + ink.rise + glyph.dy * ink.size / 1000
            name = names[used.face.name, layer]
            placed.append(
                f"/{name} {ink.size:.2f} Tf 1 0 0 1 {left:.2f} {base:.2f} Tm <{used.codes[glyph.index]:04X}> Tj"
            )
            x += glyph.advance * ink.size / 1000
        # HarfBuzz gives right-to-left glyphs from the left; they are written as they are read.
        return [f"{_rgb(ink.colour)} rg", *(reversed(placed) if atom.rtl else placed)]


class _Tagger:
    """Wraps what is drawn on one page into marked content (14.7.4.2)."""

    def __init__(self, code: list[str], page: int) -> None:
        self.code = code
        self.page = page
        self.count = 0
        self._open: tuple[Element | None, Ink | None] | None = None
        self._inner: Element | None = None

    def open(self, element: Element | None, ink: Ink, sheet: Sheet) -> None:
        """Begin what follows, unless it goes on with what is open."""
        key = (element, ink if ink.special and element is not None else None)
        if key == self._open:
            return
        self.close()
        self._open = key
        if element is None:
            self._begin(None)
            return
        inner = element
        if ink.special and element.tag != "Link":
            inner = self._special(element, ink)
        self._inner = inner
        self._begin(inner)
        self.code += map(_filled, sheet.figures.pop(element, ()))

    def whole(self, element: Element | None) -> None:
        """Begin a picture: all there is of its element, or an ornament."""
        self.close()
        self._open = (element, None)
        self._begin(element)

    def _begin(self, element: Element | None) -> None:
        if element is None:
            self.code.append("/Artifact BMC")
            return
        element.kids.append(Content(self.page, self.count))
        self.code.append(f"/{element.tag} << /MCID {self.count} >> BDC")
        self.count += 1

    @staticmethod
    def _special(element: Element, ink: Ink) -> Element:
        """Return the element of a link or a foreign word: a new one, unless the last goes on."""
        last = element.kids[-1] if element.kids else None
        if isinstance(last, Element) and last.ink is ink:
            return last
        tag = "Link" if ink.linked else "Span"
        more = [f"/Lang {text(ink.language)}"] if ink.language else []
        if ink.change is not None and ink.change.kind != "restyled":
            line = "Underline" if ink.change.kind == "inserted" else "LineThrough"
            more.append(f"/A << /O /Layout /TextDecorationType /{line} >>")
        inner = element.new(tag, " ".join(more))
        inner.ink = ink
        return inner

    def annotation(self, name: str) -> None:
        """Add a link annotation to the element that is open."""
        if self._inner is not None:
            self._inner.kids.append(Annotation(self.page, name))

    def close(self) -> None:
        """End what is open."""
        if self._open is not None:
            self.code.append("EMC")
            self._open = None


def _strokes(left: float, y: float, line: Line) -> Iterator[Area]:
    """Yield the lines under what was inserted and through what was deleted.

    What only moved has two of them.
    """
    for ink, group in groupby(line.atoms, lambda placed: placed[1].ink):
        if ink.change is None or ink.change.kind == "restyled":
            continue
        atoms = list(group)
        x0 = left + atoms[0][0]
        x1 = left + max(at + atom.width for at, atom in atoms)
        weight = max(0.5, ink.size * 0.055)
        middle = -0.16 if ink.change.kind == "inserted" else 0.27
        base = y + ink.rise + ink.size * middle
        apart = (-weight, weight) if ink.change.move is not None else (0.0,)
        for shift in apart:
            yield x0, base + shift, x1 - x0, weight, ink.colour


def _uneven(atoms: Sequence[tuple[float, Atom]]) -> list[tuple[int, int]]:
    """Return the stretches in which distances mislead a reader that goes by them.

    Chinese and Latin stand apart without a space between; two marks in a row
    overlap.  ``ActualText`` (14.9.4) says what the text is.
    """
    found: list[tuple[int, int]] = []
    for index in range(1, len(atoms)):
        before, after = atoms[index - 1][1], atoms[index][1]
        if (
            (after.latin_first and before.kind is Kind.HAN)
            or (before.latin_last and after.kind is Kind.HAN)
            or (before.mark and after.mark)
        ):
            if found and found[-1][1] == index:
                found[-1] = (found[-1][0], index + 1)
            else:
                found.append((index - 1, index + 1))
    return found


def _pagination(side: str) -> str:
    """Return what begins running matter: an artifact, which is not read aloud (14.8.2.2)."""
    return f"/Artifact << /Type /Pagination /Subtype /{side} >> BDC"


def _logo(x: float, y: float, picture: Logo, name: str) -> str:
    """Return the operators of a picture with what is cut off of it, its lower left at a place."""
    left, top, right, bottom = picture.crop
    wide, high = picture.width / (1 - left - right), picture.height / (1 - top - bottom)
    clip = ""
    if any(picture.crop):
        clip = f"{x:.3f} {y:.3f} {picture.width:.3f} {picture.height:.3f} re W n "
    x, y = x - left * wide, y - bottom * high
    return f"q {clip}{wide:.3f} 0 0 {high:.3f} {x:.3f} {y:.3f} cm /{name} Do Q"


def _filled(area: Area) -> str:
    x, y, width, height, colour = area
    return f"{_rgb(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f"


def _words(stretch: Sequence[tuple[float, Atom]]) -> str:
    return "".join(atom.text for _, atom in stretch)


Names = Mapping[tuple[str, int], str]
"""The font resource of each face's layers."""
LinkMaker = Callable[[Ink, tuple[float, float, float, float], str], str | None]
Body = tuple[str, str, float]
"""Font resource, codes for a TJ array (``>adjustment<`` between them), and by how many
thousandths of an em the viewer's idea of the width exceeds ours."""


def _body(glyphs: Glyphs, names: Names) -> Body | None:
    """Return how glyphs stand in a TJ array; ``None`` where they need places of their own."""
    if not glyphs:
        return None
    first, _, layer = glyphs[0]
    codes: list[str] = []
    drift = 0.0
    for used, glyph, own in glyphs:
        if used is not first or own != layer or glyph.dx or glyph.dy:
            return None
        if abs(drift) >= 1:
            codes.append(f">{drift:.0f}<")
            drift -= round(drift)
        codes.append(f"{used.codes[glyph.index]:04X}")
        drift += glyph.kern
    return names[first.face.name, layer], "".join(codes), drift


@lru_cache(maxsize=256)
def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))
