"""Files are written whole or not at all, and nobody's work is overwritten.

All outputs are first written beside their places under temporary names
(``.NAME.briefing-tmp``) and forced to disk; only then are they renamed, the
manifest last.  A full disk or a kill therefore leaves every old file as it
was.  The manifest's temporary file doubles as a journal: should the program
die between two renames, the next run reads from it which files are its own.

Nothing here follows a symbolic link: not at the output folder, not at a file
in it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.problems import MachineError, Place, Problem, UsageError, visible

__all__ = [
    "LOCK",
    "Known",
    "check_folder",
    "guard",
    "locked",
    "make_new",
    "read_file",
    "save",
    "sha256",
    "temporary",
    "would_change",
]

LOCK = ".briefing-lock"
PREFIX, SUFFIX = ".", ".briefing-tmp"


def sha256(data: bytes) -> str:
    """Return the SHA-256 of ``data`` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def temporary(name: str) -> str:
    """Return the name under which a file is written before it is renamed."""
    return f"{PREFIX}{name}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier builds left: for each file name, the SHA-256 values that are theirs."""

    files: Mapping[str, frozenset[str]]

    def is_ours(self, name: str, data: bytes) -> bool:
        """Whether ``data`` is what a build wrote under ``name``."""
        return sha256(data) in self.files.get(name, ())


def check_folder(folder: Path, root: Path | None = None) -> list[Problem]:
    """Return what makes ``folder`` unfit as output folder; it need not exist.

    ``root`` is a folder around it that is trusted: what lies between the two
    must not be a link either.
    """
    inner = [part for part in folder.parents if root is not None and root in part.parents]
    for part in (folder, *inner):
        if problems := _check_folder(part):
            return problems
    return []


def _check_folder(folder: Path) -> list[Problem]:
    place = Place(str(folder))
    try:
        mode = os.lstat(folder).st_mode
    except FileNotFoundError:
        return []
    except OSError as error:
        raise MachineError(_says("cannot look at", folder, error)) from error
    if stat.S_ISLNK(mode):
        target = os.path.realpath(folder)
        return [
            Problem(
                "output-is-link",
                "the output folder is a symbolic link, which a build doesn't follow",
                place,
                f"name the folder itself: --out {target}",
            )
        ]
    if not stat.S_ISDIR(mode):
        return [Problem("output-not-a-folder", "is no folder", place, "choose another with --out")]
    return []


