"""What a finished brief told of its proposals, read back from its document.

The words of records are known by their origin.  States, priorities and the like are
words like any other in a document: they are found where the components put them, in
the line under a recommendation and in the summary table.  What cannot be found is not
among the parts of the snapshot, and so is never taken for a change.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.compose.words import is_date, word
from briefing.document import (
    Block,
    Cell,
    Contents,
    Document,
    Field,
    Heading,
    Inlines,
    LineBreak,
    ListItem,
    Masthead,
    OrderedList,
    Origin,
    Paragraph,
    Reference,
    Span,
    Table,
    inline_text,
    walk_blocks,
    walk_inlines,
)
from briefing.records.changes import ASK_PARTS, ASKS, PARTS, Ask, Proposal, Snapshot, Value
from briefing.source.characters import harmless

__all__ = ["recalled"]

LABELLED = ("addressee", "priority", "horizon", "status")
"""What stands after a label in the line under a recommendation."""
BOUND = frozenset(
    [
        "title", "proposers.name", "proposers.positions", "proposers.organization", "meeting",
        "summary", "context", "impact", "notes.text", "handling.lead", "handling.co_handling",
        f"{ASKS}.text", f"{ASKS}.impact", f"{ASKS}.note",
    ]
)  # fmt: skip
"""Parts whose words are bound to their records: where there were any, they are found."""
BETWEEN = " · "
RECORD, ASK = "record:", "recommendation:"
Path = tuple[str, ...]


def recalled(base: Document, now: Document | None = None) -> Snapshot:
    """Return what a brief told; ``now`` is the document as people have edited it since.

    ``base`` is the document as it was built, with its ids; the words are those of ``now``.
    """
    memory = _Memory(base.meta.language, base.meta.tells)
    number = ""
    for block in walk_blocks(base.blocks):
        match block:
            case Masthead():
                number = harmless(inline_text(block.number))
            case Heading(id=str(id_)) if id_.startswith(RECORD):
                memory.titles[id_.removeprefix(RECORD)] = _title(block.children)
            case OrderedList(role="recommendations"):
                memory.asks_known = True
                for item in block.items:
                    memory.item(item)
            case Paragraph(role="note") if inline_text(block.children) == word(
                "no-asks", memory.language
            ):
                memory.asks_known = True
            case Table(role="summary"):
                memory.table(block)
            case _:
                pass
    built = _texts(base)
    return Snapshot(
        number,
        base.meta.date if is_date(base.meta.date) else "",
        *memory.proposals(built, built if now is None else _texts(now)),
    )


def _texts(document: Document) -> dict[tuple[str, Path], str]:
    """Return the words of records by record and path, from the first place where they stand."""
    found: dict[tuple[str, Path], str] = {}
    last: Origin | None = None
    breaks = 0
    blocks: tuple[Block, ...] = tuple(document.blocks)
    repeated = {
        id(node)
        for block in walk_blocks(blocks)
        if isinstance(block, Contents)
        for entry in block.entries
        for node in walk_inlines((Paragraph(entry.children),))
    }
    first: Origin | None = None
    for node in walk_inlines(blocks):
        if isinstance(node, LineBreak):
            breaks += 1
        elif isinstance(node, Field) and id(node) not in repeated:
            key = (node.origin.record, tuple(node.origin.path.split("/")))
            if node.origin == last and breaks:
                if first == node.origin:
                    found[key] += "\n" * breaks + harmless(node.value)
            else:
                first = None if key in found else node.origin
                found.setdefault(key, harmless(node.value))
            last, breaks = node.origin, 0
    return found


@dataclass(slots=True)
class _Memory:
    """What has been found so far, by record."""

    language: str
    tells: tuple[str, ...] = ()
    asks_known: bool = False
    nameless: bool = False
    titles: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, tuple[Value, ...]]] = field(default_factory=dict)
    asks: dict[str, dict[Path, Ask]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def item(self, item: ListItem) -> None:
        """Take a recommendation: its id, where its text stands, and the line under it."""
        record, _, ask = (item.id or "").removeprefix(ASK).partition("/")
        text = next(
            (
                node.origin.path
                for node in walk_inlines(item.blocks)
                if isinstance(node, Field)
                and node.origin.record == record
                and node.origin.path.endswith("/text")
            ),
            None,
        )
        if not ask or text is None:
            self.nameless = True
            return
        facts: dict[str, tuple[Value, ...]] = {}
        for block in item.blocks:
            if isinstance(block, Paragraph) and block.role == "meta":
                self.told.update(f"{ASKS}.{part}" for part in LABELLED)
                facts |= self.labelled(block.children)
        self.asks.setdefault(record, {})[tuple(text.split("/")[:2])] = Ask(ask, facts)

    def labelled(self, children: Inlines) -> dict[str, tuple[Value, ...]]:
        """Return what stands after each label of a line."""
        names = {
            word(part, self.language) + word("colon", self.language): part for part in LABELLED
        }
        words: dict[str, str] = {}
        part: str | None = None
        for node in children:
            if isinstance(node, Span) and node.role in ("label", "missing"):
                part = names.get(inline_text(node.children)) if node.role == "label" else None
            elif part is not None:
                words[part] = words.get(part, "") + harmless(inline_text((node,)))
        return {part: (Value(text.removesuffix(BETWEEN)),) for part, text in words.items()}

    def table(self, table: Table) -> None:
        """Take theme and sectors from a summary table."""
        heads = [_words(cell) for row in table.head[:1] for cell in row.cells]
        columns = {
            part: heads.index(word(part, self.language))
            for part in ("theme", "sectors")
            if word(part, self.language) in heads
        }
        self.told.update(columns)
        for row in table.body:
            record = next(
                (
                    node.target.removeprefix(RECORD)
                    for cell in row.cells
                    for node in walk_inlines(cell.blocks)
                    if isinstance(node, Reference) and node.target.startswith(RECORD)
                ),
                None,
            )
            if record is None or len(row.cells) != len(heads):
                continue
            found = self.rows.setdefault(record, {})
            for part, column in columns.items():
                text = _words(row.cells[column])
                several = text.split(word("comma", self.language)) if part == "sectors" else [text]
                found[part] = tuple(Value(one) for one in several)

    def proposals(
        self, built: dict[tuple[str, Path], str], now: dict[tuple[str, Path], str]
    ) -> tuple[tuple[Proposal, ...], frozenset[str]]:
        """Return the proposals in the order in which they stand, and the parts known of them."""
        records = dict.fromkeys(record for record, _ in built if not record.startswith("plan:"))
        whole = (self.asks_known and not self.nameless) and all(
            path[:2] in self.asks.get(record, {})
            for record, path in built
            if record in records and path[0] == ASKS
        )
        for record, path in built:
            if record in records and (part := _part(path)) is not None:
                self.told.add(part)
        # What the template prints, and nobody had.
        self.told.update(BOUND.intersection(self.tells))
        if whole:
            self.told.update((ASKS, f"{ASKS}.text"))
        else:
            self.told -= {f"{ASKS}.{part}" for part in ASK_PARTS} - {f"{ASKS}.text"}
        return (
            tuple(self.proposal(record, now, whole=whole) for record in records),
            frozenset(self.told),
        )

    def proposal(self, record: str, now: dict[tuple[str, Path], str], *, whole: bool) -> Proposal:
        """Return what was told of one proposal."""
        own = sorted(
            ((path, text) for (of, path), text in now.items() if of == record),
            key=lambda one: [(int(step), "") if step.isdigit() else (-1, step) for step in one[0]],
        )
        facts: dict[str, tuple[Value, ...]] = dict(self.rows.get(record, {}))
        asks = {path: dict(ask.facts) for path, ask in self.asks.get(record, {}).items()}
        texts: list[str] = []
        for path, text in own:
            part = _part(path)
            if part is None:
                continue
            if part.startswith(f"{ASKS}."):
                part = part.removeprefix(f"{ASKS}.")
                if part == "text":
                    texts.append(text)
                if part not in LABELLED and path[:2] in asks:
                    key = "/".join((part, *path[3:]))
                    asks[path[:2]][key] = (Value(text),)
            else:
                key = "/".join(path) if part == "impact" else part
                facts[key] = (*facts.get(key, ()), Value(text))
        return Proposal(
            record,
            self.titles.get(record) or next((v.words for v in facts.get("title", ())), record),
            tuple(value.words for value in facts.get("proposers.name", ())),
            facts,
            tuple(
                Ask(ask.id, asks[path])
                for path, ask in self.asks.get(record, {}).items()
                if "text" in asks[path]  # else somebody has deleted it
            )
            if whole
            else (),
            tuple(texts),
        )


def _part(path: Path) -> str | None:
    """Return the part that a path of a record leads to, or None where that is not told of.

    A source stands in a brief once, under the first proposal that names it: of the others
    nothing can be said.
    """
    match path:
        case ("title" | "subject",):
            return "title"
        case ("impact", _):
            return "impact"
        case ("recommendations", _, "addressee", "name"):
            return None  # with its basis, in the line under the text
        case ("recommendations", _, ("text" | "impact" | "note") as part, *_):
            return f"{ASKS}.{part}"
        case ("sources", *_):
            return None
        case (first, *rest):
            name = ".".join((first, *(step for step in rest if not step.isdigit())))
            return name if name in PARTS else None
        case _:
            return None


def _title(children: Inlines) -> str:
    """Return a title as it was quoted, without the mark of one that the source does not give."""
    said = (node for node in children if not (isinstance(node, Span) and node.role == "missing"))
    return harmless(inline_text(tuple(said)))


def _words(cell: Cell) -> str:
    lines = (inline_text(block.children) for block in cell.blocks if isinstance(block, Paragraph))
    return harmless(" ".join(lines))
