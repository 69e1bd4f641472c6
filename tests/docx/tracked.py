"""What Word makes of tracked changes: all accepted, or all rejected.

A model of the rules of ISO/IEC 29500-1, 17.13.5, on the XML alone, that shares nothing
with the program: runs that were inserted or deleted, ends of paragraphs, rows of tables,
and what a paragraph was.  A paragraph whose end goes is one with the next, and looks like
the next; before a table or at the end of a cell only what is empty can go.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

__all__ = ["accepted", "authors", "rejected", "shape"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RANGES = {
    f"{W}{kind}{end}"
    for kind in ("moveFromRange", "moveToRange")
    for end in ("Start", "End")
}  # fmt: skip
_DETAILS = re.compile(r' xmlns:\w+="[^"]*"|<w:rFonts w:hint="eastAsia"/>')
STORIES = ("word/document.xml", "word/footnotes.xml")


def accepted(data: bytes) -> bytes:
    """Return a DOCX as Word leaves it when all changes are accepted."""
    return _settled(data, gone=("del", "moveFrom"), stays=("ins", "moveTo"), back=False)


def rejected(data: bytes) -> bytes:
    """Return a DOCX as Word leaves it when all changes are rejected."""
    return _settled(data, gone=("ins", "moveTo"), stays=("del", "moveFrom"), back=True)


def _settled(data: bytes, gone: tuple[str, str], stays: tuple[str, str], back: bool) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name in STORIES:
                root = etree.fromstring(part)
                _settle(root, {W + n for n in gone}, {W + n for n in stays}, back)
                part = etree.tostring(root)
            new.writestr(name, part)
    return out.getvalue()


def _settle(root: etree._Element, gone: set[str], stays: set[str], back: bool) -> None:
    for element in list(root.iter(*RANGES)):
        element.getparent().remove(element)
    for change in list(root.iter(f"{W}pPrChange")):
        properties = change.getparent()
        if back:
            (old,) = change
            mark = properties.find(f"{W}rPr")
            old.extend([] if mark is None else [mark])
            properties.getparent().replace(properties, old)
        else:
            properties.remove(change)
    for row in list(root.iter(f"{W}tr")):
        marks = [row.find(f"{W}trPr/{name}") for name in gone]
        if any(mark is not None for mark in marks):
            table = row.getparent()
            table.remove(row)
            if table.find(f"{W}tr") is None:
                table.getparent().remove(table)
    for run in list(root.iter(*gone)):
        if run.getparent().tag not in (f"{W}rPr", f"{W}trPr"):
            run.getparent().remove(run)
    for run in list(root.iter(*stays)):
        parent = run.getparent()
        at = parent.index(run)
        parent[at : at + 1] = list(run)
    for name in ("Text", "InstrText"):
        for text in root.iter(f"{W}del{name}"):
            text.tag = W + name[0].lower() + name[1:] if name != "Text" else f"{W}t"
    # From the last one up, so that several in a row go on into one.
    for mark in reversed([m for name in gone for m in root.iter(name)]):
        _joined(mark.getparent().getparent().getparent())


def _joined(paragraph: etree._Element) -> None:
    after = next((one for one in paragraph.itersiblings() if one.tag != f"{W}sectPr"), None)
    while after is not None and after.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        after = after.getnext()
    content = [one for one in paragraph if one.tag != f"{W}pPr"]
    if after is not None and after.tag == f"{W}p":
        properties = after.find(f"{W}pPr")
        at = 0 if properties is None else after.index(properties) + 1
        after[at:at] = content
    elif any(one.tag == f"{W}r" for one in content) or paragraph.getparent().tag == f"{W}tc":
        return
    paragraph.getparent().remove(paragraph)


def authors(data: bytes) -> set[tuple[str, str]]:
    """Return who changed something, and when."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return {
        (one.get(f"{W}author"), one.get(f"{W}date"))
        for one in root.iter()
        if one.get(f"{W}author") is not None
    }


# ── What is to be seen ─────────────────────────────────────────────────────


