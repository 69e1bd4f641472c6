"""DrawingML: a bar chart (ISO/IEC 29500-1 chapter 21.2) and its frame in the text.

Knows nothing of briefs.  Sizes are EMU (1/914,400 inch) unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from briefing.docx.wml import RunProperties, add_run
from briefing.docx.xml import NAMESPACES, Element, add, escaped, root, serialize
from briefing.style.colours import ink_on

__all__ = ["BarChart", "chart_frame", "chart_part", "picture_frame"]

_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
"""The extension in which Word says that a picture is decorative ([MS-ODRAWXML])."""
_ADEC = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_CATEGORY_AXIS, _VALUE_AXIS = "111111111", "222222222"


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart of horizontal bars, the first category on top.

    ``series`` are (name, values); ``colours`` (``RRGGBB``) go with them.
    ``label_size`` is in points, ``fonts`` are the Latin and East-Asian names.
    ``plot`` and ``legend`` are boxes (left, top, width, height) as shares of the
    drawing; without ``maximum`` the office program chooses how far the axis
    runs.  ``moved`` holds, by series and category, how far right of its place a
    label stands, as a share of the drawing's width.
    """

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    colours: tuple[str, ...]
    stacked: bool
    gap_percent: int
    label_size: float
    label_colour: str
    axis_colour: str
    fonts: tuple[str, str]
    language: str
    plot: tuple[float, float, float, float]
    legend: tuple[float, float, float, float] | None = None
    maximum: float | None = None
    moved: Mapping[tuple[int, int], float] = field(default_factory=dict)


def chart_frame(
    paragraph: Element,
    number: int,
    relationship: str,
    *,
    size: tuple[int, int],
    title: str,
    description: str,
) -> None:
    """Append a run that shows the chart behind ``relationship`` in the line.

    ``number`` is unique among the drawings of a document; ``description`` is
    the alternative text.
    """
    inline, _ = _inline(paragraph, f"Chart {number}", number, size, title, description)
    add(inline, "wp:cNvGraphicFramePr")
    graphic = add(inline, "a:graphic")
    data = add(graphic, "a:graphicData", uri=NAMESPACES["c"])
    add(data, "c:chart", r__id=relationship)


def picture_frame(
    paragraph: Element,
    number: int,
    relationship: str,
    *,
    size: tuple[int, int],
    title: str,
    description: str,
) -> None:
    """Append a run that shows the picture behind ``relationship`` in the line.

    ``size`` is in EMU; ``number`` and ``description`` as of :func:`chart_frame`.  Without
    a description the picture is marked as an ornament.
    """
    name = f"Picture {number}"
    inline, properties = _inline(paragraph, name, number, size, title, description)
    if not description:
        extension = add(add(properties, "a:extLst"), "a:ext", uri=_DECORATIVE)
        add(extension, "adec:decorative", xmlns__adec=_ADEC, val="1")
    frame = add(inline, "wp:cNvGraphicFramePr")
    add(frame, "a:graphicFrameLocks", noChangeAspect="1")
    data = add(add(inline, "a:graphic"), "a:graphicData", uri=_PIC)
    picture = add(data, "pic:pic", xmlns__pic=_PIC)
    named = add(picture, "pic:nvPicPr")
    add(named, "pic:cNvPr", id=str(number), name=name, descr=description)
    add(named, "pic:cNvPicPr")
    fill = add(picture, "pic:blipFill")
    add(fill, "a:blip", r__embed=relationship)
    add(add(fill, "a:stretch"), "a:fillRect")
    shape = add(picture, "pic:spPr")
    place = add(shape, "a:xfrm")
    add(place, "a:off", x="0", y="0")
    add(place, "a:ext", cx=str(size[0]), cy=str(size[1]))
    add(add(shape, "a:prstGeom", prst="rect"), "a:avLst")


def _inline(
    paragraph: Element,
    name: str,
    number: int,
    size: tuple[int, int],
    title: str,
    description: str,
) -> tuple[Element, Element]:
    """Append a drawing in the line; return it, and what is said of it."""
    drawing = add(add_run(paragraph, RunProperties()), "w:drawing")
    inline = add(drawing, "wp:inline", distT="0", distB="0", distL="0", distR="0")
    width, height = size
    add(inline, "wp:extent", cx=str(width), cy=str(height))
    add(inline, "wp:effectExtent", l="0", t="0", r="0", b="0")
    properties = add(inline, "wp:docPr", id=str(number), name=name)
    properties.set("descr", description)
    if title:
        properties.set("title", title)
    return inline, properties


