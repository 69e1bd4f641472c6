"""Whatever a record holds comes out as the same characters, in both formats."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from docx_words import DocxWords
from pdf_words import bare, pdf_words

import briefing
from briefing.style import read_style

HOSTILE = {
    "xml": "& < > \" ' &amp; <b>x</b> ]]> <!-- -->",
    "markdown": "* _ ** __ ` ~~ # > - + 1. | a | b | [x](y) ![z](w) \\ \\\\",
    "jinja": "{{ 7*7 }} {% for x in y %} {# no #} ${7*7} #{7*7}",
    "tex": "$x^2$ \\input{/etc/passwd} %",
    "formula": "=cmd()|'/C calc'!A0 +1 -1 @SUM(1)",
    "emoji": "🙂👩‍👩‍👧‍👦🇨🇳👍🏽",
    "combining": "e\u0301 a\u0308\u0323 \u1ed9",
    "rtl": "שלום עולם abc مرحبا بالعالم 123",
    "surprises": "no on yes off 1e3 0o17 0x1F 2024-03-07 null ~",
    "punctuation": "“引号”‘单引号’——破折号……省略号《书名》、，。；：？！（）",
    "plane-2": "𠮷野家 𝒳 𝔘",
    "spaces": "a\u00a0b\u3000c\u2009d",
    "url": "https://example.com/" + "a/very-long-path/" * 30,
}


def project(folder: Path, texts: dict[str, str]) -> Path:
    """Write a project with one record per hostile text, each in every field that holds words."""
    import json

    records = [
        {
            "id": f"record-{name}",
            "title": {"zh": text},
            "subject": {"zh": text},
            "theme": "theme",
            "sectors": ["sector"],
            "proposers": [{"name": text, "organization": text, "positions": [text]}],
            "summary": text,
            "context": text,
            "impact": {"sector": text},
            "recommendations": [
                {"id": "r1", "text": text, "addressee": {"name": text, "basis": "stated"}}
            ],
            "notes": [{"text": text}],
            "sources": [{"title": text, "publisher": text}],
        }
        for name, text in texts.items()
    ]
    (folder / "records").mkdir()
    (folder / "records" / "all.json").write_text(json.dumps(records, ensure_ascii=False), "utf-8")
    (folder / "briefing.yaml").write_text(
        """
default_language: zh
languages: [zh]
issue: {organization: 单位, series: 简报, date: 2024-03-11}
vocabularies:
  themes: {theme: 主题}
  sectors: {sector: 行业}
briefs:
  - {id: sector, template: sector-brief, group_by: sector}
  - {id: digest, template: digest, group_by: none}
""",
        "utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = project(tmp_path_factory.mktemp("hostile"), HOSTILE)
    briefing.build(folder, out=folder / "out")
    return folder / "out"


def test_the_docx_holds_every_text_as_typed(built: Path) -> None:
    for file in sorted(built.glob("*.docx")):
        words = bare(DocxWords(file.read_bytes()).words)
        missing = {name: text for name, text in HOSTILE.items() if bare(text) not in words}
        assert not missing, file.name


@pytest.mark.tool("pdftotext")
def test_the_pdf_holds_every_text_as_typed(built: Path, root: Path) -> None:
    style = read_style("modern", [root / "templates"])[0]
    assert style is not None
    for file in sorted(built.glob("*.pdf")):
        words = pdf_words(file.read_bytes(), style)
        missing = {name: text for name, text in HOSTILE.items() if bare(text) not in words}
        assert not missing, file.name


@pytest.mark.tool("soffice")
def test_libreoffice_opens_every_docx(built: Path, tmp_path: Path) -> None:
    files = sorted(built.glob("*.docx"))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += [
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(tmp_path),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for file in files:
        text = bare((tmp_path / f"{file.stem}.txt").read_text("utf-8-sig"))
        assert bare(HOSTILE["markdown"]) in text
        assert bare(HOSTILE["xml"]) in text


def test_a_field_of_fifty_thousand_characters(tmp_path: Path) -> None:
    long = "长文，with words 与数字123。" * 3000
    folder = project(tmp_path, {"long": long[:50_000]})
    result = briefing.build(folder, out=folder / "out")
    assert len(result.files) == 4
    for file in (folder / "out").glob("*.docx"):
        assert bare(long[:50_000]) in bare(DocxWords(file.read_bytes()).words)
