"""Remarks in a document: put beside words, carried over, taken off again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass, replace
from operator import is_
from typing import Any

from briefing.document.nodes import (
    Block,
    Comment,
    Contents,
    Document,
    Field,
    Inline,
    Inlines,
    Text,
)
from briefing.document.walk import rebuild, walk_blocks, walk_inlines

__all__ = ["CONFLICT", "comments", "on_first", "without_comments"]


CONFLICT = {"zh": "两处修改不一致。", "en": "Both sides changed this."}
"""How a remark begins that the program leaves where two edits are at odds."""


def comments(document: Document) -> Iterator[Comment]:
    """Yield every remark in the order of the words."""
    for block in walk_blocks(document.blocks):
        if not isinstance(block, Contents):
            yield from (node for node in walk_inlines((block,)) if isinstance(node, Comment))


def without_comments(document: Document) -> Document:
    """Return the document with the words alone."""
    if not any(isinstance(node, Comment) for node in walk_inlines(document.blocks)):
        return document
    return replace(document, blocks=_bare(document.blocks))


def _bare(value: Any) -> Any:
    """Return a node, or a tuple of them, in which words stand in place of remarks on them."""
    if isinstance(value, tuple):
        found: list[Any] = []
        for item in value:
            if isinstance(item, Comment):
                found += _bare(item.children)
            else:
                found.append(_bare(item))
        same = len(found) == len(value) and all(map(is_, found, value))
        return value if same else tuple(found)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        field.name: new
        for field in dataclass_fields(value)
        if (new := _bare(old := getattr(value, field.name))) is not old
    }
    return replace(value, **changes) if changes else value


def on_first(
    document: Document, fits: Callable[[Field | Text], bool], remark: Callable[[Inlines], Comment]
) -> Document | None:
    """Return the document with a remark on the first words that fit, or None if none do.

    A table of contents only repeats: nothing in it is remarked on.
    """
    target = next(
        (
            node
            for block in document.blocks
            if not isinstance(block, Contents)
            for node in walk_inlines((block,))
            if isinstance(node, Field | Text) and fits(node)
        ),
        None,
    )
    if target is None:
        return None
    done = False

    def inline(node: Inline) -> Inline:
        nonlocal done
        if node is target and not done:
            done = True
            return remark((node,))
        return node

    blocks = tuple(
        block if isinstance(block, Contents) or done else _whole(block, inline)
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _whole(block: Block, inline: Callable[[Inline], Inline]) -> Block:
    return rebuild((block,), lambda node: node, inline)[0]
