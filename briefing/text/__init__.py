"""Document → plain text: for goldens, diffs and eyes.

The dump shows structure (what kind of block, which ids, which numbers) as well
as words, one block to a line.  With ``fields`` every record-bound text stands
in ``‹…›`` with its origin, so that a golden file proves provenance too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from briefing.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Chart,
    Code,
    CodeBlock,
    Comment,
    Contents,
    DefinitionList,
    Document,
    Emphasis,
    Field,
    Footnote,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Masthead,
    OrderedList,
    PageBreak,
    Paragraph,
    Quote,
    Reference,
    Revised,
    Revision,
    Row,
    Rule,
    Span,
    Strong,
    Table,
    Text,
    Title,
    Turned,
    walk_inlines,
)

__all__ = ["dump"]

INDENT = "  "


def dump(document: Document, *, fields: bool = False) -> str:
    """Return the whole document as text, ending with a newline."""
    meta = document.meta
    lines = [
        f"= {meta.title}",
        f"= {meta.language} · {meta.organization} · {meta.date} · {meta.identifier}",
    ]
    lines += [f"= {name}: {value}" for name, value in _more(document) if value]
    lines += _blocks(document.blocks, fields)
    for node in walk_inlines(document.blocks):
        if isinstance(node, Footnote) and node.blocks:
            lines.append(f"[note #note:{node.id}] {node.number or ''}".rstrip())
            lines += _inside(node.blocks, fields)
    return "\n".join(lines) + "\n"


def _more(document: Document) -> Iterator[tuple[str, str]]:
    meta = document.meta
    yield "subject", meta.subject
    yield "keywords", ", ".join(meta.keywords)
    yield "authors", ", ".join(meta.authors)
    yield "header", " | ".join(part for part in meta.header if part)
    yield "footer", meta.footer


def _blocks(blocks: Blocks, fields: bool) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, fields)


def _inside(blocks: Blocks, fields: bool) -> Iterator[str]:
    for line in _blocks(blocks, fields):
        yield INDENT + line


def _tag(kind: str, *parts: object) -> str:
    return "[" + " ".join([kind, *(str(part) for part in parts if part)]) + "]"


def _id(value: str | None) -> str:
    return f"#{value}" if value else ""


def _block(block: Block, fields: bool) -> Iterator[str]:
    def words(children: Inlines) -> str:
        return "".join(_inline(child, fields) for child in children)

    match block:
        case Masthead():
            parts = (
                block.organization,
                block.classification,
                block.series,
                block.number,
                block.date,
                block.distribution,
            )
            yield f"{_tag('masthead')} " + " | ".join(words(part) for part in parts if part)
        case Title():
            yield f"{_tag('title', _id(block.id))} {words(block.children)}"
            if block.subtitle:
                yield f"{_tag('subtitle')} {words(block.subtitle)}"
        case Heading():
            number = f"{block.number} " if block.number else ""
            yield f"{_tag(f'h{block.level}', _id(block.id))} {number}{words(block.children)}"
        case Paragraph():
            yield f"{_tag(block.role, _id(block.id))} {words(block.children)}"
        case BulletList() | OrderedList():
            yield _tag("ul") if isinstance(block, BulletList) else _tag("ol", block.role)
            for item in block.items:
                change = f"({item.change.kind}) " if item.change else ""
                yield f"{INDENT}{change}{item.label or '•'} {_id(item.id)}".rstrip()
                for line in _inside(item.blocks, fields):
                    yield INDENT + line
        case DefinitionList():
            yield _tag("dl")
            for definition in block.items:
                yield f"{INDENT}{words(definition.term)}:"
                for line in _inside(definition.blocks, fields):
                    yield INDENT + line
        case Table():
            caption = f" {words(block.caption)}" if block.caption else ""
            yield _tag("table", block.role, _id(block.id), block.number) + caption
            yield from _rows(block.head, fields, "head")
            yield from _rows(block.body, fields, "row")
        case Callout():
            yield f"{_tag('callout', block.role)} {words(block.title)}".rstrip()
            yield from _inside(block.blocks, fields)
        case Quote():
            yield _tag("quote")
            yield from _inside(block.blocks, fields)
        case CodeBlock():
            yield _tag("code")
            yield from (INDENT + line for line in block.value.splitlines())
        case Chart():
            yield f"{_tag('chart', block.kind, _id(block.id), block.number)} {words(block.caption)}"
            yield f"{INDENT}({block.description})"
            for series in block.series:
                pairs = zip(block.categories, series.values, strict=True)
                yield f"{INDENT}{series.name}: " + ", ".join(f"{c}={v:g}" for c, v in pairs)
        case Image():
            yield f"{_tag('image', block.media_type, _id(block.id), block.number)} {words(block.caption)}"
            yield f"{INDENT}({block.description})"
        case Contents():
            yield f"{_tag('contents')} {words(block.title)}"
            for entry in block.entries:
                number = f"{entry.number} " if entry.number else ""
                yield f"{INDENT * entry.level}{number}{words(entry.children)} → {entry.target}"
        case Rule():
            yield _tag("rule")
        case PageBreak():
            yield _tag("page-break")
        case Turned():
            yield _tag("turned")
            yield from _inside(block.blocks, fields)
        case Revised():
            yield _tag(block.change.kind, block.change.move)
            yield from _inside(block.blocks, fields)
        case _:
            assert_never(block)


def _rows(rows: tuple[Row, ...], fields: bool, kind: str) -> Iterator[str]:
    for row in rows:
        cells = []
        for cell in row.cells:
            span = f"({cell.columns}×{cell.rows}) " if (cell.columns, cell.rows) != (1, 1) else ""
            body = [line.removeprefix("[body] ") for line in _blocks(cell.blocks, fields)]
            heat = f" ({cell.heat:.0%})" if cell.heat is not None else ""
            cells.append(span + " ⏎ ".join(body) + heat)
        change = f"({row.change.kind}) " if row.change else ""
        yield f"{INDENT}{change}{kind} {_id(row.id)}".rstrip() + " | " + " | ".join(cells)


def _inline(node: Inline, fields: bool) -> str:
    def words(children: Inlines) -> str:
        return "".join(_inline(child, fields) for child in children)

    match node:
        case Text(value):
            return value
        case Field(value, origin):
            if fields:
                return f"‹{value}›({origin.record}:{origin.path}@{origin.language})"
            return value
        case Strong(children):
            return f"**{words(children)}**"
        case Emphasis(children):
            return f"*{words(children)}*"
        case Code(value):
            return f"`{value}`"
        case Span():
            marks = "".join((f".{node.role}", f"@{node.language}" if node.language else ""))
            inner = words(node.children)
            return f"{{{inner}}}{marks}" if marks != ".plain" else inner
        case Link():
            return f"[{words(node.children)}]({node.target})"
        case Reference():
            return f"[{words(node.children)}](#{node.target})"
        case Comment():
            return f"{words(node.children)}{{#{node.author}: {' ⏎ '.join(node.text)}}}"
        case LineBreak():
            return " ⏎ "
        case Footnote():
            return f"[^{node.number or node.id}]"
        case Revision():
            signs = "++" if node.change.kind == "inserted" else "--"
            return f"{{{signs}{words(node.children)}{signs}}}"
        case _:
            assert_never(node)
