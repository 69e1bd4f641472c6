"""The versions of briefs that a redline compares: what people name, and what they get.

A version is a DOCX, a folder of them, a project, or a git revision of a project.  A
revision is taken out of the repository into a temporary folder; nothing is checked
out, and the working copy is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building.changelog import Told
from briefing.building.choose import choose
from briefing.building.earlier import docx_files, siblings
from briefing.building.history import commit_of, placed, prefix_of, taken_out
from briefing.building.make import Workshop, make, number_scheme, parsed, workshop_of
from briefing.building.model import Job
from briefing.problems import (
    InputError,
    MachineError,
    Place,
    Problem,
    Severity,
    UsageError,
    visible,
)
from briefing.source.project import project_file

if TYPE_CHECKING:
    from briefing.document import Document
    from briefing.plan import PlannedBrief
    from briefing.style import Style

__all__ = ["Version", "Versions", "versions"]

STYLE = "modern"
"""The style of a file that doesn't say how it was built."""


@dataclass(frozen=True, slots=True)
class Version:
    """A brief as it stood at one time, ready for a writer; ``name`` is its file's stem.

    ``told`` is what it tells of its proposals, where that is known.
    """

    name: str
    document: Document
    style: Style
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """All that one name stands for, by the identifiers of the briefs.

    ``alone``: it is one file, which is compared whatever it is called.
    """

    shown: str
    found: Mapping[str, Version]
    problems: tuple[Problem, ...] = ()
    alone: bool = False


def versions(
    name: str,
    project: Path | None = None,
    search: tuple[Path, ...] = (),
    only: Sequence[str] | None = None,
) -> Versions:
    """Return the briefs that ``name`` stands for.

    ``name`` is a DOCX, a folder of them, a project (its folder or file), or a git
    revision of the project at ``project``.  ``search`` are the folders in which the
    styles of files are looked for; ``only`` takes keys of briefs of a project.

    Raises:
        UsageError: ``name`` is none of these.
        InputError: a file or the project has errors.
        MachineError: git is not there.
    """
    path = Path(name)
    if path.is_file() and path.suffix.lower() == ".docx":
        return replace(_of_files(name, [path], search), alone=True)
    if path.exists():
        if project_file(path) is not None:
            return _of_project(name, path, only)
        if files := docx_files(path):
            return _of_files(name, files, search)
        raise UsageError(visible(f"{name}: holds neither a project nor briefs (*.docx)"))
    return _of_revision(name, project or Path(), only)


# ── Files ──────────────────────────────────────────────────────────────────


def _of_files(name: str, files: Sequence[Path], search: tuple[Path, ...]) -> Versions:
    workshop = Workshop(search)
    found: dict[str, Version] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise MachineError(f"cannot read {file}: {error.strerror or error}") from error
        identifier, version, more = _read(data, str(file), file.stem, workshop)
        problems += more
        if identifier in found:
            message = f"is the second file of one brief, beside {found[identifier].name}.docx"
            hint = "name the two files themselves, or a folder that holds one of them"
            problems.append(Problem("two-versions", message, Place(str(file)), hint))
        elif version is not None:
            found[identifier] = version
    _stop(problems)
    return Versions(name, found, tuple(problems))


def _read(
    data: bytes, shown: str, stem: str, workshop: Workshop
) -> tuple[str, Version | None, list[Problem]]:
    from briefing.compose.recalling import recalled
    from briefing.docx.read import Refused, read
    from briefing.transforms import apply, bare

    try:
        reading = read(data, shown)
    except Refused as error:
        return stem, None, [error.problem]
    problems = list(reading.problems)
    name = reading.style or STYLE
    style, found = workshop.style(name)
    if style is None and name != STYLE:
        message = f"was built in the style {name}, which is not here; {STYLE} stands in for it"
        hint = "name the project that has it with --project"
        problems.append(Problem("unknown-style", message, Place(shown), hint, Severity.WARNING))
        style, found = workshop.style(STYLE)
    problems += found
    if style is None or any(problem.is_error for problem in found):
        return stem, None, problems
    document = reading.document
    if not document.meta.title:
        document = replace(document, meta=replace(document.meta, title=stem))
    if document != reading.base:
        document = apply(bare(document), number_scheme(style, document.meta.language))
    identifier = reading.base.meta.identifier if reading.base is not None else stem
    told = None
    if reading.base is not None:
        now = None if reading.document == reading.base else reading.document
        told = Told(recalled(reading.base, now))
    return identifier, Version(stem, document, style, told), problems


# ── Projects ───────────────────────────────────────────────────────────────


def _of_project(
    name: str, path: Path, only: Sequence[str] | None, home: Path | None = None
) -> Versions:
    from briefing.building.inputs import loaded

    bundle = loaded(path, home)
    workshop = workshop_of(bundle.project)
    found: dict[str, Version] = {}
    problems = list(bundle.problems)
    for job in choose(bundle, only, None, None):
        version, more = _composed(job, workshop)
        problems += more
        if version is not None:
            version = replace(version, told=_told(job.brief, bundle.briefs, workshop))
            found[f"{job.brief.key}-{job.brief.language}"] = version
    _stop(problems)
    return Versions(name, found, tuple(problems))


def _told(brief: PlannedBrief, briefs: Sequence[PlannedBrief], workshop: Workshop) -> Told:
    from briefing.compose import snapshot

    template = parsed(brief.spec.template, workshop)
    return Told(snapshot(brief, template), dict(siblings(brief, briefs)))


def _composed(job: Job, workshop: Workshop) -> tuple[Version | None, list[Problem]]:
    from briefing.building.make import composed

    document, style, problems = composed(job.brief, workshop)
    if document is not None and style is not None:
        return Version(job.brief.stem, document, style), problems
    if any(problem.is_error for problem in problems):
        return None, problems
    # A template written in Word makes no document: what it says is read again.
    made = make(replace(job, formats=("docx",)), workshop)
    if "docx" not in made.files:
        return None, list(made.problems)
    stem = job.brief.stem
    _, version, more = _read(made.files["docx"], f"{stem}.docx", stem, workshop)
    return version, [*made.problems, *more]


# ── Revisions ──────────────────────────────────────────────────────────────


def _of_revision(name: str, project: Path, only: Sequence[str] | None) -> Versions:
    file = project_file(project)
    if file is None:
        what = f"{name}: there is no such file or folder, and no project here"
        hint = "to compare with a git revision, name the project with --project"
        raise UsageError(visible(f"{what}; {hint}"))
    folder = file.parent
    inside = prefix_of(folder)
    if inside is None:
        what = f"{name}: there is no such file or folder"
        raise UsageError(
            visible(f"{what}, and {folder} is in no git repository to have such a revision")
        )
    commit = commit_of(folder, name)
    if commit is None:
        what = f"{name}: there is no such file or folder, nor such a git revision of the project"
        raise UsageError(visible(f"{what}; see `git log --oneline`"))
    with taken_out(folder, commit) as whole:
        at = whole / inside / file.name
        if not at.is_file():
            raise UsageError(visible(f"{name}: {inside}{file.name} was not there yet"))
        try:
            made = _of_project(name, at, only, home=file)
        except InputError as error:
            raise InputError(placed(error.problems, whole, name)) from None
        return replace(made, problems=tuple(placed(made.problems, whole, name)))


def _stop(problems: Sequence[Problem]) -> None:
    if any(problem.is_error for problem in problems):
        raise InputError(problems)
