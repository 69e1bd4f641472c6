"""Wide tables: onto pages that are turned on their side."""

from __future__ import annotations

from dataclasses import replace

from briefing.document import Block, Document, Heading, Revised, Table, Turned
from briefing.transforms.scheme import Scheme

__all__ = ["turn_wide_tables"]


def turn_wide_tables(document: Document, _scheme: Scheme) -> Document:
    """Put tables that are ``wide``, each with the headings right before it, on turned pages.

    Tables that follow one another share their pages.
    """
    blocks: list[Block] = []
    for block in document.blocks:
        if not _is_wide(block):
            blocks.append(block)
            continue
        before = len(blocks)
        while before and _is_heading(blocks[before - 1]):
            before -= 1
        headings = tuple(blocks[before:])
        del blocks[before:]
        last = blocks[-1] if blocks else None
        if isinstance(last, Turned):
            blocks[-1] = Turned((*last.blocks, *headings, block))
        else:
            blocks.append(Turned((*headings, block)))
    return replace(document, blocks=tuple(blocks))


def _is_wide(block: Block) -> bool:
    if isinstance(block, Revised):
        return any(map(_is_wide, block.blocks))
    return isinstance(block, Table) and block.wide


def _is_heading(block: Block) -> bool:
    if isinstance(block, Revised):
        return all(map(_is_heading, block.blocks))
    return isinstance(block, Heading)
