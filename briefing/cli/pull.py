"""``briefing pull``: what people edited in a DOCX, shown, chosen, and put into the records."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.cli import report
from briefing.cli.commands import locate
from briefing.cli.console import columns, in_colour, is_terminal, print_error, print_out
from briefing.problems import Problem, UsageError, visible

if TYPE_CHECKING:
    from briefing.pulling import Change, Choice, Plan
    from briefing.pulling.edits import Edits, OwnWords

__all__ = ["PullOptions", "pull"]

SHOWN = 48  # characters of unchanged words on either side of a change
MOST_OWN = 8  # edited paragraphs of no record that are shown


@dataclass(frozen=True, slots=True)
class PullOptions:
    """The options of ``briefing pull``, as typed."""

    project: Path | None = None
    dry_run: bool = False
    as_json: bool = False
    rejected: bool = False
    exact: bool = False
    side: str | None = None
    lists: bool = False
    comments: bool = False
    yes: bool = False
    jobs: int | None = None


def pull(files: Sequence[Path], options: PullOptions) -> None:
    """Run the command.

    Raises:
        UsageError: a file isn't there, or there is no project.
        SystemExit: a file can't be read, or conflicts are left (1).
    """
    from briefing.docxfiles import docx_files
    from briefing.pulling import Places, write
    from briefing.pulling import plan as make_plan

    paths = docx_files(files)
    found = _all_edits(paths, options)
    plan = make_plan(found, Places(_project(options.project, paths)))
    broken = [problem for problem in plan.problems if problem.is_error]
    asking = not (options.as_json or options.dry_run or options.yes) and (
        is_terminal(sys.stdin) and is_terminal(sys.stdout)
    )
    if asking and options.side is None:
        choices = _asked(plan)
    else:
        choices = _default(plan, options)
        if not options.as_json:
            _show(plan, choices)
    done = write(plan, choices, dry_run=options.dry_run)
    if options.as_json:
        print_out(report.to_json(_data(plan, choices, done.files, options)))
    else:
        _show_own(plan)
        _notes([*plan.problems, *done.problems])
        print_out(_outcome(plan, choices, len(done.files), done.changes, options))
    left = [
        change
        for number, change in enumerate(plan.changes)
        if change.state in {"conflict", "differs"} and number not in choices
    ]
    if left and not options.as_json:
        hint = "choose with --ours, --theirs or --mark, or answer in a terminal"
        print_error(f"{report.counted(len(left), 'conflict')} left: {hint}")
    if left or broken or any(problem.is_error for problem in done.problems):
        raise SystemExit(1)


def _project(given: Path | None, files: Sequence[Path]) -> Path:
    """Return the project's file: of the one named, of the one around a file, of the one here."""
    from briefing.source.project import project_file

    if given is None:
        for folder in files[0].resolve().parents:
            if around := project_file(folder):
                return Path(report.shown_path(around))
    found = project_file(locate(given))
    if found is None:
        raise UsageError(f"{visible(str(given))}: there is no project here")
    return found


def _one(task: tuple[Path, bool, bool]) -> Edits:
    from briefing.pulling.edits import Edits, read_edits

    path, rejected, exact = task
    shown = report.shown_path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        from briefing.problems import Place

        reason = (error.strerror or "cannot be read").lower()
        return Edits(shown, problems=[Problem("unreadable-docx", reason, Place(shown))])
    return read_edits(data, shown, rejected=rejected, exact=exact)


def _all_edits(paths: Sequence[Path], options: PullOptions) -> list[Edits]:
    from briefing.processes import each

    return each(_one, [(path, options.rejected, options.exact) for path in paths], options.jobs)


# ── Choosing ───────────────────────────────────────────────────────────────


def _default(plan: Plan, options: PullOptions) -> dict[int, Choice]:
    """Return what is chosen without asking: what only the file changed, and what was asked for."""
    sides: dict[str, Choice] = {"ours": "keep", "theirs": "take", "mark": "mark"}
    choices: dict[int, Choice] = {}
    for number, change in enumerate(plan.changes):
        if change.state == "ready":
            choices[number] = "take"
        elif change.state in {"conflict", "differs"} and options.side is not None:
            side = sides[options.side]
            if change.state == "differs" and side == "take":
                continue  # which of them?
            choices[number] = side
        elif change.state == "offered":
            wanted = options.comments if change.kind == "comment" else options.lists
            if wanted:
                choices[number] = "take"
    return choices


def _asked(plan: Plan) -> dict[int, Choice]:
    choices: dict[int, Choice] = {}
    everything = False
    for number, change in enumerate(plan.changes):
        print_out(_shown(change, asked=True) + "\n")
        if change.state in {"done", "nowhere"}:
            continue
        if change.state in {"conflict", "differs"}:
            if change.state == "differs":
                for index, words in enumerate(change.versions, 1):
                    print_out(f"  {index}  {visible(words)}")
            choice = _answer("[o]urs  [t]heirs  [m]ark in the file  [s]kip", "otms1234567890")
            if choice.isdigit() and 0 < int(choice) <= len(change.versions):
                change.theirs = change.versions[int(choice) - 1]
                choice = "t"
            if choice in "otm":
                choices[number] = {"o": "keep", "t": "take", "m": "mark"}[choice]  # type: ignore[assignment]
            continue
        answer = "y" if everything else _answer("[y]es  [n]o  [a]ll from here  [q]uit", "ynaq")
        if answer == "q":
            break
        everything = everything or answer == "a"
        if answer in "ya":
            choices[number] = "take"
    return choices


def _answer(question: str, allowed: str) -> str:
    while True:
        try:
            given = input(f"  {question} ").strip().lower()[:1]
        except EOFError:
            return "q"
        if given and given in allowed:
            return given


