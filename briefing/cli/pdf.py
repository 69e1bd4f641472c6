"""``briefing pdf``: edited DOCX files as PDFs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from briefing.cli import report
from briefing.cli.console import columns, in_colour, print_error, print_out
from briefing.problems import InputError, MachineError, Problem, UsageError, visible

__all__ = ["pdf"]


def pdf(
    files: Sequence[Path],
    *,
    out: Path | None,
    style: str | None,
    project: Path | None,
    rejected: bool,
) -> None:
    """Run the command.

    Raises:
        UsageError: a file isn't there; a PDF would be written over a file of another kind.
        InputError: a file can't be read.
        MachineError: a PDF can't be written.
    """
    from briefing.building.printing import print_docx
    from briefing.resources import templates_folder

    errors: list[Problem] = []
    for path in files:
        if not path.is_file():
            raise UsageError(f"{visible(str(path))}: there is no such file")
        search = (*_own(project, path), templates_folder())
        shown = report.shown_path(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise MachineError(f"cannot read {path}: {error.strerror or error}") from error
        made = print_docx(data, shown, search, style=style, rejected=rejected)
        warnings = [problem for problem in made.problems if not problem.is_error]
        errors += [problem for problem in made.problems if problem.is_error]
        if warnings:
            print_error(
                report.format_problems(warnings, colour=in_colour(sys.stderr), columns=columns())
            )
        if made.data is None:
            continue
        target = _target(path, out)
        _write(target, made.data)
        print_out(f"  {report.shown_path(target)}")
    if errors:
        raise InputError(errors)


def _own(project: Path | None, file: Path) -> tuple[Path, ...]:
    """Return the folders of the project's own styles: the project named, or the one around."""
    from briefing.source.project import project_file

    found = project_file(project) if project is not None else None
    if project is not None and found is None:
        raise UsageError(f"{visible(str(project))}: there is no project here")
    if found is None:
        folders = (*file.resolve().parents, Path())
        found = next((one for folder in folders if (one := project_file(folder))), None)
    if found is None:
        return ()
    from briefing.plan import read_project

    read, problems = read_project(found)
    if read is None:
        raise InputError(problems)
    return read.search


def _target(path: Path, out: Path | None) -> Path:
    if out is None:
        return path.with_suffix(".pdf")
    if out.suffix.lower() == ".pdf":
        return out
    return out / f"{path.stem}.pdf"


def _write(target: Path, data: bytes) -> None:
    beside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise MachineError(f"cannot write {target}: {error.strerror or error}") from error
