"""The issue in `now` beside that in `then`: something of every kind has changed.

To renew what is expected after a change that is meant, run with BRIEFING_RENEW=1 and
read the difference.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import briefing
from briefing.building.changelog import changes_since, changes_text
from briefing.building.make import composed, make, workshop_of
from briefing.building.model import Job
from briefing.building.redlining import redline
from briefing.cli import run
from briefing.document import Field, Reference, Table, walk_blocks, walk_inlines
from briefing.docx.read import read
from briefing.problems import InputError, MachineError
from briefing.records.changes import Changes
from briefing.resources import templates_folder
from briefing.text import dump

HERE = Path(__file__).parent


@pytest.fixture
def issues(tmp_path: Path) -> Path:
    for name in ("then", "now"):
        shutil.copytree(HERE / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DOCX files of the earlier issue."""
    out = tmp_path_factory.mktemp("issue")
    briefing.build(HERE / "then", out=out, only=["sector-*", "theme-*"], formats=["docx"])
    return out


def since(project: Path, value: str) -> None:
    change(project, "since: ../then", f"since: {value}")


def change(project: Path, old: str, new: str, file: str = "briefing.yaml") -> None:
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(project: Path, *entries: str) -> dict[str, str]:
    """Return what each brief, or those of some entries, says has changed, as an e-mail would."""
    bundle = briefing.load(project)
    workshop = workshop_of(bundle.project)
    found = {}
    for brief in bundle.briefs:
        if entries and brief.spec.id not in entries:
            continue
        changes = changes_since(brief, workshop)
        document, style, problems = composed(brief, workshop)
        assert document is not None, problems
        assert style is not None
        if changes is not None:
            text = changes_text(changes, document, style)
            found[f"{brief.key}-{brief.language}"] = text
    return found


def of(project: Path, key: str, language: str = "en") -> Changes | None:
    bundle = briefing.load(project)
    brief = next(b for b in bundle.briefs if (b.key, b.language) == (key, language))
    return changes_since(brief, workshop_of(bundle.project))


def kinds(changes: Changes | None) -> dict[str, str]:
    assert changes is not None
    return {change.id: change.kind for change in changes.changes}


# ── What changed ───────────────────────────────────────────────────────────


def test_every_kind_of_change_is_told() -> None:
    said = "\n".join(told(HERE / "now").values())
    expected = HERE / "expected.txt"
    if os.environ.get("BRIEFING_RENEW"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_the_docx_files_of_the_issue_tell_the_same(issues: Path, built: Path) -> None:
    expected = told(issues / "now", "sector", "theme")
    since(issues / "now", str(built))
    assert told(issues / "now", "sector", "theme") == expected


@pytest.mark.tool("git")
def test_a_git_revision_tells_the_same(issues: Path) -> None:
    expected = told(issues / "now", "sector")
    in_git(issues)
    since(issues / "repository", "{revision: v1}")
    assert told(issues / "repository", "sector") == expected


def in_git(issues: Path) -> Path:
    """Make a repository in which v1 is the earlier issue."""
    repository = issues / "repository"
    shutil.copytree(issues / "then", repository)
    git(repository, "init", "-q")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "one")
    git(repository, "tag", "v1")
    shutil.copytree(issues / "now", repository, dirs_exist_ok=True)
    return repository


def git(folder: Path, *arguments: str) -> None:
    names = {
        f"GIT_{role}_{part}": "x@x"
        for role in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env=environment)


def test_what_people_wrote_into_the_docx_was_said(issues: Path, built: Path) -> None:
    """The record has taken the edit back since: for the reader nothing is new."""
    edited = issues / "edited"
    edited.mkdir()
    for name in ("sector-telecom-en.docx", "sector-legal-en.docx"):
        data = (built / name).read_bytes()
        new = b"Zhou wants security clouds at three levels: nation, industry, city."
        (edited / name).write_bytes(
            replaced(data, b"Zhou wants security clouds at several levels.", new)
        )
    since(issues / "now", str(edited))
    changes = of(issues / "now", "sector-telecom")
    assert changes is not None
    details = {change.id: change.details for change in changes.changes}["security-cloud"]
    assert "summary" not in {detail.part for detail in details}
    assert "context" in {detail.part for detail in details}


def replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                assert old in content
                content = content.replace(old, new)
            after.writestr(name, content)
    return made.getvalue()


def test_what_a_template_does_not_print_is_not_told(issues: Path) -> None:
    """The digest prints no context; nobody prints tags, nor the lead body of the handling."""
    then = issues / "then/records/all.yaml"
    then.write_text(
        then.read_text(encoding="utf-8").replace(
            "  tags: [draft]\n", "  tags: [draft]\n  handling: {lead: Secret office}\n"
        ),
        encoding="utf-8",
    )
    for name, text in told(issues / "now", "sector", "digest").items():
        assert "Secret" not in text
        assert "draft" not in text
        assert "training" not in text, name
        if name.startswith(("digest", "official")):
            assert "context" not in text
            assert "背景" not in text


def test_a_template_that_prints_less_tells_less(issues: Path) -> None:
    folder = issues / "now/templates"
    folder.mkdir()
    (folder / "titles.md.j2").write_text(
        "---\nname: titles\ntitle: {zh: 目录, en: Titles}\n---\n"
        "{% for p in proposals %}\n## {{ p.heading }} {.numbered #record:{{ p.id }} }\n{% endfor %}\n"
        "{{ changes() }}\n",
        encoding="utf-8",
    )
    change(issues / "now", "briefs:\n", "templates: [templates]\nbriefs:\n")
    change(
        issues / "now",
        "  - id: digest\n    template: digest",
        "  - id: digest\n    template: titles",
    )
    found = of(issues / "now", "digest")
    assert kinds(found) == {"edge-computing": "new", "fixed-line": "dropped"}
    said = dump(composed_of(issues / "now", "digest"))
    assert "“On renewing old lines”" in said
    assert "Wang" not in said
    assert "Qi" not in said


def test_where_nothing_changed_it_says_so(issues: Path) -> None:
    shutil.copytree(issues / "now", issues / "copy")
    since(issues / "now", "../copy")
    said = told(issues / "now", "digest")
    assert said["digest-en"].splitlines()[2:] == [
        "Since No. 2 / 2024 (11 June 2024), no proposal has changed."
    ]
    assert said["digest-zh"].splitlines()[2:] == [
        "与2024年第2期（2024年6月11日）相比，各件建议提案没有变化。"
    ]


def test_the_issue_may_be_called_otherwise(issues: Path) -> None:
    since(issues / "now", "{path: ../then, issue: {zh: 三月号, en: the March issue}}")
    said = told(issues / "now", "digest")
    assert "Since the March issue (11 March 2024): 1 new" in said["digest-en"]
    assert "与三月号（2024年3月11日）相比" in said["digest-zh"]


def test_an_entry_may_have_an_earlier_issue_of_its_own(issues: Path) -> None:
    shutil.copytree(issues / "now", issues / "copy")
    change(
        issues / "now",
        "    template: digest\n  - id: official",
        "    template: digest\n    since: ../copy\n  - id: official",
    )
    assert kinds(of(issues / "now", "digest")) == {}
    assert len(kinds(of(issues / "now", "official"))) == 5


def test_old_words_are_words_whatever_they_hold(issues: Path) -> None:
    change(
        issues / "then",
        "On renewing old lines",
        "On *old* <b>lines</b> | {{ x }}",
        "records/all.yaml",
    )
    assert "“On *old* <b>lines</b> | {{ x }}”" in dump(composed_of(issues / "now", "digest"))


# ── In the brief ───────────────────────────────────────────────────────────


def composed_of(project: Path, key: str, language: str = "en"):
    bundle = briefing.load(project)
    brief = next(b for b in bundle.briefs if (b.key, b.language) == (key, language))
    document, _, problems = composed(brief, workshop_of(bundle.project))
    assert document is not None, problems
    return document


