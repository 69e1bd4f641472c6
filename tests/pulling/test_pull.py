"""Edits of a brief go back into the records: those that were made, and no others."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefing import build
from briefing.document import (
    Block,
    BulletList,
    Document,
    Field,
    Heading,
    Inline,
    ListItem,
    OrderedList,
    Paragraph,
    Text,
    fields,
    rebuild,
    walk_inlines,
)
from briefing.docx import write as write_docx
from briefing.docx.read import read
from briefing.pulling import Places, Plan, plan, write
from briefing.pulling.edits import read_edits
from briefing.style import read_style

ROOT = Path(__file__).parents[2]
STYLE, _ = read_style("modern", (ROOT / "templates",))
BRIEF = "sector-legal-en"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "seeds", folder)
    return folder


@pytest.fixture(scope="session")
def legal(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("legal")
    build(ROOT / "seeds", out=out, only=["sector-legal"], languages=["en"], formats=["docx"])
    return (out / f"{BRIEF}.docx").read_bytes()


def edited(data: bytes, change: Callable[[Document], Document]) -> bytes:
    """Return a brief as a person would have left it who made ``change``."""
    base = read(data).base
    assert base is not None
    assert STYLE is not None
    return write_docx(change(base), STYLE, base=base)


def words(old: str, new: str, *, only: int | None = None) -> Callable[[Document], Document]:
    """Change words in every field that has them, or in the one numbered ``only``."""

    def change(document: Document) -> Document:
        met = [id(node) for node in fields(document) if old in node.value]
        chosen = met if only is None else [met[only - 1]]

        def inline(node: Inline) -> Inline:
            if isinstance(node, Field) and id(node) in chosen:
                return replace(node, value=node.value.replace(old, new))
            return node

        return replace(document, blocks=rebuild(document.blocks, lambda block: block, inline))

    return change


def planned(project: Path, *files: bytes, exact: bool = False) -> Plan:
    found = [
        read_edits(data, f"edited-{number}.docx", exact=exact) for number, data in enumerate(files)
    ]
    return plan(found, Places(project / "briefing.yaml"))


def changed_lines(project: Path) -> dict[str, list[str]]:
    """Return the lines of each file that differ from the seeds'."""
    found = {}
    for path in sorted(project.rglob("*.yaml")):
        before = (ROOT / "seeds" / path.relative_to(project)).read_bytes().decode().splitlines()
        after = path.read_bytes().decode().splitlines()
        if before != after:
            found[path.name] = [line for line in after if line not in before]
    return found


TEXT = "Actively move AI legislation forward."


def test_a_changed_text_is_written_where_it_stands(project: Path, legal: bytes) -> None:
    found = planned(project, edited(legal, words("move AI legislation", "push the AI law")))
    [change] = found.changes
    assert (change.kind, change.state, change.language) == ("text", "ready", "en")
    assert change.record == "2024-lou-xiangping-ai-governance"
    done = write(found, {0: "take"})
    assert done.problems == []
    lines = changed_lines(project)
    assert [" ".join(lines[name]) for name in lines] == [
        "      en: Actively push the AI law forward."
    ]


def test_pull_build_pull_is_empty(project: Path, legal: bytes, tmp_path: Path) -> None:
    def change(document: Document) -> Document:
        for old, new in (("AI legislation", "“AI law”: now # & <then>"), ("The ", "This ")):
            document = words(old, new)(document)
        return document

    found = planned(project, edited(legal, change))
    assert len(found.changes) > 3
    assert {one.state for one in found.changes} == {"ready"}
    done = write(found, dict.fromkeys(range(len(found.changes)), "take"))
    assert done.problems == []
    assert done.changes == len(found.changes)
    out = tmp_path / "out"
    build(project, out=out, only=["sector-legal"], languages=["en"], formats=["docx"])
    again = planned(project, (out / f"{BRIEF}.docx").read_bytes())
    assert again.changes == []
    # The file that was pulled has nothing more to say, either.
    assert {one.state for one in planned(project, edited(legal, change)).changes} == {"done"}


def test_quotes_dashes_and_spaces_alone_are_no_change(project: Path, legal: bytes) -> None:
    def change(document: Document) -> Document:
        return words(" ", "\u00a0")(words("“", '"')(document))

    found = planned(project, edited(legal, change))
    assert found.changes == []
    assert "only-signs" in [problem.code for problem in found.problems]
    assert planned(project, edited(legal, change), exact=True).changes != []


