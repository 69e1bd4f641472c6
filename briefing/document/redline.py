"""Two versions of a document in one, with what became of every word.

What both have stands as it is in the new one; what only one has is marked, from
words (:class:`~briefing.document.nodes.Revision`) over list items and rows to whole
blocks (:class:`~briefing.document.nodes.Revised`).  A block that moved without
another change is deleted and inserted under one number.

``accept(redline(old, new))`` says what ``new`` says, and ``reject`` what ``old`` says,
words and looks alike (:func:`normal`).  What nobody reads stays that of ``new`` in
both: ids, the widths of columns, what is said *about* the document.  Numbers of what
stands in both are the new ones, since Word counts them anew in either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import count, groupby
from typing import Any, Literal, TypeVar, assert_never

from briefing.document.align import align, moved
from briefing.document.comments import without_comments
from briefing.document.nodes import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Cell,
    Change,
    Chart,
    Code,
    CodeBlock,
    Comment,
    Contents,
    ContentsEntry,
    DefinitionItem,
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
    ListItem,
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
    inline_text,
)
from briefing.document.walk import walk_blocks, walk_inlines
from briefing.document.worddiff import diff

__all__ = ["accept", "accepted_text", "is_changed", "normal", "redline", "reject"]

Kind = Literal["inserted", "deleted"]
Changed = TypeVar("Changed", ListItem, DefinitionItem, Row, ContentsEntry)

DELETED = Change("deleted")
RESTYLED = Change("restyled")
INSERTED = Change("inserted")


def redline(old: Document, new: Document) -> Document:
    """Return ``new`` with everything marked that it does not share with ``old``.

    Both are documents ready for a writer (with every transform applied), or both as
    they were composed.  Pages that were turned are taken apart; attachments and people's
    remarks are left out.
    """
    old, new = without_comments(old), without_comments(new)
    blocks = _Liner(new).blocks(_level(old.blocks), _level(new.blocks))
    return replace(new, blocks=blocks, attachments=())


def accept(document: Document) -> Document:
    """Return a redline with every change made."""
    return replace(document, blocks=_settled(document.blocks, "deleted"))


def reject(document: Document) -> Document:
    """Return a redline with every change taken back."""
    return replace(document, blocks=_settled(document.blocks, "inserted"))


def accepted_text(children: Inlines) -> str:
    """Return the plain text of inlines, without what was deleted."""
    return inline_text(_settled_line(children, "deleted"))


def normal(document: Document) -> Blocks:
    """Return what a reader sees of a document, to compare by.

    Left out are ids, numbers, places in records, and how runs of one look are cut.
    """
    return _normal(_level(without_comments(document).blocks))


def is_changed(blocks: Blocks) -> bool:
    """Return whether anything in blocks is marked."""
    return any_marked(walk_blocks(blocks), walk_inlines(blocks))


def any_marked(blocks: Iterable[Block], inlines: Iterable[Inline]) -> bool:
    """Return whether one of these blocks or inlines is marked; what they hold is not looked at."""
    framed = (block for block in blocks if type(block) not in _UNMARKED)
    return Revision in set(map(type, inlines)) or any(_marks(framed))


_UNMARKED = frozenset({Paragraph, Heading})


def _marks(blocks: Iterable[Block]) -> Iterator[object]:
    for block in blocks:
        match block:
            case Revised():
                yield True
            case BulletList() | OrderedList():
                yield from (item.change for item in block.items)
            case DefinitionList():
                yield from (term.change for term in block.items)
            case Table():
                yield from (row.change for row in (*block.head, *block.body))
            case Contents():
                yield from (entry.change for entry in block.entries)
            case _:
                pass


# ── Sequences ──────────────────────────────────────────────────────────────

_Step = tuple[Any, Any, Any, int | None]
"""A part of the old version, of the new one, the two as one, and the number of its move."""


def _never(_one: object, _other: object) -> bool:
    return False


class _Liner:
    """Makes one redline; numbers its moves."""

    def __init__(self, new: Document) -> None:
        self._moves = count(1)
        self._ids = frozenset(_ids(new.blocks)) - {None}

    def blocks(self, old: Blocks, new: Blocks, *, opens: bool = False) -> Blocks:
        """Return two sequences of blocks as one.

        ``opens``: the first paragraphs of both are one, because an item's label or a
        note's mark stands before it.
        """
        found: list[Block] = []
        if opens and _opening(old) is not None and _opening(old) == _opening(new):
            found.append(self._opened(old[0], new[0]))
            old, new = old[1:], new[1:]
        for gone, come, both, move in self._steps(old, new, _is_same, self._block):
            if both is not None:
                found.append(both)
            elif gone is not None:
                found.append(Revised(Change("deleted", move), (self._gone(gone),)))
            else:
                found.append(Revised(Change("inserted", move), (come,)))
        return tuple(_joined(found))

    def _opened(self, old: Block, new: Block) -> Block:
        assert isinstance(old, Paragraph)
        assert isinstance(new, Paragraph)
        return replace(new, children=self._line(old.children, new.children))

    def _steps(
        self,
        old: Sequence[Any],
        new: Sequence[Any],
        same: Callable[[Any, Any], bool],
        merge: Callable[[Any, Any], Any],
    ) -> Iterator[_Step]:
        """Yield the parts of both sequences in the order of the redline.

        ``merge`` returns a pair as one part, or None where there is no saying it so.
        Only what is the ``same`` as before is a move.
        """
        pairs = align(old, new)
        crossing = moved(pairs)
        spine: list[tuple[int, int, Any]] = []
        moves: dict[int, int] = {}
        for one, other in pairs.items():
            if one not in crossing:
                both = merge(old[one], new[other])
                if both is not None:
                    spine.append((one, other, both))
            elif same(old[one], new[other]):
                goes_on = one - 1 in moves and pairs[one - 1] == other - 1
                moves[one] = moves[one - 1] if goes_on else next(self._moves)
        arrived = {pairs[one]: number for one, number in moves.items()}
        i = j = 0
        for one, other, both in [*spine, (len(old), len(new), None)]:
            yield from ((old[at], None, None, moves.get(at)) for at in range(i, one))
            yield from ((None, new[at], None, arrived.get(at)) for at in range(j, other))
            if both is not None:
                yield old[one], new[other], both, None
            i, j = one + 1, other + 1

    def _parts(
        self,
        old: Sequence[Changed],
        new: Sequence[Changed],
        merge: Callable[[Changed, Changed], Changed | None],
        same: Callable[[Any, Any], bool] = _never,
    ) -> tuple[Changed, ...]:
        """Return two sequences of items or rows as one."""
        found: list[Changed] = []
        for gone, come, both, move in self._steps(old, new, same, merge):
            if both is not None:
                found.append(both)
            elif gone is not None:
                found.append(replace(self._bare(gone), change=Change("deleted", move)))
            else:
                found.append(replace(come, change=Change("inserted", move)))
        return tuple(found)

    # ── Pairs ──────────────────────────────────────────────────────────────

    def _block(self, old: Block, new: Block) -> Any:
        """Return a block of both versions as one, or None: then one goes and one comes."""
        match old, new:
            case Masthead(), Masthead():
                return self._lines(
                    old, new, "organization", "series", "number", "date", "classification",
                    "distribution",
                )  # fmt: skip
            case Title(), Title():
                return self._lines(old, new, "children", "subtitle")
            case Heading(), Heading():
                if (old.level, old.number is None) != (new.level, new.number is None):
                    return self._restyled(old, new)
                return self._lines(old, new, "children")
            case Paragraph(), Paragraph():
                if old.role != new.role:
                    return self._restyled(old, new)
                return self._lines(old, new, "children")
            case BulletList(), BulletList():
                return replace(new, items=self._parts(old.items, new.items, self._item, _is_same))
            case OrderedList(), OrderedList():
                if (old.role, old.start) != (new.role, new.start):
                    return None
                return replace(new, items=self._parts(old.items, new.items, self._item, _is_same))
            case DefinitionList(), DefinitionList():
                return replace(new, items=self._parts(old.items, new.items, self._definition))
            case Table(), Table():
                return self._table(old, new)
            case Callout(), Callout():
                node = self._lines(old, new, "title") if old.role == new.role else None
                return node and replace(node, blocks=self.blocks(old.blocks, new.blocks))
            case Quote(), Quote():
                return replace(new, blocks=self.blocks(old.blocks, new.blocks))
            case (Chart() as before, Chart() as after) | (Image() as before, Image() as after):
                node = self._lines(before, after, "caption")
                bare = (replace(before, caption=()), replace(after, caption=()))
                return node if node and _is_same(*bare) else None
            case Contents(), Contents():
                if bool(old.entries) != bool(new.entries):
                    return None  # one without entries is not to be seen, nor its title
                node = self._lines(old, new, "title")
                return node and replace(node, entries=_entries(old, new))
            case _:
                return new if _is_same(old, new) else None

    def _restyled(self, old: Any, new: Any) -> Revised | None:
        """Return a paragraph that is now one of another kind, its words compared."""
        node = self._lines(old, new, "children")
        return node and Revised(RESTYLED, (node,), replace(old, children=(), id=None))

    def _lines(self, old: Any, new: Any, *names: str) -> Any:
        """Return ``new`` with its lines compared, or None where a line comes or goes as a whole."""
        changes = {}
        for name in names:
            before, after = getattr(old, name), getattr(new, name)
            if bool(inline_text(before)) != bool(inline_text(after)) and len(names) > 1:
                return None
            changes[name] = self._line(before, after)
        return replace(new, **changes)

    def _item(self, old: ListItem, new: ListItem) -> ListItem | None:
        if _opening(old.blocks) != _opening(new.blocks):
            return None
        return replace(new, blocks=self.blocks(old.blocks, new.blocks, opens=True))

    def _definition(self, old: DefinitionItem, new: DefinitionItem) -> DefinitionItem:
        return replace(
            new,
            term=self._line(old.term, new.term),
            blocks=self.blocks(old.blocks, new.blocks),
        )

    def _table(self, old: Table, new: Table) -> Table | None:

        def shape(node: Table) -> object:
            aligned = [column.align for column in node.columns]
            return node.role, aligned, bool(node.caption), bool(node.head)

        if shape(old) != shape(new):
            return None
        head = self._parts(old.head, new.head, self._row)
        body = self._parts(old.body, new.body, self._row)
        rows = (*old.head, *old.body, *new.head, *new.body)
        spans = any(cell.rows > 1 for row in rows for cell in row.cells)
        if spans and any(row.change for row in (*head, *body)):
            return None  # no row can go from under a cell that covers it
        return replace(new, caption=self._line(old.caption, new.caption), head=head, body=body)

    def _row(self, old: Row, new: Row) -> Row | None:
        if [_place(cell) for cell in old.cells] != [_place(cell) for cell in new.cells]:
            return None
        cells = (
            replace(after, blocks=self.blocks(before.blocks, after.blocks, opens=True))
            for before, after in zip(old.cells, new.cells, strict=True)
        )
        return replace(new, cells=tuple(cells))

    # ── Words ──────────────────────────────────────────────────────────────

    def _line(self, old: Inlines, new: Inlines) -> Inlines:
        """Return two lines as one, by their words; where only the look differs, words go too."""
        before, after = list(_runs(old)), list(_runs(new))
        found: list[tuple[Change | None, _Run]] = []
        here = there = 0
        for piece in diff(_text(before), _text(after)):
            size = len(piece.text)
            if piece.kind == "deleted":
                found += [(DELETED, run) for run in _cut(before, here, here + size)]
            elif piece.kind == "inserted":
                found += [(INSERTED, run) for run in _cut(after, there, there + size)]
            else:
                ours = _cut(before, here, here + size)
                found += self._same_words(ours, _cut(after, there, there + size))
            here += size if piece.kind != "inserted" else 0
            there += size if piece.kind != "deleted" else 0
        return _nested([(run.chain, change, run) for change, run in _deleted_first(found)])

    def _same_words(self, old: list[_Run], new: list[_Run]) -> Iterator[tuple[Change | None, _Run]]:
        borders = sorted({*_borders(old), *_borders(new)})
        for start, end in zip([0, *borders], borders, strict=False):
            (one,), (other,) = _cut(old, start, end), _cut(new, start, end)
            if one.look != other.look:
                yield DELETED, one
                yield INSERTED, other
            elif isinstance(one.leaf, Footnote) and isinstance(other.leaf, Footnote):
                blocks = self.blocks(one.leaf.blocks, other.leaf.blocks, opens=True)
                yield None, replace(other, leaf=replace(other.leaf, blocks=blocks))
            else:
                yield None, other

    # ── What goes ──────────────────────────────────────────────────────────

    def _gone(self, block: Block) -> Any:
        """Return a block of the old version without the ids that the new one has."""
        inner = _mapped(block, _as_is, lambda blocks: tuple(map(self._gone, blocks)), self._bare)
        return self._bare(inner)

    def _bare(self, part: Any) -> Any:
        if isinstance(part, ListItem | DefinitionItem):
            part = replace(part, blocks=tuple(map(self._gone, part.blocks)))
        elif isinstance(part, Row):
            cells = (replace(c, blocks=tuple(map(self._gone, c.blocks))) for c in part.cells)
            part = replace(part, cells=tuple(cells))
        return replace(part, id=None) if getattr(part, "id", None) in self._ids else part


def _opening(blocks: Blocks) -> str | None:
    """Return the role of the paragraph that blocks begin with."""
    return blocks[0].role if blocks and isinstance(blocks[0], Paragraph) else None


def _place(cell: Cell) -> tuple[int, int, bool, str | None]:
    return cell.columns, cell.rows, cell.header, _opening(cell.blocks)


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks with those joined that went or came together."""
    for change, group in groupby(blocks, lambda b: b.change if isinstance(b, Revised) else None):
        if change is None or change == RESTYLED:
            yield from group
        else:
            yield Revised(
                change, tuple(b for one in group if isinstance(one, Revised) for b in one.blocks)
            )


