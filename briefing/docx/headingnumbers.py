"""Numbers of headings, counted along with Word."""

from __future__ import annotations

from briefing.docx.numbering import Numbering, heading_list, number_text
from briefing.style.model import Style

__all__ = ["DEEPEST", "HeadingNumbers"]

DEEPEST = 4
"""The deepest level of headings."""
_MOST = 100  # numbers that a deleted heading is known by


class HeadingNumbers:
    """Counts along with Word, so that a printed number and Word's never differ."""

    def __init__(self, style: Style, numbering: Numbering) -> None:
        """Begin to count."""
        self._style = style
        self._formats = style.headings
        self._numbering = numbering
        self._counts = dict.fromkeys(range(1, DEEPEST + 1), 0)
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
        for deeper in range(level + 1, DEEPEST + 1):
            if deeper in self._formats and self._formats[deeper].restart:
                self._counts[deeper] = 0
        return self._lists.get(base, base)
