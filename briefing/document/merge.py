"""Three versions of a document made one: as it was built, as a person edited it, as it is now.

What only one side changed is taken from that side; what both changed alike is
taken once.  Where they disagree, the new version stands and a :class:`Conflict`
keeps the words of the other: nothing is lost without being said.  Blocks, list
items and table rows are merged one by one, a paragraph by its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from typing import Any, TypeVar, get_args

from briefing.document.align import Part, Version, align, in_order, words_of
from briefing.document.nodes import (
    Block,
    Cell,
    DefinitionItem,
    Document,
    Inline,
    Inlines,
    ListItem,
    Row,
    Text,
    inline_text,
)

__all__ = ["Conflict", "Mark", "Merged", "merge"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where the edited version and the new one disagree.

    ``built``, ``edited`` and ``new`` are the words of the place in the three
    versions, empty where a version no longer has it.  The new ones stand in the
    merged document, or the edited ones where the new version has none.
    """

    built: str
    edited: str
    new: str


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
    blocks = merger.sequence(built.blocks, edited.blocks, new.blocks)
    return Merged(replace(new, blocks=blocks), tuple(merger.conflicts), merger.kept)


@dataclass(frozen=True, slots=True, eq=False)
class _Slot:
    """One part in up to three versions: its index in each."""

    built: int | None
    edited: int | None
    new: int | None


_PARTS = (*get_args(Block), ListItem, DefinitionItem, Row, Cell)
_INLINES = get_args(Inline)

Value = TypeVar("Value")
Node = TypeVar("Node", bound=Part)


class _Merger:
    """The work of one merge; gathers its conflicts."""

    def __init__(self, mark: Mark | None) -> None:
        self._mark = mark
        self.conflicts: list[Conflict] = []
        self.kept = 0

    def sequence(
        self, built: Sequence[Version], edited: Sequence[Version], new: Sequence[Version]
    ) -> tuple[Version, ...]:
        """Return the merged sequence of blocks, items or rows."""
        parts = (
            self._part(
                None if slot.built is None else built[slot.built],
                None if slot.edited is None else edited[slot.edited],
                None if slot.new is None else new[slot.new],
            )
            for slot in _slots(built, edited, new)
        )
        return tuple(part for part in parts if part is not None)

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
        if not type(built) is type(edited) is type(new):
            return self._conflict(new, built, edited, new)
        changes: dict[str, object] = {}
        for field in fields(new):
            values = tuple(getattr(one, field.name) for one in (built, edited, new))
            merged = self._value(*values)
            if merged is _UNDECIDED:
                return self._conflict(new, built, edited, new)
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
            words = _merged_words(built, edited, new)
            if words is not None:
                self.kept += 1
                return words
            conflict = self._note(*map(inline_text, (built, edited, new)))
            return self._marked(new or edited, conflict)
        if isinstance(first, Cell) and not len(built) == len(edited) == len(new):
            return _UNDECIDED  # columns came or went on both sides
        if isinstance(first, Cell):
            return tuple(map(self._both, built, edited, new))
        if isinstance(first, _PARTS):
            return self.sequence(built, edited, new)
        return _UNDECIDED

    def _conflict(self, standing: Node, built: Part, edited: Part | None, new: Part | None) -> Node:
        words = (words_of(part) if part is not None else "" for part in (built, edited, new))
        conflict = self._note(*words)
        return _on_first_words(standing, lambda words: self._marked(words, conflict))

    def _note(self, built: str, edited: str, new: str) -> Conflict:
        conflict = Conflict(built, edited, new)
        self.conflicts.append(conflict)
        return conflict

    def _marked(self, words: Inlines, conflict: Conflict) -> Inlines:
        return self._mark(words, conflict) if self._mark is not None else words


_UNDECIDED = object()


def _is_filled(value: object) -> bool:
    return isinstance(value, tuple) and bool(value)


# ── Order ──────────────────────────────────────────────────────────────────


def _slots(
    built: Sequence[Version], edited: Sequence[Version], new: Sequence[Version]
) -> list[_Slot]:
    """Return the parts of three sequences in one order, each once.

    The order is that of the new version, unless only the edited one moved
    something.  What only the other version has follows what it follows there.
    """
    to_edited, to_new = align(built, edited), align(built, new)
    slots = [_Slot(b, to_edited.get(b), to_new.get(b)) for b in range(len(built))]
    lone_edited = [e for e in range(len(edited)) if e not in to_edited.values()]
    lone_new = [n for n in range(len(new)) if n not in to_new.values()]
    twins = align([edited[e] for e in lone_edited], [new[n] for n in lone_new])
    alike = {
        lone_edited[one]: lone_new[other]
        for one, other in twins.items()
        if edited[lone_edited[one]] == new[lone_new[other]]
    }
    slots += [_Slot(None, e, alike.get(e)) for e in lone_edited]
    slots += [_Slot(None, None, n) for n in lone_new if n not in alike.values()]
    by_edited = {slot.edited: slot for slot in slots if slot.edited is not None}
    by_new = {slot.new: slot for slot in slots if slot.new is not None}
    common = {b: e for b, e in to_edited.items() if b in to_new}
    if in_order(to_new) and not in_order(common):
        return _ordered(by_edited, by_new)
    return _ordered(by_new, by_edited)


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


def _merged_words(built: Inlines, edited: Inlines, new: Inlines) -> Inlines | None:
    """Return a paragraph with the changes of both sides, or None where they touch."""
    old = _pieces(built)
    ours, theirs = _pieces(new), _pieces(edited)
    changes = sorted(
        [(*change, ours) for change in _changes(old, ours)]
        + [(*change, theirs) for change in _changes(old, theirs)],
        key=lambda change: change[:4],
    )
    result: list[Inline] = []
    at = 0
    last: tuple[int, int, list[Inline]] | None = None
    for start, end, first, stop, side in changes:
        put = side[first:stop]
        if last is not None and start <= at:
            if last == (start, end, put):
                continue  # both did the same
            return None
        result += old[at:start] + put
        at = end
        last = (start, end, put)
    return _joined(result + old[at:])


def _changes(old: list[Inline], new: list[Inline]) -> list[tuple[int, int, int, int]]:
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
