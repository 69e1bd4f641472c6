"""What is measured: the seeds' Chinese digest, with its 12 records and with 500.

Every competitor is given the same words: our finished Document as plain blocks.
Nothing here is timed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefing.building.loading import examine
from briefing.building.workshop import number_scheme
from briefing.compose import Template, compose, load_template
from briefing.document import (
    Block,
    BulletList,
    Callout,
    Chart,
    Contents,
    Document,
    Heading,
    Inline,
    Link,
    Masthead,
    OrderedList,
    Paragraph,
    Reference,
    Span,
    Strong,
    Table,
    Text,
    Title,
    inline_text,
    rebuild,
    walk_blocks,
)
from briefing.pdf import write as write_pdf
from briefing.plan import PlannedBrief, expand
from briefing.records import Record
from briefing.style import Style, read_style
from briefing.transforms import Scheme, apply

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
TEMPLATES = ROOT / "templates"

Blocks = list[dict[str, Any]]
"""Plain blocks: ``kind`` and the words; see :func:`plain`."""


@dataclass(frozen=True)
class Case:
    """The digest of so many records, with all that its stages need.

    ``pages`` holds the page numbers of the table of contents, known beforehand so
    that a DOCX can be timed without the layout that finds them.
    """

    records: int
    brief: PlannedBrief
    template: Template
    style: Style
    scheme: Scheme
    document: Document
    pages: dict[str, int]

    def compose(self) -> Document:
        """Return the document made anew from the records."""
        document, problems = compose(self.brief, self.template)
        assert document is not None, problems
        return document

    def finish(self, document: Document) -> Document:
        """Return the document with numbers, contents and references."""
        return apply(document, self.scheme)


def parts() -> tuple[Style, Template]:
    """Return the digest's style and template."""
    style, _ = read_style("modern", [TEMPLATES])
    template, _ = load_template("digest", [TEMPLATES])
    assert style is not None
    assert template is not None
    return style, template


def brief_of(records: int) -> PlannedBrief:
    """Plan the digest; above twelve, the seeds' records are repeated under ids of their own."""
    found = examine(SEEDS)
    assert found.project is not None
    own = found.records.records
    many = tuple(own[n] if n < len(own) else _again(own[n % len(own)], n) for n in range(records))
    briefs, _ = expand(found.project, replace(found.records, records=many))
    return next(b for b in briefs if (b.key, b.language) == ("digest", "zh"))


def _again(record: Record, n: int) -> Record:
    return record.model_copy(update={"id": f"{record.id}-{n}"})


@lru_cache
def case(records: int) -> Case:
    """Return the digest of so many records, composed and laid out once."""
    style, template = parts()
    brief = brief_of(records)
    scheme = number_scheme(style, brief.language)
    composed, problems = compose(brief, template)
    assert composed is not None, problems
    document = apply(composed, scheme)
    pages = dict(write_pdf(document, style).page_numbers)
    return Case(records, brief, template, style, scheme, document, pages)


# ── The same document, a little different every time ───────────────────────


def retitled(document: Document, turn: int) -> Document:
    """Return the document with ``turn`` in its subtitle: one line differs from turn to turn."""
    return replace(
        document,
        blocks=tuple(
            replace(block, subtitle=(*block.subtitle, Text(f" {turn}")))
            if isinstance(block, Title)
            else block
            for block in document.blocks
        ),
    )


def reworded(document: Document, turn: int) -> Document:
    """Return the document with a number of its own at the end of every paragraph and heading.

    No paragraph is the same as another one, nor as in another turn, so nobody's
    memory of what was laid out before is of use.
    """
    count = itertools.count()

    def block(old: Block) -> Block:
        if isinstance(old, Paragraph | Heading):
            return replace(old, children=(*old.children, Text(f" {turn}-{next(count)}")))
        return old

    def inline(old: Inline) -> Inline:
        return old

    return replace(document, blocks=rebuild(retitled(document, turn).blocks, block, inline))


# ── Plain blocks for the competitors ───────────────────────────────────────


