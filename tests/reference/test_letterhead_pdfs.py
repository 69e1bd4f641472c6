"""PDFs carry a company's headers and footers: what they say, where it stands, and how it is tagged."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import PIL.Image
import pypdfium2
import pytest
from letterheads import (
    TAB,
    cell,
    drawn,
    english,
    field,
    floating,
    leaky,
    letter,
    logo,
    paragraph,
    png,
    position,
    run,
    secrets,
    shape,
    table,
    words,
    wps,
)
from pdf_pages import areas, line_of, lines, pictures
from sample_briefs import brief, document, everything, line
from test_letterheads import TURNED, firm

from briefing.document import Document, Heading, Text
from briefing.docx.reference import left_out_of_pdfs
from briefing.pdf import write

LONG = tuple(line(f"Paragraph {number} of many. " * 12) for number in range(60))
A4 = 595.3, 841.9
MARGIN = 72.0
PAGES = document(*LONG, language="en")


def printed(folder: Path, data: bytes, content: Document = PAGES, more: str = "") -> bytes:
    """Return a PDF on a letterhead that has no errors."""
    style, problems = firm(folder, data, more)
    assert style is not None, problems
    made = write(content, style)
    assert made.problems == ()
    return made.data


def left_out(folder: Path, data: bytes) -> list[tuple[str | None, str]]:
    """Return what PDFs leave out: the part, and what it is."""
    style, _ = firm(folder, data)
    assert style is not None
    return [(one.place.inside, one.message) for one in left_out_of_pdfs(style)]


def texts(data: bytes) -> list[str]:
    """Return what each page says, without spaces."""
    return ["".join(one.text for one in lines(data, n)) for n in range(1, count(data) + 1)]


def count(data: bytes) -> int:
    return len(pypdfium2.PdfDocument(data))


def text_begins(data: bytes, number: int = 1) -> float:
    """Return how far under a page's top the first line of its text is."""
    return min(one.base for one in lines(data, number) if "many" in one.text)


# ── What stands where ──────────────────────────────────────────────────────


def test_tabs_lead_to_the_middle_and_the_right_edge(tmp_path):
    header = paragraph(
        words("Ashworth") + TAB + words("in the middle") + TAB + words("right"), "Header"
    )
    data = printed(tmp_path, letter(header=header))
    left, middle, right = (line_of(data, one) for one in ("Ashworth", "inthemiddle", "right"))
    assert left.left == pytest.approx(MARGIN, abs=1)
    assert (middle.left + middle.right) / 2 == pytest.approx(A4[0] / 2, abs=1)
    assert right.right == pytest.approx(A4[0] - MARGIN, abs=1)
    # Nine points of type stand half an inch under the paper's edge.
    assert {one.base for one in (left, middle, right)} == {left.base}
    assert left.base == pytest.approx(36 + 8.3, abs=1)


@pytest.mark.parametrize(
    ("align", "at"), [("left", MARGIN), ("center", A4[0] / 2), ("right", A4[0] - MARGIN)]
)
def test_paragraphs_stand_left_right_or_centred(tmp_path, align, at):
    header = paragraph(words("Ashworth"), "Header", f'<w:jc w:val="{align}"/>')
    found = line_of(printed(tmp_path, letter(header=header)), "Ashworth")
    own = {"left": found.left, "center": (found.left + found.right) / 2, "right": found.right}
    assert own[align] == pytest.approx(at, abs=1)


@pytest.mark.parametrize("align", ["center", "right"])
def test_word_s_own_alignment_tabs_lead_to_the_margin(tmp_path, align):
    tab = f'<w:r><w:ptab w:relativeTo="margin" w:alignment="{align}" w:leader="none"/></w:r>'
    found = line_of(
        printed(tmp_path, letter(header=paragraph(words("A") + tab + words("Firm")))), "Firm"
    )
    at = found.right if align == "right" else (found.left + found.right) / 2
    assert at == pytest.approx(A4[0] - MARGIN if align == "right" else A4[0] / 2, abs=1)


def test_long_words_after_a_tab_go_on_on_the_next_line(tmp_path):
    header = paragraph(
        words("Ashworth") + TAB + words("a long address of many words " * 9), "Header"
    )
    data = printed(tmp_path, letter(header=header))
    found = [one for one in lines(data) if "address" in one.text]
    assert len(found) >= 2
    assert all(one.right <= A4[0] - MARGIN + 1 for one in found)