def test_around_a_change_quotes_stay_as_they_were(project: Path, legal: bytes) -> None:
    def change(document: Document) -> Document:
        return words("As soon as possible", "Very soon")(words("“", '"')(words("”", '"')(document)))

    found = planned(project, edited(legal, change))
    [one] = [c for c in found.changes if "Very soon" in c.theirs]
    assert "“Very soon”" in one.theirs


def test_one_place_of_several_is_said(project: Path, legal: bytes) -> None:
    found = planned(project, edited(legal, words(TEXT, "Pass an AI law.", only=1)))
    [change] = found.changes
    assert change.state == "ready"
    assert change.theirs == "Pass an AI law."
    assert change.remarks == ()  # this one stands in one place only
    base = read(legal).base
    assert base is not None
    twice = standing_twice(base)
    [change] = planned(project, edited(legal, words(twice, f"{twice} (new)", only=2))).changes
    assert change.remarks == ("changed in one place; it stands in 2",)


def standing_twice(document: Document) -> str:
    """Return the words of a field that stands in two places, and nothing else says the same."""
    places = Counter((node.origin, node.value) for node in fields(document))
    said = Counter(node.value for node in fields(document))
    return next(
        value
        for (_, value), count in places.items()
        if count == said[value] == 2 and len(value) > 20
    )


def test_two_places_that_differ_are_left_to_choose(project: Path, legal: bytes) -> None:
    base = read(legal).base
    assert base is not None
    twice = standing_twice(base)
    change = words(twice, twice + " (a)", only=1)
    other = words(twice, twice + " (b)", only=2)
    found = planned(project, edited(legal, lambda document: other(change(document))))
    [one] = [c for c in found.changes if c.state == "differs"]
    assert sorted(one.versions) == [twice + " (a)", twice + " (b)"]