def table_of(document) -> Table:
    return next(
        block
        for block in walk_blocks(document.blocks)
        if isinstance(block, Table) and block.id == "table:changes"
    )


def test_rows_lead_to_the_proposals_and_keep_where_their_words_come_from() -> None:
    table = table_of(composed_of(HERE / "now", "sector-telecom"))
    found = []
    for row in table.body:
        nodes = list(walk_inlines(tuple(block for cell in row.cells for block in cell.blocks)))
        found.append(
            (
                [node.target for node in nodes if isinstance(node, Reference)],
                {node.origin.record for node in nodes if isinstance(node, Field)},
            )
        )
    asks = "recommendation:security-cloud"
    assert found[0] == (["record:edge-computing"] * 2, {"edge-computing"})
    assert found[1] == (
        ["record:security-cloud"] * 2 + [f"{asks}/r1", f"{asks}/r3"],
        {"security-cloud"},
    )
    assert found[-1] == ([], set())  # what is gone has neither


def test_an_edited_title_in_the_table_is_an_edit_of_the_record(issues: Path) -> None:
    bundle = briefing.load(issues / "now")
    brief = next(b for b in bundle.briefs if b.key == "sector-telecom" and b.language == "en")
    data = make(Job(brief, ("docx",)), workshop_of(bundle.project)).files["docx"]
    data = replaced(data, b"On building security clouds", b"On building clouds")
    changed = {one.origin.path for one in read(data).occurrences if one.text != one.old}
    assert changed == {"title"}


def test_without_an_earlier_issue_there_is_no_section() -> None:
    text = dump(composed_of(HERE / "then", "digest"))
    assert "What changed" not in text


def with_template(issues: Path, body: str) -> str:
    folder = issues / "now/templates"
    folder.mkdir()
    front = "---\nname: own\ntitle: {zh: 题, en: Title}\n---\n"
    (folder / "own.md.j2").write_text(front + body, encoding="utf-8")
    change(issues / "now", "briefs:\n", "templates: [templates]\nbriefs:\n")
    change(
        issues / "now", "  - id: digest\n    template: digest", "  - id: digest\n    template: own"
    )
    return dump(composed_of(issues / "now", "digest"))


def test_columns_caption_and_the_name_of_the_issue(issues: Path) -> None:
    said = with_template(
        issues,
        "{{ earlier.number }}, {{ earlier.date }}\n\n"
        '{{ changes("Since then", columns=["change", "proposer"]) }}\n\n{{ summary_table(proposals) }}',
    )
    assert "No. 1 / 2024, 11 March 2024" in said
    assert "Since then" in said
    assert "Qi" in said


def test_in_a_template_written_in_word(issues: Path) -> None:
    import docx

    template = docx.Document()
    for text in (
        "{% if earlier %}",
        "Since {{ earlier.date }}",
        "{{ changes() }}",
        "{% endif %}",
        "{{ recommendations(proposals) }}",
    ):
        template.add_paragraph(text)
    folder = issues / "now/templates"
    folder.mkdir()
    template.save(str(folder / "own.docx"))
    change(issues / "now", "briefs:\n", "templates: [templates]\nbriefs:\n")
    entry = "  - {id: word, template: own, formats: [docx], languages: [en]}\n"
    for name in ("now", "then"):
        change(issues / name, "briefs:\n", f"briefs:\n{entry}")
    shutil.copytree(folder, issues / "then/templates")
    change(issues / "then", "briefs:\n", "templates: [templates]\nbriefs:\n")
    made = briefing.render(issues / "now", "word", format="docx")
    said = dump(read(made.data).document)
    assert "Since 11 March 2024" in said
    assert "Since No. 1 / 2024 (11 March 2024): 1 new" in said
    assert "Let the state pay for the first stage." in said
    # It prints no summary, and so tells of none.
    assert "summary" not in said


def test_words_for_a_first_issue(issues: Path) -> None:
    since(issues / "now", "../then")
    change(issues / "now", "  since: ../then\n", "")
    said = with_template(
        issues, '{{ changes(first="The first issue.") }}{{ summary_table(proposals) }}'
    )
    assert "The first issue." in said


