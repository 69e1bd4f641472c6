"""DOCX → document: files of ours that people edited, and files of others.

:func:`read` is the way in.  Read on in this order: ``surface`` (what a file shows),
``parse`` (the file's XML to that), ``shape`` (the document that it was built from,
to the same), ``match`` (which is which), ``bind`` and ``lines`` (the document as it
stands), ``plain`` (what is new, or a file without a base).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.docx.opening import Refused

if TYPE_CHECKING:
    from briefing.document import Document
    from briefing.docx.read.reading import Reading, View

__all__ = ["Refused", "built_as", "read"]


def read(data: bytes, name: str = "", *, view: View = "accepted") -> Reading:
    """Return what a DOCX holds; see :func:`briefing.docx.read.reading.read`."""
    from briefing.docx.read.reading import read as read_

    return read_(data, name, view=view)


def built_as(data: bytes, name: str = "") -> Document | None:
    """Return what a DOCX was built as; see :func:`briefing.docx.read.reading.built_as`."""
    from briefing.docx.read.reading import built_as as built_as_

    return built_as_(data, name)
