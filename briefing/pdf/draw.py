"""Pages to PDF operators: text, rectangles, links, bookmarks (ISO 32000-1).

Two passes: the first registers every glyph, so that fonts can be subset; the
second writes, when codes are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing.pdf.atoms import Ink, Typesetter
from briefing.pdf.fonts import Face, Glyph, Used
from briefing.pdf.lines import Line, compose_lines
from briefing.pdf.pages import Page
from briefing.pdf.pieces import Entry, Mark, PageNumber, Rectangle, Words
from briefing.style.model import Style

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

__all__ = ["Painter", "Sheet"]

POINTS = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs at absolute places on the page (points, from the lower left corner)."""

    glyphs: tuple[tuple[float, Face, Glyph], ...]
    y: float
    ink: Ink
    left: float
    right: float


@dataclass(slots=True)
class Sheet:
    """All that is drawn on one page."""

    rectangles: list[tuple[float, float, float, float, str]]
    runs: list[Run]
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
        self.used: dict[str, Used] = {}

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

    def words(self, line: Line, x: float, y: float, sheet: Sheet) -> None:
        """Add a line of text; every glyph is registered with its face."""
        current: list[tuple[float, Face, Glyph]] = []
        ink: Ink | None = None
        left = right = x
        for at, atom in line.atoms:
            if ink is not None and atom.ink != ink:
                sheet.runs.append(Run(tuple(current), y, ink, left, right))
                current, left = [], x + at
            ink = atom.ink
            pen = x + at
            placed = []
            for face, glyph in atom.glyphs:
                placed.append((pen + glyph.dx * ink.size / 1000, face, glyph))
                self._use(face).layer(glyph.index, glyph.text)
                pen += glyph.advance * ink.size / 1000
            # HarfBuzz gives right-to-left glyphs from the left; they are written as they are read.
            current += reversed(placed) if atom.rtl else placed
            left, right = min(left, x + at), max(right, pen)
        if ink is not None:
            sheet.runs.append(Run(tuple(current), y, ink, left, right))

    def _use(self, face: Face) -> Used:
        found = self.used.get(face.name)
        if found is None:
            found = self.used[face.name] = Used(face)
        return found

    # ── Second pass: operators ─────────────────────────────────────────────

    def embed(self, document: Any) -> dict[tuple[str, int], str]:
        """Embed all faces used; return the resource name of each face's layers."""
        names: dict[tuple[str, int], str] = {}
        for number, name in enumerate(sorted(self.used), 1):
            used = self.used[name]
            own = [
                f"B{number}{'abcdefghijklmnopqrstuvwxyz'[i] if i < 26 else i}"
                for i in range(len(used.layers))
            ]
            names.update({(name, i): resource for i, resource in enumerate(own)})
            used.embed(document, own)
        return names

    def paint(self, canvas: Canvas, sheet: Sheet, names: Mapping[tuple[str, int], str]) -> None:
        """Write a sheet's operators, links and targets on the canvas's page."""
        code: list[str] = canvas._code  # type: ignore[attr-defined]  # noqa: SLF001 – the way to raw operators
        for x, y, width, height, colour in sheet.rectangles:
            code.append(f"{_rgb(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")
        for run in sheet.runs:
            if run.glyphs:
                code.append(self._text(run, names))
            if run.ink.url is not None or run.ink.target is not None:
                self._link(canvas, run)
        for id_, y in sheet.targets:
            canvas.bookmarkHorizontal(id_, 0, y + 6)

    def _text(self, run: Run, names: Mapping[tuple[str, int], str]) -> str:
        ink = run.ink
        size = ink.size
        parts = [f"BT {_rgb(ink.colour)} rg"]
        font = ""
        out: list[str] = []
        codes: list[str] = []
        expected = 0.0

        def flush() -> None:
            if codes:
                out.append(f"<{''.join(codes)}>")
                codes.clear()

        def close() -> None:
            flush()
            if out:
                parts.append(f"[{''.join(out)}] TJ")
                out.clear()

        for x, face, glyph in run.glyphs:
            used = self.used[face.name]
            name = names[face.name, used.layer(glyph.index, glyph.text)]
            if name != font or glyph.dy:
                close()
                y = run.y + ink.rise + glyph.dy * size / 1000
                if name != font:
                    parts.append(f"/{name} {size:.2f} Tf")
                parts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
                font, expected = name, x
                if glyph.dy:
                    font = ""
            shift = (expected - x) * 1000 / size
            if abs(shift) >= 1:
                flush()
                out.append(f"{shift:.0f}")
                expected = x
            codes.append(f"{used.codes[glyph.index]:04X}")
            width = round(face.font.get_glyph_h_advance(glyph.index) * face.scale)
            expected += width * size / 1000
        close()
        parts.append("ET")
        return " ".join(parts)

    @staticmethod
    def _link(canvas: Canvas, run: Run) -> None:
        bottom, top = run.y - run.ink.size * 0.25, run.y + run.ink.size * 0.95
        area = (run.left, bottom, run.right, top)
        if run.ink.url is not None:
            canvas.linkURL(run.ink.url, area, relative=0, thickness=0)
        else:
            canvas.linkRect("", run.ink.target, area, relative=0, thickness=0, Border="[0 0 0]")

    def outline(self, canvas: Canvas, sheets: Iterable[Sheet]) -> None:
        """Add the bookmarks; a level never skips one, as reportlab asks."""
        deepest = -1
        for sheet in sheets:
            for entry, _ in sheet.entries:
                level = min(entry.level - 1, deepest + 1)
                canvas.addOutlineEntry(entry.title, entry.id, level, closed=level > 0)
                deepest = level


def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))
