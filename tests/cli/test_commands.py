"""The command line as a whole: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import briefing
from briefing.cli import run

EXAMPLE = Path(briefing.__file__).parent / "cli" / "example"


class Said(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    def call(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Said(code, *capsys.readouterr())

    return call


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example project, in the current folder."""
    shutil.copytree(EXAMPLE, tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Path("mine")


def spoil(
    project: Path, old: str = "sectors: [telecom, legal]", new: str = "sectors: [telcom]"
) -> None:
    file = project / "records/example.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def edit(docx: Path) -> None:
    """Change a word, as a person would in Word: the archive is written anew."""
    with zipfile.ZipFile(docx) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    parts["word/document.xml"] = body.replace("目录", "清单").replace("data", "facts").encode()
    assert parts["word/document.xml"].decode() != body
    with zipfile.ZipFile(docx, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


# ── a project from its beginning to its briefs ─────────────────────────────


def test_a_new_project_builds_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.chdir(tmp_path)
    said = command("init", "mine")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1] == "next: briefing build mine"
    assert command("check", "mine") == Said(0, "no problems (2 records, 6 briefs)\n", "")
    said = command("build", "mine")
    assert (said.code, said.err) == (0, "")
    assert sorted(path.name for path in Path("mine/out").iterdir()) == sorted(
        [
            "manifest.json",
            *(
                f"{stem}-{language}.{form}"
                for stem in ("digest", "sector-legal", "sector-telecom")
                for language in ("zh", "en")
                for form in ("docx", "pdf")
            ),
        ]
    )
    lines = said.out.splitlines()
    assert lines[0] == "  sector-telecom  zh  docx pdf   1 proposal    1 recommendation"
    assert lines[-1].startswith("  6 briefs, 12 files in ")
    assert lines[-1].endswith(" s → mine/out")


def test_init_overwrites_nothing(project: Path, command: Command) -> None:
    before = (project / "briefing.yaml").read_bytes()
    said = command("init", project)
    assert said.code == 2
    assert "is there already" in said.err
    assert (project / "briefing.yaml").read_bytes() == before
    assert not (project / "record.schema.json").exists()


def test_list_shows_briefs_and_their_records(project: Path, command: Command) -> None:
    said = command("list", project)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(
        "sector-telecom  电信运营商\n"
        "  zh  sector-telecom-zh.docx, sector-telecom-zh.pdf\n"
        "  en  sector-telecom-en.docx, sector-telecom-en.pdf\n"
        "    2025-open-data-catalogue  1 recommendation\n"
    )
    assert said.out.endswith("6 briefs, 12 files, of 2 records\n")


def test_list_names_records_in_no_brief(project: Path, command: Command) -> None:
    plan = project / "briefing.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text[: text.index("  # And one digest")], encoding="utf-8")
    spoil(project, "sectors: [legal]\n  summary", "sectors: [telecom]\n  summary")
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace(
            "group_by: sector ", "where: {id: 2025-retention-rules}\n    group_by: sector "
        ),
        encoding="utf-8",
    )
    said = command("list", project)
    assert "in no brief\n    2025-open-data-catalogue\n" in said.out
    assert json.loads(command("list", project, "--json").out)["left_out"] == [
        "2025-open-data-catalogue"
    ]


# ── problems ───────────────────────────────────────────────────────────────


def test_check_names_the_place_and_what_to_write(project: Path, command: Command) -> None:
    spoil(project)
    said = command("check", project)
    assert said == Said(
        1,
        "mine/records/example.yaml:21:13  error  unknown-sector\n"
        "  21 │   sectors: [telcom]\n"
        "     │             ^^^^^^ not in this project's sectors\n"
        "     │ did you mean: telecom\n"
        "\n"
        "1 error (1 record, 4 briefs)\n",
        "",
    )


