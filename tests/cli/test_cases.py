"""`briefing check` on small projects: a folder each, with the expected output beside.

To renew the expected outputs after a change that is meant, run with
BRIEFING_RENEW=1 and read the difference.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from briefing.cli import run

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_check_says_what_is_expected(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(CASES / name, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    code = run(["check"])
    out, err = capsys.readouterr()
    said = f"{out}{err}exit code {code}\n"
    expected = CASES / name / "expected.txt"
    if os.environ.get("BRIEFING_RENEW"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    assert code == (1 if "  error  " in said else 0)
