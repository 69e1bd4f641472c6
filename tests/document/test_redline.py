"""Redlines: everything accepted is the new version, everything rejected the old one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from strategies import documents, edited

from briefing.document import Document
from briefing.document.redline import accept, is_changed, normal, redline, reject


@given(st.data())
def test_accepted_and_rejected(data: st.DataObject) -> None:
    old = data.draw(documents())
    new = data.draw(edited(old, "x"))
    lined = redline(old, new)
    assert normal(accept(lined)) == normal(new)
    assert normal(reject(lined)) == normal(old)


@given(documents(), documents())
def test_of_any_two(old: Document, new: Document) -> None:
    lined = redline(old, new)
    assert normal(accept(lined)) == normal(new)
    assert normal(reject(lined)) == normal(old)


@given(documents())
def test_of_one_with_itself(document: Document) -> None:
    lined = redline(document, document)
    assert not is_changed(lined.blocks)
    assert normal(lined) == normal(document)