def _entries(old: Contents, new: Contents) -> tuple[ContentsEntry, ...]:
    def said(node: Contents) -> list[object]:
        return [(one.level, one.number, inline_text(one.children)) for one in node.entries]

    found: list[ContentsEntry] = []
    matcher = SequenceMatcher(None, said(old), said(new), autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found += new.entries[j1:j2]
        else:
            found += (replace(entry, change=DELETED) for entry in old.entries[i1:i2])
            found += (replace(entry, change=INSERTED) for entry in new.entries[j1:j2])
    return tuple(found)


def _level(blocks: Blocks) -> Blocks:
    found: list[Block] = []
    for block in blocks:
        found += block.blocks if isinstance(block, Turned) else (block,)
    return tuple(found)


def _ids(blocks: Blocks) -> Iterator[str | None]:
    for block in walk_blocks(blocks):
        match block:
            case Title() | Heading() | Paragraph() | Chart() | Image():
                yield block.id
            case BulletList() | OrderedList():
                yield from (item.id for item in block.items)
            case Table():
                yield block.id
                yield from (row.id for row in (*block.head, *block.body))
            case _:
                pass


# ── Lines as runs ──────────────────────────────────────────────────────────

_NOTE = "\ufffc"


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of text: the nodes around it, outermost first, and the leaf that holds it."""

    text: str
    chain: tuple[Inline, ...]
    leaf: Inline

    @property
    def look(self) -> tuple[object, ...]:
        """What a reader sees of it besides its words."""
        kind = "" if isinstance(self.leaf, Text | Field) else type(self.leaf).__name__
        again = isinstance(self.leaf, Footnote) and not self.leaf.blocks
        opening = _opening(self.leaf.blocks) if isinstance(self.leaf, Footnote) else None
        return (*map(_seen, _shown(self.chain)), kind, again, opening)


def _shown(chain: Sequence[Inline]) -> Iterator[Inline]:
    return (node for node in chain if node != Span(()))


def _seen(node: Inline) -> Inline:
    return Reference((), "") if isinstance(node, Reference) else node


def _runs(children: Inlines, chain: tuple[Inline, ...] = ()) -> Iterator[_Run]:
    for node in children:
        match node:
            case Text(value) | Field(value, _) | Code(value):
                if value:
                    yield _Run(value, chain, node)
            case LineBreak():
                yield _Run("\n", chain, node)
            case Footnote():
                yield _Run(_NOTE, chain, node)
            case Strong() | Emphasis() | Span() | Link() | Reference() | Revision():
                yield from _runs(node.children, (*chain, replace(node, children=())))
            case Comment():
                yield from _runs(node.children, chain)
            case _:
                assert_never(node)


def _text(runs: Sequence[_Run]) -> str:
    return "".join(run.text for run in runs)


def _borders(runs: Sequence[_Run]) -> Iterator[int]:
    at = 0
    for run in runs:
        at += len(run.text)
        yield at


def _cut(runs: Sequence[_Run], start: int, end: int) -> list[_Run]:
    """Return what stands between two places of a text."""
    found: list[_Run] = []
    at = 0
    for run in runs:
        first, last = max(start, at), min(end, at + len(run.text))
        if first < last:
            text = run.text[first - at : last - at]
            whole = text == run.text
            leaf = run.leaf
            if not whole and isinstance(leaf, Text | Field | Code):
                leaf = replace(leaf, value=text)
            found.append(run if whole else _Run(text, run.chain, leaf))
        at += len(run.text)
    return found


def _deleted_first(
    pieces: Sequence[tuple[Change | None, _Run]],
) -> Iterator[tuple[Change | None, _Run]]:
    """Yield pieces with what goes before what comes, between words that stay."""
    for stays, group in groupby(pieces, lambda piece: piece[0] is None):
        stretch = list(group)
        if stays:
            yield from stretch
        else:
            yield from (piece for piece in stretch if piece[0] is DELETED)
            yield from (piece for piece in stretch if piece[0] is INSERTED)


def _nested(pieces: Sequence[tuple[tuple[Inline, ...], Change | None, _Run]]) -> Inlines:
    """Return runs as nodes; neighbours share the nodes around them that are alike.

    A mark stands inside of all of these, so that a link stays one.
    """
    out: list[Inline] = []
    for head, group in groupby(pieces, lambda piece: piece[0][:1]):
        inner = [(chain[1:], change, run) for chain, change, run in group]
        if head:
            (node,) = head
            assert isinstance(node, Strong | Emphasis | Span | Link | Reference | Revision)
            out.append(replace(node, children=_nested(inner)))
            continue
        for change, same in groupby(inner, lambda piece: piece[1]):
            leaves = _merged(run.leaf for _, _, run in same)
            out += leaves if change is None else (Revision(change, leaves),)
    return tuple(out)


def _merged(leaves: Iterator[Inline]) -> Inlines:
    """Return leaves with what was cut put together again."""
    out: list[Inline] = []
    for leaf in leaves:
        last = out[-1] if out else None
        match last, leaf:
            case (Text(one), Text(other)):
                out[-1] = Text(one + other)
            case (Field(one, origin), Field(other, same)) if origin == same:
                out[-1] = Field(one + other, origin)
            case (Code(one), Code(other)):
                out[-1] = Code(one + other)
            case _:
                out.append(leaf)
    return tuple(out)


# ── Accepting, rejecting, comparing ────────────────────────────────────────

LineFunction = Callable[[Inlines], Inlines]
BlocksFunction = Callable[[Blocks], Blocks]


def _as_is(children: Inlines) -> Inlines:
    return children


def _mapped(
    block: Block,
    line: LineFunction,
    blocks: BlocksFunction,
    part: Callable[[Any], Any] = lambda part: part,
) -> Block:
    """Return a block with its lines and the blocks inside it replaced.

    ``part`` returns what becomes of an item, a row or an entry; None drops it.
    """

    def parts(old: Sequence[Changed], inner: Callable[[Any], Any]) -> tuple[Any, ...]:
        return tuple(inner(new) for one in old if (new := part(one)) is not None)

    def item(node: ListItem) -> ListItem:
        return replace(node, blocks=blocks(node.blocks))

    def row(node: Row) -> Row:
        return replace(node, cells=tuple(replace(c, blocks=blocks(c.blocks)) for c in node.cells))

    match block:
        case Masthead():
            return Masthead(
                line(block.organization),
                line(block.series),
                line(block.number),
                line(block.date),
                line(block.classification),
                line(block.distribution),
            )
        case Title():
            return replace(block, children=line(block.children), subtitle=line(block.subtitle))
        case Heading() | Paragraph():
            return replace(block, children=line(block.children))
        case BulletList() | OrderedList():
            return replace(block, items=parts(block.items, item))
        case DefinitionList():
            return replace(
                block,
                items=parts(
                    block.items,
                    lambda node: replace(node, term=line(node.term), blocks=blocks(node.blocks)),
                ),
            )
        case Table():
            return replace(
                block,
                caption=line(block.caption),
                head=parts(block.head, row),
                body=parts(block.body, row),
            )
        case Callout():
            return replace(block, title=line(block.title), blocks=blocks(block.blocks))
        case Quote() | Turned() | Revised():
            return replace(block, blocks=blocks(block.blocks))
        case Chart() | Image():
            return replace(block, caption=line(block.caption))
        case Contents():
            return replace(
                block,
                title=line(block.title),
                entries=parts(
                    block.entries, lambda node: replace(node, children=line(node.children))
                ),
            )
        case CodeBlock() | Rule() | PageBreak():
            return block
        case _:
            assert_never(block)


def _settled(blocks: Blocks, dropped: Kind) -> Blocks:
    """Return blocks without what is marked as ``dropped``, and without marks."""

    def inside(blocks: Blocks) -> Blocks:
        return _settled(blocks, dropped)

    def line(children: Inlines) -> Inlines:
        return _settled_line(children, dropped)

    def part(node: Any) -> Any:
        if node.change is None:
            return node
        return None if node.change.kind == dropped else replace(node, change=None)

    found: list[Block] = []
    for block in blocks:
        if not isinstance(block, Revised):
            found.append(_mapped(block, line, inside, part))
        elif block.was is not None and dropped == "inserted":
            (now,) = inside(block.blocks)
            assert isinstance(now, Heading | Paragraph)
            found.append(replace(block.was, children=now.children, id=now.id))
        elif block.change.kind != dropped:
            found += inside(block.blocks)
    return tuple(found)


def _settled_line(children: Inlines, dropped: Kind) -> Inlines:
    runs = []
    for run in _runs(children):
        changes = [node.change.kind for node in run.chain if isinstance(node, Revision)]
        if dropped not in changes:
            leaf = run.leaf
            if isinstance(leaf, Footnote):
                leaf = replace(leaf, blocks=_settled(leaf.blocks, dropped))
            chain = tuple(node for node in run.chain if not isinstance(node, Revision))
            runs.append((chain, None, _Run(run.text, chain, leaf)))
    return _nested(runs)


def _is_same(one: Any, other: Any) -> bool:
    """Return whether a reader sees no difference between two parts."""
    if isinstance(one, ListItem):
        return _normal(one.blocks) == _normal(other.blocks)
    return _normal((one,)) == _normal((other,))


def _normal(blocks: Blocks) -> Blocks:
    def line(children: Inlines) -> Inlines:
        pieces = []
        for run in _runs(children):
            leaf: Inline
            match run.leaf:
                case Field(value, _):
                    leaf = Text(value)
                case Footnote():
                    leaf = Footnote(_normal(run.leaf.blocks), "")
                case _:
                    leaf = run.leaf
            chain = tuple(map(_seen, _shown(run.chain)))
            pieces.append((chain, None, _Run(run.text, chain, leaf)))
        return _nested(pieces)

    def part(node: Any) -> Any:
        match node:
            case ListItem():
                return replace(node, id=None, label=None)
            case Row():
                cells = (replace(cell, heat=None) for cell in node.cells)
                return replace(node, cells=tuple(cells), id=None)
            case ContentsEntry():
                return replace(node, target="")
            case _:
                return node

    def told(block: Block) -> Block:
        match block:
            case Title():
                return replace(block, id=None)
            case Heading():
                return replace(block, id=None, number=None, numbered=False)
            case Paragraph():
                return replace(block, id=None, keep_with_next=False)
            case Table():
                columns = tuple(replace(column, width=1) for column in block.columns)
                return replace(
                    block, columns=columns, id=None, number=None, description=None, wide=False
                )
            case Chart() | Image():
                return replace(block, id=None, number=None)
            case BulletList() | OrderedList():
                return replace(block, tight=True)
            case Contents():
                return replace(block, depth=0)
            case _:
                return block

    return tuple(told(_mapped(block, line, _normal, part)) for block in blocks)
