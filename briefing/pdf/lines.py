"""Atoms to lines: what stands between atoms, where lines end, justification.

After W3C CLREQ, on top of UAX #14 (`briefing.pdf.breaks`): no closing mark begins
a line, no opening mark ends one; two full-width marks in a row give up the space
between them; an opening mark at a line's start gives up its left half; between
Chinese and letters or figures there is a quarter of an em.

Lines are first filled one by one.  Where that leaves a loose line, a last line of
one character or short word, or parts a number from its unit, the breaks of the
whole paragraph are chosen anew (`briefing.pdf.fit`), with hyphens if the words
have any.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from operator import add, sub

from briefing.pdf import breaks
from briefing.pdf.atoms import (
    CLOSING,
    HALF_CLOSING,
    HALF_OPENING,
    Atom,
    Glyphs,
    Kind,
    Mark,
)
from briefing.pdf.fit import (
    AUTO,
    SPREAD,
    WORD_SPACE,
    Joints,
    Span,
    TooWideError,
    choose,
    greedy,
)

__all__ = ["Line", "compose_lines"]

GAP = 0.25
"""Between Chinese and letters or figures, in ems."""
LEAST_GAP = 0.125
MOST_GAP = 0.5
"""To what a justified line shrinks or stretches it."""
SPACE_SHRINK = 0.2
"""Which part of itself a word space may give up."""
HALF = 0.5
HAN = Kind.HAN
FASTER = 4
"""How much faster gaps and word spaces grow than the space between Chinese characters."""
MOST_STRETCH = 0.3
"""Most space that justification puts between two Chinese characters, in ems; a looser
line stays ragged."""
MOST_SPACE = 0.8
"""The same for word spaces on a line without Chinese."""
FIGURES = frozenset("0123456789")
NUMBERS = FIGURES | frozenset(",.$€£¥")
NO_START = frozenset(HALF_CLOSING + CLOSING)
UNITS = frozenset(
    "年月日时分秒号个项条件万亿千百元倍人名家次页章节款届位岁种类批篇份部省市县区期轮级天周类所台套起宗"
)
"""What a number before it should not be parted from."""
ORDINAL = "第"
FLAGS = bytes(code == ord("1") for code in range(256))
OTHER = re.compile(rb"[^\x00]+")
"""Atoms of any kind but `HAN`."""
NUMBERED = FIGURES | frozenset("一二三四五六七八九十百千零〇两")
"""What stands after `ORDINAL`."""
AUTOS = re.compile(bytes((AUTO,)))


@dataclass(slots=True)
class Line:
    """A line: atoms in reading order with the place of each from the line's start, in points.

    Spaces at its end are kept, without width: what is copied has its words apart.
    """

    atoms: tuple[tuple[float, Atom], ...]
    width: float
    last: bool


def compose_lines(
    atoms: Sequence[Atom], width: float, align: str = "left", indent: float = 0.0
) -> list[Line]:
    """Return the lines of atoms within ``width`` points; ``indent`` shortens the first."""
    lines: list[Line] = []
    kinds = bytes([atom.kind for atom in atoms])
    start = 0
    while True:
        end = kinds.find(Kind.NEWLINE, start)
        stop = end if end >= 0 else len(kinds)
        first = 0.0 if lines else indent
        _paragraph(list(atoms[start:stop]), kinds[start:stop], width, align, first, lines)
        if end < 0:
            return lines
        start = end + 1


def _paragraph(
    atoms: list[Atom], kinds: bytes, width: float, align: str, indent: float, lines: list[Line]
) -> None:
    if not atoms:
        lines.append(Line((), 0.0, True))
        return
    joints = _joints(atoms, kinds)
    rtl = True in [atom.rtl for atom in atoms]
    justified = align == "justify"
    if joints.right[-1] <= width - indent:
        # Most paragraphs of a brief are one line: where it might end, no one asks.
        lines.append(_set(joints, Span(0, len(atoms)), width - indent, align, True, indent, rtl))
        return
    if max([atom.width for atom in atoms]) > width or atoms[0].width > width - indent:
        opening, *others = atoms
        atoms = [*_fitting(opening, width - max(indent, 0.0))]
        for atom in others:
            atoms += _fitting(atom, width)
        joints = _joints(atoms)
    _find_ends(joints)
    try:
        spans = greedy(joints, width, indent, justified=justified)
    except TooWideError as fault:
        joints, spans = _forced(joints, width, indent, fault, justified=justified)
    if len(spans) > 1:
        spans = choose(joints, width, indent, spans, justified=justified)
    for number, span in enumerate(spans):
        first = indent if number == 0 else 0.0
        last = number == len(spans) - 1
        lines.append(_set(joints, span, width - first, align, last, first, rtl))


def _joints(atoms: list[Atom], kinds: bytes | None = None) -> Joints:
    """Return what stands between atoms; where a line may end is not yet looked at."""
    count = len(atoms)
    spread = bytearray((SPREAD,)) * count
    gaps = [0.0] * count
    # Between two Chinese characters all is said; look at the other places.
    for found in OTHER.finditer(kinds or bytes([atom.kind for atom in atoms])):
        start, end = found.span()
        start = start or 1
        before = atoms[start - 1]
        for index in range(start, end + 1 if end < count else count):
            after = atoms[index]
            gaps[index], spread[index] = _gap(before, after)
            before = after
    widths = [atom.width for atom in atoms]
    right = list(accumulate(map(add, widths, gaps)))
    return Joints(atoms, bytearray(), spread, list(map(sub, right, widths)), right)


def _find_ends(joints: Joints) -> None:
    """Find where lines may end, and where they better do not."""
    atoms = joints.atoms
    signs = [atom.classes for atom in atoms]
    flags = breaks.may_break("".join(signs)).encode().translate(FLAGS)
    if len(flags) == len(atoms):
        ends = bytearray(flags)
    else:
        ends = bytearray([flags[at] for at in accumulate(map(len, signs[:-1]), initial=0)])
    ends.append(1)
    words = [atom.text for atom in atoms]
    for found in AUTOS.finditer(joints.kinds):
        at = found.start()
        if ends[at] and words[at][0] in UNITS and words[at - 1][-1] in FIGURES:
            ends[at] = 2
    if ORDINAL in words:
        for at, word in enumerate(words[1:], 1):
            if words[at - 1] == ORDINAL and ends[at] and word[0] in NUMBERED:
                ends[at] = 2
    for at, atom in enumerate(atoms):
        if atom.cut:
            ends[at] = 1
    joints.ends = ends


def _forced(
    joints: Joints, width: float, indent: float, fault: TooWideError, *, justified: bool
) -> tuple[Joints, list[Span]]:
    """Cut what is too wide: between words that stand together, or else the widest word.

    Where nothing is left to cut, a line ends where none may.
    """
    while True:
        atoms = joints.atoms[:]
        places = _between(joints, fault, width)
        for at in places:
            atoms[at] = replace(atoms[at], cut=True)
        if not places:
            unit = atoms[fault.start : fault.end]
            widest = max(unit, key=lambda atom: (len(atom.text) > 1, atom.width))
            at = fault.start + unit.index(widest)
            stop = fault.end
            while atoms[stop - 1].kind is Kind.SPACE and stop > fault.start + 1:
                stop -= 1
            others = joints.right[stop - 1] - joints.left[fault.start] - widest.width
            pieces = _fitting(widest, max(fault.room - others, fault.room / 3))
            if len(pieces) == 1:
                return joints, greedy(joints, width, indent, justified=justified, force=True)
            atoms[at : at + 1] = pieces
        joints = _joints(atoms)
        _find_ends(joints)
        try:
            return joints, greedy(joints, width, indent, justified=justified)
        except TooWideError as again:
            fault = again


def _between(joints: Joints, fault: TooWideError, width: float) -> list[int]:
    """Return the places between two words where what is too wide is parted.

    Each is the last that leaves no more than a line holds before it; the words after
    the last may be too wide still.
    """
    found: list[int] = []
    start, room = fault.start, fault.room
    while True:
        at = _last_place(joints, start, fault.end, room)
        if not at:
            return found
        found.append(at)
        start, room = at, width
        stop = fault.end
        while stop > start and joints.atoms[stop - 1].kind is Kind.SPACE:
            stop -= 1
        if stop == start or joints.right[stop - 1] - joints.left[start] <= width:
            return found


def _last_place(joints: Joints, start: int, end: int, room: float) -> int:
    """Return the last place between two words up to which a line's room reaches, or 0."""
    atoms = joints.atoms
    last = bisect_right(joints.right, room + joints.left[start], start, end)
    for at in range(min(last, end - 1), start, -1):
        before, after = atoms[at - 1], atoms[at]
        if (
            joints.right[at - 1] - joints.left[start] <= room
            and before.kind is Kind.WORD
            and after.kind is Kind.WORD
            and not _holds(before.text, after.text)
        ):
            return at
    return 0


