"""Three versions of a document made one: as it was built, as a person edited it, as it is now.

What only one side changed is taken from that side; what both changed alike is
taken once.  Where they disagree, the edited words stand and a :class:`Conflict`
says both: nothing is lost without a word.  Blocks, list items and table rows are
merged one by one, a paragraph by its words.

A field that no person changed says what its record now says, wherever the
person moved it: it is never a change of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from typing import Any, Literal, TypeVar, get_args

from briefing.document.align import Part, Version, align, moved, words_of, words_of_line
from briefing.document.nodes import (
    Block,
    BulletList,
    Cell,
    Chart,
    DefinitionItem,
    Document,
    Field,
    Footnote,
    Heading,
    Image,
    Inline,
    Inlines,
    ListItem,
    OrderedList,
    Origin,
    Paragraph,
    Row,
    Table,
    Text,
    Title,
)
from briefing.document.walk import fields as fields_of
from briefing.document.walk import rebuild

__all__ = ["Conflict", "Mark", "Merged", "merge"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where the edited version and the new one disagree.

    ``built``, ``edited`` and ``new`` are the words of the place in the three
    versions, empty where a version no longer has it.  The edited ones stand in the
    merged document, or the new ones where the person deleted theirs.  ``heading``
    is the heading that the place stands under.  ``about`` says whether the words
    are at odds, or only where they stand; then it is the new place that counts.
    """

    built: str
    edited: str
    new: str
    heading: str = ""
    about: Literal["words", "place"] = "words"


Mark = Callable[[Inlines, Conflict], Inlines]
"""Puts a conflict's mark on the words that stand in the merged document."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The one document, what could not be decided, and how many edits it took over."""

    document: Document
    conflicts: tuple[Conflict, ...]
    kept: int


def merge(built: Document, edited: Document, new: Document, mark: Mark | None = None) -> Merged:
    """Return ``new`` with what was changed from ``built`` to ``edited``.

    All three are documents before any transform: numbers and tables of contents
    follow from the merged one.  What is said about the document (its title, date,
    running texts) is that of ``new``.
    """
    merger = _Merger(mark)
    built, edited = _renewed(built, edited, new)
    blocks = merger.sequence(built.blocks, edited.blocks, new.blocks)
    document = replace(new, blocks=_unique(blocks))
    return Merged(document, tuple(merger.conflicts), merger.kept)


def _renewed(built: Document, edited: Document, new: Document) -> tuple[Document, Document]:
    """Return the two older versions with every field that nobody edited as it is in ``new``."""
    before, after, now = map(_said, (built, edited, new))
    fresh = {
        origin: next(iter(now[origin]))
        for origin, words in before.items()
        if after.get(origin) == words and len(words) == len(now.get(origin, ())) == 1
    }

    def renew(node: Inline) -> Inline:
        if not isinstance(node, Field):
            return node
        words = fresh.get(node.origin, node.value)
        return node if words == node.value else replace(node, value=words)

    return (
        replace(built, blocks=rebuild(built.blocks, _as_is, renew)),
        replace(edited, blocks=rebuild(edited.blocks, _as_is, renew)),
    )


def _said(document: Document) -> dict[Origin, set[str]]:
    """Return what the fields of a document say, by where it comes from."""
    found: dict[Origin, set[str]] = {}
    for node in fields_of(document):
        found.setdefault(node.origin, set()).add(node.value)
    return found


def _as_is(block: Block) -> Block:
    return block


@dataclass(frozen=True, slots=True, eq=False)
class _Slot:
    """One part in up to three versions: its index in each."""

    built: int | None
    edited: int | None
    new: int | None
    torn: bool = False
    """Both moved it, to different places."""


_PARTS = (*get_args(Block), ListItem, DefinitionItem, Row, Cell)
_INLINES = get_args(Inline)

Value = TypeVar("Value")
Node = TypeVar("Node", bound=Part)
Named = TypeVar("Named", bound=Title | Heading | Paragraph | Chart | Image | Table | ListItem | Row)


