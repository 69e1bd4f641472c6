"""Composing a template against the small project of this folder."""

from __future__ import annotations

from pathlib import Path

from briefing.compose import Template, check_template, compose, load_template
from briefing.document import Document
from briefing.plan import Project, expand, read_project, record_files
from briefing.problems import Problem
from briefing.records import RecordSet, read_records

HERE = Path(__file__).parent
HEAD = """---
name: case
title: {zh: 标题, en: Title}
---
"""


def project() -> Project:
    found, _ = read_project(HERE / "project", builtin=[HERE / "templates"])
    assert found is not None
    return found


def records(plan: Project) -> RecordSet:
    files, _ = record_files(plan)
    found, problems = read_records(
        files,
        root=plan.root,
        vocabularies=plan.vocabularies,
        default_language=plan.default_language,
        languages=plan.languages,
    )
    assert not [p for p in problems if p.is_error], problems
    return found


def run(template: Template, language: str) -> tuple[Document | None, list[Problem]]:
    """Compose the project's brief in one language, without checking the template first."""
    plan = project()
    briefs, _ = expand(plan, records(plan))
    return compose(next(b for b in briefs if b.language == language), template)


def composed(
    name: str, folder: Path, language: str = "en"
) -> tuple[Document | None, list[Problem]]:
    """Load, check and compose a template of ``folder`` as a build does."""
    template, problems = load_template(name, [folder])
    if template is not None:
        problems = problems + check_template(template, project())
    if template is None or any(problem.is_error for problem in problems):
        return None, problems
    document, found = run(template, language)
    return document, problems + found


def written(body: str, folder: Path, language: str = "en") -> tuple[Document | None, list[Problem]]:
    """Compose ``body``, written to ``folder`` under a plain head."""
    (folder / "case.md.j2").write_text(HEAD + body, encoding="utf-8")
    return composed("case", folder, language)
