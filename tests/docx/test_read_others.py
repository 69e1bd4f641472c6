"""What Word, WPS and LibreOffice write into files of their own: read, or named, never lost."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from briefing.document import (
    Cell,
    Contents,
    Document,
    Footnote,
    Heading,
    Paragraph,
    Table,
    inline_text,
    walk_blocks,
    walk_inlines,
)
from briefing.docx.read import read
from briefing.transforms import Scheme, apply, bare

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def file(body: str, **parts: str) -> bytes:
    """Return a DOCX with this body; ``parts`` are others by name, such as ``styles``."""
    root = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:m="{M}"'
    types = relations = ""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(
            "word/document.xml", f"<w:document {root}><w:body>{body}</w:body></w:document>"
        )
        for name, content in parts.items():
            tag = {"header": "hdr", "footer": "ftr"}.get(name, name)
            types += f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{name}+xml"/>'
            relations += f'<Relationship Id="{name}" Type="{R}/{name}" Target="{name}.xml"/>'
            package.writestr(f"word/{name}.xml", f"<w:{tag} {root}>{content}</w:{tag}>")
        package.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="d" Type="{R}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
            '.relationships+xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{TYPE}.document.main+xml"/>{types}</Types>',
        )
    return out.getvalue()


def lines(document: Document) -> list[str]:
    return [
        inline_text(block.children)
        for block in walk_blocks(document.blocks)
        if isinstance(block, Paragraph | Heading)
    ]


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def t(text: str, properties: str = "", tag: str = "t") -> str:
    space = ' xml:space="preserve"'
    return f"<w:r><w:rPr>{properties}</w:rPr><w:{tag}{space}>{text}</w:{tag}></w:r>"


def code(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def inside(tag: str, *content: str) -> str:
    return f"<w:{tag}>{''.join(content)}</w:{tag}>"


BOX = inside("r", inside("pict", inside("txbxContent", p(t("in a box")))))
WINGDINGS = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
NESTED_BOX = inside("r", inside("pict", inside("txbxContent", p(t("outer"), BOX))))

READ = {
    "split runs": (p(t("a"), '<w:proofErr w:type="spellStart"/>', t("b")), ["ab"]),
    "smart tags in smart tags": (p(inside("smartTag", inside("smartTag", t("x")), t("y"))), ["xy"]),
    "controls round words and paragraphs": (
        inside("sdt", inside("sdtContent", p(inside("sdt", inside("sdtContent", t("x")))))),
        ["x"],
    ),
    "hyphens": (p("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>"), ["a\u2011b"]),
    "ticks of Wingdings": (
        p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', t(" yes")),
        ["✓ yes"],
    ),
    "boxes of Wingdings 2": (p('<w:r><w:sym w:font="Wingdings 2" w:char="0052"/></w:r>'), ["☑"]),
    "operators of Symbol": (p('<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>'), ["≤"]),
    "signs typed in their font": (p(t("\uf0e0", WINGDINGS)), ["→"]),
    "private characters of no known font": (p(t("\uf0e0")), ["\uf0e0"]),
    "drop cap": (
        p(t("D"), properties='<w:framePr w:dropCap="drop" w:lines="3"/>') + p(t("rop cap")),
        ["Drop cap"],
    ),
    "alternatives": (
        p(
            f"<mc:AlternateContent><mc:Choice Requires='wps'>{t('new')}</mc:Choice>"
            f"<mc:Fallback>{t('old')}</mc:Fallback></mc:AlternateContent>"
        ),
        ["new"],
    ),
    "right to left": (p(inside("bdo", t("אב")), inside("dir", t("גד"))), ["אבגד"]),
    "text boxes in text boxes, each once": (p(t("before"), NESTED_BOX), ["before", "outer", "in a box"]),
    "an address as a field": (
        p(code("begin"), instruction('HYPERLINK "http://a.b/"'), code("separate"), t("here"),
          code("end"), t(" it is")),
        ["here it is"],
    ),
    "a field that never ends": (p(code("begin"), instruction("DATE")) + p(t("kept")), ["kept"]),
    "contents that never end": (
        p(code("begin"), instruction("TOC \\o"), code("separate"), t("Entry")) + p(t("kept")),
        ["Entry", "kept"],
    ),
    "a list of figures": (
        p(code("begin"), instruction('TOC \\h \\c "Figure"'), code("separate"), t("Figure 1"),
          code("end")),
        ["Figure 1"],
    ),
    "paragraph marks deleted": (
        p(t("one "), properties="<w:rPr><w:del/></w:rPr>") + p(t("two")),
        ["one two"],
    ),
    "deleted in an insertion": (
        p(t("a"), inside("ins", t("b"), inside("del", t("c", tag="delText")))),
        ["ab"],
    ),
    "moved": (
        p(inside("moveFrom", t("x", tag="delText")), t("y"), inside("moveTo", t("x"))),
        ["yx"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_words_are_kept(name: str) -> None:
    body, expected = READ[name]
    assert lines(read(file(body)).document) == expected


TOLD = {
    "formatting": [
        p(t("x", "<w:strike/>")),
        p(t("x", '<w:u w:val="single"/>')),
        p(t("x", '<w:highlight w:val="yellow"/>')),
        p(t("x", '<w:color w:val="FF0000"/>')),
        p(t("2", '<w:vertAlign w:val="superscript"/>')),
    ],
    "ruby": [p(inside("r", inside("ruby", inside("rt", t("pin")), inside("rubyBase", t("拼")))))],
    "symbol": [p('<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>')],
    "formula": [p("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>")],
    "hidden-text": [p(t("x", "<w:vanish/>"))],
    "embedded-document": ['<w:altChunk r:id="x"/>', p('<w:subDoc r:id="x"/>')],
    "text-box": [p(BOX)],
    "not-carried-over": [
        p(inside("r", inside("object", ""))),
        p(inside("r", inside("drawing", ""))),
    ],
}


@pytest.mark.parametrize("code", TOLD)
def test_what_cannot_be_carried_over_is_named_with_its_place(code: str) -> None:
    for body in TOLD[code]:
        problems = read(file(p(t("first")) + body), "x.docx").problems
        assert [one.code for one in problems] == [code]
        assert problems[0].place is not None
        assert problems[0].place.inside in {"paragraph 2", ""}


def test_what_is_lost_in_many_places_is_told_once() -> None:
    [problem] = read(file(p(t("x", "<w:strike/>")) * 3)).problems
    assert problem.message.endswith(", here and in 2 more places")


def test_formatting_that_says_no_is_none() -> None:
    off = '<w:strike w:val="false"/><w:u w:val="none"/><w:vertAlign w:val="baseline"/>'
    assert read(file(p(t("x", off)))).problems == ()


def test_styles_are_known_by_name_whatever_their_ids() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/>'
        '<w:basedOn w:val="2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="10"><w:name w:val="Mine"/>'
        '<w:basedOn w:val="2"/></w:style>'
    )
    for identifier in ("2", "10"):
        body = p(t("x"), properties=f'<w:pStyle w:val="{identifier}"/>')
        [heading] = read(file(body, styles=styles)).document.blocks
        assert isinstance(heading, Heading)
        assert heading.level == 1


def test_cells_over_several_rows_and_columns() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(t(text))}</w:tc>"

    down, across = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{cell('a', down)}{cell('b', across)}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('c')}{cell('d')}</w:tr>"
    )
    [table] = read(file(f"<w:tbl>{rows}</w:tbl>")).document.blocks
    assert isinstance(table, Table)

    def shape(cell: Cell) -> tuple[int, int]:
        return cell.rows, cell.columns

    assert [[shape(one) for one in row.cells] for row in table.body] == [
        [(2, 1), (1, 2)],
        [(1, 1), (1, 1)],
    ]


def test_a_row_in_the_look_of_a_head_is_one() -> None:
    def row(properties: str) -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{p(t('x'))}</w:tc></w:tr>"

    look = '<w:cnfStyle w:val="100000000000" w:firstRow="1"/>'
    for head in (look, "<w:tblHeader/>"):
        [table] = read(file(f"<w:tbl>{row(head)}{row('')}</w:tbl>")).document.blocks
        assert isinstance(table, Table)
        assert (len(table.head), len(table.body)) == (1, 1)


def test_headings_stand_in_the_contents() -> None:
    contents = p(code("begin"), instruction("TOC \\o"), code("separate"), t("A"), code("end"))
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    heading = p(t("A"), properties='<w:pStyle w:val="H"/>')
    document = read(file(contents + heading, styles=styles)).document
    filled = apply(bare(document), Scheme())
    [listed] = [block for block in filled.blocks if isinstance(block, Contents)]
    assert [inline_text(entry.children) for entry in listed.entries] == ["A"]


def test_footnotes_are_read_and_a_note_without_an_end_too() -> None:
    notes = f'<w:footnote w:id="2">{p(code("begin"), t("the note"))}</w:footnote>'
    body = p(t("x"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    [block] = read(file(body, footnotes=notes)).document.blocks
    [note] = [one for one in walk_inlines((block,)) if isinstance(one, Footnote)]
    assert [inline_text(one.children) for one in note.blocks if isinstance(one, Paragraph)] == [
        "the note"
    ]


def test_a_caption_that_is_a_number_alone_keeps_it() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style>'
    number = '<w:fldSimple w:instr=" SEQ Table "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def caption(rest: str) -> str:
        return p(t("Table "), number, t(rest), properties='<w:pStyle w:val="C"/>')

    file_ = file(caption(": Costs"), styles=styles)
    assert lines(read(file_).document) == ["Costs"]
    assert lines(read(file(caption(""), styles=styles)).document) == ["Table 1"]


def test_headers_and_footers_are_read_without_their_fields() -> None:
    footer = p(
        t("Page "), code("begin"), instruction("PAGE"), code("separate"), t("7"), code("end")
    )
    reading = read(file(p(t("x")), header=p(t("Top")), footer=footer))
    assert reading.running == (("header", "Top"), ("footer", "Page"))


def test_a_table_of_which_every_row_is_deleted_is_none() -> None:
    cell = inside("tc", p(t("gone", tag="delText")))
    table = inside("tbl", inside("tr", inside("trPr", "<w:del/>"), cell))
    data = file(p(t("one")) + table + p(t("two")))
    assert [type(block) for block in read(data).document.blocks] == [Paragraph, Paragraph]
    (_, kept, _) = read(data, view="rejected").document.blocks
    assert isinstance(kept, Table)


def with_core(text: str) -> bytes:
    """Return a file whose core properties are these."""
    opened = docx.Document()
    opened.add_paragraph("Words.")
    out, changed = io.BytesIO(), io.BytesIO()
    opened.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == "docProps/core.xml" else old.read(name))
    return changed.getvalue()


def core(modified: str) -> str:
    return (
        '<p:coreProperties xmlns:p="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:d="http://purl.org/dc/elements/1.1/" '
        'xmlns:t="http://purl.org/dc/terms/"><d:title>A memo</d:title><d:creator>Li; Wang'
        f"</d:creator><t:modified>{modified}</t:modified></p:coreProperties>"
    )


@pytest.mark.parametrize(
    ("modified", "date"),
    [
        ("2024-03-11T08:00:00Z", "2024-03-11"),
        ("2024-03-11", "2024-03-11"),
        ("2024-13-99T00:00:00Z", ""),
        ("soon&lt;", ""),
        ("", ""),
    ],
)
def test_title_authors_and_date_are_the_file_s_own(modified: str, date: str) -> None:
    meta = read(with_core(core(modified))).document.meta
    assert (meta.title, meta.authors, meta.date) == ("A memo", ("Li", "Wang"), date)


def test_damaged_properties_cost_no_words() -> None:
    document = read(with_core("<no")).document
    assert lines(document) == ["Words."]
    assert document.meta.date == ""
