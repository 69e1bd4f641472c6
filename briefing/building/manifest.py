"""``manifest.json``: what was built, of what, with the SHA-256 of everything.

No clock and no path of this machine stands in it, so that it is as
reproducible as the files that it lists.  Paths of inputs are relative to the
project's folder, those of outputs to the output folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from briefing.building.files import Known, read_file, sha256, temporary
from briefing.building.model import Bundle, InputEntry, Job
from briefing.pictures import PICTURES
from briefing.plan.checks import TEMPLATE_SUFFIX, find_template
from briefing.problems import MachineError
from briefing.resources import templates_folder
from briefing.style import style_files

__all__ = [
    "NAME",
    "InputEntry",
    "Manifest",
    "OutputEntry",
    "known",
    "of_build",
    "read",
    "stale",
    "taken",
]

NAME = "manifest.json"
SCHEMA = 1
PROGRAM = "briefing "
BUILTIN = "briefing:"


@dataclass(frozen=True, slots=True)
class OutputEntry:
    """A file that was written, and the ids of the records in it.

    ``edited`` is the SHA-256 of the edited file whose edits it keeps, if any.
    """

    path: str
    brief: str
    language: str
    format: str
    size: int
    sha256: str
    records: tuple[str, ...]
    edited: str | None = None


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
            "outputs": [_stated(entry) for entry in _sorted(self.outputs)],
        }
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _stated(entry: OutputEntry) -> dict[str, Any]:
    return {key: value for key, value in asdict(entry).items() if value is not None}


def _sorted(entries: Iterable[Any]) -> list[Any]:
    return sorted(entries, key=lambda entry: entry.path)


def of_build(
    bundle: Bundle, jobs: Sequence[Job], files: Mapping[str, bytes], folder: Path
) -> Manifest:
    """Return the manifest of a build of ``jobs``.

    Where only some briefs were built, the entries of the others are kept as
    long as the plan still has them and their files are unchanged.
    """
    from briefing import __version__

    entries = {
        entry.path: entry
        for job in jobs
        for form in job.formats
        for entry in [_entry(job, form, files[f"{job.brief.stem}.{form}"])]
    }
    planned = {f"{brief.stem}.{form}" for brief in bundle.briefs for form in brief.formats}
    earlier = read(folder)
    for entry in earlier.outputs if earlier else ():
        if entry.path in planned - entries.keys() and _is_there(folder, entry):
            entries[entry.path] = entry
    inputs = (*_inputs(bundle), *_edited(bundle, jobs), *bundle.earlier)
    return Manifest(inputs, tuple(entries.values()), f"{PROGRAM}{__version__}")


def stale(bundle: Bundle, folder: Path) -> list[Path]:
    """Return the files of earlier builds that no brief of the plan makes any more."""
    planned = {f"{brief.stem}.{form}" for brief in bundle.briefs for form in brief.formats}
    earlier = read(folder)
    entries = earlier.outputs if earlier else ()
    return [folder / e.path for e in entries if e.path not in planned and _is_there(folder, e)]


def _entry(job: Job, form: str, data: bytes) -> OutputEntry:
    brief = job.brief
    return OutputEntry(
        path=f"{brief.stem}.{form}",
        brief=brief.key,
        language=brief.language,
        format=form,
        size=len(data),
        sha256=sha256(data),
        records=tuple(selection.record.id for selection in brief.selections),
        edited=job.edited.sha256 if job.edited is not None else None,
    )


def _edited(bundle: Bundle, jobs: Sequence[Job]) -> Iterator[InputEntry]:
    """Yield the edited files: inside the project by their path, elsewhere by their name."""
    root = bundle.project.root.resolve()
    for job in jobs:
        if job.edited is not None:
            path = Path(job.edited.path).resolve()
            name = path.relative_to(root).as_posix() if root in path.parents else path.name
            yield InputEntry(name, len(job.edited.data), job.edited.sha256)


def _is_there(folder: Path, entry: OutputEntry) -> bool:
    try:
        return sha256(read_file(folder / entry.path)) == entry.sha256
    except MachineError:
        return False


def _inputs(bundle: Bundle) -> tuple[InputEntry, ...]:
    project = bundle.project
    builtin = templates_folder()
    search = (*project.search, builtin)
    files = [project.path, *bundle.records.files]
    for folder in project.search:  # templates may import each other's macros
        files += sorted(folder.glob(f"*{TEMPLATE_SUFFIX}"))
        files += (file for file in sorted(folder.rglob("*")) if _is_picture(file))
    for spec in project.briefs:
        template = find_template(spec.template, search)
        files += [template] if template is not None else []
        files += style_files(spec.style, search)
    entries = []
    for file in dict.fromkeys(files):
        if builtin in file.parents:
            name = BUILTIN + file.relative_to(builtin).as_posix()
        else:
            name = Path(os.path.relpath(file, project.root)).as_posix()
        data = file.read_bytes()
        entries.append(InputEntry(name, len(data), sha256(data)))
    return tuple(entries)


def _is_picture(file: Path) -> bool:
    return file.suffix.lower() in PICTURES and file.is_file()


def read(folder: Path, name: str = NAME) -> Manifest | None:
    """Return the manifest of an earlier build, or ``None`` where there is none to trust.

    Somebody else's ``manifest.json``, or a damaged one, is none.
    """
    try:
        data = json.loads(read_file(folder / name))
        if data["schema"] != SCHEMA or not data["program"].startswith(PROGRAM):
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


def taken(folder: Path, jobs: Sequence[Job]) -> frozenset[str]:
    """Return the SHA-256 values of files whose edits are all in what ``jobs`` make.

    They are the edited files themselves, and what an earlier build made of them.
    """
    given = {job.edited.sha256 for job in jobs if job.edited is not None}
    earlier = read(folder)
    made = (entry.sha256 for entry in (earlier.outputs if earlier else ()) if entry.edited in given)
    return frozenset(given.union(made))


def known(folder: Path) -> Known:
    """Return which files in ``folder`` earlier builds wrote: finished ones and a broken-off one.

    A DOCX that keeps a person's edits is not all theirs: it is looked at like any other.
    """
    files: dict[str, set[str]] = {}
    for name in (NAME, temporary(NAME)):
        if manifest := read(folder, name):
            files.setdefault(NAME, set()).add(sha256(read_file(folder / name)))
            for entry in manifest.outputs:
                own = files.setdefault(entry.path, set())
                if entry.edited is None or entry.format != "docx":
                    own.add(entry.sha256)
    return Known({name: frozenset(hashes) for name, hashes in files.items()})
