"""Which unit of the file is which unit of the base.

From the surest sign to the weakest: the same words with the same fields in them,
where they stand once; fields and link targets, by the bookmarks round them; the
same words alone; and between units that are paired already, what is alike in
order, and at last one unit in the place of one other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from briefing.docx.read.surface import (
    Box,
    Break,
    Figure,
    Grid,
    GridRow,
    Line,
    Unit,
    lines_of,
    text_of,
)

__all__ = ["Sign", "match", "sign"]

LIKE = 0.5
"""Lines whose words agree at least so far may be two versions of one."""

_BAND = 24  # units on either side that a weak pair is looked for among
_LONG = 4_000  # characters of a unit that are compared word by word


@dataclass(slots=True)
class Sign:
    """What a unit, a row or a cell is recognised by.

    ``sort`` are the units that can be versions of one another, ``fields`` the
    characters of each field in it.
    """

    sort: str
    kind: str
    text: str
    prefix: str = ""
    fields: Counter[int] = field(default_factory=Counter)
    marks: frozenset[str] = frozenset()

    def key(self) -> Hashable:
        return self.sort, self.text, tuple(sorted(self.fields))


def sign(part: Unit | GridRow | Box) -> Sign:
    """Return the sign of a unit, a row or a cell."""
    match part:
        case Line():
            found = Sign("line", part.kind, text_of(part), part.prefix)
            _count(part, found)
            found.marks = frozenset(part.marks)
            return found
        case Grid():
            lines = [one for row in part.rows for cell in row.cells for one in lines_of(cell.units)]
            # A box of one cell and a table never take each other's place.
            return _of("grid", part.kind, lines)
        case GridRow():
            return _of("row", "", [one for cell in part.cells for one in lines_of(cell.units)])
        case Box():
            return _of("cell", "", list(lines_of(part.units)))
        case Figure():
            return Sign("figure", part.kind, part.description, marks=frozenset(part.marks))
        case Break():
            return Sign("break", "", "")
        case _:
            return Sign("toc", "", "")


def _of(sort: str, kind: str, lines: Sequence[Line]) -> Sign:
    found = Sign(sort, kind, "\n".join(text_of(line) for line in lines))
    marks: set[str] = set()
    for line in lines:
        _count(line, found)
        marks |= line.marks
    found.marks = frozenset(marks)
    return found


def _count(line: Line, found: Sign) -> None:
    for run in line.runs:
        if run.field is not None:
            found.fields[run.field] += len(run.text) + 1
        for unit in run.note or ():
            if isinstance(unit, Line):
                _count(unit, found)


def match(base: Sequence[Sign], read: Sequence[Sign]) -> dict[int, int]:
    """Return the base's index for each index of the file that has one."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def pair(there: int, here: int) -> None:
        pairs[there] = here
        taken.add(here)

    if [one.key() for one in base] == [one.key() for one in read]:
        return {index: index for index in range(len(read))}  # nobody edited anything here
    _once(base, read, pairs, taken, fields=True)
    _voted(base, read, pairs, taken)
    _once(base, read, pairs, taken, fields=False)
    edges = [(-1, -1), *_spine(pairs), (len(read), len(base))]
    for (r0, b0), (r1, b1) in pairwise(edges):
        free_read = [at for at in range(r0 + 1, r1) if at not in pairs]
        free_base = [at for at in range(b0 + 1, b1) if at not in taken]
        if free_read and free_base:
            for there, here in _gap(base, read, free_base, free_read):
                pair(there, here)
    return pairs


def _once(
    base: Sequence[Sign],
    read: Sequence[Sign],
    pairs: dict[int, int],
    taken: set[int],
    *,
    fields: bool,
) -> None:
    """Pair what says the same and stands once on both sides."""

    def index(signs: Sequence[Sign], skip: object) -> dict[Hashable, int | None]:
        found: dict[Hashable, int | None] = {}
        for at, one in enumerate(signs):
            if at in skip or not one.text.strip():  # type: ignore[operator]
                continue
            key = one.key() if fields else (one.sort, one.text)
            found[key] = None if key in found else at
        return found

    theirs = index(read, pairs)
    for key, here in index(base, taken).items():
        there = theirs.get(key)
        if here is not None and there is not None:
            pairs[there] = here
            taken.add(here)


