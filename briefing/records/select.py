"""Field paths over a record: filtering, sorting, grouping.

A path is what a person would write: ``theme``, ``sectors``,
``proposers.organization``, ``recommendations.priority``.  Where a path crosses a
list it has several values.  The singular words ``sector``, ``proposer`` and
``organization`` stand for the paths they obviously mean.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from briefing.records.model import JudgedValue, LocalText, Recommendation, Record
from briefing.records.vocabulary import FIELDS, Vocabularies
from briefing.source import closest

__all__ = [
    "ALIASES",
    "canonical",
    "groups",
    "matches",
    "narrowed",
    "path_fault",
    "sort_records",
    "values",
    "vocabulary_of",
]

ALIASES = {
    "sector": "sectors",
    "proposer": "proposers.name",
    "organization": "proposers.organization",
    "capacity": "proposers.capacity",
    "addressee": "recommendations.addressee.name",
    "priority": "recommendations.priority",
    "horizon": "recommendations.horizon",
    "status": "recommendations.status",
    "tag": "tags",
}


def canonical(path: str) -> str:
    """Return the path itself where ``path`` is one of the short words."""
    return ALIASES.get(path, path)


def vocabulary_of(path: str) -> str | None:
    """Return the name of the vocabulary that a path's values come from."""
    return FIELDS.get(canonical(path))


def path_fault(path: str) -> tuple[str, str | None] | None:
    """Return what is wrong with a path and a hint, or ``None`` where it leads to a value."""
    kind: Any = Record
    for step in canonical(path).split("."):
        model = _model(kind)
        if model is None:
            return f"{path} goes further than the record does", None
        if step not in model.model_fields:
            known = [*model.model_fields, *(ALIASES if model is Record else ())]
            match = closest(step, known)
            hint = f"did you mean: {match}" if match else f"known here: {', '.join(known)}"
            return f"{step} is not a field of a record", hint
        kind = model.model_fields[step].annotation
    inner = _model(kind)
    if inner is not None and not issubclass(inner, JudgedValue):
        return (
            f"{path} is not a value but holds several",
            f"write {path}.{next(iter(inner.model_fields))}",
        )
    return None


def _model(kind: Any) -> type[BaseModel] | None:
    """Return the model inside optionals, lists and annotations."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    if typing.get_origin(kind) in (typing.Union, types.UnionType, tuple, typing.Annotated):
        for argument in typing.get_args(kind):
            found = _model(argument)
            if found is not None:
                return found
    return None


def values(record: Record, path: str) -> tuple[Any, ...]:
    """Return the values at a path: ids for vocabulary fields, :class:`LocalText` for texts."""
    return tuple(_values(record, canonical(path).split(".")))


def _values(value: Any, steps: Sequence[str]) -> Iterator[Any]:
    if value is None:
        return
    if isinstance(value, tuple):
        for item in value:
            yield from _values(item, steps)
    elif steps:
        yield from _values(getattr(value, steps[0], None), steps[1:])
    elif isinstance(value, JudgedValue):
        yield value.value
    else:
        yield value


def _written(value: Any) -> set[str]:
    """Return how a person may write a value in ``where``."""
    return set(value.values()) if isinstance(value, LocalText) else {str(value)}


def matches(record: Record, where: Mapping[str, Any]) -> bool:
    """Whether a record has, for every path, one of the values asked for."""
    for key, wanted in where.items():
        path = key.removeprefix("not ").strip()
        listed = wanted if isinstance(wanted, list | tuple) else [wanted]
        asked = {str(item) for item in listed}
        has = any(_written(value) & asked for value in values(record, path))
        if has == key.startswith("not "):
            return False
    return True


def sort_records(
    records: Sequence[Record], keys: Sequence[str], vocabularies: Vocabularies
) -> list[Record]:
    """Return records in order of ``keys``; a leading ``-`` reverses; ties keep file order.

    Vocabulary fields sort in the vocabulary's order, texts by code point with
    figures by their value; a record without the value comes last either way.
    """
    ordered = list(records)
    for key in reversed(keys):
        path = key.removeprefix("-")
        have = [record for record in ordered if values(record, path)]
        lack = [record for record in ordered if not values(record, path)]
        have.sort(key=_ranking(path, vocabularies), reverse=key.startswith("-"))
        ordered = have + lack
    return ordered


def _ranking(path: str, vocabularies: Vocabularies) -> Callable[[Record], Any]:
    return lambda record: _rank(record, path, vocabularies)


def _rank(record: Record, path: str, vocabularies: Vocabularies) -> Any:
    vocabulary = vocabulary_of(path)
    found = values(record, path)
    if vocabulary is not None:
        ids = vocabularies.ids(vocabulary)
        return min(ids.index(value) if value in ids else len(ids) for value in found)
    return min(_natural(_text(value)) for value in found)


def _text(value: Any) -> str:
    return next(iter(value.values())) if isinstance(value, LocalText) else str(value)


def _natural(text: str) -> list[tuple[int, int, str]]:
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d+)", text)
        if part
    ]


def groups(
    records: Sequence[Record], path: str, vocabularies: Vocabularies
) -> list[tuple[str, LocalText, list[Record]]]:
    """Return ``(value, label, records)`` per group; a record stands in each of its groups.

    Groups of a vocabulary field come in the vocabulary's order, others in the
    order in which they are met.
    """
    found: dict[str, tuple[LocalText, list[Record]]] = {}
    vocabulary = vocabulary_of(path)
    for record in records:
        for value in dict.fromkeys(values(record, path)):
            term = vocabularies.term(vocabulary, str(value)) if vocabulary else None
            if term is not None:
                label = term.label
            else:
                label = value if isinstance(value, LocalText) else LocalText({"und": str(value)})
            found.setdefault(_text(value), (label, []))[1].append(record)
    order = list(found)
    if vocabulary is not None:
        ids = vocabularies.ids(vocabulary)
        order.sort(key=lambda value: ids.index(value) if value in ids else len(ids))
    return [(value, *found[value]) for value in order]


def narrowed(record: Record, path: str, value: str) -> tuple[Recommendation, ...]:
    """Return the recommendations that matter to a group: all but in a brief for one sector."""
    if canonical(path) != "sectors":
        return record.recommendations
    return tuple(
        ask
        for ask in record.recommendations
        if value in {sector.value for sector in (ask.sectors or record.sectors)}
    )