def test_both_sides_changed(project: Path, legal: bytes) -> None:
    file = next(path for path in project.glob("records/*.yaml") if TEXT in path.read_text("utf-8"))
    text = file.read_text("utf-8")
    file.write_text(text.replace(TEXT, "Legislate on AI."), "utf-8")
    found = planned(project, edited(legal, words(TEXT, "Pass an AI law.")))
    [change] = found.changes
    assert (change.base, change.ours, change.theirs) == (
        TEXT,
        "Legislate on AI.",
        "Pass an AI law.",
    )
    assert change.state == "conflict"
    write(found, {0: "keep"})
    assert file.read_text("utf-8") == text.replace(TEXT, "Legislate on AI.")
    write(found, {0: "mark"})
    marked = file.read_text("utf-8")
    assert "# <<<<<<< conflict with edited-0.docx, which says:" in marked
    assert "#   Pass an AI law." in marked
    checked = subprocess.run(
        [sys.executable, "-m", "briefing", "check", str(project)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 1
    assert "conflict" in checked.stderr + checked.stdout
    write(found, {0: "take"})
    assert "Pass an AI law." in file.read_text("utf-8")


def test_the_same_change_on_both_sides_is_nothing_to_do(project: Path, legal: bytes) -> None:
    file = next(path for path in project.glob("records/*.yaml") if TEXT in path.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace(TEXT, "Pass an AI law."), "utf-8")
    found = planned(project, edited(legal, words(TEXT, "Pass an AI law.")))
    assert [change.state for change in found.changes] == ["done"]


def test_an_item_that_moved_in_the_records_is_found_by_its_words(
    project: Path, legal: bytes
) -> None:
    file = next(path for path in project.glob("records/*.yaml") if TEXT in path.read_text("utf-8"))
    text = file.read_text("utf-8")
    first = text.index("  - id: r1")
    new = "  - id: r0\n    text: {zh: 新的一条, en: A new one}\n    locator: §3 ¶2\n"
    file.write_text(text[:first] + new + text[first:], "utf-8")
    found = planned(project, edited(legal, words(TEXT, "Pass an AI law.")))
    [change] = found.changes
    assert change.state == "ready"
    write(found, {0: "take"})
    assert file.read_text("utf-8") == (text[:first] + new + text[first:]).replace(
        TEXT, "Pass an AI law."
    )


def lists(
    change: Callable[[tuple[ListItem, ...]], tuple[ListItem, ...]],
) -> Callable[[Document], Document]:
    """Change the brief's list of key messages."""

    def block(node: Block) -> Block:
        if isinstance(node, BulletList) and len(node.items) == 4:
            return replace(node, items=change(node.items))
        return node

    def changed(document: Document) -> Document:
        return replace(document, blocks=rebuild(document.blocks, block, lambda node: node))

    return changed


def test_items_of_a_list_are_offered(project: Path, legal: bytes) -> None:
    plan_file = project / "briefing.yaml"
    before = plan_file.read_text("utf-8")

    found = planned(project, edited(legal, lists(lambda items: (*items[:1], *items[2:]))))
    [gone] = found.changes
    assert (gone.kind, gone.state, gone.path) == ("remove", "offered", "key_messages/1")
    write(found, {0: "take"})
    assert len(plan_file.read_text("utf-8")) < len(before)
    plan_file.write_text(before, "utf-8")

    found = planned(project, edited(legal, lists(lambda items: (items[1], items[0], *items[2:]))))
    [moved] = found.changes
    assert (moved.kind, moved.path, moved.order) == ("reorder", "key_messages", (1, 0, 2, 3))
    write(found, {0: "take"})
    after = plan_file.read_text("utf-8")
    assert sorted(after.splitlines()) == sorted(before.splitlines())
    assert after != before
    plan_file.write_text(before, "utf-8")

    item = ListItem((Paragraph((Text("One more message."),)),))
    found = planned(project, edited(legal, lists(lambda items: (*items[:2], item, *items[2:]))))
    [new] = found.changes
    assert (new.kind, new.path, new.at) == ("insert", "key_messages", 1)
    write(found, {0: "take"})
    assert "          - en: One more message.\n" in plan_file.read_text("utf-8")


def test_a_recommendation_added_deleted_moved(project: Path, legal: bytes) -> None:
    def recommendations(
        change: Callable[[tuple[ListItem, ...]], tuple[ListItem, ...]],
    ) -> Callable[[Document], Document]:
        def block(node: Block) -> Block:
            if isinstance(node, OrderedList) and node.role == "recommendations":
                return replace(node, items=change(node.items))
            return node

        return lambda document: replace(
            document, blocks=rebuild(document.blocks, block, lambda node: node)
        )

    item = ListItem((Paragraph((Text("Publish the drafts for comment."),)),))
    found = planned(project, edited(legal, recommendations(lambda items: (*items, item))))
    [new] = [change for change in found.changes if change.kind == "insert"]
    assert new.path == "recommendations"
    assert new.value["text"] == {"en": "Publish the drafts for comment."}
    assert new.value["id"].startswith("r")
    write(found, {found.changes.index(new): "take"})
    checked = subprocess.run(
        [sys.executable, "-m", "briefing", "check", str(project)],
        capture_output=True,
        text=True,
        check=False,
    )
    # The new item is read; that its Chinese text is missing is said.
    assert "error" not in checked.stdout + checked.stderr.replace("0 errors", "")


def test_hostile_and_foreign_files(project: Path, tmp_path: Path) -> None:
    assert [p.code for p in read_edits(b"no zip", "x.docx").problems] == ["unreadable-docx"]
    from docx import Document as Word

    stream = io.BytesIO()
    Word().save(stream)
    assert [p.code for p in read_edits(stream.getvalue(), "x.docx").problems] == ["no-base"]


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefing", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_the_command(project: Path, legal: bytes) -> None:
    file = project / "edited.docx"
    file.write_bytes(edited(legal, words("move AI legislation", "push the AI law")))
    dry = run("pull", "edited.docx", "--dry-run", cwd=project)
    assert dry.returncode == 0
    assert "Actively [-move AI legislation-]{+push the AI law+} forward." in dry.stdout
    assert "1 change would be made in 1 file" in dry.stdout
    assert changed_lines(project) == {}
    shown = run("pull", "edited.docx", "--json", cwd=project)
    data = json.loads(shown.stdout)
    assert [change["choice"] for change in data["changes"]] == ["take"]
    assert len(data["files_written"]) == 1
    assert "nothing to pull" not in shown.stdout
    done = run("pull", "edited.docx", cwd=project)
    assert "1 in the records already" in done.stdout
    assert run("pull", "nowhere.docx", cwd=project).returncode == 2
    assert run("pull", "edited.docx", "--ours", "--theirs", cwd=project).returncode == 2


def test_words_of_no_record_are_shown(project: Path, legal: bytes) -> None:
    own = Paragraph((Text("What we told the client."),))

    def change(document: Document) -> Document:
        def inline(node: Inline) -> Inline:
            return Text("low") if node == Text("medium") else node

        blocks = rebuild(document.blocks, lambda block: block, inline)
        return replace(document, blocks=(*blocks[:4], own, *blocks[4:]))

    (project / "edited.docx").write_bytes(edited(legal, change))
    dry = run("pull", "edited.docx", "--dry-run", cwd=project)
    assert "edited.docx  words of no record\n  {+What we told the client.+}" in dry.stdout
    assert "Priority: [-medium-]{+low+} (analyst)" in dry.stdout
    assert "nothing to pull" in dry.stdout
    shown = json.loads(run("pull", "edited.docx", "--dry-run", "--json", cwd=project).stdout)
    first = {"from": "edited.docx", "old": "", "new": "What we told the client."}
    assert shown["own_words"][0] == first
    assert len(shown["own_words"]) == 4


def test_many_files_are_read_in_parallel(project: Path, legal: bytes) -> None:
    for number in range(12):
        new = edited(legal, words("move AI legislation", f"push law {number % 2}"))
        (project / f"e{number}.docx").write_bytes(new)
    shown = run("pull", ".", "--dry-run", "--json", cwd=project)
    data = json.loads(shown.stdout)
    [change] = data["changes"]
    assert change["state"] == "differs"
    assert len(change["from"]) == 12
    assert shown.returncode == 1


def test_comments_come_back_as_comments(project: Path, legal: bytes) -> None:
    file = project / "edited.docx"
    file.write_bytes(_with_comment(legal, TEXT, "Li", "Is that\nso?"))
    found = planned(project, file.read_bytes())
    [change] = found.changes
    assert (change.kind, change.state) == ("comment", "offered")
    assert change.path.startswith("recommendations/")
    write(found, {0: "take"})
    lines = changed_lines(project)
    [(_, added)] = lines.items()
    assert added == [
        "      # on “Actively move AI legislation forward.”",
        "      # Li: Is that",
        "      # so?",
    ]


def _with_comment(data: bytes, on: str, author: str, text: str) -> bytes:
    """Return a file with a comment on a run, as Word writes it."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    part = (
        f'<w:comments xmlns:w="{w}"><w:comment w:id="0" w:author="{author}">'
        f"{paragraphs}</w:comment></w:comments>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode() if name.endswith((".xml", ".rels")) else None
            if name == "word/document.xml" and content is not None:
                run = f"<w:r><w:t>{on}</w:t></w:r>"
                assert run in content
                content = content.replace(
                    run,
                    f'<w:commentRangeStart w:id="0"/>{run}<w:commentRangeEnd w:id="0"/>'
                    '<w:r><w:commentReference w:id="0"/></w:r>',
                    1,
                )
            if name == "word/_rels/document.xml.rels" and content is not None:
                content = content.replace(
                    "</Relationships>",
                    '<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument'
                    '/2006/relationships/comments" Target="comments.xml"/></Relationships>',
                )
            new.writestr(name, content if content is not None else old.read(name))
        new.writestr("word/comments.xml", part)
    return out.getvalue()


def test_deleted_words_are_said_and_stay(project: Path, legal: bytes) -> None:
    base = read(legal).base
    assert base is not None
    summary = next(node for node in fields(base) if node.origin.path == "summary")

    def without(document: Document) -> Document:
        blocks = tuple(
            block
            for block in document.blocks
            if not (isinstance(block, Paragraph) and summary in block.children)
        )
        return replace(document, blocks=blocks)

    found = planned(project, edited(legal, without))
    assert found.changes == []
    [said] = [problem for problem in found.problems if problem.code == "deleted-words"]
    assert said.message.startswith(f"summary (en) of {summary.origin.record} was deleted")
    assert said.hint is not None
    assert "records/" in said.hint


def test_a_part_taken_out_is_no_edit_of_its_record(project: Path, legal: bytes) -> None:
    """Its items stand nowhere any more, and yet nobody meant them to leave the record."""
    record = "2024-miao-wei-cybercrime-law"

    def without(document: Document) -> Document:
        kept: list[Block] = []
        away = False
        for block in document.blocks:
            if isinstance(block, Heading):
                own = [node for node in walk_inlines((block,)) if isinstance(node, Field)]
                away = any(node.origin.record == record for node in own)
            if not away:
                kept.append(block)
        assert len(kept) < len(document.blocks) - 2
        return replace(document, blocks=tuple(kept))

    found = planned(project, edited(legal, without))
    assert found.changes == []
    said = [problem.message for problem in found.problems if problem.code == "left-out"]
    assert said == [f"the part on {record} was deleted; the record stays as it is"]


def test_what_was_pulled_is_not_pulled_again(project: Path, legal: bytes) -> None:
    """The same file twice: items stay where the first time put them."""
    plan_file = project / "briefing.yaml"
    for change in (
        lists(lambda items: (items[1], items[0], *items[2:])),
        lists(lambda items: (*items[:1], *items[2:])),
    ):
        file = edited(legal, change)
        before = plan_file.read_bytes()
        found = planned(project, file)
        write(found, dict.fromkeys(range(len(found.changes)), "take"))
        after = plan_file.read_bytes()
        assert after != before
        again = planned(project, file)
        assert {one.state for one in again.changes} <= {"done"}
        write(again, dict.fromkeys(range(len(again.changes)), "take"))
        assert plan_file.read_bytes() == after
        plan_file.write_bytes(before)


def test_several_new_items_keep_their_order_and_get_ids(project: Path, legal: bytes) -> None:
    new = tuple(ListItem((Paragraph((Text(text),)),)) for text in ("One more.", "And another."))

    def block(node: Block) -> Block:
        if isinstance(node, OrderedList) and node.role == "recommendations":
            return replace(node, items=(*node.items, *new))
        return node

    def change(document: Document) -> Document:
        return replace(document, blocks=rebuild(document.blocks, block, lambda node: node))

    found = planned(project, edited(legal, change))
    assert len({change.value["id"] for change in found.changes}) == len(found.changes) == 2
    write(found, {0: "take", 1: "take"})
    [(_, lines)] = changed_lines(project).items()
    assert [line.strip() for line in lines if "more" in line or "another" in line] == [
        "en: One more.",
        "en: And another.",
    ]


def test_an_item_deleted_here_and_changed_there(project: Path, legal: bytes) -> None:
    plan_file = project / "briefing.yaml"
    file = edited(legal, lists(lambda items: (*items[:1], *items[2:])))
    [gone] = planned(project, file).changes
    text = plan_file.read_text("utf-8")
    ours = "Quite another message."
    spot = gone.base.split(" ")[0]
    at = text.index(spot, text.index("legal:"))
    end = text.index("\n", at)
    plan_file.write_text(text[:at] + ours + text[end:], "utf-8")
    [change] = planned(project, file).changes
    assert (change.kind, change.state) == ("remove", "conflict")
    assert ours in (change.ours or "")
    marked = planned(project, file)
    write(marked, {0: "mark"})
    assert "(deleted)" in plan_file.read_text("utf-8")


def test_an_item_that_both_languages_lost_is_taken_out_once(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(project, out=out, only=["digest"], formats=["docx"])
    names = ("digest-en", "digest-zh")
    change = lists(lambda items: (*items[:1], *items[2:]))
    files = [edited((out / f"{name}.docx").read_bytes(), change) for name in names]
    found = planned(project, *files)
    assert [one.kind for one in found.changes] == ["remove"] * 2
    before = (project / "briefing.yaml").read_bytes()
    assert write(found, dict.fromkeys(range(2), "take")).changes == 1
    after = (project / "briefing.yaml").read_bytes()
    assert before.count(b"\n") - after.count(b"\n") == 4


def test_marks_and_comments_are_put_once(project: Path, legal: bytes) -> None:
    file = next(path for path in project.glob("records/*.yaml") if TEXT in path.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace(TEXT, "Legislate on AI."), "utf-8")
    data = edited(legal, words(TEXT, "Pass an AI law."))
    write(planned(project, data), {0: "mark"})
    marked = file.read_bytes()
    write(planned(project, data), {0: "mark"})
    assert file.read_bytes() == marked


def test_a_file_that_could_not_be_read_is_counted(project: Path, legal: bytes) -> None:
    (project / "a.docx").write_bytes(legal)
    (project / "b.docx").write_bytes(b"%PDF-1.7")
    done = run("pull", "a.docx", "b.docx", cwd=project)
    assert done.returncode == 1
    assert "is a PDF, not a DOCX" in done.stderr
    assert "1 file read: nothing to pull; 1 file could not be read" in done.stdout
