"""What stands where on the pages of a PDF, as PDFium reads it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import pypdfium2
from pypdfium2 import raw


@dataclass(frozen=True)
class Line:
    """Characters on one base line: points from the page's upper left corner."""

    text: str
    left: float
    right: float
    base: float


@dataclass(frozen=True)
class Box:
    """A picture or a filled area, from the page's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def lines(data: bytes, number: int = 1) -> list[Line]:
    """Return the lines of a page from above, parted where a gap is wider than 12 points."""
    page = pypdfium2.PdfDocument(data)[number - 1]
    text = page.get_textpage()
    chars = []
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if not char.strip() or raw.FPDFText_IsGenerated(text, index):
            continue
        box = text.get_charbox(index, loose=True)
        x, y = raw.c_double(), raw.c_double()
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        wide = raw.FPDFText_GetFontSize(text, index) if char > "\u2e80" else 0.0
        right = max(box[2], x.value + wide)  # PDFium has no box for some Chinese characters
        chars.append((round(page.get_height() - y.value, 1), x.value, right, char))
    found = []
    for base, group in groupby(sorted(chars), lambda char: char[0]):
        run: list[tuple[float, float, str]] = []
        for _, x, right, char in group:
            if run and x - run[-1][1] > 12:
                found.append(_line(run, base))
                run = []
            run.append((x, right, char))
        found.append(_line(run, base))
    return found


def _line(run: list[tuple[float, float, str]], base: float) -> Line:
    return Line("".join(char for *_, char in run), run[0][0], run[-1][1], base)


def line_of(data: bytes, text: str, number: int = 1) -> Line:
    """Return the one line of a page that says ``text``, spaces aside."""
    (found,) = [one for one in lines(data, number) if text.replace(" ", "") in one.text]
    return found


def boxes(data: bytes, kind: int, number: int = 1) -> list[Box]:
    """Return the objects of a kind on a page, in the order in which they are drawn."""
    page = pypdfium2.PdfDocument(data)[number - 1]
    height = page.get_height()
    found = []
    for one in page.get_objects(filter=[kind]):
        left, bottom, right, top = one.get_bounds()
        found.append(Box(left, height - top, right, height - bottom))
    return found


def areas(data: bytes, number: int = 1) -> list[Box]:
    """Return the filled areas of a page."""
    return boxes(data, raw.FPDF_PAGEOBJ_PATH, number)


def pictures(data: bytes, number: int = 1) -> list[Box]:
    """Return the pictures of a page."""
    return boxes(data, raw.FPDF_PAGEOBJ_IMAGE, number)
