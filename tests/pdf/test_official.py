"""What only the style `official` asks of a PDF: grid, outer page numbers, closing block."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from official_seeds import official, official_brief
from setting import document, heading, paragraph

from briefing.building.workshop import number_scheme
from briefing.document import (
    BulletList,
    Cell,
    Column,
    Heading,
    ListItem,
    Masthead,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
)
from briefing.pdf.measure import _chars, _lines
from briefing.pdf.writer import write
from briefing.transforms import apply

MM = 72 / 25.4


def made(*blocks, language: str = "zh") -> bytes:
    scheme = number_scheme(official(), language)
    return write(apply(document(*blocks, language=language), scheme), official()).data


def lines(data: bytes) -> list:
    return _lines(pypdfium2.PdfDocument(data))[0]


@pytest.mark.tool("qpdf")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_file_is_valid(language: str, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(official_brief("digest", language, "pdf"))
    said = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_a_page_has_22_lines_of_28_characters() -> None:
    data = made(*(paragraph("国" * 27 * 28) for _ in range(3)))
    found = [line for line in lines(data) if "国" in line.text]
    assert Counter(line.page for line in found)[1] == 22
    assert {len(line.text) for line in found[1:20]} == {28}
    full = found[1]
    assert full.left == pytest.approx(28 * MM, abs=0.1)
    assert full.chars[27].x == pytest.approx(28 * MM + 27 * 156 * MM / 28, abs=0.2)
    first = found[0]
    assert len(first.text) == 26
    assert first.left == pytest.approx(28 * MM + 2 * 156 * MM / 28, abs=0.1)


def test_page_numbers_alternate_one_character_in() -> None:
    data = made(*(paragraph("国" * 27 * 28) for _ in range(3)))
    numbers = [line for line in lines(data) if "—" in line.text]
    assert [line.text for line in numbers] == [f"—{n}—" for n in range(1, len(numbers) + 1)]
    for line in numbers:
        if line.page % 2:
            assert line.right == pytest.approx((210 - 26) * MM - 14, abs=1)
        else:
            assert line.left == pytest.approx(28 * MM + 14, abs=1)
        assert line.chars[0].size == 14


def test_running_texts_are_left_out() -> None:
    data = made(*(paragraph("国" * 27 * 28) for _ in range(2)))
    text = "".join(line.text for line in lines(data))
    assert not set("左右脚") & set(text)


def test_headings_run_in_with_faces_of_their_levels() -> None:
    data = made(*(Heading(level, (Text("题"),), f"section:{level}") for level in (1, 2, 3, 4)))
    found = [line for line in lines(data) if "题" in line.text]
    assert [line.text for line in found] == ["一、题", "（一）题", "1.题", "（1）题"]
    assert [line.type[0] for line in found][:2] == ["NotoSansSC-Medium", "NotoSerifSC-Regular"]
    assert {line.type[1] for line in found} == {16.0}


def test_strong_words_take_the_heavier_face() -> None:
    data = made(Paragraph((Text("国"), Strong((Text("家"),)))))
    faces = {char.text: char.face for line in lines(data) for char in line.chars}
    assert faces["国"] == "NotoSerifSC-Regular"
    assert faces["家"] == "NotoSansSC-Medium"


def test_list_items_begin_like_paragraphs() -> None:
    items = tuple(ListItem((paragraph("国" * 40),)) for _ in range(2))
    found = [line for line in lines(made(BulletList(items))) if "国" in line.text]
    assert [line.text[:3] for line in found] == ["——国", "国国国", "——国", "国国国"]
    assert found[0].left == pytest.approx(28 * MM + 2 * 156 * MM / 28, abs=0.1)
    assert found[1].left == pytest.approx(28 * MM, abs=0.1)


def test_the_closing_block_ends_at_the_foot_of_the_text() -> None:
    masthead = Masthead(
        (Text("研究室"),),
        (Text("速览"),),
        date=(Text("2024年"),),
        distribution=(Text("各部门"),),
    )
    found = lines(made(masthead, paragraph("正文")))
    copies, issued = (
        next(line for line in found if word in line.text) for word in ("抄送", "印发")
    )
    assert copies.page == issued.page == 1
    assert copies.text == "抄送：各部门"
    assert 35 * MM < issued.y < 35 * MM + 16
    assert issued.left == pytest.approx(28 * MM + 14, abs=0.1)
    assert {line.type[1] for line in (copies, issued)} == {14.0}


def test_a_closing_block_without_room_goes_to_a_page_of_its_own() -> None:
    masthead = Masthead((Text("研究室"),), (), date=(Text("2024年"),))
    body = [paragraph("国" * 26) for _ in range(16)]
    pages = {line.text[:2]: line.page for line in lines(made(masthead, *body)) if line.y > 90}
    full = [line for line in lines(made(masthead, *body)) if "国" in line.text]
    issued = next(line for line in lines(made(masthead, *body)) if "印发" in line.text)
    assert pages
    assert issued.page >= full[-1].page
    if issued.page == full[-1].page:
        assert issued.y < full[-1].y - 16


def test_a_mastheads_mark_is_red_and_35_mm_down() -> None:
    masthead = Masthead((Text("研究室"),), (Text("速览"),), (Text("第1期"),))
    for classification in ((), (Text("内部"),)):
        one = Masthead(masthead.organization, masthead.series, masthead.number, (), classification)
        found = lines(made(one))
        mark = next(line for line in found if "研究室" in line.text)
        assert all(char.red for char in mark.chars)
        top = (297 - 37) * MM - (mark.y + mark.type[1] * 0.86)
        assert top == pytest.approx(35 * MM, abs=2)


def test_tables_have_rules_and_no_fills() -> None:
    cells = Row((Cell((paragraph("甲"),)), Cell((paragraph("乙"),))))
    table = Table((Column(1), Column(1)), (cells,), (cells, cells))
    document_ = pypdfium2.PdfDocument(made(heading("题"), table))
    page = document_[0]
    filled = [
        obj.get_bounds() if hasattr(obj, "get_bounds") else obj.get_pos()
        for obj in page.get_objects()
        if obj.type == 2  # a path
    ]
    assert len(filled) == 4  # over the head, under it, between the rows, under all
    assert all(top - bottom < 1.2 for _, bottom, _, top in filled)


def test_english_is_set_without_a_grid_and_with_proportional_quotes() -> None:
    data = made(paragraph("It’s a “good” day. " * 20), language="en")
    page = pypdfium2.PdfDocument(data)[0]
    chars = list(_chars(page.get_textpage()))
    assert {char.size for char in chars if char.text == "g"} == {14.0}
    assert {char.face for char in chars if char.text in "“”’"} == {"SourceSerif4-Regular"}
