"""What the model alone cannot know of a record: vocabularies, ids, languages.

All of it is asked of the tree that the file gave and not of the finished
:class:`~briefing.records.model.Record`, so that a record whose form has a fault
is searched to its end like any other, and one run shows everything.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from briefing.problems import Problem, Severity
from briefing.records.model import LocalText, Record
from briefing.records.vocabulary import FIELDS, KEYED_BY_SECTOR, Vocabularies
from briefing.source import Mapping, Node, Scalar, Sequence_, SourceText, closest, short

__all__ = ["Checks"]

SINGULAR = {
    "themes": "theme",
    "sectors": "sector",
    "instruments": "instrument",
    "capacities": "capacity",
    "priorities": "priority",
    "horizons": "horizon",
    "statuses": "status",
    "results": "result",
    "satisfactions": "satisfaction",
}
FEW = 12
ANY = "*"
"""A step that stands for every key of a map."""


def _steps(kind: Any) -> Iterator[tuple[str, ...]]:
    """Yield the way to every text in several languages that a type holds."""
    if kind is LocalText:
        yield ()
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield from ((name, *rest) for rest in _steps(field.annotation))
    else:
        step = (ANY,) if typing.get_origin(kind) is dict else ()
        for argument in typing.get_args(kind):
            yield from ((*step, *rest) for rest in _steps(argument))


TERMS = tuple((tuple(path.split(".")), name) for path, name in FIELDS.items())
KEYED = tuple(tuple(path.split(".")) for path in KEYED_BY_SECTOR)
TEXTS = tuple(dict.fromkeys(_steps(Record)))


class Checks:
    """The checks of one project; made once and run over every record."""

    def __init__(
        self, vocabularies: Vocabularies, default_language: str, languages: Sequence[str]
    ) -> None:
        self.vocabularies = vocabularies
        self.known = {name: frozenset(vocabularies.ids(name)) for name in vocabularies.names()}
        self.default_language = default_language
        self.languages = tuple(languages)

    def run(self, record: Node, source: SourceText) -> Iterator[Problem]:
        """Yield what is wrong with one record, whatever its form."""
        for steps, name in TERMS:
            for node in _at(record, steps):
                value = node.items["value"][1] if _has_value(node) else node
                yield from self._term(name, value, source)
        for steps in KEYED:
            for node in _at(record, steps):
                if isinstance(node, Mapping):
                    for key, _ in node.items.values():
                        yield from self._term("sectors", key, source)
        yield from _repeated_asks(record, source)
        for owner in (record, *_at(record, ("recommendations",))):
            yield from _repeated_sectors(owner, source)
        yield from _marked_titles(record, source)
        for steps in TEXTS:
            for node in _at(record, steps):
                yield from self._translations(node, source)

    def _term(self, name: str, node: Node, source: SourceText) -> Iterator[Problem]:
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            return  # the model says so
        if node.value not in self.known[name]:
            message = f"not in this project's {name}"
            hint = self._hint(name, node.value)
            yield _problem(f"unknown-{SINGULAR[name]}", message, hint, node, source)

    def _hint(self, name: str, value: str) -> str:
        """Say which term was probably meant, by id or by label."""
        labels = {term.id: term.id for term in self.vocabularies[name]}
        for term in self.vocabularies[name]:
            for text in (*term.label.values(), *(term.short or {}).values()):
                labels.setdefault(text, term.id)
        match = closest(value, labels)
        if match is None and len(value) > 1:
            match = next((label for label in labels if value in label), None)
        if match is not None:
            return f"did you mean: {labels[match]}"
        ids = self.vocabularies.ids(name)
        return f"known here: {', '.join(ids[:FEW])}{' …' if len(ids) > FEW else ''}"

    def _translations(self, node: Node, source: SourceText) -> Iterator[Problem]:
        if isinstance(node, Mapping) and node.items:
            given = list(node.items)
        elif isinstance(node, Scalar) and isinstance(node.value, str):
            given = [self.default_language]
        else:
            return
        missing = [language for language in self.languages if language not in given]
        if missing:
            shown = self.default_language if self.default_language in given else given[0]
            message = f"no text in {', '.join(missing)}; the brief falls back to {short(shown)}"
            yield _problem("missing-translation", message, None, node, source, Severity.WARNING)


def _at(node: Node, steps: Sequence[str]) -> Iterator[Any]:
    """Yield every node that ``steps`` lead to; a list is gone through without a step."""
    if isinstance(node, Sequence_):
        for item in node.items:
            yield from _at(item, steps)
    elif not steps:
        yield node
    elif isinstance(node, Mapping):
        if steps[0] == ANY:
            for _, value in node.items.values():
                yield from _at(value, steps[1:])
        elif steps[0] in node.items:
            yield from _at(node.items[steps[0]][1], steps[1:])


def _has_value(node: Node) -> bool:
    """Whether a vocabulary value is written with its basis: ``{value: high, basis: stated}``."""
    return isinstance(node, Mapping) and "value" in node.items


def _repeated_asks(record: Node, source: SourceText) -> Iterator[Problem]:
    seen: set[str] = set()
    for node in _at(record, ("recommendations", "id")):
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            continue
        if node.value in seen:
            message = f"the id {short(node.value)} stands twice in this record"
            hint = "give every recommendation an id of its own"
            yield _problem("duplicate-id", message, hint, node, source)
        seen.add(node.value)


def _repeated_sectors(owner: Node, source: SourceText) -> Iterator[Problem]:
    seen: set[str] = set()
    for node in _at(owner, ("sectors",)):
        value = node.items["value"][1] if _has_value(node) else node
        if not isinstance(value, Scalar) or not isinstance(value.value, str):
            continue
        if value.value in seen:
            message, hint = "this sector stands here twice", "keep one of the two"
            yield _problem("repeated-sector", message, hint, value, source, Severity.WARNING)
        seen.add(value.value)


def _marked_titles(record: Node, source: SourceText) -> Iterator[Problem]:
    for node in (*_at(record, ("title",)), *_at(record, ("title", ANY))):
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            continue
        if node.value.startswith("《") and node.value.endswith("》"):
            message, hint = "the title stands in 《》", "leave 《》 out; the brief prints them"
            yield _problem("title-marks", message, hint, node, source, Severity.WARNING)


def _problem(
    code: str,
    message: str,
    hint: str | None,
    node: Node,
    source: SourceText,
    severity: Severity = Severity.ERROR,
) -> Problem:
    return Problem(code, message, source.place(node.line, node.column, node.width), hint, severity)
