"""Reading records: every file, every problem, every place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from briefing.problems import Place, Problem, Severity
from briefing.records.model import LocalText, Record
from briefing.records.vocabulary import Vocabularies
from briefing.source import Scalar, Sequence_, SourceText, Tree, check, closest, compose

__all__ = ["RecordSet", "read_records"]

SINGULAR = {
    "themes": "theme",
    "sectors": "sector",
    "instruments": "instrument",
    "capacities": "capacity",
    "priorities": "priority",
    "horizons": "horizon",
    "statuses": "status",
    "results": "result",
    "satisfactions": "satisfaction",
}
FEW = 12


@dataclass(slots=True)
class RecordSet(Sequence[Record]):
    """The records of a project in file order, each with the place it was read from."""

    records: tuple[Record, ...] = ()
    files: tuple[Path, ...] = ()
    _where: dict[str, tuple[Tree, tuple[str | int, ...]]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, index: Any) -> Any:
        return self.records[index]

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def place(self, record: str, path: str = "") -> Place | None:
        """Return where a record's value stands; ``path`` is such as ``recommendations/0/text``."""
        found = self._where.get(record)
        if found is None:
            return None
        tree, at = found
        steps = [int(step) if step.isdigit() else step for step in path.split("/") if step]
        return tree.place((*at, *steps))


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
    where: dict[str, tuple[Tree, tuple[str | int, ...]]] = {}
    for file in files:
        trees, found = _read(file, root)
        problems += found
        for tree, path in _entries(trees):
            record, found = check(
                Record, tree, path=path, context={"default_language": default_language}
            )
            problems += found
            if record is None:
                _repeated_id(tree, path, where, problems)
                continue
            own = _Checker(record, tree, path, vocabularies, languages).run()
            problems += own
            if record.id in where:
                _repeated_id(tree, path, where, problems)
                continue
            where[record.id] = (tree, path)
            if not any(problem.is_error for problem in own):
                records.append(record)
    return RecordSet(tuple(records), tuple(files), where), problems


def shown_name(file: Path, root: Path) -> str:
    """Return the name a file is shown under: relative to ``root`` where it is inside."""
    try:
        return file.relative_to(root).as_posix()
    except ValueError:
        return file.as_posix()


def _read(file: Path, root: Path) -> tuple[list[Tree], list[Problem]]:
    source, problems = SourceText.read(file, shown_name(file, root))
    if source is None:
        return [], problems
    trees, found = compose(source, json=file.suffix.lower() == ".json")
    problems += found
    if not trees and not found:
        problems.append(
            Problem(
                "empty-file",
                "the file holds no record",
                source.place(0, 0),
                "delete it, or write a record",
            )
        )
    return trees, problems


def _entries(trees: Sequence[Tree]) -> Iterator[tuple[Tree, tuple[str | int, ...]]]:
    """Yield each record of a file: one per document, or one per entry of a list."""
    for tree in trees:
        if isinstance(tree.root, Sequence_):
            yield from ((tree, (index,)) for index in range(len(tree.root.items)))
        elif not (isinstance(tree.root, Scalar) and tree.root.value is None):
            yield tree, ()


def _repeated_id(
    tree: Tree,
    path: tuple[str | int, ...],
    where: dict[str, tuple[Tree, tuple[str | int, ...]]],
    problems: list[Problem],
) -> None:
    if not tree.has((*path, "id")):
        return
    id_ = tree.plain((*path, "id"))
    if not isinstance(id_, str) or id_ not in where:
        return
    first, at = where[id_]
    problems.append(
        Problem(
            "duplicate-id",
            f"the id {id_} is taken by another record, at {first.place((*at, 'id'))}",
            tree.place((*path, "id")),
            "give every record an id of its own",
        )
    )