def test_check_speaks_json_and_github(project: Path, command: Command) -> None:
    spoil(project)
    said = command("check", project, "--json")
    assert said.code == 1
    (problem,) = json.loads(said.out)["problems"]
    assert (problem["code"], problem["file"], problem["line"], problem["column"]) == (
        "unknown-sector",
        "mine/records/example.yaml",
        21,
        13,
    )
    said = command("check", project, "--format", "github")
    assert said.code == 1
    assert said.out.startswith(
        "::error title=unknown-sector,file=mine/records/example.yaml,line=21"
    )


def test_an_error_in_one_record_writes_nothing(project: Path, command: Command) -> None:
    spoil(project)
    said = command("build", project)
    assert (said.code, said.out) == (1, "")
    assert "unknown-sector" in said.err
    assert not (project / "out").exists()
    said = command("build", project, "--json")
    assert said.code == 1
    assert json.loads(said.out)["problems"][0]["code"] == "unknown-sector"


# ── which project ──────────────────────────────────────────────────────────


def test_the_only_project_in_a_subfolder_is_found(project: Path, command: Command) -> None:
    assert command("check").out == "no problems (2 records, 6 briefs)\n"
    shutil.copytree(project, "other")
    said = command("check")
    assert said.code == 2
    assert "several projects here (mine, other)" in said.err


def test_the_project_in_the_current_folder_comes_first(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    shutil.copytree(".", "../inner")
    shutil.move("../inner", "inner")
    spoil(Path("inner"))
    assert command("check").code == 0


@pytest.mark.parametrize("arguments", [["check"], ["list"], ["build"], ["check", "nowhere"]])
def test_no_project_is_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = command(*arguments)
    assert (said.code, said.out) == (2, "")
    assert "briefing init" in said.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "sector-telcom"], "did you mean sector-telecom?"),
        (["--only", "x*"], "there is no brief x*"),
        (["--language", "fr"], "there are: zh, en"),
        (["--format", "html"], "html"),
        (["--jobs", "0"], "--jobs"),
        (["--colour"], "--colour"),
    ],
)
def test_wrong_options_say_what_is_right(
    project: Path, command: Command, arguments: list[str], said: str
) -> None:
    code, out, err = command("build", project, *arguments)
    assert (code, out) == (2, "")
    assert said in err


# ── building ───────────────────────────────────────────────────────────────


def test_filters_choose_what_is_built(project: Path, command: Command) -> None:
    said = command(
        "build", project, "--only", "sector-*", "--language", "en", "--format", "pdf", "--json"
    )
    assert said.code == 0
    built = json.loads(said.out)
    assert [file["path"] for brief in built["briefs"] for file in brief["files"]] == [
        "mine/out/sector-telecom-en.pdf",
        "mine/out/sector-legal-en.pdf",
    ]
    assert built["problems"] == []


def test_a_dry_run_writes_nothing(project: Path, command: Command) -> None:
    said = command("build", project, "--dry-run")
    assert said.code == 0
    assert said.out.rstrip().endswith("(dry run: nothing was written)")
    assert not (project / "out").exists()


def test_an_edited_docx_is_kept(project: Path, command: Command) -> None:
    command("build", project, "--only", "digest")
    docx = project / "out/digest-zh.docx"
    built = docx.read_bytes()
    edit(docx)
    edited = docx.read_bytes()
    spoil(project, "各地公共数据目录", "各省公共数据目录")
    others = {path: path.read_bytes() for path in (project / "out").iterdir()}
    said = command("build", project)
    assert (said.code, said.out) == (1, "")
    assert "mine/out/digest-zh.docx  error  edited-output" in said.err
    assert "--force" in said.err
    assert "--out" in said.err
    assert {path: path.read_bytes() for path in (project / "out").iterdir()} == others
    assert command("build", project, "--dry-run").code == 1
    assert command("build", project, "--out", "elsewhere").code == 0
    assert docx.read_bytes() == edited
    assert command("build", project, "--force").code == 0
    assert docx.read_bytes() not in {edited, built}


