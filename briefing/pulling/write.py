"""Chosen changes into the project's files: all of a file's, or none of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefing.problems import MachineError, Place, Problem
from briefing.pulling.plan import Change, Choice, Plan, edit_of
from briefing.source.edit import (
    Comment,
    Edit,
    EditError,
    Insert,
    Remove,
    Reorder,
    SetText,
    Steps,
    apply,
    canonical,
)
from briefing.source.encoding import Undecodable, decode

__all__ = ["Written", "write"]


@dataclass(slots=True)
class Written:
    """What was done: the files written, how many changes, and what could not be."""

    files: list[Path] = field(default_factory=list)
    changes: int = 0
    problems: list[Problem] = field(default_factory=list)


def write(plan: Plan, choices: Mapping[int, Choice], *, dry_run: bool = False) -> Written:
    """Make the changes of ``plan`` that ``choices`` (by their index) ask for.

    Raises:
        MachineError: a file can't be read or written; those before it are.
    """
    done = Written()
    by_file: dict[Path, list[tuple[Change, Edit]]] = {}
    for index, choice in sorted(choices.items()):
        change = plan.changes[index]
        for file, edit in edit_of(change, choice):
            by_file.setdefault(file, []).append((change, edit))
    for file, edits in by_file.items():
        old = _read(file)
        mark, text = _text(old, file)
        for change, edit in _ordered(_once(edits, text, done)):
            before = text
            try:
                text = apply(text, [edit])
            except EditError as error:
                done.problems.append(_undone(change, error))
            else:
                done.changes += text != before
        new = mark + text.encode()
        if new != old:
            done.files.append(file)
            if not dry_run:
                _replace(file, new)
    return done


def _once(
    edits: Sequence[tuple[Change, Edit]], text: str, done: Written
) -> list[tuple[Change, Edit]]:
    """Return edits without those that several files or languages ask for alike."""
    found: dict[Edit | Hashable, tuple[Change, Edit]] = {}
    orders: dict[tuple[int, Steps], Reorder] = {}
    for change, edit in edits:
        try:
            one = canonical(text, edit)
        except EditError as error:
            done.problems.append(_undone(change, error))
            continue
        if isinstance(one, Reorder):
            other = orders.setdefault((one.document, one.path), one)
            if other != one:
                at_odds = EditError("another file puts these items in another order")
                done.problems.append(_undone(change, at_odds))
                continue
        key = (one.path, one.index, repr(one.value)) if isinstance(one, Insert) else one
        found.setdefault(key, (change, one))
    return list(found.values())


def _ordered(edits: Sequence[tuple[Change, Edit]]) -> list[tuple[Change, Edit]]:
    """Return edits in an order in which no edit moves the place of one after it."""

    def key(numbered: tuple[int, tuple[Change, Edit]]) -> tuple[int, tuple[int, ...]]:
        number, (_, edit) = numbered
        match edit:
            case SetText():
                return 0, ()
            case Comment():
                return 1, ()
            case Reorder():
                return 2, ()
            # From the last to the first; an item goes before one is put in its place, and of
            # those put in at one place the last goes first: each pushes on those before it.
            case Remove():
                return 3, _backwards(edit.path)
            case Insert():
                return 3, (*_backwards((*edit.path, edit.index)), -number)

    return [pair for _, pair in sorted(enumerate(edits), key=key)]


def _backwards(path: Sequence[str | int]) -> tuple[int, ...]:
    return tuple(-step for step in path if isinstance(step, int))


def _undone(change: Change, error: EditError) -> Problem:
    spot = change.spot
    place = Place(spot.file.as_posix(), spot.line) if spot is not None else None
    hint = f"write it there by hand: {change.theirs[:200]}" if change.theirs else "do it by hand"
    return Problem("not-written", str(error), place, hint, record=change.record)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise MachineError(f"cannot read {file}: {error.strerror or error}") from error


def _text(data: bytes, file: Path) -> tuple[bytes, str]:
    """Return a file's byte order mark, if it has one, and its text."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = decode(data)
    if isinstance(text, Undecodable) or mark + text.encode() != data:
        raise MachineError(f"{file} is not written in UTF-8, so that it can't be changed in place")
    return mark, text


def _replace(file: Path, data: bytes) -> None:
    """Write a file whole: it has the old bytes or the new ones, and keeps its permissions."""
    target = file.resolve()
    beside = target.with_name(f".{target.name}.pull")
    try:
        beside.write_bytes(data)
        beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise MachineError(f"cannot write {file}: {error.strerror or error}") from error
