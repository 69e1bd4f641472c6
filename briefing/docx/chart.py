"""Charts: native ones, whose numbers can be edited in Word.

Word and LibreOffice lay out a chart by themselves, and badly where labels are
long or parts of bars are narrow.  So the places of plot, legend and of numbers
that don't fit are worked out here, from the rough width of texts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.document import Chart, inline_text
from briefing.docx.captions import write_caption
from briefing.docx.context import Context
from briefing.docx.drawingml import BarChart, chart_frame, chart_part
from briefing.docx.flow import Flow
from briefing.docx.looks import colour
from briefing.docx.workbook import workbook
from briefing.docx.xml import Element
from briefing.style.model import ChartLook

__all__ = ["write_chart"]

_EMU_PER_POINT = 12_700
_EMU_PER_TWIP = 635
_TWIPS_PER_POINT = 20
_LABELS = 0.36
"""The most that the categories' labels take of the width."""
_MOST = 40
"""A drawing of more bars would not fit on a page: they go on in another."""
_NICE = 1.25
"""How much further than its longest bar an axis may run that the office program chooses."""


def write_chart(context: Context, flow: Flow, node: Chart) -> None:
    """Write a chart as wide as the text; its height follows from the number of bars."""
    flow.anchor(node.id)
    if node.caption:
        write_caption(context, flow, context.words.figure, node.number, node.caption)
    parts = list(_parts(node)) if node.categories else []
    for index, part in enumerate(parts):
        _write(context, flow, part, _longest(node) if len(parts) > 1 else None, first=not index)


def _parts(node: Chart) -> Sequence[Chart]:
    """Return a chart in equal parts, none with too many bars for a page."""
    count = len(node.categories)
    size = math.ceil(count / math.ceil(count / _MOST))
    return [
        replace(
            node,
            categories=node.categories[at : at + size],
            series=tuple(
                replace(one, values=one.values[at : at + size]) for one in node.series
            ),
        )
        for at in range(0, count, size)
    ]  # fmt: skip


def _write(
    context: Context, flow: Flow, node: Chart, longest: float | None, *, first: bool
) -> None:
    look = context.style.chart
    width = flow.room() / _TWIPS_PER_POINT
    stacked = node.kind == "stacked-bar"
    plan = _plan(node, look, width, context.drawing_height, legend=first)
    palette = tuple(
        colour(series.colour or look.palette[number % len(look.palette)])
        for number, series in enumerate(node.series)
    )
    chart = BarChart(
        categories=node.categories,
        series=tuple((series.name, series.values) for series in node.series),
        colours=palette,
        stacked=stacked,
        gap_percent=plan.gap_percent,
        label_size=look.label_size,
        label_colour=colour(look.label_colour),
        axis_colour=colour(look.axis_colour),
        fonts=(
            context.style.families["text"].docx.ascii,
            context.style.families["text"].docx.east_asian,
        ),
        language=context.design.language.name,
        plot=plan.plot,
        legend=plan.legend if stacked and first else None,
        maximum=longest or (_longest(node) if plan.moved else None),
        moved=plan.moved,
    )
    relationship = context.chart_part(chart_part(chart), workbook(chart.categories, chart.series))
    number = context.drawings.next()

    def fill(paragraph: Element) -> None:
        chart_frame(
            paragraph,
            number,
            relationship,
            size=(flow.room() * _EMU_PER_TWIP, round(plan.height * _EMU_PER_POINT)),
            title=inline_text(node.caption),
            description=node.description,
        )

    flow.drawing(fill)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things stand in a drawing: points, and shares of its width and height."""

    height: float
    gap_percent: int
    plot: tuple[float, float, float, float]
    legend: tuple[float, float, float, float]
    moved: dict[tuple[int, int], float]


def _plan(node: Chart, look: ChartLook, width: float, most: float, *, legend: bool) -> _Plan:
    size = look.label_size
    widest = max(_ems(name) for name in node.categories) * size
    labels = min(widest * 1.05, width * _LABELS)
    lines = max(math.ceil(_ems(name) * size * 1.15 / labels) for name in node.categories)
    lines = 1 if widest * 1.05 <= labels else lines
    pitch = max(look.bar_height + look.bar_gap, lines * size * 1.3 + look.bar_gap / 2)
    stacked = node.kind == "stacked-bar"
    rows, names = _legend(node, size, width)
    head = rows * size * 1.7 + 4 if stacked and legend else 0.0
    bars = min(pitch * len(node.categories), most - head)
    pitch = bars / len(node.categories)
    bar = min(look.bar_height, pitch * 0.7)
    height = head + bars + 2
    left = labels + size
    numbers = max(_ems(f"{value:.15g}") for one in node.series for value in one.values) * size
    # Room after the longest bar: for its number, or for those that don't fit in their parts.
    room = width - left
    moved: dict[tuple[int, int], float] = {}
    if stacked:
        tail = _tail(node, size, room)
        plot = room - tail - 2
        moved = {
            place: x / width for place, x in _moved(node, size, plot, narrow=bool(tail)).items()
        }
    else:
        plot = room - numbers - size
    return _Plan(
        height,
        min(500, round(100 * (pitch - bar) / bar)),
        (left / width, head / height, plot / width, (bars + 1) / height),
        (0.0, 0.0, names / width, head / height),
        moved,
    )


def _legend(node: Chart, size: float, width: float) -> tuple[int, float]:
    """Return in how many rows the names of series stand, generously, and how wide these are."""
    rows, at, widest = 1, 0.0, 0.0
    for one in node.series:
        extent = _ems(one.name) * size * 1.05 + 2.8 * size
        if at and at + extent > width:
            rows, at = rows + 1, 0.0
        at += extent
        widest = max(widest, at)
        rows += int(at / width) if at > width else 0
    return rows, min(widest, width)


def _narrow(value: float, size: float, unit: float) -> bool:
    return value > 0 and _ems(f"{value:.15g}") * size + 2 > value * unit


def _chip(value: float, size: float) -> float:
    """Return the room of a number beside a square of its part's colour."""
    return (_ems(f"{value:.15g}") + 1.9) * size


def _tail(node: Chart, size: float, room: float) -> float:
    """Return the room that numbers need which don't fit into their parts of a bar."""
    unit = room / ((_longest(node) or 1) * _NICE)
    return max(
        sum(_chip(one.values[i], size) for one in node.series if _narrow(one.values[i], size, unit))
        for i in range(len(node.categories))
    )


def _moved(node: Chart, size: float, plot: float, *, narrow: bool) -> dict[tuple[int, int], float]:
    """Return by series and category how far a number moves right, in points, to be read."""
    found: dict[tuple[int, int], float] = {}
    unit = plot / (_longest(node) or 1)
    for category in range(len(node.categories)):
        values = [max(0.0, one.values[category]) for one in node.series]
        if not any(values):
            found[0, category] = size * 0.6
            continue
        at, end = 0.0, sum(values) * unit + 3
        for series, value in enumerate(values):
            if narrow and _narrow(value, size, unit / _NICE):
                chip = _chip(value, size)
                found[series, category] = end + chip / 2 - (at + value * unit / 2)
                end += chip
            at += value * unit
    return found


def _longest(node: Chart) -> float:
    """Return the length of the longest bar, in what is counted."""
    return max(
        sum(max(0.0, one.values[i]) for one in node.series) for i in range(len(node.categories))
    )


def _ems(text: str) -> float:
    """Return about how wide a text is, in ems."""
    return sum(1.0 if ord(char) > 0x2E7F else 0.56 for char in text)