class _Merger:
    """The work of one merge; gathers its conflicts."""

    def __init__(self, mark: Mark | None) -> None:
        self._mark = mark
        self._heading = ""
        self.conflicts: list[Conflict] = []
        self.kept = 0

    def sequence(
        self, built: Sequence[Version], edited: Sequence[Version], new: Sequence[Version]
    ) -> tuple[Version, ...]:
        """Return the merged sequence of blocks, items or rows."""
        slots, shifted = _slots(built, edited, new)
        self.kept += shifted
        found: list[Version] = []
        for slot in slots:
            part = self._part(
                None if slot.built is None else built[slot.built],
                None if slot.edited is None else edited[slot.edited],
                None if slot.new is None else new[slot.new],
            )
            if part is None:
                continue
            if isinstance(part, Heading):
                self._heading = words_of(part)
            if slot.torn:
                part = self._torn(part)
            found.append(part)
        return tuple(found)

    def _part(
        self, built: Version | None, edited: Version | None, new: Version | None
    ) -> Version | None:
        if built is None:
            if new is None:
                self.kept += 1
            return edited if new is None else new
        if edited is not None and new is not None:
            return self._both(built, edited, new)
        if edited is not None:  # the new version dropped it
            return None if edited == built else self._conflict(edited, built, edited, None)
        if new is not None:  # the person deleted it
            if new != built:
                return self._conflict(new, built, None, new)
            self.kept += 1
        return None

    def _both(self, built: Version, edited: Version, new: Version) -> Version:
        if edited in (built, new):
            return new
        if new == built:
            self.kept += 1
            return edited
        before = len(self.conflicts), self.kept
        merged = self._merged(built, edited, new)
        if merged is not None and (not isinstance(merged, Table) or _is_sound(merged)):
            return merged
        del self.conflicts[before[0] :]
        self.kept = before[1]
        return self._conflict(edited, built, edited, new)

    def _merged(self, built: Version, edited: Version, new: Version) -> Version | None:
        """Return a part merged field by field, or None where they can't be."""
        changes: dict[str, object] = {}
        for field in fields(new):
            values = [getattr(one, field.name) for one in (built, edited, new)]
            merged = self._value(*values)
            if merged is _UNDECIDED:
                return None
            changes[field.name] = merged
        return replace(new, **changes)  # type: ignore[arg-type]

    def _value(self, built: Any, edited: Any, new: Any) -> Any:
        """Return the merged value of one of a part's fields."""
        if edited in (built, new):
            return new
        if new == built:
            self.kept += 1
            return edited
        first = next((held[0] for held in (built, edited, new) if _is_filled(held)), None)
        if isinstance(first, _INLINES):
            return self._line(built, edited, new)
        if isinstance(first, Cell):
            if not len(built) == len(edited) == len(new):
                return _UNDECIDED  # columns came or went
            return tuple(map(self._both, built, edited, new))
        if isinstance(first, _PARTS):
            return self.sequence(built, edited, new)
        return _UNDECIDED

    def _line(self, built: Inlines, edited: Inlines, new: Inlines) -> Inlines:
        words, clash = _merged_words(built, edited, new)
        if not clash:
            self.kept += 1
            return words
        conflict = self._note(*map(words_of_line, (built, edited, new)))
        return self._marked(words or new, conflict)

    def _conflict(self, standing: Node, built: Part, edited: Part | None, new: Part | None) -> Node:
        words = (words_of(part) if part is not None else "" for part in (built, edited, new))
        conflict = self._note(*words)
        return _on_first_words(standing, lambda words: self._marked(words, conflict))

    def _torn(self, part: Node) -> Node:
        words = words_of(part)
        conflict = Conflict(words, words, words, self._heading, "place")
        self.conflicts.append(conflict)
        return _on_first_words(part, lambda words: self._marked(words, conflict))

    def _note(self, built: str, edited: str, new: str) -> Conflict:
        conflict = Conflict(built, edited, new, self._heading)
        self.conflicts.append(conflict)
        return conflict

    def _marked(self, words: Inlines, conflict: Conflict) -> Inlines:
        return self._mark(words, conflict) if self._mark is not None else words


_UNDECIDED = object()


def _is_filled(value: object) -> bool:
    return isinstance(value, tuple) and bool(value)


def _is_sound(table: Table) -> bool:
    """Return whether every row fills the table's columns, with what reaches into it from above."""
    for rows in (table.head, table.body):
        open_ones: list[tuple[int, int]] = []  # columns taken from above, for how many rows
        for row in rows:
            width = sum(columns for columns, _ in open_ones)
            width += sum(cell.columns for cell in row.cells)
            if width != len(table.columns):
                return False
            open_ones = [(columns, left - 1) for columns, left in open_ones if left > 1]
            open_ones += [(cell.columns, cell.rows - 1) for cell in row.cells if cell.rows > 1]
        if open_ones:
            return False
    return True


# ── Order ──────────────────────────────────────────────────────────────────


