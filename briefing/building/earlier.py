"""The issue before: what each brief of a project said in it.

It is a folder of built DOCX files (as people have edited them since), an earlier
project, or a git revision of this one.  Only what a brief printed is taken from it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building.files import sha256
from briefing.building.history import commit_of, placed, prefix_of, tags, taken_out
from briefing.building.model import InputEntry
from briefing.docxfiles import docx_in
from briefing.problems import MachineError, Place, Problem, Severity
from briefing.records.changes import Earlier, Snapshot
from briefing.source import closest
from briefing.source.characters import harmless
from briefing.source.project import project_file

if TYPE_CHECKING:
    from briefing.plan import PlannedBrief, Project
    from briefing.plan.model import Since

__all__ = ["Compared", "docx_files", "elsewhere", "siblings", "snapshot_of_file", "with_earlier"]

REDLINE = ".redline.docx"
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """The briefs with what they said before, what is wrong, and the files that were read."""

    briefs: tuple[PlannedBrief, ...]
    problems: tuple[Problem, ...] = ()
    files: tuple[InputEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Brief:
    """A brief of the issue before: of which entry and group, with which proposals."""

    entry: str | None
    language: str
    label: str
    ids: tuple[str, ...]
    snapshot: Snapshot | None


@dataclass(frozen=True, slots=True)
class _Issue:
    """The issue before: its briefs by their identifiers, and what was read of it."""

    briefs: Mapping[str, _Brief]
    files: tuple[InputEntry, ...] = ()
    problems: tuple[Problem, ...] = ()


def with_earlier(
    project: Project, briefs: Sequence[PlannedBrief], home: Path | None = None
) -> Compared:
    """Return the briefs of a project with what they said in the issue that it names as earlier.

    ``home`` is the project file in the repository, where ``project`` has been taken out of it.

    Raises:
        MachineError: git or a file cannot be read.
    """
    named = _named(project)
    issues = {
        since: _read(
            project, since, place, [b for b in briefs if _since(project, b) == since], home
        )
        for since, place in named.items()
    }
    problems = [problem for issue in issues.values() for problem in issue.problems]
    missing: dict[Since, list[PlannedBrief]] = {}
    found: list[PlannedBrief] = []
    for brief in briefs:
        since = _since(project, brief)
        if since is not None:
            then = issues[since].briefs.get(_identifier(brief))
            if then is None or then.snapshot is None:
                missing.setdefault(since, []).append(brief)
            else:
                earlier = _earlier(brief, then.snapshot, issues[since], briefs, since)
                brief = replace(brief, earlier=earlier)  # noqa: PLW2901 – the same brief, complete
        found.append(brief)
    for since, those in missing.items():
        if not any(problem.is_error for problem in issues[since].problems):
            problems.append(_first(those, named[since], whole=len(those) == len(briefs)))
    problems += _mistaken(project, found, named)
    files = dict.fromkeys(file for issue in issues.values() for file in issue.files)
    return Compared(tuple(found), tuple(problems), tuple(files))


def _since(project: Project, brief: PlannedBrief) -> Since | None:
    return brief.spec.since or project.issue.since


def _named(project: Project) -> dict[Since, Place | None]:
    """Return the earlier issues that a project names, each with its place."""
    found: dict[Since, Place | None] = {}
    places: list[tuple[Since | None, tuple[str | int, ...]]] = [(project.issue.since, ("issue",))]
    places += [(spec.since, ("briefs", index)) for index, spec in enumerate(project.briefs)]
    for since, at in places:
        if since is not None:
            step = "revision" if since.path is None else "path"
            found.setdefault(since, project.place(*at, "since", step))
    return found


def _identifier(brief: PlannedBrief) -> str:
    return f"{brief.key}-{brief.language}"


def _earlier(
    brief: PlannedBrief,
    snapshot: Snapshot,
    issue: _Issue,
    briefs: Sequence[PlannedBrief],
    since: Since,
) -> Earlier:
    if since.issue is not None:
        called, _ = since.issue.resolve(brief.language, brief.default_language)
        snapshot = replace(snapshot, number=called)
    now = {selection.record.id for selection in brief.selections}
    before = {proposal.id for proposal in snapshot.proposals}
    others = (
        (other.label, other.ids)
        for identifier, other in issue.briefs.items()
        if other.entry == brief.spec.id
        and other.language == brief.language
        and identifier != _identifier(brief)
    )
    return Earlier(
        snapshot,
        came=elsewhere(others, now - before, brief.language),
        went=elsewhere(siblings(brief, briefs), before - now, brief.language),
    )


def siblings(
    brief: PlannedBrief, briefs: Iterable[PlannedBrief]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the label and the records of each other brief of the same entry and language."""
    for other in briefs:
        if (
            other.spec.id == brief.spec.id
            and other.language == brief.language
            and other.key != brief.key
        ):
            yield _label(other), tuple(selection.record.id for selection in other.selections)


