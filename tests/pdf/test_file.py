"""The file: valid, self-contained, the same every time, and what it says is there."""

from __future__ import annotations

import hashlib
import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from setting import document, heading, modern, paragraph, written

from briefing.document import (
    Callout,
    Cell,
    Column,
    Link,
    Paragraph,
    Reference,
    Row,
    Span,
    Table,
    Text,
)
from briefing.pdf.writer import write

LONG = "国家人工智能安全数据，提案建议。" * 30


def text_of(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in pdf]


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def row(*words: str) -> Row:
    return Row(tuple(Cell((paragraph(word),)) for word in words))


@pytest.mark.tool("qpdf")
def test_the_file_is_valid(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(written(heading("一"), paragraph(LONG), heading("二", 2)).data)
    said = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=True)
    assert "No syntax or stream encoding errors" in said.stdout


def test_the_same_document_gives_the_same_bytes(python: str) -> None:
    code = (
        "import sys, hashlib; sys.path[:0] = ['tests/pdf'];"
        "from setting import *; print(hashlib.sha256(written(heading('一'), paragraph('国AI'*90)).data)"
        ".hexdigest())"
    )
    here = hashlib.sha256(written(heading("一"), paragraph("国AI" * 90)).data).hexdigest()
    root = Path(__file__).resolve().parents[2]
    for seed in ("0", "17"):
        env = {"PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai", "LANG": "C"}
        said = subprocess.run(
            [python, "-c", code], cwd=root, env=env, capture_output=True, text=True, check=True
        )
        assert said.stdout.strip() == here


def test_another_document_has_another_id() -> None:
    ids = {str(opened(written(paragraph(text)).data).trailer["/ID"][0]) for text in "甲乙"}
    assert len(ids) == 2


def test_every_font_is_embedded_as_a_subset_with_its_characters() -> None:
    pdf = opened(written(paragraph("国 AI é שלום ไทย 😀")).data)
    fonts = pdf.pages[0].Resources.Font
    assert len(fonts) >= 3
    for font in fonts.values():
        assert "+" in str(font.BaseFont)
        assert "/ToUnicode" in font
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


def test_what_is_read_is_what_was_written() -> None:
    text = "《网络安全法》自2017年6月1日起施行，“AI+”行动——第一步……"
    # This reader puts a space where Chinese and Latin stand apart, whatever the file says.
    found = "".join(text_of(written(paragraph(text)).data))
    assert text in "".join(found.split())


@pytest.mark.tool("pdftotext")
@pytest.mark.parametrize(
    "text",
    [
        "《网络安全法》自2017年6月1日起施行，“AI+”行动（第一步）……",
        "写明“尽快”；期限、经费和“其他”，“AI”与5G网络",
        "GB/T 9704规定，每页22行、每行28字。",
    ],
)
def test_what_is_copied_has_no_space_that_was_not_written(text: str, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(written(paragraph(text)).data)
    for option in ("-raw", "-layout"):
        said = subprocess.run(
            ["pdftotext", option, file, "-"], capture_output=True, text=True, check=True
        )
        assert text in said.stdout


@pytest.mark.parametrize("text", ["e\u0301", "👩‍👩‍👧‍👦", "𠮷", "ﬁ", "\u00ad", "Ω≈ç√", "한국어"])
def test_characters_beyond_the_usual_keep_their_text(text: str) -> None:
    found = written(paragraph(f"国{text}家"))
    assert not [p for p in found.problems if p.is_error]
    assert found.data.startswith(b"%PDF-1.7")


def test_a_character_that_no_font_has_is_reported_with_its_record() -> None:
    from briefing.document import Field, Origin

    node = Paragraph((Field("A\U0001e900B", Origin("one", "summary", "zh")),))
    problems = written(node).problems
    assert [p.code for p in problems] == ["missing-glyph"]
    assert "U+1E900" in problems[0].message
    assert problems[0].record == "one"
    data = written(node).data
    assert "A\U0001e900B" in "".join(text_of(data))
    # An archive takes no reference to a font's own sign for a missing glyph.
    for page in opened(data).pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "TJ":
                codes = b"".join(
                    bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)
                )
                assert b"\0\0" not in [codes[at : at + 2] for at in range(0, len(codes), 2)]


