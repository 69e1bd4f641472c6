"""The style `official`: its measures are those of GB/T 9704-2012, and languages override."""

from __future__ import annotations

import math

import pytest
from official_seeds import official

from briefing.style import read_style


def test_the_text_area_holds_22_lines_of_28_characters() -> None:
    page = official().page
    assert (page.width_mm, page.height_mm) == (210, 297)
    assert page.measure == pytest.approx(156 / 25.4 * 72)
    assert page.text_height == pytest.approx(225 / 25.4 * 72)
    body = official().paragraph("body", "zh")
    assert math.floor(page.text_height / body.leading) == 22
    pitch = official().pitch("zh-CN")
    assert pitch is not None
    assert pitch * 28 == pytest.approx(page.measure)
    assert official().pitch("en") is None


def test_sizes_and_families_are_those_of_the_standard() -> None:
    style = official()
    looks = {name: style.paragraph(name, "zh") for name in style.paragraphs if "@" not in name}
    assert {looks[name].size for name in ("body", "lead", "list", "callout-text")} == {16}
    assert (looks["title"].size, looks["title"].family) == (22, "title")
    assert looks["title"].align == "center"
    assert [(looks[f"heading{n}"].size, looks[f"heading{n}"].family) for n in range(1, 5)] == [
        (16, "hei"),
        (16, "kai"),
        (16, "text"),
        (16, "text"),
    ]
    assert all(looks[name].first_line_em == 2 for name in ("body", "heading1", "list"))
    assert (looks["footer"].size, looks["footer"].family) == (14, "song")
    names = {name: family.docx.east_asian for name, family in style.families.items()}
    assert names == {
        "text": "仿宋",
        "title": "方正小标宋简体",
        "hei": "黑体",
        "kai": "楷体",
        "song": "宋体",
    }


def test_everything_is_black_red_or_grey() -> None:
    def colours(value: object) -> set[str]:
        if isinstance(value, dict):
            return set().union(*map(colours, value.values()), set())
        if isinstance(value, list | tuple):
            return set().union(*map(colours, value), set())
        return {value} if isinstance(value, str) and value.startswith("#") else set()

    style = official()
    used = colours(style.model_dump(exclude={"chart"}))
    assert used == {"#000000", "#C8102E", "#FFFFFF"}
    for colour in style.chart.palette:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert red == green == blue or (red > green + 50 and red > blue + 50)


def test_lists_and_numbers_follow_the_language() -> None:
    chinese, english = official().spoken("zh"), official().spoken("en-GB")
    assert chinese.headings[1].format == "{han}、"
    assert english.headings[1].format == "{n}."
    assert chinese.lists["bullet"].run_in
    assert not english.lists["bullet"].run_in
    assert not any("@" in name for name in (*chinese.lists, *english.lists))
    assert english.spoken("en") is english


def test_a_style_without_overrides_is_the_same_in_every_language(root) -> None:
    modern, _ = read_style("modern", [root / "templates"])
    assert modern is not None
    assert modern.spoken("zh") is modern
    assert modern.pitch("zh") is None
