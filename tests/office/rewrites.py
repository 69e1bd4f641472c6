"""Random new versions of a brief: what becomes of one between two issues.

Words change, come and go; blocks, list items and rows are dropped, added, moved and
rewritten; a word becomes bold, a note is called, a heading changes its level.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from briefing.building.make import number_scheme
from briefing.document import (
    Block,
    Blocks,
    Callout,
    Document,
    Field,
    Footnote,
    Heading,
    Inline,
    ListItem,
    OrderedList,
    Paragraph,
    Row,
    Span,
    Strong,
    Table,
    Text,
    rebuild,
    walk_blocks,
    walk_inlines,
)
from briefing.docx.read import read
from briefing.resources import templates_folder
from briefing.style import Style, read_style
from briefing.transforms import apply, bare

__all__ = ["SAMPLES", "issues", "rewritten"]

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.docx"))

WORDS = ("另据工信部网站", "三年内", "（新增）", " within 24 months", "协同机制", "；同时", "AI+")


def issues(path: Path, seed: int, changes: int) -> tuple[Document, Document, Style]:
    """Return a sample, a newer version of it, and their style."""
    reading = read(path.read_bytes(), path.name)
    style, _ = read_style(reading.style, (templates_folder(),))
    assert style is not None
    old = reading.document
    scheme = number_scheme(style, old.meta.language)
    return old, apply(rewritten(bare(old), seed, changes), scheme), style


def rewritten(document: Document, seed: int, changes: int) -> Document:
    """Return a document before transforms with so many changes made to it."""
    chance = random.Random(seed)
    for number in range(changes):
        change = chance.choice(
            [_words, _words, _words, _words, _sequence, _sequence, _sequence, _look, _note, _level]
        )
        document = change(document, chance, f"{seed}-{number}")
    return document


def _words(document: Document, chance: random.Random, name: str) -> Document:
    """Change, add or take away words of one text."""
    places = [
        node
        for node in walk_inlines(document.blocks)
        if isinstance(node, Text | Field) and len(node.value) > 1
    ]
    chosen = chance.choice(places)
    value = chosen.value
    start = chance.randrange(len(value))
    end = min(len(value), start + chance.choice([0, 1, 2, 5, 12]))
    new = value[:start] + chance.choice([*WORDS, "", ""]) + value[end:]
    return _respelt(document, chosen, replace(chosen, value=new or name))


def _look(document: Document, chance: random.Random, name: str) -> Document:
    """Make some words bold."""
    places = [n for n in walk_inlines(document.blocks) if isinstance(n, Text) and n.value.strip()]
    if not places:
        return document
    chosen = chance.choice(places)
    return _respelt(document, chosen, Strong((chosen,)))


def _note(document: Document, chance: random.Random, name: str) -> Document:
    """Call a new footnote behind some words."""
    paragraphs = [
        block
        for block in document.blocks
        if isinstance(block, Paragraph) and block.role in {"body", "lead"}
    ]
    if not paragraphs:
        return document
    chosen = chance.choice(paragraphs)
    words = Footnote((Paragraph((Text(f"见{name}。"),)),), f"new-{name}")
    new = replace(chosen, children=(*chosen.children, words))
    blocks = tuple(new if block is chosen else block for block in document.blocks)
    return replace(document, blocks=blocks)


def _level(document: Document, chance: random.Random, name: str) -> Document:
    """Change the level of a heading that has no others under it."""
    headings = [b for b in document.blocks if isinstance(b, Heading) and b.level > 1]
    if not headings:
        return document
    chosen = chance.choice(headings)
    new = replace(chosen, level=2 if chosen.level == 3 else 3)
    blocks = tuple(new if block is chosen else block for block in document.blocks)
    return replace(document, blocks=blocks)


def _respelt(document: Document, chosen: Inline, new: Inline) -> Document:
    def respell(node: Inline) -> Inline:
        return new if node is chosen else node

    return replace(document, blocks=rebuild(document.blocks, lambda block: block, respell))


# ── Sequences ──────────────────────────────────────────────────────────────


def _sequence(document: Document, chance: random.Random, name: str) -> Document:
    """Drop, add, move or rewrite a block, an item or a row."""
    places = list(_places(document))
    # The body is one of many places, and the one that changes most.
    parts, put = places[0] if chance.random() < 0.4 else chance.choice(places)
    at, to = chance.randrange(len(parts)), chance.randrange(len(parts))
    rest = parts[:at] + parts[at + 1 :]
    match chance.choice(["drop", "add", "move", "run"]):
        case "drop":
            changed = rest or parts
        case "add":
            changed = (*parts[:at], _another(parts[at], name), *parts[at:])
        case "move":
            changed = (*rest[:to], parts[at], *rest[to:])
        case _:
            length = chance.randint(2, 4)
            taken = parts[at : at + length]
            rest = parts[:at] + parts[at + length :]
            to = min(to, len(rest))
            changed = (*rest[:to], *taken, *rest[to:])
    return put(changed)


Parts = tuple[object, ...]


def _places(document: Document) -> Iterator[tuple[Parts, Callable[[Parts], Document]]]:
    yield document.blocks, lambda parts: replace(document, blocks=parts)  # type: ignore[arg-type]
    for block in walk_blocks(document.blocks):
        for name in ("items", "body", "blocks"):
            parts = getattr(block, name, ())
            if parts and not _spans(block):

                def put(new: Parts, block: Block = block, name: str = name) -> Document:
                    return _swapped(document, block, replace(block, **{name: new}))

                yield parts, put


def _swapped(document: Document, old: Block, new: Block) -> Document:
    def swap(blocks: Blocks) -> Blocks:
        return tuple(
            new
            if block is old
            else replace(block, blocks=swap(block.blocks))
            if isinstance(block, Callout)
            else block
            for block in blocks
        )

    return replace(document, blocks=swap(document.blocks))


def _spans(block: Block) -> bool:
    return isinstance(block, Table) and (
        block.role == "closing" or any(c.rows > 1 for row in block.body for c in row.cells)
    )


def _another(part: object, name: str) -> object:
    words = (Text(f"新写的一段{name}，"), Strong((Text("由主管部门牵头"),)), Text("，年内见效。"))
    match part:
        case ListItem():
            return ListItem((Paragraph(words), Paragraph((Text("办理对象："), Text(name)), "meta")))
        case Row():
            cells = []
            for number, cell in enumerate(part.cells):
                text = Span((Text(f"{name}/{number}"),), "status")
                cells.append(replace(cell, blocks=(Paragraph((text,)),)))
            return Row(tuple(cells))
        case OrderedList():
            return OrderedList((ListItem((Paragraph(words),)),))
        case _ if hasattr(part, "term"):
            return replace(part, term=words[:1])
        case _:
            return Paragraph(words)
