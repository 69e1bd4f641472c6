"""Wide tables go on turned pages, with the headings right before them."""

from __future__ import annotations

from briefing.document import Document, Heading, Meta, Paragraph, Table, Text, Turned
from briefing.document.nodes import Column
from briefing.transforms.scheme import Scheme
from briefing.transforms.turning import turn_wide_tables

META = Meta(title="题", language="zh", organization="室", date="2024-03-15", identifier="x")
TEXT = Paragraph((Text("文"),))
HEADING, BELOW = Heading(1, (Text("一"),), "a"), Heading(2, (Text("二"),), "b")
WIDE, NARROW = Table((Column(1),), (), (), wide=True), Table((Column(1),), (), ())


def turned(*blocks) -> tuple:
    scheme = Scheme(headings={}, lists={}, contents_title="")
    return turn_wide_tables(Document(META, blocks), scheme).blocks


def test_a_wide_table_takes_its_headings_along() -> None:
    assert turned(TEXT, HEADING, BELOW, WIDE, TEXT) == (TEXT, Turned((HEADING, BELOW, WIDE)), TEXT)


def test_wide_tables_in_a_row_share_their_pages() -> None:
    assert turned(HEADING, WIDE, BELOW, WIDE) == (Turned((HEADING, WIDE, BELOW, WIDE)),)


def test_other_tables_stay() -> None:
    assert turned(HEADING, NARROW) == (HEADING, NARROW)
