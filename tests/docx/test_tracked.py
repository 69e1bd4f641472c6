"""Redlines by Word's rules: all accepted is the new brief, all rejected is the old one."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_redlines import SAMPLES, issues
from tracked import accepted, rejected, shape

from briefing.building.make import number_scheme
from briefing.document.redline import redline
from briefing.docx import write
from briefing.transforms.turning import turn_wide_tables


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_accepted_and_rejected(path: Path, seed: int) -> None:
    old, new, style = issues(path, SAMPLES.index(path) * 100 + seed, 10)
    scheme = number_scheme(style, old.meta.language)
    data = write(turn_wide_tables(redline(old, new), scheme), style)
    assert shape(accepted(data)) == shape(write(new, style))
    assert shape(rejected(data)) == shape(write(old, style))
