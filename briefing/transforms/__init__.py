"""Document → Document: everything that both formats must agree on.

A step is a function of a document and the style's number :class:`Scheme`; the
list below is the whole story, in order.  Adding a step is adding a row.
"""

from __future__ import annotations

from collections.abc import Callable

from briefing.document import Document
from briefing.memory import collector_paused
from briefing.transforms.bare import bare
from briefing.transforms.closing import close, drop_colours
from briefing.transforms.notes import note_target, number_notes
from briefing.transforms.numbering import number_captions, number_headings, number_lists
from briefing.transforms.references import dangling, fill_contents, fill_references
from briefing.transforms.scheme import ClosingScheme, HeadingScheme, Scheme, han
from briefing.transforms.turning import turn_wide_tables

__all__ = [
    "STEPS",
    "ClosingScheme",
    "HeadingScheme",
    "Scheme",
    "apply",
    "bare",
    "dangling",
    "han",
    "note_target",
]

Step = Callable[[Document, Scheme], Document]

STEPS: tuple[Step, ...] = (
    close,
    number_notes,
    number_headings,
    number_lists,
    number_captions,
    fill_references,
    fill_contents,
    drop_colours,
    turn_wide_tables,
)


@collector_paused()
def apply(document: Document, scheme: Scheme) -> Document:
    """Return the document with every step applied, ready for any writer."""
    for step in STEPS:
        document = step(document, scheme)
    return document
