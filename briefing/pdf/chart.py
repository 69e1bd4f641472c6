"""Charts as vectors: horizontal bars, one per category, with labels and values."""

from __future__ import annotations

from briefing.document import Chart
from briefing.pdf.atoms import Typesetter
from briefing.pdf.lines import compose_lines
from briefing.pdf.pieces import Mark, Piece, Rectangle, Words
from briefing.style.model import ParagraphLook, Style

__all__ = ["chart_pieces"]


def chart_pieces(
    node: Chart, style: Style, setter: Typesetter, text: ParagraphLook, x: float, width: float
) -> list[Piece]:
    """Return a piece per bar, and one for the legend where there are several series."""
    looks = style.chart
    look = text.model_copy(
        update={
            "size": looks.label_size,
            "leading": looks.bar_height + looks.bar_gap,
            "colour": looks.label_colour,
            "align": "left",
        }
    )
    base = look.leading / 2 + look.size * 0.36
    labels = [setter.plain(name, look) for name in node.categories]
    label_width = min(
        max((sum(atom.width for atom in label) for label in labels), default=0) + 8, width * 0.35
    )
    totals = [sum(one.values[i] for one in node.series) for i in range(len(node.categories))]
    unit = (width - label_width - 30) / (max(totals, default=0) or 1)
    colours = [
        one.colour or looks.palette[i % len(looks.palette)] for i, one in enumerate(node.series)
    ]
    pieces: list[Piece] = []
    for index, label in enumerate(labels):
        line = compose_lines(label, label_width - 6, "right")[0]
        marks: list[Mark] = [Words(x, base, line)]
        at = x + label_width
        top = (look.leading - looks.bar_height) / 2
        marks.append(Rectangle(at - 0.6, 0, 0.6, look.leading, looks.axis_colour))
        for one, colour in zip(node.series, colours, strict=True):
            value = one.values[index]
            if value <= 0:
                continue
            marks.append(Rectangle(at, top, value * unit, looks.bar_height, colour))
            if len(node.series) > 1:
                words = setter.plain(f"{value:g}", look, colour=_readable(colour))
                marks.append(Words(at, base, compose_lines(words, value * unit, "center")[0]))
            at += value * unit
        if len(node.series) == 1:
            words = setter.plain(f"{totals[index]:g}", look, bold=True)
            marks.append(Words(at + 4, base, compose_lines(words, 40)[0]))
        pieces.append(Piece(look.leading, marks, keep=True))
    if len(node.series) > 1:
        pieces.append(_legend(node, colours, setter, look, x + label_width, base))
    if pieces:
        pieces[-1].keep = False
        pieces[-1].after = 12
    return pieces


def _legend(
    node: Chart, colours: list[str], setter: Typesetter, look: ParagraphLook, x: float, base: float
) -> Piece:
    marks: list[Mark] = []
    for one, colour in zip(node.series, colours, strict=True):
        words = setter.plain(one.name, look)
        marks.append(Rectangle(x, base - 7, 8, 8, colour))
        marks.append(Words(x + 12, base, compose_lines(words, 400)[0]))
        x += 12 + sum(atom.width for atom in words) + 16
    return Piece(look.leading, marks, before=3)


def _readable(colour: str) -> str:
    """Return white or near-black, whichever stands out on ``colour`` (WCAG 2 luminance, cut down)."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 150 else "#1D2730"
