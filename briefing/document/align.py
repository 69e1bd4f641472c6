"""Which part of one document is which part of another.

Parts are blocks, list items, rows or cells of two versions of a document.  Pairs
are found from the surest sign to the weakest: the same id, the same content where
it stands once on both sides, words from the same places of the records, then,
between parts already paired, the same content in order, words that are mostly the
same, and at last one part in the place of one other.  Pairs may cross: a part
that moved is still the same part.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeVar

from briefing.document.nodes import (
    Block,
    BulletList,
    Callout,
    Cell,
    Chart,
    CodeBlock,
    Contents,
    DefinitionItem,
    DefinitionList,
    Field,
    Footnote,
    Heading,
    Image,
    Inline,
    Inlines,
    ListItem,
    Masthead,
    OrderedList,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Title,
    Turned,
    inline_text,
)
from briefing.document.walk import walk_inlines

__all__ = ["Part", "align", "likeness", "moved", "words_of", "words_of_line"]

Part = Block | ListItem | DefinitionItem | Row | Cell

Version = TypeVar("Version", bound=Part)

LIKE = 0.5
"""Parts whose words agree at least so far may be two versions of one."""

_BAND = 40  # parts on either side that a weak pair is looked for among


def align(old: Sequence[Version], new: Sequence[Version]) -> dict[int, int]:
    """Return the pairs: index of a part in ``old`` to its index in ``new``.

    Never pairs parts of different kinds.  Takes time in proportion to the number of
    parts, times a band of fixed width where they differ.
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def pair(one: int, other: int) -> None:
        pairs[one] = other
        taken.add(other)

    for sign in (_id, _content, _origins):
        here = _once(sign, old, pairs)
        there = _once(sign, new, taken)
        for one, index in here.items():
            other = there.get(one)
            if other is not None and type(old[index]) is type(new[other]):
                pair(index, other)
    spine = _spine(pairs)
    for (one, other), (one_end, other_end) in pairwise([(-1, -1), *spine, (len(old), len(new))]):
        left = [index for index in range(one + 1, one_end) if index not in pairs]
        right = [index for index in range(other + 1, other_end) if index not in taken]
        for first, second in _between(old, new, left, right):
            pair(first, second)
        left = [index for index in left if index not in pairs]
        right = [index for index in right if index not in taken]
        if len(left) == len(right) == 1 and _is_rewritten(old[left[0]], new[right[0]]):
            pair(left[0], right[0])
    return dict(sorted(pairs.items()))


def moved(pairs: Mapping[int, int]) -> set[int]:
    """Return the parts that moved past others: the fewest whose absence leaves all in order."""
    return pairs.keys() - {one for one, _ in _spine(pairs)}


def likeness(one: Part, other: Part) -> float:
    """Return how far the words of two parts agree, from 0 to 1."""
    if type(one) is not type(other):
        return 0.0
    left, right = Counter(_pieces(words_of(one))), Counter(_pieces(words_of(other)))
    total = left.total() + right.total()
    return 1.0 if not total else 2 * (left & right).total() / total


def words_of(part: Part) -> str:
    """Return the words of a part, those of its blocks under each other."""
    return "\n".join(_words(part))


def words_of_line(children: Inlines) -> str:
    """Return the words of inlines, with those of footnotes under them."""
    notes = (node for node in _walk(Paragraph(children)) if isinstance(node, Footnote))
    return "\n".join((inline_text(children), *(w for node in notes for w in _blocks(node.blocks))))


def _walk(part: Part) -> Iterator[Inline]:
    match part:
        case ListItem() | Cell():
            yield from walk_inlines(part.blocks)
        case Row():
            for cell in part.cells:
                yield from walk_inlines(cell.blocks)
        case DefinitionItem():
            yield from walk_inlines((DefinitionList((part,)),))
        case _:
            yield from walk_inlines((part,))


# ── Signs ──────────────────────────────────────────────────────────────────


def _id(part: Part) -> Hashable:
    return getattr(part, "id", None)


def _content(part: Part) -> Hashable:
    words = words_of(part)
    return (type(part).__name__, words) if words else None


def _origins(part: Part) -> Hashable:
    """Return where the words of a part come from, which stays when they change."""
    return tuple(node.origin for node in _walk(part) if isinstance(node, Field)) or None


