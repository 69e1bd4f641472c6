"""The file as a whole: parts, properties, sameness, and what other programs say of it."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree
from ooxml_checks import STORIES, W, faults, parts, text, tree
from sample_briefs import HOSTILE, brief, document, everything, hostile, line, modern

from briefing.document import Chart, Link, Paragraph, Series, Text
from briefing.docx import write

HERE = Path(__file__).parent


@pytest.fixture(scope="module", params=["zh", "en"])
def data(request):
    return write(brief(request.param), modern())


def test_a_brief_passes_the_checks(data):
    assert faults(data) == []


def test_another_process_writes_the_same_bytes(python):
    script = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:];"
        "from sample_briefs import HOSTILE, hostile, brief, everything, modern; from briefing.docx import write;"
        "print(*(hashlib.sha256(write(d, modern())).hexdigest() for d in (brief(), everything())))"
    )
    mine = [hashlib.sha256(write(d, modern())).hexdigest() for d in (brief(), everything())]
    for seed in ("1", "77"):
        run = subprocess.run(
            [python, "-c", script, str(HERE), str(HERE.parent.parent)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai"},
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
        )
        assert run.stdout.split() == mine


def test_a_document_written_before_leaves_no_trace():
    first = write(brief(), modern())
    write(everything(), modern())
    assert write(brief(), modern()) == first


def test_the_archive_is_stable_and_sound(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
        assert names[2:] == sorted(names[2:])
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_python_docx_opens_it():
    opened = docx.Document(io.BytesIO(write(brief("en"), modern())))
    headings = [p.text for p in opened.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["Proposals at a glance", "Proposals and asks", "Sources"]
    assert opened.core_properties.title == brief("en").meta.title
    summary = next(table for table in opened.tables if len(table.columns) == 5)
    assert len(summary.rows) == 13


def test_core_properties_are_the_brief_s_own():
    core = docx.Document(io.BytesIO(write(brief(), modern()))).core_properties
    assert core.author == core.last_modified_by == "北辰政策研究中心"
    assert core.keywords == "两会; telecom"
    assert core.language == "zh"
    assert core.identifier == "telecom-2024-3"
    assert core.created.isoformat() == core.modified.isoformat() == "2024-03-01T00:00:00+00:00"


def test_nothing_of_a_template_or_of_python_docx_is_left(data):
    everything_written = b"".join(parts(data).values())
    assert b"python-docx" not in everything_written
    assert not any("thumbnail" in name or "stylesWithEffects" in name for name in parts(data))


@pytest.mark.parametrize("date", ["11 March 2024", "2024-3"])
def test_a_date_that_is_none_is_refused(date):
    with pytest.raises(ValueError, match="ISO 8601"):
        write(document(line("文"), date=date), modern())


def test_the_first_page_has_a_footer_and_no_header():
    data = write(brief(), modern())
    assert text(data, "word/header1.xml") == "两会提案专报\t2024年第3期"
    assert text(data, "word/header2.xml") == ""
    assert text(data, "word/footer1.xml") == "北辰政策研究中心\t第 1 页，共 1 页"
    assert text(data, "word/footer2.xml") == text(data, "word/footer1.xml")
    codes = [code.text.strip() for code in tree(data, "word/footer1.xml").iter(f"{W}instrText")]
    assert codes == ["PAGE", "NUMPAGES"]


def test_fonts_and_languages_stand_in_the_defaults():
    styles = tree(write(brief(), modern()), "word/styles.xml")
    fonts = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == "Microsoft YaHei"
    language = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert dict(language.attrib) == {
        f"{W}val": "en-US",
        f"{W}eastAsia": "zh-CN",
        f"{W}bidi": "ar-SA",
    }
    for story in STORIES:
        direct = tree(write(brief(), modern()), story).iter(f"{W}rFonts")
        assert {tuple(element.attrib) for element in direct} <= {(f"{W}hint",)}


def test_each_language_has_its_own_look():
    def body_style(language):
        styles = tree(write(document(line("a"), language=language), modern()), "word/styles.xml")
        style = styles.find(f"{W}style[@{W}styleId='BodyText']")
        return style.find(f"{W}pPr/{W}jc"), styles.find(f"{W}style/{W}rPr/{W}sz").get(f"{W}val")

    chinese, english = body_style("zh"), body_style("en")
    assert chinese[0].get(f"{W}val") == "both"
    assert english[0] is None
    assert (chinese[1], english[1]) == ("21", "22")


def test_a_chart_s_workbook_holds_the_same_numbers():
    values = (1.5, -2.0)
    chart = Chart("bar", ("=cmd()", "乙"), (Series("数", values),), "说明")
    package = parts(write(document(chart), modern()))
    ns = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    drawn = etree.fromstring(package["word/charts/chart1.xml"])
    assert [float(v.text) for v in drawn.findall(".//c:val//c:v", ns)] == list(values)
    book = parts(package["word/embeddings/chart1.xlsx"])
    sheet = etree.fromstring(book["xl/worksheets/sheet1.xml"])
    cells = sheet.findall(".//{*}c")
    assert [cell.find("{*}v").text for cell in cells if cell.get("t") is None] == ["1.5", "-2"]
    assert "=cmd()" in [t.text for t in sheet.iter("{*}t")]
    assert not list(sheet.iter("{*}f"))


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("https://a.org/路 径?q=“1”", "https://a.org/%E8%B7%AF%20%E5%BE%84?q=%E2%80%9C1%E2%80%9D"),
        ("https://例子.cn/x", "https://xn--fsqu00a.cn/x"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("https://a.org/100%", "https://a.org/100%25"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("http://[x", None),
        ("http://a.org:port/", None),
    ],
)
def test_only_sound_addresses_become_links(target, written):
    data = write(document(Paragraph((Link((Text("词"),), target),))), modern())
    links = [
        entry.get("Target")
        for entry in tree(data, "word/_rels/document.xml.rels")
        if entry.get("TargetMode") == "External"
    ]
    assert links == ([written] if written else [])
    assert text(data) == "词"


def test_the_same_address_is_one_relationship():
    link = Link((Text("词"),), "https://a.org")
    data = write(document(Paragraph((link, link)), Paragraph((link,))), modern())
    assert parts(data)["word/_rels/document.xml.rels"].count(b"External") == 1


def test_long_and_foreign_ids_become_different_short_bookmarks():
    ids = ["x" * 60 + "1", "x" * 60 + "2", "a-b", "a_b", "A_B", "提案", "", "1"]
    data = write(document(*(Paragraph((Text("文"),), id=i) for i in ids)), modern())
    assert faults(data) == []
    assert len(list(tree(data).iter(f"{W}bookmarkStart"))) == len([i for i in ids if i])


def test_an_id_that_stands_twice_is_one_bookmark():
    data = write(document(*(Paragraph((Text("文"),), id="a"),) * 2), modern())
    assert faults(data) == []


def printed(data, folder):
    """Return the text that LibreOffice prints of a file, without any space."""
    (folder / "brief.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    for command in (
        ["soffice", profile, "--headless", "--convert-to", "pdf", "brief.docx"],
        ["pdftotext", "-raw", "brief.pdf", "brief.txt"],
    ):
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return "".join((folder / "brief.txt").read_text(encoding="utf-8").split())


@pytest.mark.tool("soffice", "pdftotext")
@pytest.mark.parametrize(
    "sample", [brief("zh"), brief("en"), everything()], ids=["zh", "en", "all"]
)
def test_libreoffice_reads_every_paragraph(sample, tmp_path):
    data = write(sample, modern())
    page = printed(data, tmp_path)
    begins = ["".join(paragraph.split())[:12] for paragraph in text(data).splitlines()]
    assert [begin for begin in begins if begin not in page] == []


@pytest.mark.tool("soffice", "pdftotext")
def test_libreoffice_opens_hostile_texts(tmp_path):
    page = printed(write(hostile(), modern()), tmp_path)
    for value in (HOSTILE[0], HOSTILE[1], HOSTILE[3]):
        assert "".join(value.split()) in page
