"""Comments: real ones, for whoever finishes the file."""

from __future__ import annotations

import io
import zipfile

from docx import Document as Word
from lxml import etree
from sample_briefs import document, modern, words

from briefing.document import Comment, Footnote, Paragraph, Reference, Strong, Text
from briefing.document.comments import comments, on_first, without_comments
from briefing.docx import write
from briefing.docx.read import read
from briefing.docx.xml import qn

REMARK = Comment(
    (Text("算力"), Strong((Text("网络"),))), "李 明", ("为什么？", "A & B"), "2024-03-11"
)
POINT = Comment((), "", ("no words",), "2024-03")
BRIEF = document(
    Paragraph((Text("由"), REMARK, Text("负责"), POINT)),
    Paragraph((Footnote((Paragraph((Comment(words("注"), "Wang", ("here",)),)),), "n", 1),)),
)


def test_comments_are_words() -> None:
    data = write(BRIEF, modern())
    found = list(Word(io.BytesIO(data)).comments)
    assert [(one.author, one.text) for one in found] == [
        ("李 明", "为什么？\nA & B"),
        ("", "no words"),
        ("Wang", "here"),
    ]
    assert [one.initials for one in found] == ["李明", "", "W"]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        dates = [
            one.get(qn("w:date")) for one in etree.fromstring(package.read("word/comments.xml"))
        ]
    # Of a month Word would make a day; there is none without a date.
    assert dates == ["2024-03-11T00:00:00Z", None, None]
    for name in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"):
        assert [one.get(qn("w:id")) for one in body.iter(qn(name))] == ["0", "1", "2"]


def test_a_file_without_comments_has_no_part_for_them() -> None:
    data = write(document(Paragraph(words("甲"))), modern())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "comment" in name]


def test_reading_tells_ours_from_those_of_people() -> None:
    reading = read(write(BRIEF, modern()))
    assert reading.document == reading.base
    assert reading.remarks == ()
    base = without_comments(BRIEF)
    assert list(comments(base)) == []
    theirs = read(write(BRIEF, modern(), base=base))
    assert [(one.author, one.text, one.quoted) for one in theirs.remarks] == [
        ("李 明", "为什么？\nA & B", "算力网络"),
        ("", "no words", ""),
        ("Wang", "here", ""),
    ]
    assert theirs.document == base


def test_a_remark_goes_on_the_first_words_that_fit() -> None:
    brief = document(Paragraph((Reference(words("甲"), "x"),)), Paragraph(words("乙甲")))
    found = on_first(brief, lambda node: "甲" in node.value, lambda inner: Comment(inner, "L", ()))
    assert found is not None
    assert found.blocks[0] == Paragraph((Reference((Comment(words("甲"), "L", ()),), "x"),))
    assert found.blocks[1] is brief.blocks[1]
    assert on_first(brief, lambda node: False, lambda inner: Comment(inner, "L", ())) is None
    assert without_comments(found) == brief
