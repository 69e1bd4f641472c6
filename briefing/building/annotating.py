"""Copies of Word templates with their problems as comments: ``briefing check --annotate``."""

from __future__ import annotations

from pathlib import Path

from briefing.building.files import Known, check_folder, guard, locked, save
from briefing.building.inputs import Examination
from briefing.building.workshop import shown_file
from briefing.building.writers import pristine
from briefing.plan.checks import word_template
from briefing.problems import InputError, Problem, ordered

__all__ = ["annotate_templates"]

SUFFIX = ".annotated.docx"


def annotate_templates(found: Examination) -> tuple[list[Path], list[Problem]]:
    """Write an annotated copy of every Word template with problems into the output folder.

    Returns the files, and a problem for each that must not be overwritten because
    somebody has changed it.

    Raises:
        MachineError: disk or permissions.
        InputError: the output folder is no folder.
    """
    project = found.project
    if project is None:
        return [], []
    outputs: dict[str, bytes] = {}
    for name in dict.fromkeys(spec.template for spec in project.briefs):
        file = word_template(name, project.search)
        if file is None:
            continue
        from briefing.wordtemplate import annotate

        copy = annotate(file.read_bytes(), shown_file(file), ordered(found.problems))
        if copy is not None:
            outputs[f"{name}{SUFFIX}"] = copy
    if not outputs:
        return [], []
    folder = project.root / project.output
    problems = check_folder(folder, project.root)
    if problems:
        raise InputError(problems)
    with locked(folder):
        problems = [
            Problem(one.code, one.message, one.place, "give your copy another name, or delete it")
            for one in guard(folder, outputs, Known({}), pristine, force=False)
        ]
        kept = {one.place.file for one in problems if one.place is not None}
        allowed = {n: data for n, data in outputs.items() if str(folder / n) not in kept}
        save(folder, allowed, "")
    return [folder / name for name in allowed], problems
