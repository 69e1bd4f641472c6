"""Footnotes: numbered in reading order and gathered into a section at the end."""

from __future__ import annotations

from dataclasses import replace

from briefing.document import (
    Document,
    Footnote,
    Heading,
    Inline,
    ListItem,
    OrderedList,
    Text,
    rebuild,
)
from briefing.transforms.scheme import Scheme

__all__ = ["gather_notes", "note_target"]


def note_target(footnote: Footnote) -> str:
    """Return the id of the note's text, which its mark links to."""
    return f"note:{footnote.id}"


def gather_notes(document: Document, scheme: Scheme) -> Document:
    """Give footnotes numbers and put their texts under a heading of their own at the end.

    A note that is called twice (the same id) keeps its first number.
    """
    numbers: dict[str, int] = {}
    items: list[ListItem] = []

    def number(node: Inline) -> Inline:
        if not isinstance(node, Footnote):
            return node
        if node.id not in numbers:
            numbers[node.id] = len(numbers) + 1
            items.append(ListItem(node.blocks, id=note_target(node)))
        return replace(node, number=numbers[node.id])

    blocks = rebuild(document.blocks, lambda block: block, number)
    if not items:
        return document
    heading = Heading(1, (Text(scheme.notes_title),), id="section:notes")
    notes = OrderedList(tuple(items), role="notes")
    return replace(document, blocks=(*blocks, heading, notes))
