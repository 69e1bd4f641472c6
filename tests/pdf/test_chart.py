"""Charts: every label and number is drawn, once, inside the measure, and none over another."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from setting import document, modern, paragraph, typesetter

from briefing.document import Cell, Chart, Column, Paragraph, Row, Series, Table, Text
from briefing.pdf.blocks import Builder, Frame
from briefing.pdf.chart import chart_pieces
from briefing.pdf.lines import Line
from briefing.pdf.pieces import Piece, Rectangle, Words
from briefing.pdf.tables import table_pieces
from briefing.pdf.writer import write
from briefing.style.colours import tint

WIDTH = 440.0
LONG = "关于进一步加强人工智能生成合成内容标识管理与跨部门协同治理的若干重点领域与行业"
LATIN = "Safeguarding cybersecurity across ministries, provinces and platform companies"
SETTER = typesetter()

labels = st.sampled_from(("高", "未载明", "电信运营商", "AI industry", LONG, LATIN, "x" * 90))
values = st.integers(0, 12) | st.sampled_from((0, 1, 340, 1234))


@st.composite
def charts(draw) -> Chart:
    count = draw(st.integers(1, 7))
    rows = draw(st.integers(1, 6))
    kind = draw(st.sampled_from(("bar", "stacked-bar")))
    names = [draw(labels) for _ in range(count)]
    series = [
        Series(draw(labels), tuple(float(draw(values)) for _ in range(count)))
        for _ in range(rows if kind == "stacked-bar" else 1)
    ]
    return Chart(kind, tuple(names), tuple(series), "图")


def drawn(chart: Chart, width: float = WIDTH) -> list[Piece]:
    style = modern()
    return chart_pieces(chart, style, SETTER, style.paragraph("table-text", "zh"), 0, width)


def said(line: Line) -> str:
    return "".join(atom.text for _, atom in line.atoms)


def extent(line: Line) -> float:
    at, last = line.atoms[-1]
    return at + last.width


def texts(pieces: list[Piece]) -> list[str]:
    return [said(mark.line) for piece in pieces for mark in piece.marks if isinstance(mark, Words)]


def bar(*numbers: float, names: tuple[str, ...] = ()) -> Chart:
    names = names or tuple("甲乙丙丁戊己庚辛壬癸"[: len(numbers)])
    return Chart("bar", names, (Series("件", numbers),), "图")


def stacked(*rows: tuple[float, ...]) -> Chart:
    series = tuple(Series(f"系列{at}", row) for at, row in enumerate(rows))
    return Chart("stacked-bar", tuple("甲乙丙丁"[: len(rows[0])]), series, "图")


@settings(max_examples=80, deadline=None)
@given(charts(), st.sampled_from((WIDTH, 380.0)))
def test_all_is_drawn_once_inside_the_measure(chart: Chart, width: float) -> None:
    pieces = drawn(chart, width)
    shown = "".join(texts(pieces)).replace(" ", "")
    for name in {*chart.categories, *(s.name for s in chart.series if chart.kind != "bar")}:
        assert name.replace(" ", "") in shown
    wanted = sorted(
        f"{value:.15g}" for one in chart.series for value in one.values if value
    )  # fmt: skip
    found = sorted(text for text in texts(pieces) if text.isdigit() and text != "0")
    assert found == wanted
    for piece in pieces:
        words = [mark for mark in piece.marks if isinstance(mark, Words)]
        for mark in piece.marks:
            right = extent(mark.line) if isinstance(mark, Words) else mark.width
            assert mark.x >= -0.7
            assert mark.x + right <= width + 0.1
            assert 0 <= mark.y <= piece.height
        for one in words:
            for other in words:
                if one is not other and abs(one.y - other.y) < 9:
                    apart = one.x + extent(one.line) <= other.x or (
                        other.x + extent(other.line) <= one.x
                    )
                    assert apart, (said(one.line), said(other.line))


def bars(piece: Piece) -> list[Rectangle]:
    """Return the parts of a bar, without the axis and the squares of what stands beside it."""
    return [m for m in piece.marks if isinstance(m, Rectangle) and m.height == 13]


def test_bars_are_as_long_as_their_numbers() -> None:
    first, second, third = (bars(piece) for piece in drawn(bar(8, 2, 0)))
    assert first[0].width == pytest.approx(4 * second[0].width)
    assert third == []


def test_nothing_counted_is_a_nought_without_a_bar() -> None:
    pieces = drawn(bar(0, 0))
    assert texts(pieces) == ["甲", "0", "乙", "0"]
    assert not [mark for piece in pieces for mark in bars(piece)]


def test_a_number_stands_in_its_part_or_beside_a_square_of_its_colour() -> None:
    _, piece = drawn(stacked((300.0,), (2.0,), (80.0,)))
    palette = modern().chart.palette
    parts = bars(piece)
    assert [mark.colour for mark in parts] == list(palette[:3])
    inside = {said(m.line): m for m in piece.marks if isinstance(m, Words)}
    assert parts[0].x < inside["300"].x < parts[0].x + parts[0].width
    assert parts[2].x < inside["80"].x < parts[2].x + parts[2].width
    end = parts[2].x + parts[2].width
    (chip,) = [m for m in piece.marks if isinstance(m, Rectangle) and m.width == m.height]
    assert chip.colour == palette[1]
    assert end < chip.x < inside["2"].x


def test_a_series_has_its_own_colour_where_it_has_one() -> None:
    chart = Chart("bar", ("甲",), (Series("件", (1.0,), "#123456"),), "图")
    assert bars(drawn(chart)[0])[0].colour == "#123456"


def test_the_legend_stands_above_and_takes_as_many_rows_as_it_needs() -> None:
    def legend(*names: str) -> list[list[str]]:
        series = tuple(Series(name, (1.0,)) for name in names)
        pieces = drawn(Chart("stacked-bar", ("甲",), series, "图"))[:-1]
        return [texts([piece]) for piece in pieces]

    assert legend("一", "二", "三") == [["一", "二", "三"]]
    assert legend(LONG, LATIN, "三") == [[LONG], [LATIN, "三"]]
    assert legend("一") == [["一"]]


def test_a_long_label_is_wrapped_and_its_bar_stands_at_its_middle() -> None:
    long, short = drawn(bar(1, 2, names=(LONG, "短")))
    lines = [mark for mark in long.marks if isinstance(mark, Words)][:-1]
    assert len(lines) > 2
    assert max(extent(line.line) for line in lines) <= WIDTH * 0.36
    assert long.height > short.height
    (part,) = bars(long)
    assert part.y + part.height / 2 == pytest.approx(long.height / 2)


def test_a_small_chart_stays_whole_and_a_large_one_may_go_on() -> None:
    assert [piece.keep for piece in drawn(stacked((1, 2), (3, 4)))] == [True, True, False]
    keeps = [piece.keep for piece in drawn(bar(*range(30), names=tuple(map(str, range(30)))))]
    assert keeps == [True, True, *[False] * 26, True, False]


def test_thirty_bars_go_over_a_page_break_with_the_legend_first() -> None:
    series = tuple(Series(name, tuple(map(float, range(30)))) for name in ("甲", "乙"))
    chart = Chart("stacked-bar", tuple(f"行业{n}" for n in range(30)), series, "图")
    data = write(document(*[paragraph("正文")] * 16, chart), modern()).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2


def test_the_cells_of_a_heat_map_are_tinted_and_its_row_heads_are_read() -> None:
    def cell(text: str, heat: float | None = None, *, header: bool = False) -> Cell:
        return Cell((Paragraph((Text(text),)),), header=header, heat=heat)

    style = modern()
    builder = Builder(style, SETTER, "zh", WIDTH, 600)
    rows = (
        Row((cell("甲", header=True), cell("2", 0.4), cell("0"))),
        Row((cell("乙", header=True), cell("5", 1.0), cell("长" * 40, 0.01))),
    )
    node = Table((Column(2), Column(1), Column(1)), (), rows)
    pieces = table_pieces(builder, node, Frame(0, WIDTH, builder.root))
    tints = [
        [m for m in p.marks if isinstance(m, Rectangle) and m.colour in style.chart.tints]
        for p in pieces
    ]
    shades = style.chart.tints
    assert [mark.colour for mark in tints[0]] == [tint(shades, 0.4)]
    assert {mark.colour for mark in tints[1]} == {shades[0], shades[-1]}
    for piece, found in zip(pieces, tints, strict=True):
        for mark in found:
            assert mark.height == piece.height - 1
            assert piece.marks.index(mark) < min(
                at for at, one in enumerate(piece.marks) if isinstance(one, Words)
            )
    head = next(m for m in pieces[0].marks if isinstance(m, Words) and said(m.line) == "甲")
    ink = head.line.atoms[0][1].ink
    assert ink.bold
    assert ink.colour == style.paragraph("table-text", "zh").colour
