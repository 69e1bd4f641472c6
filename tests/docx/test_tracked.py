"""Redlines by Word's rules: all accepted is the new brief, all rejected is the old one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redline_cases import CASES, document
from rewrites import SAMPLES, issues
from sample_briefs import modern
from strategies import documents, edited
from tracked import accepted, authors, rejected, shape

from briefing.building.make import number_scheme
from briefing.document import Document
from briefing.document.comments import without_comments
from briefing.document.redline import normal, redline
from briefing.docx import write
from briefing.docx.read import read
from briefing.style import Style
from briefing.transforms import apply
from briefing.transforms.turning import turn_wide_tables


def lined(old: Document, new: Document, style: Style) -> bytes:
    scheme = number_scheme(style, new.meta.language)
    return write(turn_wide_tables(redline(old, new), scheme), style)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_rewritten(path: Path, seed: int) -> None:
    old, new, style = issues(path, SAMPLES.index(path) * 100 + seed, 10)
    data = lined(old, new, style)
    assert shape(accepted(data)) == shape(write(new, style))
    assert shape(rejected(data)) == shape(write(old, style))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_as_it_is_read_again(path: Path) -> None:
    old, new, style = issues(path, SAMPLES.index(path) * 100, 10)
    data = lined(old, new, style)
    accept, reject = (normal(read(one).document) for one in (accepted(data), rejected(data)))
    assert accept == normal(read(data).document)
    assert reject == normal(read(data, view="rejected").document)


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str) -> None:
    scheme = number_scheme(modern(), "en")
    old, new = (apply(document(blocks), scheme) for blocks in CASES[name])
    data = lined(old, new, modern())
    assert shape(accepted(data)) == shape(write(new, modern()))
    assert shape(rejected(data)) == shape(write(old, modern()))


@given(st.data())
def test_any_document_edited(data: st.DataObject) -> None:
    old = without_comments(data.draw(documents()))
    new = without_comments(data.draw(edited(old, "x")))
    scheme = number_scheme(modern(), old.meta.language)
    old, new = apply(old, scheme), apply(new, scheme)
    both = lined(old, new, modern())
    assert shape(accepted(both)) == shape(write(new, modern()))
    assert shape(rejected(both)) == shape(write(old, modern()))


def test_who_and_when_are_those_of_the_issue() -> None:
    """But for a space after the name, where LibreOffice would see a move, and the hour."""
    name = "a title goes from a table and its heading comes"
    old, new = (apply(document(blocks), number_scheme(modern(), "en")) for blocks in CASES[name])
    found = authors(lined(old, new, modern()))
    assert {(who.rstrip("\u00a0"), when[:10]) for who, when in found} == {("Desk", "2024-03-11")}
    assert {who for who, _ in found} == {"Desk", "Desk\u00a0"}