def _gap(before: Atom, after: Atom) -> tuple[float, int]:
    """Return the space between two atoms, in points, and how justification treats it.

    It is negative where two full-width marks close up.
    """
    a, b = before.kind, after.kind
    if b is Kind.SPACE:
        return 0.0, 0
    if a is Kind.SPACE:
        return 0.0, WORD_SPACE
    if before.mark and after.mark:
        closed = before.mark is Mark.CLOSE or after.mark is Mark.OPEN
        spread = SPREAD if b is Kind.OPEN and a is not Kind.OPEN else 0
        return (-HALF * before.ink.size if closed else 0.0), spread
    if a is HAN and after.latin_first:
        return GAP * before.ink.size, AUTO
    if b is HAN and before.latin_last:
        return GAP * after.ink.size, AUTO
    if a is Kind.OPEN or b is Kind.CLOSE or (a is Kind.WORD and b is Kind.WORD):
        return 0.0, 0
    return 0.0, SPREAD if a is HAN or b is HAN or before.mark or after.mark else 0


def _trim(atom: Atom) -> float:
    """Return what an opening mark gives up at a line's start."""
    return atom.width * HALF if atom.mark is Mark.OPEN else 0.0


def _fitting(atom: Atom, room: float) -> Sequence[Atom]:
    """Cut an atom that is wider than ``room``, at hyphens or else between glyph clusters."""
    if atom.width <= room:
        return (atom,)
    if atom.parts is not None:
        for left, hyphen, right in reversed(atom.parts(atom)):
            if left.width + hyphen.width <= room:
                return (left, hyphen, *_fitting(right, room))
    return _cut(atom, room)


