"""What LibreOffice makes of briefs on letterheads: it shows the logo, and saves no false change."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from letterheads import english, wps
from office import Office
from pdf_pages import line_of
from pdf_pages import pictures as found
from sample_briefs import brief, document, line
from test_letterheads import firm

from briefing.document import Turned
from briefing.docx import write
from briefing.docx.read import read
from briefing.pdf import write as write_pdf

LONG = tuple(line(f"Paragraph {number} of many. " * 12) for number in range(20))


def pictures(page) -> list[tuple[float, float]]:
    """Return the left and right edges of the pictures of a page, as shares of its width."""
    width = page.get_width()
    return [
        (box[0] / width, box[2] / width)
        for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        for box in [one.get_bounds()]
    ]


def test_the_logo_stands_on_every_page_upright_or_turned(tmp_path: Path, office: Office) -> None:
    style, _ = firm(tmp_path, english())
    content = document(*LONG, Turned((line("wide"),)), line("end"), language="en")
    made = office.edit(write(content, style), save_as="pdf")
    pages = list(pypdfium2.PdfDocument(made))
    turned = [page.get_width() > page.get_height() for page in pages]
    assert turned.count(True) == 1
    assert len(pages) >= 4
    for number, (page, wide) in enumerate(zip(pages, turned, strict=True)):
        ((left, right),) = pictures(page)
        if not number:
            assert left < 0.2  # the first page has its own header, with the logo at the left
        else:
            margin = 72 / page.get_width()
            assert abs(right - (1 - margin)) < 0.02, (number, wide)


@pytest.mark.parametrize("make", [english, wps])
def test_saving_in_libreoffice_changes_nothing(tmp_path: Path, office: Office, make) -> None:
    more = "reference_styles: {body: 公司正文}" if make is wps else ""
    style, _ = firm(tmp_path, make(), more)
    built = brief("zh" if make is wps else "en")
    reading = read(office.edit(write(built, style)))
    assert reading.document == reading.base == built
    assert reading.problems == ()


def test_our_pdf_has_headers_where_libreoffice_has_them(tmp_path: Path, office: Office) -> None:
    style, _ = firm(tmp_path, english())
    content = document(*LONG, language="en")
    ours, theirs = write_pdf(content, style).data, office.edit(write(content, style), save_as="pdf")
    for number, said in ((1, ("Ashworth & Vale", "12 Fleet Street", "Regulated by")),
                         (2, ("Ashworth & Vale", "Regulated by"))):  # fmt: skip
        for text in said:
            own, other = line_of(ours, text, number), line_of(theirs, text, number)
            assert own.base == pytest.approx(other.base, abs=4), text
            if text.startswith("12"):
                assert own.right == pytest.approx(other.right, abs=2)
            else:
                assert own.left == pytest.approx(other.left, abs=2)
        (logo,), (same,) = found(ours, number), found(theirs, number)
        edges = ("left", "top", "right", "bottom")
        assert [getattr(logo, edge) for edge in edges] == pytest.approx(
            [getattr(same, edge) for edge in edges], abs=2
        )
