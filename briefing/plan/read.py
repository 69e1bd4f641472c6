"""Reading ``briefing.yaml``: all its problems at once, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefing.plan.checks import check_project
from briefing.plan.model import Project
from briefing.problems import Place, Problem, Severity
from briefing.source import SourceText, check, compose
from briefing.source.project import FILE_NAMES, project_file

__all__ = ["read_project", "record_files"]


def read_project(
    path: Path, *, builtin: Sequence[Path] = ()
) -> tuple[Project | None, list[Problem]]:
    """Return the project at ``path`` (its folder or its file), and every problem found.

    ``builtin`` lists the folders of the templates and styles that come with the
    program.  ``None`` means that the file could not be understood as a whole;
    a project with wrong names in it is returned beside its problems.
    """
    file = project_file(path)
    if file is None:
        return None, [_missing(path)]
    source, problems = SourceText.read(file)
    if source is None:
        return None, problems
    trees, found = compose(source, json=file.suffix == ".json")
    problems += found
    if len(trees) != 1:
        if not found:
            message = "the file is empty" if not trees else "the file holds several documents"
            hint = "`briefing init` writes an example" if not trees else "keep one; delete ---"
            problems.append(Problem("bad-project", message, Place(source.name), hint))
        return None, problems
    tree = trees[0]
    default = tree.plain(("default_language",)) if tree.has(("default_language",)) else "zh"
    project, found = check(Project, tree, context={"default_language": str(default)})
    problems += found
    if project is None:
        return None, problems
    project.read_from(file, tree)
    problems += check_project(project, (*project.search, *builtin))
    return project, problems


def _missing(path: Path) -> Problem:
    if path.is_dir():
        message = f"there is no {FILE_NAMES[0]} in this folder"
    elif path.exists():
        message = "this is neither a folder nor a file"
    else:
        message = "there is no such file or folder"
    hint = "name the folder of a project, or make one with `briefing init`"
    return Problem("no-project", message, Place(path.as_posix()), hint)


def record_files(project: Project) -> tuple[list[Path], list[Problem]]:
    """Return the project's record files, in order of its patterns, then by name."""
    files: dict[Path, None] = {}
    problems: list[Problem] = []
    for index, pattern in enumerate(project.records):
        place = project.place("records", index)
        try:
            found = sorted(
                path
                for path in project.root.glob(pattern)
                if path.is_file() and not path.name.startswith(".")
            )
        except (NotImplementedError, ValueError):  # absolute, empty, ** inside a name
            message = "not a pattern of paths relative to this file"
            hint = "write one such as records/*.yaml"
            problems.append(Problem("bad-pattern", message, place, hint))
            continue
        if not found and "records" in project.model_fields_set:
            message = f"no file matches {pattern}"
            problems.append(Problem("no-files", message, place, None, Severity.WARNING))
        files.update(dict.fromkeys(found))
    if not files:
        place = project.place("records", key=True)
        hint = f"looked for {', '.join(project.records)} in {project.root.as_posix()}"
        problems.append(Problem("no-records", "the project has no record files", place, hint))
    return list(files), problems
