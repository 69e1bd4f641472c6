"""The words of an edited line, given back to the inlines that they came from.

What stands in a field's bookmark is that field's; between bookmarks the base's
words and the line's are compared character by character.  Words typed at the edge
of a field belong to it; words in a look of their own don't.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from urllib.parse import unquote

from briefing.document import (
    Blocks,
    Code,
    Comment,
    Emphasis,
    Field,
    Footnote,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Reference,
    Span,
    Strong,
    Text,
)
from briefing.docx.read.surface import Leaf, Line, Run, Unit, text_of

__all__ = ["Bound", "Group", "Known", "bind_line", "plain_line"]

_COMPARED = 6_000  # characters on each side that are compared one by one

_LOOKS: Mapping[str, str] = {
    role: role for role in ("label", "muted", "analyst", "status", "missing", "number")
}


@dataclass(frozen=True, slots=True)
class Group:
    """Words of one place of a record that stand together, with the fields' numbers."""

    numbers: tuple[int, ...]
    text: str


@dataclass(slots=True)
class Known:
    """What binding has to know of the whole document.

    ``fields`` are the base's by number, ``targets`` the ids by bookmark name.
    ``note`` makes the blocks of a footnote, of the base's where there is one.
    ``groups`` gathers what stands in fields, line by line.
    """

    fields: Mapping[int, Field]
    targets: Mapping[str, str]
    note: Callable[[Footnote | None, Run | None, tuple[Unit, ...]], Blocks]
    groups: list[Group] = field(default_factory=list)


@dataclass(slots=True)
class Bound:
    """A line's inlines by slot; None where nothing of it was changed."""

    slots: dict[str, Inlines] | None


@dataclass(slots=True)
class _Atom:
    """Words with one owner: a run of the base, or None for words of their own."""

    text: str
    run: Run
    owner: Run | None
    kept: bool = False  # in the look that the base has


def plain_line(line: Line, known: Known) -> Inlines:
    """Return the inlines of a line that the base doesn't have."""
    atoms = [_Atom(run.text, run, None) for run in line.runs if run.text]
    _gather(atoms, known)
    return _nested([(_chain(atom, known), _content(atom, known)) for atom in atoms])


def bind_line(base: Line, read: Line, known: Known) -> Bound:
    """Return the inlines of a line that the base has."""
    runs = [run for run in base.runs if run.text]
    text = text_of(read)
    own = "".join(run.text for run in runs)
    if base.prefix and text != own and text.startswith(base.prefix):
        # Here the number stands in the words; the base's side doesn't know.
        runs.insert(0, Run(base.prefix, leaf=Leaf("", (), None)))
        own = base.prefix + own
    slots = _slots(base)
    if text == own:
        atoms = _laid(runs, read.runs)
        notes = [
            (atom.owner.leaf.node, known.note(atom.owner.leaf.node, atom.owner, atom.run.note))
            for atom in atoms
            if atom.run.note is not None
            and atom.owner is not None
            and atom.owner.leaf is not None
            and isinstance(atom.owner.leaf.node, Footnote)
        ]
        _gather(atoms, known)
        if all(atom.kept for atom in atoms) and all(
            isinstance(node, Footnote) and node.blocks == blocks for node, blocks in notes
        ):
            return Bound(None)
        made = {id(node): blocks for node, blocks in notes}
    else:
        atoms = _owned(runs, read.runs)
        _gather(atoms, known)
        made = {}
    pieces: dict[str, list[tuple[tuple[Inline, ...], Inlines]]] = {slot: [] for slot in slots}
    slot = slots[0] if slots else "children"
    for atom in _merged(atoms):
        if atom.owner is not None and atom.owner.leaf is not None:
            if atom.owner.leaf.node is None and atom.owner.leaf.slot != "value":
                continue  # the writer's own words
            slot = atom.owner.leaf.slot
        content = _content(atom, known, made)
        if content:
            pieces.setdefault(slot, []).append((_chain(atom, known), content))
    return Bound({name: _nested(found) for name, found in pieces.items()})


def _slots(base: Line) -> list[str]:
    found: list[str] = []
    for run in base.runs:
        if run.leaf is not None and run.leaf.slot and run.leaf.slot not in found:
            found.append(run.leaf.slot)
    return found


# ── Whose words ────────────────────────────────────────────────────────────


def _laid(base: Sequence[Run], read: Sequence[Run]) -> list[_Atom]:
    """Lay two lines of the same text side by side."""
    atoms: list[_Atom] = []
    left = list(base)
    used = 0
    at = 0
    for run in read:
        start = 0
        while start < len(run.text):
            owner = left[at]
            size = min(len(run.text) - start, len(owner.text) - used)
            atoms.append(
                _Atom(run.text[start : start + size], run, owner, _looks_alike(owner, run))
            )
            start += size
            used += size
            if used == len(owner.text):
                at, used = at + 1, 0
    return atoms


