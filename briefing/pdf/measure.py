"""A PDF measured for its layout: where its characters stand, as PDFium tells.

Nothing is known of paragraphs or headings: lines are made of characters on one
base line, and a line that begins as a heading does, two characters in, is one.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from briefing.layout import Body, Measured, PageNumber, Sheet, Stretch
from briefing.layout import standard as gb
from briefing.layout.model import Kind
from briefing.problems import InputError, MachineError, Place, Problem
from briefing.style.model import POINTS_PER_MM

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

__all__ = ["measure"]

_HAN = re.compile("[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LETTER = re.compile(r"[^\W\d_]")
_SHARE = 0.25  # of the characters that type needs to pass for the text's own
_EDGE = 0.04  # of the lines that must begin or end where the text area does
_PRECISION = 0.6  # millimetres; faces differ in where characters stand between base lines
_CENTRE = 0.38  # of the size: how far the middle of a line is over its base line
_DASH = 0.36  # of the size: how far a dash is over the base line
_OPENING = "（《〈“‘「『〔【"
_LARGE = 20.0  # points: a title, and no heading
_HEADINGS: tuple[tuple[Kind, str, str], ...] = (
    ("heading1", r"[一二三四五六七八九十百]+、", "{han}、"),
    ("heading2", r"（[一二三四五六七八九十百]+）", "（{han}）"),
    ("heading3", r"\d+[.．](?!\d)", "{n}."),
    ("heading4", r"（\d+）", "（{n}）"),
)
_LEADERS = re.compile(r"[.…·\s]*\d+$")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    x: float
    right: float
    y: float
    size: float
    face: str
    red: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """Characters on one base line; pages count from 1, points from the page's lower left."""

    page: int
    height: float
    chars: tuple[_Char, ...]

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    @property
    def y(self) -> float:
        return self.chars[0].y

    @property
    def left(self) -> float:
        return self.chars[0].x

    @property
    def right(self) -> float:
        return self.chars[-1].right

    @property
    def type(self) -> tuple[str, float]:
        """Face and size of most of its characters, Chinese ones first."""
        weights: Counter[tuple[str, float]] = Counter()
        for char in self.chars:
            weights[char.face, char.size] += 100 if _HAN.match(char.text) else 1
        return weights.most_common(1)[0][0]


def measure(data: bytes, name: str) -> Measured:
    """Return the measures of a PDF; ``name`` is its file's, for problems.

    Raises:
        InputError: it is no PDF, is damaged, needs a password, or has no text.
        MachineError: PDFium is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise MachineError(
            "measuring a PDF needs pypdfium2; install it with: pip install 'briefing[layout]'"
        ) from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        hint = "name a PDF that opens without a password"
        problem = Problem("unreadable-pdf", "cannot be read as a PDF", Place(name), hint)
        raise InputError([problem]) from None
    try:
        lines, papers = _lines(document)
    finally:
        document.close()
    if not lines:
        message = "has no text that could be measured"
        hint = "a scan has only pictures: make the PDF from the text itself"
        raise InputError([Problem("no-text", message, Place(name), hint)])
    return _measured(lines, papers)


def _lines(document: PdfDocument) -> tuple[list[_Line], list[tuple[float, float]]]:
    lines: list[_Line] = []
    papers: list[tuple[float, float]] = []
    for number in range(len(document)):
        page = document[number]
        papers.append(page.get_size())
        text = page.get_textpage()
        found = sorted(_chars(text), key=lambda char: (-char.y, char.x))
        text.close()
        page.close()
        start = 0
        for end in range(1, len(found) + 1):
            if end == len(found) or found[start].y - found[end].y > 1.5:
                row = tuple(sorted(found[start:end], key=lambda char: char.x))
                lines.append(_Line(number + 1, papers[-1][1], row))
                start = end
    return lines, papers


def _chars(text: Any) -> Iterator[_Char]:
    """Yield the visible characters of a page as PDFium has them."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    colour = [ctypes.c_uint() for _ in range(4)]
    box = raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        char = chr(code) if 0 < code < 0x110000 else ""
        if not char.strip() or raw.FPDFText_IsGenerated(text, index):
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetFontInfo(text, index, name, len(name), flags)
        raw.FPDFText_GetFillColor(text, index, *colour)
        red, green, blue = (part.value for part in colour[:3])
        yield _Char(
            char,
            x.value,
            box.right,
            y.value,
            round(raw.FPDFText_GetFontSize(text, index), 1),
            re.sub(r"^[A-Z]{6}\+", "", name.value.decode("utf-8", "replace")),
            red > 150 and green < 90 and blue < 90,
        )


# ── What the lines say ─────────────────────────────────────────────────────


def _measured(lines: Sequence[_Line], papers: Sequence[tuple[float, float]]) -> Measured:
    whole = "".join(line.text for line in lines)
    letters = len(_LETTER.findall(whole))
    chinese = letters > 0 and len(_HAN.findall(whole)) / letters > 0.3
    foot = (gb.PAPER[1] - gb.TOP - gb.HEIGHT) * POINTS_PER_MM
    # The lowest line of a page, where it stands under the text and has a number.
    lowest = {line.page: line for line in lines}
    numbers = [line for line in lowest.values() if line.y < foot - 4 and _DIGITS.search(line.text)]
    text = [line for line in lines if lowest[line.page] is not line or line not in numbers]
    face, size = _own_type(text)
    own = [line for line in text if abs(line.type[1] - size) < 0.3]
    pitch = _pitch(own, size)
    left, right = _edges(own)
    if not chinese:  # its lines are ragged, and say little of where the text area ends
        right = max(right, papers[0][0] - gb.RIGHT * POINTS_PER_MM)
    top = max(line.y - line.height for line in own) + pitch / 2 + size * _CENTRE
    bottom = min(line.y for line in own) - pitch / 2 + size * _CENTRE
    sheets = _sheets(papers, left, right, -top, bottom)
    character = _character(own, size)
    body = Body(
        face,
        size,
        pitch,
        character,
        math.floor(gb.HEIGHT * POINTS_PER_MM / pitch + 0.02) if pitch else 0,
        math.floor((right - left) / character + 0.03) if character else 0,
    )
    stretches = tuple(_stretches(text, body, left, right))
    return Measured(
        chinese,
        tuple(sheets),
        body,
        stretches,
        tuple(_page_number(line, left, right, foot) for line in numbers),
        _PRECISION,
    )


