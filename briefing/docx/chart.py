"""Charts: native ones, whose numbers can be edited in Word."""

from __future__ import annotations

from briefing.document import Chart, inline_text
from briefing.docx.captions import write_caption
from briefing.docx.context import Context
from briefing.docx.drawingml import BarChart, chart_frame, chart_part
from briefing.docx.flow import Flow
from briefing.docx.looks import colour
from briefing.docx.workbook import workbook
from briefing.docx.xml import Element

__all__ = ["write_chart"]

_EMU_PER_POINT = 12_700
_EMU_PER_TWIP = 635


def write_chart(context: Context, flow: Flow, node: Chart) -> None:
    """Write a chart as wide as the text; its height follows from the number of bars."""
    flow.anchor(node.id)
    if node.caption:
        write_caption(context, flow, context.words.figure, node.number, node.caption)
    look = context.style.chart
    legend = node.kind == "stacked-bar"
    height = len(node.categories) * (look.bar_height + look.bar_gap) + look.bar_gap
    if legend:
        height += look.label_size * 2.4
    palette = [
        colour(series.colour or look.palette[number % len(look.palette)])
        for number, series in enumerate(node.series)
    ]
    chart = BarChart(
        categories=node.categories,
        series=tuple((series.name, series.values) for series in node.series),
        colours=tuple(palette),
        stacked=node.kind == "stacked-bar",
        gap_percent=round(100 * look.bar_gap / look.bar_height),
        label_size=look.label_size,
        label_colour=colour(look.label_colour),
        axis_colour=colour(look.axis_colour),
        fonts=(
            context.style.families["text"].docx.ascii,
            context.style.families["text"].docx.east_asian,
        ),
        language=context.design.language.name,
        legend=legend,
    )
    relationship = context.chart_part(chart_part(chart), workbook(chart.categories, chart.series))
    number = context.drawings.next()

    def fill(paragraph: Element) -> None:
        chart_frame(
            paragraph,
            number,
            relationship,
            size=(flow.room() * _EMU_PER_TWIP, round(height * _EMU_PER_POINT)),
            title=inline_text(node.caption),
            description=node.description,
        )

    flow.paragraph("Picture", fill)
