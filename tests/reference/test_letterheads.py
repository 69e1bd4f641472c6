"""A company's Word file gives every brief its look: styles, theme, page, headers and footers."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

import pytest
from letterheads import (
    SPACES,
    english,
    field,
    leaky,
    logo,
    made,
    minimal,
    paragraph,
    refer,
    secrets,
    section,
    sheet,
    style,
    words,
    wps,
)
from lxml import etree
from ooxml_checks import R, W, faults, parts, text, tree
from sample_briefs import brief, document, everything, line

from briefing.document import Document, Heading, Text, Title, Turned
from briefing.docx import write
from briefing.docx.read import read
from briefing.docx.reference import house_style
from briefing.problems import Problem, Severity
from briefing.style import Style

TEMPLATES = Path(__file__).parents[2] / "templates"


def firm(folder: Path, data: bytes, more: str = "") -> tuple[Style | None, list[Problem]]:
    """Return the style that a file gives, as read from a project's folder."""
    (folder / "styles").mkdir(exist_ok=True)
    (folder / "styles/letterhead.dotx").write_bytes(data)
    (folder / "styles/firm.yaml").write_text(
        f"base: modern\nreference_docx: letterhead.dotx\n{more}", encoding="utf-8"
    )
    return house_style("firm", [folder, TEMPLATES])


def written(folder: Path, data: bytes, content: Document, more: str = "") -> bytes:
    """Return a document in the look of a file that has no errors."""
    found, problems = firm(folder, data, more)
    assert found is not None, problems
    return write(content, found)


def effective(data: bytes, identifier: str) -> dict[str, str]:
    """Return what a style of an output says, by element and attribute, its bases under it."""
    styles = {
        one.get(f"{W}styleId"): one for one in tree(data, "word/styles.xml").iter(f"{W}style")
    }
    chain = []
    while identifier in styles:
        chain.append(styles[identifier])
        based = chain[-1].find(f"{W}basedOn")
        identifier = "" if based is None else based.get(f"{W}val")
    found = {}
    for one in reversed(chain):
        for part in one.iterfind(f"{W}pPr/*"):
            found |= _said(part)
        for part in one.iterfind(f"{W}rPr/*"):
            found |= _said(part)
    return found


def _said(element) -> dict[str, str]:
    name = etree.QName(element).localname
    return {
        f"{name}.{etree.QName(key).localname}": value for key, value in element.attrib.items()
    } | {f"{name}.{etree.QName(one).localname}": one.get(f"{W}val", "") for one in element} or {
        name: "on"
    }


def names(data: bytes) -> dict[str, str]:
    """Return the names of an output's styles by their ids."""
    return {
        one.get(f"{W}styleId"): one.find(f"{W}name").get(f"{W}val")
        for one in tree(data, "word/styles.xml").iter(f"{W}style")
    }


FILES = {"english": (english, ""), "wps": (wps, "reference_styles: {body: 公司正文}"),
         "minimal": (minimal, ""), "secrets": (secrets, "")}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "content", [everything(), brief("zh"), brief("en")], ids=["all", "zh", "en"]
)
def test_every_kind_of_file_gives_a_sound_document(tmp_path, name, content):
    make, more = FILES[name]
    data = written(tmp_path, make(), content, more)
    assert faults(data) == []
    assert read(data, "x.docx").document == content
    assert write(content, firm(tmp_path, make(), more)[0]) == data


def test_headings_look_as_in_the_file(tmp_path):
    data = written(tmp_path, english(), brief("en"))
    heading = effective(data, "Heading1")
    assert heading["color.val"] == "7B1E3A"
    assert heading["sz.val"] == "34"
    assert heading["rFonts.asciiTheme"] == "majorHAnsi"
    assert effective(data, "BodyText")["jc.val"] == "both"
    assert b"Georgia" in parts(data)["word/theme/theme1.xml"]
    assert names(data)["Heading1"] == "heading 1"


def test_styles_of_numbers_for_ids_are_known_by_their_names(tmp_path):
    data = written(tmp_path, wps(), brief("zh"))
    assert names(data)["Heading1"] == "heading 1"
    assert effective(data, "Heading1")["color.val"] == "C00000"
    assert effective(data, "Header")["jc.val"] == "center"
    assert "2" not in names(data)