def _own_type(lines: Iterable[_Line]) -> tuple[str, float]:
    """Return the type of the running text: the largest that much of the text is set in."""
    weights: Counter[float] = Counter()
    faces: dict[float, Counter[str]] = {}
    for line in lines:
        for char in line.chars:
            weights[char.size] += 1
            if _HAN.match(char.text):
                faces.setdefault(char.size, Counter())[char.face] += 1
    total = sum(weights.values())
    size = max(
        size for size in weights if weights[size] >= min(_SHARE * total, max(weights.values()))
    )
    names = faces.get(size) or Counter(
        char.face for line in lines for char in line.chars if char.size == size
    )
    return names.most_common(1)[0][0], size


def _pitch(lines: Sequence[_Line], size: float) -> float:
    """Return the distance of base lines that is met most."""
    found: Counter[float] = Counter()
    for above, line in pairwise(lines):
        distance = above.y - line.y
        if above.page == line.page and 1.05 * size < distance < 2.4 * size:
            found[round(distance * 20) / 20] += 1
    return found.most_common(1)[0][0] if found else size * 1.3


def _character(lines: Iterable[_Line], size: float) -> float:
    """Return the distance of Chinese characters that is met most: where nothing is spread."""
    found: Counter[float] = Counter()
    for line in lines:
        for before, after in pairwise(line.chars):
            distance = after.x - before.x
            if (
                _HAN.match(before.text)
                and _HAN.match(after.text)
                and 0.8 * size < distance < 1.5 * size
            ):
                found[round(distance, 2)] += 1
    return found.most_common(1)[0][0] if found else size


def _edges(lines: Sequence[_Line]) -> tuple[float, float]:
    """Return where lines begin and end that fill the measure, leaving out the odd one."""
    least = max(2, _EDGE * len(lines)) if len(lines) > 4 else 1
    lefts = Counter(round(line.left * 2) / 2 for line in lines)
    rights = Counter(round(line.right * 2) / 2 for line in lines)
    left = min((x for x, count in lefts.items() if count >= least), default=min(lefts))
    right = max((x for x, count in rights.items() if count >= least), default=max(rights))
    return left, right


def _sheets(
    papers: Sequence[tuple[float, float]], left: float, right: float, top: float, bottom: float
) -> Iterator[Sheet]:
    """Yield each kind of paper with the margins of the text.

    Text that ends above the foot of its pages says nothing about the foot.
    """
    width, height = Counter(papers).most_common(1)[0][0]
    foot = bottom / POINTS_PER_MM
    yield Sheet(
        "",
        width / POINTS_PER_MM,
        height / POINTS_PER_MM,
        top / POINTS_PER_MM,
        (width - right) / POINTS_PER_MM,
        min(foot, gb.BOTTOM),
        left / POINTS_PER_MM,
    )
    for number, paper in enumerate(papers, 1):
        if paper != (width, height):
            across, down = (length / POINTS_PER_MM for length in paper)
            yield Sheet(f"page {number}", across, down, gb.TOP, gb.RIGHT, gb.BOTTOM, gb.LEFT)


def _stretches(lines: Sequence[_Line], body: Body, left: float, right: float) -> Iterator[Stretch]:
    for line in lines:
        text, (face, size) = line.text.strip(), line.type
        place = f"page {line.page}"
        red = any(char.red for char in line.chars)
        if line.page == 1 and size >= _LARGE:
            if not red:
                middle = (line.left + line.right) / 2
                centred = abs(middle - (left + right) / 2) < size / 2
                yield Stretch("title", text, place, face, size, "center" if centred else "left")
            continue
        indent = (line.left - left) / body.character
        if text[0] in _OPENING and abs(indent - 1.5) < 0.1:
            indent += 0.5  # the blank half of an opening mark is given up
        kind, number = _heading(text) if abs(indent - 2) < 0.3 else (None, "")
        if kind is not None:
            yield Stretch(kind, text, place, face, size, "", indent, number)
        elif abs(size - body.size) < 0.3:
            yield Stretch("text", text, place, "", size)


def _heading(text: str) -> tuple[Kind | None, str]:
    """Return which heading a line begins like, and the form of its number."""
    for kind, pattern, number in _HEADINGS:
        if re.match(pattern, text) and not (kind == "heading1" and _LEADERS.search(text)):
            return kind, number
    return None, ""


def _page_number(line: _Line, left: float, right: float, foot: float) -> PageNumber:
    face, size = line.type
    printed = _DIGITS.search(line.text)
    number = int(printed.group()) if printed else line.page
    text = _DIGITS.sub("{page}", line.text, count=1)
    from_left, from_right = line.left - left, right - line.right
    middle = abs(from_left - from_right) < size
    return PageNumber(
        f"page {line.page}",
        text,
        face,
        size,
        "odd" if number % 2 else "even",
        "center" if middle else "left" if from_left < from_right else "right",
        min(from_left, from_right),
        (foot - line.y - size * _DASH) / POINTS_PER_MM,
    )
