"""Hundreds of edits made in LibreOffice: each comes back exactly, and nothing else does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from edits import Edited, random_edits
from office import Office, add_after, delete_paragraph, replace

from briefing.docx.read import read

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.docx"))

Save = Callable[[Path], tuple[Edited, bytes]]


@pytest.fixture(scope="module")
def done() -> dict[Path, tuple[Edited, bytes]]:
    return {}


@pytest.fixture
def saved(office: Office, done: dict[Path, tuple[Edited, bytes]]) -> Save:
    """Return what makes eight edits of a sample, each sample once."""

    def save(path: Path) -> tuple[Edited, bytes]:
        if path not in done:
            data = path.read_bytes()
            edited = random_edits(data, SAMPLES.index(path), 8)
            done[path] = edited, office.edit(data, *edited.steps)
        return done[path]

    return save


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_random_edits(path: Path, saved: Save) -> None:
    edited, data = saved(path)
    reading = read(data, path.name)
    for one in reading.occurrences:
        wanted = edited.words.get(one.numbers[0], (one.old,))
        assert [words.strip() for words in one.new] == [words.strip() for words in wanted], (
            one.old,
            edited.names,
        )
    for number, text in edited.comments.items():
        assert any(text == remark.text and number in remark.fields for remark in reading.remarks)
    assert len(edited.names) >= 5


@pytest.mark.parametrize("path", SAMPLES[::3], ids=lambda path: path.stem)
def test_tracked_edits_are_read_both_ways(path: Path, office: Office) -> None:
    data = path.read_bytes()
    edited = random_edits(data, SAMPLES.index(path), 8, tracked=True)
    saved = office.edit(data, *edited.steps)
    accepted = read(saved, path.name)
    for one in accepted.occurrences:
        wanted = edited.words.get(one.numbers[0], (one.old,))
        assert [words.strip() for words in one.new] == [words.strip() for words in wanted]
    assert accepted.tracked > 0
    rejected = read(saved, path.name, view="rejected")
    assert rejected.document == rejected.base
    assert all(one.new == (one.old,) for one in rejected.occurrences)


@pytest.mark.parametrize("path", SAMPLES[::6], ids=lambda path: path.stem)
def test_a_file_that_was_only_saved_is_its_base(path: Path, office: Office) -> None:
    reading = read(office.edit(path.read_bytes()), path.name)
    assert reading.document == reading.base
    assert reading.problems == ()


# ── Through the commands: pull, build, pull ────────────────────────────────


@pytest.mark.parametrize("path", SAMPLES[::8], ids=lambda path: path.stem)
def test_pull_build_pull(path: Path, saved: Save, tmp_path: Path) -> None:
    edited, data = saved(path)
    project = _project(tmp_path, path.name, data)
    before = _files(project)
    pulled = _run(project, "pull", f"edited/{path.name}")
    wanted = {}
    for one in read(path.read_bytes()).occurrences:
        words = "\n".join(text.strip() for text in edited.words.get(one.numbers[0], ()))
        if words and words != one.old:
            wanted[one.old] = words
    assert wanted
    after = _files(project)
    assert _changed(before, after) == wanted
    assert {change["state"] for change in pulled["changes"] if change["kind"] == "text"} == {
        "ready"
    }
    _run(project, "build", "--out", "out", "--format", "docx", "--only", _key(path))
    assert _run(project, "pull", "out")["changes"] == []
    again = _run(project, "pull", f"edited/{path.name}")
    assert {change["state"] for change in again["changes"] if change["kind"] == "text"} == {"done"}
    assert _files(project) == after


def test_lists_and_a_link_typed_over(office: Office, tmp_path: Path) -> None:
    """An ask put in, a key message deleted, the first of three places of a title changed."""
    path = ROOT / "samples" / "digest-en.docx"
    data = office.edit(
        path.read_bytes(),
        add_after("Further complete the system of rules", "Fund independent audits."),
        delete_paragraph("Eight are directly about AI"),
        replace("Countering cybercrime", "Fighting cybercrime"),
    )
    project = _project(tmp_path, path.name, data)
    before = _files(project)
    found = _run(project, "pull", f"edited/{path.name}", "--lists")["changes"]
    assert sorted((one["kind"], one["choice"]) for one in found) == [
        ("insert", "take"),
        ("remove", "take"),
        ("text", "take"),
    ]
    [title] = [one for one in found if one["kind"] == "text"]
    assert title["theirs"] == "Fighting cybercrime through law"
    assert title["remarks"] == ["changed in one place; it stands in 2"]
    after = _files(project)
    asks = yaml.safe_load(after["records/01-wang-qi-cybersecurity.yaml"])["recommendations"]
    assert asks[2] == {"id": "r4", "text": {"en": "Fund independent audits."}}
    assert [ask["id"] for ask in asks] == ["r1", "r2", "r4", "r3"]
    lines = [set(text.splitlines()) for text in (before["briefing.yaml"], after["briefing.yaml"])]
    assert lines[1] < lines[0]
    assert len(before["briefing.yaml"].splitlines()) - len(after["briefing.yaml"].splitlines()) == 4
    _run(project, "build", "--out", "out", "--format", "docx", "--only", "digest")
    assert _run(project, "pull", "out")["changes"] == []
    again = _run(project, "pull", f"edited/{path.name}", "--lists")["changes"]
    assert [one["state"] for one in again] == ["done"]
    assert _files(project) == after


def _project(folder: Path, name: str, data: bytes) -> Path:
    """Return a copy of the example project with an edited brief in it."""
    project = folder / "project"
    shutil.copytree(ROOT / "seeds", project)
    (project / "edited").mkdir()
    (project / "edited" / name).write_bytes(data)
    return project


def _key(path: Path) -> str:
    return path.stem.rpartition("-")[0].replace("official-digest", "official")


def _run(project: Path, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "briefing", *arguments, "--json"],
        cwd=project,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout)


def _files(project: Path) -> dict[str, str]:
    return {
        path.relative_to(project).as_posix(): path.read_bytes().decode()
        for path in sorted(project.rglob("*.yaml"))
    }


def _changed(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """Return old and new words of every text that differs; nothing else may."""
    found = {}
    for name, old in before.items():
        pairs = list(zip(_texts(old), _texts(after[name]), strict=True))
        differing = [(one, other) for one, other in pairs if one.value != other.value]
        found |= {one.value: other.value for one, other in differing}
        assert _between(old, [one for one, _ in differing]) == _between(
            after[name], [other for _, other in differing]
        )
    return found


def _texts(text: str) -> list[yaml.ScalarNode]:
    """Return the texts of a file in the order in which they stand."""
    found: dict[int, yaml.ScalarNode] = {}
    waiting = [yaml.compose(text, yaml.BaseLoader)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            found[node.start_mark.index] = node
        elif isinstance(node, yaml.MappingNode):
            waiting += [one for pair in node.value for one in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return [found[at] for at in sorted(found)]


def _between(text: str, nodes: list[yaml.ScalarNode]) -> list[str]:
    """Return what stands between texts, without the line ends that belong to folded ones."""
    bounds = [0, *(at for node in nodes for at in (node.start_mark.index, node.end_mark.index))]
    ends = [*bounds[1:], len(text)]
    pieces = [text[start:end] for start, end in zip(bounds, ends, strict=True)]
    return [piece.strip() for piece in pieces[::2]]
