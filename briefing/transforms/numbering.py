"""Numbers of headings, list items, tables and figures."""

from __future__ import annotations

from dataclasses import replace

from briefing.document import Block, Chart, Document, Heading, Image, OrderedList, Table, rebuild
from briefing.transforms.scheme import Scheme, shown

__all__ = ["number_captions", "number_headings", "number_lists"]

DEEPEST = 4


def number_headings(document: Document, scheme: Scheme) -> Document:
    """Give headings their number, where the scheme numbers their level.

    Only those that are marked ``numbered``, unless the scheme says ``always``.
    """
    counts = dict.fromkeys(range(1, DEEPEST + 1), 0)

    def number(block: Block) -> Block:
        if not isinstance(block, Heading):
            return block
        for level in range(block.level + 1, DEEPEST + 1):
            deeper = scheme.headings.get(level)
            if deeper is None or deeper.restart:
                counts[level] = 0
        own = scheme.headings.get(block.level)
        if own is None or not (block.numbered or own.always):
            return block
        counts[block.level] += 1
        return replace(block, number=shown(own.format, counts[block.level]))

    return replace(document, blocks=rebuild(document.blocks, number, lambda node: node))


def number_lists(document: Document, scheme: Scheme) -> Document:
    """Give the items of ordered lists their printed labels."""

    def label(block: Block) -> Block:
        if not isinstance(block, OrderedList):
            return block
        pattern = scheme.lists.get(block.role, "{n}.")
        return replace(
            block,
            items=tuple(
                replace(item, label=shown(pattern, number))
                for number, item in enumerate(block.items, block.start)
            ),
        )

    return replace(document, blocks=rebuild(document.blocks, label, lambda node: node))


def number_captions(document: Document, _scheme: Scheme) -> Document:
    """Give tables and figures that have a caption their numbers, each kind from 1."""
    tables = figures = 0

    def number(block: Block) -> Block:
        nonlocal tables, figures
        match block:
            case Table() if block.caption:
                tables += 1
                return replace(block, number=tables)
            case Chart() | Image() if block.caption:
                figures += 1
                return replace(block, number=figures)
            case _:
                return block

    return replace(document, blocks=rebuild(document.blocks, number, lambda node: node))
