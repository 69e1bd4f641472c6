"""A wide table lies on its side in both formats, with everything else as it was."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.enum.section import WD_ORIENT

import briefing

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    folder = tmp_path_factory.mktemp("wide") / "seeds"
    shutil.copytree(SEEDS, folder)
    (folder / "templates").mkdir()
    digest = (SEEDS.parent / "templates" / "digest.md.j2").read_text("utf-8")
    wide = digest.replace("summary_table(proposals, ", "summary_table(proposals, wide=true, ")
    assert wide != digest
    (folder / "templates" / "digest.md.j2").write_text(wide, "utf-8")
    plan = (folder / "briefing.yaml").read_text("utf-8")
    (folder / "briefing.yaml").write_text("templates: [templates]\n" + plan, "utf-8")
    return folder


def test_the_pdf_turns_the_tables_pages(project: Path) -> None:
    data = briefing.render(project, "digest", language="zh").data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        boxes = [[round(float(value)) for value in page.MediaBox] for page in pdf.pages]
    turned = [number for number, box in enumerate(boxes) if box == [0, 0, 842, 595]]
    assert turned
    assert turned == list(range(turned[0], turned[-1] + 1))
    assert all(box == [0, 0, 595, 842] for n, box in enumerate(boxes) if n not in turned)


def test_the_docx_has_a_section_on_its_side(project: Path) -> None:
    data = briefing.render(project, "digest", language="zh", format="docx").data
    sections = docx.Document(io.BytesIO(data)).sections
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert sections[1].page_width == sections[0].page_height
    assert [s.different_first_page_header_footer for s in sections] == [True, False, False]
    words = [[p.text for p in section.header.paragraphs] for section in sections]
    assert words[0] == words[1] == words[2] != [[""]]
    # 635 EMU are a twip. The right side of running texts stands at the margin of the page as it lies.
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        wide = archive.read("word/header4.xml").decode()
    text = sections[1].page_width - sections[1].left_margin - sections[1].right_margin
    assert abs(int(wide.split('w:val="right" w:pos="')[1].split('"')[0]) - text / 635) < 20
