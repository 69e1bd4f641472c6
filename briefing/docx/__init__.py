"""Document + house style → DOCX.

:func:`write` is the way in; :mod:`briefing.docx.fingerprint` tells whether a
file is still as it was written.  Read on in this order: ``writer`` (the whole),
``body`` and its neighbours (blocks, top-down), ``inlines``, then ``styles`` and
``numbering`` (the look), ``wml`` and ``drawingml`` (the elements), ``package``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.document import Document
    from briefing.style.model import Style

__all__ = ["write"]


def write(
    document: Document,
    style: Style,
    *,
    page_numbers: Mapping[str, int] | None = None,
    base: Document | None = None,
) -> bytes:
    """Return the document as a DOCX; see :func:`briefing.docx.writer.write`."""
    # python-docx takes a tenth of a second to import: only who writes pays for it.
    from briefing.docx.writer import write as write_

    return write_(document, style, page_numbers=page_numbers, base=base)
