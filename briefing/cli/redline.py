"""``briefing redline``: what changed between two issues, as files and as a summary."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli import changes, report
from briefing.cli.console import columns, in_colour, print_error, print_out
from briefing.problems import InputError, Severity, UsageError, visible

if TYPE_CHECKING:
    from briefing.building.redlining import Redlined, Redlines

__all__ = ["register"]


class RedlineFormat(StrEnum):
    """The formats that a redline can be written in."""

    docx = "docx"
    pdf = "pdf"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: briefing redline issues/12 issues/13 --out changes")(redline)


def redline(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD", help="A DOCX, a folder of them, a project, or a git revision."
        ),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, newer.")] = ".",
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write.")] = Path(),
    form: Annotated[
        list[RedlineFormat] | None,
        typer.Option("--format", metavar="docx|pdf", help="Only this format.  May be repeated."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY",
            help="Only briefs of this name, of a project; * and ? may stand for anything.",
        ),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="The project that a git revision is of, and whose styles are meant.  "
            "[default: this folder]",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite redlines that somebody has changed.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, for other programs.")
    ] = False,
) -> None:
    """Show what changed between two issues: tracked changes in a DOCX, marks in a PDF.

    Accepting all changes of NAME.redline.docx gives the new brief, rejecting
    all the old one.  What became of each proposal stands before the marked pages
    of the PDF, and in NAME.changes.txt as a text for an e-mail.
    """
    from briefing.building.redlining import FORMATS
    from briefing.building.redlining import redline as compare

    try:
        result = compare(
            old,
            new,
            out=out,
            formats=[value.value for value in form] if form else FORMATS,
            project=project,
            search=_search(project),
            only=only,
            force=force,
        )
    except InputError as error:
        if not as_json:
            raise
        problems = [report.as_data(problem) for problem in error.problems]
        print_out(report.to_json({"briefs": [], "problems": problems}))
        raise SystemExit(1) from error
    if as_json:
        print_out(report.to_json(_data(result)))
        return
    shown = [problem for problem in result.problems if problem.severity is not Severity.NOTE]
    if shown:
        print_error(report.format_problems(shown, colour=in_colour(sys.stderr), columns=columns()))
    _print(result)


def _print(result: Redlines) -> None:
    for brief in result.briefs:
        print_out(f"{visible(brief.name)}  {_outcome(brief)}")
        for line in _summary(brief):
            print_out(line)


def _data(result: Redlines) -> dict[str, Any]:
    """Return a comparison as plain data."""
    return {
        "briefs": [
            {
                "name": visible(brief.name),
                "outcome": brief.outcome,
                "old": visible(brief.old) or None,
                "new": visible(brief.new) or None,
                "files": [report.shown_path(file) for file in brief.files],
                "since": changes.as_data(brief.changes),
            }
            for brief in result.briefs
        ],
        "problems": [report.as_data(problem) for problem in result.problems],
    }


def _summary(brief: Redlined) -> list[str]:
    """Return what changed, as the text for the e-mail has it below its subject."""
    lines = brief.text.splitlines()[2:]
    return [f"  {visible(line)}" for line in lines if line]


def _outcome(brief: Redlined) -> str:
    match brief.outcome:
        case "dropped":
            return "is no more"
        case "new":
            return "is new"
        case "unchanged":
            return "unchanged"
        case "changed":
            return ", ".join(report.shown_path(file) for file in brief.files)


def _search(project: Path | None) -> tuple[Path, ...]:
    """Return the folders of styles: those of the project named or the one here, and ours."""
    from briefing.plan import read_project
    from briefing.resources import templates_folder
    from briefing.source.project import project_file

    found = project_file(project if project is not None else Path())
    if found is None:
        if project is not None:
            raise UsageError(f"{visible(str(project))}: there is no project here")
        return (templates_folder(),)
    read, problems = read_project(found)
    if read is None:
        raise InputError(problems)
    return (*read.search, templates_folder())
