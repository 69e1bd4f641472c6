"""Pages to PDF operators: text, rectangles, links, bookmarks (ISO 32000-1).

Two passes: the first registers every glyph, so that fonts can be subset; the
second writes, when codes are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefing.pdf.atoms import Atom, Ink, Typesetter
from briefing.pdf.lines import Line, compose_lines
from briefing.pdf.pages import Page
from briefing.pdf.pieces import Entry, Mark, PageNumber, Rectangle, Words
from briefing.style.model import Style

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

__all__ = ["Painter", "Sheet"]

POINTS = 72 / 25.4


@dataclass(slots=True)
class Sheet:
    """All that is drawn on one page."""

    rectangles: list[tuple[float, float, float, float, str]]
    lines: list[tuple[float, float, Line]]
    targets: list[tuple[str, float]]
    entries: list[tuple[Entry, float]]


class Painter:
    """Turns pages into sheets, and sheets into a canvas."""

    def __init__(self, style: Style, setter: Typesetter) -> None:
        page = style.page
        self.style = style
        self.setter = setter
        self.width = page.width_mm * POINTS
        self.height = page.height_mm * POINTS
        self.left = page.left_mm * POINTS
        self.top = self.height - page.top_mm * POINTS
        self.measure = self.width - self.left - page.right_mm * POINTS
        self._bodies: dict[Atom, Body | None] = {}

    # ── First pass: where everything stands ────────────────────────────────

    def sheet(self, page: Page, numbers: Mapping[str, int]) -> Sheet:
        """Return what a page draws, without running matter."""
        sheet = Sheet([], [], [], [])
        self._boxes(page, sheet)
        for top, piece in page.placed:
            y = self.top - top
            sheet.targets += [(id_, y) for id_ in piece.ids]
            if piece.entry is not None:
                sheet.entries.append((piece.entry, y))
            for mark in piece.marks:
                self._mark(mark, y, sheet, numbers)
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
                x, y = self.left + box.x, self.top - bottom
                sheet.rectangles.append((x, y, box.width, bottom - top, box.look.fill))
                if box.look.bar is not None and box.look.bar_width:
                    sheet.rectangles.append((x, y, box.look.bar_width, bottom - top, box.look.bar))
            index = end

    def _mark(self, mark: Mark, y: float, sheet: Sheet, numbers: Mapping[str, int]) -> None:
        match mark:
            case Rectangle():
                x = self.left + mark.x
                sheet.rectangles.append(
                    (x, y - mark.y - mark.height, mark.width, mark.height, mark.colour)
                )
            case Words():
                self.words(mark.line, self.left + mark.x, y - mark.y, sheet)
            case PageNumber():
                number = self.setter.plain(
                    str(numbers.get(mark.target, "")), mark.look, target=mark.target
                )
                line = compose_lines(number, 60, "right")[0]
                right = self.left + mark.x
                self.words(line, right - 60, y - mark.y, sheet)
                start, end = self.left + mark.left + 6, right - line.width - 6
                dots = int((end - start) / 5)
                for dot in range(max(0, dots)):
                    sheet.rectangles.append(
                        (end - 5 * dot, y - mark.y + 0.2, 0.8, 0.8, self.style.rule)
                    )

    @staticmethod
    def words(line: Line, x: float, y: float, sheet: Sheet) -> None:
        """Add a line of text that begins at ``x`` with its base line at ``y``."""
        if line.atoms:
            sheet.lines.append((x, y, line))

    # ── Second pass: operators ─────────────────────────────────────────────

    def embed(self, document: Any) -> dict[tuple[str, int], str]:
        """Embed all faces used; return the resource name of each face's layers."""
        names: dict[tuple[str, int], str] = {}
        for number, (name, used) in enumerate(sorted(self.setter.used.items()), 1):
            own = [f"B{number}L{layer}" for layer in range(len(used.layers))]
            names.update({(name, layer): resource for layer, resource in enumerate(own)})
            used.embed(document, own)
        return names

    def paint(self, canvas: Canvas, sheet: Sheet, names: Mapping[tuple[str, int], str]) -> None:
        """Write a sheet's operators, links and targets on the canvas's page."""
        code: list[str] = canvas._code  # type: ignore[attr-defined]  # noqa: SLF001 – the way to raw operators
        for x, y, width, height, colour in sheet.rectangles:
            code.append(f"{_rgb(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")
        for x, y, line in sheet.lines:
            code.append(self._line(x, y, line, names))
            self._links(canvas, x, y, line)
        for id_, y in sheet.targets:
            canvas.bookmarkHorizontal(id_, 0, y + 6)

    def _line(self, left: float, y: float, line: Line, names: Mapping[tuple[str, int], str]) -> str:
        """Return the text object of a line: one TJ per stretch of one font and ink."""
        parts = ["BT"]
        out: list[str] = []
        ink: Ink | None = None
        font = ""
        expected = 0.0
        bodies = self._bodies
        for at, atom in line.atoms:
            try:
                body = bodies[atom]
            except KeyError:
                body = bodies[atom] = _body(atom, names)
            x = left + at
            if body is None:
                if out:
                    parts.append(f"[<{''.join(out)}>] TJ")
                    out = []
                parts += self._glyphs(x, y, atom, names)
                font = ""
                ink = None
                continue
            name, codes, width = body
            if atom.ink is not ink or name != font:
                if out:
                    parts.append(f"[<{''.join(out)}>] TJ")
                    out = []
                if ink is None or atom.ink.colour != ink.colour:
                    parts.append(f"{_rgb(atom.ink.colour)} rg")
                ink, font = atom.ink, name
                size = ink.size
                parts.append(f"/{name} {size:.2f} Tf 1 0 0 1 {x:.2f} {y + ink.rise:.2f} Tm")
            else:
                shift = (expected - x) * 1000 / size
                if shift >= 1 or shift <= -1:
                    out.append(f">{shift:.0f}<")
            out.append(codes)
            expected = x + width
        if out:
            parts.append(f"[<{''.join(out)}>] TJ")
        parts.append("ET")
        return " ".join(parts)

    @staticmethod
    def _glyphs(x: float, y: float, atom: Atom, names: Mapping[tuple[str, int], str]) -> list[str]:
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

    @staticmethod
    def _links(canvas: Canvas, left: float, y: float, line: Line) -> None:
        """Add a link over each stretch of a line that has one."""
        start = 0
        atoms = line.atoms
        while start < len(atoms):
            ink = atoms[start][1].ink
            end = start + 1
            while end < len(atoms) and atoms[end][1].ink is ink:
                end += 1
            if ink.url is not None or ink.target is not None:
                stretch = atoms[start:end]
                x0 = left + min(at for at, _ in stretch)
                x1 = left + max(at + atom.width for at, atom in stretch)
                area = (x0, y - ink.size * 0.25, x1, y + ink.size * 0.95)
                if ink.url is not None:
                    canvas.linkURL(ink.url, area, relative=0, thickness=0)
                else:
                    canvas.linkRect("", ink.target, area, relative=0, thickness=0, Border="[0 0 0]")
            start = end

    def outline(self, canvas: Canvas, sheets: Iterable[Sheet]) -> None:
        """Add the bookmarks; a level never skips one, as reportlab asks."""
        deepest = -1
        for sheet in sheets:
            for entry, _ in sheet.entries:
                level = min(entry.level - 1, deepest + 1)
                canvas.addOutlineEntry(entry.title, entry.id, level, closed=level > 0)
                deepest = level


Body = tuple[str, str, float]
"""Font resource, codes for a TJ array (``>adjustment<`` between them), and width in points."""


def _body(atom: Atom, names: Mapping[tuple[str, int], str]) -> Body | None:
    """Return how an atom stands in a TJ array; ``None`` where its glyphs need places of their own."""
    if not atom.glyphs or atom.rtl:
        return None
    first, _, layer = atom.glyphs[0]
    codes: list[str] = []
    drift = 0.0
    for used, glyph, own in atom.glyphs:
        if used is not first or own != layer or glyph.dx or glyph.dy:
            return None
        if abs(drift) >= 1:
            codes.append(f">{drift:.0f}<")
            drift -= round(drift)
        codes.append(f"{used.codes[glyph.index]:04X}")
        # What the font's own widths say, less what HarfBuzz asks for (kerning).
        drift += used.width(glyph.index) - glyph.advance
    width = atom.width + drift * atom.ink.size / 1000
    return names[first.face.name, layer], "".join(codes), width


@lru_cache(maxsize=256)
def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))