def test_every_page_says_its_number_and_how_many_there_are(tmp_path):
    footer = paragraph(words("Page ") + field("PAGE") + words(" of ") + field("NUMPAGES"), "Footer")
    data = printed(tmp_path, letter(footer=footer))
    pages = count(data)
    assert pages > 2
    for number in range(1, pages + 1):
        assert line_of(data, f"Page {number} of {pages}", number).base > A4[1] - 50


def test_a_chinese_footer_counts_pages(tmp_path):
    footer = paragraph(
        words("第 ") + field("PAGE") + words(" 页　共 ") + field("NUMPAGES") + words(" 页"),
        "Footer",
        '<w:jc w:val="center"/>',
    )
    data = printed(tmp_path, letter(footer=footer), brief("zh"))
    found = line_of(data, f"第2页共{count(data)}页", 2)
    assert (found.left + found.right) / 2 == pytest.approx(A4[0] / 2, abs=6)


@pytest.mark.parametrize(
    ("instruction", "setup", "said"),
    [
        ("PAGE", '<w:pgNumType w:start="5"/>', ["5", "6"]),
        ("PAGE", '<w:pgNumType w:fmt="numberInDash"/>', ["-1-", "-2-"]),
        ("PAGE", '<w:pgNumType w:fmt="upperRoman" w:start="3"/>', ["III", "IV"]),
        ("PAGE \\* roman \\* MERGEFORMAT", "", ["i", "ii"]),
        ("PAGE \\* Arabic", '<w:pgNumType w:fmt="upperRoman"/>', ["1", "2"]),
        ("PAGE \\* CHINESENUM3", "", ["一", "二"]),
        ("SECTIONPAGES", "", None),
    ],
)
def test_numbers_begin_and_look_as_the_file_says(tmp_path, instruction, setup, said):
    footer = paragraph(words("No") + field(instruction) + words("!"), "Footer")
    data = printed(tmp_path, letter(footer=footer, more=setup))
    for number in (1, 2):
        expected = said[number - 1] if said else str(count(data))
        assert line_of(data, f"No{expected}!", number)


def test_first_and_even_pages_have_their_own(tmp_path):
    file = letter(
        header=paragraph(words("odd")),
        even_header=paragraph(words("even")),
        first_header=paragraph(words("first")),
        footer=paragraph(field("PAGE")),
    )
    said = texts(printed(tmp_path, file))
    assert ["first" in one for one in said][:4] == [True, False, False, False]
    assert ["even" in one for one in said][:4] == [False, True, False, True]
    assert ["odd" in one for one in said][:4] == [False, False, True, False]


def test_the_brief_says_what_it_is_and_which_section_a_page_is_about(tmp_path):
    header = paragraph(
        field("TITLE", "Old") + words("; ") + field('STYLEREF "Heading 1"', "Old"), "Header"
    )
    sections = [Heading(1, (Text(f"Section {n}"),), f"s{n}") for n in "AB"]
    content = document(sections[0], *LONG[:12], sections[1], *LONG, language="en")
    content = replace(content, meta=replace(content.meta, title="The brief"))
    data = printed(tmp_path, letter(header=header), content)
    said = ["A" if "brief;SectionA" in one else "B" for one in texts(data)]
    assert said == sorted(said)
    assert set(said) == {"A", "B"}
    assert "Old" not in "".join(texts(data))


def test_type_colour_and_lines_are_the_file_s_own(tmp_path):
    rule = '<w:pBdr><w:bottom w:val="double" w:sz="6" w:space="4" w:color="1F4E79"/></w:pBdr>'
    header = paragraph(
        run("Ashworth", '<w:b/><w:color w:val="C00000"/><w:sz w:val="44"/>'), "Header", rule
    )
    data = printed(tmp_path, letter(header=header))
    assert line_of(data, "Ashworth").base == pytest.approx(36 + 20, abs=2)
    pdf = pikepdf.open(io.BytesIO(data))
    content = pdf.pages[0].Contents.read_bytes()
    assert b"0.753 0.000 0.000 rg" in content
    strokes = [one for one in areas(data) if one.top < 72]
    assert len(strokes) == 2
    assert [one.left for one in strokes] == pytest.approx([MARGIN, MARGIN], abs=0.5)
    assert [one.right for one in strokes] == pytest.approx([A4[0] - MARGIN] * 2, abs=0.5)
    apart = strokes[1].top - strokes[0].top
    assert apart == pytest.approx(1.5, abs=0.1)


