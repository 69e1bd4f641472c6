"""``briefing pdf``: edited DOCX files as PDFs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefing.cli import report
from briefing.cli.console import columns, in_colour, print_error, print_out
from briefing.problems import InputError, MachineError, Place, Problem, UsageError, visible

if TYPE_CHECKING:
    from briefing.building.printing import Printed

__all__ = ["PdfOptions", "pdf"]


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """The options of ``briefing pdf``, as typed."""

    out: Path | None = None
    style: str | None = None
    project: Path | None = None
    rejected: bool = False
    jobs: int | None = None
    as_json: bool = False


class _Task(NamedTuple):
    path: Path
    target: Path
    search: tuple[Path, ...]
    style: str | None
    rejected: bool


def pdf(files: Sequence[Path], options: PdfOptions) -> None:
    """Run the command: all files that can be printed are, whatever is wrong with others.

    Raises:
        UsageError: a file isn't there, or two would become one PDF.
        InputError: a file can't be read.
        MachineError: a PDF can't be written.
    """
    from briefing.docxfiles import docx_files
    from briefing.processes import each

    paths = docx_files(files)
    targets = _targets(paths, options.out)
    searches: dict[Path, tuple[Path, ...]] = {}
    tasks = [
        _Task(
            path, target, _search(options.project, path, searches), options.style, options.rejected
        )
        for path, target in zip(paths, targets, strict=True)
    ]
    # Each is written where it was printed: no PDF has to go from process to process.
    found = each(_print, tasks, options.jobs)
    errors = [problem for problems in found for problem in problems if problem.is_error]
    if options.as_json:
        print_out(report.to_json(_data(tasks, found)))
        if errors:
            raise SystemExit(1)
        return
    for task, problems in zip(tasks, found, strict=True):
        said = [problem for problem in problems if not problem.is_error]
        if said:
            colour = in_colour(sys.stderr)
            print_error(report.format_problems(said, colour=colour, columns=columns()))
        if len(said) == len(problems):
            print_out(f"  {report.shown_path(task.target)}")
    if errors:
        raise InputError(errors)


def _print(task: _Task) -> tuple[Problem, ...]:
    from briefing.building.printing import print_docx

    shown = report.shown_path(task.path)
    try:
        data = task.path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        return (Problem("unreadable-docx", reason, Place(shown)),)
    made: Printed = print_docx(data, shown, task.search, style=task.style, rejected=task.rejected)
    if made.data is not None:
        _write(task.target, made.data)
    return made.problems


def _search(
    project: Path | None, file: Path, known: dict[Path, tuple[Path, ...]]
) -> tuple[Path, ...]:
    """Return the folders of styles: the project's own, named or around the file, and ours."""
    from briefing.resources import templates_folder

    folder = file.resolve().parent
    if folder not in known:
        known[folder] = (*_own(project, file), templates_folder())
    return known[folder]


def _own(project: Path | None, file: Path) -> tuple[Path, ...]:
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


def _targets(paths: Sequence[Path], out: Path | None) -> list[Path]:
    """Return the PDF of each file.

    Raises:
        UsageError: two files would become one.
    """
    named = out is not None and out.suffix.lower() == ".pdf" and not out.is_dir()
    if named and len(paths) > 1:
        raise UsageError("--out names one PDF, but there are several files: name a folder")
    found: dict[Path, Path] = {}
    for path in paths:
        target = path.with_suffix(".pdf")
        if out is not None:
            target = out if named else out / target.name
        other = found.setdefault(target, path)
        if other is not path:
            both = f"{other} and {path} would both become {target}"
            raise UsageError(visible(f"{both}: print them into different folders"))
    return list(found)


def _write(target: Path, data: bytes) -> None:
    beside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise MachineError(f"cannot write {target}: {error.strerror or error}") from error


def _data(tasks: Sequence[_Task], found: Sequence[tuple[Problem, ...]]) -> dict[str, object]:
    return {
        "files": [
            {
                "from": report.shown_path(task.path),
                "path": None
                if any(problem.is_error for problem in problems)
                else report.shown_path(task.target),
                "problems": [report.as_data(problem) for problem in problems],
            }
            for task, problems in zip(tasks, found, strict=True)
        ]
    }
