"""Undoing the steps: what a written document says, without what followed from it.

Numbers, tables of contents and the words of references follow from the rest of a
document.  Before versions of it are compared or merged they are taken off, and the
steps put them on again: ``apply(bare(apply(d, s)), s) == apply(d, s)``.

What a strict style has moved or left out stays so: the closing block is a table of
its own then, and the masthead has nothing left that would make another one.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.document import (
    Block,
    Blocks,
    Chart,
    Contents,
    Document,
    Footnote,
    Heading,
    Image,
    Inline,
    OrderedList,
    Reference,
    Table,
    Turned,
    rebuild,
)
from briefing.memory import collector_paused
from briefing.transforms.references import Target, targets

__all__ = ["bare"]


@collector_paused()
def bare(document: Document) -> Document:
    """Return a document on which no step has been at work."""
    known = targets(document)

    def inline(node: Inline) -> Inline:
        match node:
            case Footnote():
                return replace(node, number=None)
            case Reference() if _is_filled(node, known.get(node.target)):
                return replace(node, children=())
            case _:
                return node

    blocks = rebuild(document.blocks, _block, inline)
    return replace(document, blocks=_level(blocks))


def _is_filled(node: Reference, target: Target | None) -> bool:
    """Return whether the words of a reference follow from its target."""
    if target is None:
        return False
    return (node.show == "number" and target.number is not None) or (
        node.show == "title" and bool(target.title)
    )


def _block(node: Block) -> Block:
    match node:
        case Heading() | Table() | Chart() | Image():
            return replace(node, number=None)
        case OrderedList():
            return replace(node, items=tuple(replace(item, label=None) for item in node.items))
        case Contents():
            return replace(node, entries=())
        case _:
            return node


def _level(blocks: Blocks) -> Blocks:
    """Return blocks with those of turned pages among the others."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Turned):
            found += block.blocks
        else:
            found.append(block)
    return tuple(found)
