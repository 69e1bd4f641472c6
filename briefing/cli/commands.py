"""What the commands do: call the rooms below, print what came of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from briefing.cli import changes, report
from briefing.cli.console import columns, in_colour, is_terminal, print_error, print_out
from briefing.problems import InputError, Problem, Severity, UsageError, ordered, visible

if TYPE_CHECKING:
    from briefing.building import BuildResult, Bundle
    from briefing.building.model import BuiltBrief, Kept
    from briefing.layout import Measured
    from briefing.plan import PlannedBrief
    from briefing.records.changes import Changes

__all__ = ["BuildOptions", "build", "check", "check_layout", "init", "list_", "schema"]


def locate(path: Path | None) -> Path:
    """Return the project that is meant when no path is given: here, or in the only subfolder.

    Raises:
        UsageError: there is none, or more than one.
    """
    from briefing.source.project import project_file

    if path is not None:
        return path
    here = Path()
    if project_file(here):
        return here
    found = sorted(
        folder
        for folder in here.iterdir()
        if folder.is_dir() and not folder.name.startswith(".") and project_file(folder)
    )
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(visible(folder.name) for folder in found)
        raise UsageError(f"there are several projects here ({names}): name one of them")
    raise UsageError(
        "there is no briefing.yaml in this folder; name a project's folder, "
        "or make one with `briefing init`"
    )


# ── init ───────────────────────────────────────────────────────────────────


def init(folder: Path) -> None:
    """Write the example project into ``folder``; no file is ever overwritten."""
    from briefing.building.files import make_new

    example = Path(__file__).parent / "example"
    files = {
        file.relative_to(example): file.read_bytes() for file in sorted(example.rglob("*.yaml"))
    }
    files[Path("briefing.schema.json")] = _schema("project", None).encode()
    files[Path("record.schema.json")] = _schema("record", None).encode()
    make_new(folder, files)
    shown = report.shown_path(folder)
    print_out(f"made {report.counted(len(files), 'file')} in {shown}")
    for file in files:
        print_out(f"  {report.shown_path(folder / file)}")
    print_out(f"next: briefing build{'' if shown == '.' else f' {shown}'}")


# ── check ──────────────────────────────────────────────────────────────────


def check(path: Path | None, form: str, *, annotated: bool = False) -> None:
    """Print every problem; exit with 1 if one is an error.

    With ``annotated``, Word templates that have problems are copied with comments.
    """
    from briefing.building.loading import examine

    found = examine(locate(path))
    copies: list[Path] = []
    if annotated:
        from briefing.building.annotating import annotate_templates

        copies, kept = annotate_templates(found)
        found.problems += kept
    problems = ordered(found.problems)
    if form == "json":
        print_out(report.to_json({"problems": [report.as_data(p) for p in problems]}))
    elif form == "github":
        if problems:
            print_out(report.github(problems).rstrip("\n"))
    else:
        text = report.format_problems(problems, colour=in_colour(sys.stdout), columns=columns())
        if text:
            print_out(text)
        what = [report.counted(len(found.records), "record")]
        if found.briefs:
            what.append(_briefs(len(found.briefs)))
        print_out(f"{report.summary(problems)} ({', '.join(what)})")
        for copy in copies:
            print_out(f"  with comments → {report.shown_path(copy)}")
        if annotated and not copies:
            print_out("  no template written in Word has problems to comment on")
    if any(problem.is_error for problem in problems):
        raise SystemExit(1)


def check_layout(path: Path | None, files: Sequence[Path], form: str) -> None:
    """Print how finished files deviate from the standard; exit with 1 if one has errors."""
    from briefing.layout import judge

    if path is not None:
        raise UsageError("--layout measures files, not a project: leave out one of the two")
    problems: list[Problem] = []
    data: list[dict[str, Any]] = []
    for file in files:
        shown = report.shown_path(file)
        for one in judge(_measured(file, shown)):
            problems.append(one.problem(shown))
            data.append(
                {
                    "file": shown,
                    "severity": one.severity.value,
                    "code": one.code,
                    "what": one.what,
                    "expected": one.expected,
                    "measured": one.measured,
                    "place": one.place,
                }
            )
    if form == "json":
        print_out(report.to_json({"deviations": data}))
    elif form == "github":
        if problems:
            print_out(report.github(problems).rstrip("\n"))
    else:
        text = report.format_problems(problems, colour=in_colour(sys.stdout), columns=columns())
        if text:
            print_out(text)
        measured = report.counted(len(files), "file")
        print_out(f"{report.summary(problems)} ({measured} measured against GB/T 9704-2012)")
    if any(problem.is_error for problem in problems):
        raise SystemExit(1)


def _measured(file: Path, shown: str) -> Measured:
    """Return the measures of a DOCX or PDF."""
    suffix = file.suffix.lower()
    if suffix == ".docx":
        from briefing.docx.measure import measure
    elif suffix == ".pdf":
        from briefing.pdf.measure import measure
    else:
        raise UsageError(f"{visible(shown)} is neither a .docx nor a .pdf")
    try:
        data = file.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise UsageError(f"{visible(shown)}: {reason.lower()}") from None
    return measure(data, shown)


def _keys(briefs: Iterable[PlannedBrief]) -> list[str]:
    return list(dict.fromkeys(brief.key for brief in briefs))


# ── list ───────────────────────────────────────────────────────────────────


def list_(path: Path | None, as_json: bool) -> None:
    """Print which briefs would be built."""
    from briefing.building import load
    from briefing.building.changelog import changes_since
    from briefing.building.workshop import workshop_of

    bundle = load(locate(path))
    workshop = workshop_of(bundle.project)
    since = {
        (brief.key, brief.language): found
        for brief in bundle.briefs
        if (found := changes_since(brief, workshop)) is not None
    }
    if as_json:
        print_out(report.to_json(_listed(bundle, since)))
        return
    for key in _keys(bundle.briefs):
        same = [brief for brief in bundle.briefs if brief.key == key]
        print_out(f"{visible(key)}  {_label(same[0])}".rstrip())
        for brief in same:
            files = ", ".join(f"{brief.stem}.{form}" for form in brief.formats)
            print_out(f"  {brief.language}  {files}")
            if found := since.get((brief.key, brief.language)):
                print_out(f"      {changes.summary(found)}")
        for selection in same[0].selections:
            asks = report.counted(len(selection.recommendations), "recommendation")
            print_out(f"    {selection.record.id}  {asks}")
        print_out("")
    if left_out := bundle.left_out:
        print_out("in no brief")
        for record in left_out:
            print_out(f"    {record.id}")
        print_out("")
    number = sum(len(brief.formats) for brief in bundle.briefs)
    print_out(
        f"{_briefs(len(bundle.briefs))}, {report.counted(number, 'file')}, "
        f"of {report.counted(len(bundle.records), 'record')}"
    )


def _label(brief: PlannedBrief) -> str:
    if brief.group.by == "none":
        return ""
    return visible(brief.group.label.resolve(brief.default_language, brief.default_language)[0])


def _listed(bundle: Bundle, since: Mapping[tuple[str, str], Changes]) -> dict[str, Any]:
    return {
        "briefs": [
            {
                "key": brief.key,
                "language": brief.language,
                "template": brief.spec.template,
                "style": brief.spec.style,
                "group": {
                    "by": brief.group.by,
                    "value": brief.group.value,
                    "label": dict(brief.group.label),
                },
                "files": [f"{brief.stem}.{form}" for form in brief.formats],
                "records": [
                    {
                        "id": selection.record.id,
                        "recommendations": [ask.id for ask in selection.recommendations],
                    }
                    for selection in brief.selections
                ],
                "since": changes.as_data(since.get((brief.key, brief.language))),
            }
            for brief in bundle.briefs
        ],
        "left_out": [record.id for record in bundle.left_out],
        "problems": [report.as_data(problem) for problem in bundle.problems],
    }


# ── build ──────────────────────────────────────────────────────────────────


MOST_WARNINGS = 50
"""Most warnings that `build` prints: what was built is not to scroll away."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """The options of ``briefing build``, by the names that :func:`briefing.build` uses."""

    only: Sequence[str] | None = None
    formats: Sequence[str] | None = None
    languages: Sequence[str] | None = None
    out: Path | None = None
    force: bool = False
    keep_edits: Sequence[Path] = ()
    attach_records: bool = False
    comments: bool = False
    dry_run: bool = False
    jobs: int | None = None


def build(path: Path | None, options: BuildOptions, *, as_json: bool) -> None:
    """Build, and print what was built."""
    import briefing

    began = time.perf_counter()
    project = locate(path)
    with _Bar() as bar:
        try:
            result = briefing.build(
                project,
                out=options.out,
                only=options.only,
                formats=options.formats,
                languages=options.languages,
                force=options.force,
                keep_edits=options.keep_edits,
                attach_records=options.attach_records,
                comments=options.comments,
                jobs=options.jobs,
                dry_run=options.dry_run,
                progress=bar.show,
            )
        except InputError as error:
            if not as_json:
                raise
            print_out(report.to_json({"briefs": [], "problems": _data(error.problems)}))
            raise SystemExit(1) from error
    if as_json:
        print_out(report.to_json(_built(result)))
        return
    shown = [problem for problem in result.problems if problem.severity is not Severity.NOTE]
    if shown:
        some = shown[:MOST_WARNINGS]
        print_error(report.format_problems(some, colour=in_colour(sys.stderr), columns=columns()))
        if len(shown) > len(some):
            print_error(f"… and {len(shown) - len(some)} more warnings; --json lists all\n")
    _print_table(result)
    for brief in result.briefs:
        if brief.kept is not None:
            print_out(f"  {_kept(brief.kept)}")
    seconds = time.perf_counter() - began
    briefs, files = _briefs(len(result.briefs)), report.counted(len(result.files), "file")
    print_out(f"  {briefs}, {files} in {seconds:.1f} s{_outcome(result)}")


def _kept(kept: Kept) -> str:
    edits, conflicts = report.counted(kept.edits, "edit"), len(kept.conflicts)
    at_odds = f", {report.counted(conflicts, 'conflict')}" if conflicts else ""
    return visible(f"kept {edits} from {report.shown_path(kept.file)}{at_odds}")


def _briefs(number: int) -> str:
    return report.counted(number, "brief")


def _data(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [report.as_data(problem) for problem in problems]


def _print_table(result: BuildResult) -> None:
    keys = [visible(brief.key) for brief in result.briefs]
    languages = max(len(brief.language) for brief in result.briefs)
    formats = [" ".join(file.format for file in brief.files) for brief in result.briefs]
    digits = max(len(str(max(b.proposals, b.recommendations, 10))) for b in result.briefs)
    for brief, key, form in zip(result.briefs, keys, formats, strict=True):
        padding = " " * (max(map(report.width, keys)) - report.width(key))
        proposals = report.counted(brief.proposals, "proposal")
        asks = report.counted(brief.recommendations, "recommendation")
        print_out(
            f"  {key}{padding}  {brief.language:<{languages}}  {form:<{max(map(len, formats))}}  "
            f"{_aligned(proposals, digits):<{digits + 10}}  {_aligned(asks, digits)}"
        )


def _aligned(count: str, digits: int) -> str:
    """Return ``5 files`` with its number set right in ``digits`` columns."""
    return " " * (digits - count.index(" ")) + count


def _outcome(result: BuildResult) -> str:
    if result.dry_run:
        return " (dry run: nothing was written)"
    changed = sum(file.changed for file in result.files)
    if changed == len(result.files):
        what = ""
    else:
        what = f" ({changed} changed)" if changed else " (all as they were)"
    return f"{what} → {report.shown_path(result.folder)}"


def _built(result: BuildResult) -> dict[str, Any]:
    return {
        "folder": report.shown_path(result.folder),
        "dry_run": result.dry_run,
        "briefs": [
            {
                **_edits(brief),
                "key": brief.key,
                "language": brief.language,
                "proposals": brief.proposals,
                "recommendations": brief.recommendations,
                "files": [
                    {
                        "path": report.shown_path(file.path),
                        "format": file.format,
                        "size": file.size,
                        "sha256": file.sha256,
                        "changed": file.changed,
                    }
                    for file in brief.files
                ],
            }
            for brief in result.briefs
        ],
        "problems": _data(result.problems),
    }


def _edits(brief: BuiltBrief) -> dict[str, Any]:
    kept = brief.kept
    if kept is None:
        return {}
    conflicts = [asdict(conflict) for conflict in kept.conflicts]
    file = report.shown_path(kept.file)
    return {"kept": {"file": file, "edits": kept.edits, "conflicts": conflicts}}


class _Bar:
    """A progress bar on standard error, where somebody is watching; nothing elsewhere."""

    WIDTH = 30

    def __init__(self) -> None:
        self.shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:  # leave the line as it was before
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def show(self, done: int, total: int) -> None:
        """Draw the bar at ``done`` of ``total`` briefs."""
        if not is_terminal(sys.stderr):
            return
        self.shown = True
        full = self.WIDTH * done // total
        bar = "#" * full + "-" * (self.WIDTH - full)
        sys.stderr.write(f"\r  {bar}  {done}/{total}\x1b[K")
        sys.stderr.flush()


# ── schema ─────────────────────────────────────────────────────────────────


def schema(of: str, project: Path | None) -> None:
    """Print a JSON Schema."""
    print_out(_schema(of, project).rstrip("\n"))


def _schema(of: str, path: Path | None) -> str:
    from briefing.plan import Project, read_project
    from briefing.records.schema import model_schema, record_schema
    from briefing.resources import templates_folder

    if of == "project":
        return report.to_json(model_schema(Project, "briefing.yaml")) + "\n"
    if path is None:
        return report.to_json(record_schema()) + "\n"
    project, problems = read_project(path, builtin=[templates_folder()])
    if project is None:
        raise InputError(problems)
    return report.to_json(record_schema(project.vocabularies)) + "\n"