def test_only_what_is_underlined_has_a_line(tmp_path):
    header = paragraph(
        words("plain ")
        + run("marked", '<w:u w:val="single"/>')
        + words(" and ")
        + run("gone", "<w:strike/>"),
        "Header",
    )
    data = printed(tmp_path, letter(header=header))
    under, through = [one for one in areas(data) if one.top < 60]
    base = line_of(data, "plain").base
    assert under.top > base > through.top
    assert under.left > MARGIN + 15
    assert under.right < through.left


def test_capitals_are_capitals(tmp_path):
    header = paragraph(
        run("Ashworth", "<w:caps/>") + words(" and ") + run("Vale", "<w:smallCaps/>")
    )
    assert "ASHWORTHandVALE" in texts(printed(tmp_path, letter(header=header)))[0]


def test_a_box_goes_round_paragraphs_that_have_the_same(tmp_path):
    border = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="008000"/>'
        for side in ("top", "left", "bottom", "right")
    )
    boxed = f'<w:pBdr>{border}</w:pBdr><w:shd w:val="clear" w:fill="E0FFE0"/>'
    header = paragraph(words("one"), "Header", boxed) + paragraph(words("two"), "Header", boxed)
    data = printed(tmp_path, letter(header=header))
    flat = [one for one in areas(data) if one.bottom - one.top < 1.5 and one.top < 90]
    assert len(flat) == 2
    assert flat[0].top < line_of(data, "one").base < line_of(data, "two").base < flat[1].top


def test_a_table_has_its_cells_in_their_columns(tmp_path):
    right = '<w:jc w:val="right"/>'
    filled = '<w:shd w:val="clear" w:fill="EAF1F8"/><w:vAlign w:val="bottom"/>'
    row = (
        cell(paragraph(words("Ashworth"), "Header"), 3000)
        + cell(
            paragraph(words("Street"), "Header") + paragraph(words("London"), "Header"),
            3026,
            filled,
        )
        + cell(paragraph(words("Phone"), "Header", right), 3000, '<w:vAlign w:val="bottom"/>')
    )
    below = '<w:tblBorders><w:bottom w:val="single" w:sz="8" w:color="1F4E79"/></w:tblBorders>'
    header = table(row, columns=(3000, 3026, 3000), more=below) + paragraph("", "Header")
    data = printed(tmp_path, letter(header=header))
    assert line_of(data, "Ashworth").left == pytest.approx(MARGIN + 5.4, abs=1)
    assert line_of(data, "Street").left == pytest.approx(MARGIN + 150 + 5.4, abs=1)
    assert line_of(data, "Phone").right == pytest.approx(A4[0] - MARGIN - 5.4, abs=1)
    assert line_of(data, "Phone").base == line_of(data, "London").base
    fill = next(one for one in areas(data) if one.bottom - one.top > 10)
    assert (fill.left, fill.right) == pytest.approx((MARGIN + 150, MARGIN + 301.3), abs=1)


def test_merged_cells_span_their_rows_and_columns(tmp_path):
    both = '<w:gridSpan w:val="2"/>'
    rows = (
        cell(paragraph(words("Tall")), 2000, '<w:vMerge w:val="restart"/>')
        + cell(paragraph(words("Wide")), 4000, both),
        cell(paragraph(words("never seen")), 2000, "<w:vMerge/>")
        + cell(paragraph(words("Left")), 2000)
        + cell(paragraph(words("Right")), 2000),
    )
    data = printed(
        tmp_path, letter(header=table(*rows, columns=(2000, 2000, 2000)) + paragraph(""))
    )
    assert "never" not in texts(data)[0]
    assert line_of(data, "Wide").left == line_of(data, "Left").left
    assert line_of(data, "Right").left == pytest.approx(MARGIN + 200 + 5.4, abs=1)
    assert line_of(data, "Tall").base == line_of(data, "Wide").base < line_of(data, "Left").base


