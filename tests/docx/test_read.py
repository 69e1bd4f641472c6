"""Reading what was written: nothing is lost, and nobody’s edit is invented."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from sample_briefs import modern
from strategies import documents

from briefing.building.make import number_scheme
from briefing.document import Block, Document, Image, rebuild
from briefing.document.codec import decode, encode
from briefing.docx import write
from briefing.docx.read import read
from briefing.transforms import apply

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.docx"))
STYLE = modern()


def built(document: Document) -> Document:
    """Return a document as a file’s base has it: numbered, and each node an object of its own."""
    numbered = apply(document, number_scheme(STYLE, document.meta.language))
    data: dict[str, bytes] = {}

    def known(node: Block) -> Block:
        if isinstance(node, Image):
            data[node.digest] = node.data
        return node

    rebuild(document.blocks, known, lambda node: node)
    return decode(encode(numbered), lambda node: replace(node, data=data[node.digest]))


@given(documents())
def test_a_file_nobody_edited_is_its_base(document: Document) -> None:
    base = built(document)
    reading = read(write(base, STYLE))
    assert reading.base == base
    assert reading.document == base
    assert [one for one in reading.occurrences if one.new != (one.old,)] == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_are_their_bases(path: Path) -> None:
    reading = read(path.read_bytes(), path.name)
    assert reading.base is not None
    assert reading.document == reading.base
    assert reading.problems == ()
    assert all(one.new == (one.old,) for one in reading.occurrences)
    assert len(reading.occurrences) > 30
