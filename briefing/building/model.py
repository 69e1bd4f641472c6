"""What the building room takes and gives: plain values, safe to send between processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.problems import Problem

if TYPE_CHECKING:
    from briefing.document.merge import Conflict
    from briefing.plan import PlannedBrief, Project
    from briefing.records import Record, RecordSet

__all__ = [
    "BuildResult",
    "BuiltBrief",
    "BuiltFile",
    "Bundle",
    "EditedFile",
    "InputEntry",
    "Job",
    "Kept",
    "Made",
    "Rendered",
]


@dataclass(frozen=True, slots=True)
class InputEntry:
    """A file that was read; ``path`` from the project's folder.

    A built-in template or style has a path such as ``briefing:…``, a file of a git
    revision one such as ``v12:briefing.yaml``.
    """

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """A whole project, read and planned.

    ``problems`` holds warnings and notes: a project with errors is not loaded.
    ``earlier`` are the files of the issue before that it is compared with.
    """

    project: Project
    records: RecordSet
    briefs: tuple[PlannedBrief, ...]
    problems: tuple[Problem, ...]
    earlier: tuple[InputEntry, ...] = ()

    @property
    def left_out(self) -> list[Record]:
        """The records that stand in no brief."""
        from briefing.plan import left_out

        return left_out(self.briefs, self.records)


@dataclass(frozen=True, slots=True)
class Rendered:
    """One brief in one format: its bytes, the file name it would get, and warnings."""

    data: bytes
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file of a build.  ``changed``: it was (or, in a dry run, would be) written anew."""

    path: Path
    format: str
    size: int
    sha256: str
    changed: bool


@dataclass(frozen=True, slots=True)
class EditedFile:
    """A DOCX that a person has edited; ``path`` as the caller wrote it."""

    path: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What was taken over from an edited file: how many edits, and what is at odds.

    ``lost``: the file holds something that the new brief does not.
    """

    file: str
    edits: int
    conflicts: tuple[Conflict, ...]
    lost: bool = False


@dataclass(frozen=True, slots=True)
class BuiltBrief:
    """A brief of a build, with how much is in it; ``kept`` where an edited file was given."""

    key: str
    language: str
    proposals: int
    recommendations: int
    files: tuple[BuiltFile, ...]
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build came to; ``problems`` holds warnings and notes."""

    folder: Path
    briefs: tuple[BuiltBrief, ...]
    problems: tuple[Problem, ...]
    dry_run: bool

    @property
    def files(self) -> tuple[BuiltFile, ...]:
        """All files, in the order of the briefs."""
        return tuple(file for brief in self.briefs for file in brief.files)


@dataclass(frozen=True, slots=True)
class Job:
    """One brief to make, in some of its formats; ``attach``: with its records inside.

    ``edited``: with what a person made of an earlier build; ``comments``: with a remark
    at each open question.
    """

    brief: PlannedBrief
    formats: tuple[str, ...]
    attach: bool = False
    edited: EditedFile | None = None
    comments: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What a job came to: bytes by format; none where there are errors."""

    files: dict[str, bytes]
    problems: tuple[Problem, ...]
    kept: Kept | None = None