def guard(
    folder: Path,
    outputs: Mapping[str, bytes],
    known: Known,
    pristine: Callable[[str, bytes], bool | None],
    *,
    force: bool,
    taken: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Return a problem for every file that must not be overwritten.

    ``pristine(name, data)`` says of an existing file whether it is as this
    program wrote it (True), was changed since (False), or doesn't tell (None).
    ``taken`` are the SHA-256 values of edited files whose edits are in the outputs.
    ``force`` allows overwriting files and replacing links (never following
    them), but not removing folders and the like.
    """
    problems = (
        _guard(folder / name, new, known, pristine, force=force, taken=taken)
        for name, new in outputs.items()
    )
    return [problem for problem in problems if problem is not None]


def _guard(
    path: Path,
    new: bytes,
    known: Known,
    pristine: Callable[[str, bytes], bool | None],
    *,
    force: bool,
    taken: frozenset[str],
) -> Problem | None:
    place = Place(str(path))
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        raise MachineError(_says("cannot look at", path, error)) from error
    if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
        hint = "move it away, or choose another folder with --out"
        return Problem(
            "output-not-a-file", "is no file, and a brief is to be written here", place, hint
        )
    if force:
        return None
    if stat.S_ISLNK(mode):
        hint = "remove the link, or use --force to put the brief in its place"
        return Problem(
            "output-is-link", "is a symbolic link, which a build doesn't follow", place, hint
        )
    old = read_file(path)
    if old == new or known.is_ours(path.name, old) or (taken and sha256(old) in taken):
        return None
    state = pristine(path.name, old)
    if state:
        return None
    hint = "keep it by building elsewhere with --out FOLDER, or overwrite it with --force"
    if state is None and path.name not in known.files:
        return Problem("foreign-output", "was not built by this program", place, hint)
    if state is not None:
        hint = f"take the edits over with --keep-edits {path}, or {hint}"
    return Problem("edited-output", "was changed after it was built", place, hint)


@contextlib.contextmanager
def locked(folder: Path, *, wait: float = 5) -> Iterator[None]:
    """Make the folder, and be the only build that writes in it.

    Waits up to ``wait`` seconds for another build: writing takes far less.

    Raises:
        MachineError: another build is at work here, or the folder can't be written.
    """
    import filelock

    made = [part for part in (folder, *folder.parents) if not part.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / LOCK, timeout=wait)
        lock.acquire()
    except filelock.Timeout as error:
        raise MachineError(
            f"another build is writing to {visible(str(folder))}; wait until it has finished"
        ) from error
    except OSError as error:
        raise MachineError(_says("cannot write to", folder, error)) from error
    try:
        yield
    finally:
        # While the lock is held: whoever opened this file meanwhile sees that it is gone.
        with contextlib.suppress(OSError):
            (folder / LOCK).unlink()
        lock.release()
        for part in made:  # nothing was written: leave no empty folders behind
            with contextlib.suppress(OSError):
                part.rmdir()


def save(folder: Path, outputs: Mapping[str, bytes], manifest: str) -> list[str]:
    """Write all files, ``manifest`` (one of their names) last; return the names that changed.

    A file that already has the right bytes is not touched.

    Raises:
        MachineError: disk full, no permission.  Files not yet renamed are as they were.
    """
    changed = would_change(folder, outputs)
    order = sorted(changed, key=lambda name: (name == manifest, name))
    renamed = 0
    try:
        _clean(folder)
        for name in order:
            _write(folder / temporary(name), outputs[name])
        for name in order:
            (folder / temporary(name)).replace(folder / name)
            renamed += 1
        _sync_folder(folder)
    except OSError as error:
        at = Path(error.filename2 or error.filename or folder)
        raise MachineError(_says("cannot write", at, error, renamed, len(order))) from error
    finally:
        for name in order[renamed:]:
            if not renamed or name != manifest:
                with contextlib.suppress(OSError):
                    (folder / temporary(name)).unlink()
    return order


def would_change(folder: Path, outputs: Mapping[str, bytes]) -> list[str]:
    """Return the names of the files that don't have the right bytes yet."""
    return [name for name, data in outputs.items() if not _has(folder / name, data)]


def _clean(folder: Path) -> None:
    """Remove what dead runs left; the lock is held, so nobody is writing these."""
    for path in list(folder.iterdir()):
        if path.name.startswith(PREFIX) and path.name.endswith(SUFFIX):
            with contextlib.suppress(OSError):
                path.unlink()


def _write(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Force the renames themselves to disk, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems
            raise
    finally:
        os.close(descriptor)


def _has(path: Path, data: bytes) -> bool:
    try:
        status = os.lstat(path)
        return (
            stat.S_ISREG(status.st_mode) and status.st_size == len(data) and read_file(path) == data
        )
    except (OSError, MachineError):
        return False


def read_file(path: Path) -> bytes:
    """Return a file's bytes without following a link at its place."""
    try:
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(descriptor, "rb") as file:
            return file.read()
    except OSError as error:
        raise MachineError(_says("cannot read", path, error)) from error


def _says(what: str, path: Path, error: OSError, renamed: int = 0, total: int = 0) -> str:
    text = f"{what} {path}: {error.strerror or error}"
    if renamed:
        text += f" ({renamed} of {total} files had been renewed; build again to finish)"
    if error.errno == errno.EACCES and os.name == "nt":
        text += "; is it open in another program?"
    return visible(text)


def make_new(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write new files (paths relative to ``folder``); refuse if one is there already.

    Raises:
        UsageError: a file is in the way; nothing was written.
        MachineError: disk or permissions.
    """
    for file in files:
        if os.path.lexists(folder / file):
            raise UsageError(visible(f"{folder / file} is there already; choose another folder"))
    try:
        for file, data in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            _write(folder / file, data)
    except OSError as error:
        raise MachineError(_says("cannot write to", folder, error)) from error