# ── Showing ────────────────────────────────────────────────────────────────


def _show(plan: Plan, choices: dict[int, Choice]) -> None:
    for number, change in enumerate(plan.changes):
        print_out(_shown(change, choices.get(number)) + "\n")


def _show_own(plan: Plan) -> None:
    for file, own in plan.own:
        print_out("\n".join([f"{visible(file)}  words of no record", *_own(own)]) + "\n")


def _own(own: Sequence[OwnWords]) -> Iterator[str]:
    """Yield the lines that show the first edits to words of no record, and how many more."""
    for words in own[:MOST_OWN]:
        yield f"  {_marked(words.old, words.new)}"
    if len(own) > MOST_OWN:
        yield f"  … and {len(own) - MOST_OWN} more (--json lists them all)"


def _shown(change: Change, choice: Choice | None = None, *, asked: bool = False) -> str:
    """Return a change as people read it; ``asked``: they are asked for it next."""
    spot = change.spot
    where = f"{report.shown_path(spot.file)}:{spot.line}" if spot else ""
    language = f" ({change.language})" if change.language else ""
    head = f"{change.record or change.files[0]}  {change.path}{language}"
    if where:
        head += f"  {where}"
    lines = [visible(head)]
    match change.kind:
        case "text" | "remove" if change.state == "conflict":
            lines += [
                f"  built    {visible(change.base)}",
                f"  records  {_marked(change.base, change.ours or '')}",
                f"  file     {_marked(change.base, change.theirs)}",
            ]
        case "text":
            lines += [f"  {_marked(change.base, words)}" for words in change.versions]
        case "remove":
            lines.append(f"  {_deleted(change.base)}")
        case "insert":
            lines.append(f"  {_inserted(change.theirs)}")
        case "reorder":
            lines += [f"  {visible(words)}" for words in change.theirs.split("\n")]
        case "comment":
            lines.append(f"  # {visible(change.theirs)}")
            if change.base:
                lines.append(f"    on “{visible(change.base)}”")
    says = {
        "ready": "",
        "done": "the records say so already",
        "conflict": "both the file and the records changed it",
        "differs": "",
        "offered": ""
        if asked
        else {"comment": "--comments puts it above the field"}.get(change.kind, "--lists takes it"),
        "nowhere": "",
    }[change.state]
    if choice is not None:
        says = {"take": "", "keep": "the record’s words stay", "mark": "marked in the file"}[choice]
    lines += [f"  ({visible(text)})" for text in (*change.remarks, says) if text]
    return "\n".join(lines)


def _marked(old: str, new: str) -> str:
    """Return the difference of two texts on one line, far-off words that stay left out."""
    from briefing.document.worddiff import diff

    parts = []
    pieces = diff(old, new)
    for number, piece in enumerate(pieces):
        text = visible(piece.text.replace("\n", "⏎"))
        if piece.kind == "deleted":
            parts.append(_deleted(text))
        elif piece.kind == "inserted":
            parts.append(_inserted(text))
        else:
            parts.append(_short(text, first=not number, last=number == len(pieces) - 1))
    return "".join(parts)


def _short(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * SHOWN or (first and last):
        return text
    if first:
        return f"… {text[-SHOWN:]}"
    if last:
        return f"{text[:SHOWN]} …"
    return f"{text[:SHOWN]} … {text[-SHOWN:]}"


def _deleted(text: str) -> str:
    return f"\x1b[31;9m{text}\x1b[0m" if in_colour(sys.stdout) else f"[-{text}-]"


def _inserted(text: str) -> str:
    return f"\x1b[32;4m{text}\x1b[0m" if in_colour(sys.stdout) else f"{{+{text}+}}"


def _notes(problems: Sequence[Problem]) -> None:
    if problems:
        print_error(
            report.format_problems(problems, colour=in_colour(sys.stderr), columns=columns())
        )


def _outcome(
    plan: Plan, choices: dict[int, Choice], files: int, changes: int, options: PullOptions
) -> str:
    unread = plan.unread
    without = f"; {report.counted(unread, 'file')} could not be read" if unread else ""
    if not plan.changes:
        if unread == plan.files:
            return f"  {report.counted(unread, 'file')} could not be read"
        return f"  {report.counted(plan.files - unread, 'file')} read: nothing to pull{without}"
    verb = "would be made" if options.dry_run else "made"
    done = len(plan.of("done"))
    text = f"  {report.counted(changes, 'change')} {verb} in {report.counted(files, 'file')}"
    if done:
        text += f"; {done} in the records already"
    offered = sum(
        1
        for number, change in enumerate(plan.changes)
        if change.state == "offered" and number not in choices
    )
    if offered:
        text += f"; {offered} offered"
    return text + without


def _data(
    plan: Plan, choices: dict[int, Choice], files: Sequence[Path], options: PullOptions
) -> dict[str, Any]:
    return {
        "dry_run": options.dry_run,
        "files_written": [report.shown_path(file) for file in files],
        "changes": [
            {
                "kind": change.kind,
                "record": change.record,
                "path": change.path,
                "language": change.language,
                "file": report.shown_path(change.spot.file) if change.spot else None,
                "line": change.spot.line if change.spot else None,
                "base": change.base,
                "theirs": change.theirs,
                "ours": change.ours,
                "versions": list(change.versions),
                "state": change.state,
                "choice": choices.get(number),
                "remarks": list(change.remarks),
                "from": list(change.files),
            }
            for number, change in enumerate(plan.changes)
        ],
        "own_words": [
            {"from": file, "old": words.old, "new": words.new}
            for file, own in plan.own
            for words in own
        ],
        "problems": [report.as_data(problem) for problem in plan.problems],
    }