def test_text_begins_under_a_high_header_and_ends_over_a_high_footer(tmp_path):
    many = "".join(paragraph(words(f"line {number}"), "Header") for number in range(12))
    low = printed(tmp_path, letter(header=paragraph(words("line 0"), "Header")))
    high = printed(tmp_path, letter(header=many, footer=many))
    assert text_begins(low) < 90
    header = next(one.base for one in lines(high) if one.text == "line11")
    assert 8 < text_begins(high) - header < 24
    for number in range(1, count(high) + 1):
        found = [one.base for one in lines(high, number)]
        foot = [one.base for one in lines(high, number) if one.text == "line0"][-1]
        assert max(base for base in found if base < foot) < foot - 8
    assert count(high) > count(low)


def test_a_negative_margin_keeps_the_text_where_it_is(tmp_path):
    many = "".join(paragraph(words(f"line {number}"), "Header") for number in range(12))
    data = printed(tmp_path, letter(header=many, margins="-1440 1440 1440 1440 720 720"))
    assert text_begins(data) < 90


def test_only_the_first_page_gives_way_to_a_high_header_of_its_own(tmp_path):
    many = "".join(paragraph(words(f"line {number}"), "Header") for number in range(12))
    data = printed(tmp_path, letter(first_header=many, header=paragraph(words("low"))))
    tops = [text_begins(data, number) for number in (1, 2)]
    assert tops[0] > 165
    assert tops[1] < 90


def test_a_header_that_fills_the_page_leaves_room_for_text(tmp_path):
    many = "".join(paragraph(words(f"line {number}")) for number in range(300))
    data = printed(tmp_path, letter(header=many, footer=many), document(*LONG[:6], language="en"))
    assert count(data) < 6
    assert "Paragraph5" in "".join(texts(data))


def test_on_a_page_on_its_side_the_right_edge_is_further_out(tmp_path):
    header = paragraph(words("Ashworth") + TAB + TAB + words("right"), "Header")
    data = printed(tmp_path, letter(header=header, footer=paragraph(field("PAGE"))), TURNED)
    wide = pypdfium2.PdfDocument(data)[1].get_width()
    assert wide > 800
    assert line_of(data, "right", 2).right == pytest.approx(wide - MARGIN, abs=1)


def test_a_frame_stands_beside_the_footer_that_follows_it(tmp_path):
    place = (
        '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="right" w:y="1"/>'
    )
    footer = paragraph(words("No ") + field("PAGE"), "Footer", place) + paragraph(
        words("Firm"), "Footer"
    )
    data = printed(tmp_path, letter(footer=footer))
    number, name = line_of(data, "No 1"), line_of(data, "Firm")
    assert number.right == pytest.approx(A4[0] - MARGIN, abs=1)
    assert number.base == pytest.approx(name.base, abs=1)


def test_the_page_number_of_wps_stands_in_a_text_box(tmp_path):
    inside = paragraph(words("— ") + field("PAGE") + words(" —"), "Footer")
    drawing = floating(
        shape(inside), position("H", "margin", align="center"), position("V", "paragraph", 0), 10, 5
    )
    choice = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"{drawing.removeprefix('<w:r>').removesuffix('</w:r>')}</mc:Choice><mc:Fallback>"
        "<w:pict/></mc:Fallback></mc:AlternateContent></w:r>"
    )
    file = letter(footer=paragraph(choice, "Footer"))
    found = line_of(printed(tmp_path, file), "—2—", 2)
    assert (found.left + found.right) / 2 == pytest.approx(A4[0] / 2, abs=1)
    assert found.base > A4[1] - 50
    assert left_out(tmp_path, file) == []


def test_a_line_or_a_band_that_is_drawn_is_drawn(tmp_path):
    red = '<a:ln w="25400"><a:solidFill><a:srgbClr val="C00000"/></a:solidFill></a:ln>'
    blue = '<a:solidFill><a:srgbClr val="1F4E79"/></a:solidFill>'
    across = position("H", "page", 0)
    header = paragraph(
        floating(shape(form="line", look="", more=red), across, position("V", "page", 30), 210, 0)
        + floating(shape(look=blue), across, position("V", "page", 0), 210, 8)
    )
    data = printed(tmp_path, letter(header=header))
    line_, band = [one for one in areas(data) if one.left < 1]
    assert (line_.top, line_.bottom) == pytest.approx((85, 87), abs=0.1)
    assert (band.top, band.bottom) == pytest.approx((0, 22.7), abs=0.1)
    assert line_.right == pytest.approx(A4[0], abs=0.5)


