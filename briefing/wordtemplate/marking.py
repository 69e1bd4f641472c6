"""From tags that are typed to marks in the tree: one element for each whole tag.

The run that a tag begins in is cut, so that a mark stands between runs and never
inside one; what is printed takes the look of the tag's first character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from briefing.wordtemplate.places import NOTE
from briefing.wordtemplate.tags import OBJECT, Tag, Unclosed, find_tags
from briefing.wordtemplate.xml import BRIEFING, Element, qn

__all__ = ["MARK", "Marks", "mark_attributes", "mark_paragraph", "run_text", "runs_of"]

MARK = f"{{{BRIEFING}}}tag"
"""Stands for a tag; its attribute ``n`` is the tag's number."""

HELD = re.compile("[\ue000\ue001]")
"""What the marks of values are made of while a file is filled in (see ``source``)."""

_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_WEIGHTLESS = frozenset(
    qn(f"w:{name}")
    for name in ("rPr", "softHyphen", "fldChar", "instrText", "footnoteRef", "endnoteRef")
)
_OPAQUE = frozenset([qn("w:pPr"), qn("w:rPr"), NOTE])
# What docxtpl's users write for braces that are no tag.
_LITERAL = re.compile(r"\{_([{%#])|([}%#])_\}")


@dataclass(slots=True)
class Marks:
    """The tags of a file by their number, and what was typed wrong."""

    tags: list[Tag]
    unclosed: list[tuple[Unclosed, str, str]]
    raw: bool = False

    def add(self, tag: Tag) -> int:
        """Keep a tag; return its number."""
        self.tags.append(tag)
        return len(self.tags) - 1

    def element(self, tag: Tag) -> Element:
        """Keep a tag; return the mark that stands for it."""
        mark = etree.Element(MARK, nsmap={"bt": BRIEFING})
        mark.set("n", str(self.add(tag)))
        return mark

    def chosen(self, text: str, inside: str) -> Iterator[Tag]:
        """Yield the tags of a text; what stands between raw and endraw is none."""
        for found in find_tags(text, inside):
            if isinstance(found, Unclosed):
                if not self.raw:
                    self.unclosed.append((found, text, inside))
            elif self.raw and found.word != "endraw":
                continue
            else:
                if found.word in {"raw", "endraw"}:
                    self.raw = found.word == "raw"
                yield found


def mark_paragraph(paragraph: Element, inside: str, marks: Marks) -> None:
    """Put marks in the place of a paragraph's tags."""
    runs = list(runs_of(paragraph))
    text = "".join(map(run_text, runs))
    if "{" not in text and "｛" not in text and "_}" not in text and not HELD.search(text):
        return
    tags = sorted(marks.chosen(text, inside), key=lambda tag: tag.start)
    at = first = 0
    for run in runs:
        end = at + len(run_text(run))
        while first < len(tags) and tags[first].end <= at:
            first += 1
        last = first
        while last < len(tags) and tags[last].start < end:
            last += 1
        _cut(run, at, tags[first:last], marks, lambda part: _text(part, marks, inside))
        at = end


def runs_of(element: Element) -> Iterator[Element]:
    """Yield the runs of a paragraph, not those of what stands in it."""
    for child in element:
        if child.tag == qn("w:r"):
            yield child
        elif child.tag not in _OPAQUE:
            yield from runs_of(child)


def run_text(run: Element) -> str:
    """Return the text of a run, one sign for all that is no text."""
    return "".join(map(_sign, run))


def _sign(child: Element) -> str:
    """Return the text of a run's child: its signs, or one for what is no text."""
    if child.tag == qn("w:t"):
        return child.text or ""
    if child.tag in _WEIGHTLESS:
        return ""
    return _SIGNS.get(str(child.tag), OBJECT)


def _cut(
    run: Element, at: int, own: list[Tag], marks: Marks, text: Callable[[str], list[Element]]
) -> None:
    """Put a run that begins at ``at`` into pieces around ``own``: the tags that are in it."""
    if not own and not any(
        child.tag == qn("w:t")
        and (HELD.search(child.text or "") or _LITERAL.search(child.text or ""))
        for child in run
    ):
        return
    look = run.find(qn("w:rPr"))
    pieces: list[Element] = []

    def fresh() -> Element:
        piece = etree.Element(qn("w:r"), {str(k): str(v) for k, v in run.attrib.items()})
        if look is not None:
            piece.append(deepcopy(look))
        pieces.append(piece)
        return piece

    piece = fresh()
    first = 0
    for child in list(run):
        if child.tag == qn("w:rPr"):
            continue
        sign = _sign(child)
        if not sign:
            piece.append(child)
            continue
        here, stop = at, at + len(sign)
        at = stop
        while here < stop:
            while first < len(own) and own[first].end <= here:
                first += 1
            tag = own[first] if first < len(own) else None
            if tag is None or tag.start >= stop:
                piece.extend(text(sign[here - stop :]) if child.tag == qn("w:t") else [child])
                break
            if tag.start > here:
                piece.extend(text(sign[here - stop : tag.start - stop]))
                here = tag.start
            if tag.start == here:
                mark = marks.element(tag)
                if look is not None:
                    mark.append(deepcopy(look))
                pieces.append(mark)
                piece = fresh()
            here = tag.end
    parent = run.getparent()
    assert parent is not None
    for piece in pieces:
        if piece.tag == MARK or any(child.tag != qn("w:rPr") for child in piece):
            run.addprevious(piece)
    parent.remove(run)


def _text(words: str, marks: Marks, inside: str) -> list[Element]:
    """Return the elements of a text that is no tag."""
    words = _LITERAL.sub(lambda m: f"{{{m[1]}" if m[1] else f"{m[2]}}}", words)
    element = etree.Element(qn("w:t"))
    element.set(qn("xml:space"), "preserve")
    element.text = _held(words, marks, inside)
    return [element]


def _held(words: str, marks: Marks, inside: str) -> str:
    """Return a text in which the signs that we use ourselves are printed by tags."""

    def printed(match: re.Match[str]) -> str:
        tag = Tag(f'{{{{ "{match.group()}" }}}}', "print", "words", "", 0, 1, match.group(), inside)
        return f"\ue000{marks.add(tag)}\ue001"

    return HELD.sub(printed, words)


def mark_attributes(root: Element, places: dict[Element, str], label: str, marks: Marks) -> None:
    """Put marks in the place of what attributes print, such as a picture's description."""
    for element in root.iter():
        if element.tag == MARK:
            continue
        for name, held in element.attrib.items():
            value = str(held)
            if "{{" not in value and not HELD.search(value):
                continue
            paragraph = next((one for one in element.iterancestors() if one in places), None)
            inside = places.get(paragraph, label) if paragraph is not None else label
            found, at = "", 0
            for tag in marks.chosen(value, f"{inside}, {etree.QName(str(name)).localname}"):
                if tag.kind != "print":
                    continue
                found += HELD.sub("\ufffd", value[at : tag.start]) + f"\ue000{marks.add(tag)}\ue001"
                at = tag.end
            element.set(name, found + HELD.sub("\ufffd", value[at:]))
