"""Which styles a document of ours has, and what a person sees them called.

A style that Word knows keeps Word's own name (``heading 1``, ``List Bullet``),
so that every language version of Word shows it in its own words; the others
have names of ours.  ``look`` is the key in the house style.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "CHARACTER_STYLES",
    "LIST_NAMES",
    "PARAGRAPH_NAMES",
    "PARAGRAPH_STYLES",
    "ParagraphStyle",
    "box_style",
    "table_style",
]


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style.

    ``following`` is the style of the paragraph that Enter begins; None: the
    same.  ``priority`` orders the list of recommended styles.  ``shown``: stands
    in the gallery.  ``outline`` is the outline level, from 0.  ``tabs`` names a
    set of tab stops: ``right`` at the right margin, ``leader`` there with dots.
    ``plain`` leaves out the look's lines, ``keep`` and ``bold`` add to it: what
    heads a table or follows a heading never ends a page.
    """

    id: str
    name: str
    look: str
    following: str | None = None
    priority: int = 30
    shown: bool = False
    outline: int | None = None
    tabs: str | None = None
    align: str | None = None
    plain: bool = False
    keep: bool = False
    bold: bool = False


_S = ParagraphStyle

PARAGRAPH_STYLES: tuple[ParagraphStyle, ...] = (
    _S("BodyText", "Body Text", "body", priority=1, shown=True),
    _S("Lead", "Lead Paragraph", "lead", "BodyText", 2, shown=True),
    _S("Title", "Title", "title", "Subtitle", 3, shown=True),
    _S("Subtitle", "Subtitle", "subtitle", "BodyText", 4, shown=True),
    _S("Heading1", "heading 1", "heading1", "BodyText", 9, shown=True, outline=0),
    _S("Heading2", "heading 2", "heading2", "BodyText", 9, shown=True, outline=1),
    _S("Heading3", "heading 3", "heading3", "BodyText", 9, shown=True, outline=2),
    _S("Heading4", "heading 4", "heading4", "BodyText", 9, shown=True, outline=3),
    _S("Meta", "Facts", "meta", "BodyText", 11, shown=True, keep=True),
    _S("Remark", "Remark", "note", "BodyText", 12, shown=True),
    _S("Imprint", "Imprint", "imprint", priority=13, shown=True),
    _S("Quote", "Quote", "quote", "BodyText", 29, shown=True),
    _S("CodeBlock", "Code Block", "code", priority=31),
    _S("DefinitionTerm", "Definition Term", "term", "Definition", 32),
    _S("Definition", "Definition", "definition", "DefinitionTerm", 33),
    _S("Caption", "caption", "caption", "BodyText", 35, shown=True, keep=True),
    *(
        entry
        for suffix, words, align in (
            ("", "", None),
            ("Centered", " Centered", "center"),
            ("Right", " Right", "right"),
        )
        for entry in (
            _S(
                f"TableHeading{suffix}",
                f"Table Heading{words}",
                "table-head",
                None,
                40,
                shown=not suffix,
                align=align,
                keep=True,
            ),
            _S(
                f"TableRowHeading{suffix}",
                f"Table Row Heading{words}",
                "table-text",
                None,
                40,
                align=align,
                bold=True,
            ),
            _S(
                f"TableText{suffix}",
                f"Table Text{words}",
                "table-text",
                None,
                41,
                shown=not suffix,
                align=align,
            ),
        )
    ),
    _S("CalloutTitle", "Callout Title", "callout-title", "CalloutText", 45, shown=True),
    _S("CalloutText", "Callout Text", "callout-text", priority=46, shown=True),
    _S("MastheadOrganization", "Masthead Organization", "masthead-organization", tabs="right"),
    _S("MastheadSeries", "Masthead Series", "masthead-series"),
    _S("MastheadDetails", "Masthead Details", "masthead-meta", "BodyText", tabs="right"),
    _S("TOCHeading", "TOC Heading", "contents-title", "BodyText", 39),
    _S("TOC1", "toc 1", "contents1", "BodyText", 39, tabs="leader"),
    _S("TOC2", "toc 2", "contents2", "BodyText", 39, tabs="leader"),
    _S("TOC3", "toc 3", "contents3", "BodyText", 39, tabs="leader"),
    _S("Header", "header", "header", priority=60, tabs="right"),
    _S("HeaderFirst", "Header First Page", "header", priority=60, plain=True),
    _S("Footer", "footer", "footer", priority=60, tabs="right"),
    _S("FootnoteText", "footnote text", "footnote", priority=61),
)
"""The paragraph styles whose look the house style gives; those of lists follow from its lists."""

LIST_NAMES = {
    "bullet": "List Bullet",
    "plain": "List Number",
    "recommendations": "Recommendation",
    "sources": "Source Item",
}
"""The name of the style of each kind of list, at its first level."""

PARAGRAPH_NAMES: Mapping[str, str] = {
    **{entry.id: entry.name for entry in PARAGRAPH_STYLES},
    **{
        name.replace(" ", "") + suffix: f"{name} {suffix}".strip()
        for name, suffixes in (
            (LIST_NAMES["bullet"], ("", "2", "3")),
            (LIST_NAMES["plain"], ("", "2", "3")),
            ("List Continue", ("", "2", "3")),
            (LIST_NAMES["recommendations"], ("",)),
            (LIST_NAMES["sources"], ("",)),
            ("Recommendation Text", ("",)),
            ("Recommendation Facts", ("",)),
            ("Recommendation Remark", ("",)),
            ("Table Facts", ("",)),
            ("Masthead Classification", ("",)),
            ("Page Number Odd", ("",)),
            ("Page Number Even", ("",)),
            ("Picture", ("",)),
            ("Rule", ("",)),
        )
        for suffix in suffixes
    },
    "Closing": "Closing Block",
    "ClosingRight": "Closing Block Right",
    "Spacer": "Table Spacer",
}
"""The names of all paragraph styles of ours, by their ids."""

CHARACTER_STYLES: dict[str, tuple[str, str]] = {
    "strong": ("Strong", "Strong"),
    "emphasis": ("Emphasis", "Emphasis"),
    "link": ("Hyperlink", "Hyperlink"),
    "reference": ("CrossReference", "Cross-Reference"),
    "label": ("Label", "Label"),
    "muted": ("Muted", "Muted"),
    "missing": ("NotStated", "Not Stated"),
    "analyst": ("AnalystJudgement", "Analyst Judgement"),
    "status": ("Status", "Status"),
    "number": ("KeyFigure", "Key Figure"),
    "code": ("Code", "Code"),
    "classification": ("Classification", "Classification"),
}
"""Style id and name by the house style's kind of characters."""


def table_style(role: str) -> tuple[str, str]:
    """Return id and name of the table style of a kind of table."""
    return f"{role.capitalize()}Table", f"{role.capitalize()} Table"


def box_style(role: str) -> tuple[str, str]:
    """Return id and name of the table style of a kind of callout."""
    words = role.replace("-", " ").title()
    return f"{words.replace(' ', '')}Box", f"{words} Box"
