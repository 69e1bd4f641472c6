"""How problems look: on a terminal, as JSON, as annotations of a GitHub run.

    seeds/records/ai-security.yaml:14:12  error  unknown-sector
      14 │ sectors: [telcom]
         │           ^^^^^^ not in this project's sectors
         │ did you mean: telecom

The caret line counts columns as terminals do: a Chinese character is two wide
(Unicode UAX #11), a combining mark none.  Whatever a file holds goes through
:func:`~briefing.problems.visible` first.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from briefing.problems import Place, Problem, Severity, visible

__all__ = [
    "as_data",
    "counted",
    "format_problems",
    "github",
    "shown_path",
    "summary",
    "to_json",
    "width",
]

COLUMNS = 100
"""Widest excerpt where the output is no terminal."""

AROUND = 500
"""Most characters of a line, before and after a place, that are looked at."""

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def width(text: str) -> int:
    """Return how many terminal columns ``text`` takes."""
    if text.isascii():
        return len(text)
    columns = 0
    for char in text:
        if unicodedata.category(char) in {"Mn", "Me"}:
            continue
        columns += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return columns


def shown_path(path: str | Path) -> str:
    """Return a path as a person in the current folder would write it."""
    text = os.path.normpath(path)
    if Path(text).is_absolute():
        try:
            relative = os.path.relpath(text)
        except (OSError, ValueError):  # the current folder is gone; another Windows drive
            return text.replace(os.sep, "/")
        if not relative.startswith(".."):
            text = relative
    return text.replace(os.sep, "/")


def format_problems(
    problems: Iterable[Problem], *, colour: bool = False, columns: int = COLUMNS
) -> str:
    """Return all problems as text, a blank line between two, ending with a newline."""
    parts = [_one(problem, colour, columns) for problem in problems]
    return "\n\n".join(parts) + "\n" if parts else ""


def _one(problem: Problem, colour: bool, columns: int) -> str:
    place = problem.place
    head = f"{problem.severity}  {problem.code}"
    if colour:
        head = f"\x1b[1;{COLOURS[problem.severity]}m{problem.severity}\x1b[0m  {problem.code}"
    if place is None:
        return "\n".join([head, *_plain(problem)])
    head = f"{visible(_where(place))}  {head}"
    if (place.line is None and place.inside is None) or place.excerpt is None:
        return "\n".join([head, *_plain(problem)])
    number = f"  {place.line or ' '} │ "
    blank = " " * (width(number) - 2) + "│ "
    line, caret = _excerpt(place, columns - width(number))
    if colour:
        caret = caret.replace("^", f"\x1b[{COLOURS[problem.severity]}m^", 1) + "\x1b[0m"
    lines = [head, (number + line).rstrip(), f"{blank}{caret} {_message(problem)}"]
    if problem.hint:
        lines += [blank + visible(part) for part in problem.hint.splitlines()]
    return "\n".join(lines)


def _plain(problem: Problem) -> list[str]:
    lines = [_message(problem), *(problem.hint or "").splitlines()]
    return [f"  {visible(line)}" for line in lines]


def _message(problem: Problem) -> str:
    return visible(problem.message)


def _where(place: Place) -> str:
    at = str(place)
    return shown_path(place.file) + at[len(place.file) :]


def _excerpt(place: Place, columns: int) -> tuple[str, str]:
    """Return the line and its carets, cut to a window around the carets where too long."""
    before, marked, after = (visible(part) for part in _around(place))
    columns = max(columns, 20)
    if width(before + marked + after) > columns:
        marked = _head(marked, columns * 2 // 3)
        room = columns - width(marked)
        before = _tail(before, max(room * 2 // 3, room - width(after)))
        after = _head(after, room - width(before))
    carets = "^" * max(width(marked), 1)
    return before + marked + after, " " * width(before) + carets


def _around(place: Place) -> tuple[str, str, str]:
    """Return what stands before, at and after a place, as much of it as could be shown.

    A line may be a megabyte long and hold ten thousand problems.
    """
    text = (place.excerpt or "").rstrip()
    start = max((place.column or 1) - 1, 0)
    end = start + place.width
    before = text[max(start - AROUND, 0) : start] + " " * min(start - len(text), AROUND)
    return before, text[start : min(end, start + AROUND)], text[end : end + AROUND]


def _head(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    used = 0
    for index, char in enumerate(text):
        used += width(char)
        if used > columns - 1:
            return text[:index] + "…"
    return text


def _tail(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    used = 0
    for index in range(len(text) - 1, -1, -1):
        used += width(text[index])
        if used > columns - 1:
            return "…" + text[index + 1 :]
    return text


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 file`` or ``3 files``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def summary(problems: Sequence[Problem]) -> str:
    """Return ``2 errors, 1 warning``, or ``no problems``."""
    parts = [
        counted(count, str(severity))
        for severity in Severity
        if (count := sum(problem.severity is severity for problem in problems))
    ]
    return ", ".join(parts) or "no problems"


def as_data(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain data for ``--json``; the excerpt made safe to print.

    Of a very long line the excerpt is the part around the place.
    """
    place = problem.place
    excerpt = place.excerpt if place else None
    if place is not None and excerpt is not None and len(excerpt) > AROUND:
        excerpt = "".join(_around(place))
    data: dict[str, Any] = {
        "severity": str(problem.severity),
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "record": problem.record,
        "file": shown_path(place.file) if place else None,
        "inside": place.inside if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "width": place.width if place and place.column is not None else None,
        "excerpt": excerpt,
    }
    return {key: visible(value) if isinstance(value, str) else value for key, value in data.items()}


def github(problems: Iterable[Problem]) -> str:
    """Return workflow commands that GitHub shows beside the lines of a change."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    return "".join(f"::{levels[p.severity]} {_github(p)}\n" for p in problems)


def _github(problem: Problem) -> str:
    values = {"title": problem.code}
    if place := problem.place:
        values["file"] = shown_path(place.file)
        if place.line is not None:
            values["line"] = str(place.line)
        if place.column is not None:
            values["col"] = str(place.column)
    pairs = ",".join(f"{key}={_property(visible(value))}" for key, value in values.items())
    hint = "; ".join((problem.hint or "").splitlines())
    message = problem.message + (f" ({hint})" if hint else "")
    if place is not None and place.inside is not None:
        message = f"{place.inside}: {message}"
    return f"{pairs}::{_data(visible(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def to_json(data: object) -> str:
    """Return data as JSON with readable Chinese."""
    return json.dumps(data, ensure_ascii=False, indent=2)