def chart_part(chart: BarChart) -> bytes:
    """Return the chart part; its workbook is the part's first relationship."""
    space = root("c:chartSpace", ("a", "r"))
    add(space, "c:date1904", val="0")
    add(space, "c:lang", val=chart.language)
    add(space, "c:roundedCorners", val="0")
    element = add(space, "c:chart")
    add(element, "c:autoTitleDeleted", val="1")
    area = add(element, "c:plotArea")
    _box(area, chart.plot, inner=True)
    _bars(area, chart)
    _category_axis(area, chart)
    _value_axis(area, chart)
    if chart.legend is not None:
        legend = add(element, "c:legend")
        add(legend, "c:legendPos", val="t")
        _box(legend, chart.legend)
        add(legend, "c:overlay", val="0")
        _text(legend, chart)
    add(element, "c:plotVisOnly", val="1")
    add(element, "c:dispBlanksAs", val="gap")
    _no_shape(space)
    _text(space, chart)
    data = add(space, "c:externalData", r__id="rId1")
    add(data, "c:autoUpdate", val="0")
    return serialize(space)


def _box(parent: Element, box: tuple[float, float, float, float], *, inner: bool = False) -> None:
    """Give a part of the drawing its place; ``inner``: its labels stand outside of it."""
    layout = add(add(parent, "c:layout"), "c:manualLayout")
    if inner:
        add(layout, "c:layoutTarget", val="inner")
    add(layout, "c:xMode", val="edge")
    add(layout, "c:yMode", val="edge")
    for name, share in zip("xywh", box, strict=True):
        add(layout, f"c:{name}", val=f"{share:.5f}")


def _bars(area: Element, chart: BarChart) -> None:
    bars = add(area, "c:barChart")
    add(bars, "c:barDir", val="bar")
    add(bars, "c:grouping", val="stacked" if chart.stacked else "clustered")
    add(bars, "c:varyColors", val="0")
    rows = len(chart.categories) + 1
    for index, (name, values) in enumerate(chart.series):
        column = _column(index + 1)
        series = add(bars, "c:ser")
        add(series, "c:idx", val=str(index))
        add(series, "c:order", val=str(index))
        _strings(add(series, "c:tx"), f"Sheet1!${column}$1", (name,))
        shape = add(series, "c:spPr")
        fill = chart.colours[index]
        add(add(shape, "a:solidFill"), "a:srgbClr", val=fill)
        if chart.stacked:  # a hair of paper between the parts
            seam = add(add(shape, "a:ln", w="9525"), "a:solidFill")
            add(seam, "a:srgbClr", val="FFFFFF")
        add(series, "c:invertIfNegative", val="0")
        _labels(series, chart, index, fill, values)
        _strings(add(series, "c:cat"), f"Sheet1!$A$2:$A${rows}", chart.categories)
        _numbers(add(series, "c:val"), f"Sheet1!${column}$2:${column}${rows}", values)
    add(bars, "c:gapWidth", val=str(min(500, chart.gap_percent)))
    if chart.stacked:
        add(bars, "c:overlap", val="100")
    add(bars, "c:axId", val=_CATEGORY_AXIS)
    add(bars, "c:axId", val=_VALUE_AXIS)


def _labels(
    series: Element, chart: BarChart, number: int, fill: str, values: Sequence[float]
) -> None:
    labels = add(series, "c:dLbls")
    for index, value in enumerate(values):
        moved = chart.moved.get((number, index))
        if moved is not None:
            one = add(labels, "c:dLbl")
            add(one, "c:idx", val=str(index))
            layout = add(add(one, "c:layout"), "c:manualLayout")
            add(layout, "c:x", val=f"{moved:.5f}")
            add(layout, "c:y", val="0")
            _label(one, chart, chart.label_colour, "ctr", key=value > 0)
        elif chart.stacked and value == 0:  # a bar of no length has no place for its label
            one = add(labels, "c:dLbl")
            add(one, "c:idx", val=str(index))
            add(one, "c:delete", val="1")
    ink = ink_on(f"#{fill}")[1:] if chart.stacked else chart.label_colour
    _label(labels, chart, ink, "ctr" if chart.stacked else "outEnd")
    add(labels, "c:showLeaderLines", val="0")


def _label(parent: Element, chart: BarChart, ink: str, position: str, *, key: bool = False) -> None:
    parent.append(_label_markup(_type(chart, ink), position, key=key))


@lru_cache(maxsize=64)
def _label_markup(type_: _Type, position: str, *, key: bool) -> str:
    parent = Element("c:dLbl")
    add(parent, "c:numFmt", formatCode="General", sourceLinked="0")
    _no_shape(parent)
    parent.append(_text_markup(type_, whole=True))
    add(parent, "c:dLblPos", val=position)
    for name, shown in (
        ("showLegendKey", key),
        ("showVal", True),
        ("showCatName", False),
        ("showSerName", False),
        ("showPercent", False),
        ("showBubbleSize", False),
    ):
        add(parent, f"c:{name}", val=str(int(shown)))
    return "".join(map(str, parent.parts))


def _category_axis(area: Element, chart: BarChart) -> None:
    type_ = _type(chart, chart.label_colour)
    area.append(_category_markup(type_, chart.axis_colour, stacked=chart.stacked))


