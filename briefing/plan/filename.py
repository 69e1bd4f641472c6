"""Patterns for file names, such as ``{sector}-{language}``.

A pattern is plain text with placeholders in braces; nothing else of Python's
format language is allowed, so that a pattern can't reach into objects.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from briefing.plan.names import portable_name
from briefing.source import closest

__all__ = ["AXES", "PLACEHOLDERS", "Fault", "default_pattern", "faults", "fill"]

PLACEHOLDERS: Mapping[str, str] = {
    "brief": "the id of the entry under `briefs`",
    "group": "the value that the records share: a sector's id, a proposer's name, `all`",
    "label": "the group's label in the brief's language",
    "language": "the brief's language",
    "template": "the template's name",
    "style": "the house style's name",
    "issue": "the issue number, in the brief's language",
    "series": "the series' name, in the brief's language",
    "date": "the date of issue",
}

AXES = ("sector", "theme", "proposer", "organization", "instrument")
"""Further placeholders: the same as ``group``, where the briefs are grouped by that."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a pattern; ``start``/``width`` say where, in characters of it."""

    code: str
    message: str
    hint: str
    start: int
    width: int


def default_pattern(*, grouped: bool) -> str:
    """Return the pattern of an entry that gives none."""
    return "{brief}-{group}-{language}" if grouped else "{brief}-{language}"


def faults(pattern: str, group_by: str) -> list[Fault]:
    """Return what is wrong with ``pattern`` for briefs grouped by ``group_by``."""
    hint = "all briefs are written to one folder; use - instead"
    found = [
        Fault("bad-filename", f"a file name can't contain {sign}", hint, pattern.index(sign), 1)
        for sign in ("/", "\\")
        if sign in pattern
    ]
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        at = max(pattern.rfind("{"), pattern.rfind("}"), 0)
        hint = "a placeholder is a name in braces, such as {language}"
        return [*found, Fault("bad-filename", "the braces don't match", hint, at, 1)]
    for _, name, form, conversion in parts:
        if name is None:
            continue
        start = max(pattern.find("{" + name), 0)
        width = len(name) + 2
        if form or conversion:
            hint = f"write {{{name}}}"
            found.append(
                Fault("bad-filename", "only the plain name may stand in braces", hint, start, width)
            )
        elif name not in {*PLACEHOLDERS, *AXES}:
            found.append(
                Fault(
                    "unknown-placeholder",
                    f"there is no placeholder {{{name}}}",
                    _known(name, group_by),
                    start,
                    width,
                )
            )
        elif name in AXES and name != group_by:
            found.append(
                Fault(
                    "unknown-placeholder",
                    f"{{{name}}} has no value: these briefs are grouped by {group_by}",
                    _known("", group_by),
                    start,
                    width,
                )
            )
    return found


def _known(name: str, group_by: str) -> str:
    choices = [*PLACEHOLDERS, *(axis for axis in AXES if axis == group_by)]
    if match := closest(name, choices):
        return f"did you mean: {{{match}}}"
    return "known: " + " ".join(f"{{{choice}}}" for choice in choices)


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """Return the portable file name (without ending) that a checked pattern comes to.

    A placeholder's own separators (``/`` in an issue number) become hyphens.
    """
    parts = string.Formatter().parse(pattern)
    return portable_name(
        "".join(text + (values[name] if name else "") for text, name, _, _ in parts)
    )
