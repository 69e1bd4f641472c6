"""The versions of briefs that a redline compares: what people name, and what they get.

A version is a DOCX, a folder of them, a project, or a git revision of a project.  A
revision is taken out of the repository into a temporary folder; nothing is checked
out, and the working copy is left alone.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from briefing.building.choose import choose
from briefing.building.make import Workshop, make, number_scheme, workshop_of
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
    from briefing.style import Style

__all__ = ["Version", "Versions", "versions"]

STYLE = "modern"
"""The style of a file that doesn't say how it was built."""

HELD_BY_PROGRAMS = ("~$", ".~", "._")
"""How the names of files begin that Word, LibreOffice and macOS put beside a DOCX."""


@dataclass(frozen=True, slots=True)
class Version:
    """A brief as it stood at one time, ready for a writer; ``name`` is its file's stem."""

    name: str
    document: Document
    style: Style


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
        files = [
            file
            for file in sorted(path.glob("*.docx"))
            if file.is_file() and not file.name.startswith(HELD_BY_PROGRAMS)
        ]
        if files:
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
    if document != reading.base:
        document = apply(bare(document), number_scheme(style, document.meta.language))
    identifier = reading.base.meta.identifier if reading.base is not None else stem
    return identifier, Version(stem, document, style), problems


# ── Projects ───────────────────────────────────────────────────────────────


def _of_project(name: str, path: Path, only: Sequence[str] | None) -> Versions:
    from briefing.building import load

    bundle = load(path)
    workshop = workshop_of(bundle.project)
    found: dict[str, Version] = {}
    problems = list(bundle.problems)
    for job in choose(bundle, only, None, None):
        version, more = _composed(job, workshop)
        problems += more
        if version is not None:
            found[f"{job.brief.key}-{job.brief.language}"] = version
    _stop(problems)
    return Versions(name, found, tuple(problems))


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
    prefix = _git(folder, "rev-parse", "--show-prefix")
    if prefix is None:
        what = f"{name}: there is no such file or folder"
        raise UsageError(
            visible(f"{what}, and {folder} is in no git repository to have such a revision")
        )
    # A name that begins with a dash would be an option; no revision does.
    wanted = f"{name}^{{commit}}"
    commit = None if name.startswith("-") else _git(folder, "rev-parse", "--verify", "-q", wanted)
    if commit is None:
        what = f"{name}: there is no such file or folder, nor such a git revision of the project"
        raise UsageError(visible(f"{what}; see `git log --oneline`"))
    inside = prefix.decode().strip()
    with tempfile.TemporaryDirectory(prefix="briefing-") as temporary:
        whole = Path(temporary)
        _take_out(folder, commit.decode().strip(), whole)
        at = whole / inside / file.name
        if not at.is_file():
            raise UsageError(visible(f"{name}: {inside}{file.name} was not there yet"))
        try:
            made = _of_project(name, at, only)
        except InputError as error:
            raise InputError(_placed(error.problems, whole, name)) from None
        return replace(made, problems=tuple(_placed(made.problems, whole, name)))


def _take_out(folder: Path, commit: str, into: Path) -> None:
    """Write the files of a commit into a folder: plain files only, and none outside of it."""
    top = _git(folder, "rev-parse", "--show-toplevel") or b"."
    data = _git(Path(top.decode().strip()), "archive", "--format=tar", commit)
    if data is None:
        raise MachineError(visible(f"git could not read the revision {commit}"))
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            if not member.isfile() or path.is_absolute() or ".." in path.parts:
                continue
            content = archive.extractfile(member)
            assert content is not None
            target = into / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what a git command says, or None where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 – no shell; a revision that is an option was refused
            ["git", "-C", str(folder), *arguments],  # noqa: S607 – the git that the person uses
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise MachineError(f"cannot run git: {error.strerror or error}") from error
    return done.stdout if done.returncode == 0 else None


def _placed(problems: Sequence[Problem], folder: Path, name: str) -> list[Problem]:
    """Return problems whose places are as git says them: ``v12:records/cloud.yaml``."""
    found = []
    for problem in problems:
        place = problem.place
        if place is not None and Path(place.file).is_relative_to(folder):
            inner = Path(place.file).relative_to(folder).as_posix()
            place = replace(place, file=f"{name}:{inner}")
        found.append(replace(problem, place=place))
    return found


def _stop(problems: Sequence[Problem]) -> None:
    if any(problem.is_error for problem in problems):
        raise InputError(problems)
