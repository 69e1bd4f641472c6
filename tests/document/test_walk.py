"""Walking and rebuilding reach every node kind, and only what changes is made anew."""

from __future__ import annotations

import dataclasses
import typing

from briefing import document as d
from briefing.document.nodes import Cell, Column, ContentsEntry, DefinitionItem, Row, Series

LEAVES = (
    d.Text("a"),
    d.Field("b", d.Origin("r", "title", "zh")),
    d.Code("c"),
    d.LineBreak(),
    d.Footnote((d.Paragraph((d.Text("note"),)),), "n"),
    d.Comment((), "Li", ("why?",)),
)
INLINES = (
    *LEAVES,
    d.Strong(LEAVES),
    d.Emphasis(LEAVES),
    d.Span(LEAVES, role="muted"),
    d.Link(LEAVES, "https://example.com"),
    d.Reference(LEAVES, "x"),
    d.Revision(d.Change("inserted"), LEAVES),
)
BODY = (d.Paragraph(INLINES),)
BLOCKS = (
    d.Masthead(INLINES, INLINES, INLINES, INLINES, INLINES, INLINES),
    d.Title(INLINES, INLINES),
    d.Heading(1, INLINES),
    *BODY,
    d.BulletList((d.ListItem(BODY),)),
    d.OrderedList((d.ListItem(BODY),)),
    d.DefinitionList((DefinitionItem(INLINES, BODY),)),
    d.Table((Column(1),), (Row((Cell(BODY),)),), (Row((Cell(BODY),)),), caption=INLINES),
    d.Callout(BODY, title=INLINES),
    d.Quote(BODY),
    d.CodeBlock("x"),
    d.Chart("bar", ("a",), (Series("s", (1.0,)),), "d", caption=INLINES),
    d.Image("image/png", b"\x89PNG", (1, 1), 10.0, "d", caption=INLINES),
    d.Contents(INLINES, entries=(ContentsEntry(1, INLINES, "x"),)),
    d.Rule(),
    d.PageBreak(),
    d.Turned(BODY),
    d.Revised(d.Change("inserted"), BODY),
)


def test_the_sample_holds_every_kind_of_node() -> None:
    assert {type(block) for block in BLOCKS} == set(typing.get_args(d.Block))
    assert {type(inline) for inline in INLINES} == set(typing.get_args(d.Inline))


def test_rebuilding_with_nothing_changed_gives_the_same_nodes() -> None:
    rebuilt = d.rebuild(BLOCKS, lambda block: block, lambda inline: inline)
    assert all(new is old for new, old in zip(rebuilt, BLOCKS, strict=True))


def test_rebuilding_reaches_every_inline_that_walking_sees() -> None:
    def shout(node: d.Inline) -> d.Inline:
        return dataclasses.replace(node, value="Z") if isinstance(node, d.Text) else node

    before = sum(isinstance(node, d.Text) for node in d.walk_inlines(BLOCKS))
    after = d.walk_inlines(d.rebuild(BLOCKS, lambda block: block, shout))
    texts = [node.value for node in after if isinstance(node, d.Text)]
    assert before == len(texts) > 100
    assert set(texts) == {"Z"}


def test_every_inline_is_rebuilt_once_however_deep_its_note_stands() -> None:
    note = d.Footnote((d.Paragraph((d.Text("note"),)),), "n")
    deep = d.Callout((d.BulletList((d.ListItem((d.Paragraph((note,)),)),)),))
    seen: list[d.Inline] = []

    def count(node: d.Inline) -> d.Inline:
        seen.append(node)
        return node

    d.rebuild((deep,), lambda block: block, count)
    assert seen == [d.Text("note"), note]


def test_one_walk_tells_the_same_as_the_others() -> None:
    meta = d.Meta("t", "zh", "o", "2024", "i")
    document = d.Document(meta, BLOCKS)
    found = d.survey(document)
    assert found.blocks == list(d.walk_blocks(BLOCKS))
    contents = [block for block in BLOCKS if isinstance(block, d.Contents)]
    assert found.repeated == list(d.walk_inlines(tuple(contents)))
    rest = tuple(block for block in BLOCKS if not isinstance(block, d.Contents))
    assert found.inlines == list(d.walk_inlines(rest))
    assert found.fields == list(d.fields(document)) != []


def test_plain_text_of_inlines() -> None:
    assert d.inline_text(INLINES) == "abc\n" * 7
