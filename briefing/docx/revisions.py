"""Tracked changes (ISO/IEC 29500-1, 17.13.5): what a person can accept or reject one by one.

A paragraph's own end, a run, a table's row each say of themselves that they were
inserted or deleted.  Who did it and when is what the issue says: its publisher and its
date.  Word joins a paragraph whose end goes with the one after it; so the last
paragraph of a cell, which has none, hands its mark on to the one before.

Two things are for LibreOffice (7.4) alone, and change nothing that one sees:

- It takes words for moved that one author inserted and, further down, deleted, or the
  other way round.  Where these are a paragraph, it then settles the paragraph's end by
  itself, and the next paragraph loses its style.  Such a paragraph is therefore somebody
  else's: the author's name is followed by spaces that don't break, one where it was
  inserted and two where it was deleted.
- It takes what was inserted at the end of a paragraph and at the beginning of the next
  for one insertion, with the end between them.  So the next is from another hour.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate, groupby
from typing import NamedTuple

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

_MOST = 20  # runs
_SHORTEST = 6
"""Of fewer characters, or without a space among them, LibreOffice says nothing."""
_SPACES = {"inserted": "\u00a0", "deleted": "\u00a0\u00a0"}
_LOOK = re.compile(r"<w:(?:pStyle|numId|ilvl) [^>]*>")
_KINDS = {name: kind for (kind, _), name in _NAMES.items()}
_SIGNS = {"tab": "\t", "br": "\n", None: ""}
_RUN = re.compile(
    r"<w:(?P<kind>ins|del|moveFrom|moveTo) |</w:(?P<end>ins|del|moveFrom|moveTo)>"
    r"|<w:(?:t|delText)(?: [^>]*)?>(?P<text>[^<]*)<|<w:(?P<sign>tab|br)/>|(?P<run><w:r>)"
)


class _Marked(NamedTuple):
    """A paragraph whose end is marked, and as whose change."""

    element: Element
    change: Change
    who: str


class Revisions:
    """Marks the changes of one document."""

    def __init__(self, meta: Meta, number: Callable[[], int], *, expected: bool) -> None:
        """Mark what changed as of ``meta``; ``number`` returns an id that nothing has yet.

        Where changes are ``expected``, paragraphs stay elements, so that they can be marked.
        """
        self.expected = expected
        author = meta.organization or "; ".join(meta.authors) or meta.title or meta.identifier
        self._author = author
        self._day = _day(meta.date)
        self._hour = 0
        self._who = self._by()
        self._number = number
        self._marked: dict[int, _Marked] = {}
        self._ranges: Counter[tuple[str, int]] = Counter()
        self._said: dict[str, set[str]] = {"inserted": set(), "deleted": set()}
        self._in_runs = False
        self._ends_inserted = False

    def begin(self) -> None:
        """Begin a paragraph: what is marked from here on is in it, or whole rows below it."""
        if self._ends_inserted:
            self._hour = 1 - self._hour
        self._who = self._by()
        self._in_runs = self._ends_inserted = False

    def runs(self, parent: Element, start: int, change: Change, who: str = "") -> None:
        """Mark every run of ``parent`` from its part ``start`` on; ``who`` did it, or the issuer."""
        self._in_runs = True
        found: list[Element | str] = []
        for is_run, group in groupby(parent.parts[start:], _is_run):
            parts = list(group)
            if is_run:
                text = "".join(map(str, parts))
                if change.kind == "deleted" and change.move is None:
                    text = _gone(text)
                name = _name(change)
                found.append(f"<w:{name} {self._own(who)}>{text}</w:{name}>")
                continue
            for part in parts:
                if isinstance(part, Element) and part.name == "w:hyperlink":
                    self.runs(part, 0, change, who)
            found += parts
        parent.parts[start:] = found

    def paragraph(self, element: Element, change: Change | None) -> None:
        """Mark a whole paragraph: its runs, and its end.  Without a change, only its runs are.

        Paragraphs are told of in their order, each once, after they were begun.
        """
        if change is None:
            if self._in_runs:
                markup = str(element)
                for kind, runs in _changed(markup):
                    self._said[kind] |= _stretches(runs)
                self._ends_inserted = markup.rfind("</w:ins>") > markup.rfind("</w:r>")
            return
        runs = _runs(str(element))
        before = self._said["inserted" if change.kind == "deleted" else "deleted"]
        taken = change.move is None and not before.isdisjoint(_beginnings(runs))
        who = self._by(_SPACES[change.kind]) if taken else self._who
        self._said[change.kind] |= _stretches(runs)
        properties = wml.paragraph_properties(element)
        self.runs(element, 1, change, who)
        self._mark(properties, change, who)
        self._marked[id(element)] = _Marked(element, change, who)

    def restyled(self, parent: Element, before: Element) -> None:
        """Say of the last paragraph of ``parent`` that it was what stands in ``before``."""
        now, was = (_last(one) for one in (parent, before))
        _unmark(was)
        self._was(wml.paragraph_properties(now), wml.paragraph_properties(was))

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
        """Take the mark off the end that ``parent`` itself has, and give it to the one before.

        The two become one paragraph, which then looks like the one before.
        """
        if not self._marked:
            return
        ends = [part for part in parent.parts if isinstance(part, Element)]
        if not ends or id(ends[-1]) not in self._marked:
            return
        last, change, who = self._marked.pop(id(ends[-1]))
        _unmark(last)
        at = len(ends) - 2
        while at >= 0 and (
            id(ends[at]) in self._marked and self._marked[id(ends[at])].change == change
        ):
            at -= 1
        before = ends[at] if at >= 0 else None
        if before is None or before.name != "w:p" or id(before) in self._marked:
            return
        ours, theirs = _plain(last), _past(before) if change.kind == "inserted" else _plain(before)
        if _look(ours) != _look(theirs):
            now, was = (ours, theirs) if change.kind == "inserted" else (theirs, ours)
            last.parts[0] = now
            self._was(now, was)
        self._mark(wml.paragraph_properties(before), change, who)
        self._marked[id(before)] = _Marked(before, change, who)

    def _mark(self, properties: Element, change: Change, who: str) -> None:
        own = wml.add_property(properties, "w:rPr")
        own.parts.append(f"<w:{_name(change)} {self._own(who)}/>")

    def _was(self, now: Element, was: Element) -> None:
        change = add(now, "w:pPrChange")
        change.head += f" {self._own()}"
        change.parts.append(was)

    def _by(self, spaces: str = "") -> str:
        when = quoted(f"{self._day}T{self._hour:02}:00:00Z")
        date = f" w:date={when}" if self._day else ""
        return f"w:author={quoted(self._author + spaces)}{date}"

    def _own(self, who: str = "") -> str:
        return f'w:id="{self._number()}" {who or self._who}'


def _name(change: Change) -> str:
    return _NAMES[change.kind, change.move is not None]


def _is_run(part: Element | str) -> bool:
    return part.startswith("<w:r>") if isinstance(part, str) else part.name == "w:r"


def _runs(markup: str) -> list[str]:
    """Return the words of each run of a paragraph, as markup has them."""
    runs: list[str] = []
    for found in _RUN.finditer(markup):
        if found["run"]:
            runs.append("")
        elif runs and not found["kind"] and not found["end"]:
            runs[-1] += found["text"] or _SIGNS[found["sign"]]
    return runs


def _beginnings(runs: list[str]) -> set[str]:
    """Return the words of the first runs, of which LibreOffice may say that they moved."""
    found = (so_far.strip() for so_far in accumulate(runs[:_MOST]))
    return {words for words in found if len(words) >= _SHORTEST and " " in words}


def _stretches(runs: list[str]) -> set[str]:
    """Return the words of all runs that follow each other."""
    return {words for start in range(len(runs)) for words in _beginnings(runs[start:])}


def _changed(paragraph: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the runs of each stretch of a paragraph that was inserted or deleted, and which."""
    runs: list[str] = []
    kind = within = ""
    for found in _RUN.finditer(paragraph):
        if found["end"]:
            within = ""
        elif found["kind"]:
            within = _KINDS[found["kind"]]
        elif found["run"]:
            if within != kind:
                if kind:
                    yield kind, runs
                kind, runs = within, []
            runs.append("")
        elif within and runs:
            runs[-1] += found["text"] or _SIGNS[found["sign"]]
    if kind:
        yield kind, runs