# ── What is wrong ──────────────────────────────────────────────────────────


def faults(project: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        briefing.load(project)
    return [
        (problem.code, Path(str(problem.place)).name)
        for problem in caught.value.problems
        if problem.is_error
    ]


def test_a_brief_that_is_new_is_a_note(issues: Path) -> None:
    change(
        issues / "now", "  - id: official", "  - id: extra\n    template: digest\n  - id: official"
    )
    (problem,) = briefing.load(issues / "now").problems
    assert (problem.code, problem.severity) == ("first-issue", "note")
    assert "extra (zh), extra (en)" in problem.message


def test_an_issue_comes_after_the_one_before(issues: Path) -> None:
    change(issues / "now", "date: 2024-06-11", "date: 2024-02")
    change(issues / "now", "en: No. 2 / 2024", "en: No. 1 / 2024")
    found = [
        (p.code, p.severity, p.place.line)
        for p in briefing.load(issues / "now").problems
        if p.place
    ]
    assert found == [("same-number", "warning", 7), ("later-issue", "warning", 9)]
    change(issues / "now", "since: ../then", "since: {path: ../then, issue: No. 0}")
    change(issues / "now", "date: 2024-02", "date: 2024-03")
    assert [p.code for p in briefing.load(issues / "now").problems] == ["missing-translation"]


def test_the_project_itself_is_no_earlier_issue(issues: Path) -> None:
    for name in (".", "out", "../now"):
        shutil.rmtree(issues / "now")
        shutil.copytree(HERE / "now", issues / "now")
        since(issues / "now", name)
        assert faults(issues / "now") == [("earlier-is-now", "briefing.yaml:9:10")]


def test_files_of_others_tell_nothing(issues: Path, root: Path) -> None:
    import docx

    folder = issues / "letters"
    folder.mkdir()
    docx.Document().save(str(folder / "letter.docx"))
    since(issues / "now", "../letters")
    assert faults(issues / "now") == [("no-earlier-issue", "briefing.yaml:9:10")]
    (folder / "broken.docx").write_bytes(b"PK no")
    assert [file for _, file in faults(issues / "now")] == ["broken.docx"]


def test_a_letter_among_the_files_does_no_harm(issues: Path, built: Path) -> None:
    import docx

    folder = shutil.copytree(built, issues / "issue")
    docx.Document().save(str(folder / "letter.docx"))
    (folder / "~$sector.docx").write_bytes(b"held by Word")
    since(issues / "now", "../issue")
    assert len(kinds(of(issues / "now", "sector-telecom"))) == 7


def test_two_files_of_one_brief(issues: Path, built: Path) -> None:
    folder = issues / "issue"
    folder.mkdir()
    for name in ("one.docx", "two.docx"):
        shutil.copy(built / "sector-legal-en.docx", folder / name)
    since(issues / "now", "../issue")
    assert faults(issues / "now") == [("two-versions", "two.docx")]


@pytest.mark.tool("git")
def test_faults_of_a_revision_stand_where_git_has_them(issues: Path) -> None:
    change(issues / "then", "theme: governance", "theme: govern", "records/all.yaml")
    in_git(issues)
    since(issues / "repository", "{revision: v1}")
    places = faults(issues / "repository")
    assert ("unknown-theme", "v1:records/all.yaml") not in places
    assert {code for code, _ in places} == {"unknown-theme", "earlier-has-errors"}
    with pytest.raises(InputError) as caught:
        briefing.load(issues / "repository")
    files = {problem.place.file for problem in caught.value.problems if problem.place}
    assert "v1:records/all.yaml" in files


@pytest.mark.tool("git")
@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("{revision: v11}", "did you mean: v1"),
        ("{revision: --all}", "see `git tag` and `git log --oneline`"),
        ("v1", "to compare with the git revision of that name, write since: {revision: v1}"),
    ],
)
def test_no_such_revision(issues: Path, value: str, hint: str) -> None:
    in_git(issues)
    since(issues / "repository", value)
    with pytest.raises(InputError) as caught:
        briefing.load(issues / "repository")
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("no-earlier-issue", hint)


