"""Headers and footers on pages that lie on their side.

What stood at the right edge, or in the middle, stands there on the wider page too: tab
stops, tables as wide as the text, and drawings that are placed from the left.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from briefing.docx.opening import Element
from briefing.docx.reference.markup import W, measure, value
from briefing.docx.reference.running import Story
from briefing.docx.reference.sheet import Effect, paragraph_tabs
from briefing.docx.xml import NAMESPACES

if TYPE_CHECKING:
    from briefing.docx.reference.letterhead import Letterhead

__all__ = ["turned_story"]

_WP = f"{{{NAMESPACES['wp']}}}"
_EMU = 635  # a twip
NEAR = 0.06
"""Within this share of the width, a place is taken for the edge or the middle."""
_FROM_LEFT = {"page", "margin", "column", "leftMargin", "character"}


def _large(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _effect(letterhead: Letterhead, paragraph: Element) -> Effect:
    """Return what the style of a paragraph comes to; its name is that in what is written."""
    style = value(paragraph.find(f"{W}pPr/{W}pStyle"))
    ids = {new: old for old, new in letterhead.names.items()}
    old = ids.get(style) or letterhead.sheet.defaults.get("paragraph", "")
    return letterhead.sheet.effect(old)


def turned_story(letterhead: Letterhead, story: Story, wide: int) -> Story:
    """Return a header or footer for pages that lie on their side, whose text is ``wide`` twips."""
    narrow = letterhead.setup.text_width
    root = deepcopy(story.root)
    for paragraph in root.iter(W + "p"):
        if not _in_frame(paragraph):
            _move_tabs(letterhead, paragraph, narrow, wide)
    for table in root.iterchildren(W + "tbl"):
        _widen(table, narrow, wide)
    lower = letterhead.setup.height - letterhead.setup.width
    for anchor in root.iter(_WP + "anchor"):
        _shift(anchor, "H", letterhead.setup.width, wide - narrow)
        _shift(anchor, "V", letterhead.setup.height, -lower)
    return Story(root, story.relations)


def _in_frame(paragraph: Element) -> bool:
    """Whether a paragraph stands in a box or a cell, which does not become wider by itself."""
    return any(str(one.tag) in {W + "txbxContent", W + "tc"} for one in paragraph.iterancestors())


def _move_tabs(letterhead: Letterhead, paragraph: Element, narrow: int, wide: int) -> None:
    if next(paragraph.iter(W + "tab"), None) is None:
        return
    stops = paragraph_tabs(_effect(letterhead, paragraph), paragraph)
    moved: dict[int, int] = {}
    for position, _ in stops:
        if abs(position - narrow) <= NEAR * narrow:
            moved[position] = wide + position - narrow
        elif abs(position - narrow / 2) <= NEAR * narrow:
            moved[position] = round(wide / 2 + position - narrow / 2)
    if not moved:
        return
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = paragraph.makeelement(W + "pPr")
        paragraph.insert(0, properties)
    tabs = properties.find(W + "tabs")
    if tabs is None:
        tabs = properties.makeelement(W + "tabs")
        before = {W + name for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore",
                                        "framePr", "widowControl", "numPr",
                                        "suppressLineNumbers", "pBdr", "shd")}  # fmt: skip
        at = sum(1 for one in properties if one.tag in before)
        properties.insert(at, tabs)
    for one in list(tabs):
        tabs.remove(one)
    kinds = dict(stops)
    entries = {position: ("clear", position) for position in moved}
    entries |= {
        moved.get(position, position): (kind, moved.get(position, position))
        for position, kind in kinds.items()
    }
    for _, (kind, position) in sorted(entries.items()):
        tabs.append(tabs.makeelement(W + "tab", {W + "val": kind, W + "pos": str(position)}))


def _widen(table: Element, narrow: int, wide: int) -> None:
    """Widen a table that is as wide as the text, each column by as much."""
    columns = list(table.iterfind(f"{W}tblGrid/{W}gridCol"))
    total = sum(measure(value(column, "w")) or 0 for column in columns)
    if not total or abs(total - narrow) > NEAR * narrow:
        return
    lengths = [*columns, *table.iterfind(f"{W}tblPr/{W}tblW")]
    lengths += table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcW")
    for one in lengths:
        length = measure(value(one, "w"))
        if length and value(one, "type") in {"", "dxa"}:
            one.set(W + "w", str(round(length * wide / narrow)))


def _shift(anchor: Element, way: str, paper: int, by: int) -> None:
    """Move a drawing that stands in the further half of the paper along with its edge."""
    position = anchor.find(f"{_WP}position{way}")
    offset = position.find(f"{_WP}posOffset") if position is not None else None
    extent = anchor.find(f"{_WP}extent")
    if position is None or offset is None or extent is None:
        return
    if way == "H" and position.get("relativeFrom") not in _FROM_LEFT:
        return
    if way == "V" and position.get("relativeFrom") not in {"page", "margin"}:
        return
    text = offset.text or "0"
    at = (-1 if text.startswith("-") else 1) * _large(text.lstrip("-"))
    size = _large(extent.get("cx" if way == "H" else "cy", ""))
    if size >= paper * _EMU * 0.9:
        return  # it covers the page
    if at + size / 2 > paper * _EMU * 0.55:
        offset.text = str(at + by * _EMU)