def _owned(base: Sequence[Run], read: Sequence[Run]) -> list[_Atom]:
    """Find the owner of each piece of a changed line."""
    places = {run.field: at for at, run in enumerate(base) if run.field is not None}
    met = list(dict.fromkeys(run.field for run in read if run.field in places))
    anchors = _rising([places[number] for number in met if number is not None])
    said: dict[int | None, str] = {}
    for run in read:
        said[run.field] = said.get(run.field, "") + run.text
    atoms: list[_Atom] = []
    gap: list[Run] = []
    begun = -1

    def close(end: int) -> None:
        inner = [run for run in base[begun + 1 : end] if run.field is None or run.field not in met]
        before = base[begun] if begun >= 0 else None
        after = base[end] if end < len(base) else None
        # Words in the place of a field's lost beginning or end are its own, whatever their look:
        # what is typed over the beginning of a link stands before the link.
        tail = before if before is not None and _lost(before, said, slice(-2, None)) else None
        head = after if after is not None and _lost(after, said, slice(2)) else None
        atoms.extend(_between(inner, gap, (before, after), (tail, head)))
        gap.clear()

    for run in read:
        at = places.get(run.field) if run.field is not None else None
        if at is None:
            gap.append(run)
        elif at == begun:  # a run of the field that has begun, in another look
            close(begun + 1) if gap else None
            atoms.append(_Atom(run.text, run, base[at], _looks_alike(base[at], run)))
        elif at in anchors and at > begun:
            close(at)
            begun = at
            atoms.append(_Atom(run.text, run, base[at], _looks_alike(base[at], run)))
        else:  # a field that moved within its line
            gap.append(replace(run, leaf=base[at].leaf))
    close(len(base))
    return atoms


def _lost(field: Run, said: Mapping[int | None, str], end: slice) -> bool:
    """Whether a field of the file doesn't have its first or last letters any more."""
    now = said.get(field.field)
    return now is not None and field.text[end] != now[end]


