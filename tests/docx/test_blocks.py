"""A block or an inline goes in; the WordprocessingML that must come out stands beside it."""

from __future__ import annotations

import io
import zipfile

import pytest
from ooxml_checks import body, faults
from sample_briefs import cell, document, everything, line, modern, words

from briefing.document import (
    BulletList,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Column,
    Contents,
    ContentsEntry,
    DefinitionItem,
    DefinitionList,
    Emphasis,
    Footnote,
    Heading,
    LineBreak,
    Link,
    ListItem,
    Masthead,
    OrderedList,
    PageBreak,
    Paragraph,
    Quote,
    Reference,
    Row,
    Rule,
    Span,
    Strong,
    Table,
    Text,
    Title,
)
from briefing.docx import write


def outlines(*blocks, language="zh", **options):
    data = write(document(*blocks, language=language), modern(), **options)
    assert faults(data) == []
    return body(data)


def inside(*inlines, language="zh"):
    """Return the outline of one paragraph's runs."""
    (only,) = outlines(Paragraph(inlines), language=language)
    return only.removeprefix("p(pStyle=BodyText ").removesuffix(")")


class TestInlines:
    @pytest.mark.parametrize(
        ("node", "expected"),
        [
            (Text("文 a"), "'文 a'"),
            (Text("a\tb\nc"), "r('a' tab 'b' br 'c')"),
            (Strong(words("重")), "r(rStyle=Strong '重')"),
            (Emphasis(words("强")), "r(rStyle=Emphasis '强')"),
            (Strong((Emphasis(words("两")),)), "r(rStyle=Emphasis b bCs '两')"),
            (Code("x"), "r(rStyle=Code 'x')"),
            (LineBreak(), "br"),
            (Span(words("未载明"), "missing"), "r(rStyle=NotStated '未载明')"),
            (Span(words("model"), language="en"), "r(lang(val=en-US) 'model')"),
            (Span(words("شعب"), language="ar"), "r(rtl lang(bidi=ar-SA) 'شعب')"),
            (Link(words("网"), "ftp://a"), "'网'"),
            (Reference(words("无"), "nowhere"), "'无'"),
            (Footnote((), "n", 7), "r(rStyle=FootnoteReference '7')"),
        ],
    )
    def test_writes_as_runs(self, node, expected):
        assert inside(node) == expected.replace("lang(val=en-US)", "lang=en-US")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("“云”", "r(rFonts(hint=eastAsia) '“云”')"),
            ("破折——省略……", "r(rFonts(hint=eastAsia) '破折——省略……')"),
            ("It’s 云", "'It' '’' 's 云'"),
            ("“it’s”", "r(rFonts(hint=eastAsia) '“it') '’' r(rFonts(hint=eastAsia) 's”')"),
            ("没有", "'没有'"),
        ],
    )
    def test_takes_shared_punctuation_from_the_chinese_font(self, text, expected):
        assert inside(Text(text)) == expected

    def test_leaves_english_quotation_marks_to_the_latin_font(self):
        assert inside(Text("“a” — b"), language="en") == "'“a” — b'"

    def test_never_puts_a_link_into_a_link(self):
        node = Link(
            (Reference(words("内"), "p"), Link(words("外"), "https://b.org")), "https://a.org"
        )
        data = write(document(Paragraph((node,), id="p")), modern())
        assert faults(data) == []
        assert body(data)[0].count("hyperlink") == 1

    def test_writes_footnotes_into_a_part_of_their_own(self):
        note = Footnote((line("注文"), Paragraph((Link(words("网"), "https://b.cn"),))), "n", 1)
        data = write(document(Paragraph((Text("文"), note))), modern())
        assert faults(data) == []
        assert body(data)[0] == (
            "p(pStyle=BodyText '文' r(rStyle=FootnoteReference footnoteReference(id=1)))"
        )
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = archive.read("word/footnotes.xml").decode()
            links = archive.read("word/_rels/footnotes.xml.rels").decode()
        assert part.index("footnoteRef/>") < part.index("注文") < part.index("网")
        assert "https://b.cn" in links

    def test_refuses_a_footnote_that_nobody_numbered(self):
        with pytest.raises(ValueError, match="n1"):
            inside(Footnote((), "n1"))