def _cut(atom: Atom, room: float) -> list[Atom]:
    """Cut an atom between clusters; a mark stays with its word, figures stay together."""
    clusters = _clusters(atom)
    texts = ["".join(glyph.text for _, glyph, _ in cluster) for cluster in clusters]
    scale = atom.ink.size / 1000
    widths = [sum(glyph.advance for _, glyph, _ in cluster) * scale for cluster in clusters]
    bounds = [0]
    width = 0.0
    for index, advance in enumerate(widths):
        start = bounds[-1]
        if index > start and width + advance > room:
            cut = index
            while cut > start + 1 and _holds(texts[cut - 1], texts[cut]):
                cut -= 1
            cut = cut if cut > start + 1 else index
            bounds.append(cut)
            width = sum(widths[cut:index])
        width += advance
    pieces: list[Atom] = []
    at = 0
    for start, end in pairwise([*bounds, len(clusters)]):
        text = "".join(texts[start:end])
        ordered = clusters[start:end][:: -1 if atom.rtl else 1]
        pieces.append(
            replace(
                atom,
                text=text,
                width=sum(widths[start:end]),
                glyphs=tuple(one for cluster in ordered for one in cluster),
                classes=atom.classes[at : at + len(text)],
                parts=None,
                cut=start > 0 or atom.cut,
            )
        )
        at += len(text)
    return pieces


def _holds(before: str, after: str) -> bool:
    """Whether two clusters should not be parted even where a word must be cut."""
    if after[:1] in NO_START or before[-1:] in HALF_OPENING:
        return True
    return after[:1] in FIGURES and before[-1:] in NUMBERS


def _clusters(atom: Atom) -> list[Glyphs]:
    """Return the glyphs of each cluster in reading order (glyphs stand from left to right)."""
    found: list[Glyphs] = []
    for one in atom.glyphs:
        if one[1].text or not found:
            found.append((one,))
        else:
            found[-1] = (*found[-1], one)
    return found[::-1] if atom.rtl else found


