"""Templates and what comes of them: the document, or the report of every fault.

To renew the expected outputs after a change that is meant, run with
BRIEFING_RENEW=1 and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from composing import composed

from briefing.cli.report import format_problems
from briefing.problems import ordered
from briefing.text import dump

CASES = Path(__file__).parent / "cases"
NAMES = sorted(
    path.name.removesuffix(".md.j2")
    for path in CASES.glob("*.md.j2")
    if not path.name.startswith("_")
)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_gives_what_is_expected(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    document, problems = composed(name, CASES)
    said = format_problems(ordered(problems))
    if document is not None:
        said += dump(document)
    expected = CASES / f"{name}.txt"
    if os.environ.get("BRIEFING_RENEW"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