def _gone(runs: str) -> str:
    """Return the markup of runs as it is inside ``w:del``; text itself holds no ``<``."""
    for name, other in (("w:t", "w:delText"), ("w:instrText", "w:delInstrText")):
        runs = runs.replace(f"<{name}>", f"<{other}>").replace(f"<{name} ", f"<{other} ")
        runs = runs.replace(f"</{name}>", f"</{other}>")
    return runs


def _unmark(paragraph: Element) -> None:
    properties = wml.paragraph_properties(paragraph)
    properties.parts = [part for part in properties.parts if not _is(part, "w:rPr")]


def _plain(paragraph: Element) -> Element:
    """Return what a paragraph says of itself, without what is said of its end and its past."""
    parts = wml.paragraph_properties(paragraph).parts
    return Element("w:pPr", [p for p in parts if not _is(p, "w:rPr") and not _is(p, "w:pPrChange")])


def _past(paragraph: Element) -> Element:
    """Return what a paragraph said of itself before it was changed, if it was."""
    for part in wml.paragraph_properties(paragraph).parts:
        if isinstance(part, Element) and part.name == "w:pPrChange":
            (was,) = part.parts
            assert isinstance(was, Element)
            return Element("w:pPr", list(was.parts))
    return _plain(paragraph)


def _is(part: Element | str, name: str) -> bool:
    return isinstance(part, Element) and part.name == name


def _last(parent: Element) -> Element:
    return next(part for part in reversed(parent.parts) if isinstance(part, Element))


def _look(properties: Element) -> list[str]:
    """Return the style that a paragraph names, and the list and the level."""
    return _LOOK.findall(str(properties))


def _day(date: str) -> str:
    """Return a day, or the first day where a date is less precise; nothing without a date."""
    if not date:
        return ""
    year, month, day = (*date[:10].split("-"), "01", "01")[:3]
    return f"{year}-{month}-{day}"