def plain(document: Document, pages: dict[str, int]) -> Blocks:
    """Return the document as plain blocks, in order.

    ``title``, ``h1``, ``h2``: ``text``; ``p``: ``text`` and its ``role``; ``box``:
    ``title`` and ``lines``, with dots before them where ``bullets``; ``ol``:
    ``items``, each a ``label`` and ``lines``; ``table``: ``caption``, ``widths``,
    ``head`` and ``rows``; ``contents``: ``title`` and ``lines`` of text and page.
    """
    return [one for block in document.blocks for one in _plain(block, pages)]


def running(document: Document) -> dict[str, str]:
    """Return what stands at the head and the foot of every page, and the title."""
    meta = document.meta
    header = "　".join(part for part in meta.header if part)
    return {"title": meta.title, "header": header, "footer": meta.footer}


Runs = dict[str, list[tuple[str, str]]]
"""For the words of a paragraph: its runs, each with the role of its words (or nothing)."""


def runs(document: Document) -> Runs:
    """Return the runs of every paragraph that has several."""
    found: Runs = {}
    for block in walk_blocks(document.blocks):
        if isinstance(block, Paragraph):
            parts = list(_runs(block.children, ""))
            if len(parts) > 1:
                found[inline_text(block.children)] = parts
    return found


def _runs(children: tuple[Inline, ...], role: str) -> Iterator[tuple[str, str]]:
    for node in children:
        match node:
            case Span():
                yield from _runs(node.children, node.role)
            case Link() | Reference():
                yield from _runs(node.children, "link")
            case Strong():
                yield from _runs(node.children, "strong")
            case _:
                yield inline_text((node,)), role


def _plain(block: Block, pages: dict[str, int]) -> Blocks:
    match block:
        case Masthead():
            first = "　".join(_joined(block.organization, block.classification))
            last = "　".join(_joined(block.number, block.date))
            series = inline_text(block.series)
            return [_p(first, "meta"), _p(series, "series"), _p(last, "meta")]
        case Title():
            title = {"kind": "title", "text": inline_text(block.children)}
            return [title, _p(inline_text(block.subtitle), "subtitle")]
        case Heading():
            text = " ".join(x for x in (block.number, inline_text(block.children)) if x)
            return [{"kind": f"h{min(block.level, 2)}", "text": text}]
        case Paragraph():
            return [_p(inline_text(block.children), block.role)]
        case Callout():
            bullets = any(isinstance(one, BulletList) for one in block.blocks)
            lines = [words for one in block.blocks for words in _lines(one)]
            title = inline_text(block.title)
            return [{"kind": "box", "title": title, "bullets": bullets, "lines": lines}]
        case BulletList() | OrderedList():
            items = [
                {"label": item.label or "•", "lines": [w for b in item.blocks for w in _lines(b)]}
                for item in block.items
            ]
            return [{"kind": "ol", "items": items}]
        case Table():
            head, *rows = (
                [" ".join(w for b in cell.blocks for w in _lines(b)) for cell in row.cells]
                for row in (*block.head, *block.body)
            )
            caption = f"表{block.number}　{inline_text(block.caption)}"
            return [_table(caption, [column.width for column in block.columns], head, rows)]
        case Chart():
            head = ["", *(one.name for one in block.series)]
            rows = [
                [name, *(f"{one.values[i]:g}" for one in block.series)]
                for i, name in enumerate(block.categories)
            ]
            caption = f"图{block.number}　{inline_text(block.caption)}"
            return [_table(caption, [1.0] * len(head), head, rows)]
        case Contents():
            lines = [
                [inline_text(entry.children), str(pages.get(entry.target, ""))]
                for entry in block.entries
            ]
            return [{"kind": "contents", "title": inline_text(block.title), "lines": lines}]
        case _:
            return []


def _p(text: str, role: str) -> dict[str, Any]:
    return {"kind": "p", "text": text, "role": role}


def _table(
    caption: str, widths: list[float], head: list[str], rows: list[list[str]]
) -> dict[str, Any]:
    return {"kind": "table", "caption": caption, "widths": widths, "head": head, "rows": rows}


def _joined(*parts: tuple[Inline, ...]) -> list[str]:
    return [inline_text(part) for part in parts if part]


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph():
            return [inline_text(block.children)]
        case BulletList() | OrderedList():
            return [words for item in block.items for one in item.blocks for words in _lines(one)]
        case _:
            raise AssertionError(type(block))