def test_lines_stand_on_the_page_s_own_where_it_has_such(tmp_path):
    header = "".join(paragraph(words(f"line {n}"), "Header") for n in "ab")
    grid = '<w:docGrid w:type="lines" w:linePitch="400"/>'
    data = printed(tmp_path, letter(header=header, grid=grid))
    assert line_of(data, "lineb").base - line_of(data, "linea").base == pytest.approx(20, abs=0.1)


@pytest.mark.parametrize(
    ("spacing", "apart"),
    [
        ('<w:spacing w:line="480" w:lineRule="auto"/>', 20.7),
        ('<w:spacing w:line="600" w:lineRule="exact"/>', 30),
        ('<w:spacing w:line="600" w:lineRule="atLeast"/>', 30),
        ('<w:spacing w:before="200" w:after="100"/>', 10.35 + 15),
    ],
)
def test_lines_are_as_far_apart_as_said(tmp_path, spacing, apart):
    header = "".join(paragraph(words(f"line {n}"), "Header", spacing) for n in "ab")
    data = printed(tmp_path, letter(header=header))
    assert line_of(data, "lineb").base - line_of(data, "linea").base == pytest.approx(
        apart, abs=0.2
    )


def test_a_file_without_footers_has_our_page_number(tmp_path):
    data = printed(tmp_path, letter(header=paragraph(words("Ashworth"))))
    assert line_of(data, f"Page 2 of {count(data)}", 2).base > A4[1] - 60


def test_a_file_without_headers_and_footers_keeps_ours(tmp_path):
    content = replace(PAGES, meta=replace(PAGES.meta, header=("Our series", ""), footer="Our foot"))
    data = printed(tmp_path, letter(), content)
    assert "Ourseries" in texts(data)[1]
    assert "Ourfoot" in texts(data)[1]


# ── Pictures ───────────────────────────────────────────────────────────────

MM = 72 / 25.4
PLACED = position("H", "page", 20), position("V", "page", 10), 30, 10


