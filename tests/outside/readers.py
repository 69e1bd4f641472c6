"""What other programs read in a DOCX, brought to one form; and what the Document holds.

Each reader is asked what it can know: mammoth shows no numbers and no charts, pandoc no
charts, docx2python makes each empty paragraph between tables a table.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import mammoth
from docx2python import docx2python
from lxml import etree

from briefing.document import (
    Block,
    BulletList,
    Callout,
    Chart,
    Document,
    Footnote,
    Heading,
    Image,
    Link,
    ListItem,
    OrderedList,
    Paragraph,
    Table,
    inline_text,
    walk_blocks,
    walk_inlines,
)

__all__ = ["Seen", "by_docx2python", "by_mammoth", "by_pandoc", "held"]

Rows = tuple[tuple[str, ...], ...]


@dataclass
class Seen:
    """What a file says; texts are without any space."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    numbered: list[tuple[int, str]] = field(default_factory=list)
    """The items of numbered lists: the number, and the first paragraph's words."""
    bullets: list[str] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)
    """Tables and boxes, which are tables of one cell."""
    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Words and address of every link that leads outside."""
    charts: list[str] = field(default_factory=list)
    """What is said to those who cannot see a chart."""


def squeezed(text: str) -> str:
    return "".join(text.split())


# ── The Document ───────────────────────────────────────────────────────────


def held(document: Document) -> Seen:
    """Return what a document holds."""
    seen = Seen()
    for block in walk_blocks(document.blocks):
        match block:
            case Heading():
                seen.headings.append((block.level, squeezed(inline_text(block.children))))
            case OrderedList():
                seen.numbered += [
                    (number, _first(item)) for number, item in enumerate(block.items, block.start)
                ]
            case BulletList():
                seen.bullets += map(_first, block.items)
            case Table():
                seen.tables.append(
                    tuple(
                        tuple(_words(cell.blocks) for cell in row.cells)
                        for row in (*block.head, *block.body)
                    )
                )
            case Callout():
                title = squeezed(inline_text(block.title))
                seen.tables.append(((title + _words(block.blocks),),))
            case Chart() | Image():
                seen.charts.append(squeezed(block.description))
            case _:
                pass
    for inline in walk_inlines(document.blocks):
        match inline:
            case Footnote():
                seen.notes.append(_words(inline.blocks))
            case Link():
                seen.links.append((squeezed(inline_text(inline.children)), inline.target))
            case _:
                pass
    return seen


def _first(item: ListItem) -> str:
    first = item.blocks[0]
    assert isinstance(first, Paragraph)
    return squeezed(inline_text(first.children))


def _words(blocks: tuple[Block, ...]) -> str:
    return "".join(
        squeezed(inline_text(block.children))
        for block in walk_blocks(blocks)
        if isinstance(block, Paragraph)
    )


# ── mammoth ────────────────────────────────────────────────────────────────


def by_mammoth(data: bytes) -> Seen:
    """Return what mammoth makes of a file; it numbers nothing."""
    # Its HTML is well-formed; bookmarks in links are links in links, which HTML has not.
    root = etree.fromstring(f"<div>{mammoth.convert_to_html(io.BytesIO(data)).value}</div>")
    seen = Seen()
    for one in root.iter():
        text = _all(one)
        if re.fullmatch("h[1-6]", one.tag):
            seen.headings.append((int(one.tag[1]), text))
        elif one.tag == "li" and one.get("id", "").startswith("footnote"):
            seen.notes.append(text.removesuffix("↑"))
        elif one.tag == "li":
            inner = "".join(_all(child) for child in one.xpath("./ol|./ul"))
            own = text.removesuffix(inner)
            if one.getparent().tag == "ul":
                seen.bullets.append(own)
            else:
                seen.numbered.append((0, own))
        elif one.tag == "table":
            seen.tables.append(
                tuple(
                    tuple(_all(cell) for cell in row.xpath("./td|./th"))
                    for row in one.xpath("./tr|./thead/tr|./tbody/tr")
                )
            )
        elif one.tag == "a" and not one.get("href", "#").startswith("#"):
            seen.links.append((text, one.get("href")))
    return seen


def _all(element: etree._Element) -> str:
    return squeezed("".join(element.itertext()))


# ── docx2python ────────────────────────────────────────────────────────────

_LABEL = re.compile(r"^\t*(?:(--)|(\d+)\))\t")
_HEADING = re.compile(r"<h(\d)>(.*)</h\d>", re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_CHART = re.compile(r"----Image alt text---->(.*)<$", re.DOTALL)


def by_docx2python(data: bytes) -> Seen:
    """Return what docx2python reads."""
    with docx2python(io.BytesIO(data), html=True) as read:
        body, notes = read.body, read.footnotes
    seen = Seen()
    for table in body:
        rows = tuple(tuple("".join(map(_bare, cell)) for cell in row) for row in table)
        for row in table:
            for cell in row:
                for paragraph in cell:
                    _paragraph(seen, paragraph)
        seen.tables.append(rows)
    for paragraphs in (cell for table in notes for row in table for cell in row):
        if words := "".join(map(_bare, paragraphs)):
            seen.notes.append(re.sub(r"^footnote\d+\)", "", words))
        for paragraph in paragraphs:
            seen.links += [(_bare(words), target) for target, words in _LINK.findall(paragraph)]
    return seen


def _paragraph(seen: Seen, paragraph: str) -> None:
    if heading := _HEADING.search(paragraph):
        seen.headings.append((int(heading[1]), _bare(heading[2])))
        return
    if label := _LABEL.match(paragraph):
        if label[1]:
            seen.bullets.append(_bare(paragraph))
        else:
            seen.numbered.append((int(label[2]), _bare(paragraph)))
    if chart := _CHART.search(paragraph):
        seen.charts.append(_bare(chart[1]))
    seen.links += [(_bare(words), unescape(target)) for target, words in _LINK.findall(paragraph)]


def _bare(paragraph: str) -> str:
    """Return a paragraph's words without marks, labels and spaces."""
    words = re.sub(r"----footnote\d+----", "", _LABEL.sub("", paragraph))
    return squeezed(unescape(re.sub("<[^<>]*>", "", words)))


