"""What a strict style moves, numbers and leaves out."""

from __future__ import annotations

from dataclasses import replace

from briefing.document import (
    Chart,
    Document,
    Field,
    Heading,
    Masthead,
    Meta,
    Origin,
    Paragraph,
    Reference,
    Series,
    Span,
    Table,
    Text,
    inline_text,
)
from briefing.transforms import ClosingScheme, HeadingScheme, Scheme, apply

META = Meta(title="t", language="zh", organization="o", date="2024", identifier="i")
WORDS = ClosingScheme("抄送：", "{date}印发")
ORGANIZATION = Field("研究室", Origin("plan:a", "issue/organization", "zh"))
MASTHEAD = Masthead(
    (ORGANIZATION,),
    (Text("速览"),),
    (Text("第1期"),),
    (Text("2024年3月11日"),),
    (Text("内部"),),
    (Span((Text("分发："),), role="label"), Text("各部门")),
)


def closed(masthead: Masthead, scheme: Scheme = Scheme(closing=WORDS)) -> Document:  # noqa: B008
    return apply(Document(META, (masthead, Paragraph((Text("正文"),)))), scheme)


def rows(document: Document) -> list[list[str]]:
    table = document.blocks[-1]
    assert isinstance(table, Table)
    assert table.role == "closing"
    return [
        [
            inline_text(block.children)
            for cell in row.cells
            for block in cell.blocks
            if isinstance(block, Paragraph)
        ]
        for row in table.body
    ]


def test_the_closing_block_takes_who_when_and_to_whom() -> None:
    document = closed(MASTHEAD)
    assert rows(document) == [["抄送：各部门"], ["研究室", "2024年3月11日印发"]]
    head = document.blocks[0]
    assert head == replace(MASTHEAD, date=(), distribution=())


def test_the_words_of_the_issue_keep_their_origin() -> None:
    table = closed(MASTHEAD).blocks[-1]
    assert isinstance(table, Table)
    paragraph = table.body[1].cells[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.children == (ORGANIZATION,)


def test_nothing_is_invented() -> None:
    assert rows(closed(replace(MASTHEAD, distribution=()))) == [["研究室", "2024年3月11日印发"]]
    bare = replace(MASTHEAD, distribution=(), date=())
    assert closed(bare).blocks[0] == bare
    assert not any(isinstance(block, Table) for block in closed(bare).blocks)


def test_a_style_without_one_leaves_the_masthead_alone() -> None:
    assert closed(MASTHEAD, Scheme()).blocks == (MASTHEAD, Paragraph((Text("正文"),)))


def test_headings_that_no_template_marked_are_numbered_where_the_style_says_always() -> None:
    headings = (Heading(1, (Text("甲"),)), Heading(2, (Text("乙"),)), Heading(1, (Text("丙"),)))
    scheme = Scheme({1: HeadingScheme("{han}、", always=True), 2: HeadingScheme("（{han}）")})
    found = apply(Document(META, headings), scheme).blocks
    assert [block.number for block in found if isinstance(block, Heading)] == ["一、", None, "二、"]


def test_a_reference_prints_a_number_in_its_own_form() -> None:
    headings = tuple(Heading(2, (Text(str(n)),), f"section:{n}") for n in range(12))
    link = Paragraph((Reference((Text("?"),), "section:11", show="number"),))
    scheme = Scheme({2: HeadingScheme("（{han}）", always=True, reference="{n}")})
    found = apply(Document(META, (*headings, link)), scheme).blocks
    assert isinstance(found[-2], Heading)
    assert found[-2].number == "（十二）"
    assert isinstance(found[-1], Paragraph)
    assert inline_text(found[-1].children) == "12"


def test_charts_lose_their_colours_where_the_style_says_so() -> None:
    chart = Chart("bar", ("a",), (Series("s", (1.0,), "#123456"),), "d")
    kept = apply(Document(META, (chart,)), Scheme()).blocks[0]
    plain = apply(Document(META, (chart,)), Scheme(own_colours=False)).blocks[0]
    assert isinstance(kept, Chart)
    assert isinstance(plain, Chart)
    assert kept.series[0].colour == "#123456"
    assert plain.series[0].colour is None