@lru_cache(maxsize=16)
def _category_markup(type_: _Type, colour: str, *, stacked: bool) -> str:
    axis = Element("c:catAx")
    add(axis, "c:axId", val=_CATEGORY_AXIS)
    add(add(axis, "c:scaling"), "c:orientation", val="maxMin")
    add(axis, "c:delete", val="0")
    add(axis, "c:axPos", val="l")
    add(axis, "c:numFmt", formatCode="General", sourceLinked="0")
    add(axis, "c:majorTickMark", val="none")
    add(axis, "c:minorTickMark", val="none")
    add(axis, "c:tickLblPos", val="low")
    stroke = add(add(axis, "c:spPr"), "a:ln", w="6350")
    if stacked:  # the paper around the parts would cut it in pieces
        add(stroke, "a:noFill")
    else:
        add(add(stroke, "a:solidFill"), "a:srgbClr", val=colour)
    axis.append(_text_markup(type_, whole=False))
    add(axis, "c:crossAx", val=_VALUE_AXIS)
    add(axis, "c:crosses", val="autoZero")
    add(axis, "c:auto", val="1")
    add(axis, "c:lblAlgn", val="ctr")
    add(axis, "c:lblOffset", val="60")
    add(axis, "c:noMultiLvlLbl", val="0")
    return str(axis)


def _value_axis(area: Element, chart: BarChart) -> None:
    positive = all(value >= 0 for _, values in chart.series for value in values)
    area.append(_value_markup(chart.maximum, positive=positive))


@lru_cache(maxsize=64)
def _value_markup(maximum: float | None, *, positive: bool) -> str:
    axis = Element("c:valAx")
    add(axis, "c:axId", val=_VALUE_AXIS)
    scaling = add(axis, "c:scaling")
    add(scaling, "c:orientation", val="minMax")
    if maximum:
        add(scaling, "c:max", val=f"{maximum:.15g}")
    if positive:
        add(scaling, "c:min", val="0")
    add(axis, "c:delete", val="1")  # the bars carry their numbers
    add(axis, "c:axPos", val="t")
    add(axis, "c:numFmt", formatCode="General", sourceLinked="0")
    add(axis, "c:majorTickMark", val="none")
    add(axis, "c:minorTickMark", val="none")
    add(axis, "c:tickLblPos", val="nextTo")
    add(axis, "c:crossAx", val=_CATEGORY_AXIS)
    add(axis, "c:crosses", val="autoZero")
    add(axis, "c:crossBetween", val="between")
    return str(axis)


def _strings(parent: Element, formula: str, values: Sequence[str]) -> None:
    reference = add(parent, "c:strRef")
    add(reference, "c:f", formula)
    cache = add(reference, "c:strCache")
    add(cache, "c:ptCount", val=str(len(values)))
    for index, value in enumerate(values):
        cache.append(f'<c:pt idx="{index}"><c:v>{escaped(value)}</c:v></c:pt>')


def _numbers(parent: Element, formula: str, values: Sequence[float]) -> None:
    reference = add(parent, "c:numRef")
    add(reference, "c:f", formula)
    cache = add(reference, "c:numCache")
    add(cache, "c:formatCode", "General")
    add(cache, "c:ptCount", val=str(len(values)))
    for index, value in enumerate(values):
        cache.append(f'<c:pt idx="{index}"><c:v>{value:.15g}</c:v></c:pt>')


class _Type(NamedTuple):
    """How text looks; most of a chart's is like some other one's."""

    size: float
    colour: str
    fonts: tuple[str, str]
    language: str


def _type(chart: BarChart, colour: str) -> _Type:
    return _Type(chart.label_size, colour, chart.fonts, chart.language)


def _text(parent: Element, chart: BarChart) -> None:
    """Say how text looks."""
    parent.append(_text_markup(_type(chart, chart.label_colour), whole=False))


@lru_cache(maxsize=64)
def _text_markup(type_: _Type, *, whole: bool) -> str:
    """Return what says how text looks; ``whole``: it never wraps."""
    properties = Element("c:txPr")
    body = add(properties, "a:bodyPr")
    if whole:
        body.set("wrap", "none")
    add(properties, "a:lstStyle")
    paragraph = add(properties, "a:p")
    run = add(add(paragraph, "a:pPr"), "a:defRPr", sz=str(round(type_.size * 100)))
    add(add(run, "a:solidFill"), "a:srgbClr", val=type_.colour)
    add(run, "a:latin", typeface=type_.fonts[0])
    add(run, "a:ea", typeface=type_.fonts[1])
    add(paragraph, "a:endParaRPr", lang=type_.language)
    return str(properties)


def _no_shape(parent: Element) -> None:
    parent.append("<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")


def _column(index: int) -> str:
    """Return a spreadsheet column's letters; 0 is A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
