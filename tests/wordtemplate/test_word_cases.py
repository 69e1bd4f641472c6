"""Templates as text and what comes of them: the file as text, or the report of every fault.

Above the line ``=== en`` stands the template, below it what is expected.  To renew
that after a change that is meant, run with BRIEFING_RENEW=1 and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filling_in import filled
from wordfile import made, told

from briefing.cli.report import format_problems
from briefing.problems import ordered

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.txt")))
def test_a_template_gives_what_is_expected(name: str) -> None:
    file = CASES / f"{name}.txt"
    template, line, expected = file.read_text(encoding="utf-8").partition("\n=== ")
    language, _, expected = expected.partition("\n")
    data, problems = filled(made(template), language)
    said = format_problems(ordered(problems))
    if data is not None:
        said += told(data)
    if os.environ.get("BRIEFING_RENEW"):
        file.write_text(f"{template}{line}{language}\n{said}", encoding="utf-8")
    assert said == expected
