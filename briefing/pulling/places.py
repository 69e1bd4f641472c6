"""Where in a project's files a field stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.document import Origin
from briefing.source.project import LANGUAGE, RECORDS, entries
from briefing.source.text import SourceText
from briefing.source.tree import Tree

__all__ = ["Places", "Spot", "Steps"]

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file: which of its documents, the steps in that, the line from 1."""

    file: Path
    document: int
    steps: Steps
    line: int
    text: str | None
    """What stands there now; None where nothing does yet."""


class Places:
    """Finds fields in the files of one project, whether or not they are without faults."""

    def __init__(self, file: Path) -> None:
        """Look in the project file ``file`` and in the record files that it names."""
        self._file = file
        self._trees: dict[Path, list[Tree]] = {}
        tree = self._tree(file, 0)
        data = tree.plain() if tree is not None else {}
        data = data if isinstance(data, dict) else {}
        self._language = str(data.get("default_language", LANGUAGE))
        patterns = data.get("records", RECORDS)
        self._records: dict[str, tuple[Path, int, Steps]] = {}
        for pattern in patterns if isinstance(patterns, list | tuple) else ():
            for path in sorted(_matching(file.parent, str(pattern))):
                self._index(path)

    def _index(self, file: Path) -> None:
        self._tree(file, 0)
        trees = self._trees[file]
        for entry in entries(trees):
            tree = trees[entry.document]
            path: Steps = (*entry.path, "id")
            if tree.has(path):
                place = (file, entry.document, entry.path)
                self._records.setdefault(str(tree.plain(path)), place)

    def field(self, origin: Origin, old: str) -> Spot | None:
        """Return where a field's text stands; ``old`` is what it said when it was built.

        An item that has another place in its list by now is found by its words.
        """
        root = self._root(origin.record)
        if root is None:
            return None
        file, document, steps = root
        path: Steps = tuple(
            int(part) if part.isdigit() else part for part in origin.path.split("/")
        )
        here = self._text(file, document, (*steps, *path), origin.language)
        if here is None or here.text != old:
            for other in self._shifted(file, document, steps, path):
                there = self._text(file, document, (*steps, *other), origin.language)
                if there is not None and there.text == old:
                    return there
        return here

    def sequence(self, record: str, path: str) -> tuple[Spot, list[Any]] | None:
        """Return where a list stands, and its items as plain data."""
        root = self._root(record)
        if root is None:
            return None
        file, document, steps = root
        inner: Steps = tuple(int(part) if part.isdigit() else part for part in path.split("/"))
        tree = self._tree(file, document)
        if tree is None or not tree.has((*steps, *inner)):
            return None
        value = tree.plain((*steps, *inner))
        if not isinstance(value, list):
            return None
        line = tree.place((*steps, *inner), key=True).line or 1
        return Spot(file, document, (*steps, *inner), line, None), value

    def _root(self, record: str) -> tuple[Path, int, Steps] | None:
        if not record.startswith("plan:"):
            return self._records.get(record)
        file = self._file
        name = record.removeprefix("plan:")
        if name == "issue":
            return file, 0, ("issue",)
        tree = self._tree(file, 0)
        briefs = tree.plain(("briefs",)) if tree is not None and tree.has(("briefs",)) else []
        brief, _, group = name.partition("/")
        for index, spec in enumerate(briefs if isinstance(briefs, list) else []):
            if isinstance(spec, dict) and spec.get("id") == brief:
                steps: Steps = ("briefs", index, *(("editorial", group) if group else ()))
                return file, 0, steps
        return None

    def _tree(self, file: Path, document: int) -> Tree | None:
        trees = self._trees.get(file)
        if trees is None:
            source, _ = SourceText.read(file)
            trees = _composed(source, file) if source is not None else []
            self._trees[file] = trees
        return trees[document] if document < len(trees) else None

    def _text(self, file: Path, document: int, steps: Steps, language: str) -> Spot | None:
        tree = self._tree(file, document)
        if tree is None or not tree.has(steps):
            return None
        value = tree.plain(steps)
        if isinstance(value, dict):
            steps = (*steps, language)
            value = value.get(language)
        elif language != self._language:
            return None
        if value is not None and not isinstance(value, str):
            return None
        line = tree.place(steps, key=True).line or 1
        return Spot(file, document, steps, line, value)

    def _shifted(self, file: Path, document: int, root: Steps, path: Steps) -> Sequence[Steps]:
        """Return the same path with each other index that one of its lists has."""
        tree = self._tree(file, document)
        found: list[Steps] = []
        for at, step in enumerate(path):
            if not isinstance(step, int) or tree is None:
                continue
            items = tree.plain((*root, *path[:at])) if tree.has((*root, *path[:at])) else None
            if isinstance(items, list):
                found += [(*path[:at], other, *path[at + 1 :]) for other in range(len(items))]
        return found


def _matching(folder: Path, pattern: str) -> list[Path]:
    try:
        return [
            path
            for path in folder.glob(pattern)
            if path.is_file() and not path.name.startswith(".")
        ]
    except (NotImplementedError, ValueError):  # no pattern of paths; `check` says so
        return []


def _composed(source: SourceText, file: Path) -> list[Tree]:
    if file.suffix.lower() == ".json":
        from briefing.source.json import compose_json

        return compose_json(source)[0]
    from briefing.source.yaml import compose_yaml

    return compose_yaml(source)[0]
