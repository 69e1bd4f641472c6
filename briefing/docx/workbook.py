"""The workbook behind a chart: one sheet with the chart's own numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from briefing.docx.archive import Member, archive, member
from briefing.docx.xml import Element, add, escaped, root, serialize

__all__ = ["workbook"]

_TYPES = {
    "/xl/workbook.xml": "sheet.main",
    "/xl/worksheets/sheet1.xml": "worksheet",
    "/xl/styles.xml": "styles",
}
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"


def workbook(categories: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> bytes:
    """Return a minimal XLSX: categories in column A, a series in each further column.

    Texts are inline strings, so that none of them is ever read as a formula.
    """
    sheet = member("xl/worksheets/sheet1.xml", _sheet(categories, series))
    return archive((*_others(), sheet))


@cache
def _others() -> tuple[Member, ...]:
    """Return the members that are the same in every workbook."""
    book = root("s:workbook", ("r",), default=True)
    add(add(book, "s:sheets"), "s:sheet", name="Sheet1", sheetId="1", r__id="rId1")
    parts = (
        ("[Content_Types].xml", _content_types()),
        ("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))),
        (
            "xl/_rels/workbook.xml.rels",
            _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
        ),
        ("xl/styles.xml", _styles()),
        ("xl/workbook.xml", serialize(book)),
    )
    return tuple(member(name, content) for name, content in parts)


def _sheet(categories: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> bytes:
    sheet = root("s:worksheet", default=True)
    data = add(sheet, "s:sheetData")
    head = add(data, "s:row")
    _text(head, "")
    for name, _ in series:
        _text(head, name)
    for index, category in enumerate(categories):
        row = add(data, "s:row")
        _text(row, category)
        for _, values in series:
            row.append(f"<c><v>{values[index]:.15g}</v></c>")
    return serialize(sheet)


def _text(row: Element, text: str) -> None:
    # Space at the ends is kept by Excel's own attribute; the published schema has it nowhere.
    space = ' xml:space="preserve"' if text != text.strip() else ""
    row.append(f'<c t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>')


def _styles() -> bytes:
    """Return the smallest style part that Excel opens without a repair."""
    element = root("s:styleSheet", default=True)
    add(add(element, "s:fonts", count="1"), "s:font")
    fills = add(element, "s:fills", count="2")
    for pattern in ("none", "gray125"):
        add(add(fills, "s:fill"), "s:patternFill", patternType=pattern)
    border = add(add(element, "s:borders", count="1"), "s:border")
    for side in ("left", "right", "top", "bottom", "diagonal"):
        add(border, f"s:{side}")
    zero = {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"}
    add(add(element, "s:cellStyleXfs", count="1"), "s:xf", **zero)
    add(add(element, "s:cellXfs", count="1"), "s:xf", **zero, xfId="0")
    return serialize(element)


def _content_types() -> bytes:
    element = root("ct:Types", default=True)
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    add(element, "ct:Default", Extension="rels", ContentType=relations)
    add(element, "ct:Default", Extension="xml", ContentType="application/xml")
    for name, kind in _TYPES.items():
        add(element, "ct:Override", PartName=name, ContentType=_TYPE.format(kind))
    return serialize(element)


def _relations(*targets: tuple[str, str]) -> bytes:
    element = root("pr:Relationships", default=True)
    for number, (kind, target) in enumerate(targets, 1):
        add(
            element,
            "pr:Relationship",
            Id=f"rId{number}",
            Type=_RELATION.format(kind),
            Target=target,
        )
    return serialize(element)
