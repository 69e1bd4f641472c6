"""The table of contents and the words of cross-references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from briefing.document import (
    Block,
    BulletList,
    Chart,
    Contents,
    ContentsEntry,
    Document,
    Footnote,
    Heading,
    Image,
    Inline,
    Inlines,
    OrderedList,
    Paragraph,
    Reference,
    Row,
    Span,
    Table,
    Text,
    Title,
    rebuild,
    rebuild_inlines,
    walk_blocks,
    walk_inlines,
)
from briefing.transforms.scheme import Scheme, shown

__all__ = ["dangling", "fill_contents", "fill_references", "targets", "unlinked"]


MOST_HEADINGS = 10_000
"""Most headings of a level that a reference counts."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference can say of the place it points to."""

    number: str | None
    title: Inlines
    level: int | None = None


def targets(document: Document) -> dict[str, Target]:
    """Return every place of the document that a link may point to, by id."""
    return dict(_targets(document))


def _targets(document: Document) -> Iterator[tuple[str, Target]]:
    for block in walk_blocks(document.blocks):
        match block:
            case Heading(id=str(id_)):
                yield id_, Target(block.number, block.children, block.level)
            case Title(id=str(id_)):
                yield id_, Target(None, block.children)
            case Paragraph(id=str(id_)):
                yield id_, Target(None, block.children)
            case Table() | Chart() | Image():
                number = None if block.number is None else str(block.number)
                if block.id is not None:
                    yield block.id, Target(number, block.caption)
                if isinstance(block, Table):
                    yield from _row_targets((*block.head, *block.body))
            case OrderedList() | BulletList():
                for item in block.items:
                    if item.id is not None:
                        # “7.” in the list is 7 elsewhere.
                        number = item.label and item.label.rstrip(".")
                        yield item.id, Target(number, ())
            case _:
                pass


def _row_targets(rows: tuple[Row, ...]) -> Iterator[tuple[str, Target]]:
    for row in rows:
        if row.id is not None:
            yield row.id, Target(None, ())


def fill_contents(document: Document, scheme: Scheme) -> Document:
    """Fill tables of contents with the headings that have an id."""
    headings = [block for block in walk_blocks(document.blocks) if isinstance(block, Heading)]

    def fill(block: Block) -> Block:
        if not isinstance(block, Contents):
            return block
        entries = tuple(
            ContentsEntry(heading.level, unlinked(heading.children), heading.id, heading.number)
            for heading in headings
            if heading.id is not None and heading.level <= block.depth
        )
        return replace(block, entries=entries, title=block.title or (Text(scheme.contents_title),))

    return replace(document, blocks=rebuild(document.blocks, fill, lambda node: node))


def fill_references(document: Document, scheme: Scheme) -> Document:
    """Give cross-references their words; one that points nowhere becomes plain text."""
    known = targets(document)

    def fill(node: Inline) -> Inline:
        if not isinstance(node, Reference):
            return node
        words = _words(node, known, scheme)
        if words is None:
            return Span(node.children)
        return node if words == node.children else replace(node, children=words)

    return replace(document, blocks=rebuild(document.blocks, lambda block: block, fill))


_DEEPEST = 2  # titles that name titles, inside one reference


def _words(
    node: Reference, known: Mapping[str, Target], scheme: Scheme, depth: int = 0
) -> Inlines | None:
    """Return what a reference says, or None where it points nowhere.

    A title may itself name another; beyond a few of them, nothing is said, lest
    two that name each other never end.
    """
    target = known.get(node.target)
    if target is None:
        return None
    if node.show == "number" and target.number is not None:
        return (Text(_referred(target, scheme)),)
    if node.show != "title" or not target.title:
        return node.children

    def inner(one: Inline) -> Inline:
        if not isinstance(one, Reference) or depth == _DEEPEST:
            return Text("") if isinstance(one, Reference) else one
        words = _words(one, known, scheme, depth + 1)
        return replace(one, children=one.children if words is None else words)

    return unlinked(rebuild_inlines(target.title, inner))


def _referred(target: Target, scheme: Scheme) -> str:
    """Return a target's number as a reference prints it."""
    number = target.number or ""
    own = scheme.headings.get(target.level) if target.level is not None else None
    if own is None or own.reference is None:
        return number
    counted = (n for n in range(1, MOST_HEADINGS) if shown(own.format, n) == number)
    return next((shown(own.reference, n) for n in counted), number)


def dangling(document: Document) -> tuple[str, ...]:
    """Return the ids that references of the document name and no place has, sorted."""
    known = targets(document)
    return tuple(
        sorted(
            {
                node.target
                for node in walk_inlines(document.blocks)
                if isinstance(node, Reference) and node.target not in known
            }
        )
    )


def unlinked(children: Inlines) -> Inlines:
    """Return the words without links and footnote marks, which may not stand twice."""

    def plain(node: Inline) -> Inline:
        match node:
            case Reference():
                return Span(node.children)
            case Footnote():
                return Text("")
            case _:
                return node

    return rebuild_inlines(children, plain)
