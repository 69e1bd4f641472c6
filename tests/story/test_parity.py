"""One Document, two files: the DOCX and the PDF of a brief say the same, in the same order.

Apart from running matter the PDF may repeat a table's header row on a new page
(with the style's word for “continued”), and a chart's labels stand in the order
in which they are drawn; nothing else may differ.
"""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest
from docx_words import CHART, DocxWords
from pdf_words import bare, pdf_words

import briefing
from briefing.style import read_style

LOOK_AHEAD = 12


@pytest.fixture(scope="module", params=["modern", "official"])
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, root: Path
) -> tuple[str, Path]:
    """Return a style's name and the folder of the seeds' briefs in that style."""
    folder = tmp_path_factory.mktemp("parity")
    shutil.copytree(root / "seeds", folder / "seeds")
    plan = folder / "seeds" / "briefing.yaml"
    text = plan.read_text(encoding="utf-8").replace("style: modern", f"style: {request.param}")
    plan.write_text(text, encoding="utf-8")
    briefing.build(folder / "seeds", out=folder / "out")
    return request.param, folder / "out"


def same(text: str) -> str:
    # A hyphen that no one wrote is read as a soft one.
    return unicodedata.normalize("NFKC", bare(text)).replace("\u00ad", "")


def differences(docx: DocxWords, pdf: str, repeats: list[str]) -> str | None:
    """Return what differs, with its surroundings, or ``None``."""
    at = 0
    parts = docx.words.split(CHART)
    for number, part in enumerate(map(same, parts)):
        if number % 2:  # a chart: the same words, in whatever order
            end = pdf.find(same(parts[number + 1])[:LOOK_AHEAD], at)
            if sorted(pdf[at:end]) != sorted(part):
                return f"chart: DOCX {part!r} PDF {pdf[at:end]!r}"
            at = end
            continue
        for offset, char in enumerate(part):
            if pdf[at : at + 1] != char:
                at = after_repeats(pdf, at, repeats)
            if pdf[at : at + 1] != char:
                near = part[max(0, offset - 20) : offset + 20]
                return f"DOCX {near!r} PDF {pdf[max(0, at - 20) : at + 20]!r}"
            at += 1
    return None if at == len(pdf) else f"only in the PDF: {pdf[at : at + 60]!r}"


def after_repeats(pdf: str, at: int, repeats: list[str]) -> int:
    """Return where the text goes on after the repeated head of a table."""
    found = next((text for text in repeats if text and pdf.startswith(text, at)), None)
    return at if found is None else after_repeats(pdf, at + len(found), repeats)


@pytest.mark.tool("pdftotext")
def test_every_seed_brief_says_the_same_in_both_formats(
    built: tuple[str, Path], root: Path
) -> None:
    name, folder = built
    files = sorted(folder.glob("*.docx"))
    assert len(files) >= 20
    found = {}
    for file in files:
        docx = DocxWords(file.read_bytes())
        own = "official" if file.stem.startswith("official") else name
        style = read_style(own, [root / "templates"])[0]
        assert style is not None
        language = file.stem.rsplit("-", 1)[1]
        repeats = [same(text) for text in {*docx.headers, style.word(language).continued}]
        pdf = same(pdf_words(file.with_suffix(".pdf").read_bytes(), style))
        if difference := differences(docx, pdf, sorted(repeats, key=len, reverse=True)):
            found[file.name] = difference
    assert not found
