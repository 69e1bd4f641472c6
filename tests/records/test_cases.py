"""Records as people write them, and everything that is said about them in one run.

A case is a file in `cases/`, or a folder of files that are read together, with
`NAME.expected.txt` beside it: the problems as the command line shows them, then
the ids of the records that would be printed.  To renew the expected texts after
a change that is meant, run with BRIEFING_RENEW=1 and read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefing.cli.report import format_problems
from briefing.problems import ordered

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir() if not path.name.endswith(".expected.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_records_are_judged_as_expected(name: str, read: Callable[..., Any]) -> None:
    case = CASES / name
    files = sorted(case.iterdir()) if case.is_dir() else [case]
    records, problems = read(files, case if case.is_dir() else CASES)
    said = format_problems(ordered(problems)) or "no problems\n"
    said += f"\nprinted: {', '.join(record.id for record in records) or 'none'}\n"
    expected = CASES / f"{name}.expected.txt"
    if os.environ.get("BRIEFING_RENEW"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_every_expected_text_has_its_case() -> None:
    expected = {path.name for path in CASES.glob("*.expected.txt")}
    assert expected == {f"{name}.expected.txt" for name in NAMES}
