"""Running matter: what stands at the head and the foot of every page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from briefing.document import Meta
from briefing.pdf.atoms import Typesetter
from briefing.pdf.blocks import base_line
from briefing.pdf.draw import POINTS, Sheet
from briefing.pdf.lines import Line, compose_lines
from briefing.pdf.stationery import Letterhead
from briefing.style.model import ParagraphLook, Style

__all__ = ["add_running"]

GAP_EM = 2.0
"""Least space between two texts of one line, in ems."""


def add_running(
    meta: Meta,
    style: Style,
    setter: Typesetter,
    sheets: Sequence[Sheet],
    letterhead: Letterhead | None = None,
) -> None:
    """Add header and footer: those of a ``letterhead``, or ours.

    Of ours the first page, with its masthead, has no header.  Where the document names nothing for the header's right side, the section
    stands there that the page is about: the first that begins on it, else the
    one that goes on.
    """
    section = ""
    lengths = _section_lengths(sheets)
    for number, sheet in enumerate(sheets, 1):
        titles = [entry.title for entry in sheet.entries if entry.level == 1]
        about = titles[0] if titles else section
        if letterhead is not None:
            letterhead.stamp(sheet, number, len(sheets), about, lengths[number - 1])
        elif number > 1 and style.running.header:
            left, right = meta.header
            _header(left, right or about, style, setter, sheet)
        if letterhead is None or letterhead.lacks_footer(number, sheet.at):
            _footer(meta, style, setter, sheet, number, len(sheets))
        section = titles[-1] if titles else section


def _section_lengths(sheets: Sequence[Sheet]) -> list[int]:
    """Return for each page how many pages its section has: those that lie alike in a row."""
    found: list[int] = []
    for _, group in groupby(sheets, lambda sheet: sheet.at.width):
        count = len(list(group))
        found += [count] * count
    return found


def _header(left: str, right: str, style: Style, setter: Typesetter, sheet: Sheet) -> None:
    look = style.paragraph("header", setter.language)
    y = sheet.at.height - style.page.header_mm * POINTS - look.size
    _sides(left, right, look, y, setter, sheet)
    if look.border_bottom is not None:
        rule = look.border_bottom
        area = (sheet.at.left, y - rule.gap, sheet.at.measure, rule.width, rule.colour)
        sheet.rectangles.append(area)


def _footer(
    meta: Meta,
    style: Style,
    setter: Typesetter,
    sheet: Sheet,
    number: int,
    count: int,
) -> None:
    language = meta.language
    look = style.paragraph("footer", language)
    y = style.page.footer_mm * POINTS
    page = style.word(language).page.replace("{page}", str(number)).replace("{pages}", str(count))
    words = meta.footer if style.running.footer else ""
    if style.running.page_number == "right":
        _sides(words, page, look, y, setter, sheet, keep_right=True)
        return
    _sides(words, "", look, y, setter, sheet)
    inset = look.size * style.running.inset_em
    made = compose_lines(setter.plain(page, look), sheet.at.measure)[0]
    x = sheet.at.measure - made.width - inset if number % 2 else inset
    sheet.running.append((sheet.at.left + x, y + look.leading - base_line(look), made))


def _sides(
    left: str,
    right: str,
    look: ParagraphLook,
    y: float,
    setter: Typesetter,
    sheet: Sheet,
    *,
    keep_right: bool = False,
) -> None:
    """Add two texts to a line, the longer one cut short where both have no room."""
    measure = sheet.at.measure
    room = measure - GAP_EM * look.size
    widths = [sum(atom.width for atom in setter.plain(text, look)) for text in (left, right)]
    if left and right and sum(widths) > room:
        if keep_right:
            left = _shortened(left, room - widths[1], look, setter)
        elif widths[0] > room / 2 and widths[1] > room / 2:
            left, right = (_shortened(text, room / 2, look, setter) for text in (left, right))
        elif widths[0] > widths[1]:
            left = _shortened(left, room - widths[1], look, setter)
        else:
            right = _shortened(right, room - widths[0], look, setter)
    for text, align in ((left, "left"), (right, "right")):
        made: Line = compose_lines(setter.plain(text, look), measure, align)[0]
        if made.atoms:
            sheet.running.append((sheet.at.left, y, made))


def _shortened(text: str, width: float, look: ParagraphLook, setter: Typesetter) -> str:
    """Return a text cut at its end, with an ellipsis, so that it is at most so wide."""
    while text and sum(atom.width for atom in setter.plain(f"{text}…", look)) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