def test_links_lead_to_their_targets() -> None:
    pdf = opened(
        written(
            Paragraph(
                (
                    Link((Text("网站"),), "https://example.com/路?a=(b)"),
                    Reference((Text("后文"),), "section:二"),
                    Reference((Text("无处"),), "nowhere"),
                )
            ),
            *[paragraph(LONG) for _ in range(12)],
            heading("二"),
        ).data
    )
    links = list(pdf.pages[0].Annots)
    assert str(links[0].A.URI) == "https://example.com/%E8%B7%AF?a=(b)"
    assert links[1].Dest[0].objgen == pdf.pages[-1].obj.objgen
    assert len(links) == 2


def test_bookmarks_follow_the_headings() -> None:
    pdf = opened(
        written(
            heading("一"), heading("甲", 2), heading("乙", 3), heading("二"), heading("丙", 4)
        ).data
    )

    def tree(items) -> list:
        return [(item.title, tree(item.children)) for item in items]

    with pdf.open_outline() as outline:
        assert tree(outline.root) == [
            ("一", [("甲", [("乙", [])])]),
            ("二", [("丙", [])]),
        ]


def test_properties_say_only_what_the_document_says() -> None:
    pdf = opened(written(paragraph("文")).data)
    info = pdf.docinfo
    found = {key: str(info[key]) for key in info.keys()}  # noqa: SIM118 – no mapping
    assert found == {
        "/Title": "题",
        "/Author": "编辑部",
        "/Creator": "briefing",
        "/Producer": "briefing",
        "/CreationDate": "D:20240315000000Z",
        "/ModDate": "D:20240315000000Z",
    }


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    for lines in range(25, 48):
        blocks = [paragraph("文") for _ in range(lines)]
        data = written(*blocks, heading("标题"), paragraph("正文甲"), paragraph("正文乙")).data
        pages = text_of(data)
        (page,) = [text for text in pages if "标题" in text]
        assert "正文甲" in page


def test_a_long_table_repeats_its_head() -> None:
    table = Table(
        (Column(1), Column(2)),
        (Row((Cell((paragraph("列甲"),), header=True), Cell((paragraph("列乙"),), header=True))),),
        tuple(row(str(n), LONG[:60]) for n in range(80)),
        "data",
    )
    pages = text_of(written(table).data)
    assert len(pages) >= 3
    assert all("列甲" in page for page in pages)
    assert all("续表" in page for page in pages[1:])


def test_a_row_taller_than_a_page_is_split_and_loses_nothing() -> None:
    table = Table((Column(1), Column(1)), (), (row("短", "国" * 3000), row("后", "末")), "data")
    text = "".join(text_of(written(table).data))
    assert text.count("国") == 3000
    assert "末" in text


def test_a_box_longer_than_a_page_is_split_and_loses_nothing() -> None:
    box = Callout(tuple(paragraph("国" * 400) for _ in range(8)), title=(Text("题"),))
    pages = text_of(written(box).data)
    assert len(pages) > 1
    assert sum(page.count("国") for page in pages) == 3200


def test_a_short_box_stays_whole() -> None:
    for lines in range(20, 45):
        blocks = [paragraph("文") for _ in range(lines)]
        box = Callout(tuple(paragraph(f"盒{n}") for n in "甲乙丙丁戊"))
        pages = text_of(written(*blocks, box).data)
        (page,) = [text for text in pages if "盒甲" in text]
        assert "盒戊" in page


def test_an_empty_document_is_one_page() -> None:
    assert len(text_of(write(document(), modern()).data)) == 1


def test_a_very_long_word_stays_on_the_page() -> None:
    data = written(Paragraph((Span((Text("A" * 5000),)),))).data
    assert "".join(text_of(data)).count("A") >= 5000


def test_the_language_is_said() -> None:
    for language in ("zh", "en"):
        made = write(replace(document(paragraph("x"), language=language)), modern())
        assert str(opened(made.data).Root.Lang) == language