def _set(
    joints: Joints,
    span: Span,
    width: float,
    align: str,
    last: bool,
    indent: float,
    rtl: bool,
) -> Line:
    """Place the atoms of a line; spread them where it is justified."""
    atoms, start, end = joints.atoms, span.start, span.end
    stop = end
    while stop > start and atoms[stop - 1].kind is Kind.SPACE:
        stop -= 1
    line = atoms[start:stop]
    kinds = joints.kinds[start:stop]
    places = joints.left[start:stop]
    trailing = atoms[stop:end] if stop < end else []
    if span.tail is not None:
        line = [*line, *trailing, *span.tail]
        kinds = joints.kinds[start:end] + bytes((joints.kinds[end], 0))
        at = joints.left[end]
        places = [*joints.left[start:end], at, at + span.tail[0].width]
        trailing = []
    if not line:
        return Line(tuple((indent, _thin(atom)) for atom in trailing), 0.0, last)
    if span.head is not None:
        places[0] += line[0].width - span.head.width
        line[0] = span.head
    if rtl:
        order = _visual(line)
        line = [line[index] for index in order]
        moved = _joints(line)
        places, kinds = moved.left, moved.kinds
    base = places[0] + _trim(line[0])
    end_x = places[-1] + line[-1].width - base
    total = end_x
    if total > width + 1e-6 and line[-1].mark is Mark.CLOSE:
        total = max(width, total - line[-1].width * HALF)
    slack = width - total
    if align == "justify" and (slack < -1e-6 or (slack > 0 and not last)):
        moves = _moves(line, kinds, slack)
        places = [place + move for place, move in zip(places, moves, strict=True)]
        end_x += moves[-1]
    shift = indent - base
    if align == "right":
        shift += slack
    elif align == "center":
        shift += slack / 2
    if shift:
        places = [place + shift for place in places]
    placed = list(zip(places, line, strict=True))
    if rtl:
        # Kept in reading order, whatever the place: what is copied reads as it was written.
        placed = [
            pair for _, pair in sorted(zip(order, placed, strict=True), key=lambda item: item[0])
        ]
    if trailing:
        at = min(end_x, width) + base + shift
        placed += [(at, _thin(atom)) for atom in trailing]
    return Line(tuple(placed), total, last)


def _thin(space: Atom) -> Atom:
    """Return a space that ends a line: it is there to be read, and takes no room."""
    return replace(space, width=0.0)


def _moves(line: Sequence[Atom], kinds: bytes | bytearray, slack: float) -> list[float]:
    """Return by how much each atom moves so that a line fills its measure.

    Gaps between scripts and word spaces alone give way.  They also grow first, but one
    wide gap on a line shows more than many that are a little wider: so the spaces
    between Chinese characters take a quarter of what each of them takes, and
    as much as they once they have reached a half of an em.
    """
    em = line[0].ink.size
    autos, spaces = kinds.count(AUTO, 1), kinds.count(WORD_SPACE, 1)
    if slack < 0:
        auto, space = (GAP - LEAST_GAP) * em, SPACE_SHRINK * _space(line)
        full = autos * auto + spaces * space
        part = max(slack / full, -1.0) if full else 0.0
        return _summed(kinds, {AUTO: auto * part, WORD_SPACE: space * part})
    hard = kinds.count(SPREAD, 1)
    soft = autos + spaces
    if not soft + hard:
        return [0.0] * len(line)
    most = (MOST_GAP - GAP) * em
    each = slack / (soft + hard / FASTER)
    spread = each / FASTER
    if each > most and hard:
        each = spread = (slack - most * soft) / (soft + hard)
        each += most
    if (spread if hard else each) > (MOST_STRETCH if hard else MOST_SPACE) * em:
        return [0.0] * len(line)
    return _summed(kinds, {AUTO: each, WORD_SPACE: each, SPREAD: spread})


def _space(line: Sequence[Atom]) -> float:
    """Return the width of the narrowest word space of a line."""
    return min((atom.width for atom in line if atom.kind is Kind.SPACE), default=0.0)


def _summed(kinds: bytes | bytearray, moves: dict[int, float]) -> list[float]:
    """Return the sum of moves up to each atom; the first stays."""
    steps = [moves.get(kind, 0.0) for kind in kinds]
    steps[0] = 0.0
    return list(accumulate(steps))


def _visual(line: Sequence[Atom]) -> list[int]:
    """Return the order in which atoms stand from left to right.

    Stretches of right-to-left words turn round (UAX #9 for one level inside
    left-to-right text).
    """
    order = list(range(len(line)))
    index = 0
    while index < len(line):
        end = index
        while end < len(line) and (
            line[end].rtl
            or (
                line[end].kind is Kind.SPACE
                and end > index
                and end + 1 < len(line)
                and line[end + 1].rtl
            )
        ):
            end += 1
        order[index:end] = reversed(order[index:end])
        index = max(end, index + 1)
    return order
