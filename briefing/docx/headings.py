"""Headings, with numbers that Word counts by itself wherever it would count the same."""

from __future__ import annotations

from briefing.document import Heading
from briefing.docx.context import Context
from briefing.docx.flow import Flow
from briefing.docx.numbering import Numbering, heading_list, number_text, spaced
from briefing.docx.xml import Element
from briefing.style.model import Style

__all__ = ["HeadingNumbers", "write_heading"]

_DEEPEST = 4
_MOST = 100  # numbers that a deleted heading is known by


class HeadingNumbers:
    """Counts along with Word, so that a printed number and Word's never differ."""

    def __init__(self, style: Style, numbering: Numbering) -> None:
        """Begin to count."""
        self._style = style
        self._formats = style.headings
        self._numbering = numbering
        self._counts = dict.fromkeys(range(1, _DEEPEST + 1), 0)
        self._lists: dict[int, int] = {}
        self._own: dict[int, int] = {}

    def style_list(self, level: int) -> int:
        """Return the ``numId`` that a level's own style brings along."""
        known = self._own.get(level)
        if known is None:
            known = self._own[level] = heading_list(self._style, level)
        return known

    def list_for(self, level: int, printed: str, *, gone: bool = False) -> int | None:
        """Return the ``numId`` with which Word prints ``printed``, or None if it can't.

        A heading that is ``gone`` counts only in the document as it was.
        """
        own = self._formats.get(level)
        if own is None:
            return None
        base = self.style_list(level)
        if gone:
            numbers = (number_text(own.format, number) for number in range(1, _MOST))
            return self._lists.get(base, base) if printed in numbers else None
        number = self._counts[level] + 1
        if number_text(own.format, number) != printed:
            if number_text(own.format, 1) != printed:
                return None
            # Word doesn't see an unnumbered heading above as a reason to begin anew.
            number = 1
            self._lists[base] = self._numbering.start(base, level - 1, 1)
        self._counts[level] = number
        for deeper in range(level + 1, _DEEPEST + 1):
            if deeper in self._formats and self._formats[deeper].restart:
                self._counts[deeper] = 0
        return self._lists.get(base, base)


def write_heading(context: Context, flow: Flow, node: Heading) -> None:
    """Write a heading; without a number it leaves the numbering of its style."""
    level = min(max(node.level, 1), _DEEPEST)
    style = f"Heading{level}"
    in_style = level in context.style.headings
    flow.anchor(node.id)
    gone = flow.change is not None and flow.change.kind == "deleted"
    list_ = context.headings.list_for(level, node.number, gone=gone) if node.number else None
    if list_ is not None:
        # The style itself carries the first list.  Of what a heading was, LibreOffice (7.4)
        # takes only what is said there, and keeps the list that it is in now.
        own = context.headings.style_list(level)
        number = None if list_ == own and not gone else (list_, level - 1)
        flow.paragraph(style, context.fill(node.children), numbering=number)
        return

    def fill(paragraph: Element) -> None:
        if node.number:
            context.inlines.words(paragraph, spaced(node.number))
        context.inlines.write(paragraph, node.children)

    flow.paragraph(
        style,
        fill,
        numbering=(0, 0) if in_style else None,
        indent=flow.indent if in_style else None,
    )
