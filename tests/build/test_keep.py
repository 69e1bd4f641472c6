"""Edits of a DOCX that are carried into the next build."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as Word

from briefing import build
from briefing.document import (
    Block,
    Document,
    Field,
    Inline,
    Paragraph,
    Span,
    Text,
    fields,
    rebuild,
)
from briefing.docx import write
from briefing.docx.read import read
from briefing.problems import InputError, UsageError
from briefing.style import read_style

ROOT = Path(__file__).parents[2]
STYLE, _ = read_style("modern", (ROOT / "templates",))
NAME = "sector-legal-en.docx"
TEXT = "Actively move AI legislation forward."
OWN = Paragraph((Text("What we told the client, in our own words."),))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "seeds", folder)
    return folder


def built(project: Path, **options: object) -> Path:
    build(project, only=["sector-legal"], languages=["en"], **options)  # type: ignore[arg-type]
    return project / "out" / NAME


def edit(file: Path, change: Callable[[Document], Document]) -> None:
    """Change a file as a person would: its base stays what was built."""
    base = read(file.read_bytes()).base
    assert base is not None
    assert STYLE is not None
    file.write_bytes(write(change(base), STYLE, base=base))


def with_own(document: Document) -> Document:
    return replace(document, blocks=(*document.blocks[:4], OWN, *document.blocks[4:]))


def with_words(old: str, new: str) -> Callable[[Document], Document]:
    def inline(node: Inline) -> Inline:
        if isinstance(node, Field) and node.value == old:
            return replace(node, value=new)
        return node

    def keep(block: Block) -> Block:
        return block

    return lambda document: replace(document, blocks=rebuild(document.blocks, keep, inline))


def texts(file: Path) -> list[str]:
    return [paragraph.text for paragraph in Word(io.BytesIO(file.read_bytes())).paragraphs]


def test_words_of_no_record_live_on(project: Path) -> None:
    file = built(project)
    edit(file, with_own)
    with pytest.raises(InputError):  # nobody's work is overwritten
        built(project)
    record = next(
        path for path in project.glob("records/*.yaml") if TEXT in path.read_text("utf-8")
    )
    record.write_text(record.read_text("utf-8").replace(TEXT, "Legislate on AI."), "utf-8")
    for _ in range(2):  # they are edits still, and live as long as the file is handed on
        result = build(
            project, only=["sector-legal"], languages=["en"], keep_edits=[project / "out"]
        )
        [brief] = result.briefs
        assert brief.kept is not None
        assert brief.kept.conflicts == ()
        said = texts(file)
        assert inner(OWN) in said
        assert "Legislate on AI." in " ".join(said)
        assert TEXT not in " ".join(said)


def inner(paragraph: Paragraph) -> str:
    return "".join(node.value for node in paragraph.children if isinstance(node, Text))


def test_both_sides_changed_the_same_words(project: Path) -> None:
    file = built(project)
    edit(file, with_words(TEXT, "Pass an AI law."))
    record = next(
        path for path in project.glob("records/*.yaml") if TEXT in path.read_text("utf-8")
    )
    record.write_text(record.read_text("utf-8").replace(TEXT, "Legislate on AI."), "utf-8")
    result = build(project, only=["sector-legal"], languages=["en"], keep_edits=[file])
    codes = [problem.code for problem in result.problems]
    assert "edit-conflict" in codes
    assert "Pass an AI law." in " ".join(texts(file))
    [comment, *_] = list(Word(io.BytesIO(file.read_bytes())).comments)
    assert comment.text.split("\n") == [
        "Both sides changed this.",
        f"As built：{TEXT}",
        "Edited file：Pass an AI law.",
        "Records now：Legislate on AI.",
    ]


def test_what_was_pulled_stands_once(project: Path) -> None:
    """Typing over a field's first word gives it the look of the label before it."""
    file = built(project)
    base = read(file.read_bytes()).base
    assert base is not None
    old = next(node for node in fields(base) if "addressee" in node.origin.path)

    def retyped(block: Block) -> Block:
        if not isinstance(block, Paragraph) or old not in block.children:
            return block
        label, _, *rest = block.children
        first = Span((Field("The", old.origin),), "label")
        return replace(block, children=(label, first, Field(" Council", old.origin), *rest))

    edit(file, lambda d: replace(d, blocks=rebuild(d.blocks, retyped, lambda node: node)))
    before = project / "edited.docx"
    before.write_bytes(file.read_bytes())
    for record in project.glob("records/*.yaml"):
        record.write_text(record.read_text("utf-8").replace(old.value, "The Council"), "utf-8")
    result = build(
        project,
        only=["sector-legal"],
        languages=["en"],
        keep_edits=[before],
        formats=["docx"],
    )
    assert [one.code for one in result.problems if "edit" in one.code] == []
    assert "Asked of: The Council" in "".join(texts(file))


def test_comments_of_people_stay(project: Path) -> None:
    file = built(project)
    word = Word(io.BytesIO(file.read_bytes()))
    run = next(run for paragraph in word.paragraphs for run in paragraph.runs if run.text == TEXT)
    word.add_comment(run, text="Is that so?", author="Li", initials="L")
    out = io.BytesIO()
    word.save(out)
    file.write_bytes(out.getvalue())
    for _ in range(2):
        build(project, only=["sector-legal"], languages=["en"], keep_edits=[file])
        [comment] = list(Word(io.BytesIO(file.read_bytes())).comments)
        assert (comment.author, comment.text) == ("Li", "Is that so?")


def test_open_questions_are_asked_only_where_asked_for(project: Path) -> None:
    def asked(file: Path) -> list[str]:
        return [one.text for one in Word(io.BytesIO(file.read_bytes())).comments]

    file = built(project)
    assert asked(file) == []
    record = next(
        path for path in project.glob("records/*.yaml") if TEXT in path.read_text("utf-8")
    )
    text = record.read_text("utf-8")
    start = text.index(f"en: {TEXT}") if f"en: {TEXT}" in text else text.index("en: >-")
    line = text[text.rindex("\n", 0, start) + 1 : text.index("\n", start) + 1]
    record.write_text(text.replace(line, ""), "utf-8")
    built(project, comments=True)
    assert "Not translated yet: these words are in another language (zh)." in asked(file)
    assert any(words.startswith("Open question: ") for words in asked(file))
    built(project)
    assert asked(file) == []


def test_files_that_are_no_edited_briefs(project: Path, tmp_path: Path) -> None:
    file = built(project)
    other = tmp_path / "other.docx"
    Word().save(str(other))
    with pytest.raises(InputError) as raised:
        build(project, only=["sector-legal"], keep_edits=[other])
    assert [problem.code for problem in raised.value.problems] == ["no-base"]
    with pytest.raises(UsageError):
        build(project, only=["digest"], keep_edits=[file])
    with pytest.raises(UsageError):
        build(project, keep_edits=[tmp_path / "nowhere.docx"])
