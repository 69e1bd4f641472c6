"""``manifest.json``: what was built, of what, with the SHA-256 of everything.

No clock and no path of this machine stands in it, so that it is as
reproducible as the files that it lists.  Paths of inputs are relative to the
project's folder, those of outputs to the output folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from briefing.building.files import Known, read_file, sha256, temporary
from briefing.problems import MachineError

__all__ = ["NAME", "InputEntry", "Manifest", "OutputEntry", "known", "read"]

NAME = "manifest.json"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class InputEntry:
    """A file that was read.  A built-in template or style has a path such as ``briefing:…``."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class OutputEntry:
    """A file that was written, and the ids of the records in it."""

    path: str
    brief: str
    language: str
    format: str
    size: int
    sha256: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole file."""

    inputs: tuple[InputEntry, ...]
    outputs: tuple[OutputEntry, ...]
    program: str

    def to_bytes(self) -> bytes:
        """Return the file's content: JSON, sorted, UTF-8, ending with a newline."""
        data = {
            "schema": SCHEMA,
            "program": self.program,
            "inputs": [asdict(entry) for entry in _sorted(self.inputs)],
            "outputs": [asdict(entry) for entry in _sorted(self.outputs)],
        }
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _sorted(entries: Iterable[Any]) -> list[Any]:
    return sorted(entries, key=lambda entry: entry.path)


def read(folder: Path, name: str = NAME) -> Manifest | None:
    """Return the manifest of an earlier build, or ``None`` where there is none to trust.

    Somebody else's ``manifest.json``, or a damaged one, is none.
    """
    try:
        data = json.loads(read_file(folder / name))
        if data["schema"] != SCHEMA or not data["program"].startswith("briefing "):
            return None
        return Manifest(
            inputs=tuple(InputEntry(**entry) for entry in data["inputs"]),
            outputs=tuple(
                OutputEntry(**{**entry, "records": tuple(entry["records"])})
                for entry in data["outputs"]
            ),
            program=data["program"],
        )
    except (MachineError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def known(folder: Path) -> Known:
    """Return which files in ``folder`` earlier builds wrote: finished ones and a broken-off one."""
    files: dict[str, set[str]] = {}
    for name in (NAME, temporary(NAME)):
        if manifest := read(folder, name):
            files.setdefault(NAME, set()).add(sha256(read_file(folder / name)))
            for entry in manifest.outputs:
                files.setdefault(entry.path, set()).add(entry.sha256)
    return Known({name: frozenset(hashes) for name, hashes in files.items()})
