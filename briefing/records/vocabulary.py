"""The words a project sorts its records by, with labels per language.

A vocabulary is an ordered list of terms; its order is the order of groups and
of table rows.  Seven vocabularies have a meaning of their own in the field
(instruments, capacities, priorities, horizons, statuses, results,
satisfactions) and come with defaults that a project may replace; themes and
sectors are always the project's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from briefing.records.model import LocalText, Strict

__all__ = ["FIELDS", "KEYED_BY_SECTOR", "Term", "Vocabularies", "Vocabulary"]

FIELDS = {
    "theme": "themes",
    "sectors": "sectors",
    "instrument": "instruments",
    "proposers.capacity": "capacities",
    "recommendations.sectors": "sectors",
    "recommendations.priority": "priorities",
    "recommendations.horizon": "horizons",
    "recommendations.status": "statuses",
    "handling.result": "results",
    "handling.satisfaction": "satisfactions",
}
"""The fields of a record whose values are terms, and the vocabulary of each."""

KEYED_BY_SECTOR = ("impact", "recommendations.impact")
"""The maps of a record whose keys are terms of ``sectors``."""


class Term(Strict):
    """One word of a vocabulary.

    ``short`` is a shorter label for narrow table columns; ``colour`` an RGB
    triple such as ``#1F4E79`` for charts.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)
    label: LocalText
    short: LocalText | None = None
    description: LocalText | None = None
    colour: str | None = Field(None, pattern=r"^#[0-9A-Fa-f]{6}$")


Vocabulary = tuple[Term, ...]


def _terms(*rows: tuple[str, str, str]) -> Vocabulary:
    return tuple(Term(id=i, label=LocalText({"zh": zh, "en": en})) for i, zh, en in rows)


INSTRUMENTS = _terms(
    ("npc-suggestion", "建议", "suggestion"),
    ("npc-motion", "议案", "motion"),
    ("cppcc-proposal", "提案", "proposal"),
    ("other", "其他", "other"),
)
CAPACITIES = _terms(
    ("npc-deputy", "全国人大代表", "NPC deputy"),
    ("cppcc-member", "全国政协委员", "CPPCC member"),
    ("cppcc-standing-member", "全国政协常委", "CPPCC Standing Committee member"),
    ("other", "其他", "other"),
)
PRIORITIES = _terms(("high", "高", "high"), ("medium", "中", "medium"), ("low", "低", "low"))
HORIZONS = _terms(
    ("near", "近期", "near term"), ("mid", "中期", "mid term"), ("long", "长期", "long term")
)
STATUSES = _terms(
    ("open", "待办理", "open"),
    ("accepted", "已采纳", "accepted"),
    ("in-progress", "办理中", "in progress"),
    ("done", "已落实", "done"),
    ("declined", "未采纳", "declined"),
)
RESULTS = _terms(
    ("A", "A 类（已解决或基本解决）", "A (solved or basically solved)"),
    ("B", "B 类（正在解决或列入计划）", "B (in progress or planned)"),
    ("C", "C 类（留作参考或长期研究）", "C (for reference or the long term)"),
)
SATISFACTIONS = _terms(
    ("satisfied", "满意", "satisfied"),
    ("basically-satisfied", "基本满意", "basically satisfied"),
    ("dissatisfied", "不满意", "dissatisfied"),
)


def _short_form(value: object) -> object:
    """Accept ``telecom: {zh: …, en: …}`` maps as well as lists of terms."""
    if isinstance(value, dict):
        return [
            {"id": key, **term}
            if isinstance(term, dict) and "label" in term
            else {"id": key, "label": term}
            for key, term in value.items()
        ]
    return value


class _TermOfMap(Strict):
    """A term whose id is the key under which it stands."""

    label: LocalText
    short: LocalText | None = None
    description: LocalText | None = None
    colour: str | None = Field(None, pattern=r"^#[0-9A-Fa-f]{6}$")


Terms = Annotated[
    Vocabulary,
    BeforeValidator(
        _short_form, json_schema_input_type=Vocabulary | dict[str, LocalText | _TermOfMap]
    ),
]


class Vocabularies(Strict):
    """All vocabularies of a project."""

    themes: Terms
    sectors: Terms
    instruments: Terms = INSTRUMENTS
    capacities: Terms = CAPACITIES
    priorities: Terms = PRIORITIES
    horizons: Terms = HORIZONS
    statuses: Terms = STATUSES
    results: Terms = RESULTS
    satisfactions: Terms = SATISFACTIONS

    def __getitem__(self, name: str) -> Vocabulary:
        """Return the vocabulary called ``name`` (``"themes"``, ``"sectors"`` …)."""
        terms: Vocabulary = getattr(self, name)
        return terms

    def names(self) -> Iterator[str]:
        """Yield the vocabularies' names in order."""
        yield from type(self).model_fields

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the ids of one vocabulary, in order."""
        return tuple(term.id for term in self[name])

    def term(self, name: str, id_: str) -> Term | None:
        """Return one term, or ``None`` where the vocabulary has no such id."""
        return next((term for term in self[name] if term.id == id_), None)
