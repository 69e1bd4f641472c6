"""Atoms to lines: where a line may end, what stands between atoms, justification.

After W3C CLREQ: no closing mark begins a line, no opening mark ends one; two
full-width marks in a row give up the space between them; an opening mark at a
line's start gives up its left half; between Chinese and Latin or figures there
is an eighth of an em; a last line of one character is avoided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.pdf.atoms import HALF_CLOSING, Atom, Kind, Mark
from briefing.pdf.fonts import Glyph, Used

__all__ = ["Line", "compose_lines"]

GAP = 0.125
"""Between Chinese and Latin, in ems."""
HALF = 0.5
HAN = Kind.HAN
OPENED = Mark.OPEN
CLOSED = Mark.CLOSE
UNSPREAD = (Kind.CLOSE, Kind.SPACE)
MOST_STRETCH = 0.3
"""Most space that justification puts between two atoms, in ems; a looser line stays ragged."""


@dataclass(slots=True)
class Line:
    """A line: atoms in reading order with the place of each from the line's start, in points."""

    atoms: tuple[tuple[float, Atom], ...]
    width: float
    last: bool


def _gap(before: Atom, after: Atom) -> float:
    """Return the space between two atoms, in points; negative where marks close up."""
    if before.mark and after.mark:
        if before.mark is CLOSED or after.mark is OPENED:
            return -HALF * before.ink.size
        return 0.0
    if before.kind is HAN:
        return GAP * before.ink.size if after.latin_first else 0.0
    if before.latin_last and after.kind is HAN:
        return GAP * after.ink.size
    return 0.0


def _may_break(before: Atom, after: Atom) -> bool:
    """Whether a line may end between two atoms."""
    a, b = before.kind, after.kind
    if b is Kind.CLOSE or b is Kind.DASH or a is Kind.OPEN or b is Kind.SPACE:
        return False
    if a is Kind.SPACE:
        return True
    if before.joined or after.joined:
        return False
    if a is Kind.WORD and b is Kind.WORD:
        return before.text[-1] in "/-‐–?&=_." and len(before.text) > 1
    return not (a is Kind.CLOSE and b is Kind.WORD and before.text[-1] in HALF_CLOSING)


def compose_lines(
    atoms: Sequence[Atom], width: float, align: str = "left", indent: float = 0.0
) -> list[Line]:
    """Return the lines of atoms within ``width`` points; ``indent`` shortens the first."""
    lines: list[Line] = []
    start = 0
    queue = list(atoms)
    while start <= len(queue):
        end = next(
            (i for i in range(start, len(queue)) if queue[i].kind is Kind.NEWLINE), len(queue)
        )
        _paragraph(queue[start:end], width, align, indent if not lines else 0.0, lines)
        start = end + 1
    return lines


def _paragraph(
    atoms: list[Atom], width: float, align: str, indent: float, lines: list[Line]
) -> None:
    if not atoms:
        lines.append(Line((), 0.0, True))
        return
    gaps, breakable = _joints(atoms)
    breaks: list[tuple[int, int]] = []
    at = 0
    room = width - indent
    while at < len(atoms):
        while at < len(atoms) and atoms[at].kind is Kind.SPACE and breaks:
            at += 1
        if at >= len(atoms):
            break
        end = _fit(atoms, gaps, breakable, at, room)
        if end == at:
            atoms[at : at + 1] = _cut(atoms[at], room)
            gaps, breakable = _joints(atoms)
            end = at + 1
        breaks.append((at, end))
        at = end
        room = width
    if len(breaks) > 1:
        _no_orphan(atoms, breakable, breaks)
    rtl = any(atom.rtl for atom in atoms)
    for number, (start, end) in enumerate(breaks):
        first = indent if number == 0 else 0.0
        last = number == len(breaks) - 1
        line = atoms[start:end]
        lines.append(_set(line, gaps[start:end], width - first, align, last, first, rtl))


def _joints(atoms: Sequence[Atom]) -> tuple[list[float], list[bool]]:
    """Return, for each atom, the space before it and whether a line may end there."""
    gaps = [0.0]
    breakable = [False]
    before = atoms[0]
    for after in atoms[1:]:
        if before.kind is HAN and after.kind is HAN:
            gaps.append(0.0)
            breakable.append(True)
        else:
            gaps.append(_gap(before, after))
            breakable.append(_may_break(before, after))
        before = after
    return gaps, breakable


