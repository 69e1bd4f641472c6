"""Independent readers see in a DOCX what the Document holds, each as far as it can."""

from __future__ import annotations

import pytest
from outputs import SAMPLES, style_of
from readers import Seen, by_docx2python, by_mammoth, by_pandoc, held
from sample_briefs import cell, document, line, modern, words

from briefing.document import (
    BulletList,
    Chart,
    Column,
    Document,
    Footnote,
    Heading,
    Link,
    ListItem,
    OrderedList,
    Paragraph,
    Row,
    Series,
    Table,
    Text,
)
from briefing.docx import write
from briefing.docx.read import read

CHOSEN = [path for path in SAMPLES if "digest" in path.stem or "telecom" in path.stem]

NOTES = document(
    Heading(1, words("一")),
    Paragraph(
        (
            Text("正文"),
            Footnote(
                (line("注一。"), Paragraph((Link(words("网"), "https://b.cn/?a=1&b=2"),))), "n1", 1
            ),
            Text("续"),
            Footnote((line("注二。"),), "n2", 2),
        )
    ),
    Heading(2, words("编号"), numbered=True, number="1"),
    OrderedList(
        (ListItem((line("甲"), BulletList((ListItem((line("甲一"),)),)))), ListItem((line("乙"),)))
    ),
    line("隔开"),
    OrderedList((ListItem((line("丙"),)), ListItem((line("丁"),)))),
    Heading(3, words("三级")),
    Heading(4, words("四级")),
    Table(
        (Column(1), Column(2)),
        (Row((cell("列"), cell("数"))),),
        (Row((cell("一"), cell("1"))),),
        caption=words("表"),
        number=1,
    ),
    Chart("bar", ("甲", "乙"), (Series("数", (1, 2.5)),), "甲 1，乙 2.5", words("图"), "c1", 1),
)


@pytest.fixture(params=[*CHOSEN, NOTES], ids=[*(path.stem for path in CHOSEN), "notes"])
def brief(request: pytest.FixtureRequest) -> tuple[Document, bytes]:
    """Return a document and the file of it."""
    if isinstance(request.param, Document):
        return request.param, write(request.param, modern())
    reading = read(request.param.read_bytes())
    return reading.document, write(reading.document, style_of(reading.style))


def is_same(seen: Seen, wanted: Seen) -> None:
    assert seen.headings == wanted.headings
    assert seen.numbered == wanted.numbered
    assert seen.bullets == wanted.bullets
    assert seen.tables == wanted.tables
    assert seen.notes == wanted.notes
    assert seen.links == wanted.links


def test_mammoth(brief):
    document, data = brief
    wanted = held(document)
    wanted.numbered = [(0, text) for _, text in wanted.numbered]
    is_same(by_mammoth(data), wanted)


def test_docx2python(brief):
    document, data = brief
    wanted = held(document)
    seen = by_docx2python(data)
    # What stands between tables are tables of one column to it, as boxes are.
    for one in (seen, wanted):
        one.tables = [rows for rows in one.tables if len(rows[0]) > 1]
    is_same(seen, wanted)
    assert seen.charts == wanted.charts


@pytest.mark.tool("pandoc")
def test_pandoc(brief):
    document, data = brief
    is_same(by_pandoc(data), held(document))
