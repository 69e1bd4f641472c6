"""Differences between two texts, as people read them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.document.worddiff import diff

CASES = [
    ("建议推广安全云。", "建议推广安全云。", "建议推广安全云。"),
    ("建议推广安全云。", "建议全面推广安全云。", "建议{全面}推广安全云。"),
    ("由公安部门牵头建设", "由工信部门牵头建设", "由[公安]{工信}部门牵头建设"),
    ("The useful work now", "The truly useful work today", "The{ truly} useful work [now]{today}"),
    ("in 2024, 1,200 cases", "in 2024, 1,300 cases", "in 2024, [1,200]{1,300} cases"),
    ("增长12.5%", "增长13.5%", "增长[12.5%]{13.5%}"),
    # One character between two changes would be read letter by letter.
    ("推进立法工作", "加快修法进程", "[推进立法工作]{加快修法进程}"),
    ("it's so", "it's not so", "it's {not }so"),
    ("甲。\n乙。", "甲。\n丙。", "甲。\n[乙]{丙}。"),
    ("", "新", "{新}"),
    ("旧", "", "[旧]"),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_cases(old: str, new: str, expected: str) -> None:
    marks = {"same": "%s", "deleted": "[%s]", "inserted": "{%s}"}
    assert "".join(marks[piece.kind] % piece.text for piece in diff(old, new)) == expected


TEXTS = st.text(st.sampled_from("网络安全ab 1，。\n.-'"), max_size=40)


@given(TEXTS, TEXTS)
def test_pieces_make_up_both_texts(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert "".join(one.text for one in pieces if one.kind != "inserted") == old
    assert "".join(one.text for one in pieces if one.kind != "deleted") == new
    assert all(one.text for one in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


def test_long_texts_are_compared_by_sentences() -> None:
    old = "".join(f"第{number}句说的是网络安全和数据。" for number in range(2_000))
    new = old.replace("第77句说的", "第77句讲的").replace("第1500句说的是网络安全和数据。", "")
    pieces = diff(old, new)
    assert [one.text for one in pieces if one.kind == "inserted"] == ["讲"]
    assert [one.text for one in pieces if one.kind == "deleted"] == [
        "说",
        "第1500句说的是网络安全和数据。",
    ]
