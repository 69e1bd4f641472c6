"""Native charts: numbers, places and colours, and heat maps as tables with tints."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from ooxml_checks import faults, parts
from sample_briefs import cell, document, modern, words

from briefing.document import Cell, Chart, Column, Row, Series, Table
from briefing.docx import write
from briefing.style.colours import tint

C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONG = "关于进一步加强人工智能生成合成内容标识管理与跨部门协同治理的若干重点领域与行业"

labels = st.sampled_from(("高", "未载明", "AI industry", LONG, "Safeguarding cybersecurity " * 3))
numbers = st.integers(0, 12) | st.sampled_from((0, 1, 340, 1234))


def bars(*values: float) -> Chart:
    return Chart("bar", tuple(map(str, range(len(values)))), (Series("件", values),), "图")


def stacked(*rows: tuple[float, ...]) -> Chart:
    series = tuple(Series(f"系列{at}", row) for at, row in enumerate(rows))
    return Chart("stacked-bar", tuple(map(str, range(len(rows[0])))), series, "图")


def drawings(node: Chart) -> list[etree._Element]:
    data = write(document(node), modern())
    assert faults(data) == []
    package = parts(data)
    names = sorted(name for name in package if name.startswith("word/charts/chart"))
    return [etree.fromstring(package[name]) for name in names]


def value(element: etree._Element, path: str) -> float:
    return float(element.find(path, C).get("val"))


@settings(max_examples=25, deadline=None)
@given(st.data(), st.integers(1, 8), st.integers(1, 6), st.sampled_from(("bar", "stacked-bar")))
def test_all_stands_inside_the_drawing(data: st.DataObject, count: int, rows: int, kind) -> None:
    names = tuple(data.draw(labels) for _ in range(count))
    series = tuple(
        Series(data.draw(labels), tuple(float(data.draw(numbers)) for _ in range(count)))
        for _ in range(rows if kind == "stacked-bar" else 1)
    )
    (chart,) = drawings(Chart(kind, names, series, "图"))
    layout = chart.find(".//c:plotArea/c:layout/c:manualLayout", C)
    left, top, width, height = (value(layout, f"c:{name}") for name in "xywh")
    assert min(left, top, width, height) >= 0
    assert left + width <= 1
    assert top + height <= 1
    assert left <= 0.42
    shown = [
        [float(v.text) for v in one.findall("c:val//c:v", C)]
        for one in chart.iterfind(".//c:ser", C)
    ]
    assert shown == [list(one.values) for one in series]
    legend = chart.find(".//c:legend//c:manualLayout", C)
    if kind == "stacked-bar":
        assert value(legend, "c:h") <= top + 1e-4
    else:
        assert legend is None


def test_a_number_that_fits_stays_and_the_axis_is_left_to_the_program() -> None:
    (chart,) = drawings(stacked((3, 4), (5, 0)))
    assert chart.find(".//c:dLbl/c:layout", C) is None
    assert [one.get("val") for one in chart.iterfind(".//c:dLbl/c:idx", C)] == ["1"]
    assert chart.find(".//c:valAx//c:max", C) is None


def test_a_number_that_does_not_fit_moves_behind_the_bar_with_its_colour() -> None:
    (chart,) = drawings(stacked((300, 0), (2, 0), (1, 0)))
    moved = chart.findall(".//c:dLbl[c:layout]", C)
    places = [value(one, ".//c:x") for one in moved]
    keys = [one.find("c:showLegendKey", C).get("val") for one in moved]
    assert keys == ["0", "1", "1"]  # the first is the nought of a bar of no length
    assert 0 < places[1] < places[2]
    assert value(chart, ".//c:valAx//c:max") == 303


def test_labels_of_numbers_never_wrap() -> None:
    (chart,) = drawings(bars(123456))
    assert {body.get("wrap") for body in chart.iterfind(".//c:dLbls//{*}bodyPr", C)} == {"none"}


def test_more_bars_than_a_page_holds_go_on_in_another_drawing_of_the_same_scale() -> None:
    found = drawings(bars(*range(90)))
    assert [len(chart.findall(".//c:cat//c:pt", C)) for chart in found] == [30, 30, 30]
    assert {value(chart, ".//c:valAx//c:max") for chart in found} == {89}


def test_a_high_chart_fits_on_its_page() -> None:
    data = write(document(bars(*range(40))), modern())
    tree = etree.fromstring(parts(data)["word/document.xml"])
    (extent,) = tree.iter("{*}extent")
    page = modern().page
    room = (page.height_mm - page.top_mm - page.bottom_mm) * 36_000
    assert int(extent.get("cy")) < room


@pytest.mark.parametrize("kind", ["bar", "stacked-bar"])
def test_a_chart_without_categories_is_left_out(kind) -> None:
    assert drawings(Chart(kind, (), (Series("件", ()),), "图")) == []


def test_the_cells_of_a_heat_map_are_shaded() -> None:
    rows = (Row((cell("甲", header=True), cell("2", heat=0.4), Cell((), heat=1.0), cell("0"))),)
    node = Table((Column(1),) * 4, (), rows, caption=words("热力图"), description="说明")
    data = write(document(node), modern())
    assert faults(data) == []
    tree = etree.fromstring(parts(data)["word/document.xml"])
    tints = modern().chart.tints
    assert [shade.get(f"{W}fill") for shade in tree.iter(f"{W}shd")] == [
        tint(tints, 0.4)[1:],
        tints[-1][1:],
    ]