def elsewhere(
    groups: Iterable[tuple[str, Iterable[str]]], ids: set[str], language: str
) -> dict[str, str]:
    """Return in which other groups some records stand, by record, in words."""
    from briefing.compose.words import word

    found: dict[str, list[str]] = {}
    for label, members in groups:
        for record in members:
            if record in ids:
                found.setdefault(record, []).append(label)
    return {record: word("comma", language).join(labels) for record, labels in found.items()}


def _label(brief: PlannedBrief) -> str:
    return brief.group.label.resolve(brief.language, brief.default_language)[0]


def _first(briefs: Sequence[PlannedBrief], place: Place | None, *, whole: bool) -> Problem:
    """Return the remark that some briefs are in the earlier issue for the first time."""
    names = list(dict.fromkeys(f"{brief.key} ({brief.language})" for brief in briefs))
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    shown = ", ".join(names[:MOST_NAMED]) + more
    message = f"the earlier issue does not have {shown}; there, changes() says nothing"
    severity = Severity.WARNING if whole else Severity.NOTE
    return Problem("first-issue", message, place, None, severity)


def _mistaken(
    project: Project, briefs: Iterable[PlannedBrief], named: Mapping[Since, Place | None]
) -> Iterator[Problem]:
    """Yield what makes an issue unlikely to come after the one that it names as earlier."""
    now = project.issue
    seen: set[str] = set()
    for brief in briefs:
        since = _since(project, brief)
        if since is None or brief.earlier is None:
            continue
        then = brief.earlier.snapshot
        known = min(len(then.date), len(now.date))  # 2024-03 is as good as 2024-03-11
        if then.date[:known] > now.date[:known] and then.date not in seen:
            seen.add(then.date)
            message = f"the earlier issue is of {then.date}, this one of {now.date}"
            hint = "set the date of this issue, or name another one as earlier"
            yield Problem("later-issue", message, named[since], hint, Severity.WARNING)
        number = now.number.resolve(brief.language, brief.default_language)[0] if now.number else ""
        if number and number == then.number and since.issue is None and "" not in seen:
            seen.add("")
            message = "the earlier issue has the same number"
            hint = "count on with every issue"
            place = project.place("issue", "number")
            yield Problem("same-number", message, place, hint, Severity.WARNING)


# ── Where it is ────────────────────────────────────────────────────────────


def _read(
    project: Project,
    since: Since,
    place: Place | None,
    wanted: Sequence[PlannedBrief],
    home: Path | None,
) -> _Issue:
    if since.path is None:
        assert since.revision is not None
        return _of_revision(project, since.revision, place, wanted, home)
    path = project.root / since.path
    if not path.exists() and home is not None:
        path = home.parent / since.path
    own = {project.root.resolve(), (project.root / project.output).resolve()}
    if path.resolve() in own or path.resolve() == project.path.resolve():
        message = "this is the project itself, or where it is built"
        hint = "copy each issue into a folder of its own when it goes out, such as issues/12"
        return _failed(Problem("earlier-is-now", message, place, hint))
    if not path.exists():
        return _failed(_not_there(project, since.path, place, home))
    file = project_file(path) if path.is_dir() or path.suffix.lower() != ".docx" else None
    if file is not None:
        shown = os.path.relpath(file.parent, project.root)
        return _of_project(file, place, wanted, Path(shown).as_posix())
    files = [path] if path.is_file() else docx_files(path)
    if not files:
        message = "there is neither a project nor a DOCX in it"
        hint = "name the folder with the DOCX files of the earlier issue"
        return _failed(Problem("no-earlier-issue", message, place, hint))
    return _of_files(files, project, place)


def _failed(problem: Problem) -> _Issue:
    return _Issue({}, (), (problem,))


def _not_there(project: Project, name: str, place: Place | None, home: Path | None) -> Problem:
    folder = (home or project.path).parent
    hint = "name a folder with the earlier DOCX files, or an earlier project"
    near = (project.root / name).parent
    names = [path.name for path in sorted(near.iterdir())] if near.is_dir() else []
    if _is_revision(folder, name):
        hint = f"to compare with the git revision of that name, write since: {{revision: {name}}}"
    elif match := closest(Path(name).name, names):
        hint = f"did you mean: {(Path(name).parent / match).as_posix()}"
    return Problem("no-earlier-issue", "there is no such file or folder", place, hint)


def _is_revision(folder: Path, name: str) -> bool:
    try:
        return commit_of(folder, name) is not None
    except MachineError:  # git is not there: nobody has asked for it
        return False


# ── What it said: files ────────────────────────────────────────────────────


def docx_files(folder: Path) -> list[Path]:
    """Return the briefs in a folder: its DOCX files, without redlines, which are of two briefs."""
    return [file for file in docx_in(folder) if not file.name.lower().endswith(REDLINE)]


