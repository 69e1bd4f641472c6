"""One Document, two files: the DOCX and the PDF of a brief say the same, in the same order.

Apart from running matter the PDF may repeat a table's header row on a new page
(with the style's word for “continued”), and a chart's labels stand in the order
in which they are drawn; nothing else may differ.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from docx_words import DocxWords
from pdf_words import bare, pdf_words

import briefing
from briefing.style import read_style

LOOK_AHEAD = 24


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    out = tmp_path_factory.mktemp("parity")
    briefing.build(root / "seeds", out=out)
    return out


def same(text: str) -> str:
    return unicodedata.normalize("NFKC", bare(text))


def differences(docx: DocxWords, pdf: str, repeats: list[str]) -> str | None:
    """Return what differs, with its surroundings, or ``None``."""
    at = 0
    wanted = docx.words.split("\0")
    for part in (same(text) for text in wanted if text):
        for offset, char in enumerate(part):
            if at < len(pdf) and pdf[at] == char:
                at += 1
                continue
            skipped = next((r for r in repeats if r and pdf.startswith(r, at)), None)
            while skipped is not None:
                at += len(skipped)
                skipped = next((r for r in repeats if r and pdf.startswith(r, at)), None)
            if at < len(pdf) and pdf[at] == char:
                at += 1
                continue
            return f"DOCX {part[max(0, offset - 20) : offset + 20]!r} PDF {pdf[max(0, at - 20) : at + 20]!r}"
    return None if at == len(pdf) else f"only in the PDF: {pdf[at : at + 60]!r}"


@pytest.mark.tool("pdftotext")
def test_every_seed_brief_says_the_same_in_both_formats(built: Path, root: Path) -> None:
    style = read_style("modern", [root / "templates"])[0]
    assert style is not None
    files = sorted(built.glob("*.docx"))
    assert len(files) >= 20
    found = {}
    for file in files:
        docx = DocxWords(file.read_bytes())
        language = file.stem.rsplit("-", 1)[1]
        repeats = [same(text) for text in {*docx.headers, style.word(language).continued}]
        pdf = same(pdf_words(file.with_suffix(".pdf").read_bytes(), style))
        if difference := differences(docx, pdf, sorted(repeats, key=len, reverse=True)):
            found[file.name] = difference
    assert not found
