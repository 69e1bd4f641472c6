"""What a file keeps of how it was built, also after LibreOffice has saved it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from sample_briefs import brief, document, everything, field, modern, words

from briefing.document import (
    Contents,
    ContentsEntry,
    Document,
    Footnote,
    Heading,
    Paragraph,
    Text,
    fields,
)
from briefing.document.codec import decode
from briefing.docx import write
from briefing.docx.xml import NAMESPACES, qn

W = {"w": NAMESPACES["w"]}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def base(data: bytes) -> Document:
    """Return the document that the file was built from, found by its namespace alone."""
    for name, content in parts(data).items():
        if name.startswith("customXml/item") and NAMESPACES["b"].encode() in content:
            element = etree.fromstring(content)
            if element.tag == qn("b:base"):
                return decode(element.text)
    raise AssertionError("no base")


def marked(data: bytes) -> dict[int, str]:
    """Return the text inside each field's bookmark, by the field's number."""
    found: dict[int, str] = {}
    for name in ("word/document.xml", "word/footnotes.xml"):
        content = parts(data).get(name)
        if content is None:
            continue
        open_ones: dict[str, int] = {}
        for element in etree.fromstring(content).iter():
            if element.tag == qn("w:bookmarkStart") and element.get(qn("w:name"))[:2] == "_F":
                number = int(element.get(qn("w:name"))[2:])
                open_ones[element.get(qn("w:id"))] = number
                found.setdefault(number, "")
            elif element.tag == qn("w:bookmarkEnd"):
                open_ones.pop(element.get(qn("w:id")), None)
            elif element.tag in {qn("w:t"), qn("w:noBreakHyphen")}:
                for number in open_ones.values():
                    found[number] += element.text or "\u2011"
            elif element.tag == qn("w:br"):
                for number in open_ones.values():
                    found[number] += "\n"
    return found


def built(document: Document) -> dict[int, str]:
    return {number: node.value for number, node in enumerate(fields(document))}


SAME = field("同一条")
BRIEF = document(
    Contents(
        words("目录"), 1, (ContentsEntry(1, (SAME,), "a"), ContentsEntry(1, (Text("乙"),), "b"))
    ),
    Heading(1, (SAME,), id="a"),
    Paragraph((Text("由"), field("甲：“乙”", "summary"), field("丙", "x"), Text("负责"))),
    Paragraph(
        (field("正文"), Footnote((Paragraph((field("注文", "note"), Text("。"))),), "n", 1), SAME)
    ),
    Heading(1, (Text("乙"),), id="b"),
)


@pytest.mark.parametrize(
    "given", [brief(), brief("en"), everything(), BRIEF], ids=["zh", "en", "all", "small"]
)
def test_the_document_as_built_travels_with_the_file(given: Document) -> None:
    assert base(write(given, modern())) == given


def test_every_field_is_marked_and_nothing_else() -> None:
    assert marked(write(BRIEF, modern())) == built(BRIEF)


def test_bookmarks_have_numbers_and_names_of_their_own() -> None:
    starts = [
        element
        for name in ("word/document.xml", "word/footnotes.xml")
        for element in etree.fromstring(parts(write(BRIEF, modern()))[name]).iter(
            qn("w:bookmarkStart")
        )
    ]
    for attribute in ("w:id", "w:name"):
        values = [element.get(qn(attribute)) for element in starts]
        assert len(values) == len(set(values))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder with two of the example's briefs as built and, in `saved`, by LibreOffice."""
    folder = tmp_path_factory.mktemp("saved")
    names = ["digest-zh.docx", "sector-legal-en.docx"]
    for name in names:
        (folder / name).write_bytes((root / "samples" / name).read_bytes())
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", "saved"]
    subprocess.run([*command, *names], cwd=folder, check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.tool("soffice")
@pytest.mark.parametrize("name", ["digest-zh.docx", "sector-legal-en.docx"])
def test_saved_by_libreoffice(seeds: Path, name: str) -> None:
    """Every field of the document is found again, with the text it was built with."""
    made, saved = (seeds / name).read_bytes(), (seeds / "saved" / name).read_bytes()
    document = base(made)
    assert base(saved) == document
    assert marked(made) == built(document)
    assert marked(saved) == built(document)
