"""Where paragraphs stand, in the words of somebody who looks at the file in Word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.wordtemplate.xml import BRIEFING, Element, qn

if TYPE_CHECKING:
    from briefing.wordtemplate.tidying import Tidied

__all__ = ["BLOCK_HOLDERS", "NOTE", "own_children", "paragraph_places", "story_labels"]

NOTE = f"{{{BRIEFING}}}note"
"""Holds a footnote's blocks at the place that refers to it."""

P, TBL, TR, TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_THROUGH = frozenset(
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")
)
BLOCK_HOLDERS = frozenset(
    [qn(f"w:{name}") for name in ("body", "hdr", "ftr", "footnote", "endnote", "tc", "txbxContent")]
    + [NOTE]
)
"""What holds paragraphs and tables, and needs a paragraph at its end."""


def own_children(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the children of one kind, also those in content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from own_children(child, tag)


def paragraph_places(root: Element, label: str) -> dict[Element, str]:
    """Return for every paragraph of a part where it stands, such as ``body, table 2, row 3, …``."""
    places: dict[Element, str] = {}
    _holder(root, label, places)
    return places


def _blocks(holder: Element) -> Iterator[Element]:
    for child in holder:
        if child.tag in {P, TBL}:
            yield child
        elif child.tag in _THROUGH or child.tag == qn("w:body"):
            yield from _blocks(child)


def _holder(holder: Element, label: str, places: dict[Element, str]) -> None:
    paragraphs = tables = 0
    for block in _blocks(holder):
        if block.tag == P:
            paragraphs += 1
            _paragraph(block, f"{label}, paragraph {paragraphs}", places)
        else:
            tables += 1
            for row, line in enumerate(own_children(block, TR), 1):
                for cell, box in enumerate(own_children(line, TC), 1):
                    where = f"{label}, table {tables}, row {row}, cell {cell}"
                    _holder(box, where, places)


def _paragraph(paragraph: Element, label: str, places: dict[Element, str]) -> None:
    places[paragraph] = label
    boxes = 0
    for found in _inner(paragraph):
        if found.tag == NOTE:
            _holder(found, found.get("label", ""), places)
            continue
        # What an older program sees is the same box once more, not another.
        if not any(one.tag.endswith("}Fallback") for one in found.iterancestors()):
            boxes += 1
        _holder(found, f"{label}, text box {boxes}", places)


def _inner(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag in {NOTE, qn("w:txbxContent")}:
            yield child
        else:
            yield from _inner(child)


def story_labels(tidied: Tidied) -> dict[str, str]:
    """Return for every part with text what people call it, such as ``header of the first page``."""
    labels = {tidied.main: "body"}
    targets = {relation.id: relation.target for relation in tidied.relations[tidied.main]}
    sections = list(tidied.stories[tidied.main].iter(qn("w:sectPr")))
    pages = {"first": " of the first page", "even": " of even pages"}
    for number, section in enumerate(sections, 1):
        for kind in ("header", "footer"):
            for reference in section.iterchildren(qn(f"w:{kind}Reference")):
                part = targets.get(reference.get(qn("r:id"), ""), "")
                label = kind + pages.get(reference.get(qn("w:type"), ""), "")
                if len(sections) > 1:
                    label += f" in section {number}"
                labels.setdefault(part, label)
    return {name: labels.get(name, tidied.kinds[name]) for name in tidied.stories}
