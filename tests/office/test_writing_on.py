"""Somebody writes on in a brief, updates it and saves: it is still a whole brief."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from office import Look, Office, Shown, add_after, delete_row, replace, update_indexes
from ooxml_checks import W, faults, parts, text, tree
from outputs import style_of

from briefing.docx import write
from briefing.docx.read import read

SAMPLES = Path(__file__).parents[2] / "samples"
NEW = "新增的一项建议。"
LIBREOFFICE = {"a table's grid and width differ", "a drawing without description"}
"""What its files have that ours haven't: widths rounded one by one, charts without words."""


def asks(look: Look) -> list[Shown]:
    return [line for line in look.paragraphs if line.style == "Recommendation"]


def headings(look: Look) -> list[tuple[str, str, str]]:
    return [
        (line.style, line.label, line.text)
        for line in look.paragraphs
        if line.style.startswith("Heading")
    ]


def words(look: Look) -> list[str]:
    return [line.text for line in look.paragraphs if not line.index]


@pytest.mark.parametrize("name", ["digest-zh", "official-digest-zh"])
def test_writing_on(name: str, office: Office) -> None:
    reading = read((SAMPLES / f"{name}.docx").read_bytes())
    data = write(reading.document, style_of(reading.style))
    before = office.look(data)
    first, second, third = asks(before)[:3]
    old = next(line for line in before.paragraphs if "新质生产力" in line.text).text
    number, row = next(
        (number, row)
        for number, table in enumerate(before.tables)
        for row in table
        if "苗伟\n全国人大代表" in row
    )
    saved = office.edit(
        data,
        replace("新质生产力、数字经济", "数字经济"),
        add_after(second.text, NEW),
        delete_row("苗伟"),
        update_indexes(),
    )
    after = office.look(saved)

    # What was written stands there, and nothing else has changed.
    wanted = words(before)
    wanted[wanted.index(old)] = old.replace("新质生产力、数字经济", "数字经济")
    wanted.insert(wanted.index(second.text) + 1, NEW)
    tables = [list(table) for table in before.tables]
    tables[number].remove(row)
    assert after.tables == tuple(map(tuple, tables))
    for cell in row:
        wanted.remove(cell)
    assert sorted(words(after)) == sorted(wanted)

    # Numbers go on behind the new item; headings keep theirs.
    labels = [line.label for line in asks(after)]
    assert [line.text for line in asks(after)[:4]] == [first.text, second.text, NEW, third.text]
    assert [int(label.rstrip(".")) for label in labels] == list(range(1, len(labels) + 1))
    assert headings(after) == headings(before)

    # The contents list every section, with pages that there are.
    (contents,) = after.contents
    sections = [line.text for line in after.paragraphs if line.style == "Heading 1"]
    entries = [re.fullmatch(r"(?:[一二三四五六七]、 ?)?(.*)\t(\d+)", line) for line in contents[1:]]
    assert [entry and entry[1] for entry in entries] == sections
    pages = [int(entry[2]) for entry in entries if entry]
    assert pages == sorted(pages)
    assert 0 < pages[-1] <= after.pages

    # Links, fields, bookmarks and running matter are whole.
    assert set(faults(saved)) <= LIBREOFFICE
    assert set(before.bookmarks) - set(after.bookmarks) == fields_of(data, row)
    footers = [one for one in parts(saved) if re.fullmatch(r"word/footer\d\.xml", one)]
    assert any(
        code.text.strip() == "PAGE"
        for footer in footers
        for code in tree(saved, footer).iter(f"{W}instrText")
    )
    dashed = any(re.search(r"— ?\d+ ?—", text(saved, footer)) for footer in footers)
    assert dashed == name.startswith("official")


def fields_of(data: bytes, cells: tuple[str, ...]) -> set[str]:
    """Return the bookmarks in the table row with these cells."""
    for row in tree(data).iter(f"{W}tr"):
        if cells[2].split("\n")[0] in "".join(row.itertext()):
            return {mark.get(f"{W}name") for mark in row.iter(f"{W}bookmarkStart")}
    raise AssertionError(cells)