def _rising(places: list[int]) -> set[int]:
    """Return the longest rising part of a sequence of different numbers."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, place in enumerate(places):
        where = bisect_left(tails, place)
        before.append(ends[where - 1] if where else -1)
        tails[where : where + 1] = [place]
        ends[where : where + 1] = [at]
    found = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        found.add(places[at])
        at = before[at]
    return found


def _between(
    base: Sequence[Run],
    read: Sequence[Run],
    sides: tuple[Run | None, Run | None],
    cut: tuple[Run | None, Run | None],
) -> list[_Atom]:
    """Find the owners between two fields that are where they were.

    ``sides`` are the fields, ``cut`` those of them that lost their end or beginning here.
    """
    before, after = sides
    old = "".join(run.text for run in base)
    # What moved here with its bookmark is nobody else's.
    new = "".join("\ue000" * len(run.text) if run.leaf else run.text for run in read)
    starts = _starts(base)
    atoms: list[_Atom] = []
    for kind, a0, a1, b0, b1 in _changes(old, new):
        if kind == "equal":
            at = a0
            for text, run in _cut(read, b0, b1):
                taken = 0
                while taken < len(text):
                    owner, left = _at(base, starts, at)
                    size = min(left, len(text) - taken)
                    piece = text[taken : taken + size]
                    atoms.append(_Atom(piece, run, owner, _looks_alike(owner, run)))
                    taken += size
                    at += size
            continue
        heir = _heir(base, starts, a0, a1, before, after, len(old))
        tail = cut[0] if b0 == 0 and not a0 else None
        head = cut[1] if b1 == len(new) and a1 == len(old) else None
        heir = tail or head or heir
        replaces = heir is not None and (
            heir in (tail, head) or (a1 > a0 and heir.field is not None and heir in base)
        )
        for text, run in _cut(read, b0, b1):
            if run.leaf is not None:
                moved = replace(run, leaf=None)
                holder = Run(text, run.role, run.link, run.field, leaf=run.leaf)
                atoms.append(_Atom(text, moved, holder))
            elif (
                heir is not None
                and run.note is None
                and run.field is None
                and (replaces or _looks_alike(heir, run))
            ):
                atoms.append(_Atom(text, run, heir, kept=True))
            else:
                atoms.append(_Atom(text, run, None))
    return atoms


def _changes(old: str, new: str) -> Iterable[tuple[str, int, int, int, int]]:
    """Yield the opcodes that make ``new`` from ``old``; of long texts the ends alone."""
    if len(old) <= _COMPARED and len(new) <= _COMPARED:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    head = 0
    least = min(len(old), len(new))
    while head < least and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < least - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    found = [("equal", 0, head, 0, head)] if head else []
    found.append(("replace", head, len(old) - tail, head, len(new) - tail))
    if tail:
        found.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return found


def _starts(runs: Sequence[Run]) -> list[int]:
    found, at = [], 0
    for run in runs:
        found.append(at)
        at += len(run.text)
    return found


def _at(runs: Sequence[Run], starts: Sequence[int], position: int) -> tuple[Run, int]:
    """Return the run at a position, and how much of it follows."""
    low = max(index for index, start in enumerate(starts) if start <= position)
    return runs[low], starts[low] + len(runs[low].text) - position


def _cut(runs: Sequence[Run], start: int, end: int) -> list[tuple[str, Run]]:
    """Return the pieces of runs from one position to another."""
    found, at = [], 0
    for run in runs:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        if first < last:
            found.append((run.text[first:last], run))
        at += len(run.text)
    return found


def _heir(
    base: Sequence[Run],
    starts: Sequence[int],
    start: int,
    end: int,
    before: Run | None,
    after: Run | None,
    length: int,
) -> Run | None:
    """Return whose the words are that were typed in place of others, or between them."""
    covered = [
        run
        for run, at in zip(base, starts, strict=True)
        if at < end and at + len(run.text) > start and end > start
    ]
    fields = [run for run in covered if run.field is not None]
    if len(fields) == 1:
        return fields[0]
    if covered:
        return covered[0] if len(covered) == 1 and _holds_words(covered[0]) else None
    left = _at(base, starts, start - 1)[0] if start else before
    right = _at(base, starts, start)[0] if start < length else after
    if left is right:
        return left if left is not None and _holds_words(left) else None
    for run in (left, right):
        if run is not None and run.field is not None:
            return run
    for run in (left, right):
        if run is not None and _holds_words(run):
            return run
    return None


def _holds_words(run: Run) -> bool:
    return run.leaf is not None and (
        isinstance(run.leaf.node, Text | Field | Code) or run.leaf.slot == "value"
    )


def _looks_alike(base: Run, read: Run) -> bool:
    """Whether a run of the file has the look that the base gave these words."""
    if not _leads_alike(base.link, read.link):
        return False
    if base.link and read.role in {"", "link", "reference"}:
        return True  # LibreOffice gives all that stands in a link one style
    if base.role == "note" or read.role == "note":
        return base.role == read.role
    if read.role != base.role:
        return False
    if base.leaf is not None and not base.leaf.chain and not base.role:
        return not read.bold and not read.italic
    return True


def _leads_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if not one or not other or one.startswith("#") or other.startswith("#"):
        return False
    return unquote(one).rstrip("/") == unquote(other).rstrip("/")


# ── From pieces to inlines ─────────────────────────────────────────────────


def _merged(atoms: Sequence[_Atom]) -> list[_Atom]:
    """Join neighbours of one owner and one look."""
    out: list[_Atom] = []
    for atom in atoms:
        last = out[-1] if out else None
        joins = (
            last is not None
            and last.owner is not None
            and atom.owner is not None
            and last.owner.leaf is atom.owner.leaf
            and last.kept == atom.kept
            and (atom.kept or replace(atom.run, text="") == replace(last.run, text=""))
        )
        if last is not None and joins:
            out[-1] = replace(last, text=last.text + atom.text)
        else:
            out.append(atom)
    return out


def _content(atom: _Atom, known: Known, made: Mapping[int, Blocks] | None = None) -> Inlines:
    """Return the words of a piece as inlines without their wrappers."""
    run = atom.run
    node = atom.owner.leaf.node if atom.owner is not None and atom.owner.leaf else None
    if run.note is not None:
        if isinstance(node, Footnote):
            blocks = (made or {}).get(id(node))
            if blocks is None:
                blocks = known.note(node, atom.owner, run.note)
            return (node if blocks == node.blocks else replace(node, blocks=blocks),)
        blocks = known.note(None, None, run.note)
        return (Footnote(blocks, _note_id(blocks)),) if blocks else ()
    match node:
        case Footnote():  # called again: its number
            return (node,) if atom.owner is not None and atom.text == atom.owner.text else ()
        case LineBreak():
            return (node,)
        case Field():
            origin = node.origin
            if atom.text == node.value:
                return (node,)
            return _broken(atom.text, lambda text: Field(text, origin))
        case Code():
            return (node if atom.text == node.value else Code(atom.text),)
        case Text():
            return (node,) if atom.text == node.value else _broken(atom.text, Text)
        case _:
            pass
    bound = known.fields.get(run.field) if run.field is not None else None
    if bound is not None:
        return _broken(atom.text, lambda text: Field(text, bound.origin))
    if atom.owner is not None and atom.owner.leaf and atom.owner.leaf.slot == "value":
        return (Text(atom.text),)  # a block of code: all that there is are its words
    if run.role == "code":
        return (Code(atom.text),)
    return _broken(atom.text, Text)


def _note_id(blocks: Blocks) -> str:
    return f"note:edited-{hashlib.sha256(repr(blocks).encode()).hexdigest()[:12]}"


def _broken(text: str, make: Callable[[str], Inline]) -> Inlines:
    """Return words with their line ends as line breaks."""
    found: list[Inline] = []
    for index, part in enumerate(text.split("\n")):
        if index:
            found.append(LineBreak())
        if part:
            found.append(make(part))
    return tuple(found)


def _chain(atom: _Atom, known: Known) -> tuple[Inline, ...]:
    """Return the nodes that a piece stands in, outermost first, each without children."""
    leaf = atom.owner.leaf if atom.owner is not None else None
    if leaf is not None and (atom.kept or atom.run.note is not None):
        return leaf.chain
    found: list[Inline] = []
    if leaf is not None:
        found += [
            replace(node, role="plain", children=())
            for node in leaf.chain
            if isinstance(node, Span) and node.language is not None
        ]
    run = atom.run
    if run.link.startswith("#"):
        target = known.targets.get(run.link[1:])
        if target is not None:
            found.append(Reference((), target))
    elif run.link:
        found.append(Link((), run.link))
    if run.role == "strong" or (run.bold and run.role != "emphasis"):
        found.append(Strong(()))
    if run.role == "emphasis" or run.italic:
        found.append(Emphasis(()))
    if run.role in _LOOKS:
        found.append(Span((), run.role))  # type: ignore[arg-type]
    return tuple(found)


def _nested(pieces: Sequence[tuple[tuple[Inline, ...], Inlines]], depth: int = 0) -> Inlines:
    """Return inlines nested as their chains say; neighbours share what they have in common."""
    out: list[Inline] = []
    at = 0
    while at < len(pieces):
        chain, content = pieces[at]
        if len(chain) <= depth:
            out += content
            at += 1
            continue
        node = chain[depth]
        end = at + 1
        while (
            end < len(pieces) and len(pieces[end][0]) > depth and _same(pieces[end][0][depth], node)
        ):
            end += 1
        children = _nested(pieces[at:end], depth + 1)
        out.append(_around(node, children))
        at = end
    return _texts_joined(out)


def _same(one: Inline, other: Inline) -> bool:
    """Whether two wrappers are one: the same of the base, or two equal new ones."""
    if one is other:
        return True
    return one == other and not getattr(one, "children", ())


def _around(node: Inline, children: Inlines) -> Inline:
    match node:
        case Strong() | Emphasis() | Span() | Link() | Comment():
            return node if node.children == children else replace(node, children=children)
        case Reference():
            if node.children == children:
                return node
            # What a person wrote is shown, and not what a transform would fill in.
            return replace(node, children=children, show="text")
        case _:
            raise TypeError(type(node).__name__)


def _texts_joined(nodes: list[Inline]) -> Inlines:
    out: list[Inline] = []
    for node in nodes:
        last = out[-1] if out else None
        if isinstance(node, Text) and isinstance(last, Text):
            out[-1] = Text(last.value + node.value)
        else:
            out.append(node)
    return tuple(out)


def _gather(atoms: Sequence[_Atom], known: Known) -> None:
    """Note what stands in fields: neighbours from one place, over line ends, as one text."""
    numbers: list[int] = []
    words: list[str] = []
    origin = None
    ends = ""

    def close() -> None:
        if numbers:
            known.groups.append(Group(tuple(dict.fromkeys(numbers)), "".join(words)))
        numbers.clear()
        words.clear()

    for atom in atoms:
        if atom.run.note is not None:
            continue  # a footnote in the midst of words parts them no more than it ends them
        number = atom.run.field
        if atom.owner is not None:
            number = atom.owner.field
        bound = known.fields.get(number) if number is not None else None
        if bound is None:
            if atom.text.strip("\n") == "" and atom.run.note is None and numbers:
                ends += atom.text
            else:
                close()
                ends, origin = "", None
            continue
        if bound.origin != origin:
            close()
            ends = ""
        if numbers:
            words.append(ends)
        ends, origin = "", bound.origin
        numbers.append(number)  # type: ignore[arg-type]
        words.append(atom.text)
    close()
