"""Atoms to lines: where a line may end, what stands between atoms, justification.

After W3C CLREQ: no closing mark begins a line, no opening mark ends one; two
full-width marks in a row give up the space between them; an opening mark at a
line's start gives up its left half; between Chinese and Latin or figures there
is an eighth of an em; a last line of one character is avoided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.pdf.atoms import HALF_CLOSING, LATIN, Atom, Kind

__all__ = ["Line", "compose_lines"]

GAP = 0.125
"""Between Chinese and Latin, in ems."""
HALF = 0.5
MOST_STRETCH = 0.3
"""Most space that justification puts between two atoms, in ems; a looser line stays ragged."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: atoms in reading order with the place of each from the line's start, in points."""

    atoms: tuple[tuple[float, Atom], ...]
    width: float
    last: bool


def _wide(atom: Atom) -> bool:
    return (
        ord(atom.text[0]) > 0x2000
        and atom.kind in (Kind.OPEN, Kind.CLOSE)
        and not atom.joined
        and atom.text not in ("—", "…")
    )


def _gap(before: Atom, after: Atom) -> float:
    """Return the space between two atoms, in points; negative where marks close up."""
    a, b = before.kind, after.kind
    if _wide(before) and _wide(after) and (a is Kind.CLOSE or b is Kind.OPEN):
        full = before if a is Kind.CLOSE else after
        if full.width > full.ink.size * 0.9:
            return -HALF * before.ink.size
    if a is Kind.HAN and b is Kind.WORD and LATIN.match(after.text):
        return GAP * before.ink.size
    if a is Kind.WORD and b is Kind.HAN and LATIN.match(before.text[-1]):
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
    breaks: list[tuple[int, int]] = []
    at = 0
    room = width - indent
    count = len(atoms)
    while at < count:
        while at < count and atoms[at].kind is Kind.SPACE and breaks:
            at += 1
        if at >= count:
            break
        end = _fit(atoms, at, room)
        if end == at:
            pieces = _cut(atoms[at], room)
            atoms[at : at + 1] = pieces
            count = len(atoms)
            end = at + 1
        breaks.append((at, end))
        at = end
        room = width
    if len(breaks) > 1:
        _no_orphan(atoms, breaks)
    for number, (start, end) in enumerate(breaks):
        last = number == len(breaks) - 1
        measure = width - (indent if number == 0 else 0)
        lines.append(_set(atoms[start:end], measure, align, last, indent if number == 0 else 0))


def _fit(atoms: Sequence[Atom], start: int, room: float) -> int:
    """Return where the line that begins at ``start`` ends; ``start`` where not one atom fits."""
    used = -_trim(atoms[start])
    best = start
    index = start
    count = len(atoms)
    while index < count:
        atom = atoms[index]
        if index > start:
            used += _gap(atoms[index - 1], atom)
        used += atom.width
        tight = used - (
            atom.width * HALF
            if _wide(atom) and atom.kind is Kind.CLOSE and atom.width > atom.ink.size * 0.9
            else 0
        )
        if atom.kind is not Kind.SPACE and tight > room + 1e-6:
            break
        index += 1
        if index == count or _may_break(atom, atoms[index]):
            best = index
    if index == count:
        return count
    if best == start:
        # Nothing may break here: break where the room ends rather than run over.
        return index
    return best


def _trim(atom: Atom) -> float:
    """Return what an opening mark gives up at a line's start."""
    if atom.kind is Kind.OPEN and _wide(atom) and atom.width > atom.ink.size * 0.9:
        return atom.width * HALF
    return 0.0


def _cut(atom: Atom, room: float) -> list[Atom]:
    """Cut an atom that is wider than a line, between glyph clusters."""
    pieces: list[Atom] = []
    glyphs: list = []  # type: ignore[type-arg]
    width = 0.0
    for face, glyph in atom.glyphs:
        advance = glyph.advance * atom.ink.size / 1000
        if glyphs and width + advance > room and glyph.text:
            pieces.append(_piece(atom, glyphs, width))
            glyphs, width = [], 0.0
        glyphs.append((face, glyph))
        width += advance
    pieces.append(_piece(atom, glyphs, width))
    return pieces


def _piece(atom: Atom, glyphs: list, width: float) -> Atom:  # type: ignore[type-arg]
    text = "".join(glyph.text for _, glyph in glyphs) or atom.text[:1]
    return replace(atom, text=text, width=width, glyphs=tuple(glyphs))


def _no_orphan(atoms: Sequence[Atom], breaks: list[tuple[int, int]]) -> None:
    """Move a character down where the last line would hold one alone."""
    start, end = breaks[-1]
    solid = [atom for atom in atoms[start:end] if atom.kind not in (Kind.CLOSE, Kind.SPACE)]
    if len(solid) != 1 or solid[0].kind is not Kind.HAN:
        return
    above, _ = breaks[-2]
    for at in range(start - 1, above + 1, -1):
        if atoms[at].kind is not Kind.SPACE and _may_break(atoms[at - 1], atoms[at]):
            breaks[-2], breaks[-1] = (above, at), (at, end)
            return


def _set(atoms: Sequence[Atom], width: float, align: str, last: bool, indent: float) -> Line:
    """Place the atoms of a line; spread them where it is justified."""
    line = list(atoms)
    while line and line[-1].kind is Kind.SPACE:
        line.pop()
    if not line:
        return Line((), 0.0, last)
    order = _visual(line)
    line = [line[index] for index in order]
    x = -_trim(line[0])
    places = [x]
    for index in range(1, len(line)):
        x += line[index - 1].width + _gap(line[index - 1], line[index])
        places.append(x)
    total = x + line[-1].width
    if total > width + 1e-6 and _wide(line[-1]) and line[-1].kind is Kind.CLOSE:
        total -= line[-1].width * HALF
    slack = width - total
    if align == "justify" and not last and slack > 0:
        _spread(line, places, slack)
    shift = indent
    if align == "right":
        shift += slack
    elif align == "center":
        shift += slack / 2
    # Kept in reading order, whatever the place: what is copied reads as it was written.
    placed = sorted(zip(order, places, line, strict=True), key=lambda item: item[0])
    return Line(tuple((place + shift, atom) for _, place, atom in placed), total, last)


def _spread(line: Sequence[Atom], places: list[float], slack: float) -> None:
    gaps = [
        i
        for i in range(1, len(line))
        if not (line[i - 1].kind is Kind.WORD and line[i].kind is Kind.WORD)
        and line[i].kind is not Kind.CLOSE
        and line[i - 1].kind is not Kind.OPEN
    ]
    gaps = [i for i in gaps if line[i].kind is not Kind.SPACE]
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