class _Checker:
    """What a model alone cannot know: vocabularies, ids within the record, languages."""

    def __init__(
        self,
        record: Record,
        tree: Tree,
        path: tuple[str | int, ...],
        vocabularies: Vocabularies,
        languages: Sequence[str],
    ) -> None:
        self.record = record
        self.tree = tree
        self.path = path
        self.vocabularies = vocabularies
        self.languages = languages
        self.problems: list[Problem] = []

    def run(self) -> list[Problem]:
        record = self.record
        self.term("themes", record.theme, "theme")
        self.judged("instruments", record.instrument, "instrument")
        self.sectors(record.sectors, "sectors")
        self.keys(record.impact, "impact")
        for index, proposer in enumerate(record.proposers):
            self.term("capacities", proposer.capacity, "proposers", index, "capacity")
        seen: set[str] = set()
        for index, ask in enumerate(record.recommendations):
            here = ("recommendations", index)
            if ask.id in seen:
                self.report(
                    "duplicate-id",
                    f"the id {ask.id} stands twice in this record",
                    "give every recommendation an id of its own",
                    *here,
                    "id",
                )
            seen.add(ask.id)
            self.sectors(ask.sectors or (), *here, "sectors")
            self.judged("priorities", ask.priority, *here, "priority")
            self.judged("horizons", ask.horizon, *here, "horizon")
            self.term("statuses", ask.status, *here, "status")
            self.keys(ask.impact, *here, "impact")
        if record.handling is not None:
            self.term("results", record.handling.result, "handling", "result")
            self.term("satisfactions", record.handling.satisfaction, "handling", "satisfaction")
        self.titles()
        self.translations(record, ())
        return self.problems

    def report(
        self,
        code: str,
        message: str,
        hint: str | None,
        *path: str | int,
        severity: Severity = Severity.ERROR,
        key: bool = False,
    ) -> None:
        place = self.tree.place((*self.path, *path), key=key)
        self.problems.append(Problem(code, message, place, hint, severity, self.record.id))

    def term(self, name: str, value: str | None, *path: str | int, key: bool = False) -> None:
        if value is None or value in self.vocabularies.ids(name):
            return
        word = SINGULAR[name]
        message = f"not in this project's {name}"
        self.report(f"unknown-{word}", message, self.suggest(name, value), *path, key=key)

    def suggest(self, name: str, value: str) -> str:
        """Return a hint: the term that was probably meant, by id or by label."""
        labels = {term.id: term.id for term in self.vocabularies[name]}
        for term in self.vocabularies[name]:
            for text in (*term.label.values(), *(term.short or {}).values()):
                labels.setdefault(text, term.id)
        match = closest(value, labels)
        if match is None and len(value) > 1:
            match = next((label for label in labels if value in label), None)
        if match is not None:
            return f"did you mean: {labels[match]}"
        ids = self.vocabularies.ids(name)
        return f"known here: {', '.join(ids[:FEW])}{' …' if len(ids) > FEW else ''}"

    def judged(self, name: str, judged: Any, *path: str | int) -> None:
        if judged is None:
            return
        inside = (*path, "value") if self.tree.has((*self.path, *path, "value")) else path
        self.term(name, judged.value, *inside)

    def sectors(self, sectors: Sequence[Any], *path: str | int) -> None:
        for index, sector in enumerate(sectors):
            self.judged("sectors", sector, *path, index)

    def keys(self, impact: dict[str, LocalText], *path: str | int) -> None:
        for sector in impact:
            self.term("sectors", sector, *path, sector, key=True)

    def titles(self) -> None:
        title = self.record.title
        for language, text in (title or {}).items():
            if text.startswith("《") and text.endswith("》"):
                inside = (
                    ("title", language)
                    if self.tree.has((*self.path, "title", language))
                    else ("title",)
                )
                self.report(
                    "title-marks",
                    "the title stands in 《》",
                    "leave 《》 out; the brief prints them",
                    *inside,
                    severity=Severity.WARNING,
                )

    def translations(self, value: Any, path: tuple[str | int, ...]) -> None:
        """Warn of every text that a language of the project lacks."""
        if isinstance(value, LocalText):
            missing = [language for language in self.languages if language not in value]
            if missing:
                self.report(
                    "missing-translation",
                    f"no text in {', '.join(missing)}; the brief falls back to {next(iter(value))}",
                    None,
                    *path,
                    severity=Severity.WARNING,
                )
        elif isinstance(value, BaseModel):
            for name in type(value).model_fields:
                self.translations(getattr(value, name), (*path, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                self.translations(item, (*path, index))
        elif isinstance(value, dict):
            for key, item in value.items():
                self.translations(item, (*path, key))
