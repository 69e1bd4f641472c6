"""``briefing pdf``: the edited file as the PDF to mail, and what cannot go into it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from briefing.building.printing import print_docx

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
SEARCH = (ROOT / "templates",)
DIGEST = (SAMPLES / "digest-en.docx").read_bytes()


def rewritten(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return a file with other words in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as changed:
        for name in package.namelist():
            content = package.read(name)
            if name == part:
                assert old in content.decode()
                content = content.decode().replace(old, new, 1).encode()
            changed.writestr(name, content)
    return out.getvalue()


def words(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.mark.parametrize("name", ["digest-en", "sector-legal-zh", "official-digest-zh"])
def test_a_file_nobody_edited_is_the_built_pdf(name: str) -> None:
    made = print_docx((SAMPLES / f"{name}.docx").read_bytes(), f"{name}.docx", SEARCH)
    assert made.data == (SAMPLES / f"{name}.pdf").read_bytes()
    assert made.problems == ()


def test_edited_words_are_printed_and_tabs_are_no_boxes() -> None:
    data = rewritten(DIGEST, "word/document.xml", "Further complete", "Also\tcomplete")
    made = print_docx(data, "x.docx", SEARCH)
    assert made.data is not None
    assert "Also complete the system" in " ".join(words(made.data).split())
    assert made.problems == ()


TRACKED = '<w:ins w:id="9000" w:author="Li"><w:r><w:t>New. </w:t></w:r></w:ins>'


def test_what_is_left_out_is_named() -> None:
    header = rewritten(DIGEST, "word/header1.xml", "<w:t>", "<w:t>Draft ")
    [said] = print_docx(header, "x.docx", SEARCH).problems
    assert said.code == "not-carried-over"
    assert "the header says “Draft" in said.message
    footer = rewritten(DIGEST, "word/footer1.xml", ">Page ", ">Sheet ")
    [said] = print_docx(footer, "x.docx", SEARCH).problems
    assert "the footer says" in said.message
    tracked = rewritten(DIGEST, "word/document.xml", "<w:body>", f"<w:body><w:p>{TRACKED}</w:p>")
    [said] = print_docx(tracked, "x.docx", SEARCH).problems
    assert (said.code, said.severity.name) == ("tracked-changes", "NOTE")


@pytest.mark.parametrize(
    ("name", "style"), [("official-digest-zh", "modern"), ("digest-zh", "official")]
)
def test_another_style(name: str, style: str) -> None:
    made = print_docx((SAMPLES / f"{name}.docx").read_bytes(), "x.docx", SEARCH, style=style)
    assert made.data is not None
    assert made.problems == ()


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefing", "pdf", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_a_folder_in_one_run(tmp_path: Path) -> None:
    edited = tmp_path / "edited"
    edited.mkdir()
    for name in ("sector-legal-en", "sector-legal-zh", "sector-telecom-en", "theme-ai-security-en"):
        shutil.copy(SAMPLES / f"{name}.docx", edited)
    (edited / "broken.docx").write_bytes(b"")
    (edited / "~$sector-legal-en.docx").write_bytes(b"held by Word")
    done = run("edited", "--out", "pdfs", "--jobs", "2", cwd=tmp_path)
    assert done.returncode == 1
    assert "edited/broken.docx  error  unreadable-docx\n  is empty" in done.stderr
    assert done.stdout.split() == [
        "pdfs/sector-legal-en.pdf",
        "pdfs/sector-legal-zh.pdf",
        "pdfs/sector-telecom-en.pdf",
        "pdfs/theme-ai-security-en.pdf",
    ]
    for file in (tmp_path / "pdfs").iterdir():
        assert file.read_bytes() == (SAMPLES / file.name).read_bytes()


def test_wrong_usage_writes_nothing(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        shutil.copy(SAMPLES / "sector-legal-en.docx", tmp_path / folder)
    assert "would both become" in run("a", "b", "--out", "pdfs", cwd=tmp_path).stderr
    assert "name a folder" in run("a", "b", "--out", "x.pdf", cwd=tmp_path).stderr
    assert run("a", "nowhere.docx", cwd=tmp_path).returncode == 2
    assert list(tmp_path.rglob("*.pdf")) == []
    data = json.loads(run("a", "--json", cwd=tmp_path).stdout)
    assert [one["path"] for one in data["files"]] == ["a/sector-legal-en.pdf"]