class TestBlocks:
    @pytest.mark.parametrize(
        ("block", "expected"),
        [
            (line("文"), ["p(pStyle=BodyText '文')"]),
            (line("文", "lead"), ["p(pStyle=Lead '文')"]),
            (line("文", "imprint"), ["p(pStyle=Imprint '文')"]),
            (
                Paragraph(words("文"), keep_with_next=True),
                ["p(pStyle=BodyText keepNext '文')"],
            ),
            (
                Paragraph(words("文"), id="a:b/c"),
                ["p(pStyle=BodyText bookmarkStart(id=1 name=a_b_c) '文' bookmarkEnd(id=1))"],
            ),
            (Title(words("题"), words("副")), ["p(pStyle=Title '题')", "p(pStyle=Subtitle '副')"]),
            (Heading(1, words("甲")), ["p(pStyle=Heading1 '甲')"]),
            (Heading(2, words("甲"), numbered=True, number="1"), ["p(pStyle=Heading2 '甲')"]),
            (
                Heading(2, words("甲")),
                ["p(pStyle=Heading2 numPr(ilvl=0 numId=0) ind(left=0 firstLine=0) '甲')"],
            ),
            (
                Heading(1, words("甲"), numbered=True, number="A."),
                ["p(pStyle=Heading1 'A. ' '甲')"],
            ),
            (Quote((line("引"),)), ["p(pStyle=Quote '引')"]),
            (CodeBlock("a\n b\n"), ["p(pStyle=CodeBlock r('a' br ' b'))"]),
            (Rule(), ["p(pStyle=Rule)"]),
            (
                DefinitionList((DefinitionItem(words("词"), (line("义"),)),)),
                ["p(pStyle=DefinitionTerm '词')", "p(pStyle=Definition '义')"],
            ),
            (
                Masthead(words("机构"), words("专报"), words("第3期"), words("3月"), words("内部")),
                [
                    "p(pStyle=MastheadOrganization '机构' tab r(rStyle=Classification '内部'))",
                    "p(pStyle=MastheadSeries '专报')",
                    "p(pStyle=MastheadDetails '第3期' tab '3月')",
                ],
            ),
        ],
    )
    def test_writes_in_styles(self, block, expected):
        assert outlines(block) == expected

    def test_begins_a_page_with_what_follows(self):
        assert outlines(line("一"), PageBreak(), line("二"))[1] == (
            "p(pStyle=BodyText pageBreakBefore '二')"
        )

    def test_begins_a_page_with_a_table_too(self):
        table = Table((Column(1),), (), (Row((cell("甲"),)),))
        assert (
            outlines(PageBreak(), table)[0] == "p(pStyle=Spacer pageBreakBefore spacing(before=20))"
        )

    def test_numbers_headings_anew_where_word_would_count_on(self):
        numbered = [
            Heading(2, words("甲"), numbered=True, number=number) for number in ("1", "2", "1", "2")
        ]
        third, fourth = outlines(*numbered)[2:]
        assert third == fourth == "p(pStyle=Heading2 numPr(ilvl=1 numId=6) '甲')"


class TestLists:
    def test_names_the_list_of_its_style(self):
        node = BulletList((ListItem((line("甲"), line("续"))),))
        assert outlines(node) == [
            "p(pStyle=ListBullet numPr(ilvl=0 numId=2) '甲')",
            "p(pStyle=ListContinue '续')",
        ]

    def test_restarts_every_numbered_list(self):
        node = OrderedList((ListItem((line("甲"),), label="1."),))
        assert outlines(node, node) == [
            "p(pStyle=ListNumber numPr(ilvl=0 numId=3) '甲')",  # the list of its style
            "p(pStyle=ListNumber numPr(ilvl=0 numId=6) '甲')",
        ]

    def test_keeps_what_belongs_to_an_ask_under_it(self):
        item = ListItem((line("建议"), line("对象", "meta"), line("影响", "note"), line("说明")))
        assert outlines(OrderedList((item,), "recommendations")) == [
            # Its style keeps it with what follows.
            "p(pStyle=Recommendation numPr(ilvl=0 numId=4) '建议')",
            "p(pStyle=RecommendationFacts '对象')",
            "p(pStyle=RecommendationRemark '影响')",
            "p(pStyle=RecommendationText '说明')",
        ]

    def test_lets_an_ask_go_to_which_nothing_belongs(self):
        assert outlines(OrderedList((ListItem((line("建议"),)),), "recommendations")) == [
            "p(pStyle=Recommendation keepNext=0 numPr(ilvl=0 numId=4) '建议')",
        ]

    def test_prints_a_label_that_word_would_not_count(self):
        node = OrderedList((ListItem((line("甲"),), label="1-a"),))
        assert outlines(node) == ["p(pStyle=ListNumber numPr(ilvl=0 numId=0) r('1-a' tab) '甲')"]