def _fit(
    atoms: Sequence[Atom],
    gaps: Sequence[float],
    breakable: Sequence[bool],
    start: int,
    room: float,
) -> int:
    """Return where the line that begins at ``start`` ends; ``start`` where not one atom fits."""
    used = -_trim(atoms[start]) - gaps[start]
    best = start
    count = len(atoms)
    limit = room + 1e-6
    for index in range(start, count):
        atom = atoms[index]
        used += gaps[index] + atom.width
        hanging = atom.width * HALF if atom.mark is CLOSED else 0.0
        if used - hanging > limit and atom.kind is not Kind.SPACE:
            # Where nothing may break, break where the room ends rather than run over.
            return best if best > start else index
        if index + 1 == count or breakable[index + 1]:
            best = index + 1
    return count


def _trim(atom: Atom) -> float:
    """Return what an opening mark gives up at a line's start."""
    return atom.width * HALF if atom.mark is OPENED else 0.0


def _cut(atom: Atom, room: float) -> list[Atom]:
    """Cut an atom that is wider than a line, between glyph clusters."""
    pieces: list[Atom] = []
    glyphs: list[tuple[Used, Glyph, int]] = []
    width = 0.0
    for used, glyph, layer in atom.glyphs:
        advance = glyph.advance * atom.ink.size / 1000
        if glyphs and width + advance > room and glyph.text:
            pieces.append(_piece(atom, glyphs, width))
            glyphs, width = [], 0.0
        glyphs.append((used, glyph, layer))
        width += advance
    pieces.append(_piece(atom, glyphs, width))
    return pieces


def _piece(atom: Atom, glyphs: Sequence[tuple[Used, Glyph, int]], width: float) -> Atom:
    text = "".join(glyph.text for _, glyph, _ in glyphs) or atom.text[:1]
    return replace(atom, text=text, width=width, glyphs=tuple(glyphs))


def _no_orphan(
    atoms: Sequence[Atom], breakable: Sequence[bool], breaks: list[tuple[int, int]]
) -> None:
    """Move a character down where the last line would hold one alone."""
    start, end = breaks[-1]
    solid = [atom for atom in atoms[start:end] if atom.kind not in (Kind.CLOSE, Kind.SPACE)]
    if len(solid) != 1 or solid[0].kind is not Kind.HAN:
        return
    above, _ = breaks[-2]
    for at in range(start - 1, above + 1, -1):
        if atoms[at].kind is not Kind.SPACE and breakable[at]:
            breaks[-2], breaks[-1] = (above, at), (at, end)
            return


def _set(
    atoms: Sequence[Atom],
    gaps: Sequence[float],
    width: float,
    align: str,
    last: bool,
    indent: float,
    rtl: bool,
) -> Line:
    """Place the atoms of a line; spread them where it is justified."""
    line = list(atoms)
    while line and line[-1].kind is Kind.SPACE:
        line.pop()
    if not line:
        return Line((), 0.0, last)
    order: Sequence[int] = range(len(line))
    if rtl:
        order = _visual(line)
        line = [line[index] for index in order]
        gaps = _joints(line)[0]
    x = -_trim(line[0])
    places = []
    for index, atom in enumerate(line):
        if index:
            x += gaps[index]
        places.append(x)
        x += atom.width
    total = x
    if total > width + 1e-6 and line[-1].mark is CLOSED:
        total -= line[-1].width * HALF
    slack = width - total
    if align == "justify" and not last and slack > 0:
        _spread(line, places, slack)
    shift = indent
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
    return Line(tuple(placed), total, last)


def _spread(line: Sequence[Atom], places: list[float], slack: float) -> None:
    gaps = [
        i
        for i in range(1, len(line))
        if line[i].kind not in UNSPREAD
        and line[i - 1].kind is not Kind.OPEN
        and not (line[i].kind is Kind.WORD and line[i - 1].kind is Kind.WORD)
    ]
    if not gaps:
        return
    each = slack / len(gaps)
    if each > MOST_STRETCH * line[0].ink.size:
        return
    moved = 0.0
    chosen = set(gaps)
    for index in range(len(line)):
        if index in chosen:
            moved += each
        places[index] += moved


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