def _slots(
    built: Sequence[Version], edited: Sequence[Version], new: Sequence[Version]
) -> tuple[list[_Slot], int]:
    """Return the parts of three sequences in one order, each once, and how many were moved.

    The order is that of the new version.  What only the edited one has or has
    moved follows what it follows there.
    """
    to_edited, to_new = align(built, edited), align(built, new)
    common = [b for b in to_edited if b in to_new]
    by_person = moved({b: to_edited[b] for b in common})
    by_program = moved({b: to_new[b] for b in common})
    torn = {
        b
        for b in by_person & by_program
        if _neighbour(b, to_edited, common) != _neighbour(b, to_new, common)
    }
    slots = [_Slot(b, to_edited.get(b), to_new.get(b), b in torn) for b in range(len(built))]
    lone_edited = [e for e in range(len(edited)) if e not in to_edited.values()]
    lone_new = [n for n in range(len(new)) if n not in to_new.values()]
    twins = align([edited[e] for e in lone_edited], [new[n] for n in lone_new])
    alike = {
        lone_edited[one]: lone_new[other]
        for one, other in twins.items()
        if edited[lone_edited[one]] == new[lone_new[other]]
    }
    alike |= _taken_over(
        {e: edited[e] for e in lone_edited if e not in alike},
        {n: new[n] for n in lone_new if n not in alike.values()},
    )
    slots += [_Slot(None, e, alike.get(e)) for e in lone_edited]
    slots += [_Slot(None, None, n) for n in lone_new if n not in alike.values()]
    shifted = by_person - by_program
    leading = {
        slot.new: slot for slot in slots if slot.new is not None and slot.built not in shifted
    }
    other = {slot.edited: slot for slot in slots if slot.edited is not None}
    return _ordered(leading, other), len(shifted)


def _taken_over(edited: Mapping[int, Part], new: Mapping[int, Part]) -> dict[int, int]:
    """Return which of a person's own parts the records say by now, word for word.

    Someone wrote an item into a list, and it was taken into the records: it is theirs,
    with all that they say of it.
    """
    found: dict[int, int] = {}
    left = {n: _lines_of(part) for n, part in new.items()} if edited else {}
    for e, part in edited.items():
        said = _lines_of(part)
        n = next((n for n, lines in left.items() if said and _holds(lines, said)), None)
        if n is not None:
            found[e] = n
            del left[n]
    return found


def _lines_of(part: Part) -> list[str]:
    if isinstance(part, ListItem):
        return [words for block in part.blocks if (words := words_of(block).strip())]
    return [words] if (words := words_of(part).strip()) else []


def _holds(lines: list[str], others: list[str]) -> bool:
    """Return whether ``others`` stand among ``lines``, in their order, the first one first."""
    rest = iter(lines)
    return lines[:1] == others[:1] and all(line in rest for line in others)


def _neighbour(part: int, pairs: Mapping[int, int], common: Sequence[int]) -> int | None:
    """Return which of the common parts stands right before one in another version."""
    before = [b for b in common if pairs[b] < pairs[part]]
    return max(before, key=lambda b: pairs[b], default=None)


def _ordered(leading: Mapping[int, _Slot], other: Mapping[int, _Slot]) -> list[_Slot]:
    result = [leading[index] for index in sorted(leading)]
    known = {id(slot) for slot in result}
    before: _Slot | None = None
    for index in sorted(other):
        slot = other[index]
        if id(slot) not in known:
            at = (
                0
                if before is None
                else next(place + 1 for place, one in enumerate(result) if one is before)
            )
            result.insert(at, slot)
            known.add(id(slot))
        before = slot
    return result


# ── Words ──────────────────────────────────────────────────────────────────

_MOST = 1_000_000
"""Pieces on one side times pieces on the other that are compared one by one."""

# A Latin word or a number is one piece, anything else stands for itself.
_PIECE = re.compile(r"[A-Za-z0-9]+(?:[.,'’-][A-Za-z0-9]+)*|\s+|.", re.DOTALL)

Change = tuple[int, int, int, int]
"""What differs: where it stands in one version, and what takes its place in the other."""


def _merged_words(built: Inlines, edited: Inlines, new: Inlines) -> tuple[Inlines, bool]:
    """Return a paragraph with the changes of both sides, and whether some are at odds.

    Where changes touch, those of the edited version are taken.
    """
    old, theirs, ours = _pieces(built), _pieces(edited), _pieces(new)
    result: list[Inline] = []
    at = 0
    clash = False
    for start, end, from_edited, from_new in _regions(_changes(old, theirs), _changes(old, ours)):
        result += old[at:start]
        put = _applied(old, theirs, from_edited, start, end)
        if not from_edited:
            put = _applied(old, ours, from_new, start, end)
        elif from_new and put != _applied(old, ours, from_new, start, end):
            clash = True
        result += put
        at = end
    return _joined(result + old[at:]), clash


