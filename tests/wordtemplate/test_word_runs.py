"""However Word cuts a paragraph into runs, a tag stays a tag; any text arrives whole."""

from __future__ import annotations

from itertools import pairwise

from filling_in import filled, modern
from hypothesis import given
from hypothesis import strategies as st
from wordfile import made, told

from briefing.compose.foreign import Filled, fill_with
from briefing.compose.values import Ledger, current
from briefing.compose.views import View
from briefing.document import Meta
from briefing.transforms import Scheme
from briefing.wordtemplate.filling import write
from briefing.wordtemplate.template import read

LINE = "To {{ issue.organization }}: {% for p in proposals %}{{ p.id }}, {% endfor %}{# no #}end."


@given(st.sets(st.integers(1, len(LINE) - 1)))
def test_runs_may_be_cut_anywhere(cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(LINE)]
    cut = "¦".join(LINE[a:b] for a, b in pairwise(edges))
    data, problems = filled(made(cut))
    assert problems == []
    assert data is not None
    assert told(data) == "To ‹Smith & Sons <Editors>›: one, two, end.\n"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])))
def test_any_text_arrives_whole(text: str) -> None:
    template, problems = read("case", made("a[{{ issue.x }}]b"), "case.docx")
    assert template is not None
    assert problems == []
    ledger = Ledger("en")
    token = current.set(ledger)
    try:
        parts = fill_with(template.foreign, {"issue": View("issue", {"x": text})}, ledger)
    finally:
        current.reset(token)
    meta = Meta("t", "en", "o", "2024-01-01", "x-en")
    scheme = Scheme(headings={}, lists={}, contents_title="")
    data = write(Filled(parts, meta), template, modern(), scheme)
    assert told(data) == f"a[{text}]b\n"