@pytest.mark.parametrize("name", ["标题 1", "Heading 1", "HEADING 1", "heading 1,Kapitel"])
def test_a_built_in_style_is_known_under_its_other_names(tmp_path, name):
    first, _, alias = name.partition(",")
    other = f'<w:aliases w:val="{alias}"/>' if alias else ""
    own = style("7", first, base="n", r='<w:color w:val="112233"/>')
    own = own.replace("<w:basedOn", f"{other}<w:basedOn")
    data = written(tmp_path, made(styles=sheet(style("n", "Normal", default=True), own)), brief())
    assert names(data)["Heading1"] == "heading 1"
    assert effective(data, "Heading1")["color.val"] == "112233"


def test_a_style_with_a_name_of_its_own_is_named_in_the_house_style(tmp_path):
    own = style("7", "公司标题一", base="n", own=True, r='<w:color w:val="112233"/>')
    file = made(styles=sheet(style("n", "Normal", default=True), own))
    data = written(tmp_path, file, brief(), "reference_styles: {heading1: 公司标题一}")
    assert names(data)["Heading1"] == "heading 1"
    assert names(data)["7"] == "公司标题一"
    assert effective(data, "Heading1")["color.val"] == "112233"
    assert effective(data, "Heading1")["outlineLvl.val"] == "0"


def test_a_named_style_may_rest_on_the_one_whose_place_it_takes(tmp_path):
    first = style("1", "heading 1", base="n", r='<w:color w:val="445566"/><w:sz w:val="40"/>')
    own = style("7", "公司标题一", base="1", own=True, r='<w:color w:val="112233"/>')
    file = made(styles=sheet(style("n", "Normal", default=True), first, own))
    data = written(tmp_path, file, brief(), "reference_styles: {heading1: 公司标题一}")
    assert faults(data) == []
    assert effective(data, "Heading1")["color.val"] == "112233"
    assert effective(data, "Heading1")["sz.val"] == "40"


@pytest.mark.parametrize(
    ("line_", "code", "words_", "hint"),
    [
        (
            "heading1: 公司标题二",
            "unknown-reference-style",
            "no paragraph style 公司标题二",
            "公司标题一",
        ),
        ("heading1: Loud", "unknown-reference-style", "Loud is a character style", "公司标题一"),
        ("table: 公司标题一", "unknown-reference-style", "公司标题一 is a paragraph style", None),
        ("headng1: 公司标题一", "unknown-key", "headng1 is not a look", "heading1"),
    ],
)
def test_what_cannot_be_mapped_is_named_where_it_stands(tmp_path, line_, code, words_, hint):
    file = made(
        styles=sheet(
            style("n", "Normal", default=True),
            style("7", "公司标题一", own=True),
            style("8", "Loud", kind="character", own=True),
        )
    )
    found, problems = firm(tmp_path, file, f"reference_styles:\n  {line_}\n")
    assert found is None
    (problem,) = problems
    assert problem.code == code
    assert words_ in problem.message
    assert problem.place.file.endswith("firm.yaml")
    assert problem.place.line == 4
    assert hint is None or hint in problem.hint


def test_a_built_in_name_on_a_style_of_another_kind_is_told_and_got_round(tmp_path):
    file = made(
        styles=sheet(style("n", "Normal", default=True), style("x", "Title", kind="character"))
    )
    found, problems = firm(tmp_path, file)
    (problem,) = problems
    assert "Title is a character style" in problem.message
    assert problem.severity is Severity.WARNING
    assert faults(write(brief(), found)) == []


# ── What the file lacks ────────────────────────────────────────────────────


def test_what_is_added_takes_the_files_type_and_colours(tmp_path):
    data = written(tmp_path, english(), everything())
    title = effective(data, "Title")
    assert title["color.val"] == "7B1E3A"
    assert title["rFonts.ascii"] == "Georgia"
    assert "Arial" not in parts(data)["word/styles.xml"].decode()
    assert "14406B" not in parts(data)["word/styles.xml"].decode()


