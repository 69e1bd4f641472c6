"""Filling in Word templates for the small project of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from briefing.building.workshop import number_scheme
from briefing.compose.foreign import check_foreign
from briefing.plan import PlannedBrief, Project, expand, read_project, record_files
from briefing.problems import Problem
from briefing.records import read_records
from briefing.resources import templates_folder
from briefing.style import Style, read_style
from briefing.wordtemplate import fill
from briefing.wordtemplate.template import read

SHOWN = "templates/case.docx"
HERE = Path(__file__).parent


@cache
def plan() -> tuple[Project, dict[str, PlannedBrief]]:
    project, _ = read_project(HERE / "project")
    assert project is not None
    files, _ = record_files(project)
    records, problems = read_records(
        files,
        root=project.root,
        vocabularies=project.vocabularies,
        default_language=project.default_language,
        languages=project.languages,
    )
    assert not [one for one in problems if one.is_error], problems
    briefs, _ = expand(project, records)
    return project, {brief.language: brief for brief in briefs}


@cache
def modern() -> Style:
    style, _ = read_style("modern", [templates_folder()])
    assert style is not None
    return style


def filled(data: bytes, language: str = "en") -> tuple[bytes | None, list[Problem]]:
    """Read, check and fill in a template as a build does."""
    project, briefs = plan()
    template, problems = read("case", data, SHOWN)
    if template is not None:
        problems = [*problems, *check_foreign(template.foreign, project)]
    if template is None or any(problem.is_error for problem in problems):
        return None, problems
    made, found = fill(briefs[language], template, modern(), number_scheme(modern(), language))
    return made, [*problems, *found]
