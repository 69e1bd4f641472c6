"""Building through the Python API: results, manifest, and the same bytes everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import briefing
from briefing import processes
from briefing.building import parallel

EXAMPLE = Path(briefing.__file__).parent / "cli" / "example"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "project"))


def tree(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# ── load, build, render ────────────────────────────────────────────────────


def test_load_gives_project_records_and_briefs(project: Path) -> None:
    bundle = briefing.load(project)
    assert bundle.project.languages == ("zh", "en")
    assert [record.id for record in bundle.records] == [
        "2025-open-data-catalogue",
        "2025-retention-rules",
    ]
    assert [brief.key for brief in bundle.briefs][::2] == [
        "sector-telecom",
        "sector-legal",
        "digest",
    ]
    assert bundle.problems == ()
    assert bundle.left_out == []


def test_load_raises_with_all_problems(project: Path) -> None:
    file = project / "records/example.yaml"
    text = file.read_text(encoding="utf-8").replace("theme: data-governance", "theme: wrong")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(briefing.InputError) as caught:
        briefing.load(project)
    assert [problem.code for problem in caught.value.problems] == ["unknown-theme"] * 2


def test_a_missing_project_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(briefing.UsageError, match=r"no briefing\.yaml"):
        briefing.load(tmp_path)
    with pytest.raises(briefing.UsageError, match="no such file or folder"):
        briefing.build(tmp_path / "nowhere")


def test_build_tells_what_it_wrote(project: Path) -> None:
    result = briefing.build(project, only=["digest"], languages=["en"])
    (brief,) = result.briefs
    assert (brief.key, brief.language, brief.proposals, brief.recommendations) == (
        "digest",
        "en",
        2,
        3,
    )
    assert [file.path for file in result.files] == [
        project / "out/digest-en.docx",
        project / "out/digest-en.pdf",
    ]
    for file in result.files:
        data = file.path.read_bytes()
        assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert file.changed
    again = briefing.build(project, only=["digest"], languages=["en"])
    assert not any(file.changed for file in again.files)


def test_render_gives_the_bytes_that_build_writes(project: Path) -> None:
    briefing.build(project, only=["digest"])
    bundle = briefing.load(project)
    for form in ("docx", "pdf"):
        rendered = briefing.render(bundle, "digest", language="en", format=form)
        assert rendered.name == f"digest-en.{form}"
        assert rendered.data == (project / "out" / rendered.name).read_bytes()
    assert briefing.render(project, "digest", format="pdf").name == "digest-zh.pdf"


@pytest.mark.parametrize(
    "wrong", [{"brief": "digst"}, {"language": "fr"}, {"format": "html"}, {"brief": "sector-*"}]
)
def test_render_knows_no_other_names(project: Path, wrong: dict[str, str]) -> None:
    arguments = {"brief": "digest", "language": "en", "format": "pdf", **wrong}
    with pytest.raises(briefing.UsageError):
        briefing.render(project, **arguments)


# ── the manifest ───────────────────────────────────────────────────────────


def test_the_manifest_lists_every_input_and_output(project: Path) -> None:
    briefing.build(project, only=["sector-*", "digest"])
    out = project / "out"
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert manifest["schema"] == 1
    assert {entry["path"] for entry in manifest["outputs"]} == set(tree(out)) - {"manifest.json"}
    for entry in manifest["outputs"]:
        data = (out / entry["path"]).read_bytes()
        assert (entry["size"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert entry["path"].endswith(f"-{entry['language']}.{entry['format']}")
        assert entry["path"].startswith(entry["brief"])
        assert entry["records"]
    inputs = {entry["path"]: entry["sha256"] for entry in manifest["inputs"]}
    assert {"briefing.yaml", "records/example.yaml", "briefing:styles/modern.yaml"} <= set(inputs)
    for name in ("briefing.yaml", "records/example.yaml"):
        assert inputs[name] == hashlib.sha256((project / name).read_bytes()).hexdigest()
    text = (out / "manifest.json").read_text(encoding="utf-8")
    assert str(project.parent) not in text
    assert [e["path"] for e in manifest["outputs"]] == sorted(
        e["path"] for e in manifest["outputs"]
    )


def test_a_partial_build_keeps_the_other_entries(project: Path) -> None:
    briefing.build(project)
    whole = tree(project / "out")
    briefing.build(project, only=["digest"], formats=["pdf"])
    assert tree(project / "out") == whole


def test_a_brief_that_is_planned_no_longer_leaves_the_manifest(project: Path) -> None:
    briefing.build(project, formats=["pdf"])
    plan = project / "briefing.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text[: text.index("  # And one digest")], encoding="utf-8")
    result = briefing.build(project, formats=["pdf"])
    assert [problem.code for problem in result.problems] == ["stale-output"] * 2
    manifest = json.loads((project / "out/manifest.json").read_bytes())
    assert "digest-zh.pdf" not in {entry["path"] for entry in manifest["outputs"]}
    assert (project / "out/digest-zh.pdf").exists()


def test_after_a_broken_off_build_its_files_are_known_as_ours(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefing.build(project, only=["digest"])
    file = project / "records/example.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("各地公共数据", "各省公共数据"), encoding="utf-8")
    replace = Path.replace

    class Killed(BaseException):
        pass

    def renamed(self: Path, target: Path) -> Path:
        if target.name == "manifest.json":
            raise Killed
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", renamed)
        with pytest.raises(Killed):
            briefing.build(project, only=["digest"])
    file.write_text(text.replace("各地公共数据", "各市公共数据"), encoding="utf-8")
    result = briefing.build(project, only=["digest"])
    assert any(found.changed for found in result.files)
    assert not list((project / "out").glob(".*"))


# ── the same bytes ─────────────────────────────────────────────────────────

BUILD = "import sys, briefing; briefing.build(sys.argv[1], out=sys.argv[2], jobs=int(sys.argv[3]))"


def test_the_same_input_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    """Other folder, process, hash seed, time zone, locale, number of processes, day."""
    briefing.build(project, out=tmp_path / "one")
    elsewhere = tmp_path / "quite/another/place"
    shutil.copytree(project, elsewhere)
    for path in elsewhere.rglob("*.yaml"):
        os.utime(path, (1, 1))
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1",
    }
    subprocess.run(
        [sys.executable, "-c", BUILD, "place", "two", "2"],
        cwd=elsewhere.parent,
        env=environment,
        check=True,
        timeout=120,
    )
    one, two = tree(tmp_path / "one"), tree(elsewhere.parent / "two")
    assert list(one) == list(two)
    assert [name for name in one if one[name] != two[name]] == []


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_change_neither_order_nor_bytes(
    project: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    if method not in __import__("multiprocessing").get_all_start_methods():
        pytest.skip(f"this system has no {method}")
    alone = briefing.build(project, out=project / "one", jobs=1)
    monkeypatch.setattr(parallel, "start_method", lambda: method)
    monkeypatch.setattr(processes, "WORTH_SPAWNING", 2)
    seen: list[tuple[int, int]] = []
    many = briefing.build(
        project,
        out=project / "two",
        jobs=2,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert [brief.key for brief in many.briefs] == [brief.key for brief in alone.briefs]
    assert tree(project / "one") == tree(project / "two")
    assert seen == [(done, 6) for done in range(1, 7)]


def test_a_worker_that_dies_is_the_machines_fault(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "start_method", lambda: "fork")
    monkeypatch.setattr(parallel, "_make", die)
    with pytest.raises(briefing.MachineError, match="--jobs 1"):
        briefing.build(project, jobs=2)
    assert not (project / "out").exists()


def die(_job: object) -> None:
    os._exit(9)
