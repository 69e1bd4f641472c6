"""Redlines in LibreOffice: all accepted is the new brief, all rejected is the old one."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import Look, Office, accept_all, reject_all
from rewrites import rewritten

from briefing.building.make import number_scheme
from briefing.document import Document
from briefing.document.redline import redline
from briefing.docx import write
from briefing.docx.read import read
from briefing.resources import templates_folder
from briefing.style import Style, read_style
from briefing.transforms import apply, bare
from briefing.transforms.turning import turn_wide_tables

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.docx"))


def issues(path: Path, seed: int, changes: int) -> tuple[Document, Document, Style]:
    """Return a sample, a newer version of it, and their style."""
    reading = read(path.read_bytes(), path.name)
    style, _ = read_style(reading.style, (templates_folder(),))
    assert style is not None
    old = reading.document
    scheme = number_scheme(style, old.meta.language)
    return old, apply(rewritten(bare(old), seed, changes), scheme), style


def shown(look: Look) -> list[tuple[str, str]]:
    """Return the words of each paragraph with its style; empty ones are no matter."""
    return [(line.text, line.style) for line in look.paragraphs if line.text.strip()]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_accepted_and_rejected(path: Path, seed: int, office: Office) -> None:
    old, new, style = issues(path, SAMPLES.index(path) * 100 + seed, 10)
    scheme = number_scheme(style, old.meta.language)
    data = write(turn_wide_tables(redline(old, new), scheme), style)
    accepted, rejected = office.look(data, accept_all()), office.look(data, reject_all())
    after, before = office.look(write(new, style)), office.look(write(old, style))
    assert shown(accepted) == shown(after)
    assert shown(rejected) == shown(before)
    assert accepted.footnotes == after.footnotes
    assert rejected.footnotes == before.footnotes
