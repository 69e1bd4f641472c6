"""The commands, their options and their help.

Nothing but typer is imported here: what a command needs, it imports when it
runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli import console, redline

__all__ = ["run"]

app = typer.Typer(
    name="briefing",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class ReportFormat(StrEnum):
    """How `check` prints problems."""

    text = "text"
    json = "json"
    github = "github"


class BriefFormat(StrEnum):
    """The formats that a brief can be written in."""

    docx = "docx"
    pdf = "pdf"


class SchemaOf(StrEnum):
    """What a JSON Schema can be printed of."""

    record = "record"
    project = "project"


ProjectPath = Annotated[
    Path | None,
    typer.Argument(
        metavar="PATH",
        help="The project's folder or its briefing.yaml.  [default: this folder]",
        show_default=False,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes; default: one per core.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]


def run(arguments: list[str] | None = None) -> int:
    """Run one command line (default: the process's own) and return its exit code."""
    return console.run(lambda: app(arguments))


def _version(wanted: bool) -> None:
    if wanted:
        from briefing import __version__

        typer.echo(f"briefing {__version__}")
        raise typer.Exit


@app.callback(
    epilog="Exit codes: 0 done, 1 problems in the input, 2 wrong usage, 3 the disk or machine failed"
)
def main(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Turn structured policy proposals into formatted DOCX and PDF briefs."""


@app.command(epilog="Example: briefing init my-briefs && briefing build my-briefs")
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The new project's folder.")
    ] = Path(),
) -> None:
    """Make a new project: a small example that builds at once."""
    from briefing.cli.commands import init as command

    command(folder)


@app.command(epilog="Example: briefing check my-briefs --format github")
def check(
    path: ProjectPath = None,
    form: Annotated[
        ReportFormat,
        typer.Option("--format", metavar="text|json|github", help="How problems are printed."),
    ] = ReportFormat.text,
    as_json: Json = False,
    layout: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Measure this DOCX or PDF against GB/T 9704-2012 instead.  May be repeated.",
        ),
    ] = None,
    annotate: Annotated[
        bool,
        typer.Option(
            "--annotate",
            help="Copy each Word template that has problems into the output folder, "
            "with a comment at each.",
        ),
    ] = False,
) -> None:
    """Find everything that is wrong, and say where.

    All problems of records, plan, templates and styles are shown together,
    each with its place and what to write instead.  With --layout a finished
    file is measured: page, grid, type, headings and page numbers.
    """
    from briefing.cli.commands import check as command
    from briefing.cli.commands import check_layout

    shown = "json" if as_json else form.value
    if layout:
        check_layout(path, layout, shown)
    else:
        command(path, shown, annotated=annotate)


@app.command("list", epilog="Example: briefing list my-briefs")
def list_(path: ProjectPath = None, as_json: Json = False) -> None:
    """Show what would be built, of which records.

    Records that stand in no brief are listed at the end.
    """
    from briefing.cli.commands import list_ as command

    command(path, as_json)


@app.command(epilog='Example: briefing build my-briefs --only "sector-*" --language en')
def build(
    path: ProjectPath = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY",
            help="Only briefs of this name (see `briefing list`); * and ? may stand for anything. "
            "May be repeated.",
        ),
    ] = None,
    form: Annotated[
        list[BriefFormat] | None,
        typer.Option("--format", metavar="docx|pdf", help="Only this format.  May be repeated."),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(metavar="TAG", help="Only this language, such as zh.  May be repeated."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Where to write; default: `output` of briefing.yaml.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that somebody has changed.")
    ] = False,
    keep_edits: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Carry over what people wrote in this DOCX, or in those of a folder.  "
            "May be repeated.",
        ),
    ] = None,
    comments: Annotated[
        bool,
        typer.Option("--comments", help="Put a comment in the DOCX at each open question."),
    ] = False,
    attach_records: Annotated[
        bool,
        typer.Option("--attach-records", help="Put each brief's records inside its PDF (PDF/A-3)."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Do everything except writing files.")
    ] = False,
    jobs: Jobs = None,
    as_json: Json = False,
) -> None:
    """Build the briefs: all, or none if anything is wrong.

    A DOCX or PDF that somebody has changed since it was built is never
    overwritten without --force, or --keep-edits with that file.
    """
    from briefing.cli.commands import BuildOptions
    from briefing.cli.commands import build as command

    command(
        path,
        BuildOptions(
            only=only,
            formats=[value.value for value in form] if form else None,
            languages=language,
            out=out,
            force=force,
            keep_edits=keep_edits or (),
            attach_records=attach_records,
            comments=comments,
            dry_run=dry_run,
            jobs=jobs,
        ),
        as_json=as_json,
    )


@app.command(epilog="Example: briefing pull edited/sector-telecom-zh.docx --dry-run")
def pull(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="EDITED.docx", help="Edited briefs, or folders of them."),
    ],
    project: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="The project whose records they belong to; by default the one around the "
            "files, or the one here.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; write nothing.")
    ] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help="Where both sides changed: keep the record’s words.")
    ] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="Where both sides changed: take the file’s words.")
    ] = False,
    mark: Annotated[
        bool,
        typer.Option(
            "--mark", help="Where both sides changed: leave a mark in the YAML that check reports."
        ),
    ] = False,
    lists: Annotated[
        bool,
        typer.Option("--lists", help="Also take items that were added, deleted or moved."),
    ] = False,
    comments: Annotated[
        bool,
        typer.Option("--comments", help="Put comments from Word above the fields they hang on."),
    ] = False,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Read tracked changes as if they were rejected.")
    ] = False,
    exact: Annotated[
        bool,
        typer.Option("--exact", help="Take changed quotation marks, dashes and spaces, too."),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Don’t ask; take what only the file changed.")
    ] = False,
    jobs: Jobs = None,
    as_json: Json = False,
) -> None:
    """Bring what people edited in a DOCX back into the records.

    Nothing but the edited words is touched in your files.  In a terminal every
    change is shown and asked for.
    """
    from briefing.cli.pull import PullOptions
    from briefing.cli.pull import pull as command
    from briefing.problems import UsageError

    sides = [name for name, on in (("ours", ours), ("theirs", theirs), ("mark", mark)) if on]
    if len(sides) > 1:
        raise UsageError(f"--{sides[0]} and --{sides[1]} exclude each other")
    command(
        files,
        PullOptions(
            project=project,
            dry_run=dry_run,
            as_json=as_json,
            rejected=rejected,
            exact=exact,
            side=sides[0] if sides else None,
            lists=lists,
            comments=comments,
            yes=yes,
            jobs=jobs,
        ),
    )


@app.command(epilog="Example: briefing pdf edited/sector-telecom-zh.docx")
def pdf(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="EDITED.docx", help="The files to print, or folders of them."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="PATH",
            help="The PDF, or a folder for it; by default beside the DOCX.",
            show_default=False,
        ),
    ] = None,
    style: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Another house style than the file’s.", show_default=False
        ),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="The project whose own styles are meant.", show_default=False
        ),
    ] = None,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Read tracked changes as if they were rejected.")
    ] = False,
    jobs: Jobs = None,
    as_json: Json = False,
) -> None:
    """Turn an edited DOCX into the PDF that you mail.

    No Word or LibreOffice is needed.  What a PDF of ours cannot hold, such as a
    drawing or an embedded object, is named.
    """
    from briefing.cli.pdf import PdfOptions
    from briefing.cli.pdf import pdf as command

    command(files, PdfOptions(out, style, project, rejected, jobs, as_json))


redline.register(app)


@app.command(epilog="Example: briefing schema record > record.schema.json")
def schema(
    of: Annotated[
        SchemaOf, typer.Argument(metavar="record|project", help="Of what.")
    ] = SchemaOf.record,
    project: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="Allow only this project's vocabularies.", show_default=False
        ),
    ] = None,
) -> None:
    """Print a JSON Schema for your editor.

    With it many editors complete and check records while you type.
    """
    from briefing.cli.commands import schema as command

    command(of.value, project)
