"""Reading a project: plan, records, templates, styles, and every problem in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from briefing.building.model import InputEntry
from briefing.building.workshop import shown_file
from briefing.plan import PlannedBrief, Project, expand, read_project, record_files
from briefing.plan.checks import template_names, word_template
from briefing.problems import Problem, UsageError, visible
from briefing.records import RecordSet, read_records
from briefing.resources import templates_folder

__all__ = ["Examination", "read_inputs"]


@dataclass(slots=True)
class Examination:
    """What was found, however incomplete; ``project`` is ``None`` where it can't be read."""

    project: Project | None = None
    records: RecordSet = field(default_factory=RecordSet)
    briefs: tuple[PlannedBrief, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    earlier: tuple[InputEntry, ...] = ()


def read_inputs(path: Path) -> Examination:
    """Read a project as it stands, without the issue before it, and collect what is wrong.

    Raises:
        UsageError: there is no project at ``path``.
        MachineError: a file cannot be read.
    """
    builtin = templates_folder()
    project, problems = read_project(path, builtin=[builtin])
    for problem in problems:
        if problem.code == "no-project":
            raise UsageError(visible(f"{problem.place}: {problem.message}; {problem.hint}"))
    if project is None:
        return Examination(problems=problems)
    sound = not any(problem.is_error for problem in problems)
    files, missing = record_files(project)
    problems += missing
    records, found = read_records(
        files,
        root=Path(),
        vocabularies=project.vocabularies,
        default_language=project.default_language,
        languages=project.languages,
    )
    complete = not any(problem.is_error for problem in [*missing, *found])
    problems += found
    problems += _templates(project, (*project.search, builtin))
    briefs: list[PlannedBrief] = []
    if sound:
        briefs, found = expand(project, records)
        # What seems empty may only lack the records that have errors.
        problems += [problem for problem in found if complete or problem.is_error]
    return Examination(project, records, tuple(briefs), problems)


def _templates(project: Project, search: tuple[Path, ...]) -> list[Problem]:
    from briefing.compose import check_template, load_template

    problems: list[Problem] = []
    known = template_names(search)
    for name in dict.fromkeys(spec.template for spec in project.briefs):
        if file := word_template(name, search):
            problems += _word_template(name, file, project)
        elif name in known:
            template, found = load_template(name, search)
            problems += found
            if template is not None:
                problems += check_template(template, project)
    return problems


def _word_template(name: str, file: Path, project: Project) -> list[Problem]:
    from briefing.compose.foreign import check_foreign
    from briefing.wordtemplate import load

    template, problems = load(name, file, shown_file(file))
    if template is not None:
        problems = [*problems, *check_foreign(template.foreign, project)]
    return problems
