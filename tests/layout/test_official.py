"""Briefs in the style `official` pass the checker, other files get their list."""

from __future__ import annotations

from pathlib import Path

import pytest
from official_seeds import official_brief

import briefing
from briefing.docx.measure import measure as measure_docx
from briefing.layout import Measured, judge
from briefing.pdf.measure import measure as measure_pdf
from briefing.problems import InputError, Severity

HERE = Path(__file__).parent


def measured(data: bytes, form: str) -> Measured:
    return measure_docx(data, "a.docx") if form == "docx" else measure_pdf(data, "a.pdf")


def listed(data: bytes, form: str) -> str:
    lines = [
        f"{one.severity.value} {one.problem('FILE').message}\n"
        for one in judge(measured(data, form))
    ]
    return "".join(lines)


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", ["digest", "sector-telecom", "theme-ai-security"])
def test_a_brief_in_the_style_passes(key: str, language: str, form: str) -> None:
    found = measured(official_brief(key, language, form), form)
    assert found.chinese == (language == "zh")
    bad = [one for one in judge(found) if one.severity is not Severity.NOTE]
    assert bad == []


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_both_formats_measure_alike(form: str) -> None:
    found = measured(official_brief("digest", "zh", form), form)
    assert found.body is not None
    assert (found.body.size, found.body.lines, found.body.characters) == (16, 22, 28)
    assert found.body.line == pytest.approx(28.95, abs=0.06)
    sheet = found.sheets[0]
    margins = (sheet.top, sheet.right, sheet.bottom, sheet.left)
    assert margins == pytest.approx((37, 26, 35, 28), abs=0.3)
    assert [number.gap for number in found.numbers] == pytest.approx(
        [7] * len(found.numbers), abs=0.3
    )
    levels = [one for one in found.stretches if one.kind == "heading2"]
    assert len(levels) == 12
    assert {one.number for one in levels} == {"（{han}）"}


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_brief_in_another_style_gets_its_list(form: str, root: Path) -> None:
    """The list is a file: to renew it after a change, write ``listed(…)`` into it."""
    data = briefing.render(root / "seeds", "sector-legal", language="zh", format=form).data
    expected = (HERE / "cases" / f"modern-{form}.txt").read_text(encoding="utf-8")
    assert listed(data, form) == expected


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"PK\x03\x04 no archive", b"words"])
def test_what_is_no_such_file_is_said_so(data: bytes, form: str) -> None:
    with pytest.raises(InputError) as raised:
        measured(data, form)
    assert raised.value.problems[0].code == f"unreadable-{form}"


def test_a_pdf_without_text_is_said_so() -> None:
    import pypdfium2

    empty = pypdfium2.PdfDocument.new()
    empty.new_page(595, 842)
    import io

    buffer = io.BytesIO()
    empty.save(buffer)
    with pytest.raises(InputError) as raised:
        measure_pdf(buffer.getvalue(), "a.pdf")
    assert raised.value.problems[0].code == "no-text"


def test_without_pdfium_people_are_told_what_to_install(monkeypatch) -> None:
    import sys

    from briefing.problems import MachineError

    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MachineError, match=r"briefing\[layout\]"):
        measure_pdf(b"%PDF", "a.pdf")
