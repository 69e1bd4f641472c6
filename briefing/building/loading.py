"""Everything that a build needs: a project, and what it said in the issue before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefing.building.earlier import with_earlier
from briefing.building.inputs import Examination, read_inputs
from briefing.building.model import Bundle
from briefing.problems import InputError, ordered

__all__ = ["examine", "loaded"]


def loaded(path: Path, home: Path | None = None) -> Bundle:
    """Return the project at ``path``; see :func:`examine`.

    Raises:
        UsageError: there is no project at ``path``.
        InputError: it has errors; all of them are listed.
    """
    found = examine(path, home)
    if found.project is None or any(problem.is_error for problem in found.problems):
        raise InputError(found.problems)
    problems = tuple(ordered(found.problems))
    return Bundle(found.project, found.records, found.briefs, problems, found.earlier)


def examine(path: Path, home: Path | None = None) -> Examination:
    """Read everything that a build would, and collect what is wrong.

    ``home`` is the project file that ``path`` is an older state of, taken out of its
    repository.

    Raises:
        UsageError: there is no project at ``path``.
        MachineError: a file, or git where a revision is named, cannot be read.
    """
    found = read_inputs(path)
    if found.project is None:
        return found
    compared = with_earlier(found.project, found.briefs, home)
    problems = [*found.problems, *compared.problems]
    return replace(found, briefs=compared.briefs, problems=problems, earlier=compared.files)
