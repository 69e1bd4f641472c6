"""Running matter: the section of the page, and texts that leave each other room."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pypdfium2
from setting import document, heading, modern, paragraph

from briefing.pdf.writer import write


def headers(header: tuple[str, str], *blocks) -> list[str]:
    made = document(*blocks)
    made = replace(made, meta=replace(made.meta, header=header))
    pdf = pypdfium2.PdfDocument(write(made, modern()).data)
    return [
        page.get_textpage().get_text_bounded(bottom=page.get_height() - 50).replace("\r\n", " ")
        for page in pdf
    ]


def test_the_header_shows_the_section_of_the_page() -> None:
    filling = [paragraph("文") for _ in range(30)]
    found = headers(
        ("简报", ""),
        heading("甲节"),
        *filling,
        heading("乙节"),
        *filling,
        *filling,
        heading("丙节"),
    )
    assert ["甲节" in page for page in found] == [False, False, False, False]
    assert "乙节" in found[1]
    assert "乙节" in found[2]
    assert "丙节" in found[3]


def test_a_named_text_stands_instead() -> None:
    found = headers(("简报", "电信"), heading("甲节"), *[paragraph("文") for _ in range(60)])
    assert "电信" in found[1]
    assert "甲节" not in found[1]


def test_long_texts_do_not_stand_on_one_another() -> None:
    blocks = [paragraph("文") for _ in range(60)]
    for header in (("左" * 90, "右"), ("左", "右" * 90), ("左" * 90, "右" * 90)):
        made = document(*blocks)
        made = replace(made, meta=replace(made.meta, header=header, footer="脚" * 200))
        data = write(made, modern()).data
        page = pypdfium2.PdfDocument(data)[1].get_textpage()
        boxes = {}
        for index in range(page.count_chars()):
            left, bottom, right, _ = page.get_charbox(index)
            if right > left:
                boxes.setdefault(round(bottom / 8), []).append((left, right))
        for row in boxes.values():
            row.sort()
            for (_, right), (left, _) in pairwise(row):
                assert left >= right - 2
        assert len(pikepdf.open(io.BytesIO(data)).pages) == 3
