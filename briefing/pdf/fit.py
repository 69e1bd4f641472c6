"""Which lines a paragraph falls into: filled one by one, or chosen together.

`greedy` fills each line as far as it goes.  `choose` weighs the breaks of the whole
paragraph against each other, after D. E. Knuth and M. F. Plass, Breaking
paragraphs into lines (1981), in the cut-down form that Chinese allows: few ends
are in question for each line, so the cheapest way to each of them is all that is
kept.  It is asked only where a filled paragraph has something to mend.

Costs are squares: 1 is a justified line whose soft spaces (`STRETCH`) are used up,
or a ragged one that is a quarter short.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.pdf.atoms import Atom, Kind, Mark

__all__ = ["AUTO", "SPREAD", "WORD_SPACE", "Joints", "Span", "TooWideError", "choose", "greedy"]

RIGID = 0
AUTO = 1
"""Between Chinese and letters or figures."""
SPREAD = 2
"""Between Chinese characters and marks."""
WORD_SPACE = 3

HALF = 0.5
STRETCH = 0.25
"""What a word space, or a gap between scripts, takes before others must, in ems."""
LOOSE = 0.06
"""What the space between two Chinese characters takes without being seen, in ems."""
SHRINK = 0.125
"""What a gap between scripts gives up, in ems; a word space gives up a fifth of itself."""
SPACE_SHRINK = 0.04
LEAST = 0.1
"""What any line is taken to stretch, in ems."""
WORST = 6.0
"""How much looser than `TROUBLE` a line can be; it is left ragged."""
RAGGED = 0.25
"""By which part of the measure a ragged line is short that costs 1."""
TROUBLE = 1.0
"""The cost of a line from which on the paragraph is weighed as a whole."""
TOO_LOOSE = 4.0
"""From here on lines that end still earlier are not looked at."""
MOST_ENDS = 5
ALONE = 8.0
"""A last line of one character, or of one word of three letters or less."""
ONE_WORD = 1.1
ONE_WORD_PART = 0.2
"""A last line of any one word that is shorter than this part of the measure."""
PARTED = 1.0
"""A number parted from its unit."""
HYPHEN = 0.4
RAGGED_HYPHEN = 1.0
"""A hyphen, at the end of a justified line and of a ragged one."""
HYPHENS = 6.0
"""A hyphen on the line after one with a hyphen."""
SHORT_WORD = 4
NEVER = float("inf")


@dataclass(slots=True)
class Joints:
    """A paragraph on one line.

    ``ends[i]``: whether a line may end before atom ``i`` (2: better not); the last is
    the paragraph's end.  ``kinds[i]``: how the space before atom ``i`` stretches.
    ``left`` and ``right``: where each atom begins and ends, in points.
    """

    atoms: list[Atom]
    ends: bytearray
    kinds: bytearray
    left: list[float]
    right: list[float]


@dataclass(slots=True)
class Span:
    """One line: atoms ``start`` to ``end``.

    ``head`` stands for the first, whose beginning is on the line before; ``tail``,
    a part of atom ``end`` and a hyphen, stands after the last.
    """

    start: int
    end: int
    head: Atom | None = None
    tail: tuple[Atom, Atom] | None = None


class _Scale:
    """Costs of the lines of one paragraph."""

    def __init__(self, joints: Joints, width: float, indent: float, *, justified: bool) -> None:
        self.joints = joints
        self.width = width
        self.indent = indent
        self.justified = justified
        self.em = joints.atoms[0].ink.size
        self.count = len(joints.atoms)

    def room(self, start: int, head: Atom | None) -> float:
        """Return how wide a line may be."""
        return self.width - self.indent if start == 0 and head is None else self.width

    def base(self, start: int, head: Atom | None) -> float:
        """Return where a line would begin, were it part of the paragraph on one line."""
        atom = self.joints.atoms[start]
        if head is not None:
            return self.joints.left[start] + atom.width - head.width
        return self.joints.left[start] + (atom.width * HALF if atom.mark is Mark.OPEN else 0.0)

    def cost(self, span: Span) -> float:
        """Return what a line costs; ``NEVER`` where it is too wide."""
        joints, start, end = self.joints, span.start, span.end
        atoms = joints.atoms
        final = end == self.count
        stop = end
        while stop > start + 1 and atoms[stop - 1].kind is Kind.SPACE:
            stop -= 1
        base = self.base(start, span.head)
        if span.tail is not None:
            stop = end + 1
            right = joints.left[end] + span.tail[0].width + span.tail[1].width
        else:
            right = joints.right[stop - 1]
        slack = self.room(start, span.head) - right + base
        extra = PARTED if joints.ends[end] == 2 and span.tail is None else 0.0
        if final:
            extra += self._alone(start, stop)
        if slack < -1e-6:
            last = atoms[stop - 1]
            if span.tail is None and last.mark is Mark.CLOSE:
                slack = min(0.0, slack + last.width * HALF)
            if slack < -1e-6:
                return extra + self._shrunk(-slack, start, stop)
            return extra
        if final:
            return extra
        if not self.justified:
            short = slack / (self.width * RAGGED)
            return extra + short * short
        kinds = joints.kinds
        soft = kinds.count(AUTO, start + 1, stop) + kinds.count(WORD_SPACE, start + 1, stop)
        hard = kinds.count(SPREAD, start + 1, stop)
        ratio = min(slack / (self.em * (STRETCH * soft + LOOSE * hard + LEAST)), WORST)
        return extra + ratio * ratio

    def _shrunk(self, over: float, start: int, stop: int) -> float:
        if not self.justified:
            return NEVER
        kinds = self.joints.kinds
        give = self.em * (
            SHRINK * kinds.count(AUTO, start + 1, stop)
            + SPACE_SHRINK * kinds.count(WORD_SPACE, start + 1, stop)
        )
        if over > give:
            return NEVER
        ratio = over / give
        return ratio * ratio

    def _alone(self, start: int, stop: int) -> float:
        """Return what it costs that a last line holds little."""
        if start == 0:
            return 0.0
        solid = [
            atom
            for atom in self.joints.atoms[start:stop]
            if atom.kind not in (Kind.CLOSE, Kind.SPACE)
        ]
        if len(solid) != 1:
            return 0.0
        only = solid[0]
        letters = sum(char.isalnum() for char in only.text)
        if only.kind is Kind.HAN or letters < SHORT_WORD:
            return ALONE
        return ONE_WORD if only.width < ONE_WORD_PART * self.width else 0.0


class TooWideError(Exception):
    """Between two places where a line may end stands more than a line holds.

    ``start`` and ``end`` are its atoms, ``room`` what the line holds.
    """

    def __init__(self, start: int, end: int, room: float) -> None:
        super().__init__(start, end, room)
        self.start = start
        self.end = end
        self.room = room


def greedy(
    joints: Joints, width: float, indent: float, *, justified: bool, force: bool = False
) -> list[Span]:
    """Return the lines of a paragraph, each filled as far as it goes.

    Raises:
        TooWideError: a line can only end where none may; with ``force`` it does.
    """
    scale = _Scale(joints, width, indent, justified=justified)
    count = scale.count
    ends = joints.ends
    spans: list[Span] = []
    start = 0
    while start < count:
        fit = _fit(scale, start, None)
        end = fit
        while end > start and not ends[end]:
            end -= 1
        if end == start:
            if not force:
                raise TooWideError(start, _next(ends, start), scale.room(start, None))
            end = _forced(joints, start, fit)
        elif justified and end < count:
            end = _pulled_in(scale, start, end)
        spans.append(Span(start, end))
        start = end
    return spans


def _next(ends: bytearray, at: int) -> int:
    """Return the next place after one where a line may end."""
    at += 1
    while not ends[at]:
        at += 1
    return at


def _fit(scale: _Scale, start: int, head: Atom | None) -> int:
    """Return before which atom a line ends at the latest; spaces may hang over."""
    joints = scale.joints
    atoms = joints.atoms
    limit = scale.base(start, head) + scale.room(start, head) + 1e-6
    end = bisect_right(joints.right, limit, start)
    if end < scale.count:
        atom = atoms[end]
        if atom.mark is Mark.CLOSE and joints.right[end] - atom.width * HALF <= limit:
            end += 1
        while end < scale.count and atoms[end].kind is Kind.SPACE:
            end += 1
    return end


def _forced(joints: Joints, start: int, fit: int) -> int:
    """Return an end where no line may end: no mark that must not begins or ends a line."""
    atoms = joints.atoms
    for end in range(fit, start, -1):
        if (
            end < len(atoms)
            and atoms[end].kind not in (Kind.CLOSE, Kind.SPACE)
            and atoms[end - 1].kind is not Kind.OPEN
        ):
            return end
    return max(fit, start + 1)


def _pulled_in(scale: _Scale, start: int, end: int) -> int:
    """Return a later end where the line is better shrunk than stretched."""
    ends, count = scale.joints.ends, scale.count
    later = _next(ends, end)
    over = scale.joints.right[later - 1] - scale.base(start, None) - scale.width
    if over > scale.em * 1.5 or later > count:
        return end
    pulled = scale.cost(Span(start, later))
    return later if pulled < scale.cost(Span(start, end)) else end


def choose(
    joints: Joints, width: float, indent: float, spans: list[Span], *, justified: bool
) -> list[Span]:
    """Return better lines than those given, where one of them is bad; else the same."""
    scale = _Scale(joints, width, indent, justified=justified)
    costs = [scale.cost(span) for span in spans]
    parted = any(joints.ends[span.end] == 2 for span in spans[:-1])
    if max(costs) <= TROUBLE and not parted:
        return spans
    chosen, cost = _cheapest(scale)
    return chosen if cost < sum(costs) else spans


Place = tuple[int, int]
"""Before which atom a line begins, and with which of the word's parts (-1: with all of it)."""


