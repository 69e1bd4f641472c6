"""Marks of what changed: legible on whatever is behind them."""

from __future__ import annotations

import pytest
from setting import TEMPLATES, modern, typesetter

from briefing.document import Change, Revision, Text
from briefing.pdf.atoms import CHANGED
from briefing.style import read_style
from briefing.style.colours import contrast

CHANGES = [Change("inserted"), Change("deleted"), Change("inserted", 1), Change("deleted", 1)]


def colour_of(look: str, change: Change) -> str:
    words = (Revision(change, (Text("words"),)),)
    (atom,) = typesetter("en").atoms(words, modern().paragraph(look, "en"))
    return atom.ink.colour


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_on_the_dark_head_of_a_table(change: Change) -> None:
    fill = modern().tables["summary"].head_fill
    assert fill is not None
    assert contrast(colour_of("table-head", change), fill) >= 4.5


@pytest.mark.parametrize("change", CHANGES, ids=str)
@pytest.mark.parametrize("look", ["body", "heading1", "table-text", "callout-text", "meta"])
def test_on_paper(look: str, change: Change) -> None:
    assert contrast(colour_of(look, change), "#ffffff") >= 4.5


@pytest.mark.parametrize("name", ["modern", "official"])
def test_in_boxes_and_on_bands(name: str) -> None:
    style, _ = read_style(name, [TEMPLATES])
    assert style is not None
    fills = [box.fill for box in style.boxes.values()]
    fills += [table.band_fill for table in style.tables.values()]
    for fill in filter(None, fills):
        for colour in CHANGED.values():
            assert contrast(colour, fill) >= 4.5
