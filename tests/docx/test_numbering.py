"""Numbers that Word counts itself, and where they are not what was printed."""

from __future__ import annotations

import pytest
from ooxml_checks import W, body, faults, tree
from sample_briefs import document, modern, words

from briefing.document import Heading
from briefing.docx import write
from briefing.docx.numbering import number_text
from briefing.style.model import HeadingNumber

CHINESE = modern().model_copy(
    update={
        "headings": {
            1: HeadingNumber(format="{han}、"),
            2: HeadingNumber(format="（{han}）"),
            3: HeadingNumber(format="{n}."),
        }
    }
)


def headings(*numbers, style=CHINESE):
    """Return the outlines of headings, given as (level, printed number)."""
    blocks = [
        Heading(level, words("题"), numbered=number is not None, number=number)
        for level, number in numbers
    ]
    data = write(document(*blocks), style)
    assert faults(data) == []
    return [line.removesuffix(" '题')").removeprefix("p(pStyle=Heading") for line in body(data)]


def test_chinese_levels_are_linked_to_their_styles():
    data = write(document(), CHINESE)
    levels = tree(data, "word/numbering.xml").find(f"{W}abstractNum").findall(f"{W}lvl")

    def value(level, name):
        return levels[level].find(f"{W}{name}").get(f"{W}val")

    assert [value(n, "numFmt") for n in range(4)] == [
        "chineseCountingThousand",
        "chineseCountingThousand",
        "decimal",
        "none",
    ]
    assert [value(n, "lvlText") for n in range(4)] == ["%1、", "（%2）", "%3.", ""]
    assert [value(n, "suff") for n in range(3)] == ["nothing", "nothing", "tab"]
    assert [value(n, "pStyle") for n in range(3)] == ["Heading1", "Heading2", "Heading3"]
    styles = tree(data, "word/styles.xml")
    for level in (1, 2, 3):
        number = styles.find(f"{W}style[@{W}styleId='Heading{level}']/{W}pPr/{W}numPr")
        assert number.find(f"{W}numId").get(f"{W}val") == "1"


def test_what_word_counts_is_left_to_the_style():
    printed = ((1, "一、"), (2, "（一）"), (2, "（二）"), (1, "二、"), (2, "（一）"), (3, "1."))
    assert headings(*printed) == ["1", "2", "2", "1", "2", "3"]


def test_an_unnumbered_heading_does_not_stop_the_printed_count():
    own = "2 numPr(ilvl=1 numId=6)"
    assert headings((1, "一、"), (2, "（一）"), (1, None), (2, "（一）"), (2, "（二）")) == [
        "1",
        "2",
        "1 numPr(ilvl=0 numId=0)",
        own,
        own,
    ]


def test_a_number_that_word_cannot_count_is_text():
    assert headings((1, "七、")) == ["1 numPr(ilvl=0 numId=0) '七、'"]


@pytest.mark.parametrize(
    ("number", "printed"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_chinese_numbers(number, printed):
    assert number_text("{han}", number) == printed
