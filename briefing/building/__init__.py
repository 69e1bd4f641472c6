"""The whole story: load → plan → compose → transform → write → save.

Everything is made in memory first, so that an error in one brief writes
nothing at all; then the files are saved whole (see :mod:`briefing.building.files`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from briefing.building.files import check_folder, guard, locked, save, sha256, would_change
from briefing.building.model import BuildResult, BuiltBrief, BuiltFile, Bundle, Job, Made, Rendered
from briefing.problems import InputError, Place, Problem, Severity, ordered

__all__ = ["BuildResult", "Bundle", "Rendered", "build", "load", "render"]

Progress = Callable[[int, int], None]


def load(path: str | Path = ".") -> Bundle:
    """Read and plan the project at ``path``: its folder, or its ``briefing.yaml``.

    >>> bundle = load("seeds")  # doctest: +SKIP
    >>> bundle.project.languages, len(bundle.records), len(bundle.briefs)  # doctest: +SKIP
    (('zh', 'en'), 12, 25)

    Raises:
        UsageError: there is no project at ``path``.
        InputError: records, plan, templates or styles have errors; it lists all of them.
    """
    from briefing.building.loading import loaded

    return loaded(Path(path))


def render(
    project: str | Path | Bundle,
    brief: str,
    *,
    language: str | None = None,
    format: str = "pdf",  # noqa: A002 – the word that callers expect
) -> Rendered:
    """Return one brief as bytes; nothing is written.

    ``brief`` is its key, as ``briefing list`` shows it; ``language`` defaults
    to the brief's first.

    >>> docx = render("seeds", "sector-telecom", language="zh", format="docx")  # doctest: +SKIP
    >>> docx.name  # doctest: +SKIP
    'sector-telecom-zh.docx'

    Raises:
        UsageError: there is no such project, brief, language or format.
        InputError: the project has errors.
    """
    from briefing.building.choose import one
    from briefing.building.make import make
    from briefing.building.workshop import workshop_of

    bundle = project if isinstance(project, Bundle) else load(project)
    job = one(bundle, brief, language, format)
    made = make(job, workshop_of(bundle.project))
    _stop_at_errors(made.problems)
    return Rendered(made.files[format], f"{job.brief.stem}.{format}", made.problems)


def build(
    path: str | Path = ".",
    *,
    out: str | Path | None = None,
    only: Sequence[str] | None = None,
    formats: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    force: bool = False,
    attach_records: bool = False,
    keep_edits: Sequence[str | Path] = (),
    comments: bool = False,
    jobs: int | None = 1,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> BuildResult:
    """Build the project's briefs into a folder, with a ``manifest.json``.

    ``only`` takes keys of briefs, in which ``*`` and ``?`` may stand for
    anything; ``jobs`` is the number of processes (``None``: one per core), which
    changes neither bytes nor order.  ``force`` overwrites files that somebody
    changed since they were built; with ``attach_records`` a PDF carries the records
    that it was made from (PDF/A-3).  ``keep_edits`` names edited DOCX files, or folders
    of them: what people wrote there is merged into the new briefs.  ``comments`` puts a remark in the DOCX at
    each open question.  ``progress(done, total)`` is called as
    briefs are finished.

    >>> result = build("seeds", out="mailing", only=["sector-*"])  # doctest: +SKIP
    >>> [file.path.name for file in result.files][:2]  # doctest: +SKIP
    ['sector-telecom-zh.docx', 'sector-telecom-zh.pdf']

    Raises:
        UsageError: there is no such project, brief, language or format.
        InputError: the project has errors, or a file must not be overwritten.
            Nothing has been written.
        MachineError: disk or permissions; files not yet renewed are as they were.
    """
    from briefing.building import manifest
    from briefing.building.choose import choose
    from briefing.building.keep import with_edits
    from briefing.building.parallel import run
    from briefing.building.workshop import workshop_of
    from briefing.building.writers import pristine

    bundle = load(path)
    chosen = [
        replace(job, attach=attach_records, comments=comments)
        for job in choose(bundle, only, formats, languages)
    ]
    chosen, found = with_edits(chosen, keep_edits)
    _stop_at_errors(found)
    folder = Path(out) if out is not None else bundle.project.root / bundle.project.output
    _stop_at_errors(check_folder(folder, bundle.project.root if out is None else None))

    made = run(chosen, workshop_of(bundle.project), jobs, progress)
    problems = [*bundle.problems, *found, *(problem for one in made for problem in one.problems)]
    _stop_at_errors(problems)

    outputs = {
        f"{job.brief.stem}.{form}": one.files[form]
        for job, one in zip(chosen, made, strict=True)
        for form in job.formats
    }
    earlier = manifest.known(folder)
    problems += [_stale(file) for file in manifest.stale(bundle, folder)]
    outputs[manifest.NAME] = manifest.of_build(bundle, chosen, outputs, folder).to_bytes()
    whole = [job for job, one in zip(chosen, made, strict=True) if one.kept and not one.kept.lost]
    taken = manifest.taken(folder, whole)
    if dry_run:
        _stop_at_errors(guard(folder, outputs, earlier, pristine, force=force, taken=taken))
        changed = would_change(folder, outputs)
    else:
        with locked(folder):
            _stop_at_errors(guard(folder, outputs, earlier, pristine, force=force, taken=taken))
            changed = save(folder, outputs, manifest.NAME)
    briefs = tuple(_built(job, one, folder, changed) for job, one in zip(chosen, made, strict=True))
    return BuildResult(folder, briefs, tuple(ordered(problems)), dry_run)


def _stale(file: Path) -> Problem:
    message = "is from an earlier build; no brief of the plan makes it any more"
    hint = "delete it, lest it be sent by mistake"
    return Problem("stale-output", message, Place(str(file)), hint, Severity.WARNING)


def _built(job: Job, made: Made, folder: Path, changed: Sequence[str]) -> BuiltBrief:
    brief = job.brief
    files = []
    for form in job.formats:
        name, data = f"{brief.stem}.{form}", made.files[form]
        files.append(BuiltFile(folder / name, form, len(data), sha256(data), name in changed))
    asks = sum(len(selection.recommendations) for selection in brief.selections)
    return BuiltBrief(
        brief.key, brief.language, len(brief.selections), asks, tuple(files), made.kept
    )


def _stop_at_errors(problems: Sequence[Problem]) -> None:
    if any(problem.is_error for problem in problems):
        raise InputError(problems)
