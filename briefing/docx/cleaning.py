"""Taking out of a part what tells of its making: comments, tracked changes, editing ids.

What a person meant to go on is kept: of tracked changes the words as they would be accepted,
of controls and smart tags what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.docx.opening import Element
from briefing.docx.xml import qn

__all__ = ["W14", "changed", "clean", "remove", "unwrap"]

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"

_GONE = frozenset(
    qn(f"w:{name}")
    for name in (
        "proofErr", "permStart", "permEnd", "commentRangeStart", "commentRangeEnd",
        "commentReference", "annotationRef", "lastRenderedPageBreak", "printerSettings", "del",
        "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
        "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd",
        "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart",
        "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tcPrChange",
        "trPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
        "smartTagPr", "customXmlPr", "dataBinding", "showingPlcHdr", "placeholder", "rsid",
    )
)  # fmt: skip
_OPENED = frozenset(qn(f"w:{name}") for name in ("ins", "moveTo", "smartTag", "customXml"))
_CHANGES = frozenset(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo"))
_VML = ("{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}")
_FETCHED = {"src", "href", "althref"}


def changed(root: Element) -> bool:
    """Whether a part holds tracked changes."""
    return any(True for _ in root.iter(*_CHANGES))


def clean(root: Element) -> None:
    """Take out what tells of a part's making, in place; tracked changes count as accepted."""
    for row in list(root.iter(qn("w:tr"))):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            remove(row)
    for element in list(root.iter()):
        tag = element.tag
        if tag in _GONE or (
            tag == qn("w:bookmarkStart") and element.get(qn("w:name")) == "_GoBack"
        ):
            remove(element)
        elif tag in _OPENED:
            unwrap(element)
        elif tag == qn("w:id") and element.getparent() is not None:
            parent = element.getparent()
            if parent is not None and parent.tag == qn("w:sdtPr"):
                parent.remove(element)
        else:
            for name in list(_traces(element)):
                del element.attrib[name]


def _traces(element: Element) -> Iterator[str]:
    for name in map(str, element.attrib):
        # The old drawings of VML may name pictures by address, beside the relationship.
        fetched = element.tag.startswith(_VML) and name.rpartition("}")[2] in _FETCHED
        if fetched or name.startswith((qn("w:rsid"), f"{{{W14}}}paraId", f"{{{W14}}}textId")):
            yield name


def remove(element: Element) -> None:
    """Take an element out, without what follows it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: Element) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in list(element):
        parent.insert(at, child)
        at += 1
    parent.remove(element)
