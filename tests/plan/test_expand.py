"""From the project file and records to the briefs."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.plan import PlannedBrief, expand, left_out, read_project, record_files
from briefing.problems import Problem
from briefing.records import RecordSet, read_records

HEAD = """\
default_language: zh
languages: [zh, en]
issue: {organization: {zh: 室, en: Desk}, series: {zh: 简报, en: Brief}, date: 2024-03,
        number: {zh: 第1/2期, en: No. 1/2}}
vocabularies:
  themes: {ai: {zh: 智能, en: AI}, data: {zh: 数据, en: Data}}
  sectors: {legal: {zh: 法律, en: Legal}, telecom: {zh: 电信, en: Telecom}, media: {zh: 媒体, en: Media}}
briefs:
"""
RECORD = """\
- id: {id}
  subject: {{zh: 题, en: Subject}}
  proposers: [{{name: {{zh: {name}, en: Someone}}}}]
  theme: {theme}
  sectors: {sectors}
  summary: {{zh: 摘要, en: Summary}}
  recommendations:
    - {{id: r1, text: {{zh: 一, en: one}}}}
    - {{id: r2, text: {{zh: 二, en: two}}, sectors: [telecom]}}
  sources: [{{title: {{zh: 源, en: source}}}}]
"""
RECORDS = [
    {"id": "a", "name": "甲", "theme": "data", "sectors": "[telecom, legal]"},
    {"id": "b", "name": "乙", "theme": "ai", "sectors": "[telecom]"},
    {"id": "c", "name": "甲", "theme": "ai", "sectors": "[legal]"},
]


def planned(folder: Path, briefs: str) -> tuple[list[PlannedBrief], RecordSet, list[Problem]]:
    (folder / "briefing.yaml").write_text(HEAD + briefs, encoding="utf-8")
    (folder / "records").mkdir()
    text = "".join(RECORD.format(**record) for record in RECORDS)
    (folder / "records/all.yaml").write_text(text, encoding="utf-8")
    project, problems = read_project(folder)
    assert project is not None
    assert {p.code for p in problems} <= {"unknown-template", "unknown-style"}, problems
    files, problems = record_files(project)
    assert problems == []
    records, problems = read_records(
        files,
        root=folder,
        vocabularies=project.vocabularies,
        default_language=project.default_language,
        languages=project.languages,
    )
    assert problems == []
    briefs_, problems = expand(project, records)
    return briefs_, records, problems


def ids(brief: PlannedBrief) -> list[str]:
    return [selection.record.id for selection in brief.selections]


def asks(brief: PlannedBrief) -> list[str]:
    return [f"{s.record.id}/{ask.id}" for s in brief.selections for ask in s.recommendations]


def test_a_record_stands_in_the_brief_of_each_of_its_sectors(tmp_path: Path) -> None:
    briefs, records, problems = planned(
        tmp_path, "  - {id: s, template: t, group_by: sector, languages: [zh]}\n"
    )
    assert [(b.key, ids(b)) for b in briefs] == [("s-legal", ["c", "a"]), ("s-telecom", ["b", "a"])]
    assert left_out(briefs, records) == []
    assert [p.code for p in problems] == ["empty-group", "sector-of-ask-only"]


def test_a_sector_brief_holds_only_the_asks_that_matter_there(tmp_path: Path) -> None:
    briefs, _, _ = planned(
        tmp_path, "  - {id: s, template: t, group_by: sector, languages: [zh]}\n"
    )
    legal, telecom = briefs
    assert asks(legal) == ["c/r1", "a/r1"]
    assert asks(telecom) == ["b/r1", "b/r2", "a/r1", "a/r2"]


def test_groups_without_a_vocabulary_come_as_met(tmp_path: Path) -> None:
    briefs, _, _ = planned(tmp_path, "  - {id: by, template: t, group_by: proposer}\n")
    assert [(b.key, b.language, ids(b)) for b in briefs] == [
        ("by-甲", "zh", ["c", "a"]),
        ("by-甲", "en", ["c", "a"]),
        ("by-乙", "zh", ["b"]),
        ("by-乙", "en", ["b"]),
    ]
    assert [b.stem for b in briefs] == ["by-甲-zh", "by-甲-en", "by-乙-zh", "by-乙-en"]


def test_one_group_has_the_key_of_its_entry(tmp_path: Path) -> None:
    briefs, _, _ = planned(tmp_path, "  - {id: digest, template: t, sort: [-theme, id]}\n")
    assert [(b.key, b.stem, b.group.value) for b in briefs] == [
        ("digest", "digest-zh", "all"),
        ("digest", "digest-en", "all"),
    ]
    assert ids(briefs[0]) == ["a", "b", "c"]


def test_where_leaves_records_out_and_they_are_listed(tmp_path: Path) -> None:
    briefs, records, _ = planned(
        tmp_path, "  - {id: d, template: t, where: {theme: ai, not sector: legal}}\n"
    )
    assert ids(briefs[0]) == ["b"]
    assert [record.id for record in left_out(briefs, records)] == ["a", "c"]


@pytest.mark.parametrize(
    ("pattern", "stems"),
    [
        ("{label}-{date}", ["智能-2024-03", "AI-2024-03", "数据-2024-03", "Data-2024-03"]),
        ("{theme} {issue}", ["ai 第1-2期", "ai No. 1-2", "data 第1-2期", "data No. 1-2"]),
        (
            "{series}.{group}.{language}",
            ["简报.ai.zh", "Brief.ai.en", "简报.data.zh", "Brief.data.en"],
        ),
    ],
)
def test_file_names_follow_the_pattern(tmp_path: Path, pattern: str, stems: list[str]) -> None:
    briefs, _, problems = planned(
        tmp_path, f'  - {{id: t, template: t, group_by: theme, filename: "{pattern}"}}\n'
    )
    assert [brief.stem for brief in briefs] == stems
    assert problems == []


def test_editorial_finds_its_group(tmp_path: Path) -> None:
    briefs, _, _ = planned(
        tmp_path,
        "  - id: t\n    template: t\n    group_by: theme\n"
        "    editorial: {data: {title: {zh: 题目, en: Title}}}\n",
    )
    assert [bool(brief.editorial.title) for brief in briefs] == [False, False, True, True]
