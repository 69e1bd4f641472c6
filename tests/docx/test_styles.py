"""Styles say it: what a person changes in a style changes in the whole brief."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from office import Office
from ooxml_checks import W, parts, tree
from sample_briefs import brief, document, everything, line, modern

from briefing.document import Chart, Comment, Document, Footnote, Paragraph, Text
from briefing.docx import write
from briefing.style import Style, read_style

TEMPLATES = Path(__file__).parents[2] / "templates"
RUNS = {"rStyle", "rFonts", "lang", "rtl"}
"""What a run of a brief says: its style, its language, and that a shared sign is Chinese."""
PARAGRAPHS = {"pStyle", "keepNext", "pageBreakBefore", "numPr", "spacing", "ind", "sectPr"}
"""Places in lists and by tables, and what stays together: no look of letters."""


def official() -> Style:
    style, _ = read_style("official", (TEMPLATES,))
    assert style is not None
    return style


def named(element: etree._Element) -> str:
    return etree.QName(element).localname


def stylesheet(data: bytes) -> dict[str, etree._Element]:
    return {
        style.get(f"{W}styleId"): style for style in tree(data, "word/styles.xml").iter(f"{W}style")
    }


@pytest.fixture(params=["modern zh", "modern en", "official zh", "official en"])
def data(request: pytest.FixtureRequest) -> bytes:
    house, language = request.param.split()
    return write(brief(language), modern() if house == "modern" else official())


def test_letters_are_not_formatted_directly(data: bytes):
    stories = [name for name in parts(data) if name.endswith(".xml") and "customXml" not in name]
    roots = [
        tree(data, name) for name in stories if name.startswith("word/") and "/" not in name[5:]
    ]
    for root in roots:
        if named(root) in {"styles", "numbering", "settings", "fonts"}:
            continue
        for properties in root.iter(f"{W}rPr"):
            assert {named(one) for one in properties} <= RUNS
        for fonts in root.iter(f"{W}rFonts"):
            assert dict(fonts.attrib) == {f"{W}hint": "eastAsia"}
        for properties in root.iter(f"{W}pPr"):
            assert {named(one) for one in properties} <= PARAGRAPHS
        for spacing in root.iter(f"{W}spacing"):
            assert set(spacing.attrib) == {f"{W}before"}
        for paragraph in root.iter(f"{W}p"):
            assert paragraph.find(f"{W}pPr/{W}pStyle") is not None
        for table in root.iter(f"{W}tbl"):
            assert table.find(f"{W}tblPr/{W}tblBorders") is None
            assert table.find(f"{W}tblPr/{W}tblStyle") is not None


def test_every_paragraph_follows_normal(data: bytes):
    styles = stylesheet(data)
    for identifier, style in styles.items():
        if style.get(f"{W}type") != "paragraph" or identifier == "Normal":
            continue
        assert style.find(f"{W}basedOn").get(f"{W}val") == "Normal"
    assert not any(
        "Theme" in attribute
        for root in styles.values()
        for one in root.iter()
        for attribute in one.attrib
    )


def test_enter_after_a_heading_begins_text(data: bytes):
    styles = stylesheet(data)
    for level in range(1, 5):
        assert styles[f"Heading{level}"].find(f"{W}next").get(f"{W}val") == "BodyText"


def test_the_gallery_shows_what_editors_want(data: bytes):
    shown = {
        key for key, style in stylesheet(data).items() if style.find(f"{W}qFormat") is not None
    }
    assert {"BodyText", "Title", "Heading1", "Heading4", "ListBullet", "Recommendation"} <= shown
    assert {"Quote", "Caption", "TableText", "CalloutText", "Strong", "Emphasis"} <= shown
    assert not {"Header", "Footer", "TOC1", "Spacer", "FootnoteText", "CommentText"} & shown


def test_every_list_has_a_style(data: bytes):
    styles = stylesheet(data)
    for definition in tree(data, "word/numbering.xml").iter(f"{W}abstractNum"):
        link = definition.find(f"{W}styleLink").get(f"{W}val")
        assert styles[link].get(f"{W}type") == "numbering"


@pytest.mark.parametrize("house", [modern, official])
def test_every_style_of_word_that_is_used_is_there(house):
    remark = Comment((Text("词"),), "Li", ("?",), "2024-03-11")
    note = Footnote((line("注"),), "n", 1)
    used: Document = document(*everything().blocks, Paragraph((remark,)), Paragraph((note,)))
    names = Counter(
        style.find(f"{W}name").get(f"{W}val") for style in stylesheet(write(used, house())).values()
    )
    wanted = """
        Normal|Body Text|Title|Subtitle|heading 1|heading 2|heading 3|heading 4|header|footer
        Quote|caption|TOC Heading|toc 1|toc 2|toc 3|footnote text|footnote reference
        annotation text|annotation reference|Hyperlink|FollowedHyperlink|Strong|Emphasis
        List Bullet|List Number|List Continue|Normal Table|No List|Default Paragraph Font
    """
    for name in wanted.replace("\n", "|").split("|"):
        assert not name.strip() or names[name.strip()] == 1


def test_a_box_goes_with_nothing_that_follows():
    """A cell that keeps with the next paragraph would take its whole table along."""
    for style in (modern(), official()):
        title = stylesheet(write(document(line("文")), style))["CalloutTitle"]
        assert title.find(f"{W}pPr/{W}keepNext") is None


def restyled(data: bytes, name: str, **properties: str) -> bytes:
    """Return a file in which somebody changed a style's type in Word."""
    root = tree(data, "word/styles.xml")
    style = next(one for one in root.iter(f"{W}style") if one.get(f"{W}styleId") == name)
    run = style.find(f"{W}rPr")
    for fonts in run.findall(f"{W}rFonts"):
        run.remove(fonts)
    font = etree.Element(f"{W}rFonts")
    run.insert(0, font)
    for key, value in properties.items():
        font.set(f"{W}{key}", value)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part, content in parts(data).items():
            changed = part == "word/styles.xml"
            package.writestr(part, etree.tostring(root) if changed else content)
    return out.getvalue()


@pytest.mark.tool("pdffonts")
def test_another_font_in_one_style_is_taken_everywhere(office: Office, tmp_path: Path):
    whole = brief("en")  # a chart's letters are its own
    plain = replace(whole, blocks=tuple(b for b in whole.blocks if not isinstance(b, Chart)))
    font = "DejaVu Serif"
    changed = restyled(write(plain, modern()), "Normal", ascii=font, hAnsi=font, eastAsia=font)
    file = tmp_path / "brief.pdf"
    file.write_bytes(office.edit(changed, save_as="pdf"))
    run = subprocess.run(["pdffonts", file], check=True, capture_output=True, text=True)
    fonts = [row.split()[0].partition("+")[2] for row in run.stdout.splitlines()[2:]]
    # Chinese words take whatever face of theirs the machine has, or none.
    western = {name.removesuffix("-Bold") for name in fonts if "CJK" not in name}
    assert western == {"DejaVuSerif"}
