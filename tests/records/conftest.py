"""A small project's vocabularies, and reading records against them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from briefing.problems import Problem
from briefing.records import RecordSet, Vocabularies, read_records

ReadRecords = Callable[[Sequence[Path], Path], tuple[RecordSet, list[Problem]]]


@pytest.fixture(scope="session")
def vocabularies() -> Vocabularies:
    return Vocabularies.model_validate(
        {
            "themes": {
                "data": {"zh": "数据安全", "en": "Data"},
                "ai": {"zh": "人工智能", "en": "AI"},
            },
            "sectors": {
                "telecom": {"label": {"zh": "电信运营商", "en": "Telecom operators"}},
                "legal": {"label": {"zh": "法律", "en": "Legal"}},
                "security-vendors": {"label": {"zh": "安全厂商", "en": "Security vendors"}},
            },
        }
    )


@pytest.fixture(scope="session")
def read(vocabularies: Vocabularies) -> ReadRecords:
    def run(files: Sequence[Path], root: Path) -> tuple[RecordSet, list[Problem]]:
        return read_records(
            files, root=root, vocabularies=vocabularies, default_language="zh", languages=["zh"]
        )

    return run
