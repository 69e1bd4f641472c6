"""What a strict house style moves or leaves out: the closing block, colours of charts."""

from __future__ import annotations

from dataclasses import replace

from briefing.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Inlines,
    Masthead,
    Paragraph,
    Row,
    Span,
    Table,
    Text,
    rebuild,
)
from briefing.transforms.references import unlinked
from briefing.transforms.scheme import ClosingScheme, Scheme

__all__ = ["close", "drop_colours"]


def close(document: Document, scheme: Scheme) -> Document:
    """Move who issues, when and to whom from the masthead to a block at the end (版记).

    Nothing is added: a row for which the issue has no data is left out.
    """
    words = scheme.closing
    masthead = next((block for block in document.blocks if isinstance(block, Masthead)), None)
    if words is None or masthead is None:
        return document
    rows = _rows(masthead, words)
    rest = replace(masthead, date=(), distribution=())
    blocks = tuple(rest if block is masthead else block for block in document.blocks)
    if rows:
        columns = (Column(3), Column(2, "right"))
        blocks = (*blocks, Table(columns, (), rows, role="closing"))
    return replace(document, blocks=blocks)


def _rows(masthead: Masthead, words: ClosingScheme) -> tuple[Row, ...]:
    rows: list[Row] = []
    if masthead.distribution:
        names = masthead.distribution
        if isinstance(names[0], Span) and names[0].role == "label":
            names = names[1:]
        rows.append(Row((_cell((Text(words.copies), *names), columns=2),)))
    if masthead.date:
        before, _, after = words.issued.partition("{date}")
        date = (Text(before), *masthead.date, Text(after))
        rows.append(Row((_cell(unlinked(masthead.organization)), _cell(date))))
    return tuple(rows)


def _cell(children: Inlines, columns: int = 1) -> Cell:
    return Cell((Paragraph(children),), columns=columns)


def drop_colours(document: Document, scheme: Scheme) -> Document:
    """Take from charts the colours that their series brought along, where the scheme says so."""
    if scheme.own_colours:
        return document

    def plain(block: Block) -> Block:
        if not isinstance(block, Chart):
            return block
        return replace(block, series=tuple(replace(one, colour=None) for one in block.series))

    return replace(document, blocks=rebuild(document.blocks, plain, lambda node: node))
