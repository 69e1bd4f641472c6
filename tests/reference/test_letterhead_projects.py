"""A project whose briefs are printed on a company's letterhead: check, build, and what follows."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from docx import Document as Word
from letterheads import english, minimal, wps
from ooxml_checks import parts

import briefing
from briefing.building.printing import print_docx
from briefing.building.redlining import redline
from briefing.document import Paragraph, Text
from briefing.docx import write
from briefing.docx.fingerprint import is_pristine
from briefing.docx.read import read
from briefing.docx.reference import house_style

EXAMPLE = Path(briefing.__file__).parent / "cli" / "example"
TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "project"))
    styles = folder / "templates/styles"
    styles.mkdir(parents=True, exist_ok=True)
    (styles / "letterhead.dotx").write_bytes(english())
    (styles / "firm.yaml").write_text("base: modern\nreference_docx: letterhead.dotx\n")
    plan = folder / "briefing.yaml"
    text = plan.read_text(encoding="utf-8")
    text = re.sub(r"^(    template: .*)$", r"\1\n    style: firm", text, flags=re.MULTILINE)
    plan.write_text(f"templates: [templates]\n{text}", "utf-8")
    return folder


def test_briefs_are_built_on_it_and_its_file_is_an_input(project):
    result = briefing.build(project, only=["digest"])
    out = project / "out"
    for language in ("zh", "en"):
        data = (out / f"digest-{language}.docx").read_bytes()
        assert is_pristine(data)
        assert b"Ashworth" in parts(data)["word/header1.xml"]
        page = pypdfium2.PdfDocument((out / f"digest-{language}.pdf").read_bytes())[0]
        assert "Ashworth & Vale LLP" in page.get_textpage().get_text_range()
    assert result.problems == ()
    manifest = json.loads((out / "manifest.json").read_bytes())
    inputs = {entry["path"]: entry["sha256"] for entry in manifest["inputs"]}
    assert inputs["templates/styles/letterhead.dotx"] == hashlib.sha256(english()).hexdigest()
    assert {"templates/styles/firm.yaml", "briefing:styles/modern.yaml"} <= inputs.keys()

    (project / "templates/styles/letterhead.dotx").write_bytes(minimal())
    again = briefing.build(project, only=["digest"])
    assert all(file.changed for file in again.files)


def test_faults_of_the_file_are_shown_without_a_build(project):
    (project / "templates/styles/letterhead.dotx").write_bytes(b"no file")
    (project / "templates/styles/firm.yaml").write_text(
        "base: modern\nreference_docx: leterhead.dotx\n"
    )
    with pytest.raises(briefing.InputError) as caught:
        briefing.load(project)
    (problem,) = caught.value.problems
    assert problem.code == "no-reference-file"
    assert problem.hint == "did you mean: letterhead.dotx"
    assert problem.place.line == 2


def test_an_edited_brief_is_printed_marked_and_carried_on(project):
    search = (project / "templates", TEMPLATES)
    briefing.build(project, only=["digest"], languages=["en"])
    built = (project / "out/digest-en.docx").read_bytes()
    assert print_docx(built, "x", search).data == (project / "out/digest-en.pdf").read_bytes()

    style, _ = house_style("firm", search)
    base = read(built).base
    own = Paragraph((Text("Our own words."),))
    other = replace(base, blocks=(*base.blocks, own))
    edited = project / "edited.docx"
    edited.write_bytes(write(other, style, base=base))
    assert read(edited.read_bytes()).document == other
    lined = redline(
        str(project / "out/digest-en.docx"), str(edited), out=project / "lined", search=search
    )
    marked = lined.briefs[0].files[0].read_bytes()
    assert b"Our own words." in parts(marked)["word/document.xml"]
    assert b"Ashworth" in parts(marked)["word/header1.xml"]

    (project / "out/digest-en.docx").write_bytes(edited.read_bytes())
    briefing.build(
        project, only=["digest"], languages=["en"], keep_edits=[project / "out/digest-en.docx"]
    )
    kept = (project / "out/digest-en.docx").read_bytes()
    assert b"Our own words." in parts(kept)["word/document.xml"]


def test_a_word_template_takes_components_in_its_look(project):
    (project / "templates/styles/letterhead.dotx").write_bytes(wps())
    letter = Word()
    letter.add_paragraph("{{ summary_table(proposals) }}")
    letter.save(project / "templates/letter.docx")
    plan = project / "briefing.yaml"
    entry = (
        "  - {id: letter, template: letter, style: firm, group_by: none, languages: [zh],"
        ' formats: [docx], filename: "letter-{language}"}\n'
    )
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("\nbriefs:\n", f"\nbriefs:\n{entry}"), "utf-8")
    briefing.build(project, only=["letter"])
    data = (project / "out/letter-zh.docx").read_bytes()
    assert b"Summary Table" in parts(data)["word/styles.xml"]
