"""``briefing redline``: two versions of each brief in one file, and what changed in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefing.building.changelog import (
    SUFFIX,
    changes_between,
    changes_text,
    legend,
    with_changes,
)
from briefing.building.files import Known, check_folder, guard, locked, save, would_change
from briefing.building.versions import Version, Versions, versions
from briefing.building.writers import pristine, write
from briefing.problems import InputError, Place, Problem, Severity, UsageError, ordered, visible

if TYPE_CHECKING:
    from briefing.document import Document
    from briefing.records.changes import Changes
    from briefing.style import Style

__all__ = ["FORMATS", "Redlined", "Redlines", "redline"]

Outcome = Literal["new", "changed", "unchanged", "dropped"]

FORMATS = ("docx", "pdf")


@dataclass(frozen=True, slots=True)
class Redlined:
    """One brief: its files.  ``old`` or ``new`` is empty where only one side has it.

    ``changes`` is what became of its proposals, where both sides tell; ``text`` says it
    in the brief's language, as an e-mail would.
    """

    name: str
    old: str
    new: str
    files: tuple[Path, ...]
    changed: bool
    changes: Changes | None = None
    text: str = ""

    @property
    def outcome(self) -> Outcome:
        """What became of the brief."""
        if not self.new:
            return "dropped"
        if not self.old:
            return "new"
        return "changed" if self.changed else "unchanged"


@dataclass(frozen=True, slots=True)
class Redlines:
    """What a comparison came to; ``problems`` holds warnings and notes."""

    briefs: tuple[Redlined, ...]
    problems: tuple[Problem, ...]


def redline(
    old: str,
    new: str = ".",
    *,
    out: str | Path = ".",
    formats: Sequence[str] = FORMATS,
    project: str | Path | None = None,
    search: tuple[Path, ...] = (),
    only: Sequence[str] | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> Redlines:
    """Compare the briefs that two names stand for, and write a redline of each that changed.

    A name is a DOCX, a folder of them, a project, or a git revision of ``project``.

    Raises:
        UsageError: a name stands for nothing, or the two have no brief in common.
        InputError: a file or a project has errors, or a file must not be overwritten.
        MachineError: disk, permissions, git.
    """
    home = Path(project) if project is not None else None
    before = versions(old, home, search, only)
    after = versions(new, home, search, only)
    pairs = _pairs(before, after)
    problems = [*before.problems, *after.problems]
    folder = Path(out)
    _stop(check_folder(folder))
    outputs: dict[str, bytes] = {}
    briefs: list[Redlined] = []
    for one, other in pairs:
        files: dict[str, bytes] = {}
        changed = True
        changes, text = None, ""
        if one is not None and other is not None:
            problems += _languages(one, other)
            document, changed = lined(one, other)
            changes = changes_between(one.told, other.told, other.document.meta.language)
            if changed:
                made, found = _written(document, other, formats, changes)
                problems += found
                files = {f"{other.name}.redline.{form}": data for form, data in made.items()}
            if changed and changes is not None:
                text = changes_text(changes, other.document, other.style)
                files[f"{other.name}{SUFFIX}"] = text.encode()
        outputs |= files
        briefs.append(
            Redlined(
                other.name if other else one.name if one else "",
                one.name if one else "",
                other.name if other else "",
                tuple(folder / name for name in files),
                changed,
                changes,
                text,
            )
        )
    _stop(problems)
    if not dry_run and outputs:
        with locked(folder):
            edited = {name: data for name, data in outputs.items() if name.endswith(".docx")}
            _stop(guard(folder, edited, Known({}), pristine, force=force))
            save(folder, outputs, "")
    else:
        would_change(folder, outputs)
    return Redlines(tuple(briefs), tuple(ordered(problems)))


def lined(old: Version, new: Version) -> tuple[Document, bool]:
    """Return the redline of two versions, and whether anything in it is marked."""
    from briefing.building.make import number_scheme
    from briefing.document.redline import is_changed
    from briefing.document.redline import redline as line
    from briefing.transforms.turning import turn_wide_tables

    document = line(_in_style(old.document, new.style), new.document)
    scheme = number_scheme(new.style, document.meta.language)
    return turn_wide_tables(document, scheme), is_changed(document.blocks)


def _in_style(document: Document, style: Style) -> Document:
    """Return a document whose tables all have a look in another style than its own."""
    from briefing.document import Block, Table, rebuild

    def known(block: Block) -> Block:
        if isinstance(block, Table) and block.role not in style.tables:
            return replace(block, role="plain")
        return block

    return replace(document, blocks=rebuild(document.blocks, known, lambda inline: inline))


def _languages(old: Version, new: Version) -> list[Problem]:
    """Return a warning where two versions are in different languages."""
    one, other = old.document.meta.language, new.document.meta.language
    if one == other:
        return []
    message = f"is in {other}, and {old.name} in {one}: all of it has changed"
    hint = "compare briefs in one language"
    return [Problem("two-languages", message, Place(new.name), hint, Severity.WARNING)]


def _written(
    document: Document, new: Version, formats: Sequence[str], changes: Changes | None
) -> tuple[dict[str, bytes], list[Problem]]:
    """Return a redline in each format; what is only read has before it what changed.

    Or, where that is not known, what the marks mean.
    """
    made: dict[str, bytes] = {}
    problems: list[Problem] = []
    for form in formats:
        whole = document
        if form != "docx" and changes is not None:
            whole = with_changes(document, changes, new.document, new.style)
        elif form != "docx":
            marks = legend(document.meta.language)
            whole = replace(document, blocks=(marks, *document.blocks))
        files, found = write(whole, new.style, [form])
        made |= files
        problems += found
    return made, problems


def _pairs(old: Versions, new: Versions) -> list[tuple[Version | None, Version | None]]:
    """Return the versions of each brief, in the new order, then those that are no more."""
    if old.alone and new.alone:
        return [(next(iter(old.found.values())), next(iter(new.found.values())))]
    by_name = {version.name: version for version in old.found.values()}
    found: list[tuple[Version | None, Version | None]] = []
    taken: set[int] = set()
    for identifier, version in new.found.items():
        before = old.found.get(identifier) or by_name.get(version.name)
        found.append((before, version))
        taken.add(id(before))
    if old.alone or new.alone:
        found = [(one, other) for one, other in found if one is not None]
    else:
        found += [(one, None) for one in old.found.values() if id(one) not in taken]
    if not any(one and other for one, other in found):
        raise UsageError(visible(f"{old.shown} and {new.shown} have no brief in common"))
    return found


def _stop(problems: Sequence[Problem]) -> None:
    if any(problem.is_error for problem in problems):
        raise InputError(problems)
