"""What only the style `official` asks of a DOCX: grid, outer page numbers, closing block."""

from __future__ import annotations

import pytest
from official_seeds import official, official_brief
from ooxml_checks import W, faults, parts, tree
from sample_briefs import document, words

from briefing.building.workshop import number_scheme
from briefing.document import Callout, Cell, Column, Heading, Masthead, Paragraph, Row, Table, Title
from briefing.docx import write
from briefing.transforms import apply


def value(element, path, attribute="val"):
    found = element.find("/".join(W + name for name in path.split("/")))
    return None if found is None else found.get(W + attribute)


def style(data, identifier):
    styles = tree(data, "word/styles.xml")
    return next(one for one in styles.iter(W + "style") if one.get(W + "styleId") == identifier)


def made(*blocks, language="zh"):
    scheme = number_scheme(official(), language)
    return write(apply(document(*blocks, language=language), scheme), official())


@pytest.mark.parametrize("key", ["digest", "sector-telecom"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_briefs_pass_the_checks(key, language):
    assert faults(official_brief(key, language, "docx")) == []


def test_the_page_has_a_grid_of_lines_and_type_that_fills_it():
    data = official_brief("digest", "zh", "docx")
    section = next(iter(tree(data).iter(W + "sectPr")))
    assert value(section, "docGrid", "type") == "lines"
    assert value(section, "docGrid", "linePitch") == "579"
    height = 16838 - sum(int(value(section, "pgMar", side)) for side in ("top", "bottom"))
    width = 11906 - sum(int(value(section, "pgMar", side)) for side in ("left", "right"))
    assert height // 579 == 22
    normal = style(data, "Normal")
    pitch = 20 * 16 + int(value(normal, "rPr/spacing"))
    assert width // pitch == 28
    # Off the grid: neither its lines nor its spacing.
    assert value(style(data, "TableText"), "pPr/snapToGrid") == "0"
    assert value(style(data, "TableText"), "rPr/spacing") == "0"


def test_english_stands_on_no_grid():
    data = official_brief("digest", "en", "docx")
    assert next(tree(data).iter(W + "docGrid"), None) is None


def test_page_numbers_stand_outside():
    data = official_brief("digest", "zh", "docx")
    assert tree(data, "word/settings.xml").find(W + "evenAndOddHeaders") is not None
    odd, first, even = (tree(data, f"word/footer{n}.xml") for n in (1, 2, 3))
    assert [value(one, "p/pPr/pStyle") for one in (odd, first, even)] == [
        "PageNumberOdd",
        "PageNumberOdd",
        "PageNumberEven",
    ]
    assert "".join(odd.itertext()) == "—  PAGE 1 —"
    assert value(style(data, "PageNumberOdd"), "pPr/jc") == "right"
    assert value(style(data, "PageNumberOdd"), "pPr/ind", "right") == "280"
    assert value(style(data, "PageNumberEven"), "pPr/ind", "left") == "280"
    assert not any("".join(tree(data, f"word/header{n}.xml").itertext()) for n in (1, 2, 3))


def test_faces_are_named_by_level():
    data = official_brief("digest", "zh", "docx")

    def face(identifier):
        return value(style(data, identifier), "rPr/rFonts", "eastAsia")

    assert [face(f"Heading{n}") for n in (1, 2, 3, 4)] == ["黑体", "楷体", None, None]
    assert face("Title") == "方正小标宋简体"
    assert face("PageNumberOdd") == "宋体"
    defaults = tree(data, "word/styles.xml").find(W + "docDefaults")
    assert value(defaults, "rPrDefault/rPr/rFonts", "eastAsia") == "仿宋"
    # Chinese has no bold of its own here: another face stands for it.
    assert face("Strong") == face("TableRowHeading") == "黑体"
    assert value(style(data, "Strong"), "rPr/b") is None
    fonts = {
        font.get(W + "name"): value(font, "altName")
        for font in tree(data, "word/fontTable.xml").iter(W + "font")
    }
    assert fonts["仿宋"] == "仿宋_GB2312"
    assert fonts["楷体"] == "楷体_GB2312"


def test_numbers_begin_the_first_line():
    numbering = tree(official_brief("digest", "zh", "docx"), "word/numbering.xml")
    levels = {
        value(level, "pStyle"): level for level in numbering.iter(W + "lvl") if len(level) > 4
    }
    for name, pattern in (
        ("Heading1", "%1、"),
        ("Heading2", "（%2）"),
        ("Heading3", "%3."),
        ("Heading4", "（%4）"),
        ("Recommendation", "%1."),
        ("ListBullet", "——"),
    ):
        assert value(levels[name], "lvlText") == pattern
        assert value(levels[name], "pPr/ind", "firstLineChars") == "200"
        assert value(levels[name], "pPr/ind", "hanging") is None
        assert value(levels[name], "suff") == ("space" if pattern[-1] == "." else "nothing")


def test_numbers_that_run_on_have_a_list_of_their_own():
    blocks = [Heading(level, words("题"), f"section:{n}") for n, level in enumerate((1, 2, 1, 2))]
    data = made(*blocks)
    assert faults(data) == []
    styles = {n: value(style(data, f"Heading{n}"), "pPr/numPr/numId") for n in (1, 2, 3)}
    assert styles[1] == "1"
    assert styles[2] == styles[3] == "6"
    # Word counts them all by itself.
    assert next(tree(data).iter(W + "numPr"), None) is None


def test_the_closing_block_stands_at_the_foot():
    masthead = Masthead(
        words("研究室"), words("速览"), date=words("2024年"), distribution=words("各部门")
    )
    data = made(masthead, Paragraph(words("正文")))
    assert faults(data) == []
    table = next(tree(data).iter(W + "tbl"))
    assert value(table, "tblPr/tblpPr", "tblpYSpec") == "bottom"
    assert ["".join(p.itertext()) for p in table.iter(W + "p")] == [
        "抄送：各部门",
        "研究室",
        "2024年印发",
    ]
    last = list(tree(data).find(W + "body"))[-2]
    assert value(last, "pPr/pStyle") == "Spacer"


def test_the_masthead_is_stacked_and_keeps_its_first_line():
    data = made(Masthead(words("研究室"), words("速览"), words("第1期")))
    styles = [value(p, "pPr/pStyle") for p in tree(data).iter(W + "p")]
    assert styles == [
        "MastheadClassification",
        "MastheadOrganization",
        "MastheadSeries",
        "MastheadDetails",
    ]


def test_a_long_title_is_brought_in_so_that_its_lines_are_even():
    long = tree(made(Title(words("关" * 24))))
    left = int(value(next(long.iter(W + "p")), "pPr/ind", "left"))
    measure = (11906 - 1587 - 1474) / 20
    assert 12 <= (measure - 2 * left / 20) / 22 <= 14
    short = tree(made(Title(words("关" * 20))))
    assert value(next(short.iter(W + "p")), "pPr/ind") is None


def test_only_a_low_box_is_kept_whole():
    def whole(lines):
        box = Callout(tuple(Paragraph(words("国" * 28)) for _ in range(lines)))
        return next(tree(made(box)).iter(W + "cantSplit"), None) is not None

    assert whole(3)
    assert not whole(6)


def test_no_other_style_gets_what_only_this_one_needs(root):
    from briefing.style import read_style

    modern, _ = read_style("modern", [root / "templates"])
    assert modern is not None
    table = Table((Column(1),), (), (Row((Cell((Paragraph(words("a")),)),)),))
    data = write(document(table), modern)
    everything = b"".join(parts(data).values())
    for mark in (b"docGrid", b"snapToGrid", b"evenAndOdd", b"PageNumberOdd", b"Closing", b"tblpPr"):
        assert mark not in everything
