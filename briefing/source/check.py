"""A tree against a model: pydantic's findings become problems with places."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from briefing.problems import Problem
from briefing.source.tree import Mapping, Tree, short

__all__ = ["check", "closest"]

M = TypeVar("M", bound=BaseModel)

WANTED = {
    "string_type": "a text is needed here",
    "int_type": "a whole number is needed here",
    "int_parsing": "a whole number is needed here",
    "float_type": "a number is needed here",
    "float_parsing": "a number is needed here",
    "bool_type": "true or false is needed here",
    "bool_parsing": "true or false is needed here",
    "tuple_type": "a list is needed here",
    "list_type": "a list is needed here",
    "dict_type": "a map of keys and values is needed here",
    "model_type": "a map of keys and values is needed here",
    "model_attributes_type": "a map of keys and values is needed here",
    "too_short": "at least one entry is needed here",
}
HINTS = {
    "tuple_type": "write it as a list: [one, two]",
    "list_type": "write it as a list: [one, two]",
    "model_type": "write key: value lines, indented",
    "dict_type": "write key: value lines, indented",
    "string_type": 'put it in quotes: "…"',
}


def closest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that ``word`` most likely means, or ``None``."""
    from rapidfuzz import fuzz, process

    folded = {choice.casefold().replace("_", "-"): choice for choice in choices}
    wanted = word[:200].casefold().replace("_", "-").strip()
    if wanted in folded:
        return folded[wanted]
    found = process.extractOne(wanted, list(folded), scorer=fuzz.ratio, score_cutoff=65)
    return folded[found[0]] if found else None


def check(
    model: type[M],
    tree: Tree,
    *,
    path: Sequence[str | int] = (),
    context: dict[str, Any] | None = None,
) -> tuple[M | None, list[Problem]]:
    """Return the instance that the node at ``path`` describes, or ``None`` and why not."""
    if not isinstance(tree.node(path), Mapping):
        place = tree.place(path)
        message = "a map of keys and values is needed here"
        return None, [Problem("wrong-type", message, place, "write key: value lines")]
    try:
        return model.model_validate(tree.plain(path), context=context), []
    except ValidationError as error:
        found = error.errors(include_url=False)
    at = tuple(path)
    problems = [
        _problem(model, tree, at, finding) for finding in found if not _echo(finding, found)
    ]
    return None, list(dict.fromkeys(problems))


def _echo(finding: Any, found: Sequence[Any]) -> bool:
    """Whether a finding only says that what it contains is wrong."""
    if finding["type"] != "too_short" or finding["ctx"].get("actual_length") != 0:
        return False
    loc = finding["loc"]
    return any(other["loc"][: len(loc)] == loc and other is not finding for other in found)


def _problem(
    model: type[BaseModel], tree: Tree, at: tuple[str | int, ...], finding: Any
) -> Problem:
    kind, loc = finding["type"], finding["loc"]
    path = (*at, *_real(tree, at, loc))
    context = finding.get("ctx", {})
    if kind == "extra_forbidden":
        key = str(loc[-1])
        known = _fields(model, loc[:-1])
        match = closest(key, known)
        hint = f"did you mean: {match}" if match else f"known here: {', '.join(known)}"
        return Problem(
            "unknown-key",
            f"{short(key)} is not a key that is known here",
            tree.place(path, key=True),
            hint,
        )
    if kind == "missing":
        field = str(loc[-1])
        parent = (*at, *_real(tree, at, loc[:-1]))
        return Problem(
            "missing-field", f"{field} is missing", tree.place(parent, key=True), f"add {field}: …"
        )
    place = tree.place(path)
    if kind == "literal_error":
        allowed = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        typed = str(finding["input"])
        match = closest(typed, allowed.split(", "))
        hint = f"did you mean: {match}" if match else f"write one of: {allowed}"
        return Problem(
            "unknown-value", f"{short(typed)} is not one of the values known here", place, hint
        )
    if kind == "string_pattern_mismatch":
        return Problem("bad-form", _form(context.get("pattern", "")), place)
    if kind == "string_too_long":
        return Problem("too-long", f"longer than {context.get('max_length')} characters", place)
    if kind == "string_too_short":
        return Problem("empty", "the text is empty", place)
    if kind in ("bad_date", "text_language", "text_value", "text_empty", "text_long", "text_type"):
        code = kind.replace("_", "-")
        language = context.get("language")
        inside = (*path, language) if language is not None and tree.has((*path, language)) else path
        hint = "write 2024, 2024-03 or 2024-03-07" if kind == "bad_date" else ""
        message = (
            "not a date"
            if kind == "bad_date"
            else finding["msg"].replace("{{", "{").replace("}}", "}")
        )
        return Problem(code, message, tree.place(inside, key=kind == "text_language"), hint or None)
    if kind == "string_type" and isinstance(finding["input"], list | dict):
        return Problem("wrong-type", "one text is needed here", place, "write it without brackets")
    if kind == "string_type" and finding["input"] is None:
        hint = "write it after the colon, or delete the key if it may be absent"
        return Problem("wrong-type", "a text is needed here, and there is nothing", place, hint)
    message = WANTED.get(kind, finding["msg"][:1].lower() + finding["msg"][1:])
    return Problem("wrong-type" if kind in WANTED else "bad-value", message, place, HINTS.get(kind))


def _form(pattern: str) -> str:
    if "https?" in pattern:
        return "an address such as https://example.org/page is needed here, without spaces"
    if "@" in pattern:
        return "a mail address is needed here"
    if "#" in pattern:
        return "a colour such as #14406B is needed here"
    return "letters, digits, dots, hyphens and underscores only, the first a letter or digit"


def _real(tree: Tree, at: tuple[str | int, ...], loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """Drop the steps of pydantic's path that are not in the file (union and key markers)."""
    path: list[str | int] = []
    for step in loc:
        if step == "[key]":
            continue
        if tree.has((*at, *path, step)):
            path.append(step)
    return tuple(path)


def _fields(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """Return the keys that the model at ``loc`` knows."""
    current: Any = model
    for step in loc:
        current = _inner(current, step)
        if current is None:
            return []
    return list(current.model_fields) if _is_model(current) else []


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inner(kind: Any, step: str | int) -> Any:
    if _is_model(kind):
        field = kind.model_fields.get(str(step))
        return _unwrap(field.annotation) if field else None
    arguments = [_unwrap(arg) for arg in typing.get_args(kind) if arg is not Ellipsis]
    return arguments[-1] if arguments else None


def _unwrap(kind: Any) -> Any:
    """Strip ``None`` and annotations from a type."""
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is typing.Annotated:
        return _unwrap(arguments[0])
    if arguments and type(None) in arguments:
        return _unwrap(next(arg for arg in arguments if arg is not type(None)))
    return kind