def snapshot_of_file(data: bytes, shown: str) -> tuple[str, str, str, Snapshot] | None:
    """Return identifier, language, group and proposals of a DOCX; None where it is none of ours.

    Raises:
        Refused: the file is damaged, or beyond all bounds.
    """
    from briefing.compose.recalling import recalled
    from briefing.docx.fingerprint import is_pristine, keeps_edits
    from briefing.docx.read import built_as, read

    base = built_as(data, shown)
    if base is None:
        return None
    now = None
    if not is_pristine(data) or keeps_edits(data):
        now = read(data, shown).document
    meta = base.meta
    label = harmless(meta.header[1])
    return meta.identifier, meta.language, label, recalled(base, now)


def _of_files(files: Sequence[Path], project: Project, place: Place | None) -> _Issue:
    from briefing.docx.read import Refused

    briefs: dict[str, _Brief] = {}
    names: dict[str, str] = {}
    problems: list[Problem] = []
    read: list[InputEntry] = []
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise MachineError(f"cannot read {file}: {error.strerror or error}") from error
        try:
            found = snapshot_of_file(data, str(file))
        except Refused as error:
            problems.append(error.problem)
            continue
        if found is None:
            continue  # a letter that went with the issue
        name = Path(os.path.relpath(file, project.root)).as_posix()
        read.append(InputEntry(name, len(data), sha256(data)))
        identifier, language, label, snapshot = found
        if identifier in briefs:
            message = f"is the second file of one brief, beside {names[identifier]}"
            hint = "keep in the folder the one that went out"
            problems.append(Problem("two-versions", message, Place(str(file)), hint))
            continue
        names[identifier] = file.name
        key = identifier.removesuffix(f"-{language}")
        entry = _entry(key, [spec.id for spec in project.briefs])
        ids = tuple(proposal.id for proposal in snapshot.proposals)
        briefs[identifier] = _Brief(entry, language, label, ids, snapshot)
    if not briefs and not problems:
        message = "none of the DOCX files in it was built by briefing"
        hint = "such files do not tell which records they hold; name the earlier project instead"
        problems.append(Problem("no-earlier-issue", message, place, hint))
    return _Issue(briefs, tuple(read), tuple(problems))


def _entry(key: str, ids: Iterable[str]) -> str | None:
    """Return the entry of the plan that a brief's key belongs to: the longest that fits."""
    fitting = [id_ for id_ in ids if key == id_ or key.startswith(f"{id_}-")]
    return max(fitting, key=len, default=None)


# ── What it said: projects ─────────────────────────────────────────────────


def _of_project(
    file: Path,
    place: Place | None,
    wanted: Sequence[PlannedBrief],
    shown: str,
    named: Callable[[Sequence[Problem]], list[Problem]] = list,
) -> _Issue:
    from briefing.building.inputs import examine
    from briefing.building.make import parsed, workshop_of
    from briefing.compose import snapshot
    from briefing.plan.checks import TEMPLATE_SUFFIX

    then = examine(file, earlier=False)
    errors = [problem for problem in then.problems if problem.is_error]
    if then.project is None or errors:
        message = "the earlier project has errors"
        hint = "name the folder with the DOCX files that were built of it instead"
        problem = Problem("earlier-has-errors", message, place, hint)
        return _Issue({}, (), (problem, *named(errors)))
    workshop = workshop_of(then.project)
    identifiers = {_identifier(brief) for brief in wanted}
    briefs: dict[str, _Brief] = {}
    for brief in then.briefs:
        told = None
        if _identifier(brief) in identifiers:
            told = snapshot(brief, parsed(brief.spec.template, workshop))
        ids = tuple(selection.record.id for selection in brief.selections)
        briefs[_identifier(brief)] = _Brief(brief.spec.id, brief.language, _label(brief), ids, told)
    files = [then.project.path, *then.records.files]
    for folder in then.project.search:
        files += sorted(folder.glob(f"*{TEMPLATE_SUFFIX}"))
    separator = "" if shown.endswith(":") else "/"
    entries = []
    for one in files:
        data = one.read_bytes()
        inner = Path(os.path.relpath(one, file.parent)).as_posix()
        entries.append(InputEntry(f"{shown}{separator}{inner}", len(data), sha256(data)))
    return _Issue(briefs, tuple(entries))


def _of_revision(
    project: Project,
    name: str,
    place: Place | None,
    wanted: Sequence[PlannedBrief],
    home: Path | None,
) -> _Issue:
    file = home or project.path
    folder = file.parent
    inside = prefix_of(folder)
    if inside is None:
        message = "this project is in no git repository"
        hint = "name a folder with the earlier DOCX files, or an earlier project: since: issues/12"
        return _failed(Problem("no-earlier-issue", message, place, hint))
    commit = commit_of(folder, name)
    if commit is None:
        match = closest(name, tags(folder))
        hint = f"did you mean: {match}" if match else "see `git tag` and `git log --oneline`"
        message = "there is no such git revision of this project"
        return _failed(Problem("no-earlier-issue", message, place, hint))
    with taken_out(folder, commit) as whole:
        at = whole / inside / file.name
        if not at.is_file():
            message = f"{inside}{file.name} was not there yet"
            return _failed(Problem("no-earlier-issue", message, place, "name a later revision"))
        return _of_project(
            at, place, wanted, f"{name}:", named=lambda found: placed(found, whole, name)
        )