@pytest.mark.parametrize("name", ["digest-zh.docx", "digest-zh.pdf", "manifest.json"])
def test_a_foreign_file_is_kept(project: Path, command: Command, name: str) -> None:
    (project / "out").mkdir()
    (project / "out" / name).write_bytes(b"not ours")
    said = command("build", project)
    assert said.code == 1
    assert f"mine/out/{name}  error  foreign-output" in said.err
    assert [path.name for path in (project / "out").iterdir()] == [name]


def test_a_link_is_not_followed(project: Path, command: Command, tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    (project / "out").symlink_to(tmp_path / "victim")
    said = command("build", project)
    assert said.code == 1
    assert "output-is-link" in said.err
    assert list((tmp_path / "victim").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_the_machines_fault(
    project: Path, command: Command
) -> None:
    Path("file").write_bytes(b"")
    said = command("build", project, "--out", "file/out")
    assert (said.code, said.out) == (3, "")
    assert "file" in said.err


# ── schema, version, help ──────────────────────────────────────────────────


def test_schemas_are_json(project: Path, command: Command) -> None:
    for arguments in ([], ["record"], ["project"], ["record", "--project", str(project)]):
        said = command("schema", *arguments)
        assert said.code == 0
        assert json.loads(said.out)["$schema"].startswith("https://json-schema.org/")
    assert '"telecom"' in said.out


def test_the_version(command: Command) -> None:
    assert command("--version") == Said(0, f"briefing {briefing.__version__}\n", "")


@pytest.mark.parametrize("name", ["init", "check", "list", "build", "schema"])
def test_every_command_has_help_with_an_example(command: Command, name: str) -> None:
    said = command(name, "--help")
    assert said.code == 0
    assert f"Example: briefing {name}" in said.out


# ── the process ────────────────────────────────────────────────────────────


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "briefing", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from briefing.cli import run; run(['--help']);"
        "heavy = {'pydantic', 'yaml', 'jinja2', 'docx', 'lxml', 'reportlab', 'uharfbuzz', 'rich',"
        " 'filelock', 'rapidfuzz', 'markdown_it', 'multiprocessing'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=60
    )
    assert done.stderr == b""


def test_check_imports_no_writer(project: Path) -> None:
    code = (
        f"import sys; from briefing.cli import run; run(['check', {str(project)!r}]);"
        "heavy = {'docx', 'lxml', 'reportlab', 'uharfbuzz', 'rich', 'filelock',"
        " 'multiprocessing'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=60
    )
    assert done.stderr == b""


def test_output_survives_a_terminal_that_knows_only_ascii(project: Path) -> None:
    done = process("list", str(project), PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stderr == b""
    assert b"\\u7535\\u4fe1" in done.stdout


def test_a_reader_that_stops_listening_is_no_error(project: Path) -> None:
    command = f"'{sys.executable}' -m briefing schema project | head -c 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert done.stderr == b""
    assert done.stdout.startswith(b"{")


def test_no_colour_where_nobody_sees_it(project: Path) -> None:
    spoil(project)
    assert b"\x1b" not in process("check", str(project)).stdout


def test_an_interrupt_ends_quietly(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefing.building.inputs.read_project", interrupted)
    assert command("check", project) == Said(130, "", "")


def test_a_bug_keeps_its_traceback_and_says_that_it_is_one(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("impossible")

    monkeypatch.setattr("briefing.building.inputs.read_project", broken)
    said = command("check", project)
    assert (said.code, said.out) == (70, "")
    assert "Traceback" in said.err
    assert "RuntimeError: impossible" in said.err
    assert "bug of the program" in said.err.splitlines()[-1]


def test_progress_is_for_terminals(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.cli.commands.is_terminal", lambda _stream: True)
    said = command("build", project, "--jobs", "1")
    assert said.code == 0
    assert "\r  ##############################  6/6" in said.err
    assert said.err.endswith("\r\x1b[K")
    assert "\r" not in said.out