class TestTables:
    def test_repeats_its_head_and_keeps_rows_whole(self):
        node = Table(
            (Column(1), Column(3, "right")),
            (Row((cell("甲"), cell("乙"))),),
            (Row((cell("1"), cell("2"))),),
            "summary",
            words("表题"),
            number=2,
            description="两列",
        )
        caption, table, end = outlines(node)
        assert caption == (
            "p(pStyle=Caption '表 ' fld-begin {SEQ 表 \\* ARABIC} fld-separate '2' fld-end"
            " '\\u3000' '表题')"
        )
        assert table == (
            "tbl(tblStyle=SummaryTable tblW(w=9184 type=dxa) tblLayout(type=fixed)"
            " tblLook=0420(firstRow=1 lastRow=0 firstColumn=0 lastColumn=0 noHBand=0 noVBand=1)"
            " tblCaption=表题 tblDescription=两列 gridCol(w=2296) gridCol(w=6888)"
            " tr(cantSplit tblHeader"
            " tc(tcW(w=2296 type=dxa) vAlign=bottom p(pStyle=TableHeading '甲'))"
            " tc(tcW(w=6888 type=dxa) vAlign=bottom p(pStyle=TableHeadingRight '乙')))"
            " tr(cantSplit tc(tcW(w=2296 type=dxa) p(pStyle=TableText '1'))"
            " tc(tcW(w=6888 type=dxa) p(pStyle=TableTextRight '2'))))"
        )
        assert end == "p(pStyle=Spacer)"

    def test_merges_cells(self):
        node = Table(
            (Column(1),) * 3,
            (),
            (
                Row((cell("甲", rows=2), cell("乙", columns=2))),
                Row((cell("丙"), cell("丁"))),
            ),
        )
        table = outlines(node)[0]
        assert "vMerge=restart p(pStyle=TableText keepNext '甲')" in table
        assert "gridSpan=2 p(pStyle=TableText keepNext '乙')" in table
        assert "vMerge=continue p(pStyle=TableText)" in table

    def test_puts_the_space_after_a_table_before_what_follows(self):
        node = Table((Column(1),), (), (Row((cell("甲"),)),))
        assert outlines(node, line("文"))[1] == "p(pStyle=BodyText spacing(before=200) '文')"

    def test_lets_a_row_break_that_is_taller_than_a_page(self):
        node = Table((Column(1),), (), (Row((cell("长" * 2_000),)),))
        assert "cantSplit" not in outlines(node)[0]

    def test_refuses_more_cells_than_columns(self):
        with pytest.raises(ValueError, match="1 columns"):
            outlines(Table((Column(1),), (), (Row((cell("甲"), cell("乙"))),)))

    def test_fills_up_a_short_row(self):
        table = outlines(Table((Column(1), Column(1)), (), (Row((cell("甲"),)),)))[0]
        assert table.count("tc(") == 2

    def test_writes_an_empty_cell_in_the_table_s_own_style(self):
        table = outlines(Table((Column(1),), (), (Row((Cell(()),)),)))[0]
        assert "p(pStyle=TableText)" in table


class TestCallouts:
    def test_is_a_box_that_keeps_lists(self):
        node = Callout((BulletList((ListItem((line("一"),)),)), line("二")), "note", words("题"))
        box = outlines(node)[0]
        assert box.startswith("tbl(tblStyle=NoteBox ")
        assert (
            "p(pStyle=CalloutTitle '题') p(pStyle=ListBullet numPr(ilvl=0 numId=2) '一') "
            "p(pStyle=CalloutText '二')"
        ) in box


class TestContents:
    NODE = Contents(words("目录"), 2, (ContentsEntry(2, words("甲"), "h", "1"),))
    HEADING = Heading(2, words("甲"), "h", numbered=True, number="1")

    def test_shows_no_page_where_none_is_known(self):
        assert outlines(self.NODE, self.HEADING)[0] == (
            "sdt(alias=目录 id=1338398683 docPartObj(docPartGallery=Table of Contents docPartUnique)"
            " sdtContent(p(pStyle=TOCHeading '目录') p(pStyle=TOC2 fld-begin"
            ' {TOC \\o "1-2" \\h \\z \\u} fld-separate'
            " hyperlink(anchor=h history=1 '1 ' '甲') fld-end)))"
        )

    def test_shows_the_pages_that_are_known(self):
        contents = outlines(self.NODE, self.HEADING, page_numbers={"h": 4})[0]
        assert "'甲' tab fld-begin {PAGEREF h \\h} fld-separate '4' fld-end) fld-end" in contents

    def test_is_left_out_where_it_is_empty(self):
        assert outlines(Contents(words("目录"))) == ["p(pStyle=BodyText)"]


def test_every_kind_of_node_passes_the_checks():
    assert faults(write(everything(), modern())) == []
