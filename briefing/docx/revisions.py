"""Tracked changes (ISO/IEC 29500-1, 17.13.5): what a person can accept or reject one by one.

A paragraph's own end, a run, a table's row each say of themselves that they were
inserted or deleted.  Who did it and when is what the issue says: its publisher and its
date.  Word joins a paragraph whose end goes with the one after it; so the last
paragraph of a cell, which has none, hands its mark on to the one before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import groupby

from briefing.document import Change, Meta
from briefing.docx import wml
from briefing.docx.xml import Element, add, quoted

__all__ = ["Revisions"]

_NAMES = {
    ("inserted", False): "ins",
    ("deleted", False): "del",
    ("inserted", True): "moveTo",
    ("deleted", True): "moveFrom",
}


class Revisions:
    """Marks the changes of one document."""

    def __init__(self, meta: Meta, number: Callable[[], int], *, expected: bool) -> None:
        """Mark what changed as of ``meta``; ``number`` returns an id that nothing has yet.

        Where changes are ``expected``, paragraphs stay elements, so that they can be marked.
        """
        self.expected = expected
        author = meta.organization or meta.title or meta.identifier
        self._who = f"w:author={quoted(author)} w:date={quoted(_moment(meta.date))}"
        self._number = number
        self._marked: dict[int, tuple[Element, Change]] = {}
        self._ranges: Counter[tuple[str, int]] = Counter()

    def runs(self, parent: Element, start: int, change: Change) -> None:
        """Mark every run of ``parent`` from its part ``start`` on."""
        found: list[Element | str] = []
        for is_run, group in groupby(parent.parts[start:], _is_run):
            parts = list(group)
            if is_run:
                text = "".join(map(str, parts))
                if change.kind == "deleted" and change.move is None:
                    text = _gone(text)
                name = _name(change)
                found.append(f"<w:{name} {self._own()}>{text}</w:{name}>")
                continue
            for part in parts:
                if isinstance(part, Element) and part.name == "w:hyperlink":
                    self.runs(part, 0, change)
            found += parts
        parent.parts[start:] = found

    def paragraph(self, element: Element, change: Change) -> None:
        """Mark a whole paragraph: its runs, and its end."""
        properties = wml.paragraph_properties(element)
        self.runs(element, 1, change)
        self._mark(properties, change)
        self._marked[id(element)] = (element, change)

    def restyled(self, parent: Element, before: Element) -> None:
        """Say of the last paragraph of ``parent`` that it was what stands in ``before``."""
        now, was = (_last(one) for one in (parent, before))
        change = add(wml.paragraph_properties(now), "w:pPrChange")
        change.head += f" {self._own()}"
        _unmark(was)
        change.parts.append(wml.paragraph_properties(was))

    def row(self, element: Element, change: Change) -> None:
        """Mark a row of a table; what stands in it is marked by itself."""
        first = element.parts[0] if element.parts else None
        if not isinstance(first, Element) or first.name != "w:trPr":
            first = Element("w:trPr")
            element.parts.insert(0, first)
        name = "ins" if change.kind == "inserted" else "del"
        first.parts.append(f"<w:{name} {self._own()}/>")

    def begin_move(self, parent: Element, change: Change) -> Callable[[], None]:
        """Begin a stretch that moved; the function that is returned ends it."""
        assert change.move is not None
        name = _name(change)
        self._ranges[change.kind, change.move] += 1
        place = f"move{change.move}_{self._ranges[change.kind, change.move]}"
        number = self._number()
        parent.parts.append(
            f'<w:{name}RangeStart w:id="{number}" {self._who} w:name={quoted(place)}/>'
        )

        def end() -> None:
            parent.parts.append(f'<w:{name}RangeEnd w:id="{number}"/>')

        return end

    def settle(self, parent: Element) -> None:
        """Take the mark off the end that ``parent`` itself has, and give it to the one before."""
        if not self._marked:
            return
        ends = [part for part in parent.parts if isinstance(part, Element)]
        if not ends or id(ends[-1]) not in self._marked:
            return
        last, change = self._marked.pop(id(ends[-1]))
        _unmark(last)
        at = len(ends) - 2
        while at >= 0 and (
            id(ends[at]) in self._marked and self._marked[id(ends[at])][1] == change
        ):
            at -= 1
        before = ends[at] if at >= 0 else None
        if before is None or before.name != "w:p" or id(before) in self._marked:
            return
        if _style(before) == _style(last):
            self._mark(wml.paragraph_properties(before), change)
            self._marked[id(before)] = (before, change)

    def _mark(self, properties: Element, change: Change) -> None:
        own = wml.add_property(properties, "w:rPr")
        own.parts.append(f"<w:{_name(change)} {self._own()}/>")

    def _own(self) -> str:
        return f'w:id="{self._number()}" {self._who}'


def _name(change: Change) -> str:
    return _NAMES[change.kind, change.move is not None]


def _is_run(part: Element | str) -> bool:
    return part.startswith("<w:r>") if isinstance(part, str) else part.name == "w:r"


def _gone(runs: str) -> str:
    """Return the markup of runs as it is inside ``w:del``; text itself holds no ``<``."""
    for name, other in (("w:t", "w:delText"), ("w:instrText", "w:delInstrText")):
        runs = runs.replace(f"<{name}>", f"<{other}>").replace(f"<{name} ", f"<{other} ")
        runs = runs.replace(f"</{name}>", f"</{other}>")
    return runs


def _unmark(paragraph: Element) -> None:
    properties = wml.paragraph_properties(paragraph)
    properties.parts = [
        part for part in properties.parts if not isinstance(part, Element) or part.name != "w:rPr"
    ]


def _last(parent: Element) -> Element:
    return next(part for part in reversed(parent.parts) if isinstance(part, Element))


def _style(paragraph: Element) -> str:
    properties = str(paragraph.parts[0]) if paragraph.parts else ""
    return properties.partition('<w:pStyle w:val="')[2].partition('"')[0]


def _moment(date: str) -> str:
    """Return the beginning of a day, or of the first day where a date is less precise."""
    year, month, day = (*date[:10].split("-"), "01", "01")[:3]
    return f"{year}-{month}-{day}T00:00:00Z"