def _voted(
    base: Sequence[Sign], read: Sequence[Sign], pairs: dict[int, int], taken: set[int]
) -> None:
    """Pair by the bookmarks of fields and of link targets, the greater share first."""
    owner: dict[int, int] = {}
    marked: dict[str, int] = {}
    for at, one in enumerate(base):
        if at in taken:
            continue
        for number in one.fields:
            owner.setdefault(number, at)
        for name in one.marks:
            marked.setdefault(name, at)
    votes: list[tuple[int, int, int]] = []
    for at, one in enumerate(read):
        if at in pairs:
            continue
        found: Counter[int] = Counter()
        for number, weight in one.fields.items():
            if number in owner:
                found[owner[number]] += weight
        for name in one.marks:
            if name in marked:
                found[marked[name]] += 4
        votes += [(-weight, at, here) for here, weight in found.items()]
    for _, there, here in sorted(votes):
        if there not in pairs and here not in taken and base[here].sort == read[there].sort:
            pairs[there] = here
            taken.add(here)


def _spine(pairs: dict[int, int]) -> list[tuple[int, int]]:
    """Return the longest run of pairs that stand in the same order on both sides."""
    tails: list[int] = []
    chosen: list[int] = []
    before: dict[int, int | None] = {}
    for there in sorted(pairs):
        here = pairs[there]
        at = bisect_left(tails, here)
        before[there] = chosen[at - 1] if at else None
        if at == len(tails):
            tails.append(here)
            chosen.append(there)
        else:
            tails[at] = here
            chosen[at] = there
    found: list[tuple[int, int]] = []
    there_or_none = chosen[-1] if chosen else None
    while there_or_none is not None:
        found.append((there_or_none, pairs[there_or_none]))
        there_or_none = before[there_or_none]
    return found[::-1]


def _gap(
    base: Sequence[Sign], read: Sequence[Sign], here: list[int], there: list[int]
) -> list[tuple[int, int]]:
    """Pair what stands between two pairs, in order."""
    found: list[tuple[int, int]] = []
    keys = SequenceMatcher(
        None,
        [(base[at].sort, base[at].text) for at in here],
        [(read[at].sort, read[at].text) for at in there],
        autojunk=False,
    )
    last_h = last_t = 0
    for block in keys.get_matching_blocks():
        found += _alike(base, read, here[last_h : block.a], there[last_t : block.b])
        found += [(there[block.b + step], here[block.a + step]) for step in range(block.size)]
        last_h, last_t = block.a + block.size, block.b + block.size
    return found


def _alike(
    base: Sequence[Sign], read: Sequence[Sign], here: list[int], there: list[int]
) -> list[tuple[int, int]]:
    """Pair what is alike, best first and never crossing; then one with one of its kind."""
    if not here or not there:
        return []
    best = (0.0, -1, -1)
    for h in range(min(len(here), _BAND)):
        for t in range(min(len(there), _BAND)):
            score = _likeness(base[here[h]], read[there[t]])
            # Of equals, those nearest to each other in their order.
            if score > best[0]:
                best = (score, h, t)
    score, h, t = best
    if score >= LIKE:
        return [
            *_alike(base, read, here[:h], there[:t]),
            (there[t], here[h]),
            *_alike(base, read, here[h + 1 :], there[t + 1 :]),
        ]
    if len(here) == len(there) == 1:
        one, other = base[here[0]], read[there[0]]
        if one.sort == other.sort and one.kind == other.kind:
            return [(there[0], here[0])]
    return []


def _likeness(one: Sign, other: Sign) -> float:
    if one.sort != other.sort:
        return 0.0
    if one.sort in {"break", "toc"}:
        return 1.0
    if one.sort == "figure":
        return 1.0 if one.kind == other.kind else 0.0
    a, b = one.text[:_LONG], other.text[:_LONG]
    if not a or not b:
        return 1.0 if not a and not b and one.kind == other.kind else 0.0
    if a in {b, one.prefix + b} or b == one.prefix + a:
        return 1.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
        return 0.0
    return matcher.ratio()
