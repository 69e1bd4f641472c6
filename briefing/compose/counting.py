"""How many proposals or recommendations there are of each kind, for charts.

What is counted once can stand under several terms (a proposal in two sectors);
the totals beside the numbers count it once all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing.compose.views import View

__all__ = ["ASK_FIELDS", "DIMENSIONS", "Basis", "Counts", "Term", "What", "count"]

What = Literal["proposals", "asks"]
Basis = Literal["stated", "mixed", "analyst"]

DIMENSIONS: Mapping[str, str | None] = {
    "theme": "themes",
    "sectors": "sectors",
    "instrument": "instruments",
    "priority": "priorities",
    "horizon": "horizons",
    "status": "statuses",
    "addressee": None,
}
"""What may be counted by, and the vocabulary whose order it follows."""

ASK_FIELDS = ("priority", "horizon", "status", "addressee")
"""What only recommendations have."""

UNKNOWN = ""
"""The id of what is not stated."""


@dataclass(frozen=True, slots=True)
class Term:
    """Something to count under; ``short`` stands where there is little room."""

    id: str
    label: str
    short: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers for a chart.

    ``values`` has a row per term of ``series``, or a single one where nothing is
    stacked, and in it a number per category.  ``totals``, ``series_totals`` and
    ``total`` count each thing once.  ``shared`` holds the dimensions in which a
    thing stands under several terms, ``basis`` says by dimension who said so.
    """

    what: What
    by: str
    stack: str
    categories: tuple[Term, ...]
    series: tuple[Term, ...]
    values: tuple[tuple[int, ...], ...]
    totals: tuple[int, ...]
    series_totals: tuple[int, ...]
    total: int
    shared: tuple[str, ...] = ()
    basis: Mapping[str, Basis] | None = None

    def transposed(self) -> Counts:
        """Return the same numbers with categories and series exchanged."""
        return replace(
            self,
            by=self.stack,
            stack=self.by,
            categories=self.series,
            series=self.categories,
            values=tuple(zip(*self.values, strict=True)),
            totals=self.series_totals,
            series_totals=self.totals,
        )

    def by_size(self) -> Counts:
        """Return the same numbers, the largest category first and what is not stated last."""
        order = sorted(
            range(len(self.categories)),
            key=lambda i: (self.categories[i].id == UNKNOWN, -self.totals[i], i),
        )
        return replace(
            self,
            categories=tuple(self.categories[i] for i in order),
            values=tuple(tuple(row[i] for i in order) for row in self.values),
            totals=tuple(self.totals[i] for i in order),
        )


class Dimension:
    """The terms of one dimension that occur, each with a number in order of appearance."""

    def __init__(self, name: str, unknown: str) -> None:
        self.name = name
        self.unknown = unknown
        self.terms: dict[str, Term] = {}
        self.bases: set[bool] = set()
        self.shared = False

    def of(self, proposal: View, ask: View | None) -> tuple[str, ...]:
        """Return the ids of the terms under which a proposal or its ask stands."""
        owner = ask if ask is not None and self.name in ("sectors", *ASK_FIELDS) else proposal
        value = owner[self.name]
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        found: dict[str, None] = {}
        for one in values:
            term = self.term(one)
            self.terms.setdefault(term.id, term)
            found[term.id] = None
            if "stated" in one:
                self.bases.add(bool(one["stated"]))
        if not found:
            name = _headed(self.unknown)
            self.terms.setdefault(UNKNOWN, Term(UNKNOWN, name, name))
            return (UNKNOWN,)
        self.shared |= len(found) > 1
        return tuple(found)

    def term(self, view: View) -> Term:
        if self.name == "addressee":
            name = str(view["name"])
            return Term(name, name, name)
        if self.name in ("theme", "sectors"):
            return Term(view["id"], view["label"], view["short"])
        return Term(view["id"], _headed(view["label"]), _headed(view["short"]))

    def basis(self) -> Basis:
        """Return whether terms are stated, or the analyst's judgement, or some of each."""
        return "stated" if False not in self.bases else "mixed" if True in self.bases else "analyst"

    def ordered(self, ids: Sequence[str], colours: Mapping[str, str | None]) -> tuple[Term, ...]:
        """Return what occurs in the order of ``ids``, what is not stated last."""
        places = {id_: place for place, id_ in enumerate(ids)}

        def rank(term: Term) -> tuple[bool, int]:
            return term.id == UNKNOWN, places.get(term.id, len(places))

        found = sorted(self.terms.values(), key=rank)  # stable: others as they appeared
        return tuple(replace(term, colour=colours.get(term.id)) for term in found)


def _headed(label: str) -> str:
    """Return a word that is written inside sentences as it stands by itself."""
    return label[:1].upper() + label[1:]


def count(
    proposals: Iterable[View],
    what: What,
    by: str,
    stack: str,
    *,
    unknown: str,
    vocabulary: Callable[[str], Mapping[str, str | None]],
) -> Counts:
    """Count proposals, or their recommendations, by one dimension or two.

    ``unknown`` is what stands for a value that is not stated; ``vocabulary``
    gives, in order, the ids of a vocabulary's terms with their colours.
    """
    rows = Dimension(by, unknown)
    columns = Dimension(stack, unknown) if stack else None
    things = [
        (rows.of(proposal, ask), columns.of(proposal, ask) if columns is not None else (UNKNOWN,))
        for proposal in proposals
        for ask in (proposal["recommendations"] if what == "asks" else (None,))
    ]
    pairs: dict[tuple[str, str], int] = {}
    totals: dict[str, int] = {}
    series_totals: dict[str, int] = {}
    for here, there in things:
        for row in here:
            totals[row] = totals.get(row, 0) + 1
            for column in there:
                pairs[row, column] = pairs.get((row, column), 0) + 1
        for column in there:
            series_totals[column] = series_totals.get(column, 0) + 1

    def ordered(dimension: Dimension) -> tuple[Term, ...]:
        name = DIMENSIONS[dimension.name]
        colours = vocabulary(name) if name is not None else {}
        return dimension.ordered(tuple(colours), colours)

    categories = ordered(rows)
    series = ordered(columns) if columns is not None else ()
    columns_of = [term.id for term in series] if columns is not None else [UNKNOWN]
    dimensions = [rows] if columns is None else [rows, columns]
    return Counts(
        what,
        by,
        stack,
        categories,
        series,
        tuple(tuple(pairs.get((row.id, column), 0) for row in categories) for column in columns_of),
        tuple(totals[row.id] for row in categories),
        tuple(series_totals[term.id] for term in series),
        len(things),
        tuple(dimension.name for dimension in dimensions if dimension.shared),
        {dimension.name: dimension.basis() for dimension in dimensions if dimension.bases},
    )
