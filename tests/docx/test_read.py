"""Reading what was written: nothing is lost, and nobody’s edit is invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from sample_briefs import modern
from strategies import documents

from briefing.building.workshop import number_scheme
from briefing.document import Document
from briefing.document.codec import decode, encode
from briefing.docx import write
from briefing.docx.read import read
from briefing.transforms import apply

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.docx"))
STYLE = modern()


def built(document: Document) -> Document:
    """Return a document as a file’s base has it: numbered, and each node an object of its own."""
    return decode(encode(apply(document, number_scheme(STYLE, document.meta.language))))


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
