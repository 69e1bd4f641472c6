"""Ten thousand records are read and planned, and one fault among them is found in its line."""

from __future__ import annotations

from pathlib import Path

from briefing.plan import expand, read_project, record_files
from briefing.plan.expand import left_out
from briefing.records import read_records

FILES, PER_FILE = 100, 100
FAULTY = 7_777
PLAN = """\
default_language: zh
issue: {organization: 某机构, series: 简报, date: 2024-03-07}
vocabularies:
  themes: {data: 数据安全, ai: 人工智能}
  sectors: {telecom: 电信运营商, legal: 法律}
briefs:
  - {id: theme, template: theme-brief, group_by: theme}
  - {id: sector, template: sector-brief, group_by: sector, sort: [theme, -submitted], formats: [pdf]}
  - {id: urgent, template: digest, where: {priority: high}}
"""


def record(number: int) -> str:
    """One record of eight lines."""
    return f"""\
- id: p{number:05d}
  subject: 第{number}件
  submitted: 2024-03
  proposers: [{{name: 甲, capacity: npc-deputy}}]
  theme: {"ai" if number % 2 else "data"}
  sectors: [telecom, {"telcom" if number == FAULTY else "legal"}]
  summary: 摘要。
  recommendations: [{{id: r1, text: 建议。, priority: {"high" if number % 10 == 0 else "low"}}}]
  sources: [{{title: 来源, url: https://example.org/{number}}}]
"""


def test_ten_thousand_records(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    for number in range(FILES):
        first = number * PER_FILE
        content = "".join(record(first + offset) for offset in range(PER_FILE))
        (folder / f"{number:02d}.yaml").write_text(content, encoding="utf-8")
    (tmp_path / "briefing.yaml").write_text(PLAN, encoding="utf-8")

    project, problems = read_project(tmp_path)
    assert project is not None
    assert {problem.code for problem in problems} <= {"unknown-template", "unknown-style"}
    files, problems = record_files(project)
    assert problems == []
    records, problems = read_records(
        files,
        root=tmp_path,
        vocabularies=project.vocabularies,
        default_language=project.default_language,
        languages=project.languages,
    )

    (problem,) = problems
    place = problem.place
    assert place is not None
    assert problem.code == "unknown-sector"
    assert problem.record == f"p{FAULTY:05d}"
    assert problem.hint == "did you mean: telecom"
    # Record 77 of file 77: nine lines each, its sectors in the sixth.
    assert (place.file, place.line, place.column, place.width) == (
        "records/77.yaml",
        77 * 9 + 6,
        22,
        6,
    )
    assert place.excerpt == "  sectors: [telecom, telcom]"
    assert len(records) == FILES * PER_FILE - 1
    assert f"p{FAULTY:05d}" not in {found.id for found in records}

    later = records.place("p09999", "recommendations/0/text")
    assert later is not None
    assert (later.file, later.line, later.column) == ("records/99.yaml", 99 * 9 + 8, 36)

    briefs, problems = expand(project, records)
    assert problems == []
    assert [(brief.key, len(brief.selections)) for brief in briefs] == [
        ("theme-data", 5000),
        ("theme-ai", 4999),
        ("sector-telecom", 9999),
        ("sector-legal", 9999),
        ("urgent", 1000),
    ]
    assert left_out(briefs, records) == []
