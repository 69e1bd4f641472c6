"""Files as people write them: what is read from each, and what is said about it.

A case is a file in `cases/` and `NAME.expected.txt` beside it: first the
problems as the command line shows them, then the value of every document,
read from the file as far as it goes.  To renew the expected texts after a
change that is meant, run with BRIEFING_RENEW=1 and read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from briefing.cli.report import format_problems
from briefing.problems import ordered, visible
from briefing.source import SourceText, compose

CASES = Path(__file__).parent / "cases"
FILES = sorted(path.name for path in CASES.iterdir() if not path.name.endswith(".expected.txt"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_reads_as_expected(name: str) -> None:
    source, problems = SourceText.read(CASES / name, name)
    trees = []
    if source is not None:
        trees, found = compose(source, json=name.endswith(".json"))
        problems += found
    said = format_problems(ordered(problems)) or "no problems\n"
    for tree in trees:
        value = json.dumps(tree.plain(), ensure_ascii=False, indent=1)
        said += "\n--- " + "\n".join(visible(line) for line in value.split("\n")) + "\n"
    expected = CASES / f"{name}.expected.txt"
    if os.environ.get("BRIEFING_RENEW"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_every_expected_text_has_its_file() -> None:
    expected = {path.name for path in CASES.glob("*.expected.txt")}
    assert expected == {f"{name}.expected.txt" for name in FILES}
