"""What Jinja2 sees of a template: its tags, and numbers for all that stands between them.

Each tag is a line, each piece of the file's XML a line such as ``<12>``.  So XML
never passes through Jinja2, the line of an error names its tag, and what is filled in
is put together from the pieces again (see ``filling``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Literal

from briefing.problems import Place
from briefing.wordtemplate.marking import MARK, Marks
from briefing.wordtemplate.places import BLOCK_HOLDERS, NOTE
from briefing.wordtemplate.tags import OBJECT, Tag
from briefing.wordtemplate.xml import Element, bare, declare, qn, text_of

__all__ = ["Slot", "Source", "make_source", "tag_place"]

_MARK = re.compile(r'<bt:tag [^>]*?n="(\d+)"[^>]*/>|\ue000(\d+)\ue001')
_FAR = 12
"""How many tags after the one at fault are searched for a word of it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value is printed.

    ``run``: among the runs of a paragraph; with ``alone``, nothing else stands in it.
    ``block``: in the place of a paragraph.  ``text``: inside a text or an attribute.
    ``run_look`` and ``paragraph_look`` are the markup of ``w:rPr`` and ``w:pPr``;
    ``width`` is the room for a block, in twips.
    """

    kind: Literal["run", "block", "text"]
    tag: Tag
    part: str
    run_look: str = ""
    paragraph_look: str = ""
    alone: bool = False
    width: int | None = None


@dataclass(slots=True)
class Source:
    """The pieces of a template's parts, and the lines that Jinja2 reads.

    ``slots`` tells by a piece's number where the value goes that follows it;
    ``stories`` which part begins with a piece.
    """

    shown: str
    pieces: list[str] = field(default_factory=list)
    slots: dict[int, Slot] = field(default_factory=dict)
    stories: dict[int, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    tags: dict[int, Tag] = field(default_factory=dict)
    _numbers: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What Jinja2 reads."""
        return "\n".join(self.lines) + "\n"

    def place(self, line: int | None, word: str = "", nth: int = 0) -> Place:
        """Return the place of the ``nth`` occurrence of a word, from the tag of a line on."""
        first = line or 1
        numbers = list(self.tags) if len(self._numbers) != len(self.tags) else self._numbers
        self._numbers = numbers
        at = bisect_left(numbers, first)
        following = numbers[at : at + _FAR]
        if not following:
            return Place(self.shown)
        if word:
            written = re.compile(
                (r"(?<!\w)" if word[0].isalnum() or word[0] == "_" else "")
                + re.escape(word)
                + (r"(?!\w)" if word[-1].isalnum() or word[-1] == "_" else "")
            )
            for number in following:
                tag = self.tags[number]
                if found := [match.start() for match in written.finditer(tag.text)]:
                    start = tag.start + found[min(nth, len(found) - 1)]
                    return _place(self.shown, tag, start, len(word))
        return tag_place(self.shown, self.tags[following[0]])


def tag_place(shown: str, tag: Tag) -> Place:
    """Return the place of a whole tag."""
    return _place(shown, tag, tag.start, tag.end - tag.start)


def _place(shown: str, tag: Tag, start: int, width: int) -> Place:
    excerpt = re.sub(r"[\n\t]", " ", tag.paragraph).replace(OBJECT, "·")
    return Place(shown, None, start + 1, width, excerpt, tag.inside)


def make_source(shown: str, stories: Sequence[tuple[str, Element]], marks: Marks) -> Source:
    """Return the source of the parts, whose marks stand where their levels say."""
    source = Source(shown)
    for name, root in stories:
        declare(root)
        slots = _slots(root, marks, name)
        first, text, at = True, text_of(root), 0
        for match in _MARK.finditer(text):
            number = int(match.group(1) or match.group(2))
            tag = marks.tags[number]
            if tag.kind == "comment":
                slot = None
            elif tag.kind == "print":
                slot = slots.get(number) or Slot("text", tag, name)
            else:
                slot = None
            _piece(source, text[at : match.start()], name if first else None, slot)
            first, at = False, match.end()
            if tag.kind != "comment":
                source.lines.append(tag.text)
                source.tags[len(source.lines)] = tag
        _piece(source, text[at:], name if first else None, None)
    return source


def _piece(source: Source, text: str, story: str | None, slot: Slot | None) -> None:
    number = len(source.pieces)
    source.pieces.append(text)
    if story is not None:
        source.stories[number] = story
    if slot is not None:
        source.slots[number] = slot
    source.lines.append(f"<{number}>")


def _slots(root: Element, marks: Marks, part: str) -> dict[int, Slot]:
    """Take the looks out of the marks of a part; return where their values go."""
    slots: dict[int, Slot] = {}
    seen: dict[Element, tuple[str, int]] = {}
    for mark in root.iter(MARK):
        number = int(mark.get("n", "0"))
        looks = {child.tag: bare(child) for child in mark}
        for child in list(mark):
            mark.remove(child)
        if marks.tags[number].kind != "print":
            continue
        paragraph = next(
            (
                one
                for one in mark.iterancestors()
                if one.tag == qn("w:p") or one.tag in BLOCK_HOLDERS
            ),
            None,
        )
        inside = paragraph is not None and paragraph.tag == qn("w:p")
        look = looks.get(qn("w:pPr"), "")
        alone = False
        if inside and paragraph is not None and mark.getparent() is paragraph:
            if paragraph not in seen:
                seen[paragraph] = (
                    _paragraph_look(paragraph),
                    sum(child.tag not in _BESIDE for child in paragraph),
                )
            look, inner = seen[paragraph]
            alone = inner == 1
        slots[number] = Slot(
            "run" if inside else "block", marks.tags[number], _own_part(mark, part),
            looks.get(qn("w:rPr"), ""), look, alone, None if inside else _room(mark),
        )  # fmt: skip
    return slots


def _paragraph_look(paragraph: Element) -> str:
    own = paragraph.find(qn("w:pPr"))
    if own is None:
        return ""
    own = deepcopy(own)
    for section in own.findall(qn("w:sectPr")):
        own.remove(section)
    return bare(own)


def _own_part(mark: Element, part: str) -> str:
    """Return the part that a mark belongs to: a note stands in the body only for a while."""
    note = next(mark.iterancestors(NOTE), None)
    return note.get("part", part) if note is not None else part


def _room(mark: Element) -> int | None:
    """Return the width in twips of the cell or the page that a mark stands in."""
    cell = next(mark.iterancestors(qn("w:tc")), None)
    if cell is not None:
        width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
        if width is None or width.get(qn("w:type")) != "dxa":
            return None
        return max(1_000, _twips(width, "w") - 216)  # Word's own padding
    following = next(mark.itersiblings(qn("w:p"), qn("w:sectPr")), None)
    while following is not None:
        section = next(following.iter(qn("w:sectPr")), None)
        if section is not None:
            return _text_width(section)
        following = next(following.itersiblings(qn("w:p"), qn("w:sectPr")), None)
    return None


def _text_width(section: Element) -> int | None:
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if size is None or margins is None:
        return None
    width = _twips(size, "w") - sum(_twips(margins, side) for side in ("left", "right", "gutter"))
    columns = section.find(qn("w:cols"))
    number = max(1, min(45, _twips(columns, "num"))) if columns is not None else 1
    return max(1_000, width // number)


def _twips(one: Element, name: str) -> int:
    value = one.get(qn(f"w:{name}"), "").partition(".")[0]
    return int(value) if value.isdigit() and len(value) < 7 else 0


_BESIDE = frozenset(qn(f"w:{name}") for name in ("pPr", "bookmarkStart", "bookmarkEnd"))
