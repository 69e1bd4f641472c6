"""Word templates in a project: built, checked, annotated."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from filling_in import HERE, filled
from wordfile import made, told

import briefing
from briefing.cli import run
from briefing.docx.anchors import PREFIX
from briefing.docx.fingerprint import is_pristine
from briefing.problems import InputError

GOOD = "header: {{ issue.date }}\n{{ proposals[0].heading }}\n{{ summary_table(proposals) }}\nend"
BAD = "header: {{ isue.date }}\nDear {{ issue.organisation }}, {{ issue.date }}\n| {{ p.id }} | x |"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(HERE / "project", folder)
    file = folder / "briefing.yaml"
    file.write_text("templates: [templates]\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "templates").mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_build_makes_a_docx_and_no_pdf(project: Path) -> None:
    (project / "templates/case.docx").write_bytes(made(GOOD))
    result = briefing.build(project)
    assert [file.path.name for file in result.files] == ["all-en.docx", "all-zh.docx"]
    assert "no-pdf-of-word" in {problem.code for problem in result.problems}
    data = result.files[0].path.read_bytes()
    assert is_pristine(data)
    assert told(data).startswith("header: 15 March 2024\n‹On “clouds”")


def test_only_a_pdf_is_a_problem(project: Path) -> None:
    (project / "templates/case.docx").write_bytes(made(GOOD))
    file = project / "briefing.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "    formats: [pdf]\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        briefing.build(project)
    assert [problem.code for problem in caught.value.problems if problem.is_error] == [
        "no-pdf-of-word"
    ]


def test_two_templates_of_one_name_are_a_problem(project: Path) -> None:
    (project / "templates/case.docx").write_bytes(made(GOOD))
    (project / "templates/case.md.j2").write_text(
        "---\nname: case\ntitle: {en: x, zh: x}\n---\nx\n"
    )
    with pytest.raises(InputError) as caught:
        briefing.build(project)
    assert "two-templates" in {problem.code for problem in caught.value.problems}


def test_the_same_brief_has_the_same_bytes() -> None:
    assert filled(made(GOOD)) == filled(made(GOOD))


def test_fields_are_those_of_the_base() -> None:
    data, _ = filled(made(GOOD))
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
        base = archive.read("customXml/item1.xml").decode()
    # The heading in the text, then titles and proposers in the table.
    for number in range(6):
        assert body.count(f'w:name="{PREFIX}{number}"') == 1
    assert base.count('"Field"') == 6


def test_annotate_comments_where_the_problems_are(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "templates/case.docx").write_bytes(made(BAD))
    assert run(["check", "--annotate"]) == 1
    out = capsys.readouterr().out
    assert "templates/case.docx: body, table 1, row 1, cell 1, paragraph 1" in out
    assert "with comments → out/case.annotated.docx" in out
    copy = project / "out/case.annotated.docx"
    found = docx.Document(str(copy))
    said = [comment.text.splitlines()[0] for comment in found.comments]
    assert said == [
        "Error: header, paragraph 1: isue is not defined",
        "Error: an issue has no field organisation",
        "Error: p is not defined",
    ]
    body = zipfile.ZipFile(copy).read("word/document.xml").decode()
    _, _, after = body.partition('<w:commentRangeStart w:id="1"/>')
    inside, _, _ = after.partition('<w:commentRangeEnd w:id="1"/>')
    assert ">organisation<" in inside
    assert "issue" not in inside


def test_an_annotated_copy_that_was_edited_is_kept(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "templates/case.docx").write_bytes(made(BAD))
    run(["check", "--annotate"])
    copy = project / "out/case.annotated.docx"
    run(["check", "--annotate"])  # as it was written: written again
    edited = docx.Document(str(copy))
    edited.add_paragraph("my own")
    edited.save(str(copy))
    capsys.readouterr()
    run(["check", "--annotate"])
    assert "edited-output" in capsys.readouterr().out
    assert "my own" in [paragraph.text for paragraph in docx.Document(str(copy)).paragraphs]


@pytest.mark.tool("soffice")
def test_libreoffice_reads_what_was_filled_in(tmp_path: Path) -> None:
    data, _ = filled(made(GOOD))
    assert data is not None
    file = tmp_path / "a.docx"
    file.write_bytes(data)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}", "--headless",
         "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = (tmp_path / "a.txt").read_text(encoding="utf-8-sig")
    assert "On “clouds” & <b>tags</b> {{ not.a.tag }}" in text
    assert "Zhang San" in text