def _once(
    sign: Callable[[Part], Hashable], parts: Sequence[Part], known: Container[int]
) -> dict[Hashable, int]:
    """Return the signs that stand once, with their places; known parts have none."""
    signs = {index: sign(part) for index, part in enumerate(parts) if index not in known}
    counts = Counter(signs.values())
    return {one: index for index, one in signs.items() if one is not None and counts[one] == 1}


def _spine(pairs: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return the most pairs that do not cross (the longest rising run of partners)."""
    ends: list[int] = []  # ends[k]: the last part of that run of k + 1 which ends lowest
    lowest: list[int] = []  # the partners of these
    before: dict[int, int | None] = {}
    for one in sorted(pairs):
        at = bisect_left(lowest, pairs[one])
        before[one] = ends[at - 1] if at else None
        ends[at : at + 1] = [one]
        lowest[at : at + 1] = [pairs[one]]
    found: list[tuple[int, int]] = []
    link = ends[-1] if ends else None
    while link is not None:
        found.append((link, pairs[link]))
        link = before[link]
    return found[::-1]


def _between(
    old: Sequence[Part], new: Sequence[Part], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of parts that stand between the same neighbours, in order."""
    if not left or not right:
        return
    ours, theirs = (
        [(type(parts[place]).__name__, words_of(parts[place])) for place in places]
        for parts, places in ((old, left), (new, right))
    )
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(left[i1:i2], right[j1:j2], strict=True)
        elif tag == "replace":
            yield from _alike(old, new, left[i1:i2], right[j1:j2])


def _is_rewritten(one: Part, other: Part) -> bool:
    """Return whether a part between the same neighbours is one with other words."""
    return type(one) is type(other) and bool(words_of(one)) and bool(words_of(other))


def _alike(
    old: Sequence[Part], new: Sequence[Part], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of parts that are most alike, in order, none below :data:`LIKE`."""
    scores = {
        (i, j): score
        for i, one in enumerate(left)
        for j in range(max(0, i - _BAND), min(len(right), i + _BAND + 1))
        if (score := likeness(old[one], new[right[j]])) >= LIKE
    }
    best: dict[tuple[int, int], float] = {}
    # The sum of likenesses up to here, over pairs in order.
    for i in range(len(left) - 1, -1, -1):
        for j in range(min(len(right), i + _BAND + 1) - 1, max(0, i - _BAND) - 1, -1):
            paired = scores.get((i, j), 0.0) + best.get((i + 1, j + 1), 0.0)
            best[i, j] = max(paired, best.get((i + 1, j), 0.0), best.get((i, j + 1), 0.0))
    i = j = 0
    while i < len(left) and j < len(right):
        here = best.get((i, j), 0.0)
        if (i, j) in scores and here == scores[i, j] + best.get((i + 1, j + 1), 0.0):
            yield left[i], right[j]
            i, j = i + 1, j + 1
        elif here == best.get((i + 1, j), 0.0):
            i += 1
        else:
            j += 1


# ── Words ──────────────────────────────────────────────────────────────────


def _pieces(text: str) -> Iterator[str]:
    """Yield pairs of neighbouring characters: they tell sentences apart, in any script."""
    if len(text) == 1:
        yield text
    for one, other in pairwise(text):
        yield one + other


def _words(part: Part) -> Iterator[str]:
    match part:
        case Masthead():
            for line in (part.organization, part.series, part.number, part.date,
                         part.classification, part.distribution):  # fmt: skip
                yield from _line(line)
        case Title():
            yield from _line(part.children)
            yield from _line(part.subtitle)
        case Heading() | Paragraph():
            yield from _line(part.children)
        case BulletList() | OrderedList() | DefinitionList():
            for item in part.items:
                yield from _words(item)
        case DefinitionItem():
            yield from _line(part.term)
            yield from _blocks(part.blocks)
        case Table():
            yield from _line(part.caption)
            for row in (*part.head, *part.body):
                yield from _words(row)
        case Row():
            for cell in part.cells:
                yield from _words(cell)
        case Callout():
            yield from _line(part.title)
            yield from _blocks(part.blocks)
        case ListItem() | Cell() | Quote() | Turned():
            yield from _blocks(part.blocks)
        case CodeBlock():
            yield part.value
        case Chart():
            yield from _line(part.caption)
            yield part.description
            yield from part.categories
            for series in part.series:
                yield series.name
        case Image():
            yield from _line(part.caption)
            yield part.description
        case Contents() | Rule() | PageBreak():
            pass


def _line(children: Inlines) -> Iterator[str]:
    text = words_of_line(children)
    if text:
        yield text


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _words(block)
