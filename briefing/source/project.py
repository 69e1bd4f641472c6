"""Which files make up a project: found by their names, before any of them is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.source.tree import Scalar, Sequence_, Tree

__all__ = ["FILE_NAMES", "LANGUAGE", "RECORDS", "Entry", "entries", "project_file"]

FILE_NAMES = ("briefing.yaml", "briefing.yml", "briefing.json")

RECORDS = ("records/*.yaml", "records/*.yml", "records/*.json")
"""The patterns of record files where a project names none."""

LANGUAGE = "zh"
"""The language of plain texts where a project names none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a record stands in a file: which of its documents, and the steps in that."""

    document: int
    path: tuple[int, ...]


def project_file(path: Path) -> Path | None:
    """Return the project file that ``path`` names: itself, or the one in this folder."""
    if path.is_dir():
        return next((path / name for name in FILE_NAMES if (path / name).is_file()), None)
    return path if path.is_file() else None


def entries(trees: Sequence[Tree]) -> list[Entry]:
    """Return each record of a file: a whole document, or an entry of a list."""
    found: list[Entry] = []
    for document, tree in enumerate(trees):
        if isinstance(tree.root, Sequence_):
            found += [Entry(document, (index,)) for index in range(len(tree.root.items))]
        elif not (isinstance(tree.root, Scalar) and tree.root.value is None):
            found.append(Entry(document, ()))
    return found