def test_nothing_is_inherited_that_our_own_normal_does_not_have(tmp_path):
    normal = style("n", "Normal", default=True, r='<w:sz w:val="24"/>',
                   p='<w:keepNext/><w:spacing w:before="60" w:after="200" w:line="480" w:lineRule="auto"/>'
                     '<w:ind w:firstLine="480" w:firstLineChars="200"/><w:jc w:val="both"/>')  # fmt: skip
    data = written(tmp_path, made(styles=sheet(normal)), everything())
    for identifier in ("TableText", "Picture", "Title"):
        own = effective(data, identifier)
        assert own["ind.firstLineChars"] == "0", identifier
        assert own["jc.val"] == "left"
    assert effective(data, "TableText")["spacing.after"] == "0"
    assert effective(data, "TableText")["keepNext.val"] == "0"
    assert effective(data, "Spacer")["spacing.after"] == "0"
    assert effective(data, "BodyText")["spacing.after"] == "200"


def test_tables_rest_on_the_files_own_table_style(tmp_path):
    data = written(tmp_path, english(), brief("en"))
    styles = tree(data, "word/styles.xml")
    for identifier in ("SummaryTable", "DataTable"):
        own = next(one for one in styles if one.get(f"{W}styleId") == identifier)
        assert own.find(f"{W}basedOn").get(f"{W}val") == "FirmTable"
    found, _ = firm(tmp_path, english())
    assert found.tables["summary"].head_fill == "#F3E8EC"
    assert found.paragraphs["table-head"].colour == "#7B1E3A"


def test_a_file_without_styles_gives_its_page_alone(tmp_path):
    data = written(tmp_path, made(body=section(size='w:w="10000" w:h="14000"')), brief())
    assert faults(data) == []
    assert effective(data, "Heading1")["color.val"] == "14406B"
    assert tree(data).find(f".//{W}pgSz").get(f"{W}w") == "10000"


# ── Numbers ────────────────────────────────────────────────────────────────


def test_the_files_numbers_of_headings_are_printed_by_both_formats(tmp_path):
    found, _ = firm(tmp_path, wps())
    assert found.headings[1].format == "{han}、"
    assert found.headings[2].format == "（{han}）"
    assert found.headings[2].reference == "{n}"
    content = document(
        Title((Text("题"),)),
        Heading(1, (Text("甲"),), number="一、"),
        Heading(1, (Text("乙"),), number="二、"),
    )
    data = write(content, found)
    assert text(data).splitlines()[1:] == ["甲", "乙"]  # Word counts
    numbering = tree(data, "word/numbering.xml")
    formats = {
        level.find(f"{W}pStyle").get(f"{W}val"): level.find(f"{W}lvlText").get(f"{W}val")
        for level in numbering.iter(f"{W}lvl")
        if level.find(f"{W}pStyle") is not None
    }
    assert formats["Heading1"] == "%1、"
    assert formats["Heading2"] == "（%2）"


def test_numbers_that_repeat_the_level_above_give_way(tmp_path):
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{n + 1}"/>'
        f'<w:lvlText w:val="{t}"/></w:lvl>'
        for n, t in enumerate(("%1", "%1.%2"))
    )
    heading = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr>'
    file = made(
        styles=sheet(
            style("Normal", "Normal", default=True),
            style("Heading1", "heading 1", base="Normal", p=heading.format(0)),
            style("Heading2", "heading 2", base="Heading1", p=heading.format(1)),
            style("Clause", "Clause", own=True, base="Normal", p=heading.format(2)),
        ),
        numbering=f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    )
    found, problems = firm(tmp_path, file)
    assert [(one.code, one.severity) for one in problems] == [("reference-numbers", Severity.NOTE)]
    assert "heading 2" in problems[0].message
    assert found.headings[1].format == "{n}"
    assert found.headings[2].format == "{n}"  # the house style's own
    data = write(document(Heading(2, (Text("甲"),), number="1")), found)
    assert faults(data) == []
    assert text(data) == "甲"
    # A style of the file that no brief uses keeps its list, whose levels number no heading.
    clause = next(o for o in tree(data, "word/styles.xml") if o.get(f"{W}styleId") == "Clause")
    number = clause.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
    numbering = tree(data, "word/numbering.xml")
    num = next(one for one in numbering.iter(f"{W}num") if one.get(f"{W}numId") == number)
    definition = next(
        one
        for one in numbering.iter(f"{W}abstractNum")
        if one.get(f"{W}abstractNumId") == num[0].get(f"{W}val")
    )
    assert [level.find(f"{W}pStyle") for level in definition.iter(f"{W}lvl")] == [None, None]


