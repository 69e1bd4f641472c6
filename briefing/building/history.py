"""Git revisions of a project: found by name, taken out into a temporary folder.

Nothing is checked out, and the working copy is left alone.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from briefing.problems import MachineError, Problem, visible

__all__ = ["commit_of", "placed", "prefix_of", "tags", "taken_out"]


def prefix_of(folder: Path) -> str | None:
    """Return where a folder stands in its repository (``""`` or ``seeds/``), or None without one.

    Raises:
        MachineError: git is not there.
    """
    prefix = _git(folder, "rev-parse", "--show-prefix")
    return None if prefix is None else prefix.decode().strip()


def commit_of(folder: Path, name: str) -> str | None:
    """Return the commit that a revision's name stands for, or None where there is none.

    Raises:
        MachineError: git is not there.
    """
    # A name that begins with a dash would be an option; no revision does.
    if name.startswith("-") or "\0" in name:
        return None
    commit = _git(folder, "rev-parse", "--verify", "-q", f"{name}^{{commit}}")
    return None if commit is None else commit.decode().strip()


def tags(folder: Path) -> list[str]:
    """Return the repository's tags."""
    return (_git(folder, "tag", "--list") or b"").decode(errors="replace").split()


@contextmanager
def taken_out(folder: Path, commit: str) -> Iterator[Path]:
    """Write the files of a commit into a temporary folder: plain files only, none outside of it.

    Raises:
        MachineError: git cannot read it.
    """
    top = _git(folder, "rev-parse", "--show-toplevel") or b"."
    data = _git(Path(top.decode().strip()), "archive", "--format=tar", commit)
    if data is None:
        raise MachineError(visible(f"git could not read the revision {commit}"))
    with tempfile.TemporaryDirectory(prefix="briefing-") as temporary:
        into = Path(temporary)
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                path = PurePosixPath(member.name)
                if not member.isfile() or path.is_absolute() or ".." in path.parts:
                    continue
                content = archive.extractfile(member)
                assert content is not None
                target = into / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())
        yield into


def placed(problems: Sequence[Problem], folder: Path, name: str) -> list[Problem]:
    """Return problems whose places are as git says them: ``v12:records/cloud.yaml``."""
    found = []
    for problem in problems:
        place = problem.place
        if place is not None and Path(place.file).is_relative_to(folder):
            inner = Path(place.file).relative_to(folder).as_posix()
            place = replace(place, file=f"{name}:{inner}")
        found.append(replace(problem, place=place))
    return found


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what a git command says, or None where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 – no shell; a revision that is an option was refused
            ["git", "-C", str(folder), *arguments],  # noqa: S607 – the git that the person uses
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise MachineError(f"cannot run git: {error.strerror or error}") from error
    return done.stdout if done.returncode == 0 else None
