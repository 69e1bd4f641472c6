"""Redlines in LibreOffice: all accepted is the new brief, all rejected is the old one."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import Look, Office, accept_all, reject_all
from redline_cases import CASES, document
from rewrites import SAMPLES, issues
from sample_briefs import modern

from briefing.building.make import number_scheme
from briefing.document import Document
from briefing.document.redline import redline
from briefing.docx import write
from briefing.style import Style
from briefing.transforms import apply
from briefing.transforms.turning import turn_wide_tables


def shown(look: Look) -> list[tuple[str, str, str]]:
    """Return the words of each paragraph, its style and number; empty ones are no matter."""
    return [(line.text, line.style, line.label) for line in look.paragraphs if line.text.strip()]


def settle(office: Office, old: Document, new: Document, style: Style) -> None:
    scheme = number_scheme(style, old.meta.language)
    data = write(turn_wide_tables(redline(old, new), scheme), style)
    accepted, rejected = office.look(data, accept_all()), office.look(data, reject_all())
    after, before = office.look(write(new, style)), office.look(write(old, style))
    assert shown(accepted) == shown(after)
    assert shown(rejected) == shown(before)
    assert accepted.footnotes == after.footnotes
    assert rejected.footnotes == before.footnotes
    assert accepted.tables == after.tables
    assert rejected.tables == before.tables


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_accepted_and_rejected(path: Path, seed: int, office: Office) -> None:
    old, new, style = issues(path, SAMPLES.index(path) * 100 + seed, 10)
    settle(office, old, new, style)


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str, office: Office) -> None:
    scheme = number_scheme(modern(), "en")
    old, new = (apply(document(blocks), scheme) for blocks in CASES[name])
    settle(office, old, new, modern())
