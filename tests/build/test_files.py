"""Writing: whole or not at all, never through a link, never over somebody's work."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.building import files
from briefing.building.files import Known, check_folder, guard, locked, make_new, save
from briefing.problems import MachineError, UsageError

NEW = {"a.docx": b"new a", "b.pdf": b"new b", "manifest.json": b"new manifest"}
OLD = {"a.docx": b"old a", "b.pdf": b"old b", "manifest.json": b"old manifest"}
NOTHING = Known({})


def never(_name: str, _data: bytes) -> bool | None:
    return None


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


# ── whole or not at all ────────────────────────────────────────────────────


def test_all_files_are_renewed(folder: Path) -> None:
    assert save(folder, NEW, "manifest.json") == ["a.docx", "b.pdf", "manifest.json"]
    assert contents(folder) == NEW


def test_a_file_with_the_right_bytes_is_not_touched(folder: Path) -> None:
    (folder / "a.docx").write_bytes(NEW["a.docx"])
    before = (folder / "a.docx").stat()
    assert save(folder, NEW, "manifest.json") == ["b.pdf", "manifest.json"]
    after = (folder / "a.docx").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


class DiskFull:
    """Stands for `os.fsync`, and fails at one call."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, _descriptor: int) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_full_disk_leaves_every_old_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(files.os, "fsync", DiskFull(at))
    with pytest.raises(MachineError, match="No space left"):
        save(folder, NEW, "manifest.json")
    assert contents(folder) == OLD


class Killed(BaseException):
    """The process ends here, so that no handler runs."""


def points(folder: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Let the process die at one of its calls to the system."""
    left = [at]
    real = {name: getattr(os, name) for name in ("open", "fsync", "unlink")}
    replace = Path.replace

    def step() -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    def wrap(name: str) -> object:
        def call(*args: object, **more: object) -> object:
            if left[0] <= 0:
                raise Killed  # nothing works any more
            step()
            return real[name](*args, **more)

        return call

    def replaced(self: Path, target: Path) -> Path:
        if left[0] <= 0:
            raise Killed
        step()
        return replace(self, target)

    for name in real:
        monkeypatch.setattr(files.os, name, wrap(name))
    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(Path, "unlink", wrap("unlink"))


@pytest.mark.parametrize("at", range(1, 16))
def test_a_kill_at_any_point_leaves_whole_files(folder: Path, at: int) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        points(folder, monkeypatch, at)
        with contextlib.suppress(Killed):
            save(folder, NEW, "manifest.json")
    after = contents(folder)
    for name, new in NEW.items():
        assert after[name] in {OLD[name], new}
    if after["manifest.json"] == NEW["manifest.json"]:
        assert all(after[name] == new for name, new in NEW.items())
    # The next run ends what this one began, and cleans up.
    save(folder, NEW, "manifest.json")
    assert contents(folder) == NEW


def test_a_folder_without_permission_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: object, *_args: object, **_more: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(files.os, "open", denied)
    with pytest.raises(MachineError, match="Permission denied"):
        save(folder, {"new.pdf": b"x"}, "manifest.json")
    monkeypatch.undo()
    assert contents(folder) == OLD


# ── links ──────────────────────────────────────────────────────────────────


@pytest.fixture
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("elsewhere") / "victim"
    path.write_bytes(b"precious")
    yield path
    assert path.read_bytes() == b"precious"


def test_an_output_folder_that_is_a_link_is_refused(tmp_path: Path, victim: Path) -> None:
    (tmp_path / "out").symlink_to(victim.parent)
    (problem,) = check_folder(tmp_path / "out")
    assert problem.code == "output-is-link"
    assert str(victim.parent) in (problem.hint or "")


def test_a_link_between_project_and_output_folder_is_refused(tmp_path: Path, victim: Path) -> None:
    (tmp_path / "briefs").symlink_to(victim.parent)
    assert (
        check_folder(tmp_path / "briefs/out") == []
    )  # named by a person: where it leads is theirs
    (problem,) = check_folder(tmp_path / "briefs/out", tmp_path)
    assert problem.code == "output-is-link"


def test_an_output_folder_that_is_a_file_is_refused(victim: Path) -> None:
    (problem,) = check_folder(victim)
    assert problem.code == "output-not-a-folder"


def test_a_link_at_a_file_is_refused(tmp_path: Path, victim: Path) -> None:
    (tmp_path / "a.docx").symlink_to(victim)
    (problem,) = guard(tmp_path, NEW, NOTHING, never, force=False)
    assert problem.code == "output-is-link"


def test_force_replaces_the_link_and_not_what_it_leads_to(tmp_path: Path, victim: Path) -> None:
    (tmp_path / "a.docx").symlink_to(victim)
    assert guard(tmp_path, NEW, NOTHING, never, force=True) == []
    save(tmp_path, NEW, "manifest.json")
    assert contents(tmp_path) == NEW
    assert not (tmp_path / "a.docx").is_symlink()


def test_a_link_at_the_temporary_name_is_not_followed(tmp_path: Path, victim: Path) -> None:
    (tmp_path / files.temporary("a.docx")).symlink_to(victim)
    save(tmp_path, NEW, "manifest.json")
    assert contents(tmp_path) == NEW


def test_a_folder_at_a_files_place_is_refused_even_with_force(tmp_path: Path) -> None:
    (tmp_path / "a.docx").mkdir()
    (problem,) = guard(tmp_path, NEW, NOTHING, never, force=True)
    assert problem.code == "output-not-a-file"


# ── other people's work ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("state", "known", "code"),
    [
        (True, False, None),
        (True, True, None),
        (False, False, "edited-output"),
        (False, True, "edited-output"),
        (None, False, "foreign-output"),
        (None, True, "edited-output"),
    ],
)
def test_what_is_overwritten_without_force(
    folder: Path, state: bool | None, known: bool, code: str | None
) -> None:
    earlier = Known({"a.docx": frozenset({files.sha256(b"another")})}) if known else NOTHING
    found = guard(folder, {"a.docx": b"new"}, earlier, lambda _n, _d: state, force=False)
    assert [problem.code for problem in found] == ([code] if code else [])
    assert guard(folder, {"a.docx": b"new"}, earlier, lambda _n, _d: state, force=True) == []


def test_a_file_that_the_manifest_knows_is_ours(folder: Path) -> None:
    earlier = Known({"b.pdf": frozenset({files.sha256(OLD["b.pdf"])})})
    assert guard(folder, {"b.pdf": b"new"}, earlier, never, force=False) == []


def test_a_foreign_file_with_the_right_bytes_is_no_problem(folder: Path) -> None:
    assert guard(folder, {"b.pdf": OLD["b.pdf"]}, NOTHING, never, force=False) == []


# ── one at a time ──────────────────────────────────────────────────────────


def test_a_second_build_is_told_to_wait(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "out"),
        pytest.raises(MachineError, match="another build"),
        locked(tmp_path / "out", wait=0),
    ):
        pass


def test_the_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    with locked(tmp_path / "deep/out"):
        save(tmp_path / "deep/out", {"a.pdf": b"a"}, "manifest.json")
    assert [path.name for path in (tmp_path / "deep/out").iterdir()] == ["a.pdf"]
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "other/out"):
        _ = 1 / 0
    assert not (tmp_path / "other").exists()


def test_new_files_never_replace_any(tmp_path: Path) -> None:
    (tmp_path / "briefing.yaml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="is there already"):
        make_new(tmp_path, {Path("records/a.yaml"): b"a", Path("briefing.yaml"): b"b"})
    assert [path.name for path in tmp_path.iterdir()] == ["briefing.yaml"]
