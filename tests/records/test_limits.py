"""Texts that are longer than any brief are reported, never cut."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefing.records.model import MAX_TEXT


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("summary", "text-long"),
        ("theme", "too-long"),
        ("tags", "too-long"),
        ("locator", "too-long"),
        ("url", "too-long"),
    ],
)
def test_a_text_over_the_limit_is_reported(
    field: str, code: str, read: Any, tmp_path: Path
) -> None:
    long = "长" * (MAX_TEXT + 1)
    source = {"title": "来源"}
    record: dict[str, Any] = {
        "id": "one",
        "subject": "甲",
        "proposers": [{"name": "乙"}],
        "theme": "data",
        "sectors": ["telecom"],
        "summary": "丙",
        "sources": [source],
    }
    if field == "tags":
        record[field] = [long]
    elif field == "locator":
        source[field] = long
    elif field == "url":
        source[field] = "https://example.org/" + long
    else:
        record[field] = long
    file = tmp_path / "one.json"
    file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    records, problems = read([file], tmp_path)
    assert code in {problem.code for problem in problems}
    assert len(records) == 0


def test_a_text_at_the_limit_is_kept(read: Any, tmp_path: Path) -> None:
    long = "长" * MAX_TEXT
    file = tmp_path / "one.yaml"
    file.write_text(
        "id: one\nsubject: 甲\nproposers: [{name: 乙}]\ntheme: data\nsectors: [telecom]\n"
        f"summary: {long}\nsources: [{{title: 来源}}]\n",
        encoding="utf-8",
    )
    records, problems = read([file], tmp_path)
    assert problems == []
    assert records[0].summary["zh"] == long
    assert records.place("one", "summary").line == 6
    assert records.place("two") is None
