"""Which paragraph style a plain paragraph takes, by its role and by what it stands in.

The writer asks in order to write; the reader asks in order to know what was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.document.nodes import ParagraphRole
from briefing.docx.numbering import LIST_STYLES

if TYPE_CHECKING:
    from briefing.docx.flow import Surface

__all__ = ["CELLS", "list_style", "text_style"]

CELLS = frozenset({"cell", "head", "row-head"})
"""The surfaces whose text takes the styles of tables."""

_ROLES: dict[ParagraphRole, str] = {
    "body": "BodyText",
    "lead": "Lead",
    "meta": "Meta",
    "note": "Remark",
    "imprint": "Imprint",
    "caption": "Caption",
}
_IN_RECOMMENDATION: dict[ParagraphRole, str] = {
    "body": "RecommendationText",
    "meta": "RecommendationFacts",
    "note": "RecommendationRemark",
}
_BODY_IN: dict[Surface, str] = {
    "box": "CalloutText",
    "quote": "Quote",
    "definition": "Definition",
    "note": "FootnoteText",
}
_IN_TABLE: dict[Surface, str] = {
    "head": "TableHeading",
    "row-head": "TableRowHeading",
    "cell": "TableText",
    "closing": "Closing",
}
_ALIGNED = {"left": "", "center": "Centered", "right": "Right"}
_CONTINUED = ("ListContinue", "ListContinue2", "ListContinue3")


def text_style(role: ParagraphRole, surface: Surface, depth: int, align: str) -> str:
    """Return the id of a paragraph's style.

    ``depth`` counts the lists around it, ``align`` is the alignment of its column.
    """
    if surface in _IN_TABLE:
        if role not in {"body", "lead"}:
            return "TableFacts"
        # What goes on in a list stands under the list's text, whatever the column says.
        return _IN_TABLE[surface] + ("" if depth else _ALIGNED[align])
    if surface == "recommendation" and role in _IN_RECOMMENDATION:
        return _IN_RECOMMENDATION[role]
    if role == "meta" and depth:
        return "ListFacts"
    if role != "body":
        return _ROLES[role]
    if depth:
        return _CONTINUED[min(depth, len(_CONTINUED)) - 1]
    return _BODY_IN.get(surface, _ROLES["body"])


def list_style(kind: str, surface: Surface, depth: int) -> str:
    """Return the id of the style of a list item's first paragraph; ``kind`` as in the style."""
    styles = LIST_STYLES[kind]
    return "TableText" if surface in CELLS else styles[min(depth, len(styles) - 1)]
