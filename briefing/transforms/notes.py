"""Footnotes: numbered in reading order; each writer puts their texts where it can."""

from __future__ import annotations

from dataclasses import replace

from briefing.document import Document, Footnote, Inline, rebuild
from briefing.transforms.scheme import Scheme

__all__ = ["note_target", "number_notes"]


def note_target(footnote: Footnote) -> str:
    """Return the id of the note's text, which its mark links to."""
    return f"note:{footnote.id}"


def number_notes(document: Document, _scheme: Scheme) -> Document:
    """Give footnotes numbers, from 1 through the document.

    A note that is called again (the same id) keeps its number and has no text
    the second time.
    """
    numbers: dict[str, int] = {}

    def number(node: Inline) -> Inline:
        if not isinstance(node, Footnote):
            return node
        if node.id in numbers:
            return replace(node, number=numbers[node.id], blocks=())
        numbers[node.id] = len(numbers) + 1
        return replace(node, number=numbers[node.id])

    return replace(document, blocks=rebuild(document.blocks, lambda block: block, number))
