"""Reading records: every file, every problem, every place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefing.problems import Place, Problem
from briefing.records.checks import Checks
from briefing.records.model import Record
from briefing.records.vocabulary import Vocabularies
from briefing.source import SourceText, Tree, check, compose, short
from briefing.source.project import entries as project_entries

__all__ = ["RecordSet", "read_records"]


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a record stands: in which document of which text, at which index of a list."""

    source: SourceText
    json: bool
    document: int
    path: tuple[int, ...]


@dataclass(slots=True)
class RecordSet(Sequence[Record]):
    """The records of a project in file order, each with the place it was read from.

    Of the files only the text is kept: ten thousand trees would cost more
    memory than the records, and few places are asked for.  Where one is, its
    file is composed once more.
    """

    records: tuple[Record, ...] = ()
    files: tuple[Path, ...] = ()
    _spots: dict[str, _Spot] = field(default_factory=dict)
    _trees: dict[str, list[Tree]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, index: Any) -> Any:
        return self.records[index]

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def place(self, record: str, path: str = "") -> Place | None:
        """Return where a record's value stands; ``path`` is such as ``recommendations/0/text``."""
        spot = self._spots.get(record)
        if spot is None:
            return None
        trees = self._trees.get(spot.source.name)
        if trees is None:
            trees = self._trees[spot.source.name] = compose(spot.source, json=spot.json)[0]
        steps = [int(step) if step.isdigit() else step for step in path.split("/") if step]
        return trees[spot.document].place((*spot.path, *steps))


def read_records(
    files: Sequence[Path],
    *,
    root: Path,
    vocabularies: Vocabularies,
    default_language: str,
    languages: Sequence[str],
) -> tuple[RecordSet, list[Problem]]:
    """Read all files; a record with faults is left out of the set, and its faults are listed.

    ``root`` is the folder that file names are shown relative to.  Warnings
    (``missing-translation``) do not keep a record out.
    """
    problems: list[Problem] = []
    records: list[Record] = []
    spots: dict[str, _Spot] = {}
    found = RecordSet((), tuple(files), spots)
    checks = Checks(vocabularies, default_language, languages)
    context = {"default_language": default_language}
    for file in files:
        json = file.suffix.lower() == ".json"
        source, trees, faults = _read(file, root, json=json)
        problems += faults
        if source is None:
            continue
        entries = [(one.document, one.path) for one in project_entries(trees)]
        if not entries and not faults:
            hint = "delete it, or write a record"
            place = source.place(0, 0)
            problems.append(Problem("empty-file", "the file holds no record", place, hint))
        spoiled = _spoiled(trees, entries, faults)
        for number, (document, path) in enumerate(entries):
            tree = trees[document]
            record, own = check(Record, tree, path=path, context=context)
            own += checks.run(tree.node(path), source)
            id_ = tree.plain((*path, "id")) if tree.has((*path, "id")) else None
            if isinstance(id_, str):
                first = found.place(id_, "id")
                if first is not None:
                    own.append(_taken(id_, tree.place((*path, "id")), first))
                spots.setdefault(id_, _Spot(source, json, document, path))
                own = [replace(problem, record=id_) for problem in own]
            problems += own
            if record and number not in spoiled and not any(fault.is_error for fault in own):
                records.append(record)
    found.records = tuple(records)
    return found, problems


def shown_name(file: Path, root: Path) -> str:
    """Return the name a file is shown under: relative to ``root`` where it is inside."""
    try:
        return file.relative_to(root).as_posix()
    except ValueError:
        return file.as_posix()


def _read(
    file: Path, root: Path, *, json: bool
) -> tuple[SourceText | None, list[Tree], list[Problem]]:
    source, problems = SourceText.read(file, shown_name(file, root))
    if source is None:
        return None, [], problems
    trees, found = compose(source, json=json)
    return source, trees, [*problems, *found]


def _spoiled(
    trees: Sequence[Tree],
    entries: Sequence[tuple[int, tuple[int, ...]]],
    faults: Sequence[Problem],
) -> set[int]:
    """Return the numbers of the entries that a fault of the file's text stands in."""
    errors = [fault.place for fault in faults if fault.is_error]
    if not errors:
        return set()
    nodes = [trees[document].node(path) for document, path in entries]
    first = trees[0].source.first_line if trees else 1
    starts = [(node.line + first, node.column + 1) for node in nodes]
    spoiled: set[int] = set()
    for place in errors:
        if place is None or place.line is None:
            return set(range(len(entries)))
        spoiled.add(bisect_right(starts, (place.line, place.column or 1)) - 1)
    return spoiled


def _taken(id_: str, place: Place, first: Place) -> Problem:
    message = f"the id {short(id_)} is taken by another record, at {first}"
    return Problem("duplicate-id", message, place, "give every record an id of its own")