def shape(data: bytes) -> list[object]:
    """Return what Word shows of a file: paragraphs with style, list and runs; tables.

    Empty paragraphs are no matter, nor numbers that Word counts anew (``SEQ``).
    """
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        root = etree.fromstring(file.read("word/document.xml"))
        numbering = etree.fromstring(file.read("word/numbering.xml"))
        notes = {}
        if "word/footnotes.xml" in file.namelist():
            notes = {
                note.get(f"{W}id"): note
                for note in etree.fromstring(file.read("word/footnotes.xml"))
            }
        styles = etree.fromstring(file.read("word/styles.xml"))
    return list(_blocks(root[0], _Lists(numbering, styles), notes))


class _Lists:
    """Names the lists of a file by their kind, and by which of that kind they are."""

    def __init__(self, numbering: etree._Element, styles: etree._Element) -> None:
        self._kinds = {
            one.get(f"{W}numId"): one.find(f"{W}abstractNumId").get(f"{W}val")
            for one in numbering.iter(f"{W}num")
        }
        self._styles = {
            one.get(f"{W}styleId"): one.find(f"{W}pPr/{W}numPr") for one in styles.iter(f"{W}style")
        }
        self._met: dict[str, int] = {}

    def of(self, named: str | etree._Element) -> tuple[str, int, str] | None:
        """Return kind, number and level of the list that a paragraph or its style is in."""
        properties = self._styles.get(named) if isinstance(named, str) else named
        if properties is None:
            return None
        number, level = (properties.find(f"{W}{name}") for name in ("numId", "ilvl"))
        identifier = "0" if number is None else number.get(f"{W}val")
        if identifier == "0":
            return None
        kind = self._kinds[identifier]
        alike = sum(self._kinds[one] == kind for one in self._met)
        which = self._met.setdefault(identifier, alike)
        return kind, which, "0" if level is None else level.get(f"{W}val")


def _blocks(
    parent: etree._Element, lists: _Lists, notes: dict[str, etree._Element]
) -> Iterator[object]:
    for child in parent:
        if child.tag == f"{W}p":
            runs = _line(child, lists, notes)
            style = child.find(f"{W}pPr/{W}pStyle")
            name = "" if style is None else style.get(f"{W}val")
            number = child.find(f"{W}pPr/{W}numPr")
            if any(text.strip() for _, text in runs):
                yield name, lists.of(name if number is None else number), runs
        elif child.tag == f"{W}tbl":
            yield [
                [list(_blocks(cell, lists, notes)) for cell in row.iter(f"{W}tc")]
                for row in child.iter(f"{W}tr")
            ]
        else:
            inner = child.find(f"{W}sdtContent")
            if inner is not None:
                yield from _blocks(inner, lists, notes)


def _line(
    paragraph: etree._Element, lists: _Lists, notes: dict[str, etree._Element]
) -> list[tuple[str, str]]:
    runs: list[tuple[str, str]] = []
    counted = False
    for run in paragraph.iter(f"{W}r"):
        look, text = "", ""
        for part in run:
            if part.tag == f"{W}instrText":
                counted = (part.text or "").split()[0] == "SEQ"
            elif part.tag == f"{W}fldChar" and part.get(f"{W}fldCharType") == "end":
                counted = False
            if part.tag == f"{W}rPr":
                look = _DETAILS.sub("", etree.tostring(part).decode()).replace(
                    "<w:rPr></w:rPr>", ""
                )
            elif part.tag == f"{W}t":
                text += "" if counted else part.text or ""
            elif part.tag == f"{W}footnoteReference":
                text += repr(list(_blocks(notes[part.get(f"{W}id")], lists, {})))
            elif part.tag in (f"{W}tab", f"{W}br", f"{W}drawing"):
                text += {"tab": "\t", "br": "\n", "drawing": "\ufffc"}[part.tag[len(W) :]]
        if runs and runs[-1][0] == look:
            runs[-1] = look, runs[-1][1] + text
        elif text:
            runs.append((look, text))
    return runs
