"""Each measure against the standard: what passes, what deviates, and how badly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.layout import Body, Deviation, Measured, PageNumber, Sheet, Stretch, judge
from briefing.layout.standard import FACES, stands_for
from briefing.problems import Severity

SHEET = Sheet("section 1", 210, 297, 37, 26, 35, 28)
BODY = Body("仿宋", 16, 28.95, 15.75, 22, 28)
ODD = PageNumber("footer", "— {page} —", "宋体", 14, "odd", "right", 14, 7)
EVEN = replace(ODD, place="even footer", pages="even", side="left")
TITLE = Stretch("title", "题", "paragraph 1", "方正小标宋简体", 22, "center")
HEADINGS = (
    Stretch("heading1", "一、甲", "paragraph 2", "黑体", 16, number="{han}、"),
    Stretch("heading2", "（一）乙", "paragraph 3", "楷体_GB2312", 16, number="（{han}）"),
    Stretch("heading3", "1.丙", "paragraph 4", "FangSong", 16, number="{n}．"),
    Stretch("heading4", "（1）丁", "paragraph 5", "仿宋", 16, number="（{n}）"),
)
TEXT = Stretch("text", "正文", "paragraph 6", "仿宋", 16, "justify", 2.0)
RIGHT = Measured(True, (SHEET,), BODY, (TITLE, *HEADINGS, TEXT), (ODD, EVEN))


def with_stretch(old: Stretch, **changes: object) -> Measured:
    stretches = tuple(
        replace(one, **changes) if one is old else one  # type: ignore[arg-type]
        for one in RIGHT.stretches
    )
    return replace(RIGHT, stretches=stretches)


def with_body(**changes: object) -> Measured:
    return replace(RIGHT, body=replace(BODY, **changes))  # type: ignore[arg-type]


def with_sheet(**changes: object) -> Measured:
    return replace(RIGHT, sheets=(replace(SHEET, **changes),))  # type: ignore[arg-type]


def with_number(**changes: object) -> Measured:
    return replace(RIGHT, numbers=(replace(ODD, **changes), EVEN))  # type: ignore[arg-type]


def test_what_keeps_to_the_standard_has_no_deviation() -> None:
    assert judge(RIGHT) == []


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@pytest.mark.parametrize(
    ("found", "severity", "code", "expected", "measured"),
    [
        (with_sheet(width=215.9, height=279.4), E, "layout-paper", "210 mm × 297 mm (A4)", "215.9 mm × 279.4 mm"),
        (with_sheet(top=25.4), E, "layout-margin-top", "37 mm", "25.4 mm"),
        (with_sheet(left=31.8), E, "layout-margin-left", "28 mm", "31.8 mm"),
        (with_sheet(right=31.8), E, "layout-margin-right", "26 mm", "31.8 mm"),
        (with_sheet(bottom=25.4), E, "layout-margin-bottom", "35 mm", "25.4 mm"),
        (with_body(face="宋体"), E, "layout-body-face", "仿宋", "宋体"),
        (with_body(face="Noto Serif SC"), N, "layout-body-face", "仿宋", "Noto Serif SC, which stands in for it"),
        (with_body(size=14), E, "layout-body-size", "16 pt", "14 pt"),
        (with_body(line=30, lines=21), E, "layout-lines", "22", "21 (30 pt from line to line)"),
        (with_body(character=16, characters=27), E, "layout-characters", "28", "27 (16 pt from character to character)"),
        (with_stretch(TITLE, face="宋体"), E, "layout-title-face", "小标宋", "宋体"),
        (with_stretch(TITLE, face="华文中宋"), N, "layout-title-face", "小标宋", "华文中宋, which stands in for it"),
        (with_stretch(TITLE, size=18.0), E, "layout-title-size", "22 pt", "18 pt"),
        (with_stretch(TITLE, align="left"), W, "layout-title-place", "centred", "left"),
        (with_stretch(HEADINGS[0], face="宋体"), E, "layout-heading1-face", "黑体", "宋体"),
        (with_stretch(HEADINGS[1], face="黑体"), E, "layout-heading2-face", "楷体", "黑体"),
        (with_stretch(HEADINGS[2], size=15.0), E, "layout-heading3-size", "16 pt", "15 pt"),
        (with_stretch(HEADINGS[0], number="{n}."), W, "layout-heading1-number", "一、", "1."),
        (with_stretch(HEADINGS[1], number=""), W, "layout-heading2-number", "（一）", "none"),
        (with_stretch(TEXT, indent=0.0), W, "layout-indent", "2 characters", "0 characters"),
        (with_stretch(TEXT, face="宋体"), N, "layout-other-type", "仿宋 16 pt", "宋体 16 pt"),
        (with_number(text="- {page} -"), E, "layout-page-number-form", "— 1 —", "- 1 -"),
        (with_number(size=9.0), E, "layout-page-number-size", "14 pt", "9 pt"),
        (with_number(face="Times New Roman"), W, "layout-page-number-face", "宋体", "Times New Roman"),
        (with_number(side="center"), W, "layout-page-number-side", "right on odd pages, left on even ones", "center on odd pages"),
        (with_number(pages="all"), W, "layout-page-number-side", "right on odd pages, left on even ones", "right on all pages"),
        (with_number(inset=0.0), W, "layout-page-number-inset", "one character (14 pt)", "0 pt"),
        (with_number(gap=2.5), W, "layout-page-number-gap", "7 mm", "2.5 mm"),
        (replace(RIGHT, numbers=()), E, "layout-page-number", "— 1 —", "none found"),
    ],
)  # fmt: skip
def test_every_deviation_is_found(
    found: Measured, severity: Severity, code: str, expected: str, measured: str
) -> None:
    codes = {one.code: one for one in judge(found)}
    one = codes.pop(code)
    assert (one.severity, one.expected, one.measured) == (severity, expected, measured)
    assert not set(codes) - {"layout-other-type", "layout-margin-right", "layout-margin-bottom"}


def test_the_tolerance_of_margins_is_a_millimetre() -> None:
    assert judge(with_sheet(top=37.9, left=27.1)) == []
    assert judge(replace(with_sheet(top=38.4), precision=0.6)) == []


def test_equal_deviations_are_one_with_the_number_of_places() -> None:
    wrong = [
        replace(HEADINGS[0], face="宋体", place=f"paragraph {n}", text=f"一、第{n}") for n in (7, 9)
    ]
    found = judge(replace(RIGHT, stretches=(TITLE, *wrong)))
    assert [one.place for one in found] == ["2 times, first paragraph 7, “一、第7”"]


def test_the_worst_comes_first() -> None:
    found = replace(
        with_sheet(top=25), numbers=(replace(ODD, gap=2),), body=replace(BODY, face="思源宋体")
    )
    assert [one.severity for one in judge(found)] == [E, W, N, N]


def test_only_chinese_type_is_judged() -> None:
    found = replace(with_body(size=11, face="Arial"), chinese=False, sheets=(SHEET,))
    assert [one.code for one in judge(found)] == ["layout-language"]
    assert {one.code for one in judge(replace(found, numbers=()))} == {
        "layout-language",
        "layout-page-number",
    }


def test_a_deviation_becomes_a_problem_of_its_file() -> None:
    one = Deviation(E, "layout-margin-top", "top margin", "37 mm", "25 mm", "section 1")
    problem = one.problem("a.docx")
    assert str(problem.place) == "a.docx"
    assert problem.message == "top margin: 25 mm, not 37 mm (section 1)"
    assert problem.is_error


@pytest.mark.parametrize(
    ("name", "face", "kind"),
    [
        ("仿宋_GB2312", "仿宋", "itself"),
        ("FangSong", "仿宋", "itself"),
        ("ABCDEF+FangSong_GB2312", "仿宋", "itself"),
        ("@仿宋", "仿宋", "itself"),
        ("SimHei", "黑体", "itself"),
        ("KaiTi_GB2312", "楷体", "itself"),
        ("FZXBSJW--GB1-0", "小标宋", "itself"),
        ("方正小标宋_GBK", "小标宋", "itself"),
        ("SimSun", "宋体", "itself"),
        ("NotoSerifSC-Regular", "仿宋", "stand-in"),
        ("LXGW WenKai GB", "楷体", "stand-in"),
        ("Noto Sans CJK SC", "黑体", "stand-in"),
        ("Noto Sans CJK SC", "仿宋", "another"),
        ("黑体", "仿宋", "another"),
        ("", "宋体", "another"),
    ],
)
def test_names_of_faces_are_known(name: str, face: str, kind: str) -> None:
    assert face in FACES
    assert stands_for(name, face) == kind