@dataclass(slots=True)
class _Way:
    """The cheapest way to a place."""

    cost: float
    hyphen: bool
    before: Place | None
    span: Span | None
    head: Atom | None


def _cheapest(scale: _Scale) -> tuple[list[Span], float]:
    """Return the lines that cost least together, and what they cost."""
    ways: list[dict[int, _Way]] = [{} for _ in range(scale.count + 1)]
    ways[0][-1] = _Way(0.0, False, None, None, None)
    last = _last_word(scale.joints.atoms)
    for start in range(scale.count):
        for part, way in ways[start].items():
            for span, number, head in _candidates(scale, start, way.head, last):
                cost = scale.cost(span)
                if cost == NEVER:
                    continue
                hyphen = span.tail is not None
                cost += way.cost
                if hyphen:
                    cost += HYPHEN if scale.justified else RAGGED_HYPHEN
                    cost += HYPHENS * way.hyphen
                known = ways[span.end].get(number)
                if known is None or cost < known.cost:
                    ways[span.end][number] = _Way(cost, hyphen, (start, part), span, head)
    spans: list[Span] = []
    found = ways[scale.count].get(-1)
    total = NEVER if found is None else found.cost
    while found is not None and found.span is not None and found.before is not None:
        spans.append(found.span)
        at, part = found.before
        found = ways[at][part]
    return spans[::-1], total