# ── Pages, headers, footers ────────────────────────────────────────────────

TURNED = document(line("a"), Turned((line("wide"),)), line("b"))


def sections(data: bytes) -> list[dict[tuple[str, str], str]]:
    """Return which part each section takes for which header or footer."""
    targets = {
        one.get("Id"): one.get("Target") for one in tree(data, "word/_rels/document.xml.rels")
    }
    return [
        {
            (etree.QName(one).localname[:6], one.get(f"{W}type")): targets[one.get(f"{R}id")]
            for one in part
            if one.get(f"{R}id")
        }
        | ({("title", ""): ""} if part.find(f"{W}titlePg") is not None else {})
        for part in tree(data).iter(f"{W}sectPr")
    ]


def test_headers_stand_on_every_section_and_the_first_pages_once(tmp_path):
    data = written(tmp_path, english(), TURNED)
    first, turned, last = sections(data)
    assert ("header", "first") in first
    assert [("title", "") in one for one in (first, turned, last)] == [True, False, False]
    package = parts(data)
    for one in (first, turned, last):
        header = package[f"word/{one['header', 'default']}"].decode()
        rels = package[f"word/_rels/{one['header', 'default']}.rels"].decode()
        assert "Ashworth" in header
        assert "letterhead1.png" in rels
    # The logo stands at the right edge of the wider page, too.
    assert 'w:pos="13958"' in package[f"word/{turned['header', 'default']}"].decode()
    assert package["word/media/letterhead1.png"].startswith(b"\x89PNG")


def test_the_page_is_the_files_own_and_the_pdfs_as_well(tmp_path):
    found, _ = firm(tmp_path, english())
    page = tree(write(brief(), found)).find(f"{W}body/{W}sectPr")
    assert page.find(f"{W}pgMar").get(f"{W}top") == "1600"
    assert round(found.page.left_mm, 1) == 25.4
    assert round(found.page.top_mm, 1) == 28.2


