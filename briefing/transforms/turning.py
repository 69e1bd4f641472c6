"""Wide tables: onto pages that are turned on their side."""

from __future__ import annotations

from dataclasses import replace

from briefing.document import Block, Document, Heading, Table, Turned
from briefing.transforms.scheme import Scheme

__all__ = ["turn_wide_tables"]


def turn_wide_tables(document: Document, _scheme: Scheme) -> Document:
    """Put tables that are ``wide``, each with the headings right before it, on turned pages.

    Tables that follow one another share their pages.
    """
    blocks: list[Block] = []
    for block in document.blocks:
        if not (isinstance(block, Table) and block.wide):
            blocks.append(block)
            continue
        before = len(blocks)
        while before and isinstance(blocks[before - 1], Heading):
            before -= 1
        headings = tuple(blocks[before:])
        del blocks[before:]
        last = blocks[-1] if blocks else None
        if isinstance(last, Turned):
            blocks[-1] = Turned((*last.blocks, *headings, block))
        else:
            blocks.append(Turned((*headings, block)))
    return replace(document, blocks=tuple(blocks))
