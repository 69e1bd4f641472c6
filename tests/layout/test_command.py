"""`briefing check --layout`: what it prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from official_seeds import official_brief

import briefing
from briefing.cli import run


@pytest.fixture
def files(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for form in ("docx", "pdf"):
        (tmp_path / f"good.{form}").write_bytes(official_brief("digest", "zh", form))
        wrong = briefing.render(root / "seeds", "sector-legal", language="zh", format=form)
        (tmp_path / f"bad.{form}").write_bytes(wrong.data)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("files")
def test_files_that_keep_to_the_standard(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--layout", "good.docx", "--layout", "good.pdf"]) == 0
    said = capsys.readouterr().out
    assert "  error  " not in said
    assert said.splitlines()[-1] == "9 notes (2 files measured against GB/T 9704-2012)"


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_file_that_does_not(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--layout", f"bad.{form}"]) == 1
    said = capsys.readouterr().out
    assert f"bad.{form}  error  layout-margin-top" in said


@pytest.mark.usefixtures("files")
def test_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--layout", "bad.docx", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["deviations"]
    assert found[0] == {
        "file": "bad.docx",
        "severity": "error",
        "code": "layout-margin-top",
        "what": "top margin (天头)",
        "expected": "37 mm",
        "measured": "25 mm",
        "place": "section 1",
    }
    assert run(["check", "--layout", "bad.docx", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error title=layout-margin-top,file=bad.docx::")


@pytest.mark.usefixtures("files")
def test_wrong_usage_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("a", encoding="utf-8")
    assert run(["check", "--layout", "a.txt"]) == 2
    assert "neither a .docx nor a .pdf" in capsys.readouterr().err
    assert run(["check", "--layout", "none.pdf"]) == 2
    assert "none.pdf" in capsys.readouterr().err
    assert run(["check", "seeds", "--layout", "good.pdf"]) == 2
    assert "leave out one" in capsys.readouterr().err