def test_even_pages_keep_headers_of_their_own(tmp_path):
    file = made(
        styles=sheet(style("n", "Normal", default=True)),
        running={"header1": paragraph(words("odd")), "header2": paragraph(words("even"))},
        settings=f"<w:settings {SPACES}><w:evenAndOddHeaders/></w:settings>",
        body=section(refer("header", "default", "header1") + refer("header", "even", "header2")),
    )
    data = written(tmp_path, file, TURNED)
    assert all(("header", "even") in one for one in sections(data))
    assert tree(data, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None


def test_a_file_without_footer_gets_page_numbers_and_one_without_both_our_own(tmp_path):
    data = written(tmp_path, leaky(""), TURNED)
    footers = {one["footer", "default"] for one in sections(data)}
    assert len(footers) == 2
    assert all("PAGE" in text_of(data, name) for name in footers)
    data = written(tmp_path, minimal(), brief())
    assert "PAGE" in text_of(data, sections(data)[0]["footer", "default"])
    assert brief().meta.header[0] in text_of(data, sections(data)[0]["header", "default"])


def test_added_page_numbers_stand_on_first_and_even_pages_too(tmp_path):
    file = made(
        styles=sheet(style("n", "Normal", default=True)),
        running={"header1": paragraph(words("Ashworth"))},
        settings=f"<w:settings {SPACES}><w:evenAndOddHeaders/></w:settings>",
        body=section(
            refer("header", "first", "header1") + refer("header", "default", "header1"),
            more='<w:pgNumType w:fmt="lowerRoman" w:start="3"/><w:titlePg/>',
        ),
    )
    data = written(tmp_path, file, TURNED)
    first, turned, _ = sections(data)
    assert first["footer", "first"] == first["footer", "even"] == first["footer", "default"]
    assert ("footer", "first") not in turned
    numbers = [
        (one.get(f"{W}fmt"), one.get(f"{W}start")) for one in tree(data).iter(f"{W}pgNumType")
    ]
    assert numbers == [("lowerRoman", "3"), ("lowerRoman", None), ("lowerRoman", None)]


def text_of(data: bytes, name: str) -> str:
    return parts(data)[f"word/{name}"].decode()


def test_a_page_on_its_side_is_never_narrower(tmp_path):
    wide = made(body=section(size='w:w="16838" w:h="11906" w:orient="landscape"'))
    data = written(tmp_path, wide, TURNED)
    assert {one.get(f"{W}w") for one in tree(data).iter(f"{W}pgSz")} == {"16838"}


def test_fields_of_the_file_say_what_the_brief_is(tmp_path):
    simple = '<w:fldSimple w:instr=" TITLE "><w:r><w:t>Old</w:t></w:r></w:fldSimple>'
    data = written(
        tmp_path, leaky(simple + field("AUTHOR", "Old") + field("PAGE", "3")), brief("en")
    )
    header = text_of(data, sections(data)[0]["header", "default"])
    assert "Old" not in header
    assert brief("en").meta.title in header.replace("&amp;", "&")
    assert "PAGE" in header


def test_the_contents_of_a_file_get_a_place_for_page_numbers(tmp_path):
    toc = style("T", "toc 1", base="n", p='<w:tabs><w:tab w:val="left" w:pos="440"/></w:tabs>')
    data = written(tmp_path, made(styles=sheet(style("n", "Normal", default=True), toc)), brief())
    own = next(one for one in tree(data, "word/styles.xml") if one.get(f"{W}styleId") == "TOC1")
    stops = {(t.get(f"{W}val"), t.get(f"{W}pos")) for t in own.iter(f"{W}tab")}
    assert ("right", "9026") in stops


# ── What must not go on ────────────────────────────────────────────────────


def test_no_secret_survives(tmp_path):
    found, problems = firm(tmp_path, secrets())
    data = write(brief("en"), found)
    for name, content in parts(data).items():
        assert b"SECRET" not in content, name
        assert b"vanish" not in content, name
    header = text_of(data, sections(data)[0]["header", "default"])
    for kept in ("Ashworth", "Agreed", "Kept"):
        assert kept in header
    assert sorted(one.message.rpartition(": ")[2] for one in problems) == [
        "DOCPROPERTY", "DOCVARIABLE", "FILENAME",
    ]  # fmt: skip
    assert {one.place.inside for one in problems} == {"header"}


HOSTILE = {
    "a picture linked": (
        logo().replace("r:embed", "r:link").replace('r:link="rId1"', 'r:link="rIdX"'),
        {"rIdX": ("image", "http://tracker.example/x.png")}, "linked-from-outside"),
    "an old picture by address": (
        ('<w:r><w:pict><v:shape style="width:9pt"><v:imagedata src="http://tracker.example/x.png"'
        ' o:title="C:\\SECRET"/></v:shape></w:pict></w:r>'), {}, None),
    "a linked old picture": (
        '<w:r><w:pict><v:shape><v:imagedata r:id="rIdX" r:href="rIdX"/></v:shape></w:pict></w:r>',
        {"rIdX": ("image", "http://tracker.example/x.png")}, "linked-from-outside"),
    "an object": (
        ('<w:r><w:object><v:shape><v:imagedata r:id="rId1"/></v:shape>'
        '<o:OLEObject Type="Embed" ProgID="Package" r:id="rIdX"/></w:object></w:r>'),
        {"rIdX": ("oleObject", "file:///c:/x.bin")}, "object-left-out"),
    "a chart": (
        ('<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="c"/><a:graphic>'
        '<a:graphicData uri="c"><c:chart xmlns:c="urn:c" r:id="rIdX"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"), {}, "object-left-out"),
    "a script": (
        '<w:hyperlink r:id="rIdX"><w:r><w:t>click</w:t></w:r></w:hyperlink>',
        {"rIdX": ("hyperlink", "javascript:alert(1)")}, None),
    "a field that fetches": (
        field('INCLUDEPICTURE "http://tracker.example/x.png"', "x"), {}, "field-left-out"),
    "a field in pieces": (
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDE</w:instrText></w:r>'
        '<w:r><w:instrText>TEXT "http://tracker.example"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'), {}, "field-left-out"),
    "a field without end": (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDEAUTO "cmd"</w:instrText></w:r>', {}, None),
    "a stray instruction": ('<w:r><w:instrText>DDEAUTO "cmd"</w:instrText></w:r>', {}, None),
    "another document": ('<w:altChunk r:id="rIdX"/>', {"rIdX": ("aFChunk", "http://tracker.example")},
                         "object-left-out"),
    "an unknown element": ('<x:thing xmlns:x="urn:x" src="http://tracker.example"/>', {}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_leads_out_or_runs_is_left_out_and_named(tmp_path, name):
    inside, relations, code = HOSTILE[name]
    found, problems = firm(tmp_path, leaky(inside, relations))
    assert found is not None
    assert {one.code for one in problems} == ({code} if code else set())
    data = write(brief(), found)
    assert faults(data) == []
    for part, content in parts(data).items():
        for trace in (b"tracker.example", b"DDEAUTO", b"javascript", b"OLEObject", b"SECRET"):
            assert trace not in content, part
    assert "Ashworth" in text_of(data, sections(data)[0]["header", "default"])


def test_a_watermark_and_links_to_web_pages_are_kept(tmp_path):
    shape = (
        '<w:r><w:pict><v:shape id="PowerPlusWaterMarkObject" type="#_x0000_t136" style="width:400pt">'
        '<v:textpath style="font-family:Arial" string="CONFIDENTIAL"/></v:shape></w:pict></w:r>'
        '<w:r><w:pict><v:shape><v:imagedata r:id="rId1" o:title="C:\\Users\\jane\\logo"/></v:shape></w:pict></w:r>'
        '<w:hyperlink r:id="rIdX"><w:r><w:t>example.org</w:t></w:r></w:hyperlink>'
    )  # fmt: skip
    file = leaky(shape, {"rIdX": ("hyperlink", "https://example.org/")})
    found, problems = firm(tmp_path, file)
    assert problems == []
    data = write(brief(), found)
    name = sections(data)[0]["header", "default"]
    header, rels = text_of(data, name), parts(data)[f"word/_rels/{name}.rels"].decode()
    assert "CONFIDENTIAL" in header
    assert "jane" not in header
    assert "https://example.org/" in rels
    assert "letterhead1.png" in rels


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no file at all", "unreadable-docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unreadable-docx"),
        (leaky("", more={"word/styles.xml": "<!DOCTYPE x [<!ENTITY e 'x'>]><x>&e;</x>"}), "unreadable-docx"),
        (leaky("", more={"word/header1.xml": "<w:hdr"}), "unreadable-docx"),
        (leaky("", more={"word/header1.xml": bytes(3_000_000)}), "too-large"),
        (made(body=section(margins="1440 6000 1440 6000 720 720")), "reference-page"),
    ],
    ids=["text", "doc", "entity", "broken", "bomb", "no room"],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_with_a_reason(tmp_path, data, code):
    found, problems = firm(tmp_path, data)
    assert found is None
    assert [one.code for one in problems] == [code]
    assert problems[0].place.file.endswith("letterhead.dotx")


def test_macros_are_refused(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(english())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
                    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
                )
            new.writestr(name, content)
    found, problems = firm(tmp_path, out.getvalue())
    assert found is None
    assert problems[0].code == "word-template-macros"


VALUES = (
    "",
    "-1",
    "0",
    "99999999999",
    "1e9",
    "abc",
    "50%",
    "2.5cm",
    "-720",
    "\u202e",
    "true",
    "x" * 300,
)
PARTS = ("word/styles.xml", "word/document.xml", "word/header1.xml", "word/numbering.xml",
         "word/footer1.xml", "word/theme/theme1.xml")  # fmt: skip


@pytest.mark.parametrize("seed", range(24))
def test_senseless_values_never_break_a_document(tmp_path, seed):
    chance = random.Random(seed)
    source = chance.choice([english, wps])()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name in PARTS:
                content = re.sub(
                    r'(w:\w+|r:\w+|cx|cy|val|typeface)="([^"]*)"',
                    lambda found: (
                        f'{found[1]}="{chance.choice(VALUES)}"'
                        if chance.random() < 0.1
                        else found[0]
                    ),
                    content,
                )
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
    found, problems = firm(tmp_path, out.getvalue())
    if found is None:
        assert any(one.is_error for one in problems)
        return
    data = write(everything(), found)
    assert faults(data) == []


# ── The PDF ────────────────────────────────────────────────────────────────


def test_a_pdf_is_set_in_faces_of_the_same_kind(tmp_path):
    serif = '<w:rFonts w:ascii="{}" w:hAnsi="{}" w:eastAsia="{}"/>'
    for latin, han, english_, chinese in (
        ("Garamond", "宋体", "source-serif", "serif-sc"),
        ("Calibri", "黑体", "source-sans", "sans-sc"),
        ("Calibri", "仿宋", "source-sans", "serif-sc"),
    ):
        normal = style("n", "Normal", default=True, r=serif.format(latin, latin, han))
        found, _ = firm(tmp_path, made(styles=sheet(normal)))
        assert found.chain("text", "en").regular[0] == english_
        assert found.chain("text", "zh").regular[0] == chinese


def test_what_the_house_style_says_itself_stays(tmp_path):
    more = (
        "accent: '#0A5C36'\nboxes:\n  note: {fill: '#FFFF00'}\nparagraphs:\n  lead: {size: 20}\n"
        "  lead@en: {size: 20}\n"
    )
    found, _ = firm(tmp_path, english(), more)
    assert found.accent == "#0A5C36"
    assert found.boxes["note"].fill == "#FFFF00"
    assert found.boxes["key-messages"].bar == "#0A5C36"
    assert found.paragraphs["lead"].size == 20
    data = write(brief("en"), found)
    assert effective(data, "Lead")["sz.val"] == "40"


def test_sizes_colours_and_lines_are_the_files(tmp_path):
    found, _ = firm(tmp_path, english())
    heading = found.paragraph("heading1", "en")
    assert (heading.size, heading.colour, heading.space_before) == (17, "#7B1E3A", 18)
    body = found.paragraph("body", "en")
    assert (body.size, body.align, body.space_after) == (11, "justify", 7)
    assert found.paragraph("table-text", "en").size == 9.5
    grid, _ = firm(tmp_path, wps(), "reference_styles: {body: 公司正文}")
    assert grid.paragraph("body", "zh").leading == 15.6  # one line of the page's grid
    assert grid.paragraph("body", "zh").first_line_em == 2


# ── Files that programs make ───────────────────────────────────────────────


def test_pythons_own_template_gives_its_look(tmp_path):
    from docx import Document as Word

    out = io.BytesIO()
    Word().save(out)
    data = written(tmp_path, out.getvalue(), everything())
    assert faults(data) == []
    assert effective(data, "Heading1")["color.val"] == "365F91"


def test_styles_out_of_order_and_without_a_default_are_put_right(tmp_path):
    broken = (
        f'<w:styles {SPACES}><w:style w:type="paragraph" w:styleId="N"><w:rPr><w:sz w:val="24"/>'
        '<w:b/></w:rPr><w:pPr><w:jc w:val="both"/><w:keepNext w:val="0"/></w:pPr>'
        '<w:qFormat/><w:name w:val="Normal"/><w:nonsense/></w:style></w:styles>'
    )
    data = written(tmp_path, made(styles=broken), everything())
    assert faults(data) == []
    normal = next(o for o in tree(data, "word/styles.xml") if o.get(f"{W}styleId") == "Normal")
    assert [etree.QName(one).localname for one in normal.iter()][1:] == [
        "name", "qFormat", "pPr", "keepNext", "jc", "rPr", "b", "sz",
    ]  # fmt: skip
    assert effective(data, "BodyText")["sz.val"] == "24"


def test_a_text_box_in_a_header_keeps_its_words(tmp_path):
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps" xmlns:wps='
        '"http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>'
        '<wp:anchor simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1"'
        ' allowOverlap="1" distT="0" distB="0" distL="0" distR="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>4500000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="1200000" cy="400000"/><wp:wrapNone/><wp:docPr id="7" name="Text Box 7"/>'
        "<a:graphic><a:graphicData uri="
        '"http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{paragraph(words('Fleet Street'))}</w:txbxContent></wps:txbx>"
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        '<mc:Fallback><w:pict><v:shape style="width:90pt;height:30pt"><v:textbox><w:txbxContent>'
        f"{paragraph(words('Fleet Street'))}</w:txbxContent></v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    found, problems = firm(tmp_path, leaky(box))
    assert problems == []
    data = write(TURNED, found)
    first, turned, _ = sections(data)
    upright = text_of(data, first["header", "default"])
    assert upright.count("Fleet Street") == 2
    assert "<wp:posOffset>4500000<" in upright
    # On the wider page it goes along with the right edge.
    assert f"<wp:posOffset>{4500000 + (16838 - 11906) * 635}<" in text_of(
        data, turned["header", "default"]
    )