def _candidates(
    scale: _Scale, start: int, head: Atom | None, last: int
) -> list[tuple[Span, int, Atom | None]]:
    """Return the lines that may begin at a place, the longest first."""
    joints, count = scale.joints, scale.count
    ends = joints.ends
    fit = _fit(scale, start, head)
    found: list[tuple[Span, int, Atom | None]] = []
    if scale.justified and fit < count:
        # One more may come in where the spaces give way.
        found.append((Span(start, _next(ends, fit), head), -1, None))
    looked = 0
    for end in range(fit, start, -1):
        if ends[end]:
            span = Span(start, end, head)
            found.append((span, -1, None))
            looked += 1
            if looked == MOST_ENDS or scale.cost(span) > TOO_LOOSE:
                break
    if fit < count and fit > start:
        found += _hyphened(joints, start, head, fit, last)
    return found


def _hyphened(
    joints: Joints, start: int, head: Atom | None, at: int, last: int
) -> list[tuple[Span, int, Atom | None]]:
    """Return the lines that end in a part of the word at a place."""
    atoms = joints.atoms
    atom = atoms[at]
    if atom.parts is None or at == last or not _stands_alone(joints, at):
        return []
    return [
        (Span(start, at, head, (left, hyphen)), number, right)
        for number, (left, hyphen, right) in enumerate(atom.parts(atom))
    ]


def _stands_alone(joints: Joints, at: int) -> bool:
    """Whether no word is joined to the one at a place."""
    atoms, ends = joints.atoms, joints.ends
    if not ends[at] and atoms[at - 1].kind is not Kind.OPEN:
        return False
    return bool(ends[at + 1]) or atoms[at + 1].kind in (Kind.SPACE, Kind.CLOSE)


def _last_word(atoms: Sequence[Atom]) -> int:
    """Return which atom is the paragraph's last word; it is not hyphenated."""
    for index in range(len(atoms) - 1, -1, -1):
        if atoms[index].kind in (Kind.WORD, Kind.HAN):
            return index
    return -1