# ── pandoc ─────────────────────────────────────────────────────────────────


def by_pandoc(data: bytes) -> Seen:
    """Return what pandoc reads."""
    run = subprocess.run(
        ["pandoc", "--from=docx", "--to=json"], input=data, capture_output=True, check=True
    )
    seen = Seen()
    _pandoc(seen, json.loads(run.stdout)["blocks"])
    return seen


def _pandoc(seen: Seen, node: Any) -> None:
    if isinstance(node, list):
        for one in node:
            _pandoc(seen, one)
        return
    if not isinstance(node, dict):
        return
    content = node.get("c")
    match node.get("t"):
        case "Header":
            seen.headings.append((content[0], _said(content[2])))
        case "OrderedList":
            seen.numbered += [
                (number, _said(item[:1])) for number, item in enumerate(content[1], content[0][0])
            ]
        case "BulletList":
            seen.bullets += [_said(item[:1]) for item in content]
        case "Table":
            _, _, _, head, bodies, _ = content
            rows = [*head[1], *(row for body in bodies for row in body[3])]
            seen.tables.append(tuple(tuple(_said(cell[4]) for cell in row[1]) for row in rows))
            # The caption that pandoc gives it is its alternative text.
            _pandoc(seen, rows)
            return
        case "Note":
            seen.notes.append(_said(content))
        case "Link" if not content[2][0].startswith("#"):
            seen.links.append((_said(content[1]), content[2][0]))
        case _:
            pass
    _pandoc(seen, content)


def _said(node: Any) -> str:
    return squeezed("".join(_strings(node)))


def _strings(node: Any) -> Iterator[str]:
    match node:
        case list():
            for one in node:
                yield from _strings(one)
        case {"t": "Str" | "Code" as kind, "c": content}:
            yield content if kind == "Str" else content[1]
        case {"t": "Note"}:
            pass
        case {"t": "Link" | "Span" | "Header", "c": content}:
            yield from _strings(content[1:])
        case {"c": content}:
            yield from _strings(content)
        case _:
            pass
