"""Pages to PDF operators: text, rectangles, links, bookmarks (ISO 32000-1).

Two passes: the first registers every glyph, so that fonts can be subset; the
second writes, when codes are known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.pdf.atoms import Atom, Glyphs, Ink, Typesetter
from briefing.pdf.lines import Line, compose_lines
from briefing.pdf.pages import Page
from briefing.pdf.pieces import Entry, Mark, PageNumber, Rectangle, Words
from briefing.style.model import Style

if TYPE_CHECKING:
    from briefing.pdf.objects import File

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
    """Turns pages into sheets, and sheets into operators."""

    def __init__(self, style: Style, setter: Typesetter) -> None:
        page = style.page
        self.style = style
        self.setter = setter
        self.width = page.width_mm * POINTS
        self.height = page.height_mm * POINTS
        self.left = page.left_mm * POINTS
        self.top = self.height - page.top_mm * POINTS
        self.measure = self.width - self.left - page.right_mm * POINTS
        # By identity: the glyphs live as long as the lines that are drawn.
        self._bodies: dict[int, Body | None] = {}

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

    def embed(self, file: File) -> tuple[dict[tuple[str, int], str], str]:
        """Embed all faces used; return the resource of each face's layers, and all as a dictionary."""
        names: dict[tuple[str, int], str] = {}
        fonts: dict[str, str] = {}
        for number, (name, used) in enumerate(sorted(self.setter.used.items()), 1):
            own = [f"B{number}L{layer}" for layer in range(len(used.layers))]
            names.update({(name, layer): resource for layer, resource in enumerate(own)})
            fonts |= used.embed(file, own)
        return names, "<< " + " ".join(f"/{name} {mark}" for name, mark in fonts.items()) + " >>"

    def content(self, sheet: Sheet, names: Mapping[tuple[str, int], str]) -> bytes:
        """Return a sheet's operators (ISO 32000-1, 8.5 and 9.4)."""
        code = [
            f"{_rgb(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f"
            for x, y, width, height, colour in sheet.rectangles
        ]
        code += [self._line(x, y, line, names) for x, y, line in sheet.lines]
        return "\n".join(code).encode("ascii")

    def _line(self, left: float, y: float, line: Line, names: Mapping[tuple[str, int], str]) -> str:
        """Return the text object of a line: one TJ per stretch of one font and ink."""
        parts = ["BT"]
        out: list[str] = []
        ink: Ink | None = None
        font = ""
        expected = 0.0
        bodies = self._bodies
        for at, atom in line.atoms:
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
                parts.append(f"/{name} {size:.2f} Tf 1 0 0 1 {x:.2f} {y + ink.rise:.2f} Tm")
            else:
                shift = (expected - x) * 1000 / size
                if shift >= 1 or shift <= -1:
                    out.append(f">{shift:.0f}<")
            out.append(codes)
            expected = x + atom.width + drift * size / 1000
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

    def links(self, sheet: Sheet, destination: Callable[[str], str | None]) -> list[str]:
        """Return a link annotation (12.5.6.5) over each stretch of a line that has one."""
        found: list[str] = []
        for left, y, line in sheet.lines:
            atoms = line.atoms
            start = 0
            while start < len(atoms):
                ink = atoms[start][1].ink
                end = start + 1
                while end < len(atoms) and atoms[end][1].ink is ink:
                    end += 1
                if ink.url is not None or ink.target is not None:
                    action = _action(ink, destination)
                    if action is not None:
                        stretch = atoms[start:end]
                        x0 = left + min(at for at, _ in stretch)
                        x1 = left + max(at + atom.width for at, atom in stretch)
                        found.append(
                            "<< /Type /Annot /Subtype /Link /Border [0 0 0] /F 4 /Rect"
                            f" [{x0:.2f} {y - ink.size * 0.25:.2f} {x1:.2f} {y + ink.size * 0.95:.2f}]"
                            f" {action} >>"
                        )
                start = end
        return found


def _action(ink: Ink, destination: Callable[[str], str | None]) -> str | None:
    """Return what a link does; ``None`` where its target stands on no page."""
    if ink.url is not None:
        from briefing.pdf.objects import address

        return f"/A << /S /URI /URI {address(ink.url)} >>"
    place = destination(ink.target or "")
    return f"/Dest {place}" if place is not None else None


Body = tuple[str, str, float]
"""Font resource, codes for a TJ array (``>adjustment<`` between them), and by how many
thousandths of an em the viewer's idea of the width exceeds ours."""


def _body(glyphs: Glyphs, names: Mapping[tuple[str, int], str]) -> Body | None:
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