def _regions(
    theirs: list[Change], ours: list[Change]
) -> Iterator[tuple[int, int, list[Change], list[Change]]]:
    """Yield the stretches that changes cover, touching ones as one, with the changes in them."""
    todo = sorted([(*change, 0) for change in theirs] + [(*change, 1) for change in ours])
    inside: tuple[list[Change], list[Change]] = ([], [])
    start = end = -1
    for first, last, put, stop, side in todo:
        if first > end:
            if end >= 0:
                yield start, end, *inside
            inside = ([], [])
            start = first
        end = max(end, last)
        inside[side].append((first, last, put, stop))
    if end >= 0:
        yield start, end, *inside


def _applied(
    old: list[Inline], new: list[Inline], changes: list[Change], start: int, end: int
) -> list[Inline]:
    """Return the stretch from ``start`` to ``end`` with changes made."""
    result: list[Inline] = []
    for first, last, put, stop in changes:
        result += old[start:first] + new[put:stop]
        start = last
    return result + old[start:end]


def _changes(old: list[Inline], new: list[Inline]) -> list[Change]:
    """Return what differs: where it stands in ``old``, and what takes its place in ``new``."""
    least = min(len(old), len(new))
    start = next((i for i in range(least) if old[i] != new[i]), least)
    least -= start
    end = next((i for i in range(least) if old[-1 - i] != new[-1 - i]), least)
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    if len(left) * len(right) > _MOST:  # a page rewritten: its parts are not worth the time
        return [(start, start + len(left), start, start + len(right))]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [
        (start + i1, start + i2, start + j1, start + j2)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def _pieces(children: Inlines) -> list[Inline]:
    """Return inlines with every text in pieces; all other nodes stay whole."""
    found: list[Inline] = []
    for node in children:
        if isinstance(node, Text):
            found += [Text(piece) for piece in _PIECE.findall(node.value)]
        else:
            found.append(node)
    return found


def _joined(pieces: list[Inline]) -> Inlines:
    found: list[Inline] = []
    for node in pieces:
        before = found[-1] if found else None
        if isinstance(node, Text) and isinstance(before, Text):
            found[-1] = Text(before.value + node.value)
        else:
            found.append(node)
    return tuple(found)


def _on_first_words(part: Node, change: Callable[[Inlines], Inlines]) -> Node:
    """Return a part with its first words changed; one without words as it is."""
    for field in fields(part):
        held = getattr(part, field.name)
        if not _is_filled(held):
            continue
        if isinstance(held[0], _INLINES):
            return replace(part, **{field.name: change(held)})  # type: ignore[arg-type]
        if isinstance(held[0], _PARTS):
            for index, inner in enumerate(held):
                changed = _on_first_words(inner, change)
                if changed is not inner:
                    value = (*held[:index], changed, *held[index + 1 :])
                    return replace(part, **{field.name: value})  # type: ignore[arg-type]
    return part


# ── Ids ────────────────────────────────────────────────────────────────────


def _unique(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks in which no two places have one id, and no two notes.

    A person may have copied a paragraph, or made a heading of it while the new
    version still has the paragraph.
    """
    known: set[str] = set()
    notes: dict[str, Footnote] = {}

    def own(part: Named) -> Named:
        if part.id is None or part.id not in known:
            known.update([part.id] if part.id is not None else [])
            return part
        return replace(part, id=None)

    def block(node: Block) -> Block:
        match node:
            case Title() | Heading() | Paragraph() | Chart() | Image():
                return own(node)
            case BulletList() | OrderedList():
                return replace(node, items=tuple(map(own, node.items)))
            case Table():
                node = own(node)
                return replace(
                    node, head=tuple(map(own, node.head)), body=tuple(map(own, node.body))
                )
            case _:
                return node

    def note(node: Inline) -> Inline:
        if not isinstance(node, Footnote):
            return node
        number, name = 1, node.id
        while name in notes and notes[name].blocks != node.blocks and node.blocks:
            number += 1
            name = f"{node.id}-{number}"
        return notes.setdefault(name, replace(node, id=name)) if node.blocks else node

    return rebuild(blocks, block, note)