def test_without_git_the_machine_has_failed(issues: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    since(issues / "now", "{revision: v1}")
    monkeypatch.setenv("PATH", str(issues))
    with pytest.raises(MachineError, match="cannot run git"):
        briefing.load(issues / "now")


# ── Files, commands, redlines ──────────────────────────────────────────────


def test_the_manifest_lists_what_was_compared(issues: Path, built: Path) -> None:
    folder = shutil.copytree(built, issues / "issue")
    (folder / "manifest.json").unlink()
    since(issues / "now", "../issue")
    briefing.build(issues / "now", only=["sector-legal"], languages=["en"], formats=["docx"])
    manifest = json.loads((issues / "now/out/manifest.json").read_bytes())
    inputs = {entry["path"] for entry in manifest["inputs"]}
    assert {f"../issue/{file.name}" for file in folder.iterdir()} < inputs


def test_list_counts_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", str(HERE / "now")]) == 0
    line = "      since No. 1 / 2024 (2024-03-11): 1 changed, 2 moved\n"
    assert line in capsys.readouterr().out
    assert run(["list", str(HERE / "now"), "--json"]) == 0
    (brief,) = (
        brief
        for brief in json.loads(capsys.readouterr().out)["briefs"]
        if (brief["key"], brief["language"]) == ("digest", "zh")
    )
    assert brief["since"]["number"] == "2024年第1期"
    assert brief["since"]["changes"][2] == {
        "id": "identity-platform",
        "kind": "status",
        "details": [
            {"part": "status", "recommendation": "r1", "old": ["待办理"], "new": ["办理中"]}
        ],
    }


def test_a_redline_comes_with_what_changed(
    issues: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = issues / "changes"
    arguments = ["redline", str(HERE / "then"), str(HERE / "now"), "--out", str(out)]
    assert run([*arguments, "--only", "sector-legal"]) == 0
    text = (out / "sector-legal-en.changes.txt").read_text(encoding="utf-8")
    assert text in "\n" + (HERE / "expected.txt").read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert all(f"  {line}\n" in said for line in text.splitlines()[2:] if line)
    document = read((out / "sector-legal-en.redline.docx").read_bytes()).document
    assert "What changed since No. 1" not in dump(document)
    first = pages(out / "sector-legal-en.redline.pdf")
    assert first[0].startswith("What changed since No. 1 / 2024 (11 March 2024)")
    assert "“On building security clouds”" in first[0]
    assert first[1].startswith("Digital Policy Desk")


def pages(file: Path) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_files_without_a_base_are_compared_without_it(issues: Path) -> None:
    import docx

    paths = []
    for name in ("one", "two"):
        document = docx.Document()
        document.add_paragraph(f"Only {name}.")
        paths.append(str(issues / f"{name}.docx"))
        document.save(paths[-1])
    search = (templates_folder(),)
    (brief,) = redline(*paths, out=issues / "x", formats=["pdf"], search=search).briefs
    assert (brief.changes, brief.text) == (None, "")
    assert [file.name for file in brief.files] == ["two.redline.pdf"]


def lines_of(file: Path, *lines: str, dated: bool = True) -> str:
    """Write a DOCX of somebody else's and return its name."""
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if not dated:
        properties = document.core_properties._element
        for child in list(properties):
            properties.remove(child)
    document.save(str(file))
    return str(file)


def test_files_of_others_need_neither_date_nor_author(tmp_path: Path) -> None:
    old = lines_of(tmp_path / "old.docx", "The first words.", dated=False)
    new = lines_of(tmp_path / "new.docx", "The second words.", dated=False)
    search = (templates_folder(),)
    (brief,) = redline(old, new, out=tmp_path / "x", search=search).briefs
    assert [file.name for file in brief.files] == ["new.redline.docx", "new.redline.pdf"]
    with zipfile.ZipFile(brief.files[0]) as file:
        markup = file.read("word/document.xml").decode()
        assert b"created" not in file.read("docProps/core.xml")
    assert 'w:author="new"' in markup
    assert "w:date" not in markup
    assert b"CreationDate" not in brief.files[1].read_bytes()
    first = pages(brief.files[1])[0]
    assert first.startswith("Marks: inserted, deleted, moved to here, moved away;")
    for view, words in (("accepted", "The second words."), ("rejected", "The first words.")):
        assert dump(read(brief.files[0].read_bytes(), view=view).document).strip().endswith(words)


def test_a_redline_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["redline", str(HERE / "then"), str(HERE / "now"), "--out", str(tmp_path)]
    assert run([*arguments, "--only", "digest", "--format", "docx", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    brief = next(one for one in said["briefs"] if one["name"] == "digest-en")
    assert (brief["outcome"], brief["old"], brief["new"]) == ("changed", "digest-en", "digest-en")
    names = [Path(file).name for file in brief["files"]]
    assert names == ["digest-en.redline.docx", "digest-en.changes.txt"]
    assert brief["since"]["number"] == "No. 1 / 2024"
    kinds = {one["id"]: one["kind"] for one in brief["since"]["changes"]}
    assert kinds["edge-computing"] == "new"
    assert kinds["fixed-line"] == "dropped"
    assert kinds["identity-platform"] == "status"
    assert not [problem for problem in said["problems"] if problem["severity"] == "error"]


def test_what_is_new_and_what_is_no_more_as_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for side, names in (("old", ("kept", "gone")), ("new", ("kept", "come"))):
        (tmp_path / side).mkdir()
        for name in names:
            lines_of(tmp_path / side / f"{name}.docx", "Words.")
    out = tmp_path / "x"
    assert (
        run(["redline", str(tmp_path / "old"), str(tmp_path / "new"), "--out", str(out), "--json"])
        == 0
    )
    found = json.loads(capsys.readouterr().out)["briefs"]
    outcomes = {one["name"]: (one["outcome"], one["files"], one["since"]) for one in found}
    assert outcomes == {
        "kept": ("unchanged", [], None),
        "come": ("new", [], None),
        "gone": ("dropped", [], None),
    }


def test_faults_of_a_redline_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no.docx").write_bytes(b"no")
    new = lines_of(tmp_path / "new.docx", "Words.")
    assert run(["redline", str(tmp_path / "no.docx"), new, "--out", str(tmp_path), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["briefs"] == []
    assert [problem["code"] for problem in said["problems"]] == ["unreadable-docx"]


def test_redlines_and_what_programs_hold_are_no_briefs(tmp_path: Path) -> None:
    for side in ("old", "new"):
        (tmp_path / side).mkdir()
        lines_of(tmp_path / side / "brief.docx", f"Words of the {side} one.")
        (tmp_path / side / "~$brief.docx").write_bytes(b"held by Word")
        lines_of(tmp_path / side / "brief.redline.docx", "Words of both.")
    sides = (str(tmp_path / "old"), str(tmp_path / "new"))
    found = redline(*sides, out=tmp_path / "x", search=(templates_folder(),)).briefs
    assert [brief.name for brief in found] == ["brief"]


@pytest.mark.parametrize(
    ("old", "new"), [("official-digest", "digest"), ("digest", "official-digest")]
)
def test_one_house_style_beside_another(root: Path, tmp_path: Path, old: str, new: str) -> None:
    files = (str(root / f"samples/{old}-zh.docx"), str(root / f"samples/{new}-zh.docx"))
    (brief,) = redline(*files, out=tmp_path, search=(templates_folder(),)).briefs
    assert brief.outcome == "changed"


def test_two_languages_are_a_warning(root: Path, tmp_path: Path) -> None:
    files = (str(root / "samples/digest-zh.docx"), str(root / "samples/digest-en.docx"))
    result = redline(*files, out=tmp_path, formats=["docx"], search=(templates_folder(),))
    assert [problem.code for problem in result.problems] == ["two-languages"]