def picture(data: bytes, number: int = 1) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of the one picture of a page, in millimetres."""
    (one,) = pictures(data, number)
    return tuple(round(edge / MM, 1) for edge in (one.left, one.top, one.right, one.bottom))


def test_the_logo_stands_in_the_line_and_on_every_page(tmp_path):
    header = paragraph(logo(width_mm=40, height_mm=13) + words(" Ashworth"), "Header")
    data = printed(tmp_path, letter(header=header))
    assert picture(data) == picture(data, 2) == pytest.approx((25.4, 12.7, 65.4, 25.7), abs=0.1)
    name = line_of(data, "Ashworth")
    assert name.left > 65.4 * MM
    assert name.base == pytest.approx(25.7 * MM, abs=0.5)
    pdf = pikepdf.open(io.BytesIO(data))
    assert len(pdf.pages[0].Resources.XObject) == 1


@pytest.mark.parametrize(
    ("across", "down", "place"),
    [
        (position("H", "page", 150), position("V", "page", 12), (150, 12)),
        (position("H", "margin", 0), position("V", "margin", -5), (25.4, 20.4)),
        (position("H", "margin", align="right"), position("V", "page", align="bottom"), (154.6, 287)),
        (position("H", "page", align="center"), position("V", "topMargin", align="center"), (90, 7.7)),
        (position("H", "column", 10), position("V", "paragraph", 3), (35.4, 15.7)),
        (position("H", "rightMargin", 1), position("V", "bottomMargin", 2), (185.6, 273.6)),
        (position("H", "leftMargin", align="left"), position("V", "line", 0), (0, 12.7)),
    ],
)  # fmt: skip
def test_a_logo_that_floats_stands_where_it_is_anchored(tmp_path, across, down, place):
    header = paragraph(floating(drawn(30, 10), across, down, 30, 10) + words("Ashworth"), "Header")
    data = printed(tmp_path, letter(header=header))
    left, top = place
    expected = (left, top, left + 30, top + 10)
    assert picture(data) == pytest.approx(expected, abs=0.2)
    assert line_of(data, "Ashworth").left == pytest.approx(MARGIN, abs=1)


def test_a_logo_stands_in_its_cell_or_at_a_tab(tmp_path):
    right = '<w:jc w:val="right"/>'
    row = cell(paragraph(words("Ashworth")), 4000) + cell(paragraph(logo(), "", right), 5026)
    data = printed(tmp_path, letter(header=table(row, columns=(4000, 5026)) + paragraph("")))
    edge = (A4[0] - MARGIN) / MM
    assert picture(data)[2] == pytest.approx(edge - 5.4 / MM, abs=0.2)
    data = printed(tmp_path, letter(header=paragraph(words("x") + TAB + TAB + logo(), "Header")))
    assert picture(data)[2] == pytest.approx(edge, abs=0.2)


def test_a_high_logo_moves_the_text_down(tmp_path):
    data = printed(tmp_path, letter(header=paragraph(logo(width_mm=60, height_mm=50))))
    assert text_begins(data) > (12.7 + 50) * MM


def test_what_is_cut_off_of_a_picture_is_not_seen(tmp_path):
    half = drawn(20, 10, more='<a:srcRect l="25000" r="25000" b="50000"/>')
    across, down = position("H", "page", 100), position("V", "page", 10)
    data = printed(tmp_path, letter(header=paragraph(floating(half, across, down, 20, 10))))
    image = pypdfium2.PdfDocument(data)[0].render(scale=4).to_pil().convert("L")
    inside, outside = ((x * MM * 4, 12 * MM * 4) for x in (110, 95))
    assert image.getpixel(tuple(map(int, inside))) < 128
    assert image.getpixel(tuple(map(int, outside))) == 255
    # Its white bar, under the middle of the whole picture, is at the lower edge of what is left.
    assert image.getpixel((int(110 * MM * 4), int(19 * MM * 4))) == 255


def test_pictures_of_word_s_old_kind_are_pictures(tmp_path):
    old = (
        '<w:r><w:pict><v:shapetype id="t75"/><v:shape style="width:85.05pt;height:28.35pt{}">'
        '<v:imagedata r:id="rId1"/></v:shape></w:pict></w:r>'
    )
    data = printed(tmp_path, letter(header=paragraph(old.format(""))))
    assert picture(data) == pytest.approx((25.4, 12.7, 55.4, 22.7), abs=0.1)
    place = (
        ";position:absolute;margin-left:1in;margin-top:10mm;mso-position-horizontal-relative:page"
        ";mso-position-vertical-relative:page"
    )
    data = printed(tmp_path, letter(header=paragraph(old.format(place))))
    assert picture(data) == pytest.approx((25.4, 10, 55.4, 20), abs=0.1)


def test_on_a_page_on_its_side_the_logo_goes_along(tmp_path):
    across, down = position("H", "page", 160), position("V", "page", 10)
    header = paragraph(floating(drawn(30, 10), across, down, 30, 10))
    data = printed(tmp_path, letter(header=header), TURNED)
    assert picture(data)[:2] == pytest.approx((160, 10), abs=0.1)
    assert picture(data, 2)[:2] == pytest.approx((160 + 87, 10), abs=0.1)


PICTURES = {
    "cut off": png()[:90],
    "empty": b"\x89PNG\r\n\x1a\n",
    "a jpeg that is none": b"\xff\xd8\xff\xe0" + bytes(40),
    "larger than memory": png()[:16] + b"\x00\x0f\xff\xff" * 2 + png()[24:],
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_damaged_picture_is_named_and_left_out(tmp_path, name):
    file = letter(
        header=paragraph(logo() + words("Ashworth")), pictures={"image1.png": PICTURES[name]}
    )
    ((where, message),) = left_out(tmp_path, file)
    assert where == "header"
    assert message.startswith("PDF files leave out a picture, since ")
    data = printed(tmp_path, file)
    assert pictures(data) == []
    assert "Ashworth" in texts(data)[0]


def test_a_picture_that_is_clear_in_parts_shows_what_is_under_it(tmp_path):
    out = io.BytesIO()
    PIL.Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    band = shape(look='<a:solidFill><a:srgbClr val="0000FF"/></a:solidFill>')
    header = paragraph(floating(band, *PLACED) + floating(drawn(30, 10), *PLACED))
    data = printed(tmp_path, letter(header=header, pictures={"image1.png": out.getvalue()}))
    image = pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil()
    assert image.getpixel((int(35 * MM * 2), int(15 * MM * 2))) == (0, 0, 255)


# ── What the file is ───────────────────────────────────────────────────────


FILES = {"english": (english, "en"), "wps": (wps, "zh")}


@pytest.mark.parametrize("name", FILES)
def test_headers_and_footers_are_artifacts_of_their_kind(tmp_path, name):
    make, language = FILES[name]
    pdf = pikepdf.open(io.BytesIO(printed(tmp_path, make(), brief(language))))
    for page in pdf.pages:
        depth, kinds = 0, set()
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in {"BDC", "BMC"}:
                depth += 1
                if str(operands[0]) == "/Artifact" and str(operator) == "BDC":
                    assert str(operands[1].Type) == "/Pagination"
                    kinds.add(str(operands[1].Subtype))
            elif str(operator) == "EMC":
                depth -= 1
            elif str(operator) in {"TJ", "Tj", "f", "Do"}:
                assert depth > 0
        assert kinds == {"/Header", "/Footer"}


@pytest.mark.parametrize("name", FILES)
def test_the_file_can_be_archived_and_is_made_alike_twice(tmp_path, name):
    make, language = FILES[name]
    data = printed(tmp_path, make(), brief(language))
    assert printed(tmp_path, make(), brief(language)) == data
    report = pikepdf.pdfa.check(pikepdf.open(io.BytesIO(data)), "2b")
    known = ("conformance is 'A'", "pdfuaid", "http://www.aiim.org/pdfa/ns/", "pdfaExtension")
    assert [one for one in report.findings if not any(word in one.message for word in known)] == []


# ── What cannot be carried is named ────────────────────────────────────────


GROUP = (
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">'
    '<wpg:wgp xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"/>'
    "</a:graphicData>"
)
LACKING = {
    "a group": (floating(GROUP, *PLACED), "a group of shapes or pictures"),
    "a shape": (floating(shape(form="star5"), *PLACED), "a shape"),
    "a condition": (field("IF 1 = 1 yes no", "yes"), "a field: IF"),
    "a sum": (field("= 1 + 1", "2"), "a field: ="),
    "a symbol": ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "a sign of a symbol font"),
    "washed out": (
        floating(drawn(30, 10, blip='<a:lum bright="70000" contrast="-70000"/>'), *PLACED),
        "a picture that is recoloured or washed out",
    ),
    "a watermark": (
        '<w:r><w:pict><v:shape style="width:400pt"><v:textpath/></v:shape></w:pict></w:r>',
        "a watermark of words",
    ),
}


@pytest.mark.parametrize("name", LACKING)
def test_what_cannot_be_carried_is_named_once_with_its_part(tmp_path, name):
    inside, what = LACKING[name]
    file = letter(
        first_header=paragraph(words("Ashworth") + inside * 2), header=paragraph(words("x"))
    )
    found = left_out(tmp_path, file)
    assert found == [
        ("header of the first page", f"PDF files leave out {what}; DOCX files have it")
    ]
    assert "Ashworth" in texts(printed(tmp_path, file))[0]


def test_a_picture_of_a_kind_that_pdfs_lack_is_named(tmp_path):
    file = letter(
        footer=paragraph(logo()), pictures={"image1.png": b"\xd7\xcd\xc6\x9a" + bytes(40)}
    )
    ((where, message),) = left_out(tmp_path, file)
    assert where == "footer"
    assert "a picture, since it is a WMF file" in message


def test_a_table_in_a_table_is_named(tmp_path):
    inner = table(cell(paragraph(words("inner")), 2000), columns=(2000,))
    outer = table(cell(inner + paragraph(words("outer")), 4000), columns=(4000,))
    file = letter(header=outer + paragraph(""))
    assert [what for _, what in left_out(tmp_path, file)] == [
        "PDF files leave out a table in a table; DOCX files have it"
    ]
    assert "outer" in texts(printed(tmp_path, file))[0]


def test_what_is_hidden_in_the_file_is_in_no_pdf(tmp_path):
    data = printed(tmp_path, secrets(), everything())
    assert "SECRET" not in "".join(texts(data))
    assert "Ashworth" in texts(data)[0]
    pdf = pikepdf.open(io.BytesIO(data))
    assert all(
        b"SECRET"
        not in (one.read_raw_bytes() if one.get("/Filter") == "/DCTDecode" else one.read_bytes())
        for one in pdf.objects
        if isinstance(one, pikepdf.Stream)
    )


# ── Hostile files ──────────────────────────────────────────────────────────


HOSTILE = {
    "no end of a field": '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + words("x"),
    "only ends": '<w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/></w:r>',
    "field in a field": field("PAGE", "1" + "</w:t></w:r>" + field("PAGE") + "<w:r><w:t>"),
    "tabs": TAB * 500,
    "breaks": "<w:r><w:br/></w:r>" * 500,
    "a long word": words("W" * 5_000),
    "no picture": "<w:r><w:drawing><wp:inline/></w:drawing></w:r>",
    "a huge picture": logo(width_mm=90_000, height_mm=90_000),
    "no size": logo(width_mm=0, height_mm=0),
    "far away": floating(drawn(30, 10), position("H", "page", 2_000_000), position("V", "nowhere", -9e5), 30, 10),
    "no numbers": logo().replace('cx="1440000"', 'cx="wide"'),
    "nothing left of it": floating(drawn(30, 10, more='<a:srcRect l="60000" r="60000" t="x"/>'), *PLACED),
    "signs": words("\ufffc\u202e\u2028&#9;\u0301"),
    "stops": "</w:p><w:p><w:pPr><w:tabs>" + "".join(
        f'<w:tab w:val="odd" w:pos="{n * 999}"/>' for n in range(-9, 99)) + "</w:tabs></w:pPr>" + TAB * 50,
    "indents": '</w:p><w:p><w:pPr><w:ind w:left="60000" w:right="60000" w:hanging="60000"/>'
               '<w:spacing w:line="1" w:lineRule="exact" w:before="65000"/></w:pPr>' + words("far in"),
    "a frame at the end": '</w:p><w:p><w:pPr><w:framePr w:w="-5" w:y="x"/></w:pPr>' + words("framed"),
    "a table without columns": "</w:p><w:tbl><w:tr><w:tc/></w:tr><w:tr/></w:tbl><w:p>",
    "a wide table": "</w:p>" + table(
        "".join(cell("", 1, '<w:gridSpan w:val="999"/><w:vMerge/>') for _ in range(200)),
        columns=(0,) * 100) + "<w:p>",
    "shapes of old": '<w:r><w:pict><v:shape style="width:1e999pt;height:;position:absolute;margin-left:NaNpt">'
                     '<v:imagedata r:id="rId1" cropleft="9e9f" croptop="x"/></v:shape></w:pict></w:r>',
    "many paragraphs": "</w:p>" + paragraph(words("again")) * 3_000 + "<w:p>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_strange_headers_make_sound_files(tmp_path, name):
    data = printed(tmp_path, leaky(HOSTILE[name]), document(line("text"), language="en"))
    assert "text" in "".join(texts(data))
    assert "Ashworth" in texts(data)[0]
    pikepdf.open(io.BytesIO(data)).check_pdf_syntax()


def test_garbled_headers_never_break_the_writer(tmp_path):
    pieces = [
        words("x"), TAB, logo(), field("PAGE"), field("IF 1"), "<w:r><w:br/></w:r>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:hyperlink>" + words("link") + "</w:hyperlink>", floating(shape(paragraph(words("box"))), *PLACED),
        floating(drawn(9, 9), *PLACED), '<w:fldSimple w:instr="NUMPAGES">' + words("9") + "</w:fldSimple>",
        "<w:r><w:pgNum/><w:ptab/><w:cr/><w:noBreakHyphen/></w:r>",
    ]  # fmt: skip
    chance = random.Random(7)
    for _ in range(25):
        inside = "".join(chance.choice(pieces) for _ in range(chance.randrange(1, 14)))
        data = printed(tmp_path, leaky(inside), document(line("text"), language="en"))
        assert "text" in "".join(texts(data))
